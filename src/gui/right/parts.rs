//! What cards have in common: how they begin, figures of people, and buttons to what lies around.

use egui::{Label, Ui};

use crate::analysis::zones::CaringZone;
use crate::crs::RdPoint;
use crate::domain::demand::KnownSum;
use crate::gui::kit::theme;
use crate::gui::kit::widgets::{BadgeTone, badge};
use crate::gui::state::Selection;
use crate::gui::wish::Action;
use crate::nl::{numbers, window as nl};

/// What it is, what of it is invented, and its name.
pub(super) fn head(ui: &mut Ui, what: &str, tone: BadgeTone, fictional: Option<&str>, name: &str) {
    ui.horizontal_wrapped(|ui| {
        badge(ui, what, tone);
        if let Some(fictional) = fictional {
            badge(ui, fictional, BadgeTone::Warning);
        }
    });
    ui.add(Label::new(theme::figure(name)).wrap());
}

/// A figure of people with its unit, how many of the people are known, and its source.
pub(super) fn people_figure(unit: &str, people: &KnownSum, source: &str) -> (String, String, String) {
    (numbers::estimate(people.value()), nl::known_for(unit, people), source.to_owned())
}

/// The zone that a place lies in, to go to; else why there is none.
pub(super) fn zone_button(ui: &mut Ui, zone: Option<&CaringZone>, without: impl FnOnce(&mut Ui)) -> Option<Action> {
    let Some(zone) = zone else {
        without(ui);
        return None;
    };
    let is_wanted = ui.button(nl::in_zone(&zone.name)).clicked();
    is_wanted.then_some(Action::Select(Selection::Zone { id: zone.id, place: None }))
}

/// Leads to the rules at a place.
pub(super) fn why_button(ui: &mut Ui, place: RdPoint) -> Option<Action> {
    ui.button(nl::WHY_AT_THIS_PLACE).clicked().then_some(Action::Select(Selection::Place(place)))
}
