//! The measuring tool: points clicked on the map, the length of the line through them, and the area when it is closed.

use egui::{Align2, CornerRadius, Key, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind, Ui, vec2};
use geo::{Coord, Line, line_intersection::line_intersection};

use super::projection::Viewport;
use crate::analysis::walk::Walk;
use crate::crs::RdPoint;
use crate::gui::theme::{RADIUS, STEP, marker_font, palette, remark, strong};
use crate::nl::window as nl;

/// A click this near the first point closes the line, in points.
const CLOSING: f32 = 10.0;

/// A leg shorter than this has no label, in points.
const SHORT_LEG: f32 = 46.0;

/// Square metres in a hectare.
const HECTARE_M2: f64 = 10_000.0;

/// What is measured. Lengths and areas are those of the RD plane.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measure {
    /// The points, in the order of clicking.
    pub points: Vec<RdPoint>,
    /// Does the line end where it began?
    pub is_closed: bool,
    /// Has the line ended? The next click begins a new one.
    pub is_done: bool,
}

impl Measure {
    /// Adds a point; begins anew after a line that has ended.
    pub fn add(&mut self, point: RdPoint) {
        if self.is_done {
            *self = Self::default();
        }
        self.points.push(point);
    }

    /// Takes the last point back, or opens what was closed.
    pub fn take_back(&mut self) {
        if !(self.is_closed || self.is_done) {
            self.points.pop();
        }
        (self.is_closed, self.is_done) = (false, false);
    }

    /// Ends the line where it began, when there are three points.
    pub fn close(&mut self) {
        if self.points.len() >= 3 {
            (self.is_closed, self.is_done) = (true, true);
        }
    }

    /// Ends the line where it is.
    pub fn end(&mut self) {
        self.is_done = true;
    }

    /// The legs, with the closing one.
    pub fn legs(&self) -> impl Iterator<Item = (RdPoint, RdPoint)> {
        let closing = self.points.last().zip(self.points.first()).filter(|_| self.is_closed);
        let pairs = self.points.windows(2).map(|pair| (pair[0], pair[1]));
        pairs.chain(closing.map(|(last, first)| (*last, *first)))
    }

    /// Length of all legs, in metres.
    #[must_use]
    pub fn length_m(&self) -> f64 {
        self.legs().map(|(from, to)| from.straight_distance_m(to)).sum()
    }

    /// Area of a closed line in hectares; nothing when it is open, or when its sides cross.
    #[must_use]
    pub fn area_ha(&self) -> Option<f64> {
        if !self.is_closed || self.crosses_itself() {
            return None;
        }
        // About the first point, to keep the digits (shoelace formula).
        let origin = self.points.first()?.0.0;
        let doubled: f64 = self
            .legs()
            .map(|(a, b)| (a.x() - origin.x) * (b.y() - origin.y) - (b.x() - origin.x) * (a.y() - origin.y))
            .sum();
        Some(doubled.abs() / 2.0 / HECTARE_M2)
    }

    /// Do two sides of a closed line cross? Takes time in proportion to the square of the number of points.
    #[must_use]
    pub fn crosses_itself(&self) -> bool {
        let sides: Vec<Line<f64>> = self.legs().map(|(a, b)| Line::new(a.0.0, b.0.0)).collect();
        let beside = |a: usize, b: usize| a + 1 == b || (a == 0 && b + 1 == sides.len());
        (0..sides.len())
            .any(|a| (a + 1..sides.len()).any(|b| !beside(a, b) && line_intersection(sides[a], sides[b]).is_some()))
    }

    /// What has been measured so far, in a sentence.
    #[must_use]
    pub fn summary(&self, walk: Walk) -> String {
        let length = nl::measured_length(self.length_m(), walk.along_m(self.length_m()));
        match (self.is_closed, self.area_ha()) {
            (false, _) => length,
            (true, Some(hectares)) => nl::measured_area(hectares, self.length_m()),
            (true, None) => nl::MEASURE_CROSSES.to_owned(),
        }
    }

    /// Takes clicks and keys.
    pub fn follow(&mut self, ui: &Ui, response: &Response, viewport: &Viewport) {
        let free = !ui.ctx().text_edit_focused();
        if free && ui.input(|input| input.key_pressed(Key::Backspace)) {
            self.take_back();
        }
        if free && ui.input(|input| input.modifiers.is_none() && input.key_pressed(Key::O)) {
            self.close();
        }
        let enter = response.has_focus() && ui.input(|i| i.modifiers.is_none() && i.key_pressed(Key::Enter));
        if enter {
            self.add(viewport.place(viewport.rect.center()));
        }
        if !response.clicked() {
            return;
        }
        response.request_focus();
        let Some(at) = response.interact_pointer_pos() else { return };
        let near_first = self.points.first().is_some_and(|first| viewport.screen(first.0.0).distance(at) <= CLOSING);
        if response.double_clicked() || response.triple_clicked() {
            self.end();
        } else if near_first && self.points.len() >= 3 && !self.is_done {
            self.close();
        } else {
            self.add(viewport.place(at));
        }
    }

    /// Paints the line with the length of each leg, and the leg to the pointer while it goes on.
    pub fn paint(&self, painter: &Painter, viewport: &Viewport, pointer: Option<Pos2>) {
        let p = palette();
        let corners: Vec<Pos2> = self.points.iter().map(|point| viewport.screen(point.0.0)).collect();
        if self.is_closed && !self.crosses_itself() {
            painter.extend(filled(viewport, &self.points));
        }
        for (width, color) in [(6.5, p.halo), (3.0, p.text)] {
            for (from, to) in self.legs() {
                painter.line_segment([viewport.screen(from.0.0), viewport.screen(to.0.0)], Stroke::new(width, color));
            }
        }
        let live = corners.last().copied().zip(pointer).filter(|_| !self.is_done);
        if let Some((last, at)) = live {
            painter.line_segment([last, at], Stroke::new(5.0, p.halo.gamma_multiply(0.8)));
            painter.extend(Shape::dashed_line(&[last, at], Stroke::new(2.2, p.text), 7.0, 4.0));
        }
        for corner in &corners {
            painter.circle(*corner, 4.5, p.card, Stroke::new(2.4, p.text));
        }
        if corners.len() >= 3 && !self.is_done {
            // What a click would close on.
            painter.circle_stroke(corners[0], CLOSING, Stroke::new(1.4, p.text));
        }
        let mut taken: Vec<Rect> = Vec::new();
        for (from, to) in self.legs() {
            let ends = [viewport.screen(from.0.0), viewport.screen(to.0.0)];
            leg_label(painter, viewport, ends, from.straight_distance_m(to), &mut taken);
        }
        if let (Some((last, at)), Some(from)) = (live, self.points.last()) {
            let length = from.straight_distance_m(viewport.place(at));
            leg_label(painter, viewport, [last, at], length, &mut taken);
        }
    }

    /// What has been measured and what can be done, on a card at the top of the map.
    pub fn card_ui(&self, ui: &mut Ui, rect: Rect, walk: Walk) {
        let p = palette();
        let room = Rect::from_min_max(rect.min + vec2(0.0, 3.0 * STEP), rect.max);
        let builder = egui::UiBuilder::new().max_rect(room).layout(egui::Layout::top_down(egui::Align::Center));
        let mut over = ui.new_child(builder);
        egui::Frame::new()
            .fill(p.card)
            .stroke(Stroke::new(1.0, p.line))
            .corner_radius(CornerRadius::same(RADIUS))
            .inner_margin(egui::Margin::symmetric(14, 8))
            .show(&mut over, |ui| {
                ui.set_max_width((rect.width() - 8.0 * STEP).max(120.0));
                let told = if self.points.len() < 2 { nl::MEASURE_START.to_owned() } else { self.summary(walk) };
                ui.add(egui::Label::new(strong(told)).selectable(false));
                ui.add(egui::Label::new(remark(nl::MEASURE_KEYS)).selectable(false));
            });
    }
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
    painter.rect(rect, CornerRadius::same(10), p.card, Stroke::new(1.2, p.text), StrokeKind::Inside);
    painter.galley(Align2::CENTER_CENTER.anchor_size(middle, galley.size()).min, galley, p.text);
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

#[cfg(test)]
mod tests {
    use super::*;

    const WALK: Walk = Walk::Straight { detour_factor: 1.3 };

    fn measure(points: &[(f64, f64)]) -> Measure {
        let mut measure = Measure::default();
        for (x, y) in points {
            measure.add(RdPoint::at(250_000.0 + x, 470_000.0 + y));
        }
        measure
    }

    #[test]
    fn a_line_along_two_sides_of_a_3_4_5_triangle_is_700_m_and_closed_it_is_1200_m_around_6_ha() {
        let mut line = measure(&[(0.0, 0.0), (300.0, 0.0), (300.0, 400.0)]);
        assert!((line.length_m() - 700.0).abs() < 1e-9);
        assert_eq!(line.area_ha(), None);
        assert_eq!(line.summary(WALK), "700 m · ≈ 910 m lopen");
        line.close();
        assert!((line.length_m() - 1_200.0).abs() < 1e-9);
        assert!((line.area_ha().expect("closed") - 6.0).abs() < 1e-9);
        assert_eq!(line.summary(WALK), "6,0 ha · omtrek 1,20 km");
    }

    #[test]
    fn a_line_with_its_points_clockwise_has_the_same_area() {
        let mut line = measure(&[(0.0, 0.0), (0.0, 100.0), (100.0, 100.0), (100.0, 0.0)]);
        line.close();
        assert!((line.area_ha().expect("closed") - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_bow_tie_has_no_area_and_says_so() {
        let mut line = measure(&[(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0)]);
        line.close();
        assert_eq!(line.area_ha(), None);
        assert_eq!(line.summary(WALK), nl::MEASURE_CROSSES);
    }

    #[test]
    fn taking_back_opens_first_and_then_removes_and_a_click_after_the_end_begins_anew() {
        let mut line = measure(&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)]);
        line.close();
        line.take_back();
        assert_eq!((line.is_closed, line.points.len()), (false, 3));
        line.take_back();
        assert_eq!(line.points.len(), 2);
        line.end();
        line.add(RdPoint::at(250_000.0, 470_000.0));
        assert_eq!((line.points.len(), line.is_done), (1, false));
    }

    #[test]
    fn two_points_do_not_close() {
        let mut line = measure(&[(0.0, 0.0), (100.0, 0.0)]);
        line.close();
        assert!(!line.is_closed);
        assert!((line.length_m() - 100.0).abs() < 1e-9);
    }
}
