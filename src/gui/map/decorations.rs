//! What lies over the map and belongs to it: scale bar and attribution.

use egui::{Align2, CornerRadius, FontId, Painter, Rect, Stroke, pos2, vec2};

use super::projection::Viewport;
use crate::cartography::scale::bar_length_m;
use crate::gui::kit::theme::{REMARK_SIZE, STEP, palette, type_size};
use crate::nl::map as nl;

/// Where the scale bar stands: in the lower left.
pub fn scale_bar_card(viewport: &Viewport) -> Rect {
    let width = viewport.points(bar_length_m(viewport.meters_per_point(), f64::from(viewport.rect.width())));
    let corner = viewport.rect.left_bottom() + vec2(3.0 * STEP, -3.0 * STEP);
    Rect::from_min_max(corner - vec2(0.0, 34.0), corner + vec2(width + 4.0 * STEP, 0.0))
}

/// Paints a scale bar.
pub fn paint_scale_bar(painter: &Painter, viewport: &Viewport) {
    let p = palette();
    let length_m = bar_length_m(viewport.meters_per_point(), f64::from(viewport.rect.width()));
    let text = nl::length(length_m);
    let card = scale_bar_card(viewport);
    painter.rect_filled(card, CornerRadius::same(4), p.card.gamma_multiply(0.92));
    let line = Stroke::new(2.0, p.text);
    let (left, right, y) = (card.left() + 2.0 * STEP, card.right() - 2.0 * STEP, card.bottom() - 9.0);
    painter.hline(left..=right, y, line);
    for x in [left, right] {
        painter.vline(x, (y - 5.0)..=(y + 5.0), line);
    }
    let font = FontId::proportional(type_size(REMARK_SIZE));
    painter.text(pos2(card.center().x, y - 6.0), Align2::CENTER_BOTTOM, text, font, p.text);
}

/// Room for the choice of basemap below the attribution, in points.
const BELOW: f32 = 34.0 + 4.0 * STEP;

/// Paints whose map it is in the lower right, above the choice of basemap.
pub fn paint_attribution(painter: &Painter, viewport: &Viewport, text: &str) {
    let p = palette();
    let galley = painter.layout_no_wrap(text.to_owned(), FontId::proportional(type_size(REMARK_SIZE)), p.remark);
    let corner = viewport.rect.right_bottom() - vec2(3.0 * STEP, BELOW);
    let card = Rect::from_min_max(corner - galley.size() - vec2(12.0, 6.0), corner);
    painter.rect_filled(card, CornerRadius::same(4), p.card.gamma_multiply(0.92));
    painter.galley(card.min + vec2(6.0, 3.0), galley, p.remark);
}
