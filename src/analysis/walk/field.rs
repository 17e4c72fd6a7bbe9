//! Walking distance to the nearest of each kind, as a field over the grid.

use std::ops::Range;
use std::sync::Arc;

use geo::Coord;

use super::measure::Walk;
use crate::analysis::kept::Kept;
use crate::analysis::key::Key;
use crate::analysis::places::KindLayer;
use crate::analysis::situation::Situation;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::{Norm, NormSet};
use crate::geometry::bounds::west_first;
use crate::grid::{BLOCK_CELLS, Block, BlockSource, Grid, LazyRaster, whole_up};

/// Walking distance to the nearest place of a kind at each cell centre, in metres; infinite where there is none. Worked
/// out where it is asked for.
pub type DistanceField = LazyRaster<Distances>;

/// Walking distance along straight lines, exact at each cell centre up to the rounding of `f32`.
///
/// Takes time in proportion to the cells, and little for the places. A row is the lower envelope of their parabolas
/// (Felzenszwalb & Huttenlocher, *Distance Transforms of Sampled Functions*, 2012), here for places anywhere and not just
/// on the grid, and only for those that can be the nearest somewhere in the block.
#[derive(Debug, Clone)]
pub struct Distances {
    layer: KindLayer,
    walk: Walk,
}

/// The field of places over a grid.
fn distance_field(grid: &Grid, layer: &KindLayer, walk: Walk) -> DistanceField {
    LazyRaster::new(*grid, Distances { layer: layer.clone(), walk })
}

/// The key of what a field rests on.
fn field_key(field: &DistanceField) -> Key {
    let Distances { layer, walk } = field.source();
    Key::of(&(field.grid(), layer.key(), walk))
}

/// Added to a distance within which places are looked for, in metres: far above rounding.
const SLACK_M: f64 = 1e-3;

/// With this few places, looking for those that matter costs more than it saves.
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
        let nearest = self.layer.places()[nearest].point.0.0;
        let within_m = nearest_m + south_west.straight_distance_m(north_east) + SLACK_M;
        let found = self.layer.within(middle, within_m);
        let (low, high) = (south_west.0.0, north_east.0.0);
        let is_nearer_somewhere =
            |site: &Coord<f64>| *site == nearest || !is_farther_all_over(*site, nearest, low, high);
        let mut sites: Vec<Coord<f64>> = found.filter(is_nearer_somewhere).collect();
        sites.sort_by(|a, b| west_first(*a, *b));
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
            write_distances(&mut values[done..end], offset, start.y() - site.y, cell, self.walk);
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
fn write_distances(values: &mut [f32], offset: f64, dy: f64, cell: f64, walk: Walk) {
    let Walk::Straight { detour_factor } = walk;
    let (offset, dy2, cell, factor) = (offset as f32, (dy * dy) as f32, cell as f32, detour_factor as f32);
    for (value, step) in values.iter_mut().zip(&STEPS) {
        let dx = offset + step * cell;
        *value = (dx * dx + dy2).sqrt() * factor;
    }
}

/// Walking distance to the nearest of each known kind, at the cell centres, in the order of the catalogue.
pub type Fields = Vec<(AmenityKind, Arc<DistanceField>)>;

/// The fields of the last computation.
///
/// Without it, moving a place of the demo region takes 28 ms of one processor instead of 18 (bench `region`), a norm dragged 108
/// instead of 37.
#[derive(Debug, Default)]
pub(in crate::analysis) struct FieldCache(Kept<Key, Arc<DistanceField>>);

impl FieldCache {
    /// The field of each known kind: that of last time where places, grid and walk are the same.
    pub(in crate::analysis) fn fields(&mut self, grid: &Grid, situation: &Situation, walk: Walk) -> Fields {
        let of_kinds = AmenityKind::all().filter_map(|kind| Some((kind, situation.layer(kind)?)));
        let (keys, fields): (Vec<Key>, Fields) = of_kinds
            .map(|(kind, layer)| {
                let field = distance_field(grid, layer, walk);
                let key = field_key(&field);
                (key, (kind, self.0.get(&key).cloned().unwrap_or_else(|| Arc::new(field))))
            })
            .unzip();
        self.0.replace(keys.into_iter().zip(fields.iter().map(|(_, field)| field.clone())));
        fields
    }
}

/// The fields that one norm looks at.
pub(in crate::analysis) struct NormFields<'a> {
    pub(in crate::analysis) norm: &'a Norm,
    fields: Vec<&'a DistanceField>,
    /// The key of the norm and the fields.
    pub(in crate::analysis) key: Key,
}

impl NormFields<'_> {
    /// Walking distance to the nearest of the norm's kinds in a cell, in metres.
    pub(super) fn walking_m(&self, (col, row): (usize, usize)) -> f32 {
        self.fields.iter().map(|field| field.value(col, row)).fold(f32::INFINITY, f32::min)
    }

    /// The largest walking distance in neighbouring cells of one row, in metres; 0 in no cells.
    pub(super) fn largest_m(&self, row: usize, cols: Range<usize>) -> f32 {
        let largest = |values: &[f32]| values.iter().copied().fold(0.0, f32::max);
        if let [field] = &self.fields[..] {
            return field.run(row, cols).map(largest).fold(0.0, f32::max);
        }
        let mut nearest = vec![f32::INFINITY; cols.len()];
        for field in &self.fields {
            for (nearest, distance) in nearest.iter_mut().zip(field.run(row, cols.clone()).flatten()) {
                *nearest = nearest.min(*distance);
            }
        }
        largest(&nearest)
    }
}

/// The norms of a woonvorm of which at least one place can be known, each with its fields.
pub(in crate::analysis) fn norm_fields<'a>(
    fields: &'a Fields,
    norms: &'a NormSet,
    form: HousingForm,
) -> Vec<NormFields<'a>> {
    let of_form = norms.of(form).map(|norm| {
        let of_norm = fields.iter().filter(|(kind, _)| norm.kinds.contains(kind));
        let fields: Vec<&DistanceField> = of_norm.map(|(_, field)| &**field).collect();
        let keys: Vec<Key> = fields.iter().map(|field| field_key(field)).collect();
        NormFields { norm, key: Key::of(&(norm, keys)), fields }
    });
    of_form.filter(|norm| !norm.fields.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::places::ServingPlace;
    use geo::Rect;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn field(grid: &Grid, points: &[(f64, f64)], factor: f64) -> DistanceField {
        let place = |(x, y): &(f64, f64)| ServingPlace { id: Uuid::nil(), name: "".into(), point: RdPoint::at(*x, *y) };
        let layer = KindLayer::new(Some(points.iter().map(place).collect()), true);
        distance_field(grid, &layer, Walk::Straight { detour_factor: factor })
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
