//! Buttons of commands and of dialogs.

use egui::accesskit::Role;
use egui::{Align, Button, Color32, Layout, RichText, Stroke, Ui, WidgetInfo, vec2};

use super::theme::{self, TEXT_SIZE, TOUCH, palette};
use crate::gui::wish::{Action, Command, View};

/// A button of a command with a shorter text than its name; pressed in while the command is on.
pub fn command_button(ui: &mut Ui, view: &View<'_>, command: Command, text: &str, enabled: bool) -> Option<Action> {
    let is_on = view.is_on(command);
    let response = ui.add_enabled(enabled, plain_button(text, is_on)).on_hover_text(command.tooltip(ui.ctx()));
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, is_on, command.name()));
    response.clicked().then_some(Action::Command(command))
}

/// A button without a frame, pressed in while what it stands for is on.
pub fn plain_button<'a>(text: &str, is_on: bool) -> Button<'a> {
    let (fill, color) = look(is_on);
    let label = RichText::new(text).font(theme::label_font(TEXT_SIZE)).color(color);
    Button::new(label).fill(fill).stroke(Stroke::NONE).min_size(vec2(0.0, TOUCH))
}

/// Fill and color of a button without a frame, as what it stands for is on or not.
pub fn look(is_on: bool) -> (Color32, Color32) {
    let p = palette();
    if is_on { (p.accent_pale, p.accent) } else { (Color32::TRANSPARENT, p.text) }
}

/// A command in a menu, with its key at the right; choosing it closes the menu.
pub fn menu_entry(ui: &mut Ui, entry: Button<'_>, command: Command, enabled: bool) -> Option<Action> {
    let keys = command.key_text(ui.ctx());
    let response = ui.add_enabled(enabled, entry.shortcut_text(keys).min_size(vec2(0.0, TOUCH)));
    response.clicked().then(|| {
        ui.close();
        Action::Command(command)
    })
}

/// A tab with its name for a screen reader, and its text where that says more; true when it was pressed.
pub fn tab(ui: &mut Ui, button: Button<'_>, is_shown: bool, name: &str, text: Option<&str>) -> bool {
    let response = ui.add(button);
    response.widget_info(|| {
        let mut info = WidgetInfo::selected(Role::Tab, true, is_shown, name);
        info.current_text_value = text.map(str::to_owned);
        info
    });
    response.clicked()
}

/// The cross that closes a panel, at the right of its line; true when it was pressed.
pub fn close_at_right(ui: &mut Ui, name: &str) -> bool {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let cross = Button::new("×").fill(Color32::TRANSPARENT).stroke(Stroke::NONE);
        let response = ui.add(cross).on_hover_text(name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
        response.clicked()
    })
    .inner
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
