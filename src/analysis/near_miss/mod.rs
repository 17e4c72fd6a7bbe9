//! Bijna-zones: where one added place would make a zone.

mod gain;
mod indexed;
#[cfg(test)]
mod laws;
mod memo;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use geo::{BoundingRect, Buffer, Contains, Coord, Distance, Euclidean, MultiPolygon, Point, Polygon, Simplify};
use rayon::prelude::*;
use rstar::{AABB, RTree};
use uuid::Uuid;

use super::circles::{Disk, Solved};
use super::outcome::Cancel;
use super::outlines::{Outlines, is_within};
use super::rings::{self, Rule};
use super::scan::place_within;
use super::situation::Place;
use super::zones::{CaringZone, Scene};
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::{DemandCell, PeopleCounts, PeopleSum};
use crate::domain::housing::HousingForm;
use crate::domain::identity::id_from_source;
use crate::domain::norm::INCLUSIVE_TOLERANCE_M;
use crate::domain::settlement::Settlement;
use gain::{DistanceTo, thinned};
use indexed::IndexedRule;
use memo::Found;

pub(super) use memo::NearMissMemo;

/// What has no zone: a 24-uurszorglocatie or a kern.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A 24-uurszorglocatie.
    Care {
        /// Its id.
        id: Uuid,
        /// Its name.
        name: Arc<str>,
        /// Where it stands.
        point: RdPoint,
    },
    /// A kern.
    Settlement {
        /// Its id.
        id: Uuid,
        /// Its name.
        name: Arc<str>,
        /// Where its name stands.
        point: RdPoint,
    },
}

/// Bijna-zone: one single addition makes a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct NearMiss {
    /// Stable under a recompute with the same subject and kind.
    pub id: Uuid,
    /// What has no zone.
    pub subject: Subject,
    /// The kinds of the rule that fails; one place of any of them is enough.
    pub kinds_needed: Vec<AmenityKind>,
    /// Those of them of which nobody gave a layer: one may stand there already.
    pub kinds_without_layer: Vec<AmenityKind>,
    /// Anywhere in here, within the study area, the addition makes a zone with a core of at least one hectare.
    pub search_area: Rd<MultiPolygon<f64>>,
    /// Name of the kern in or nearest to the search area.
    pub search_area_name: String,
    /// The place of those tried that brings most 75-plussers within a zone.
    pub best_place: RdPoint,
    /// People of the zone that the best place would make.
    pub people: PeopleSum,
    /// Those of them who are in no zone today.
    pub added: PeopleSum,
}

impl Subject {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Self::Care { id, .. } | Self::Settlement { id, .. } => *id,
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn point(&self) -> RdPoint {
        match self {
            Self::Care { point, .. } | Self::Settlement { point, .. } => *point,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        match self {
            Self::Care { name, .. } | Self::Settlement { name, .. } => name,
        }
    }
}

/// The id of the near miss of a subject that needs one of some kinds, in the order of the catalogue.
#[must_use]
pub fn near_miss_id(subject: Uuid, kinds: &[AmenityKind]) -> Uuid {
    let roles: Vec<&str> = kinds.iter().map(|kind| kind.role()).collect();
    id_from_source("bijna-zone", &format!("{subject}/{}", roles.join("|")))
}

/// Radius of a disk of a little over one hectare, in metres: the smallest core a zone may have.
const CORE_DISK_M: f64 = 57.0;

/// Outlines are simplified by so much before they grow, and grow so much less, in metres.
const SIMPLIFIED_M: f64 = 1.0;

/// Places farther than this from an addition do not change what it makes, in metres: several of the widest circles.
const NEIGHBORHOOD_M: f64 = 4_000.0;

/// Kinds whose addition has the same effect: which rules one more place of them helps.
struct Addition {
    kinds: Vec<AmenityKind>,
    /// Smallest radius of the rules it helps, *geclusterd* and wider, in metres: its own disk of the core.
    core_radius_m: f64,
}

impl Addition {
    fn helps(&self, rule: &Rule) -> bool {
        rule.kinds.contains(&self.kinds[0])
    }
}

/// The rules of the core and of the outer ring, and what is already in a zone.
struct Search<'a> {
    scene: &'a Scene<'a>,
    zones: &'a [CaringZone],
    core: Vec<IndexedRule>,
    outer: Vec<IndexedRule>,
    outlines: Outlines<'a>,
    /// A place in the core of each zone.
    core_places: RTree<[f64; 2]>,
    /// Per square with people the share that lies in a zone.
    in_zone: Vec<f64>,
    /// The 24-uurszorglocaties without a zone.
    care_without: Vec<Subject>,
    /// Where these stand.
    care_without_places: RTree<[f64; 2]>,
    /// For each kern whether it has no zone.
    settlement_is_without: Vec<bool>,
}

/// For every 24-uurszorglocatie and kern without a zone, each single kind of place whose addition makes one; ranked by
/// the 75-plussers that it brings within a zone. Nothing when cancelled.
pub(super) fn find(
    scene: &Scene<'_>,
    zones: &[CaringZone],
    memo: &mut NearMissMemo,
    cancel: &Cancel,
) -> Option<Vec<NearMiss>> {
    let Some(search) = Search::new(scene, zones) else { return Some(Vec::new()) };
    let additions = search.additions();
    memo.rooms.resize_with(additions.len(), || None);
    let rooms = additions.par_iter().zip(&mut memo.rooms);
    let mut tasks: Vec<(Subject, &Addition, Vec<Polygon<f64>>)> =
        rooms.flat_map_iter(|(addition, room)| search.settlement_tasks(addition, room)).collect();
    let care_tasks = search.care_without.par_iter().flat_map_iter(|subject| {
        additions
            .iter()
            .filter_map(|addition| Some((subject.clone(), addition, search.core_around(subject, addition)?)))
    });
    tasks.par_extend(care_tasks);
    tasks.retain(|(subject, addition, _)| !search.has_within_norm(subject, addition));
    let recalled = memo.recall(&search);
    let found: Vec<Found> = tasks
        .into_par_iter()
        .filter(|_| !cancel.is_set())
        .map(|(subject, addition, cores)| {
            let known = recalled
                .as_ref()
                .and_then(|last| last.outcome(&subject, &addition.kinds, &cores, addition.core_radius_m));
            let mut near_miss = known.cloned().unwrap_or_else(|| search.near_miss(subject.clone(), addition, &cores));
            if let Some(found) = &mut near_miss {
                found.kinds_without_layer = search.without_layer(addition);
            }
            Found { subject, kinds: addition.kinds.clone(), cores, near_miss }
        })
        .collect();
    if cancel.is_set() {
        return None;
    }
    let mut near_misses: Vec<NearMiss> = found.iter().filter_map(|found| found.near_miss.clone()).collect();
    memo.remember(search, found);
    let added = |near_miss: &NearMiss| near_miss.added.aged_75_plus.value().unwrap_or(0.0);
    near_misses.sort_by(|a, b| added(b).total_cmp(&added(a)).then(a.id.cmp(&b.id)));
    near_misses.dedup_by_key(|near_miss| near_miss.id);
    Some(near_misses)
}

/// A place within a zone's core.
fn core_place(zone: &CaringZone) -> Option<Point<f64>> {
    zone.core.map(|place| place.0)
}

fn shares_in_zones(scene: &Scene<'_>, zones: &[CaringZone]) -> Vec<f64> {
    let mut shares = vec![0.0; scene.situation.demand.cells().len()];
    for (idx, share) in zones.iter().flat_map(|zone| &*zone.squares) {
        shares[*idx] += share;
    }
    shares
}

fn care_without_zone(scene: &Scene<'_>, zones: &[CaringZone]) -> Vec<Subject> {
    let served: BTreeSet<Uuid> = zones.iter().flat_map(|zone| zone.care.iter().map(|care| care.id)).collect();
    let is_without = |place: &&Place| !served.contains(&place.id) && scene.situation.ground.is_inside(place.point);
    let without: Vec<&Place> = scene.care().iter().filter(is_without).collect();
    let subject = |place: &&Place| Subject::Care { id: place.id, name: place.name.clone(), point: place.point };
    apart(without).iter().map(subject).collect()
}

/// Of more 24-uurszorglocaties than this in one square of a hectare, the first stands for all: what one lacks they all lack.
const MANY_IN_HECTARE: usize = 4;

fn apart(care: Vec<&Place>) -> Vec<&Place> {
    let mut in_hectare: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    let hectare = |place: &&Place| {
        let DemandCell { col, row, .. } = DemandCell::at(place.point, PeopleCounts::default());
        (col, row)
    };
    for place in &care {
        *in_hectare.entry(hectare(place)).or_default() += 1;
    }
    let mut told = BTreeSet::new();
    let mut stands_for_itself = |place: &&Place| {
        let at = hectare(place);
        in_hectare.get(&at).is_none_or(|n| *n <= MANY_IN_HECTARE) || told.insert(at)
    };
    care.into_iter().filter(|place| stands_for_itself(place)).collect()
}

/// Which kernen in the study area have no zone. A kern has one when its name stands in one, or when it has a 24-uurszorglocatie of one.
fn settlements_without_zone(scene: &Scene<'_>, zones: &[CaringZone], outlines: &Outlines<'_>) -> Vec<bool> {
    let settlements = scene.situation.settlements.iter();
    let is_inside = |place: RdPoint| scene.situation.ground.is_inside(place);
    let mut without: Vec<bool> =
        settlements.map(|s| outlines.position(s.point.0).is_none() && is_inside(s.point)).collect();
    for care in zones.iter().flat_map(|zone| &zone.care) {
        if let Some(idx) = scene.situation.settlement_idx_at(care.point) {
            without[idx] = false;
        }
    }
    without
}

/// Where all rules but those an addition helps hold with [`CORE_DISK_M`] to spare.
///
/// `last` is how it was found last time.
fn with_room<'r>(rules: impl Iterator<Item = &'r Rule>, last: Option<&Solved>) -> Option<Solved> {
    let shrunk: Vec<Rule> = rules
        .map(|rule| {
            let disks = rule.disks.iter().map(|disk| Disk { radius: disk.radius - CORE_DISK_M, ..*disk });
            Rule { disks: disks.filter(|disk| disk.radius > 0.0).collect(), ..rule.clone() }
        })
        .collect();
    (!shrunk.is_empty()).then(|| rings::pieces_again(shrunk.iter(), last))
}

impl<'a> Search<'a> {
    /// Nothing when no required rule bounds a core or a zone: then there is nothing to miss.
    fn new(scene: &'a Scene<'a>, zones: &'a [CaringZone]) -> Option<Self> {
        let rules = |form| -> Option<Vec<IndexedRule>> {
            let rules = rings::ring_rules(scene.situation, scene.norms, form)?;
            Some(rules.into_par_iter().enumerate().map(|(group, rule)| IndexedRule::new(rule, group)).collect())
        };
        let (core, outer) = (rules(HousingForm::Clustered)?, rules(HousingForm::StepFree)?);
        let outlines = Outlines::new(zones.iter().map(|zone| &zone.outline.0));
        let care_without = care_without_zone(scene, zones);
        Some(Self {
            scene,
            zones,
            core,
            outer,
            in_zone: shares_in_zones(scene, zones),
            care_without_places: RTree::bulk_load(care_without.iter().map(|care| care.point().0.0.into()).collect()),
            care_without,
            settlement_is_without: settlements_without_zone(scene, zones, &outlines),
            outlines,
            core_places: RTree::bulk_load(zones.iter().filter_map(core_place).map(|place| place.0.into()).collect()),
        })
    }
}

impl Search<'_> {
    /// The kinds that required rules ask for; kinds that help the same rules together.
    fn additions(&self) -> Vec<Addition> {
        let helped = |kind: AmenityKind| -> Vec<usize> {
            let rules = self.core.iter().enumerate();
            rules.filter(|(_, rule)| rule.kinds.contains(&kind)).map(|(idx, _)| idx).collect()
        };
        let mut additions: Vec<(Vec<usize>, Addition)> = Vec::new();
        for kind in AmenityKind::all() {
            let rules = helped(kind);
            if rules.is_empty() {
                continue;
            }
            match additions.iter_mut().find(|(known, _)| *known == rules) {
                Some((_, addition)) => addition.kinds.push(kind),
                None => {
                    let radii = rules.iter().map(|idx| self.core[*idx].radius_m);
                    let core_radius_m = radii.fold(f64::INFINITY, f64::min);
                    additions.push((rules, Addition { kinds: vec![kind], core_radius_m }));
                }
            }
        }
        additions.into_iter().map(|(_, addition)| addition).filter(|a| a.core_radius_m > CORE_DISK_M).collect()
    }

    /// Where an addition would make a core with this one 24-uurszorglocatie; nothing when that is nowhere.
    fn core_around(&self, subject: &Subject, addition: &Addition) -> Option<Vec<Polygon<f64>>> {
        let Subject::Care { point, .. } = subject else { return None };
        if addition.kinds.contains(&AmenityKind::CARE) {
            return None;
        }
        let own = point.0.0;
        let care_reach = self.core.iter().filter(|r| r.kinds.contains(&AmenityKind::CARE)).map(|r| r.radius_m);
        let care_reach = care_reach.fold(f64::INFINITY, f64::min);
        let rules: Vec<Rule> = self
            .core
            .iter()
            .filter(|rule| !addition.helps(rule))
            .map(|rule| {
                let is_care = rule.kinds.contains(&AmenityKind::CARE);
                let reach = rule.largest_radius_m() + care_reach;
                rule.with_disks(thinned(rule.near(own, if is_care { 0.0 } else { reach })))
            })
            .collect();
        let pieces = with_room(rules.iter(), None)?.polygons;
        (!pieces.is_empty()).then_some(pieces)
    }

    /// Kernen without a zone where an addition would make a core, other than with a 24-uurszorglocatie without a zone:
    /// those are subjects of their own.
    fn settlement_tasks<'t>(
        &self,
        addition: &'t Addition,
        room: &mut Option<Solved>,
    ) -> Vec<(Subject, &'t Addition, Vec<Polygon<f64>>)> {
        let settlements = &self.scene.situation.settlements;
        let without_zone = &self.settlement_is_without;
        let mut pieces_of: Vec<Vec<Polygon<f64>>> = vec![Vec::new(); settlements.len()];
        *room = with_room(self.core.iter().map(|rule| &**rule).filter(|rule| !addition.helps(rule)), room.as_ref());
        for piece in room.iter().flat_map(|room| &room.polygons) {
            let Some(place) = place_within(piece) else { continue };
            let own = self.scene.situation.settlement_idx_at(Rd(place)).filter(|idx| without_zone[*idx]);
            let bounds = piece.bounding_rect();
            let holds = |s: &Settlement| {
                bounds.is_some_and(|bounds| is_within(&bounds, s.point.0)) && piece.contains(&s.point.0)
            };
            let idx =
                own.or_else(|| (0..settlements.len()).find(|idx| without_zone[*idx] && holds(&settlements[*idx])));
            let Some(idx) = idx.filter(|_| self.outlines.position(place).is_none()) else { continue };
            if addition.kinds.contains(&AmenityKind::CARE) || !self.has_care_without_near(piece) {
                pieces_of[idx].push(piece.clone());
            }
        }
        let with_pieces = settlements.iter().zip(pieces_of).filter(|(_, pieces)| !pieces.is_empty());
        let tasks = with_pieces.map(|(settlement, pieces)| {
            let (id, name, point) = (settlement.id, settlement.name.as_str().into(), settlement.point);
            (Subject::Settlement { id, name, point }, addition, pieces)
        });
        tasks.collect()
    }

    /// Does a 24-uurszorglocatie without a zone stand near enough to a core to be of it?
    fn has_care_without_near(&self, piece: &Polygon<f64>) -> bool {
        let (Some(bounds), care_radius) = (piece.bounding_rect(), self.care_radius()) else { return false };
        let margin = Coord { x: care_radius, y: care_radius };
        let around = AABB::from_corners((bounds.min() - margin).into(), (bounds.max() + margin).into());
        let mut near = self.care_without_places.locate_in_envelope(&around).map(|place| Coord::from(*place));
        near.any(|place| {
            bounds.distance_to(place) <= care_radius && Euclidean.distance(piece, &Point(place)) <= care_radius
        })
    }

    /// Is there one already where its norms ask for it, as walked to by the subject?
    fn has_within_norm(&self, subject: &Subject, addition: &Addition) -> bool {
        let nearest = addition.kinds.iter().filter_map(|kind| self.scene.situation.nearest_m(*kind, subject.point()));
        let within_m = addition.core_radius_m + INCLUSIVE_TOLERANCE_M / self.scene.norms.detour_factor;
        nearest.fold(f64::INFINITY, f64::min) <= within_m
    }

    fn care_radius(&self) -> f64 {
        let rules = self.core.iter().filter(|rule| rule.kinds.contains(&AmenityKind::CARE));
        rules.map(|rule| rule.radius_m).fold(f64::INFINITY, f64::min)
    }

    /// Where the addition may stand, which place of those tried is best, and what it brings.
    fn near_miss(&self, subject: Subject, addition: &Addition, cores: &[Polygon<f64>]) -> Option<NearMiss> {
        let simple = MultiPolygon(cores.to_vec()).simplify(SIMPLIFIED_M);
        let around = simple.buffer(addition.core_radius_m - CORE_DISK_M - SIMPLIFIED_M);
        let search_area: MultiPolygon<f64> =
            around.into_iter().flat_map(|piece| self.scene.situation.ground.cut(piece)).collect();
        let mut tried = self.places_to_try(&search_area, cores, addition);
        // The estimate orders them; the exact outcome decides, and may find that the place only enlarges a zone.
        tried.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (best_place, (people, added)) =
            tried.iter().take(3).find_map(|(place, _)| Some((*place, self.gain(*place, addition)?)))?;
        if added.aged_75_plus.is_below(1.0) || added.residents.is_below(1.0) {
            return None;
        }
        let settlement = self.scene.situation.settlement_at(best_place);
        Some(NearMiss {
            id: near_miss_id(subject.id(), &addition.kinds),
            search_area_name: settlement.map_or_else(|| subject.name().to_string(), |s| s.name.clone()),
            subject,
            kinds_needed: addition.kinds.clone(),
            kinds_without_layer: Vec::new(),
            search_area: Rd(search_area),
            best_place,
            people,
            added,
        })
    }

    fn without_layer(&self, addition: &Addition) -> Vec<AmenityKind> {
        let kinds = addition.kinds.iter().copied();
        kinds.filter(|kind| !self.scene.situation.is_read(*kind)).collect()
    }
}
