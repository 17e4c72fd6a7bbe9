//! What a delivery does to the layers of a project, told before it is done: which places stay, move, come and go, and what
//! of the project loses its subject by it.

use std::collections::{BTreeMap, BTreeSet};

use geo::Centroid;
use uuid::Uuid;

use super::Project;
use super::derived_ids::{kinds_needed, zone_ids};
use super::passing::Passing;
use crate::analysis::near_miss::near_miss_id;
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, LayerSource, Role};
use crate::domain::demand::{DemandCell, PeopleCounts, PeopleSum};
use crate::domain::identity::SAME_PLACE_M;
use crate::domain::place::PlaceClass;
use crate::domain::variant::Intervention;
use crate::layers::{Feature, Shape, features};

/// What stands less than this elsewhere has not moved, in metres: degrees are turned into metres to within 0.25 m.
const MOVED_M: f64 = 1.0;

/// Counts of people that differ by no more than this share are the same.
const SAME_COUNT: f64 = 1e-9;

/// How many places that come or go are named.
const MOST_NAMED: usize = 3;

/// What happens to the layer of a role.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleChange {
    /// The role.
    pub role: Role,
    /// `dezelfde`: what is there before and after, in the same place.
    pub n_same: usize,
    /// `verplaatst`: what is there before and after, elsewhere.
    pub n_moved: usize,
    /// How far the farthest of those moves, in metres.
    pub farthest_m: f64,
    /// `nieuw`: what comes.
    pub n_new: usize,
    /// `verdwenen`: what goes.
    pub n_gone: usize,
    /// The names of places that come, the first few by their ids.
    pub names_new: Vec<String>,
    /// The names of places that go, the first few by their ids.
    pub names_gone: Vec<String>,
}

/// Something of a project that is about a place that goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Loss {
    /// An intervention: the name of its variant, and of the place.
    Intervention {
        /// Name of the variant.
        variant: String,
        /// What it does.
        what: Intervention,
        /// Name of the place.
        place: String,
    },
    /// A zone that was accepted, drawn over a proposal or rejected, by its name and that of its variant.
    Zone {
        /// Name of the variant.
        variant: String,
        /// Name of the zone.
        zone: String,
    },
    /// A subject of a vote.
    Vote {
        /// What was asked.
        ballot: String,
        /// The subject.
        subject: String,
    },
    /// A note that is stuck to the place, by its text.
    Note(String),
    /// A decision that is about the place, by what was decided.
    Decision(String),
}

/// Everybody, before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeopleChange {
    /// Before.
    pub before: PeopleSum,
    /// After.
    pub after: PeopleSum,
    /// Does anybody who was counted no longer live where he did, or live other people there?
    pub touches_what_was: bool,
}

/// A layer that a delivery of another role takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerGone {
    /// Its role.
    pub role: Role,
    /// The name of its file.
    pub file: String,
}

/// What a delivery does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Delivery {
    /// Per role that it brings, in the order of the roles; haltes and stations always together.
    pub roles: Vec<RoleChange>,
    /// Layers of other roles that go by it.
    pub layers_gone: Vec<LayerGone>,
    /// Everybody, when it brings people or takes them away.
    pub people: Option<PeopleChange>,
    /// What loses its subject, in the order of the project.
    pub losses: Vec<Loss>,
}

impl Delivery {
    /// What it does to go from one ground to another. Takes time in proportion to the layers of these roles.
    pub fn between(before: &Baseline, after: &Baseline, roles: &BTreeSet<Role>, project: &Project) -> Self {
        let roles = with_both_stops(before, after, roles);
        let is_left = |layer: &&LayerSource| !roles.contains(&layer.role) && after.layer(layer.role).is_none();
        let gone = before.layers.iter().filter(is_left);
        let layers_gone = gone.map(|layer| LayerGone { role: layer.role, file: layer.file.clone() }).collect();
        let gives_people = |role| matches!(role, Role::Demand | Role::Pc4 | Role::District | Role::Neighborhood);
        let people = (roles.iter().any(|role| gives_people(*role))).then(|| PeopleChange::between(before, after));
        let roles = roles.iter().map(|role| RoleChange::between(before, after, *role)).collect();
        Self { roles, layers_gone, people, losses: losses(project, before, after) }
    }

    /// Does anything that was there move, go or count otherwise?
    pub fn touches_what_was(&self) -> bool {
        !self.losses.is_empty()
            || !self.layers_gone.is_empty()
            || self.people.is_some_and(|people| people.touches_what_was)
            || self.roles.iter().any(|role| role.n_moved + role.n_gone > 0)
    }
}

/// The roles, with that of stations when a delivery is of haltes and the other way round, as one file may bring both.
fn with_both_stops(before: &Baseline, after: &Baseline, roles: &BTreeSet<Role>) -> BTreeSet<Role> {
    let both = [AmenityKind::STOP, AmenityKind::STATION].map(Role::Kind);
    let mut all = roles.clone();
    if both.iter().any(|role| roles.contains(role)) {
        let is_there = |role: &Role| [before, after].iter().any(|base| !places_of(base, *role).is_empty());
        all.extend(both.into_iter().filter(is_there));
    }
    all
}

impl PeopleChange {
    fn between(before: &Baseline, after: &Baseline) -> Self {
        let new = after.demand.cells();
        let place = |cell: &DemandCell| (cell.row, cell.col);
        let is_as_it_was = |cell: &DemandCell| {
            let at = new.binary_search_by_key(&place(cell), place);
            at.is_ok_and(|at| is_as_many(&new[at].people, &cell.people))
        };
        let touches_what_was = !before.demand.cells().iter().all(is_as_it_was);
        Self { before: before.demand.total(), after: after.demand.total(), touches_what_was }
    }
}

/// Are there as many people, but for what working them out anew may differ in the last digits?
fn is_as_many(a: &PeopleCounts, b: &PeopleCounts) -> bool {
    let is_same = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= SAME_COUNT * a.abs().max(b.abs()),
        (a, b) => a == b,
    };
    is_same(a.residents, b.residents)
        && is_same(a.aged_65_plus, b.aged_65_plus)
        && is_same(a.aged_75_plus, b.aged_75_plus)
}

impl RoleChange {
    /// What is other in one ground than in another.
    pub fn between(before: &Baseline, after: &Baseline, role: Role) -> Self {
        let (old, new) = (places_of(before, role), places_of(after, role));
        let (names_new, names_gone) = (first_names(&new, &old, after), first_names(&old, &new, before));
        let (n_same, n_moved, farthest_m, n_new, n_gone) = (0, 0, 0.0, 0, 0);
        let mut change = Self { role, n_same, n_moved, farthest_m, n_new, n_gone, names_new, names_gone };
        for (key, at) in &new {
            match old.get(key).map(|was| was.straight_distance_m(*at)) {
                None => change.n_new += 1,
                Some(by_m) if by_m < MOVED_M => change.n_same += 1,
                Some(by_m) => {
                    change.n_moved += 1;
                    change.farthest_m = change.farthest_m.max(by_m);
                }
            }
        }
        change.n_gone = old.keys().filter(|key| !new.contains_key(*key)).count();
        change
    }
}

/// The names of the first few places that stand among some and not among others.
fn first_names(some: &FeaturePoints, others: &FeaturePoints, base: &Baseline) -> Vec<String> {
    let only = some.keys().filter(|key| !others.contains_key(*key));
    let ids = only.filter_map(|key| if let FeatureKey::Id(id) = key { Some(*id) } else { None });
    ids.take(MOST_NAMED).filter_map(|id| base.place(id)).map(|place| place.name.clone()).collect()
}

/// What a feature is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum FeatureKey {
    Id(Uuid),
    Code(String),
    Square(i32, i32),
}

/// Where features are, by what they are known by.
type FeaturePoints = BTreeMap<FeatureKey, RdPoint>;

/// Where each feature of a role is; an area at its centroid.
fn places_of(base: &Baseline, role: Role) -> FeaturePoints {
    if role.kept_in() == Role::Demand {
        // Squares that a buurt or wijk gave are no part of these layers.
        return base.demand.own().iter().map(|cell| (FeatureKey::Square(cell.row, cell.col), cell.center())).collect();
    }
    let keyed = |feature: Feature<'_>| {
        let key = feature.own_id().map_or_else(|| FeatureKey::Code(code(&feature).to_owned()), FeatureKey::Id);
        let point = match (feature, feature.shape()) {
            (Feature::Settlement(kern), _) => kern.point,
            (_, Shape::Point(at)) => at,
            (_, Shape::Area(area)) => Rd(area.0.centroid()?),
        };
        Some((key, point))
    };
    features(base, role).filter_map(keyed).collect()
}

fn code<'a>(feature: &Feature<'a>) -> &'a str {
    if let Feature::Area(area) = feature { &area.code } else { "" }
}

/// Every location, halte and site with its name and place.
fn places(base: &Baseline) -> BTreeMap<Uuid, (&str, RdPoint)> {
    base.places.plannable().map(|place| (place.id, (place.name.as_str(), place.point))).collect()
}

/// What of a project is about a place that goes.
fn losses(project: &Project, before: &Baseline, after: &Baseline) -> Vec<Loss> {
    let board = &project.board;
    let is_about_nothing = project.plan.variants.iter().all(|variant| variant.interventions.is_empty());
    if is_about_nothing && board.ballots.is_empty() && board.notes.is_empty() && board.decisions.is_empty() {
        return Vec::new();
    }
    let (old, new) = (places(before), places(after));
    let gone: BTreeMap<Uuid, (&str, RdPoint)> =
        old.iter().filter(|(id, _)| !new.contains_key(*id)).map(|(id, place)| (*id, *place)).collect();
    let mut subjects_gone = &subjects_of_near_misses(before) - &subjects_of_near_misses(after);
    if gone.is_empty() && subjects_gone.is_empty() {
        return Vec::new();
    }
    // What is about one of several records of a place is about the place.
    let passing = Passing::of(before, after, &project.apart);
    let gone: BTreeMap<Uuid, (&str, RdPoint)> = gone.into_iter().filter(|(id, _)| !passing.has(*id)).collect();
    subjects_gone.retain(|id| !passing.has(*id));
    let near_misses = near_misses_of(&subjects_gone, project);
    let zones = zones_of(before, &gone);
    let mut losses = Vec::new();
    for variant in &project.plan.variants {
        for what in &variant.interventions {
            let subject = what.subject();
            match (what, gone.get(&subject)) {
                (Intervention::PutZone { zone, .. }, _) if zones.contains(&subject) => {
                    losses.push(Loss::Zone { variant: variant.name.clone(), zone: zone.name.clone() });
                }
                (Intervention::RejectZone { name, .. }, _) if zones.contains(&subject) => {
                    losses.push(Loss::Zone { variant: variant.name.clone(), zone: name.clone() });
                }
                (what, Some((place, _))) if what.needs_a_place() => {
                    let (variant, what, place) = (variant.name.clone(), what.clone(), (*place).to_owned());
                    losses.push(Loss::Intervention { variant, what, place });
                }
                _ => {}
            }
        }
    }
    for ballot in &project.board.ballots {
        let is_lost = |id: &Uuid| gone.contains_key(id) || zones.contains(id) || near_misses.contains(id);
        let lost = ballot.subjects.iter().filter(|subject| subject.of.as_ref().is_some_and(is_lost));
        losses.extend(lost.map(|lost| Loss::Vote { ballot: ballot.title.clone(), subject: lost.text.clone() }));
    }
    let is_near = |point: RdPoint, (_, place): &(&str, RdPoint)| point.straight_distance_m(*place) <= SAME_PLACE_M;
    let is_lost = |point: RdPoint| {
        gone.values().any(|place| is_near(point, place)) && !new.values().any(|place| is_near(point, place))
    };
    let notes = project.board.notes.iter().filter(|note| note.point.is_some_and(is_lost));
    losses.extend(notes.map(|note| Loss::Note(note.text.clone())));
    let decisions = project.board.decisions.iter().filter(|decision| decision.point.is_some_and(is_lost));
    losses.extend(decisions.map(|decision| Loss::Decision(decision.what.clone())));
    losses
}

/// The ids of the zones that can have rested on 24-uurszorglocaties that go.
fn zones_of(before: &Baseline, gone: &BTreeMap<Uuid, (&str, RdPoint)>) -> BTreeSet<Uuid> {
    let anchors = before.places[PlaceClass::Care].iter().map(|care| care.id).filter(|id| gone.contains_key(id));
    anchors.flat_map(zone_ids).collect()
}

/// What a near miss can be of: 24-uurszorglocaties and kernen.
fn subjects_of_near_misses(base: &Baseline) -> BTreeSet<Uuid> {
    let care = base.places[PlaceClass::Care].iter().map(|care| care.id);
    care.chain(base.settlements.iter().map(|kern| kern.id)).collect()
}

/// The ids of the near misses that can have been of these subjects, under the norms of the project.
fn near_misses_of(gone: &BTreeSet<Uuid>, project: &Project) -> BTreeSet<Uuid> {
    let groups = kinds_needed(&project.norms);
    gone.iter().flat_map(|subject| groups.iter().map(|kinds| near_miss_id(*subject, kinds))).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::analysis::zones::zone_id;
    use crate::domain::norm::NormSet;
    use crate::domain::place::{Care, Place, What};
    use crate::domain::variant::Variant;
    use crate::domain::workshop::{Ballot, BallotSubject, StickyNote};

    fn care(n: u128, x: f64) -> Place {
        let point = RdPoint::at(x, 470_000.0);
        Place::new(Uuid::from_u128(n), format!("Huize {n}"), point, What::Care(Care::default()))
    }

    fn note(n: u128, x: f64) -> Arc<StickyNote> {
        Arc::new(StickyNote {
            id: Uuid::from_u128(n),
            text: format!("briefje {n}"),
            point: Some(RdPoint::at(x, 470_010.0)),
            round: None,
            table: String::new(),
            made: String::new(),
        })
    }

    /// One stays, one moves 300 m, one goes, one comes.
    fn delivery(project: &Project) -> Delivery {
        let at = |places: Vec<Place>| Baseline { places: places.into_iter().collect(), ..Baseline::default() };
        let before = at(vec![care(1, 250_000.0), care(2, 251_000.0), care(3, 252_000.0)]);
        let after = at(vec![care(1, 250_000.2), care(2, 251_300.0), care(4, 253_000.0)]);
        Delivery::between(&before, &after, &BTreeSet::from([Role::Kind(AmenityKind::CARE)]), project)
    }

    fn project() -> Project {
        Project::new(NormSet { name: String::new(), detour_factor: 1.3, norms: Vec::new(), transit_norms: Vec::new() })
    }

    #[test]
    fn what_stays_moves_comes_and_goes_is_counted() {
        let found = delivery(&project());
        let care = Role::Kind(AmenityKind::CARE);
        let (names_new, names_gone) = (vec!["Huize 4".to_owned()], vec!["Huize 3".to_owned()]);
        let (n_same, n_moved, farthest_m, n_new, n_gone) = (1, 1, 300.0, 1, 1);
        let change = RoleChange { role: care, n_same, n_moved, farthest_m, n_new, n_gone, names_new, names_gone };
        assert_eq!((found.roles.as_slice(), found.losses.len()), (&[change][..], 0));
        assert!(found.touches_what_was());
    }

    #[test]
    fn a_vote_on_a_near_miss_of_a_location_that_goes_is_named_whatever_it_needs() {
        let mut project = Project::new(crate::import::normenkader::standard());
        let shops = [AmenityKind::from_role("supermarkt"), AmenityKind::from_role("dagelijks")].map(Option::unwrap);
        let subject = |n: u128| BallotSubject {
            text: format!("bij Huize {n}"),
            of: Some(near_miss_id(Uuid::from_u128(n), &shops)),
            n_votes: 1,
        };
        project.board.ballots.push(Arc::new(Ballot {
            id: Uuid::from_u128(41),
            title: "Welke eerst?".to_owned(),
            n_dots: 3,
            n_kept: 1,
            subjects: [1, 2, 3].map(subject).into(),
            workshop: None,
            made: String::new(),
        }));
        let lost = Loss::Vote { ballot: "Welke eerst?".to_owned(), subject: "bij Huize 3".to_owned() };
        assert_eq!(delivery(&project).losses, [lost]);
    }

    #[test]
    fn everything_that_is_about_a_place_that_goes_is_named_and_nothing_else() {
        let mut project = project();
        let close = |n: u128| Intervention::ClosePlace { id: Uuid::from_u128(n) };
        let rejected = zone_id(Uuid::from_u128(3), 1);
        let reject = |id: Uuid| Intervention::RejectZone { id, name: "Zone".to_owned() };
        project.plan.variants.push(Arc::new(Variant {
            id: Uuid::from_u128(40),
            name: "proef".to_owned(),
            note: String::new(),
            interventions: vec![
                close(1),
                close(3),
                close(99),
                reject(rejected),
                reject(zone_id(Uuid::from_u128(1), 0)),
            ],
        }));
        let subject = |of: Option<Uuid>| BallotSubject { text: "onderwerp".to_owned(), of, n_votes: 1 };
        project.board.ballots.push(Arc::new(Ballot {
            id: Uuid::from_u128(41),
            title: "Waar?".to_owned(),
            n_dots: 3,
            n_kept: 1,
            subjects: vec![subject(Some(Uuid::from_u128(1))), subject(Some(rejected)), subject(None)],
            workshop: None,
            made: String::new(),
        }));
        project.board.notes = vec![note(50, 250_000.0), note(51, 252_000.0), note(52, 252_100.0)];
        let lost = |variant: &str, place: &str| Loss::Intervention {
            variant: variant.to_owned(),
            what: close(3),
            place: place.to_owned(),
        };
        let expected = [
            lost("proef", "Huize 3"),
            Loss::Zone { variant: "proef".to_owned(), zone: "Zone".to_owned() },
            Loss::Vote { ballot: "Waar?".to_owned(), subject: "onderwerp".to_owned() },
            Loss::Note("briefje 51".to_owned()),
        ];
        assert_eq!(delivery(&project).losses, expected);
    }
}
