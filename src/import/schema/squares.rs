//! People on the squares of 100 m, and an area cut into them.

use std::collections::BTreeMap;

use geo::MultiPolygon;

use crate::crs::Rd;
use crate::domain::demand::{DEMAND_CELL_M, DemandCell, PeopleCounts};
use crate::geometry::coverage::area_per_cell;

/// The people of one record, and where they live.
#[derive(Debug)]
pub(super) struct Inhabited {
    /// Squares with their people.
    pub(super) cells: Vec<DemandCell>,
    /// The area over which they are spread; none for a point or a single square.
    pub(super) area: Option<Rd<MultiPolygon<f64>>>,
    /// Did a wijk or buurt give them? A project says so of its squares.
    pub(super) is_of_area: bool,
}

/// Square metres by row and column of the 100 m squares.
pub(super) type AreaPerSquare = BTreeMap<(i32, i32), f64>;

/// The squares that an area covers.
pub(super) fn squares_of(area: &MultiPolygon<f64>) -> AreaPerSquare {
    let mut squares = AreaPerSquare::new();
    add_squares(area, &mut squares);
    squares
}

/// Adds the squares that an area covers.
pub(super) fn add_squares(area: &MultiPolygon<f64>, squares: &mut AreaPerSquare) {
    for polygon in area {
        area_per_cell(polygon, DEMAND_CELL_M, &mut |col, row, m2| *squares.entry((row, col)).or_insert(0.0) += m2);
    }
}

/// People shared out over squares by area; together they are as many as before.
pub(super) fn shared_out(squares: &AreaPerSquare, people: &PeopleCounts) -> Vec<DemandCell> {
    let total: f64 = squares.values().sum();
    let cell = |(&(row, col), m2): (&(i32, i32), &f64)| DemandCell { col, row, people: people.times(m2 / total) };
    squares.iter().map(cell).collect()
}
