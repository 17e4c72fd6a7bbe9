//! What the engine answered, prepared for drawing: zones, rings and near misses.

use egui::{Painter, Rect as EguiRect, Shape, Stroke, vec2};
use geo::{Contains, Point};
use uuid::Uuid;

use super::bake::Frame;
use super::outline::Area;
use super::projection::Viewport;
use crate::analysis::outcome::Outcome;
use crate::cartography::look::{
    CARE_READY_LINE, CLUSTERED_LINE, NEAR_MISS_DASH, NEAR_MISS_LINE, REJECTED_DASH, RING_DASH, ZONE_LINE,
};
use crate::crs::RdPoint;
use crate::domain::housing::HousingForm;
use crate::domain::variant::ZoneStatus;
use crate::gui::kit::theme::{SELECTED_LINE, line, palette};
use crate::gui::state::{Cover, Layer, Layers, Selection};

/// A zone, prepared.
struct DrawnZone {
    id: Uuid,
    status: ZoneStatus,
    outer: Area,
    inner: Vec<(HousingForm, Area)>,
}

/// A near miss, prepared.
struct DrawnNearMiss {
    id: Uuid,
    area: Area,
    best_place: RdPoint,
}

/// What followed, prepared.
#[derive(Default)]
pub struct Derived {
    zones: Vec<DrawnZone>,
    near_misses: Vec<DrawnNearMiss>,
}

impl Derived {
    /// Prepares an outcome; nothing is simplified or cut before it is drawn.
    pub fn new(outcome: &Outcome) -> Self {
        let zones = outcome
            .zones
            .iter()
            .map(|zone| DrawnZone {
                id: zone.id,
                status: zone.status,
                outer: Area::new(zone.outline.0.clone().into()),
                inner: zone
                    .rings
                    .iter()
                    .rev()
                    .filter(|ring| ring.form != HousingForm::StepFree)
                    .map(|ring| (ring.form, Area::new(ring.outline.0.clone())))
                    .collect(),
            })
            .collect();
        let near_misses = outcome
            .near_misses
            .iter()
            .map(|near_miss| DrawnNearMiss {
                id: near_miss.id,
                area: Area::new(near_miss.search_area.0.clone()),
                best_place: near_miss.best_place,
            })
            .collect();
        Self { zones, near_misses }
    }

    /// The zone in which a place lies; the smallest where zones touch.
    pub fn zone_at(&self, place: RdPoint) -> Option<Uuid> {
        let within = |zone: &&DrawnZone| contains(&zone.outer, place.0);
        self.zones.iter().find(within).map(|zone| zone.id)
    }

    /// The near miss whose search area holds a place.
    pub fn near_miss_at(&self, place: RdPoint) -> Option<Uuid> {
        self.near_misses.iter().find(|near_miss| contains(&near_miss.area, place.0)).map(|near_miss| near_miss.id)
    }

    /// Zones with their rings as shapes, the selected one last.
    pub fn zone_shapes(&self, frame: &Frame, layers: &Layers, selection: Selection) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let is_selected = |zone: &&DrawnZone| matches!(selection, Selection::Zone { id, .. } if id == zone.id);
        for zone in self.zones.iter().filter(|zone| !is_selected(zone)) {
            zone_shapes(zone, frame, layers, false, &mut shapes);
        }
        for zone in self.zones.iter().filter(is_selected) {
            zone_shapes(zone, frame, layers, true, &mut shapes);
        }
        shapes
    }

    /// The search areas of near misses as shapes.
    pub fn near_miss_shapes(&self, frame: &Frame, layers: &Layers, selection: Selection) -> Vec<Shape> {
        let p = palette();
        let mut shapes = Vec::new();
        for near_miss in self.near_misses.iter().filter(|near_miss| near_miss.area.touches(frame)) {
            let selected = selection == Selection::NearMiss(near_miss.id);
            shapes.push(near_miss.area.fill(frame, p.near_miss.gamma_multiply(layers.share(Cover::NearMisses))));
            let width = if selected { SELECTED_LINE } else { NEAR_MISS_LINE };
            near_miss.area.dashed(frame, Stroke::new(width, p.near_miss_line), NEAR_MISS_DASH, &mut shapes);
        }
        shapes
    }

    /// A thick outline of a zone or near miss, for what is under the pointer.
    pub fn outline_of(&self, id: Uuid, frame: &Frame) -> Vec<Shape> {
        let p = palette();
        let zone = self.zones.iter().find(|zone| zone.id == id).map(|zone| (&zone.outer, p.zone_line));
        let near_miss =
            || self.near_misses.iter().find(|near| near.id == id).map(|near| (&near.area, p.near_miss_line));
        let mut shapes = Vec::new();
        if let Some((area, color)) = zone.or_else(near_miss) {
            area.outline(frame, Stroke::new(SELECTED_LINE + 3.0, p.halo.gamma_multiply(0.7)), &mut shapes);
            area.outline(frame, Stroke::new(SELECTED_LINE, color), &mut shapes);
        }
        shapes
    }

    /// Where the plus signs stand, in points of the screen.
    pub fn plus_signs<'a>(&'a self, viewport: &'a Viewport) -> impl Iterator<Item = EguiRect> + 'a {
        let at = |near_miss: &DrawnNearMiss| viewport.screen(near_miss.best_place.0.0);
        self.near_misses.iter().map(move |near| EguiRect::from_center_size(at(near), vec2(22.0, 22.0)))
    }

    /// Paints the plus sign of every near miss that shows, above the markers.
    pub fn paint_plus_signs(&self, painter: &Painter, viewport: &Viewport, selection: Selection) {
        let p = palette();
        for near_miss in &self.near_misses {
            let at = viewport.screen(near_miss.best_place.0.0);
            if !viewport.rect.contains(at) {
                continue;
            }
            let half = if selection == Selection::NearMiss(near_miss.id) { 9.0 } else { 6.0 };
            for (width, color) in [(6.5, p.halo), (3.0, p.near_miss_line)] {
                let stroke = Stroke::new(width, color);
                let reach = half + (width - 3.0) / 2.0;
                painter.line_segment([at - vec2(reach, 0.0), at + vec2(reach, 0.0)], stroke);
                painter.line_segment([at - vec2(0.0, reach), at + vec2(0.0, reach)], stroke);
            }
        }
    }
}

fn contains(area: &Area, place: Point<f64>) -> bool {
    area.bounds().is_some_and(|bounds| bounds.contains(&place)) && area.shape().contains(&place)
}

fn zone_shapes(zone: &DrawnZone, frame: &Frame, layers: &Layers, selected: bool, shapes: &mut Vec<Shape>) {
    if !zone.outer.touches(frame) {
        return;
    }
    let p = palette();
    if zone.status == ZoneStatus::Rejected {
        let width = if selected { SELECTED_LINE } else { 1.6 };
        zone.outer.dashed(frame, Stroke::new(width, p.remark), REJECTED_DASH, shapes);
        return;
    }
    let share = layers.share(Cover::Zones);
    shapes.push(zone.outer.fill(frame, p.zone.gamma_multiply(share)));
    if layers.shows(Layer::Rings) {
        for (form, area) in &zone.inner {
            match form {
                HousingForm::CareReady => {
                    shapes.push(area.fill(frame, p.care_ready.gamma_multiply(share)));
                    area.outline(frame, Stroke::new(line(CARE_READY_LINE), p.zone_line), shapes);
                }
                _ => {
                    shapes.push(area.fill(frame, p.clustered.gamma_multiply(share)));
                    // Far away the dashes would run together.
                    if frame.meters_per_point() < 30.0 {
                        area.dashed(frame, Stroke::new(line(CLUSTERED_LINE), p.zone_line), RING_DASH, shapes);
                    }
                }
            }
        }
    }
    let width = match (selected, frame.meters_per_point() < 30.0) {
        (true, _) => SELECTED_LINE,
        (false, true) => ZONE_LINE,
        (false, false) => line(1.4),
    };
    // What people drew or kept has a dark edge around the green one.
    if matches!(zone.status, ZoneStatus::Accepted | ZoneStatus::Sketched) {
        zone.outer.outline(frame, Stroke::new(width + 2.4, p.text), shapes);
    }
    zone.outer.outline(frame, Stroke::new(width, p.zone_line), shapes);
}
