//! What follows from people and gemeenten alone, worked out once: which square is where.

use geo::{BoundingRect, Contains, MultiPolygon, Polygon, Rect};

use super::nearest::NearestIndex;
use super::outlines::is_within;
use super::scan::centers_within;
use crate::coverage::area_per_cell;
use crate::crs::{Rd, RdPoint};
use crate::domain::demand::{DEMAND_CELL_M, Demand, PeopleSum};
use crate::domain::municipality::Municipality;
use crate::domain::settlement::Settlement;
use crate::grid::{Grid, Raster};

/// Marks a square without people, or outside every gemeente.
const NONE: u32 = u32::MAX;

/// Side of the squares of the gemeente raster, in metres; that of the people's squares.
const MUNICIPALITY_CELL_M: u16 = 100;

/// Lookups over people and gemeenten.
#[derive(Debug)]
pub(super) struct Ground {
    min_col: i32,
    min_row: i32,
    n_cols: usize,
    demand_of_square: Vec<u32>,
    municipalities: Option<Raster<u32>>,
    /// For each square with people the gemeente in which its middle lies.
    municipality_of_demand: Vec<Option<usize>>,
    /// Everyone in each gemeente.
    pub(super) people_of_municipality: Vec<PeopleSum>,
    municipality_bounds: Vec<Option<Rect<f64>>>,
    settlement_bounds: Vec<Option<Rect<f64>>>,
    /// Where the kernen's names stand.
    settlement_names: NearestIndex,
    /// Everyone.
    pub(super) total: PeopleSum,
}

impl Ground {
    pub(super) fn new(demand: &Demand, municipalities: &[Municipality], settlements: &[Settlement]) -> Self {
        let cells = demand.cells();
        let min_col = cells.iter().map(|cell| cell.col).min().unwrap_or(0);
        let max_col = cells.iter().map(|cell| cell.col).max().unwrap_or(-1);
        let min_row = cells.first().map_or(0, |cell| cell.row);
        let max_row = cells.last().map_or(-1, |cell| cell.row);
        let n_cols = span(min_col, max_col);
        let mut demand_of_square = vec![NONE; n_cols * span(min_row, max_row)];
        for (idx, cell) in (0..).zip(cells) {
            demand_of_square[offset(min_row, cell.row) * n_cols + offset(min_col, cell.col)] = idx;
        }
        let raster = municipality_raster(municipalities);
        let municipality_of_demand: Vec<Option<usize>> = cells
            .iter()
            .map(|cell| {
                let idx = *raster.as_ref()?.at(cell.center())?;
                (idx != NONE).then_some(idx as usize)
            })
            .collect();
        let total = demand.total();
        let mut people_of_municipality = vec![total.nobody(); municipalities.len()];
        for (cell, municipality) in cells.iter().zip(&municipality_of_demand) {
            if let Some(idx) = municipality {
                people_of_municipality[*idx].add_share(&cell.people, 1.0);
            }
        }
        Self {
            min_col,
            min_row,
            n_cols,
            demand_of_square,
            municipalities: raster,
            municipality_of_demand,
            people_of_municipality,
            municipality_bounds: municipalities.iter().map(|m| m.outline.0.bounding_rect()).collect(),
            settlement_bounds: settlements.iter().map(|s| s.outline.as_ref()?.0.bounding_rect()).collect(),
            settlement_names: NearestIndex::new(&settlements.iter().map(|s| s.point.0.0).collect::<Vec<_>>()),
            total,
        }
    }

    /// No people, of as many sorts as are known at all.
    pub(super) fn nobody(&self) -> PeopleSum {
        self.total.nobody()
    }

    /// The squares with people that a polygon covers, and which share of each; by row and column.
    pub(super) fn covered(&self, polygon: &Polygon<f64>) -> Vec<(usize, f64)> {
        let mut covered = Vec::new();
        area_per_cell(polygon, DEMAND_CELL_M, &mut |col, row, area_m2| {
            if let Some(idx) = self.demand_at(col, row) {
                covered.push((idx, area_m2 / (DEMAND_CELL_M * DEMAND_CELL_M)));
            }
        });
        covered
    }

    fn demand_at(&self, col: i32, row: i32) -> Option<usize> {
        if col < self.min_col || row < self.min_row || offset(self.min_col, col) >= self.n_cols {
            return None;
        }
        let at = offset(self.min_row, row) * self.n_cols + offset(self.min_col, col);
        self.demand_of_square.get(at).filter(|idx| **idx != NONE).map(|idx| *idx as usize)
    }

    /// The gemeente in which the middle of a square with people lies.
    pub(super) fn municipality_of_demand(&self, demand_idx: usize) -> Option<usize> {
        self.municipality_of_demand[demand_idx]
    }

    /// The gemeente in which a place lies exactly.
    pub(super) fn municipality_at<'m>(&self, all: &'m [Municipality], place: RdPoint) -> Option<&'m Municipality> {
        let mut around = all.iter().zip(&self.municipality_bounds);
        around.find(|(municipality, bounds)| contains(&municipality.outline, bounds, place)).map(|(found, _)| found)
    }

    /// Position of the kern a place belongs to: the one whose built-up area contains it, else the one whose name stands
    /// nearest.
    pub(super) fn settlement_at(&self, all: &[Settlement], place: RdPoint) -> Option<usize> {
        let mut with_bounds = all.iter().zip(&self.settlement_bounds);
        let around = with_bounds.position(|(s, bounds)| s.outline.as_ref().is_some_and(|o| contains(o, bounds, place)));
        around.or_else(|| self.settlement_names.nearest(place.0.0).map(|(idx, _)| idx))
    }

    /// The gemeenten that a polygon lies in, by the number of square middles, the most first.
    pub(super) fn municipalities_of(&self, polygon: &Polygon<f64>, n_municipalities: usize) -> Vec<usize> {
        let Some(raster) = &self.municipalities else { return Vec::new() };
        let mut counts = vec![0_usize; n_municipalities];
        centers_within(polygon, raster.grid(), |row, cols| {
            for value in &raster.values()[row * raster.grid().cols()..][cols] {
                if *value != NONE {
                    counts[*value as usize] += 1;
                }
            }
        });
        let mut present: Vec<usize> = (0..n_municipalities).filter(|idx| counts[*idx] > 0).collect();
        present.sort_by_key(|idx| (std::cmp::Reverse(counts[*idx]), *idx));
        present
    }
}

fn span(min: i32, max: i32) -> usize {
    usize::try_from(i64::from(max) - i64::from(min) + 1).unwrap_or(0)
}

fn offset(min: i32, value: i32) -> usize {
    usize::try_from(i64::from(value) - i64::from(min)).unwrap_or(usize::MAX)
}

fn municipality_raster(municipalities: &[Municipality]) -> Option<Raster<u32>> {
    let outlines = MultiPolygon(municipalities.iter().flat_map(|m| m.outline.0.0.iter().cloned()).collect());
    let grid = Grid::covering(outlines.bounding_rect()?, MUNICIPALITY_CELL_M)?;
    let mut values = vec![NONE; grid.n_cells()];
    for (idx, municipality) in (0_u32..).zip(municipalities) {
        for polygon in &municipality.outline.0 {
            centers_within(polygon, &grid, |row, cols| values[row * grid.cols()..][cols].fill(idx));
        }
    }
    Some(Raster::new(grid, values))
}

fn contains(area: &Rd<MultiPolygon<f64>>, bounds: &Option<Rect<f64>>, place: RdPoint) -> bool {
    bounds.is_some_and(|bounds| is_within(&bounds, place.0)) && area.0.contains(&place.0)
}
