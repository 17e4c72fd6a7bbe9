//! What follows from people, gemeenten and studiegebied alone, worked out once: which square is where.

use geo::{BoundingRect, Contains, MultiPolygon, Polygon, Rect};

use super::study_area::StudyArea;
use crate::crs::{Rd, RdPoint};
use crate::domain::coded_area::CodedArea;
use crate::domain::demand::{DEMAND_CELL_M, Demand, DemandCell, PeopleSum};
use crate::domain::settlement::Settlement;
use crate::geometry::bounds::is_within;
use crate::geometry::coverage::area_per_cell;
use crate::geometry::nearest::NearestIndex;
use crate::geometry::scan::centers_within;
use crate::grid::{Grid, Raster};

/// Marks a square without people, or outside every gemeente.
const NONE: u32 = u32::MAX;

/// Side of the squares of the gemeente raster, in metres; that of the people's squares.
const MUNICIPALITY_CELL_M: u16 = 100;

/// What is missing of a square that lies wholly in the study area, by rounding.
const ROUNDING_SHARE: f64 = 1e-6;

/// Lookups over people and gemeenten.
#[derive(Debug)]
pub(super) struct PeopleIndex {
    min_col: i32,
    min_row: i32,
    n_cols: usize,
    demand_of_square: Vec<u32>,
    municipalities: Option<Raster<u32>>,
    /// For each square with people the gemeente in which its middle lies.
    municipality_of_demand: Vec<Option<usize>>,
    /// For each square with people the share of it that lies in the study area.
    share_inside: Vec<f64>,
    /// Everyone in each gemeente, as far as it lies in the study area.
    pub(super) people_of_municipality: Vec<PeopleSum>,
    /// For each gemeente whether any of it lies in the study area.
    pub(super) is_municipality_inside: Vec<bool>,
    /// What everything keeps to; nothing when the region has no bounds.
    pub(super) study_area: Option<StudyArea>,
    municipality_bounds: Vec<Option<Rect<f64>>>,
    settlement_bounds: Vec<Option<Rect<f64>>>,
    /// Where the kernen's names stand.
    settlement_names: NearestIndex,
    /// Everyone in the study area.
    pub(super) total: PeopleSum,
}

impl PeopleIndex {
    pub(super) fn new(
        demand: &Demand,
        municipalities: &[CodedArea],
        settlements: &[Settlement],
        study_area: Option<StudyArea>,
    ) -> Self {
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
        let is_municipality_inside = are_inside(municipalities.len(), raster.as_ref(), study_area.as_ref());
        let nobody = demand.total().nobody();
        let mut index = Self {
            min_col,
            min_row,
            n_cols,
            demand_of_square,
            municipalities: raster,
            municipality_of_demand: Vec::new(),
            share_inside: vec![if study_area.is_some() { 0.0 } else { 1.0 }; cells.len()],
            people_of_municipality: vec![nobody; municipalities.len()],
            is_municipality_inside,
            study_area,
            municipality_bounds: municipalities.iter().map(|m| m.outline.0.bounding_rect()).collect(),
            settlement_bounds: settlements.iter().map(|s| s.outline.as_ref()?.0.bounding_rect()).collect(),
            settlement_names: NearestIndex::new(&settlements.iter().map(|s| s.point.0.0).collect::<Vec<_>>()),
            total: nobody,
        };
        index.place_squares(cells, municipalities);
        index.count(cells);
        index
    }

    /// Finds which share of each square lies in the study area, and in which gemeente it lies: that of its middle, else the
    /// one that has most of it.
    fn place_squares(&mut self, cells: &[DemandCell], municipalities: &[CodedArea]) {
        let square_m2 = DEMAND_CELL_M * DEMAND_CELL_M;
        let mut share_inside = std::mem::take(&mut self.share_inside);
        for polygon in self.study_area.iter().flat_map(StudyArea::polygons) {
            self.visit(polygon, |idx, area_m2| share_inside[idx] += area_m2 / square_m2);
        }
        for share in &mut share_inside {
            if *share > 1.0 - ROUNDING_SHARE {
                *share = 1.0;
            }
        }
        let mut most: Vec<(f64, Option<usize>)> = cells
            .iter()
            .map(|cell| {
                let idx = self.municipalities.as_ref().and_then(|raster| raster.at(cell.center())).copied();
                idx.filter(|idx| *idx != NONE).map_or((0.0, None), |idx| (f64::INFINITY, Some(idx as usize)))
            })
            .collect();
        if most.iter().any(|(_, municipality)| municipality.is_none()) {
            for (municipality, outline) in municipalities.iter().map(|municipality| &municipality.outline.0).enumerate()
            {
                for polygon in outline {
                    self.visit(polygon, |idx, area_m2| {
                        if area_m2 > most[idx].0 {
                            most[idx] = (area_m2, Some(municipality));
                        }
                    });
                }
            }
        }
        self.share_inside = share_inside;
        self.municipality_of_demand = most.into_iter().map(|(_, municipality)| municipality).collect();
    }

    /// Counts everyone in the study area, and in each gemeente.
    fn count(&mut self, cells: &[DemandCell]) {
        for ((cell, share), municipality) in cells.iter().zip(&self.share_inside).zip(&self.municipality_of_demand) {
            if *share > 0.0 {
                self.total.add_share(&cell.people, *share);
                if let Some(idx) = municipality {
                    self.people_of_municipality[*idx].add_share(&cell.people, *share);
                }
            }
        }
    }

    /// Visits the squares with people that a polygon covers, with the covered area in square metres.
    fn visit(&self, polygon: &Polygon<f64>, mut visit: impl FnMut(usize, f64)) {
        area_per_cell(polygon, DEMAND_CELL_M, &mut |col, row, area_m2| {
            if let Some(idx) = self.demand_at(col, row) {
                visit(idx, area_m2);
            }
        });
    }

    /// The share of a square with people that lies in the study area.
    pub(super) fn share_inside(&self, demand_idx: usize) -> f64 {
        self.share_inside[demand_idx]
    }

    /// Does a place lie in the study area?
    pub(super) fn is_inside(&self, place: RdPoint) -> bool {
        self.study_area.as_ref().is_none_or(|area| area.contains(place))
    }

    /// What of a polygon lies in the study area.
    pub(super) fn cut(&self, polygon: Polygon<f64>) -> Vec<Polygon<f64>> {
        match &self.study_area {
            Some(area) => area.cut(&polygon),
            None => vec![polygon],
        }
    }

    /// No people, of as many sorts as are known at all.
    pub(super) fn nobody(&self) -> PeopleSum {
        self.total.nobody()
    }

    /// The squares with people that a polygon covers, and which share of each, but no more than lies in the study area; by
    /// row and column.
    pub(super) fn covered(&self, polygon: &Polygon<f64>) -> Vec<(usize, f64)> {
        let mut covered = self.covered_anywhere(polygon);
        if self.study_area.is_some() {
            for (idx, share) in &mut covered {
                *share = share.min(self.share_inside[*idx]);
            }
            covered.retain(|(_, share)| *share > 0.0);
        }
        covered
    }

    /// The same, in the study area or beyond it.
    pub(super) fn covered_anywhere(&self, polygon: &Polygon<f64>) -> Vec<(usize, f64)> {
        let mut covered = Vec::new();
        self.visit(polygon, |idx, area_m2| covered.push((idx, area_m2 / (DEMAND_CELL_M * DEMAND_CELL_M))));
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
    pub(super) fn municipality_at<'m>(&self, all: &'m [CodedArea], place: RdPoint) -> Option<&'m CodedArea> {
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

/// For each gemeente whether the middle of one of its squares lies in the study area.
fn are_inside(n: usize, raster: Option<&Raster<u32>>, study_area: Option<&StudyArea>) -> Vec<bool> {
    let Some((raster, area)) = raster.zip(study_area) else { return vec![true; n] };
    let mut inside = vec![false; n];
    for idx in area.masked(raster, NONE).values().iter().filter(|idx| **idx != NONE) {
        inside[*idx as usize] = true;
    }
    inside
}

fn span(min: i32, max: i32) -> usize {
    usize::try_from(i64::from(max) - i64::from(min) + 1).unwrap_or(0)
}

fn offset(min: i32, value: i32) -> usize {
    usize::try_from(i64::from(value) - i64::from(min)).unwrap_or(usize::MAX)
}

fn municipality_raster(municipalities: &[CodedArea]) -> Option<Raster<u32>> {
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
    bounds.is_some_and(|bounds| is_within(&bounds, place.0.0)) && area.0.contains(&place.0)
}
