//! Walking distance to the nearest of each kind, as a field over the grid.

use std::sync::Arc;

use geo::Coord;
use rayon::prelude::*;

use super::situation::Place;
use crate::domain::amenity::AmenityKind;
use crate::grid::{Grid, Raster};

/// Walking distance to the nearest place of a kind at each cell centre, in metres; infinite where there is none.
pub type DistanceField = Raster<f32>;

/// Rows that one task fills: tall enough to share the search for candidates, small enough to spread over the cores.
const BAND_ROWS: usize = 32;

/// Blocks of at most so many columns are filled row by row without halving them further.
const LEAF_COLS: usize = 64;

/// Walking distance by circles: straight distance in RD times the detour factor, exact at each cell centre up to the
/// rounding of `f32`.
///
/// Takes time in proportion to the cells, and nearly none for the places: a block keeps only the places that can be the
/// nearest of one of its cells, and a row of a block is the lower envelope of their parabolas (Felzenszwalb &
/// Huttenlocher, *Distance Transforms of Sampled Functions*, 2012), here for places anywhere and not just on the grid.
#[must_use]
pub fn distance_field(grid: &Grid, places: &[Place], detour_factor: f64) -> DistanceField {
    let mut sites: Vec<Coord<f64>> = places.iter().map(|place| place.point.0.0).collect();
    sites.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    sites.dedup();
    let cols = grid.cols();
    let mut values = vec![f32::INFINITY; grid.n_cells()];
    if !sites.is_empty() {
        values.par_chunks_mut(BAND_ROWS * cols).enumerate().for_each(|(band_idx, band)| {
            let mut filler =
                Filler { grid, detour_factor, first_row: band_idx * BAND_ROWS, cols, envelope: Vec::new() };
            filler.fill(band, 0, cols, &sites);
        });
    }
    Raster::new(*grid, values)
}

/// A place on the lower envelope of a row, and from where on it is the nearest.
struct Stretch {
    site: Coord<f64>,
    from_x: f64,
}

struct Filler<'a> {
    grid: &'a Grid,
    detour_factor: f64,
    first_row: usize,
    cols: usize,
    envelope: Vec<Stretch>,
}

impl Filler<'_> {
    /// Fills columns `from..to` of a band, of which `sites`, sorted by x, hold the nearest of every cell.
    fn fill(&mut self, band: &mut [f32], from: usize, to: usize, sites: &[Coord<f64>]) {
        let n_rows = band.len() / self.cols;
        let west_south = self.grid.center(from, self.first_row);
        let east_north = self.grid.center(to - 1, self.first_row + n_rows - 1);
        let middle = (west_south.0.0 + east_north.0.0) / 2.0;
        let half_diagonal = west_south.straight_distance_m(east_north) / 2.0;
        let distance = |site: &Coord<f64>| (site.x - middle.x).hypot(site.y - middle.y);
        let nearest = sites.iter().map(distance).fold(f64::INFINITY, f64::min);
        // A cell's nearest lies within `nearest + half_diagonal` of it, so within another half diagonal of the middle.
        let reach = nearest + 2.0 * half_diagonal + 1e-6;
        let candidates: Vec<_> = sites.iter().copied().filter(|site| distance(site) <= reach).collect();
        if to - from > LEAF_COLS && candidates.len() > 1 {
            let half = from.midpoint(to);
            self.fill(band, from, half, &candidates);
            self.fill(band, half, to, &candidates);
            return;
        }
        for (row_idx, row) in band.chunks_exact_mut(self.cols).enumerate() {
            self.fill_row(&mut row[from..to], from, self.first_row + row_idx, &candidates);
        }
    }

    fn fill_row(&mut self, values: &mut [f32], first_col: usize, row: usize, sites: &[Coord<f64>]) {
        let start = self.grid.center(first_col, row);
        self.lower_envelope(start.y(), sites);
        let cell = self.grid.cell_m();
        let mut done = 0;
        for (idx, stretch) in self.envelope.iter().enumerate() {
            let until_x = self.envelope.get(idx + 1).map_or(f64::INFINITY, |next| next.from_x);
            let end = columns_up_to(until_x, start.x(), cell, values.len()).max(done);
            let offset = start.x() + done as f64 * cell - stretch.site.x;
            write_distances(&mut values[done..end], offset, start.y() - stretch.site.y, cell, self.detour_factor);
            done = end;
        }
    }

    /// Leaves in `envelope` which site is nearest along the row at height `y`, from west to east.
    fn lower_envelope(&mut self, y: f64, sites: &[Coord<f64>]) {
        self.envelope.clear();
        for site in sites {
            let mut from_x = f64::NEG_INFINITY;
            while let Some(last) = self.envelope.last() {
                let (near, far) = (last.site, *site);
                from_x = if far.x > near.x {
                    let height = |s: Coord<f64>| (s.y - y) * (s.y - y);
                    (near.x + far.x) / 2.0 + (height(far) - height(near)) / (2.0 * (far.x - near.x))
                } else if (far.y - y).abs() < (near.y - y).abs() {
                    f64::NEG_INFINITY
                } else {
                    f64::INFINITY
                };
                if from_x > last.from_x || from_x == f64::INFINITY {
                    break;
                }
                self.envelope.pop();
                from_x = f64::NEG_INFINITY;
            }
            if from_x < f64::INFINITY {
                self.envelope.push(Stretch { site: *site, from_x });
            }
        }
    }
}

/// How many cells of a row that starts at centre `start_x` have their centre before `x`, at most `n`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the row first")]
fn columns_up_to(x: f64, start_x: f64, cell: f64, n: usize) -> usize {
    ((x - start_x) / cell).ceil().clamp(0.0, n as f64) as usize
}

/// Writes the walking distances of cells `offset`, `offset + cell`, … metres east and `dy` north of a place.
#[expect(clippy::cast_possible_truncation, reason = "f32 keeps a tenth of a millimetre at 500 m")]
fn write_distances(values: &mut [f32], offset: f64, dy: f64, cell: f64, detour_factor: f64) {
    let (offset, dy2, cell, factor) = (offset as f32, (dy * dy) as f32, cell as f32, detour_factor as f32);
    let mut step = 0.0_f32;
    for value in values {
        let dx = offset + step * cell;
        *value = (dx * dx + dy2).sqrt() * factor;
        step += 1.0;
    }
}

/// The fields of the last computation, found again by the hash of their own inputs.
#[derive(Debug, Default)]
pub struct FieldCache {
    known: Vec<(blake3::Hash, Arc<DistanceField>)>,
}

impl FieldCache {
    /// The field of each kind, in the given order: taken over where places, grid and factor are the same as last time,
    /// computed otherwise. Only these are remembered.
    pub fn fields(
        &mut self,
        grid: &Grid,
        kinds: &[(AmenityKind, &[Place])],
        detour_factor: f64,
    ) -> Vec<(AmenityKind, Arc<DistanceField>)> {
        let fresh: Vec<_> = kinds
            .par_iter()
            .map(|(_, places)| {
                let key = field_key(grid, places, detour_factor);
                let known = self.known.iter().find(|(of, _)| *of == key);
                let field = known
                    .map_or_else(|| Arc::new(distance_field(grid, places, detour_factor)), |(_, field)| field.clone());
                (key, field)
            })
            .collect();
        self.known.clone_from(&fresh);
        kinds.iter().zip(fresh).map(|((kind, _), (_, field))| (*kind, field)).collect()
    }
}

fn field_key(grid: &Grid, places: &[Place], detour_factor: f64) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let bounds = grid.bounds();
    for value in [bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y, grid.cell_m(), detour_factor] {
        hasher.update(&value.to_le_bytes());
    }
    for place in places {
        hasher.update(&place.point.x().to_le_bytes());
        hasher.update(&place.point.y().to_le_bytes());
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::RdPoint;
    use geo::Rect;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn places(points: &[(f64, f64)]) -> Vec<Place> {
        points.iter().map(|(x, y)| Place { id: Uuid::nil(), name: "".into(), point: RdPoint::at(*x, *y) }).collect()
    }

    fn brute_force(grid: &Grid, places: &[Place], factor: f64, col: usize, row: usize) -> f64 {
        let center = grid.center(col, row);
        places.iter().map(|p| p.point.straight_distance_m(center) * factor).fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn without_places_everything_is_infinitely_far() {
        let grid = Grid::covering(Rect::new((0.0, 0.0), (200.0, 200.0)), 50).expect("a small box");
        assert!(distance_field(&grid, &[], 1.3).values().iter().all(|d| d.is_infinite()));
    }

    proptest! {
        #[test]
        fn the_field_equals_brute_force(
            points in prop::collection::vec((-2_000_i32..9_000, -2_000_i32..5_000), 1..60),
            cell in prop::sample::select(vec![25_u16, 50, 100]),
            detour in 1.0..1.6_f64,
        ) {
            // Whole multiples of 12.5 m make ties and places on cell centres likely.
            let points: Vec<_> = points.iter().map(|(x, y)| (f64::from(x / 50) * 12.5, f64::from(y / 50) * 12.5)).collect();
            let places = places(&points);
            let grid = Grid::covering(Rect::new((0.0, 0.0), (7_000.0, 3_000.0)), cell).expect("a small box");
            let field = distance_field(&grid, &places, detour);
            for row in 0..grid.rows() {
                for col in (0..grid.cols()).step_by(3) {
                    let found = f64::from(field.values()[row * grid.cols() + col]);
                    let expected = brute_force(&grid, &places, detour, col, row);
                    prop_assert!((found - expected).abs() <= 2e-3, "cell {col},{row}: {found} instead of {expected}");
                }
            }
        }

        #[test]
        fn one_more_place_never_makes_anything_farther(
            points in prop::collection::vec((0.0..7_000.0_f64, 0.0..3_000.0_f64), 2..20),
        ) {
            let places = places(&points);
            let grid = Grid::covering(Rect::new((0.0, 0.0), (7_000.0, 3_000.0)), 100).expect("a small box");
            let fewer = distance_field(&grid, &places[1..], 1.3);
            let more = distance_field(&grid, &places, 1.3);
            prop_assert!(more.values().iter().zip(fewer.values()).all(|(m, f)| *m <= *f + 1e-3));
        }
    }
}
