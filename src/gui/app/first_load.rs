//! What the window starts with, read while it already shows.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::project_file::{Basis, ProjectFile};
use super::ready::Ready;
use crate::domain::baseline::Baseline;
use crate::domain::problem::Problem;
use crate::gui::start::{LoadFn, Loaded};
use crate::import::normenkader;
use crate::project::Project;

/// What was read.
pub(super) struct FirstLoad {
    pub(super) ready: Box<Ready>,
    pub(super) problems: Vec<Problem>,
    /// Why nothing could be read.
    pub(super) failed: Option<String>,
    pub(super) took: Duration,
    /// The project's file, when it was read from one.
    pub(super) file: Option<ProjectFile>,
    /// Is all of it in that file? Not where layers were given beside a project.
    pub(super) is_saved: bool,
}

impl FirstLoad {
    /// What cannot be read at all leaves an empty region, to which layers can be added.
    pub(super) fn read(load: LoadFn, project: Option<PathBuf>, wake: &egui::Context) -> Self {
        let begun = Instant::now();
        // Before it is read: what is written meanwhile is somebody else's.
        let file = project.map(|path| ProjectFile::take(path, None));
        let (loaded, file, failed) = match load() {
            Ok(loaded) => (loaded, file, None),
            Err(why) => {
                let (project, baseline) = (Project::new(normenkader::standard()), Baseline::default());
                (Loaded { baseline, project, problems: Vec::new(), known: None, is_saved: true }, None, Some(why))
            }
        };
        let Loaded { baseline, project, problems, known, is_saved } = loaded;
        let file = file.map(|file| ProjectFile { basis: known.map_or(Basis::Unknown, Basis::Known), ..file });
        let ready = Ready::new(Arc::new(baseline), project, wake);
        Self { ready, problems, failed, took: begun.elapsed(), file, is_saved }
    }
}
