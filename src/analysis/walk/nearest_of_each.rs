//! The nearest place of each kind for a million points: a raster of which each cell lists the few places that can be nearest
//! in it, of all kinds together, so that a point looks in one spot of memory.

use geo::Coord;
use rayon::prelude::*;

use super::measure::Walk;
use crate::analysis::situation::Situation;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::geometry::nearest::NearestIndex;

/// Cells per place of the kind with most places: it gives a cell two candidates of that kind on average.
const CELLS_PER_PLACE: usize = 16;

/// The largest number of cells, so that their lists take a few megabytes.
const MAX_CELLS: usize = 1 << 15;

/// Where more places of a kind than this can be nearest, its index is asked.
const MAX_CANDIDATES: usize = 12;

/// Slack on distances between cells and places, in metres: far above rounding, far below any distance that counts.
const SLACK_M: f64 = 1e-3;

/// Points are expected no farther than this from the places of all kinds, in metres; those beyond take longer.
const EDGE_M: f64 = 5_000.0;

/// Square cells over a rectangle.
#[derive(Debug, Clone, Copy)]
struct CellLayout {
    origin: Coord<f64>,
    side_m: f64,
    cols: usize,
    rows: usize,
}

/// The places of some kinds, to be asked very often which of each kind is the nearest.
#[derive(Debug)]
pub struct NearestOfEach {
    cells: NearestCells,
    walk: Walk,
}

impl NearestOfEach {
    /// Over the places of these kinds; a kind that nobody gave has none. Takes n log n.
    pub fn new(situation: &Situation, kinds: &[AmenityKind], walk: Walk) -> Self {
        let coords = |kind: &AmenityKind| {
            let places = situation.places(*kind).unwrap_or_default();
            places.iter().map(|place| place.point.0.0).collect()
        };
        let places: Vec<Vec<Coord<f64>>> = kinds.iter().map(coords).collect();
        let corners = corners(places.iter().flatten().copied());
        Self { cells: NearestCells::new(places, corners), walk }
    }

    /// Of each kind the position of the nearest among [`Situation::places`], and the walk to it in metres; of equals the
    /// lowest id. Takes constant time for spread places.
    pub fn nearest(&self, from: RdPoint, mut each: impl FnMut(NearestPlace)) {
        self.cells.of_each_kind(from.0.0, |nearest| each(self.walked(nearest)));
    }

    /// The same for one of the kinds, by its position among them.
    pub fn nearest_of(&self, kind_idx: usize, from: RdPoint) -> NearestPlace {
        self.walked(self.cells.kinds[kind_idx].index.nearest(from.0.0))
    }

    fn walked(&self, nearest: NearestPlace) -> NearestPlace {
        nearest.map(|(idx, straight_m)| (idx, self.walk.along_m(straight_m)))
    }
}

/// Two corners around places, with an edge.
fn corners(places: impl Iterator<Item = Coord<f64>>) -> (Coord<f64>, Coord<f64>) {
    let around = |(min, max): (Coord<f64>, Coord<f64>), at: Coord<f64>| {
        (Coord { x: min.x.min(at.x), y: min.y.min(at.y) }, Coord { x: max.x.max(at.x), y: max.y.max(at.y) })
    };
    let finite = places.filter(|at| at.x.is_finite() && at.y.is_finite()).map(|at| (at, at));
    let (min, max) = finite.reduce(|all, (at, _)| around(all, at)).unwrap_or_default();
    let edge = Coord { x: EDGE_M, y: EDGE_M };
    (min - edge, max + edge)
}

/// The places of all kinds by cell.
#[derive(Debug)]
struct NearestCells {
    raster: CellLayout,
    kinds: Vec<Kind>,
    /// Where the list of each cell begins, row by row.
    starts: Vec<u32>,
    /// Of each cell, kind after kind: how many candidates there are, none where the index is to be asked; and their positions
    /// in the list of places, in order.
    lists: Vec<u32>,
}

/// The places of one kind.
#[derive(Debug)]
struct Kind {
    places: Vec<Coord<f64>>,
    index: NearestIndex,
}

/// Cells from one column and row up to others.
#[derive(Debug, Clone, Copy)]
struct CellRange {
    cols: (usize, usize),
    rows: (usize, usize),
}

/// The candidates of one kind while they are found: per cell a stretch of the list.
struct Candidates<'a> {
    raster: CellLayout,
    places: &'a [Coord<f64>],
    stretches: Vec<(usize, usize)>,
    list: Vec<u32>,
}

/// A position in a list of places and the distance to that place, in metres; nothing where there is none.
pub type NearestPlace = Option<(usize, f64)>;

impl CellLayout {
    fn over((min, max): (Coord<f64>, Coord<f64>), n_cells: usize) -> Self {
        let (width, height) = ((max.x - min.x).max(1.0), (max.y - min.y).max(1.0));
        // Of a thin strip never more than there may be.
        let side_m = (width * height / n_cells as f64).sqrt().max(width.max(height) / n_cells as f64);
        Self { origin: min, side_m, cols: whole(width / side_m) + 1, rows: whole(height / side_m) + 1 }
    }

    #[inline]
    fn cell_of(&self, at: Coord<f64>) -> Option<usize> {
        let (x, y) = ((at.x - self.origin.x) / self.side_m, (at.y - self.origin.y) / self.side_m);
        let is_inside = x >= 0.0 && y >= 0.0 && x < self.cols as f64 && y < self.rows as f64;
        is_inside.then(|| whole(y) * self.cols + whole(x))
    }
}

impl Candidates<'_> {
    /// Finds the candidates of the cells of a block among those of a larger one.
    ///
    /// In a block with the middle `m` and the half diagonal `r` every point has a place within `d + r`, where `d` is the
    /// distance from `m` to its nearest; so what is nearest to such a point lies within `d + 2r` of `m`.
    fn fill(&mut self, CellRange { cols, rows }: CellRange, among: &[u32]) {
        let CellLayout { origin, side_m, .. } = self.raster;
        let middle = Coord {
            x: origin.x + (cols.0 + cols.1) as f64 / 2.0 * side_m,
            y: origin.y + (rows.0 + rows.1) as f64 / 2.0 * side_m,
        };
        let (n_cols, n_rows) = (cols.1 - cols.0, rows.1 - rows.0);
        let half_diagonal_m = length(n_cols as f64, n_rows as f64) / 2.0 * side_m;
        let distance_m = |idx: &u32| {
            let at = self.places[*idx as usize];
            length(at.x - middle.x, at.y - middle.y)
        };
        let distances_m: Vec<f64> = among.iter().map(distance_m).collect();
        let nearest_m = distances_m.iter().copied().fold(f64::INFINITY, f64::min);
        let limit_m = nearest_m + 2.0 * half_diagonal_m + SLACK_M;
        let can_be = among.iter().zip(distances_m).filter(|(_, distance_m)| *distance_m <= limit_m);
        let found: Vec<u32> = can_be.map(|(idx, _)| *idx).collect();
        if found.len() > 1 && (n_cols > 1 || n_rows > 1) {
            let halves = if n_cols > n_rows {
                let half = cols.0 + n_cols / 2;
                [CellRange { cols: (cols.0, half), rows }, CellRange { cols: (half, cols.1), rows }]
            } else {
                let half = rows.0 + n_rows / 2;
                [CellRange { cols, rows: (rows.0, half) }, CellRange { cols, rows: (half, rows.1) }]
            };
            return halves.into_iter().for_each(|half| self.fill(half, &found));
        }
        if found.len() <= MAX_CANDIDATES {
            let stretch = (self.list.len(), self.list.len() + found.len());
            self.list.extend(found);
            for row in rows.0..rows.1 {
                let start = row * self.raster.cols;
                self.stretches[start + cols.0..start + cols.1].fill(stretch);
            }
        }
    }
}

impl Kind {
    fn candidates(&self, raster: CellLayout) -> Candidates<'_> {
        let stretches = vec![(0, 0); raster.cols * raster.rows];
        let mut candidates = Candidates { raster, places: &self.places, stretches, list: Vec::new() };
        let is_finite = |(_, at): &(u32, &Coord<f64>)| at.x.is_finite() && at.y.is_finite();
        let all: Vec<u32> = (0..).zip(&self.places).filter(is_finite).map(|(idx, _)| idx).collect();
        candidates.fill(CellRange { cols: (0, raster.cols), rows: (0, raster.rows) }, &all);
        candidates
    }

    /// The nearest of the candidates, which stand in the order of the list: of places at the same distance the first.
    #[inline]
    fn nearest_among(&self, candidates: &[u32], from: Coord<f64>) -> NearestPlace {
        let (mut nearest, mut nearest_m2) = (None, f64::INFINITY);
        for idx in candidates {
            let at = self.places[*idx as usize];
            let (dx, dy) = (at.x - from.x, at.y - from.y);
            let squared_m2 = dx * dx + dy * dy;
            if squared_m2 < nearest_m2 {
                (nearest, nearest_m2) = (Some(*idx), squared_m2);
            }
        }
        match nearest {
            Some(idx) => Some((idx as usize, nearest_m2.sqrt())),
            None => self.index.nearest(from),
        }
    }
}

impl NearestCells {
    /// Over the places of each kind; questions are expected between two corners, and answered everywhere. Takes n log n.
    fn new(kinds: Vec<Vec<Coord<f64>>>, corners: (Coord<f64>, Coord<f64>)) -> Self {
        let most = kinds.iter().map(Vec::len).max().unwrap_or(0);
        let raster = CellLayout::over(corners, (most * CELLS_PER_PLACE).clamp(1, MAX_CELLS));
        let kinds = kinds.into_par_iter().map(|places| Kind { index: NearestIndex::new(&places), places });
        let kinds: Vec<Kind> = kinds.collect();
        let candidates: Vec<Candidates<'_>> = kinds.par_iter().map(|kind| kind.candidates(raster)).collect();
        let (mut starts, mut lists) = (Vec::new(), Vec::new());
        let count = |n: usize| u32::try_from(n).expect("cells and their candidates are bounded");
        for cell in 0..raster.cols * raster.rows {
            starts.push(count(lists.len()));
            for Candidates { stretches, list, .. } in &candidates {
                let (start, end) = stretches[cell];
                lists.push(count(end - start));
                lists.extend_from_slice(&list[start..end]);
            }
        }
        Self { raster, kinds, starts, lists }
    }

    /// The nearest place of each kind, kind after kind.
    #[inline]
    fn of_each_kind(&self, from: Coord<f64>, mut each: impl FnMut(NearestPlace)) {
        let Some(cell) = self.raster.cell_of(from) else {
            return self.kinds.iter().for_each(|kind| each(kind.index.nearest(from)));
        };
        let mut rest = &self.lists[self.starts[cell] as usize..];
        for kind in &self.kinds {
            let Some((n, behind)) = rest.split_first() else { return };
            let (candidates, behind) = behind.split_at(*n as usize);
            each(kind.nearest_among(candidates, from));
            rest = behind;
        }
    }
}

fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// The whole part of a number that is not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and bounded by the cells")]
fn whole(value: f64) -> usize {
    value as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of_each_kind(cells: &NearestCells, from: Coord<f64>) -> Vec<NearestPlace> {
        let mut found = Vec::new();
        cells.of_each_kind(from, |nearest| found.push(nearest));
        found
    }

    proptest! {
        #[test]
        fn the_nearest_is_that_of_the_index_inside_and_outside_the_raster(
            kinds in prop::collection::vec(prop::collection::vec((-40_i32..40, -40_i32..40), 0..200), 1..4),
            questions in prop::collection::vec((-80_i32..80, -80_i32..80), 1..60),
            step in prop::sample::select(vec![0.5, 37.5, 5_000.0]),
            shift in prop::sample::select(vec![0.0, 0.1]),
        ) {
            // Whole steps make ties and repeated places likely.
            let coord = |(x, y): (i32, i32)| Coord { x: f64::from(x) * step, y: f64::from(y) * step };
            let kinds: Vec<Vec<_>> = kinds.into_iter().map(|places| places.into_iter().map(coord).collect()).collect();
            let indexes: Vec<NearestIndex> = kinds.iter().map(|places| NearestIndex::new(places)).collect();
            let cells = NearestCells::new(kinds, (coord((-50, -50)), coord((50, 45))));
            for question in questions.into_iter().map(coord) {
                let from = Coord { x: question.x + shift * step, ..question };
                let expected: Vec<NearestPlace> = indexes.iter().map(|index| index.nearest(from)).collect();
                prop_assert_eq!(of_each_kind(&cells, from), expected);
            }
        }

        #[test]
        fn many_places_in_one_spot_are_left_to_the_index(n in 1_usize..100, x in 0.0..100.0_f64) {
            let places: Vec<_> = (0..n).map(|n| Coord { x: 50.0 + (n % 7) as f64 * 1e-3, y: 50.0 }).collect();
            let index = NearestIndex::new(&places);
            let corners = (Coord { x: 0.0, y: 0.0 }, Coord { x: 100.0, y: 100.0 });
            let from = Coord { x, y: 51.0 };
            prop_assert_eq!(of_each_kind(&NearestCells::new(vec![places], corners), from), [index.nearest(from)]);
        }
    }
}
