//! Fields and buttons of forms.

use egui::accesskit::Role;
use egui::{Align, Button, ComboBox, Id, Label, Layout, Response, TextEdit, Ui, WidgetInfo, vec2};
use uuid::Uuid;

use super::buttons;
use super::theme::{self, TEXT_SIZE, TOUCH, palette};
use super::typed_field::TypedField;
use super::widgets::{focus_frame, name_choice};
use crate::gui::wish::Action;
use crate::nl::window as nl;

/// A field for one line of a form.
pub fn line_field(ui: &mut Ui, salt: &str, name: &str, text: &mut String, width: f32) -> Response {
    form_field(ui, salt, name, TextEdit::singleline(text).desired_width(width))
}

/// A field for several lines of a form.
pub fn text_field(ui: &mut Ui, salt: &str, name: &str, text: &mut String, rows: usize) -> Response {
    form_field(ui, salt, name, TextEdit::multiline(text).desired_rows(rows).desired_width(f32::INFINITY))
}

fn form_field(ui: &mut Ui, salt: &str, name: &str, edit: TextEdit<'_>) -> Response {
    let id = Id::unique("form").with(salt);
    let response = ui.add(edit.id(id).hint_text(name).text_color(palette().text));
    focus_frame(ui, &response);
    label(ui, &response, name);
    response
}

/// Names a widget for a screen reader.
pub fn label(ui: &Ui, response: &Response, name: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
}

/// A row of a list: what it is with a remark at the left, what can be done with it at the right, from the last button on.
pub fn row(ui: &mut Ui, text: &str, remark: &str, buttons: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), TOUCH);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        buttons(ui);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(Label::new(theme::medium(text)).truncate());
            ui.add(Label::new(theme::remark(remark)).truncate());
        });
    });
}

/// Names what is only read.
pub fn told(response: &Response, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
}

/// A name that stands in the project: what was typed, when it became another.
pub fn name_field(ui: &mut Ui, salt: Id, name: &str, shown: &str, width: f32) -> Option<String> {
    let field = TypedField { font: theme::label_font(TEXT_SIZE), ..TypedField::new(salt, name, shown, width) };
    field.ui(ui).filter(|text| !text.is_empty())
}

/// A button with a name of its own for a screen reader; true when it was pressed.
pub fn button(ui: &mut Ui, text: &str, name: &str) -> bool {
    let response = ui.add(Button::new(text).min_size(vec2(TOUCH, TOUCH)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.clicked()
}

/// The cross that takes something off the board.
pub fn remove_button(ui: &mut Ui, name: &str, id: Uuid) -> Option<Action> {
    button(ui, "×", &nl::room::of(nl::REMOVE, name)).then(|| Action::remove(id))
}

/// A button that unfolds something, or folds it again; true when it was pressed.
pub fn toggle(ui: &mut Ui, open: &mut bool, text: &str) -> bool {
    let response = ui.add(Button::new(text).selected(*open).min_size(vec2(TOUCH, TOUCH)));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, *open, text));
    if response.clicked() {
        *open = !*open;
    }
    response.clicked()
}

/// The button for what is usually done; grey when it cannot be.
pub fn main_button(ui: &mut Ui, text: &str, enabled: bool) -> bool {
    ui.add_enabled(enabled, buttons::main_button(text)).clicked()
}

/// A choice from a list by name; the position of what was chosen.
pub fn choice(ui: &mut Ui, name: &str, chosen: usize, names: &[String], width: f32) -> Option<usize> {
    let combo = ComboBox::from_id_salt(name).width(width);
    choose(ui, combo, name, chosen, 0..names.len(), |idx| names.get(idx).cloned().unwrap_or_default())
}

/// A choice from what is listed when it is opened; what was chosen instead of what stands there now.
pub fn choose<T: Copy + PartialEq>(
    ui: &mut Ui,
    combo: ComboBox,
    name: &str,
    now: T,
    choices: impl IntoIterator<Item = T>,
    text: impl Fn(T) -> String,
) -> Option<T> {
    let (mut chosen, shown) = (now, text(now));
    let combo = combo.selected_text(&shown).show_ui(ui, |ui| {
        for choice in choices {
            ui.selectable_value(&mut chosen, choice, text(choice));
        }
    });
    name_choice(&combo.response, name, &shown);
    (chosen != now).then_some(chosen)
}

/// A whole number with its unit behind it.
pub fn number(ui: &mut Ui, value: &mut u32, range: std::ops::RangeInclusive<u32>, name: &str) {
    let response = ui.add(egui::DragValue::new(value).range(range));
    label(ui, &response, name);
    ui.label(name);
}
