//! Kandidaatlocaties: given sites ranked, and places proposed where a zone has none.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo::Contains;
use rayon::prelude::*;
use uuid::Uuid;

use super::assessment::{PlaceAssessment, assess};
use super::kept::Kept;
use super::key::Key;
use super::scene::Scene;
use super::zones::CaringZone;
use crate::crs::RdPoint;
use crate::domain::demand::KnownSum;
use crate::domain::housing::HousingForm;
use crate::domain::identity::id_from_source;
use crate::domain::variant::ZoneStatus;
use crate::geometry::outlines::Outlines;

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

/// The largest number of places that are proposed in a zone without a site.
const MAX_PROPOSED: usize = 3;

/// Proposed places lie at least so far apart, in straight metres. Assumption: a block of homes apart.
const SPACING_M: f64 = 250.0;

/// The people that places of last time serve.
///
/// Without it, moving a place of the demo region takes 19.3 ms of one processor instead of 18.5 (bench `region`).
#[derive(Debug, Default)]
pub(super) struct SiteMemo(Kept<Key, KnownSum>);

/// Given sites in the study area and proposed places, best first.
pub(super) fn rank(scene: &Scene<'_>, zones: &[CaringZone], memo: &mut SiteMemo) -> Vec<RankedSite> {
    let outlines = Outlines::new(zones.iter().map(|zone| &zone.outline.0));
    let at = |point| at(scene, zones, &outlines, memo, point);
    let inside = scene.situation.sites.par_iter().filter(|site| scene.situation.people.is_inside(site.point));
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
    memo.0.replace(sites.iter().map(|site| (served_key(scene, site.point), site.serves_75_plus)));
    let score = |site: &RankedSite| site.score.unwrap_or(-1.0);
    sites.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.id.cmp(&b.id)));
    for (rank, site) in (1..).zip(&mut sites) {
        site.rank = rank;
    }
    sites
}

fn at(scene: &Scene<'_>, zones: &[CaringZone], outlines: &Outlines<'_>, memo: &SiteMemo, point: RdPoint) -> RankedSite {
    let assessment = Arc::new(assess(scene.situation, scene.norms, point));
    let known = memo.0.get(&served_key(scene, point)).copied();
    let served = || scene.people(&[scene.walk.reach_of(point, SERVICE_DISTANCE_M)]).aged_75_plus;
    let serves_75_plus = known.unwrap_or_else(served);
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

/// The key of the people that a site at a place serves.
fn served_key(scene: &Scene<'_>, place: RdPoint) -> Key {
    Key::of(&(scene.people_key, scene.walk, place))
}

/// Inhabited squares in the zone's core with the best score, apart from one another.
fn proposed_places(scene: &Scene<'_>, zone: &CaringZone) -> Vec<RdPoint> {
    let Some(core) = zone.ring(HousingForm::Clustered) else { return Vec::new() };
    let cells = scene.situation.demand.cells();
    let covered = core.outline.0.iter().flat_map(|piece| scene.situation.people.covered(piece));
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
