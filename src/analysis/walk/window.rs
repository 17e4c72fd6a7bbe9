//! What rules make near one added place, looked at close by first.

use geo::{BoundingRect, Distance, Euclidean, MultiPolygon, Polygon, Rect};

use super::local::{LocalRule, SLACK_M, distance_m};
use super::room::Addition;
use crate::crs::RdPoint;
use crate::geometry::bounds::grown;
use crate::geometry::disks::{MarkedDisk, intersection_of_marked};

/// Places farther than this from an addition do not change what it makes, in metres: several of the widest circles.
pub(in crate::analysis) const NEIGHBORHOOD_M: f64 = 4_000.0;

/// Around a place beyond the core that an addition makes, so much more is looked at first, in metres.
const CLOSE_BY_M: f64 = 250.0;

/// How large the neighborhoods are that are looked at one after the other: 0 is close by, 1 all of [`NEIGHBORHOOD_M`].
pub(in crate::analysis) const WINDOWS: [f64; 3] = [0.0, 0.5, 1.0];

/// What lies near a place: circles with their centre within a distance of it.
pub(in crate::analysis) struct Window {
    place: RdPoint,
    of_m: f64,
    /// So far from the place no other circle reaches.
    exact_m: f64,
    /// Nothing is looked at beyond it.
    pub(in crate::analysis) is_last: bool,
}

/// The neighborhoods of a place that are looked at one after the other. The last one decides.
pub(in crate::analysis) fn windows(
    place: RdPoint,
    rules: &[LocalRule],
    addition: &Addition,
    parts: &[f64],
) -> impl Iterator<Item = Window> {
    let reach_m = rules.iter().map(|rule| rule.largest_radius_m.max(rule.radius_m)).fold(0.0, f64::max);
    let close_m = addition.radius_m + reach_m + CLOSE_BY_M;
    let sizes = parts.iter().map(move |part| close_m.min(NEIGHBORHOOD_M) * (1.0 - part) + NEIGHBORHOOD_M * part);
    sizes.map(move |of_m| Window { place, of_m, exact_m: of_m - reach_m - SLACK_M, is_last: of_m >= NEIGHBORHOOD_M })
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
        self.is_last || piece.exterior().coords().all(|vertex| distance_m(*vertex, self.place.0.0) <= self.exact_m)
    }

    /// Does a core lie within the walk to the addition?
    pub(in crate::analysis) fn reaches(&self, core: &Polygon<f64>, addition: &Addition) -> bool {
        Euclidean.distance(core, &self.place.0) <= addition.radius_m
    }
}

/// The box beyond which nothing changes what an addition makes, wherever it may stand to complete one of some cores.
pub(in crate::analysis) fn seen_around(
    cores: &[Polygon<f64>],
    addition: &Addition,
    rules: &[&[LocalRule]],
) -> Option<Rect<f64>> {
    let bounds = MultiPolygon(cores.to_vec()).bounding_rect()?;
    let largest_m = rules.iter().flat_map(|rules| rules.iter()).map(|rule| rule.largest_radius_m).fold(0.0, f64::max);
    Some(grown(&bounds, addition.radius_m + NEIGHBORHOOD_M + largest_m))
}
