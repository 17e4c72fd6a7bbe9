//! Schematic gemeentegrenzen: fourteen areas that tile the region, each around its own kernen, joined by gemeentecode.

use std::collections::BTreeMap;

use geo::Coord;

use super::dice::{distance_m, index_from, lattice};
use super::network::roads;
use super::outline::Mosaic;
use super::towns::{TownFact, Towns};
use crate::crs::RdPoint;
use crate::domain::municipality::Municipality;

/// Side of the squares of which the areas are made, in metres.
const CELL_M: f64 = 500.0;
/// How far the region reaches beyond the edge of its kernen, in metres; gives Twente its 1,500 km².
const MARGIN_M: f64 = 3_000.0;
/// How far it reaches beside a road between two kernen, in metres.
const ROADSIDE_M: f64 = 1_500.0;
/// Open squares kept around the region while it is laid out.
const N_RIM: i32 = 12;

/// The gemeenten, sorted by code.
pub(super) fn municipalities(towns: &Towns) -> Vec<Municipality> {
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
            Municipality {
                code: (*code).to_owned(),
                name: (*name).to_owned(),
                outline: mosaic.area_of(label, &layout.squares_of(label)),
            }
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
        let label_of: Vec<Option<usize>> =
            towns.all.iter().map(|town| codes.iter().position(|code| *code == town.fact.municipality_code)).collect();
        let facts: Vec<TownFact> = towns.all.iter().map(|town| town.fact.clone()).collect();
        let roadside: Vec<RdPoint> = roads(&facts).into_iter().flat_map(|road| road.path).collect();
        let mut labels = Vec::with_capacity(n_cols * n_rows);
        let mut inside = Vec::with_capacity(n_cols * n_rows);
        for row in south..=north {
            for col in west..=east {
                let middle = RdPoint::at((f64::from(col) + 0.5) * CELL_M, (f64::from(row) + 0.5) * CELL_M);
                let (nearest, gap) = nearest_town(towns, middle);
                labels.push(label_of[nearest]);
                inside.push(gap <= MARGIN_M || roadside.iter().any(|p| distance_m(*p, middle) <= ROADSIDE_M));
            }
        }
        let outside = outside_of(&inside, n_cols, n_rows);
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

/// The kern whose built-up edge is nearest, and how far that is, in metres (negative inside); its own where a name stands.
fn nearest_town(towns: &Towns, place: RdPoint) -> (usize, f64) {
    let square = |p: RdPoint| (lattice(p.x(), CELL_M), lattice(p.y(), CELL_M));
    if let Some(idx) = towns.all.iter().position(|town| square(town.fact.point()) == square(place)) {
        return (idx, 0.0);
    }
    let mut best = (0, f64::INFINITY);
    for (idx, town) in towns.all.iter().enumerate() {
        let gap = distance_m(place, town.fact.point()) - town.radius_m * 1.1;
        if gap < best.1 {
            best = (idx, gap);
        }
    }
    best
}

/// What can be reached from the corner without crossing the region: so an enclosed gap counts as inside.
fn outside_of(inside: &[bool], n_cols: usize, n_rows: usize) -> Vec<bool> {
    let mut outside = vec![false; inside.len()];
    let mut queue = vec![0];
    while let Some(idx) = queue.pop() {
        if outside[idx] || inside[idx] {
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
