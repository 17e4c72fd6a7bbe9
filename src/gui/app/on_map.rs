//! The map with everything that takes part in it: the tool in hand, and what a room put on the map.

use egui::{Rect, Ui};

use crate::analysis::walk::Walk;
use crate::gui::map::{Canvas, MapInput, MapView};
use crate::gui::room::notes_on_map::NotesOnMap;
use crate::gui::room::{Room, decisions_on_map};
use crate::gui::state::{Tool, ViewState};
use crate::gui::tools::box_select::BoxSelect;
use crate::gui::tools::sketching::bar as sketch_bar;
use crate::gui::tools::sketching::following::{SketchWorld, removed_by_key};
use crate::gui::tools::{measure, what_if};
use crate::gui::wish::Action;

/// A map with its tools.
#[derive(Default)]
pub(super) struct OnMap {
    view: MapView,
    box_select: BoxSelect,
    notes: NotesOnMap,
}

impl OnMap {
    /// Lets go of what was being drawn and dragged on another ground; where it looks at stays.
    pub(super) fn on_new_ground(&mut self) {
        self.view.camera.land();
        (self.box_select, self.notes) = (BoxSelect::default(), NotesOnMap::default());
    }

    /// Is the map on its way to where it is to go?
    pub(super) fn is_moving(&self) -> bool {
        self.view.camera.is_moving()
    }

    /// Shows the map in all the space there is, and returns what is wanted by a click or a drag on it.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        input: &MapInput<'_>,
        state: &mut ViewState,
        room: &mut Room,
    ) -> Vec<Action> {
        let (box_select, subject) = (self.box_select, input.selected_sketch(state.selection));
        let canvas = self.view.begin(ui, input, state, |map, ui, viewport, tool| {
            let tool_does = match tool {
                Tool::WhatIf(what_if) => what_if::takes_the_drag(*what_if, ui, map, viewport, input),
                Tool::Sketch(sketching) => sketching.takes_the_drag(ui, viewport, subject),
                Tool::Look | Tool::Measure(_) => false,
            };
            tool_does || box_select.takes_the_mouse(ui)
        });
        let mut actions = self.follow(ui, &canvas, input, state);
        let board = &input.project.board;
        let mut over: Vec<Rect> = self.notes.rects().collect();
        over.extend(decisions_on_map::rects(&canvas.viewport, &board.decisions));
        let drawn = self.view.paint(&canvas, input, state, over);
        self.box_select.paint(&canvas, state.selection);
        match &state.tool {
            Tool::Measure(measured) => measure::paint(measured, &canvas),
            Tool::Sketch(sketching) => sketching.paint(&canvas, subject, &state.sketch_habits),
            Tool::Look | Tool::WhatIf(_) => {}
        }
        self.view.paint_edge(&canvas, state);
        self.view.tell(ui, &canvas, input, &drawn);
        if let Tool::Measure(measured) = &state.tool {
            measure::card_ui(measured, ui, canvas.response.rect, Walk::of(input.norms));
        }
        let is_pointing = self.notes.point_out(ui, &canvas, input.project, room);
        let mut taken = self.view.taken(&canvas, drawn);
        taken.extend(decisions_on_map::show(ui, &canvas, &board.decisions, room));
        self.notes.show(ui, &canvas, &board.notes, &taken, room);
        let what_if = state.tool.what_if();
        let placed = what_if::follow(ui, &self.view, &canvas, input, state);
        let puts_down =
            |at| what_if.is_some_and(|what_if| what_if::puts_down(what_if, &self.view, &canvas.viewport, at));
        let is_chosen_by_click = placed.is_none()
            && !is_pointing
            && state.tool.leaves_clicks_to_the_map()
            && !canvas.response.interact_pointer_pos().is_some_and(puts_down);
        if is_chosen_by_click && actions.is_empty() {
            actions.extend(self.view.chosen(ui, &canvas, input, state).map(Action::Select));
        }
        actions.extend(placed);
        actions.extend(self.notes.take_wish());
        actions
    }

    /// Lets the tool in hand follow pointer and keys.
    fn follow(&mut self, ui: &Ui, canvas: &Canvas, input: &MapInput<'_>, state: &mut ViewState) -> Vec<Action> {
        // While a round runs, what is drawn belongs to it.
        state.sketch_habits.round = state.timer.round().or(state.sketch_habits.round);
        let subject = input.selected_sketch(state.selection);
        if let Tool::Sketch(sketching) = &mut state.tool {
            let pointed = canvas.response.interact_pointer_pos().or(canvas.response.hover_pos());
            let world = SketchWorld {
                subject,
                borders: &input.ground.land.borders,
                lines: &self.view.sketches.snaps,
                hovered: pointed.and_then(|at| self.view.sketches.at(&canvas.viewport, at)),
            };
            sketching.follow(ui, canvas, &world, &mut state.sketch_habits);
            return sketch_bar::wishes(sketching);
        }
        let boxed = self.box_select.follow(ui, canvas);
        if let Tool::Measure(measured) = &mut state.tool {
            measure::follow(measured, ui, canvas);
        }
        let mut actions = removed_by_key(ui, canvas, subject);
        actions.extend(boxed.map(Action::Select));
        actions
    }
}
