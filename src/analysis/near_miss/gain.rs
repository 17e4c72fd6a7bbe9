//! What an addition at a place would bring: tried at a few places of its search area.

use geo::{Area, BoundingRect, Contains, Coord, Distance, Euclidean, MultiPolygon, Point, Polygon};
use rstar::AABB;

use super::indexed::IndexedRule;
use super::{Addition, NEIGHBORHOOD_M, Search};
use crate::analysis::circles::{Disk, MarkedDisk, intersection_of_marked};
use crate::analysis::outlines::first_of_squares;
use crate::analysis::scan::place_within;
use crate::analysis::zones::MIN_RING_M2;
use crate::crs::{Rd, RdPoint};
use crate::domain::demand::{DEMAND_CELL_M, DemandCell, PeopleSum};

/// At most so many places are tried for the best one.
const MAX_TRIED: usize = 48;

impl Search<'_> {
    /// Inhabited squares of the search area, evenly thinned out, each with an estimate of the 75-plussers it would serve.
    pub(super) fn places_to_try(
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
        let is_inside = |place: &RdPoint| self.scene.situation.ground.is_inside(*place);
        places.extend(cores.iter().filter_map(place_within).map(Rd).filter(is_inside));
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
        let row = |y: f64| y / DEMAND_CELL_M;
        let from = cells.partition_point(|cell| f64::from(cell.row) < row(around.min().y) - 1.0);
        let to = cells.partition_point(|cell| f64::from(cell.row) <= row(around.max().y));
        let rules = self.outer.iter().filter(|rule| !addition.helps(rule));
        let near: Vec<Vec<Disk>> = rules
            .map(|rule| {
                let touches = |disk: &Disk| around.distance_to(disk.center) <= disk.radius;
                let mut near = rule.around(around);
                near.retain(touches);
                thinned(near)
            })
            .collect();
        let holds = |place: Coord<f64>| {
            near.iter().all(|disks| disks.iter().any(|disk| distance(disk.center, place) <= disk.radius))
        };
        (from..to)
            .filter(|idx| around.contains(&cells[*idx].center().0) && holds(cells[*idx].center().0.0))
            .map(|idx| {
                let aged = cells[idx].people.aged_75_plus.unwrap_or(0.0);
                let inside = self.scene.situation.ground.share_inside(idx);
                (cells[idx].center(), aged * (inside - self.in_zone[idx]).max(0.0))
            })
            .collect()
    }

    /// The people of the zone that an addition at this place makes, and those of them in no zone today; nothing when it
    /// makes none, or only enlarges one there is.
    pub(super) fn gain(&self, place: RdPoint, addition: &Addition) -> Option<(PeopleSum, PeopleSum)> {
        let zone = self.zone_made(place, addition, &WINDOWS)?;
        let ground = &self.scene.situation.ground;
        let (mut all, mut new) = (ground.nobody(), ground.nobody());
        for (idx, share) in ground.cut(zone).iter().flat_map(|piece| ground.covered(piece)) {
            let people = &self.scene.situation.demand.cells()[idx].people;
            all.add_share(people, share);
            new.add_share(people, share.min((ground.share_inside(idx) - self.in_zone[idx]).max(0.0)));
        }
        Some((all, new))
    }

    /// The zone that an addition at this place makes; nothing when it makes none, or only enlarges one there is.
    ///
    /// Looks first at what is close by, and farther only when that does not tell: of places that crowd most are spared.
    pub(super) fn zone_made(&self, place: RdPoint, addition: &Addition, parts: &[f64]) -> Option<Polygon<f64>> {
        let mut windows_of = windows(place, &self.core, addition, parts);
        let new_cores = windows_of.find_map(|window| self.new_cores(&window, addition))?;
        if new_cores.is_empty() {
            return None;
        }
        let windows = windows(place, &self.outer, addition, parts);
        let mut made = windows.map(|window| self.zone_within(&window, addition, &new_cores));
        match made.find(|made| !matches!(made, Made::ReachesFarther))? {
            Made::Zone(zone) => Some(zone),
            Made::Nothing | Made::ReachesFarther => None,
        }
    }

    /// A place in each core that holds near the addition; nothing when that takes a larger window.
    fn new_cores(&self, window: &Window, addition: &Addition) -> Option<Vec<Point<f64>>> {
        let pieces = window.pieces(&self.core, addition);
        let is_near = |core: &&Polygon<f64>| Euclidean.distance(*core, &window.place.0) <= addition.core_radius_m;
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
        if window.is_last || outer.iter().all(|outline| window.is_whole(outline)) {
            let first = outer.into_iter().zip(enlarges).next();
            return first.filter(|(_, enlarges)| !enlarges).map_or(Made::Nothing, |(zone, _)| Made::Zone(zone));
        }
        // What holds a core already does so all the more when all of it is seen.
        if enlarges.into_iter().all(|enlarges| enlarges) { Made::Nothing } else { Made::ReachesFarther }
    }

    /// Does the core of a zone of today lie in it?
    fn holds_a_core(&self, outline: &Polygon<f64>) -> bool {
        let Some(bounds) = outline.bounding_rect() else { return false };
        let around = AABB::from_corners(bounds.min().into(), bounds.max().into());
        let mut within = self.core_places.locate_in_envelope(&around);
        within.any(|core| outline.contains(&Point::from(*core)))
    }
}

/// What an addition makes, as far as is seen.
enum Made {
    Zone(Polygon<f64>),
    Nothing,
    ReachesFarther,
}

/// Around a place beyond the core that an addition makes, so much more is looked at first, in metres.
const CLOSE_BY_M: f64 = 250.0;

/// Taken off how far a window tells all, in metres: far above rounding.
pub(super) const SLACK_M: f64 = 1.0;

/// How large the neighborhoods are that are looked at one after the other: 0 is close by, 1 all of [`NEIGHBORHOOD_M`].
pub(super) const WINDOWS: [f64; 3] = [0.0, 0.5, 1.0];

/// The neighborhoods of a place that are looked at one after the other. The last one decides.
fn windows(place: RdPoint, rules: &[IndexedRule], addition: &Addition, parts: &[f64]) -> impl Iterator<Item = Window> {
    let reach_m = rules.iter().map(|rule| rule.largest_radius_m().max(rule.radius_m)).fold(0.0, f64::max);
    let close_m = addition.core_radius_m + reach_m + CLOSE_BY_M;
    let sizes = parts.iter().map(move |part| close_m.min(NEIGHBORHOOD_M) * (1.0 - part) + NEIGHBORHOOD_M * part);
    let window =
        move |of_m: f64| Window { place, of_m, exact_m: of_m - reach_m - SLACK_M, is_last: of_m >= NEIGHBORHOOD_M };
    sizes.map(window)
}

/// What lies near a place: circles with their centre within a distance of it.
struct Window {
    place: RdPoint,
    of_m: f64,
    /// So far from the place no other circle reaches.
    exact_m: f64,
    /// Nothing is looked at beyond it.
    is_last: bool,
}

impl Window {
    /// Where all rules hold with the circles in the window and the addition, in pieces.
    fn pieces(&self, rules: &[IndexedRule], addition: &Addition) -> Vec<Polygon<f64>> {
        let mut marked = Vec::new();
        for (group, rule) in rules.iter().enumerate() {
            marked.extend(rule.marked_near(self.place.0.0, self.of_m));
            if addition.helps(rule) {
                let disk = Disk { center: self.place.0.0, radius: rule.radius_m, group };
                marked.push(MarkedDisk { disk, is_covered: false });
            }
        }
        intersection_of_marked(marked, rules.len())
    }

    /// Would a piece be no larger if more circles were looked at?
    fn is_whole(&self, piece: &Polygon<f64>) -> bool {
        self.is_last || piece.exterior().coords().all(|corner| distance(*corner, self.place.0.0) <= self.exact_m)
    }
}

/// Between two places, in metres.
pub(super) fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (dx, dy) = (a.x - b.x, a.y - b.y);
    (dx * dx + dy * dy).sqrt()
}

/// Distance from a box to a place, 0 inside.
pub(super) trait DistanceTo {
    fn distance_to(&self, place: Coord<f64>) -> f64;
}

impl DistanceTo for geo::Rect<f64> {
    fn distance_to(&self, place: Coord<f64>) -> f64 {
        let beyond = |value: f64, min: f64, max: f64| (min - value).max(value - max).max(0.0);
        beyond(place.x, self.min().x, self.max().x).hypot(beyond(place.y, self.min().y, self.max().y))
    }
}

/// With more circles than this of one rule, those that add little are left out.
const MANY_DISKS: usize = 2_048;

/// Circles whose centres stand in the same square of so many metres are one when there are too many; if that is not enough, in
/// one twice as large, and so on. What is left claims no more than all of them.
const THINNED_M: f64 = 5.0;

/// The largest square from which one circle is kept, in metres: smaller than any core.
const MAX_THINNED_M: f64 = 40.0;

/// The circles, or in a crowd enough of them to search by.
pub(super) fn thinned(mut disks: Vec<Disk>) -> Vec<Disk> {
    let mut square_m = THINNED_M;
    while disks.len() > MANY_DISKS && square_m <= MAX_THINNED_M {
        disks = first_of_squares(&disks, square_m, |disk| disk.center);
        square_m *= 2.0;
    }
    disks
}
