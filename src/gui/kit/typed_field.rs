//! A field for a value or a name: shows it as it is, and takes over what is typed when it is left or something else is done.

use egui::accesskit::Role;
use egui::text::CCursorRange;
use egui::text_edit::TextEditState;
use egui::{Context, FontId, Id, Key, TextEdit, Ui, WidgetInfo};

use super::theme::{TEXT_SIZE, palette};
use super::typing::{Typing, is_asked};
use super::widgets::focus_frame;

/// How a field looks and is called.
#[derive(Debug, Clone)]
pub struct TypedField<'a> {
    /// Tells it from the other fields around it.
    pub salt: Id,
    /// Accessible name.
    pub name: &'a str,
    /// What it shows while nobody types.
    pub shown: &'a str,
    /// Width, in points.
    pub width: f32,
    /// Type of the text.
    pub font: FontId,
    /// Do lines wrap, for a text of several words? A value stands in one line, at the right.
    pub wraps: bool,
    /// What stands in it while it is empty.
    pub hint: &'a str,
}

impl<'a> TypedField<'a> {
    /// A field for a text of several words.
    pub fn new(salt: Id, name: &'a str, shown: &'a str, width: f32) -> Self {
        Self { salt, name, shown, width, font: FontId::proportional(TEXT_SIZE), wraps: true, hint: "" }
    }

    /// Shows the field; the text, when something else was typed and the field was left otherwise than by Escape, or is to
    /// hand in what is typed.
    pub fn ui(self, ui: &mut Ui) -> Option<String> {
        let id = self.salt;
        // What was being typed belongs to the value of then: when that became another, for example by undo, it goes.
        let last = ui.data(|data| data.get_temp::<Typed>(id));
        let typed = last.as_ref().filter(|typed| typed.of == self.shown);
        let mut text = typed.map_or(self.shown, |typed| &typed.text).to_owned();
        let edit = if self.wraps {
            TextEdit::multiline(&mut text).desired_rows(1).return_key(None)
        } else {
            TextEdit::singleline(&mut text).align(egui::Align2::RIGHT_CENTER)
        };
        let edit =
            edit.id(id).desired_width(self.width).font(self.font).text_color(palette().text).hint_text(self.hint);
        let response = edit.margin(egui::Margin::symmetric(6, 3)).show(ui).response.response;
        focus_frame(ui, &response);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, true, self.name);
            info.current_text_value = Some(text.clone());
            info
        });
        let (has_focus, modified) = (response.has_focus(), text != self.shown);
        // All of it is selected when the field is entered, by key or by click; the next click puts the cursor somewhere.
        let is_new = has_focus && last.is_none();
        let mut by_click = last.is_some_and(|typed| typed.by_click);
        if is_new || (response.clicked() && by_click) {
            select_all(ui.ctx(), id, &text);
            by_click = is_new && !response.clicked() && ui.input(|input| input.pointer.primary_down());
        }
        if self.wraps && has_focus && ui.input(|input| input.key_pressed(Key::Enter)) {
            response.surrender_focus();
        }
        if has_focus && response.has_focus() {
            let handed_in = (modified && is_asked(ui.ctx())).then(|| one_line(&text));
            Typing::tell(ui.ctx(), modified);
            ui.data_mut(|data| {
                data.insert_temp(id, Typed { of: self.shown.to_owned(), text, by_click });
            });
            return handed_in;
        }
        ui.data_mut(|data| data.remove::<Typed>(id));
        let given_up = ui.input(|input| input.key_pressed(Key::Escape));
        let left = response.lost_focus() || has_focus || response.changed();
        (left && modified && !given_up).then(|| one_line(&text))
    }
}

/// What was typed or pasted, which may have several lines.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ").trim().to_owned()
}

/// What is being typed, and what the field showed when that began.
#[derive(Debug, Clone)]
struct Typed {
    of: String,
    text: String,
    /// Was the field entered by a click that is still under way?
    by_click: bool,
}

fn select_all(ctx: &Context, id: Id, text: &str) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::select_all_str(text)));
    state.store(ctx, id);
}
