//! Work on projects that takes long: opened, saved, brought back and put on another ground on a thread, with news when
//! it is done.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::project_file::{Basis, MayReplace, OnConflict, ProjectFile, is_same_file};
use super::ready::{Document, Ready};
use crate::domain::baseline::{Baseline, Role};
use crate::domain::problem::Problem;
use crate::geopackage::ChangedObject;

use crate::gui::kit::job::{BrokeOff, Job, Progress};
use crate::gui::state::clock::now_text;
use crate::gui::state::tasks::{Task, TaskKind};
use crate::gui::work::opening::NewGround;
use crate::import::{normenkader, without_layer};
use crate::nl;
use crate::project::Project;
use crate::project::autosave::{KeptState, Recoverable, states_in};
use crate::project::delivery::Delivery;
use crate::project::file::{self, Known, Opened, Over, ProjectFileError, ProjectLock, SaveError, Saved};

/// A project to go on with.
pub(super) struct NewProject {
    pub(super) ready: Box<Ready>,
    /// What was found in its file.
    pub(super) problems: Vec<Problem>,
    pub(super) file: Option<ProjectFile>,
    /// Is it as it stands in its file?
    pub(super) is_saved: bool,
}

/// A project as it was saved.
pub(super) struct SavedProject {
    pub(super) path: PathBuf,
    pub(super) known: Known,
    /// How many objects another program changed in the file meanwhile; they stand in it.
    pub(super) n_others: usize,
    /// The first few of them.
    pub(super) others: Vec<ChangedObject>,
    /// The file with those, read again.
    pub(super) again: Option<Box<ReadAgain>>,
    /// The right to save it, when it was taken for this.
    pub(super) lock: Option<ProjectLock>,
    pub(super) document: Document,
}

/// A project as its file has it after another program changed that too.
pub(super) struct ReadAgain {
    pub(super) known: Known,
    /// Where it stands on, if that is something else than was saved.
    pub(super) ground: Option<NewGround>,
}

impl ReadAgain {
    fn of(path: &Path, saved: &Arc<Baseline>, watch: &Progress) -> Option<Self> {
        let opened = file::open(path, watch).ok()?;
        let known = opened.known();
        let baseline = opened.baseline;
        let ground = (baseline != *saved).then(|| NewGround::new(baseline, &opened.project.apart));
        Some(Self { known, ground })
    }
}

/// How it ended.
pub(super) enum ProjectNews {
    /// The user stopped it.
    Cancelled,
    Opened(Box<NewProject>),
    Saved(Box<SavedProject>),
    NotSaved(PathBuf, SaveError),
    /// An earlier state of the same ground.
    Earlier(Arc<Project>),
    /// The earlier states, the newest first.
    States(Vec<KeptState>),
    /// What loses its subject when the layer of a role goes, a sentence each.
    WouldLose(Role, Vec<String>),
    /// The same project on another ground, without the layer of a role; the ground that it was part of.
    Without(Role, Arc<Baseline>, Box<NewGround>),
    /// A sentence.
    Failed(String),
}

/// What to save where.
pub(super) struct Saving {
    pub(super) path: PathBuf,
    /// The file to which the right to save is in hand.
    pub(super) own: Option<PathBuf>,
    pub(super) may_replace: MayReplace,
    pub(super) document: Document,
}

/// Work that runs.
pub(super) struct ProjectWork {
    kind: TaskKind,
    name: &'static str,
    job: Job<ProjectNews>,
}

impl ProjectWork {
    /// Opens a project.
    pub(super) fn open(ctx: &egui::Context, path: PathBuf, own: Option<PathBuf>) -> Self {
        let wake = ctx.clone();
        Self::start(ctx, TaskKind::OpeningProject, nl::project::OPEN_PROJECT, move |watch| {
            let file = ProjectFile::take(path, own.as_deref());
            match file::open(&file.path, watch) {
                Ok(opened) => {
                    let file = ProjectFile { basis: Basis::Known(opened.known()), ..file };
                    opened_news(&wake, opened, Some(file), true)
                }
                Err(ProjectFileError::Cancelled) => ProjectNews::Cancelled,
                Err(error) => ProjectNews::Failed(nl::project::not_opened(&file.path, &error)),
            }
        })
    }

    /// Begins a project without layers.
    pub(super) fn begin(ctx: &egui::Context) -> Self {
        let wake = ctx.clone();
        Self::start(ctx, TaskKind::OpeningProject, nl::project::OPEN_PROJECT, move |_| {
            let project = Project::new(normenkader::standard());
            let ready = Ready::new(Arc::default(), project, &wake);
            ProjectNews::Opened(Box::new(NewProject { ready, problems: Vec::new(), file: None, is_saved: true }))
        })
    }

    /// Brings a state back; one of the same ground as the document alone.
    pub(super) fn bring_back(
        ctx: &egui::Context,
        state: KeptState,
        now: Option<Arc<Baseline>>,
        own: Option<PathBuf>,
    ) -> Self {
        let wake = ctx.clone();
        Self::start(ctx, TaskKind::OpeningProject, nl::project::OPEN_PROJECT, move |watch| match state.open(watch) {
            Ok(opened) if now.is_some_and(|now| now == opened.baseline) => {
                ProjectNews::Earlier(Arc::new(opened.project))
            }
            Ok(opened) => {
                // Where its file looks otherwise now, saving asks before it writes over it.
                let basis = state.stamp().map_or(Basis::Unknown, Basis::Looked);
                let file = state.file().map(|path| ProjectFile::take(path.to_owned(), own.as_deref()));
                let file = file.map(|file| ProjectFile { basis, ..file });
                opened_news(&wake, opened, file, false)
            }
            Err(ProjectFileError::Cancelled) => ProjectNews::Cancelled,
            Err(error) => ProjectNews::Failed(nl::project::not_brought_back(&error)),
        })
    }

    /// Looks which states were kept in a folder.
    pub(super) fn list_states(ctx: &egui::Context, folder: PathBuf) -> Self {
        Self::start(ctx, TaskKind::OpeningProject, nl::project::EARLIER_STATES, move |_| {
            let mut states = states_in(&folder);
            states.reverse();
            ProjectNews::States(states)
        })
    }

    /// Throws away what a former session left.
    pub(super) fn discard(ctx: &egui::Context, found: Recoverable) -> Self {
        Self::start(ctx, TaskKind::SavingProject, nl::project::DISCARD, move |_| match found.discard() {
            Ok(()) => ProjectNews::Cancelled,
            Err(error) => ProjectNews::Failed(nl::project::not_discarded(&error)),
        })
    }

    /// Saves a project.
    pub(super) fn save(ctx: &egui::Context, saving: Saving) -> Self {
        Self::start(ctx, TaskKind::SavingProject, nl::project::SAVE_PROJECT, move |watch| match save_now(&saving) {
            Ok((saved, lock)) => {
                let Saving { path, document, .. } = saving;
                let Saved { known, n_others, others } = saved;
                // What others put there comes in here too.
                let again = if n_others > 0 { ReadAgain::of(&path, &document.baseline, watch) } else { None };
                let again = again.map(Box::new);
                let saved = SavedProject { path, known, n_others, others, again, lock, document };
                ProjectNews::Saved(Box::new(saved))
            }
            Err(error) => ProjectNews::NotSaved(saving.path, error),
        })
    }

    /// Looks what loses its subject when a layer goes.
    pub(super) fn losses_without(ctx: &egui::Context, document: Document, role: Role) -> Self {
        Self::start(ctx, TaskKind::OpeningProject, nl::project::REMOVE_LAYER, move |_| {
            let Document { project, baseline } = document;
            let after = without_layer(Baseline::clone(&baseline), role);
            let delivery = Delivery::between(&baseline, &after, &[role].into(), &project);
            ProjectNews::WouldLose(role, nl::delivery::losses(&delivery))
        })
    }

    /// Takes a layer away from a ground.
    pub(super) fn without(ctx: &egui::Context, document: Document, role: Role) -> Self {
        Self::start(ctx, TaskKind::OpeningProject, nl::project::REMOVE_LAYER, move |_| {
            let Document { project, baseline } = document;
            let rest = Arc::new(without_layer(Baseline::clone(&baseline), role));
            ProjectNews::Without(role, baseline, Box::new(NewGround::new(rest, &project.apart)))
        })
    }

    fn start(
        ctx: &egui::Context,
        kind: TaskKind,
        name: &'static str,
        work: impl FnOnce(&Progress) -> ProjectNews + Send + 'static,
    ) -> Self {
        Self { kind, name, job: Job::start(ctx, "zorgkring-project", move |progress| work(progress)) }
    }

    /// How it ended, if it did.
    pub(super) fn poll(&self) -> Option<ProjectNews> {
        Some(match self.job.poll()? {
            // What stands in the file stands there.
            Ok(news @ (ProjectNews::Saved(_) | ProjectNews::NotSaved(..))) => news,
            Ok(_) if self.job.is_stopped() => ProjectNews::Cancelled,
            Ok(news) => news,
            Err(BrokeOff) => ProjectNews::Failed(nl::project::BROKE_OFF.to_owned()),
        })
    }

    /// The task that it is.
    pub(super) fn task(&self) -> Task {
        self.job.task(self.kind, self.name.to_owned())
    }

    /// What it opens is not wanted any more.
    pub(super) fn stop(&self) {
        self.job.stop();
    }
}

fn opened_news(wake: &egui::Context, opened: Opened, file: Option<ProjectFile>, is_saved: bool) -> ProjectNews {
    let Opened { project, baseline, problems, .. } = opened;
    let ready = Ready::new(baseline, project, wake);
    ProjectNews::Opened(Box::new(NewProject { ready, problems, file, is_saved }))
}

fn save_now(saving: &Saving) -> Result<(Saved, Option<ProjectLock>), SaveError> {
    let path = saving.path.as_path();
    let is_own = saving.own.as_deref().is_some_and(|own| is_same_file(own, path));
    let lock = if is_own { None } else { Some(ProjectLock::take(path)?) };
    let over = match &saving.may_replace {
        MayReplace::Anything => Over::Anything,
        MayReplace::Known(known, OnConflict::Ask) => Over::Known(known),
        MayReplace::Known(known, OnConflict::KeepMine) => Over::KnownMine(known),
        MayReplace::Known(known, OnConflict::TakeTheirs) => Over::KnownTheirs(known),
        MayReplace::Looked(stamp) if stamp.still_holds(path) => Over::Anything,
        MayReplace::Looked(_) | MayReplace::Nothing => Over::Nothing,
    };
    let Document { project, baseline } = &saving.document;
    let saved = file::save(path, (project, baseline), &now_text(), over)?;
    Ok((saved, lock))
}
