//! Buttons of commands.

use egui::accesskit::Role;
use egui::{Button, Color32, RichText, Stroke, Ui, WidgetInfo, vec2};

use super::theme::{self, TEXT_SIZE, TOUCH, palette};
use crate::gui::wish::{Action, Command, View};

/// A button of a command with a shorter text than its name; pressed in while the command is on.
pub fn command_button(ui: &mut Ui, view: &View<'_>, command: Command, text: &str, enabled: bool) -> Option<Action> {
    let is_on = view.is_on(command);
    let (fill, color) = look(is_on);
    let label = RichText::new(text).font(theme::label_font(TEXT_SIZE)).color(color);
    let button = Button::new(label).fill(fill).stroke(Stroke::NONE).min_size(vec2(0.0, TOUCH));
    let response = ui.add_enabled(enabled, button).on_hover_text(command.tooltip(ui.ctx()));
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, is_on, command.name()));
    response.clicked().then_some(Action::Command(command))
}

/// Fill and color of a button without a frame, as what it stands for is on or not.
#[must_use]
pub fn look(is_on: bool) -> (Color32, Color32) {
    let p = palette();
    if is_on { (p.accent_pale, p.accent) } else { (Color32::TRANSPARENT, p.text) }
}
