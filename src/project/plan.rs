//! The variants of a project, and which one is being worked on.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::baseline::Baseline;
use crate::domain::overruling::intervene;
use crate::domain::variant::{Intervention, SharedVariant, Variant};

/// The variants, in their order, on a baseline that stays as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// In the order of the list.
    pub variants: Vec<SharedVariant>,
    /// The one that shows and takes new interventions; the baseline without one.
    pub active: Option<Uuid>,
}

impl Plan {
    /// The variant of an id.
    pub fn variant(&self, id: Uuid) -> Option<&SharedVariant> {
        self.variants.iter().find(|variant| variant.id == id)
    }

    /// The variant of a name; the first, if several are called so.
    pub fn variant_named(&self, name: &str) -> Option<&SharedVariant> {
        self.variants.iter().find(|variant| variant.name == name)
    }

    /// The variant that shows.
    pub fn active(&self) -> Option<&SharedVariant> {
        self.active.and_then(|id| self.variant(id))
    }

    /// The interventions of the variant that shows; none without one.
    pub fn interventions(&self) -> &[Intervention] {
        self.active().map_or(&[], |variant| &variant.interventions)
    }

    /// Two places of different roles had one id, and one of them was given another: each `(shared, renewed)`. An
    /// intervention stays with the place that it fits; where it fits both, with the one that kept the id.
    pub fn follow_renewed_ids(&mut self, renewed: &[(Uuid, Uuid)], baseline: &Baseline) {
        for (shared, renewed) in renewed {
            for variant in &mut self.variants {
                let moves = |what: &Intervention| {
                    what.subject() == *shared && !what.fits(baseline, *shared) && what.fits(baseline, *renewed)
                };
                if variant.interventions.iter().any(moves) {
                    let interventions = &mut Arc::make_mut(variant).interventions;
                    interventions.iter_mut().filter(|what| moves(what)).for_each(|what| what.set_subject(*renewed));
                }
            }
        }
    }

    /// Makes interventions about a place of one id about another, by a table of both.
    pub(super) fn rename_ids(&mut self, ids: &BTreeMap<Uuid, Uuid>) {
        for variant in &mut self.variants {
            if variant.interventions.iter().any(|what| ids.contains_key(&what.subject())) {
                for what in &mut Arc::make_mut(variant).interventions {
                    if let Some(id) = ids.get(&what.subject()) {
                        what.set_subject(*id);
                    }
                }
            }
        }
    }

    fn change(&mut self, id: Uuid, change: impl FnOnce(&mut Variant)) {
        if let Some(variant) = self.variants.iter_mut().find(|variant| variant.id == id) {
            change(Arc::make_mut(variant));
        }
    }
}

/// Makes an intervention about another place. Where it and another one cannot both hold it comes last, as what was done last.
fn tie(interventions: &mut Vec<Intervention>, idx: usize, to: Uuid) {
    let mut tied = interventions.remove(idx);
    tied.set_subject(to);
    let collides = |other: &Intervention| *other == tied || other.is_overruled_by(&tied) || tied.is_overruled_by(other);
    if interventions.iter().any(collides) {
        interventions.retain(|other| *other != tied);
        intervene(interventions, tied);
    } else {
        interventions.insert(idx, tied);
    }
}

/// What the user did to the variants.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanEdit {
    /// A variant comes at the end of the list, and shows.
    New(Variant),
    /// Another name; not an empty one.
    Rename {
        /// Which variant.
        id: Uuid,
        /// Its new name.
        name: String,
    },
    /// Another note.
    SetNote {
        /// Which variant.
        id: Uuid,
        /// Its new note.
        note: String,
    },
    /// Another place in the list.
    Reorder {
        /// Which variant.
        id: Uuid,
        /// Its new position, from 0.
        to: usize,
    },
    /// The variant goes, with everything in it.
    Remove(Uuid),
    /// Another variant shows, or the baseline.
    Choose(Option<Uuid>),
    /// An intervention comes at the end of a variant; earlier ones that it overrules give way.
    Intervene {
        /// In which variant.
        variant: Uuid,
        /// What changes.
        intervention: Intervention,
    },
    /// An intervention is about another place from now on, for example when its own is no longer there.
    TieTo {
        /// Of which variant.
        variant: Uuid,
        /// Its position in the variant.
        idx: usize,
        /// The other place.
        to: Uuid,
    },
    /// An intervention is taken out of a variant.
    TakeOut {
        /// Of which variant.
        variant: Uuid,
        /// Its position in the variant.
        idx: usize,
    },
}

impl PlanEdit {
    /// Applies it. An edit that points at nothing changes nothing.
    pub fn apply(&self, plan: &mut Plan) {
        match self {
            Self::New(variant) => {
                if plan.variant(variant.id).is_none() {
                    plan.variants.push(Arc::new(variant.clone()));
                    plan.active = Some(variant.id);
                }
            }
            Self::Rename { id, name } if !name.trim().is_empty() => {
                plan.change(*id, |variant| name.trim().clone_into(&mut variant.name));
            }
            Self::Rename { .. } => {}
            Self::SetNote { id, note } => plan.change(*id, |variant| variant.note.clone_from(note)),
            Self::Reorder { id, to } => {
                if let Some(from) = plan.variants.iter().position(|variant| variant.id == *id) {
                    let variant = plan.variants.remove(from);
                    plan.variants.insert((*to).min(plan.variants.len()), variant);
                }
            }
            Self::Remove(id) => {
                plan.variants.retain(|variant| variant.id != *id);
                plan.active = plan.active.filter(|active| active != id);
            }
            Self::Choose(id) => {
                if id.is_none_or(|id| plan.variant(id).is_some()) {
                    plan.active = *id;
                }
            }
            Self::Intervene { variant, intervention } => {
                plan.change(*variant, |variant| intervene(&mut variant.interventions, intervention.clone()));
            }
            Self::TieTo { variant, idx, to } => plan.change(*variant, |variant| {
                if variant.interventions.get(*idx).is_some_and(Intervention::needs_a_place) {
                    tie(&mut variant.interventions, *idx, *to);
                }
            }),
            Self::TakeOut { variant, idx } => plan.change(*variant, |variant| {
                if *idx < variant.interventions.len() {
                    variant.interventions.remove(*idx);
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::RdPoint;

    fn variant(n: u128) -> Variant {
        Variant { id: Uuid::from_u128(n), name: format!("v{n}"), note: String::new(), interventions: Vec::new() }
    }

    fn with(edits: &[PlanEdit]) -> Plan {
        let mut plan = Plan::default();
        edits.iter().for_each(|edit| edit.apply(&mut plan));
        plan
    }

    #[test]
    fn a_new_variant_shows_and_removing_it_shows_the_baseline() {
        let id = Uuid::from_u128(2);
        let plan = with(&[PlanEdit::New(variant(1)), PlanEdit::New(variant(2))]);
        assert_eq!(plan.active, Some(id));
        let plan = with(&[PlanEdit::New(variant(1)), PlanEdit::New(variant(2)), PlanEdit::Remove(id)]);
        assert_eq!((plan.active, plan.variants.len()), (None, 1));
    }

    #[test]
    fn dragging_a_place_twice_leaves_one_move_and_order_is_kept() {
        let (id, place) = (Uuid::from_u128(1), Uuid::from_u128(9));
        let moved = |x: f64| PlanEdit::Intervene {
            variant: id,
            intervention: Intervention::MovePlace { id: place, to: RdPoint::at(x, 0.0) },
        };
        let plan = with(&[PlanEdit::New(variant(1)), moved(1.0), moved(2.0)]);
        assert_eq!(plan.interventions(), [Intervention::MovePlace { id: place, to: RdPoint::at(2.0, 0.0) }]);
        let names = |plan: &Plan| plan.variants.iter().map(|variant| variant.name.clone()).collect::<Vec<_>>();
        let three = [PlanEdit::New(variant(1)), PlanEdit::New(variant(2)), PlanEdit::New(variant(3))];
        let mut plan = with(&three);
        PlanEdit::Reorder { id: Uuid::from_u128(3), to: 0 }.apply(&mut plan);
        assert_eq!(names(&plan), ["v3", "v1", "v2"]);
        PlanEdit::Reorder { id: Uuid::from_u128(3), to: 99 }.apply(&mut plan);
        assert_eq!(names(&plan), ["v1", "v2", "v3"]);
    }

    #[test]
    fn what_lost_its_place_can_be_tied_to_another_and_only_what_is_about_a_place_can() {
        let (id, lost, other) = (Uuid::from_u128(1), Uuid::from_u128(8), Uuid::from_u128(9));
        let intervene = |intervention| PlanEdit::Intervene { variant: id, intervention };
        let reject = Intervention::RejectZone { id: lost, name: "Zone".to_owned() };
        let before =
            [PlanEdit::New(variant(1)), intervene(Intervention::ClosePlace { id: lost }), intervene(reject.clone())];
        let mut plan = with(&before);
        for idx in 0..3 {
            PlanEdit::TieTo { variant: id, idx, to: other }.apply(&mut plan);
        }
        assert_eq!(plan.interventions(), [Intervention::ClosePlace { id: other }, reject]);
        // What was tied last counts, wherever it stood.
        let moved = |id: Uuid, x: f64| Intervention::MovePlace { id, to: RdPoint::at(x, 470_000.0) };
        let moves = [PlanEdit::New(variant(1)), intervene(moved(lost, 1.0)), intervene(moved(other, 2.0))];
        let mut plan = with(&moves);
        PlanEdit::TieTo { variant: id, idx: 0, to: other }.apply(&mut plan);
        assert_eq!(plan.interventions(), [moved(other, 1.0)]);
    }

    #[test]
    fn an_edit_that_points_at_nothing_changes_nothing() {
        let before = with(&[PlanEdit::New(variant(1))]);
        let nowhere = Uuid::from_u128(77);
        for edit in [
            PlanEdit::Rename { id: Uuid::from_u128(1), name: "  ".to_owned() },
            PlanEdit::Remove(nowhere),
            PlanEdit::Choose(Some(nowhere)),
            PlanEdit::TakeOut { variant: Uuid::from_u128(1), idx: 4 },
            PlanEdit::Reorder { id: nowhere, to: 0 },
            PlanEdit::New(variant(1)),
        ] {
            let mut plan = before.clone();
            edit.apply(&mut plan);
            assert_eq!(plan, before, "{edit:?}");
        }
    }
}
