//! Boxes around things, and places in a fixed order.

use std::cmp::Ordering;

use geo::{Coord, Rect};
use rstar::AABB;

/// The box, larger by a distance on every side.
pub(crate) fn grown(bounds: &Rect<f64>, by_m: f64) -> Rect<f64> {
    let margin = Coord { x: by_m, y: by_m };
    Rect::new(bounds.min() - margin, bounds.max() + margin)
}

/// The box around two boxes.
pub(crate) fn around_both(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let min = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    let max = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
    Rect::new(min, max)
}

/// Does the box contain the place, edges included?
pub(crate) fn is_within(bounds: &Rect<f64>, place: Coord<f64>) -> bool {
    (bounds.min().x..=bounds.max().x).contains(&place.x) && (bounds.min().y..=bounds.max().y).contains(&place.y)
}

/// Distance from the box to a place, 0 inside.
pub(crate) fn distance_m(bounds: &Rect<f64>, place: Coord<f64>) -> f64 {
    let beyond = |value: f64, min: f64, max: f64| (min - value).max(value - max).max(0.0);
    beyond(place.x, bounds.min().x, bounds.max().x).hypot(beyond(place.y, bounds.min().y, bounds.max().y))
}

/// The box as an R-tree asks for it.
pub(crate) fn envelope(bounds: &Rect<f64>) -> AABB<[f64; 2]> {
    AABB::from_corners(bounds.min().into(), bounds.max().into())
}

/// From west to east; of places one above the other, from south to north.
pub(crate) fn west_first(a: Coord<f64>, b: Coord<f64>) -> Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}
