//! A candidate site with its trace, and a 24-uurszorglocatie with its circles.

use egui::Ui;

use super::parts::{head, why_button, zone_button};
use super::place_changes::{self, Changeable};
use super::{checks, twins};
use crate::analysis::siting::RankedSite;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::place::Place;
use crate::gui::kit::form_choice::form_choice;
use crate::gui::kit::theme::{self, STEP};
use crate::gui::kit::widgets::{BadgeTone, figure_row, note, two_sides};
use crate::gui::map::circles::norm_circles;
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, View};
use crate::nl::{numbers, window as nl};

/// Shows the site.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, site: &RankedSite) -> Option<Action> {
    let is_fictional = !site.proposed && view.role_is_fictional(Role::CandidateSite);
    let what = if site.proposed { nl::PROPOSED_SITE } else { nl::SITE };
    head(ui, what, BadgeTone::Calm, is_fictional.then_some(nl::FICTIONAL), &nl::site_name(site));
    ui.add(egui::Label::new(theme::remark(nl::site_line(site))).wrap());
    ui.add_space(STEP);
    figure_row(
        ui,
        &[
            (nl::score(site.score), nl::SCORE.to_owned(), nl::SCORE_SOURCE.to_owned()),
            (nl::homes(site.n_homes), nl::HOMES.to_owned(), nl::HOMES_SOURCE.to_owned()),
            (
                numbers::estimate(site.serves_75_plus.value()),
                nl::known_for(nl::SERVES_75, &site.serves_75_plus),
                nl::serves_source(view.baseline),
            ),
        ],
    );
    ui.add_space(STEP);
    let outcome = view.answer.map(|answer| &*answer.outcome);
    let zone = site.zone_id.and_then(|id| outcome?.zones.iter().find(|zone| zone.id == id));
    let action = zone_button(ui, zone, |ui| {
        note(ui, view.zones_unknown().as_deref().unwrap_or(nl::IN_NO_ZONE), BadgeTone::Warning);
    });
    ui.add_space(2.0 * STEP);
    ui.label(theme::heading(nl::rules_of(state.form)));
    form_choice(ui, state);
    checks::ui(ui, &site.assessment, state.form, &mut state.pointed_rule);
    if site.proposed {
        return action;
    }
    let capacity = Some((site.n_homes, nl::HOMES));
    place_changes::place_ui(ui, view, &Changeable { id: site.id, name: &site.name, capacity }).or(action)
}

/// Shows a 24-uurszorglocatie.
pub(super) fn care_ui(ui: &mut Ui, view: &View<'_>, care: &Place) -> Option<Action> {
    let is_fictional = view.role_is_fictional(Role::Kind(AmenityKind::CARE));
    let fictional = is_fictional.then_some(nl::FICTIONAL);
    head(ui, AmenityKind::CARE.label(), BadgeTone::Calm, fictional, &care.name);
    ui.add(egui::Label::new(theme::remark(nl::care_details(care))).wrap());
    ui.add(egui::Label::new(theme::remark(nl::provenance(&care.provenance))).wrap());
    let parted = twins::ui(ui, view, care.id);
    ui.add_space(2.0 * STEP);
    ui.label(theme::heading(nl::CIRCLES));
    let norms = view.project.effective_norms();
    for circle in norm_circles(&norms) {
        let radius = nl::circle_radius(circle.radius_m, norms.detour_factor);
        two_sides(ui, theme::medium(numbers::meters(circle.walking_m)), theme::remark(radius));
    }
    ui.add(egui::Label::new(theme::remark(nl::CIRCLE_REMARK)).wrap());
    ui.add_space(2.0 * STEP);
    let outcome = view.answer.map(|answer| &*answer.outcome);
    let zone = outcome.and_then(|o| o.zones.iter().find(|zone| zone.care.iter().any(|of| of.id == care.id)));
    let shown = zone_button(ui, zone, |ui| {
        note(ui, view.zones_unknown().as_deref().unwrap_or(nl::CARE_WITHOUT_ZONE), BadgeTone::Warning);
    });
    ui.add_space(STEP);
    let action = why_button(ui, care.point).or(shown).or(parted);
    let capacity = Some((care.capacity(), nl::plan::PLACES_UNIT));
    place_changes::place_ui(ui, view, &Changeable { id: care.id, name: &care.name, capacity }).or(action)
}
