//! What the window does with projects: keeping what was not saved, opening, saving, bringing back, and the questions that
//! go with it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::ViewportCommand;

use super::leaving::Then;
use super::project_work::{
    Basis, MayReplace, NewProject, OnConflict, ProjectFile, ProjectNews, ProjectWork, is_same_file,
};
use super::saving::SaveAgain;
use super::{App, Phase};
use crate::domain::baseline::{Baseline, Role};
use crate::gui::dialogs::project::{Left, Question};
use crate::gui::kit::choosing::Purpose;
use crate::gui::state::clock::now_text;
use crate::gui::state::tasks::Task;
use crate::gui::state::{Comparison, MapMove, Selection, SketchHabits, Timer, Tool};
use crate::gui::wish::{Command, ProjectAction};
use crate::nl;
use crate::project::autosave::{Autosave, Recoverable, Snapshot, recoverable};
use crate::project::file::{Known, SaveError};
use crate::project::{Edit, LayersEdit, Project};

/// A document on its ground.
pub(super) type Standing = (Arc<Project>, Arc<Baseline>);

/// What former sessions left, and the place for this one.
type Starting = (Vec<Recoverable>, Result<Autosave, io::Error>);

/// The window's project: its file, what is kept of it, and what is being done with it.
#[derive(Default)]
pub(super) struct Projects {
    starting: Option<Receiver<Starting>>,
    pub(super) autosave: Option<Autosave>,
    pub(super) trouble_told: Option<String>,
    /// What former sessions left, to be asked about; the newest last.
    pub(super) found: Vec<Recoverable>,
    /// What is being brought back, and what is back but not saved yet.
    pub(super) recovering: Option<Recoverable>,
    pub(super) brought_back: Option<Recoverable>,
    pub(super) file: Option<ProjectFile>,
    /// As it stands in the file, or stood at the beginning.
    pub(super) saved: Option<Standing>,
    /// So many steps in which another program's changes were taken over are undone, and not from the file.
    pub(super) n_others_undone: usize,
    /// As it was handed to be kept.
    pub(super) kept: Option<Standing>,
    pub(super) work: Option<ProjectWork>,
    pub(super) question: Option<Question>,
    pub(super) then: Option<Then>,
    /// The title as it stands over the window.
    title: String,
    pub(super) may_close: bool,
    /// Is to close once what is being typed is handed in.
    pub(super) is_closing: bool,
    /// Saving that is tried again because another program had the file locked, and what was told of it.
    pub(super) save_again: Option<SaveAgain>,
    pub(super) in_use_told: Option<String>,
    /// Where the work is being saved, unless that is its own file.
    pub(super) saving_elsewhere: Option<(PathBuf, MayReplace)>,
}

impl Projects {
    /// Looks in a folder, on a thread, for what former sessions left, and begins to keep this one there.
    pub(super) fn start(ctx: &egui::Context, folder: Option<PathBuf>) -> Self {
        let starting = folder.map(|folder| {
            let (send, starting) = channel();
            let ctx = ctx.clone();
            let work = move || {
                let found = recoverable(&folder);
                let name = format!("{}-{}", jiff::Timestamp::now().as_nanosecond(), std::process::id());
                let autosave = Autosave::start(&folder, &name).map_err(|error| match error {
                    SaveError::NotWritten(error) => error,
                    _ => io::ErrorKind::ResourceBusy.into(),
                });
                // Nobody listens any more when the window was closed meanwhile.
                let _window_closed = send.send((found, autosave));
                ctx.request_repaint();
            };
            // Without a thread nothing is sent, which is told as trouble.
            let _not_started = std::thread::Builder::new().name("zorgkring-recover".to_owned()).spawn(work);
            starting
        });
        Self { starting, ..Self::default() }
    }

    /// The first project is there.
    pub(super) fn begin(&mut self, standing: Standing, file: Option<ProjectFile>, is_saved: bool) {
        self.file = file;
        self.take_as_saved(standing, is_saved);
    }

    /// Remembers what stands in the file: this, or something to which nothing is equal.
    fn take_as_saved(&mut self, (project, baseline): Standing, is_saved: bool) {
        let project = if is_saved { project } else { Arc::new(Project::clone(&project)) };
        self.saved = Some((project, baseline));
    }

    /// Does anything run on a thread?
    pub(super) fn is_busy(&self) -> bool {
        self.work.is_some() || self.starting.is_some()
    }

    /// Is the user asked something?
    pub(super) fn asks(&self) -> bool {
        self.question.is_some()
    }

    /// What the user is asked.
    pub(super) fn question(&self) -> Option<&Question> {
        self.question.as_ref()
    }

    /// What runs.
    pub(super) fn task(&self) -> Option<Task> {
        self.work.as_ref().map(ProjectWork::task)
    }

    /// What is being opened is not wanted any more.
    pub(super) fn stop(&self) {
        self.work.iter().for_each(ProjectWork::stop);
    }

    pub(super) fn is_saved(&self, (project, baseline): (&Arc<Project>, &Arc<Baseline>)) -> bool {
        let is_same = |saved: &Standing| Arc::ptr_eq(&saved.0, project) && Arc::ptr_eq(&saved.1, baseline);
        self.saved.as_ref().is_none_or(is_same)
    }

    /// What is asked about of what former sessions left: the newest.
    fn left(&self) -> Option<Left> {
        let newest = self.found.last()?.newest();
        let (file, shown) = (newest.file().map(Path::to_owned), self.path().map(Path::to_owned));
        let is_same = match (&file, &shown) {
            (Some(file), Some(shown)) => is_same_file(file, shown),
            (file, shown) => file.is_none() && shown.is_none(),
        };
        Some(Left { made: newest.made().to_owned(), file, is_other: !is_same, shown })
    }

    /// Hands over what changed since the last time.
    fn keep(&mut self, (project, baseline): (&Arc<Project>, &Arc<Baseline>)) {
        let is_saved = self.is_saved((project, baseline));
        let Some(autosave) = &self.autosave else { return };
        let is_new_ground = self.kept.as_ref().is_none_or(|kept| !Arc::ptr_eq(&kept.1, baseline));
        let is_new = self.kept.as_ref().map_or(!is_saved, |kept| is_new_ground || !Arc::ptr_eq(&kept.0, project));
        if is_new_ground {
            autosave.stand_on(baseline.clone());
        }
        if is_new {
            let file = self.file.as_ref().map(|file| file.path.clone());
            let stamp = self.file.as_ref().and_then(|file| file.basis.stamp());
            let made = now_text();
            autosave.keep(Snapshot { project: project.clone(), baseline: baseline.clone(), made, file, stamp });
            if is_saved {
                autosave.saved(project.clone());
            }
        }
        if is_new || is_new_ground {
            self.kept = Some((project.clone(), baseline.clone()));
        }
    }

    /// The file to which the right to save is in hand.
    pub(super) fn own(&self) -> Option<PathBuf> {
        self.file.as_ref().filter(|file| file.lock.is_some()).map(|file| file.path.clone())
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|file| file.path.as_path())
    }

    /// What was to follow does not.
    pub(super) fn cancel(&mut self) {
        self.then = None;
    }

    /// Is it the file of work that was brought back, of which it is not known what it held?
    fn is_brought_back(&self, path: &Path) -> bool {
        self.file.as_ref().is_some_and(|file| file.path == path && matches!(file.basis, Basis::Looked(_)))
    }

    /// Puts another file in hand; the lock of the same file is passed on.
    pub(super) fn take_in_hand(&mut self, file: Option<ProjectFile>) {
        self.n_others_undone = 0;
        let before = self.file.take();
        self.file = file.map(|mut file| {
            let same = before.filter(|before| is_same_file(&before.path, &file.path));
            file.lock = file.lock.or_else(|| same.and_then(|before| before.lock));
            file
        });
    }
}

impl App {
    /// Saves the project as a file, or opens it from one, without asking for it.
    pub fn project_file(&mut self, ctx: &egui::Context, command: Command, path: PathBuf) {
        match command {
            Command::OpenProject => self.leave_for(ctx, Then::Open(Some(path))),
            _ => self.save_project(ctx, path, MayReplace::Anything),
        }
    }

    /// Waits until what was changed up to the last frame is kept; a sentence when it cannot be.
    ///
    /// # Errors
    /// Why it cannot be kept.
    pub fn wait_until_kept(&self) -> Result<(), String> {
        let kept = self.projects.autosave.as_ref().map_or(Ok(()), Autosave::wait);
        kept.map_err(|error| nl::project::autosave_trouble(&error))
    }

    /// Is there anything that does not stand in the project's file?
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        match &self.phase {
            Phase::Ready(ready) => !self.projects.is_saved((ready.session.project(), ready.session.baseline())),
            _ => false,
        }
    }

    /// Takes over what threads have done, keeps what changed, and asks what is to be asked. Never waits.
    pub(super) fn go_on_with_projects(&mut self, ctx: &egui::Context) {
        self.take_start();
        if let Some(news) = self.projects.work.as_ref().and_then(ProjectWork::poll) {
            self.projects.work = None;
            self.take_project_news(ctx, news);
        }
        self.save_again_when_it_is_time(ctx);
        let Phase::Ready(ready) = &self.phase else { return };
        let projects = &mut self.projects;
        projects.keep((ready.session.project(), ready.session.baseline()));
        let trouble = projects.autosave.as_ref().and_then(Autosave::trouble);
        if let Some(trouble) = trouble.as_ref().filter(|_| projects.trouble_told.is_none()) {
            let told = nl::project::autosave_trouble(trouble);
            self.state.tell(told.clone(), true);
            projects.trouble_told = Some(told);
        } else if let Some(told) = projects.trouble_told.take_if(|_| trouble.is_none()) {
            self.state.settle(&told);
            self.state.tell(nl::project::AUTOSAVE_WORKS_AGAIN, false);
        }
        if projects.question.is_none() && projects.work.is_none() {
            projects.question = projects.left().map(Question::Recover);
        }
        let is_unsaved = self.is_unsaved();
        let title = nl::project::title(self.projects.path(), is_unsaved);
        if title != self.projects.title {
            self.projects.title.clone_from(&title);
            ctx.send_viewport_cmd(ViewportCommand::Title(title));
        }
        self.go_on_with_closing(ctx, is_unsaved);
        // A question is asked of who works here, not of the room, which does not see it.
        if self.asks() && self.features.presenter.is_on() {
            self.features.stop_presenting(&mut self.state);
        }
    }

    fn take_start(&mut self) {
        let Some(starting) = &self.projects.starting else { return };
        let trouble = match starting.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Some(io::ErrorKind::Other.into()),
            Ok((found, autosave)) => {
                self.projects.found = found;
                autosave.map(|autosave| self.projects.autosave = Some(autosave)).err()
            }
        };
        self.projects.starting = None;
        if let Some(trouble) = trouble {
            self.state.tell(nl::project::autosave_trouble(&trouble), true);
        }
    }

    fn take_project_news(&mut self, ctx: &egui::Context, news: ProjectNews) {
        let recovering = self.projects.recovering.take();
        match news {
            ProjectNews::Cancelled => self.projects.then = None,
            ProjectNews::Failed(why) => {
                self.projects.then = None;
                self.state.tell(why, true);
            }
            ProjectNews::Opened(new) => {
                let is_back = recovering.is_some();
                self.projects.brought_back = recovering;
                if is_back {
                    // The older ones are asked about next time.
                    self.projects.found.clear();
                    self.state.tell(nl::project::BROUGHT_BACK, false);
                }
                self.take_project(*new);
            }
            ProjectNews::Saved(saved) => self.take_saved(ctx, *saved),
            ProjectNews::NotSaved(path, SaveError::ChangedSince) => {
                let can_merge = self.projects.is_brought_back(&path);
                self.projects.question = Some(Question::Changed { can_merge });
            }
            ProjectNews::NotSaved(path, error @ SaveError::Conflicts(_)) => {
                self.projects.question = Some(Question::Conflicts(nl::project::not_saved(&path, &error)));
            }
            ProjectNews::NotSaved(path, error @ SaveError::InUse) => self.save_again_later(ctx, &path, &error),
            ProjectNews::NotSaved(path, error) => {
                self.projects.then = None;
                self.projects.question = Some(Question::NotSaved(nl::project::not_saved(&path, &error)));
            }
            ProjectNews::Earlier(project) => {
                self.state.abandon_drag();
                if let Phase::Ready(ready) = &mut self.phase {
                    ready.session.edit(Edit::BringBack(project));
                }
                self.state.tell(nl::project::EARLIER_STATE_BACK, false);
            }
            ProjectNews::States(states) => self.projects.question = Some(Question::States(states)),
            ProjectNews::WouldLose(role, losses) => {
                self.projects.question = Some(Question::RemoveLayer { role, losses });
            }
            ProjectNews::Without(role, of, _) if !self.stands_on(&of) => self.remove_layer(ctx, role),
            ProjectNews::Without(role, _, ground) => {
                self.take_ground(ctx, *ground, &[role].into(), LayersEdit::Removed(vec![role]));
                self.state.tell(nl::project::layer_removed(&nl::window::files::role(role)), false);
            }
        }
    }

    /// Goes on with another project.
    fn take_project(&mut self, new: NewProject) {
        let NewProject { mut ready, problems, file, is_saved } = new;
        if let Phase::Ready(before) = &self.phase {
            // What was drawn of the former project is not taken for the new one's.
            ready.ground_version = before.ground_version + 1;
            ready.answer_version = before.answer_version + 1;
        }
        let standing = (ready.session.project().clone(), ready.session.baseline().clone());
        self.projects.take_as_saved(standing, is_saved);
        self.phase = Phase::Ready(ready);
        self.map.on_new_ground();
        let state = &mut self.state;
        state.selection = Selection::Nothing;
        state.abandon_drag();
        (state.tool, state.comparison, state.timer) = (Tool::Look, Comparison::default(), Timer::default());
        state.sketch_habits = SketchHabits::default();
        self.features.on_new_project();
        state.map_move = Some(MapMove::WholeRegion);
        if let Some(file) = &file {
            self.files.recent.add(file.path.clone());
            state.tell_with(nl::project::opened(&file.path), problems.clone(), !problems.is_empty());
            if file.is_elsewhere {
                state.tell(nl::project::open_elsewhere(&file.path), true);
            }
        }
        self.files.problems = problems;
        self.files.on_new_project();
        self.projects.save_again = None;
        self.projects.take_in_hand(file);
    }

    /// Opens a project, whatever becomes of the one that shows.
    pub(super) fn open_project(&mut self, ctx: &egui::Context, path: PathBuf) {
        self.work_on_project(|projects| ProjectWork::open(ctx, path, projects.own()));
    }

    /// One thing at a time.
    pub(super) fn work_on_project(&mut self, start: impl FnOnce(&Projects) -> ProjectWork) {
        let _is_told = self.begin_work(start);
    }

    /// One thing at a time: says whether this was begun.
    pub(super) fn begin_work(&mut self, start: impl FnOnce(&Projects) -> ProjectWork) -> bool {
        let is_free = self.projects.work.is_none();
        if is_free {
            self.projects.work = Some(start(&self.projects));
        } else {
            self.state.tell(nl::project::STILL_BUSY, false);
        }
        is_free
    }

    /// Does a command about projects.
    pub(super) fn project_command(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::SaveProject => self.save_in_place(ctx),
            Command::SaveProjectAs => self.choose(ctx, Purpose::SaveProject),
            Command::OpenProject => self.leave_for(ctx, Then::Open(None)),
            Command::NewProject => self.leave_for(ctx, Then::New),
            Command::EarlierStates => match self.projects.autosave.as_ref().map(|kept| kept.folder().to_owned()) {
                Some(folder) => self.work_on_project(|_| ProjectWork::list_states(ctx, folder)),
                None => self.projects.question = Some(Question::States(Vec::new())),
            },
            _ => self.projects.question = Some(Question::Layers),
        }
    }

    /// A file that was opened as a layer is a project.
    pub(super) fn open_as_project(&mut self, ctx: &egui::Context, path: PathBuf) {
        self.leave_for(ctx, Then::Open(Some(path)));
    }

    /// Does what was answered.
    pub(super) fn act_on_project(&mut self, ctx: &egui::Context, action: ProjectAction) {
        self.projects.question = None;
        match action {
            ProjectAction::Recover => self.recover(ctx),
            ProjectAction::Discard => match self.projects.left().filter(|left| left.is_other) {
                Some(left) => self.projects.question = Some(Question::Discard(left)),
                None => self.discard(ctx),
            },
            ProjectAction::DiscardForGood => self.discard(ctx),
            ProjectAction::Later => self.projects.found.clear(),
            ProjectAction::KeepMine => self.save_over_own(ctx, OnConflict::KeepMine),
            ProjectAction::SaveWithoutOthers => self.save_over_own(ctx, OnConflict::Ask),
            ProjectAction::TakeTheirs => self.save_over_own(ctx, OnConflict::TakeTheirs),
            ProjectAction::Merge => {
                if let Some(file) = &mut self.projects.file {
                    file.basis = Basis::Known(Known::nothing());
                    self.save_in_place(ctx);
                }
            }
            ProjectAction::Overwrite => {
                if let Some(path) = self.projects.path().map(Path::to_owned) {
                    self.save_project(ctx, path, MayReplace::Anything);
                }
            }
            ProjectAction::SaveElsewhere => self.choose(ctx, Purpose::SaveProject),
            ProjectAction::Save => self.save_in_place(ctx),
            ProjectAction::Leave => {
                if let Some(then) = self.projects.then.take() {
                    self.leave(ctx, then);
                }
            }
            ProjectAction::Cancel => self.projects.cancel(),
            ProjectAction::BringBack(state) => self.bring_back(ctx, state),
            ProjectAction::AskToRemove(role) => self.ask_to_remove(ctx, role),
            ProjectAction::Remove(role) => self.remove_layer(ctx, role),
        }
        ctx.request_repaint();
    }

    fn discard(&mut self, ctx: &egui::Context) {
        if self.projects.work.is_none()
            && let Some(found) = self.projects.found.pop()
        {
            self.work_on_project(|_| ProjectWork::discard(ctx, found));
        }
    }

    fn recover(&mut self, ctx: &egui::Context) {
        if let Some(found) = self.projects.found.pop() {
            let state = found.newest().clone();
            if self.begin_work(|projects| ProjectWork::bring_back(ctx, state, None, projects.own())) {
                self.projects.recovering = Some(found);
            } else {
                // It is asked about again.
                self.projects.found.push(found);
            }
        }
    }

    fn bring_back(&mut self, ctx: &egui::Context, state: crate::project::autosave::KeptState) {
        let Phase::Ready(ready) = &self.phase else { return };
        let baseline = ready.session.baseline().clone();
        self.work_on_project(|projects| ProjectWork::bring_back(ctx, state, Some(baseline), projects.own()));
    }

    /// Asks whether a layer may go, with what loses its subject by it.
    fn ask_to_remove(&mut self, ctx: &egui::Context, role: Role) {
        let Phase::Ready(ready) = &self.phase else { return };
        let standing = (ready.session.project().clone(), ready.session.baseline().clone());
        self.work_on_project(|_| ProjectWork::losses_without(ctx, standing, role));
    }

    fn remove_layer(&mut self, ctx: &egui::Context, role: Role) {
        let Phase::Ready(ready) = &self.phase else { return };
        let baseline = ready.session.baseline().clone();
        let apart = ready.session.project().apart.clone();
        self.work_on_project(|_| ProjectWork::without(ctx, (baseline, apart), role));
    }
}
