//! Left, below: the norms of a woonvorm as sliders that recompute while they are dragged.

use egui::{Label, Ui};

use super::norm_controls::{
    FIELD_WIDTH, FieldPlace, changed_mark, detour_field, detour_mark, detour_slider, distance_field, distance_slider,
    n_changed, norm_mark,
};
use crate::domain::mobility::MobilityProfile;
use crate::domain::norm::Norm;
use crate::gui::kit::fields::choose;
use crate::gui::kit::form_choice::form_choice;
use crate::gui::kit::theme::{self, STEP};
use crate::gui::kit::widgets::link;
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, Command, View};
use crate::nl::window as nl;
use crate::project::Edit;

/// Width of the choice of doelgroep, in points.
const PROFILE_WIDTH: f32 = 170.0;

/// Shows the norms.
pub fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let mut action = None;
    // On a line of its own when both do not fit, as with large text.
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::heading(nl::norms_of(state.form)));
        let response = link(ui, nl::ALL_NORMS).on_hover_text(Command::EditNorms.tooltip(ui.ctx()));
        action = response.clicked().then_some(Action::Command(Command::EditNorms));
    });
    let project = view.project;
    let in_use = nl::set_and_changes(&project.norms.name, n_changed(project, view.standard));
    ui.add(Label::new(theme::remark(in_use)).wrap());
    ui.add_space(STEP);
    form_choice(ui, state);
    ui.add_space(STEP);
    let form = state.form;
    let norms = project.norms.norms.iter().enumerate();
    for (norm_idx, norm) in norms.filter(|(_, norm)| norm.form == form && (norm.required || is_stop(norm))) {
        action = norm_ui(ui, view, state, norm_idx, norm).or(action);
    }
    action = detour_ui(ui, view, state).or(action);
    action = profile_ui(ui, view).or(action);
    if project.norms != view.standard.norms || project.profile != view.standard.profile {
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

fn norm_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, norm_idx: usize, norm: &Norm) -> Option<Action> {
    let mut action = title_row(ui, &nl::kinds(&norm.kinds), &nl::norm_source(norm), |ui| {
        distance_field(ui, state, FieldPlace::Panel, norm_idx, norm)
    });
    action = ui.scope(|ui| distance_slider(ui, view, state, norm_idx, norm)).inner.or(action);
    ui.add(Label::new(theme::remark(nl::source_line(norm))).wrap()).on_hover_text(nl::norm_source(norm));
    action = norm_mark(ui, view, norm_idx, norm).or(action);
    ui.add_space(1.5 * STEP);
    action
}

fn detour_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let mut action =
        title_row(ui, nl::DETOUR_FACTOR, nl::DETOUR_SOURCE, |ui| detour_field(ui, view, state, FieldPlace::Panel));
    action = ui.scope(|ui| detour_slider(ui, view, state)).inner.or(action);
    ui.add(Label::new(theme::remark(nl::DETOUR_REMARK)).wrap()).on_hover_text(nl::DETOUR_SOURCE);
    action = detour_mark(ui, view).or(action);
    ui.add_space(1.5 * STEP);
    action
}

fn profile_ui(ui: &mut Ui, view: &View<'_>) -> Option<Action> {
    let now = view.project.profile;
    let mut profile = now;
    ui.horizontal_wrapped(|ui| {
        ui.label(nl::PROFILE);
        let combo = egui::ComboBox::from_id_salt("doelgroep").width(PROFILE_WIDTH);
        let name = |profile| nl::profile(profile).to_owned();
        profile = choose(ui, combo, nl::PROFILE, now, MobilityProfile::ALL, name).unwrap_or(now);
    });
    ui.add(Label::new(theme::remark(nl::profile_remark(profile))).wrap());
    let standard = view.standard.profile;
    if now != standard && changed_mark(ui, nl::PROFILE, &nl::standard_is(nl::profile(standard))) {
        profile = standard;
    }
    (profile != now).then_some(Action::Edit(Edit::SetProfile(profile)))
}

/// What it is, over as many lines as that takes, and at the right the field with its value.
fn title_row(ui: &mut Ui, label: &str, hover: &str, field: impl FnOnce(&mut Ui) -> Option<Action>) -> Option<Action> {
    ui.horizontal_top(|ui| {
        let room = ui.available_width() - FIELD_WIDTH - ui.spacing().item_spacing.x;
        ui.allocate_ui_with_layout(egui::vec2(room, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_width(room);
            ui.add_space(2.0);
            ui.add(Label::new(label).wrap()).on_hover_text(hover);
        });
        field(ui)
    })
    .inner
}
