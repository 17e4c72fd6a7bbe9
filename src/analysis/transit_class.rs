//! OV-klasse of places: the best class that any stop gives at its distance.

use std::sync::Arc;

use geo::Coord;
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

use crate::crs::RdPoint;
use crate::domain::transit::{RING_RADII_M, StopCategory, TransitClass, TransitStop};
use crate::grid::{Block, BlockSource, Grid, LazyRaster, whole_up};

/// The stops that give a class, by where they stand.
pub(super) type StopTree = RTree<GeomWithData<[f64; 2], StopCategory>>;

/// The stops that give a class; those without a timetable give none.
pub(super) fn stop_tree(stops: &[TransitStop]) -> StopTree {
    let rings = stops.iter().filter_map(|stop| Some((stop.point, stop.category()?)));
    RTree::bulk_load(rings.map(|(point, category)| GeomWithData::new([point.x(), point.y()], category)).collect())
}

/// How far any stop gives a class, in metres.
const WIDEST_M: f64 = RING_RADII_M[RING_RADII_M.len() - 1];

/// OV-klasse of one place; `None` is outside every class.
pub(super) fn at(place: RdPoint, stops: &StopTree) -> Option<TransitClass> {
    let around =
        AABB::from_corners([place.x() - WIDEST_M, place.y() - WIDEST_M], [place.x() + WIDEST_M, place.y() + WIDEST_M]);
    let near = stops.locate_in_envelope(&around);
    let class = |stop: &GeomWithData<[f64; 2], StopCategory>| {
        let [x, y] = *stop.geom();
        stop.data.class_at(RdPoint::at(x, y).straight_distance_m(place))
    };
    near.filter_map(class).min()
}

/// OV-klasse at each cell centre, worked out where it is asked for.
pub type TransitRaster = LazyRaster<StopRings>;

/// Paints the rings around each stop.
#[derive(Debug)]
pub struct StopRings {
    stops: Arc<StopTree>,
}

/// OV-klasse over a grid.
///
/// Takes time in proportion to the cells within 1 km of a stop, once per stop.
fn raster(grid: &Grid, stops: Arc<StopTree>) -> TransitRaster {
    LazyRaster::new(*grid, StopRings { stops })
}

impl BlockSource for StopRings {
    type Value = Option<TransitClass>;

    fn values_of(&self, block: &Block) -> Vec<Self::Value> {
        let [south_west, north_east] = block.extreme_centers();
        let around = AABB::from_corners(
            [south_west.x() - WIDEST_M, south_west.y() - WIDEST_M],
            [north_east.x() + WIDEST_M, north_east.y() + WIDEST_M],
        );
        let near: Vec<_> = self.stops.locate_in_envelope(&around).collect();
        let mut values = vec![None; block.n_cells()];
        for (row, values) in block.rows.clone().zip(values.chunks_exact_mut(block.cols.len())) {
            let start = block.grid.center(block.cols.start, row);
            for stop in &near {
                paint_row(values, start, block.grid.cell_m(), (*stop.geom()).into(), stop.data);
            }
        }
        values
    }
}

/// The raster of the last computation, found again by the hash of its own inputs.
#[derive(Debug, Default)]
pub(super) struct TransitCache {
    known: Option<(blake3::Hash, Arc<TransitRaster>)>,
}

impl TransitCache {
    /// The raster of these stops: taken over where grid, places and categories are the same as last time.
    pub(super) fn raster(&mut self, grid: &Grid, stops: &Arc<StopTree>) -> Arc<TransitRaster> {
        let mut hasher = blake3::Hasher::new();
        let bounds = grid.bounds();
        for value in [bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y, grid.cell_m()] {
            hasher.update(&value.to_le_bytes());
        }
        for stop in stops.iter() {
            let [x, y] = stop.geom();
            hasher.update(&x.to_le_bytes());
            hasher.update(&y.to_le_bytes());
            hasher.update(&[stop.data as u8]);
        }
        let key = hasher.finalize();
        if let Some((known, raster)) = &self.known
            && *known == key
        {
            return raster.clone();
        }
        let raster = Arc::new(raster(grid, stops.clone()));
        self.known = Some((key, raster.clone()));
        raster
    }
}

/// Gives the cells of one row at least the classes around one stop; `start` is the middle of its first cell.
fn paint_row(row: &mut [Option<TransitClass>], start: RdPoint, cell_m: f64, stop: Coord<f64>, category: StopCategory) {
    let dy = start.y() - stop.y;
    for (radius, class) in RING_RADII_M.into_iter().zip(category.classes()).rev() {
        let (Some(class), true) = (class, dy.abs() <= radius) else { continue };
        let half_width = (radius * radius - dy * dy).sqrt();
        let column = |x: f64| whole_up((x - start.x()) / cell_m, row.len());
        let (from, to) = (column(stop.x - half_width), column((stop.x + half_width).next_up()));
        for value in &mut row[from..to] {
            if value.is_none_or(|known| class < known) {
                *value = Some(class);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::{Provenance, Status};
    use crate::domain::transit::{Accessibility, TransitMode};
    use geo::Rect;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn stop(x: f64, y: f64, departures: u32, train: bool) -> TransitStop {
        TransitStop {
            id: Uuid::nil(),
            name: String::new(),
            mode: if train { TransitMode::Train } else { TransitMode::Bus },
            departures_workday: Some(departures),
            accessibility: Accessibility::Unknown,
            status: Status::Existing,
            provenance: Provenance::default(),
            point: RdPoint::at(x, y),
        }
    }

    proptest! {
        #[test]
        fn the_raster_equals_the_class_of_each_cell_centre(
            stops in prop::collection::vec((0.0..4_000.0_f64, 0.0..3_000.0_f64, 0_u32..200, any::<bool>()), 0..12),
        ) {
            let stops: Vec<_> = stops.into_iter().map(|(x, y, n, train)| stop(x.round(), y.round(), n, train)).collect();
            let grid = Grid::covering(Rect::new((0.0, 0.0), (4_000.0, 3_000.0)), 50).expect("a small box");
            let tree = stop_tree(&stops);
            let raster = raster(&grid, Arc::new(tree.clone()));
            for row in 0..grid.rows() {
                for col in 0..grid.cols() {
                    let center = grid.center(col, row);
                    let class = |stop: &TransitStop| stop.category()?.class_at(stop.point.straight_distance_m(center));
                    let expected = stops.iter().filter_map(class).min();
                    prop_assert_eq!(at(center, &tree), expected);
                    prop_assert_eq!(raster.value(col, row), expected, "cell {},{}", col, row);
                }
            }
        }
    }
}
