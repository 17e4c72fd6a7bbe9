//! Tweelingen: which records are one place, as far as people do not say otherwise.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::amenity::AmenityKind;
use super::identity::{Status, folded_name};
use super::place::{PlaceClass, Places};
use super::seats;
use super::sighting::{Sighting, has_name_to_know};

/// Ids of records that people say are places of their own, though another seems to be the same place.
pub type Apart = BTreeSet<Uuid>;

/// One of the records of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct TwinMember {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Who says so: `bron`, else the file.
    pub origin: Option<String>,
    /// Is it drawn as a building or area?
    pub is_area: bool,
}

/// The records of one place.
#[derive(Debug, Clone, PartialEq)]
pub struct TwinGroup {
    /// Their kind.
    pub kind: AmenityKind,
    /// At least two. The place is where the first is, and has its id: of those that exist the one of the source that was read
    /// first, so that a source that is added later changes no ids; of one source a point before an area, then the lowest id.
    pub members: Vec<TwinMember>,
}

impl TwinGroup {
    /// Their ids, that of the place first.
    pub fn ids(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.members.iter().map(|member| member.id)
    }

    /// Who says so, each once, in order.
    pub fn origins(&self) -> Vec<&str> {
        let all: BTreeSet<&str> = self.members.iter().filter_map(|member| member.origin.as_deref()).collect();
        all.into_iter().collect()
    }

    /// Is it drawn both as a point and as an area?
    pub fn is_point_and_area(&self) -> bool {
        let is_area = |member: &TwinMember| member.is_area;
        self.members.iter().any(is_area) && !self.members.iter().all(is_area)
    }
}

/// The places of a baseline that have several records.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Twins {
    /// Sorted by the id of the place.
    groups: Vec<TwinGroup>,
    /// Those that people say are several places.
    apart: Vec<TwinGroup>,
    by_id: BTreeMap<Uuid, usize>,
    apart_by_id: BTreeMap<Uuid, usize>,
}

impl Twins {
    /// The twins among records; a group of which people keep one apart is no group. n log n.
    pub fn of(places: &Places, apart: &Apart) -> Self {
        Self::partitioned(groups(&sightings(places)), apart)
    }

    /// The same records with another list of those that people keep apart, and the kinds whose places change by it. Takes time
    /// in proportion to the twins.
    pub fn with(&self, apart: &Apart) -> (Self, BTreeSet<AmenityKind>) {
        let mut all: Vec<TwinGroup> = self.groups.iter().chain(&self.apart).cloned().collect();
        all.sort_by_key(|group| group.members[0].id);
        let with = Self::partitioned(all, apart);
        let is_moved = |group: &&TwinGroup| self.by_id.contains_key(&group.members[0].id) != with.is_one(group);
        let kinds = with.groups.iter().chain(&with.apart).filter(is_moved).map(|group| group.kind).collect();
        (with, kinds)
    }

    fn is_one(&self, group: &TwinGroup) -> bool {
        self.by_id.contains_key(&group.members[0].id)
    }

    fn partitioned(groups: Vec<TwinGroup>, apart: &Apart) -> Self {
        let (apart, groups): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.ids().any(|id| apart.contains(&id)));
        let by_id = |groups: &[TwinGroup]| {
            let ids = groups.iter().enumerate().flat_map(|(idx, group)| group.ids().map(move |id| (id, idx)));
            ids.collect()
        };
        Self { by_id: by_id(&groups), apart_by_id: by_id(&apart), groups, apart }
    }

    /// Is every place one record?
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The places with several records, sorted by their id.
    pub fn groups(&self) -> &[TwinGroup] {
        &self.groups
    }

    /// The records that are one place with this one, if there are any.
    pub fn group(&self, id: Uuid) -> Option<&TwinGroup> {
        self.by_id.get(&id).map(|idx| &self.groups[*idx])
    }

    /// The records that seem to be one place with this one, but are not as people say.
    pub fn kept_apart(&self, id: Uuid) -> Option<&TwinGroup> {
        self.apart_by_id.get(&id).map(|idx| &self.apart[*idx])
    }

    /// The id of the place that a record is of.
    pub fn place_id(&self, id: Uuid) -> Uuid {
        self.group(id).and_then(|group| group.ids().next()).unwrap_or(id)
    }

    /// The ids of all records of a place, that of the place first.
    pub fn ids(&self, id: Uuid) -> Vec<Uuid> {
        self.group(id).map_or_else(|| vec![id], |group| group.ids().collect())
    }

    /// Is it a further record of a place, which counts once?
    pub(super) fn is_further(&self, id: Uuid) -> bool {
        self.place_id(id) != id
    }
}

/// What can have a twin, in the order of the lists.
fn sightings(places: &Places) -> Vec<Sighting<'_>> {
    let can_have_one = places[PlaceClass::Care].iter().chain(&places[PlaceClass::Amenity]);
    can_have_one.filter_map(|place| Sighting::of(place)).collect()
}

/// The groups of records that are one place, sorted by the id of the place. n log n.
pub(crate) fn groups(sightings: &[Sighting<'_>]) -> Vec<TwinGroup> {
    let mut named: Vec<(AmenityKind, String, usize)> = sightings
        .iter()
        .enumerate()
        .map(|(idx, of)| (of.kind, folded_name(of.name), idx))
        .filter(|(_, name, idx)| has_name_to_know(&sightings[*idx], name))
        .collect();
    named.sort();
    let mut groups = Vec::new();
    for same in named.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)).filter(|same| same.len() > 1) {
        let of_name: Vec<Sighting<'_>> = same.iter().map(|(_, _, idx)| sightings[*idx]).collect();
        let is_one_list = of_name.iter().all(|of| of.footprint.is_none() && of.origin == of_name[0].origin);
        if !is_one_list {
            // Within a name they stand in the order in which they were read.
            let places = seats::places(&of_name).into_iter().filter(|place| place.len() > 1);
            groups.extend(places.map(|mut place| {
                place.sort_unstable();
                group(&place.into_iter().map(|idx| of_name[idx]).collect::<Vec<_>>())
            }));
        }
    }
    groups.sort_by_key(|group| group.members[0].id);
    groups
}

/// A group of records in the order in which they were read.
fn group(records: &[Sighting<'_>]) -> TwinGroup {
    let rank = |of: &Sighting<'_>| records.iter().position(|other| other.origin == of.origin);
    let mut members = records.to_vec();
    members.sort_by_cached_key(|of| (of.status != Status::Existing, rank(of), of.footprint.is_some(), of.id));
    let member = |of: &Sighting<'_>| TwinMember {
        id: of.id,
        name: of.name.to_owned(),
        origin: of.origin.map(str::to_owned),
        is_area: of.footprint.is_some(),
    };
    TwinGroup { kind: members[0].kind, members: members.iter().map(member).collect() }
}
