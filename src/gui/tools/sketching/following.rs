//! How the sketching tool follows pointer, finger and keys.

use egui::{CursorIcon, Key, PointerButton, Pos2, Response, Ui, vec2};
use geo::{BoundingRect, Coord, Geometry};
use uuid::Uuid;

use crate::domain::sketch::{Sketch, SketchShape};
use crate::gui::kit::dragging::was_let_go;
use crate::gui::kit::keys::is_pressed;
use crate::gui::map::Canvas;
use crate::gui::map::projection::Viewport;
use crate::gui::shapes::making::shape_from_stroke;
use crate::gui::shapes::snapping::{SnapIndex, Snapped, better};
use crate::gui::shapes::vertices::{CornerIdx, Handle, corners, middles, with_handle_at, without_corner};
use crate::gui::state::{Selection, SketchHabits, SketchMode, SketchWish, Sketching};
use crate::gui::wish::Action;

/// Places snap to what lies so near, in points.
const SNAP_REACH: f32 = 10.0;
/// A click this near the first point closes an area, and a stroke that ends so near it; in points.
pub(super) const CLOSING: f32 = 12.0;
/// How near a handle must be to be taken hold of, in points: half of what a finger touches.
const HANDLE_REACH: f32 = 14.0;
/// How far a simplified stroke lies from the drawn one at most, in points.
const STROKE_TOLERANCE: f64 = 1.5;
/// Corners of a stroke lie at least so far apart, in points.
const STROKE_STEP: f32 = 2.0;
/// A handle for the whole stands so far below the shape, in points.
const WHOLE_BELOW: f32 = 26.0;
/// Middles of sides shorter than this have no handle, in points.
pub(super) const SHORT_SIDE: f32 = 34.0;

/// What the tool works in.
pub struct SketchWorld<'a> {
    /// The selected one.
    pub subject: Option<&'a Sketch>,
    /// Borders to snap to.
    pub borders: &'a SnapIndex,
    /// Sketches to snap to.
    pub lines: &'a SnapIndex,
    /// What lies under the pointer.
    pub hovered: Option<Uuid>,
}

/// Takes away the selected sketch by key, while no sketching tool is in hand.
pub fn removed_by_key(ui: &Ui, canvas: &Canvas, subject: Option<&Sketch>) -> Vec<Action> {
    match subject.filter(|_| canvas.response.has_focus() && is_pressed(ui, Key::Delete)) {
        Some(subject) => vec![Action::remove(subject.id), Action::Select(Selection::Nothing)],
        None => Vec::new(),
    }
}

impl Sketching {
    /// Is a drag for the tool rather than for the map? Two fingers are always for the map.
    pub fn takes_the_drag(&self, ui: &Ui, viewport: &Viewport, subject: Option<&Sketch>) -> bool {
        if ui.input(|input| input.multi_touch().is_some()) {
            return false;
        }
        match self.mode {
            SketchMode::Freehand => true,
            SketchMode::Edit => {
                let at = ui.input(|input| input.pointer.press_origin().or(input.pointer.latest_pos()));
                let near = || subject.zip(at).and_then(|(sketch, at)| handle_at(viewport, &sketch.shape, at));
                self.held.is_some() || near().is_some()
            }
            _ => false,
        }
    }

    /// Takes clicks, drags and keys.
    pub fn follow(&mut self, ui: &Ui, canvas: &Canvas, world: &SketchWorld<'_>, habits: &mut SketchHabits) {
        let Canvas { response, viewport, .. } = canvas;
        if response.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        }
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        let pointer = response.interact_pointer_pos().or(response.hover_pos());
        let own = world.subject.filter(|_| self.mode == SketchMode::Edit).map(|sketch| sketch.id);
        self.cursor = pointer.map(|at| self.snapped(viewport, world, at, own, habits.is_loose));
        if !ui.ctx().text_edit_focused() && is_pressed(ui, Key::Backspace) {
            self.take_back();
        }
        let pointed = canvas.pointed_at(ui);
        if response.clicked() {
            response.request_focus();
        }
        match self.mode {
            SketchMode::Freehand => self.follow_stroke(ui, response, viewport, habits),
            SketchMode::Edit => self.follow_corners(ui, response, viewport, world),
            _ => {
                if let Some((at, by_key)) = pointed {
                    self.follow_click(canvas, world, at, by_key, habits);
                }
            }
        }
    }

    /// A place of the screen in RD, and what it was snapped to.
    fn snapped(
        &self,
        viewport: &Viewport,
        world: &SketchWorld<'_>,
        at: Pos2,
        without: Option<Uuid>,
        is_loose: bool,
    ) -> (Coord<f64>, Option<Snapped>) {
        let place = viewport.place(at).0.0;
        if is_loose || self.mode == SketchMode::Freehand {
            return (place, None);
        }
        let reach_m = f64::from(SNAP_REACH) * viewport.meters_per_point();
        let to_border = world.borders.snap(place, reach_m, None);
        let to_sketch = world.lines.snap(place, reach_m, without);
        let found = better(place, to_sketch, to_border);
        (found.map_or(place, |found| found.place), found)
    }

    fn follow_click(
        &mut self,
        canvas: &Canvas,
        world: &SketchWorld<'_>,
        at: Pos2,
        by_key: bool,
        habits: &mut SketchHabits,
    ) {
        let Canvas { response, viewport, .. } = canvas;
        let chooses = self.points.is_empty() && self.mode.needs_subject();
        if chooses && world.subject.is_none() {
            // A click on a sketch chooses what is to be cut.
            self.wish(SketchWish::Select(world.hovered));
            return;
        }
        let near = |place: Option<&Coord<f64>>, reach: f32| {
            place.is_some_and(|place| viewport.screen(*place).distance(at) <= reach)
        };
        let again = near(self.points.last(), 1.5) && by_key;
        let on_first = self.points.len() >= 3 && self.mode.closes() && near(self.points.first(), CLOSING);
        if response.double_clicked() || response.triple_clicked() || again || on_first {
            if !self.points.is_empty() {
                self.finish(world.subject, habits);
            }
            return;
        }
        let place = self.snapped(viewport, world, at, None, habits.is_loose).0;
        self.add(place, world.subject, habits);
    }

    fn follow_stroke(&mut self, ui: &Ui, response: &Response, viewport: &Viewport, habits: &mut SketchHabits) {
        if ui.input(|input| input.multi_touch().is_some()) {
            self.points.clear();
            return;
        }
        if response.drag_started_by(PointerButton::Primary) {
            self.points.clear();
            let origin = ui.input(|input| input.pointer.press_origin());
            self.points.extend(origin.map(|at| viewport.place(at).0.0));
        }
        let began = !self.points.is_empty();
        if let Some(at) = response.interact_pointer_pos().filter(|_| began) {
            let far = self.points.last().is_none_or(|last| viewport.screen(*last).distance(at) >= STROKE_STEP);
            if far {
                self.points.push(viewport.place(at).0.0);
            }
        }
        let is_let_go = was_let_go(response);
        if began && !is_let_go && !response.dragged() {
            self.points.clear();
        }
        if is_let_go && began {
            let stroke = std::mem::take(&mut self.points);
            let meters = viewport.meters_per_point();
            let shape = shape_from_stroke(&stroke, STROKE_TOLERANCE * meters, f64::from(CLOSING) * meters);
            if let Some(shape) = shape {
                self.finish_with(shape, habits);
            }
        }
    }

    fn follow_corners(&mut self, ui: &Ui, response: &Response, viewport: &Viewport, world: &SketchWorld<'_>) {
        let Some(sketch) = world.subject else {
            if response.clicked() {
                self.wish(SketchWish::Select(world.hovered));
            }
            return;
        };
        let shape = &sketch.shape;
        if response.has_focus() {
            self.corner_keys(ui, viewport, sketch);
        }
        if response.drag_started_by(PointerButton::Primary) {
            let origin = ui.input(|input| input.pointer.press_origin());
            self.held = origin.and_then(|at| handle_at(viewport, shape, at));
            (self.crossing, self.refused) = (None, None);
        }
        let is_let_go = was_let_go(response);
        // Ended in another way, nothing has happened.
        self.held = self.held.filter(|_| is_let_go || response.dragged());
        if let Some(held) = self.held
            && let Some((to, _)) = self.cursor
        {
            let becomes = with_handle_at(shape, held, to);
            self.crossing = becomes.as_ref().err().and_then(|flaw| flaw.place());
            if is_let_go {
                self.held = None;
                self.corner = None;
                self.reshape(sketch, becomes);
            }
            return;
        }
        if !response.clicked() {
            return;
        }
        let Some(at) = response.interact_pointer_pos() else { return };
        match handle_at(viewport, shape, at) {
            Some(Handle::Corner(idx)) if response.double_clicked() => {
                self.corner = None;
                self.reshape(sketch, without_corner(shape, idx));
            }
            Some(Handle::Corner(idx)) => self.corner = Some(idx),
            Some(Handle::Middle(idx)) => self.insert(sketch, idx),
            Some(Handle::Whole(_)) => {}
            None => {
                self.corner = None;
                self.wish(SketchWish::Select(world.hovered));
            }
        }
    }

    fn corner_keys(&mut self, ui: &Ui, viewport: &Viewport, sketch: &Sketch) {
        let all: Vec<CornerIdx> = corners(&sketch.shape).into_iter().map(|(idx, _)| idx).collect();
        let now = self.corner.and_then(|chosen| all.iter().position(|idx| *idx == chosen));
        if is_pressed(ui, Key::N) {
            self.corner = all.get(now.map_or(0, |now| (now + 1) % all.len())).copied();
        }
        if is_pressed(ui, Key::P) {
            self.corner = all.get((now.unwrap_or(0) + all.len() - 1) % all.len()).copied();
        }
        let Some(idx) = self.corner else { return };
        if is_pressed(ui, Key::Enter) {
            let to = viewport.center;
            self.reshape(sketch, with_handle_at(&sketch.shape, Handle::Corner(idx), to));
        }
        if is_pressed(ui, Key::Delete) {
            self.corner = None;
            self.reshape(sketch, without_corner(&sketch.shape, idx));
        }
        if is_pressed(ui, Key::Insert) {
            self.insert(sketch, idx);
        }
    }

    /// Puts a corner in the middle of a side and chooses it.
    fn insert(&mut self, sketch: &Sketch, idx: CornerIdx) {
        let all = middles(&sketch.shape);
        let Some((_, place, _)) = all.iter().find(|(known, ..)| *known == idx) else { return };
        self.reshape(sketch, with_handle_at(&sketch.shape, Handle::Middle(idx), *place));
        self.corner = Some(CornerIdx { corner: idx.corner + 1, ..idx });
    }
}

/// Where the handle for the whole stands, for a line or an area.
pub(super) fn whole_handle(viewport: &Viewport, shape: &SketchShape) -> Option<Pos2> {
    let bounds = match shape {
        SketchShape::Point(_) | SketchShape::Text(_) => None,
        SketchShape::Line(line) | SketchShape::Arrow(line) => Geometry::from(line.0.clone()).bounding_rect(),
        SketchShape::Area(area) => area.0.bounding_rect(),
    }?;
    let below = Coord { x: bounds.center().x, y: bounds.min().y };
    let at = viewport.screen(below) + vec2(0.0, WHOLE_BELOW);
    Some(viewport.rect.shrink(WHOLE_BELOW).clamp(at))
}

/// What of a shape lies under a point of the screen and can be taken hold of: corners before middles.
fn handle_at(viewport: &Viewport, shape: &SketchShape, at: Pos2) -> Option<Handle> {
    let far = |place: &Coord<f64>| viewport.screen(*place).distance(at);
    let nearest = |handles: Vec<(CornerIdx, Coord<f64>)>| {
        let near = handles.into_iter().filter(|(_, place)| far(place) <= HANDLE_REACH);
        near.min_by(|(_, a), (_, b)| far(a).total_cmp(&far(b))).map(|(idx, _)| idx)
    };
    if let Some(idx) = nearest(corners(shape)) {
        return Some(Handle::Corner(idx));
    }
    if whole_handle(viewport, shape).is_some_and(|whole| whole.distance(at) <= HANDLE_REACH) {
        return Some(Handle::Whole(viewport.place(at).0.0));
    }
    nearest(shown_middles(viewport, shape)).map(Handle::Middle)
}

/// The middles of sides that are long enough to have a handle.
pub(super) fn shown_middles(viewport: &Viewport, shape: &SketchShape) -> Vec<(CornerIdx, Coord<f64>)> {
    let long = middles(shape).into_iter().filter(|(_, _, meters)| viewport.points(*meters) >= SHORT_SIDE);
    long.map(|(idx, middle, _)| (idx, middle)).collect()
}
