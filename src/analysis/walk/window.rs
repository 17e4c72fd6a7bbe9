//! What rules make near one added place, looked at close by first.

use geo::{BoundingRect, Distance, Euclidean, MultiPolygon, Polygon, Rect};

use super::local::{LocalRule, SLACK_M, distance_m};
use super::missing::Addition;
use crate::crs::RdPoint;
use crate::geometry::bounds::grown;
use crate::geometry::disks::{MarkedDisk, intersection_of_marked};

/// What an addition makes hardly ever depends on places farther from it than this, in metres: several of the widest circles.
pub(in crate::analysis) const NEIGHBORHOOD_M: f64 = 4_000.0;

/// How far beyond the core that an addition makes is looked at first, in metres.
const CLOSE_BY_M: f64 = 250.0;

/// How large the neighborhoods are that are looked at one after the other, until one shows all of what an addition makes:
/// 0 is close by, 1 all of [`NEIGHBORHOOD_M`], more than 1 that many times it, and the last one everything.
pub(in crate::analysis) const WINDOWS: [f64; 6] = [0.0, 0.5, 1.0, 2.0, 4.0, f64::INFINITY];

/// What lies near a place: circles with their centre within a distance of it.
pub(in crate::analysis) struct Window {
    place: RdPoint,
    pub(in crate::analysis) of_m: f64,
    /// So far from the place no other circle reaches.
    exact_m: f64,
}

/// The neighborhoods of a place that are looked at one after the other.
pub(in crate::analysis) fn windows(
    place: RdPoint,
    rules: &[LocalRule],
    addition: &Addition,
    parts: &[f64],
) -> impl Iterator<Item = Window> {
    let reach_m = rules.iter().map(|rule| rule.largest_radius_m.max(rule.radius_m)).fold(0.0, f64::max);
    let close_m = addition.radius_m + reach_m + CLOSE_BY_M;
    let close_m = close_m.min(NEIGHBORHOOD_M);
    let sizes = parts.iter().map(move |part| NEIGHBORHOOD_M * part + close_m * (1.0 - part).max(0.0));
    sizes.map(move |of_m| Window { place, of_m, exact_m: of_m - reach_m - SLACK_M })
}

impl Window {
    /// Where all rules hold with the circles in the window and the addition, in pieces.
    pub(in crate::analysis) fn pieces(&self, rules: &[LocalRule], addition: &Addition) -> Vec<Polygon<f64>> {
        let mut marked = Vec::new();
        for rule in rules {
            marked.extend(rule.marked_near(self.place.0.0, self.of_m));
            if addition.helps(rule) {
                marked.push(MarkedDisk { disk: rule.disk_at(self.place.0.0), is_covered: false });
            }
        }
        intersection_of_marked(marked, rules.len())
    }

    /// Would a piece be no larger if more circles were looked at?
    pub(in crate::analysis) fn is_whole(&self, piece: &Polygon<f64>) -> bool {
        piece.exterior().coords().all(|vertex| distance_m(*vertex, self.place.0.0) <= self.exact_m)
    }

    /// Does a core lie within the walk to the addition?
    pub(in crate::analysis) fn reaches(&self, core: &Polygon<f64>, addition: &Addition) -> bool {
        Euclidean.distance(core, &self.place.0) <= addition.radius_m
    }
}

/// The box beyond which nothing changes what an addition makes, wherever it may stand to complete one of some cores, when no
/// place was looked at that is farther from it than `seen_m`.
pub(in crate::analysis) fn seen_around(
    cores: &[Polygon<f64>],
    addition: &Addition,
    rules: &[&[LocalRule]],
    seen_m: f64,
) -> Option<Rect<f64>> {
    let bounds = MultiPolygon(cores.to_vec()).bounding_rect()?;
    let largest_m = rules.iter().flat_map(|rules| rules.iter()).map(|rule| rule.largest_radius_m).fold(0.0, f64::max);
    Some(grown(&bounds, addition.radius_m + seen_m + largest_m))
}
