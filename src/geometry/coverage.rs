//! How much of each grid cell a polygon covers, exactly: signed areas accumulated along its edges.

use geo::{Coord, LineString, Polygon};

/// Coordinates beyond this many cells from the origin are no place on Earth; such a polygon covers nothing.
const MAX_CELLS_FROM_ORIGIN: f64 = 1e8;

/// A part of a cell smaller than this, as a share of the cell, is rounding and not area.
const ROUNDING_SHARE: f64 = 1e-9;

/// What the edges within one cell add to it and to every cell east of it, in shares of a cell.
#[derive(Debug, Clone, Copy)]
struct Trace {
    row: i32,
    col: i32,
    /// Signed area east of the edges within the cell.
    area: f64,
    /// Signed height of the edges: what they add to each cell further east in the row.
    cover: f64,
}

/// Visits every cell that a polygon covers with the covered area in square metres, row by row from the south-west.
///
/// Cells are `cell_m` metres wide and aligned to the origin of the coordinates: cell (col, row) begins at
/// `(col * cell_m, row * cell_m)`. Holes are subtracted. Exact up to rounding (1e-9 of a cell) for a valid polygon of
/// either orientation; never negative and never more than the cell for any other. A polygon with coordinates that
/// are not finite covers nothing. Cost: the cells its edges cross, sorted, and the cells it covers.
pub(crate) fn area_per_cell(polygon: &Polygon<f64>, cell_m: f64, visit: &mut dyn FnMut(i32, i32, f64)) {
    if cell_m.is_nan() || cell_m <= 0.0 {
        return;
    }
    let mut traces = Vec::new();
    if !trace_ring(polygon.exterior(), cell_m, 1.0, &mut traces) {
        return;
    }
    for hole in polygon.interiors() {
        trace_ring(hole, cell_m, -1.0, &mut traces);
    }
    // A stable sort: cells are summed in the order of the edges, so the same polygon gives the same last bit.
    traces.sort_by_key(|t| (t.row, t.col));
    sweep(&traces, cell_m * cell_m, visit);
}

/// Adds a ring's traces with the given sign whatever its orientation; false when it has no usable coordinates.
fn trace_ring(ring: &LineString<f64>, cell_m: f64, sign: f64, traces: &mut Vec<Trace>) -> bool {
    let usable =
        |c: &Coord<f64>| [c.x, c.y].iter().all(|v| v.is_finite() && (v / cell_m).abs() < MAX_CELLS_FROM_ORIGIN);
    let (Some(first), true) = (ring.0.first(), ring.0.iter().all(usable)) else {
        return false;
    };
    // Twice the signed area, about a corner of the ring itself to keep the digits.
    let doubled: f64 = ring
        .lines()
        .map(|l| (l.start.x - first.x) * (l.end.y - first.y) - (l.end.x - first.x) * (l.start.y - first.y))
        .sum();
    let sign = if doubled > 0.0 { -sign } else { sign };
    for line in ring.lines() {
        let scaled = |c: Coord<f64>| Coord { x: c.x / cell_m, y: c.y / cell_m };
        trace_edge(scaled(line.start), scaled(line.end), sign, traces);
    }
    true
}

/// Cuts an edge, in units of cells, at every grid line it crosses and records each piece.
fn trace_edge(start: Coord<f64>, end: Coord<f64>, sign: f64, traces: &mut Vec<Trace>) {
    let mut from = start;
    for y in crossings(start.y, end.y) {
        let x = start.x + (end.x - start.x) * ((y - start.y) / (end.y - start.y));
        let to = Coord { x, y };
        trace_within_row(from, to, sign, traces);
        from = to;
    }
    trace_within_row(from, end, sign, traces);
}

fn trace_within_row(start: Coord<f64>, end: Coord<f64>, sign: f64, traces: &mut Vec<Trace>) {
    if start.y == end.y {
        return;
    }
    let mut from = start;
    for x in crossings(start.x, end.x) {
        let y = start.y + (end.y - start.y) * ((x - start.x) / (end.x - start.x));
        let to = Coord { x, y };
        traces.push(trace_within_cell(from, to, sign));
        from = to;
    }
    traces.push(trace_within_cell(from, end, sign));
}

#[expect(clippy::cast_possible_truncation, reason = "bounded by MAX_CELLS_FROM_ORIGIN, which fits in an i32")]
fn trace_within_cell(start: Coord<f64>, end: Coord<f64>, sign: f64) -> Trace {
    let middle = Coord { x: f64::midpoint(start.x, end.x), y: f64::midpoint(start.y, end.y) };
    let col = middle.x.floor();
    let cover = sign * (end.y - start.y);
    Trace { row: middle.y.floor() as i32, col: col as i32, area: cover * (col + 1.0 - middle.x), cover }
}

/// The whole numbers strictly between two values, in the direction from the one to the other.
fn crossings(from: f64, to: f64) -> impl Iterator<Item = f64> {
    let step = if to > from { 1.0 } else { -1.0 };
    let first = if to > from { from.floor() + 1.0 } else { from.ceil() - 1.0 };
    std::iter::successors(Some(first), move |at| Some(at + step)).take_while(move |at| (to - at) * step > 0.0)
}

/// Sums sorted traces into areas, filling the cells between two crossed ones.
fn sweep(traces: &[Trace], cell_area: f64, visit: &mut dyn FnMut(i32, i32, f64)) {
    let mut emit = |row: i32, col: i32, share: f64| {
        if share > ROUNDING_SHARE {
            visit(col, row, share.min(1.0) * cell_area);
        }
    };
    let mut cover = 0.0;
    let mut last: Option<Trace> = None;
    for cell in traces.chunk_by(|a, b| (a.row, a.col) == (b.row, b.col)) {
        let here = cell[0];
        match last.replace(here) {
            Some(last) if last.row == here.row => {
                if cover > ROUNDING_SHARE {
                    (last.col + 1..here.col).for_each(|col| emit(here.row, col, cover));
                }
            }
            _ => cover = 0.0,
        }
        emit(here.row, here.col, cover + cell.iter().map(|t| t.area).sum::<f64>());
        cover += cell.iter().map(|t| t.cover).sum::<f64>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, BooleanOps, ConvexHull, MultiPoint, Rect, polygon};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn areas(polygon: &Polygon<f64>, cell_m: f64) -> BTreeMap<(i32, i32), f64> {
        let mut found = BTreeMap::new();
        area_per_cell(polygon, cell_m, &mut |col, row, area| {
            assert!(found.insert((row, col), area).is_none(), "each cell is visited once");
        });
        found
    }

    fn assert_agrees_with_intersection(polygon: &Polygon<f64>, cell_m: f64) {
        let found = areas(polygon, cell_m);
        for row in -2..8 {
            for col in -2..8 {
                let at = Coord { x: f64::from(col) * cell_m, y: f64::from(row) * cell_m };
                let cell = Rect::new(at, Coord { x: at.x + cell_m, y: at.y + cell_m }).to_polygon();
                let expected = polygon.intersection(&cell).unsigned_area();
                let got = found.get(&(row, col)).copied().unwrap_or(0.0);
                assert!((expected - got).abs() < 1e-4 * cell_m * cell_m, "cell {col} {row}: {got}, not {expected}");
            }
        }
    }

    #[test]
    fn a_square_on_the_grid_covers_exactly_its_own_cell() {
        let square = Rect::new(Coord { x: 250_000.0, y: 470_000.0 }, Coord { x: 250_100.0, y: 470_100.0 }).to_polygon();
        assert_eq!(areas(&square, 100.0), BTreeMap::from([((4700, 2500), 10_000.0)]));
    }

    #[test]
    fn a_square_half_a_cell_off_covers_a_quarter_of_four_cells() {
        let square = Rect::new(Coord { x: -50.0, y: 50.0 }, Coord { x: 50.0, y: 150.0 }).to_polygon();
        let quarter = 2_500.0;
        let expected = BTreeMap::from([((0, -1), quarter), ((0, 0), quarter), ((1, -1), quarter), ((1, 0), quarter)]);
        assert_eq!(areas(&square, 100.0), expected);
    }

    #[test]
    fn a_hole_is_subtracted_whatever_the_orientation_of_the_rings() {
        let outer = vec![(10.0, 10.0), (590.0, 30.0), (570.0, 580.0), (20.0, 550.0), (10.0, 10.0)];
        let hole = vec![(120.0, 130.0), (420.0, 110.0), (330.0, 410.0), (120.0, 130.0)];
        for reverse_hole in [false, true] {
            let mut hole = hole.clone();
            if reverse_hole {
                hole.reverse();
            }
            let polygon = Polygon::new(outer.clone().into(), vec![hole.into()]);
            assert_agrees_with_intersection(&polygon, 100.0);
            let sum: f64 = areas(&polygon, 100.0).values().sum();
            assert!((sum - polygon.unsigned_area()).abs() < 1e-3);
        }
    }

    #[test]
    fn a_concave_polygon_agrees_with_geos_intersection() {
        let star = polygon![(x: 5., y: 5.), (x: 300., y: 250.), (x: 560., y: 0.), (x: 350., y: 320.), (x: 590., y: 580.), (x: 290., y: 380.), (x: 30., y: 555.), (x: 200., y: 300.)];
        assert_agrees_with_intersection(&star, 100.0);
        assert_agrees_with_intersection(&star, 130.0);
    }

    #[test]
    fn coordinates_that_are_no_number_or_no_place_cover_nothing() {
        for bad in [f64::NAN, f64::INFINITY, 1e300] {
            let polygon = polygon![(x: 0., y: 0.), (x: bad, y: 0.), (x: 100., y: 100.)];
            assert!(areas(&polygon, 100.0).is_empty());
        }
        assert!(areas(&Polygon::new(LineString::new(vec![]), vec![]), 100.0).is_empty());
    }

    proptest! {
        #[test]
        fn convex_polygons_agree_with_geos_intersection(
            points in prop::collection::vec((-150.0..750.0_f64, -150.0..750.0_f64), 3..12),
        ) {
            let hull = MultiPoint::from(points).convex_hull();
            assert_agrees_with_intersection(&hull, 100.0);
        }

        #[test]
        fn the_cells_of_a_polygon_sum_to_its_area(
            points in prop::collection::vec((200_000.0..210_000.0_f64, 480_000.0..490_000.0_f64), 3..20),
        ) {
            let hull = MultiPoint::from(points).convex_hull();
            let sum: f64 = areas(&hull, 100.0).values().sum();
            prop_assert!((sum - hull.unsigned_area()).abs() < 1.0, "{} and {}", sum, hull.unsigned_area());
        }
    }
}
