//! The button in the bar above that opens the search, and the one of the lists.

use egui::accesskit::Role as Accessible;
use egui::{Button, Color32, RichText, Stroke, Ui, WidgetInfo, vec2};

use crate::gui::kit::buttons::plain_button;
use crate::gui::kit::theme::{REMARK_SIZE, TEXT_SIZE, TOUCH, palette};
use crate::gui::wish::{Action, Command, View};
use crate::nl::window as nl;

/// Below this width of the window the bar holds only signs, in points.
const NARROW: f32 = 1_150.0;
/// Width of the field in the bar, in points.
const FIELD_WIDTH: f32 = 226.0;
/// Width of the field in a window narrower than [`WIDE`], in points.
const SHORT_FIELD_WIDTH: f32 = 112.0;
/// Narrowest window in which the bar has room for the whole field, in points.
const WIDE: f32 = 1_400.0;

/// Shows both; a word only where there is little room.
pub(super) fn with_lists(ui: &mut Ui, view: &View<'_>) -> Option<Action> {
    let is_on = view.is_on(Command::Lists);
    let lists = plain_button(nl::LISTS, is_on).min_size(vec2(TOUCH, TOUCH));
    let lists = ui.add(lists).on_hover_text(Command::Lists.tooltip(ui.ctx()));
    lists.widget_info(|| WidgetInfo::selected(Accessible::Button, true, is_on, nl::LISTS));
    let open = self::ui(ui);
    lists.clicked().then_some(Action::Command(Command::Lists)).or(open)
}

/// Shows the button that opens the search.
pub(super) fn ui(ui: &mut Ui) -> Option<Action> {
    let p = palette();
    let is_narrow = ui.ctx().content_rect().width() < NARROW;
    let search = if is_narrow {
        ui.add(
            Button::new(nl::SEARCH_SHORT).fill(Color32::TRANSPARENT).stroke(Stroke::NONE).min_size(vec2(TOUCH, TOUCH)),
        )
    } else {
        let is_wide = ui.ctx().content_rect().width() >= WIDE;
        let (hint, width) =
            if is_wide { (nl::SEARCH_HINT, FIELD_WIDTH) } else { (nl::SEARCH_SHORT, SHORT_FIELD_WIDTH) };
        let keys = Command::Search.key_text(ui.ctx());
        let hint = RichText::new(hint).size(TEXT_SIZE - 1.0).color(p.remark);
        let keys = RichText::new(keys).size(REMARK_SIZE).color(p.remark);
        ui.add(Button::new(hint).right_text(keys).fill(p.card).min_size(vec2(width, TOUCH)))
    };
    let search = search.on_hover_text(Command::Search.tooltip(ui.ctx()));
    search.widget_info(|| WidgetInfo::labeled(Accessible::Button, true, nl::SEARCH));
    search.clicked().then_some(Action::Command(Command::Search))
}
