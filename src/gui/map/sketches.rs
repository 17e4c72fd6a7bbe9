//! Finished sketches on the map: made into triangles once and moved along, with titles and what lies under the pointer.

use std::sync::Arc;

use egui::{Align2, Painter, Pos2, Rect, Shape, Stroke, Vec2, vec2};
use geo::{Closest, ClosestPoint, Contains, Coord, InteriorPoint, InterpolatableLine, Point};
use uuid::Uuid;

use super::bake::{Bake, Frame};
use super::outline::{DrawnArea, path};
use super::projection::Viewport;
use crate::cartography::look::SKETCH_LINES;
use crate::domain::sketch::{Sketch, SketchShape};
use crate::geometry::bounds::{grown, is_within};
use crate::gui::kit::theme::{self, SKETCH_TITLE, label_font, palette};
use crate::gui::shapes::size::{bounds, distance_m, polygon_area_m2};
use crate::gui::shapes::snapping::SnapIndex;
use crate::gui::state::ArcKey;
use crate::nl::window::sketches as nl;

/// The halo around a line, on each side; in points.
const HALO: f32 = 1.8;
/// How much thicker the selected or hovered sketch is, in points.
const THICKER: f32 = 2.0;
/// Radius of a place beside its width, in points.
const PLACE: f32 = 4.0;
/// A sketch is under the pointer when it lies so near, in points.
const REACH: f32 = 7.0;
/// An area or a line is at least so large beside its title, or that is left out.
const TITLE_SHARE: f32 = 0.6;
/// At a scale coarser than this titles are left out, in metres per point.
const NO_TITLES_M: f64 = 120.0;

/// A sketch prepared for drawing.
struct DrawnSketch {
    sketch: Arc<Sketch>,
    area: Option<DrawnArea>,
    bounds: geo::Rect<f64>,
    title_at: Coord<f64>,
    size_m2: f64,
}

/// What the sketches are drawn by.
#[derive(Clone, PartialEq)]
struct SketchesKey {
    drawn: ArcKey<Vec<DrawnSketch>>,
    selected: Option<Uuid>,
}

/// All sketches as they are drawn.
#[derive(Default)]
pub struct SketchLayer {
    known: Vec<Arc<Sketch>>,
    drawn: Arc<Vec<DrawnSketch>>,
    /// What places can snap to.
    pub snaps: SnapIndex,
    bake: Bake<SketchesKey>,
}

impl SketchLayer {
    /// Takes over what changed on the board; nothing is computed when nothing did.
    pub fn take_over(&mut self, sketches: &[Arc<Sketch>]) {
        let same =
            self.known.len() == sketches.len() && self.known.iter().zip(sketches).all(|(a, b)| Arc::ptr_eq(a, b));
        if !same {
            self.known = sketches.to_vec();
            self.snaps = SnapIndex::from_sketches(sketches.iter().map(|sketch| &**sketch));
            self.drawn = Arc::new(sketches.iter().filter_map(DrawnSketch::new).collect());
        }
    }

    /// Makes the drawing anew if it must be.
    pub fn refresh(&mut self, viewport: &Viewport, selected: Option<Uuid>) {
        let key = SketchesKey { drawn: ArcKey::of(&self.drawn), selected };
        self.bake.refresh(viewport, key, |frame, key| {
            let mut shapes = Vec::new();
            // Areas below, lines above them and places on top.
            for rank in 0..3 {
                for one in self.drawn.iter().filter(|one| one.rank() == rank && frame.touches(&one.bounds)) {
                    let thicker = if key.selected == Some(one.sketch.id) { THICKER } else { 0.0 };
                    one.shapes(frame, thicker, &mut shapes);
                }
            }
            (shapes, ())
        });
    }

    /// Paints them, without their titles.
    pub fn paint(&self, painter: &Painter, viewport: &Viewport) {
        self.bake.paint(painter, viewport);
    }

    /// Paints one thicker: it is under the pointer.
    pub fn paint_hovered(&self, painter: &Painter, viewport: &Viewport, id: Uuid) {
        let Some(one) = self.drawn.iter().find(|one| one.sketch.id == id) else { return };
        Frame::paint_now(painter, viewport, |frame, shapes| one.shapes(frame, THICKER, shapes));
    }

    /// Paints titles and texts with a halo, and returns where they stand.
    pub fn paint_titles(&self, painter: &Painter, viewport: &Viewport) -> Vec<Rect> {
        let shown = viewport.covered(0.0);
        let near_enough = viewport.meters_per_point() < NO_TITLES_M;
        let mut rects: Vec<Rect> = Vec::new();
        for one in self.drawn.iter() {
            let at = one.title_at;
            let is_text = matches!(one.sketch.shape, SketchShape::Text(_));
            if !is_within(&shown, at) || (one.sketch.title.is_empty() && !is_text) || !(near_enough || is_text) {
                continue;
            }
            let color = palette().sketch(one.sketch.look.color);
            let size = theme::type_size(SKETCH_TITLE)
                + if is_text { SKETCH_LINES[one.sketch.look.width as usize] } else { 0.0 };
            let galley = painter.layout_no_wrap(nl::title(&one.sketch).to_owned(), label_font(size), color);
            if !one.holds(galley.size().x, viewport) {
                continue;
            }
            let (align, off) = match one.sketch.shape {
                SketchShape::Point(_) => (Align2::LEFT_CENTER, vec2(PLACE + 8.0, 0.0)),
                SketchShape::Line(_) | SketchShape::Arrow(_) => (Align2::CENTER_BOTTOM, vec2(0.0, -6.0)),
                SketchShape::Text(_) | SketchShape::Area(_) => (Align2::CENTER_CENTER, Vec2::ZERO),
            };
            let rect = align.anchor_size(viewport.screen(at) + off, galley.size());
            if rects.iter().any(|other| other.intersects(rect)) {
                continue;
            }
            for by in [vec2(-1.3, -1.3), vec2(1.3, -1.3), vec2(-1.3, 1.3), vec2(1.3, 1.3)] {
                painter.galley_with_override_text_color(rect.min + by, galley.clone(), palette().halo);
            }
            painter.galley(rect.min, galley, color);
            rects.push(rect);
        }
        rects
    }

    /// What lies under a point of the screen: places and lines before areas, of areas the smallest.
    pub fn at(&self, viewport: &Viewport, at: Pos2) -> Option<Uuid> {
        let place = viewport.place(at).0.0;
        let reach_m = |one: &DrawnSketch| {
            let width = SKETCH_LINES[one.sketch.look.width as usize];
            f64::from(REACH + width / 2.0) * viewport.meters_per_point()
        };
        let near = self.drawn.iter().filter(|one| one.is_near(place, reach_m(one)));
        near.min_by(|a, b| b.rank().cmp(&a.rank()).then(a.size_m2.total_cmp(&b.size_m2))).map(|one| one.sketch.id)
    }
}

impl DrawnSketch {
    fn new(sketch: &Arc<Sketch>) -> Option<Self> {
        let (area, title_at, size_m2) = match &sketch.shape {
            SketchShape::Point(at) | SketchShape::Text(at) => (None, at.0.0, 0.0),
            SketchShape::Line(line) | SketchShape::Arrow(line) => {
                (None, line.0.point_at_ratio_from_start(&geo::Euclidean, 0.5)?.0, 0.0)
            }
            SketchShape::Area(area) => {
                let drawn = DrawnArea::new(area.0.clone().into());
                (Some(drawn), area.0.interior_point()?.0, polygon_area_m2(&area.0))
            }
        };
        Some(Self { sketch: sketch.clone(), area, bounds: bounds(&sketch.shape)?, title_at, size_m2 })
    }

    /// Is it large enough for a title of some width? A place and a text always are.
    fn holds(&self, width: f32, viewport: &Viewport) -> bool {
        let size = self.bounds.width().max(self.bounds.height()) / viewport.meters_per_point();
        self.rank() == 2 || size >= f64::from(TITLE_SHARE * width)
    }

    /// What lies over what.
    fn rank(&self) -> u8 {
        match self.sketch.shape {
            SketchShape::Area(_) => 0,
            SketchShape::Line(_) | SketchShape::Arrow(_) => 1,
            SketchShape::Point(_) | SketchShape::Text(_) => 2,
        }
    }

    fn is_near(&self, place: Coord<f64>, reach_m: f64) -> bool {
        if !is_within(&grown(&self.bounds, reach_m), place) {
            return false;
        }
        match &self.sketch.shape {
            SketchShape::Point(at) => distance_m(at.0.0, place) <= 1.5 * reach_m,
            SketchShape::Text(at) => distance_m(at.0.0, place) <= 2.0 * reach_m,
            SketchShape::Line(line) | SketchShape::Arrow(line) => match line.0.closest_point(&Point(place)) {
                Closest::Intersection(_) => true,
                Closest::SinglePoint(nearest) => distance_m(nearest.0, place) <= reach_m,
                Closest::Indeterminate => false,
            },
            SketchShape::Area(area) => area.0.contains(&place),
        }
    }

    fn shapes(&self, frame: &Frame, thicker: f32, shapes: &mut Vec<Shape>) {
        let p = palette();
        let color = p.sketch(self.sketch.look.color);
        let width = theme::line(SKETCH_LINES[self.sketch.look.width as usize]) + thicker;
        let place = theme::marker_size(2.0 * (PLACE + width)) / 2.0;
        match &self.sketch.shape {
            SketchShape::Point(at) => {
                let at = frame.at(at.0.0);
                shapes.push(Shape::circle_filled(at, place + HALO, p.halo));
                shapes.push(Shape::circle_filled(at, place, color));
            }
            // The text itself is painted with the titles.
            SketchShape::Text(_) => {}
            SketchShape::Line(line) | SketchShape::Arrow(line) => {
                let points: Vec<Pos2> = line.0.0.iter().map(|corner| frame.at(*corner)).collect();
                shapes.push(path(&points, Stroke::new(width + 2.0 * HALO, p.halo)));
                let head = arrow_head(&points, width).filter(|_| matches!(self.sketch.shape, SketchShape::Arrow(_)));
                if let Some(head) = head {
                    shapes.push(Shape::convex_polygon(head.to_vec(), p.halo, Stroke::new(2.0 * HALO, p.halo)));
                }
                shapes.push(path(&points, Stroke::new(width, color)));
                shapes.extend(head.map(|head| Shape::convex_polygon(head.to_vec(), color, Stroke::NONE)));
            }
            SketchShape::Area(_) => {
                let Some(area) = &self.area else { return };
                shapes.push(area.fill(frame, color.gamma_multiply(0.16)));
                area.outline(frame, Stroke::new(width + 2.0 * HALO, p.halo.gamma_multiply(0.8)), shapes);
                area.outline(frame, Stroke::new(width, color), shapes);
            }
        }
    }
}

/// The head of an arrow at the end of a line, as a triangle; nothing for a line that is shorter than it.
fn arrow_head(points: &[Pos2], width: f32) -> Option<[Pos2; 3]> {
    let (tip, before) =
        (*points.last()?, points.iter().rev().find(|at| at.distance(*points.last().unwrap_or(at)) > 1.0)?);
    let along = (tip - *before).normalized();
    let (long, half) = (8.0 + 2.6 * width, 4.0 + 1.5 * width);
    // From afar the head would be larger than what it points along.
    let reach: f32 = points.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    if reach < long {
        return None;
    }
    let base = tip - along * long;
    Some([tip + along * width, base + along.rot90() * half, base - along.rot90() * half])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::map::bake::assert_each_is_made_anew;

    #[test]
    fn sketches_are_made_anew_when_others_are_prepared_or_one_is_chosen() {
        let (drawn, others) = (Arc::default(), Arc::default());
        let key = SketchesKey { drawn: ArcKey::of(&drawn), selected: None };
        let others = [
            SketchesKey { drawn: ArcKey::of(&others), ..key.clone() },
            SketchesKey { selected: Some(Uuid::nil()), ..key.clone() },
        ];
        assert_each_is_made_anew(&key, others);
    }
}
