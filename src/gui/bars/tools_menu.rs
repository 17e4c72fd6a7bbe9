//! The tools of the map in the bar above: each its own button where there is room, else together in one menu.

use egui::accesskit::Role as Accessible;
use egui::containers::menu::MenuButton;
use egui::{Button, RichText, Stroke, Ui, WidgetInfo, vec2};

use crate::gui::kit::buttons::{command_button, look, plain_button};
use crate::gui::kit::theme::TOUCH;
use crate::gui::wish::{Action, Command, View};
use crate::nl::window as nl;

/// Shows the tools as buttons, or as one menu; with the werkatelier in the menu where the bar has no room for it.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, as_buttons: bool, with_workshop: bool) -> Option<Action> {
    if as_buttons {
        let mut action = command_button(ui, view, Command::WhatIf, nl::plan::WHAT_IF, true);
        action = command_button(ui, view, Command::Measure, nl::MEASURE, true).or(action);
        return command_button(ui, view, Command::Sketch, nl::sketches::SKETCH, true).or(action);
    }
    let tools = [Command::WhatIf, Command::Measure, Command::Sketch, Command::AddNote];
    let is_any_in_hand = tools.iter().any(|command| view.is_on(*command));
    let button = plain_button(nl::TOOLS, is_any_in_hand);
    let (response, inner) = MenuButton::from_button(button).ui(ui, |ui| {
        let mut action = None;
        for command in tools.into_iter().chain(with_workshop.then_some(Command::Workshop)) {
            let is_on = view.is_on(command);
            let (fill, color) = look(is_on);
            let keys = command.key_text(ui.ctx());
            let name = RichText::new(command.name()).color(color);
            let entry = Button::new(name).fill(fill).stroke(Stroke::NONE).shortcut_text(keys);
            let entry = ui.add(entry.min_size(vec2(0.0, TOUCH)));
            entry.widget_info(|| WidgetInfo::selected(Accessible::Button, true, is_on, command.name()));
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
