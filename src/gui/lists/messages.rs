//! Messages: the newest in a corner of the map until they are put away, and all of them in a list below it.

use egui::{
    Align, Align2, Button, Frame, Label, Layout, Margin, Panel, Rangef, Rect, RichText, ScrollArea, Stroke, Ui, vec2,
};

use crate::gui::kit::areas::{CLOCK, MESSAGES, SKETCHING, free_below};
use crate::gui::kit::small_space::{covers_map, over_everything};
use crate::gui::kit::theme::{self, STEP, palette};
use crate::gui::kit::widgets::rule;
use crate::gui::state::{Message, ViewState};
use crate::nl::{numbers, window as nl};

/// At most so many messages stand in the corner; older ones are in the list.
const MAX_IN_CORNER: usize = 3;

/// Widest message in the corner, in points.
const CORNER_WIDTH: f32 = 360.0;

/// Between the corner and its messages, in points: the attribution of the map stays free.
const FROM_CORNER: egui::Vec2 = vec2(12.0, 34.0);
/// Margins and lines of a message, left and right together, in points.
const EDGES: f32 = 26.0;

/// At most so many details are shown; copying takes them all.
const MAX_DETAILS: usize = 200;

/// Height of the list, in points.
const LIST_HEIGHT: f32 = 220.0;

/// Shows the newest messages in the lower right of the map.
pub fn corner_ui(ui: &Ui, map: Rect, state: &mut ViewState) {
    let shown: Vec<usize> = (0..state.messages.len()).filter(|idx| state.messages[*idx].in_corner).collect();
    if shown.is_empty() {
        return;
    }
    let (mut closed, mut listed) = (None, None);
    // Below what stands at the top of the map, or beside it.
    let mut corner = map.left_top() + FROM_CORNER;
    let column = Rangef::new(corner.x, corner.x + CORNER_WIDTH + EDGES);
    corner.y = corner.y.max(free_below(ui.ctx(), map, column, &[SKETCHING, CLOCK]) + 2.0 * STEP);
    egui::Area::new(egui::Id::unique(MESSAGES))
        .pivot(Align2::LEFT_TOP)
        .fixed_pos(corner)
        .order(egui::Order::Foreground)
        .show(ui.ctx(), |ui| {
            let width = CORNER_WIDTH.min(map.width() - 2.0 * FROM_CORNER.x - EDGES);
            for idx in shown.iter().rev().take(MAX_IN_CORNER).rev().copied() {
                let message = &state.messages[idx];
                let p = palette();
                let (fill, line) =
                    if message.is_problem { (p.warning_pale, p.warning) } else { (p.accent_pale, p.accent) };
                Frame::new()
                    .fill(fill)
                    .stroke(Stroke::new(1.0, line))
                    .corner_radius(theme::RADIUS)
                    .inner_margin(Margin::symmetric(12, 8))
                    .show(ui, |ui| {
                        ui.set_width(width);
                        ui.horizontal_top(|ui| {
                            sign(ui, message);
                            ui.add(Label::new(&message.text).wrap());
                        });
                        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                            if ui.button(nl::CLOSE).clicked() {
                                closed = Some(idx);
                            }
                            if !message.details.is_empty()
                                && ui.button(nl::files::details(message.details.len(), false)).clicked()
                            {
                                listed = Some(idx);
                            }
                        });
                    });
                ui.add_space(STEP);
            }
        });
    if let Some(idx) = closed {
        state.messages[idx].in_corner = false;
    }
    if let Some(idx) = listed {
        state.messages[idx].is_open = true;
        state.list_messages(true);
    }
}

/// Lists every message below the map, the newest first.
pub fn list_ui(ui: &mut Ui, state: &mut ViewState) {
    if !state.lists_messages {
        return;
    }
    let frame = Frame::new().fill(palette().card).inner_margin(Margin::symmetric(14, 8));
    if covers_map(ui.available_size()) {
        over_everything(ui.ctx(), nl::files::MESSAGES, frame, |ui| list(ui, state));
        return;
    }
    let height = LIST_HEIGHT.min(0.5 * ui.available_height());
    Panel::bottom("meldingenlijst").exact_size(height).resizable(false).frame(frame).show(ui, |ui| list(ui, state));
}

fn list(ui: &mut Ui, state: &mut ViewState) {
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::heading(nl::files::MESSAGES));
        ui.label(theme::remark(nl::files::messages(state.messages.len())));
        let some = !state.messages.is_empty();
        if ui.add_enabled(some, Button::new(nl::files::COPY_ALL)).clicked() {
            let all: Vec<String> = state.messages.iter().rev().map(as_text).collect();
            ui.ctx().copy_text(all.join("\n\n"));
        }
        if ui.add_enabled(some, Button::new(nl::files::REMOVE_ALL)).clicked() {
            state.messages.clear();
        }
        if ui.button(nl::CLOSE).clicked() {
            state.list_messages(false);
        }
    });
    rule(ui);
    let mut removed = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if state.messages.is_empty() {
            ui.label(theme::remark(nl::files::NO_MESSAGES));
        }
        for (idx, message) in state.messages.iter_mut().enumerate().rev() {
            ui.push_id(idx, |ui| {
                if entry(ui, message) {
                    removed = Some(idx);
                }
            });
        }
    });
    if let Some(idx) = removed {
        state.messages.remove(idx);
    }
}

/// A message with what can be done with it; true when it is to go.
fn entry(ui: &mut Ui, message: &mut Message) -> bool {
    let mut removed = false;
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        let small = |text: &str| Button::new(RichText::new(text).size(theme::REMARK_SIZE));
        removed = ui.add(small(nl::files::REMOVE)).clicked();
        if ui.add(small(nl::files::COPY)).clicked() {
            ui.ctx().copy_text(as_text(message));
        }
        let n = message.details.len();
        if n > 0 && ui.add(small(&nl::files::details(n, message.is_open))).clicked() {
            message.is_open = !message.is_open;
        }
        if message.n_times > 1 {
            ui.label(theme::remark(format!("{}×", numbers::whole(message.n_times as f64))));
        }
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            sign(ui, message);
            ui.add(Label::new(&message.text).wrap());
        });
    });
    if message.is_open {
        ui.indent("details", |ui| {
            for detail in message.details.iter().take(MAX_DETAILS) {
                ui.add(Label::new(theme::remark(detail.as_str())).wrap());
            }
            let n_more = message.details.len().saturating_sub(MAX_DETAILS);
            if n_more > 0 {
                ui.label(theme::remark(nl::files::more_details(n_more)));
            }
        });
    }
    ui.add_space(STEP);
    removed
}

/// Problem or not, by its sign as well as by its color.
fn sign(ui: &mut Ui, message: &Message) {
    let p = palette();
    let (sign, color) =
        if message.is_problem { (nl::files::PROBLEM_SIGN, p.warning) } else { (nl::files::DONE_SIGN, p.accent) };
    ui.label(RichText::new(sign).color(color));
}

fn as_text(message: &Message) -> String {
    std::iter::once(&message.text).chain(&message.details).map(String::as_str).collect::<Vec<_>>().join("\n")
}
