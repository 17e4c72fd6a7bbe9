//! Walking distance to the nearest of each kind, as a field over the grid.

use std::sync::Arc;

use geo::Coord;
use rayon::prelude::*;

use super::situation::Place;
use crate::domain::amenity::AmenityKind;
use crate::grid::{Grid, Raster};

/// Walking distance to the nearest place of a kind at each cell centre, in metres; infinite where there is none.
pub type DistanceField = Raster<f32>;

/// A band of at most so many rows is filled without halving it further.
const LEAF_ROWS: usize = 8;

/// With at most so many places, looking for those that matter costs more than it saves.
const FEW_SITES: usize = 4;

/// Walking distance by circles: straight distance in RD times the detour factor, exact at each cell centre up to the
/// rounding of `f32`.
///
/// Takes time in proportion to the cells, and little for the places. A row is the lower envelope of their parabolas
/// (Felzenszwalb & Huttenlocher, *Distance Transforms of Sampled Functions*, 2012), here for places anywhere and not just
/// on the grid. A band of rows needs only the places that are nearest somewhere on its lowest or its highest row, and
/// those that lie between: the area where a place is nearest is convex and holds the place itself.
#[must_use]
pub fn distance_field(grid: &Grid, places: &[Place], detour_factor: f64) -> DistanceField {
    let mut sites: Vec<Coord<f64>> = places.iter().map(|place| place.point.0.0).collect();
    sites.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    sites.dedup();
    let steps: Vec<f32> = std::iter::successors(Some(0.0_f32), |step| Some(step + 1.0)).take(grid.cols()).collect();
    if sites.is_empty() {
        return Raster::new(*grid, vec![f32::INFINITY; grid.n_cells()]);
    }
    // Zeros come from the system without being written; every one of them is overwritten.
    let mut values = vec![0.0; grid.n_cells()];
    Filler { grid, detour_factor, steps: &steps }.fill(&mut values, 0, &sites);
    Raster::new(*grid, values)
}

/// A place on the lower envelope of a row, and from where on it is the nearest.
struct Stretch {
    site_idx: usize,
    from_x: f64,
}

struct Filler<'a> {
    grid: &'a Grid,
    detour_factor: f64,
    /// 0, 1, 2, …: how many cells east, as numbers to calculate with.
    steps: &'a [f32],
}

impl Filler<'_> {
    /// Fills a band of whole rows, of which `sites`, sorted by x, hold the nearest of every cell.
    fn fill(&self, band: &mut [f32], first_row: usize, sites: &[Coord<f64>]) {
        let cols = self.grid.cols();
        let n_rows = band.len() / cols;
        let sites = self.relevant(first_row, first_row + n_rows - 1, sites);
        if n_rows > LEAF_ROWS {
            let half = n_rows / 2;
            let (south, north) = band.split_at_mut(half * cols);
            rayon::join(|| self.fill(south, first_row, &sites), || self.fill(north, first_row + half, &sites));
            return;
        }
        let mut envelope = Vec::new();
        for (row_idx, row) in band.chunks_exact_mut(cols).enumerate() {
            self.fill_row(row, first_row + row_idx, &sites, &mut envelope);
        }
    }

    /// The sites that are nearest to some place between two rows.
    fn relevant(&self, low_row: usize, high_row: usize, sites: &[Coord<f64>]) -> Vec<Coord<f64>> {
        if sites.len() <= FEW_SITES {
            return sites.to_vec();
        }
        let (low, high) = (self.grid.center(0, low_row).y(), self.grid.center(0, high_row).y());
        let mut matters: Vec<bool> = sites.iter().map(|site| (low..=high).contains(&site.y)).collect();
        let mut envelope = Vec::new();
        for y in [low, high] {
            lower_envelope(y, sites, &mut envelope);
            for stretch in &envelope {
                matters[stretch.site_idx] = true;
            }
        }
        sites.iter().zip(matters).filter(|(_, matters)| *matters).map(|(site, _)| *site).collect()
    }

    fn fill_row(&self, values: &mut [f32], row: usize, sites: &[Coord<f64>], envelope: &mut Vec<Stretch>) {
        let start = self.grid.center(0, row);
        lower_envelope(start.y(), sites, envelope);
        let cell = self.grid.cell_m();
        let mut done = 0;
        for (idx, stretch) in envelope.iter().enumerate() {
            let until_x = envelope.get(idx + 1).map_or(f64::INFINITY, |next| next.from_x);
            let end = columns_up_to(until_x, start.x(), cell, values.len()).max(done);
            let site = sites[stretch.site_idx];
            let offset = start.x() + done as f64 * cell - site.x;
            let dy = start.y() - site.y;
            write_distances(&mut values[done..end], self.steps, offset, dy, cell, self.detour_factor);
            done = end;
        }
    }
}

/// Leaves in `envelope` which site is nearest along the line at height `y`, from west to east.
fn lower_envelope(y: f64, sites: &[Coord<f64>], envelope: &mut Vec<Stretch>) {
    envelope.clear();
    let height = |site: Coord<f64>| (site.y - y) * (site.y - y);
    for (site_idx, site) in sites.iter().enumerate() {
        let mut from_x = f64::NEG_INFINITY;
        while let Some(last) = envelope.last() {
            let near = sites[last.site_idx];
            from_x = if site.x > near.x {
                (near.x + site.x) / 2.0 + (height(*site) - height(near)) / (2.0 * (site.x - near.x))
            } else if height(*site) < height(near) {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            };
            if from_x > last.from_x {
                break;
            }
            envelope.pop();
            from_x = f64::NEG_INFINITY;
        }
        if from_x < f64::INFINITY {
            envelope.push(Stretch { site_idx, from_x });
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
fn write_distances(values: &mut [f32], steps: &[f32], offset: f64, dy: f64, cell: f64, detour_factor: f64) {
    let (offset, dy2, cell, factor) = (offset as f32, (dy * dy) as f32, cell as f32, detour_factor as f32);
    for (value, step) in values.iter_mut().zip(steps) {
        let dx = offset + step * cell;
        *value = (dx * dx + dy2).sqrt() * factor;
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
            // Two places at the same distance may differ in the last bit of f32, which is a millimetre at 10 km.
            prop_assert!(more.values().iter().zip(fewer.values()).all(|(m, f)| *m <= *f + 3e-3));
        }
    }
}
