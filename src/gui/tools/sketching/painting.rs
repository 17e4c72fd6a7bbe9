//! What the sketching tool shows: the line so far with its size, handles, what it snaps to, and where it crosses itself.

use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};
use geo::Coord;

use super::following::{CLOSING, shown_middles, whole_handle};
use crate::cartography::look::SKETCH_LINES;
use crate::domain::sketch::Sketch;
use crate::gui::kit::theme::{self, REMARK_SIZE, marker_font, palette};
use crate::gui::kit::widgets::pill;
use crate::gui::map::Canvas;
use crate::gui::map::bake::Frame;
use crate::gui::map::outline::{DrawnArea, closed_path, path};
use crate::gui::map::projection::Viewport;
use crate::gui::shapes::size::{HECTARE_M2, ShapeSize, distance_m, length_m, ring_area_m2, size_line};
use crate::gui::shapes::snapping::SnapTarget;
use crate::gui::shapes::validity::{crossing, open_crossing};
use crate::gui::shapes::vertices::{Handle, corners, rings_with_handle_at, with_handle_at};
use crate::gui::state::{SketchHabits, SketchMode, Sketching};
use crate::nl::window as text;
use crate::nl::window::sketches as nl;

/// Dash and gap of what is not there yet, in points.
const DASH: [f32; 2] = [7.0, 4.0];
/// Radius of a corner and of the middle of a side, in points.
const HANDLES: [f32; 2] = [6.0, 4.0];
/// Half of the cross where lines cross, in points.
const CROSS: f32 = 8.0;
/// Where the size stands as seen from the pointer.
const BESIDE: Vec2 = vec2(16.0, 14.0);

impl Sketching {
    /// Paints what is being drawn or changed.
    pub fn paint(&self, canvas: &Canvas, subject: Option<&Sketch>, habits: &SketchHabits) {
        let Canvas { painter, viewport, .. } = canvas;
        match self.mode {
            SketchMode::Edit => self.paint_corners(painter, viewport, subject),
            SketchMode::Freehand => stroke(painter, viewport, &self.points, self.stroke_look(habits), false),
            _ => self.paint_drawing(painter, viewport, habits),
        }
        if let Some(at) = self.crossing {
            cross(painter, viewport.screen(at));
        }
        self.paint_snap(painter, viewport);
    }

    /// Width and color of what is drawn.
    fn stroke_look(&self, habits: &SketchHabits) -> Stroke {
        let color = match self.mode {
            SketchMode::Split | SketchMode::Hole => palette().text,
            _ => palette().sketch(habits.look.color),
        };
        Stroke::new(theme::line(SKETCH_LINES[habits.look.width as usize]), color)
    }

    fn paint_drawing(&self, painter: &Painter, viewport: &Viewport, habits: &SketchHabits) {
        let (p, mode, look) = (palette(), self.mode, self.stroke_look(habits));
        let cursor = self.cursor.map(|(at, _)| at);
        if let Some(outline) = cursor.and_then(|at| self.outline_to(at, habits.radius_m)) {
            stroke(painter, viewport, &outline, look, true);
        }
        let ahead: Vec<Coord<f64>> = self.points.iter().copied().chain(cursor).collect();
        let follows = !matches!(mode, SketchMode::Circle | SketchMode::Rectangle);
        if follows && !self.points.is_empty() {
            stroke(painter, viewport, &self.points, look, false);
            if mode.closes() && ahead.len() >= 3 && crossing(&ahead).is_none() {
                fill(painter, viewport, &ahead, look.color.gamma_multiply(0.14));
            }
            let mut dashed: Vec<Pos2> = ahead[self.points.len() - 1..].iter().map(|at| viewport.screen(*at)).collect();
            if mode.closes() && ahead.len() >= 3 {
                dashed.push(viewport.screen(ahead[0]));
            }
            painter.add(path(&dashed, Stroke::new(4.5, p.halo.gamma_multiply(0.7))));
            painter.extend(Shape::dashed_line(&dashed, Stroke::new(2.2, look.color), DASH[0], DASH[1]));
            if let Some(at) = open_crossing(&ahead).filter(|_| mode.closes()) {
                cross(painter, viewport.screen(at));
            }
        }
        for at in &self.points {
            painter.circle(viewport.screen(*at), 4.5, p.card, Stroke::new(2.4, look.color));
        }
        if mode.closes() && self.points.len() >= 3 {
            // What a click would close on.
            painter.circle_stroke(viewport.screen(self.points[0]), CLOSING, Stroke::new(theme::line(1.4), look.color));
        }
        if let Some(told) = cursor.and_then(|at| self.size_text(at, habits.radius_m)) {
            let at = cursor.map_or(viewport.rect.center(), |at| viewport.screen(at));
            paint_size(painter, viewport, at, &told);
        }
    }

    /// How large it would be if it were finished at the pointer.
    fn size_text(&self, at: Coord<f64>, radius_m: f64) -> Option<String> {
        let mode = self.mode;
        let first = *self.points.first().or((mode == SketchMode::Circle && radius_m > 0.0).then_some(&at))?;
        let outline_ha = || Some(ring_area_m2(&self.outline_to(at, radius_m)?) / HECTARE_M2);
        match mode {
            SketchMode::Circle => {
                let radius = if radius_m > 0.0 { radius_m } else { distance_m(first, at) };
                Some(nl::circle(radius, outline_ha()?))
            }
            SketchMode::Rectangle => Some(nl::rectangle((at.x - first.x).abs(), (at.y - first.y).abs(), outline_ha()?)),
            SketchMode::Line | SketchMode::Arrow | SketchMode::Split => Some(text::length(length_m(&self.ahead(at)))),
            SketchMode::Area | SketchMode::Hole => {
                let ahead = self.ahead(at);
                if ahead.len() < 3 || crossing(&ahead).is_some() {
                    return Some(text::length(length_m(&ahead)));
                }
                size_line(ShapeSize::of_ring(&ahead))
            }
            _ => None,
        }
    }

    fn ahead(&self, at: Coord<f64>) -> Vec<Coord<f64>> {
        self.points.iter().copied().chain([at]).collect()
    }

    fn paint_corners(&self, painter: &Painter, viewport: &Viewport, subject: Option<&Sketch>) {
        let Some(sketch) = subject else { return };
        let p = palette();
        let color = p.sketch(sketch.look.color);
        match self.held.zip(self.cursor) {
            None => {}
            Some((Handle::Whole(from), (to, _))) => {
                let by = viewport.screen(to) - viewport.screen(from);
                for (_, at) in corners(&sketch.shape) {
                    painter.circle_filled(viewport.screen(at) + by, 3.0, color);
                }
            }
            Some((handle, (to, _))) => {
                let stroke = Stroke::new(2.4, if self.crossing.is_some() { p.fails } else { color });
                for ring in rings_with_handle_at(&sketch.shape, handle, to) {
                    let points: Vec<Pos2> = ring.iter().map(|at| viewport.screen(*at)).collect();
                    painter.add(path(&points, Stroke::new(5.0, p.halo)));
                    painter.extend(Shape::dashed_line(&points, stroke, DASH[0], DASH[1]));
                }
                let size = with_handle_at(&sketch.shape, handle, to).map(|shape| ShapeSize::of(&shape));
                if let Ok(Some(told)) = size.map(size_line) {
                    paint_size(painter, viewport, viewport.screen(to), &told);
                }
            }
        }
        for (_, at) in shown_middles(viewport, &sketch.shape) {
            painter.circle(viewport.screen(at), HANDLES[1], p.card, Stroke::new(theme::line(1.4), color));
        }
        for (idx, at) in corners(&sketch.shape) {
            let is_chosen = self.corner == Some(idx);
            let (fill, reach) = if is_chosen { (p.accent, HANDLES[0] + 2.0) } else { (p.card, HANDLES[0]) };
            painter.circle(viewport.screen(at), reach, fill, Stroke::new(2.4, color));
        }
        if let Some(at) = whole_handle(viewport, &sketch.shape) {
            painter.circle(at, 11.0, p.card, Stroke::new(2.0, color));
            arrows(painter, at, Stroke::new(1.8, color));
        }
    }

    fn paint_snap(&self, painter: &Painter, viewport: &Viewport) {
        let p = palette();
        let is_moving = self.mode != SketchMode::Edit || self.held.is_some();
        let Some((_, Some(snapped))) = self.cursor.filter(|_| is_moving) else { return };
        let at = viewport.screen(snapped.place);
        let stroke = Stroke::new(2.0, p.accent);
        match snapped.target {
            SnapTarget::Corner => {
                painter.rect_stroke(Rect::from_center_size(at, Vec2::splat(14.0)), 0.0, stroke, StrokeKind::Middle);
            }
            SnapTarget::Side | SnapTarget::Border => {
                painter.circle_stroke(at, 7.0, stroke);
                painter.circle_filled(at, 2.0, p.accent);
            }
        }
    }
}

/// Draws a line through corners with a halo, or the area within them.
fn stroke(painter: &Painter, viewport: &Viewport, corners: &[Coord<f64>], look: Stroke, closed: bool) {
    let points: Vec<Pos2> = corners.iter().map(|at| viewport.screen(*at)).collect();
    for stroke in [Stroke::new(look.width + 3.0, palette().halo), look] {
        painter.add(if closed { closed_path(&points, stroke) } else { path(&points, stroke) });
    }
    if closed && crossing(corners).is_none() {
        fill(painter, viewport, corners, look.color.gamma_multiply(0.14));
    }
}

/// Marks where lines cross.
fn cross(painter: &Painter, at: Pos2) {
    let p = palette();
    painter.circle_filled(at, CROSS + 5.0, p.halo);
    painter.circle_stroke(at, CROSS + 4.0, Stroke::new(2.4, p.fails));
    for turn in [vec2(1.0, 1.0), vec2(1.0, -1.0)] {
        let arm = turn * CROSS * 0.6;
        painter.line_segment([at - arm, at + arm], Stroke::new(3.0, p.fails));
    }
}

/// Arrows in four directions.
fn arrows(painter: &Painter, at: Pos2, stroke: Stroke) {
    for along in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
        let (tip, side) = (at + along * 7.0, along.rot90() * 2.5);
        painter.line_segment([at, tip], stroke);
        painter.line_segment([tip, tip - along * 2.5 + side], stroke);
        painter.line_segment([tip, tip - along * 2.5 - side], stroke);
    }
}

/// A size beside a place of the screen, kept on the map.
fn paint_size(painter: &Painter, viewport: &Viewport, at: Pos2, told: &str) {
    let p = palette();
    let galley = painter.layout_no_wrap(told.to_owned(), marker_font(theme::type_size(REMARK_SIZE + 1.0)), p.text);
    let size = galley.size() + vec2(14.0, 7.0);
    let mut rect = Rect::from_min_size(at + BESIDE, size);
    let within = viewport.rect.shrink(4.0);
    if rect.right() > within.right() {
        rect = rect.translate(vec2(-size.x - 2.0 * BESIDE.x, 0.0));
    }
    if rect.bottom() > within.bottom() {
        rect = rect.translate(vec2(0.0, -size.y - 2.0 * BESIDE.y));
    }
    pill(painter, rect, galley, p.text, Stroke::new(1.2, p.text));
}

fn fill(painter: &Painter, viewport: &Viewport, corners: &[Coord<f64>], color: Color32) {
    let area = DrawnArea::new(geo::Polygon::new(geo::LineString(corners.to_vec()), Vec::new()).into());
    Frame::paint_now(painter, viewport, |frame, shapes| shapes.push(area.fill(frame, color)));
}

/// A small picture of a mode, within a rectangle of the bar.
pub fn icon(painter: &Painter, rect: Rect, mode: SketchMode, color: Color32) {
    let stroke = Stroke::new(2.0, color);
    let at = |x: f32, y: f32| pos2(rect.left() + x * rect.width(), rect.top() + y * rect.height());
    let line = |points: &[(f32, f32)]| points.iter().map(|(x, y)| at(*x, *y)).collect::<Vec<Pos2>>();
    match mode {
        SketchMode::Point => {
            painter.circle_filled(rect.center(), rect.width() * 0.22, color);
        }
        SketchMode::Text => {
            painter.text(rect.center(), Align2::CENTER_CENTER, "T", marker_font(rect.height() * 0.9), color);
        }
        SketchMode::Line => {
            let points = line(&[(0.08, 0.85), (0.38, 0.3), (0.62, 0.7), (0.92, 0.15)]);
            painter.add(Shape::line(points, stroke));
        }
        SketchMode::Freehand => {
            let wave = |n: u8| {
                let share = f32::from(n) / 20.0;
                at(0.05 + 0.9 * share, 0.5 - 0.32 * (share * 9.0).sin() * (1.0 - 0.5 * share))
            };
            painter.add(Shape::line((0..=20).map(wave).collect(), stroke));
        }
        SketchMode::Arrow => {
            painter.arrow(at(0.1, 0.9), at(0.9, 0.1) - at(0.1, 0.9), stroke);
        }
        SketchMode::Area => {
            let points = line(&[(0.12, 0.35), (0.6, 0.08), (0.92, 0.5), (0.65, 0.92), (0.2, 0.8)]);
            painter.add(Shape::convex_polygon(points, color.gamma_multiply(0.25), stroke));
        }
        SketchMode::Circle => {
            painter.circle(rect.center(), rect.width() * 0.42, color.gamma_multiply(0.25), stroke);
        }
        SketchMode::Rectangle => {
            let inner = rect.shrink2(vec2(0.06, 0.18) * rect.size());
            painter.rect(inner, 0.0, color.gamma_multiply(0.25), stroke, StrokeKind::Middle);
        }
        SketchMode::Edit => {
            painter.add(Shape::line(line(&[(0.15, 0.85), (0.5, 0.25), (0.88, 0.8)]), stroke));
            for corner in line(&[(0.15, 0.85), (0.5, 0.25), (0.88, 0.8)]) {
                painter.circle(corner, 3.0, palette().card, Stroke::new(1.6, color));
            }
        }
        SketchMode::Split => {
            let inner = rect.shrink(rect.width() * 0.12);
            painter.rect_stroke(inner, 0.0, Stroke::new(1.6, color), StrokeKind::Middle);
            painter.extend(Shape::dashed_line(&line(&[(0.3, 1.05), (0.7, -0.05)]), stroke, 3.5, 2.5));
        }
        SketchMode::Hole => {
            painter.circle(rect.center(), rect.width() * 0.42, color.gamma_multiply(0.25), Stroke::new(1.6, color));
            painter.circle(rect.center(), rect.width() * 0.18, palette().card, Stroke::new(1.6, color));
        }
    }
}
