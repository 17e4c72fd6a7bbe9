//! Situation and norms in, outcome out.

use std::sync::Arc;

use geo::Rect;

use super::cancel::Cancel;
use super::near_miss::{self, NearMiss, NearMissMemo};
use super::region::{self, RegionFigures, RegionMemo};
use super::scene::Scene;
use super::siting::{self, RankedSite, SiteMemo};
use super::situation::Situation;
use super::study_area::StudyArea;
use super::suitability::{ScoreField, score_field};
use super::transit_class::{TransitCache, TransitRaster};
use super::walk::{DistanceField, FieldCache, Fields, Walk};
use super::zones::{self, CaringZone, RegionRings, ZoneMemo};
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;
use crate::domain::variant::{PlannedZone, ZoneStatus};
use crate::geometry::bounds::{around_both, grown};
use crate::grid::{Grid, MAX_CELLS, Raster};

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
    /// Score of a woonvorm per cell, 0–100; NaN where nothing weighted is known. `norms` are those of the outcome.
    ///
    /// On a very fine grid in cells some times as large, so that no more than
    /// [`MAX_CELLS_AT_ONCE`](crate::grid::MAX_CELLS_AT_ONCE) values are held.
    pub fn score_raster(&self, norms: &NormSet, form: HousingForm) -> Raster<f32> {
        let grid = self.grid.for_all_at_once();
        if let (HousingForm::Clustered, Some(score)) = (form, self.score.as_ref().filter(|_| grid == self.grid)) {
            return score.raster();
        }
        let on_grid = |field: &Arc<DistanceField>| match grid == self.grid {
            true => field.clone(),
            false => Arc::new(field.on(grid)),
        };
        let fields: Fields = self.fields.iter().map(|(kind, field)| (*kind, on_grid(field))).collect();
        match score_field(&grid, &fields, &self.unread, norms, form) {
            Some(field) => field.raster(),
            None => Raster::new(grid, vec![f32::NAN; grid.n_cells()]),
        }
    }

    /// A drawn area measured as a proposed zone is, without making it one. Situation, norms and rings must be those of the
    /// outcome.
    pub fn try_zone(
        &self,
        situation: &Situation,
        norms: &NormSet,
        rings: &RegionRings,
        drawn: &PlannedZone,
    ) -> CaringZone {
        rings.try_zone(&Scene::new(situation, norms, &self.grid, &self.fields, &self.transit), drawn)
    }

    /// How many zones there are, without those that are not wanted.
    pub fn n_zones(&self) -> usize {
        self.zones.iter().filter(|zone| zone.status != ZoneStatus::Rejected).count()
    }

    /// That number, where zones could be looked for or people put all there are; nothing when a layer that zones need was
    /// not read.
    pub fn n_zones_known(&self) -> Option<usize> {
        let are_put = self.zones.iter().all(|zone| zone.status != ZoneStatus::Proposed);
        Some(self.n_zones()).filter(|n| (*n > 0 && are_put) || self.region.unread.is_empty())
    }

    /// How many sites there are; nothing when none is known because a layer that zones need was not read.
    pub fn n_sites_known(&self) -> Option<usize> {
        Some(self.sites.len()).filter(|n| *n > 0 || self.region.unread.is_empty())
    }

    /// How many near misses there are; nothing when none can be looked for because a layer that zones need was not read.
    pub fn n_near_misses_known(&self) -> Option<usize> {
        Some(self.near_misses.len()).filter(|n| *n > 0 || self.region.unread.is_empty())
    }
}

/// How far around the given places the study area reaches when no area is given, in metres: the widest usual norm.
const REACH_AROUND_PLACES_M: f64 = 2_000.0;

/// The grid over the study area: the studiegebied, else the gemeenten, else what lies within reach of the places and people.
pub fn study_grid(situation: &Situation, cell_m: u16) -> Option<Grid> {
    Grid::covering(study_bounds(situation)?, cell_m)
}

/// The same with cells twice as large, or four times and so on, when there would be too many.
pub fn finest_study_grid(situation: &Situation, cell_m: u16) -> Option<Grid> {
    Grid::covering_with_at_most(MAX_CELLS, study_bounds(situation)?, cell_m)
}

/// The box around the study area; nothing when nothing is anywhere.
pub fn study_bounds(situation: &Situation) -> Option<Rect<f64>> {
    situation.people.study_area.as_ref().map(StudyArea::bounds).or_else(|| {
        let places = AmenityKind::all().flat_map(|kind| situation.places(kind).unwrap_or_default());
        let sites = situation.sites.iter().map(|site| site.point);
        let people = situation.demand.cells().iter().map(|cell| cell.center());
        let points = places.map(|place| place.point).chain(sites).chain(people);
        points.map(|point| grown(&Rect::new(point.0.0, point.0.0), REACH_AROUND_PLACES_M)).reduce(around_both)
    })
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
    let fields = cache.fields.fields(&grid, situation, Walk::of(norms));
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
    let score = scene.score.clone();
    let unread = AmenityKind::all().filter(|kind| !situation.is_read(*kind)).collect();
    Some(Outcome { grid, score, fields, unread, transit, zones, near_misses, sites, region })
}

/// One cell at the RD origin, for a situation that is nowhere.
fn empty_grid() -> Grid {
    Grid::covering(Rect::new((0.0, 0.0), (1.0, 1.0)), 50).expect("one cell is a grid")
}
