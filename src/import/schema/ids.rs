//! Which place a record is: one that was there already or a new one. Ids follow from role and source, never from the name
//! of a file, and are different over all roles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use uuid::Uuid;

use super::super::problems::{Problems, quote};
use super::place::{Identified, KnownPlace, known_places, known_role};
use crate::crs::RdPoint;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::identity::{
    SAME_PLACE_M, folded_name, id_from_source, id_in_role, id_of_named_place, name_and_place,
};
use crate::domain::problem::{Position, ProblemKind, Repeated};

/// Two lists that are each numbered from 1 and name no publisher meet in a number by chance: with another name and farther
/// apart than this, in metres, it is another place (assumption).
const CHANCE_M: f64 = 250.0;

/// The number of the second place with all the same; the first has none.
const FIRST_NUMBER: usize = 2;

/// What a record says of its identity, until its file is read to the end.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    /// What it is, which is more than what its file was read for: a file of haltes may bring stations.
    pub(crate) role: Role,
    /// The record's own id, if it has one.
    pub(crate) own: Option<String>,
    /// Its publisher, `bron`.
    pub(crate) publisher: Option<String>,
    /// Name as the source gives it, empty if it does not.
    pub(crate) name: String,
    pub(crate) point: RdPoint,
    /// The gemeente of a kern, within which its name is enough.
    pub(crate) municipality: Option<String>,
    pub(crate) position: Position,
    /// The rows of a project's table that it is made of; of a delivery nobody asks.
    pub(crate) rows: Vec<usize>,
}

/// Known places that differ in their id alone.
#[derive(Debug)]
struct Alike {
    role: Role,
    point: RdPoint,
    /// In the order in which they became known.
    places: Vec<usize>,
}

/// What places that are alike have in common: role, name, gemeente and the bits of their coordinates.
type AlikeKey = (Role, String, Option<String>, (u64, u64));

/// The places of a role that the files of an import may bring again, whether they stay or are replaced.
#[derive(Debug, Default)]
pub(crate) struct KnownPlaces {
    places: Vec<KnownPlace>,
    by_id: BTreeMap<Uuid, usize>,
    alike: Vec<Alike>,
    by_likeness: BTreeMap<AlikeKey, usize>,
    /// Those that are alike, by name and square.
    by_name: BTreeMap<(String, i64, i64), Vec<usize>>,
    /// The same by name and gemeente, of what has one.
    by_municipality: BTreeMap<(String, String), Vec<usize>>,
    /// Files that they came from, without extension: older versions made ids with these.
    stems: BTreeSet<String>,
}

impl KnownPlaces {
    /// Those of a baseline.
    pub(crate) fn of(base: &Baseline, role: Role) -> Self {
        let mut known = Self::default();
        known_places(base, role).into_iter().for_each(|place| known.add(place));
        let of_role = base.layers.iter().filter(|layer| known_role(layer.role) == known_role(role));
        let stem = |file: &String| Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        known.stems = of_role.filter_map(|layer| stem(&layer.file)).collect();
        known
    }

    fn add(&mut self, place: KnownPlace) {
        let (idx, name, (col, row)) = (self.places.len(), folded_name(&place.name), square(place.point));
        self.by_id.insert(place.id, idx);
        let bits = (place.point.x().to_bits(), place.point.y().to_bits());
        let key = (place.role, name.clone(), place.municipality.clone(), bits);
        let alike = *self.by_likeness.entry(key).or_insert(self.alike.len());
        if alike == self.alike.len() {
            self.alike.push(Alike { role: place.role, point: place.point, places: Vec::new() });
            if let Some(code) = &place.municipality {
                self.by_municipality.entry((name.clone(), code.clone())).or_default().push(alike);
            }
            self.by_name.entry((name, col, row)).or_default().push(alike);
        }
        self.alike[alike].places.push(idx);
        self.places.push(place);
    }

    /// The places of a name that are near, or in the same gemeente where that is enough; those that are alike together.
    /// Nothing is called nothing.
    fn of_name_near(&self, name: &str, point: RdPoint, municipality: Option<&str>) -> Vec<usize> {
        let name = folded_name(name);
        if name.is_empty() {
            return Vec::new();
        }
        let (col, row) = square(point);
        let mut found = Vec::new();
        for (east, north) in (-1..=1).flat_map(|east| (-1..=1).map(move |north| (east, north))) {
            let there = self.by_name.get(&(name.clone(), col + east, row + north));
            let is_near = |idx: &usize| point.straight_distance_m(self.alike[*idx].point) <= SAME_PLACE_M;
            found.extend(there.into_iter().flatten().copied().filter(is_near));
        }
        if let Some(code) = municipality {
            found.extend(self.by_municipality.get(&(name, code.to_owned())).into_iter().flatten());
        }
        found
    }
}

/// The square of the side within which a name is enough.
#[expect(clippy::cast_possible_truncation, reason = "an import keeps places within the RD box")]
fn square(point: RdPoint) -> (i64, i64) {
    ((point.x() / SAME_PLACE_M).floor() as i64, (point.y() / SAME_PLACE_M).floor() as i64)
}

/// In which order the records of a file that claim the same id are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precedence {
    /// By what they say, so that the order of a delivery does not matter.
    Content,
    /// As they stand: in a table of a project the row that was there first keeps its id.
    File,
}

/// What became of the records of one file.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// How many are a place that was there and stays.
    pub(crate) n_again: usize,
    /// Ids that a place of another role had already, each with the one it has now.
    pub(crate) renewed: Vec<(Uuid, Uuid)>,
    /// The id of each record.
    pub(crate) ids: Vec<Uuid>,
}

/// Gives the records of one file their ids.
pub(crate) struct Settling<'a> {
    /// What they say of themselves, in the order of the list.
    pub(crate) claims: &'a [Claim],
    pub(crate) known: &'a mut KnownPlaces,
    /// The ids of everything there is, of whatever role.
    pub(crate) in_use: &'a mut BTreeSet<Uuid>,
    pub(crate) precedence: Precedence,
}

impl Settling<'_> {
    /// Gives the last places of a list their ids; what is a place of the list already takes its place there. Takes time in
    /// proportion to the list and n log n for the file.
    pub(crate) fn settle<T: Identified>(&mut self, list: &mut Vec<T>, problems: &mut Problems) -> Settled {
        let first = list.len() - self.claims.len();
        let there = positions(&list[..first], self.known);
        let (ids, renewed) = self.ids(&there, problems);
        let mut n_again = 0;
        let brought: Vec<T> = list.drain(first..).collect();
        for (mut place, id) in brought.into_iter().zip(&ids) {
            place.set_id(*id);
            match there.get(id) {
                Some(at) => {
                    n_again += 1;
                    list[*at].take_over(place);
                }
                None => list.push(place),
            }
        }
        // Tables of a project bring each place once.
        let is_delivery = self.precedence == Precedence::Content;
        for (claim, id) in self.claims.iter().zip(&ids).filter(|_| is_delivery) {
            if !self.known.by_id.contains_key(id) {
                self.known.add(claim.known(*id));
            }
        }
        Settled { n_again, renewed, ids }
    }

    /// The id of each record, and those that were another role's.
    fn ids(&mut self, there: &BTreeMap<Uuid, usize>, problems: &mut Problems) -> (Vec<Uuid>, Vec<(Uuid, Uuid)>) {
        let claims = self.claims;
        let mut order: Vec<usize> = (0..claims.len()).collect();
        if self.precedence == Precedence::Content {
            order.sort_by(|a, b| by_content(&claims[*a], &claims[*b]));
        }
        let known = &*self.known;
        let mut matching =
            Matching { claims, known, there, of_claim: vec![None; claims.len()], taken: BTreeSet::new() };
        matching.by_id(&order);
        matching.by_name(&order);
        let again = matching.of_claim;
        let mut ids: Vec<Uuid> =
            again.iter().map(|place| place.map_or_else(Uuid::nil, |place| known.places[place].id)).collect();
        let given: BTreeSet<Uuid> = ids.iter().copied().filter(|id| !id.is_nil()).collect();
        self.in_use.extend(&given);
        let mut new_ids = NewIds { known, in_use: self.in_use, given, renewed: Vec::new(), next: BTreeMap::new() };
        for idx in order.into_iter().filter(|idx| again[*idx].is_none()) {
            ids[idx] = new_ids.id(&claims[idx], problems);
        }
        let renewed = new_ids.renewed;
        (ids, renewed)
    }
}

/// Where the known places stand that stay.
fn positions<T: Identified>(list: &[T], known: &KnownPlaces) -> BTreeMap<Uuid, usize> {
    if known.places.is_empty() {
        return BTreeMap::new();
    }
    let of_known = list.iter().enumerate().filter(|(_, place)| known.by_id.contains_key(&place.id()));
    of_known.map(|(at, place)| (place.id(), at)).collect()
}

fn by_content(a: &Claim, b: &Claim) -> std::cmp::Ordering {
    let place = a.point.x().total_cmp(&b.point.x()).then(a.point.y().total_cmp(&b.point.y()));
    a.name.cmp(&b.name).then(place).then_with(|| a.own.cmp(&b.own))
}

struct Matching<'a> {
    claims: &'a [Claim],
    known: &'a KnownPlaces,
    there: &'a BTreeMap<Uuid, usize>,
    /// The known place of each record.
    of_claim: Vec<Option<usize>>,
    taken: BTreeSet<usize>,
}

impl Matching<'_> {
    fn by_id(&mut self, order: &[usize]) {
        if self.known.places.is_empty() {
            return;
        }
        for idx in order {
            let claim = &self.claims[*idx];
            let places = claim.ids(&self.known.stems).into_iter().enumerate();
            let places = places.filter_map(|(rank, id)| Some((rank, *self.known.by_id.get(&id)?)));
            let fitting = places.filter(|(_, place)| {
                let is_of_role = self.known.places[*place].role == claim.role;
                is_of_role && !self.taken.contains(place) && !self.is_chance(claim, *place)
            });
            // Of the ids of older versions the one whose name and place fit best: several files may have had the number.
            let best = fitting.min_by(|a, b| self.unlikeness(claim, *a).total_cmp(&self.unlikeness(claim, *b)));
            if let Some((_, place)) = best {
                self.taken.insert(place);
                self.of_claim[*idx] = Some(place);
            }
        }
    }

    /// The smaller, the likelier is a known place that of a record; `rank` is that of its id.
    fn unlikeness(&self, claim: &Claim, (rank, place): (usize, usize)) -> f64 {
        let place = &self.known.places[place];
        match rank {
            0 => -1.0,
            _ if folded_name(&claim.name) == folded_name(&place.name) => 0.0,
            _ => 1.0 + claim.point.straight_distance_m(place.point),
        }
    }

    /// Is it another list's place of the same number?
    fn is_chance(&self, claim: &Claim, place: usize) -> bool {
        let place = &self.known.places[place];
        let is_certain = claim.publisher.is_some() || claim.own.as_deref().is_none_or(is_uuid);
        !is_certain
            && self.there.contains_key(&place.id)
            && folded_name(&claim.name) != folded_name(&place.name)
            && claim.point.straight_distance_m(place.point) > CHANCE_M
    }

    /// The nearest of the same name; a record with an id of its own only takes over what is replaced, as another number in
    /// the same list is another place. Takes n log n, however many records and places are alike.
    fn by_name(&mut self, order: &[usize]) {
        if self.known.places.is_empty() {
            return;
        }
        let mut pairs = Vec::new();
        for (rank, idx) in order.iter().enumerate().filter(|(_, idx)| self.of_claim[**idx].is_none()) {
            let claim = &self.claims[*idx];
            for near in self.known.of_name_near(&claim.name, claim.point, claim.municipality.as_deref()) {
                let alike = &self.known.alike[near];
                if alike.role == claim.role {
                    pairs.push((claim.point.straight_distance_m(alike.point), rank, near, *idx));
                }
            }
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let mut free = Free::default();
        for at_once in pairs.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq() && a.1 == b.1) {
            let idx = at_once[0].3;
            if self.of_claim[idx].is_none() {
                let stays = self.claims[idx].own.is_some().then_some(self.there);
                let first = at_once.iter().filter_map(|pair| free.first(self.known, pair.2, &self.taken, stays)).min();
                self.taken.extend(first);
                self.of_claim[idx] = first;
            }
        }
    }
}

/// How far places that are alike have been looked at, among all of them or only among those that are replaced.
#[derive(Default)]
struct Free(BTreeMap<(usize, bool), usize>);

impl Free {
    /// The first place that is not taken, and not among those that stay where these are given.
    fn first(
        &mut self,
        known: &KnownPlaces,
        alike: usize,
        taken: &BTreeSet<usize>,
        stays: Option<&BTreeMap<Uuid, usize>>,
    ) -> Option<usize> {
        let places = &known.alike[alike].places;
        let looked_at = self.0.entry((alike, stays.is_some())).or_insert(0);
        let is_free = |place: &usize| {
            let stays = stays.is_some_and(|there| there.contains_key(&known.places[*place].id));
            !stays && !taken.contains(place)
        };
        *looked_at += places[*looked_at..].iter().position(is_free).unwrap_or(places.len() - *looked_at);
        places.get(*looked_at).copied()
    }
}

fn is_uuid(own: &str) -> bool {
    Uuid::parse_str(own).is_ok()
}

impl Claim {
    /// As a place that is known.
    fn known(&self, id: Uuid) -> KnownPlace {
        let (name, municipality) = (self.name.clone(), self.municipality.clone());
        KnownPlace { id, role: self.role, name, point: self.point, municipality }
    }

    /// Its id where nobody else has that.
    fn id(&self) -> Uuid {
        let role = self.role.name();
        match &self.own {
            Some(own) => Uuid::parse_str(own).unwrap_or_else(|_| id_in_role(role, self.publisher.as_deref(), own)),
            None => id_of_named_place(role, &self.name, self.point),
        }
    }

    /// The ids that its place may have, the likeliest first: its own, those of older versions, which took the name of the
    /// file when no publisher was named and left the role out, and what became of these where two roles had the same.
    fn ids(&self, stems: &BTreeSet<String>) -> Vec<Uuid> {
        let mut ids = vec![self.id()];
        if let Some(own) = self.own.as_deref().filter(|own| !is_uuid(own)) {
            match &self.publisher {
                Some(publisher) => ids.push(id_from_source(publisher, own)),
                None => ids.extend(stems.iter().map(|stem| id_from_source(stem, own))),
            }
        }
        let renewed: Vec<Uuid> = ids.iter().map(|id| renewed_id(self.role, *id)).collect();
        ids.extend(renewed);
        ids.push(self.id_by_name());
        ids
    }

    /// Its id where its number is that of a place of another list.
    fn id_by_name(&self) -> Uuid {
        id_from_source(&self.id().to_string(), &folded_name(&self.name))
    }
}

/// The id of what shared one with a place of another role.
fn renewed_id(role: Role, shared: Uuid) -> Uuid {
    id_from_source(role.name(), &shared.to_string())
}

/// Gives ids to what was not there.
struct NewIds<'a> {
    known: &'a KnownPlaces,
    in_use: &'a mut BTreeSet<Uuid>,
    /// Those of the records of this file.
    given: BTreeSet<Uuid>,
    renewed: Vec<(Uuid, Uuid)>,
    /// The first number that was not tried yet, per id with name and place: numbers below it are in use.
    next: BTreeMap<(Uuid, String), usize>,
}

impl NewIds<'_> {
    /// The id of a record; one that is in use gives another id, and that is told.
    fn id(&mut self, claim: &Claim, problems: &mut Problems) -> Uuid {
        let id = self.new_id(claim, problems);
        self.given.insert(id);
        id
    }

    fn new_id(&mut self, claim: &Claim, problems: &mut Problems) -> Uuid {
        let id = claim.id();
        if self.in_use.insert(id) {
            return id;
        }
        if self.given.contains(&id) {
            match &claim.own {
                Some(own) => problems.at(&claim.position, ProblemKind::DuplicateId(quote(own))),
                None => problems.count(Repeated::SamePlace, None),
            }
        } else if self.known.by_id.contains_key(&id) {
            problems.count(Repeated::NumberOfAnother, None);
            let by_name = claim.id_by_name();
            if self.in_use.insert(by_name) {
                return by_name;
            }
        } else {
            problems.count(Repeated::IdOfAnotherRole, None);
            let renewed = renewed_id(claim.role, id);
            if self.in_use.insert(renewed) {
                self.renewed.push((id, renewed));
                return renewed;
            }
        }
        self.numbered(id, name_and_place(&claim.name, claim.point))
    }

    /// The id with the lowest number that is free. Takes the same time for the thousandth of one place as for the second.
    fn numbered(&mut self, id: Uuid, name_and_place: String) -> Uuid {
        let source = id.to_string();
        let of_number = |n: usize| id_from_source(&source, &format!("{name_and_place}\u{1f}{n}"));
        let next = self.next.get(&(id, name_and_place.clone())).copied().unwrap_or(FIRST_NUMBER);
        let (n, numbered) = (next..)
            .map(|n| (n, of_number(n)))
            .find(|(_, numbered)| self.in_use.insert(*numbered))
            .expect("there is no end to the numbers");
        self.next.insert((id, name_and_place), n + 1);
        numbered
    }
}
