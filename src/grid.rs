//! A grid of square cells aligned to RD New, and rasters on it.

mod lazy;

pub use lazy::{BLOCK_CELLS, Block, BlockSource, LazyRaster};

use geo::{Coord, Rect};

use crate::crs::RdPoint;

/// How large a grid may become, in cells: 25 m cells over the box of RD New and 5 km around it, 310 by 335 km, stay below it.
pub const MAX_CELLS: usize = 200_000_000;

/// How many cells are looked at all together, as those of a map are: as many as the points of the largest picture that common
/// graphics cards hold.
pub const MAX_CELLS_AT_ONCE: usize = 4_096 * 4_096;

/// Square cells aligned to RD: the lower-left corner lies on a multiple of the cell size.
///
/// Row 0 is the southernmost; a cell is identified by its column and row or by its index `row * cols + col`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grid {
    /// West edge, in whole cells from the RD origin.
    origin_col: i32,
    /// South edge, in whole cells from the RD origin.
    origin_row: i32,
    cell_m: u16,
    cols: u32,
    rows: u32,
}

impl Grid {
    /// The smallest aligned grid of `cell_m` cells that covers a box, or nothing if the box is not finite or too large.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the check just above")]
    pub fn covering(bounds: Rect<f64>, cell_m: u16) -> Option<Self> {
        let cell = f64::from(cell_m);
        let (min, max) = (bounds.min(), bounds.max());
        let [west, south] = [(min.x / cell).floor(), (min.y / cell).floor()];
        let [east, north] = [(max.x / cell).ceil(), (max.y / cell).ceil()];
        let edges = [west, south, east, north];
        if cell_m == 0 || edges.iter().any(|e| !e.is_finite() || e.abs() > 1e8) {
            return None;
        }
        let (cols, rows) = ((east - west).max(1.0), (north - south).max(1.0));
        (cols * rows <= MAX_CELLS as f64).then_some(Self {
            origin_col: west as i32,
            origin_row: south as i32,
            cell_m,
            cols: cols as u32,
            rows: rows as u32,
        })
    }

    /// The smallest aligned grid that covers a box, of the smallest cells of `cell_m`, twice as much, and so on, of which there are
    /// not more than so many; nothing if the box is not finite or too large for any.
    pub fn covering_with_at_most(n_cells: usize, bounds: Rect<f64>, cell_m: u16) -> Option<Self> {
        let sizes = std::iter::successors(Some(cell_m.max(1)), |cell_m| cell_m.checked_mul(2));
        sizes.filter_map(|cell_m| Self::covering(bounds, cell_m)).find(|grid| grid.n_cells() <= n_cells)
    }

    /// The same area in cells of which there are few enough to look at all of them: these, or cells some times as large.
    pub fn for_all_at_once(&self) -> Self {
        if self.n_cells() <= MAX_CELLS_AT_ONCE {
            return *self;
        }
        Self::covering_with_at_most(MAX_CELLS_AT_ONCE, self.bounds(), self.cell_m).unwrap_or(*self)
    }

    /// Cell size, in metres.
    pub fn cell_m(&self) -> f64 {
        f64::from(self.cell_m)
    }

    /// Number of columns.
    pub fn cols(&self) -> usize {
        self.cols as usize
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows as usize
    }

    /// Number of cells.
    pub fn n_cells(&self) -> usize {
        self.cols() * self.rows()
    }

    /// West edge, in metres RD.
    pub fn west(&self) -> f64 {
        f64::from(self.origin_col) * self.cell_m()
    }

    /// South edge, in metres RD.
    pub fn south(&self) -> f64 {
        f64::from(self.origin_row) * self.cell_m()
    }

    /// The covered box, in metres RD.
    pub fn bounds(&self) -> Rect<f64> {
        let min = Coord { x: self.west(), y: self.south() };
        let max =
            Coord { x: min.x + f64::from(self.cols) * self.cell_m(), y: min.y + f64::from(self.rows) * self.cell_m() };
        Rect::new(min, max)
    }

    /// The middle of a cell.
    pub fn center(&self, col: usize, row: usize) -> RdPoint {
        RdPoint::at(self.west() + (col as f64 + 0.5) * self.cell_m(), self.south() + (row as f64 + 0.5) * self.cell_m())
    }

    /// The index of the cell in which a place lies, if it lies on the grid.
    pub fn cell_at(&self, place: RdPoint) -> Option<usize> {
        self.position_of(place).map(|(col, row)| row * self.cols() + col)
    }

    /// The column and row of the cell in which a place lies, if it lies on the grid.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked against the grid's own size")]
    pub fn position_of(&self, place: RdPoint) -> Option<(usize, usize)> {
        let col = (place.x() - self.west()) / self.cell_m();
        let row = (place.y() - self.south()) / self.cell_m();
        let inside = col >= 0.0 && row >= 0.0 && col < f64::from(self.cols) && row < f64::from(self.rows);
        inside.then_some((col as usize, row as usize))
    }
}

/// The smallest whole number not below `value`, between 0 and `n`: [`f64::ceil`] without a call.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the checks just above")]
pub fn whole_up(value: f64, n: usize) -> usize {
    if value <= 0.0 || value.is_nan() {
        return 0;
    }
    if value >= n as f64 {
        return n;
    }
    let whole = value as usize;
    whole + usize::from((whole as f64) < value)
}

/// One value per cell of a [`Grid`], row by row from the south-west.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster<T> {
    grid: Grid,
    values: Vec<T>,
}

impl<T> Raster<T> {
    /// A raster of the given values.
    ///
    /// # Panics
    /// When there are not exactly as many values as cells: an error in our own code.
    pub fn new(grid: Grid, values: Vec<T>) -> Self {
        assert_eq!(values.len(), grid.n_cells(), "one value per cell");
        Self { grid, values }
    }

    /// The grid below it.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// Another value for each.
    pub fn map<U>(self, value: impl FnMut(T) -> U) -> Raster<U> {
        Raster { grid: self.grid, values: self.values.into_iter().map(value).collect() }
    }

    /// All values, row by row from the south-west.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The value of the cell in which a place lies.
    pub fn at(&self, place: RdPoint) -> Option<&T> {
        self.grid.cell_at(place).map(|idx| &self.values[idx])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let bounds = Rect::new(Coord { x: 101.0, y: 52.0 }, Coord { x: 399.0, y: 148.0 });
        Grid::covering(bounds, 50).expect("a small box")
    }

    #[test]
    fn a_grid_is_aligned_to_rd_and_covers_its_box() {
        let g = grid();
        assert_eq!((g.west(), g.south()), (100.0, 50.0));
        assert_eq!((g.cols(), g.rows()), (6, 2));
        assert_eq!(g.center(0, 0), RdPoint::at(125.0, 75.0));
    }

    #[test]
    fn each_cell_centre_lies_in_its_own_cell_and_nothing_outside_has_one() {
        let g = grid();
        for row in 0..g.rows() {
            for col in 0..g.cols() {
                assert_eq!(g.cell_at(g.center(col, row)), Some(row * g.cols() + col));
            }
        }
        assert_eq!(g.cell_at(RdPoint::at(99.0, 60.0)), None);
        assert_eq!(g.cell_at(RdPoint::at(f64::NAN, 60.0)), None);
    }

    #[test]
    fn rounding_up_equals_the_ceiling_within_bounds() {
        for value in [-3.0, -0.5, 0.0, 1e-12, 1.0, 1.5, 6.999, 7.0, 7.5, 1e300, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(whole_up(value, 7) as f64, value.ceil().clamp(0.0, 7.0), "{value}");
        }
        assert_eq!(whole_up(f64::NAN, 7), 0);
    }

    #[test]
    fn the_finest_cells_over_all_of_the_netherlands_are_a_grid() {
        let netherlands = Rect::new((-5_000.0, 295_000.0), (305_000.0, 630_000.0));
        assert!(Grid::covering(netherlands, 25).is_some());
    }

    #[test]
    fn of_too_many_cells_to_look_at_all_at_once_larger_ones_cover_the_same_box() {
        let netherlands = Rect::new((-5_000.0, 295_000.0), (305_000.0, 630_000.0));
        for cell_m in [25, 50] {
            let fine = Grid::covering(netherlands, cell_m).expect("a grid");
            let shown = fine.for_all_at_once();
            assert_eq!(shown.cell_m(), 100.0);
            assert!(shown.n_cells() <= MAX_CELLS_AT_ONCE);
            assert_eq!(shown.bounds(), netherlands);
        }
        assert_eq!(grid().for_all_at_once(), grid());
    }

    #[test]
    fn the_finest_cells_that_fit_are_the_given_ones_or_twice_or_four_times_as_large() {
        let bounds = Rect::new((0.0, 0.0), (1_000.0, 1_000.0));
        let cell_m = |n| Grid::covering_with_at_most(n, bounds, 10).map(|grid| grid.cell_m());
        assert_eq!(cell_m(10_000), Some(10.0));
        assert_eq!(cell_m(9_999), Some(20.0));
        assert_eq!(cell_m(1), Some(1_280.0));
        assert_eq!(Grid::covering_with_at_most(10, Rect::new((0.0, 0.0), (f64::NAN, 1.0)), 10), None);
    }

    #[test]
    fn a_box_that_is_not_finite_or_too_large_has_no_grid() {
        let far = Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 1e7, y: 1e7 });
        assert_eq!(Grid::covering(far, 25), None);
        let nan = Rect::new(Coord { x: f64::NAN, y: 0.0 }, Coord { x: 1.0, y: 1.0 });
        assert_eq!(Grid::covering(nan, 25), None);
    }
}
