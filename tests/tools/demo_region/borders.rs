//! Schematic gemeentegrenzen: fourteen areas that tile the region, each around its own kernen, joined by gemeentecode.

use std::collections::BTreeMap;

use geo::Coord;

use super::dice::{count, index_from, lattice};
use super::network::roads;
use super::outline::Mosaic;
use super::towns::{TownFact, Towns};
use zorgkring::crs::RdPoint;
use zorgkring::domain::coded_area::CodedArea;

/// Side of the squares of which the areas are made, in metres.
const CELL_M: f64 = 500.0;
/// How far the region reaches beyond the edge of its kernen, in metres; gives Twente its 1,500 km².
const MARGIN_M: f64 = 2_350.0;
/// Bays narrower than twice this are filled, in metres: the outer border has no deep notches.
const BAY_M: f64 = 4_000.0;
/// How far it reaches beside a road between two kernen, in metres.
const ROADSIDE_M: f64 = 1_000.0;
/// Open squares kept around the region while it is laid out.
const N_RIM: i32 = 24;

/// The gemeenten, sorted by code.
pub(super) fn municipalities(towns: &Towns) -> Vec<CodedArea> {
    let names: BTreeMap<&str, &str> =
        towns.all.iter().map(|town| (town.fact.municipality_code.as_str(), town.fact.municipality.as_str())).collect();
    let codes: Vec<&str> = names.keys().copied().collect();
    let layout = Layout::around(towns, &codes);
    names
        .iter()
        .enumerate()
        .map(|(label, (code, name))| {
            let at = |col: i32, row: i32| layout.label(col, row);
            let mosaic = Mosaic { cell_m: CELL_M, label: &at, keep_nodes: true, n_smoothings: 3 };
            CodedArea::new(*code, *name, mosaic.area_of(label, &layout.squares_of(label)))
        })
        .collect()
}

/// Which gemeente, by its place in the sorted codes, each square belongs to.
struct Layout {
    west: i32,
    south: i32,
    n_cols: usize,
    n_rows: usize,
    labels: Vec<Option<usize>>,
}

impl Layout {
    fn around(towns: &Towns, codes: &[&str]) -> Self {
        let points: Vec<RdPoint> = towns.all.iter().map(|town| town.fact.point()).collect();
        let edge = |pick: fn(Coord<f64>) -> f64, side: fn(f64, f64) -> f64, start: f64| {
            lattice(points.iter().map(|point| pick(point.0.0)).fold(start, side), CELL_M)
        };
        let west = edge(|c| c.x, f64::min, f64::INFINITY) - N_RIM;
        let south = edge(|c| c.y, f64::min, f64::INFINITY) - N_RIM;
        let east = edge(|c| c.x, f64::max, 0.0) + N_RIM;
        let north = edge(|c| c.y, f64::max, 0.0) + N_RIM;
        let n_cols = index_from(f64::from(east - west)) + 1;
        let n_rows = index_from(f64::from(north - south)) + 1;
        let built_up = BuiltUp::of(towns, codes);
        let facts: Vec<TownFact> = towns.all.iter().map(|town| town.fact.clone()).collect();
        let roadside: Vec<RdPoint> = roads(&facts).into_iter().flat_map(|road| road.path).collect();
        let mut labels = Vec::with_capacity(n_cols * n_rows);
        let mut is_far = Vec::with_capacity(n_cols * n_rows);
        for row in south..=north {
            for col in west..=east {
                let middle = RdPoint::at((f64::from(col) + 0.5) * CELL_M, (f64::from(row) + 0.5) * CELL_M);
                let (label, gap) = built_up.nearest((col, row));
                labels.push(Some(label));
                let is_remote = gap > MARGIN_M + BAY_M;
                // No road of the region leads so far away from all of its kernen that the last test would matter.
                let is_open =
                    !is_remote || gap > 2.0 * (MARGIN_M + BAY_M) || !is_within(&roadside, middle, ROADSIDE_M + BAY_M);
                is_far.push(is_remote && is_open);
            }
        }
        let outside = grown(&outside_of(&is_far, n_cols, n_rows), n_cols, BAY_M / CELL_M);
        for (label, is_outside) in labels.iter_mut().zip(outside) {
            if is_outside {
                *label = None;
            }
        }
        Self { west, south, n_cols, n_rows, labels }
    }

    fn label(&self, col: i32, row: i32) -> Option<usize> {
        let (c, r) = (usize::try_from(col - self.west).ok()?, usize::try_from(row - self.south).ok()?);
        (c < self.n_cols && r < self.n_rows).then(|| self.labels[r * self.n_cols + c]).flatten()
    }

    fn squares_of(&self, label: usize) -> Vec<(i32, i32)> {
        let mut squares = Vec::new();
        let mut idx = 0;
        for row in (self.south..).take(self.n_rows) {
            for col in (self.west..).take(self.n_cols) {
                if self.labels[idx] == Some(label) {
                    squares.push((col, row));
                }
                idx += 1;
            }
        }
        squares
    }
}

/// The squares with built-up land, and the gemeente to which most people in each belong.
struct BuiltUp {
    labels: BTreeMap<(i32, i32), usize>,
    /// Column, row and label of those beside open land: only they can be the nearest to it.
    edge: Vec<(f64, f64, usize)>,
}

impl BuiltUp {
    /// Where the name of a kern stands the square goes to its gemeente, whoever lives there.
    fn of(towns: &Towns, codes: &[&str]) -> Self {
        let mut people: BTreeMap<(i32, i32), BTreeMap<usize, u32>> = BTreeMap::new();
        for town in &towns.all {
            let label = codes.iter().position(|code| *code == town.fact.municipality_code).unwrap_or(0);
            let mut add = |place: RdPoint, n: u32| {
                let square = (lattice(place.x(), CELL_M), lattice(place.y(), CELL_M));
                *people.entry(square).or_default().entry(label).or_default() += n;
            };
            add(town.fact.point(), u32::from(u16::MAX));
            for square in &town.squares {
                add(square.center(), square.residents);
            }
        }
        let most = |labels: BTreeMap<usize, u32>| {
            labels.into_iter().max_by_key(|(label, n)| (*n, std::cmp::Reverse(*label))).map(|(label, _)| label)
        };
        let labels: BTreeMap<(i32, i32), usize> =
            people.into_iter().filter_map(|(square, labels)| Some((square, most(labels)?))).collect();
        let is_open = |col: i32, row: i32| !labels.contains_key(&(col, row));
        let beside_open = |(col, row): (i32, i32)| {
            is_open(col - 1, row) || is_open(col + 1, row) || is_open(col, row - 1) || is_open(col, row + 1)
        };
        let edge = labels
            .iter()
            .filter(|(square, _)| beside_open(**square))
            .map(|((col, row), label)| (f64::from(*col), f64::from(*row), *label))
            .collect();
        Self { labels, edge }
    }

    /// The gemeente whose built-up land is nearest to a square, and how far that is, in metres.
    fn nearest(&self, square: (i32, i32)) -> (usize, f64) {
        if let Some(label) = self.labels.get(&square) {
            return (*label, 0.0);
        }
        let (col, row) = (f64::from(square.0), f64::from(square.1));
        let mut best = (0, f64::INFINITY);
        for (edge_col, edge_row, label) in &self.edge {
            let (dx, dy) = (edge_col - col, edge_row - row);
            let squared = dx * dx + dy * dy;
            if squared < best.1 {
                best = (*label, squared);
            }
        }
        (best.0, best.1.sqrt() * CELL_M)
    }
}

/// The far squares that can be reached from the corner: so an enclosed gap counts as inside.
fn outside_of(is_far: &[bool], n_cols: usize, n_rows: usize) -> Vec<bool> {
    let mut outside = vec![false; is_far.len()];
    let mut queue = vec![0];
    while let Some(idx) = queue.pop() {
        if outside[idx] || !is_far[idx] {
            continue;
        }
        outside[idx] = true;
        let (col, row) = (idx % n_cols, idx / n_cols);
        if col > 0 {
            queue.push(idx - 1);
        }
        if col + 1 < n_cols {
            queue.push(idx + 1);
        }
        if row > 0 {
            queue.push(idx - n_cols);
        }
        if row + 1 < n_rows {
            queue.push(idx + n_cols);
        }
    }
    outside
}

/// The same squares and all within a radius of them, in squares.
fn grown(squares: &[bool], n_cols: usize, radius: f64) -> Vec<bool> {
    let place = |idx: usize| RdPoint::at(count(idx % n_cols), count(idx / n_cols));
    // Only squares at the edge can be the nearest.
    let is_edge = |idx: usize| {
        squares[idx]
            && [idx.checked_sub(1), Some(idx + 1), idx.checked_sub(n_cols), Some(idx + n_cols)]
                .into_iter()
                .any(|next| next.and_then(|next| squares.get(next)).is_some_and(|is_in| !is_in))
    };
    let edge: Vec<RdPoint> = (0..squares.len()).filter(|idx| is_edge(*idx)).map(place).collect();
    (0..squares.len()).map(|idx| squares[idx] || is_within(&edge, place(idx), radius)).collect()
}

/// Does any of the points lie within a distance? Squares are compared: no root is needed.
fn is_within(points: &[RdPoint], place: RdPoint, distance: f64) -> bool {
    let squared = |p: &RdPoint| {
        let (dx, dy) = (p.x() - place.x(), p.y() - place.y());
        dx * dx + dy * dy
    };
    points.iter().any(|p| squared(p) < distance * distance)
}
