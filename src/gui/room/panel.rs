//! The panel of the werkatelier, below the map: one tab for each thing a room does.

use egui::accesskit::Role;
use egui::{Align, Button, Color32, Frame, Layout, Margin, Panel, RichText, Stroke, Ui, WidgetInfo};

use super::memory::Room;
use super::{ballots, bookmark_list, decisions, news, note_list, rounds};
use crate::gui::kit::small_space::{covers_map, over_everything};
use crate::gui::kit::theme::{self, STEP, TEXT_SIZE, TOUCH, palette};
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, RoomTab, View};
use crate::nl::window as nl;

/// Height of the panel at first and at least, in points.
const HEIGHT: [f32; 2] = [270.0, 150.0];
/// The panel leaves at least this share of the height to the map.
const MAP_SHARE: f32 = 0.35;

/// Shows the panel while it is open.
pub fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, room: &mut Room) -> Option<Action> {
    let tab = room.tab?;
    let frame = Frame::new().fill(palette().card).inner_margin(Margin::symmetric(12, 8));
    if state.is_narrow() || covers_map(ui.available_size()) {
        let shown = over_everything(ui.ctx(), nl::room::WORKSHOP, frame, |ui| contents(ui, tab, view, state, room));
        let action = shown.flatten();
        if matches!(action, Some(Action::Show(..))) || room.pointing.is_some() {
            room.tab = None;
        }
        return action;
    }
    let max = (ui.available_height() * (1.0 - MAP_SHARE)).max(HEIGHT[1]);
    let panel = Panel::bottom("werkatelier").resizable(true).default_size(HEIGHT[0]).size_range(HEIGHT[1]..=max);
    panel.frame(frame).show(ui, |ui| contents(ui, tab, view, state, room)).inner
}

fn contents(ui: &mut Ui, tab: RoomTab, view: &View<'_>, state: &mut ViewState, room: &mut Room) -> Option<Action> {
    // Whatever stands on a tab, the panel keeps its height.
    ui.set_min_height(ui.available_height());
    tabs(ui, tab, room);
    ui.add_space(STEP);
    let action = match tab {
        RoomTab::Rounds => rounds::ui(ui, view, room, &mut state.timer),
        RoomTab::Notes => note_list::ui(ui, view, room),
        RoomTab::Ballots => ballots::ui(ui, view, room),
        RoomTab::Decisions => decisions::ui(ui, view, room),
        RoomTab::Bookmarks => bookmark_list::ui(ui, view, state, room),
        RoomTab::News => news::ui(ui, view, room),
    };
    // What has no field to take it lets it go.
    room.takes_focus = false;
    action
}

/// The tabs and the way out.
fn tabs(ui: &mut Ui, tab: RoomTab, room: &mut Room) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = STEP;
        for (candidate, name) in RoomTab::ALL.iter().copied().zip(nl::room::TABS) {
            let is_shown = candidate == tab;
            let p = palette();
            let (color, fill) = if is_shown { (p.accent, p.accent_pale) } else { (p.text, Color32::TRANSPARENT) };
            let label = RichText::new(name).font(theme::label_font(TEXT_SIZE)).color(color);
            let button = Button::new(label).fill(fill).stroke(Stroke::NONE).min_size(egui::vec2(0.0, TOUCH));
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, name));
            if response.clicked() {
                room.tab = Some(candidate);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ui.add(Button::new("×").fill(Color32::TRANSPARENT).stroke(Stroke::NONE));
            let close = close.on_hover_text(nl::room::CLOSE_PANEL);
            close.widget_info(|| WidgetInfo::labeled(Role::Button, true, nl::room::CLOSE_PANEL));
            if close.clicked() {
                room.tab = None;
            }
        });
    });
}
