//! The map: in RD New, every layer clipped to its rectangle, and nothing made anew that did not change.

use egui::accesskit::Role;
use egui::{DragPanButtons, Key, Painter, Pos2, Rect, Response, Shape, Ui, Vec2, WidgetInfo};
use walkers::Map;

use super::bake::Bake;
use super::basemap;
use super::camera::Camera;
use super::circles::{self, AllCircles, NormCircle};
use super::compared::{self, Compared};
use super::decorations;
use super::derived::Derived;
use super::drawn_ground::Land;
use super::hover::{Hovered, area_at, picked};
use super::input::MapInput;
use super::labels::{Labels, LabelsKey};
use super::markers::{MarkerInput, Markers, MarkersKey};
use super::marks::paint_marks;
use super::projection::{RdProjection, Viewport};
use super::raster_layer::RasterLayer;
use super::sketches::SketchLayer;
use super::sprites::SpriteSheet;
use super::tiles::OnlineTiles;
use crate::gui::kit::areas::cards_over;
use crate::gui::kit::keys::is_pressed;
use crate::gui::state::{ArcKey, Basemap, Cover, Layer, Layers, Selection, Tool, ViewState};
use crate::nl::window as nl;

/// A notch of the wheel is a quarter of a zoom level at 60 frames a second.
const ZOOM_SPEED: f64 = 1.2;

/// What the map of one frame is drawn on, and what is done to it.
pub struct Canvas {
    /// Clipped to the map.
    pub painter: Painter,
    /// What it shows.
    pub viewport: Viewport,
    /// What the pointer does to it.
    pub response: Response,
}

impl Canvas {
    /// Where something is pointed at, and is it by key: Enter in the middle of the map, while it has the focus, else a click.
    pub fn pointed_at(&self, ui: &Ui) -> Option<(Pos2, bool)> {
        if self.response.has_focus() && is_pressed(ui, Key::Enter) {
            return Some((self.viewport.rect.center(), true));
        }
        let at = self.response.interact_pointer_pos().filter(|_| self.response.clicked());
        at.map(|at| (at, false))
    }
}

/// What was found and drawn in one frame.
pub struct Painted {
    found: Option<Hovered>,
    /// The distances on norm circles.
    pills: Vec<Rect>,
}

/// The map's caches and where it stands.
#[derive(Default)]
pub struct MapView {
    /// Where it stands.
    pub camera: Camera,
    tiles: OnlineTiles,
    schematic: Bake<ArcKey<Land>>,
    borders: Bake<ArcKey<Land>>,
    derived: Derived,
    compared: Compared,
    all_circles: AllCircles,
    /// Markers of places and sites.
    pub markers: Markers,
    labels: Labels,
    raster: RasterLayer,
    sheet: Option<SpriteSheet>,
    /// Finished sketches.
    pub sketches: SketchLayer,
}

impl MapView {
    /// Moves the map where it is to go and takes what the pointer does to it, in all the space there is; a drag is not for the
    /// map where `takes_the_drag` says so of what the map showed.
    pub fn begin(
        &mut self,
        ui: &mut Ui,
        input: &MapInput<'_>,
        state: &mut ViewState,
        takes_the_drag: impl FnOnce(&Self, &Ui, &Viewport, &Tool) -> bool,
    ) -> Canvas {
        self.derived.take_over(input.answer.map(|answer| (answer.outcome_key, &*answer.outcome)));
        self.compared.take_over(input.answer);
        self.sketches.take_over(input.sketches);
        let (rect, region) = (ui.available_rect_before_wrap(), input.ground.land.bounds);
        let ctx = ui.ctx().clone();
        let now = ctx.input(|frame| frame.time);
        if let Some(map_move) = state.map_move.take() {
            self.camera.go(map_move, region, rect, state.animate.then_some(now));
        }
        let flown_to = self.camera.fly(&ctx, now);
        // What lies below the tiles is known only after the map has moved.
        let painter = ui.painter().with_clip_rect(rect);
        let below = painter.add(Shape::Noop);
        let stood = self.camera.viewport(region, rect, ctx.pixels_per_point());
        let takes_the_drag = takes_the_drag(self, ui, &stood, &state.tool);
        let response = self.map_ui(ui, region, state, rect, takes_the_drag);
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, nl::MAP));
        self.camera.keys(ui, &response);
        self.camera.stay_within(region, rect);
        if flown_to.is_some_and(|stand| stand != self.camera.stand(region)) {
            self.camera.land();
        }
        let viewport = self.camera.viewport(region, rect, ctx.pixels_per_point());
        painter.set(below, basemap::schematic(&mut self.schematic, &viewport, &input.ground.land));
        state.meters_per_point = viewport.meters_per_point();
        state.shown_bounds = Some(viewport.covered(0.0));
        state.pointer = response.hover_pos().map(|at| viewport.place(at));
        Canvas { painter, viewport, response }
    }

    fn map_ui(
        &mut self,
        ui: &mut Ui,
        region: geo::Rect<f64>,
        state: &ViewState,
        rect: Rect,
        takes_the_drag: bool,
    ) -> Response {
        let ctx = ui.ctx().clone();
        let online = state.basemap != Basemap::Schematic;
        if !online {
            self.tiles.stop();
        }
        let pan = if takes_the_drag { DragPanButtons::MIDDLE } else { DragPanButtons::PRIMARY };
        let tiles = if online { self.tiles.source(&ctx, state.basemap) } else { None };
        let middle = walkers::lon_lat(region.center().x, region.center().y);
        let map = Map::new(tiles, &mut self.camera.memory, middle)
            .with_projection(&RdProjection)
            .zoom_with_ctrl(false)
            .zoom_speed(ZOOM_SPEED)
            .drag_pan_buttons(pan)
            .double_click_to_zoom(state.tool.leaves_clicks_to_the_map());
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        let response = map.show(&mut inside, |_, _, _, _| ()).response;
        ui.advance_cursor_after_rect(rect);
        self.tiles.take_stock(&ctx);
        response
    }

    /// Paints every layer; names keep clear of what stands over the map.
    pub fn paint(&mut self, canvas: &Canvas, input: &MapInput<'_>, state: &ViewState, over: Vec<Rect>) -> Painted {
        let Canvas { painter, viewport, response } = canvas;
        self.refresh(painter, viewport, input, state);
        let is_free = state.tool.leaves_clicks_to_the_map() && !response.dragged();
        let pointed = response.hover_pos().filter(|_| is_free);
        let found = pointed.and_then(|at| self.under(viewport, at, &state.layers));
        let pills = self.paint_layers(canvas, input, state, found, over);
        Painted { found, pills }
    }

    /// Paints the scale bar where nothing stands in its way, and whose the basemap is.
    pub fn paint_edge(&self, canvas: &Canvas, state: &ViewState) {
        let Canvas { painter, viewport, .. } = canvas;
        let scale_bar = decorations::scale_bar_card(viewport);
        if !cards_over(painter.ctx(), viewport.rect).iter().any(|card| card.intersects(scale_bar)) {
            decorations::paint_scale_bar(painter, viewport);
        }
        if let Some(credit) = state.basemap.credit() {
            let told = if self.tiles.is_offline { nl::OFFLINE } else { credit };
            decorations::paint_attribution(painter, viewport, told);
        }
    }

    /// Says what is under the pointer.
    pub fn tell(&self, ui: &Ui, canvas: &Canvas, input: &MapInput<'_>, drawn: &Painted) {
        if let Some(found) = drawn.found {
            found.tell(ui, &canvas.response, input, &self.markers);
        }
    }

    /// Where markers, cards and distances stand, in points of the screen.
    pub fn taken(&self, canvas: &Canvas, drawn: Painted) -> Vec<Rect> {
        let mut taken = marker_rects(&self.markers, &canvas.viewport, 0.0);
        taken.extend(cards_over(canvas.painter.ctx(), canvas.viewport.rect));
        taken.extend(drawn.pills);
        taken
    }

    /// What lies under a point of the map: a marker first, then a sketch, then a zone or near miss.
    fn under(&self, viewport: &Viewport, at: Pos2, layers: &Layers) -> Option<Hovered> {
        let marker = self.markers.at(viewport, at).map(Hovered::Marker);
        let sketch = || self.sketches.at(viewport, at).filter(|_| layers.shows(Layer::Sketches)).map(Hovered::Sketch);
        marker.or_else(sketch).or_else(|| area_at(&self.derived, viewport.place(at), layers))
    }

    /// Makes anew what changed.
    fn refresh(&mut self, painter: &Painter, viewport: &Viewport, input: &MapInput<'_>, state: &ViewState) {
        self.derived.refresh(viewport, &state.layers, state.selection);
        if state.layers.shows(Layer::Sketches) {
            self.sketches.refresh(viewport, state.selection.sketch());
        }
        if !self.sheet.as_ref().is_some_and(|sheet| sheet.serves(viewport.pixels_per_point)) {
            self.sheet = Some(SpriteSheet::new(painter.ctx(), viewport.pixels_per_point));
        }
        let Some(sheet) = &self.sheet else { return };
        let outcome = input.answer.map(|answer| answer.outcome_key);
        let (ground, sites, selected_site) = (input.ground, input.sites(), input.selected_site(state.selection));
        let marker_input = MarkerInput { ground, outcome, sites, selected_site, sheet };
        let key = MarkersKey::new(&marker_input, &state.layers);
        self.markers.refresh(viewport, key.clone(), &marker_input);
        let plus_signs = outcome.filter(|_| state.layers.shows(Layer::NearMisses));
        let key = LabelsKey { markers: key, plus_signs };
        let Self { labels, markers, derived, .. } = self;
        labels.refresh(painter, viewport, key, &input.ground.land, || {
            let mut taken = marker_rects(markers, viewport, 0.0);
            if plus_signs.is_some() {
                taken.extend(derived.plus_signs(viewport));
            }
            taken
        });
    }

    fn paint_layers(
        &mut self,
        canvas: &Canvas,
        input: &MapInput<'_>,
        state: &ViewState,
        found: Option<Hovered>,
        mut over: Vec<Rect>,
    ) -> Vec<Rect> {
        let Canvas { painter, viewport, .. } = canvas;
        if state.basemap != Basemap::Schematic {
            basemap::paint_borders(&mut self.borders, painter, viewport, &input.ground.land);
        }
        let circles = circles::norm_circles(input.norms);
        let compares = input.answer.is_some_and(|answer| answer.other.is_some());
        let swipe = state.comparison.swipe.filter(|_| compares).map(|share| compared::sides(viewport.rect, share));
        let own_side = swipe.map_or_else(|| painter.clone(), |[_, right]| compared::on_side(painter, right));
        let other_side = swipe.map(|[left, _]| compared::on_side(painter, left));
        for cover in state.layers.pile() {
            self.paint_cover(*cover, [painter, &own_side], viewport, input, &circles, &state.layers);
        }
        if let Some(other_side) = &other_side {
            self.compared.paint_other(other_side, viewport, &state.layers);
        }
        if compares && state.comparison.shows_difference {
            self.compared.paint_difference(&own_side, viewport, state.comparison.shows_before);
        }
        if let Some(found) = found {
            let (_, shift) = self.markers.shown(viewport);
            found.paint(painter, viewport, &self.derived, shift);
        }
        let sketches_show = state.layers.shows(Layer::Sketches);
        if sketches_show {
            self.sketches.paint(painter, viewport);
            if let Some(Hovered::Sketch(id)) = found {
                self.sketches.paint_hovered(painter, viewport, id);
            }
        }
        if let Some(assessment) = input.assessment {
            circles::paint_place(painter, viewport, assessment, state.form, state.pointed_rule);
        }
        self.markers.paint(&own_side, viewport);
        self.markers.paint_counts(&own_side, viewport);
        paint_marks(&own_side, viewport, input.marks);
        if state.layers.shows(Layer::NearMisses) {
            self.derived.paint_plus_signs(&own_side, viewport, state.selection);
        }
        if let (Some(other_side), Some(sheet)) = (&other_side, &self.sheet) {
            self.compared.paint_other_markers(other_side, viewport, input.ground, &state.layers, sheet);
        }
        over.extend(cards_over(painter.ctx(), viewport.rect));
        over.push(decorations::scale_bar_card(viewport));
        let mut pills = Vec::new();
        if let Some(center) = circles::circled(input, state.selection, found) {
            let taken = marker_rects(&self.markers, viewport, 6.0);
            pills = circles::paint_with_pills(painter, viewport, center, &circles, &taken);
            over.extend(pills.iter().copied());
        }
        self.markers.paint_ranks(&own_side, viewport, input.sites(), input.selected_site(state.selection));
        if let Some(assessment) = input.assessment {
            let at = viewport.screen(assessment.place.0.0);
            circles::paint_spot(painter, at);
            over.push(Rect::from_center_size(at, Vec2::splat(18.0)));
        }
        if sketches_show {
            over.extend(self.sketches.paint_titles(painter, viewport));
        }
        if state.layers.shows(Layer::Labels) {
            let markers = || marker_rects(&self.markers, viewport, 0.0);
            self.labels.paint(painter, viewport, &input.ground.land, &over, markers);
        }
        pills
    }

    /// Paints what covers what lies below it; zones only on their own side of a divider.
    fn paint_cover(
        &mut self,
        cover: Cover,
        [painter, own_side]: [&Painter; 2],
        viewport: &Viewport,
        input: &MapInput<'_>,
        circles: &[NormCircle],
        layers: &Layers,
    ) {
        match cover {
            Cover::Raster => {
                if let Some(answer) = input.answer {
                    self.raster.paint(painter, viewport, answer, layers.percent(cover));
                }
            }
            Cover::Zones if layers.shows(Layer::Zones) => self.derived.zone_shapes.paint(own_side, viewport),
            Cover::NearMisses if layers.shows(Layer::NearMisses) => {
                self.derived.near_miss_shapes.paint(own_side, viewport)
            }
            Cover::AllCircles if layers.shows(Layer::AllCircles) => {
                self.all_circles.paint(painter, viewport, input.ground, circles, layers.percent(cover));
            }
            _ => {}
        }
    }

    /// What a click chose; one on a marker for several places goes nearer instead.
    pub fn chosen(&mut self, ui: &Ui, canvas: &Canvas, input: &MapInput<'_>, state: &ViewState) -> Option<Selection> {
        let Canvas { viewport, response, .. } = canvas;
        let (at, _) = canvas.pointed_at(ui)?;
        if response.clicked() {
            response.request_focus();
        }
        let (found, place) = (self.under(viewport, at, &state.layers), viewport.place(at));
        let now = state.animate.then(|| ui.input(|i| i.time));
        if let Some(Hovered::Marker(marker)) = found
            && let Some((cluster, _)) = self.markers.members(marker.target)
            && self.camera.go_nearer(geo::Rect::new(cluster.min, cluster.max), viewport, input.ground.land.bounds, now)
        {
            return None;
        }
        let below = area_at(&self.derived, place, &state.layers);
        Some(picked(found, below, place, input, &self.markers))
    }
}

/// Where markers of more than half a side stand, in points of the screen.
fn marker_rects(markers: &Markers, viewport: &Viewport, least_half: f32) -> Vec<Rect> {
    let (markers, shift) = markers.shown(viewport);
    let large = markers.iter().filter(|marker| marker.half > least_half);
    large.map(|marker| marker.rect().translate(shift)).collect()
}
