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
    let (zones, rings) = (shows(Layer::Zones), shows(Layer::Zones) && shows(Layer::Rings));
    entry_if(ui, zones, Swatch::Area(p.zone, p.zone_line), nl::legend_ring(HousingForm::StepFree));
    entry_if(ui, rings, Swatch::DashedArea(p.clustered, p.zone_line), nl::legend_ring(HousingForm::Clustered));
    entry_if(ui, rings, Swatch::Area(p.care_ready, p.care_ready), nl::legend_ring(HousingForm::CareReady));
    let near_miss = Swatch::DashedArea(p.near_miss, p.near_miss_line);
    entry_if(ui, shows(Layer::NearMisses), near_miss, nl::LEGEND_NEAR_MISS);
    variant_entries(ui, view, state);
    board_entries(ui, view, state);
    let has = |kind: AmenityKind| {
        // A room reads the legend from afar: only what is on the map at this scale.
        (!presenting() || shows_at(kind, state.meters_per_point))
            && state.layers.shows_kind(kind)
            && view.baseline.layer(Role::Kind(kind)).is_some()
    };
    entry_if(ui, has(AmenityKind::CARE), Swatch::Care, nl::CARE);
    for group in KindGroup::of_amenities() {
        let has_any = AmenityKind::all().any(|kind| kind.group() == group && has(kind));
        entry_if(ui, has_any, Swatch::Marker(p.group(group)), group.label());
    }
    let station = Swatch::Marker(p.group(KindGroup::TRANSIT));
    entry_if(ui, has(AmenityKind::STATION), station, nl::LEGEND_STATION);
    entry_if(ui, has(AmenityKind::STOP), Swatch::SmallMarker(p.stop), nl::LEGEND_STOP);
    entry_if(ui, shows(Layer::Sites), Swatch::Diamond(p.site), nl::LEGEND_SITE);
    let complexes = shows(Layer::Clusters) && !view.baseline.places[PlaceClass::Complex].is_empty();
    entry_if(ui, complexes, Swatch::House(p.zone_line), nl::CLUSTERS);
    entry_if(ui, shows(Layer::AllCircles), Swatch::Circle(p.care), nl::ALL_CIRCLES);
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
    let zones = answer.outcome.zones.iter().filter(|_| state.layers.shows(Layer::Zones));
    entry_if(ui, zones.clone().any(CaringZone::is_put), Swatch::Area(p.zone, p.text), nl::plan::LEGEND_PUT);
    let is_rejected = |zone: &CaringZone| zone.status == ZoneStatus::Rejected;
    entry_if(ui, zones.clone().any(is_rejected), Swatch::DashedArea(p.card, p.remark), nl::plan::LEGEND_REJECTED);
    let moves_places = view.project.plan.interventions().iter().any(|what| !what.is_about_zones());
    entry_if(ui, moves_places, Swatch::Circle(p.text), nl::plan::LEGEND_CHANGED);
    let differs = state.comparison.shows_difference && answer.other.is_some();
    entry_if(ui, differs, Swatch::Area(p.site.gamma_multiply(0.45), p.site), nl::plan::LEGEND_GAINED);
    entry_if(ui, differs, Swatch::DashedArea(p.care.gamma_multiply(0.45), p.care), nl::plan::LEGEND_LOST);
}

/// What a room put on the map, each only where there is any.
fn board_entries(ui: &mut Ui, view: &View<'_>, state: &ViewState) {
    let p = palette();
    let board = &view.project.board;
    if let Some(first) = board.sketches.first().filter(|_| state.layers.shows(Layer::Sketches)) {
        let color = p.sketch(first.look.color);
        let swatch = Swatch::Area(color.gamma_multiply(0.16), color);
        entry_if(ui, true, swatch, nl::sketches::LEGEND_SKETCH);
    }
    let has_notes = board.notes.iter().any(|note| note.point.is_some());
    entry_if(ui, has_notes, Swatch::Area(p.note, p.on_note), nl::room::NOTE);
    entry_if(ui, board.decisions.iter().any(|decision| decision.point.is_some()), Swatch::Flag, nl::room::DECISION);
}

fn entry_if(ui: &mut Ui, shows: bool, look: Swatch, name: &str) {
    if !shows {
        return;
    }
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
            let p = palette();
            let known =
                TransitClass::ALL.map(|class| (class.letter(), p.transit_class(class), p.on_transit_class(class)));
            let width = ui.available_width() / (known.len() + 1) as f32;
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
            let unknown = ("?", p.transit_unknown(), p.text);
            for (idx, (letter, fill, text)) in known.into_iter().chain([unknown]).enumerate() {
                let left = rect.left() + width * idx as f32;
                let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
                ui.painter().rect_filled(part.shrink2(vec2(1.0, 0.0)), 2.0, fill);
                let font = theme::marker_font(REMARK_SIZE);
                ui.painter().text(part.center(), Align2::CENTER_CENTER, letter, font, text);
            }
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
