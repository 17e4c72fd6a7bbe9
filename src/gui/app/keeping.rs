//! Keeping what was not saved, and what former sessions left.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::project_file::ProjectFile;
use super::ready::Document;
use crate::gui::background::in_background;
use crate::gui::kit::job::{BrokeOff, Job};
use crate::gui::state::clock::now_text;
use crate::gui::state::{Topic, ViewState};
use crate::nl;
use crate::project::Project;
use crate::project::autosave::{Autosave, Recoverable, Snapshot, recoverable};
use crate::project::file::SaveError;

/// What former sessions left, and the place for this one.
type Starting = (Vec<Recoverable>, Result<Autosave, io::Error>);

/// What is kept of the work in the window, and what of former sessions is to be asked about.
#[derive(Default)]
pub(super) struct Keeping {
    starting: Option<Job<Starting>>,
    autosave: Option<Autosave>,
    /// As it was handed over last.
    kept: Option<Document>,
    /// What former sessions left, to be asked about; the newest last.
    pub(super) found: Vec<Recoverable>,
    /// What is being brought back, and what is back but not saved yet.
    pub(super) recovering: Option<Recoverable>,
    pub(super) brought_back: Option<Recoverable>,
}

impl Keeping {
    /// Looks in a folder, on a thread, for what former sessions left, and begins to keep this one there.
    pub(super) fn start(ctx: &egui::Context, folder: Option<PathBuf>) -> Self {
        let start = |folder: PathBuf| {
            Job::start(ctx, "zorgkring-recover", move |_| {
                let found = recoverable(&folder);
                let name = format!("{}-{}", jiff::Timestamp::now().as_nanosecond(), std::process::id());
                let autosave = Autosave::start(&folder, &name).map_err(|error| match error {
                    SaveError::NotWritten(error) => error,
                    _ => io::ErrorKind::ResourceBusy.into(),
                });
                (found, autosave)
            })
        };
        Self { starting: folder.map(start), ..Self::default() }
    }

    /// Does it still look what is there?
    pub(super) fn is_starting(&self) -> bool {
        self.starting.is_some()
    }

    /// Takes over what the folder turned out to hold. Never waits.
    pub(super) fn go_on(&mut self, state: &mut ViewState) {
        let trouble = match Job::take_ended(&mut self.starting) {
            None => return,
            Some(Err(BrokeOff)) => Some(io::ErrorKind::Other.into()),
            Some(Ok((found, autosave))) => {
                self.found = found;
                autosave.map(|autosave| self.autosave = Some(autosave)).err()
            }
        };
        if let Some(trouble) = trouble {
            state.tell(nl::project::autosave_trouble(&trouble), true);
        }
    }

    /// Hands over what changed since the last time.
    pub(super) fn keep(&mut self, document: &Document, file: Option<&ProjectFile>, is_saved: bool) {
        let Some(autosave) = &self.autosave else { return };
        let Document { project, baseline } = document;
        let is_new_ground = self.kept.as_ref().is_none_or(|kept| !Arc::ptr_eq(&kept.baseline, baseline));
        let is_new = self.kept.as_ref().map_or(!is_saved, |kept| !kept.is(document));
        if is_new_ground {
            autosave.stand_on(baseline.clone());
        }
        if is_new {
            let (path, stamp) = (file.map(|file| file.path.clone()), file.and_then(|file| file.basis.stamp()));
            let (project, baseline) = (project.clone(), baseline.clone());
            autosave.keep(Snapshot { project, baseline, made: now_text(), file: path, stamp });
            if is_saved {
                autosave.saved(document.project.clone());
            }
        }
        if is_new || is_new_ground {
            self.kept = Some(document.clone());
        }
    }

    /// Tells when keeping fails, and when it works again.
    pub(super) fn tell_trouble(&self, state: &mut ViewState) {
        let trouble = self.autosave.as_ref().and_then(Autosave::trouble);
        match trouble {
            Some(trouble) if !state.unsettled.contains(&Topic::NotKept) => {
                state.tell_of(Topic::NotKept, nl::project::autosave_trouble(&trouble), true);
            }
            None if state.settle(Topic::NotKept) => state.tell(nl::project::AUTOSAVE_WORKS_AGAIN, false),
            _ => {}
        }
    }

    /// Waits until everything is kept; a sentence when it cannot be.
    pub(super) fn wait(&self) -> Result<(), String> {
        let kept = self.autosave.as_ref().map_or(Ok(()), Autosave::wait);
        kept.map_err(|error| nl::project::autosave_trouble(&error))
    }

    /// The folder with the states of this session.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.autosave.as_ref().map(Autosave::folder)
    }

    /// The project stands in its file. What was done meanwhile is kept anew, with what the file looks like now.
    pub(super) fn saved(&mut self, project: Arc<Project>) {
        if let Some(autosave) = &self.autosave {
            autosave.saved(project);
        }
        self.kept = None;
        if let Some(former) = self.brought_back.take() {
            // What cannot be removed now is offered once more.
            in_background("zorgkring-discard", move || drop(former.discard()));
        }
    }

    /// Ends well: nothing of it is offered next time.
    pub(super) fn close(&mut self) {
        if let Some(autosave) = self.autosave.take() {
            autosave.close();
        }
        // What stays behind is offered once more at worst.
        let _ = self.brought_back.take().map(Recoverable::discard);
    }
}
