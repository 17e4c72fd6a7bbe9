//! Which of many polygons a place lies in.

use geo::{BoundingRect, Contains, Point, Polygon, Rect};

/// Polygons with their bounding boxes, which rule most of them out.
pub(super) struct Outlines<'a> {
    items: Vec<(Rect<f64>, &'a Polygon<f64>)>,
}

impl<'a> Outlines<'a> {
    /// Over polygons that are not empty: an empty one takes a position but contains nothing.
    pub(super) fn new(polygons: impl Iterator<Item = &'a Polygon<f64>>) -> Self {
        let nowhere = Rect::new((f64::MAX, f64::MAX), (f64::MAX, f64::MAX));
        Self { items: polygons.map(|polygon| (polygon.bounding_rect().unwrap_or(nowhere), polygon)).collect() }
    }

    /// Position of the first polygon that contains the place.
    pub(super) fn position(&self, place: Point<f64>) -> Option<usize> {
        self.items.iter().position(|(bounds, polygon)| is_within(bounds, place) && polygon.contains(&place))
    }
}

/// Does the box contain the place, edges included?
pub(super) fn is_within(bounds: &Rect<f64>, place: Point<f64>) -> bool {
    (bounds.min().x..=bounds.max().x).contains(&place.x()) && (bounds.min().y..=bounds.max().y).contains(&place.y())
}
