//! The schematic basemap: gemeenten, built-up land and main lines, drawn from what is loaded; pleasant without internet.

use egui::{Painter, Rect, Shape, Stroke};

use super::bake::{Bake, Frame};
use super::ground::{Ground, MainLineClass};
use super::outline;
use super::projection::Viewport;
use crate::cartography::look::{BORDER_DASH, BORDER_LINE};
use crate::gui::kit::theme::palette;

/// From this scale on main roads are drawn wide, in metres per point.
const WIDE_ROADS_BELOW_M: f64 = 20.0;

/// The drawn basemap.
#[derive(Default)]
pub struct SchematicMap {
    bake: Bake,
}

impl SchematicMap {
    /// The map filled with land, and what the ground has on it: shapes without a texture, to be drawn below all else.
    pub fn shape(&mut self, viewport: &Viewport, ground: &Ground) -> Shape {
        self.bake.refresh(viewport, 0, |frame| (shapes(frame, ground), ()));
        let mut drawn = vec![Shape::rect_filled(viewport.rect, 0.0, palette().land)];
        drawn.extend(self.bake.shapes(viewport));
        Shape::Vec(drawn)
    }
}

/// Gemeente borders alone, over tiles from the internet.
#[derive(Default)]
pub struct BorderLines {
    bake: Bake,
}

impl BorderLines {
    /// Draws them.
    pub fn paint(&mut self, painter: &Painter, viewport: &Viewport, ground: &Ground) {
        self.bake.refresh(viewport, 0, |frame| {
            let mut shapes = Vec::new();
            borders(frame, ground, &mut shapes);
            (shapes, ())
        });
        self.bake.paint(painter, viewport);
    }
}

/// The empty map that shows while data are read.
pub fn paint_empty(painter: &Painter, rect: Rect) {
    painter.rect_filled(rect, 0.0, palette().land);
}

fn shapes(frame: &Frame, ground: &Ground) -> Vec<Shape> {
    let p = palette();
    let mut shapes = Vec::new();
    for outline in ground.settlements.iter().filter_map(|kern| kern.outline.as_ref()) {
        if outline.touches(frame) {
            shapes.push(outline.fill(frame, p.built_up));
        }
    }
    let near = frame.meters_per_point() < WIDE_ROADS_BELOW_M;
    for main in ground.main_lines.iter() {
        match main.class {
            MainLineClass::Road => {
                let width = if near { 4.0 } else { 2.0 };
                shapes.push(outline::line(frame, &main.line, Stroke::new(width, p.road)));
            }
            MainLineClass::Rail => {
                let stroke = Stroke::new(if near { 2.0 } else { 1.2 }, p.rail);
                outline::dashes(frame, &main.line, stroke, [10.0, 3.0], &mut shapes);
            }
        }
    }
    borders(frame, ground, &mut shapes);
    shapes
}

fn borders(frame: &Frame, ground: &Ground, shapes: &mut Vec<Shape>) {
    for area in ground.municipalities.iter().filter(|area| area.touches(frame)) {
        area.dashed(frame, Stroke::new(BORDER_LINE, palette().border), BORDER_DASH, shapes);
    }
}
