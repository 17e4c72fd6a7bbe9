//! Work on projects that takes long: opened, saved, brought back and put on another ground on a thread, with news when
//! it is done.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::projects::Standing;
use super::ready::Ready;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::twins::Apart;
use crate::geopackage::ChangedObject;
use crate::gui::state::clock::now_text;
use crate::gui::state::tasks::{Progress, Task, TaskKind};
use crate::gui::work::opening::NewGround;
use crate::import::{Watch, normenkader, without_layer};
use crate::nl;
use crate::project::Project;
use crate::project::autosave::{KeptState, Recoverable, states_in};
use crate::project::delivery::Delivery;
use crate::project::file::{self, FileStamp, Known, Opened, Over, ProjectFileError, ProjectLock, SaveError, Saved};

/// The file that a project belongs to.
#[derive(Debug)]
pub(super) struct ProjectFile {
    pub(super) path: PathBuf,
    /// What is known of what stands in it.
    pub(super) basis: Basis,
    /// The right to save it, unless somebody else has it.
    pub(super) lock: Option<ProjectLock>,
    /// Has somebody else that right?
    pub(super) is_elsewhere: bool,
}

/// What is known of what stands in the file of a project.
#[derive(Debug, Clone)]
pub(super) enum Basis {
    /// As it was opened or saved last.
    Known(Known),
    /// What it looked like when the work was kept that was brought back.
    Looked(FileStamp),
    /// Nothing: saving asks before it changes what is there.
    Unknown,
}

impl Basis {
    /// What the file looked like.
    pub(super) fn stamp(&self) -> Option<FileStamp> {
        match self {
            Self::Known(known) => Some(known.stamp),
            Self::Looked(stamp) => Some(*stamp),
            Self::Unknown => None,
        }
    }
}

/// Are these two names of one file?
pub(super) fn is_same_file(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

impl ProjectFile {
    /// Takes a file in hand. `own` is the file in hand already, whose lock is passed on later.
    pub(super) fn take(path: PathBuf, own: Option<&Path>) -> Self {
        // The folder in which the program was started may be another next time.
        let path = std::path::absolute(&path).unwrap_or(path);
        if own.is_some_and(|own| is_same_file(own, &path)) {
            return Self { path, basis: Basis::Unknown, lock: None, is_elsewhere: false };
        }
        let lock = ProjectLock::take(&path);
        // Where nothing can be written there is nothing to guard; saving tells.
        let is_elsewhere = matches!(lock, Err(SaveError::OpenElsewhere));
        Self { path, basis: Basis::Unknown, lock: lock.ok(), is_elsewhere }
    }
}

/// A project to go on with.
pub(super) struct NewProject {
    pub(super) ready: Box<Ready>,
    /// What was found in its file, a sentence each.
    pub(super) problems: Vec<String>,
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
    pub(super) project: Arc<Project>,
    pub(super) baseline: Arc<Baseline>,
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

/// What saving may write over.
#[derive(Debug, Clone)]
pub(super) enum MayReplace {
    /// Whatever project is there.
    Anything,
    /// What is known of it; with the flag, also where another program changed the same.
    Known(Box<Known>, OnConflict),
    /// What is there if it looks as it did.
    Looked(FileStamp),
    /// Nothing.
    Nothing,
}

/// What happens where another program changed the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnConflict {
    /// Nothing is saved; the user is asked.
    Ask,
    /// What stands here wins.
    KeepMine,
    /// What stands there stays, and comes in here.
    TakeTheirs,
}

/// What to save where.
pub(super) struct Saving {
    pub(super) path: PathBuf,
    /// The file to which the right to save is in hand.
    pub(super) own: Option<PathBuf>,
    pub(super) may_replace: MayReplace,
    pub(super) project: Arc<Project>,
    pub(super) baseline: Arc<Baseline>,
}

/// Work that runs.
pub(super) struct ProjectWork {
    kind: TaskKind,
    name: &'static str,
    progress: Arc<Progress>,
    news: Receiver<ProjectNews>,
}

impl ProjectWork {
    /// Opens a project.
    pub(super) fn open(ctx: &egui::Context, path: PathBuf, own: Option<PathBuf>) -> Self {
        let wake = ctx.clone();
        Self::start(ctx, TaskKind::OpeningProject, nl::project::OPENING, move |watch| {
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
        Self::start(ctx, TaskKind::OpeningProject, nl::project::OPENING, move |_| {
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
        Self::start(ctx, TaskKind::OpeningProject, nl::project::OPENING, move |watch| match state.open(watch) {
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
        Self::start(ctx, TaskKind::SavingProject, nl::project::SAVING, move |watch| match save_now(&saving) {
            Ok((saved, lock)) => {
                let Saving { path, project, baseline, .. } = saving;
                let Saved { known, n_others, others } = saved;
                // What others put there comes in here too.
                let again = if n_others > 0 { ReadAgain::of(&path, &baseline, watch) } else { None };
                let again = again.map(Box::new);
                let saved = SavedProject { path, known, n_others, others, again, lock, project, baseline };
                ProjectNews::Saved(Box::new(saved))
            }
            Err(error) => ProjectNews::NotSaved(saving.path, error),
        })
    }

    /// Looks what loses its subject when a layer goes.
    pub(super) fn losses_without(ctx: &egui::Context, (project, before): Standing, role: Role) -> Self {
        Self::start(ctx, TaskKind::OpeningProject, nl::project::REMOVING_LAYER, move |_| {
            let after = without_layer(Baseline::clone(&before), role);
            let delivery = Delivery::between(&before, &after, &[role].into(), &project);
            ProjectNews::WouldLose(role, nl::delivery::losses(&delivery))
        })
    }

    /// Takes a layer away from a ground.
    pub(super) fn without(ctx: &egui::Context, (baseline, apart): (Arc<Baseline>, Apart), role: Role) -> Self {
        Self::start(ctx, TaskKind::OpeningProject, nl::project::REMOVING_LAYER, move |_| {
            let rest = Arc::new(without_layer(Baseline::clone(&baseline), role));
            ProjectNews::Without(role, baseline, Box::new(NewGround::new(rest, &apart)))
        })
    }

    fn start(
        ctx: &egui::Context,
        kind: TaskKind,
        name: &'static str,
        work: impl FnOnce(&Progress) -> ProjectNews + Send + 'static,
    ) -> Self {
        let (send, news) = channel();
        let progress = Progress::begin();
        let (ctx, watch) = (ctx.clone(), progress.clone());
        let work = move || {
            // Nobody listens any more when the window was closed meanwhile.
            let _window_closed = send.send(work(&watch));
            ctx.request_repaint();
        };
        // Without a thread nothing is sent, which is told as a failure.
        let _not_started = std::thread::Builder::new().name("zorgkring-project".to_owned()).spawn(work);
        Self { kind, name, progress, news }
    }

    /// How it ended, if it did.
    pub(super) fn poll(&self) -> Option<ProjectNews> {
        match self.news.try_recv() {
            // What stands in the file stands there.
            Ok(news @ (ProjectNews::Saved(_) | ProjectNews::NotSaved(..))) => Some(news),
            Ok(_) if self.progress.cancelled() => Some(ProjectNews::Cancelled),
            Ok(news) => Some(news),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(ProjectNews::Failed(nl::project::BROKE_OFF.to_owned())),
        }
    }

    /// The task that it is.
    pub(super) fn task(&self) -> Task {
        Task { kind: self.kind, name: self.name.to_owned(), share: self.progress.share() }
    }

    /// What it opens is not wanted any more.
    pub(super) fn stop(&self) {
        self.progress.cancel();
    }
}

fn opened_news(wake: &egui::Context, opened: Opened, file: Option<ProjectFile>, is_saved: bool) -> ProjectNews {
    let Opened { project, baseline, problems, .. } = opened;
    let problems = problems.iter().map(nl::problems::problem).collect();
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
    let saved = file::save(path, (&saving.project, &saving.baseline), &now_text(), over)?;
    Ok((saved, lock))
}
