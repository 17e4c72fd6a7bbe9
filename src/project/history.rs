//! Undo and redo by snapshots, of the document and of the ground that it stands on.

use std::sync::Arc;

use super::passing::Passing;
use super::{Edit, Project};
use crate::analysis::situation::Situation;
use crate::domain::baseline::Baseline;
use crate::domain::twins::{Apart, Twins};

/// How many steps can be undone.
const MAX_STEPS: usize = 100;

/// How many of those may be about the layers: each holds a ground, which takes 20 MB for a region like Twente.
pub const MAX_GROUNDS: usize = 10;

/// The ground that a document stands on.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The layers as they were read.
    pub baseline: Arc<Baseline>,
    /// The same, with which of their records are one place.
    pub records: Arc<Baseline>,
    /// The same, each place once: what counts.
    pub each_place_once: Arc<Baseline>,
    /// What counts, indexed.
    pub situation: Arc<Situation>,
    /// Which records the document keeps apart as places of their own.
    apart: Apart,
}

impl Standing {
    /// A ground with its index, which takes as long as indexing it.
    pub fn on(baseline: Arc<Baseline>, apart: &Apart) -> Self {
        let twins = Twins::of(&baseline.places, apart);
        let (records, each_place_once) = with_twins(&baseline, twins);
        let situation = Arc::new(Situation::from_baseline(&each_place_once));
        Self { baseline, records, each_place_once, situation, apart: apart.clone() }
    }

    /// The same ground with other records kept apart as places of their own. Takes time in proportion to the places of the
    /// kinds that change.
    pub fn with(&self, apart: &Apart) -> Self {
        let (twins, kinds) = self.records.twins.with(apart);
        let (records, each_place_once) = with_twins(&self.baseline, twins);
        let situation = Arc::new(self.situation.with_kinds(&each_place_once, kinds));
        Self { baseline: self.baseline.clone(), records, each_place_once, situation, apart: apart.clone() }
    }
}

/// The records of a ground with which of them are one place, and each place once. Without twins, which is as it should be, all
/// three are one.
fn with_twins(baseline: &Arc<Baseline>, twins: Twins) -> (Arc<Baseline>, Arc<Baseline>) {
    let has_groups = !twins.is_empty();
    let records = if twins == Twins::default() {
        baseline.clone()
    } else {
        Arc::new(Baseline { twins: Arc::new(twins), ..Baseline::clone(baseline) })
    };
    let once = if has_groups { Arc::new(Baseline::clone(&records).each_place_once()) } else { records.clone() };
    (records, once)
}

/// What undoing or redoing a step brings back.
#[derive(Debug, Clone)]
struct Step {
    project: Arc<Project>,
    edit: Edit,
    /// Only where it is another: the step is one of the layers, or about twins.
    standing: Option<Standing>,
}

/// The document and its ground with their past and their undone future.
#[derive(Debug, Clone)]
pub struct History {
    current: Arc<Project>,
    standing: Standing,
    past: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// A document without a past, on an empty ground.
    pub fn new(project: Project) -> Self {
        let standing = Standing::on(Arc::default(), &project.apart);
        Self::on(standing, project)
    }

    /// A document without a past on its ground.
    pub fn on(standing: Standing, project: Project) -> Self {
        let mut history = Self { current: Arc::new(project), standing, past: Vec::new(), undone: Vec::new() };
        history.follow_twins();
        history
    }

    /// The ground as it is now.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The document as it is now.
    pub fn current(&self) -> &Arc<Project> {
        &self.current
    }

    /// Applies an edit; one that changes nothing makes no step.
    pub fn apply(&mut self, edit: Edit) {
        let mut changed = Project::clone(&self.current);
        edit.apply(&mut changed);
        if changed == *self.current {
            return;
        }
        let project = std::mem::replace(&mut self.current, Arc::new(changed));
        let standing = self.follow_twins();
        self.remember(Step { project, edit, standing });
    }

    /// Makes the ground anew when the document keeps other records apart than it does, and gives the previous one.
    fn follow_twins(&mut self) -> Option<Standing> {
        if self.standing.apart == self.current.apart {
            return None;
        }
        let new = self.standing.with(&self.current.apart);
        Some(std::mem::replace(&mut self.standing, new))
    }

    /// Puts the document on another ground, a step like any other. What was about a record that went, while another of its
    /// place stayed, is about that one from then on.
    pub fn stand_on(&mut self, standing: Standing, edit: Edit) {
        let before = std::mem::replace(&mut self.standing, standing);
        self.follow_twins();
        let passing = Passing::between(&before.records.twins, &self.standing.baseline, &self.standing.records.twins);
        let project = self.current.clone();
        let mut followed = Project::clone(&self.current);
        followed.follow_layers(&before.records, &self.standing.records, &passing);
        if followed != *self.current {
            self.current = Arc::new(followed);
        }
        self.remember(Step { project, edit, standing: Some(before) });
    }

    fn remember(&mut self, step: Step) {
        self.undone.clear();
        self.past.push(step);
        let mut grounds = self.past.iter().enumerate().rev().filter(|(_, step)| matches!(step.edit, Edit::Layers(_)));
        let first_kept = grounds.nth(MAX_GROUNDS).map_or(0, |(idx, _)| idx + 1);
        self.past.drain(..first_kept.max(self.past.len().saturating_sub(MAX_STEPS)));
    }

    /// Takes the last edit back and returns it, if there is one.
    pub fn undo(&mut self) -> Option<Edit> {
        let step = self.past.pop()?;
        let (edit, after) = self.exchange(step);
        self.undone.push(after);
        Some(edit)
    }

    /// Does again what was undone last, and returns it, if there is something.
    pub fn redo(&mut self) -> Option<Edit> {
        let step = self.undone.pop()?;
        let (edit, before) = self.exchange(step);
        self.past.push(before);
        Some(edit)
    }

    /// Brings back what a step holds; gives its edit, and the step that brings back what was there.
    fn exchange(&mut self, step: Step) -> (Edit, Step) {
        let Step { project, edit, standing } = step;
        let project = std::mem::replace(&mut self.current, project);
        let standing = standing.map(|standing| std::mem::replace(&mut self.standing, standing));
        (edit.clone(), Step { project, edit, standing })
    }

    /// The edit that [`History::undo`] would take back.
    pub fn can_undo(&self) -> Option<&Edit> {
        self.past.last().map(|step| &step.edit)
    }

    /// The edit that [`History::redo`] would do again.
    pub fn can_redo(&self) -> Option<&Edit> {
        self.undone.last().map(|step| &step.edit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mobility::MobilityProfile;
    use crate::domain::norm::NormSet;
    use crate::project::LayersEdit;
    use proptest::prelude::*;

    fn project() -> Project {
        Project::new(NormSet { name: String::new(), detour_factor: 1.3, norms: Vec::new(), transit_norms: Vec::new() })
    }

    #[test]
    fn an_edit_that_changes_nothing_makes_no_step() {
        let mut history = History::new(project());
        history.apply(Edit::SetDetourFactor(1.3));
        history.apply(Edit::SetDetourFactor(f64::NAN));
        assert!(history.can_undo().is_none());
    }

    #[test]
    fn a_change_of_layers_is_undone_and_done_again_between_edits_of_the_document() {
        let mut history = History::new(project());
        let first = history.standing().baseline.clone();
        let second = Arc::new(Baseline::default());
        history.apply(Edit::SetDetourFactor(1.4));
        history.stand_on(Standing::on(second.clone(), &Apart::new()), Edit::Layers(LayersEdit::Removed(Vec::new())));
        history.apply(Edit::SetDetourFactor(1.5));
        let stands_on = |history: &History, ground: &Arc<Baseline>| Arc::ptr_eq(&history.standing().baseline, ground);
        history.undo();
        assert!(stands_on(&history, &second));
        assert_eq!(history.undo(), Some(Edit::Layers(LayersEdit::Removed(Vec::new()))));
        assert!(stands_on(&history, &first) && history.current().norms.detour_factor == 1.4);
        history.redo();
        assert!(stands_on(&history, &second));
        history.redo();
        assert!(stands_on(&history, &second) && history.current().norms.detour_factor == 1.5);
    }

    #[test]
    fn many_edits_can_be_undone_and_fewer_deliveries_of_layers() {
        let mut history = History::new(project());
        for n in 1..=9 {
            history.apply(Edit::SetDetourFactor(1.3 + f64::from(n) / 100.0));
        }
        for _ in 0..=MAX_GROUNDS {
            let ground = Standing::on(Arc::default(), &Apart::new());
            history.stand_on(ground, Edit::Layers(LayersEdit::Removed(Vec::new())));
            history.apply(Edit::SetProfile(MobilityProfile::Walker));
            history.apply(Edit::SetProfile(MobilityProfile::Frail));
        }
        let mut undone = Vec::new();
        while let Some(edit) = history.undo() {
            undone.push(edit);
        }
        assert_eq!(undone.iter().filter(|edit| matches!(edit, Edit::Layers(_))).count(), MAX_GROUNDS);
        assert_eq!(undone.len(), 3 * MAX_GROUNDS + 2, "what lies before the first one that is kept went");
    }

    proptest! {
        #[test]
        fn undo_then_redo_is_identity(factors in prop::collection::vec(1.0..2.0_f64, 1..20), n_undo in 0_usize..25) {
            let mut history = History::new(project());
            for factor in factors {
                history.apply(Edit::SetDetourFactor(factor));
            }
            history.apply(Edit::SetProfile(MobilityProfile::Walker));
            let last = history.current().clone();
            let n_undone = (0..n_undo).filter(|_| history.undo().is_some()).count();
            for _ in 0..n_undone {
                prop_assert!(history.redo().is_some());
            }
            prop_assert_eq!(history.current(), &last);
        }
    }
}
