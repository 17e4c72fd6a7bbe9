//! Splitting an area or a line by a line, joining two, and cutting a hole.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{BooleanOps, Coord, Line, LineString, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::float::slice::FloatSlice;

use super::making::line_from_corners;
use super::size::{distance_m, length_m, polygon_area_m2};
use super::validity::checked;
use crate::crs::Rd;
use crate::domain::sketch::SketchShape;
use crate::geometry::overlay::union;

/// What changes the size of an area by less than this did nothing, in square metres.
const NOTHING_M2: f64 = 0.5;

/// A part of a line shorter than this is a slip of the hand, in metres.
const SHORTEST_M: f64 = 0.01;

/// Why something was not cut or joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutRefusal {
    /// The line does not cut it in two.
    NotCut,
    /// The hole does not lie on it.
    Beside,
    /// Nothing would be left.
    NothingLeft,
    /// The two do not touch.
    Apart,
    /// An area and a line, or something else that cannot be joined, cut or given a hole.
    OtherSort,
    /// What would come of it is not a valid shape.
    Invalid,
}

/// The pieces of a shape that a line cuts it into, the largest first.
///
/// # Errors
/// Why it stays whole.
pub fn split(shape: &SketchShape, by: &LineString<f64>) -> Result<Vec<SketchShape>, CutRefusal> {
    let line = |piece| SketchShape::Line(Rd(piece));
    Ok(match shape {
        SketchShape::Area(area) => {
            split_area(&area.0, by)?.into_iter().map(|piece| SketchShape::Area(Rd(piece))).collect()
        }
        SketchShape::Line(whole) => split_line(&whole.0, by)?.into_iter().map(line).collect(),
        SketchShape::Arrow(whole) => {
            let mut pieces = split_line(&whole.0, by)?;
            // The head stays where it points.
            let head = pieces.pop().ok_or(CutRefusal::NotCut)?;
            std::iter::once(SketchShape::Arrow(Rd(head))).chain(pieces.into_iter().map(line)).collect()
        }
        SketchShape::Point(_) | SketchShape::Text(_) => return Err(CutRefusal::OtherSort),
    })
}

/// The pieces that a line cuts an area into, the largest first.
///
/// # Errors
/// Why it stays whole.
pub fn split_area(area: &Polygon<f64>, by: &LineString<f64>) -> Result<Vec<Polygon<f64>>, CutRefusal> {
    let rings = std::iter::once(area.exterior()).chain(area.interiors());
    let body: Vec<Vec<[f64; 2]>> = rings.map(|ring| path(&ring.0[..ring.0.len().saturating_sub(1)])).collect();
    let cuts = body.slice_by(&vec![path(&by.0)], FillRule::EvenOdd);
    let polygons = cuts.into_iter().filter_map(|shape| {
        let mut rings = shape.into_iter().map(|ring| ring.into_iter().map(|[x, y]| Coord { x, y }).collect());
        Some(Polygon::new(rings.next()?, rings.collect()))
    });
    let pieces = valid_pieces(polygons)?;
    if pieces.len() < 2 { Err(CutRefusal::NotCut) } else { Ok(pieces) }
}

/// The pieces of a line between its crossings with another, in its order.
fn split_line(line: &LineString<f64>, by: &LineString<f64>) -> Result<Vec<LineString<f64>>, CutRefusal> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Coord<f64>> = line.0.first().copied().into_iter().collect();
    for side in line.lines() {
        let mut cuts: Vec<Coord<f64>> = by.lines().filter_map(|blade| single_crossing(side, blade)).collect();
        cuts.sort_by(|a, b| distance_m(side.start, *a).total_cmp(&distance_m(side.start, *b)));
        for cut in cuts {
            piece.push(cut);
            if length_m(&piece) > SHORTEST_M {
                pieces.push(std::mem::replace(&mut piece, vec![cut]));
            } else {
                piece.pop();
            }
        }
        piece.push(side.end);
    }
    if length_m(&piece) > SHORTEST_M {
        pieces.push(piece);
    } else if let (Some(last), Some(end)) = (pieces.last_mut(), line.0.last()) {
        // A cut at the very end takes nothing off.
        last.pop();
        last.push(*end);
    }
    let pieces: Vec<LineString<f64>> = pieces.iter().filter_map(|corners| line_from_corners(corners)).collect();
    if pieces.len() < 2 { Err(CutRefusal::NotCut) } else { Ok(pieces) }
}

fn single_crossing(side: Line<f64>, blade: Line<f64>) -> Option<Coord<f64>> {
    match line_intersection(side, blade)? {
        LineIntersection::SinglePoint { intersection, .. } => Some(intersection),
        LineIntersection::Collinear { .. } => None,
    }
}

/// Two shapes as one: areas that touch, or lines from nearest end to nearest end. What the first is stays.
///
/// # Errors
/// Why they stay two.
pub fn join(one: &SketchShape, other: &SketchShape) -> Result<SketchShape, CutRefusal> {
    match (one, other) {
        (SketchShape::Area(a), SketchShape::Area(b)) => {
            let mut joined = valid_pieces(union([&a.0, &b.0]))?;
            match (joined.pop(), joined.is_empty()) {
                (Some(area), true) => Ok(SketchShape::Area(Rd(area))),
                _ => Err(CutRefusal::Apart),
            }
        }
        (SketchShape::Line(a), SketchShape::Line(b) | SketchShape::Arrow(b)) => {
            Ok(SketchShape::Line(Rd(joined_line(&a.0, &b.0))))
        }
        (SketchShape::Arrow(a), SketchShape::Line(b) | SketchShape::Arrow(b)) => {
            Ok(SketchShape::Arrow(Rd(joined_line(&a.0, &b.0))))
        }
        _ => Err(CutRefusal::OtherSort),
    }
}

/// One line from two, joined where their ends are nearest; it goes the way of the first.
fn joined_line(one: &LineString<f64>, other: &LineString<f64>) -> LineString<f64> {
    let (one, other) = (one.0.clone(), other.0.clone());
    let reversed = |line: &[Coord<f64>]| line.iter().rev().copied().collect::<Vec<_>>();
    let ways = [
        (one.clone(), other.clone()),
        (one.clone(), reversed(&other)),
        (other.clone(), one.clone()),
        (reversed(&other), one),
    ];
    let gap = |(a, b): &(Vec<Coord<f64>>, Vec<Coord<f64>>)| match (a.last(), b.first()) {
        (Some(end), Some(start)) => distance_m(*end, *start),
        _ => f64::INFINITY,
    };
    let nearest = ways.into_iter().min_by(|a, b| gap(a).total_cmp(&gap(b)));
    let (mut corners, rest) = nearest.unwrap_or_default();
    corners.extend(rest);
    corners.dedup();
    LineString(corners)
}

/// What is left of an area without what lies within a ring, the largest piece first.
///
/// # Errors
/// Why there is no hole.
pub fn cut_hole(area: &Polygon<f64>, hole: &Polygon<f64>) -> Result<Vec<Polygon<f64>>, CutRefusal> {
    let pieces = valid_pieces(area.difference(hole))?;
    let left: f64 = pieces.iter().map(polygon_area_m2).sum();
    if pieces.is_empty() {
        return Err(CutRefusal::NothingLeft);
    }
    if polygon_area_m2(area) - left < NOTHING_M2 {
        return Err(CutRefusal::Beside);
    }
    Ok(pieces)
}

/// The polygons that are more than a sliver, the largest first; all of them valid.
fn valid_pieces(polygons: impl IntoIterator<Item = Polygon<f64>>) -> Result<Vec<Polygon<f64>>, CutRefusal> {
    let large = polygons.into_iter().filter(|polygon| polygon_area_m2(polygon) >= 2.0 * NOTHING_M2);
    let mut pieces = large.map(checked).collect::<Result<Vec<_>, _>>().map_err(|_| CutRefusal::Invalid)?;
    pieces.sort_by(|a, b| polygon_area_m2(b).total_cmp(&polygon_area_m2(a)));
    Ok(pieces)
}

fn path(corners: &[Coord<f64>]) -> Vec<[f64; 2]> {
    corners.iter().map(|corner| [corner.x, corner.y]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::shapes::making::rectangle;
    use crate::gui::shapes::size::ShapeSize;
    use crate::gui::shapes::validity::area_from_ring;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x: 250_000.0 + x, y: 470_000.0 + y }
    }

    fn square(x: f64, side: f64) -> Polygon<f64> {
        area_from_ring(&rectangle(at(x, 0.0), at(x + side, side))).expect("a square")
    }

    fn line(points: &[(f64, f64)]) -> LineString<f64> {
        LineString(points.iter().map(|(x, y)| at(*x, *y)).collect())
    }

    #[test]
    fn a_line_across_a_square_cuts_it_and_one_that_stops_halfway_does_not() {
        let pieces = split_area(&square(0.0, 100.0), &line(&[(30.0, -10.0), (30.0, 110.0)])).expect("two pieces");
        let sizes: Vec<f64> = pieces.iter().map(|piece| polygon_area_m2(piece).round()).collect();
        assert_eq!(sizes, [7_000.0, 3_000.0]);
        assert_eq!(split_area(&square(0.0, 100.0), &line(&[(30.0, -10.0), (30.0, 50.0)])), Err(CutRefusal::NotCut));
        assert_eq!(split_area(&square(0.0, 100.0), &line(&[(300.0, 0.0), (310.0, 50.0)])), Err(CutRefusal::NotCut));
    }

    #[test]
    fn the_head_of_an_arrow_stays_where_it_points_when_it_is_split() {
        let arrow = SketchShape::Arrow(Rd(line(&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)])));
        let pieces = split(&arrow, &line(&[(50.0, -10.0), (50.0, 10.0)])).expect("two pieces");
        assert_eq!(pieces[0], SketchShape::Arrow(Rd(line(&[(50.0, 0.0), (100.0, 0.0), (100.0, 100.0)]))));
        assert_eq!(pieces[1], SketchShape::Line(Rd(line(&[(0.0, 0.0), (50.0, 0.0)]))));
    }

    #[test]
    fn lines_are_joined_at_their_nearest_ends() {
        let one = SketchShape::Line(Rd(line(&[(0.0, 0.0), (100.0, 0.0)])));
        let other = SketchShape::Line(Rd(line(&[(200.0, 0.0), (110.0, 0.0)])));
        let joined = join(&one, &other).expect("two lines");
        assert_eq!(joined, SketchShape::Line(Rd(line(&[(0.0, 0.0), (100.0, 0.0), (110.0, 0.0), (200.0, 0.0)]))));
        assert_eq!(ShapeSize::of(&joined), ShapeSize::Length { meters: 200.0 });
    }

    #[test]
    fn areas_apart_stay_two_and_an_area_is_not_joined_with_a_line() {
        let area = |x| SketchShape::Area(Rd(square(x, 100.0)));
        assert_eq!(join(&area(0.0), &area(300.0)), Err(CutRefusal::Apart));
        assert!(matches!(join(&area(0.0), &area(50.0)), Ok(SketchShape::Area(_))));
        let line = SketchShape::Line(Rd(line(&[(0.0, 0.0), (100.0, 0.0)])));
        assert_eq!(join(&area(0.0), &line), Err(CutRefusal::OtherSort));
    }

    #[test]
    fn a_hole_must_lie_on_the_area_and_leave_something() {
        let hole = area_from_ring(&rectangle(at(20.0, 20.0), at(40.0, 40.0))).expect("a square");
        let left = cut_hole(&square(0.0, 100.0), &hole).expect("a hole");
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].interiors().len(), 1);
        assert!((polygon_area_m2(&left[0]) - 9_600.0).abs() < 0.01);
        assert_eq!(cut_hole(&square(300.0, 100.0), &hole), Err(CutRefusal::Beside));
        assert_eq!(cut_hole(&hole, &square(0.0, 100.0)), Err(CutRefusal::NothingLeft));
    }
}
