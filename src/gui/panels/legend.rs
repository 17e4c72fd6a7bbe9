//! The legend on the map: exactly what shows now, with the limits of the classes.

use egui::{Align2, Frame, Margin, Rangef, Rect, RichText, Stroke, Ui, accesskit::Role as Accessible, vec2};

use super::{Action, View, layers, messages};
use crate::analysis::zones::CaringZone;
use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::housing::HousingForm;
use crate::domain::place::PlaceClass;
use crate::domain::variant::ZoneStatus;
use crate::gui::command::Command;
use crate::gui::map::cards;
use crate::gui::map::markers::shows_at;
use crate::gui::map_layers::Layer;
use crate::gui::room::CLOCK_AREA;
use crate::gui::sketching::bar;
use crate::gui::theme::presented::presenting;
use crate::gui::theme::{self, RADIUS, STEP, palette};
use crate::gui::view_state::ViewState;
use crate::gui::widgets::{Swatch, swatch};
use crate::nl::window as nl;
use crate::session::RasterWish;

/// The id of the legend over the map.
pub const AREA: &str = "legenda";
/// Width of the legend, in points.
const WIDTH: f32 = 212.0;
/// On a map wider than this the legend shows unasked, in points.
const ROOMY: f32 = 760.0;
/// Distance from the corner of the map, in points.
const MARGIN: f32 = 12.0;

/// Shows the legend in the lower right corner of the map, or the button that opens it.
pub fn ui(ctx: &egui::Context, room: Rect, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    state.map_width = room.width();
    let corner = room.max - vec2(MARGIN, MARGIN);
    if room.width() < WIDTH + 4.0 * MARGIN || room.height() < WIDTH {
        return None;
    }
    let p = palette();
    let card = Frame::new().fill(p.card).stroke(Stroke::new(1.0, p.line)).corner_radius(RADIUS);
    let area = egui::Area::new(egui::Id::unique(AREA)).fixed_pos(corner).pivot(Align2::RIGHT_BOTTOM);
    let open = is_open(state);
    let clicked = area
        .order(egui::Order::Middle)
        .show(ctx, |ui| {
            card.inner_margin(Margin::symmetric(10, 6))
                .show(ui, |ui| {
                    if open {
                        ui.set_width(WIDTH - 20.0);
                    }
                    let clicked = heading(ui, open);
                    if open {
                        let column = Rangef::new(corner.x - WIDTH, corner.x);
                        let at_top = [messages::AREA, bar::AREA, CLOCK_AREA];
                        let free = corner.y - cards::free_below(ctx, room, column, &at_top);
                        let most = (free - 5.0 * MARGIN).clamp(2.0 * MARGIN, room.height() - 8.0 * MARGIN);
                        egui::ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
                            ui.spacing_mut().item_spacing.y = 1.0;
                            entries(ui, view, state);
                        });
                    }
                    clicked
                })
                .inner
        })
        .inner;
    clicked.then_some(Action::Command(Command::Legend))
}

/// Does the legend show, by the user's choice or because there is room?
#[must_use]
pub fn is_open(state: &ViewState) -> bool {
    if state.is_narrow() {
        return state.legend_over_map;
    }
    state.preferences.legend_open.unwrap_or(state.map_width > ROOMY)
}

fn heading(ui: &mut Ui, open: bool) -> bool {
    let text = RichText::new(format!("{} {}", if open { "−" } else { "+" }, nl::LEGEND));
    let button =
        egui::Button::new(text.font(theme::marker_font(theme::REMARK_SIZE)).color(palette().remark)).frame(false);
    let response = ui.add(button).on_hover_text(Command::Legend.tooltip(ui.ctx()));
    response.widget_info(|| egui::WidgetInfo::selected(Accessible::Button, true, open, nl::LEGEND));
    response.clicked()
}

/// What shows, each with its name.
pub fn entries(ui: &mut Ui, view: &View<'_>, state: &ViewState) {
    let p = palette();
    let shows = |layer| state.layers.shows(layer);
    if shows(Layer::Zones) {
        entry(ui, Swatch::Area(p.zone, p.zone_line), nl::legend_ring(HousingForm::StepFree));
    }
    if shows(Layer::Zones) && shows(Layer::Rings) {
        entry(ui, Swatch::DashedArea(p.clustered, p.zone_line), nl::legend_ring(HousingForm::Clustered));
        entry(ui, Swatch::Area(p.care_ready, p.care_ready), nl::legend_ring(HousingForm::CareReady));
    }
    if shows(Layer::NearMisses) {
        entry(ui, Swatch::DashedArea(p.near_miss, p.near_miss_line), nl::LEGEND_NEAR_MISS);
    }
    variant_entries(ui, view, state);
    board_entries(ui, view, state);
    let has = |kind: AmenityKind| {
        // A room reads the legend from afar: only what is on the map at this scale.
        (!presenting() || shows_at(kind, state.meters_per_point))
            && state.layers.shows_kind(kind)
            && view.baseline.layer(crate::domain::baseline::Role::Kind(kind)).is_some()
    };
    if has(AmenityKind::CARE) {
        entry(ui, Swatch::Care, nl::LEGEND_CARE);
    }
    for group in KindGroup::of_amenities() {
        if AmenityKind::all().any(|kind| kind.group() == group && has(kind)) {
            entry(ui, Swatch::Marker(p.group(group)), group.label());
        }
    }
    if has(AmenityKind::STATION) {
        entry(ui, Swatch::Marker(p.group(KindGroup::TRANSIT)), nl::LEGEND_STATION);
    }
    if has(AmenityKind::STOP) {
        entry(ui, Swatch::SmallMarker(p.stop), nl::LEGEND_STOP);
    }
    if shows(Layer::Sites) {
        entry(ui, Swatch::Diamond(p.site), nl::LEGEND_SITE);
    }
    if shows(Layer::Clusters) && !view.baseline.places[PlaceClass::Complex].is_empty() {
        entry(ui, Swatch::House(p.zone_line), nl::CLUSTERS);
    }
    if shows(Layer::AllCircles) {
        entry(ui, Swatch::Circle(p.care), nl::ALL_CIRCLES);
    }
    if state.raster != RasterWish::Nothing {
        ui.add_space(STEP);
        ui.label(theme::remark(nl::raster(state.raster)).color(p.text));
        ui.add_space(2.0);
        layers::raster_legend(ui, state.raster);
    }
}

/// What a variant adds to the map.
fn variant_entries(ui: &mut Ui, view: &View<'_>, state: &ViewState) {
    let p = palette();
    let Some(answer) = view.answer else { return };
    let zones = &answer.outcome.zones;
    if state.layers.shows(Layer::Zones) {
        if zones.iter().any(CaringZone::is_put) {
            entry(ui, Swatch::Area(p.zone, p.text), nl::plan::LEGEND_PUT);
        }
        if zones.iter().any(|zone| zone.status == ZoneStatus::Rejected) {
            entry(ui, Swatch::DashedArea(p.card, p.remark), nl::plan::LEGEND_REJECTED);
        }
    }
    if view.project.plan.interventions().iter().any(|intervention| !intervention.is_about_zones()) {
        entry(ui, Swatch::Circle(p.text), nl::plan::LEGEND_CHANGED);
    }
    if state.what_if.shows_difference && answer.other.is_some() {
        entry(ui, Swatch::Area(p.site.gamma_multiply(0.45), p.site), nl::plan::LEGEND_GAINED);
        entry(ui, Swatch::DashedArea(p.care.gamma_multiply(0.45), p.care), nl::plan::LEGEND_LOST);
    }
}

/// What a room put on the map, each only where there is any.
fn board_entries(ui: &mut Ui, view: &View<'_>, state: &ViewState) {
    let p = palette();
    let board = &view.project.board;
    if let Some(first) = board.sketches.first().filter(|_| state.layers.shows(Layer::Sketches)) {
        let color = p.sketch(first.look.color);
        entry(ui, Swatch::Area(color.gamma_multiply(0.16), color), nl::sketches::LEGEND_SKETCH);
    }
    if board.notes.iter().any(|note| note.point.is_some()) {
        entry(ui, Swatch::Area(p.note, p.on_note), nl::room::NOTE);
    }
    if board.decisions.iter().any(|decision| decision.point.is_some()) {
        entry(ui, Swatch::Flag, nl::room::DECISION);
    }
}

fn entry(ui: &mut Ui, look: Swatch, name: &str) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * STEP;
        swatch(ui, look, true);
        ui.add(egui::Label::new(theme::remark(name).color(palette().text)).wrap());
    });
}
