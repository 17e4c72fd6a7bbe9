//! Buttons of commands and of dialogs.

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
pub fn look(is_on: bool) -> (Color32, Color32) {
    let p = palette();
    if is_on { (p.accent_pale, p.accent) } else { (Color32::TRANSPARENT, p.text) }
}

/// The button for what is usually done.
pub fn main_button<'a>(text: &str) -> Button<'a> {
    answer_button(text, true)
}

/// One of several answers, of which the first is what is usually done.
pub fn answer_button<'a>(text: &str, is_first: bool) -> Button<'a> {
    let p = palette();
    let (fill, color) = if is_first { (p.accent, p.on_accent) } else { (p.card, p.text) };
    let label = RichText::new(text).font(theme::label_font(TEXT_SIZE)).color(color);
    Button::new(label).fill(fill).min_size(vec2(0.0, TOUCH))
}
