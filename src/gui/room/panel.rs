//! The panel of the werkatelier, below the map: one tab for each thing a room does.

use egui::Ui;

use super::memory::Room;
use super::{ballots, bookmark_list, decisions, news, note_list, rounds};
use crate::gui::kit::buttons::{close_at_right, plain_button, tab};
use crate::gui::kit::small_space::below_map;
use crate::gui::kit::theme::STEP;
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, RoomTab, View};
use crate::nl::window as nl;

/// Shows the panel while it is open.
pub fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, room: &mut Room) -> Option<Action> {
    let (tab, is_narrow) = (room.tab?, state.is_narrow());
    let shown = |ui: &mut Ui| contents(ui, tab, view, state, room);
    let names = ["werkatelier", nl::room::WORKSHOP];
    let (action, covers_map) = below_map(ui, names, is_narrow, shown);
    if covers_map && (matches!(action, Some(Action::Show(..))) || room.pointing.is_some()) {
        room.tab = None;
    }
    action
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
fn tabs(ui: &mut Ui, shown: RoomTab, room: &mut Room) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = STEP;
        for (candidate, name) in RoomTab::ALL.iter().copied().zip(nl::room::TABS) {
            let is_shown = candidate == shown;
            if tab(ui, plain_button(name, is_shown), is_shown, name, None) {
                room.tab = Some(candidate);
            }
        }
        if close_at_right(ui, nl::room::CLOSE_PANEL) {
            room.tab = None;
        }
    });
}
