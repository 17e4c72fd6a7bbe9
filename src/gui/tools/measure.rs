//! The measuring tool: points clicked on the map, the length of the line through them, and the area when it is closed.

use egui::{CursorIcon, Key, Painter, Pos2, Rect, Shape, Stroke, Ui, vec2};
use geo::Coord;

use crate::analysis::walk::Walk;
use crate::crs::RdPoint;
use crate::gui::kit::keys::is_pressed;
use crate::gui::kit::theme::{STEP, marker_font, palette, remark, strong};
use crate::gui::kit::widgets::{card, pill};
use crate::gui::map::Canvas;
use crate::gui::map::projection::Viewport;
use crate::gui::state::Measure;
use crate::nl::window as nl;

/// A click this near the first point closes the line, in points.
const CLOSING: f32 = 10.0;

/// A leg shorter than this has no label, in points.
const SHORT_LEG: f32 = 46.0;

/// Takes clicks and keys.
pub fn follow(measure: &mut Measure, ui: &Ui, canvas: &Canvas) {
    let Canvas { response, viewport, .. } = canvas;
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    let free = !ui.ctx().text_edit_focused();
    if free && ui.input(|input| input.key_pressed(Key::Backspace)) {
        measure.take_back();
    }
    if free && is_pressed(ui, Key::O) {
        measure.close();
    }
    if response.has_focus() && is_pressed(ui, Key::Enter) {
        measure.add(viewport.place(viewport.rect.center()));
    }
    if !response.clicked() {
        return;
    }
    response.request_focus();
    let Some(at) = response.interact_pointer_pos() else { return };
    let near_first = measure.points.first().is_some_and(|first| viewport.screen(first.0.0).distance(at) <= CLOSING);
    if response.double_clicked() || response.triple_clicked() {
        measure.is_done = true;
    } else if near_first && measure.points.len() >= 3 && !measure.is_done {
        measure.close();
    } else {
        measure.add(viewport.place(at));
    }
}

/// Paints the line with the length of each leg, and the leg to the pointer while it goes on.
pub fn paint(measure: &Measure, canvas: &Canvas) {
    let Canvas { painter, viewport, response } = canvas;
    let pointer = response.hover_pos();
    let p = palette();
    let corners: Vec<Pos2> = measure.points.iter().map(|point| viewport.screen(point.0.0)).collect();
    if measure.is_closed && !measure.crosses_itself() {
        painter.extend(filled(viewport, &measure.points));
    }
    for (width, color) in [(6.5, p.halo), (3.0, p.text)] {
        for (from, to) in measure.legs() {
            painter.line_segment([viewport.screen(from.0.0), viewport.screen(to.0.0)], Stroke::new(width, color));
        }
    }
    let live = corners.last().copied().zip(pointer).filter(|_| !measure.is_done);
    if let Some((last, at)) = live {
        painter.line_segment([last, at], Stroke::new(5.0, p.halo.gamma_multiply(0.8)));
        painter.extend(Shape::dashed_line(&[last, at], Stroke::new(2.2, p.text), 7.0, 4.0));
    }
    for corner in &corners {
        painter.circle(*corner, 4.5, p.card, Stroke::new(2.4, p.text));
    }
    if corners.len() >= 3 && !measure.is_done {
        // What a click would close on.
        painter.circle_stroke(corners[0], CLOSING, Stroke::new(1.4, p.text));
    }
    let mut taken: Vec<Rect> = Vec::new();
    for (from, to) in measure.legs() {
        let ends = [viewport.screen(from.0.0), viewport.screen(to.0.0)];
        leg_label(painter, viewport, ends, from.straight_distance_m(to), &mut taken);
    }
    if let (Some((last, at)), Some(from)) = (live, measure.points.last()) {
        let length = from.straight_distance_m(viewport.place(at));
        leg_label(painter, viewport, [last, at], length, &mut taken);
    }
}

/// What has been measured and what can be done, on a card at the top of the map.
pub fn card_ui(measure: &Measure, ui: &mut Ui, rect: Rect, walk: Walk) {
    let below = Rect::from_min_max(rect.min + vec2(0.0, 3.0 * STEP), rect.max);
    let builder = egui::UiBuilder::new().max_rect(below).layout(egui::Layout::top_down(egui::Align::Center));
    let mut over = ui.new_child(builder);
    card(14, 8).show(&mut over, |ui| {
        ui.set_max_width((rect.width() - 8.0 * STEP).max(120.0));
        let told = if measure.points.len() < 2 { nl::MEASURE_START.to_owned() } else { measure.summary(walk) };
        ui.add(egui::Label::new(strong(told)).selectable(false));
        ui.add(egui::Label::new(remark(nl::MEASURE_KEYS)).selectable(false));
    });
}

/// The length of a leg as a pill on its middle, when it is long enough and nothing is there yet.
fn leg_label(painter: &Painter, viewport: &Viewport, ends: [Pos2; 2], length_m: f64, taken: &mut Vec<Rect>) {
    if ends[0].distance(ends[1]) < SHORT_LEG {
        return;
    }
    let p = palette();
    let galley = painter.layout_no_wrap(nl::length(length_m), marker_font(12.0), p.text);
    let size = galley.size() + vec2(12.0, 5.0);
    let middle = ends[0] + (ends[1] - ends[0]) / 2.0;
    let rect = Rect::from_center_size(middle, size);
    if !viewport.rect.intersects(rect) || taken.iter().any(|other| other.intersects(rect)) {
        return;
    }
    pill(painter, rect, galley, p.text, Stroke::new(1.2, p.text));
    taken.push(rect);
}

/// The inside of a closed line.
fn filled(viewport: &Viewport, points: &[RdPoint]) -> Option<Shape> {
    use geo::TriangulateEarcut;
    let ring: Vec<Coord<f64>> = points.iter().map(|point| point.0.0).collect();
    let cut = geo::Polygon::new(ring.into(), Vec::new()).earcut_triangles_raw();
    let mut mesh = egui::Mesh::default();
    for [x, y] in &cut.vertices {
        mesh.colored_vertex(viewport.screen(Coord { x: *x, y: *y }), palette().text.gamma_multiply(0.12));
    }
    mesh.indices = cut.triangle_indices.iter().filter_map(|idx| u32::try_from(*idx).ok()).collect();
    (!mesh.indices.is_empty()).then(|| Shape::mesh(mesh))
}
