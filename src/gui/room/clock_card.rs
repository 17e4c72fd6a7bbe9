//! Over the map while nothing is presented: the clock of the round, and what the next click is for.

use egui::{Align2, Area, Id, Order, Rect, Ui, vec2};

use super::memory::Room;
use crate::gui::kit::areas::{CLOCK, basemap_space};
use crate::gui::kit::round_clock::{clock_ui, point_at_ui};
use crate::gui::kit::theme::{FIGURE_SIZE, STEP, TEXT_SIZE};
use crate::gui::kit::widgets::card;
use crate::gui::state::Timer;

/// Shows it while there is something to say.
pub fn ui(ui: &Ui, map: Rect, timer: &Timer, room: &Room) {
    if timer.round().is_none() && room.pointing.is_none() {
        return;
    }
    let area = Area::new(Id::unique(CLOCK)).pivot(Align2::RIGHT_TOP).order(Order::Middle);
    area.fixed_pos(basemap_space(map).right_bottom() + vec2(0.0, 2.0 * STEP)).show(ui.ctx(), |ui| {
        card(12, 6).show(ui, |ui| {
            if timer.round().is_some() {
                clock_ui(ui, timer, 1.4 * FIGURE_SIZE);
            }
            if room.pointing.is_some() {
                point_at_ui(ui, TEXT_SIZE);
            }
        });
    });
}
