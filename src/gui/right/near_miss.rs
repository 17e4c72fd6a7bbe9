//! A near miss: what is needed, where, and what it brings.

use egui::Ui;

use super::parts::{head, people_figure};
use crate::analysis::near_miss::NearMiss;
use crate::gui::kit::theme::{self, STEP};
use crate::gui::kit::widgets::{BadgeTone, figure_row, note};
use crate::gui::state::Selection;
use crate::gui::wish::{Action, Destination, View};
use crate::nl::window as nl;

/// Shows the near miss.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, near_miss: &NearMiss) -> Option<Action> {
    let fictional = view.is_fictional().then_some(nl::FICTIONAL_LOCATIONS);
    head(ui, nl::NEAR_MISS, BadgeTone::Calm, fictional, &nl::near_miss_title(near_miss));
    ui.add(egui::Label::new(theme::remark(nl::near_miss_subject(near_miss))).wrap());
    ui.add_space(STEP);
    let source = nl::people_source(view.baseline);
    figure_row(
        ui,
        &[
            people_figure(nl::ADDED_75, &near_miss.added.aged_75_plus, &source),
            people_figure(nl::AGED_75, &near_miss.people.aged_75_plus, &source),
            people_figure(nl::RESIDENTS, &near_miss.people.residents, &source),
        ],
    );
    ui.label(theme::remark(&source));
    ui.add_space(STEP);
    note(ui, &nl::near_miss_explanation(near_miss), BadgeTone::Calm);
    ui.add_space(2.0 * STEP);
    ui.horizontal_wrapped(|ui| {
        let show = ui.button(nl::SHOW_SEARCH_AREA).clicked().then(|| Destination::near_miss(near_miss).action(None));
        let why = Action::Select(Selection::Place(near_miss.best_place));
        ui.button(nl::WHY_THERE).clicked().then_some(why).or(show)
    })
    .inner
}
