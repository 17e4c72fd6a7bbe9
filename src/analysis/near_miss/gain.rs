//! What an addition at a place would bring: tried at a few places of its search area.

use std::cell::Cell;

use geo::{Area, BoundingRect, Contains, MultiPolygon, Point, Polygon, Rect};

use super::miss::{NearMiss, near_miss_id};
use super::search::{Search, Task};
use crate::analysis::walk::{Addition, CORE_DISK_M, MIN_RING_M2, NEIGHBORHOOD_M, RulesIn, WINDOWS, Window, windows};
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::{DEMAND_CELL_M, DemandCell, PeopleSum};
use crate::geometry::bounds::envelope;
use crate::geometry::scan::place_within;

/// The largest number of places that are tried for the best one.
const MAX_TRIED: usize = 48;

impl Search<'_> {
    /// What an addition brings a subject, and from how far that was seen.
    pub(super) fn solve(&self, task: &Task<'_>) -> Solution {
        let seen_m = Cell::new(NEIGHBORHOOD_M);
        Solution { near_miss: self.near_miss(task, &seen_m), seen_m: seen_m.get() }
    }

    /// Where the addition may stand, which place of those tried is best, and what it brings.
    fn near_miss(&self, (subject, addition, cores): &Task<'_>, seen_m: &Cell<f64>) -> Option<NearMiss> {
        let around = self.scene.walk.around_disks(cores, CORE_DISK_M, addition.walking_m);
        let search_area: MultiPolygon<f64> =
            around.into_iter().flat_map(|piece| self.scene.situation.people.cut(piece)).collect();
        let mut tried = self.places_to_try(&search_area, cores, addition);
        // The estimate orders them; the exact outcome decides, and may find that the place only enlarges a zone.
        tried.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (best_place, (people, added)) =
            tried.iter().take(3).find_map(|(place, _)| Some((*place, self.gain(*place, addition, seen_m)?)))?;
        if added.aged_75_plus.is_below(1.0) || added.residents.is_below(1.0) {
            return None;
        }
        let settlement = self.scene.situation.settlement_at(best_place);
        Some(NearMiss {
            id: near_miss_id(subject.id(), &addition.kinds),
            search_area_name: settlement.map_or_else(|| subject.name().to_string(), |s| s.name.clone()),
            subject: subject.clone(),
            kinds_needed: addition.kinds.clone(),
            kinds_without_layer: Vec::new(),
            search_area: Rd(search_area),
            best_place,
            people,
            added,
        })
    }

    /// Of the kinds of an addition those of which nobody gave a layer.
    pub(super) fn without_layer(&self, addition: &Addition) -> Vec<AmenityKind> {
        let kinds = addition.kinds.iter().copied();
        kinds.filter(|kind| !self.scene.situation.is_read(*kind)).collect()
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
        for (idx, share) in search_area.iter().flat_map(|piece| self.scene.situation.people.covered(piece)) {
            if share > 0.99 && cells[idx].people.residents.is_some_and(|n| n > 0.0) {
                inhabited.push(idx);
            }
        }
        let step = inhabited.len().div_ceil(MAX_TRIED).max(1);
        let mut places: Vec<RdPoint> = inhabited.iter().step_by(step).map(|idx| cells[*idx].center()).collect();
        let is_inside = |place: &RdPoint| self.scene.situation.people.is_inside(*place);
        places.extend(cores.iter().filter_map(place_within).map(Rd).filter(is_inside));
        let Some(bounds) = search_area.bounding_rect() else { return Vec::new() };
        let walk = self.scene.walk;
        let outer_m = self.outer.iter().filter(|rule| addition.helps(rule)).map(|rule| rule.walking_m);
        let outer_m = outer_m.fold(walk.along_m(NEIGHBORHOOD_M), f64::min);
        let served = self.served_cells(&walk.around(&bounds, outer_m), addition);
        let estimate = |place: RdPoint| -> f64 {
            let near = served.iter().filter(|(at, _)| walk.are_within(outer_m, place, *at));
            near.map(|(_, aged)| aged).sum()
        };
        places.into_iter().map(|place| (place, estimate(place))).collect()
    }

    /// Squares in a box where the outer rules hold but for those the addition helps, with the 75-plussers in no zone.
    fn served_cells(&self, around: &Rect<f64>, addition: &Addition) -> Vec<(RdPoint, f64)> {
        let cells: &[DemandCell] = self.scene.situation.demand.cells();
        let row = |y: f64| y / DEMAND_CELL_M;
        let from = cells.partition_point(|cell| f64::from(cell.row) < row(around.min().y) - 1.0);
        let to = cells.partition_point(|cell| f64::from(cell.row) <= row(around.max().y));
        let rules = RulesIn::new(self.outer.iter().filter(|rule| !addition.helps(rule)), around);
        (from..to)
            .filter(|idx| around.contains(&cells[*idx].center().0) && rules.hold_at(cells[*idx].center().0.0))
            .map(|idx| {
                let aged = cells[idx].people.aged_75_plus.unwrap_or(0.0);
                let inside = self.scene.situation.people.share_inside(idx);
                (cells[idx].center(), aged * (inside - self.in_zone[idx]).max(0.0))
            })
            .collect()
    }

    /// The people of the zone that an addition at this place makes, and those of them in no zone today; nothing when it
    /// makes none, or only enlarges one there is.
    fn gain(&self, place: RdPoint, addition: &Addition, seen_m: &Cell<f64>) -> Option<(PeopleSum, PeopleSum)> {
        let zone = self.zone_made(place, addition, &WINDOWS, seen_m)?;
        let people = &self.scene.situation.people;
        let (mut all, mut new) = (people.nobody(), people.nobody());
        for (idx, share) in people.cut(zone).iter().flat_map(|piece| people.covered(piece)) {
            let counts = &self.scene.situation.demand.cells()[idx].people;
            all.add_share(counts, share);
            new.add_share(counts, share.min((people.share_inside(idx) - self.in_zone[idx]).max(0.0)));
        }
        Some((all, new))
    }

    /// The zone that an addition at this place makes; nothing when it makes none, or only enlarges one there is.
    ///
    /// Looks first at what is close by, and farther only when that does not tell: of places that crowd most are spared.
    /// `seen_m` becomes the size of the largest window that was needed, if that is larger.
    pub(super) fn zone_made(
        &self,
        place: RdPoint,
        addition: &Addition,
        parts: &[f64],
        seen_m: &Cell<f64>,
    ) -> Option<Polygon<f64>> {
        let windows_of =
            |rules| windows(place, rules, addition, parts).inspect(|window| seen_m.set(seen_m.get().max(window.of_m)));
        let new_cores = windows_of(&self.core).find_map(|window| self.new_cores(&window, addition))?;
        if new_cores.is_empty() {
            return None;
        }
        let windows = windows_of(&self.outer);
        let mut made = windows.map(|window| self.zone_within(&window, addition, &new_cores));
        match made.find(|made| !matches!(made, Made::ReachesFarther))? {
            Made::Zone(zone) => Some(zone),
            Made::Nothing | Made::ReachesFarther => None,
        }
    }

    /// A place in each core that holds near the addition; nothing when that takes a larger window.
    fn new_cores(&self, window: &Window, addition: &Addition) -> Option<Vec<Point<f64>>> {
        let pieces = window.pieces(&self.core, addition);
        let is_near = |core: &&Polygon<f64>| window.reaches(core, addition);
        let (large, small): (Vec<&Polygon<f64>>, Vec<&Polygon<f64>>) =
            pieces.iter().filter(is_near).partition(|piece| piece.unsigned_area() >= MIN_RING_M2);
        if !small.into_iter().all(|piece| window.is_whole(piece)) {
            return None;
        }
        Some(large.into_iter().filter_map(place_within).collect())
    }

    /// The zone around the new cores as far as a window tells.
    fn zone_within(&self, window: &Window, addition: &Addition, new_cores: &[Point<f64>]) -> Made {
        let mut outer = window.pieces(&self.outer, addition);
        let holds_new = |outline: &Polygon<f64>| new_cores.iter().any(|core| outline.contains(core));
        outer.retain(|outline| outline.unsigned_area() >= MIN_RING_M2 && holds_new(outline));
        let enlarges: Vec<bool> = outer.iter().map(|outline| self.holds_a_core(outline)).collect();
        if outer.iter().all(|outline| window.is_whole(outline)) {
            let first = outer.into_iter().zip(enlarges).next();
            return first.filter(|(_, enlarges)| !enlarges).map_or(Made::Nothing, |(zone, _)| Made::Zone(zone));
        }
        // What holds a core already does so all the more when all of it is seen.
        if enlarges.into_iter().all(|enlarges| enlarges) { Made::Nothing } else { Made::ReachesFarther }
    }

    /// Does the core of a zone of today lie in it?
    fn holds_a_core(&self, outline: &Polygon<f64>) -> bool {
        let Some(bounds) = outline.bounding_rect() else { return false };
        let mut within = self.core_places.locate_in_envelope(&envelope(&bounds));
        within.any(|core| outline.contains(&Point::from(*core)))
    }
}

/// What was found for a task.
#[derive(Debug, Clone)]
pub(super) struct Solution {
    pub(super) near_miss: Option<NearMiss>,
    /// No place farther than this from the addition was looked at, in metres.
    pub(super) seen_m: f64,
}

/// What an addition makes, as far as is seen.
enum Made {
    Zone(Polygon<f64>),
    Nothing,
    ReachesFarther,
}
