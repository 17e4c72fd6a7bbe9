//! What the window does in a room: presenting, the second screen, the commands of the werkatelier, and how all is drawn.

use egui::{CentralPanel, Ui};

use super::{App, Phase};
use crate::gui::command::Command;
use crate::gui::map::compared;
use crate::gui::panels::{Action, palette as search};
use crate::gui::presenter::{self, Parts, SecondScreen};
use crate::gui::room::note_card;
use crate::gui::room::panel::RoomTab;
use crate::gui::room::{Pointing, Room};
use crate::gui::theme::{self, Theme};
use crate::nl::window as nl;
use crate::project::Edit;

impl App {
    /// Changes the document, as a panel would.
    pub fn edit(&mut self, ctx: &egui::Context, edit: Edit) {
        self.act(ctx, Action::Edit(edit));
    }

    /// Takes the keys of the presentation and lets the variant of its bookmark show.
    pub(super) fn go_on_presenting(&mut self, ctx: &egui::Context, has_keyboard: bool) {
        let Phase::Ready(ready) = &self.phase else { return };
        let project = ready.session.project().clone();
        if has_keyboard && presenter::keys(ctx, &mut self.state, &project) {
            self.abandon_drag(ctx);
        }
        presenter::show_variant(&mut self.state, &project);
    }

    /// Draws the map for a room instead of panels; false when nothing is presented.
    pub(super) fn presented(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) -> bool {
        let Self { phase, state, map, .. } = self;
        let Phase::Ready(ready) = &*phase else { return false };
        if !state.room.presenter.is_on() {
            return false;
        }
        let view = ready.view(state, false);
        CentralPanel::no_frame().show(ui, |ui| {
            let room = ui.available_rect_before_wrap();
            actions.extend(map.ui(ui, &ready.map_input(), state));
            actions.extend(map.take_wish());
            compared::swipe_ui(ui, room, view.answer, state);
            actions.extend(presenter::ui(ui.ctx(), room, &view, state, Parts::All));
            actions.extend(note_card::ui(ui, &view, &mut state.room));
        });
        actions.extend(search::ui(ui.ctx(), &view, state));
        true
    }

    /// Draws the window for the projector, while it is open.
    pub(super) fn show_second_screen(&mut self, ctx: &egui::Context) {
        let Self { phase, state, second_screen, .. } = self;
        if let Phase::Ready(ready) = &*phase {
            let view = ready.view(state, false);
            second_screen.show(ctx, &ready.map_input(), &view, state);
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
        let Self { phase, state, .. } = self;
        if let Phase::Ready(ready) = &*phase {
            let moment = [ctx.input(|input| input.time), jiff::Timestamp::now().as_duration().as_secs_f64()];
            state.room.keep_clock(&mut state.preferences.clock, ready.session.project(), moment);
        }
    }

    /// The scale and the colors in which to draw: a room has its own.
    fn look(&self, ctx: &egui::Context) -> (f32, Theme, bool) {
        let liked = &self.state.preferences;
        if !self.state.room.presenter.is_on() {
            return (liked.text_scale, liked.theme, false);
        }
        let window = ctx.content_rect().size() * ctx.zoom_factor();
        let scale = theme::presented::zoom_for(window) * liked.text_scale.max(1.0);
        let theme = if liked.presents_in_high_contrast { Theme::HighContrast } else { liked.theme };
        (scale, theme, true)
    }

    /// Does a command of the room.
    pub(super) fn room_command(&mut self, ctx: &egui::Context, command: Command) {
        let state = &mut self.state;
        match command {
            Command::Present => presenter::toggle(state),
            Command::AddBookmark => state.room.open(RoomTab::Bookmarks),
            Command::AddNote => state.room.pointing = Some(Pointing::NewNote),
            Command::SecondScreen if !SecondScreen::is_possible(ctx) => state.tell(nl::room::ONE_SCREEN, false),
            Command::SecondScreen => state.room.second_screen = !state.room.second_screen,
            _ => Room::toggle(&mut state.room),
        }
    }
}
