//! Left, below the layers and folded until asked for: which of what covers the map lies over which, and how strongly.

use egui::accesskit::Role as Accessible;
use egui::{Button, RichText, Ui, vec2};

use crate::gui::kit::theme::{self, REMARK_SIZE, STEP, palette};
use crate::gui::kit::widgets::two_sides;
use crate::gui::state::{Cover, Layer, Layers, ViewState};
use crate::nl::window as nl;
use crate::session::RasterWish;

/// Size of the buttons that move a layer, in points.
const BUTTON: f32 = 24.0;

/// Shows what covers the map now, the highest first.
pub(super) fn ui(ui: &mut Ui, state: &mut ViewState) {
    let with_raster = state.raster != RasterWish::Nothing;
    let layers = &state.layers;
    let shown: Vec<Cover> =
        layers.pile().iter().rev().copied().filter(|cover| shows(layers, with_raster, *cover)).collect();
    if shown.is_empty() {
        return;
    }
    ui.add_space(2.0 * STEP);
    egui::CollapsingHeader::new(theme::heading(nl::COVERS)).id_salt("dekking").show(ui, |ui| list(ui, state, &shown));
}

fn list(ui: &mut Ui, state: &mut ViewState, shown: &[Cover]) {
    let mut move_up = None;
    let mut move_down = None;
    for (idx, cover) in shown.iter().copied().enumerate() {
        ui.add_space(STEP);
        two_sides(
            ui,
            theme::remark(name(cover)),
            theme::remark(nl::percent(f32::from(state.layers.percent(cover)) / 100.0)),
        );
        ui.horizontal(|ui| {
            if shown.len() > 1 {
                ui.spacing_mut().item_spacing.x = 2.0;
                if arrow(ui, "▲", &nl::lay_over(name(cover)), idx > 0) {
                    move_up = Some(cover);
                }
                if arrow(ui, "▼", &nl::lay_under(name(cover)), idx + 1 < shown.len()) {
                    move_down = Some(cover);
                }
                ui.add_space(STEP);
            }
            strength(ui, &mut state.layers, cover);
        });
    }
    if let Some(cover) = move_up {
        state.layers.raise(cover, |other| shown.contains(&other));
    }
    if let Some(cover) = move_down {
        state.layers.lower(cover, |other| shown.contains(&other));
    }
}

fn shows(layers: &Layers, with_raster: bool, cover: Cover) -> bool {
    match cover {
        Cover::Raster => with_raster,
        Cover::NearMisses => layers.shows(Layer::NearMisses),
        Cover::Zones => layers.shows(Layer::Zones),
        Cover::AllCircles => layers.shows(Layer::AllCircles),
    }
}

fn name(cover: Cover) -> &'static str {
    match cover {
        Cover::Raster => nl::RASTER,
        Cover::NearMisses => nl::NEAR_MISSES,
        Cover::Zones => nl::ZONES_AND_RINGS,
        Cover::AllCircles => nl::ALL_CIRCLES,
    }
}

fn arrow(ui: &mut Ui, sign: &str, name: &str, enabled: bool) -> bool {
    let text = RichText::new(sign).size(REMARK_SIZE).color(palette().remark);
    let button = Button::new(text).frame(false).min_size(vec2(BUTTON, BUTTON));
    let response = ui.add_enabled(enabled, button).on_hover_text(name);
    response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, enabled, name));
    response.clicked()
}

fn strength(ui: &mut Ui, layers: &mut Layers, cover: Cover) {
    let mut percent = layers.percent(cover);
    ui.spacing_mut().slider_width = ui.available_width();
    let slider = ui.add(egui::Slider::new(&mut percent, Layers::SMALLEST_PERCENT..=100).show_value(false));
    slider.widget_info(|| egui::WidgetInfo::labeled(Accessible::Slider, true, nl::strength_of(name(cover))));
    if slider.changed() {
        layers.set_percent(cover, percent);
    }
}
