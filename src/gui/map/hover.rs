//! What lies under the pointer: found once a frame, drawn thicker, and named with one key figure.

use egui::{CursorIcon, Painter, Response, Stroke, Ui, Vec2};
use uuid::Uuid;

use super::bake::Frame;
use super::derived::Derived;
use super::input::MapInput;
use super::markers::{Marker, MarkerTarget, Markers};
use super::projection::Viewport;
use crate::crs::RdPoint;
use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::gui::kit::theme::{palette, remark, strong};
use crate::gui::shapes::size::{ShapeSize, size_line};
use crate::gui::state::{Layer, Layers, Selection};
use crate::nl::window as nl;

/// What lies under the pointer and can be clicked.
#[derive(Debug, Clone, Copy)]
pub enum Hovered {
    /// A marker.
    Marker(Marker),
    /// A zone.
    Zone(Uuid),
    /// A near miss.
    NearMiss(Uuid),
    /// A sketch.
    Sketch(Uuid),
}

/// The zone in which a place lies, else the near miss, of what shows.
pub(super) fn area_at(derived: &Derived, place: RdPoint, layers: &Layers) -> Option<Hovered> {
    let zone = || derived.zone_at(place).filter(|_| layers.shows(Layer::Zones)).map(Hovered::Zone);
    let near_miss = || derived.near_miss_at(place).filter(|_| layers.shows(Layer::NearMisses)).map(Hovered::NearMiss);
    zone().or_else(near_miss)
}

/// What a click at a place chooses where this was found; `below` is what lies below a marker that stands for no one thing.
pub(super) fn picked(
    found: Option<Hovered>,
    below: Option<Hovered>,
    place: RdPoint,
    input: &MapInput<'_>,
    markers: &Markers,
) -> Selection {
    let places = &input.ground.places;
    let known = match found {
        Some(Hovered::Zone(id)) => return Selection::Zone { id, place: Some(place) },
        Some(Hovered::NearMiss(id)) => return Selection::NearMiss(id),
        Some(Hovered::Sketch(id)) => return Selection::Sketch(id),
        None => return Selection::Place(place),
        Some(Hovered::Marker(Marker { target, .. })) => match target {
            MarkerTarget::Site(idx) if idx < input.sites().len() => return Selection::Site(input.sites()[idx].id),
            MarkerTarget::Place(idx) => places.get(idx),
            MarkerTarget::Group(KindGroup::CARE, _) => {
                markers.members(target).and_then(|(_, members)| places.get(*members.first()?))
            }
            MarkerTarget::Site(_) | MarkerTarget::Group(..) | MarkerTarget::Complex(_) => None,
        },
    };
    match known {
        Some(known) if known.care().is_some() => Selection::Care(known.id),
        Some(known) => Selection::Facility(known.id),
        None => picked(below, None, place, input, markers),
    }
}

impl Hovered {
    /// Draws it thicker: an outline around an area, a ring around a marker.
    pub fn paint(&self, painter: &Painter, viewport: &Viewport, derived: &Derived, shift: Vec2) {
        let p = palette();
        match self {
            Self::Marker(marker) => {
                let (at, reach) = (marker.at + shift, marker.half.max(6.0) + 2.5);
                painter.circle_stroke(at, reach, Stroke::new(5.0, p.halo));
                painter.circle_stroke(at, reach, Stroke::new(2.4, p.text));
            }
            Self::Zone(id) | Self::NearMiss(id) => {
                Frame::paint_now(painter, viewport, |frame, shapes| derived.outline_of(*id, frame, shapes));
            }
            // Painted by the layer of sketches.
            Self::Sketch(_) => {}
        }
    }

    /// Names it beside the pointer, and shows that it can be clicked.
    pub fn tell(&self, ui: &Ui, response: &Response, input: &MapInput<'_>, markers: &Markers) {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        let [name, figure] = self.lines(input, markers);
        if name.is_empty() {
            return;
        }
        response.clone().on_hover_ui_at_pointer(|ui| {
            ui.label(strong(name));
            if !figure.is_empty() {
                ui.label(remark(figure));
            }
        });
    }

    /// Its name and one key figure.
    fn lines(&self, input: &MapInput<'_>, markers: &Markers) -> [String; 2] {
        let outcome = input.answer.map(|answer| &*answer.outcome);
        let lines = match self {
            Self::Zone(id) => outcome.and_then(|outcome| {
                let zone = outcome.zones.iter().find(|zone| zone.id == *id)?;
                Some([nl::zone_title(&zone.name), nl::people_75_long(zone.people.aged_75_plus.value())])
            }),
            Self::NearMiss(id) => outcome.and_then(|outcome| {
                let near = outcome.near_misses.iter().find(|near| near.id == *id)?;
                Some([nl::near_miss_hover(near), nl::added_75(near.added.aged_75_plus.value())])
            }),
            Self::Marker(marker) => marker_lines(marker.target, input, markers),
            Self::Sketch(id) => input.sketches.iter().find(|sketch| sketch.id == *id).map(|sketch| {
                let size = size_line(ShapeSize::of(&sketch.shape)).unwrap_or_default();
                [nl::sketches::title(sketch).to_owned(), size]
            }),
        };
        lines.unwrap_or_default()
    }
}

fn marker_lines(target: MarkerTarget, input: &MapInput<'_>, markers: &Markers) -> Option<[String; 2]> {
    match target {
        MarkerTarget::Place(idx) => {
            let place = input.ground.places.get(idx)?;
            let figure = place.care().map(|care| nl::places(care.n_places)).unwrap_or_default();
            Some([nl::marker(&place.name, place.kind()?, place.status), figure])
        }
        MarkerTarget::Complex(idx) => {
            Some([nl::cluster_marker(&input.ground.land.complexes.get(idx)?.name), String::new()])
        }
        MarkerTarget::Site(idx) => {
            let site = input.answer?.outcome.sites.get(idx)?;
            Some([nl::site_hover(site), nl::score_line(site.score)])
        }
        MarkerTarget::Group(group, _) => {
            let (_, members) = markers.members(target)?;
            let mut counts = vec![0_usize; AmenityKind::count()];
            for kind in members.iter().filter_map(|idx| input.ground.places.get(*idx)?.kind()) {
                counts[kind.index()] += 1;
            }
            let kinds: Vec<(AmenityKind, usize)> =
                AmenityKind::all().map(|kind| (kind, counts[kind.index()])).filter(|(_, n)| *n > 0).collect();
            Some(nl::cluster(group, &kinds))
        }
    }
}
