//! Inwoners per cell: how many people live where.

use crate::crs::RdPoint;

/// Counts of people below this are told to nobody, but nobody at all is. Source: the contract, after the CBS rule for small
/// counts.
pub const MIN_PUBLISHED_PEOPLE: f64 = 5.0;

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

    /// Both together; a count that is unknown of either is unknown of both, unless nobody lives in that part.
    pub fn and(&self, other: &Self) -> Self {
        let are_none = |counts: &Self| counts.residents == Some(0.0);
        let sum = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => Some(a + b),
            (None, b) if are_none(self) => b,
            (a, None) if are_none(other) => a,
            _ => None,
        };
        Self {
            residents: sum(self.residents, other.residents),
            aged_65_plus: sum(self.aged_65_plus, other.aged_65_plus),
            aged_75_plus: sum(self.aged_75_plus, other.aged_75_plus),
        }
    }

    /// These, and what is unknown of them from another source.
    pub fn or(&self, other: &Self) -> Self {
        Self {
            residents: self.residents.or(other.residents),
            aged_65_plus: self.aged_65_plus.or(other.aged_65_plus),
            aged_75_plus: self.aged_75_plus.or(other.aged_75_plus),
        }
    }

    /// The counts multiplied by a factor, such as the share of an area that lies in a square.
    pub fn times(&self, share: f64) -> Self {
        let part = |count: Option<f64>| count.map(|count| count * share);
        Self {
            residents: part(self.residents),
            aged_65_plus: part(self.aged_65_plus),
            aged_75_plus: part(self.aged_75_plus),
        }
    }

    /// What an unknown part weighs in a sum: its residents, or one person where those are unknown too.
    fn weight(&self) -> f64 {
        self.residents.unwrap_or(1.0)
    }
}

/// A sum of which some parts may be unknown: an unknown part is never nobody. It is known of a share of the residents.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct KnownSum {
    sum: f64,
    /// Residents of the parts that are known.
    known: f64,
    /// Residents of the parts that are not.
    unknown: f64,
    /// Is this counted anywhere? If not, the sum of no parts is unknown, and not 0.
    is_counted: bool,
}

impl KnownSum {
    /// Nobody yet, of something that is or is not counted anywhere.
    fn nobody(is_counted: bool) -> Self {
        Self { is_counted, ..Self::default() }
    }

    fn add_part(&mut self, part: Option<f64>, weight: f64, share: f64) {
        match part {
            Some(part) => {
                self.sum += part * share;
                self.known += weight * share;
                self.is_counted = true;
            }
            None => self.unknown += weight * share,
        }
    }

    fn add(&mut self, other: &Self) {
        self.sum += other.sum;
        self.known += other.known;
        self.unknown += other.unknown;
        self.is_counted |= other.is_counted;
    }

    /// The sum of what is known; nothing when nothing is.
    pub fn value(&self) -> Option<f64> {
        let nothing_known = self.unknown > 0.0 && self.known <= 0.0 && self.sum <= 0.0;
        (self.is_counted && !nothing_known).then_some(self.sum)
    }

    /// Of what share of the residents it is known, 0–1.
    pub fn known_share(&self) -> f64 {
        if self.value().is_none() {
            0.0
        } else if self.unknown > 0.0 {
            self.known / (self.known + self.unknown)
        } else {
            1.0
        }
    }

    /// The share of which it is known, when that is not all of it: the sum is then only of that part.
    pub fn partly_known(&self) -> Option<f64> {
        Some(self.known_share()).filter(|share| self.value().is_some() && *share < 1.0)
    }

    /// Is it certainly less than `n`?
    pub fn is_below(&self, n: f64) -> bool {
        self.known_share() >= 1.0 && self.sum < n
    }
}

/// People of several squares together, each count with the share of which it is known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PeopleSum {
    /// `inwoners`.
    pub residents: KnownSum,
    /// `inwoners_65plus`.
    pub aged_65_plus: KnownSum,
    /// `inwoners_75plus`.
    pub aged_75_plus: KnownSum,
}

impl PeopleSum {
    /// Adds a share (0–1) of the people of a square.
    pub fn add_share(&mut self, people: &PeopleCounts, share: f64) {
        let weight = people.weight();
        self.residents.add_part(people.residents, weight, share);
        self.aged_65_plus.add_part(people.aged_65_plus, weight, share);
        self.aged_75_plus.add_part(people.aged_75_plus, weight, share);
    }

    /// Adds another sum.
    pub fn add(&mut self, other: &Self) {
        self.residents.add(&other.residents);
        self.aged_65_plus.add(&other.aged_65_plus);
        self.aged_75_plus.add(&other.aged_75_plus);
    }

    /// Nobody, of as many sorts as are counted at all in this sum.
    pub fn nobody(&self) -> Self {
        Self {
            residents: KnownSum::nobody(self.residents.is_counted),
            aged_65_plus: KnownSum::nobody(self.aged_65_plus.is_counted),
            aged_75_plus: KnownSum::nobody(self.aged_75_plus.is_counted),
        }
    }

    /// The three counts as far as they are known.
    pub fn values(&self) -> PeopleCounts {
        PeopleCounts {
            residents: self.residents.value(),
            aged_65_plus: self.aged_65_plus.value(),
            aged_75_plus: self.aged_75_plus.value(),
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
    /// Where wijken or buurten gave any: the squares by who gave them.
    parts: Option<Parts>,
}

/// Squares by who gave them, each part sorted without repeats.
#[derive(Debug, Clone, PartialEq)]
struct Parts {
    own: Vec<DemandCell>,
    of_areas: Vec<DemandCell>,
}

impl Demand {
    /// From cells in any order; cells of the same square are added.
    pub fn from_cells(cells: Vec<DemandCell>) -> Self {
        Self { cells: merged(cells), parts: None }
    }

    /// The same of those that `vraag` and `pc4` gave, and of those that wijken and buurten gave.
    pub fn from_parts(own: Vec<DemandCell>, of_areas: Vec<DemandCell>) -> Self {
        if of_areas.is_empty() {
            return Self::from_cells(own);
        }
        let parts = Parts { own: merged(own), of_areas: merged(of_areas) };
        let all = parts.own.iter().chain(&parts.of_areas).copied().collect();
        Self { cells: merged(all), parts: Some(parts) }
    }

    /// The squares that `vraag` and `pc4` gave.
    pub fn own(&self) -> &[DemandCell] {
        self.parts.as_ref().map_or(&self.cells, |parts| &parts.own)
    }

    /// The squares that wijken and buurten gave.
    pub fn of_areas(&self) -> &[DemandCell] {
        self.parts.as_ref().map_or(&[], |parts| &parts.of_areas)
    }

    /// The squares, sorted by row and column.
    pub fn cells(&self) -> &[DemandCell] {
        &self.cells
    }

    /// Nobody is known to live anywhere: people are then `null` in every result.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Sum of all squares.
    pub fn total(&self) -> PeopleSum {
        let mut sum = PeopleSum::default();
        for cell in &self.cells {
            sum.add_share(&cell.people, 1.0);
        }
        sum
    }
}

/// Cells sorted by row and column; those of the same square are added.
fn merged(mut cells: Vec<DemandCell>) -> Vec<DemandCell> {
    // A stable sort, and a fixed order of adding, so that the input's order within a square alone decides the last bit.
    cells.sort_by_key(|c| (c.row, c.col));
    let mut merged: Vec<DemandCell> = Vec::with_capacity(cells.len());
    for cell in cells {
        match merged.last_mut() {
            Some(last) if (last.row, last.col) == (cell.row, cell.col) => last.people = last.people.and(&cell.people),
            _ => merged.push(cell),
        }
    }
    merged
}

impl DemandCell {
    /// The square in which a place lies, with these people.
    #[expect(clippy::cast_possible_truncation, reason = "saturates; an import keeps places within the RD box")]
    pub fn at(place: RdPoint, people: PeopleCounts) -> Self {
        Self {
            col: (place.x() / DEMAND_CELL_M).floor() as i32,
            row: (place.y() / DEMAND_CELL_M).floor() as i32,
            people,
        }
    }

    /// The middle of the square.
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
    fn an_unknown_part_of_a_sum_is_never_nobody() {
        let mut sum = PeopleSum::default();
        assert_eq!((sum.aged_75_plus.value(), sum.aged_75_plus.known_share()), (None, 0.0));
        sum.add_share(&people(600.0, None), 1.0);
        assert_eq!((sum.residents.value(), sum.aged_75_plus.value()), (Some(600.0), None));
        sum.add_share(&people(900.0, Some(90.0)), 0.5);
        assert_eq!(sum.aged_75_plus.value(), Some(45.0));
        assert_eq!((sum.aged_75_plus.partly_known(), sum.residents.partly_known()), (Some(450.0 / 1_050.0), None));
        assert!(!sum.aged_75_plus.is_below(1_000.0), "the unknown may be many");
        let nobody = sum.nobody();
        assert_eq!((nobody.aged_75_plus.value(), nobody.aged_65_plus.value()), (Some(0.0), None));
        let mut of_unknown = nobody;
        of_unknown.add_share(&people(653.0, None), 1.0);
        assert_eq!(of_unknown.aged_75_plus.value(), None, "what is counted elsewhere is not 0 here");
    }

    #[test]
    fn a_square_with_an_unknown_part_is_unknown_unless_nobody_lives_in_that_part() {
        let place = RdPoint::at(250_010.0, 470_020.0);
        let square = |a: PeopleCounts, b: PeopleCounts| {
            Demand::from_cells(vec![DemandCell::at(place, a), DemandCell::at(place, b)]).cells()[0].people
        };
        assert_eq!(square(people(10.0, None), people(5.0, Some(2.0))), people(15.0, None));
        assert_eq!(square(people(0.0, None), people(5.0, Some(2.0))), people(5.0, Some(2.0)));
    }

    #[test]
    fn squares_of_the_same_place_are_added_and_unknown_stays_unknown() {
        let place = RdPoint::at(250_010.0, 470_020.0);
        let demand = Demand::from_cells(vec![
            DemandCell::at(place, people(10.0, Some(0.0))),
            DemandCell::at(RdPoint::at(250_099.9, 470_099.9), people(5.0, Some(2.0))),
        ]);
        assert_eq!(demand.cells().len(), 1);
        let total = demand.total();
        assert_eq!(total.residents.value(), Some(15.0));
        assert_eq!(total.aged_75_plus.value(), Some(2.0));
        assert_eq!(total.aged_65_plus.value(), None);
    }
}
