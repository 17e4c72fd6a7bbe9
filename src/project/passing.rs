//! What is about a record that goes while another record of its place stays: it is about that one from then on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::derived_ids::{kinds_needed, zone_ids};
use super::document::Project;
use super::lost::LostPlace;
use crate::analysis::near_miss::near_miss_id;
use crate::domain::baseline::Baseline;
use crate::domain::overruling::anew;
use crate::domain::twins::{Apart, Twins};
use crate::domain::variant::Intervention;
use crate::domain::workshop::BallotSubject;

/// Of each record that goes when layers change while another of its place stays, the place that it is of from then on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Passing(BTreeMap<Uuid, Uuid>);

impl Passing {
    /// From one ground to another, of both of which the twins are known.
    pub fn between(before: &Twins, after: &Baseline, twins_after: &Twins) -> Self {
        if before.is_empty() {
            return Self::default();
        }
        let there: BTreeSet<Uuid> = after.places.iter().map(|place| place.id).collect();
        let mut passing = BTreeMap::new();
        for group in before.groups() {
            let (stay, go): (Vec<Uuid>, Vec<Uuid>) = group.ids().partition(|id| there.contains(id));
            if let Some(place) = stay.first().map(|id| twins_after.place_id(*id)) {
                passing.extend(go.into_iter().map(|id| (id, place)));
            }
        }
        Self(passing)
    }

    /// The same where twins were not looked for yet; `apart` are the records that the document keeps apart. n log n.
    pub fn of(before: &Baseline, after: &Baseline, apart: &Apart) -> Self {
        let twins = Twins::of(&before.places, apart);
        if twins.is_empty() { Self::default() } else { Self::between(&twins, after, &Twins::of(&after.places, apart)) }
    }

    /// Does nothing pass?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Does a record pass to another of its place?
    pub fn has(&self, id: Uuid) -> bool {
        self.0.contains_key(&id)
    }
}

impl Project {
    /// Follows a change of layers: what was about a record that went is about the record of the same place that stays, and of
    /// a place that went altogether it is remembered what it was, for as long as an intervention is about it. Takes time in
    /// proportion to the places.
    pub fn follow_layers(&mut self, before: &Baseline, after: &Baseline, passing: &Passing) {
        self.pass_on(passing);
        let of_variants = self.plan.variants.iter().flat_map(|variant| &variant.interventions);
        let mut lost: BTreeSet<Uuid> =
            of_variants.filter(|what| what.needs_a_place()).map(Intervention::subject).collect();
        if lost.is_empty() {
            self.lost.clear();
            return;
        }
        for place in after.places.plannable() {
            lost.remove(&place.id);
        }
        for place in before.places.plannable().filter(|place| lost.contains(&place.id)) {
            let (kind, name, point) = (place.kind(), place.name.clone(), place.point);
            self.lost.insert(place.id, LostPlace { kind, name, point });
        }
        self.lost.retain(|id, _| lost.contains(id));
    }

    /// Makes interventions, accepted and rejected zones and subjects of votes follow to the record that stays.
    pub fn pass_on(&mut self, passing: &Passing) {
        if passing.is_empty() {
            return;
        }
        let groups = kinds_needed(&self.norms);
        let mut ids = passing.0.clone();
        for (goes, stays) in &passing.0 {
            ids.extend(zone_ids(*goes).zip(zone_ids(*stays)));
            ids.extend(groups.iter().map(|kinds| (near_miss_id(*goes, kinds), near_miss_id(*stays, kinds))));
        }
        let before = self.plan.variants.clone();
        self.plan.rename_ids(&ids);
        for variant in &mut self.plan.variants {
            let is_renamed = |what: &Intervention| matches!(what, Intervention::PutZone { replaces, .. } if replaces.iter().any(|id| ids.contains_key(id)));
            if variant.interventions.iter().any(is_renamed) {
                for what in &mut Arc::make_mut(variant).interventions {
                    if let Intervention::PutZone { replaces, .. } = what {
                        replaces.iter_mut().for_each(|id| *id = ids.get(id).copied().unwrap_or(*id));
                    }
                }
            }
        }
        // Two interventions on two records of a place may be on one now.
        for (variant, before) in self.plan.variants.iter_mut().zip(before) {
            if !Arc::ptr_eq(variant, &before) {
                let variant = Arc::make_mut(variant);
                variant.interventions = anew(&before.interventions, std::mem::take(&mut variant.interventions));
            }
        }
        for ballot in &mut self.board.ballots {
            if ballot.subjects.iter().any(|subject| subject.of.is_some_and(|of| ids.contains_key(&of))) {
                let subjects = Arc::make_mut(ballot).subjects.iter_mut().filter_map(|subject| subject.of.as_mut());
                subjects.for_each(|of| *of = ids.get(of).copied().unwrap_or(*of));
                let mut joined: Vec<BallotSubject> = Vec::new();
                for subject in std::mem::take(&mut Arc::make_mut(ballot).subjects) {
                    match joined.iter_mut().find(|other| other.of == subject.of && other.text == subject.text) {
                        Some(same) => same.n_votes += subject.n_votes,
                        None => joined.push(subject),
                    }
                }
                Arc::make_mut(ballot).subjects = joined;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::RdPoint;
    use crate::domain::amenity::AmenityKind;
    use crate::domain::baseline::Role;
    use crate::domain::identity::Provenance;
    use crate::domain::place::{Care, Place, Site, What};
    use crate::domain::variant::Variant;
    use crate::domain::workshop::{Ballot, BallotSubject};
    use crate::import::normenkader;
    use crate::project::delivery::Delivery;

    fn care(n: u128, source: &str) -> Place {
        let provenance = Provenance { source: Some(source.to_owned()), ..Provenance::default() };
        let point = RdPoint::at(250_000.0, 470_000.0);
        Place { provenance, ..Place::new(Uuid::from_u128(n), "Huize Zon", point, What::Care(Care::default())) }
    }

    fn ground(places: &[(u128, &str)]) -> Baseline {
        let places = places.iter().map(|(n, source)| care(*n, source)).collect();
        Baseline { places, ..Baseline::default() }
    }

    fn project() -> Project {
        let mut project = Project::new(normenkader::standard());
        let [one, two] = [1, 2].map(Uuid::from_u128);
        let kinds = &kinds_needed(&project.norms)[0];
        let subject = |of: Uuid| BallotSubject { text: String::new(), of: Some(of), n_votes: 0 };
        let subjects = vec![subject(one), subject(near_miss_id(one, kinds)), subject(two)];
        project.board.ballots.push(Arc::new(Ballot {
            id: Uuid::from_u128(9),
            title: "Waar?".to_owned(),
            n_dots: 1,
            n_kept: 1,
            subjects,
            workshop: None,
            made: String::new(),
        }));
        let zone = zone_ids(one).nth(1).expect("a second zone");
        project.plan.variants.push(Arc::new(Variant {
            id: Uuid::from_u128(8),
            name: "proef".to_owned(),
            note: String::new(),
            interventions: vec![
                Intervention::ClosePlace { id: one },
                Intervention::RejectZone { id: zone, name: "Zone".to_owned() },
            ],
        }));
        project
    }

    #[test]
    fn what_is_about_a_record_that_goes_is_about_its_twin_that_stays() {
        let (before, after) = (ground(&[(1, "OSM"), (2, "gemeente")]), ground(&[(2, "gemeente")]));
        let mut project = project();
        let care_only = BTreeSet::from([Role::Kind(AmenityKind::CARE)]);
        assert!(Delivery::between(&before, &after, &care_only, &project).losses.is_empty());
        project.pass_on(&Passing::of(&before, &after, &project.apart));
        let two = Uuid::from_u128(2);
        let interventions = &project.plan.variants[0].interventions;
        let zone = zone_ids(two).nth(1).expect("a second zone");
        assert_eq!(interventions.iter().map(Intervention::subject).collect::<Vec<_>>(), [two, zone]);
        let near_miss = near_miss_id(two, &kinds_needed(&project.norms)[0]);
        let subjects: Vec<_> = project.board.ballots[0].subjects.iter().filter_map(|subject| subject.of).collect();
        assert_eq!(subjects, [two, near_miss], "a subject is asked once");
    }

    #[test]
    fn of_two_interventions_on_two_records_of_a_place_the_later_counts_and_votes_on_both_add_up() {
        let (before, after) = (ground(&[(1, "OSM"), (2, "gemeente")]), ground(&[(2, "gemeente")]));
        let mut project = project();
        let [one, two] = [1, 2].map(Uuid::from_u128);
        let moved = |id: Uuid, x: f64| Intervention::MovePlace { id, to: RdPoint::at(x, 470_000.0) };
        let interventions = vec![moved(one, 250_500.0), moved(two, 250_800.0)];
        Arc::make_mut(&mut project.plan.variants[0]).interventions = interventions;
        let vote = |of: Uuid, n_votes| BallotSubject { text: "Huize Zon".to_owned(), of: Some(of), n_votes };
        Arc::make_mut(&mut project.board.ballots[0]).subjects = vec![vote(one, 3), vote(two, 5)];
        project.pass_on(&Passing::of(&before, &after, &project.apart));
        assert_eq!(project.plan.variants[0].interventions, [moved(two, 250_800.0)]);
        assert_eq!(project.board.ballots[0].subjects, [vote(two, 8)]);
    }

    #[test]
    fn what_has_no_twin_or_is_kept_apart_loses_its_subject() {
        let (before, after) = (ground(&[(1, "OSM"), (2, "gemeente")]), ground(&[(2, "gemeente")]));
        let mut apart = project();
        apart.apart.insert(Uuid::from_u128(1));
        let was = apart.clone();
        apart.pass_on(&Passing::of(&before, &after, &apart.apart));
        assert_eq!(apart, was);
        let nothing = Passing::of(&ground(&[(1, "OSM"), (3, "OSM")]), &after, &Apart::new());
        assert_eq!(nothing, Passing::default());
    }

    fn sites(ids: &[u128]) -> Baseline {
        let site = |n: &u128| {
            let point = RdPoint::at(250_000.0, 470_000.0);
            Place::new(Uuid::from_u128(*n), format!("Veld {n}"), point, What::Site(Site::default()))
        };
        Baseline { places: ids.iter().map(site).collect(), ..Baseline::default() }
    }

    #[test]
    fn a_place_that_goes_is_remembered_as_long_as_an_intervention_is_about_it_and_it_is_gone() {
        let mut project = Project::new(normenkader::standard());
        let interventions = vec![Intervention::ClosePlace { id: Uuid::from_u128(1) }];
        let (name, note) = ("proef".to_owned(), String::new());
        project.plan.variants.push(Arc::new(Variant { id: Uuid::from_u128(9), name, note, interventions }));
        let nothing = Passing::default();
        project.follow_layers(&sites(&[1, 2]), &sites(&[3]), &nothing);
        let names: Vec<&str> = project.lost.values().map(|place| place.name.as_str()).collect();
        assert_eq!(names, ["Veld 1"]);
        let mut later = project.clone();
        later.follow_layers(&sites(&[3]), &sites(&[4]), &nothing);
        assert_eq!(later.lost, project.lost, "a second delivery forgets nothing");
        later.follow_layers(&sites(&[4]), &sites(&[1]), &nothing);
        assert!(later.lost.is_empty(), "it is there again");
        project.plan.variants.clear();
        project.follow_layers(&sites(&[3]), &sites(&[4]), &nothing);
        assert!(project.lost.is_empty());
    }
}
