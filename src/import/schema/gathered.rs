//! Everything gathered over all files of one import.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::super::without_roles::without_roles;
use super::area_people::AreaFile;
use super::ids::KnownPlaces;
use super::people_once::{PeopleOnce, gives_people};
use super::place::{all_ids, known_role};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::carried::Carried;
use crate::domain::demand::DemandCell;
use crate::layers::features;

/// Everything gathered over all files of one import.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) baseline: Baseline,
    /// By role; that of haltes has the stations as well.
    pub(super) known: BTreeMap<Role, KnownPlaces>,
    /// The ids of everything in the baseline.
    pub(super) in_use: BTreeSet<Uuid>,
    /// Trains of the start that go when a file of haltes brings its own.
    pub(super) replaceable_trains: BTreeSet<Uuid>,
    pub(super) people: PeopleOnce,
    /// Are the people worked out anew from what gives them? Else they are as the squares of a project have them.
    pub(super) gives_people: bool,
    /// Squares of a project of which wijken and buurten gave the people.
    pub(super) of_areas: Vec<DemandCell>,
    /// The files of wijken and buurten with people, in the order of reading.
    pub(super) area_files: Vec<AreaFile>,
    /// Position in the baseline of what has a code, per role.
    pub(super) by_code: BTreeMap<(Role, String), usize>,
    /// The same for what was there before this import: a new delivery of it takes its place.
    pub(super) by_code_before: BTreeMap<(Role, String), usize>,
    pub(super) study_area: Vec<geo::Polygon<f64>>,
    /// What features carried along before, by role and what they are known by.
    pub(super) carried_before: BTreeMap<(Role, String), Carried>,
    /// The folded names of the columns that the files of a role carry along.
    pub(super) carried_names: BTreeMap<Role, BTreeSet<String>>,
}

/// Is there a layer of a role that may not be shared?
fn stays_at_home(base: &Baseline, role: Role) -> bool {
    base.layers.iter().any(|layer| layer.role == role && !layer.may_be_shared())
}

/// What the features of a role carry along.
fn carried(base: &Baseline, role: Role) -> impl Iterator<Item = ((Role, String), Carried)> + '_ {
    let carrying = features(base, role).filter_map(|feature| Some((feature, feature.carried()?)));
    let not_empty = carrying.filter(|(_, carried)| !carried.is_empty());
    not_empty.map(move |(feature, carried)| ((known_role(role), feature.id()), carried.clone()))
}

impl Gathered {
    /// Starts on a baseline: the layers of `beside` are added to, those of the other `roles` are replaced.
    pub(crate) fn on(start: Baseline, roles: &BTreeSet<Role>, beside: &BTreeSet<Role>) -> Self {
        let known = roles.iter().map(|role| (known_role(*role), KnownPlaces::of(&start, *role))).collect();
        // What stood in columns of a layer that stays at home does not go into one that takes its place.
        let may_stay = |role: &&Role| beside.contains(role) || !stays_at_home(&start, **role);
        let carried_before = roles.iter().filter(may_stay).flat_map(|role| carried(&start, *role)).collect();
        let (stop, station) = (Role::Kind(AmenityKind::STOP), Role::Kind(AmenityKind::STATION));
        let replaces_stops = roles.contains(&stop) && !beside.contains(&stop) && !roles.contains(&station);
        let baseline = without_roles(start, &roles.difference(beside).copied().collect());
        let trains: BTreeSet<Uuid> = baseline.places_of(station).map(|stop| stop.id).collect();
        let mut gathered = Self {
            known,
            carried_before,
            in_use: all_ids(&baseline).collect(),
            replaceable_trains: if replaces_stops { trains } else { BTreeSet::new() },
            ..Self::default()
        };
        for role in beside.iter().copied() {
            if role == Role::StudyArea {
                gathered.study_area = baseline.study_area.iter().flat_map(|area| area.0.0.clone()).collect();
            }
            let areas = baseline.coded_areas(role).into_iter().flat_map(|areas| areas.iter()).enumerate();
            gathered.by_code_before.extend(areas.map(|(idx, area)| ((role, area.code.clone()), idx)));
        }
        if roles.iter().any(|role| gives_people(*role)) {
            gathered.gives_people = true;
            gathered.people = PeopleOnce::of(&baseline);
        }
        gathered.baseline = baseline;
        gathered
    }
}
