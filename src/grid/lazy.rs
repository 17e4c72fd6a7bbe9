//! Values on a grid that are worked out block by block, when they are first asked for.

use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::{Grid, Raster};
use crate::crs::RdPoint;

/// Cells along a side of a block; at the grid's eastern and northern edge there may be fewer.
pub const BLOCK_CELLS: usize = 16;

/// Some neighbouring cells of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The grid it is part of.
    pub grid: Grid,
    /// Its columns.
    pub cols: Range<usize>,
    /// Its rows.
    pub rows: Range<usize>,
}

impl Block {
    /// The middles of its south-western and its north-eastern cell.
    pub fn extreme_centers(&self) -> [RdPoint; 2] {
        [self.grid.center(self.cols.start, self.rows.start), self.grid.center(self.cols.end - 1, self.rows.end - 1)]
    }

    /// Number of cells.
    pub fn n_cells(&self) -> usize {
        self.cols.len() * self.rows.len()
    }
}

/// Knows the values of any block of a grid.
pub trait BlockSource: Send + Sync {
    /// What a cell holds.
    type Value: Copy + Send + Sync;

    /// One value per cell, row by row from the south-west. The same whenever it is asked.
    fn values_of(&self, block: &Block) -> Vec<Self::Value>;
}

/// One value per cell of a [`Grid`], worked out when it is first asked for and then kept.
///
/// What nobody looks at costs nothing: a region's zones touch a part of its cells. Any number of threads may ask.
#[derive(Debug)]
pub struct LazyRaster<S: BlockSource> {
    grid: Grid,
    source: S,
    blocks_per_row: usize,
    /// Per band of blocks, each block's values; a band that nobody looks at takes no room.
    bands: Vec<OnceLock<Band<S::Value>>>,
}

/// The blocks of a band, from west to east.
type Band<T> = Box<[OnceLock<Box<[T]>>]>;

impl<S: BlockSource> LazyRaster<S> {
    /// A raster of what a source knows.
    pub fn new(grid: Grid, source: S) -> Self {
        let blocks_per_row = grid.cols().div_ceil(BLOCK_CELLS);
        let n_bands = grid.rows().div_ceil(BLOCK_CELLS);
        Self { grid, source, blocks_per_row, bands: std::iter::repeat_with(OnceLock::new).take(n_bands).collect() }
    }

    /// The grid below it.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// What knows its values.
    pub(crate) fn source(&self) -> &S {
        &self.source
    }

    /// The value of a cell.
    ///
    /// # Panics
    /// When there is no such cell.
    pub fn value(&self, col: usize, row: usize) -> S::Value {
        self.within_block(row, col..col + 1)[0]
    }

    /// The values of a run of cells in one row, in pieces that do not cross the blocks' edges.
    pub fn run(&self, row: usize, cols: Range<usize>) -> impl Iterator<Item = &[S::Value]> {
        let mut from = cols.start;
        std::iter::from_fn(move || {
            let to = ((from / BLOCK_CELLS + 1) * BLOCK_CELLS).min(cols.end);
            let piece = (from < to).then(|| self.within_block(row, from..to));
            from = to;
            piece
        })
    }

    /// The values of neighbouring cells of one row and one block.
    fn within_block(&self, row: usize, cols: Range<usize>) -> &[S::Value] {
        let idx = row / BLOCK_CELLS * self.blocks_per_row + cols.start / BLOCK_CELLS;
        let width = BLOCK_CELLS.min(self.grid.cols() - cols.start / BLOCK_CELLS * BLOCK_CELLS);
        &self.block_values(idx)[row % BLOCK_CELLS * width + cols.start % BLOCK_CELLS..][..cols.len()]
    }

    /// The value of the cell in which a place lies.
    pub fn at(&self, place: RdPoint) -> Option<S::Value> {
        self.grid.position_of(place).map(|(col, row)| self.value(col, row))
    }

    /// Every value.
    pub fn raster(&self) -> Raster<S::Value> {
        let bands: Vec<Vec<S::Value>> = self.bands().into_par_iter().map(|band| self.band_values(&band)).collect();
        Raster::new(self.grid, bands.concat())
    }

    /// Every value, but no more than can be looked at together: of a very fine grid those of cells some times as large.
    pub fn raster_at_once(&self) -> Raster<S::Value>
    where
        S: Clone,
    {
        let grid = self.grid.for_all_at_once();
        if grid == self.grid { self.raster() } else { self.on(grid).raster() }
    }

    /// What the same source says on another grid.
    pub fn on(&self, grid: Grid) -> Self
    where
        S: Clone,
    {
        Self::new(grid, self.source.clone())
    }

    /// The grid in bands of whole rows, a block high, from the south.
    pub fn bands(&self) -> Vec<Vec<Block>> {
        let n_bands = self.grid.rows().div_ceil(BLOCK_CELLS);
        (0..n_bands).map(|band| (0..self.blocks_per_row).map(|idx| self.block(idx, band)).collect()).collect()
    }

    /// The values of a block that [`Self::bands`] named, row by row from the south-west.
    pub fn values_in(&self, block: &Block) -> &[S::Value] {
        self.block_values(block.rows.start / BLOCK_CELLS * self.blocks_per_row + block.cols.start / BLOCK_CELLS)
    }

    fn band_values(&self, band: &[Block]) -> Vec<S::Value> {
        let rows = band[0].rows.len();
        let values: Vec<&[S::Value]> = band.iter().map(|block| self.values_in(block)).collect();
        let mut of_band = Vec::with_capacity(rows * self.grid.cols());
        for row in 0..rows {
            for (block, values) in band.iter().zip(&values) {
                of_band.extend_from_slice(&values[row * block.cols.len()..][..block.cols.len()]);
            }
        }
        of_band
    }

    fn block_values(&self, idx: usize) -> &[S::Value] {
        let (along, band) = (idx % self.blocks_per_row, idx / self.blocks_per_row);
        let no_blocks = || std::iter::repeat_with(OnceLock::new).take(self.blocks_per_row).collect();
        self.bands[band].get_or_init(no_blocks)[along].get_or_init(|| {
            let block = self.block(along, band);
            let values = self.source.values_of(&block);
            assert_eq!(values.len(), block.n_cells(), "one value per cell");
            values.into_boxed_slice()
        })
    }

    fn block(&self, along: usize, band: usize) -> Block {
        let cells = |idx: usize, n: usize| idx * BLOCK_CELLS..((idx + 1) * BLOCK_CELLS).min(n);
        Block { grid: self.grid, cols: cells(along, self.grid.cols()), rows: cells(band, self.grid.rows()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::MAX_CELLS_AT_ONCE;
    use geo::Rect;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Each cell's own index, and how often it was asked.
    #[derive(Default)]
    struct Indexes(AtomicUsize);

    impl BlockSource for Indexes {
        type Value = usize;

        fn values_of(&self, block: &Block) -> Vec<usize> {
            self.0.fetch_add(1, Ordering::Relaxed);
            block
                .rows
                .clone()
                .flat_map(|row| block.cols.clone().map(move |col| row * block.grid.cols() + col))
                .collect()
        }
    }

    proptest! {
        #[test]
        fn each_cell_has_its_own_value(width in 1.0..5_000.0_f64, height in 1.0..5_000.0_f64) {
            let grid = Grid::covering(Rect::new((130.0, 70.0), (130.0 + width, 70.0 + height)), 50).expect("a small box");
            let lazy = LazyRaster::new(grid, Indexes::default());
            for idx in 0..grid.n_cells() {
                prop_assert_eq!(lazy.value(idx % grid.cols(), idx / grid.cols()), idx);
            }
            for row in 0..grid.rows() {
                let run: Vec<usize> = lazy.run(row, 3.min(grid.cols())..grid.cols()).flatten().copied().collect();
                prop_assert_eq!(run, (row * grid.cols() + 3.min(grid.cols())..(row + 1) * grid.cols()).collect::<Vec<_>>());
            }
            let raster = lazy.raster();
            prop_assert_eq!(raster.values(), (0..grid.n_cells()).collect::<Vec<_>>());
        }
    }

    /// Each cell's width.
    #[derive(Clone)]
    struct Widths;

    impl BlockSource for Widths {
        type Value = u8;

        fn values_of(&self, block: &Block) -> Vec<u8> {
            vec![if block.grid.cell_m() > 50.0 { 100 } else { 50 }; block.n_cells()]
        }
    }

    #[test]
    fn more_values_than_can_be_looked_at_at_once_are_those_of_larger_cells() {
        let netherlands = Rect::new((-5_000.0, 295_000.0), (305_000.0, 630_000.0));
        let fine = LazyRaster::new(Grid::covering(netherlands, 50).expect("a grid"), Widths);
        let shown = fine.raster_at_once();
        assert!(shown.values().len() <= MAX_CELLS_AT_ONCE);
        assert!(shown.values().iter().all(|width| *width == 100));
        assert!(fine.bands.iter().all(|band| band.get().is_none()), "the fine one stays empty");
        let small = Grid::covering(Rect::new((0.0, 0.0), (900.0, 900.0)), 50).expect("a grid");
        assert_eq!(*LazyRaster::new(small, Widths).raster_at_once().grid(), small);
    }

    #[test]
    fn only_what_is_asked_for_is_worked_out_and_only_once() {
        let grid = Grid::covering(Rect::new((0.0, 0.0), (5_000.0, 5_000.0)), 50).expect("a small box");
        let lazy = LazyRaster::new(grid, Indexes::default());
        assert_eq!(lazy.at(RdPoint::at(2_510.0, 2_510.0)), Some(50 * 100 + 50));
        assert_eq!(lazy.at(RdPoint::at(2_560.0, 2_560.0)), Some(51 * 100 + 51));
        assert_eq!(lazy.at(RdPoint::at(-1.0, 0.0)), None);
        assert_eq!(lazy.source.0.load(Ordering::Relaxed), 1);
    }
}
