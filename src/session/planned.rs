//! What a variant makes of the ground, kept for as long as somebody may ask for it again.

use std::sync::Arc;

use crate::analysis::situation::Situation;
use crate::domain::baseline::Baseline;
use crate::domain::variant::{Intervention, Planned};

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
}

/// The grounds asked for last, the newest last.
#[derive(Debug, Default)]
pub(super) struct PlannedGrounds {
    kept: Vec<Arc<PlannedGround>>,
}

impl PlannedGrounds {
    /// The ground with these interventions. Takes time in proportion to the places of the kinds that they touch, and
    /// none when it was asked for a moment ago.
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
        let ground = Arc::new(PlannedGround::new(baseline, situation, interventions));
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
            return Self { baseline: baseline.clone(), situation: situation.clone(), interventions: Vec::new() };
        }
        let planned = Planned::new(baseline, interventions);
        let situation = Arc::new(situation.with_plan(&planned, interventions));
        Self { baseline: Arc::new(planned.baseline), situation, interventions: interventions.to_vec() }
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
    use crate::crs::RdPoint;
    use crate::domain::amenity::AmenityKind;
    use crate::domain::variant::AddedPlace;
    use proptest::prelude::*;
    use uuid::Uuid;

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

    proptest! {
        #[test]
        fn indexes_made_anew_where_a_variant_touches_them_are_those_of_its_whole_ground(
            steps in prop::collection::vec(step(), 0..30),
        ) {
            let interventions: Vec<Intervention> = steps.into_iter().map(intervention).collect();
            let (baseline, mut grounds) = (Arc::new(Baseline::default()), PlannedGrounds::default());
            let situation = Arc::new(Situation::from_baseline(&baseline));
            let ground = grounds.get(&baseline, &situation, &interventions);
            let whole = Situation::from_baseline(&ground.baseline);
            for kind in AmenityKind::all() {
                prop_assert_eq!(ground.situation.places(kind), whole.places(kind));
            }
            prop_assert_eq!(ground.situation.stops(), whole.stops());
            prop_assert_eq!(&ground.situation.sites, &whole.sites);
            prop_assert!(Arc::ptr_eq(&ground, &grounds.get(&baseline, &situation, &interventions)));
        }
    }
}
