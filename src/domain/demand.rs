//! Inwoners per cell: how many people live where.

use crate::crs::RdPoint;

/// Counts of people; what is not known is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PeopleCounts {
    /// `inwoners`.
    pub residents: Option<f64>,
    /// `inwoners_65plus`.
    pub aged_65_plus: Option<f64>,
    /// `inwoners_75plus`.
    pub aged_75_plus: Option<f64>,
}

impl PeopleCounts {
    /// No people at all, known to be so.
    pub const ZERO: Self = Self { residents: Some(0.0), aged_65_plus: Some(0.0), aged_75_plus: Some(0.0) };

    /// Adds a share (0–1) of what is known of the other; a count unknown on both sides stays unknown.
    pub fn add_share(&mut self, other: &Self, share: f64) {
        for (sum, part) in [
            (&mut self.residents, other.residents),
            (&mut self.aged_65_plus, other.aged_65_plus),
            (&mut self.aged_75_plus, other.aged_75_plus),
        ] {
            if let Some(part) = part {
                *sum = Some(sum.unwrap_or(0.0) + part * share);
            }
        }
    }
}

/// People in one square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DemandCell {
    /// West edge in whole squares from the RD origin.
    pub col: i32,
    /// South edge in whole squares from the RD origin.
    pub row: i32,
    /// Who lives in it, spread evenly over the square.
    pub people: PeopleCounts,
}

/// Side of the squares in which people are counted, in metres: that of the CBS vierkantstatistiek.
pub const DEMAND_CELL_M: f64 = 100.0;

/// Vraag: people per 100 m square, aligned to RD, sorted by row and column without repeats.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Demand {
    cells: Vec<DemandCell>,
}

impl Demand {
    /// From cells in any order; cells of the same square are added.
    #[must_use]
    pub fn from_cells(mut cells: Vec<DemandCell>) -> Self {
        // A stable sort, and a fixed order of adding, so that the input's order within a square alone decides the last bit.
        cells.sort_by_key(|c| (c.row, c.col));
        let mut merged: Vec<DemandCell> = Vec::with_capacity(cells.len());
        for cell in cells {
            match merged.last_mut() {
                Some(last) if (last.row, last.col) == (cell.row, cell.col) => last.people.add_share(&cell.people, 1.0),
                _ => merged.push(cell),
            }
        }
        Self { cells: merged }
    }

    /// The squares, sorted by row and column.
    #[must_use]
    pub fn cells(&self) -> &[DemandCell] {
        &self.cells
    }

    /// Nobody is known to live anywhere: people are then `null` in every result.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Sum of all squares.
    #[must_use]
    pub fn total(&self) -> PeopleCounts {
        let mut sum = PeopleCounts::default();
        for cell in &self.cells {
            sum.add_share(&cell.people, 1.0);
        }
        sum
    }
}

impl DemandCell {
    /// The square in which a place lies, with these people.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "saturates; an import keeps places within the RD box")]
    pub fn at(place: RdPoint, people: PeopleCounts) -> Self {
        Self {
            col: (place.x() / DEMAND_CELL_M).floor() as i32,
            row: (place.y() / DEMAND_CELL_M).floor() as i32,
            people,
        }
    }

    /// The middle of the square.
    #[must_use]
    pub fn center(&self) -> RdPoint {
        RdPoint::at((f64::from(self.col) + 0.5) * DEMAND_CELL_M, (f64::from(self.row) + 0.5) * DEMAND_CELL_M)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(residents: f64, aged_75_plus: Option<f64>) -> PeopleCounts {
        PeopleCounts { residents: Some(residents), aged_65_plus: None, aged_75_plus }
    }

    #[test]
    fn squares_of_the_same_place_are_added_and_unknown_stays_unknown() {
        let place = RdPoint::at(250_010.0, 470_020.0);
        let demand = Demand::from_cells(vec![
            DemandCell::at(place, people(10.0, None)),
            DemandCell::at(RdPoint::at(250_099.9, 470_099.9), people(5.0, Some(2.0))),
        ]);
        assert_eq!(demand.cells().len(), 1);
        let total = demand.total();
        assert_eq!(total.residents, Some(15.0));
        assert_eq!(total.aged_75_plus, Some(2.0));
        assert_eq!(total.aged_65_plus, None);
    }
}
