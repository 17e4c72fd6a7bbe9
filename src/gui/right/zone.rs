//! A zone: its people, rings, voorzieningen, OV, and what is missing.

use egui::Ui;

use super::checks::{self, CheckLine};
use super::parts::{head, people_figure};
use super::{charts, place_changes};
use crate::analysis::zones::{CaringZone, ZoneCheck};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::variant::ZoneStatus;
use crate::gui::kit::form_choice::form_choice;
use crate::gui::kit::theme::{self, STEP};
use crate::gui::kit::widgets::{BadgeTone, figure_row, note, two_sides};
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, View};
use crate::nl::{numbers, window as nl};

/// Shows the zone.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, zone: &CaringZone) -> Option<Action> {
    let tone = if zone.status == ZoneStatus::Rejected { BadgeTone::Warning } else { BadgeTone::Calm };
    let is_fictional = view.role_is_fictional(Role::Kind(AmenityKind::CARE));
    let fictional = is_fictional.then_some(nl::FICTIONAL_LOCATIONS);
    head(ui, zone.status.name(), tone, fictional, &nl::zone_title(&zone.name));
    ui.add(egui::Label::new(theme::remark(nl::zone_line(zone))).wrap());
    ui.add_space(STEP);
    people_ui(ui, view, zone);
    let action = place_changes::zone_ui(ui, view, state, zone);
    ui.add_space(2.0 * STEP);
    match (state.selection.place(), view.assessment) {
        (Some(_), Some(assessment)) => {
            ui.label(theme::heading(nl::why_here(state.form)));
            form_choice(ui, state);
            checks::ui(ui, assessment, state.form, &mut state.pointed_rule);
        }
        _ => rules_ui(ui, state, zone),
    }
    rest_ui(ui, zone);
    action
}

/// Shows what a drawn area would be as a zone.
pub(super) fn tried_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, zone: &CaringZone) {
    ui.add(egui::Label::new(theme::remark(nl::zone_line(zone))).wrap());
    ui.add_space(STEP);
    people_ui(ui, view, zone);
    ui.add_space(2.0 * STEP);
    rules_ui(ui, state, zone);
    rest_ui(ui, zone);
}

/// How many people it holds, and how good it is for them.
fn people_ui(ui: &mut Ui, view: &View<'_>, zone: &CaringZone) {
    let source = nl::people_source(view.baseline);
    figure_row(
        ui,
        &[
            people_figure(nl::RESIDENTS, &zone.people.residents, &source),
            people_figure(nl::AGED_75, &zone.people.aged_75_plus, &source),
            (nl::score(zone.score), nl::SCORE.to_owned(), nl::SCORE_SOURCE.to_owned()),
        ],
    );
    ui.label(theme::remark(&source));
    if let Some(remark) = zone.size_remark {
        ui.add_space(STEP);
        note(ui, &nl::size_remark(remark), BadgeTone::Warning);
    }
}

/// Each norm against the farthest place of the ring.
fn rules_ui(ui: &mut Ui, state: &mut ViewState, zone: &CaringZone) {
    ui.label(theme::heading(nl::rules_in_zone(state.form)));
    form_choice(ui, state);
    if zone.ring(state.form).is_none() {
        ui.add(egui::Label::new(nl::no_ring(state.form)).wrap());
        return;
    }
    for check in zone.checks.iter().filter(|check| check.form == state.form) {
        checks::line_ui(ui, &line_from_zone_check(check));
    }
}

/// What is missing, and what there is.
fn rest_ui(ui: &mut Ui, zone: &CaringZone) {
    ui.add_space(2.0 * STEP);
    if let Some(text) = nl::missing(zone) {
        note(ui, &text, BadgeTone::Calm);
        ui.add_space(2.0 * STEP);
    }
    rings_ui(ui, zone);
    amenities_ui(ui, zone);
    ui.label(theme::heading(nl::TRANSIT_SHARES));
    charts::transit_bar(ui, &zone.transit_shares);
    ui.add_space(2.0 * STEP);
}

fn line_from_zone_check(check: &ZoneCheck) -> CheckLine {
    CheckLine {
        holds: check.verdict.holds(),
        title: nl::kinds(&check.kinds),
        value: check.value_m.map_or_else(|| nl::none_value(check.verdict.holds().is_some()), numbers::meters),
        detail: nl::LARGEST_IN_RING.to_owned(),
        norm: nl::norm_and_source(check.norm_m, &check.source),
        source: nl::full_source(check.norm_m, &check.source, check.certainty, check.required),
        share: check.value_m.map(|meters| meters / check.norm_m.max(1.0)),
        required: check.required,
    }
}

fn rings_ui(ui: &mut Ui, zone: &CaringZone) {
    ui.label(theme::heading(nl::RINGS));
    for ring in &zone.rings {
        let people = numbers::estimate(ring.people.aged_75_plus.value());
        two_sides(ui, theme::medium(ring.form.name()), theme::remark(nl::ring_line(ring.area_ha, &people)));
    }
    ui.add_space(2.0 * STEP);
}

fn amenities_ui(ui: &mut Ui, zone: &CaringZone) {
    ui.label(theme::heading(nl::IN_THIS_ZONE));
    ui.add(egui::Label::new(nl::amenities(zone)).wrap());
    ui.add_space(STEP);
    for care in &zone.care {
        ui.add(egui::Label::new(theme::remark(nl::care_line(&care.name, care.anchor))).wrap());
    }
    ui.add_space(2.0 * STEP);
}
