//! Walking distance to the nearest of each kind, as a field over the grid.

use std::sync::Arc;

use geo::Coord;

use super::situation::{KindLayer, Situation};
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::grid::{BLOCK_CELLS, Block, BlockSource, Grid, LazyRaster, whole_up};

/// Walking distance to the nearest place of a kind at each cell centre, in metres; infinite where there is none. Worked
/// out where it is asked for.
pub type DistanceField = LazyRaster<Distances>;

/// Walking distance by circles: straight distance in RD times the detour factor, exact at each cell centre up to the
/// rounding of `f32`.
///
/// Takes time in proportion to the cells, and little for the places. A row is the lower envelope of their parabolas
/// (Felzenszwalb & Huttenlocher, *Distance Transforms of Sampled Functions*, 2012), here for places anywhere and not just
/// on the grid, and only for those that can be the nearest somewhere in the block.
#[derive(Debug, Clone)]
pub struct Distances {
    layer: KindLayer,
    detour_factor: f64,
}

/// The field of places over a grid.
#[must_use]
pub(super) fn distance_field(grid: &Grid, layer: &KindLayer, detour_factor: f64) -> DistanceField {
    LazyRaster::new(*grid, Distances { layer: layer.clone(), detour_factor })
}

/// Added to a distance within which places are looked for, in metres: far above rounding.
const SLACK_M: f64 = 1e-3;

/// With at most so many places, looking for those that matter costs more than it saves.
const FEW_SITES: usize = 3;

impl Distances {
    /// The places that can be the nearest to a cell centre of a block, from west to east.
    ///
    /// A centre lies at most half a diagonal `h` from the middle of the block, and the place nearest to the middle at `d`
    /// from it. So the place nearest to the centre is at most `d + h` from the centre, and `d + 2 h` from the middle.
    fn candidates(&self, block: &Block) -> Vec<Coord<f64>> {
        let [south_west, north_east] = block.extreme_centers();
        let middle = [south_west.x().midpoint(north_east.x()), south_west.y().midpoint(north_east.y())];
        let Some((nearest, nearest_m)) = self.layer.nearest(RdPoint::at(middle[0], middle[1])) else {
            return Vec::new();
        };
        let nearest = nearest.point.0.0;
        let within_m = nearest_m + south_west.straight_distance_m(north_east) + SLACK_M;
        let found = self.layer.tree.locate_within_distance(middle, within_m * within_m);
        let (low, high) = (south_west.0.0, north_east.0.0);
        let is_nearer_somewhere =
            |site: &Coord<f64>| *site == nearest || !is_farther_all_over(*site, nearest, low, high);
        let mut sites: Vec<Coord<f64>> =
            found.map(|place| Coord::from(*place.geom())).filter(is_nearer_somewhere).collect();
        sites.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        sites.dedup();
        sites
    }

    /// Those of the candidates that are nearest to something between the lowest and the highest row: on one of these
    /// rows, or standing between them, for the area where a place is nearest is convex and holds the place itself.
    fn relevant(&self, block: &Block, envelope: &mut Vec<Stretch>) -> Vec<Coord<f64>> {
        let sites = self.candidates(block);
        if sites.len() <= FEW_SITES {
            return sites;
        }
        let [low, high] = block.extreme_centers().map(RdPoint::y);
        let mut matters: Vec<bool> = sites.iter().map(|site| (low..=high).contains(&site.y)).collect();
        for y in [low, high] {
            lower_envelope(y, &sites, envelope);
            for stretch in envelope.iter() {
                matters[stretch.site_idx] = true;
            }
        }
        sites.into_iter().zip(matters).filter(|(_, matters)| *matters).map(|(site, _)| site).collect()
    }

    fn fill_row(&self, values: &mut [f32], start: RdPoint, cell: f64, sites: &[Coord<f64>], envelope: &[Stretch]) {
        let mut done = 0;
        for (idx, stretch) in envelope.iter().enumerate() {
            let until_x = envelope.get(idx + 1).map_or(f64::INFINITY, |next| next.from_x);
            let end = whole_up((until_x - start.x()) / cell, values.len()).max(done);
            let site = sites[stretch.site_idx];
            let offset = start.x() + done as f64 * cell - site.x;
            write_distances(&mut values[done..end], offset, start.y() - site.y, cell, self.detour_factor);
            done = end;
        }
    }
}

impl BlockSource for Distances {
    type Value = f32;

    fn values_of(&self, block: &Block) -> Vec<f32> {
        let mut envelope = Vec::new();
        let sites = self.relevant(block, &mut envelope);
        let mut values = vec![f32::INFINITY; block.n_cells()];
        for (row, values) in block.rows.clone().zip(values.chunks_exact_mut(block.cols.len())) {
            let start = block.grid.center(block.cols.start, row);
            lower_envelope(start.y(), &sites, &mut envelope);
            self.fill_row(values, start, block.grid.cell_m(), &sites, &envelope);
        }
        values
    }
}

/// A place on the lower envelope of a row, and from where on it is the nearest.
struct Stretch {
    site_idx: usize,
    from_x: f64,
}

/// Is a place farther away than another from everywhere in a box? So it is when it is from all corners.
fn is_farther_all_over(site: Coord<f64>, other: Coord<f64>, low: Coord<f64>, high: Coord<f64>) -> bool {
    let distance_2 = |to: Coord<f64>, x: f64, y: f64| (to.x - x) * (to.x - x) + (to.y - y) * (to.y - y);
    let corners = [(low.x, low.y), (high.x, low.y), (low.x, high.y), (high.x, high.y)];
    corners.into_iter().all(|(x, y)| distance_2(site, x, y) > distance_2(other, x, y))
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

/// 0, 1, 2, …: how many cells east, as numbers to calculate with.
const STEPS: [f32; BLOCK_CELLS] = {
    let mut steps = [0.0; BLOCK_CELLS];
    let mut idx = 1;
    while idx < BLOCK_CELLS {
        steps[idx] = steps[idx - 1] + 1.0;
        idx += 1;
    }
    steps
};

/// Writes the walking distances of cells `offset`, `offset + cell`, … metres east and `dy` north of a place.
#[expect(clippy::cast_possible_truncation, reason = "f32 keeps a tenth of a millimetre at 500 m")]
fn write_distances(values: &mut [f32], offset: f64, dy: f64, cell: f64, detour_factor: f64) {
    let (offset, dy2, cell, factor) = (offset as f32, (dy * dy) as f32, cell as f32, detour_factor as f32);
    for (value, step) in values.iter_mut().zip(&STEPS) {
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
    /// The field of each known kind, in the order of the catalogue: taken over where places, grid and factor are the
    /// same as last time. Only these are remembered.
    pub fn fields(
        &mut self,
        grid: &Grid,
        situation: &Situation,
        detour_factor: f64,
    ) -> Vec<(AmenityKind, Arc<DistanceField>)> {
        let known = std::mem::take(&mut self.known);
        let mut fields = Vec::new();
        for kind in AmenityKind::all() {
            let Some(layer) = situation.layer(kind) else { continue };
            let key = field_key(grid, layer.hash, detour_factor);
            let same = known.iter().find(|(of, _)| *of == key).map(|(_, field)| field.clone());
            let field = same.unwrap_or_else(|| Arc::new(distance_field(grid, layer, detour_factor)));
            self.known.push((key, field.clone()));
            fields.push((kind, field));
        }
        fields
    }
}

fn field_key(grid: &Grid, places: blake3::Hash, detour_factor: f64) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let bounds = grid.bounds();
    for value in [bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y, grid.cell_m(), detour_factor] {
        hasher.update(&value.to_le_bytes());
    }
    hasher.update(places.as_bytes());
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::situation::Place;
    use geo::Rect;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn field(grid: &Grid, points: &[(f64, f64)], factor: f64) -> DistanceField {
        let place = |(x, y): &(f64, f64)| Place { id: Uuid::nil(), name: "".into(), point: RdPoint::at(*x, *y) };
        distance_field(grid, &KindLayer::new(points.iter().map(place).collect()), factor)
    }

    fn brute_force(grid: &Grid, points: &[(f64, f64)], factor: f64, col: usize, row: usize) -> f64 {
        let center = grid.center(col, row);
        let distances = points.iter().map(|(x, y)| RdPoint::at(*x, *y).straight_distance_m(center) * factor);
        distances.fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn without_places_everything_is_infinitely_far() {
        let grid = Grid::covering(Rect::new((0.0, 0.0), (200.0, 200.0)), 50).expect("a small box");
        assert!(field(&grid, &[], 1.3).raster().values().iter().all(|d| d.is_infinite()));
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
            let grid = Grid::covering(Rect::new((0.0, 0.0), (7_000.0, 3_000.0)), cell).expect("a small box");
            let field = field(&grid, &points, detour);
            for row in 0..grid.rows() {
                for col in (0..grid.cols()).step_by(3) {
                    let found = f64::from(field.value(col, row));
                    let expected = brute_force(&grid, &points, detour, col, row);
                    prop_assert!((found - expected).abs() <= 2e-3, "cell {col},{row}: {found} instead of {expected}");
                }
            }
        }

        #[test]
        fn one_more_place_never_makes_anything_farther(
            points in prop::collection::vec((0.0..7_000.0_f64, 0.0..3_000.0_f64), 2..20),
        ) {
            let grid = Grid::covering(Rect::new((0.0, 0.0), (7_000.0, 3_000.0)), 100).expect("a small box");
            let fewer = field(&grid, &points[1..], 1.3).raster();
            let more = field(&grid, &points, 1.3).raster();
            // Two places at the same distance may differ in the last bit of f32, which is a millimetre at 10 km.
            prop_assert!(more.values().iter().zip(fewer.values()).all(|(m, f)| *m <= *f + 3e-3));
        }
    }
}
