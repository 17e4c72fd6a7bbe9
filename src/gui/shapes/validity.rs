//! Is a shape one that can be finished? If not: where its sides cross, to show it.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::orient::Direction;
use geo::{Coord, Line, LineString, Orient, Polygon};

use super::size::polygon_area_m2;
use crate::geometry::validity::is_valid;

/// Areas smaller than this are a slip of the hand, in square metres.
const SMALLEST_M2: f64 = 1.0;

/// Why an area cannot be finished.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Flaw {
    /// Fewer than three corners, or nearly no size.
    TooSmall,
    /// Two sides cross or touch, here.
    Crossing(Coord<f64>),
    /// A hole does not lie within, or lies across another; the first corner of it.
    Hole(Coord<f64>),
}

impl Flaw {
    /// Where it is, when it is somewhere.
    pub fn place(self) -> Option<Coord<f64>> {
        match self {
            Self::TooSmall => None,
            Self::Crossing(at) | Self::Hole(at) => Some(at),
        }
    }
}

/// The area within a ring of corners (not closed, no hole).
///
/// # Errors
/// Why it cannot be finished.
pub fn area_from_ring(corners: &[Coord<f64>]) -> Result<Polygon<f64>, Flaw> {
    checked(Polygon::new(LineString(corners.to_vec()), Vec::new()))
}

/// An area that is valid, its outline counter-clockwise and without repeated corners.
///
/// # Errors
/// Why it cannot be finished.
pub fn checked(polygon: Polygon<f64>) -> Result<Polygon<f64>, Flaw> {
    let (exterior, interiors) = polygon.into_inner();
    let clean = |mut ring: LineString<f64>| {
        ring.0.dedup();
        ring
    };
    let polygon = Polygon::new(clean(exterior), interiors.into_iter().map(clean).collect());
    let corners = &polygon.exterior().0;
    if corners.len() < 4 || corners.iter().any(|corner| !(corner.x.is_finite() && corner.y.is_finite())) {
        return Err(Flaw::TooSmall);
    }
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    if let Some(at) = rings.filter_map(ring_crossing).next() {
        return Err(Flaw::Crossing(at));
    }
    if polygon_area_m2(&polygon) < SMALLEST_M2 {
        return Err(Flaw::TooSmall);
    }
    if is_valid(&polygon) {
        return Ok(polygon.orient(Direction::Default));
    }
    // The rings are fine each by itself: one of the holes is not where it should be.
    let hole = polygon.interiors().iter().find_map(|ring| {
        let others = std::iter::once(polygon.exterior()).chain(polygon.interiors().iter().filter(|o| *o != ring));
        others.filter_map(|other| rings_crossing(ring, other)).next()
    });
    let first = polygon.interiors().first().and_then(|ring| ring.0.first()).copied();
    Err(hole.or(first).map_or(Flaw::TooSmall, Flaw::Hole))
}

/// Where the closed ring of corners (without the first repeated) crosses or touches itself first.
pub fn crossing(corners: &[Coord<f64>]) -> Option<Coord<f64>> {
    let mut ring = LineString(corners.to_vec());
    ring.0.dedup();
    ring.close();
    ring_crossing(&ring)
}

/// Where an open line of corners crosses or touches itself first.
pub fn open_crossing(corners: &[Coord<f64>]) -> Option<Coord<f64>> {
    let mut line = LineString(corners.to_vec());
    line.0.dedup();
    let sides: Vec<Line<f64>> = line.lines().collect();
    first_crossing(&sides, |a, b| a + 1 == b)
}

fn ring_crossing(ring: &LineString<f64>) -> Option<Coord<f64>> {
    let sides: Vec<Line<f64>> = ring.lines().collect();
    if sides.len() < 3 {
        return None;
    }
    first_crossing(&sides, |a, b| a + 1 == b || (a == 0 && b + 1 == sides.len()))
}

/// Takes time in proportion to the square of the number of sides, but most pairs are told apart by their boxes.
fn first_crossing(sides: &[Line<f64>], beside: impl Fn(usize, usize) -> bool) -> Option<Coord<f64>> {
    for (a_idx, a) in sides.iter().enumerate() {
        for (b_idx, b) in sides.iter().enumerate().skip(a_idx + 1) {
            match line_intersection(*a, *b) {
                // Neighbours share a corner; more than that is a side that goes back over the one before.
                Some(LineIntersection::SinglePoint { intersection, .. }) if !beside(a_idx, b_idx) => {
                    return Some(intersection);
                }
                Some(LineIntersection::Collinear { intersection }) => return Some(intersection.start),
                _ => {}
            }
        }
    }
    None
}

fn rings_crossing(a: &LineString<f64>, b: &LineString<f64>) -> Option<Coord<f64>> {
    a.lines().find_map(|side| {
        b.lines().find_map(|other| match line_intersection(side, other)? {
            LineIntersection::SinglePoint { intersection, .. } => Some(intersection),
            LineIntersection::Collinear { intersection } => Some(intersection.start),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn a_bow_tie_cannot_be_finished_and_tells_where_it_crosses() {
        let bow_tie = [at(0.0, 0.0), at(100.0, 100.0), at(100.0, 0.0), at(0.0, 100.0)];
        assert_eq!(area_from_ring(&bow_tie), Err(Flaw::Crossing(at(50.0, 50.0))));
        assert_eq!(crossing(&bow_tie), Some(at(50.0, 50.0)));
        assert_eq!(open_crossing(&bow_tie), Some(at(50.0, 50.0)));
        assert_eq!(open_crossing(&bow_tie[..3]), None);
    }

    #[test]
    fn a_side_that_goes_back_over_another_cannot_be_finished() {
        let spike = [at(0.0, 0.0), at(100.0, 0.0), at(50.0, 0.0), at(50.0, 80.0)];
        assert!(matches!(area_from_ring(&spike), Err(Flaw::Crossing(_))));
        let touching = [at(0.0, 0.0), at(100.0, 0.0), at(100.0, 100.0), at(50.0, 0.0), at(0.0, 100.0)];
        assert_eq!(area_from_ring(&touching), Err(Flaw::Crossing(at(50.0, 0.0))));
    }

    #[test]
    fn too_few_corners_make_no_area_and_a_clockwise_one_is_turned() {
        assert_eq!(area_from_ring(&[at(0.0, 0.0), at(9.0, 9.0)]), Err(Flaw::TooSmall));
        assert_eq!(area_from_ring(&[at(0.0, 0.0), at(0.5, 0.0), at(0.0, 0.5)]), Err(Flaw::TooSmall));
        let clockwise = [at(0.0, 0.0), at(0.0, 100.0), at(100.0, 100.0), at(100.0, 100.0), at(100.0, 0.0)];
        let area = area_from_ring(&clockwise).expect("a square");
        assert_eq!(area.exterior().0[1], at(100.0, 0.0));
        assert_eq!(area.exterior().0.len(), 5, "the repeated corner is gone");
    }

    #[test]
    fn a_hole_across_the_outline_cannot_be_finished() {
        let square = LineString(vec![at(0.0, 0.0), at(100.0, 0.0), at(100.0, 100.0), at(0.0, 100.0)]);
        let hole = LineString(vec![at(80.0, 40.0), at(120.0, 40.0), at(120.0, 60.0), at(80.0, 60.0)]);
        let flaw = checked(Polygon::new(square, vec![hole])).expect_err("it sticks out");
        assert_eq!(flaw, Flaw::Hole(at(100.0, 40.0)));
    }
}
