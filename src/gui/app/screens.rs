//! What stands where: the panels around the map, or the map alone for a room.

use egui::{CentralPanel, Frame, Margin, Panel, Rect, Ui};

use super::features::Features;
use super::on_map::OnMap;
use super::ready::Ready;
use super::workspace::{Phase, Workspace};
use crate::gui::bars::{basemap_choice, status_bar, top_bar};
use crate::gui::dialogs::{empty_card, help};
use crate::gui::kit::theme::{self, STEP, palette};
use crate::gui::left::{layers, legend, norms, norms_editor};
use crate::gui::lists::{messages, panel as lists};
use crate::gui::map::{basemap, compared};
use crate::gui::presenter::overlay::{self, Parts, Shown};
use crate::gui::right::explanation;
use crate::gui::room::{clock_card, note_card, panel as room_panel};
use crate::gui::search;
use crate::gui::state::ViewState;
use crate::gui::state::tasks::Task;
use crate::gui::tools::sketching::bar as sketch_bar;
use crate::gui::tools::what_if_card;
use crate::gui::wish::{Action, View};
use crate::nl::window as nl;

/// Draws the panels around the map; returns where the map lies.
pub(super) fn panels(
    ui: &mut Ui,
    workspace: &mut Workspace,
    (tasks, exporting): (&[Task], bool),
    actions: &mut Vec<Action>,
) -> Rect {
    let Workspace { phase, state, features, map, recent, .. } = workspace;
    let ready = if let Phase::Ready(ready) = &*phase { Some(ready) } else { None };
    let on = features.on(state);
    let view = ready.map(|ready| ready.view(state, &on, exporting));
    let bar = |margin| Frame::new().fill(palette().card).inner_margin(margin);
    Panel::top("boven").frame(bar(Margin::symmetric(14, 8))).show(ui, |ui| {
        actions.extend(top_bar::ui(ui, view.as_ref(), &recent.files, state));
    });
    Panel::bottom("onder").frame(bar(Margin::symmetric(14, 5))).show(ui, |ui| {
        actions.extend(status_bar::ui(ui, view.as_ref(), tasks, state));
    });
    match (ready, &view) {
        (Some(ready), Some(view)) => around_map(ui, (ready, view), (state, features, map), actions),
        _ => around_nothing(ui, phase, state, features),
    }
}

/// Draws all between the bars while a project shows.
fn around_map(
    ui: &mut Ui,
    (ready, view): (&Ready, &View<'_>),
    (state, features, map): (&mut ViewState, &mut Features, &mut OnMap),
    actions: &mut Vec<Action>,
) -> Rect {
    let Features { panels, layers, legend, norms, counted, lists, search, help, room, .. } = features;
    if state.is_narrow() {
        actions.extend(help::tour_ui(ui, view, help));
    }
    panels.left(ui, state, |ui, state| {
        layers::ui(ui, view, state, layers);
        ui.add_space(4.0 * STEP);
        actions.extend(norms::ui(ui, view, state));
    });
    panels.right(ui, state, |ui, state| actions.extend(explanation::ui(ui, view, state, counted)));
    if !state.is_narrow() {
        actions.extend(help::tour_ui(ui, view, help));
    }
    messages::list_ui(ui, state);
    actions.extend(lists::ui(ui, view, state, lists));
    actions.extend(room_panel::ui(ui, view, state, room));
    let map_rect = ui.available_rect_before_wrap();
    CentralPanel::no_frame().show(ui, |ui| {
        let rect = ui.available_rect_before_wrap();
        actions.extend(map.ui(ui, &ready.map_input(), state, room));
        compared::swipe_ui(ui, rect, view.answer, state);
        basemap_choice::ui(ui, rect, state);
        what_if_card::ui(ui, rect, state);
        let subject = ready.map_input().selected_sketch(state.selection);
        actions.extend(sketch_bar::ui(ui.ctx(), rect, subject, state));
        clock_card::ui(ui, rect, &state.timer, room);
        actions.extend(legend::ui(ui.ctx(), rect, view, state, legend));
    });
    help::ui(ui.ctx(), state, help);
    actions.extend(note_card::ui(ui, view, room, state.timer.round()));
    actions.extend(norms_editor::ui(ui, view, state, norms));
    actions.extend(empty_card::ui(ui, map_rect, view, &mut features.empty_card_is_away));
    messages::corner_ui(ui, map_rect, state);
    actions.extend(search::ui(ui.ctx(), view, search));
    map_rect
}

/// Draws all between the bars while nothing is read yet, or nothing could be.
fn around_nothing(ui: &mut Ui, phase: &Phase, state: &mut ViewState, features: &mut Features) -> Rect {
    features.panels.left(ui, state, |_, _| {});
    features.panels.right(ui, state, |ui, _| {
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
    let Workspace { phase, state, features, map, .. } = workspace;
    let Phase::Ready(ready) = &*phase else { return false };
    if !features.presenter.is_on() {
        return false;
    }
    let on = features.on(state);
    let view = ready.view(state, &on, false);
    let Features { room, presenter, search, .. } = features;
    CentralPanel::no_frame().show(ui, |ui| {
        let rect = ui.available_rect_before_wrap();
        actions.extend(map.ui(ui, &ready.map_input(), state, room));
        compared::swipe_ui(ui, rect, view.answer, state);
        let shown = Shown { ballot: room.ballot(view.project), by_votes: room.by_votes };
        actions.extend(overlay::ui(ui.ctx(), rect, &view, state, presenter, shown, Parts::All));
        actions.extend(note_card::ui(ui, &view, room, state.timer.round()));
    });
    actions.extend(search::ui(ui.ctx(), &view, search));
    true
}
