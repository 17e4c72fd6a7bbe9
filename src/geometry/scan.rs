//! Which cell centres lie in a polygon.

use std::ops::Range;

use geo::{BoundingRect, LineString, Point, Polygon};

use super::polygon::rings_of;
use crate::grid::{Grid, whole_up};

/// Calls `visit` with each row and the range of its columns whose centres lie in the polygon, from south to north.
///
/// Takes time in proportion to the rows that each side of the polygon crosses. A centre on the border may fall either way.
pub(crate) fn centers_within(polygon: &Polygon<f64>, grid: &Grid, mut visit: impl FnMut(usize, Range<usize>)) {
    let Some(bounds) = polygon.bounding_rect() else { return };
    let first_row = first_at_or_after(bounds.min().y - grid.south(), grid.cell_m(), grid.rows());
    let last_row = first_at_or_after(bounds.max().y - grid.south(), grid.cell_m(), grid.rows());
    let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); last_row - first_row];
    for ring in rings_of(polygon) {
        for side in ring.lines() {
            let (low, high) = if side.start.y <= side.end.y { (side.start, side.end) } else { (side.end, side.start) };
            let from = first_at_or_after(low.y - grid.south(), grid.cell_m(), grid.rows());
            let to = first_at_or_after(high.y - grid.south(), grid.cell_m(), grid.rows());
            for row in from..to {
                let y = grid.center(0, row).y();
                crossings[row - first_row].push(low.x + (y - low.y) / (high.y - low.y) * (high.x - low.x));
            }
        }
    }
    for (row_idx, crossings) in crossings.iter_mut().enumerate() {
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let from = first_at_or_after(pair[0] - grid.west(), grid.cell_m(), grid.cols());
            let to = first_at_or_after(pair[1] - grid.west(), grid.cell_m(), grid.cols());
            if from < to {
                visit(first_row + row_idx, from..to);
            }
        }
    }
}

/// A place well within a polygon: the middle of its widest stretch at half its height; nothing for an empty one.
///
/// Takes time in proportion to the corners.
pub(crate) fn place_within(polygon: &Polygon<f64>) -> Option<Point<f64>> {
    let bounds = polygon.bounding_rect()?;
    // A height at which a corner lies would count that corner twice or not at all; such corners are rare off the middle.
    let y = bounds.min().y + bounds.height() * 0.487_654_321;
    let mut crossings: Vec<f64> = rings_of(polygon)
        .flat_map(LineString::lines)
        .filter(|side| (side.start.y <= y) != (side.end.y <= y))
        .map(|side| side.start.x + (y - side.start.y) / (side.end.y - side.start.y) * (side.end.x - side.start.x))
        .collect();
    crossings.sort_by(f64::total_cmp);
    let widest = crossings.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
    Some(Point::new(widest[0].midpoint(widest[1]), y))
}

/// The first cell, of `n`, whose centre lies at or beyond an offset from the grid's edge.
fn first_at_or_after(offset: f64, cell: f64, n: usize) -> usize {
    whole_up(offset / cell - 0.5, n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Contains, Rect, polygon};
    use proptest::prelude::*;

    fn visited(polygon: &Polygon<f64>, grid: &Grid) -> Vec<bool> {
        let mut inside = vec![false; grid.n_cells()];
        centers_within(polygon, grid, |row, cols| {
            for col in cols {
                inside[row * grid.cols() + col] = true;
            }
        });
        inside
    }

    proptest! {
        #[test]
        fn exactly_the_centres_that_the_polygon_contains_are_visited(
            radii in prop::collection::vec(100.0..900.0_f64, 5..20), east in 0.0..500.0_f64, north in -500.0..500.0_f64,
        ) {
            let n = radii.len() as f64;
            let corner = |(i, r): (usize, &f64)| {
                let angle = i as f64 / n * std::f64::consts::TAU;
                (1_000.3 + east + r * angle.cos(), 1_000.7 + north + r * angle.sin())
            };
            let shell: Vec<_> = radii.iter().enumerate().map(corner).collect();
            let hole = polygon![(x: 1_000.3 + east, y: 1_040.0 + north), (x: 1_030.0 + east, y: 990.0 + north), (x: 970.0 + east, y: 990.0 + north)];
            let star = Polygon::new(shell.into(), vec![hole.exterior().clone()]);
            let grid = Grid::covering(Rect::new((0.0, 0.0), (2_000.0, 2_000.0)), 25).expect("a small box");
            let within = place_within(&star).expect("a star is not empty");
            prop_assert!(star.contains(&within));
            let inside = visited(&star, &grid);
            for row in 0..grid.rows() {
                for col in 0..grid.cols() {
                    let expected = star.contains(&grid.center(col, row).0);
                    prop_assert_eq!(inside[row * grid.cols() + col], expected, "cell {},{}", col, row);
                }
            }
        }
    }
}
