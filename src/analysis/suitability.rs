//! Score: how well a place serves a woonvorm, by weighted distance against the norms.

use rayon::prelude::*;

use super::outcome::Outcome;
use super::reach::DistanceField;
use crate::domain::housing::HousingForm;
use crate::domain::norm::{Norm, NormSet};
use crate::grid::Raster;

/// Part of a norm within which a rule scores in full. Assumption.
const FULL_SCORE_PART: f64 = 0.5;

/// Times the norm at which a rule scores nothing. Assumption.
const NO_SCORE_PART: f64 = 2.0;

/// How much of a rule is fulfilled at a walking distance, 0–1: in full up to half the norm, then falling in a straight
/// line to nothing at twice the norm. At the norm itself it is two thirds.
#[must_use]
pub fn fulfilment(walking_m: f64, norm_m: f64) -> f64 {
    let far = NO_SCORE_PART * norm_m - walking_m;
    (far / ((NO_SCORE_PART - FULL_SCORE_PART) * norm_m)).clamp(0.0, 1.0)
}

/// The weighted mean of [`fulfilment`] over the rules of which anything is known, 0–100; `None` when there are none.
///
/// Takes per rule its weight, norm in metres and walking distance in metres; weighted distance after Geroscoop.
#[must_use]
pub fn score(rules: impl Iterator<Item = (f64, f64, f64)>) -> Option<f64> {
    let (sum, weights) = rules.fold((0.0, 0.0), |(sum, weights), (weight, norm_m, walking_m)| {
        (sum + weight * fulfilment(walking_m, norm_m), weights + weight)
    });
    (weights > 0.0).then(|| 100.0 * sum / weights)
}

/// The fields that one norm looks at.
pub(super) struct NormFields<'a> {
    pub(super) norm: &'a Norm,
    fields: Vec<&'a DistanceField>,
}

impl NormFields<'_> {
    /// Walking distance to the nearest of the norm's kinds in a cell, in metres.
    pub(super) fn walking_m(&self, cell_idx: usize) -> f32 {
        self.fields.iter().map(|field| field.values()[cell_idx]).fold(f32::INFINITY, f32::min)
    }
}

/// The norms of a woonvorm of which at least one kind is known, each with its fields.
pub(super) fn norm_fields<'a>(
    outcome_fields: &'a super::outcome::Fields,
    norms: &'a NormSet,
    form: HousingForm,
) -> Vec<NormFields<'a>> {
    norms
        .of(form)
        .map(|norm| {
            let of_norm = outcome_fields.iter().filter(|(kind, _)| norm.kinds.contains(kind));
            NormFields { norm, fields: of_norm.map(|(_, field)| &**field).collect() }
        })
        .filter(|norm| !norm.fields.is_empty())
        .collect()
}

/// Score of a woonvorm per cell, 0–100; NaN where nothing weighted is known.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a score needs no more than f32")]
pub fn score_raster(outcome: &Outcome, norms: &NormSet, form: HousingForm) -> Raster<f32> {
    let rules = norm_fields(&outcome.fields, norms, form);
    let total: f64 = rules.iter().map(|rule| rule.norm.weight).sum();
    let mut values = vec![if total > 0.0 { 0.0 } else { f32::NAN }; outcome.grid.n_cells()];
    let chunk = outcome.grid.cols() * 16;
    values.par_chunks_mut(chunk).enumerate().for_each(|(chunk_idx, values)| {
        let start = chunk_idx * chunk;
        let mut nearest = vec![f32::INFINITY; values.len()];
        for rule in rules.iter().filter(|_| total > 0.0) {
            nearest.fill(f32::INFINITY);
            for field in &rule.fields {
                for (nearest, distance) in nearest.iter_mut().zip(&field.values()[start..]) {
                    *nearest = nearest.min(*distance);
                }
            }
            let norm_m = rule.norm.max.meters();
            let per_metre = (1.0 / ((NO_SCORE_PART - FULL_SCORE_PART) * norm_m)) as f32;
            let (gone_m, points) = ((NO_SCORE_PART * norm_m) as f32, (100.0 * rule.norm.weight / total) as f32);
            for (value, distance) in values.iter_mut().zip(&nearest) {
                *value += points * ((gone_m - distance) * per_metre).clamp(0.0, 1.0);
            }
        }
    });
    Raster::new(outcome.grid, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_scores_in_full_near_by_two_thirds_at_the_norm_and_nothing_at_twice_the_norm() {
        assert!((fulfilment(0.0, 500.0) - 1.0).abs() < 1e-12);
        assert!((fulfilment(250.0, 500.0) - 1.0).abs() < 1e-12);
        assert!((fulfilment(500.0, 500.0) - 2.0 / 3.0).abs() < 1e-12);
        assert!(fulfilment(1000.0, 500.0).abs() < 1e-12);
        assert!(fulfilment(f64::INFINITY, 500.0).abs() < 1e-12);
    }

    #[test]
    fn a_score_is_weighted_and_absent_without_rules() {
        assert_eq!(score(std::iter::empty()), None);
        let both = score([(52.0, 500.0, 0.0), (12.0, 500.0, 5_000.0)].into_iter()).expect("two rules");
        assert!((both - 100.0 * 52.0 / 64.0).abs() < 1e-9);
    }
}
