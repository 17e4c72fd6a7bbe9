//! Bijna-zones: where one added place would make a zone.

mod memo;

use std::collections::BTreeSet;
use std::sync::Arc;

use geo::{BoundingRect, Buffer, Contains, Coord, Distance, Euclidean, MultiPolygon, Point, Polygon, Simplify};
use rayon::prelude::*;
use uuid::Uuid;

use super::circles::{Disk, Solved};
use super::outcome::Cancel;
use super::outlines::{Outlines, is_within};
use super::rings::{self, Rule};
use super::scan::place_within;
use super::zones::{CaringZone, Scene};
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::{DemandCell, PeopleSum};
use crate::domain::housing::HousingForm;
use crate::domain::identity::id_from_source;
use crate::domain::settlement::Settlement;
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
    /// Anywhere in here the addition makes a zone with a core of at least one hectare.
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

/// Radius of a disk of a little over one hectare, in metres: the smallest core a zone may have.
const CORE_DISK_M: f64 = 57.0;

/// Outlines are simplified by so much before they grow, and grow so much less, in metres.
const SIMPLIFIED_M: f64 = 1.0;

/// Places farther than this from an addition do not change what it makes, in metres: several of the widest circles.
const NEIGHBORHOOD_M: f64 = 4_000.0;

/// At most so many places are tried for the best one.
const MAX_TRIED: usize = 48;

/// Kinds whose addition has the same effect: which rules one more place of them helps.
struct Addition {
    kinds: Vec<AmenityKind>,
    /// Smallest radius of the core rules it helps, in metres: its own disk of the core.
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
    core: Vec<Rule>,
    outer: Vec<Rule>,
    outlines: Outlines<'a>,
    /// Per square with people the share that lies in a zone.
    in_zone: Vec<f64>,
    /// The 24-uurszorglocaties without a zone.
    care_without: Vec<Subject>,
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
    let rules = |form| rings::ring_rules(scene.situation, scene.norms, form);
    let (Some(core), Some(outer)) = (rules(HousingForm::Clustered), rules(HousingForm::StepFree)) else {
        return Some(Vec::new());
    };
    let outlines = Outlines::new(zones.iter().map(|zone| &zone.outline.0));
    let search = Search {
        scene,
        zones,
        core,
        outer,
        in_zone: shares_in_zones(scene, zones),
        care_without: care_without_zone(scene, zones),
        settlement_is_without: settlements_without_zone(scene, zones, &outlines),
        outlines,
    };
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
    let recalled = memo.recall(&search);
    let found: Vec<Found> = tasks
        .into_par_iter()
        .filter(|_| !cancel.is_set())
        .map(|(subject, addition, cores)| {
            let known = recalled
                .as_ref()
                .and_then(|last| last.outcome(&subject, &addition.kinds, &cores, addition.core_radius_m));
            let near_miss = known.cloned().unwrap_or_else(|| search.near_miss(subject.clone(), addition, &cores));
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
    zone.ring(HousingForm::Clustered).and_then(|ring| place_within(ring.outline.0.0.first()?))
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
    let care = scene.care().iter().filter(|place| !served.contains(&place.id));
    care.map(|place| Subject::Care { id: place.id, name: place.name.clone(), point: place.point }).collect()
}

/// A kern has a zone when its name stands in one, or when it has a 24-uurszorglocatie of one.
fn settlements_without_zone(scene: &Scene<'_>, zones: &[CaringZone], outlines: &Outlines<'_>) -> Vec<bool> {
    let settlements = scene.situation.settlements.iter();
    let mut without: Vec<bool> = settlements.map(|s| outlines.position(s.point.0).is_none()).collect();
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
                let near = rule.near(own, if is_care { 0.0 } else { reach }).copied();
                Rule { disks: near.collect(), kinds: rule.kinds.clone(), ..*rule }
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
        *room = with_room(self.core.iter().filter(|rule| !addition.helps(rule)), room.as_ref());
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
            let care_radius = self.care_radius();
            let is_near = |care: &Subject| {
                let place = care.point().0.0;
                bounds.is_some_and(|bounds| bounds.distance_to(place) <= care_radius)
                    && Euclidean.distance(piece, &Point(place)) <= care_radius
            };
            if addition.kinds.contains(&AmenityKind::CARE) || !self.care_without.iter().any(is_near) {
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

    fn care_radius(&self) -> f64 {
        let rules = self.core.iter().filter(|rule| rule.kinds.contains(&AmenityKind::CARE));
        rules.map(|rule| rule.radius_m).fold(f64::INFINITY, f64::min)
    }

    /// Where the addition may stand, which place of those tried is best, and what it brings.
    fn near_miss(&self, subject: Subject, addition: &Addition, cores: &[Polygon<f64>]) -> Option<NearMiss> {
        let simple = MultiPolygon(cores.to_vec()).simplify(SIMPLIFIED_M);
        let search_area = simple.buffer(addition.core_radius_m - CORE_DISK_M - SIMPLIFIED_M);
        let mut tried = self.places_to_try(&search_area, cores, addition);
        // The estimate orders them; the exact outcome decides, and may find that the place only enlarges a zone.
        tried.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (best_place, people) =
            tried.iter().take(3).find_map(|(place, _)| Some((*place, self.gain(*place, addition)?)))?;
        let settlement = self.scene.situation.settlement_at(best_place);
        let roles: Vec<&str> = addition.kinds.iter().map(|kind| kind.role()).collect();
        Some(NearMiss {
            id: id_from_source("bijna-zone", &format!("{}/{}", subject.id(), roles.join("|"))),
            search_area_name: settlement.map_or_else(|| subject.name().to_string(), |s| s.name.clone()),
            subject,
            kinds_needed: addition.kinds.clone(),
            search_area: Rd(search_area),
            best_place,
            people: people.0,
            added: people.1,
        })
    }

    /// Inhabited squares of the search area, evenly thinned out, each with an estimate of the 75-plussers it would serve.
    fn places_to_try(
        &self,
        search_area: &MultiPolygon<f64>,
        cores: &[Polygon<f64>],
        addition: &Addition,
    ) -> Vec<(RdPoint, f64)> {
        let cells = self.scene.situation.demand.cells();
        let mut inhabited: Vec<usize> = Vec::new();
        for (idx, share) in search_area.iter().flat_map(|piece| self.scene.situation.ground.covered(piece)) {
            if share > 0.99 && cells[idx].people.residents.is_some_and(|n| n > 0.0) {
                inhabited.push(idx);
            }
        }
        let step = inhabited.len().div_ceil(MAX_TRIED).max(1);
        let mut places: Vec<RdPoint> = inhabited.iter().step_by(step).map(|idx| cells[*idx].center()).collect();
        places.extend(cores.iter().filter_map(place_within).map(Rd));
        let Some(bounds) = search_area.bounding_rect() else { return Vec::new() };
        let outer_radius = self.outer.iter().filter(|rule| addition.helps(rule)).map(|rule| rule.radius_m);
        let outer_radius = outer_radius.fold(NEIGHBORHOOD_M, f64::min);
        let margin = Coord { x: outer_radius, y: outer_radius };
        let around = geo::Rect::new(bounds.min() - margin, bounds.max() + margin);
        let served = self.served_cells(&around, addition);
        let estimate = |place: RdPoint| -> f64 {
            let near = served.iter().filter(|(at, _)| place.straight_distance_m(*at) <= outer_radius);
            near.map(|(_, aged)| aged).sum()
        };
        places.into_iter().map(|place| (place, estimate(place))).collect()
    }

    /// Squares in a box where the outer rules hold but for those the addition helps, with the 75-plussers in no zone.
    fn served_cells(&self, around: &geo::Rect<f64>, addition: &Addition) -> Vec<(RdPoint, f64)> {
        let cells: &[DemandCell] = self.scene.situation.demand.cells();
        let row = |y: f64| y / crate::domain::demand::DEMAND_CELL_M;
        let from = cells.partition_point(|cell| f64::from(cell.row) < row(around.min().y) - 1.0);
        let to = cells.partition_point(|cell| f64::from(cell.row) <= row(around.max().y));
        let rules: Vec<&Rule> = self.outer.iter().filter(|rule| !addition.helps(rule)).collect();
        let near: Vec<Vec<&Disk>> = rules
            .iter()
            .map(|rule| {
                let reach = rule.largest_radius_m();
                let touches = |disk: &&Disk| around.distance_to(disk.center) <= disk.radius;
                rule.between(around.min().x - reach, around.max().x + reach).filter(touches).collect()
            })
            .collect();
        let holds = |place: Coord<f64>| {
            near.iter().all(|disks| disks.iter().any(|disk| distance(disk.center, place) <= disk.radius))
        };
        (from..to)
            .filter(|idx| around.contains(&cells[*idx].center().0) && holds(cells[*idx].center().0.0))
            .map(|idx| {
                let aged = cells[idx].people.aged_75_plus.unwrap_or(0.0);
                (cells[idx].center(), aged * (1.0 - self.in_zone[idx]).max(0.0))
            })
            .collect()
    }

    /// The people of the zone that an addition at this place makes, and those of them in no zone today; nothing when it
    /// makes none, or only enlarges one there is.
    fn gain(&self, place: RdPoint, addition: &Addition) -> Option<(PeopleSum, PeopleSum)> {
        let added = |rules: &[Rule]| -> Vec<Rule> {
            let local = |rule: &Rule| {
                let near = rule.near(place.0.0, NEIGHBORHOOD_M).copied();
                let mut rule = Rule { disks: near.collect(), kinds: rule.kinds.clone(), ..*rule };
                if addition.helps(&rule) {
                    rule.disks.push(Disk { center: place.0.0, radius: rule.radius_m, group: 0 });
                }
                rule
            };
            rules.iter().map(local).collect()
        };
        let cores = rings::area_of(added(&self.core).iter());
        let near_place = |core: &&Polygon<f64>| Euclidean.distance(*core, &place.0) <= addition.core_radius_m;
        let new_cores: Vec<Point<f64>> = cores.iter().filter(near_place).filter_map(place_within).collect();
        let outer = rings::area_of(added(&self.outer).iter());
        let zone = outer.iter().find(|outline| new_cores.iter().any(|core| outline.contains(core)))?;
        let enlarges = self.zones.iter().any(|known| core_place(known).is_some_and(|core| zone.contains(&core)));
        if enlarges {
            return None;
        }
        let (mut all, mut new) = (self.scene.situation.ground.nobody(), self.scene.situation.ground.nobody());
        for (idx, share) in self.scene.situation.ground.covered(zone) {
            let people = &self.scene.situation.demand.cells()[idx].people;
            all.add_share(people, share);
            new.add_share(people, share.min((1.0 - self.in_zone[idx]).max(0.0)));
        }
        Some((all, new))
    }
}

fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (dx, dy) = (a.x - b.x, a.y - b.y);
    (dx * dx + dy * dy).sqrt()
}

/// Distance from a box to a place, 0 inside.
trait DistanceTo {
    fn distance_to(&self, place: Coord<f64>) -> f64;
}

impl DistanceTo for geo::Rect<f64> {
    fn distance_to(&self, place: Coord<f64>) -> f64 {
        let beyond = |value: f64, min: f64, max: f64| (min - value).max(value - max).max(0.0);
        beyond(place.x, self.min().x, self.max().x).hypot(beyond(place.y, self.min().y, self.max().y))
    }
}
