//! Wat als on the map: places are dragged and put down, and where a variant differs is marked.

use egui::{CursorIcon, Painter, PointerButton, Pos2, Response, Shape, Stroke, Ui, Vec2, vec2};
use uuid::Uuid;

use super::markers::MarkerTarget;
use super::projection::Viewport;
use super::{MapInput, MapView};
use crate::domain::amenity::AmenityKind;
use crate::domain::variant::Intervention;
use crate::gui::dragging::was_let_go;
use crate::gui::panels::Action;
use crate::gui::theme::{self, palette};
use crate::gui::view_state::{Selection, ViewState};
use crate::gui::what_if::{Adds, ChangeMark, Grip, addition, intervene};

/// Half the size of the mark at a place that came or went, in points.
const MARK: f32 = 11.0;
/// Dash and gap of the line from where a place stood, in points.
const DASH: [f32; 2] = [5.0, 4.0];

impl MapView {
    /// The place or site whose own marker lies under a point of the screen.
    fn place_under(&self, viewport: &Viewport, at: Pos2, input: &MapInput<'_>) -> Option<Uuid> {
        match self.markers.at(viewport, at)?.target {
            MarkerTarget::Place(idx) => input.ground.places.get(idx).map(|place| place.id),
            MarkerTarget::Site(idx) => {
                let site = input.answer?.outcome.sites.get(idx)?;
                (!site.proposed).then_some(site.id)
            }
            MarkerTarget::Group(..) | MarkerTarget::Complex(_) => None,
        }
    }

    /// Is a place in hand or under the pointer, so that a drag moves that and not the map?
    pub(super) fn grips(&self, ui: &Ui, viewport: &Viewport, input: &MapInput<'_>, state: &ViewState) -> bool {
        if state.what_if.tool.is_none() {
            return false;
        }
        let at = ui.input(|i| if i.pointer.any_down() { i.pointer.press_origin() } else { i.pointer.latest_pos() });
        let under = || at.is_some_and(|at| self.place_under(viewport, at, input).is_some());
        state.what_if.grip.is_some() || under()
    }

    /// Drags a place, or puts one down; returns what is done to the document.
    pub(super) fn what_if(
        &self,
        ui: &Ui,
        response: &Response,
        viewport: &Viewport,
        input: &MapInput<'_>,
        state: &mut ViewState,
    ) -> Option<Action> {
        let adds = state.what_if.tool?;
        let pointed = response.hover_pos();
        if adds != Adds::Nothing && pointed.is_some_and(|at| self.markers.at(viewport, at).is_none()) {
            ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        }
        if response.drag_started_by(PointerButton::Primary) {
            let origin = ui.input(|i| i.pointer.press_origin());
            let id = origin.and_then(|at| self.place_under(viewport, at, input));
            state.what_if.grip = id.map(|id| Grip { id, new_variant: Uuid::new_v4() });
            if id.is_some() {
                // What it brings and costs stands where nothing is explained, and what is dragged shows.
                state.selection = Selection::Nothing;
                state.what_if.shows_before = false;
            }
        }
        if let Some(grip) = &state.what_if.grip {
            let is_let_go = was_let_go(response);
            let edit = response.interact_pointer_pos().filter(|_| is_let_go || response.dragged()).map(|at| {
                let to = viewport.place(at);
                intervene(input.project, Intervention::MovePlace { id: grip.id, to }, grip.new_variant)
            });
            let Some(edit) = edit else {
                // Ended in another way: nothing has happened.
                state.what_if.grip = None;
                return None;
            };
            if is_let_go {
                state.what_if.grip = None;
                return Some(Action::Edit(edit));
            }
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            state.draft.hold(input.project, &edit, 0);
            return None;
        }
        let by_key = response.has_focus() && ui.input(|i| i.modifiers.is_none() && i.key_pressed(egui::Key::Enter));
        let at = match (response.clicked(), by_key) {
            (_, true) => viewport.rect.center(),
            (true, false) => response.interact_pointer_pos()?,
            _ => return None,
        };
        if self.markers.at(viewport, at).is_some() && !by_key {
            return None;
        }
        let intervention = addition(adds, viewport.place(at))?;
        state.selection = selection_of(adds, intervention.subject());
        Some(Action::Edit(intervene(input.project, intervention, Uuid::new_v4())))
    }

    /// Does a click at a point put something down instead of choosing?
    pub(super) fn puts_down(&self, viewport: &Viewport, at: Pos2, state: &ViewState) -> bool {
        state.what_if.tool.is_some_and(|adds| adds != Adds::Nothing) && self.markers.at(viewport, at).is_none()
    }
}

fn selection_of(adds: Adds, id: Uuid) -> Selection {
    match adds {
        Adds::Site => Selection::Site(id),
        Adds::Place(AmenityKind::CARE) => Selection::Care(id),
        _ => Selection::Facility(id),
    }
}

/// Marks where a variant differs: a ring around what came, a cross over what went, a line from where something stood.
pub(super) fn paint_marks(painter: &Painter, viewport: &Viewport, marks: &[ChangeMark]) {
    let p = palette();
    let line = Stroke::new(theme::line(2.0), p.text);
    let [mark, start] = [2.0 * MARK, 8.0].map(|size| theme::marker_size(size) / 2.0);
    let within = viewport.rect.expand(mark);
    let cross = |at: Pos2| {
        for (width, color) in [(5.0, p.halo), (2.4, p.text)] {
            let stroke = Stroke::new(theme::line(width), color);
            painter.line_segment([at - Vec2::splat(mark * 0.7), at + Vec2::splat(mark * 0.7)], stroke);
            painter.line_segment([at + vec2(-mark, mark) * 0.7, at + vec2(mark, -mark) * 0.7], stroke);
        }
    };
    let ring = |at: Pos2| {
        painter.circle_stroke(at, mark + 3.0, Stroke::new(4.5, p.halo));
        painter.circle_stroke(at, mark + 3.0, line);
    };
    for change in marks {
        match change {
            ChangeMark::Added(at) => {
                let at = viewport.screen(at.0.0);
                if within.contains(at) {
                    ring(at);
                }
            }
            ChangeMark::Closed(at) => {
                let at = viewport.screen(at.0.0);
                if within.contains(at) {
                    cross(at);
                }
            }
            ChangeMark::Moved { from, to } => {
                let ends = [viewport.screen(from.0.0), viewport.screen(to.0.0)];
                if !within.intersects(egui::Rect::from_two_pos(ends[0], ends[1])) {
                    continue;
                }
                // Up to the ring, so that what stands in it can be read.
                let along = (ends[1] - ends[0]).normalized();
                let beside = [ends[0], ends[1] - along * (mark + 3.0).min(ends[0].distance(ends[1]))];
                painter.line_segment(beside, Stroke::new(4.0, p.halo));
                painter.extend(Shape::dashed_line(&beside, line, DASH[0], DASH[1]));
                painter.circle(ends[0], start, p.card, line);
                ring(ends[1]);
            }
        }
    }
}
