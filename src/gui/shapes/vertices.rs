//! The corners of a shape: moved, put in between and taken out; what comes of it is valid or nothing happens.

use geo::{Coord, LineString, Polygon};

use super::making::{line_from_corners, moved};
use super::size::distance_m;
use super::validity::{Flaw, checked};
use crate::crs::{Rd, RdPoint};
use crate::domain::sketch::SketchShape;

/// Which corner of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CornerIdx {
    /// 0 for the outline or the line, from 1 on the holes.
    pub ring: usize,
    /// Its place in the ring.
    pub corner: usize,
}

/// Something of a shape that can be taken hold of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Handle {
    /// A corner.
    Corner(CornerIdx),
    /// The middle of the side after a corner: a new corner.
    Middle(CornerIdx),
    /// All of it, taken hold of here.
    Whole(Coord<f64>),
}

/// The rings or the line of a shape, without the repeated corner of a ring; and are they rings?
fn paths(shape: &SketchShape) -> (Vec<Vec<Coord<f64>>>, bool) {
    match shape {
        SketchShape::Point(at) | SketchShape::Text(at) => (vec![vec![at.0.0]], false),
        SketchShape::Line(line) | SketchShape::Arrow(line) => (vec![line.0.0.clone()], false),
        SketchShape::Area(area) => {
            let rings = std::iter::once(area.0.exterior()).chain(area.0.interiors());
            (rings.map(|ring| ring.0[..ring.0.len().saturating_sub(1)].to_vec()).collect(), true)
        }
    }
}

/// A shape of the sort of `like` from paths, valid.
fn shape_from_paths(like: &SketchShape, paths: Vec<Vec<Coord<f64>>>) -> Result<SketchShape, Flaw> {
    let first = paths.first().and_then(|path| path.first()).copied().ok_or(Flaw::TooSmall)?;
    let line = || line_from_corners(&paths[0]).map(Rd).ok_or(Flaw::TooSmall);
    Ok(match like {
        SketchShape::Point(_) => SketchShape::Point(RdPoint::at(first.x, first.y)),
        SketchShape::Text(_) => SketchShape::Text(RdPoint::at(first.x, first.y)),
        SketchShape::Line(_) => SketchShape::Line(line()?),
        SketchShape::Arrow(_) => SketchShape::Arrow(line()?),
        SketchShape::Area(_) => {
            // A hole of fewer than three corners is none any more.
            let mut rings = paths.into_iter().enumerate().filter(|(idx, ring)| *idx == 0 || ring.len() >= 3);
            let exterior = rings.next().map(|(_, ring)| ring).unwrap_or_default();
            let polygon = Polygon::new(LineString(exterior), rings.map(|(_, ring)| LineString(ring)).collect());
            SketchShape::Area(Rd(checked(polygon)?))
        }
    })
}

/// Every corner with its place, in order.
pub fn corners(shape: &SketchShape) -> Vec<(CornerIdx, Coord<f64>)> {
    let rings = paths(shape).0.into_iter().enumerate();
    rings
        .flat_map(|(ring, path)| path.into_iter().enumerate().map(move |(corner, at)| (CornerIdx { ring, corner }, at)))
        .collect()
}

/// The middle of every side, with the corner before it and the length of the side in metres.
pub fn middles(shape: &SketchShape) -> Vec<(CornerIdx, Coord<f64>, f64)> {
    let (paths, closed) = paths(shape);
    let mut middles = Vec::new();
    for (ring, path) in paths.iter().enumerate() {
        let n_sides = if closed { path.len() } else { path.len().saturating_sub(1) };
        for corner in 0..n_sides {
            let (a, b) = (path[corner], path[(corner + 1) % path.len()]);
            middles.push((CornerIdx { ring, corner }, (a + b) / 2.0, distance_m(a, b)));
        }
    }
    middles
}

/// The shape with a corner elsewhere, with a new one in the middle of a side, or elsewhere as a whole.
///
/// # Errors
/// Why that is no valid shape.
pub fn with_handle_at(shape: &SketchShape, handle: Handle, to: Coord<f64>) -> Result<SketchShape, Flaw> {
    if let Handle::Whole(from) = handle {
        return Ok(moved(shape, to - from));
    }
    let (mut paths, _) = paths(shape);
    put(&mut paths, handle, to).ok_or(Flaw::TooSmall)?;
    shape_from_paths(shape, paths)
}

/// Puts a corner elsewhere, or a new one in the middle of a side; or all of them; nothing where there is no such corner.
fn put(paths: &mut [Vec<Coord<f64>>], handle: Handle, to: Coord<f64>) -> Option<()> {
    match handle {
        Handle::Corner(idx) => *paths.get_mut(idx.ring)?.get_mut(idx.corner)? = to,
        Handle::Middle(idx) => {
            paths.get_mut(idx.ring).filter(|path| idx.corner < path.len())?.insert(idx.corner + 1, to);
        }
        Handle::Whole(from) => paths.iter_mut().flatten().for_each(|corner| *corner = *corner + (to - from)),
    }
    Some(())
}

/// The corners as they would be, valid or not, to draw them while they are dragged.
pub fn rings_with_handle_at(shape: &SketchShape, handle: Handle, to: Coord<f64>) -> Vec<Vec<Coord<f64>>> {
    let (mut paths, closed) = paths(shape);
    // A corner that is not there is nowhere else.
    let _is_there = put(&mut paths, handle, to);
    if closed {
        paths.iter_mut().for_each(|path| path.extend(path.first().copied()));
    }
    paths
}

/// The shape without a corner; a hole of which three corners were left goes with it.
///
/// # Errors
/// Why that is no valid shape.
pub fn without_corner(shape: &SketchShape, idx: CornerIdx) -> Result<SketchShape, Flaw> {
    let (mut paths, _) = paths(shape);
    let path = paths.get_mut(idx.ring).filter(|path| idx.corner < path.len()).ok_or(Flaw::TooSmall)?;
    path.remove(idx.corner);
    shape_from_paths(shape, paths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::shapes::making::rectangle;
    use crate::gui::shapes::validity::area_from_ring;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    fn square() -> SketchShape {
        SketchShape::Area(Rd(area_from_ring(&rectangle(at(0.0, 0.0), at(100.0, 100.0))).expect("a square")))
    }

    fn first() -> CornerIdx {
        CornerIdx { ring: 0, corner: 0 }
    }

    #[test]
    fn a_corner_moved_put_in_between_and_taken_out_again_gives_the_shape_of_before() {
        let out = with_handle_at(&square(), Handle::Middle(first()), at(50.0, -40.0)).expect("valid");
        assert_eq!(corners(&out).len(), 5);
        let new = corners(&out).into_iter().find(|(_, place)| *place == at(50.0, -40.0)).expect("it is there").0;
        assert_eq!(without_corner(&out, new).expect("valid"), square());
    }

    #[test]
    fn a_corner_dragged_across_a_side_is_refused_with_the_crossing() {
        let flaw = with_handle_at(&square(), Handle::Corner(first()), at(150.0, 50.0)).expect_err("it crosses");
        assert!(flaw.place().is_some_and(|place| (place.x - 100.0).abs() < 1e-9));
    }

    #[test]
    fn three_corners_and_two_ends_are_the_least() {
        let triangle = without_corner(&square(), first()).expect("a triangle");
        assert_eq!(without_corner(&triangle, first()), Err(Flaw::TooSmall));
        let line = SketchShape::Line(Rd(LineString(vec![at(0.0, 0.0), at(9.0, 0.0)])));
        assert_eq!(without_corner(&line, first()), Err(Flaw::TooSmall));
        assert_eq!(middles(&line).len(), 1);
        assert_eq!(middles(&square()).len(), 4);
    }
}
