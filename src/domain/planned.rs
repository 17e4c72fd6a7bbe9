//! The layers as a variant would have them.

use std::collections::BTreeSet;
use std::sync::Arc;

use uuid::Uuid;

use super::amenity::AmenityKind;
use super::baseline::{Baseline, LayerSource, Role};
use super::place::Place;
use super::variant::{FROM_A_VARIANT, Intervention};
use crate::crs::RdPoint;

/// A baseline with interventions applied, and which layers of it they changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The layers as they would be. People and areas are shared with the baseline.
    pub baseline: Baseline,
    /// Kinds of which places came, went or moved.
    pub kinds: BTreeSet<AmenityKind>,
    /// Did sites come, go or change?
    pub sites: bool,
}

impl Planned {
    /// Applies interventions in their order; what points at nothing is passed over.
    pub fn new(baseline: &Baseline, interventions: &[Intervention]) -> Self {
        let mut planned = Self { baseline: baseline.clone(), kinds: BTreeSet::new(), sites: false };
        interventions.iter().for_each(|intervention| planned.apply(intervention));
        planned
    }

    /// The same with one place or site moved, which is then the only change.
    pub fn moved(baseline: &Baseline, id: Uuid, to: RdPoint) -> Self {
        let mut planned = Self { baseline: baseline.clone(), kinds: BTreeSet::new(), sites: false };
        planned.move_place(id, to);
        planned
    }

    /// Every place once, as it counts.
    pub fn each_place_once(self) -> Self {
        Self { baseline: self.baseline.each_place_once(), ..self }
    }

    fn apply(&mut self, intervention: &Intervention) {
        match intervention {
            Intervention::AddPlace(place) => self.add(place),
            Intervention::MovePlace { id, to } => self.move_place(*id, *to),
            Intervention::RenamePlace { id, name } => self.change(*id, |place| name.clone_into(&mut place.name)),
            Intervention::SetCapacity { id, capacity } => self.change(*id, |place| place.set_capacity(*capacity)),
            Intervention::ClosePlace { id } => self.close(*id),
            Intervention::PutZone { .. } | Intervention::RejectZone { .. } => {}
        }
    }

    fn add(&mut self, place: &Arc<Place>) {
        if self.record(place.id).is_some() {
            return;
        }
        self.touch(place.kind());
        self.count(Role::of(place), 1);
        self.baseline.places.push(place.clone());
    }

    /// The record of an id, with the place of a variant. Takes time in proportion to how many there are.
    fn record(&self, id: Uuid) -> Option<&Arc<Place>> {
        self.baseline.places.plannable().find(|place| place.id == id)
    }

    /// Remembers that places of a kind, or sites (`None`), were changed.
    fn touch(&mut self, kind: Option<AmenityKind>) {
        match kind {
            Some(kind) => {
                self.kinds.insert(kind);
            }
            None => self.sites = true,
        }
    }

    /// Changes all records of a place.
    fn change(&mut self, id: Uuid, change: impl Fn(&mut Place)) {
        for id in self.baseline.twins.ids(id) {
            let Some(place) = self.baseline.places.plannable_mut(id) else { continue };
            change(place);
            let kind = place.kind();
            self.touch(kind);
        }
    }

    /// Moves a place; its further records stand to it as they did.
    fn move_place(&mut self, id: Uuid, to: RdPoint) {
        let place = self.baseline.twins.place_id(id);
        let Some(from) = self.record(place).map(|place| place.point) else { return };
        let by = to.0.0 - from.0.0;
        self.change(id, |place| {
            let at = place.point;
            place.move_to(if at == from { to } else { RdPoint::at(at.x() + by.x, at.y() + by.y) });
        });
    }

    fn close(&mut self, id: Uuid) {
        for id in self.baseline.twins.ids(id) {
            let Some(place) = self.record(id).cloned() else { continue };
            self.baseline.places[place.class()].retain(|other| other.id != id);
            self.touch(place.kind());
            self.count(Role::of(&place), -1);
        }
    }

    /// Keeps the count of a layer right; a layer that nobody gave comes with its first place.
    fn count(&mut self, role: Role, by: isize) {
        let layers = &mut self.baseline.layers;
        match layers.iter_mut().find(|layer| layer.role == role) {
            Some(layer) => layer.n_features = layer.n_features.saturating_add_signed(by),
            None => layers.push(LayerSource {
                role,
                file: "variant".to_owned(),
                source: Some(FROM_A_VARIANT.to_owned()),
                date: None,
                licence: None,
                n_features: usize::try_from(by).unwrap_or_default(),
                n_problems: 0,
                fictional: false,
                problems: Vec::new(),
            }),
        }
    }
}

/// The one place that was moved, with its new point, when that is the only difference between two lists of interventions.
pub fn only_move(known: &[Intervention], other: &[Intervention]) -> Option<(Uuid, RdPoint)> {
    let same = known.iter().zip(other).take_while(|(a, b)| a == b).count();
    let Some(Intervention::MovePlace { id, to }) = other.get(same) else { return None };
    let is_moved_before = matches!(known.get(same), Some(Intervention::MovePlace { id: before, .. }) if before == id);
    let rest = other.get(same + 1..)?;
    let is_last_word = rest.iter().all(|later| later.subject() != *id);
    let is_appended = known.len() == same && rest.is_empty();
    let is_changed = is_moved_before && known.get(same + 1..)? == rest;
    (is_last_word && (is_appended || is_changed)).then_some((*id, *to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::PlaceClass;

    fn added(n: u128, kind: AmenityKind) -> Intervention {
        let point = RdPoint::at(250_000.0, 475_000.0);
        Intervention::add(Uuid::from_u128(n), Some(kind), format!("plaats {n}"), point, Some(30))
    }

    fn all_kinds() -> Vec<Intervention> {
        AmenityKind::all().zip(1..).map(|(kind, n)| added(n, kind)).collect()
    }

    #[test]
    fn an_added_place_of_every_kind_is_there_and_closing_it_leaves_the_baseline() {
        let baseline = Baseline::default();
        let mut interventions = all_kinds();
        let planned = Planned::new(&baseline, &interventions);
        assert_eq!(planned.kinds.len(), AmenityKind::count());
        assert_eq!(planned.baseline.layers.len(), AmenityKind::count());
        let closings: Vec<_> =
            interventions.iter().map(|added| Intervention::ClosePlace { id: added.subject() }).collect();
        interventions.extend(closings);
        let mut planned = Planned::new(&baseline, &interventions);
        assert!(planned.baseline.layers.iter().all(|layer| layer.n_features == 0));
        planned.baseline.layers.clear();
        assert_eq!(planned.baseline, baseline);
    }

    #[test]
    fn a_place_that_is_moved_renamed_and_given_a_capacity_is_the_same_place_otherwise() {
        let added = added(7, AmenityKind::CARE);
        let to = RdPoint::at(251_000.0, 476_000.0);
        let id = added.subject();
        let planned = Planned::new(
            &Baseline::default(),
            &[
                added,
                Intervention::MovePlace { id, to },
                Intervention::RenamePlace { id, name: "Hof".to_owned() },
                Intervention::SetCapacity { id, capacity: Some(48) },
            ],
        );
        let [care] = &planned.baseline.places[PlaceClass::Care][..] else { panic!("one place") };
        assert_eq!((care.point, care.name.as_str(), care.capacity()), (to, "Hof", Some(48)));
    }

    #[test]
    fn what_points_at_nothing_changes_nothing() {
        let id = Uuid::from_u128(1);
        let interventions = [
            Intervention::MovePlace { id, to: RdPoint::at(0.0, 0.0) },
            Intervention::ClosePlace { id },
            Intervention::SetCapacity { id, capacity: None },
        ];
        let planned = Planned::new(&Baseline::default(), &interventions);
        assert_eq!(planned, Planned::new(&Baseline::default(), &[]));
    }
}
