//! What panel and editor share: sliders that recompute while they are dragged, typed values, and the mark of what differs.

use std::ops::RangeInclusive;

use egui::{Response, Slider, SliderClamping, Ui, vec2};

use crate::domain::norm::Norm;
use crate::gui::kit::dragging::was_let_go;
use crate::gui::kit::theme::{self, STEP, palette};
use crate::gui::kit::typed_field::TypedField;
use crate::gui::kit::widgets::link;
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, View};
use crate::nl::{numbers, typed, window as nl};
use crate::project::{Edit, Project};
use crate::units::Meters;

/// Norms are slid from this walking distance on, in metres.
const MIN_NORM_M: f64 = 50.0;
/// Norms are slid up to this walking distance at least, in metres.
const MAX_NORM_M: f64 = 1_500.0;
/// Steps of a norm, in metres.
const NORM_STEP_M: f64 = 10.0;
/// Walking distances that can be typed, in metres.
const TYPED_NORM_M: [f64; 2] = [10.0, 10_000.0];
/// Omloopfactor: from a straight line to a detour that doubles it.
const DETOUR_RANGE: RangeInclusive<f64> = 1.0..=2.0;
/// Omloopfactors that can be typed.
const TYPED_DETOUR: [f64; 2] = [1.0, 3.0];
/// The largest weight that can be typed.
const MAX_WEIGHT: f64 = 100.0;
/// Cell size while something is dragged, in metres: outlines do not depend on it, and the raster follows in a frame.
const DRAG_CELL_M: u16 = 100;
/// Diameter of the mark of what differs, in points.
const DOT: f32 = 8.0;

/// Width of a field for a distance, in points.
pub(super) const FIELD_WIDTH: f32 = 74.0;
/// Width of a field for a weight, in points.
pub(super) const WEIGHT_WIDTH: f32 = 54.0;

/// Where a control stands: panel and editor show the same norms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum FieldPlace {
    /// In the left panel.
    Panel,
    /// In the editor.
    Editor,
}

/// The slider of a norm, as wide as there is room.
pub(super) fn distance_slider(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut ViewState,
    norm_idx: usize,
    norm: &Norm,
) -> Option<Action> {
    let mut meters = norm.max.meters();
    let standard_m = view.standard.norms.counterpart(norm).map_or(0.0, |standard| standard.max.meters());
    let range = MIN_NORM_M.min(meters)..=MAX_NORM_M.max(2.0 * standard_m).max(meters);
    let response = wide_slider(ui, Slider::new(&mut meters, range.clone()).step_by(NORM_STEP_M));
    handle(ui, &response, share_of(meters, range));
    let response = response.on_hover_text(nl::norm_source(norm));
    let name = nl::norm_slider(&nl::kinds(&norm.kinds), norm.form);
    response.widget_info(|| egui::WidgetInfo::slider(true, meters, &name));
    dragged(&response, view, state, Edit::SetNormDistance { norm_idx, max: Meters::new(meters).ok()? })
}

/// The field of a norm.
pub(super) fn distance_field(
    ui: &mut Ui,
    state: &mut ViewState,
    place: FieldPlace,
    norm_idx: usize,
    norm: &Norm,
) -> Option<Action> {
    let shown = numbers::meters(norm.max.meters());
    let text = value_field(ui, (place, norm_idx, "m"), &nl::norm_field(norm), &shown, FIELD_WIDTH)?;
    let [least, most] = TYPED_NORM_M;
    let meters = in_range(state, typed::meters(&text), TYPED_NORM_M, || nl::no_distance(&text, least, most))?;
    Some(Action::Edit(Edit::SetNormDistance { norm_idx, max: Meters::new(meters).ok()? }))
}

/// The field of a norm's weight.
pub(super) fn weight_field(ui: &mut Ui, state: &mut ViewState, norm_idx: usize, norm: &Norm) -> Option<Action> {
    let salt = (FieldPlace::Editor, norm_idx, "gewicht");
    let text = value_field(ui, salt, &nl::weight_field(norm), &nl::weight(norm.weight), WEIGHT_WIDTH)?;
    let range = [0.0, MAX_WEIGHT];
    let weight = in_range(state, typed::number(&text), range, || nl::no_weight(&text, MAX_WEIGHT))?;
    Some(Action::Edit(Edit::SetNormWeight { norm_idx, weight }))
}

/// Slider of the omloopfactor, as wide as there is room.
pub(super) fn detour_slider(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let mut factor = view.project.norms.detour_factor;
    let range = *DETOUR_RANGE.start()..=DETOUR_RANGE.end().max(factor);
    let response = wide_slider(ui, Slider::new(&mut factor, range.clone()).step_by(0.05));
    handle(ui, &response, share_of(factor, range));
    let response = response.on_hover_text(nl::DETOUR_SOURCE);
    response.widget_info(|| egui::WidgetInfo::slider(true, factor, nl::DETOUR_FACTOR));
    dragged(&response, view, state, Edit::SetDetourFactor(factor))
}

/// Field of the omloopfactor.
pub(super) fn detour_field(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, place: FieldPlace) -> Option<Action> {
    let shown = numbers::decimal(view.project.norms.detour_factor, 2);
    let text = value_field(ui, (place, usize::MAX, "omloop"), nl::DETOUR_FIELD, &shown, FIELD_WIDTH)?;
    let [least, most] = TYPED_DETOUR;
    let factor = in_range(state, typed::number(&text), TYPED_DETOUR, || nl::no_factor(&text, least, most))?;
    Some(Action::Edit(Edit::SetDetourFactor(factor)))
}

/// A typed value that is possible; what is not is told.
fn in_range(
    state: &mut ViewState,
    typed: Option<f64>,
    [least, most]: [f64; 2],
    refusal: impl FnOnce() -> String,
) -> Option<f64> {
    let value = typed.filter(|value| (least..=most).contains(value));
    if value.is_none() {
        state.tell(refusal(), true);
    }
    value
}

/// The mark of a norm that differs from the standard, with the link that puts it back; nothing where it does not.
pub(super) fn norm_mark(ui: &mut Ui, view: &View<'_>, norm_idx: usize, norm: &Norm) -> Option<Action> {
    let Some(standard) = view.standard.norms.counterpart(norm) else {
        ui.horizontal_wrapped(|ui| {
            dot(ui);
            ui.label(theme::remark(nl::NOT_IN_STANDARD));
        });
        return None;
    };
    if norm.says_the_same_as(standard) {
        return None;
    }
    let back = Edit::PutNormBack { norm_idx, norm: standard.clone() };
    changed_mark(ui, &nl::norm_name(norm), &nl::differences(norm, standard)).then_some(Action::Edit(back))
}

/// The mark of the omloopfactor.
pub(super) fn detour_mark(ui: &mut Ui, view: &View<'_>) -> Option<Action> {
    let standard = view.standard.norms.detour_factor;
    if differs(view.project.norms.detour_factor, standard) {
        let text = nl::standard_is(&numbers::decimal(standard, 2));
        return changed_mark(ui, nl::DETOUR_FACTOR, &text).then_some(Action::Edit(Edit::SetDetourFactor(standard)));
    }
    None
}

/// A dot, "gewijzigd", what the standard says, and the link that puts it back; true when that was clicked.
pub(super) fn changed_mark(ui: &mut Ui, what: &str, standard: &str) -> bool {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = STEP;
        dot(ui);
        ui.label(theme::remark(format!("{} · {standard}", nl::CHANGED)).color(palette().warning));
        let response = link(ui, nl::BACK);
        let name = nl::put_back(what);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
        response.clicked()
    })
    .inner
}

/// How many norms differ from the standard, the omloopfactor among them, and those that only one of the two has.
pub(super) fn n_changed(project: &Project, standard: &Project) -> usize {
    let (norms, known) = (&project.norms, &standard.norms);
    let same = |norm: &&Norm| known.counterpart(norm).is_some_and(|standard| norm.says_the_same_as(standard));
    let changed = norms.norms.iter().filter(|norm| !same(norm)).count();
    let missing = known.norms.iter().filter(|norm| norms.counterpart(norm).is_none()).count();
    let forms = crate::domain::housing::HousingForm::ALL;
    let transit = forms.into_iter().filter(|form| norms.transit_of(*form) != known.transit_of(*form)).count();
    changed + missing + transit + usize::from(differs(norms.detour_factor, known.detour_factor))
}

fn differs(a: f64, b: f64) -> bool {
    (a - b).abs() > f64::EPSILON
}

fn dot(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(DOT, DOT), egui::Sense::hover());
    ui.painter().circle_filled(rect.center(), DOT / 2.0, palette().warning);
}

fn value_field(ui: &mut Ui, salt: (FieldPlace, usize, &str), name: &str, shown: &str, width: f32) -> Option<String> {
    let font = theme::marker_font(theme::TEXT_SIZE);
    TypedField { font, wraps: false, ..TypedField::new(egui::Id::unique(salt), name, shown, width) }.ui(ui)
}

/// Where a value lies in its range, 0–1.
#[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
fn share_of(value: f64, range: RangeInclusive<f64>) -> f32 {
    ((value - range.start()) / (range.end() - range.start())).clamp(0.0, 1.0) as f32
}

/// The slider's handle as designed: a disc with an accent edge, over egui's own.
fn handle(ui: &Ui, response: &Response, share: f32) {
    let reach = response.rect.x_range().shrink(response.rect.height() / 2.5);
    let at = egui::pos2(egui::lerp(reach.min..=reach.max, share), response.rect.center().y);
    let strong = response.hovered() || response.dragged() || response.has_focus();
    let stroke = egui::Stroke::new(if strong { 3.0 } else { 2.0 }, palette().accent);
    ui.painter().circle(at, 8.0, palette().card, stroke);
}

fn wide_slider(ui: &mut Ui, slider: Slider<'_>) -> Response {
    ui.spacing_mut().slider_width = ui.available_width();
    // A value that stands between the steps, or beyond the ends, stays as it is until somebody moves it.
    ui.add(slider.show_value(false).clamping(SliderClamping::Edits))
}

/// While a slider is dragged the document is a draft; when it is let go, one edit. A key makes an edit at once.
fn dragged(response: &Response, view: &View<'_>, state: &mut ViewState, edit: Edit) -> Option<Action> {
    if was_let_go(response) {
        return Some(Action::Edit(edit));
    }
    if response.drag_stopped() {
        return None;
    }
    if response.dragged() {
        state.draft.hold(view.document, &edit, DRAG_CELL_M);
        return None;
    }
    response.changed().then_some(Action::Edit(edit))
}
