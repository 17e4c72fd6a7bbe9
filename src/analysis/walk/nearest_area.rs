//! Where one of several places is the nearest.

use geo::{BooleanOps, BoundingRect, Coord, Line, LineString, Polygon, Rect};

use crate::crs::RdPoint;
use crate::geometry::bounds::grown;
use crate::geometry::polygon::clipped;

/// Where one of several places is the nearest of all, within a box: its Voronoi cell, which is convex.
pub(in crate::analysis) struct NearestArea(Polygon<f64>);

/// How far beyond the box the area reaches, in metres: no more than that it is beyond.
const BEYOND_M: f64 = 1_000.0;

impl NearestArea {
    /// Of the place at a position. Of several at one address everything goes to the first.
    pub(in crate::analysis) fn new(places: &[RdPoint], idx: usize, bounds: &Rect<f64>) -> Self {
        let own = places[idx].0.0;
        if places[..idx].iter().any(|other| other.0.0 == own) {
            return Self(Polygon::new(LineString(Vec::new()), Vec::new()));
        }
        let mut vertices: Vec<Coord<f64>> = grown(bounds, BEYOND_M).to_polygon().exterior().0[..4].to_vec();
        for other in places.iter().map(|place| place.0.0).filter(|other| *other != own) {
            let middle = (own + other) / 2.0;
            let towards = other - own;
            vertices = clipped(&vertices, |c| (c.x - middle.x) * towards.x + (c.y - middle.y) * towards.y);
        }
        Self(Polygon::new(LineString(vertices), Vec::new()))
    }

    /// The part of a polygon within it. What lies wholly within or beyond it is not cut.
    pub(in crate::analysis) fn cut(&self, piece: &Polygon<f64>) -> Vec<Polygon<f64>> {
        let (Some(bounds), border) = (piece.bounding_rect(), self.0.exterior()) else { return Vec::new() };
        let corners = bounds.to_polygon();
        let beyond = |side: Line<f64>, place: Coord<f64>| {
            let (along, to) = (side.delta(), place - side.start);
            along.x * to.y - along.y * to.x < 0.0
        };
        let is_beyond = |side: Line<f64>| corners.exterior().coords().all(|corner| beyond(side, *corner));
        if border.0.is_empty() || border.lines().any(is_beyond) {
            return Vec::new();
        }
        let is_within = |vertex: &Coord<f64>| border.lines().all(|side| !beyond(side, *vertex));
        if piece.exterior().coords().all(is_within) {
            return vec![piece.clone()];
        }
        piece.intersection(&self.0).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, MultiPolygon};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cutting_along_the_lines_between_anchors_loses_nothing_and_equals_the_intersection(
            sites in prop::collection::vec((0.0..2_000.0_f64, 0.0..2_000.0_f64), 1..6),
            radii in prop::collection::vec(60.0..700.0_f64, 5..20), east in 0.0..2_000.0_f64, north in 0.0..2_000.0_f64,
        ) {
            let corner = |(idx, radius): (usize, &f64)| {
                let angle = idx as f64 / radii.len() as f64 * std::f64::consts::TAU;
                (east + radius * angle.cos(), north + radius * angle.sin())
            };
            let star = Polygon::new(radii.iter().enumerate().map(corner).collect::<LineString<f64>>(), Vec::new());
            let sites: Vec<RdPoint> = sites.into_iter().map(|(x, y)| RdPoint::at(x, y)).collect();
            let bounds = star.bounding_rect().expect("not empty");
            let mut sum = 0.0;
            for idx in 0..sites.len() {
                let area = NearestArea::new(&sites, idx, &bounds);
                let cut = MultiPolygon(area.cut(&star)).unsigned_area();
                prop_assert!((cut - star.intersection(&area.0).unsigned_area()).abs() < 1.0);
                sum += cut;
            }
            prop_assert!((sum - star.unsigned_area()).abs() < 1.0, "{sum} of {}", star.unsigned_area());
        }
    }
}
