//! OV-klasse of places: the best class that any stop gives at its distance, and where it is unknown.

use std::sync::Arc;

use geo::Coord;
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

use super::kept::Kept;
use super::key::{Key, KeyHasher};
use crate::crs::RdPoint;
use crate::domain::place::Place;
use crate::domain::transit::{RING_RADII_M, StopCategory, TransitCoverage};
use crate::grid::{Block, BlockSource, Grid, LazyRaster, whole_up};

/// A stop with its category, or without a timetable.
type StopAt = GeomWithData<[f64; 2], Option<StopCategory>>;

/// The stops that give a class or make it unknown, by where they stand.
#[derive(Debug, Clone)]
pub(super) struct StopTree {
    stops: RTree<StopAt>,
    /// Did anybody give the stops? If not, nothing is known of any place without one.
    pub(super) are_given: bool,
    key: Key,
}

impl StopTree {
    /// A stop at which nothing departs gives nothing, which is known; one without a timetable could give any class.
    pub(super) fn new(stops: &[Arc<Place>], are_given: bool) -> Self {
        let timetables = stops.iter().filter_map(|place| Some((place.point, place.stop()?)));
        let that_count = timetables.filter(|(_, stop)| stop.category().is_some() || !stop.has_timetable());
        let at: Vec<StopAt> =
            that_count.map(|(point, stop)| GeomWithData::new([point.x(), point.y()], stop.category())).collect();
        let mut hasher = KeyHasher::default();
        hasher.flag(are_given);
        for stop in &at {
            stop.geom().iter().for_each(|value| hasher.number(*value));
            hasher.count(stop.data.map_or(usize::MAX, |category| category as usize));
        }
        Self { stops: RTree::bulk_load(at), are_given, key: hasher.key() }
    }

    /// What is said of a place without any stop near.
    fn far_from_all(&self) -> TransitCoverage {
        if self.are_given { TransitCoverage::Outside } else { TransitCoverage::Unknown }
    }

    fn near(&self, south_west: RdPoint, north_east: RdPoint) -> impl Iterator<Item = &StopAt> {
        self.stops.locate_in_envelope(&AABB::from_corners(
            [south_west.x() - WIDEST_M, south_west.y() - WIDEST_M],
            [north_east.x() + WIDEST_M, north_east.y() + WIDEST_M],
        ))
    }
}

/// How far any stop gives a class, in metres.
const WIDEST_M: f64 = RING_RADII_M[RING_RADII_M.len() - 1];

/// What a stop gives in each of its rings, as far as it reaches.
fn rings_of(category: Option<StopCategory>) -> impl Iterator<Item = (f64, TransitCoverage)> {
    let known = category.into_iter().flat_map(|category| {
        let rings = RING_RADII_M.into_iter().zip(category.classes());
        rings.filter_map(|(radius, class)| Some((radius, TransitCoverage::Class(class?))))
    });
    known.chain(category.is_none().then_some((WIDEST_M, TransitCoverage::Unknown)))
}

/// OV-klasse of one place.
pub(super) fn at(place: RdPoint, stops: &StopTree) -> TransitCoverage {
    let coverage = |stop: &StopAt| {
        let [x, y] = *stop.geom();
        let straight_m = RdPoint::at(x, y).straight_distance_m(place);
        rings_of(stop.data).find(|(radius, _)| straight_m <= *radius).map(|(_, coverage)| coverage)
    };
    stops.near(place, place).filter_map(coverage).fold(stops.far_from_all(), Ord::min)
}

/// OV-klasse at each cell centre, worked out where it is asked for.
pub type TransitRaster = LazyRaster<StopRings>;

/// Paints the rings around each stop.
#[derive(Debug, Clone)]
pub struct StopRings {
    stops: Arc<StopTree>,
}

/// OV-klasse over a grid.
///
/// Takes time in proportion to the cells within 1 km of a stop, once per stop.
fn raster(grid: &Grid, stops: Arc<StopTree>) -> TransitRaster {
    LazyRaster::new(*grid, StopRings { stops })
}

/// The key of what a raster rests on.
pub(super) fn raster_key(raster: &TransitRaster) -> Key {
    let StopRings { stops } = raster.source();
    Key::of(&(raster.grid(), stops.key))
}

impl BlockSource for StopRings {
    type Value = TransitCoverage;

    fn values_of(&self, block: &Block) -> Vec<Self::Value> {
        let [south_west, north_east] = block.extreme_centers();
        let near: Vec<_> = self.stops.near(south_west, north_east).collect();
        let mut values = vec![self.stops.far_from_all(); block.n_cells()];
        for (row, values) in block.rows.clone().zip(values.chunks_exact_mut(block.cols.len())) {
            let start = block.grid.center(block.cols.start, row);
            for stop in &near {
                paint_row(values, start, block.grid.cell_m(), (*stop.geom()).into(), stop.data);
            }
        }
        values
    }
}

/// The raster of the last computation.
///
/// Without it, moving a place of the demo region takes 28 ms of one processor instead of 18 (bench `region`).
#[derive(Debug, Default)]
pub(super) struct TransitCache(Kept<Key, Arc<TransitRaster>>);

impl TransitCache {
    /// The raster of these stops: that of last time where grid, places and categories are the same.
    pub(super) fn raster(&mut self, grid: &Grid, stops: &Arc<StopTree>) -> Arc<TransitRaster> {
        let raster = raster(grid, stops.clone());
        self.0.only(raster_key(&raster), || Arc::new(raster))
    }
}

/// Gives the cells of one row at least the classes around one stop; `start` is the middle of its first cell.
fn paint_row(
    row: &mut [TransitCoverage],
    start: RdPoint,
    cell_m: f64,
    stop: Coord<f64>,
    category: Option<StopCategory>,
) {
    let dy = start.y() - stop.y;
    for (radius, coverage) in rings_of(category).filter(|(radius, _)| dy.abs() <= *radius) {
        let half_width = (radius * radius - dy * dy).sqrt();
        let column = |x: f64| whole_up((x - start.x()) / cell_m, row.len());
        let (from, to) = (column(stop.x - half_width), column((stop.x + half_width).next_up()));
        for value in &mut row[from..to] {
            *value = coverage.min(*value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::What;
    use crate::domain::transit::{Stop, TransitMode};
    use geo::Rect;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn stop(x: f64, y: f64, departures_workday: Option<u32>, is_train: bool) -> Arc<Place> {
        let mode = if is_train { TransitMode::Train } else { TransitMode::Bus };
        let what = What::Stop(Stop { mode, departures_workday, ..Stop::default() });
        Arc::new(Place::new(Uuid::nil(), "", RdPoint::at(x, y), what))
    }

    #[test]
    fn near_only_stops_without_a_timetable_the_class_is_unknown_and_not_none() {
        use crate::domain::transit::TransitClass;
        let with =
            [stop(0.0, 0.0, Some(140), false), stop(1_500.0, 0.0, None, false), stop(9_000.0, 0.0, Some(0), false)];
        let tree = StopTree::new(&with, true);
        let class = |x: f64| at(RdPoint::at(x, 0.0), &tree);
        assert_eq!(class(100.0), TransitCoverage::Class(TransitClass::C));
        assert_eq!(class(700.0), TransitCoverage::Class(TransitClass::E), "what is known goes before what is not");
        assert_eq!(class(800.0), TransitCoverage::Unknown);
        assert_eq!(class(2_500.0), TransitCoverage::Unknown, "inclusive");
        assert_eq!(class(2_501.0), TransitCoverage::Outside);
        assert_eq!(class(9_000.0), TransitCoverage::Outside, "nothing departs there");
        assert_eq!(at(RdPoint::at(0.0, 0.0), &StopTree::new(&[], false)), TransitCoverage::Unknown);
        assert_eq!(at(RdPoint::at(0.0, 0.0), &StopTree::new(&[], true)), TransitCoverage::Outside);
    }

    proptest! {
        #[test]
        fn the_raster_equals_the_class_of_each_cell_centre(
            stops in prop::collection::vec(
                (0.0..4_000.0_f64, 0.0..3_000.0_f64, prop::option::weighted(0.8, 0_u32..200), any::<bool>()), 0..12,
            ),
            are_given in any::<bool>(),
        ) {
            let stops: Vec<_> = stops.into_iter().map(|(x, y, n, train)| stop(x.round(), y.round(), n, train)).collect();
            let grid = Grid::covering(Rect::new((0.0, 0.0), (4_000.0, 3_000.0)), 50).expect("a small box");
            let tree = StopTree::new(&stops, are_given);
            let raster = raster(&grid, Arc::new(tree.clone()));
            for row in 0..grid.rows() {
                for col in 0..grid.cols() {
                    let center = grid.center(col, row);
                    let coverage = |place: &Arc<Place>| {
                        let straight_m = place.point.straight_distance_m(center);
                        let stop = place.stop()?;
                        match stop.category() {
                            Some(category) => category.class_at(straight_m).map(TransitCoverage::Class),
                            None if stop.has_timetable() => None,
                            None => (straight_m <= 1_000.0).then_some(TransitCoverage::Unknown),
                        }
                    };
                    let none = if are_given { TransitCoverage::Outside } else { TransitCoverage::Unknown };
                    let expected = stops.iter().filter_map(coverage).min().unwrap_or(none).min(none);
                    prop_assert_eq!(at(center, &tree), expected);
                    prop_assert_eq!(raster.value(col, row), expected, "cell {},{}", col, row);
                }
            }
        }
    }
}
