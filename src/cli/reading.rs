//! What a command reads: layers, a project, a normenkader.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::arguments::LayerArguments;
use super::finish::{Failure, Finish, tell};
use super::progress::ReadingBar;
use crate::domain::baseline::Baseline;
use crate::domain::norm::NormSet;
use crate::domain::problem::Problem;
use crate::files::Sources;
use crate::import::{Existing, Imported, normenkader, read_delivery, read_layers, read_text_file};
use crate::project::Project;
use crate::project::file::{self, Known, Opened};
use crate::session::PlannedGround;
use crate::{demo, nl};

/// What the layers of the command line gave.
pub(super) struct Loaded {
    pub(super) baseline: Baseline,
    /// What was found, a sentence each.
    pub(super) problems: Vec<Problem>,
    pub(super) finish: Finish,
    pub(super) reading: Duration,
    /// Not one feature of the files was of use.
    pub(super) is_useless: bool,
}

impl Loaded {
    /// Layers that were not read from files now.
    fn as_they_are(baseline: Baseline, started: Instant) -> Self {
        let (problems, finish, reading) = (Vec::new(), Finish::Fine, started.elapsed());
        Self { baseline, problems, finish, reading, is_useless: false }
    }

    /// Tells every problem of what was read.
    fn told(mut imported: Imported, started: Instant) -> Self {
        let finish = tell(&imported.problems, imported.n_more_problems());
        imported.keep_problems();
        Self {
            finish,
            is_useless: imported.n_features_read() == 0,
            problems: imported.told(None),
            baseline: imported.baseline,
            reading: started.elapsed(),
        }
    }

    /// A failure when nothing was of use.
    pub(super) fn of_use(self) -> Result<Self, Failure> {
        if self.is_useless { Err(nl::cli::NOTHING_READ.into()) } else { Ok(self) }
    }
}

/// Reads the layers of the command line, and tells every problem.
pub(super) fn load(arguments: &LayerArguments) -> Result<Loaded, Failure> {
    if !arguments.demo && arguments.laag.is_empty() {
        return Err(nl::cli::NO_LAYERS.into());
    }
    let started = Instant::now();
    let start = if arguments.demo { demo::baseline() } else { Baseline::default() };
    if arguments.laag.is_empty() {
        return Ok(Loaded::as_they_are(start, started));
    }
    Ok(Loaded::told(read_layers(&arguments.laag, start, &ReadingBar::new(0)), started))
}

/// A project that was opened, with the layers that were read for it.
pub(super) struct OpenedProject {
    pub(super) project: Project,
    /// Its ground without those.
    pub(super) before: Arc<Baseline>,
    pub(super) loaded: Loaded,
    /// The project as its file has it.
    pub(super) known: Known,
}

/// Opens a project and reads layers beside its own or in their place, and tells every problem.
pub(super) fn open_with(path: &Path, layers: &LayerArguments, existing: Existing) -> Result<OpenedProject, Failure> {
    if layers.demo {
        return Err(nl::project::PROJECT_OR_DEMO.into());
    }
    let started = Instant::now();
    let opened = file::open(path, &ReadingBar::new(0)).map_err(|error| nl::project::not_opened(path, &error))?;
    let known = opened.known();
    let Opened { project, baseline: before, problems, .. } = opened;
    let finish = tell(&problems, 0);
    let loaded = if layers.laag.is_empty() {
        Loaded::as_they_are(Baseline::clone(&before), started)
    } else {
        let start = Baseline::clone(&before);
        Loaded::told(read_delivery(&layers.laag, |_| existing, start, &ReadingBar::new(0)), started)
    };
    let problems = problems.into_iter().chain(loaded.problems).collect();
    let loaded = Loaded { problems, finish: finish.max(loaded.finish), ..loaded };
    Ok(OpenedProject { project, before, loaded, known })
}

/// What a call reads.
pub(super) fn sources<'a>(layers: &LayerArguments, others: impl IntoIterator<Item = &'a PathBuf>) -> Sources {
    Sources::new(layers.laag.iter().map(|layer| layer.path.clone()).chain(others.into_iter().cloned()))
}

/// The ground as a variant would have it, which is then the one that shows; without a name the ground as it is.
pub(super) fn planned(
    project: &mut Project,
    baseline: &Baseline,
    variant: Option<&str>,
) -> Result<PlannedGround, Failure> {
    let Some(name) = variant else {
        project.plan.active = None;
        return Ok(PlannedGround::once(baseline, &project.apart, &[]));
    };
    let Some(variant) = project.plan.variant_named(name).cloned() else {
        let names: Vec<&str> = project.plan.variants.iter().map(|variant| variant.name.as_str()).collect();
        return Err(nl::project::no_such_variant(name, &names).into());
    };
    project.plan.active = Some(variant.id);
    Ok(PlannedGround::once(baseline, &project.apart, &variant.interventions))
}

/// The standard normenkader, or that of a file.
pub(super) fn norms(path: Option<&Path>, detour_factor: Option<f64>) -> Result<NormSet, Failure> {
    let mut norms = match path {
        None => normenkader::standard(),
        Some(path) => {
            let text = read_text_file(path, normenkader::MAX_BYTES).map_err(|error| nl::cli::not_read(path, &error))?;
            normenkader::read(&text).map_err(|error| nl::norms::norm_set_error(&error, &path.display().to_string()))?
        }
    };
    norms.detour_factor = detour_factor.unwrap_or(norms.detour_factor);
    Ok(norms)
}
