//! What the engine answered, prepared for drawing: zones, rings and near misses.

use egui::{Painter, Rect as EguiRect, Shape, Stroke, vec2};
use geo::{Contains, Point};
use uuid::Uuid;

use super::bake::{Bake, Frame};
use super::outline::DrawnArea;
use super::projection::Viewport;
use crate::analysis::key::Key;
use crate::analysis::near_miss::NearMiss;
use crate::analysis::outcome::Outcome;
use crate::analysis::zones::CaringZone;
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
    outer: DrawnArea,
    inner: Vec<(HousingForm, DrawnArea)>,
}

impl DrawnZone {
    fn new(zone: &CaringZone) -> Self {
        let rings = zone.rings.iter().rev().filter(|ring| ring.form != HousingForm::StepFree);
        Self {
            id: zone.id,
            status: zone.status,
            outer: DrawnArea::new(zone.outline.0.clone().into()),
            inner: rings.map(|ring| (ring.form, DrawnArea::new(ring.outline.0.clone()))).collect(),
        }
    }
}

/// A near miss, prepared.
struct DrawnNearMiss {
    id: Uuid,
    area: DrawnArea,
    best_place: RdPoint,
}

impl DrawnNearMiss {
    fn new(near_miss: &NearMiss) -> Self {
        let area = DrawnArea::new(near_miss.search_area.0.clone());
        Self { id: near_miss.id, area, best_place: near_miss.best_place }
    }
}

/// What zones are drawn by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ZonesKey {
    outcome: Option<Key>,
    percent: u8,
    shows_rings: bool,
    selected: Option<Uuid>,
}

/// What near misses are drawn by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NearMissesKey {
    outcome: Option<Key>,
    percent: u8,
    selected: Option<Uuid>,
}

/// The zones and near misses of an outcome, prepared.
#[derive(Default)]
pub struct Derived {
    /// That of the outcome; nothing before there is one.
    outcome: Option<Key>,
    zones: Vec<DrawnZone>,
    near_misses: Vec<DrawnNearMiss>,
    /// Zones with their rings as they show.
    pub(super) zone_shapes: Bake<ZonesKey>,
    /// The search areas of near misses as they show.
    pub(super) near_miss_shapes: Bake<NearMissesKey>,
}

impl Derived {
    /// Prepares another outcome; nothing is simplified or cut before it is drawn.
    pub fn take_over(&mut self, outcome: Option<(Key, &Outcome)>) {
        let key = outcome.map(|(key, _)| key);
        if self.outcome != key {
            self.outcome = key;
            self.zones = outcome.iter().flat_map(|(_, outcome)| &outcome.zones).map(DrawnZone::new).collect();
            let near_misses = outcome.iter().flat_map(|(_, outcome)| &outcome.near_misses);
            self.near_misses = near_misses.map(DrawnNearMiss::new).collect();
        }
    }

    /// Makes the shapes of what shows anew if they must be.
    pub fn refresh(&mut self, viewport: &Viewport, layers: &Layers, selection: Selection) {
        let outcome = self.outcome;
        if layers.shows(Layer::Zones) {
            let selected = if let Selection::Zone { id, .. } = selection { Some(id) } else { None };
            let (percent, shows_rings) = (layers.percent(Cover::Zones), layers.shows(Layer::Rings));
            let key = ZonesKey { outcome, percent, shows_rings, selected };
            let make = |frame: &Frame, key: &ZonesKey| (zone_shapes(&self.zones, frame, key), ());
            self.zone_shapes.refresh(viewport, key, make);
        }
        if layers.shows(Layer::NearMisses) {
            let selected = if let Selection::NearMiss(id) = selection { Some(id) } else { None };
            let key = NearMissesKey { outcome, percent: layers.percent(Cover::NearMisses), selected };
            let make = |frame: &Frame, key: &NearMissesKey| (near_miss_shapes(&self.near_misses, frame, key), ());
            self.near_miss_shapes.refresh(viewport, key, make);
        }
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

    /// A thick outline of a zone or near miss, for what is under the pointer.
    pub fn outline_of(&self, id: Uuid, frame: &Frame, shapes: &mut Vec<Shape>) {
        let p = palette();
        let zone = self.zones.iter().find(|zone| zone.id == id).map(|zone| (&zone.outer, p.zone_line));
        let near_miss =
            || self.near_misses.iter().find(|near| near.id == id).map(|near| (&near.area, p.near_miss_line));
        if let Some((area, color)) = zone.or_else(near_miss) {
            area.outline(frame, Stroke::new(SELECTED_LINE + 3.0, p.halo.gamma_multiply(0.7)), shapes);
            area.outline(frame, Stroke::new(SELECTED_LINE, color), shapes);
        }
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

fn contains(area: &DrawnArea, place: Point<f64>) -> bool {
    area.bounds.is_some_and(|bounds| bounds.contains(&place)) && area.shape.contains(&place)
}

/// Zones with their rings as shapes, the selected one last.
fn zone_shapes(zones: &[DrawnZone], frame: &Frame, key: &ZonesKey) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let is_selected = |zone: &&DrawnZone| key.selected == Some(zone.id);
    for zone in zones.iter().filter(|zone| !is_selected(zone)).chain(zones.iter().filter(is_selected)) {
        add_zone(zone, frame, key, &mut shapes);
    }
    shapes
}

/// The search areas of near misses as shapes.
fn near_miss_shapes(near_misses: &[DrawnNearMiss], frame: &Frame, key: &NearMissesKey) -> Vec<Shape> {
    let p = palette();
    let fill = p.near_miss.gamma_multiply(f32::from(key.percent) / 100.0);
    let mut shapes = Vec::new();
    for near_miss in near_misses.iter().filter(|near_miss| near_miss.area.touches(frame)) {
        shapes.push(near_miss.area.fill(frame, fill));
        let width = if key.selected == Some(near_miss.id) { SELECTED_LINE } else { NEAR_MISS_LINE };
        near_miss.area.dashed(frame, Stroke::new(width, p.near_miss_line), NEAR_MISS_DASH, &mut shapes);
    }
    shapes
}

fn add_zone(zone: &DrawnZone, frame: &Frame, key: &ZonesKey, shapes: &mut Vec<Shape>) {
    if !zone.outer.touches(frame) {
        return;
    }
    let (p, selected) = (palette(), key.selected == Some(zone.id));
    if zone.status == ZoneStatus::Rejected {
        let width = if selected { SELECTED_LINE } else { 1.6 };
        zone.outer.dashed(frame, Stroke::new(width, p.remark), REJECTED_DASH, shapes);
        return;
    }
    let share = f32::from(key.percent) / 100.0;
    shapes.push(zone.outer.fill(frame, p.zone.gamma_multiply(share)));
    if key.shows_rings {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::map::bake::assert_each_is_made_anew;

    #[test]
    fn zones_and_near_misses_are_made_anew_for_whatever_they_are_drawn_by() {
        let (outcome, selected) = (Some(Key::of(&Uuid::nil())), Some(Uuid::nil()));
        let zones = ZonesKey { outcome: None, percent: 100, shows_rings: true, selected: None };
        let others = [
            ZonesKey { outcome, ..zones },
            ZonesKey { percent: 20, ..zones },
            ZonesKey { shows_rings: false, ..zones },
            ZonesKey { selected, ..zones },
        ];
        assert_each_is_made_anew(&zones, others);
        let near_misses = NearMissesKey { outcome: None, percent: 100, selected: None };
        let others = [
            NearMissesKey { outcome, ..near_misses },
            NearMissesKey { percent: 20, ..near_misses },
            NearMissesKey { selected, ..near_misses },
        ];
        assert_each_is_made_anew(&near_misses, others);
    }
}
