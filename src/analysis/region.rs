//! The region in figures: who lives in a zone and who does not, and how good the OV is.

use std::sync::Arc;

use super::kept::Kept;
use super::key::Key;
use super::scene::{Scene, quarters};
use super::situation::Situation;
use super::zones::{CaringZone, apart_and_together, joined_ring};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::PeopleSum;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;
use crate::domain::transit::TransitShares;
use crate::domain::variant::ZoneStatus;

/// Figures per gemeente.
#[derive(Debug, Clone, PartialEq)]
pub struct MunicipalityFigures {
    /// Gemeentecode.
    pub code: String,
    /// Name.
    pub name: String,
    /// Everyone in it.
    pub people: PeopleSum,
    /// Those in a zone; unknown when zones cannot be told.
    pub in_zones: PeopleSum,
}

/// The region in figures: all of it over the study area.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RegionFigures {
    /// Everyone.
    pub people: PeopleSum,
    /// Those in a zone; unknown when zones cannot be told.
    pub in_zones: PeopleSum,
    /// Those in a *geclusterd* ring; unknown when it cannot be told where that is.
    pub in_clustered_rings: PeopleSum,
    /// Those in a *zorggeschikt* ring; unknown when it cannot be told where that is.
    pub in_care_ready_rings: PeopleSum,
    /// Of what zones need and nobody gave a layer: any one of the kinds of a group would do. While there are any, no zone can
    /// be proposed, which is not to say that none is possible.
    pub unread: Vec<Arc<[AmenityKind]>>,
    /// Share of people (of area, when people are unknown) per OV-klasse.
    pub transit_shares: TransitShares,
    /// Per gemeente of which any lies in the study area, in the order of the layer.
    pub municipalities: Vec<MunicipalityFigures>,
}

/// The OV-shares of last time.
///
/// Without it, moving a place of the demo region takes 19.5 ms of one processor instead of 18.5 (bench `region`).
#[derive(Debug, Default)]
pub(super) struct RegionMemo(Kept<(Key, Key), TransitShares>);

/// What the ring of a woonvorm needs and nobody gave a layer of: 24-uurszorg, and the kinds of each required norm, a group a
/// norm.
fn unread(situation: &Situation, norms: &NormSet, form: HousingForm) -> Vec<Arc<[AmenityKind]>> {
    let care: Arc<[AmenityKind]> = Arc::from([AmenityKind::CARE]);
    let of_norms = norms.required_of(form).map(|norm| &norm.kinds);
    let mut groups: Vec<Arc<[AmenityKind]>> = Vec::new();
    for kinds in std::iter::once(&care).chain(of_norms) {
        if kinds.iter().all(|kind| !situation.is_read(*kind)) && !groups.contains(kinds) {
            groups.push(kinds.clone());
        }
    }
    groups
}

/// Sums people over the region, its zones and its gemeenten. Whoever lives in two zones counts once; one that is not wanted
/// counts for nobody.
pub(super) fn figures(scene: &Scene<'_>, zones: &[CaringZone], memo: &mut RegionMemo) -> RegionFigures {
    let people = &scene.situation.people;
    let cells = scene.situation.demand.cells();
    let all = scene.situation.municipalities.iter().zip(&people.people_of_municipality);
    let mut municipalities: Vec<MunicipalityFigures> = all
        .map(|(municipality, everyone)| MunicipalityFigures {
            code: municipality.code.clone(),
            name: municipality.name.clone(),
            people: *everyone,
            in_zones: people.nobody(),
        })
        .collect();
    let (apart, together) = apart_and_together(zones);
    // What people put is there; what is proposed beside it, from what a variant adds, is not all there may be.
    let standing: Vec<ZoneStatus> =
        zones.iter().map(|zone| zone.status).filter(|status| *status != ZoneStatus::Rejected).collect();
    let are_put = !standing.is_empty() && !standing.contains(&ZoneStatus::Proposed);
    let unread = HousingForm::ALL.map(|form| unread(scene.situation, scene.norms, form));
    // A zone has a core of geclusterd. One that people drew is there whatever was read.
    let is_unknown = |form: HousingForm| {
        let within = form.min(HousingForm::Clustered);
        !unread[within as usize].is_empty() && (!are_put || form != HousingForm::StepFree)
    };
    let joined = HousingForm::ALL.map(|form| joined_ring(&together, form).0);
    let covered_together = joined[HousingForm::StepFree as usize].iter().flat_map(|piece| people.covered(piece));
    for (idx, share) in apart.iter().flat_map(|zone| zone.squares.iter().copied()).chain(covered_together) {
        if let Some(municipality) = people.municipality_of_demand(idx) {
            municipalities[municipality].in_zones.add_share(&cells[idx].people, share);
        }
    }
    if is_unknown(HousingForm::StepFree) {
        municipalities.iter_mut().for_each(|municipality| municipality.in_zones = PeopleSum::default());
    }
    let in_rings = |form: HousingForm| {
        if is_unknown(form) {
            return PeopleSum::default();
        }
        let mut sum = people.nobody();
        for ring in apart.iter().filter_map(|zone| zone.ring(form)) {
            sum.add(&ring.people);
        }
        sum.add(&scene.people(&joined[form as usize]));
        sum
    };
    let inside = municipalities.into_iter().zip(&people.is_municipality_inside).filter(|(_, is_inside)| **is_inside);
    RegionFigures {
        people: people.total,
        in_zones: in_rings(HousingForm::StepFree),
        in_clustered_rings: in_rings(HousingForm::Clustered),
        in_care_ready_rings: in_rings(HousingForm::CareReady),
        transit_shares: memo.0.only((scene.transit_key, scene.people_key), || transit_shares(scene)),
        unread: unread[HousingForm::Clustered as usize].clone(),
        municipalities: inside.map(|(municipality, _)| municipality).collect(),
    }
}

/// Share of people per OV-klasse; of cells where nobody is known to live anywhere.
fn transit_shares(scene: &Scene<'_>) -> TransitShares {
    if scene.situation.demand.is_empty() {
        let inside = scene.situation.within_study_area(scene.transit.raster_at_once().map(Some), None);
        return TransitShares::from_weights(inside.values().iter().flatten().map(|coverage| (*coverage, 1.0)));
    }
    let samples = scene.situation.demand.cells().iter().enumerate().flat_map(|(idx, cell)| {
        let people = cell.people.residents.unwrap_or(0.0) * scene.situation.people.share_inside(idx);
        quarters(cell.center()).map(|place| (scene.transit_coverage(place), people / 4.0))
    });
    TransitShares::from_weights(samples)
}
