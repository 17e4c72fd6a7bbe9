//! What a variant makes of the ground, kept for as long as somebody may ask for it again.

use std::sync::Arc;

use uuid::Uuid;

use crate::analysis::situation::Situation;
use crate::crs::RdPoint;
use crate::domain::baseline::Baseline;
use crate::domain::planned::{Planned, only_move};
use crate::domain::variant::Intervention;

/// So many are kept: the baseline's own besides, two variants that are compared, and what is being dragged.
const MOST_KEPT: usize = 4;

/// The ground with a variant's interventions applied.
#[derive(Debug, Clone)]
pub struct PlannedGround {
    /// The layers as they would be.
    pub baseline: Arc<Baseline>,
    /// The same, indexed.
    pub situation: Arc<Situation>,
    interventions: Vec<Intervention>,
    /// What of another ground, told by its index, stands elsewhere in this one, when that is all.
    step: Option<(Arc<Situation>, Uuid, RdPoint)>,
}

/// The grounds asked for last, the newest last.
#[derive(Debug, Default)]
pub(super) struct PlannedGrounds {
    kept: Vec<Arc<PlannedGround>>,
}

impl PlannedGrounds {
    /// The ground with these interventions. Takes time in proportion to the places of the kinds that they touch; of one
    /// kind when only a place is dragged on, and none when it was asked for a moment ago.
    pub(super) fn get(
        &mut self,
        baseline: &Arc<Baseline>,
        situation: &Arc<Situation>,
        interventions: &[Intervention],
    ) -> Arc<PlannedGround> {
        if let Some(idx) = self.kept.iter().position(|known| known.interventions == interventions) {
            let known = self.kept.remove(idx);
            self.kept.push(known.clone());
            return known;
        }
        let near = self.kept.iter().rev().find_map(|known| {
            let (id, to) = only_move(&known.interventions, interventions)?;
            Some(known.moved(id, to, interventions))
        });
        let ground = Arc::new(near.unwrap_or_else(|| PlannedGround::new(baseline, situation, interventions)));
        if self.kept.len() == MOST_KEPT {
            self.kept.remove(0);
        }
        self.kept.push(ground.clone());
        ground
    }
}

impl PartialEq for PlannedGround {
    /// Two grounds are the same when they are shared: each is made once for its interventions.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.situation, &other.situation)
    }
}

impl PlannedGround {
    fn new(baseline: &Arc<Baseline>, situation: &Arc<Situation>, interventions: &[Intervention]) -> Self {
        if interventions.is_empty() {
            return Self {
                baseline: baseline.clone(),
                situation: situation.clone(),
                interventions: Vec::new(),
                step: None,
            };
        }
        let planned = Planned::new(baseline, interventions);
        let situation = Arc::new(situation.with_plan(&planned, interventions));
        Self { baseline: Arc::new(planned.baseline), situation, interventions: interventions.to_vec(), step: None }
    }

    /// This ground with one place elsewhere, which is what these interventions make of it.
    fn moved(&self, id: Uuid, to: RdPoint, interventions: &[Intervention]) -> Self {
        let planned = Planned::moved(&self.baseline, id, to);
        let situation = Arc::new(self.situation.with_plan(&planned, interventions));
        let step = Some((self.situation.clone(), id, to));
        Self { baseline: Arc::new(planned.baseline), situation, interventions: interventions.to_vec(), step }
    }

    /// The place that stands elsewhere than in another ground, when that is known to be all.
    #[must_use]
    pub fn step_from(&self, other: &Self) -> Option<(Uuid, RdPoint)> {
        let (from, id, to) = self.step.as_ref()?;
        Arc::ptr_eq(from, &other.situation).then_some((*id, *to))
    }

    /// A ground by itself, for the command line.
    #[must_use]
    pub fn once(baseline: &Baseline, interventions: &[Intervention]) -> Self {
        let situation = Arc::new(Situation::from_baseline(baseline));
        Self::new(&Arc::new(baseline.clone()), &situation, interventions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amenity::AmenityKind;
    use crate::domain::variant::AddedPlace;
    use proptest::prelude::*;

    fn step() -> impl Strategy<Value = (u8, usize, usize, f64, f64)> {
        (0..5_u8, 0..AmenityKind::count(), 0..40_usize, 0.0..9_000.0_f64, 0.0..9_000.0_f64)
    }

    fn intervention((what, kind, number, east, north): (u8, usize, usize, f64, f64)) -> Intervention {
        let id = Uuid::from_u128(number as u128 + 1);
        let kind = AmenityKind::all().nth(kind).expect("one of them");
        let point = RdPoint::at(245_000.0 + east, 470_000.0 + north);
        match what {
            0 | 1 => Intervention::AddPlace(AddedPlace {
                id,
                kind,
                name: format!("{number}"),
                point,
                n_places: None,
                departures_workday: Some(60),
            }),
            2 => Intervention::MovePlace { id, to: point },
            3 => Intervention::ClosePlace { id },
            _ => Intervention::AddSite { id, name: String::new(), point, n_homes: Some(24) },
        }
    }

    fn assert_indexes_of_whole(ground: &PlannedGround) -> Result<(), TestCaseError> {
        let whole = Situation::from_baseline(&ground.baseline);
        for kind in AmenityKind::all() {
            prop_assert_eq!(ground.situation.places(kind), whole.places(kind));
        }
        prop_assert_eq!(ground.situation.stops(), whole.stops());
        prop_assert_eq!(&ground.situation.sites, &whole.sites);
        Ok(())
    }

    proptest! {
        #[test]
        fn indexes_made_anew_where_a_variant_touches_them_are_those_of_its_whole_ground(
            steps in prop::collection::vec(step(), 0..30),
        ) {
            let interventions: Vec<Intervention> = steps.into_iter().map(intervention).collect();
            let (baseline, mut grounds) = (Arc::new(Baseline::default()), PlannedGrounds::default());
            let situation = Arc::new(Situation::from_baseline(&baseline));
            let ground = grounds.get(&baseline, &situation, &interventions);
            assert_indexes_of_whole(&ground)?;
            prop_assert!(Arc::ptr_eq(&ground, &grounds.get(&baseline, &situation, &interventions)));
        }

        #[test]
        fn a_place_that_is_dragged_step_by_step_gives_the_ground_of_each_step_made_anew(
            steps in prop::collection::vec(step(), 1..20), moved in 1..6_u128, at in 0..20_usize,
            drag in prop::collection::vec((0.0..9_000.0_f64, 0.0..9_000.0_f64), 1..6),
        ) {
            let before: Vec<Intervention> = steps.into_iter().map(intervention).collect();
            let (baseline, mut grounds) = (Arc::new(Baseline::default()), PlannedGrounds::default());
            let situation = Arc::new(Situation::from_baseline(&baseline));
            grounds.get(&baseline, &situation, &before);
            for (east, north) in drag {
                let to = RdPoint::at(245_000.0 + east, 470_000.0 + north);
                let mut interventions = before.clone();
                interventions.insert(at.min(before.len()), Intervention::MovePlace { id: Uuid::from_u128(moved), to });
                let ground = grounds.get(&baseline, &situation, &interventions);
                let anew = PlannedGround::new(&baseline, &situation, &interventions);
                prop_assert_eq!(&ground.baseline, &anew.baseline);
                assert_indexes_of_whole(&ground)?;
            }
        }
    }
}
