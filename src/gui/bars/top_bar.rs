//! Above: the name, the region, and what can be done.

use std::path::PathBuf;

use egui::{Button, RichText, Ui};

use super::{display_menu, main_menu, open_menu, search_button, tools_menu, variant_menu};
use crate::gui::kit::buttons::command_button;
use crate::gui::kit::buttons::main_button;
use crate::gui::kit::theme::{self, STEP, TOUCH, palette};
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, Command, View};
use crate::nl::window as nl;

/// In a window narrower than this the bar takes as many lines as it needs, in points.
const ONE_LINE: f32 = 1_120.0;
/// The button for export among the parts at the right.
const EXPORT: u8 = 4;
/// Narrowest window in which the bar has room for the region's name, in points.
const ROOM_FOR_NAME: f32 = 1_600.0;

/// Narrowest window in which every tool has a button of its own, in points.
const ROOM_FOR_TOOLS: f32 = 1_480.0;
/// Narrowest window in which the bar has room for the werkatelier, in points.
const ROOM_FOR_WORKSHOP: f32 = 1_270.0;

/// Shows the bar.
pub fn ui(ui: &mut Ui, view: Option<&View<'_>>, recent: &[PathBuf], state: &mut ViewState) -> Option<Action> {
    let one_line = ui.available_width() >= ONE_LINE;
    let mut action = None;
    let content = |ui: &mut Ui| {
        ui.set_min_height(TOUCH);
        ui.label(theme::figure(nl::PRODUCT).size(17.0).color(palette().accent));
        ui.add_space(STEP);
        let Some(view) = view else { return };
        if main_menu::is_low(ui.ctx()) {
            action = low_bar(ui, view, state);
            return;
        }
        // With large text on a small screen the name makes room for what can be done; the panel beside the map has it too.
        if ui.ctx().content_rect().width() >= ROOM_FOR_NAME {
            ui.label(theme::medium(nl::region_name(view.baseline)));
            separator(ui);
        }
        let undo = view.history.can_undo().map(|edit| nl::edit(edit, &view.project.norms));
        action = icon_button(ui, Command::Undo, undo).or(action.take());
        let redo = view.history.can_redo().map(|edit| nl::edit(edit, &view.project.norms));
        action = icon_button(ui, Command::Redo, redo).or(action.take());
        separator(ui);
        action = variant_menu::ui(ui, view).or(action.take());
        let width = ui.ctx().content_rect().width();
        let shows_workshop = width >= ROOM_FOR_WORKSHOP;
        action = tools_menu::ui(ui, view, width >= ROOM_FOR_TOOLS, !shows_workshop).or(action.take());
        if shows_workshop {
            action = command_button(ui, view, Command::Workshop, nl::room::WORKSHOP, true).or(action.take());
        }
        if one_line {
            let from_right = egui::Layout::right_to_left(egui::Align::Center);
            ui.with_layout(from_right, |ui| {
                action = right_part(ui, view, recent, state, &[EXPORT, 3, 2, 1, 0]).or(action.take())
            });
        } else {
            action = right_part(ui, view, recent, state, &[0, 1, 2, 3, EXPORT]).or(action.take());
        }
    };
    if one_line {
        ui.horizontal(content);
    } else {
        ui.horizontal_wrapped(content);
    }
    action
}

/// What a low window has room for: the rest is in the menu.
fn low_bar(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let searched = search_button::ui(ui);
    let chosen = main_menu::ui(ui, view, state);
    searched.or(chosen).or(right_part(ui, view, &[], state, &[EXPORT]))
}

/// Search and lists, how it looks, opening, help, and export, in the given order.
fn right_part(ui: &mut Ui, view: &View<'_>, recent: &[PathBuf], state: &mut ViewState, order: &[u8]) -> Option<Action> {
    let mut action = None;
    for part in order.iter().copied() {
        let pressed = match part {
            0 => search_button::with_lists(ui, view),
            1 => display_menu::ui(ui, state),
            2 => open_menu::ui(ui, recent),
            3 => command_button(ui, view, Command::Help, nl::HELP, true),
            _ => {
                let name = if view.exporting { nl::EXPORTING } else { nl::EXPORT };
                export_button(ui, name, view.answer.is_some() && !view.exporting)
            }
        };
        action = pressed.or(action);
    }
    action
}

fn separator(ui: &mut Ui) {
    ui.add_space(STEP);
    let (rect, _) = ui.allocate_exact_size(egui::vec2(1.0, 24.0), egui::Sense::hover());
    ui.painter().vline(rect.center().x, rect.y_range(), egui::Stroke::new(1.0, palette().line));
    ui.add_space(STEP);
}

/// Undo or redo, with what it would do as its tooltip; grey when there is nothing.
fn icon_button(ui: &mut Ui, command: Command, what: Option<String>) -> Option<Action> {
    let sign = if command == Command::Undo { "↩" } else { "↪" };
    let enabled = what.is_some();
    let button = Button::new(RichText::new(sign).size(18.0)).frame(false).min_size(egui::vec2(TOUCH, TOUCH));
    let mut tooltip = command.tooltip(ui.ctx());
    if let Some(what) = what {
        tooltip = format!("{tooltip}: {what}");
    }
    let response = ui.add_enabled(enabled, button).on_hover_text(tooltip.clone()).on_disabled_hover_text(tooltip);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, enabled, command.name()));
    response.clicked().then_some(Action::Command(command))
}

fn export_button(ui: &mut Ui, name: &str, enabled: bool) -> Option<Action> {
    let response = ui.add_enabled(enabled, main_button(name)).on_hover_text(Command::Export.tooltip(ui.ctx()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, enabled, Command::Export.name()));
    response.clicked().then_some(Action::Command(Command::Export))
}
