//! Kandidaatlocaties: given sites ranked, and places proposed where a zone has none.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use geo::{Contains, LineString, Polygon};
use rayon::prelude::*;
use uuid::Uuid;

use super::assessment::{PlaceAssessment, assess};
use super::outlines::Outlines;
use super::situation::Situation;
use super::zones::{CaringZone, Scene};
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::KnownSum;
use crate::domain::housing::HousingForm;
use crate::domain::identity::id_from_source;
use crate::domain::norm::NormSet;
use crate::domain::variant::ZoneStatus;

/// A 75-plusser within this walking distance of a site counts as served by it, in metres.
///
/// Source: Kenniscentrum Sport & Bewegen, older people walk 10 minutes or 500 m.
pub const SERVICE_DISTANCE_M: f64 = 500.0;

/// A site with its rank.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedSite {
    /// 1 is best; sites without a score come last.
    pub rank: u32,
    /// Stable id.
    pub id: Uuid,
    /// Name; empty for a proposed place, which the edge names.
    pub name: String,
    /// Proposed by the analysis, not given by anyone.
    pub proposed: bool,
    /// Where it lies.
    pub point: RdPoint,
    /// The zone in which it lies.
    pub zone_id: Option<Uuid>,
    /// Name of the kern nearest to it.
    pub settlement: Option<String>,
    /// Name of the gemeente in which it lies.
    pub municipality: Option<String>,
    /// Score for *geclusterd* wonen, 0–100.
    pub score: Option<f64>,
    /// How many homes fit, if known.
    pub n_homes: Option<u32>,
    /// 75-plussers within [`SERVICE_DISTANCE_M`], as far as they are known.
    pub serves_75_plus: KnownSum,
    /// The trace of every rule.
    pub assessment: Arc<PlaceAssessment>,
}

/// At most so many places are proposed in a zone without a site.
const MAX_PROPOSED: usize = 3;

/// Proposed places lie at least so far apart, in straight metres. Assumption: a block of homes apart.
const SPACING_M: f64 = 250.0;

/// Corners of the circle within which a site serves people.
const CIRCLE_CORNERS: u32 = 64;

/// The places of last time, with what their assessment rested on.
#[derive(Debug, Default)]
pub(super) struct SiteMemo {
    basis: Option<(Situation, NormSet)>,
    known: Vec<KnownPlace>,
}

/// What was worked out of one place.
#[derive(Debug, Clone)]
struct KnownPlace {
    point: RdPoint,
    assessment: Arc<PlaceAssessment>,
    serves_75_plus: KnownSum,
}

/// What of last time may be taken over.
struct Recalled<'a> {
    memo: &'a SiteMemo,
    same_people: bool,
    same_norms: bool,
    /// The kinds of which some place differs from last time.
    changed: Vec<AmenityKind>,
}

impl SiteMemo {
    fn recall(&self, scene: &Scene<'_>) -> Option<Recalled<'_>> {
        let (situation, norms) = self.basis.as_ref()?;
        let now = scene.situation;
        Some(Recalled {
            memo: self,
            same_people: Arc::ptr_eq(&situation.ground, &now.ground)
                && norms.detour_factor == scene.norms.detour_factor,
            same_norms: norms == scene.norms && Arc::ptr_eq(situation.stop_tree(), now.stop_tree()),
            changed: AmenityKind::all().filter(|kind| !situation.has_same_places(now, *kind)).collect(),
        })
    }

    /// Remembers this time, and forgets the last.
    fn remember(&mut self, scene: &Scene<'_>, sites: &[RankedSite]) {
        self.basis = Some((scene.situation.clone(), scene.norms.clone()));
        let place = |site: &RankedSite| KnownPlace {
            point: site.point,
            assessment: Arc::clone(&site.assessment),
            serves_75_plus: site.serves_75_plus,
        };
        self.known = sites.iter().map(place).collect();
        self.known.sort_by(|a, b| by_position(a.point, b.point));
    }
}

impl Recalled<'_> {
    fn place(&self, point: RdPoint) -> Option<&KnownPlace> {
        let idx = self.memo.known.binary_search_by(|known| by_position(known.point, point)).ok()?;
        Some(&self.memo.known[idx])
    }

    /// The assessment of last time, if the nearest of each kind is still the same one at the same place.
    fn assessment(&self, scene: &Scene<'_>, known: &KnownPlace) -> Option<Arc<PlaceAssessment>> {
        let is_unchanged = |kind: &AmenityKind| {
            let old = known.assessment.nearest.iter().find(|nearest| nearest.kind == *kind);
            let new = scene.situation.nearest(*kind, known.point).map(|(place, _)| place);
            old.map(|old| (old.id, &old.name, old.point)) == new.map(|new| (new.id, &new.name, new.point))
        };
        let now = scene.situation;
        let is_as_known = |old: &Situation, kind: AmenityKind| {
            now.places(kind).is_some() == old.places(kind).is_some() && now.is_read(kind) == old.is_read(kind)
        };
        let (old, _) = self.memo.basis.as_ref()?;
        let stands = self.same_norms && self.changed.iter().all(|kind| is_as_known(old, *kind) && is_unchanged(kind));
        stands.then(|| Arc::clone(&known.assessment))
    }
}

fn by_position(a: RdPoint, b: RdPoint) -> Ordering {
    a.x().total_cmp(&b.x()).then(a.y().total_cmp(&b.y()))
}

/// Given sites in the study area and proposed places, best first.
pub(super) fn rank(scene: &Scene<'_>, zones: &[CaringZone], memo: &mut SiteMemo) -> Vec<RankedSite> {
    let outlines = Outlines::new(zones.iter().map(|zone| &zone.outline.0));
    let recalled = memo.recall(scene);
    let at = |point| at(scene, zones, &outlines, recalled.as_ref(), point);
    let inside = scene.situation.sites.par_iter().filter(|site| scene.situation.ground.is_inside(site.point));
    let given = inside.map(|site| {
        let mut ranked = at(site.point);
        ranked.id = site.id;
        ranked.name.clone_from(&site.name);
        ranked.n_homes = site.capacity();
        ranked
    });
    let mut sites: Vec<RankedSite> = given.collect();
    let standing = zones.par_iter().filter(|zone| zone.status != ZoneStatus::Rejected);
    let with_site: BTreeSet<Uuid> = sites.iter().filter_map(|site| site.zone_id).collect();
    let without_site = standing.filter(|zone| !with_site.contains(&zone.id));
    let proposed: Vec<RankedSite> = without_site
        .flat_map_iter(|zone| proposed_places(scene, zone))
        .map(|place| {
            let mut ranked = at(place);
            ranked.id = id_from_source("voorgestelde plek", &format!("{:.0} {:.0}", place.x(), place.y()));
            ranked.proposed = true;
            ranked
        })
        .collect();
    sites.extend(proposed);
    memo.remember(scene, &sites);
    let score = |site: &RankedSite| site.score.unwrap_or(-1.0);
    sites.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.id.cmp(&b.id)));
    for (rank, site) in (1..).zip(&mut sites) {
        site.rank = rank;
    }
    sites
}

fn at(
    scene: &Scene<'_>,
    zones: &[CaringZone],
    outlines: &Outlines<'_>,
    recalled: Option<&Recalled<'_>>,
    point: RdPoint,
) -> RankedSite {
    let known = recalled.and_then(|last| Some((last, last.place(point)?)));
    let assessment = known
        .and_then(|(last, known)| last.assessment(scene, known))
        .unwrap_or_else(|| Arc::new(assess(scene.situation, scene.norms, point)));
    let serves_75_plus = match known {
        Some((last, known)) if last.same_people => known.serves_75_plus,
        _ => scene.people(&[circle(point, SERVICE_DISTANCE_M / scene.norms.detour_factor)]).aged_75_plus,
    };
    RankedSite {
        rank: 0,
        id: Uuid::nil(),
        name: String::new(),
        proposed: false,
        point,
        zone_id: outlines.position(point.0).map(|idx| zones[idx].id),
        settlement: scene.situation.settlement_at(point).map(|s| s.name.clone()),
        municipality: scene.situation.municipality_at(point).map(|m| m.name.clone()),
        score: assessment.scores[HousingForm::Clustered as usize],
        n_homes: None,
        serves_75_plus,
        assessment,
    }
}

fn circle(center: RdPoint, radius_m: f64) -> Polygon<f64> {
    let corner = |idx: u32| {
        let (sine, cosine) = (f64::from(idx) / f64::from(CIRCLE_CORNERS) * std::f64::consts::TAU).sin_cos();
        (center.x() + radius_m * cosine, center.y() + radius_m * sine)
    };
    Polygon::new((0..CIRCLE_CORNERS).map(corner).collect::<LineString<f64>>(), Vec::new())
}

/// Inhabited squares in the zone's core with the best score, apart from one another.
fn proposed_places(scene: &Scene<'_>, zone: &CaringZone) -> Vec<RdPoint> {
    let Some(core) = zone.ring(HousingForm::Clustered) else { return Vec::new() };
    let cells = scene.situation.demand.cells();
    let covered = core.outline.0.iter().flat_map(|piece| scene.situation.ground.covered(piece));
    let mut squares: Vec<(RdPoint, f64)> = covered
        .filter(|(idx, _)| cells[*idx].people.residents.is_some_and(|n| n > 0.0))
        .map(|(idx, _)| cells[idx].center())
        .filter_map(|center| Some((center, scene.cell_score(center)?)))
        .collect();
    squares.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut chosen: Vec<RdPoint> = Vec::new();
    for (place, _) in squares {
        if chosen.len() == MAX_PROPOSED {
            break;
        }
        let is_apart = chosen.iter().all(|other| other.straight_distance_m(place) >= SPACING_M);
        if is_apart && core.outline.0.contains(&place.0) {
            chosen.push(place);
        }
    }
    chosen
}
