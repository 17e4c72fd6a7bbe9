//! Left, below: the norms of a woonvorm as sliders that recompute while they are dragged.

use std::sync::Arc;

use egui::{Response, Slider, Ui, accesskit::Role as Accessible};

use super::{Action, View};
use crate::domain::housing::HousingForm;
use crate::domain::mobility::MobilityProfile;
use crate::domain::norm::Norm;
use crate::gui::command::Command;
use crate::gui::theme::{self, STEP, palette};
use crate::gui::view_state::ViewState;
use crate::gui::widgets::link;
use crate::nl::{numbers, window as nl};
use crate::project::{Edit, Project};
use crate::units::Meters;

/// Norms can be set from this walking distance on, in metres.
const MIN_NORM_M: f64 = 50.0;
/// Norms can be set up to this walking distance at least, in metres.
const MAX_NORM_M: f64 = 1_500.0;
/// Steps of a norm, in metres.
const NORM_STEP_M: f64 = 10.0;
/// Cell size while something is dragged, in metres: outlines do not depend on it, and the raster follows in a frame.
const DRAG_CELL_M: u16 = 100;
/// Omloopfactor: from a straight line to a detour that doubles it.
const DETOUR_RANGE: std::ops::RangeInclusive<f64> = 1.0..=2.0;

/// Shows the norms.
pub fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let mut action = None;
    // On a line of its own when both do not fit, as with large text.
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::heading(nl::norms_of(state.form)));
        let text = if state.all_norms { nl::REQUIRED_NORMS_ONLY } else { nl::ALL_NORMS };
        if link(ui, text).clicked() {
            state.all_norms = !state.all_norms;
        }
    });
    ui.add_space(STEP);
    form_choice(ui, state);
    ui.add_space(STEP);
    let project = view.project;
    let norms = project.norms.norms.iter().enumerate();
    let (form, all) = (state.form, state.all_norms);
    for (norm_idx, norm) in norms.filter(|(_, norm)| norm.form == form && (norm.required || all || is_stop(norm))) {
        action = norm_ui(ui, view, state, norm_idx, norm).or(action);
    }
    action = detour_ui(ui, view, state).or(action);
    action = profile_ui(ui, view).or(action);
    if view.project.norms != view.standard.norms || view.project.profile != view.standard.profile {
        ui.add_space(STEP);
        if ui.button(nl::RESET_NORMS).clicked() {
            action = Some(Action::Command(Command::ResetNorms));
        }
    }
    action
}

/// The norm for a halte is shown with the required ones: it is what is asked about most.
fn is_stop(norm: &Norm) -> bool {
    norm.kinds.contains(&crate::domain::amenity::AmenityKind::STOP)
}

/// The woonvorm that norms, circles and explanations speak of.
pub fn form_choice(ui: &mut Ui, state: &mut ViewState) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = STEP;
        ui.spacing_mut().button_padding.x = 2.0 * STEP;
        for form in HousingForm::ALL {
            let selected = state.form == form;
            let text = theme::remark(form.name()).color(if selected { palette().on_accent } else { palette().text });
            let fill = if selected { palette().accent } else { palette().card };
            let response = ui.add(egui::Button::new(text).fill(fill).min_size(egui::vec2(0.0, 26.0)));
            response
                .widget_info(|| egui::WidgetInfo::selected(Accessible::RadioButton, true, selected, nl::form(form)));
            if response.clicked() {
                state.form = form;
                if matches!(state.raster, crate::session::RasterWish::Score(_)) {
                    state.raster = crate::session::RasterWish::Score(form);
                }
            }
        }
    });
}

fn norm_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, norm_idx: usize, norm: &Norm) -> Option<Action> {
    let mut action = None;
    let label = nl::kinds(&norm.kinds);
    let mut meters = norm.max.meters();
    title_row(ui, &label, &numbers::meters(meters)).on_hover_text(nl::norm_source(norm));
    let end = MAX_NORM_M.max(2.0 * view.standard.norms.norms.get(norm_idx).map_or(0.0, |n| n.max.meters())).max(meters);
    let slider =
        Slider::new(&mut meters, MIN_NORM_M.min(norm.max.meters())..=end).step_by(NORM_STEP_M).show_value(false);
    let response = wide_slider(ui, slider);
    handle(ui, &response, share_of(meters, MIN_NORM_M.min(norm.max.meters())..=end));
    let response = response.on_hover_text(nl::norm_source(norm));
    response.widget_info(|| egui::WidgetInfo::slider(true, meters, nl::norm_slider(&label, state.form)));
    let edit = Meters::new(meters).ok().map(|max| Edit::SetNormDistance { norm_idx, max });
    if let Some(edit) = edit {
        action = dragged(&response, view, state, edit).or(action);
    }
    if state.all_norms {
        ui.horizontal(|ui| {
            let mut required = norm.required;
            let response = ui.checkbox(&mut required, theme::remark(nl::REQUIRED));
            response.widget_info(|| {
                egui::WidgetInfo::selected(Accessible::CheckBox, true, required, nl::required_of(&label, state.form))
            });
            if response.changed() {
                action = Some(Action::Edit(Edit::SetNormRequired { norm_idx, required }));
            }
            ui.add(egui::Label::new(theme::remark(nl::source_line(norm))).truncate());
        });
    } else {
        let prefix = if norm.required { nl::REQUIRED } else { nl::NOT_REQUIRED };
        let text = format!("{prefix} · {}", nl::source_line(norm));
        ui.add(egui::Label::new(theme::remark(text)).truncate()).on_hover_text(nl::norm_source(norm));
    }
    ui.add_space(1.5 * STEP);
    action
}

fn detour_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let mut factor = view.project.norms.detour_factor;
    title_row(ui, nl::DETOUR_FACTOR, &numbers::decimal(factor, 2)).on_hover_text(nl::DETOUR_SOURCE);
    let slider = Slider::new(&mut factor, DETOUR_RANGE).step_by(0.05).show_value(false);
    let response = wide_slider(ui, slider);
    handle(ui, &response, share_of(factor, DETOUR_RANGE));
    let response = response.on_hover_text(nl::DETOUR_SOURCE);
    response.widget_info(|| egui::WidgetInfo::slider(true, factor, nl::DETOUR_FACTOR));
    ui.add(egui::Label::new(theme::remark(nl::DETOUR_REMARK)).truncate()).on_hover_text(nl::DETOUR_SOURCE);
    ui.add_space(1.5 * STEP);
    dragged(&response, view, state, Edit::SetDetourFactor(factor))
}

fn profile_ui(ui: &mut Ui, view: &View<'_>) -> Option<Action> {
    let mut profile = view.project.profile;
    ui.horizontal(|ui| {
        ui.label(nl::PROFILE);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let combo = egui::ComboBox::from_id_salt("doelgroep")
                .width(170.0)
                .selected_text(nl::profile(profile))
                .show_ui(ui, |ui| {
                    for choice in MobilityProfile::ALL {
                        ui.selectable_value(&mut profile, choice, nl::profile(choice));
                    }
                });
            combo.response.widget_info(|| {
                let mut info = egui::WidgetInfo::labeled(Accessible::ComboBox, true, nl::PROFILE);
                info.current_text_value = Some(nl::profile(view.project.profile).to_owned());
                info
            });
        });
    });
    ui.label(theme::remark(nl::profile_remark(profile)));
    (profile != view.project.profile).then_some(Action::Edit(Edit::SetProfile(profile)))
}

fn title_row(ui: &mut Ui, label: &str, value: &str) -> Response {
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(theme::strong(value));
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(label).truncate());
            });
        });
    })
    .response
}

/// Where a value lies in its range, 0–1.
#[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
fn share_of(value: f64, range: std::ops::RangeInclusive<f64>) -> f32 {
    ((value - range.start()) / (range.end() - range.start())).clamp(0.0, 1.0) as f32
}

/// The slider's handle as designed: a white disc with an accent edge, over egui's own.
fn handle(ui: &Ui, response: &Response, share: f32) {
    let reach = response.rect.x_range().shrink(response.rect.height() / 2.5);
    let at = egui::pos2(egui::lerp(reach.min..=reach.max, share), response.rect.center().y);
    let strong = response.hovered() || response.dragged() || response.has_focus();
    let stroke = egui::Stroke::new(if strong { 3.0 } else { 2.0 }, palette().accent);
    ui.painter().circle(at, 8.0, palette().card, stroke);
}

fn wide_slider(ui: &mut Ui, slider: Slider<'_>) -> Response {
    ui.spacing_mut().slider_width = ui.available_width();
    ui.add(slider)
}

/// While a slider is dragged the document is a draft; when it is let go, one edit. A key makes an edit at once.
fn dragged(response: &Response, view: &View<'_>, state: &mut ViewState, edit: Edit) -> Option<Action> {
    if response.drag_stopped() {
        state.draft = None;
        return Some(Action::Edit(edit));
    }
    if response.dragged() {
        if response.changed() || state.draft.is_none() {
            let mut draft = Project::clone(view.history.current());
            edit.apply(&mut draft);
            draft.cell_m = draft.cell_m.max(DRAG_CELL_M);
            state.draft = Some(Arc::new(draft));
        }
        return None;
    }
    response.changed().then_some(Action::Edit(edit))
}
