//! Whether the places that can be the nearest to somewhere in a box are still the same.

use geo::{Coord, Rect};

use crate::analysis::situation::Situation;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::geometry::bounds::{grown, west_first};

/// A box is cut into this many parts along each side, to bound how far its places can be.
const PARTS: u32 = 8;

/// Are the places of a kind that can be the nearest to somewhere in a box the same in two situations?
///
/// Nowhere in a part of the box is the nearest farther than it is from the part's middle, plus half the part's diagonal.
pub(in crate::analysis) fn same_places_near(
    before: &Situation,
    after: &Situation,
    kind: AmenityKind,
    bounds: &Rect<f64>,
) -> bool {
    let (Some(before), Some(after)) = (before.layer(kind), after.layer(kind)) else { return false };
    let part = Coord { x: bounds.width(), y: bounds.height() } / f64::from(PARTS);
    let middles = (0..PARTS).flat_map(|row| (0..PARTS).map(move |col| (f64::from(col) + 0.5, f64::from(row) + 0.5)));
    let places = middles.map(|(col, row)| RdPoint::at(bounds.min().x + col * part.x, bounds.min().y + row * part.y));
    let nearest = places.map(|place| before.nearest(place).map_or(f64::INFINITY, |(_, straight_m)| straight_m));
    let by = nearest.fold(0.0, f64::max) + 0.5 * part.x.hypot(part.y);
    if !by.is_finite() {
        return false;
    }
    let around = grown(bounds, by);
    let [before, after] = [before, after].map(|layer| {
        let mut places: Vec<Coord<f64>> =
            layer.idxs_in(&around).into_iter().map(|idx| layer.places()[idx].point.0.0).collect();
        places.sort_by(|a, b| west_first(*a, *b));
        places
    });
    before == after
}
