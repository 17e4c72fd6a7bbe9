//! The map: in RD New, every layer clipped to its rectangle, and nothing made anew that did not change.

pub mod bake;
pub mod basemap;
pub mod circles;
pub mod decorations;
pub mod derived;
pub mod ground;
pub mod labels;
pub mod markers;
pub mod outline;
pub mod projection;
pub mod raster_layer;
pub mod sprites;
pub mod tiles;

use std::hash::{DefaultHasher, Hash, Hasher};

use egui::{Key, Painter, Pos2, Rect, Response, Ui, Vec2, accesskit::Role};
use geo::Coord;
use walkers::{Map, MapMemory};

use self::bake::Bake;
use self::basemap::{BorderLines, SchematicMap};
use self::derived::Derived;
use self::ground::Ground;
use self::labels::Labels;
use self::markers::{Marker, MarkerTarget, Markers};
use self::projection::{RdProjection, Viewport, fit, position, zoom_from_points_per_meter};
use self::raster_layer::RasterLayer;
use self::sprites::SpriteSheet;
use self::tiles::OnlineTiles;
use crate::analysis::assessment::PlaceAssessment;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::norm::NormSet;
use crate::gui::view_state::{Basemap, Layer, MapMove, Selection, ViewState};
use crate::nl::window as nl;
use crate::session::Answer;

/// Nearest zoom: 20 cm of RD per point.
const MAX_ZOOM: f64 = 14.07;
/// How far one may zoom out beyond the whole region, in zoom levels.
const BEYOND_REGION: f64 = 0.8;
/// Metres per point after flying to a place.
const FLY_TO_M: f64 = 5.0;
/// A notch of the wheel is a quarter of a zoom level at 60 frames a second.
const ZOOM_SPEED: f64 = 1.2;
/// How far an arrow key moves the map, in points.
const ARROW_POINTS: f32 = 80.0;

/// What the map shows of the rest of the program.
pub struct MapInput<'a> {
    /// The prepared baseline.
    pub ground: &'a Ground,
    /// The newest answer.
    pub answer: Option<&'a Answer>,
    /// Changes with every answer; 0 before the first.
    pub answer_version: u64,
    /// The norms as the analysis uses them.
    pub norms: &'a NormSet,
    /// The rules at the chosen place.
    pub assessment: Option<&'a PlaceAssessment>,
}

/// The map's caches and where it stands.
#[derive(Default)]
pub struct MapView {
    memory: MapMemory,
    tiles: OnlineTiles,
    schematic: SchematicMap,
    borders: BorderLines,
    derived: Derived,
    shown_answer: u64,
    areas: Bake,
    all_circles: Bake,
    markers: Markers,
    labels: Labels,
    raster: RasterLayer,
    sheet: Option<SpriteSheet>,
}

impl MapView {
    /// The box of a zone, to fly to.
    #[must_use]
    pub fn zone_bounds(&self, id: uuid::Uuid) -> Option<geo::Rect<f64>> {
        self.derived.zone_bounds(id)
    }

    /// Forgets what was drawn of another ground; where it looks at stays.
    pub fn on_new_ground(&mut self) {
        let before = std::mem::take(self);
        *self = Self { memory: before.memory, tiles: before.tiles, sheet: before.sheet, ..Self::default() };
    }

    /// Shows the map in all the room there is, and returns what was chosen on it.
    pub fn ui(&mut self, ui: &mut Ui, input: &MapInput<'_>, state: &mut ViewState) -> Option<Selection> {
        self.take_over(input.answer, input.answer_version);
        let rect = ui.available_rect_before_wrap();
        if let Some(map_move) = state.map_move.take() {
            self.go(map_move, input.ground, rect);
        }
        let ctx = ui.ctx().clone();
        let online = state.basemap == Basemap::BrtGray;
        if !online {
            self.tiles.stop();
        }
        let tiles = if online { self.tiles.source(&ctx) } else { None };
        let middle = walkers::lon_lat(input.ground.bounds.center().x, input.ground.bounds.center().y);
        if online {
            basemap::paint_empty(&ui.painter().with_clip_rect(rect), rect);
        }
        let map = Map::new(tiles, &mut self.memory, middle)
            .with_projection(&RdProjection)
            .zoom_with_ctrl(false)
            .zoom_speed(ZOOM_SPEED)
            .double_click_to_zoom(true);
        let response = map.show(ui, |_, _, _, _| ()).response;
        response.widget_info(|| egui::WidgetInfo::labeled(Role::Canvas, true, nl::MAP));
        self.keys(ui, &response);
        self.stay_within(input.ground, rect);

        let viewport = self.viewport(input.ground, rect, ctx.pixels_per_point());
        state.meters_per_point = viewport.meters_per_point();
        state.pointer = response.hover_pos().map(|at| viewport.place(at));
        let painter = ui.painter().with_clip_rect(rect);
        self.paint(&painter, &viewport, input, state, &response);
        self.chosen(ui, &response, &viewport, input, state)
    }

    /// Prepares a new answer for drawing.
    fn take_over(&mut self, answer: Option<&Answer>, answer_version: u64) {
        if self.shown_answer == answer_version {
            return;
        }
        self.shown_answer = answer_version;
        self.derived = answer.map(|answer| Derived::new(&answer.outcome)).unwrap_or_default();
    }

    fn viewport(&self, ground: &Ground, rect: Rect, pixels_per_point: f32) -> Viewport {
        let center = self.memory.detached().map_or(ground.bounds.center(), |at| Coord { x: at.x(), y: at.y() });
        Viewport { rect, center, zoom: self.memory.zoom(), pixels_per_point }
    }

    fn set(&mut self, center: Coord<f64>, zoom: f64) {
        self.memory.center_at(walkers::lon_lat(center.x, center.y));
        // A zoom level within the limits of the program lies within those of the widget.
        let _within_limits = self.memory.set_zoom(zoom.clamp(0.0, MAX_ZOOM));
    }

    fn go(&mut self, map_move: MapMove, ground: &Ground, rect: Rect) {
        match map_move {
            MapMove::WholeRegion => {
                let (zoom, center) = fit(ground.bounds, rect);
                self.set(center, zoom);
            }
            MapMove::Fit(bounds) => {
                let (zoom, center) = fit(bounds, rect.shrink(rect.width().min(rect.height()) * 0.12));
                self.set(center, zoom.min(zoom_from_points_per_meter(1.0 / 2.0)));
            }
            MapMove::FlyTo(center) => {
                let near = zoom_from_points_per_meter(1.0 / FLY_TO_M);
                self.set(center, self.memory.zoom().max(near));
            }
            MapMove::Zoom(by) => {
                let center = self.viewport(ground, rect, 1.0).center;
                self.set(center, self.memory.zoom() + by);
            }
        }
    }

    /// With the focus on it, arrows move the map.
    fn keys(&mut self, ui: &Ui, response: &Response) {
        if !response.has_focus() {
            return;
        }
        ui.memory_mut(|memory| {
            let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
            memory.set_focus_lock_filter(response.id, arrows);
        });
        let mut by = Vec2::ZERO;
        ui.input(|input| {
            for (key, step) in [
                (Key::ArrowLeft, Vec2::LEFT),
                (Key::ArrowRight, Vec2::RIGHT),
                (Key::ArrowUp, Vec2::UP),
                (Key::ArrowDown, Vec2::DOWN),
            ] {
                if input.key_pressed(key) {
                    by += step * ARROW_POINTS;
                }
            }
        });
        if let (true, Some(at)) = (by != Vec2::ZERO, self.memory.detached()) {
            let meters = 1.0 / projection::points_per_meter(self.memory.zoom());
            let to = RdPoint::at(at.x() + f64::from(by.x) * meters, at.y() - f64::from(by.y) * meters);
            self.memory.center_at(position(to));
        }
    }

    /// Neither farther out than the region nor away from it.
    fn stay_within(&mut self, ground: &Ground, rect: Rect) {
        let (whole, _) = fit(ground.bounds, rect);
        let zoom = self.memory.zoom();
        let clamped = zoom.clamp((whole - BEYOND_REGION).clamp(0.0, MAX_ZOOM), MAX_ZOOM);
        if (zoom - clamped).abs() > f64::EPSILON {
            let _within_limits = self.memory.set_zoom(clamped);
        }
        if let Some(at) = self.memory.detached() {
            let (min, max) = (ground.bounds.min(), ground.bounds.max());
            let (x, y) = (at.x().clamp(min.x, max.x), at.y().clamp(min.y, max.y));
            if x.to_bits() != at.x().to_bits() || y.to_bits() != at.y().to_bits() {
                self.memory.center_at(walkers::lon_lat(x, y));
            }
        }
    }

    fn paint(
        &mut self,
        painter: &Painter,
        viewport: &Viewport,
        input: &MapInput<'_>,
        state: &ViewState,
        response: &Response,
    ) {
        match state.basemap {
            Basemap::Schematic => self.schematic.paint(painter, viewport, input.ground),
            Basemap::BrtGray => self.borders.paint(painter, viewport, input.ground),
        }
        if let Some(raster) = input.answer.and_then(|answer| answer.raster.as_ref()) {
            self.raster.paint(painter, viewport, self.shown_answer, raster);
        }
        let version = version_of(&(self.shown_answer, &state.layers, selection_key(state.selection)));
        self.areas.refresh(viewport, version, |frame| (self.derived.shapes(frame, &state.layers, state.selection), ()));
        self.areas.paint(painter, viewport);

        let circles = circles::norm_circles(input.norms);
        if state.layers.shows(Layer::AllCircles) {
            let radii: Vec<u64> = circles.iter().map(|circle| circle.radius_m.to_bits()).collect();
            self.all_circles.refresh(viewport, version_of(&radii), |frame| {
                (circles::thin_shapes(frame, &care_places(input.ground), &circles), ())
            });
            self.all_circles.paint(painter, viewport);
        }
        if !self.sheet.as_ref().is_some_and(|sheet| sheet.serves(viewport.pixels_per_point)) {
            self.sheet = Some(SpriteSheet::new(painter.ctx(), viewport.pixels_per_point));
        }
        let Some(sheet) = &self.sheet else { return };
        let sites = input.answer.map(|answer| answer.outcome.sites.as_slice()).unwrap_or_default();
        let selected_site = sites.iter().position(|site| state.selection == Selection::Site(site.id));
        let marker_version = version_of(&(self.shown_answer, &state.layers, selected_site, sheet.texture()));
        self.markers.refresh(viewport, marker_version, input.ground, sites, &state.layers, sheet, selected_site);
        let (markers, shift) = self.markers.shown(viewport);
        let taken: Vec<Rect> = markers
            .iter()
            .filter(|marker| marker.half > 6.0)
            .map(|marker| Rect::from_center_size(marker.at + shift, Vec2::splat(2.0 * marker.half)))
            .collect();
        let hovered = response.hover_pos().and_then(|at| self.markers.at(viewport, at));
        let circled = circled(input, state.selection, hovered);
        if let Some(assessment) = input.assessment {
            circles::paint_place(painter, viewport, assessment, state.form);
        }
        self.labels.refresh(painter, viewport, marker_version, input.ground, markers, shift);
        self.markers.paint(painter, viewport);
        if state.layers.shows(Layer::NearMisses) {
            self.derived.paint_plus_signs(painter, viewport, state.selection);
        }
        if let Some(center) = circled {
            circles::paint_with_pills(painter, viewport, center, &circles, &taken);
        }
        paint_ranks(painter, markers, shift, sites, selected_site);
        if let Some(assessment) = input.assessment {
            circles::paint_spot(painter, viewport.screen(assessment.place.0.0));
        }
        if state.layers.shows(Layer::Labels) {
            self.labels.paint(painter, viewport, input.ground);
        }
        decorations::paint_scale_bar(painter, viewport);
        if state.basemap == Basemap::BrtGray {
            decorations::paint_attribution(painter, viewport, nl::MAP_ATTRIBUTION);
        }
    }

    /// What a click chose; what is under the pointer is named.
    fn chosen(
        &self,
        ui: &Ui,
        response: &Response,
        viewport: &Viewport,
        input: &MapInput<'_>,
        state: &ViewState,
    ) -> Option<Selection> {
        let marker = response.hover_pos().and_then(|at| self.markers.at(viewport, at));
        if let Some(marker) = marker {
            let name = marker_name(marker.target, input);
            if !name.is_empty() {
                response.clone().on_hover_ui_at_pointer(|ui| {
                    ui.label(name);
                });
            }
        }
        let by_key = response.has_focus() && ui.input(|keys| keys.key_pressed(Key::Enter));
        let at: Option<Pos2> = match (response.clicked(), by_key) {
            (_, true) => Some(viewport.rect.center()),
            (true, false) => response.interact_pointer_pos(),
            _ => None,
        };
        let at = at?;
        if response.clicked() {
            response.request_focus();
        }
        Some(self.picked(at, viewport, input, state))
    }

    fn picked(&self, at: Pos2, viewport: &Viewport, input: &MapInput<'_>, state: &ViewState) -> Selection {
        let sites = input.answer.map(|answer| answer.outcome.sites.as_slice()).unwrap_or_default();
        let marker = self.markers.at(viewport, at);
        let mut place = viewport.place(at);
        match marker.map(|marker| marker.target) {
            Some(MarkerTarget::Site(idx)) => {
                if let Some(site) = sites.get(idx) {
                    return Selection::Site(site.id);
                }
            }
            Some(MarkerTarget::Place(idx)) => {
                if let Some(known) = input.ground.places.get(idx) {
                    if known.kind == AmenityKind::CARE {
                        return Selection::Care(known.id);
                    }
                    place = known.point;
                }
            }
            Some(MarkerTarget::Cluster(_)) | None => {}
        }
        if let (true, Some(id)) = (state.layers.shows(Layer::Zones), self.derived.zone_at(place)) {
            return Selection::Zone { id, place: Some(place) };
        }
        if let (true, Some(id)) = (state.layers.shows(Layer::NearMisses), self.derived.near_miss_at(place)) {
            return Selection::NearMiss(id);
        }
        Selection::Place(place)
    }
}

/// The 24-uurszorglocatie around which circles are drawn: the hovered one, else the selected one or the zone's.
fn circled(input: &MapInput<'_>, selection: Selection, hovered: Option<Marker>) -> Option<Coord<f64>> {
    let place_of = |id| input.ground.places.iter().find(|place| place.id == id).map(|place| place.point.0.0);
    if let Some(Marker { target: MarkerTarget::Place(idx), .. }) = hovered {
        let place = input.ground.places.get(idx)?;
        if place.kind == AmenityKind::CARE {
            return Some(place.point.0.0);
        }
    }
    match selection {
        Selection::Care(id) => place_of(id),
        Selection::Zone { id, .. } => {
            let zone = input.answer?.outcome.zones.iter().find(|zone| zone.id == id)?;
            zone.care.first().map(|care| care.point.0.0)
        }
        _ => None,
    }
}

fn care_places(ground: &Ground) -> Vec<Coord<f64>> {
    let care = ground.places.iter().filter(|place| place.kind == AmenityKind::CARE);
    care.map(|place| place.point.0.0).collect()
}

fn marker_name(target: MarkerTarget, input: &MapInput<'_>) -> String {
    match target {
        MarkerTarget::Place(idx) => {
            input.ground.places.get(idx).map(|p| nl::marker(&p.name, p.kind, p.status)).unwrap_or_default()
        }
        MarkerTarget::Cluster(idx) => {
            input.ground.clusters.get(idx).map(|c| nl::cluster_marker(&c.name)).unwrap_or_default()
        }
        MarkerTarget::Site(idx) => {
            let site = input.answer.and_then(|answer| answer.outcome.sites.get(idx));
            site.map(nl::site_name).unwrap_or_default()
        }
    }
}

/// Ranks on the diamonds.
fn paint_ranks(
    painter: &Painter,
    markers: &[Marker],
    shift: Vec2,
    sites: &[crate::analysis::siting::RankedSite],
    selected: Option<usize>,
) {
    let p = crate::gui::theme::palette();
    for marker in markers.iter().filter(|marker| marker.figure) {
        let MarkerTarget::Site(idx) = marker.target else { continue };
        let Some(site) = sites.get(idx) else { continue };
        let color = if selected == Some(idx) { p.on_accent } else { p.site };
        let size = if site.rank < 100 { 12.0 } else { 9.5 };
        let font = crate::gui::theme::marker_font(size);
        painter.text(marker.at + shift, egui::Align2::CENTER_CENTER, site.rank.to_string(), font, color);
    }
}

fn version_of(content: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

/// What of a selection changes how areas are drawn.
fn selection_key(selection: Selection) -> Option<uuid::Uuid> {
    match selection {
        Selection::Zone { id, .. } | Selection::NearMiss(id) => Some(id),
        _ => None,
    }
}
