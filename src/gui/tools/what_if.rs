//! Wat als: the tool with which places are dragged and put down.

use egui::{CursorIcon, PointerButton, Pos2, Ui};
use uuid::Uuid;

use crate::domain::amenity::AmenityKind;
use crate::domain::variant::Intervention;
use crate::gui::kit::dragging::was_let_go;
use crate::gui::map::markers::MarkerTarget;
use crate::gui::map::projection::Viewport;
use crate::gui::map::{Canvas, MapInput, MapView};
use crate::gui::state::{Adds, HeldPlace, Selection, Tool, ViewState, WhatIf};
use crate::gui::wish::Action;
use crate::gui::wish::variants::{addition, intervene};

/// The place or site whose own marker lies under a point of the screen.
fn place_under(map: &MapView, viewport: &Viewport, at: Pos2, input: &MapInput<'_>) -> Option<Uuid> {
    match map.markers.at(viewport, at)?.target {
        MarkerTarget::Place(idx) => input.ground.places.get(idx).map(|place| place.id),
        MarkerTarget::Site(idx) => input.sites().get(idx).filter(|site| !site.proposed).map(|site| site.id),
        MarkerTarget::Group(..) | MarkerTarget::Complex(_) => None,
    }
}

/// Is a place in hand or under the pointer, so that a drag moves that and not the map?
pub fn takes_the_drag(what_if: WhatIf, ui: &Ui, map: &MapView, viewport: &Viewport, input: &MapInput<'_>) -> bool {
    let at = ui.input(|i| if i.pointer.any_down() { i.pointer.press_origin() } else { i.pointer.latest_pos() });
    what_if.held.is_some() || at.is_some_and(|at| place_under(map, viewport, at, input).is_some())
}

/// Does a click at a point put something down instead of choosing?
pub fn puts_down(what_if: WhatIf, map: &MapView, viewport: &Viewport, at: Pos2) -> bool {
    what_if.adds != Adds::Nothing && map.markers.at(viewport, at).is_none()
}

/// Drags a place, or puts one down; returns what is done to the document.
pub fn follow(ui: &Ui, map: &MapView, canvas: &Canvas, input: &MapInput<'_>, state: &mut ViewState) -> Option<Action> {
    let Canvas { viewport, response, .. } = canvas;
    let Tool::WhatIf(what_if) = &mut state.tool else { return None };
    let adds = what_if.adds;
    if response.hover_pos().is_some_and(|at| puts_down(*what_if, map, viewport, at)) {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    if response.drag_started_by(PointerButton::Primary) {
        let origin = ui.input(|i| i.pointer.press_origin());
        let id = origin.and_then(|at| place_under(map, viewport, at, input));
        what_if.held = id.map(|id| HeldPlace { id, new_variant: Uuid::new_v4() });
        if id.is_some() {
            // What it brings and costs stands where nothing is explained, and what is dragged shows.
            state.selection = Selection::Nothing;
            state.comparison.shows_before = false;
        }
    }
    if let Some(held) = what_if.held {
        let is_let_go = was_let_go(response);
        let at = response.interact_pointer_pos().filter(|_| is_let_go || response.dragged());
        if is_let_go || at.is_none() {
            // Ended otherwise than by letting go, nothing has happened.
            what_if.held = None;
        }
        let move_place = Intervention::MovePlace { id: held.id, to: viewport.place(at?) };
        let edit = intervene(input.project, move_place, held.new_variant);
        if is_let_go {
            return Some(Action::Edit(edit));
        }
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        state.draft.hold(input.project, &edit, 0);
        return None;
    }
    let (at, by_key) = canvas.pointed_at(ui)?;
    if map.markers.at(viewport, at).is_some() && !by_key {
        return None;
    }
    let intervention = addition(adds, viewport.place(at))?;
    state.selection = selection_of(adds, intervention.subject());
    Some(Action::Edit(intervene(input.project, intervention, Uuid::new_v4())))
}

fn selection_of(adds: Adds, id: Uuid) -> Selection {
    match adds {
        Adds::Site => Selection::Site(id),
        Adds::Place(AmenityKind::CARE) => Selection::Care(id),
        _ => Selection::Facility(id),
    }
}
