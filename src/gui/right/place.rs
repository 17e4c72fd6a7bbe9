//! "Waarom hier (niet)?": a place outside every zone.

use egui::Ui;

use super::checks;
use crate::analysis::assessment::RuleCheck;
use crate::domain::housing::HousingForm;
use crate::gui::kit::form_choice::form_choice;
use crate::gui::kit::theme::{self, STEP};
use crate::gui::kit::widgets::{BadgeTone, badge, figure_row, note};
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, View};
use crate::nl::window as nl;

/// Shows the place.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let Some(assessment) = view.assessment else {
        ui.label(nl::COMPUTING);
        return None;
    };
    if view.is_fictional() {
        badge(ui, nl::FICTIONAL_LOCATIONS, BadgeTone::Warning);
    }
    let form_idx = HousingForm::ALL.iter().position(|form| *form == state.form).unwrap_or(0);
    let suits = assessment.innermost.is_some_and(|innermost| innermost <= state.form);
    let is_inside = view.situation.is_inside(assessment.place);
    ui.label(theme::figure(match (is_inside, suits) {
        (false, _) => nl::OUTSIDE,
        (true, true) => nl::WHY_HERE,
        (true, false) => nl::WHY_NOT_HERE,
    }));
    ui.add(egui::Label::new(theme::remark(nl::place_line(assessment.place, &view.baseline.settlements))).wrap());
    ui.add_space(STEP);
    if !is_inside {
        // Layers may reach no farther than the area: what stands beyond it is not known.
        note(ui, nl::OUTSIDE_STUDY_AREA, BadgeTone::Calm);
        return None;
    }
    let of_form = assessment.checks.iter().filter(|check| check.form == state.form && check.weight > 0.0);
    let is_read = |check: &&RuleCheck| check.kinds.iter().any(|kind| view.situation.is_read(*kind));
    let (known, unknown): (Vec<_>, Vec<_>) = of_form.partition(is_read);
    let score_source = nl::score_source(known.len(), known.len() + unknown.len());
    figure_row(
        ui,
        &[
            (nl::score(assessment.scores[form_idx]), nl::score_unit(state.form), score_source),
            (assessment.transit_class.name().to_owned(), nl::TRANSIT_CLASS.to_owned(), nl::TRANSIT_SOURCE.to_owned()),
        ],
    );
    ui.add_space(STEP);
    note(ui, nl::suits(assessment.innermost), BadgeTone::Calm);
    ui.add_space(2.0 * STEP);
    ui.label(theme::heading(nl::rules_of(state.form)));
    form_choice(ui, state);
    checks::ui(ui, assessment, state.form, &mut state.pointed_rule);
    None
}
