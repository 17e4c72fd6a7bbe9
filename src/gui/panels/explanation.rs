//! Right: the explanation of what is selected.

use egui::Ui;

use super::{Action, View, area, facility, near_miss, place, region, site, sketch, variant, zone};
use crate::gui::view_state::{Selection, ViewState};

/// Shows the explanation of the selection; of the region when what was selected is no longer there.
pub fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    state.pointed_rule = None;
    if state.sketching.is_drawing_area() {
        sketch::drawing_ui(ui, view, state);
        return None;
    }
    let outcome = view.answer.map(|answer| &*answer.outcome);
    match state.selection {
        Selection::Nothing => {
            let of_variant = variant::ui(ui, view, state);
            of_variant.or(region::ui(ui, view))
        }
        Selection::Place(_) => place::ui(ui, view, state),
        Selection::Box(bounds) => area::ui(ui, view, state, bounds),
        Selection::Zone { id, .. } => match outcome.and_then(|o| o.zones.iter().find(|zone| zone.id == id)) {
            Some(found) => zone::ui(ui, view, state, found),
            None if state.selection.place().is_some() => place::ui(ui, view, state),
            None => region::ui(ui, view),
        },
        Selection::NearMiss(id) => match outcome.and_then(|o| o.near_misses.iter().find(|near| near.id == id)) {
            Some(found) => near_miss::ui(ui, view, found),
            None => region::ui(ui, view),
        },
        Selection::Site(id) => match outcome.and_then(|o| o.sites.iter().find(|site| site.id == id)) {
            Some(found) => site::ui(ui, view, state, found),
            None => region::ui(ui, view),
        },
        Selection::Care(id) => {
            let id = view.baseline.twins.place_id(id);
            match view.baseline.care_locations.iter().find(|care| care.id == id) {
                Some(found) => site::care_ui(ui, view, found),
                None => region::ui(ui, view),
            }
        }
        Selection::Sketch(id) => match view.project.board.sketches.iter().find(|sketch| sketch.id == id) {
            Some(found) => sketch::ui(ui, view, state, found),
            None => region::ui(ui, view),
        },
        Selection::Facility(id) => facility::ui(ui, view, id),
        Selection::Settlement(id) => match view.baseline.settlements.iter().find(|kern| kern.id == id) {
            Some(found) => facility::settlement_ui(ui, view, found),
            None => region::ui(ui, view),
        },
    }
}
