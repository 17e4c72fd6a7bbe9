//! The window as a whole: reads in the background, asks the engine, lays out panels and map, and does what they want.

mod choices;
mod files;
mod leaving;
mod project_work;
mod projects;
mod ready;
mod room;
mod saving;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::{CentralPanel, Frame, Margin, Panel, Ui, ViewportCommand};

use self::choices::Choices;
use self::files::Files;
use self::projects::Projects;
use self::ready::{FirstLoad, Ready};
use super::Start;
use super::choosing::Purpose;
use super::command::Command;
use super::exporting::{ExportFn, ExportForm};
use super::first_size::FirstSize;
use super::map::compared;
use super::map::{MapView, basemap};
use super::norm_files::{NormFile, NormFileNews};
use super::norm_sets::NormSets;
use super::panels::help::{self, HelpPage};
use super::panels::side_panels::SidePanel;
use super::panels::{
    Action, FileAction, empty, explanation, layers, legend, lists, map_tools, messages, norms, norms_editor,
    palette as search, side_panels, status_bar, top_bar, what_if_card,
};
use super::preferences::Preferences;
use super::presenter::SecondScreen;
use super::room::{note_card, over_map_ui, panel as room_panel};
use super::sketching;
use super::theme::{self, STEP, TEXT_SCALES, Theme, palette};
use super::typed_first::TypedFirst;
use super::view_state::{MapMove, ViewState};
use super::what_if::{self};
use crate::nl::{project as nl_project, window as nl};
use crate::project::Edit;
use crate::session::{EngineStatus, Session};

enum Phase {
    Loading(Receiver<FirstLoad>),
    Failed(String),
    Ready(Box<Ready>),
}

/// The window's program, for eframe and for tests.
pub struct App {
    phase: Phase,
    state: ViewState,
    map: MapView,
    export: ExportFn,
    files: Files,
    choices: Choices,
    projects: Projects,
    norm_file: Option<NormFile>,
    failure_told: bool,
    preferences_file: Option<PathBuf>,
    /// The preferences as written.
    kept: Preferences,
    /// The colors as drawn, and whether for a room.
    drawn: (Theme, bool),
    second_screen: SecondScreen,
    first_size: FirstSize,
}

impl App {
    /// Starts reading on a thread of its own; the first frame does not wait for it.
    #[must_use]
    pub fn new(ctx: &egui::Context, start: Start) -> Self {
        let preferences = start.preferences.as_deref().map(Preferences::read).unwrap_or_default();
        theme::install(ctx, preferences.theme);
        ctx.add_plugin(TypedFirst::default());
        let (send, receive) = channel();
        let wake = ctx.clone();
        let (load, project) = (start.load, start.project);
        let work = move || {
            let loaded = FirstLoad::read(load, project, &wake);
            // Nobody listens any more when the window was closed meanwhile.
            let _window_closed = send.send(loaded);
            wake.request_repaint();
        };
        // Without a thread nothing is sent, which is told as a failure.
        let _not_started = std::thread::Builder::new().name("zorgkring-load".to_owned()).spawn(work);
        Self {
            phase: Phase::Loading(receive),
            state: ViewState { preferences: preferences.clone(), ..ViewState::default() },
            map: MapView::default(),
            export: start.export,
            files: Files::default(),
            choices: Choices::default(),
            projects: Projects::start(ctx, start.autosave),
            norm_file: None,
            failure_told: false,
            preferences_file: start.preferences,
            drawn: (preferences.theme, false),
            kept: preferences,
            second_screen: SecondScreen::default(),
            first_size: FirstSize::default(),
        }
    }

    /// Is something being read, computed or written, or is the map on its way?
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let reads_or_writes = self.files.is_busy() || self.projects.is_busy() || self.norm_file.is_some();
        self.is_computing() || reads_or_writes || self.choices.is_busy() || self.map.is_moving()
    }

    /// Does the newest answer not belong to what is shown yet?
    fn is_computing(&self) -> bool {
        match &self.phase {
            Phase::Loading(_) => true,
            Phase::Failed(_) => false,
            Phase::Ready(ready) => {
                let against = ready.against(&self.state);
                let answered = ready.session.has_answered(&ready.shown, self.state.raster, against);
                !answered && ready.session.status() != EngineStatus::Failed && !ready.session.is_cancelled()
            }
        }
    }

    /// The session, once the layers are read.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        match &self.phase {
            Phase::Ready(ready) => Some(&ready.session),
            _ => None,
        }
    }

    /// What the window remembers.
    #[must_use]
    pub fn state(&self) -> &ViewState {
        &self.state
    }

    /// What the window remembers, to change.
    pub fn state_mut(&mut self) -> &mut ViewState {
        &mut self.state
    }

    /// Writes the files of the contract into a folder without asking for it.
    pub fn export_to(&mut self, ctx: &egui::Context, folder: PathBuf) {
        self.export(ctx, ExportForm { folder: folder.display().to_string(), ..ExportForm::default() });
    }

    /// Writes the normenkader to a file, or reads it from one, without asking for it.
    pub fn norm_file(&mut self, ctx: &egui::Context, command: Command, path: PathBuf) {
        self.start_norm_file(ctx, command, Some(path));
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let size = ctx.content_rect().size();
        if let Some(fitting) = ctx.input(|input| self.first_size.wanted(input.viewport(), size)) {
            ctx.send_viewport_cmd(ViewportCommand::InnerSize(fitting));
        }
        self.take_news();
        self.go_on_with_choices(&ctx);
        self.go_on_with_files(&ctx);
        self.go_on_with_projects(&ctx);
        let drags = self.state.what_if.grip.is_some() || self.state.sketching.held.is_some();
        let mut actions: Vec<Action> = Vec::new();
        let has_keyboard = !egui::Popup::is_any_open(&ctx) && !self.state.search.is_open && !self.asks();
        self.go_on_presenting(&ctx, has_keyboard);
        if has_keyboard {
            actions.extend(Command::pressed(&ctx).into_iter().map(Action::Command));
        }
        if !self.presented(ui, &mut actions) {
            self.panels(ui, &mut actions);
        }
        self.show_second_screen(&ctx);
        if !actions.is_empty() {
            // What they change shows in the next frame.
            ctx.request_repaint();
        }
        // Escape in the middle of a drag ends that, and nothing else.
        actions.retain(|action| !(drags && *action == Action::Command(Command::Deselect)));
        // What was typed or let go is in the document before anything else is done.
        actions.sort_by_key(|action| !matches!(action, Action::Edit(_)));
        for action in actions {
            self.act(&ctx, action);
        }
        self.state.draft.end_frame();
        if let Phase::Ready(ready) = &mut self.phase {
            let asked = ready.asked(&self.state);
            let chosen = self.state.selection.sketch().and_then(|id| asked.board.sketch(id));
            ready.session.try_zone(self.state.sketching.trial(chosen));
            ready.session.request(&asked, self.state.raster, ready.against(&self.state));
        }
        self.keep_preferences(&ctx);
    }

    /// Takes over what threads have finished.
    fn take_news(&mut self) {
        if let Phase::Loading(receive) = &self.phase {
            match receive.try_recv() {
                Ok(FirstLoad { ready, notices, failed, took, file, is_saved }) => {
                    if let Some(file) = file.as_ref().filter(|file| file.is_elsewhere) {
                        self.state.tell(nl_project::open_elsewhere(&file.path), true);
                    }
                    let standing = (ready.session.project().clone(), ready.session.baseline().clone());
                    self.projects.begin(standing, file, is_saved);
                    self.phase = Phase::Ready(ready);
                    self.state.map_move = Some(MapMove::WholeRegion);
                    self.files.problems.clone_from(&notices);
                    self.files.reading = took;
                    self.state.tell_together(nl::reading_notices(notices.len()), notices);
                    if let Some(why) = failed {
                        self.state.tell(nl::load_failed(&why), true);
                    }
                }
                Err(TryRecvError::Disconnected) => self.phase = Phase::Failed(nl::load_failed(nl::LOAD_PANICKED)),
                Err(TryRecvError::Empty) => {}
            }
        }
        if let Phase::Ready(ready) = &mut self.phase {
            ready.refresh(&self.state);
            let failed = ready.session.status() == EngineStatus::Failed;
            if failed && !self.failure_told {
                self.state.tell(nl::ENGINE_FAILED, true);
            }
            self.failure_told = failed;
        }
        if let Some(news) = self.norm_file.as_ref().and_then(NormFile::poll) {
            self.norm_file = None;
            self.take_norm_file(news);
        }
    }

    fn panels(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let tasks = self.tasks(ui.ctx());
        let Self { phase, state, map, files, .. } = self;
        let exporting = files.exporting.is_some();
        let phase = &*phase;
        let view = match phase {
            Phase::Ready(ready) => Some(ready.view(state, exporting)),
            _ => None,
        };
        let p = palette();
        let bar = |margin| Frame::new().fill(p.card).inner_margin(margin);
        Panel::top("boven").frame(bar(Margin::symmetric(14, 8))).show(ui, |ui| {
            actions.extend(top_bar::ui(ui, view.as_ref(), files.recent.files(), state));
        });
        Panel::bottom("onder").frame(bar(Margin::symmetric(14, 5))).show(ui, |ui| {
            actions.extend(status_bar::ui(ui, view.as_ref(), &tasks, state));
        });
        if let Some(view) = view.as_ref().filter(|_| state.is_narrow()) {
            actions.extend(help::tour_ui(ui, view, state));
        }
        side_panels::left(ui, state, |ui, state| {
            let Some(view) = &view else { return };
            actions.extend(layers::ui(ui, view, state));
            ui.add_space(4.0 * STEP);
            actions.extend(norms::ui(ui, view, state));
        });
        side_panels::right(ui, state, |ui, state| match (&view, phase) {
            (Some(view), _) => actions.extend(explanation::ui(ui, view, state)),
            (None, Phase::Failed(why)) => {
                ui.add(egui::Label::new(why).wrap());
            }
            (None, _) => {
                ui.label(nl::LOADING);
            }
        });
        if let Some(view) = view.as_ref().filter(|_| !state.is_narrow()) {
            actions.extend(help::tour_ui(ui, view, state));
        }
        messages::list_ui(ui, state);
        if let Some(view) = &view {
            actions.extend(lists::ui(ui, view, state));
            actions.extend(room_panel::ui(ui, view, state));
        }
        let map_rect = ui.available_rect_before_wrap();
        CentralPanel::no_frame().show(ui, |ui| match phase {
            Phase::Ready(ready) => {
                let room = ui.available_rect_before_wrap();
                actions.extend(map.ui(ui, &ready.map_input(), state));
                actions.extend(map.take_wish());
                compared::swipe_ui(ui, room, view.as_ref().and_then(|view| view.answer), state);
                map_tools::basemap_ui(ui, room, state);
                what_if_card::ui(ui, room, state);
                let subject = ready.map_input().selected_sketch(state.selection);
                actions.extend(sketching::bar::ui(ui.ctx(), room, subject, state));
                over_map_ui(ui, room, state);
                if let Some(view) = &view {
                    actions.extend(legend::ui(ui.ctx(), room, view, state));
                }
            }
            _ => {
                let rect = ui.available_rect_before_wrap();
                basemap::paint_empty(ui.painter(), rect);
                if matches!(phase, Phase::Loading(_)) {
                    let font = theme::label_font(theme::TEXT_SIZE);
                    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, nl::LOADING, font, p.remark);
                }
            }
        });
        if let Some(view) = &view {
            help::ui(ui.ctx(), state);
            actions.extend(note_card::ui(ui, view, &mut state.room));
            actions.extend(norms_editor::ui(ui, view, state));
        }
        actions.extend(view.as_ref().and_then(|view| empty::map_ui(ui, map_rect, view, &mut state.empty_card_is_away)));
        messages::corner_ui(ui, map_rect, state);
        if let Some(view) = &view {
            actions.extend(search::ui(ui.ctx(), view, state));
        }
        self.dialogs(ui.ctx(), map_rect, actions);
    }

    /// Whatever is being dragged comes to nothing.
    fn abandon_drag(&mut self, ctx: &egui::Context) {
        ctx.stop_dragging();
        self.state.abandon_drag();
    }

    fn act(&mut self, ctx: &egui::Context, action: Action) {
        self.abandon_drag(ctx);
        match action {
            Action::Edit(edit) => {
                // What is done to a variant shows.
                self.state.what_if.shows_before &= !matches!(edit, Edit::Plan(_));
                if let Phase::Ready(ready) = &mut self.phase {
                    ready.session.edit(edit);
                }
            }
            Action::Select(selection) => self.state.selection = selection,
            Action::Show(selection, map_move) => {
                self.state.selection = selection;
                self.state.map_move = Some(map_move);
            }
            Action::OpenList(tab) => self.state.lists.open(tab),
            Action::Command(command) => self.command(ctx, command),
            Action::Files(action) => self.act_on_files(ctx, action),
            Action::Project(action) => self.act_on_project(ctx, action),
        }
    }

    fn command(&mut self, ctx: &egui::Context, command: Command) {
        let [smallest, largest] = TEXT_SCALES;
        let liked = &mut self.state.preferences;
        match command {
            Command::Undo | Command::Redo | Command::ResetNorms => self.change_document(command),
            Command::WholeRegion => self.state.map_move = Some(MapMove::WholeRegion),
            Command::ZoomIn => self.state.map_move = Some(MapMove::Zoom(0.5)),
            Command::ZoomOut => self.state.map_move = Some(MapMove::Zoom(-0.5)),
            Command::SwitchBasemap => self.state.basemap = self.state.basemap.next(),
            Command::Measure => self.state.toggle_measuring(),
            Command::Deselect => self.state.put_away(),
            Command::EditNorms => self.state.edit_norms(!self.state.editing_norms),
            Command::SaveNorms | Command::LoadNorms => self.start_norm_file(ctx, command, None),
            Command::Export => {
                // What is worked on goes out, not what it is compared with.
                self.state.what_if.shows_before = false;
                self.state.export_form.open();
            }
            Command::OpenLayer => self.act_on_files(ctx, FileAction::Choose(None)),
            Command::ShowMessages => self.state.list_messages(!self.state.lists_messages),
            Command::TextLarger => liked.text_scale = (liked.text_scale + 0.25).min(largest),
            Command::TextSmaller => liked.text_scale = (liked.text_scale - 0.25).max(smallest),
            Command::TextNormal => liked.text_scale = 1.0,
            Command::NextTheme => liked.theme = liked.theme.next(),
            Command::LayersPanel => side_panels::toggle(&mut self.state, SidePanel::Left),
            Command::ExplanationPanel => side_panels::toggle(&mut self.state, SidePanel::Right),
            Command::Legend if self.state.is_narrow() => self.state.legend_over_map = !self.state.legend_over_map,
            Command::Legend => self.state.preferences.legend_open = Some(!legend::is_open(&self.state)),
            Command::Help => self.state.help = if self.state.help.is_some() { None } else { Some(HelpPage::Tour) },
            Command::Search => self.state.search.open(ctx),
            Command::Lists => self.state.lists.toggle(),
            Command::WhatIf => self.state.toggle_what_if(),
            Command::BeforeAfter => self.switch_before_after(),
            Command::NewVariant | Command::CopyVariant => self.begin_variant(command),
            Command::Sketch => self.state.toggle_sketching(),
            Command::Present | Command::AddBookmark | Command::Workshop | Command::AddNote | Command::SecondScreen => {
                self.room_command(ctx, command)
            }
            Command::SaveProject | Command::SaveProjectAs | Command::OpenProject => self.project_command(ctx, command),
            Command::NewProject | Command::EarlierStates | Command::RemoveLayer => self.project_command(ctx, command),
        }
    }

    fn change_document(&mut self, command: Command) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        match command {
            Command::Undo => {
                let undone = ready.session.undo();
                self.projects.n_others_undone += usize::from(undone.is_some_and(|edit| edit.is_of_others()));
                self.follow_ground();
            }
            Command::Redo => {
                let n_again = usize::from(ready.session.redo().is_some_and(|edit| edit.is_of_others()));
                self.projects.n_others_undone = self.projects.n_others_undone.saturating_sub(n_again);
                self.follow_ground();
            }
            _ => {
                let standard = ready.standard.clone();
                self.state.norm_sets.keep(&ready.session.project().norms);
                ready.session.edit(Edit::PutAllBack { norms: standard.norms, profile: standard.profile });
            }
        }
    }

    /// Without a variant there is nothing to switch between.
    fn switch_before_after(&mut self) {
        let Phase::Ready(ready) = &self.phase else { return };
        let what_if = &mut self.state.what_if;
        if ready.session.project().plan.active == what_if.against {
            what_if.shows_before = false;
            self.state.tell(nl::plan::NOTHING_TO_SWITCH, false);
        } else {
            what_if.shows_before = !what_if.shows_before;
        }
    }

    fn begin_variant(&mut self, command: Command) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        let project = ready.session.project();
        let copied = project.plan.active().filter(|_| command == Command::CopyVariant);
        let edit = what_if::new_variant(project, copied.map(|variant| &**variant));
        self.state.what_if.shows_before = false;
        ready.session.edit(edit);
    }

    /// Writes or reads a normenkader; one at a time. What was changed goes under a name of its own.
    fn start_norm_file(&mut self, ctx: &egui::Context, command: Command, path: Option<PathBuf>) {
        let Phase::Ready(ready) = &self.phase else { return };
        if self.norm_file.is_some() {
            return;
        }
        let norms = ready.session.project().norms.clone();
        let loads = command == Command::LoadNorms;
        match path {
            _ if !loads && NormSets::borrows_a_name(&norms) => {
                self.state.edit_norms(true);
                self.state.tell(nl::name_before_saving(&norms.name), true);
            }
            Some(path) if loads => self.norm_file = Some(NormFile::load(ctx, path)),
            Some(path) => self.norm_file = Some(NormFile::save(ctx, norms, path)),
            None => self.choose(ctx, if loads { Purpose::LoadNorms } else { Purpose::SaveNorms }),
        }
    }

    fn take_norm_file(&mut self, news: NormFileNews) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        match news {
            NormFileNews::Saved(norms, path) => {
                self.state.norm_sets.keep(&norms);
                self.state.tell(nl::norms_saved(&norms.name, &path), false);
            }
            NormFileNews::Loaded(norms, path) => {
                self.state.norm_sets.keep(&ready.session.project().norms);
                self.state.norm_sets.take_up(&norms);
                self.state.tell(nl::norms_loaded(&norms.name, &path), false);
                ready.session.edit(Edit::ReplaceNorms(*norms));
            }
            NormFileNews::Failed(why) => self.state.tell(why, true),
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
