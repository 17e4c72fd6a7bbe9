//! Arcs of a circle as chords (ISO 19125-3, `CIRCULARSTRING`).

use std::f64::consts::{PI, TAU};

use geo::Coord;

/// The angle that one chord spans at most, in radians: 4 degrees, as GDAL does it, so that areas are the same there.
const MAX_STEP: f64 = 4.0 * PI / 180.0;

/// A triangle flatter than this, as a share of the square of its base, is a straight line.
const FLAT_SHARE: f64 = 1e-9;

/// The corners of a `CIRCULARSTRING`: its arcs, each from a place through a place to a place, as chords.
///
/// Every second place ends an arc and stands in the outcome as it is. An arc that ends where it began is a whole circle, of
/// which the middle place lies opposite. Nothing when the number of places is none that arcs can have.
pub(crate) fn chords(places: &[Coord<f64>]) -> Option<Vec<Coord<f64>>> {
    if places.is_empty() {
        return Some(Vec::new());
    }
    if places.len() < 3 || places.len().is_multiple_of(2) {
        return None;
    }
    let mut corners = vec![places[0]];
    for arc in places.windows(3).step_by(2) {
        push_arc(&mut corners, arc[0], arc[1], arc[2]);
    }
    Some(corners)
}

/// Adds the corners of one arc, without its start.
fn push_arc(corners: &mut Vec<Coord<f64>>, start: Coord<f64>, middle: Coord<f64>, end: Coord<f64>) {
    let Some((center, sweep)) = center_and_sweep(start, middle, end) else {
        corners.extend([middle, end]);
        return;
    };
    let radius = (start - center).x.hypot((start - center).y);
    let from = (start.y - center.y).atan2(start.x - center.x);
    // Just under a whole number is that number: rounding adds no chord.
    let n_chords = (sweep.abs() / MAX_STEP - 1e-6).ceil().max(2.0);
    let mut nth = 1.0;
    while nth < n_chords {
        let angle = from + sweep * nth / n_chords;
        corners.push(Coord { x: center.x + radius * angle.cos(), y: center.y + radius * angle.sin() });
        nth += 1.0;
    }
    corners.push(end);
}

/// The middle of the circle through three places, and the angle from the first to the last past the second, in radians,
/// counter-clockwise positive; nothing when they lie in a line.
fn center_and_sweep(start: Coord<f64>, middle: Coord<f64>, end: Coord<f64>) -> Option<(Coord<f64>, f64)> {
    if start == end {
        let center = (start + middle) / 2.0;
        return (start != middle).then_some((center, TAU));
    }
    // From the start, to keep the digits.
    let (a, b) = (middle - start, end - start);
    let cross = a.x * b.y - a.y * b.x;
    let (aa, bb) = (a.x * a.x + a.y * a.y, b.x * b.x + b.y * b.y);
    if cross.is_nan() || cross.abs() <= FLAT_SHARE * aa.max(bb) {
        return None;
    }
    let offset = Coord { x: (b.y * aa - a.y * bb) / (2.0 * cross), y: (a.x * bb - b.x * aa) / (2.0 * cross) };
    let center = start + offset;
    let angle = |at: Coord<f64>| (at.y - center.y).atan2(at.x - center.x);
    let turn = (angle(end) - angle(start)).rem_euclid(TAU);
    // Left of the line from start to middle the arc goes on to the left.
    Some((center, if cross > 0.0 { turn } else { turn - TAU }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, LineString, Polygon};
    use proptest::prelude::*;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    fn area(corners: Vec<Coord<f64>>) -> f64 {
        Polygon::new(LineString::new(corners), Vec::new()).unsigned_area()
    }

    #[test]
    fn a_circle_of_a_kilometre_has_the_area_that_gdal_gives_it() {
        /// What GDAL 3 says of it, in square metres.
        const OF_GDAL_M2: f64 = 3_139_041.0;
        let (x, y) = (250_000.0, 470_000.0);
        let halves = [at(x - 1e3, y), at(x, y + 1e3), at(x + 1e3, y), at(x, y - 1e3), at(x - 1e3, y)];
        let whole = [at(x - 1e3, y), at(x + 1e3, y), at(x - 1e3, y)];
        for places in [halves.as_slice(), whole.as_slice()] {
            let corners = chords(places).expect("arcs");
            assert_eq!(corners.len(), 91);
            let found = area(corners);
            assert!((found - OF_GDAL_M2).abs() < 1e-4 * OF_GDAL_M2, "{found}");
        }
    }

    #[test]
    fn places_in_a_line_stay_a_line_and_an_even_number_is_none() {
        assert_eq!(chords(&[at(0.0, 0.0), at(1.0, 1.0), at(2.0, 2.0)]).map(|corners| corners.len()), Some(3));
        assert_eq!(chords(&[]), Some(Vec::new()));
        assert_eq!(chords(&[at(0.0, 0.0), at(1.0, 1.0)]), None);
        assert_eq!(chords(&[at(0.0, 0.0); 4]), None);
    }

    proptest! {
        #[test]
        fn corners_lie_on_the_circle_and_the_arc_passes_its_middle(
            from in 0.0..TAU, first in 0.05..3.0_f64, second in 0.05..3.0_f64, turns_left: bool, radius in 1.0..5_000.0_f64,
        ) {
            let sign = if turns_left { 1.0 } else { -1.0 };
            let on = |angle: f64| at(250_000.0 + radius * angle.cos(), 470_000.0 + radius * angle.sin());
            let middle = on(from + sign * first);
            let corners = chords(&[on(from), middle, on(from + sign * (first + second))]).expect("an arc");
            for corner in &corners {
                let off = (corner.x - 250_000.0).hypot(corner.y - 470_000.0) - radius;
                prop_assert!(off.abs() < 1e-4, "{off}");
            }
            let nearest = corners.iter().map(|c| (c.x - middle.x).hypot(c.y - middle.y)).fold(f64::MAX, f64::min);
            prop_assert!(nearest <= radius * MAX_STEP, "{nearest}");
        }

        #[test]
        fn an_arc_backwards_has_the_same_corners(first in 0.1..3.0_f64, second in 0.1..3.0_f64) {
            let on = |angle: f64| at(1e3 * angle.cos(), 1e3 * angle.sin());
            let places = [on(0.0), on(first), on(first + second)];
            let there = chords(&places).expect("an arc");
            let mut back = chords(&[places[2], places[1], places[0]]).expect("an arc");
            back.reverse();
            prop_assert_eq!(there.len(), back.len());
            for (one, other) in there.iter().zip(&back) {
                prop_assert!((one.x - other.x).hypot(one.y - other.y) < 1e-6);
            }
        }
    }
}
