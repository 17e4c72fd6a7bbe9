//! The map: in RD New, every layer clipped to its rectangle, and nothing made anew that did not change.

pub mod bake;
pub mod basemap;
pub mod box_select;
pub mod cards;
pub mod circles;
pub mod clusters;
pub mod compared;
pub mod crowd;
mod decided;
pub mod decorations;
pub mod derived;
pub mod flight;
pub mod ground;
pub mod hover;
pub mod labels;
pub mod markers;
pub mod measure;
mod moving;
pub mod notes;
pub mod outline;
pub mod projection;
pub mod raster_layer;
mod sketched;
pub mod sprites;
pub mod tiles;
mod what_if;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use egui::{CursorIcon, DragPanButtons, Key, Painter, Pos2, Rect, Response, Shape, Ui, Vec2, accesskit::Role};
use geo::Coord;
use walkers::{Map, MapMemory};

use self::bake::Bake;
use self::basemap::{BorderLines, SchematicMap};
use self::box_select::BoxSelect;
use self::cards::cards_over;
use self::circles::NormCircle;
use self::compared::Compared;
use self::derived::Derived;
use self::flight::Flight;
use self::ground::Ground;
use self::hover::{Hovered, Picking, picked};
use self::labels::Labels;
use self::markers::{MarkerInput, Markers};
use self::notes::NotesOnMap;
use self::projection::{RdProjection, Viewport};
use self::raster_layer::RasterLayer;
use self::sprites::SpriteSheet;
use self::tiles::OnlineTiles;
use crate::analysis::assessment::PlaceAssessment;
use crate::analysis::siting::RankedSite;
use crate::analysis::walk::Walk;
use crate::domain::norm::NormSet;
use crate::domain::sketch::Sketch;
use crate::gui::map_layers::{Cover, Layer, Layers};
use crate::gui::panels::Action;
use crate::gui::sketching::layer::SketchLayer;
use crate::gui::view_state::{Basemap, Selection, ViewState};
use crate::gui::what_if::ChangeMark;
use crate::nl::window as nl;
use crate::project::Project;
use crate::session::Answer;

/// A notch of the wheel is a quarter of a zoom level at 60 frames a second.
const ZOOM_SPEED: f64 = 1.2;

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
    /// Changes with the places of the ground.
    pub ground_version: u64,
    /// The document, without what is being dragged.
    pub project: &'a Arc<Project>,
    /// Where the variant that shows differs from the ground.
    pub marks: &'a [ChangeMark],
    /// The sketches on the board.
    pub sketches: &'a [Arc<Sketch>],
}

/// The map's caches and where it stands.
#[derive(Default)]
pub struct MapView {
    memory: MapMemory,
    tiles: OnlineTiles,
    schematic: SchematicMap,
    borders: BorderLines,
    derived: Derived,
    compared: Compared,
    shown_answer: u64,
    zones: Bake,
    near_misses: Bake,
    all_circles: Bake,
    markers: Markers,
    labels: Labels,
    raster: RasterLayer,
    sheet: Option<SpriteSheet>,
    flight: Option<Flight>,
    box_select: BoxSelect,
    sketches: SketchLayer,
    notes: NotesOnMap,
}

impl MapView {
    /// Makes everything anew in the next frame: the colors have changed. Where the map stands stays.
    pub fn forget_drawings(&mut self) {
        let (memory, tiles) = (std::mem::take(&mut self.memory), std::mem::take(&mut self.tiles));
        *self = Self { memory, tiles, ..Self::default() };
    }

    /// The box of a zone, to fly to.
    #[must_use]
    pub fn zone_bounds(&self, id: uuid::Uuid) -> Option<geo::Rect<f64>> {
        self.derived.zone_bounds(id)
    }

    /// What was wished for by hand on the map, once: a note that was moved, a place that was pointed out.
    pub fn take_wish(&mut self) -> Option<Action> {
        self.notes.take_wish()
    }

    /// Is the map on its way to where it is to go?
    #[must_use]
    pub fn is_moving(&self) -> bool {
        self.flight.is_some()
    }

    /// Forgets what was drawn of another ground; where it looks at stays.
    pub fn on_new_ground(&mut self) {
        let before = std::mem::take(self);
        *self = Self { memory: before.memory, tiles: before.tiles, sheet: before.sheet, ..Self::default() };
    }

    /// Shows the map in all the room there is, and returns what is wanted by a click or a drag on it.
    pub fn ui(&mut self, ui: &mut Ui, input: &MapInput<'_>, state: &mut ViewState) -> Option<Action> {
        self.take_over(input.answer, input.answer_version);
        let rect = ui.available_rect_before_wrap();
        let ctx = ui.ctx().clone();
        let now = ctx.input(|frame| frame.time);
        if let Some(map_move) = state.map_move.take() {
            self.go(map_move, input.ground, rect, state.animate.then_some(now));
        }
        let flown_to = self.fly(&ctx, now);
        // What lies below the tiles is known only after the map has moved.
        let painter = ui.painter().with_clip_rect(rect);
        let below = painter.add(Shape::Noop);
        let stood = self.viewport(input.ground, rect, ctx.pixels_per_point());
        let grips = self.grips(ui, &stood, input, state);
        let response = self.map_ui(ui, input, state, rect, grips);
        response.widget_info(|| egui::WidgetInfo::labeled(Role::Canvas, true, nl::MAP));
        self.keys(ui, &response);
        self.stay_within(input.ground, rect);
        if flown_to.is_some_and(|stand| stand != self.stand(input.ground)) {
            // Who takes the map in hand ends the flight.
            self.flight = None;
        }

        let viewport = self.viewport(input.ground, rect, ctx.pixels_per_point());
        painter.set(below, self.schematic.shape(&viewport, input.ground));
        state.meters_per_point = viewport.meters_per_point();
        state.shown_bounds = Some(viewport.covered(0.0));
        state.pointer = response.hover_pos().map(|at| viewport.place(at));
        let boxed = if state.sketching.is_in_hand() { None } else { self.box_select.follow(ui, &response, &viewport) };
        if let Some(measure) = &mut state.measure {
            measure.follow(ui, &response, &viewport);
        }
        self.sketch(ui, &response, &viewport, input, state);
        let is_free = state.is_map_free() && !response.dragged();
        let pointed = response.hover_pos().filter(|_| is_free);
        self.refresh(&painter, &viewport, input, state);
        let found = pointed.and_then(|at| self.under(&viewport, at, state));
        let pills = self.paint(&painter, &viewport, input, state, &response, found);
        self.tell(ui, &response, input, state, found);
        let is_pointing = self.notes.point_out(ui, &response, &viewport, input.project, &mut state.room);
        let mut taken = marker_rects(&self.markers, &viewport, 0.0);
        taken.extend(cards_over(&ctx, viewport.rect).into_iter().chain(pills));
        taken.extend(decided::show(ui, &painter, &viewport, &input.project.board.decisions, &mut state.room));
        self.notes.show(ui, &painter, &viewport, &input.project.board.notes, &taken, &mut state.room);
        if let Some(action) = self.what_if(ui, &response, &viewport, input, state) {
            return Some(action);
        }
        let puts_down = |at: Pos2| self.puts_down(&viewport, at, state);
        if is_pointing || !state.is_map_free() || response.interact_pointer_pos().is_some_and(puts_down) {
            return boxed.map(Action::Select);
        }
        boxed.or_else(|| self.chosen(ui, &response, &viewport, input, state)).map(Action::Select)
    }

    fn map_ui(&mut self, ui: &mut Ui, input: &MapInput<'_>, state: &ViewState, rect: Rect, grips: bool) -> Response {
        let (ctx, ground) = (ui.ctx().clone(), input.ground);
        let stands = self.viewport(ground, rect, ctx.pixels_per_point());
        let sketches = state.sketching.takes_the_drag(ui, &stands, input.selected_sketch(state.selection));
        let online = state.basemap != Basemap::Schematic;
        if !online {
            self.tiles.stop();
        }
        let pan = if grips || sketches || self.box_select.takes_the_mouse(ui) {
            DragPanButtons::MIDDLE
        } else {
            DragPanButtons::PRIMARY
        };
        let tiles = if online { self.tiles.source(&ctx, state.basemap) } else { None };
        let middle = walkers::lon_lat(ground.bounds.center().x, ground.bounds.center().y);
        let map = Map::new(tiles, &mut self.memory, middle)
            .with_projection(&RdProjection)
            .zoom_with_ctrl(false)
            .zoom_speed(ZOOM_SPEED)
            .drag_pan_buttons(pan)
            .double_click_to_zoom(state.is_map_free());
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        let response = map.show(&mut inside, |_, _, _, _| ()).response;
        ui.advance_cursor_after_rect(rect);
        self.tiles.take_stock(&ctx);
        response
    }

    /// Says what is under the pointer and what the tools have found.
    fn tell(&self, ui: &mut Ui, response: &Response, input: &MapInput<'_>, state: &ViewState, found: Option<Hovered>) {
        if let Some(found) = found {
            found.tell(ui, response, input, &self.markers);
        }
        if let Some(measure) = &state.measure {
            if response.hovered() {
                ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
            }
            measure.card_ui(ui, response.rect, Walk::of(input.norms));
        }
    }

    /// Prepares a new answer for drawing.
    fn take_over(&mut self, answer: Option<&Answer>, answer_version: u64) {
        if self.shown_answer == answer_version {
            return;
        }
        self.shown_answer = answer_version;
        self.derived = answer.map(|answer| Derived::new(&answer.outcome)).unwrap_or_default();
        self.compared.take_over(answer.and_then(|answer| answer.other.as_ref()));
    }

    fn viewport(&self, ground: &Ground, rect: Rect, pixels_per_point: f32) -> Viewport {
        let center = self.memory.detached().map_or(ground.bounds.center(), |at| Coord { x: at.x(), y: at.y() });
        Viewport { rect, center, zoom: self.memory.zoom(), pixels_per_point }
    }

    /// Makes anew what changed.
    fn refresh(&mut self, painter: &Painter, viewport: &Viewport, input: &MapInput<'_>, state: &ViewState) {
        let version = version_of(&(self.shown_answer, &state.layers, selection_key(state.selection)));
        let Self { zones, near_misses, derived, .. } = self;
        if state.layers.shows(Layer::Zones) {
            zones.refresh(viewport, version, |frame| (derived.zone_shapes(frame, &state.layers, state.selection), ()));
        }
        if state.layers.shows(Layer::NearMisses) {
            let make = |frame: &_| (derived.near_miss_shapes(frame, &state.layers, state.selection), ());
            near_misses.refresh(viewport, version, make);
        }
        if !self.sheet.as_ref().is_some_and(|sheet| sheet.serves(viewport.pixels_per_point)) {
            self.sheet = Some(SpriteSheet::new(painter.ctx(), viewport.pixels_per_point));
        }
        let Some(sheet) = &self.sheet else { return };
        let selected_site = selected_site(input, state);
        let version =
            version_of(&(self.shown_answer, input.ground_version, &state.layers, selected_site, sheet.texture()));
        let marker_input = MarkerInput {
            ground: input.ground,
            sites: sites(input),
            layers: &state.layers,
            sheet,
            selected_site,
            places_version: version_of(&(input.ground_version, &state.layers)),
        };
        self.markers.refresh(viewport, version, &marker_input);
        let Self { labels, markers, derived, .. } = self;
        labels.refresh(painter, viewport, version, input.ground, || {
            let mut taken = marker_rects(markers, viewport, 0.0);
            if state.layers.shows(Layer::NearMisses) {
                taken.extend(derived.plus_signs(viewport));
            }
            taken
        });
    }

    fn paint(
        &mut self,
        painter: &Painter,
        viewport: &Viewport,
        input: &MapInput<'_>,
        state: &ViewState,
        response: &Response,
        found: Option<Hovered>,
    ) -> Vec<Rect> {
        if state.basemap != Basemap::Schematic {
            self.borders.paint(painter, viewport, input.ground);
        }
        let circles = circles::norm_circles(input.norms);
        let compares = input.answer.is_some_and(|answer| answer.other.is_some());
        let swipe = state.what_if.swipe.filter(|_| compares).map(|share| compared::sides(viewport.rect, share));
        let own_side = swipe.map_or_else(|| painter.clone(), |[_, right]| compared::on_side(painter, right));
        for cover in state.layers.pile() {
            self.paint_cover(*cover, [painter, &own_side], viewport, input, &circles, &state.layers);
        }
        if let Some([left, _]) = swipe {
            let version = version_of(&(self.shown_answer, &state.layers));
            self.compared.paint_other(painter, viewport, version, &state.layers, left);
        }
        if compares && state.what_if.shows_difference {
            let swapped = state.what_if.shows_before;
            self.compared.paint_difference(&own_side, viewport, self.shown_answer, swapped);
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
        what_if::paint_marks(&own_side, viewport, input.marks);
        if state.layers.shows(Layer::NearMisses) {
            self.derived.paint_plus_signs(&own_side, viewport, state.selection);
        }
        if let (Some([left, _]), Some(sheet)) = (swipe, &self.sheet) {
            self.compared.refresh_markers(viewport, input.ground, &state.layers, sheet);
            self.compared.paint_other_markers(painter, viewport, &state.layers, left);
        }
        let cards = cards_over(painter.ctx(), viewport.rect);
        let scale_bar = decorations::scale_bar_card(viewport);
        let mut over = cards.clone();
        over.push(scale_bar);
        over.extend(self.notes.rects());
        over.extend(decided::rects(viewport, &input.project.board.decisions));
        let mut pills = Vec::new();
        if let Some(center) = circles::circled(input, state.selection, found) {
            let taken = marker_rects(&self.markers, viewport, 6.0);
            pills = circles::paint_with_pills(painter, viewport, center, &circles, &taken);
            over.extend(pills.iter().copied());
        }
        self.markers.paint_ranks(&own_side, viewport, sites(input), selected_site(input, state));
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
            self.labels.paint(painter, viewport, input.ground, &over, markers);
        }
        self.box_select.paint(painter, viewport, response, state.selection);
        if let Some(measure) = &state.measure {
            measure.paint(painter, viewport, response.hover_pos());
        }
        if state.sketching.is_in_hand() {
            state.sketching.paint(painter, viewport, &self.sketch_world(input, state.selection, None));
        }
        if !cards.iter().any(|card| card.intersects(scale_bar)) {
            decorations::paint_scale_bar(painter, viewport);
        }
        if let Some(credit) = state.basemap.credit() {
            let told = if self.tiles.is_offline() { nl::OFFLINE } else { credit };
            decorations::paint_attribution(painter, viewport, told);
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
                if let Some(raster) = input.answer.and_then(|answer| answer.raster.as_ref()) {
                    self.raster.paint(painter, viewport, self.shown_answer, raster, layers.percent(cover));
                }
            }
            Cover::Zones if layers.shows(Layer::Zones) => self.zones.paint(own_side, viewport),
            Cover::NearMisses if layers.shows(Layer::NearMisses) => self.near_misses.paint(own_side, viewport),
            Cover::AllCircles if layers.shows(Layer::AllCircles) => {
                let radii: Vec<u64> = circles.iter().map(|circle| circle.radius_m.to_bits()).collect();
                self.all_circles.refresh(
                    viewport,
                    version_of(&(radii, input.ground_version, layers.percent(cover))),
                    |frame| {
                        let places = circles::care_places(input.ground);
                        (circles::thin_shapes(frame, &places, circles, layers.share(cover)), ())
                    },
                );
                self.all_circles.paint(painter, viewport);
            }
            _ => {}
        }
    }

    /// What a click chose; one on a marker for several places goes nearer instead.
    fn chosen(
        &mut self,
        ui: &Ui,
        response: &Response,
        viewport: &Viewport,
        input: &MapInput<'_>,
        state: &ViewState,
    ) -> Option<Selection> {
        let by_key = response.has_focus() && ui.input(|i| i.modifiers.is_none() && i.key_pressed(Key::Enter));
        let at: Option<Pos2> = match (response.clicked(), by_key) {
            (_, true) => Some(viewport.rect.center()),
            (true, false) => response.interact_pointer_pos(),
            _ => None,
        };
        let at = at?;
        if response.clicked() {
            response.request_focus();
        }
        let found = self.under(viewport, at, state);
        if let Some(Hovered::Marker(marker)) = found
            && self.go_nearer(marker, viewport, input.ground, state.animate.then(|| ui.input(|i| i.time)))
        {
            return None;
        }
        let picking = Picking { markers: &self.markers, derived: &self.derived, state };
        Some(picked(found, viewport, at, input, &picking))
    }
}

fn sites<'a>(input: &MapInput<'a>) -> &'a [RankedSite] {
    input.answer.map(|answer| answer.outcome.sites.as_slice()).unwrap_or_default()
}

fn selected_site(input: &MapInput<'_>, state: &ViewState) -> Option<usize> {
    sites(input).iter().position(|site| state.selection == Selection::Site(site.id))
}

/// Where markers of more than half a side stand, in points of the screen.
fn marker_rects(markers: &Markers, viewport: &Viewport, least_half: f32) -> Vec<Rect> {
    let (markers, shift) = markers.shown(viewport);
    let large = markers.iter().filter(|marker| marker.half > least_half);
    large.map(|marker| marker.rect().translate(shift)).collect()
}

pub(super) fn version_of(content: &impl Hash) -> u64 {
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
