//! What came into a project since a werkatelier began.

use std::collections::BTreeSet;
use std::sync::Arc;

use uuid::Uuid;

use super::Project;
use crate::domain::sketch::Sketch;
use crate::domain::variant::Intervention;
use crate::domain::workshop::{Decision, StickyNote, Workshop};

/// What is new, each list in the order of the project.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewSince {
    /// Interventions, with the variant they are in.
    pub interventions: Vec<(Uuid, Intervention)>,
    /// Schetsen.
    pub sketches: Vec<Arc<Sketch>>,
    /// Plakbriefjes.
    pub notes: Vec<Arc<StickyNote>>,
    /// Besluiten.
    pub decisions: Vec<Arc<Decision>>,
    /// How many things that there were have gone.
    pub n_gone: usize,
}

impl NewSince {
    /// How many things are new.
    pub fn n_new(&self) -> usize {
        self.interventions.len() + self.sketches.len() + self.notes.len() + self.decisions.len()
    }
}

impl Project {
    /// The ids of everything that a room can add to: what a werkatelier that begins now knows. Sorted.
    pub fn known_ids(&self) -> Vec<Uuid> {
        let variants = self.plan.variants.iter();
        let of_variants = variants
            .flat_map(|variant| std::iter::once(variant.id).chain(variant.interventions.iter().map(|i| i.subject())));
        let board = &self.board;
        let of_board = (board.sketches.iter().map(|item| item.id))
            .chain(board.notes.iter().map(|item| item.id))
            .chain(board.decisions.iter().map(|item| item.id));
        of_variants.chain(of_board).collect::<BTreeSet<Uuid>>().into_iter().collect()
    }

    /// What came, and how much went, since a werkatelier began. An intervention is new when its variant or what it is about
    /// is.
    pub fn new_since(&self, workshop: &Workshop) -> NewSince {
        let known: BTreeSet<Uuid> = workshop.known_before.iter().copied().collect();
        let is_new = |id: Uuid| !known.contains(&id);
        let variants = self.plan.variants.iter();
        let interventions = variants.flat_map(|variant| {
            let news = variant.interventions.iter().filter(|i| is_new(variant.id) || is_new(i.subject()));
            news.map(|intervention| (variant.id, intervention.clone())).collect::<Vec<_>>()
        });
        let now: BTreeSet<Uuid> = self.known_ids().into_iter().collect();
        NewSince {
            interventions: interventions.collect(),
            sketches: self.board.sketches.iter().filter(|item| is_new(item.id)).cloned().collect(),
            notes: self.board.notes.iter().filter(|item| is_new(item.id)).cloned().collect(),
            decisions: self.board.decisions.iter().filter(|item| is_new(item.id)).cloned().collect(),
            n_gone: known.difference(&now).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::norm::NormSet;
    use crate::domain::variant::Variant;
    use crate::project::{BoardEdit, BoardItem, Edit, PlanEdit};

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn with(project: &mut Project, edit: Edit) {
        edit.apply(project);
    }

    fn note(n: u128) -> Edit {
        let note = StickyNote {
            id: id(n),
            text: String::new(),
            point: None,
            round: None,
            table: String::new(),
            made: String::new(),
        };
        Edit::Board(BoardEdit::put(BoardItem::Note(note)))
    }

    #[test]
    fn half_a_year_later_only_what_came_is_new_and_what_went_is_counted() {
        let norms = NormSet { name: String::new(), detour_factor: 1.3, norms: Vec::new(), transit_norms: Vec::new() };
        let mut project = Project::new(norms);
        let close = |n: u128| Intervention::ClosePlace { id: id(n) };
        let variant =
            |n: u128, interventions| Variant { id: id(n), name: String::new(), note: String::new(), interventions };
        with(&mut project, Edit::Plan(PlanEdit::New(variant(1, vec![close(50)]))));
        with(&mut project, note(10));
        with(&mut project, note(11));
        let workshop = Workshop {
            id: id(99),
            title: String::new(),
            date: String::new(),
            rounds: Vec::new(),
            known_before: project.known_ids(),
        };
        assert_eq!(project.new_since(&workshop), NewSince::default());
        with(&mut project, note(12));
        with(&mut project, Edit::Board(BoardEdit::remove(id(10))));
        with(&mut project, Edit::Plan(PlanEdit::Intervene { variant: id(1), intervention: close(51) }));
        with(&mut project, Edit::Plan(PlanEdit::New(variant(2, vec![close(50)]))));
        let news = project.new_since(&workshop);
        assert_eq!(news.notes.iter().map(|note| note.id).collect::<Vec<_>>(), [id(12)]);
        assert_eq!(news.interventions, [(id(1), close(51)), (id(2), close(50))]);
        assert_eq!((news.n_gone, news.n_new()), (1, 3));
    }
}
