//! A normenkader to and from a file of the user's.

use std::path::{Path, PathBuf};

use super::workspace::Workspace;
use crate::domain::norm::NormSet;
use crate::export::write_norm_set;
use crate::gui::kit::choosing::Purpose;
use crate::gui::kit::job::{BrokeOff, Job};
use crate::gui::left::norm_sets::NormSets;
use crate::import::{normenkader, read_text_file};
use crate::nl::norms::norm_set_error;
use crate::nl::window as nl;
use crate::project::Edit;

/// How it ended; what went wrong is a sentence.
enum News {
    Saved(Box<NormSet>, PathBuf),
    Loaded(Box<NormSet>, PathBuf),
    Failed(String),
}

/// A normenkader on its way to or from a file; one at a time.
#[derive(Default)]
pub(super) struct NormFiles(Option<Job<News>>);

impl NormFiles {
    pub(super) fn is_busy(&self) -> bool {
        self.0.is_some()
    }

    /// Writes the normenkader, to a file that is asked for when there is none yet. What was changed goes under a name of its
    /// own.
    pub(super) fn save(&mut self, workspace: &mut Workspace, path: Option<PathBuf>) {
        let Some(ready) = workspace.ready().filter(|_| !self.is_busy()) else { return };
        let norms = ready.session.project().norms.clone();
        if NormSets::borrows_a_name(&norms) {
            workspace.features.edit_norms(&mut workspace.state, true);
            return workspace.state.tell(nl::name_before_saving(&norms.name), true);
        }
        let Some(path) = path else { return workspace.to_choose = Some(Purpose::SaveNorms) };
        self.0 = Some(Job::start(&workspace.ctx, "zorgkring-normen", move |_| match write_norm_set(&path, &norms) {
            Ok(()) => News::Saved(Box::new(norms), path),
            Err(error) => News::Failed(nl::norms_not_saved(&path, &error)),
        }));
    }

    /// Reads a normenkader, from a file that is asked for when there is none yet.
    pub(super) fn load(&mut self, workspace: &mut Workspace, path: Option<PathBuf>) {
        if workspace.ready().is_none() || self.is_busy() {
            return;
        }
        let Some(path) = path else { return workspace.to_choose = Some(Purpose::LoadNorms) };
        self.0 = Some(Job::start(&workspace.ctx, "zorgkring-normen", move |_| match read(&path) {
            Ok(norms) => News::Loaded(Box::new(norms), path),
            Err(why) => News::Failed(why),
        }));
    }

    /// Takes over what was read or written. Never waits.
    pub(super) fn go_on(&mut self, workspace: &mut Workspace) {
        let Some(ended) = Job::take_ended(&mut self.0) else { return };
        let Some(project) = workspace.ready().map(|ready| ready.session.project().clone()) else { return };
        let (state, sets) = (&mut workspace.state, &mut workspace.features.norms.sets);
        match ended.unwrap_or_else(|BrokeOff| News::Failed(nl::NORM_FILE_BROKE_OFF.to_owned())) {
            News::Saved(norms, path) => {
                sets.keep(&norms);
                state.tell(nl::norms_saved(&norms.name, &path), false);
            }
            News::Loaded(norms, path) => {
                sets.keep(&project.norms);
                sets.take_up(&norms);
                state.tell(nl::norms_loaded(&norms.name, &path), false);
                workspace.edit(Edit::ReplaceNorms(*norms));
            }
            News::Failed(why) => state.tell(why, true),
        }
    }
}

fn read(path: &Path) -> Result<NormSet, String> {
    let text = read_text_file(path, normenkader::MAX_BYTES).map_err(|error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => nl::norms_too_large(path),
        _ => nl::norms_not_read(path, &error),
    })?;
    normenkader::read(&text).map_err(|error| norm_set_error(&error, &path.display().to_string()))
}
