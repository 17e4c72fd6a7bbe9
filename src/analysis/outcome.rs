//! Situation and norms in, outcome out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use geo::{Coord, Rect};

use super::near_miss::{NearMiss, NearMissMemo};
use super::reach::{DistanceField, FieldCache};
use super::region::{RegionFigures, RegionMemo};
use super::siting::{RankedSite, SiteMemo};
use super::situation::Situation;
use super::study_area::StudyArea;
use super::suitability::ScoreField;
use super::transit_class::{TransitCache, TransitRaster};
use super::zones::{self, CaringZone, Scene, ZoneMemo};
use super::{near_miss, region, siting};
use crate::domain::amenity::AmenityKind;
use crate::domain::norm::NormSet;
use crate::domain::variant::ZoneStatus;
use crate::grid::{Grid, MAX_CELLS};

/// Walking distance to the nearest of each known kind, at the cell centres, in the order of the catalogue.
pub type Fields = Vec<(AmenityKind, Arc<DistanceField>)>;

/// Stages of a computation, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Distance fields and OV-klasse.
    Reach,
    /// Zones.
    Zones,
    /// Near misses.
    NearMisses,
    /// Sites.
    Sites,
}

/// What the last computation leaves for the next: results found again by their own inputs, so that what has not changed
/// is not worked out again. A fresh one gives the same outcome, only later.
#[derive(Debug, Default)]
pub struct Cache {
    fields: FieldCache,
    transit: TransitCache,
    zones: ZoneMemo,
    near_misses: NearMissMemo,
    sites: SiteMemo,
    region: RegionMemo,
}

/// Set by whoever no longer wants the answer.
#[derive(Debug, Default)]
pub struct Cancel(AtomicBool);

impl Cancel {
    /// Asks the computation to stop.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Was it asked to stop?
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Everything that follows from a situation and its norms.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The grid of the fields.
    pub grid: Grid,
    /// The distance field of each known kind.
    pub fields: Fields,
    /// Kinds that nobody gave: of these only what a variant adds is known.
    pub unread: Arc<[AmenityKind]>,
    /// OV-klasse at the cell centres.
    pub transit: Arc<TransitRaster>,
    /// The score of *geclusterd* wonen, as far as it was looked at; `None` when nothing weighted is known.
    pub(super) score: Option<Arc<ScoreField>>,
    /// Zones, the most 75-plussers first.
    pub zones: Vec<CaringZone>,
    /// Near misses, the most added 75-plussers first.
    pub near_misses: Vec<NearMiss>,
    /// Sites by rank.
    pub sites: Vec<RankedSite>,
    /// The region in figures.
    pub region: RegionFigures,
}

impl Outcome {
    /// How many zones there are, without those that are not wanted.
    #[must_use]
    pub fn n_zones(&self) -> usize {
        self.zones.iter().filter(|zone| zone.status != ZoneStatus::Rejected).count()
    }

    /// That number, where zones could be looked for or people put all there are; nothing when a layer that zones need was
    /// not read.
    #[must_use]
    pub fn n_zones_known(&self) -> Option<usize> {
        let are_put = self.zones.iter().all(|zone| zone.status != ZoneStatus::Proposed);
        Some(self.n_zones()).filter(|n| (*n > 0 && are_put) || self.region.unread.is_empty())
    }

    /// How many sites there are; nothing when none is known because a layer that zones need was not read.
    #[must_use]
    pub fn n_sites_known(&self) -> Option<usize> {
        Some(self.sites.len()).filter(|n| *n > 0 || self.region.unread.is_empty())
    }

    /// How many near misses there are; nothing when none can be looked for because a layer that zones need was not read.
    #[must_use]
    pub fn n_near_misses_known(&self) -> Option<usize> {
        Some(self.near_misses.len()).filter(|n| *n > 0 || self.region.unread.is_empty())
    }
}

/// How far around the given places the study area reaches when no area is given, in metres: the widest usual norm.
const REACH_AROUND_PLACES_M: f64 = 2_000.0;

/// The grid over the study area: the studiegebied, else the gemeenten, else what lies within reach of the places and people.
#[must_use]
pub fn study_grid(situation: &Situation, cell_m: u16) -> Option<Grid> {
    Grid::covering(study_bounds(situation)?, cell_m)
}

/// The same with cells twice as large, or four times and so on, when there would be too many.
#[must_use]
pub fn finest_study_grid(situation: &Situation, cell_m: u16) -> Option<Grid> {
    Grid::covering_with_at_most(MAX_CELLS, study_bounds(situation)?, cell_m)
}

/// The box around the study area; nothing when nothing is anywhere.
#[must_use]
pub fn study_bounds(situation: &Situation) -> Option<Rect<f64>> {
    situation.ground.study_area.as_ref().map(StudyArea::bounds).or_else(|| {
        let places = AmenityKind::all().flat_map(|kind| situation.places(kind).unwrap_or_default());
        let sites = situation.sites.iter().map(|site| site.point);
        let people = situation.demand.cells().iter().map(|cell| cell.center());
        let points = places.map(|place| place.point).chain(sites).chain(people);
        points.map(|point| around(point.0.0, REACH_AROUND_PLACES_M)).reduce(union)
    })
}

fn around(center: Coord<f64>, distance_m: f64) -> Rect<f64> {
    let by = Coord { x: distance_m, y: distance_m };
    Rect::new(center - by, center + by)
}

fn union(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let min = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    let max = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
    Rect::new(min, max)
}

/// Everything that follows from a situation under these norms (already scaled by a mobility profile), or nothing when
/// it was cancelled. Reports each stage as it begins.
pub fn compute(
    situation: &Situation,
    norms: &NormSet,
    cell_m: u16,
    cache: &mut Cache,
    cancel: &Cancel,
    report: &dyn Fn(Stage),
) -> Option<Outcome> {
    report(Stage::Reach);
    let grid = finest_study_grid(situation, cell_m).unwrap_or_else(empty_grid);
    let fields = cache.fields.fields(&grid, situation, norms.detour_factor);
    let transit = cache.transit.raster(&grid, situation.stop_tree());
    if cancel.is_set() {
        return None;
    }
    report(Stage::Zones);
    let scene = Scene::new(situation, norms, &grid, &fields, &transit);
    let zones = zones::propose(&scene, &mut cache.zones, cancel)?;
    report(Stage::NearMisses);
    let near_misses = near_miss::find(&scene, &zones, &mut cache.near_misses, cancel)?;
    report(Stage::Sites);
    let (sites, region) = rayon::join(
        || siting::rank(&scene, &zones, &mut cache.sites),
        || region::figures(&scene, &zones, &mut cache.region),
    );
    let score = scene.score().cloned();
    let unread = AmenityKind::all().filter(|kind| !situation.is_read(*kind)).collect();
    Some(Outcome { grid, score, fields, unread, transit, zones, near_misses, sites, region })
}

/// One cell at the RD origin, for a situation that is nowhere.
fn empty_grid() -> Grid {
    Grid::covering(Rect::new((0.0, 0.0), (1.0, 1.0)), 50).expect("one cell is a grid")
}
