//! How large shapes are, in the RD plane.

use geo::{Area, BoundingRect, Coord, Distance, Euclidean, Geometry, Length, LineString, Polygon, Rect, Translate};

use crate::domain::sketch::SketchShape;
use crate::nl::window as text;
use crate::nl::window::sketches as nl;

/// Square metres in a hectare.
pub const HECTARE_M2: f64 = 10_000.0;

/// Straight distance, in metres.
pub fn distance_m(a: Coord<f64>, b: Coord<f64>) -> f64 {
    Euclidean.distance(a, b)
}

/// Length of a line through corners, in metres.
pub fn length_m(corners: &[Coord<f64>]) -> f64 {
    corners.windows(2).map(|pair| distance_m(pair[0], pair[1])).sum()
}

/// Area within a ring of corners that does not cross itself, in square metres.
pub fn ring_area_m2(corners: &[Coord<f64>]) -> f64 {
    polygon_area_m2(&Polygon::new(LineString(corners.to_vec()), Vec::new()))
}

/// Area of a polygon, in square metres; about its first corner, to keep the digits.
pub fn polygon_area_m2(polygon: &Polygon<f64>) -> f64 {
    let Some(origin) = polygon.exterior().0.first() else { return 0.0 };
    polygon.translate(-origin.x, -origin.y).unsigned_area()
}

/// How large a shape is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ShapeSize {
    /// A place has none.
    Nothing,
    /// A line.
    Length {
        /// Metres.
        meters: f64,
    },
    /// An area.
    Area {
        /// Hectares.
        hectares: f64,
        /// What is around it, in metres; around its holes as well.
        around_m: f64,
    },
}

impl ShapeSize {
    /// The size of a shape, in the RD plane.
    pub fn of(shape: &SketchShape) -> Self {
        match shape {
            SketchShape::Point(_) | SketchShape::Text(_) => Self::Nothing,
            SketchShape::Line(line) | SketchShape::Arrow(line) => Self::Length { meters: Euclidean.length(&line.0) },
            SketchShape::Area(area) => {
                let rings = std::iter::once(area.0.exterior()).chain(area.0.interiors());
                let around_m = rings.map(|ring| Euclidean.length(ring)).sum();
                Self::Area { hectares: polygon_area_m2(&area.0) / HECTARE_M2, around_m }
            }
        }
    }

    /// The size of a ring of corners that does not cross itself.
    pub fn of_ring(corners: &[Coord<f64>]) -> Self {
        let closing = corners.first().zip(corners.last()).map_or(0.0, |(first, last)| distance_m(*first, *last));
        Self::Area { hectares: ring_area_m2(corners) / HECTARE_M2, around_m: length_m(corners) + closing }
    }
}

/// The size of a shape in words; nothing for a place.
pub fn size_line(size: ShapeSize) -> Option<String> {
    match size {
        ShapeSize::Nothing => None,
        ShapeSize::Length { meters } => Some(text::length(meters)),
        ShapeSize::Area { hectares, around_m } => Some(nl::area_line(hectares, around_m)),
    }
}

/// The box of a sketch, to go to.
pub fn bounds(shape: &SketchShape) -> Option<Rect<f64>> {
    let geometry: Geometry<f64> = match shape {
        SketchShape::Point(at) | SketchShape::Text(at) => at.0.into(),
        SketchShape::Line(line) | SketchShape::Arrow(line) => line.0.clone().into(),
        SketchShape::Area(area) => area.0.clone().into(),
    };
    geometry.bounding_rect()
}
