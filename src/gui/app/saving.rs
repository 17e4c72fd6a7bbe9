//! Saving the window's project: into the file that others may have open, again when one of them had it locked, and going on
//! with what they put into it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::project_work::{Basis, MayReplace, OnConflict, ProjectFile, ProjectWork, ReadAgain, SavedProject, Saving};
use super::{App, Phase};
use crate::domain::baseline::Role;
use crate::gui::dialogs::project::Question;
use crate::gui::kit::choosing::Purpose;
use crate::nl;
use crate::project::file::SaveError;
use crate::project::{Edit, LayersEdit};

/// So long after another program had the file locked, saving is tried again, in seconds.
const TRY_AGAIN_AFTER_S: f64 = 5.0;

/// Saving that is to be tried again.
#[derive(Debug)]
pub(super) struct SaveAgain {
    /// When, by the clock of the window, in seconds.
    at_s: f64,
    /// Where to, and over what; over the project's own file without.
    elsewhere: Option<(PathBuf, MayReplace)>,
}

impl App {
    pub(super) fn save_project(&mut self, ctx: &egui::Context, path: PathBuf, may_replace: MayReplace) {
        let Phase::Ready(ready) = &self.phase else { return };
        // The folder in which the program was started may be another next time.
        let path = std::path::absolute(&path).unwrap_or(path);
        let is_own = self.projects.path() == Some(path.as_path());
        let elsewhere = (!is_own).then(|| (path.clone(), may_replace.clone()));
        let saving = Saving {
            path,
            own: self.projects.own(),
            may_replace,
            project: ready.session.project().clone(),
            baseline: ready.session.baseline().clone(),
        };
        if self.begin_work(|_| ProjectWork::save(ctx, saving)) {
            self.projects.saving_elsewhere = elsewhere;
        }
    }

    /// Saves to the project's own file; one without a file asks for it.
    pub(super) fn save_in_place(&mut self, ctx: &egui::Context) {
        if self.projects.file.is_some() && self.projects.n_others_undone > 0 {
            self.projects.question = Some(Question::OthersUndone);
        } else {
            self.save_over_own(ctx, OnConflict::Ask);
        }
    }

    pub(super) fn save_over_own(&mut self, ctx: &egui::Context, on_conflict: OnConflict) {
        let Some(file) = &self.projects.file else { return self.choose(ctx, Purpose::SaveProject) };
        let may_replace = match &file.basis {
            Basis::Known(known) => MayReplace::Known(Box::new(known.clone()), on_conflict),
            Basis::Looked(stamp) => MayReplace::Looked(*stamp),
            Basis::Unknown => MayReplace::Nothing,
        };
        let path = file.path.clone();
        self.save_project(ctx, path, may_replace);
    }

    /// Another program has the file locked: work goes on, and saving is tried again until it can be.
    pub(super) fn save_again_later(&mut self, ctx: &egui::Context, path: &Path, error: &SaveError) {
        if self.projects.in_use_told.is_none() {
            let told = nl::project::saved_later(path, error);
            self.state.tell(told.clone(), true);
            self.projects.in_use_told = Some(told);
        }
        let elsewhere = self.projects.saving_elsewhere.take().filter(|(elsewhere, _)| elsewhere == path);
        let at_s = ctx.input(|input| input.time) + TRY_AGAIN_AFTER_S;
        self.projects.save_again = Some(SaveAgain { at_s, elsewhere });
        ctx.request_repaint_after(Duration::from_secs_f64(TRY_AGAIN_AFTER_S));
    }

    /// Tries again once it is time. Until then each frame asks for one at that moment: a frame forgets what the one before
    /// asked for.
    pub(super) fn save_again_when_it_is_time(&mut self, ctx: &egui::Context) {
        let Some(again) = &self.projects.save_again else { return };
        let wait_s = again.at_s - ctx.input(|input| input.time);
        if wait_s > 0.0 {
            ctx.request_repaint_after(Duration::from_secs_f64(wait_s));
        } else if self.projects.work.is_none() {
            match self.projects.save_again.take().and_then(|again| again.elsewhere) {
                Some((path, may_replace)) => self.save_project(ctx, path, may_replace),
                None => self.save_in_place(ctx),
            }
        }
    }

    pub(super) fn take_saved(&mut self, ctx: &egui::Context, saved: SavedProject) {
        let SavedProject { path, known, n_others, others, again, lock, project, baseline } = saved;
        self.state.settle(nl::project::BROUGHT_BACK);
        if let Some(told) = self.projects.in_use_told.take() {
            self.state.settle(&told);
        }
        if n_others > 0 {
            self.state.tell(nl::conflicts::others_changed(&path, n_others, &others), true);
        }
        self.state.tell(nl::project::saved(&path, baseline.layers.len()), false);
        self.files.recent.add(path.clone());
        let projects = &mut self.projects;
        projects.take_in_hand(Some(ProjectFile { path, basis: Basis::Known(known), lock, is_elsewhere: false }));
        if let Some(autosave) = &projects.autosave {
            autosave.saved(project.clone());
        }
        projects.saved = Some((project, baseline));
        // What was done meanwhile is kept anew, with what the file looks like now.
        projects.kept = None;
        projects.save_again = None;
        if let Some(former) = projects.brought_back.take() {
            // What cannot be removed now is offered once more.
            let work = move || drop(former.discard());
            let _not_started = std::thread::Builder::new().name("zorgkring-discard".to_owned()).spawn(work);
        }
        let then = projects.then.take();
        if let Some(again) = again {
            self.take_what_others_changed(ctx, *again);
        }
        if let Some(then) = then {
            self.leave_for(ctx, then);
        }
    }

    /// Goes on with the file as it stands, which is what was saved and what others put there; not when more was done here
    /// meanwhile, for then the next save brings both together.
    fn take_what_others_changed(&mut self, ctx: &egui::Context, ReadAgain { known, ground }: ReadAgain) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        if !self.projects.is_saved((ready.session.project(), ready.session.baseline())) {
            return;
        }
        // One that changes nothing is no step.
        ready.session.edit(Edit::TakeOver(known.project.clone()));
        let project = ready.session.project().clone();
        if let Some(ground) = ground {
            self.take_ground(ctx, ground, &Role::all().into_iter().collect(), LayersEdit::TakenOver);
        }
        let Phase::Ready(ready) = &self.phase else { return };
        self.projects.saved = Some((project, ready.session.baseline().clone()));
        if let Some(file) = &mut self.projects.file {
            file.basis = Basis::Known(known);
        }
    }
}
