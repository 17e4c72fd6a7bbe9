//! The two panels beside the map: they resize, fold away and come back as they were.

use egui::{Button, Frame, Margin, Panel, RichText, ScrollArea, Ui, accesskit::Role as Accessible, vec2};

use crate::gui::command::Command;
use crate::gui::theme::{LEFT_WIDTH, RIGHT_WIDTH, STEP, TEXT_SIZE, TOUCH, palette};
use crate::gui::view_state::ViewState;

/// In a window narrower than this only one panel shows beside the map, in points.
const NARROW: f32 = 780.0;
/// Width of a panel that is folded away, in points.
const FOLDED: f32 = TOUCH + 6.0;
/// A panel takes at most this part of the window.
const LARGEST_PART: f32 = 0.42;
/// Smallest widths of an open panel, in points.
const SMALLEST: [f32; 2] = [216.0, 236.0];

/// Shows or hides the left panel; in a narrow window the other one makes room.
pub fn toggle_left(state: &mut ViewState) {
    let opened = !shows_left(state);
    state.preferences.left_open = opened;
    if opened && state.is_narrow {
        state.preferences.right_open = false;
    }
}

/// Shows or hides the right panel; in a narrow window the other one makes room.
pub fn toggle_right(state: &mut ViewState) {
    let opened = !state.preferences.right_open;
    state.preferences.right_open = opened;
    if opened && state.is_narrow {
        state.preferences.left_open = false;
    }
}

/// In a narrow window with room for one, the explanation goes first.
fn shows_left(state: &ViewState) -> bool {
    state.preferences.left_open && !(state.is_narrow && state.preferences.right_open)
}

/// The left panel with its content.
pub fn left(ui: &mut Ui, state: &mut ViewState, content: impl FnOnce(&mut Ui, &mut ViewState)) {
    let width = ui.available_width();
    state.is_narrow = width < NARROW;
    if !shows_left(state) {
        let panel = Panel::left("lagen-dicht").exact_size(FOLDED).resizable(false).frame(folded_frame());
        if panel.show(ui, |ui| fold_button(ui, "»", Command::LayersPanel)).inner {
            toggle_left(state);
        }
        return;
    }
    let usual = (0.24 * width).clamp(SMALLEST[0], LEFT_WIDTH);
    let size = state.preferences.left_width.unwrap_or(usual);
    let shown = Panel::left("lagen")
        .resizable(true)
        .default_size(size)
        .size_range(SMALLEST[0]..=(LARGEST_PART * width).max(SMALLEST[0]))
        .frame(frame())
        .show(ui, |ui| {
            let mut folds = false;
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                folds = corner_button(ui, "«", Command::LayersPanel);
                content(ui, state);
            });
            folds
        });
    if shown.inner {
        toggle_left(state);
    }
    state.preferences.left_width = set_by_hand(ui, shown.response.rect.width(), size, state.preferences.left_width);
}

/// The right panel with its content.
pub fn right(ui: &mut Ui, state: &mut ViewState, content: impl FnOnce(&mut Ui, &mut ViewState)) {
    let width = ui.available_width();
    if !state.preferences.right_open {
        let panel = Panel::right("toelichting-dicht").exact_size(FOLDED).resizable(false).frame(folded_frame());
        if panel.show(ui, |ui| fold_button(ui, "«", Command::ExplanationPanel)).inner {
            toggle_right(state);
        }
        return;
    }
    let usual = (0.37 * width).clamp(SMALLEST[1], RIGHT_WIDTH);
    let size = state.preferences.right_width.unwrap_or(usual);
    let shown = Panel::right("toelichting")
        .resizable(true)
        .default_size(size)
        .size_range(SMALLEST[1]..=(LARGEST_PART * width).max(SMALLEST[1]))
        .frame(frame())
        .show(ui, |ui| {
            let mut folds = false;
            ScrollArea::vertical().id_salt(state.selection.subject()).auto_shrink(false).show(ui, |ui| {
                folds = corner_button(ui, "»", Command::ExplanationPanel);
                content(ui, state);
            });
            folds
        });
    if shown.inner {
        toggle_right(state);
    }
    state.preferences.right_width = set_by_hand(ui, shown.response.rect.width(), size, state.preferences.right_width);
}

/// The width to remember: a new one only once the pointer lets go of the edge.
fn set_by_hand(ui: &Ui, shown: f32, asked: f32, kept: Option<f32>) -> Option<f32> {
    let resized = ui.input(|input| input.pointer.any_released()) && (shown - asked).abs() > 1.0;
    if resized { Some(shown.round()) } else { kept }
}

fn frame() -> Frame {
    Frame::new().fill(palette().canvas).inner_margin(Margin::symmetric(14, 10))
}

fn folded_frame() -> Frame {
    Frame::new().fill(palette().canvas).inner_margin(Margin::symmetric(3, 8))
}

fn fold_button(ui: &mut Ui, sign: &str, command: Command) -> bool {
    let button = Button::new(RichText::new(sign).size(TEXT_SIZE + STEP)).frame(false).min_size(vec2(TOUCH, TOUCH));
    let response = ui.add(button).on_hover_text(command.tooltip(ui.ctx()));
    response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, command.name()));
    response.clicked()
}

/// In the upper right corner of a panel, beside what is written there.
fn corner_button(ui: &mut Ui, sign: &str, command: Command) -> bool {
    let room = ui.available_rect_before_wrap();
    let at = egui::Rect::from_min_size(egui::pos2(room.right() - 22.0, room.top() - 2.0), vec2(22.0, 22.0));
    let button = Button::new(RichText::new(sign).size(TEXT_SIZE).color(palette().remark)).frame(false);
    let response = ui.put(at, button).on_hover_text(command.tooltip(ui.ctx()));
    response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, command.name()));
    ui.advance_cursor_after_rect(egui::Rect::from_min_size(room.min, vec2(0.0, 0.0)));
    response.clicked()
}
