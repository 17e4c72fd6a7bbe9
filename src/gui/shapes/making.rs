//! Shapes from what is pointed at: a line from a stroke, a circle by its radius, a rectangle by two corners.

use std::f64::consts::TAU;

use geo::{Coord, LineString, Simplify, Translate};

use super::size::distance_m;
use super::validity::area_from_ring;
use crate::crs::{Rd, RdPoint};
use crate::domain::sketch::SketchShape;

/// Corners of a circle: at 1 km its outline lies at most 3 dm within the true one.
const CIRCLE_CORNERS: u32 = 128;

/// A stroke without the corners that lie within so many metres of the line without them, and without repeats.
pub fn stroke_simplified(stroke: &[Coord<f64>], tolerance_m: f64) -> Vec<Coord<f64>> {
    let mut corners = stroke.to_vec();
    corners.dedup();
    LineString(corners).simplify(tolerance_m).0
}

/// The corners of a circle, counter-clockwise from its east; not closed.
pub fn circle(center: Coord<f64>, radius_m: f64) -> Vec<Coord<f64>> {
    let corner = |idx: u32| {
        let (sin, cos) = (TAU * f64::from(idx) / f64::from(CIRCLE_CORNERS)).sin_cos();
        Coord { x: center.x + radius_m * cos, y: center.y + radius_m * sin }
    };
    (0..CIRCLE_CORNERS).map(corner).collect()
}

/// The corners of a rectangle along the axes of RD, from two that lie across; not closed.
pub fn rectangle(a: Coord<f64>, b: Coord<f64>) -> Vec<Coord<f64>> {
    vec![a, Coord { x: b.x, y: a.y }, b, Coord { x: a.x, y: b.y }]
}

/// A line through the corners, or nothing when it has no length.
pub fn line_from_corners(corners: &[Coord<f64>]) -> Option<LineString<f64>> {
    let mut corners = corners.to_vec();
    corners.dedup();
    let finite = corners.iter().all(|corner| corner.x.is_finite() && corner.y.is_finite());
    (corners.len() >= 2 && finite).then_some(LineString(corners))
}

/// What a stroke of the pointer becomes: an area when it ends within `closing_m` of where it began, else a line.
pub fn shape_from_stroke(stroke: &[Coord<f64>], tolerance_m: f64, closing_m: f64) -> Option<SketchShape> {
    let corners = stroke_simplified(stroke, tolerance_m);
    let (first, last) = (*corners.first()?, *corners.last()?);
    let closes = corners.len() >= 5 && distance_m(first, last) <= closing_m;
    let area = closes.then(|| area_from_ring(&corners[..corners.len() - 1]).ok()).flatten();
    match area {
        Some(area) => Some(SketchShape::Area(Rd(area))),
        None => line_from_corners(&corners).map(|line| SketchShape::Line(Rd(line))),
    }
}

/// A shape moved as a whole.
pub fn moved(shape: &SketchShape, by: Coord<f64>) -> SketchShape {
    let point = |at: &RdPoint| RdPoint::at(at.x() + by.x, at.y() + by.y);
    match shape {
        SketchShape::Point(at) => SketchShape::Point(point(at)),
        SketchShape::Text(at) => SketchShape::Text(point(at)),
        SketchShape::Line(line) => SketchShape::Line(Rd(line.0.translate(by.x, by.y))),
        SketchShape::Arrow(line) => SketchShape::Arrow(Rd(line.0.translate(by.x, by.y))),
        SketchShape::Area(area) => SketchShape::Area(Rd(area.0.translate(by.x, by.y))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::shapes::size::{ShapeSize, ring_area_m2};

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn a_circle_is_about_as_large_as_its_radius_says_and_a_rectangle_exactly() {
        let size = ring_area_m2(&circle(at(250_000.0, 470_000.0), 500.0));
        let true_size = TAU / 2.0 * 250_000.0;
        assert!(size < true_size && size > 0.999 * true_size, "{size}");
        let corners = rectangle(at(250_400.0, 470_000.0), at(250_000.0, 470_300.0));
        assert_eq!(ShapeSize::of_ring(&corners), ShapeSize::Area { hectares: 12.0, around_m: 1_400.0 });
    }

    #[test]
    fn a_stroke_that_comes_back_is_an_area_and_one_that_does_not_a_line() {
        let round: Vec<Coord<f64>> = circle(at(250_000.0, 470_000.0), 400.0);
        let Some(SketchShape::Area(area)) = shape_from_stroke(&round, 2.0, 30.0) else { panic!("it comes back") };
        assert!(area.0.exterior().0.len() < round.len(), "it is simplified");
        assert!(matches!(shape_from_stroke(&round[..90], 2.0, 30.0), Some(SketchShape::Line(_))));
        assert_eq!(shape_from_stroke(&[at(1.0, 1.0); 4], 2.0, 30.0), None, "a click that slipped");
    }

    #[test]
    fn a_straight_stroke_keeps_only_its_ends() {
        let stroke: Vec<Coord<f64>> = (0..50_i32).map(|n| at(f64::from(n), 2.0 * f64::from(n))).collect();
        assert_eq!(stroke_simplified(&stroke, 0.5), [at(0.0, 0.0), at(49.0, 98.0)]);
    }
}
