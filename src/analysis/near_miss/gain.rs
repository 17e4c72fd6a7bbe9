//! What an addition at a place would bring: tried at a few places of its search area.

use geo::{BoundingRect, Contains, Coord, Distance, Euclidean, MultiPolygon, Point, Polygon};

use super::{Addition, NEIGHBORHOOD_M, Search};
use crate::analysis::circles::Disk;
use crate::analysis::outlines::{first_of_squares, is_within};
use crate::analysis::rings::{self, Rule};
use crate::analysis::scan::place_within;
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
        let rules: Vec<&Rule> = self.outer.iter().filter(|rule| !addition.helps(rule)).collect();
        let near: Vec<Vec<Disk>> = rules
            .iter()
            .map(|rule| {
                let reach = rule.largest_radius_m();
                let touches = |disk: &&Disk| around.distance_to(disk.center) <= disk.radius;
                let near = rule.between(around.min().x - reach, around.max().x + reach).filter(touches);
                thinned(near.copied().collect())
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
        let added = |rules: &[Rule]| -> Vec<Rule> {
            let local = |rule: &Rule| {
                let near = thinned(rule.near(place.0.0, NEIGHBORHOOD_M).copied().collect());
                let mut rule = Rule { disks: near, kinds: rule.kinds.clone(), ..*rule };
                if addition.helps(&rule) {
                    rule.disks.push(Disk { center: place.0.0, radius: rule.radius_m, group: 0 });
                }
                rule
            };
            rules.iter().map(local).collect()
        };
        let ground = &self.scene.situation.ground;
        let cores = rings::area_of(added(&self.core).iter());
        let near_place = |core: &&Polygon<f64>| Euclidean.distance(*core, &place.0) <= addition.core_radius_m;
        let new_cores: Vec<Point<f64>> = cores.iter().filter(near_place).filter_map(place_within).collect();
        let outer = rings::area_of(added(&self.outer).iter());
        let zone = outer.iter().find(|outline| new_cores.iter().any(|core| outline.contains(core)))?;
        let bounds = zone.bounding_rect()?;
        let enlarges = self.core_places.iter().any(|core| is_within(&bounds, *core) && zone.contains(core));
        if enlarges {
            return None;
        }
        let (mut all, mut new) = (ground.nobody(), ground.nobody());
        for (idx, share) in ground.cut(zone.clone()).iter().flat_map(|piece| ground.covered(piece)) {
            let people = &self.scene.situation.demand.cells()[idx].people;
            all.add_share(people, share);
            new.add_share(people, share.min((ground.share_inside(idx) - self.in_zone[idx]).max(0.0)));
        }
        Some((all, new))
    }
}

fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
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
