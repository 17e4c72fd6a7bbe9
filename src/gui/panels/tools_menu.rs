//! The tools of the map in the bar above: each its own button where there is room, else together in one menu.

use egui::containers::menu::MenuButton;
use egui::{Button, RichText, Ui, WidgetInfo, accesskit::Role as Accessible, vec2};

use super::top_bar::text_button;
use super::{Action, map_tools};
use crate::gui::command::Command;
use crate::gui::theme::{self, TOUCH, palette};
use crate::gui::view_state::ViewState;
use crate::nl::window as nl;

/// Shows the tools as buttons, or as one menu; with the werkatelier in the menu where the bar has no room for it.
pub fn ui(ui: &mut Ui, state: &ViewState, as_buttons: bool, with_workshop: bool) -> Option<Action> {
    if as_buttons {
        let in_hand = state.what_if.tool.is_some();
        let mut action = text_button(ui, Command::WhatIf, nl::plan::WHAT_IF, true, in_hand);
        action = map_tools::measure_ui(ui, state).or(action);
        return map_tools::sketch_ui(ui, state).or(action);
    }
    let tools = [
        (Command::WhatIf, state.what_if.tool.is_some()),
        (Command::Measure, state.measure.is_some()),
        (Command::Sketch, state.sketching.is_in_hand()),
        (Command::AddNote, state.room.pointing.is_some()),
    ];
    let is_any_in_hand = tools.iter().any(|(_, in_hand)| *in_hand);
    let (fill, color) = look(is_any_in_hand);
    let label = RichText::new(nl::TOOLS).font(theme::label_font(theme::TEXT_SIZE)).color(color);
    let button = Button::new(label).fill(fill).stroke(egui::Stroke::NONE).min_size(vec2(0.0, TOUCH));
    let (response, inner) = MenuButton::from_button(button).ui(ui, |ui| {
        let workshop = (Command::Workshop, state.room.tab.is_some());
        let mut action = None;
        for (command, in_hand) in tools.into_iter().chain(with_workshop.then_some(workshop)) {
            let (fill, color) = look(in_hand);
            let keys = command.shortcuts().first().map(|keys| ui.ctx().format_shortcut(keys)).unwrap_or_default();
            let name = RichText::new(command.name()).color(color);
            let entry = Button::new(name).fill(fill).stroke(egui::Stroke::NONE).shortcut_text(keys);
            let entry = ui.add(entry.min_size(vec2(0.0, TOUCH)));
            entry.widget_info(|| WidgetInfo::selected(Accessible::Button, true, in_hand, command.name()));
            if entry.clicked() {
                action = Some(Action::Command(command));
                ui.close();
            }
        }
        action
    });
    response.widget_info(|| WidgetInfo::selected(Accessible::Button, true, is_any_in_hand, nl::TOOLS));
    inner.and_then(|inner| inner.inner)
}

/// Fill and color of a button, as its tool is in hand or not.
fn look(in_hand: bool) -> (egui::Color32, egui::Color32) {
    let p = palette();
    if in_hand { (p.accent_pale, p.accent) } else { (egui::Color32::TRANSPARENT, p.text) }
}
