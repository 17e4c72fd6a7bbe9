//! Right: the explanation of what is selected.

use egui::Ui;

use super::area::{self, BoxCount};
use super::{facility, near_miss, place, place_changes, region, site, sketch, variant, zone};
use crate::domain::place::PlaceClass;
use crate::gui::state::{Selection, Sketching, ViewState};
use crate::gui::wish::{Action, View};

/// Shows the explanation of the selection; of the region when what was selected is no longer there.
pub fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, counted: &mut Option<BoxCount>) -> Option<Action> {
    state.pointed_rule = None;
    if state.tool.sketching().is_some_and(Sketching::is_drawing_area) {
        sketch::drawing_ui(ui, view, state);
        return None;
    }
    subject_ui(ui, view, state, counted).unwrap_or_else(|| {
        let opened = place_changes::closed_ui(ui, view, state.selection);
        let of_variant = variant::ui(ui, view, state);
        let of_region = region::ui(ui, view);
        opened.or(of_variant).or(of_region)
    })
}

/// Shows what is selected, and gives what the user wants with it; nothing when it is not there.
fn subject_ui(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut ViewState,
    counted: &mut Option<BoxCount>,
) -> Option<Option<Action>> {
    let outcome = view.answer.map(|answer| &*answer.outcome);
    Some(match state.selection {
        Selection::Nothing => return None,
        Selection::Place(_) => place::ui(ui, view, state),
        Selection::Box(bounds) => area::ui(ui, view, counted, bounds),
        Selection::Zone { id, .. } => match outcome.and_then(|o| o.zones.iter().find(|zone| zone.id == id)) {
            Some(found) => zone::ui(ui, view, state, found),
            None => {
                state.selection.place()?;
                place::ui(ui, view, state)
            }
        },
        Selection::NearMiss(id) => near_miss::ui(ui, view, outcome?.near_misses.iter().find(|near| near.id == id)?),
        Selection::Site(id) => site::ui(ui, view, state, outcome?.sites.iter().find(|site| site.id == id)?),
        Selection::Care(id) => {
            let id = view.baseline.twins.place_id(id);
            site::care_ui(ui, view, view.baseline.places.find(PlaceClass::Care, id)?)
        }
        Selection::Sketch(id) => {
            sketch::ui(ui, view, state, view.project.board.sketches.iter().find(|sketch| sketch.id == id)?)
        }
        Selection::Facility(id) => facility::ui(ui, view, id)?,
        Selection::Settlement(id) => {
            facility::settlement_ui(ui, view, view.baseline.settlements.iter().find(|kern| kern.id == id)?)
        }
    })
}
