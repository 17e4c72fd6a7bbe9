//! The basemap without internet: gemeenten, built-up land and buurten, drawn from what is loaded.

use std::sync::Arc;

use egui::{Painter, Rect, Shape, Stroke};

use super::bake::{Bake, Frame};
use super::drawn_ground::Land;
use super::projection::Viewport;
use crate::cartography::look::{BORDER_DASH, BORDER_LINE, NEIGHBORHOOD_LINE, NEIGHBORHOODS_BELOW_M};
use crate::gui::kit::theme::palette;
use crate::gui::state::ArcKey;

/// The map filled with land, and what lies on it: shapes without a texture, to be drawn below all else.
pub(super) fn schematic(bake: &mut Bake<ArcKey<Land>>, viewport: &Viewport, land: &Arc<Land>) -> Shape {
    bake.refresh(viewport, ArcKey::of(land), |frame, _| (shapes(frame, land), ()));
    let mut drawn = vec![Shape::rect_filled(viewport.rect, 0.0, palette().land)];
    drawn.extend(bake.shapes(viewport));
    Shape::Vec(drawn)
}

/// Paints gemeente borders alone, over tiles from the internet.
pub(super) fn paint_borders(bake: &mut Bake<ArcKey<Land>>, painter: &Painter, viewport: &Viewport, land: &Arc<Land>) {
    bake.refresh(viewport, ArcKey::of(land), |frame, _| {
        let mut shapes = Vec::new();
        borders(frame, land, &mut shapes);
        (shapes, ())
    });
    bake.paint(painter, viewport);
}

/// The empty map that shows while data are read.
pub fn paint_empty(painter: &Painter, rect: Rect) {
    painter.rect_filled(rect, 0.0, palette().land);
}

fn shapes(frame: &Frame, land: &Land) -> Vec<Shape> {
    let p = palette();
    let mut shapes = Vec::new();
    for outline in land.settlements.iter().filter_map(|kern| kern.outline.as_ref()) {
        if outline.touches(frame) {
            shapes.push(outline.fill(frame, p.built_up));
        }
    }
    if frame.meters_per_point() < NEIGHBORHOODS_BELOW_M {
        for buurt in land.neighborhoods.iter().filter(|buurt| buurt.outline.touches(frame)) {
            buurt.outline.outline(frame, Stroke::new(NEIGHBORHOOD_LINE, p.border), &mut shapes);
        }
    }
    borders(frame, land, &mut shapes);
    shapes
}

fn borders(frame: &Frame, land: &Land, shapes: &mut Vec<Shape>) {
    for area in land.municipalities.iter().filter(|area| area.touches(frame)) {
        area.dashed(frame, Stroke::new(BORDER_LINE, palette().border), BORDER_DASH, shapes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::baseline::Baseline;
    use crate::gui::map::bake::assert_each_is_made_anew;
    use crate::gui::map::drawn_ground::DrawnGround;

    #[test]
    fn the_basemap_is_made_anew_for_another_land() {
        let [one, other] = [(); 2].map(|()| DrawnGround::new(&Baseline::default()).land);
        assert_each_is_made_anew(&ArcKey::of(&one), [ArcKey::of(&other)]);
    }
}
