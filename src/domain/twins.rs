//! Tweelingen: records of one place, from two sources or as a point and as a building. What makes two records one place is
//! said here and nowhere else; people can overrule it.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Distance, Euclidean};
use uuid::Uuid;

use super::amenity::AmenityKind;
use super::baseline::{Baseline, Role};
use super::identity::{Footprint, SAME_PLACE_M, Status, folded_name, is_numbered_name};
use super::seats;
use crate::crs::RdPoint;

/// Ids of records that people say are places of their own, though another seems to be the same place.
pub type Apart = BTreeSet<Uuid>;

/// What a record says of its place, for the question whether another one is the same.
#[derive(Debug, Clone, Copy)]
pub struct Sighting<'a> {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: AmenityKind,
    /// Its name.
    pub name: &'a str,
    /// Who says so.
    pub origin: Option<&'a str>,
    /// Where it stands.
    pub point: RdPoint,
    /// The building or area as which it is drawn; nothing for a point.
    pub footprint: Option<&'a Footprint>,
    /// Whether it is there.
    pub status: Status,
}

/// Are two records one place? They are of one kind and have one name; the point of one lies in the area of the other, or they
/// are within 25 m of each other and come from two sources, or from one as a point and as an area. Two points of one source
/// are two places, as that source counts them so. Haltes are never one: there is one on either side of the street.
#[must_use]
pub fn are_twins(a: &Sighting<'_>, b: &Sighting<'_>) -> bool {
    let (name, other) = (folded_name(a.name), folded_name(b.name));
    a.kind == b.kind && name == other && has_name_to_know(a, &name) && has_name_to_know(b, &other) && meet(a, b)
}

/// Is it of a kind and has it a name by which it can be known? A name that is only a number is none.
fn has_name_to_know(of: &Sighting<'_>, folded: &str) -> bool {
    let is_stop = [AmenityKind::STOP, AmenityKind::STATION].contains(&of.kind);
    !is_stop && !folded.is_empty() && !is_numbered_name(of.kind.label(), of.name)
}

/// The rule for two records of one kind and name.
pub(super) fn meet(a: &Sighting<'_>, b: &Sighting<'_>) -> bool {
    let is_one_source = a.origin == b.origin;
    match (a.footprint, b.footprint) {
        (None, None) if is_one_source => false,
        (Some(_), Some(_)) if is_one_source => gap_m(a, b) == 0.0,
        _ => gap_m(a, b) <= SAME_PLACE_M,
    }
}

/// How far apart two records lie, in metres: from the point of one to the nearest of the other; 0 when it lies in its area.
pub(super) fn gap_m(a: &Sighting<'_>, b: &Sighting<'_>) -> f64 {
    let from = |of: &Sighting<'_>, to: &Sighting<'_>| match to.footprint {
        Some(area) => Euclidean.distance(&of.point.0, &area.0),
        None => of.point.straight_distance_m(to.point),
    };
    if a.footprint.is_none() && b.footprint.is_none() { from(a, b) } else { from(a, b).min(from(b, a)) }
}

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
    #[must_use]
    pub fn origins(&self) -> Vec<&str> {
        let all: BTreeSet<&str> = self.members.iter().filter_map(|member| member.origin.as_deref()).collect();
        all.into_iter().collect()
    }

    /// Is it drawn both as a point and as an area?
    #[must_use]
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
    /// The twins among the records of a baseline; a group of which people keep one apart is no group. n log n.
    #[must_use]
    pub fn of(baseline: &Baseline, apart: &Apart) -> Self {
        Self::partitioned(groups(&sightings(baseline)), apart)
    }

    /// The same records with another word of people, and the kinds of which places are parted or joined by it. Takes time in
    /// proportion to the twins.
    #[must_use]
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
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The places with several records, sorted by their id.
    #[must_use]
    pub fn groups(&self) -> &[TwinGroup] {
        &self.groups
    }

    /// The records that are one place with this one, if there are any.
    #[must_use]
    pub fn group(&self, id: Uuid) -> Option<&TwinGroup> {
        self.by_id.get(&id).map(|idx| &self.groups[*idx])
    }

    /// The records that seem to be one place with this one, but are not as people say.
    #[must_use]
    pub fn kept_apart(&self, id: Uuid) -> Option<&TwinGroup> {
        self.apart_by_id.get(&id).map(|idx| &self.apart[*idx])
    }

    /// The id of the place that a record is of.
    #[must_use]
    pub fn place_id(&self, id: Uuid) -> Uuid {
        self.group(id).and_then(|group| group.ids().next()).unwrap_or(id)
    }

    /// The ids of all records of a place, that of the place first.
    #[must_use]
    pub fn ids(&self, id: Uuid) -> Vec<Uuid> {
        self.group(id).map_or_else(|| vec![id], |group| group.ids().collect())
    }

    /// Is it a further record of a place, which counts once?
    fn is_further(&self, id: Uuid) -> bool {
        self.place_id(id) != id
    }
}

/// What can have a twin, in the order of the baseline.
fn sightings(baseline: &Baseline) -> Vec<Sighting<'_>> {
    let care = baseline.care_locations.iter().map(|care| Sighting {
        id: care.id,
        kind: AmenityKind::CARE,
        name: &care.name,
        origin: care.provenance.origin(),
        point: care.point,
        footprint: care.provenance.footprint.as_ref(),
        status: care.status,
    });
    let amenities = baseline.amenities.iter().map(|amenity| Sighting {
        id: amenity.id,
        kind: amenity.kind,
        name: &amenity.name,
        origin: amenity.provenance.origin(),
        point: amenity.point,
        footprint: amenity.provenance.footprint.as_ref(),
        status: amenity.status,
    });
    care.chain(amenities).collect()
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

impl Baseline {
    /// Every place once, as it counts: of twins the first, with what only the others know of a 24-uurszorglocatie.
    #[must_use]
    pub fn each_place_once(mut self) -> Self {
        let twins = self.twins.clone();
        if twins.is_empty() {
            return self;
        }
        let further: Vec<_> = self.care_locations.extract_if(.., |care| twins.is_further(care.id)).collect();
        let mut known: BTreeMap<Uuid, (Option<u32>, Option<String>)> = BTreeMap::new();
        for other in &further {
            let (n_places, organization) = known.entry(twins.place_id(other.id)).or_default();
            *n_places = n_places.or(other.n_places);
            *organization = organization.take().or_else(|| other.organization.clone());
        }
        for care in &mut self.care_locations {
            if let Some((n_places, organization)) = known.remove(&care.id) {
                care.n_places = care.n_places.or(n_places);
                care.organization = care.organization.take().or(organization);
            }
        }
        let mut n_further: BTreeMap<Role, usize> = BTreeMap::new();
        n_further.insert(Role::Kind(AmenityKind::CARE), further.len());
        for amenity in self.amenities.extract_if(.., |amenity| twins.is_further(amenity.id)) {
            *n_further.entry(Role::Kind(amenity.kind)).or_insert(0) += 1;
        }
        for layer in self.layers.iter_mut().rev() {
            if let Some(n) = n_further.get_mut(&layer.role) {
                let n_taken = layer.n_features.min(*n);
                layer.n_features -= n_taken;
                *n -= n_taken;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::crs::Rd;

    fn footprint(x: f64, y: f64, side: f64) -> Footprint {
        let square = geo::Rect::new((x, y), (x + side, y + side)).to_polygon();
        Arc::new(Rd(geo::MultiPolygon(vec![square])))
    }

    fn seen<'a>(id: u128, origin: &'a str, x: f64, footprint: Option<&'a Footprint>) -> Sighting<'a> {
        Sighting {
            id: Uuid::from_u128(id),
            kind: AmenityKind::from_role("supermarkt").expect("a kind"),
            name: "Markthal  esch",
            origin: Some(origin),
            point: RdPoint::at(x, 470_005.0),
            footprint,
            status: Status::Existing,
        }
    }

    #[test]
    fn two_records_are_one_place_as_the_rule_says_and_not_otherwise() {
        let hall = footprint(250_000.0, 470_000.0, 60.0);
        let wing = footprint(250_070.0, 470_000.0, 10.0);
        let building = seen(1, "OSM", 250_030.0, Some(&hall));
        let annex = seen(2, "OSM", 250_075.0, Some(&wing));
        let point = |origin: &'static str, x: f64| seen(3, origin, x, None);
        assert!(are_twins(&point("OSM", 250_059.0), &building), "in it");
        assert!(are_twins(&building, &point("OSM", 250_085.0)), "25 m beside it");
        assert!(!are_twins(&building, &point("OSM", 250_085.1)));
        assert!(!are_twins(&building, &annex), "two buildings of one source side by side");
        assert!(are_twins(&building, &Sighting { origin: Some("BAG"), ..annex }));
        assert!(!are_twins(&point("OSM", 0.0), &point("OSM", 1.0)), "two points of one source");
        assert!(are_twins(&point("OSM", 0.0), &point("gemeente", 25.0)));
        assert!(!are_twins(&point("OSM", 0.0), &point("gemeente", 25.1)));
        let there = point("gemeente", 1.0);
        assert!(are_twins(&point("OSM", 0.0), &Sighting { name: " MARKTHAL Esch", ..there }));
        assert!(!are_twins(&point("OSM", 0.0), &Sighting { name: "Markthal Es", ..there }));
        let bakery = AmenityKind::from_role("dagelijks").expect("a kind");
        assert!(!are_twins(&point("OSM", 0.0), &Sighting { kind: bakery, ..there }));
    }

    #[test]
    fn haltes_and_what_has_no_name_of_its_own_have_no_twin() {
        let [a, b] = [seen(1, "OSM", 0.0, None), seen(2, "gemeente", 1.0, None)];
        for name in ["", "  ", "Supermarkt 3"] {
            assert!(!are_twins(&Sighting { name, ..a }, &Sighting { name, ..b }), "{name}");
        }
        let stop = |of: Sighting<'static>| Sighting { kind: AmenityKind::STOP, ..of };
        assert!(!are_twins(&stop(a), &stop(b)));
    }
}
