//! The longest walk from anywhere in a ring to the nearest of a norm's kinds.

use std::ops::Range;

use geo::{Coord, LineString, MultiPolygon};

use super::field::NormFields;
use super::measure::Walk;
use crate::analysis::situation::Situation;
use crate::crs::{Rd, RdPoint};
use crate::geometry::polygon::rings_of;
use crate::geometry::scan::centers_within;
use crate::grid::Grid;

/// A ring with where it is measured.
pub(in crate::analysis) struct SampledRing<'a> {
    grid: &'a Grid,
    /// The cells whose middle lies in it, as runs in a row.
    runs: Vec<(usize, Range<usize>)>,
    /// The rims of its pieces and of their holes: distances are largest there.
    rims: Vec<&'a LineString<f64>>,
}

/// Safety margin on distances that are not measured, in metres of walking: far above rounding.
const SLACK_M: f64 = 0.01;

impl<'a> SampledRing<'a> {
    pub(in crate::analysis) fn new(grid: &'a Grid, outline: &'a MultiPolygon<f64>) -> Self {
        let mut runs = Vec::new();
        for piece in outline {
            centers_within(piece, grid, |row, cols| runs.push((row, cols)));
        }
        Self { grid, runs, rims: outline.iter().flat_map(rings_of).collect() }
    }

    /// The largest walking distance from one of its cells or vertices to the nearest of a norm's kinds, in metres; `None`
    /// when there is no place at all.
    ///
    /// From one place to another the distance changes by no more than the walk between them. So a vertex cannot be farther
    /// than the middle of its cell and the walk to there, and after a vertex that is near all vertices are skipped that
    /// cannot be farther than the farthest so far. A required norm holds everywhere in its ring, so nothing is farther
    /// than the norm.
    pub(in crate::analysis) fn farthest_m(
        &self,
        situation: &Situation,
        walk: Walk,
        rule: &NormFields<'_>,
    ) -> Option<f64> {
        let at_cells = self.runs.iter().map(|(row, cols)| rule.largest_m(*row, cols.clone())).fold(0.0, f32::max);
        let limit = if rule.norm.required { rule.norm.max.meters() - SLACK_M } else { f64::INFINITY };
        let mut largest = f64::from(at_cells);
        for rim in &self.rims {
            let mut to_skip_m = 0.0;
            let mut last: Option<Coord<f64>> = None;
            for vertex in rim.coords() {
                to_skip_m -= last.replace(*vertex).map_or(0.0, |last| (vertex.x - last.x).hypot(vertex.y - last.y));
                if to_skip_m > 0.0 {
                    continue;
                }
                if largest >= limit {
                    break;
                }
                let vertex = Rd(geo::Point(*vertex));
                let mut walking_m = self.at_most_m(walk, rule, vertex);
                if walking_m > largest {
                    walking_m = walk.nearest_m(situation, &rule.norm.kinds, vertex);
                    largest = largest.max(walking_m);
                }
                to_skip_m = walk.radius_m(largest - walking_m - SLACK_M);
            }
        }
        largest.is_finite().then_some(largest)
    }

    /// May a norm hold somewhere in it? It does not when it is too far from the middle of each cell by more than half the
    /// cell's diagonal.
    pub(in crate::analysis) fn may_hold_somewhere(&self, walk: Walk, rule: &NormFields<'_>) -> bool {
        let half_m = walk.along_m(self.grid.cell_m()) * std::f64::consts::FRAC_1_SQRT_2 + SLACK_M;
        let may_hold = |col: usize, row: usize| rule.norm.holds_at(f64::from(rule.walking_m((col, row))) - half_m);
        self.runs.is_empty() || self.runs.iter().any(|(row, cols)| cols.clone().any(|col| may_hold(col, *row)))
    }

    /// What a place's walking distance cannot exceed: that from the middle of its cell, and the walk to there.
    fn at_most_m(&self, walk: Walk, rule: &NormFields<'_>, place: RdPoint) -> f64 {
        self.grid.position_of(place).map_or(f64::INFINITY, |(col, row)| {
            let to_middle_m = walk.along_m(self.grid.center(col, row).straight_distance_m(place));
            f64::from(rule.walking_m((col, row))) + to_middle_m + SLACK_M
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::places::ServingPlace;
    use crate::analysis::walk::field::{FieldCache, norm_fields};
    use crate::domain::amenity::AmenityKind;
    use crate::domain::baseline::Baseline;
    use crate::domain::housing::HousingForm;
    use crate::domain::norm::{Certainty, Norm, NormSet};
    use crate::units::Meters;
    use geo::{Polygon, Rect};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn star(radii: &[f64], at: Coord<f64>) -> Polygon<f64> {
        let vertex = |(idx, radius): (usize, &f64)| {
            let angle = idx as f64 / radii.len() as f64 * std::f64::consts::TAU;
            (at.x + radius * angle.cos(), at.y + radius * angle.sin())
        };
        Polygon::new(radii.iter().enumerate().map(vertex).collect(), Vec::new())
    }

    fn norms(required: bool, max_m: f64) -> NormSet {
        let norm = Norm {
            form: HousingForm::Clustered,
            kinds: [AmenityKind::CARE, AmenityKind::STOP].into(),
            max: Meters::new(max_m).expect("a length"),
            required,
            weight: 1.0,
            source: "".into(),
            certainty: Certainty::Assumption,
        };
        NormSet { name: String::new(), detour_factor: 1.3, norms: vec![norm], transit_norms: Vec::new() }
    }

    proptest! {
        #[test]
        fn the_farthest_place_equals_brute_force_over_cells_and_vertices(
            care in prop::collection::vec((-500.0..2_500.0_f64, -500.0..2_500.0_f64), 0..8),
            stops in prop::collection::vec((-500.0..2_500.0_f64, -500.0..2_500.0_f64), 0..8),
            radii in prop::collection::vec(60.0..900.0_f64, 3..60), hole in any::<bool>(),
            max_m in 100.0..2_000.0_f64, required in any::<bool>(),
        ) {
            let place = |(idx, (x, y)): (usize, &(f64, f64))| ServingPlace {
                id: Uuid::from_u128(idx as u128),
                name: "".into(),
                point: RdPoint::at(*x, *y),
            };
            let places = |of: &[(f64, f64)]| of.iter().enumerate().map(place).collect::<Vec<_>>();
            let ground = Situation::from_baseline(&Baseline::default());
            let situation =
                ground.with_places(AmenityKind::CARE, places(&care)).with_places(AmenityKind::STOP, places(&stops));
            let norms = norms(required, max_m);
            let walk = Walk::of(&norms);
            let grid = Grid::covering(Rect::new((0.0, 0.0), (2_000.0, 2_000.0)), 50).expect("a small box");
            let fields = FieldCache::default().fields(&grid, &situation, walk);
            let rules = norm_fields(&fields, &norms, HousingForm::Clustered);
            let middle = Coord { x: 1_000.0, y: 1_000.0 };
            let holes = if hole { vec![star(&[50.0; 5], middle).exterior().clone()] } else { Vec::new() };
            let outline = MultiPolygon(vec![Polygon::new(star(&radii, middle).exterior().clone(), holes)]);

            let all: Vec<RdPoint> = care.iter().chain(&stops).map(|(x, y)| RdPoint::at(*x, *y)).collect();
            let nearest_m = |from: RdPoint| {
                all.iter().map(|to| to.straight_distance_m(from) * 1.3).fold(f64::INFINITY, f64::min)
            };
            let mut expected = 0.0_f64;
            for piece in &outline {
                centers_within(piece, &grid, |row, cols| {
                    cols.for_each(|col| expected = expected.max(nearest_m(grid.center(col, row))));
                });
            }
            let vertices = outline.iter().flat_map(rings_of).flat_map(|ring| &ring.0);
            expected = vertices.map(|vertex| nearest_m(Rd(geo::Point(*vertex)))).fold(expected, f64::max);

            let found = SampledRing::new(&grid, &outline).farthest_m(&situation, walk, &rules[0]);
            prop_assert_eq!(found.is_some(), expected.is_finite());
            if let Some(found) = found {
                // Of a required norm more than it allows need not be measured.
                let expected = if required { expected.min(max_m) } else { expected };
                prop_assert!(found.min(expected) >= expected - 2.0 * SLACK_M, "{} instead of {}", found, expected);
                prop_assert!(required || found <= expected + 2.0 * SLACK_M, "{} instead of {}", found, expected);
            }
        }
    }
}
