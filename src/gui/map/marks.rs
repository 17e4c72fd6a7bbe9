//! Where a variant differs from the ground.

use egui::{Painter, Pos2, Rect, Shape, Stroke, Vec2, vec2};

use super::projection::Viewport;
use crate::gui::kit::theme::{self, palette};
use crate::gui::wish::variants::ChangeMark;

/// Half the size of the mark at a place that came or went, in points.
const MARK: f32 = 11.0;
/// Dash and gap of the line from where a place stood, in points.
const DASH: [f32; 2] = [5.0, 4.0];

/// Marks where a variant differs: a ring around what came, a cross over what went, a line from where something stood.
pub fn paint_marks(painter: &Painter, viewport: &Viewport, marks: &[ChangeMark]) {
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
            ChangeMark::Added(at) | ChangeMark::Closed(at) if !within.contains(viewport.screen(at.0.0)) => {}
            ChangeMark::Added(at) => ring(viewport.screen(at.0.0)),
            ChangeMark::Closed(at) => cross(viewport.screen(at.0.0)),
            ChangeMark::Moved { from, to } => {
                let ends = [viewport.screen(from.0.0), viewport.screen(to.0.0)];
                if !within.intersects(Rect::from_two_pos(ends[0], ends[1])) {
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
