//! OV-klasse of places: the best class that any stop gives at its distance.

use std::sync::Arc;

use rayon::prelude::*;

use crate::crs::RdPoint;
use crate::domain::transit::{RING_RADII_M, StopCategory, TransitClass, TransitStop};
use crate::grid::{Grid, Raster};

/// Rows that one task fills.
const BAND_ROWS: usize = 32;

/// OV-klasse of one place; `None` is outside every class. Stops without a timetable give none.
#[must_use]
pub fn at(place: RdPoint, stops: &[TransitStop]) -> Option<TransitClass> {
    let widest = RING_RADII_M[RING_RADII_M.len() - 1];
    let near = stops.iter().map(|stop| (stop, stop.point.straight_distance_m(place))).filter(|(_, m)| *m <= widest);
    near.filter_map(|(stop, straight_m)| stop.category()?.class_at(straight_m)).min()
}

/// OV-klasse at each cell centre.
///
/// Takes time in proportion to the cells within 1 km of a stop, once per stop.
#[must_use]
pub fn raster(grid: &Grid, stops: &[TransitStop]) -> Raster<Option<TransitClass>> {
    let mut stops: Vec<(RdPoint, StopCategory)> =
        stops.iter().filter_map(|stop| Some((stop.point, stop.category()?))).collect();
    stops.sort_by(|a, b| a.0.y().total_cmp(&b.0.y()));
    let widest = RING_RADII_M[RING_RADII_M.len() - 1];
    let cols = grid.cols();
    let mut values = vec![None; grid.n_cells()];
    values.par_chunks_mut(BAND_ROWS * cols).enumerate().for_each(|(band_idx, band)| {
        for (row_idx, row) in band.chunks_exact_mut(cols).enumerate() {
            let y = grid.center(0, band_idx * BAND_ROWS + row_idx).y();
            let from = stops.partition_point(|(stop, _)| stop.y() < y - widest);
            for (point, category) in stops[from..].iter().take_while(|(stop, _)| stop.y() <= y + widest) {
                paint_row(grid, row, band_idx * BAND_ROWS + row_idx, *point, *category);
            }
        }
    });
    Raster::new(*grid, values)
}

/// The raster of the last computation, found again by the hash of its own inputs.
#[derive(Debug, Default)]
pub(super) struct TransitCache {
    known: Option<(blake3::Hash, Arc<Raster<Option<TransitClass>>>)>,
}

impl TransitCache {
    /// The raster of these stops: taken over where grid, places and categories are the same as last time.
    pub(super) fn raster(&mut self, grid: &Grid, stops: &[TransitStop]) -> Arc<Raster<Option<TransitClass>>> {
        let mut hasher = blake3::Hasher::new();
        let bounds = grid.bounds();
        for value in [bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y, grid.cell_m()] {
            hasher.update(&value.to_le_bytes());
        }
        for stop in stops {
            hasher.update(&stop.point.x().to_le_bytes());
            hasher.update(&stop.point.y().to_le_bytes());
            hasher.update(&[stop.category().map_or(u8::MAX, |category| category as u8)]);
        }
        let key = hasher.finalize();
        if let Some((known, raster)) = &self.known
            && *known == key
        {
            return raster.clone();
        }
        let raster = Arc::new(raster(grid, stops));
        self.known = Some((key, raster.clone()));
        raster
    }
}

/// Gives the cells of one row at least the classes around one stop.
fn paint_row(grid: &Grid, row: &mut [Option<TransitClass>], row_idx: usize, stop: RdPoint, category: StopCategory) {
    let dy = grid.center(0, row_idx).y() - stop.y();
    for (radius, class) in RING_RADII_M.into_iter().zip(category.classes()).rev() {
        let (Some(class), true) = (class, dy.abs() <= radius) else { continue };
        let half_width = (radius * radius - dy * dy).sqrt();
        let from = column_at_or_after(grid, stop.x() - half_width);
        let to = column_at_or_after(grid, (stop.x() + half_width).next_up());
        for value in &mut row[from..to] {
            if value.is_none_or(|known| class < known) {
                *value = Some(class);
            }
        }
    }
}

/// The first column whose centre is at or east of `x`; the number of columns if there is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the row first")]
fn column_at_or_after(grid: &Grid, x: f64) -> usize {
    ((x - grid.west()) / grid.cell_m() - 0.5).ceil().clamp(0.0, grid.cols() as f64) as usize
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
            let raster = raster(&grid, &stops);
            for row in 0..grid.rows() {
                for col in 0..grid.cols() {
                    let expected = at(grid.center(col, row), &stops);
                    prop_assert_eq!(raster.values()[row * grid.cols() + col], expected, "cell {},{}", col, row);
                }
            }
        }
    }
}
