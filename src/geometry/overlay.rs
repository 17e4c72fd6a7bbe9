//! Areas joined: the one way to a union, in which the direction of a ring says nothing.

use geo::orient::Direction;
use geo::{MultiPolygon, Orient, Polygon, unary_union};

/// A polygon whose shell runs counter-clockwise and whose holes run clockwise, whatever they did.
pub(crate) fn oriented(polygon: &Polygon<f64>) -> Polygon<f64> {
    polygon.orient(Direction::Default)
}

/// What valid polygons cover together; where they overlap it counts once.
///
/// The overlay of `geo` takes all rings for turned as the first one is, and drops what is turned the other way. Cost: a sort
/// of the edges.
pub(crate) fn union<'a>(polygons: impl IntoIterator<Item = &'a Polygon<f64>>) -> MultiPolygon<f64> {
    let oriented: Vec<Polygon<f64>> = polygons.into_iter().map(oriented).collect();
    unary_union(&oriented)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Coord, LineString, Rect};
    use proptest::prelude::*;

    fn square(x: f64, y: f64, side: f64) -> Polygon<f64> {
        Rect::new(Coord { x, y }, Coord { x: x + side, y: y + side }).to_polygon()
    }

    fn reversed(ring: &LineString<f64>) -> LineString<f64> {
        LineString::new(ring.0.iter().rev().copied().collect())
    }

    /// The polygon with those rings turned round of which the bit is set.
    fn turned(polygon: &Polygon<f64>, bits: u8) -> Polygon<f64> {
        let turn = |ring: &LineString<f64>, bit: u32| if bits >> bit & 1 == 1 { reversed(ring) } else { ring.clone() };
        let holes = (1..).zip(polygon.interiors()).map(|(bit, hole)| turn(hole, bit)).collect();
        Polygon::new(turn(polygon.exterior(), 0), holes)
    }

    #[test]
    fn loose_squares_of_either_turn_count_both() {
        let squares = [square(0.0, 0.0, 4.0), turned(&square(10.0, 0.0, 4.0), 1)];
        assert_eq!(union(&squares).unsigned_area(), 32.0);
        assert_eq!(union(squares.iter().rev()).unsigned_area(), 32.0);
    }

    #[test]
    fn a_hole_stays_one_whichever_way_it_runs_and_an_island_in_it_counts() {
        let ring = |side: f64, at: f64| square(at, at, side).exterior().clone();
        let holed = Polygon::new(ring(10.0, 0.0), vec![ring(4.0, 3.0)]);
        for bits in 0..4 {
            let holed = turned(&holed, bits);
            assert_eq!(union([&holed]).unsigned_area(), 84.0, "{bits}");
            assert_eq!(union([&holed, &square(4.0, 4.0, 1.0)]).unsigned_area(), 85.0, "{bits}");
        }
    }

    proptest! {
        #[test]
        fn turning_any_ring_changes_nothing(
            places in prop::collection::vec((0.0..20.0_f64, 0.0..20.0_f64, 1.0..8.0_f64), 1..6),
            bits in prop::collection::vec(any::<u8>(), 6),
        ) {
            let holed = |&(x, y, side): &(f64, f64, f64)| {
                let hole = square(x + side / 4.0, y + side / 4.0, side / 2.0).exterior().clone();
                Polygon::new(square(x, y, side).exterior().clone(), vec![hole])
            };
            let plain: Vec<Polygon<f64>> = places.iter().map(holed).collect();
            let other: Vec<Polygon<f64>> = plain.iter().zip(&bits).map(|(polygon, bits)| turned(polygon, *bits)).collect();
            let (expected, found) = (union(&plain).unsigned_area(), union(&other).unsigned_area());
            prop_assert!((expected - found).abs() < 1e-6, "{expected} and {found}");
        }
    }
}
