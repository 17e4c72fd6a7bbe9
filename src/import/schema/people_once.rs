//! People are counted once: where two files give people, those of the first are kept. `vraag` and `pc4` come before buurten, and
//! these before wijken.

use std::collections::BTreeMap;

use geo::MultiPolygon;

use super::squares::{Inhabited, squares_of};
use crate::crs::Rd;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::demand::{DEMAND_CELL_M, Demand, DemandCell, PeopleCounts};

/// A square belongs to an area that covers this share of it, so that neighbors with a common border share none.
const OWN_SHARE: f64 = 0.5;

/// A square that lies in an area for so much lies in it alone: in one that the border cuts, neighbors live as well.
const WHOLE_SHARE: f64 = 0.999;

/// An area of which others gave at least this share of its people is given already; less is what two outlines of the same
/// border differ (assumption).
const SHARE_GIVEN_ALREADY: f64 = 0.01;

/// How many records were left out, by the file that gave their people already.
pub(super) type LeftOut = BTreeMap<String, usize>;

/// Was it asked before whether another file gave the people of records?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    NotYet,
    Before,
}

/// What one file gave.
#[derive(Debug)]
struct Source {
    file: String,
    cells: Vec<DemandCell>,
    areas: Vec<Rd<MultiPolygon<f64>>>,
}

/// All people so far, by the file that gave them.
#[derive(Debug, Default)]
pub(super) struct PeopleOnce {
    sources: Vec<Source>,
    /// Made when a second file comes.
    squares: Squares,
    n_in_squares: usize,
}

/// Who gave which square, and how many people live there.
#[derive(Debug, Default)]
struct Squares {
    by: BTreeMap<(i32, i32), usize>,
    people: BTreeMap<(i32, i32), f64>,
}

impl PeopleOnce {
    /// With the people of a baseline that its wijken and buurten did not give, as if they had been read just before.
    pub(super) fn of(base: &Baseline) -> Self {
        let mut once = Self::default();
        if !base.demand.own().is_empty() {
            let own = files_of(base, |role| matches!(role, Role::Demand | Role::Pc4));
            // A project of an older version does not say whose its squares are.
            let file = if own.is_empty() { files_of(base, gives_people) } else { own };
            once.sources.push(Source { file, cells: base.demand.own().to_vec(), areas: Vec::new() });
        }
        once
    }

    /// How many files gave people so far.
    pub(super) fn n_sources(&self) -> usize {
        self.sources.len()
    }

    /// Takes over the people of a file that are nobody's yet; gives how many records were left out, by the file that gave
    /// their people already.
    pub(super) fn take(&mut self, file: &str, records: Vec<Inhabited>, asked: Asked) -> LeftOut {
        let mut left_out = LeftOut::new();
        let mut source = Source { file: file.to_owned(), cells: Vec::new(), areas: Vec::new() };
        for record in records {
            let people = record.cells.iter().map(|cell| count(&cell.people)).sum();
            let square = record.cells.first().map(|cell| (cell.row, cell.col));
            let given_by = match asked {
                Asked::NotYet => self.given_by(record.area.as_ref(), square, people),
                Asked::Before => None,
            };
            match given_by {
                Some(by) => *left_out.entry(by).or_insert(0) += 1,
                None => {
                    source.cells.extend(record.cells);
                    source.areas.extend(record.area);
                }
            }
        }
        if !source.cells.is_empty() {
            self.sources.push(source);
        }
        left_out
    }

    /// The file that gave these people already: those of an area, else those in a square.
    pub(super) fn given_by(
        &mut self,
        area: Option<&Rd<MultiPolygon<f64>>>,
        square: Option<(i32, i32)>,
        people: f64,
    ) -> Option<String> {
        if self.sources.is_empty() {
            return None;
        }
        self.fill_squares();
        let by = match area {
            Some(area) => self.squares.giver_of_most(area, people),
            None => self.squares.by.get(&square?).copied(),
        };
        by.map(|by| self.sources[by].file.clone())
    }

    fn fill_squares(&mut self) {
        for (idx, source) in self.sources.iter().enumerate().skip(self.n_in_squares) {
            for cell in &source.cells {
                let square = (cell.row, cell.col);
                self.squares.by.entry(square).or_insert(idx);
                *self.squares.people.entry(square).or_insert(0.0) += count(&cell.people);
            }
            for square in source.areas.iter().flat_map(own_squares) {
                self.squares.by.entry(square).or_insert(idx);
            }
        }
        self.n_in_squares = self.sources.len();
    }

    /// Everybody; the first `n_own` files were none of wijken or buurten.
    pub(super) fn finish(mut self, n_own: usize) -> Demand {
        let of_areas = self.sources.split_off(n_own.min(self.sources.len()));
        let cells = |sources: Vec<Source>| sources.into_iter().flat_map(|source| source.cells).collect();
        Demand::from_parts(cells(self.sources), cells(of_areas))
    }
}

/// Roles that give people, of which one source counts at each place.
pub(super) fn gives_people(role: Role) -> bool {
    matches!(role, Role::Demand | Role::Pc4 | Role::District | Role::Neighborhood)
}

/// The names of the files of some roles, between commas.
pub(super) fn files_of(base: &Baseline, is_wanted: impl Fn(Role) -> bool) -> String {
    let layers = base.layers.iter().filter(|layer| is_wanted(layer.role));
    let mut files: Vec<&str> = layers.map(|layer| layer.file.as_str()).collect();
    files.dedup();
    files.join(", ")
}

impl Squares {
    /// Who gave the people of an area: of those in squares that lie in it alone, or for the most part where none does.
    fn giver_of_most(&self, area: &Rd<MultiPolygon<f64>>, people: f64) -> Option<usize> {
        let mut of_others: BTreeMap<usize, f64> = BTreeMap::new();
        let whole = squares_within(area, WHOLE_SHARE);
        let own = if whole.is_empty() { own_squares(area) } else { whole };
        for square in own {
            if let (Some(by), Some(n)) = (self.by.get(&square), self.people.get(&square)) {
                *of_others.entry(*by).or_insert(0.0) += n;
            }
        }
        let n_others: f64 = of_others.values().sum();
        let is_given = n_others > 0.0 && n_others >= SHARE_GIVEN_ALREADY * people;
        let most = of_others.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        most.filter(|_| is_given).map(|(by, _)| by)
    }
}

/// The squares that lie in an area for the most part.
fn own_squares(area: &Rd<MultiPolygon<f64>>) -> Vec<(i32, i32)> {
    squares_within(area, OWN_SHARE)
}

/// The squares of which at least a share lies in an area.
fn squares_within(area: &Rd<MultiPolygon<f64>>, share: f64) -> Vec<(i32, i32)> {
    let enough_m2 = share * DEMAND_CELL_M * DEMAND_CELL_M;
    squares_of(&area.0).into_iter().filter(|(_, m2)| *m2 >= enough_m2).map(|(square, _)| square).collect()
}

/// How many people are known of, all of them if that is known.
pub(super) fn count(people: &PeopleCounts) -> f64 {
    people.residents.or(people.aged_65_plus).or(people.aged_75_plus).unwrap_or(0.0)
}
