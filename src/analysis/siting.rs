//! Kandidaatlocaties: given sites ranked, and places proposed where a zone has none.

use geo::{BoundingRect, Contains, LineString, Polygon};
use rayon::prelude::*;
use uuid::Uuid;

use super::assessment::{PlaceAssessment, assess};
use super::ground::{municipality_at, settlement_at};
use super::zones::{CaringZone, Scene};
use crate::crs::RdPoint;
use crate::domain::housing::HousingForm;
use crate::domain::identity::id_from_source;

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
    /// 75-plussers within [`SERVICE_DISTANCE_M`], if people are known.
    pub serves_75_plus: Option<f64>,
    /// The trace of every rule.
    pub assessment: PlaceAssessment,
}

/// At most so many places are proposed in a zone without a site.
const MAX_PROPOSED: usize = 3;

/// Proposed places lie at least so far apart, in straight metres. Assumption: a block of homes apart.
const SPACING_M: f64 = 250.0;

/// Corners of the circle within which a site serves people.
const CIRCLE_CORNERS: u32 = 64;

/// Given sites and proposed places, best first.
pub(super) fn rank(scene: &Scene<'_>, zones: &[CaringZone]) -> Vec<RankedSite> {
    let given = scene.situation.sites.par_iter().map(|site| {
        let mut ranked = at(scene, zones, site.point);
        ranked.id = site.id;
        ranked.name.clone_from(&site.name);
        ranked.n_homes = site.n_homes;
        ranked
    });
    let mut sites: Vec<RankedSite> = given.collect();
    let without_site = zones.par_iter().filter(|zone| !sites.iter().any(|site| site.zone_id == Some(zone.id)));
    let proposed: Vec<RankedSite> = without_site
        .flat_map_iter(|zone| proposed_places(scene, zone))
        .map(|place| {
            let mut ranked = at(scene, zones, place);
            ranked.id = id_from_source("voorgestelde plek", &format!("{:.0} {:.0}", place.x(), place.y()));
            ranked.proposed = true;
            ranked
        })
        .collect();
    sites.extend(proposed);
    let score = |site: &RankedSite| site.score.unwrap_or(-1.0);
    sites.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.id.cmp(&b.id)));
    for (rank, site) in (1..).zip(&mut sites) {
        site.rank = rank;
    }
    sites
}

fn at(scene: &Scene<'_>, zones: &[CaringZone], point: RdPoint) -> RankedSite {
    let lies_in = |zone: &&CaringZone| {
        let bounds = zone.outline.0.bounding_rect();
        bounds.is_some_and(|b| b.contains(&point.0)) && zone.outline.0.contains(&point.0)
    };
    let assessment = assess(scene.situation, scene.norms, point);
    RankedSite {
        rank: 0,
        id: Uuid::nil(),
        name: String::new(),
        proposed: false,
        point,
        zone_id: zones.iter().find(lies_in).map(|zone| zone.id),
        settlement: settlement_at(&scene.situation.settlements, point).map(|s| s.name.clone()),
        municipality: municipality_at(&scene.situation.municipalities, point).map(|m| m.name.clone()),
        score: assessment.scores[HousingForm::Clustered as usize],
        n_homes: None,
        serves_75_plus: scene.people(&[circle(point, SERVICE_DISTANCE_M / scene.norms.detour_factor)]).aged_75_plus,
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
        .filter(|center| core.outline.0.contains(&center.0))
        .filter_map(|center| Some((center, scene.cell_score(center)?)))
        .collect();
    squares.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut chosen: Vec<RdPoint> = Vec::new();
    for (place, _) in squares {
        if chosen.len() == MAX_PROPOSED {
            break;
        }
        if chosen.iter().all(|other| other.straight_distance_m(place) >= SPACING_M) {
            chosen.push(place);
        }
    }
    chosen
}
