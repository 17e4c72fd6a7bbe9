//! What a variant makes of the ground, kept for as long as somebody may ask for it again.

use std::borrow::Cow;
use std::sync::Arc;

use uuid::Uuid;

use crate::analysis::kept::LastUsed;
use crate::analysis::situation::Situation;
use crate::crs::RdPoint;
use crate::domain::baseline::Baseline;
use crate::domain::planned::{Planned, only_move};
use crate::domain::twins::Apart;
use crate::domain::variant::Intervention;
use crate::project::Standing;

/// How many are kept: the baseline's own besides, two variants that are compared, and what is being dragged.
const MOST_KEPT: usize = 4;

/// The ground with a variant's interventions applied.
#[derive(Debug, Clone)]
pub struct PlannedGround {
    /// The layers as they would be, with all records of each place: what is handed over.
    pub records: Arc<Baseline>,
    /// The same, each place once: what counts.
    pub baseline: Arc<Baseline>,
    /// What counts, indexed.
    pub situation: Arc<Situation>,
    interventions: Vec<Intervention>,
    /// What of another ground, told by its index, stands elsewhere in this one, when that is all.
    step: Option<(Arc<Situation>, Uuid, RdPoint)>,
}

/// The grounds asked for last, by the interventions that made them.
#[derive(Debug)]
pub(super) struct PlannedGrounds(LastUsed<Vec<Intervention>, Arc<PlannedGround>>);

impl Default for PlannedGrounds {
    fn default() -> Self {
        Self(LastUsed::new(MOST_KEPT))
    }
}

impl PlannedGrounds {
    /// The ground with these interventions. Takes time in proportion to the places of the kinds that they touch; of one
    /// kind when only a place is dragged on, and none when it was asked for a moment ago.
    pub(super) fn get(&mut self, standing: &Standing, interventions: &[Intervention]) -> Arc<PlannedGround> {
        let interventions = by_place(standing, interventions);
        if let Some(known) = self.0.get(&*interventions) {
            return known.clone();
        }
        let near = self.0.values().find_map(|known| {
            let (id, to) = only_move(&known.interventions, &interventions)?;
            Some(known.moved(id, to, &interventions))
        });
        let ground = Arc::new(near.unwrap_or_else(|| PlannedGround::new(standing, &interventions)));
        self.0.keep(interventions.into_owned(), ground.clone());
        ground
    }
}

/// The same, each about the id of the place: two that name two records of one place are about the same.
fn by_place<'a>(standing: &Standing, interventions: &'a [Intervention]) -> Cow<'a, [Intervention]> {
    let twins = &standing.records.twins;
    let place_of = |what: &Intervention| {
        let id = what.needs_a_place().then(|| twins.place_id(what.subject()));
        id.filter(|id| *id != what.subject())
    };
    if twins.is_empty() || interventions.iter().all(|what| place_of(what).is_none()) {
        return Cow::Borrowed(interventions);
    }
    let mut interventions = interventions.to_vec();
    for what in &mut interventions {
        if let Some(id) = place_of(what) {
            what.set_subject(id);
        }
    }
    Cow::Owned(interventions)
}

impl PartialEq for PlannedGround {
    /// Two grounds are the same when they are shared: each is made once for its interventions.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.situation, &other.situation)
    }
}

impl PlannedGround {
    fn new(standing: &Standing, interventions: &[Intervention]) -> Self {
        if interventions.is_empty() {
            return Self {
                records: standing.records.clone(),
                baseline: standing.each_place_once.clone(),
                situation: standing.situation.clone(),
                interventions: Vec::new(),
                step: None,
            };
        }
        Self::of(Planned::new(&standing.records, interventions), &standing.situation, interventions)
    }

    /// What was planned, with an index that follows from that of another ground.
    fn of(planned: Planned, from: &Situation, interventions: &[Intervention]) -> Self {
        let has_twins = !planned.baseline.twins.is_empty();
        let further = has_twins.then(|| Arc::new(planned.baseline.clone()));
        let planned = planned.each_place_once();
        let situation = Arc::new(from.with_plan(&planned, interventions));
        let baseline = Arc::new(planned.baseline);
        let records = further.unwrap_or_else(|| baseline.clone());
        Self { records, baseline, situation, interventions: interventions.to_vec(), step: None }
    }

    /// This ground with one place elsewhere, which is what these interventions make of it.
    fn moved(&self, id: Uuid, to: RdPoint, interventions: &[Intervention]) -> Self {
        let step = Some((self.situation.clone(), id, to));
        Self { step, ..Self::of(Planned::moved(&self.records, id, to), &self.situation, interventions) }
    }

    /// The place that stands elsewhere than in another ground, when that is known to be all.
    pub fn step_from(&self, other: &Self) -> Option<(Uuid, RdPoint)> {
        let (from, id, to) = self.step.as_ref()?;
        Arc::ptr_eq(from, &other.situation).then_some((*id, *to))
    }

    /// A ground by itself, for the command line.
    pub fn once(baseline: &Baseline, apart: &Apart, interventions: &[Intervention]) -> Self {
        Self::new(&Standing::on(Arc::new(baseline.clone()), apart), interventions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amenity::AmenityKind;
    use crate::domain::identity::Provenance;
    use crate::domain::place::{Care, Place, PlaceClass, What};
    use proptest::prelude::*;

    fn step() -> impl Strategy<Value = (u8, usize, usize, f64, f64)> {
        (0..5_u8, 0..AmenityKind::count(), 0..40_usize, 0.0..9_000.0_f64, 0.0..9_000.0_f64)
    }

    fn intervention((what, kind, number, east, north): (u8, usize, usize, f64, f64)) -> Intervention {
        let id = Uuid::from_u128(number as u128 + 1);
        let kind = AmenityKind::all().nth(kind).expect("one of them");
        let point = RdPoint::at(245_000.0 + east, 470_000.0 + north);
        match what {
            0 | 1 => Intervention::add(id, Some(kind), format!("{number}"), point, Some(60)),
            2 => Intervention::MovePlace { id, to: point },
            3 => Intervention::ClosePlace { id },
            _ => Intervention::add(id, None, "", point, Some(24)),
        }
    }

    fn assert_indexes_of_whole(ground: &PlannedGround) -> Result<(), TestCaseError> {
        let whole = Situation::from_baseline(&ground.baseline);
        for kind in AmenityKind::all() {
            prop_assert_eq!(ground.situation.places(kind), whole.places(kind));
        }
        prop_assert_eq!(&**ground.situation.stops(), &**whole.stops());
        prop_assert_eq!(&*ground.situation.sites, &*whole.sites);
        Ok(())
    }

    /// Two 24-uurszorglocaties of which two sources each have a record: ids 1 and 2, 3 and 4.
    fn with_twins() -> Standing {
        let care = (1..5_u128).map(|n| {
            let point = RdPoint::at(245_000.0 + 5.0 * n as f64, 470_000.0);
            let name = format!("Huize {}", n.div_ceil(2));
            let provenance = Provenance { source: Some(format!("{}", n % 2)), ..Provenance::default() };
            Place { provenance, ..Place::new(Uuid::from_u128(n), name, point, What::Care(Care::default())) }
        });
        let baseline = Baseline { places: care.collect(), ..Baseline::default() };
        Standing::on(Arc::new(baseline), &Apart::new())
    }

    fn about_a_place((what, n, east, north): (u8, u128, f64, f64)) -> Intervention {
        let id = Uuid::from_u128(n);
        match what {
            0 => Intervention::ClosePlace { id },
            1 => Intervention::RenamePlace { id, name: format!("{east}") },
            2 => Intervention::SetCapacity { id, capacity: Some(7) },
            _ => Intervention::MovePlace { id, to: RdPoint::at(245_000.0 + east, 470_000.0 + north) },
        }
    }

    /// The same about the other record of each place.
    fn about_its_twin(what: &Intervention) -> Intervention {
        let mut other = what.clone();
        let n = other.subject().as_u128();
        other.set_subject(Uuid::from_u128(if n.is_multiple_of(2) { n - 1 } else { n + 1 }));
        other
    }

    proptest! {
        #[test]
        fn a_place_of_two_records_is_changed_and_dragged_by_the_id_of_either(
            steps in prop::collection::vec((0..6_u8, 1..5_u128, 0.0..9_000.0_f64, 0.0..9_000.0_f64), 0..6),
            moved in 1..5_u128, at in 0..6_usize,
            drag in prop::collection::vec((0.0..9_000.0_f64, 0.0..9_000.0_f64), 1..4),
        ) {
            let before: Vec<Intervention> = steps.into_iter().map(about_a_place).collect();
            let (standing, mut grounds) = (with_twins(), PlannedGrounds::default());
            prop_assert_eq!(standing.each_place_once.places[PlaceClass::Care].len(), 2);
            grounds.get(&standing, &before);
            for (east, north) in drag {
                let mut interventions = before.clone();
                interventions.insert(at.min(before.len()), about_a_place((3, moved, east, north)));
                let ground = grounds.get(&standing, &interventions);
                let anew = PlannedGround::new(&standing, &interventions);
                prop_assert_eq!(&ground.baseline, &anew.baseline);
                prop_assert_eq!(ground.records.places[PlaceClass::Care].len(), 2 * ground.baseline.places[PlaceClass::Care].len());
                assert_indexes_of_whole(&ground)?;
                let twins: Vec<Intervention> = interventions.iter().map(about_its_twin).collect();
                let of_twins = PlannedGround::new(&standing, &twins);
                let places = |ground: &PlannedGround| {
                    let all = ground.baseline.places[PlaceClass::Care].iter();
                    all.map(|care| (care.id, care.name.clone(), care.point)).collect::<Vec<_>>()
                };
                prop_assert_eq!(places(&of_twins), places(&ground));
            }
        }

        #[test]
        fn indexes_made_anew_where_a_variant_touches_them_are_those_of_its_whole_ground(
            steps in prop::collection::vec(step(), 0..30),
        ) {
            let interventions: Vec<Intervention> = steps.into_iter().map(intervention).collect();
            let (standing, mut grounds) = (Standing::on(Arc::default(), &Apart::new()), PlannedGrounds::default());
            let ground = grounds.get(&standing, &interventions);
            assert_indexes_of_whole(&ground)?;
            prop_assert!(Arc::ptr_eq(&ground, &grounds.get(&standing, &interventions)));
        }

        #[test]
        fn a_place_that_is_dragged_step_by_step_gives_the_ground_of_each_step_made_anew(
            steps in prop::collection::vec(step(), 1..20), moved in 1..6_u128, at in 0..20_usize,
            drag in prop::collection::vec((0.0..9_000.0_f64, 0.0..9_000.0_f64), 1..6),
        ) {
            let before: Vec<Intervention> = steps.into_iter().map(intervention).collect();
            let (standing, mut grounds) = (Standing::on(Arc::default(), &Apart::new()), PlannedGrounds::default());
            grounds.get(&standing, &before);
            for (east, north) in drag {
                let to = RdPoint::at(245_000.0 + east, 470_000.0 + north);
                let mut interventions = before.clone();
                interventions.insert(at.min(before.len()), Intervention::MovePlace { id: Uuid::from_u128(moved), to });
                let ground = grounds.get(&standing, &interventions);
                let anew = PlannedGround::new(&standing, &interventions);
                prop_assert_eq!(&ground.baseline, &anew.baseline);
                assert_indexes_of_whole(&ground)?;
            }
        }
    }
}
