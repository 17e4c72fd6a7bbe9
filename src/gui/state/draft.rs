//! The document as it would become by what is being dragged.

use std::sync::Arc;

use crate::project::{Edit, Project};

/// The document as it would become: what shows instead of it for as long as somebody holds it, which is to be said in every
/// frame. It is never what is saved or exported.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    shown: Option<Arc<Project>>,
    /// The document and the edit it was made of.
    made_of: Option<(Arc<Project>, Edit)>,
    is_held: bool,
}

impl Draft {
    /// What shows instead of the document.
    pub fn shown(&self) -> Option<&Arc<Project>> {
        self.shown.as_ref()
    }

    /// Shows another document in this frame.
    pub fn show(&mut self, project: Arc<Project>) {
        (self.shown, self.made_of, self.is_held) = (Some(project), None, true);
    }

    /// Shows in this frame what an edit makes of the document, with cells of at least so many metres.
    pub fn hold(&mut self, document: &Arc<Project>, edit: &Edit, least_cell_m: u16) {
        self.is_held = true;
        if self.made_of.as_ref().is_some_and(|(of, by)| Arc::ptr_eq(of, document) && by == edit) {
            return;
        }
        let mut draft = Project::clone(document);
        edit.apply(&mut draft);
        draft.cell_m = draft.cell_m.max(least_cell_m);
        (self.shown, self.made_of) = (Some(Arc::new(draft)), Some((document.clone(), edit.clone())));
    }

    /// Goes on in this frame with what is held.
    pub fn keep(&mut self) {
        self.is_held = self.shown.is_some();
    }

    /// Shows the document again.
    pub fn abandon(&mut self) {
        *self = Self::default();
    }

    /// The frame is over: what nobody held in it is gone.
    pub fn end_frame(&mut self) {
        if !std::mem::take(&mut self.is_held) {
            self.abandon();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::normenkader::standard;

    #[test]
    fn a_draft_shows_while_it_is_held_and_is_gone_in_the_frame_in_which_it_is_not() {
        let document = Arc::new(Project::new(standard()));
        let edit = Edit::SetDetourFactor(1.8);
        let mut draft = Draft::default();
        draft.hold(&document, &edit, 0);
        draft.end_frame();
        let first = draft.shown().expect("held").clone();
        assert_ne!(first, document);
        draft.hold(&document, &edit, 0);
        draft.end_frame();
        assert!(Arc::ptr_eq(&first, draft.shown().expect("held")), "the same is not made twice");
        draft.keep();
        draft.end_frame();
        assert!(draft.shown().is_some());
        draft.end_frame();
        assert!(draft.shown().is_none());
        draft.keep();
        draft.end_frame();
        assert!(draft.shown().is_none());
    }
}
