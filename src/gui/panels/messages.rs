//! Messages over the map, until they are put away.

use egui::{Align2, Frame, Margin, Stroke, Ui, vec2};

use crate::gui::theme::{self, STEP, palette};
use crate::gui::view_state::ViewState;
use crate::nl::window as nl;

/// At most so many messages show at once; older ones wait behind them.
const MAX_SHOWN: usize = 3;

/// Details higher than this scroll, in points.
const DETAILS_HEIGHT: f32 = 240.0;

/// Shows the newest messages.
pub fn ui(ui: &Ui, state: &mut ViewState) {
    if state.messages.is_empty() {
        return;
    }
    let mut closed = None;
    egui::Area::new(egui::Id::unique("meldingen"))
        .anchor(Align2::CENTER_TOP, vec2(0.0, 60.0))
        .order(egui::Order::Foreground)
        .show(ui.ctx(), |ui| {
            let first = state.messages.len().saturating_sub(MAX_SHOWN);
            for (idx, message) in state.messages.iter_mut().enumerate().skip(first) {
                let p = palette();
                let (fill, line) =
                    if message.is_problem { (p.warning_pale, p.warning) } else { (p.accent_pale, p.accent) };
                Frame::new()
                    .fill(fill)
                    .stroke(Stroke::new(1.0, line))
                    .corner_radius(theme::RADIUS)
                    .inner_margin(Margin::symmetric(14, 10))
                    .show(ui, |ui| {
                        ui.set_max_width(520.0);
                        ui.horizontal_wrapped(|ui| {
                            ui.label(&message.text);
                            let toggle = if message.is_open { nl::HIDE_DETAILS } else { nl::SHOW_DETAILS };
                            if !message.details.is_empty() && ui.button(toggle).clicked() {
                                message.is_open = !message.is_open;
                            }
                            if ui.button(nl::CLOSE).clicked() {
                                closed = Some(idx);
                            }
                        });
                        if message.is_open {
                            egui::ScrollArea::vertical().max_height(DETAILS_HEIGHT).show(ui, |ui| {
                                for detail in &message.details {
                                    ui.add(egui::Label::new(detail.as_str()).wrap());
                                    ui.add_space(STEP);
                                }
                            });
                        }
                    });
                ui.add_space(STEP);
            }
        });
    if let Some(idx) = closed {
        state.messages.remove(idx);
    }
}
