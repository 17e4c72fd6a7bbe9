//! The window as a whole: reads in the background, asks the engine, lays out panels and map, and does what they want.

mod choices;
mod features;
mod files;
mod leaving;
mod on_map;
mod project_work;
mod projects;
mod ready;
mod room;
mod saving;
mod second_screen;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::{CentralPanel, Frame, Margin, Panel, Ui, ViewportCommand};

use self::choices::Choices;
pub use self::features::Features;
use self::files::Files;
use self::on_map::OnMap;
use self::projects::Projects;
use self::ready::{FirstLoad, Ready};
use self::second_screen::SecondScreen;
use super::bars::{basemap_choice, status_bar, top_bar};
use super::dialogs::{empty_card, help};
use super::kit::choosing::Purpose;
use super::kit::first_size::FirstSize;
use super::kit::theme::{self, STEP, palette};
use super::kit::typed_first::TypedFirst;
use super::kit::{keys, side_panels};
use super::left::norm_sets::NormSets;
use super::left::{layers, legend, norms, norms_editor};
use super::lists::{messages, panel as lists};
use super::map::{basemap, compared};
use super::right::explanation;
use super::room::{clock_card, note_card, panel as room_panel};
use super::search;
use super::start::Start;
use super::state::{MapMove, Preferences, SidePanel, TEXT_SCALES, Theme, ViewState, trial};
use super::tools::sketching::bar as sketch_bar;
use super::tools::what_if_card;
use super::wish::variants::new_variant;
use super::wish::{Action, Command, FileAction};
use super::work::exporting::{ExportFn, ExportForm};
use super::work::norm_files::{NormFile, NormFileNews};
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
    features: Features,
    map: OnMap,
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
            features: Features::default(),
            map: OnMap::default(),
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

    /// What each part of the window remembers for itself.
    #[must_use]
    pub fn features(&self) -> &Features {
        &self.features
    }

    /// What each part of the window remembers for itself, to change.
    pub fn features_mut(&mut self) -> &mut Features {
        &mut self.features
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
        let drags = self.state.tool.drags();
        let mut actions: Vec<Action> = Vec::new();
        let has_keyboard = !egui::Popup::is_any_open(&ctx) && !self.features.search.is_open && !self.asks();
        self.go_on_presenting(&ctx, has_keyboard);
        if has_keyboard {
            actions.extend(keys::pressed(&ctx).into_iter().map(Action::Command));
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
            let asked = ready.asked(&self.state, &self.features);
            let chosen = self.state.selection.sketch().and_then(|id| asked.board.sketch(id));
            let radius_m = self.state.sketch_habits.radius_m;
            ready.session.try_zone(trial(self.state.tool.sketching(), chosen, radius_m));
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
            ready.refresh(&self.state, &self.features);
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
        let Self { phase, state, features, map, files, .. } = self;
        let exporting = files.exporting.is_some();
        let phase = &*phase;
        let on = features.on(state);
        let view = match phase {
            Phase::Ready(ready) => Some(ready.view(state, &on, exporting)),
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
        let Features { panels, layers, legend, norms, counted, lists, search, help, room, .. } = features;
        if let Some(view) = view.as_ref().filter(|_| state.is_narrow()) {
            actions.extend(help::tour_ui(ui, view, help));
        }
        panels.left(ui, state, |ui, state| {
            let Some(view) = &view else { return };
            layers::ui(ui, view, state, layers);
            ui.add_space(4.0 * STEP);
            actions.extend(norms::ui(ui, view, state));
        });
        panels.right(ui, state, |ui, state| match (&view, phase) {
            (Some(view), _) => actions.extend(explanation::ui(ui, view, state, counted)),
            (None, Phase::Failed(why)) => {
                ui.add(egui::Label::new(why).wrap());
            }
            (None, _) => {
                ui.label(nl::LOADING);
            }
        });
        if let Some(view) = view.as_ref().filter(|_| !state.is_narrow()) {
            actions.extend(help::tour_ui(ui, view, help));
        }
        messages::list_ui(ui, state);
        if let Some(view) = &view {
            actions.extend(lists::ui(ui, view, state, lists));
            actions.extend(room_panel::ui(ui, view, state, room));
        }
        let map_rect = ui.available_rect_before_wrap();
        CentralPanel::no_frame().show(ui, |ui| match phase {
            Phase::Ready(ready) => {
                let rect = ui.available_rect_before_wrap();
                actions.extend(map.ui(ui, &ready.map_input(), state, room));
                compared::swipe_ui(ui, rect, view.as_ref().and_then(|view| view.answer), state);
                basemap_choice::ui(ui, rect, state);
                what_if_card::ui(ui, rect, state);
                let subject = ready.map_input().selected_sketch(state.selection);
                actions.extend(sketch_bar::ui(ui.ctx(), rect, subject, state));
                clock_card::ui(ui, rect, &state.timer, room);
                if let Some(view) = &view {
                    actions.extend(legend::ui(ui.ctx(), rect, view, state, legend));
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
            help::ui(ui.ctx(), state, help);
            actions.extend(note_card::ui(ui, view, room, state.timer.round()));
            actions.extend(norms_editor::ui(ui, view, state, norms));
            actions.extend(empty_card::ui(ui, map_rect, view, &mut features.empty_card_is_away));
        }
        messages::corner_ui(ui, map_rect, state);
        if let Some(view) = &view {
            actions.extend(search::ui(ui.ctx(), view, search));
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
                self.state.comparison.shows_before &= !matches!(edit, Edit::Plan(_));
                if let Phase::Ready(ready) = &mut self.phase {
                    ready.session.edit(edit);
                }
            }
            Action::Select(selection) => self.state.selection = selection,
            Action::Show(selection, map_move) => {
                self.state.selection = selection;
                self.state.map_move = Some(map_move);
            }
            Action::OpenList(tab) => self.features.lists.open(tab),
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
            Command::Deselect => self.features.put_away(&mut self.state),
            Command::EditNorms => self.features.edit_norms(&mut self.state, !self.features.norms.is_open),
            Command::SaveNorms | Command::LoadNorms => self.start_norm_file(ctx, command, None),
            Command::Export => {
                // What is worked on goes out, not what it is compared with.
                self.state.comparison.shows_before = false;
                self.features.export.open();
            }
            Command::OpenLayer => self.act_on_files(ctx, FileAction::Choose(None)),
            Command::ShowMessages => self.state.list_messages(!self.state.lists_messages),
            Command::TextLarger => liked.text_scale = (liked.text_scale + 0.25).min(largest),
            Command::TextSmaller => liked.text_scale = (liked.text_scale - 0.25).max(smallest),
            Command::TextNormal => liked.text_scale = 1.0,
            Command::NextTheme => liked.theme = liked.theme.next(),
            Command::LayersPanel => side_panels::toggle(&mut self.state, SidePanel::Left),
            Command::ExplanationPanel => side_panels::toggle(&mut self.state, SidePanel::Right),
            Command::Legend => self.features.legend.toggle(&mut self.state),
            Command::Help => self.features.help.toggle(),
            Command::Search => self.features.search.open(ctx),
            Command::Lists => self.features.lists.toggle(),
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
                self.features.norms.sets.keep(&ready.session.project().norms);
                ready.session.edit(Edit::PutAllBack { norms: standard.norms, profile: standard.profile });
            }
        }
    }

    /// Without a variant there is nothing to switch between.
    fn switch_before_after(&mut self) {
        let Phase::Ready(ready) = &self.phase else { return };
        let comparison = &mut self.state.comparison;
        if ready.session.project().plan.active == comparison.against {
            comparison.shows_before = false;
            self.state.tell(nl::plan::NOTHING_TO_SWITCH, false);
        } else {
            comparison.shows_before = !comparison.shows_before;
        }
    }

    fn begin_variant(&mut self, command: Command) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        let project = ready.session.project();
        let copied = project.plan.active().filter(|_| command == Command::CopyVariant);
        let edit = new_variant(project, copied.map(|variant| &**variant));
        self.state.comparison.shows_before = false;
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
                self.features.edit_norms(&mut self.state, true);
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
                self.features.norms.sets.keep(&norms);
                self.state.tell(nl::norms_saved(&norms.name, &path), false);
            }
            NormFileNews::Loaded(norms, path) => {
                self.features.norms.sets.keep(&ready.session.project().norms);
                self.features.norms.sets.take_up(&norms);
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
