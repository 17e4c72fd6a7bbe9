//! The window's project: opening, saving, bringing back and leaving it, and the questions that go with that.

mod leaving;
mod saving;

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};

use super::keeping::Keeping;
use super::project_file::{InHand, MayReplace, OnConflict, ProjectFile, is_same_file};
use super::project_work::{NewProject, ProjectNews, ProjectWork};
use super::ready::Document;
use super::workspace::Workspace;
use crate::domain::baseline::Role;
use crate::gui::dialogs::project::{LeftBehind, ProjectQuestion};
use crate::gui::kit::choosing::Purpose;
use crate::gui::state::Topic;
use crate::gui::state::tasks::Task;
use crate::gui::wish::{Command, ProjectAction};
use crate::nl;
use crate::project::autosave::{KeptState, Recoverable};
use crate::project::file::Known;
use crate::project::{Edit, LayersEdit};

/// What the user was about to do when there turned out to be unsaved work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Then {
    New,
    /// A file, or one that is still to be chosen.
    Open(Option<PathBuf>),
    Close,
}

/// The window's project: its file, what is kept of it, and what is being done with it.
#[derive(Default)]
pub(super) struct Projects {
    pub(super) keeping: Keeping,
    pub(super) in_hand: InHand,
    work: Option<ProjectWork>,
    pub(super) question: Option<ProjectQuestion>,
    then: Option<Then>,
    /// The title as it stands over the window.
    title: String,
    may_close: bool,
    /// Is to close once what is being typed is handed in.
    is_closing: bool,
}

impl Projects {
    /// Keeps what is not saved in a folder, in which former sessions may have left work.
    pub(super) fn start(ctx: &Context, autosave: Option<PathBuf>) -> Self {
        Self { keeping: Keeping::start(ctx, autosave), ..Self::default() }
    }

    /// The first project is there.
    pub(super) fn begin(&mut self, document: Document, file: Option<ProjectFile>, is_saved: bool) {
        self.in_hand.take(file);
        self.in_hand.stands_as(document, is_saved);
    }

    /// Does anything run on a thread?
    pub(super) fn is_busy(&self) -> bool {
        self.work.is_some() || self.keeping.is_starting()
    }

    /// What runs.
    pub(super) fn task(&self) -> Option<Task> {
        self.work.as_ref().map(ProjectWork::task)
    }

    /// What is being opened is not wanted any more.
    pub(super) fn stop(&self) {
        self.work.iter().for_each(ProjectWork::stop);
    }

    /// The project's file.
    pub(super) fn path(&self) -> Option<&Path> {
        self.in_hand.path()
    }

    /// What was to follow does not.
    pub(super) fn cancel(&mut self) {
        self.then = None;
    }

    /// Is there anything that does not stand in the project's file?
    pub(super) fn is_unsaved(&self, workspace: &Workspace) -> bool {
        workspace.document().is_some_and(|document| !self.in_hand.has(&document))
    }

    /// Takes over what threads have done, keeps what changed, and asks what is to be asked; true when another project
    /// shows. Never waits.
    pub(super) fn go_on(&mut self, workspace: &mut Workspace) -> bool {
        self.keeping.go_on(&mut workspace.state);
        let news = self.work.as_ref().and_then(ProjectWork::poll);
        let is_new = matches!(news, Some(ProjectNews::Opened(_)));
        if let Some(news) = news {
            self.work = None;
            self.take_news(workspace, news);
        }
        if let Some(elsewhere) = self.in_hand.save_again_now(&workspace.ctx, self.work.is_none()) {
            match elsewhere {
                Some((path, may_replace)) => self.save(workspace, path, may_replace),
                None => self.save_in_place(workspace),
            }
        }
        let Some(document) = workspace.document() else { return is_new };
        self.keeping.keep(&document, self.in_hand.file.as_ref(), self.in_hand.has(&document));
        self.keeping.tell_trouble(&mut workspace.state);
        if self.question.is_none() && self.work.is_none() {
            self.question = self.left().map(ProjectQuestion::Recover);
        }
        let is_unsaved = self.is_unsaved(workspace);
        let title = nl::project::title(self.path(), is_unsaved);
        if title != self.title {
            self.title.clone_from(&title);
            workspace.ctx.send_viewport_cmd(ViewportCommand::Title(title));
        }
        self.go_on_with_closing(workspace);
        is_new
    }

    /// What is asked about of what former sessions left: the newest.
    fn left(&self) -> Option<LeftBehind> {
        let newest = self.keeping.found.last()?.newest();
        let (file, shown) = (newest.file().map(Path::to_owned), self.path().map(Path::to_owned));
        let is_same = match (&file, &shown) {
            (Some(file), Some(shown)) => is_same_file(file, shown),
            (file, shown) => file.is_none() && shown.is_none(),
        };
        Some(LeftBehind { made: newest.made().to_owned(), file, is_other: !is_same, shown })
    }

    fn take_news(&mut self, workspace: &mut Workspace, news: ProjectNews) {
        let recovering = self.keeping.recovering.take();
        let state = &mut workspace.state;
        match news {
            ProjectNews::Cancelled => self.then = None,
            ProjectNews::Failed(why) => {
                self.then = None;
                state.tell(why, true);
            }
            ProjectNews::Opened(new) => {
                if recovering.is_some() {
                    // The older ones are asked about next time.
                    self.keeping.found.clear();
                    state.tell_of(Topic::BroughtBack, nl::project::BROUGHT_BACK, false);
                }
                self.keeping.brought_back = recovering;
                self.take_project(workspace, *new);
            }
            ProjectNews::Saved(saved) => self.take_saved(workspace, *saved),
            ProjectNews::NotSaved(path, error) => self.take_not_saved(workspace, &path, &error),
            ProjectNews::Earlier(project) => {
                state.abandon_drag();
                workspace.edit(Edit::BringBack(project));
                workspace.state.tell(nl::project::EARLIER_STATE_BACK, false);
            }
            ProjectNews::States(states) => self.question = Some(ProjectQuestion::States(states)),
            ProjectNews::WouldLose(role, losses) => self.question = Some(ProjectQuestion::RemoveLayer { role, losses }),
            ProjectNews::Without(role, of, _) if !workspace.stands_on(&of) => self.remove_layer(workspace, role),
            ProjectNews::Without(role, _, ground) => {
                workspace.take_ground(*ground, &[role].into(), LayersEdit::Removed(vec![role]));
                workspace.state.tell(nl::project::layer_removed(&nl::window::files::role(role)), false);
            }
        }
    }

    /// Goes on with another project.
    fn take_project(&mut self, workspace: &mut Workspace, new: NewProject) {
        let NewProject { ready, problems, file, is_saved } = new;
        self.in_hand.stands_as(ready.document(), is_saved);
        let told = nl::problems::all(&problems);
        workspace.take_project(ready, problems);
        if let Some(file) = &file {
            workspace.recent.add(file.path.clone());
            let is_problem = !told.is_empty();
            workspace.state.tell_with(nl::project::opened(&file.path), told, is_problem);
            if file.is_elsewhere {
                workspace.state.tell(nl::project::open_elsewhere(&file.path), true);
            }
        }
        self.in_hand.take(file);
    }

    /// Opens a project, whatever becomes of the one that shows.
    pub(super) fn open(&mut self, workspace: &mut Workspace, path: PathBuf) {
        self.begin_work(workspace, |ctx, own| ProjectWork::open(ctx, path, own));
    }

    /// One thing at a time: says whether this was begun. It is given the file to which the right to save is in hand.
    fn begin_work(
        &mut self,
        workspace: &mut Workspace,
        start: impl FnOnce(&Context, Option<PathBuf>) -> ProjectWork,
    ) -> bool {
        let is_free = self.work.is_none();
        if is_free {
            self.work = Some(start(&workspace.ctx, self.in_hand.own()));
        } else {
            workspace.state.tell(nl::project::STILL_BUSY, false);
        }
        is_free
    }

    /// Does a command about projects.
    pub(super) fn command(&mut self, workspace: &mut Workspace, command: Command) {
        match command {
            Command::SaveProject => self.save_in_place(workspace),
            Command::SaveProjectAs => workspace.to_choose = Some(Purpose::SaveProject),
            Command::OpenProject => self.leave_for(workspace, Then::Open(None)),
            Command::NewProject => self.leave_for(workspace, Then::New),
            Command::EarlierStates => match self.keeping.folder().map(Path::to_owned) {
                Some(folder) => {
                    self.begin_work(workspace, |ctx, _| ProjectWork::list_states(ctx, folder));
                }
                None => self.question = Some(ProjectQuestion::States(Vec::new())),
            },
            Command::RemoveLayer => self.question = Some(ProjectQuestion::Layers),
            _ => {}
        }
    }

    /// Does what was answered.
    pub(super) fn act(&mut self, workspace: &mut Workspace, action: ProjectAction) {
        self.question = None;
        match action {
            ProjectAction::Recover => self.recover(workspace),
            ProjectAction::Discard => match self.left().filter(|left| left.is_other) {
                Some(left) => self.question = Some(ProjectQuestion::Discard(left)),
                None => self.discard(workspace),
            },
            ProjectAction::DiscardForGood => self.discard(workspace),
            ProjectAction::Later => self.keeping.found.clear(),
            ProjectAction::KeepMine => self.save_over_own(workspace, OnConflict::KeepMine),
            ProjectAction::SaveWithoutOthers => self.save_over_own(workspace, OnConflict::Ask),
            ProjectAction::TakeTheirs => self.save_over_own(workspace, OnConflict::TakeTheirs),
            ProjectAction::Merge => {
                self.in_hand.know(Known::nothing());
                self.save_in_place(workspace);
            }
            ProjectAction::Overwrite => {
                if let Some(path) = self.path().map(Path::to_owned) {
                    self.save(workspace, path, MayReplace::Anything);
                }
            }
            ProjectAction::SaveElsewhere => workspace.to_choose = Some(Purpose::SaveProject),
            ProjectAction::Save => self.save_in_place(workspace),
            ProjectAction::Leave => {
                if let Some(then) = self.then.take() {
                    self.leave(workspace, then);
                }
            }
            ProjectAction::Cancel => self.cancel(),
            ProjectAction::BringBack(state) => self.bring_back(workspace, state),
            ProjectAction::AskToRemove(role) => {
                if let Some(document) = workspace.document() {
                    self.begin_work(workspace, |ctx, _| ProjectWork::losses_without(ctx, document, role));
                }
            }
            ProjectAction::Remove(role) => self.remove_layer(workspace, role),
        }
        workspace.ctx.request_repaint();
    }

    fn discard(&mut self, workspace: &mut Workspace) {
        if self.work.is_none()
            && let Some(found) = self.keeping.found.pop()
        {
            self.begin_work(workspace, |ctx, _| ProjectWork::discard(ctx, found));
        }
    }

    fn recover(&mut self, workspace: &mut Workspace) {
        if let Some(state) = self.keeping.found.last().map(Recoverable::newest).cloned()
            && self.begin_work(workspace, |ctx, own| ProjectWork::bring_back(ctx, state, None, own))
        {
            self.keeping.recovering = self.keeping.found.pop();
        }
    }

    fn bring_back(&mut self, workspace: &mut Workspace, state: KeptState) {
        if let Some(Document { baseline, .. }) = workspace.document() {
            self.begin_work(workspace, |ctx, own| ProjectWork::bring_back(ctx, state, Some(baseline), own));
        }
    }

    fn remove_layer(&mut self, workspace: &mut Workspace, role: Role) {
        if let Some(document) = workspace.document() {
            self.begin_work(workspace, |ctx, _| ProjectWork::without(ctx, document, role));
        }
    }
}
