//! Besluiten: what, who and when, each with its place.

use egui::{ScrollArea, Ui};

use super::forms::DecisionForm;
use super::memory::{Pointing, Room};
use crate::domain::workshop::Decision;
use crate::gui::kit::fields::{self, button, line_field, main_button, remove_button};
use crate::gui::kit::theme::{self, STEP};
use crate::gui::state::{MapMove, Selection};
use crate::gui::wish::{Action, View};
use crate::nl::window as nl;

/// Shows the tab.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
    let mut action = form(ui, view, room);
    ui.add_space(STEP);
    let decisions = &view.project.board.decisions;
    if decisions.is_empty() {
        ui.label(theme::remark(nl::room::NO_DECISIONS));
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for decision in decisions {
            action = row(ui, decision, room).or(action.take());
        }
    });
    action
}

fn form(ui: &mut Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
    let workshop = room.workshop(view.project).map(|workshop| workshop.id);
    let takes_focus = std::mem::take(&mut room.takes_focus);
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        let form = &mut room.decision_form;
        let what = line_field(ui, "wat", nl::room::WHAT, &mut form.what, 260.0);
        if takes_focus {
            what.request_focus();
        }
        line_field(ui, "wie", nl::room::WHO, &mut form.who, 190.0);
        line_field(ui, "wanneer", nl::room::WHEN, &mut form.when, 110.0);
        let place = if form.point.is_some() { nl::room::PLACE_CHOSEN } else { nl::room::NO_PLACE };
        ui.add(egui::Label::new(theme::remark(place)).extend());
        if button(ui, nl::room::POINT_OUT, nl::room::POINT_OUT) {
            room.pointing = Some(Pointing::Decision);
        }
        if main_button(ui, nl::room::RECORD, !form.what.trim().is_empty()) {
            action = form.written(workshop).map(Action::put);
        }
    });
    action
}

fn row(ui: &mut Ui, decision: &Decision, room: &mut Room) -> Option<Action> {
    let mut action = None;
    let name = |what| nl::room::of(what, &decision.what);
    let made = nl::room::made("", &decision.made);
    let parts = [decision.who.as_str(), decision.when.as_str(), made.as_str()];
    let told: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    fields::row(ui, &decision.what, &told.join(" · "), |ui| {
        action = remove_button(ui, &decision.what, decision.id);
        if button(ui, nl::room::CHANGE, &name(nl::room::CHANGE)) {
            room.decision_form = DecisionForm {
                what: decision.what.clone(),
                who: decision.who.clone(),
                when: decision.when.clone(),
                point: decision.point,
                known: Some(decision.clone()),
            };
        }
        if let Some(point) = decision.point
            && button(ui, nl::room::SHOW, &name(nl::room::SHOW))
        {
            action = Some(Action::Show(Selection::Place(point), MapMove::FlyTo(point.0.0)));
        }
    });
    action
}
