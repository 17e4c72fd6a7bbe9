//! What the window does in a room: presenting, the second screen, the commands of the werkatelier, and how all is drawn.

use egui::{CentralPanel, Ui};

use super::features::Features;
use super::second_screen::SecondScreen;
use super::{App, Phase};
use crate::gui::kit::theme;
use crate::gui::map::compared;
use crate::gui::presenter::overlay::{self, Parts, Shown};
use crate::gui::room::{Pointing, note_card};
use crate::gui::search;
use crate::gui::state::Theme;
use crate::gui::wish::{Action, Command, RoomTab};
use crate::nl::window as nl;
use crate::project::Edit;

impl App {
    /// Changes the document, as a panel would.
    pub fn edit(&mut self, ctx: &egui::Context, edit: Edit) {
        self.act(ctx, Action::Edit(edit));
    }

    /// Takes the keys of the presentation.
    pub(super) fn go_on_presenting(&mut self, ctx: &egui::Context, has_keyboard: bool) {
        let Phase::Ready(ready) = &self.phase else { return };
        let project = ready.session.project().clone();
        if has_keyboard && self.features.presenter.keys(ctx, &mut self.state, &project) {
            self.abandon_drag(ctx);
        }
    }

    /// Draws the map for a room instead of panels; false when nothing is presented.
    pub(super) fn presented(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) -> bool {
        let Self { phase, state, features, map, .. } = self;
        let Phase::Ready(ready) = &*phase else { return false };
        if !features.presenter.is_on() {
            return false;
        }
        let on = features.on(state);
        let view = ready.view(state, &on, false);
        let Features { room, presenter, search, .. } = features;
        CentralPanel::no_frame().show(ui, |ui| {
            let rect = ui.available_rect_before_wrap();
            actions.extend(map.ui(ui, &ready.map_input(), state, room));
            compared::swipe_ui(ui, rect, view.answer, state);
            let shown = Shown { ballot: room.ballot(view.project), by_votes: room.by_votes };
            actions.extend(overlay::ui(ui.ctx(), rect, &view, state, presenter, shown, Parts::All));
            actions.extend(note_card::ui(ui, &view, room, state.timer.round()));
        });
        actions.extend(search::ui(ui.ctx(), &view, search));
        true
    }

    /// Draws the window for the projector, while it is open.
    pub(super) fn show_second_screen(&mut self, ctx: &egui::Context) {
        let Self { phase, state, features, second_screen, .. } = self;
        if let Phase::Ready(ready) = &*phase {
            let on = features.on(state);
            let view = ready.view(state, &on, false);
            second_screen.show(ctx, &ready.map_input(), &view, state, features);
        }
    }

    /// Draws as the user likes it, and keeps what was changed.
    pub(super) fn keep_preferences(&mut self, ctx: &egui::Context) {
        let (scale, theme, presenting) = self.look(ctx);
        ctx.set_zoom_factor(scale);
        if (theme, presenting) != self.drawn {
            self.drawn = (theme, presenting);
            theme::apply(ctx, theme);
            theme::presented::set_presenting(presenting);
            self.map.forget_drawings();
            self.second_screen.forget_drawings();
            ctx.request_repaint();
        }
        self.keep_clock(ctx);
        let liked = &self.state.preferences;
        if *liked != self.kept {
            self.kept = liked.clone();
            if let Some(file) = &self.preferences_file {
                liked.write_later(file.clone());
            }
        }
    }

    /// Lets the clock of a round outlive the program.
    fn keep_clock(&mut self, ctx: &egui::Context) {
        let Self { phase, state, features, .. } = self;
        if let Phase::Ready(ready) = &*phase {
            let moment = [ctx.input(|input| input.time), jiff::Timestamp::now().as_duration().as_secs_f64()];
            let kept = &mut state.preferences.clock;
            features.room.keep_clock(&mut state.timer, kept, ready.session.project(), moment);
        }
    }

    /// The scale and the colors in which to draw: a room has its own.
    fn look(&self, ctx: &egui::Context) -> (f32, Theme, bool) {
        let liked = &self.state.preferences;
        if !self.features.presenter.is_on() {
            return (liked.text_scale, liked.theme, false);
        }
        let window = ctx.content_rect().size() * ctx.zoom_factor();
        let scale = theme::presented::zoom_for(window) * liked.text_scale.max(1.0);
        let theme = if liked.presents_in_high_contrast { Theme::HighContrast } else { liked.theme };
        (scale, theme, true)
    }

    /// Does a command of the room.
    pub(super) fn room_command(&mut self, ctx: &egui::Context, command: Command) {
        let Self { state, features, .. } = self;
        let room = &mut features.room;
        match command {
            Command::Present if features.presenter.is_on() => features.stop_presenting(state),
            Command::Present => features.start_presenting(state),
            Command::AddBookmark => room.open(RoomTab::Bookmarks),
            Command::AddNote => room.pointing = Some(Pointing::NewNote),
            Command::SecondScreen if !SecondScreen::is_possible(ctx) => state.tell(nl::room::ONE_SCREEN, false),
            Command::SecondScreen => room.second_screen = !room.second_screen,
            _ => room.toggle(),
        }
    }
}
