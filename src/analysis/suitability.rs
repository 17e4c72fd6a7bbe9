//! Score: how well a place serves a woonvorm, by weighted distance against the norms.

use std::sync::Arc;

use super::walk::{DistanceField, Fields};
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::{Norm, NormSet};
use crate::grid::{Block, BlockSource, Grid, LazyRaster};

/// Part of a norm within which a rule scores in full. Assumption.
const FULL_SCORE_PART: f64 = 0.5;

/// Times the norm at which a rule scores nothing. Assumption.
const NO_SCORE_PART: f64 = 2.0;

/// How much of a rule is fulfilled at a walking distance, 0–1: in full up to half the norm, then falling in a straight
/// line to nothing at twice the norm. At the norm itself it is two thirds.
pub fn fulfilment(walking_m: f64, norm_m: f64) -> f64 {
    let far = NO_SCORE_PART * norm_m - walking_m;
    (far / ((NO_SCORE_PART - FULL_SCORE_PART) * norm_m)).clamp(0.0, 1.0)
}

/// The weighted mean of [`fulfilment`] over the rules of which anything is known, 0–100; `None` when there are none.
///
/// Takes per rule its weight, norm in metres and walking distance in metres; weighted distance after Geroscoop.
pub fn score(rules: impl Iterator<Item = (f64, f64, f64)>) -> Option<f64> {
    let (sum, weights) = rules.fold((0.0, 0.0), |(sum, weights), (weight, norm_m, walking_m)| {
        (sum + weight * fulfilment(walking_m, norm_m), weights + weight)
    });
    (weights > 0.0).then(|| 100.0 * sum / weights)
}

/// Score of a woonvorm per cell, 0–100, worked out where it is asked for.
pub(super) type ScoreField = LazyRaster<Scores>;

/// The score field of a woonvorm; nothing when none of its norms has a weight and a kind that was read.
pub(super) fn score_field(
    grid: &Grid,
    fields: &Fields,
    unread: &[AmenityKind],
    norms: &NormSet,
    form: HousingForm,
) -> Option<ScoreField> {
    let is_read = |norm: &&Norm| norm.kinds.iter().any(|kind| !unread.contains(kind));
    let of_form = norms.of(form).filter(is_read).map(|norm| {
        let of_norm = fields.iter().filter(|(kind, _)| norm.kinds.contains(kind));
        (norm, of_norm.map(|(_, field)| field.clone()).collect::<Vec<_>>())
    });
    let known: Vec<(&Norm, Vec<Arc<DistanceField>>)> = of_form.filter(|(_, fields)| !fields.is_empty()).collect();
    let total: f64 = known.iter().map(|(norm, _)| norm.weight).sum();
    let weighted = known.into_iter().filter(|(norm, _)| norm.weight > 0.0);
    let rules = weighted.map(|(norm, fields)| WeightedRule::new(norm, total, fields)).collect();
    (total > 0.0).then(|| LazyRaster::new(*grid, Scores { rules }))
}

/// Adds up what each norm is worth.
#[derive(Debug)]
pub(super) struct Scores {
    rules: Vec<WeightedRule>,
}

/// A norm as a line from all its points at half the norm to none at twice.
#[derive(Debug)]
struct WeightedRule {
    fields: Vec<Arc<DistanceField>>,
    points: f32,
    gone_m: f32,
    per_metre: f32,
}

impl WeightedRule {
    #[expect(clippy::cast_possible_truncation, reason = "a score needs no more than f32")]
    fn new(norm: &Norm, total_weight: f64, fields: Vec<Arc<DistanceField>>) -> Self {
        let norm_m = norm.max.meters();
        Self {
            fields,
            points: (100.0 * norm.weight / total_weight) as f32,
            gone_m: (NO_SCORE_PART * norm_m) as f32,
            per_metre: (1.0 / ((NO_SCORE_PART - FULL_SCORE_PART) * norm_m)) as f32,
        }
    }
}

impl BlockSource for Scores {
    type Value = f32;

    fn values_of(&self, block: &Block) -> Vec<f32> {
        let mut scores = vec![0.0; block.n_cells()];
        let mut nearest = Vec::with_capacity(block.n_cells());
        for rule in &self.rules {
            let Some((first, others)) = rule.fields.split_first() else { continue };
            let mut distances = first.values_in(block);
            if !others.is_empty() {
                nearest.clear();
                nearest.extend_from_slice(distances);
                for field in others {
                    for (nearest, distance) in nearest.iter_mut().zip(field.values_in(block)) {
                        *nearest = f32::min(*nearest, *distance);
                    }
                }
                distances = &nearest;
            }
            for (score, distance) in scores.iter_mut().zip(distances) {
                *score += rule.points * ((rule.gone_m - distance) * rule.per_metre).clamp(0.0, 1.0);
            }
        }
        scores
    }
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
