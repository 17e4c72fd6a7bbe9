//! Undo and redo by snapshots.

use std::sync::Arc;

use super::{Edit, Project};

/// How many steps can be undone.
const MAX_STEPS: usize = 100;

/// The document with its past and its undone future.
#[derive(Debug, Clone)]
pub struct History {
    current: Arc<Project>,
    past: Vec<(Arc<Project>, Edit)>,
    undone: Vec<(Arc<Project>, Edit)>,
}

impl History {
    /// A document without a past.
    #[must_use]
    pub fn new(project: Project) -> Self {
        Self { current: Arc::new(project), past: Vec::new(), undone: Vec::new() }
    }

    /// The document as it is now.
    #[must_use]
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
        self.undone.clear();
        if self.past.len() == MAX_STEPS {
            self.past.remove(0);
        }
        self.past.push((std::mem::replace(&mut self.current, Arc::new(changed)), edit));
    }

    /// Takes the last edit back and returns it, if there is one.
    pub fn undo(&mut self) -> Option<Edit> {
        let (before, edit) = self.past.pop()?;
        let after = std::mem::replace(&mut self.current, before);
        self.undone.push((after, edit.clone()));
        Some(edit)
    }

    /// Does again what was undone last, and returns it, if there is something.
    pub fn redo(&mut self) -> Option<Edit> {
        let (after, edit) = self.undone.pop()?;
        let before = std::mem::replace(&mut self.current, after);
        self.past.push((before, edit.clone()));
        Some(edit)
    }

    /// The edit that [`History::undo`] would take back.
    #[must_use]
    pub fn can_undo(&self) -> Option<&Edit> {
        self.past.last().map(|(_, edit)| edit)
    }

    /// The edit that [`History::redo`] would do again.
    #[must_use]
    pub fn can_redo(&self) -> Option<&Edit> {
        self.undone.last().map(|(_, edit)| edit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mobility::MobilityProfile;
    use crate::domain::norm::NormSet;
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
