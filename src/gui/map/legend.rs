//! The entries of the legend: exactly what the map shows now, with the limits of the classes.

use egui::{Align2, Label, Rect, Sense, Ui, pos2, vec2};

use super::markers::shows_at;
use super::raster_layer::FAR_M;
use crate::analysis::zones::CaringZone;
use crate::cartography::ramp::Ramp;
use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::baseline::Role;
use crate::domain::housing::HousingForm;
use crate::domain::place::PlaceClass;
use crate::domain::transit::TransitClass;
use crate::domain::variant::ZoneStatus;
use crate::gui::kit::theme::presented::presenting;
use crate::gui::kit::theme::{self, REMARK_SIZE, STEP, palette};
use crate::gui::kit::widgets::{Swatch, swatch};
use crate::gui::state::{Layer, ViewState};
use crate::gui::wish::View;
use crate::nl::{numbers, window as nl};
use crate::session::RasterWish;

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
            && view.baseline.layer(Role::Kind(kind)).is_some()
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
        raster_legend(ui, state.raster);
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
    if state.comparison.shows_difference && answer.other.is_some() {
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
        ui.add(Label::new(theme::remark(name).color(palette().text)).wrap());
    });
}

/// What the colors of the raster mean.
pub fn raster_legend(ui: &mut Ui, wish: RasterWish) {
    match wish {
        RasterWish::Nothing => {}
        RasterWish::Score(_) => ramp_legend(ui, Ramp::Cividis, nl::SCORE_ENDS),
        RasterWish::Distance(_) => {
            ramp_legend(ui, Ramp::Distance, [&numbers::meters(0.0), &nl::far(f64::from(FAR_M))]);
        }
        RasterWish::TransitClass => {
            let width = ui.available_width() / (TransitClass::ALL.len() + 1) as f32;
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
            for (idx, class) in TransitClass::ALL.into_iter().enumerate() {
                let color = palette().transit_class(class);
                let left = rect.left() + width * idx as f32;
                let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
                ui.painter().rect_filled(part.shrink2(vec2(1.0, 0.0)), 2.0, color);
                let text = palette().on_transit_class(class);
                let font = theme::marker_font(REMARK_SIZE);
                ui.painter().text(part.center(), Align2::CENTER_CENTER, class.letter(), font, text);
            }
            let unknown = Rect::from_min_max(pos2(rect.right() - width, rect.top()), rect.max).shrink2(vec2(1.0, 0.0));
            ui.painter().rect_filled(unknown, 2.0, palette().transit_unknown());
            let font = theme::marker_font(REMARK_SIZE);
            ui.painter().text(unknown.center(), Align2::CENTER_CENTER, "?", font, palette().text);
            ui.add_space(2.0);
            ui.label(theme::remark(nl::TRANSIT_LEGEND));
        }
    }
}

fn ramp_legend(ui: &mut Ui, ramp: Ramp, ends: [&str; 2]) {
    const STEPS: usize = 48;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 10.0), Sense::hover());
    let width = rect.width() / STEPS as f32;
    for idx in 0..STEPS {
        let left = rect.left() + width * idx as f32;
        let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width + 0.5, rect.height()));
        ui.painter().rect_filled(part, 0.0, theme::color32(ramp.color((idx as f32 + 0.5) / STEPS as f32)));
    }
    ui.horizontal(|ui| {
        ui.label(theme::remark(ends[0]));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.label(theme::remark(ends[1])));
    });
}
