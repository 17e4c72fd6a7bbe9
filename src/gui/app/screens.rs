//! What stands where: the panels around the map, or the map alone for a room.

use egui::{CentralPanel, Frame, Margin, Panel, Rect, Ui};

use super::ready::Ready;
use super::workspace::{Phase, Workspace};
use crate::gui::map::{MapView, basemap, compared};
use crate::gui::panels::{
    Action, View, empty, explanation, help, layers, legend, lists, map_tools, messages, norms, norms_editor,
    palette as search, side_panels, status_bar, top_bar, what_if_card,
};
use crate::gui::presenter::{self, Parts};
use crate::gui::room::{note_card, over_map_ui, panel as room_panel};
use crate::gui::sketching;
use crate::gui::tasks::Task;
use crate::gui::theme::{self, STEP, palette};
use crate::gui::view_state::ViewState;
use crate::nl::window as nl;

/// Draws the panels around the map; returns where the map lies.
pub(super) fn panels(
    ui: &mut Ui,
    workspace: &mut Workspace,
    (tasks, exporting): (&[Task], bool),
    actions: &mut Vec<Action>,
) -> Rect {
    let Workspace { phase, state, map, recent, .. } = workspace;
    let ready = if let Phase::Ready(ready) = &*phase { Some(ready) } else { None };
    let view = ready.map(|ready| ready.view(state, exporting));
    let bar = |margin| Frame::new().fill(palette().card).inner_margin(margin);
    Panel::top("boven").frame(bar(Margin::symmetric(14, 8))).show(ui, |ui| {
        actions.extend(top_bar::ui(ui, view.as_ref(), recent.files(), state));
    });
    Panel::bottom("onder").frame(bar(Margin::symmetric(14, 5))).show(ui, |ui| {
        actions.extend(status_bar::ui(ui, view.as_ref(), tasks, state));
    });
    match (ready, &view) {
        (Some(ready), Some(view)) => around_map(ui, (ready, view), (state, map), actions),
        _ => around_nothing(ui, phase, state),
    }
}

/// Draws all between the bars while a project shows.
fn around_map(
    ui: &mut Ui,
    (ready, view): (&Ready, &View<'_>),
    (state, map): (&mut ViewState, &mut MapView),
    actions: &mut Vec<Action>,
) -> Rect {
    if state.is_narrow() {
        actions.extend(help::tour_ui(ui, view, state));
    }
    side_panels::left(ui, state, |ui, state| {
        actions.extend(layers::ui(ui, view, state));
        ui.add_space(4.0 * STEP);
        actions.extend(norms::ui(ui, view, state));
    });
    side_panels::right(ui, state, |ui, state| actions.extend(explanation::ui(ui, view, state)));
    if !state.is_narrow() {
        actions.extend(help::tour_ui(ui, view, state));
    }
    messages::list_ui(ui, state);
    actions.extend(lists::ui(ui, view, state));
    actions.extend(room_panel::ui(ui, view, state));
    let map_rect = ui.available_rect_before_wrap();
    CentralPanel::no_frame().show(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        actions.extend(map.ui(ui, &ready.map_input(), state));
        actions.extend(map.take_wish());
        compared::swipe_ui(ui, room, view.answer, state);
        map_tools::basemap_ui(ui, room, state);
        what_if_card::ui(ui, room, state);
        let subject = ready.map_input().selected_sketch(state.selection);
        actions.extend(sketching::bar::ui(ui.ctx(), room, subject, state));
        over_map_ui(ui, room, state);
        actions.extend(legend::ui(ui.ctx(), room, view, state));
    });
    help::ui(ui.ctx(), state);
    actions.extend(note_card::ui(ui, view, &mut state.room));
    actions.extend(norms_editor::ui(ui, view, state));
    actions.extend(empty::map_ui(ui, map_rect, view, &mut state.empty_card_is_away));
    messages::corner_ui(ui, map_rect, state);
    actions.extend(search::ui(ui.ctx(), view, state));
    map_rect
}

/// Draws all between the bars while nothing is read yet, or nothing could be.
fn around_nothing(ui: &mut Ui, phase: &Phase, state: &mut ViewState) -> Rect {
    side_panels::left(ui, state, |_, _| {});
    side_panels::right(ui, state, |ui, _| {
        let told = if let Phase::Failed(why) = phase { why } else { nl::LOADING };
        ui.add(egui::Label::new(told).wrap());
    });
    messages::list_ui(ui, state);
    let map_rect = ui.available_rect_before_wrap();
    CentralPanel::no_frame().show(ui, |ui| {
        let rect = ui.available_rect_before_wrap();
        basemap::paint_empty(ui.painter(), rect);
        if matches!(phase, Phase::Loading(_)) {
            let font = theme::label_font(theme::TEXT_SIZE);
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, nl::LOADING, font, palette().remark);
        }
    });
    messages::corner_ui(ui, map_rect, state);
    map_rect
}

/// Draws the map for a room instead of panels; false when nothing is presented.
pub(super) fn presented(ui: &mut Ui, workspace: &mut Workspace, actions: &mut Vec<Action>) -> bool {
    let Workspace { phase, state, map, .. } = workspace;
    let Phase::Ready(ready) = &*phase else { return false };
    if !state.room.presenter.is_on() {
        return false;
    }
    let view = ready.view(state, false);
    CentralPanel::no_frame().show(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        actions.extend(map.ui(ui, &ready.map_input(), state));
        actions.extend(map.take_wish());
        compared::swipe_ui(ui, room, view.answer, state);
        actions.extend(presenter::ui(ui.ctx(), room, &view, state, Parts::All));
        actions.extend(note_card::ui(ui, &view, &mut state.room));
    });
    actions.extend(search::ui(ui.ctx(), &view, state));
    true
}
