//! Sketches on the map: what lies under the pointer among them, and the sketching tool at work.

use egui::{CursorIcon, Pos2, Response, Ui};
use uuid::Uuid;

use super::hover::{Hovered, hovered};
use super::projection::Viewport;
use super::{MapInput, MapView};
use crate::domain::sketch::Sketch;
use crate::gui::map_layers::Layer;
use crate::gui::sketching::following::SketchWorld;
use crate::gui::view_state::{Selection, ViewState};

impl<'a> MapInput<'a> {
    /// The selected sketch.
    #[must_use]
    pub fn selected_sketch(&self, selection: Selection) -> Option<&'a Sketch> {
        let Selection::Sketch(id) = selection else { return None };
        self.sketches.iter().find(|sketch| sketch.id == id).map(|sketch| &**sketch)
    }
}

impl MapView {
    /// What lies under a point of the map: a marker first, then a sketch, then a zone or near miss.
    pub(super) fn under(&self, viewport: &Viewport, at: Pos2, state: &ViewState) -> Option<Hovered> {
        let found = hovered(&self.markers, &self.derived, viewport, at, state);
        if matches!(found, Some(Hovered::Marker(_))) || !state.layers.shows(Layer::Sketches) {
            return found;
        }
        self.sketches.at(viewport, at).map(Hovered::Sketch).or(found)
    }

    /// Takes over the sketches of the board, and lets the tool follow pointer and keys.
    pub(super) fn sketch(
        &mut self,
        ui: &Ui,
        response: &Response,
        viewport: &Viewport,
        input: &MapInput<'_>,
        state: &mut ViewState,
    ) {
        self.sketches.take_over(input.sketches);
        let selection = state.selection;
        let pointed = response.interact_pointer_pos().or(response.hover_pos());
        let under = pointed.filter(|_| state.sketching.is_in_hand()).and_then(|at| self.sketches.at(viewport, at));
        // While a round runs, what is drawn belongs to it.
        state.sketching.round = state.room.timer.round().or(state.sketching.round);
        let world = self.sketch_world(input, selection, under);
        state.sketching.follow(ui, response, viewport, &world);
        if state.sketching.is_in_hand() && response.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        }
        let selected = match selection {
            Selection::Sketch(id) => Some(id),
            _ => None,
        };
        if state.layers.shows(Layer::Sketches) {
            self.sketches.refresh(viewport, selected);
        }
    }

    pub(super) fn sketch_world<'a>(
        &'a self,
        input: &MapInput<'a>,
        selection: Selection,
        hovered: Option<Uuid>,
    ) -> SketchWorld<'a> {
        SketchWorld {
            subject: input.selected_sketch(selection),
            borders: &input.ground.borders,
            lines: self.sketches.snaps(),
            hovered,
        }
    }
}
