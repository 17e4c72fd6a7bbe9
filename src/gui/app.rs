//! The window as a whole: each frame it takes over what threads have found, lays out panels and map, and lets its parts do
//! what they want. Only here they are known together.

mod appearance;
mod choices;
mod commands;
mod driven;
mod features;
mod files;
mod first_load;
mod keeping;
mod norm_files;
mod on_map;
mod project_file;
mod project_work;
mod projects;
mod ready;
mod screens;
mod second_screen;
mod workspace;

use egui::{Ui, ViewportCommand};

use self::appearance::Appearance;
use self::choices::{Choices, FileDecision};
pub use self::features::Features;
use self::files::{Files, paint_drop_target};
use self::first_load::FirstLoad;
use self::norm_files::NormFiles;
use self::project_file::MayReplace;
use self::projects::{Projects, Then};
use self::second_screen::SecondScreen;
use self::workspace::{Phase, Workspace};
use super::dialogs::project as project_dialogs;
use super::kit::choosing::Purpose;
use super::kit::first_size::FirstSize;
use super::kit::job::{BrokeOff, Job};
use super::kit::keys;
use super::kit::typed_first::TypedFirst;
use super::start::Start;
use super::state::tasks::TaskKind;
use super::state::{MapMove, Recent, ViewState};
use super::wish::{Action, Command, FileAction};
use crate::nl::{project as nl_project, window as nl};
use crate::session::Session;

/// The window's program, for eframe and for tests.
pub struct App {
    workspace: Workspace,
    files: Files,
    choices: Choices,
    projects: Projects,
    norm_files: NormFiles,
    appearance: Appearance,
    second_screen: SecondScreen,
    first_size: FirstSize,
}

impl App {
    /// Starts reading on a thread of its own; the first frame does not wait for it.
    pub fn new(ctx: &egui::Context, start: Start) -> Self {
        let appearance = Appearance::start(ctx, start.preferences);
        ctx.add_plugin(TypedFirst::default());
        let wake = ctx.clone();
        let (load, project) = (start.load, start.project);
        let loading = Job::start(ctx, "zorgkring-load", move |_| FirstLoad::read(load, project, &wake));
        let state = ViewState { preferences: appearance.preferences().clone(), ..ViewState::default() };
        Self {
            workspace: Workspace::new(ctx.clone(), loading, state),
            files: Files::new(start.export),
            choices: Choices::default(),
            projects: Projects::start(ctx, start.autosave),
            norm_files: NormFiles::default(),
            appearance,
            second_screen: SecondScreen::default(),
            first_size: FirstSize::default(),
        }
    }

    /// Remembers opened files in a list of the user's own.
    pub fn with_recent(mut self, recent: Recent) -> Self {
        self.workspace.recent = recent;
        self
    }

    /// The session, once the layers are read.
    pub fn session(&self) -> Option<&Session> {
        self.workspace.ready().map(|ready| &ready.session)
    }

    /// What each part of the window remembers for itself.
    pub fn features(&self) -> &Features {
        &self.workspace.features
    }

    /// Ends well: what was saved, or was not to be, is not offered next time.
    pub fn close(&mut self) {
        self.projects.close(&self.workspace);
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let size = ctx.content_rect().size();
        if let Some(fitting) = ctx.input(|input| self.first_size.wanted(input.viewport(), size)) {
            ctx.send_viewport_cmd(ViewportCommand::InnerSize(fitting));
        }
        self.take_first_load();
        self.go_on(&ctx);
        let drags = self.workspace.state.tool.drags();
        let has_keyboard = !egui::Popup::is_any_open(&ctx) && !self.features().search.is_open && !self.asks();
        self.go_on_presenting(has_keyboard);
        let mut actions: Vec<Action> = Vec::new();
        if has_keyboard {
            actions.extend(keys::pressed(&ctx).into_iter().map(Action::Command));
        }
        if !screens::presented(ui, &mut self.workspace, &mut actions) {
            self.panels(ui, &mut actions);
        }
        self.show_second_screen();
        if !actions.is_empty() {
            // What they change shows in the next frame.
            ctx.request_repaint();
        }
        // Escape in the middle of a drag ends that, and nothing else.
        actions.retain(|action| !(drags && *action == Action::Command(Command::Deselect)));
        // What was typed or let go is in the document before anything else is done.
        actions.sort_by_key(|action| !matches!(action, Action::Edit(_)));
        for action in actions {
            self.act(action);
        }
        if let Some(purpose) = self.workspace.to_choose.take() {
            self.choices.choose(&mut self.workspace, self.projects.path(), purpose);
        }
        self.workspace.state.draft.end_frame();
        self.workspace.request();
        self.appearance.follow(&mut self.workspace);
    }

    /// Takes over what the window starts with, once that is read.
    fn take_first_load(&mut self) {
        let Phase::Loading(loading) = &self.workspace.phase else { return };
        match loading.poll() {
            None => {}
            Some(Err(BrokeOff)) => self.workspace.phase = Phase::Failed(nl::load_failed(nl::LOAD_PANICKED)),
            Some(Ok(FirstLoad { ready, problems, failed, took, file, is_saved })) => {
                let state = &mut self.workspace.state;
                if let Some(file) = file.as_ref().filter(|file| file.is_elsewhere) {
                    state.tell(nl_project::open_elsewhere(&file.path), true);
                }
                state.map_move = Some(MapMove::WholeRegion);
                state.tell_together(nl::reading_notices(problems.len()), crate::nl::problems::all(&problems));
                if let Some(why) = failed {
                    state.tell(nl::load_failed(&why), true);
                }
                self.projects.begin(ready.document(), file, is_saved);
                self.workspace.phase = Phase::Ready(ready);
                self.workspace.problems = problems;
                self.workspace.reading = took;
            }
        }
    }

    /// Takes over what threads have found since the last frame, and begins what waited for it.
    fn go_on(&mut self, ctx: &egui::Context) {
        self.workspace.refresh();
        self.norm_files.go_on(&mut self.workspace);
        if let Some(decision) = self.choices.go_on(ctx) {
            self.take_decision(decision);
        }
        for project in self.files.go_on(&mut self.workspace) {
            self.projects.leave_for(&mut self.workspace, Then::Open(Some(project)));
        }
        if self.projects.go_on(&mut self.workspace) {
            self.files.on_new_project();
        }
        // A question is asked of who works here, not of the room, which does not see it.
        if self.asks() && self.features().presenter.is_on() {
            let Workspace { state, features, .. } = &mut self.workspace;
            features.stop_presenting(state);
        }
    }

    /// Is a question open that has the keyboard?
    fn asks(&self) -> bool {
        let asks_of_files = self.files.asks() || self.features().export.is_open || self.choices.asks();
        asks_of_files || self.projects.question.is_some()
    }

    /// Takes the keys of the presentation.
    fn go_on_presenting(&mut self, has_keyboard: bool) {
        let Some(project) = self.session().map(|session| session.project().clone()) else { return };
        let Workspace { ctx, state, features, .. } = &mut self.workspace;
        if has_keyboard && features.presenter.keys(ctx, state, &project) {
            self.workspace.abandon_drag();
        }
    }

    fn panels(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let ctx = ui.ctx().clone();
        let tasks = self.files.tasks(&self.workspace, self.projects.task());
        let map = screens::panels(ui, &mut self.workspace, (&tasks, self.files.exporting.is_some()), actions);
        self.files.dialogs(&mut self.workspace, actions);
        if let (Some(ready), Some(question)) = (self.workspace.ready(), &self.projects.question) {
            actions.extend(project_dialogs::ui(&ctx, question, ready.session.baseline()));
        }
        if let Some(decision) = self.choices.own_dialog(&ctx) {
            self.take_decision(decision);
        }
        if ctx.input(|input| !input.raw.hovered_files.is_empty()) {
            paint_drop_target(&ctx, map);
        }
    }

    /// Draws the window for the projector, while it is open.
    fn show_second_screen(&mut self) {
        let Workspace { ctx, phase, state, features, .. } = &mut self.workspace;
        if let Phase::Ready(ready) = &*phase {
            let on = features.on(state);
            let view = ready.view(state, &on, false);
            self.second_screen.show(ctx, &ready.map_input(), &view, state, features);
        }
    }

    fn act(&mut self, action: Action) {
        let workspace = &mut self.workspace;
        workspace.abandon_drag();
        match action {
            Action::Edit(edit) => workspace.edit(edit),
            Action::Select(selection) => workspace.state.selection = selection,
            Action::Show(selection, map_move) => {
                workspace.state.selection = selection;
                workspace.state.map_move = Some(map_move);
            }
            Action::OpenList(tab) => workspace.features.lists.open(tab),
            Action::Command(command) => self.command(command),
            Action::Files(FileAction::Stop(TaskKind::OpeningProject | TaskKind::SavingProject)) => self.projects.stop(),
            Action::Files(action) => self.files.act(workspace, action),
            Action::Project(action) => self.projects.act(workspace, action),
        }
    }

    fn command(&mut self, command: Command) {
        let workspace = &mut self.workspace;
        if workspace.command(command) {
            return;
        }
        match command {
            Command::Undo => self.projects.in_hand.count_others(usize::from(workspace.undo()), 0),
            Command::Redo => self.projects.in_hand.count_others(0, usize::from(workspace.redo())),
            Command::SaveNorms => self.norm_files.save(workspace, None),
            Command::LoadNorms => self.norm_files.load(workspace, None),
            Command::OpenLayer => workspace.to_choose = Some(Purpose::Layers(None)),
            // All others concern the project.
            _ => self.projects.command(workspace, command),
        }
    }

    /// Goes on with the file or folder that was chosen.
    fn take_decision(&mut self, (purpose, paths): FileDecision) {
        let workspace = &mut self.workspace;
        let Some(paths) = paths else { return self.projects.cancel() };
        let Some(first) = paths.first().cloned() else { return };
        match purpose {
            Purpose::OpenProject => self.projects.open(workspace, first),
            Purpose::SaveProject => self.projects.save(workspace, first, MayReplace::Anything),
            Purpose::Layers(wanted) => self.files.opening.add_wanted(paths, wanted),
            Purpose::ExportFolder => workspace.features.export.folder = first.display().to_string(),
            Purpose::LoadNorms => self.norm_files.load(workspace, Some(first)),
            Purpose::SaveNorms => self.norm_files.save(workspace, Some(first)),
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        App::ui(self, ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }
}
