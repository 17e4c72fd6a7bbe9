//! Saving the window's project: into the file that others may have open, and going on with what they put into it.

use std::path::{Path, PathBuf};

use super::Projects;
use crate::domain::baseline::Role;
use crate::gui::app::project_file::{Basis, MayReplace, OnConflict, ProjectFile};
use crate::gui::app::project_work::{ProjectWork, ReadAgain, SavedProject, Saving};
use crate::gui::app::ready::Document;
use crate::gui::app::workspace::Workspace;
use crate::gui::dialogs::project::ProjectQuestion;
use crate::gui::kit::choosing::Purpose;
use crate::gui::state::Topic;
use crate::nl;
use crate::project::file::SaveError;
use crate::project::{Edit, LayersEdit};

impl Projects {
    pub(in crate::gui::app) fn save(&mut self, workspace: &mut Workspace, path: PathBuf, may_replace: MayReplace) {
        let Some(document) = workspace.document() else { return };
        // The folder in which the program was started may be another next time.
        let path = std::path::absolute(&path).unwrap_or(path);
        let is_own = self.path() == Some(path.as_path());
        let elsewhere = (!is_own).then(|| (path.clone(), may_replace.clone()));
        if self.begin_work(workspace, |ctx, own| ProjectWork::save(ctx, Saving { path, own, may_replace, document })) {
            self.in_hand.saving_elsewhere = elsewhere;
        }
    }

    /// Saves to the project's own file; one without a file asks for it.
    pub(super) fn save_in_place(&mut self, workspace: &mut Workspace) {
        if self.in_hand.undoes_others() {
            self.question = Some(ProjectQuestion::OthersUndone);
        } else {
            self.save_over_own(workspace, OnConflict::Ask);
        }
    }

    pub(super) fn save_over_own(&mut self, workspace: &mut Workspace, on_conflict: OnConflict) {
        match self.in_hand.may_replace(on_conflict) {
            Some((path, may_replace)) => self.save(workspace, path, may_replace),
            None => workspace.to_choose = Some(Purpose::SaveProject),
        }
    }

    pub(super) fn take_not_saved(&mut self, workspace: &mut Workspace, path: &Path, error: &SaveError) {
        self.question = Some(match error {
            SaveError::InUse => {
                return self.in_hand.save_again_later(&workspace.ctx, &mut workspace.state, path, error);
            }
            SaveError::ChangedSince => ProjectQuestion::Changed { can_merge: self.in_hand.is_brought_back(path) },
            SaveError::Conflicts(_) => ProjectQuestion::Conflicts(nl::project::not_saved(path, error)),
            _ => {
                self.then = None;
                ProjectQuestion::NotSaved(nl::project::not_saved(path, error))
            }
        });
    }

    pub(super) fn take_saved(&mut self, workspace: &mut Workspace, saved: SavedProject) {
        let SavedProject { path, known, n_others, others, again, lock, document } = saved;
        let state = &mut workspace.state;
        state.settle(Topic::BroughtBack);
        state.settle(Topic::FileInUse);
        if n_others > 0 {
            state.tell(nl::conflicts::others_changed(&path, n_others, &others), true);
        }
        state.tell(nl::project::saved(&path, document.baseline.layers.len()), false);
        workspace.recent.add(path.clone());
        self.in_hand.take(Some(ProjectFile { path, basis: Basis::Known(known), lock, is_elsewhere: false }));
        self.keeping.saved(document.project.clone());
        self.in_hand.stands_as(document, true);
        let then = self.then.take();
        if let Some(again) = again {
            self.take_what_others_changed(workspace, *again);
        }
        if let Some(then) = then {
            self.leave_for(workspace, then);
        }
    }

    /// Goes on with the file as it stands, which is what was saved and what others put there; not when more was done here
    /// meanwhile, for then the next save brings both together.
    fn take_what_others_changed(&mut self, workspace: &mut Workspace, again: ReadAgain) {
        if self.is_unsaved(workspace) {
            return;
        }
        let ReadAgain { known, ground } = again;
        // One that changes nothing is no step.
        workspace.edit(Edit::TakeOver(known.project.clone()));
        let Some(Document { project, .. }) = workspace.document() else { return };
        if let Some(ground) = ground {
            workspace.take_ground(ground, &Role::all().into_iter().collect(), LayersEdit::TakenOver);
        }
        let Some(Document { baseline, .. }) = workspace.document() else { return };
        self.in_hand.stands_as(Document { project, baseline }, true);
        self.in_hand.know(known);
    }
}
