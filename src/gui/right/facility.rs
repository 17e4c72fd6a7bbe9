//! The cards of a voorziening, a halte or station, and a kern.

use egui::{Label, Ui};
use uuid::Uuid;

use super::parts::{head, why_button, zone_button};
use super::place_changes::{self, Changeable};
use super::twins;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::place::{Place, PlaceClass};
use crate::domain::settlement::Settlement;
use crate::gui::kit::theme::{self, STEP};
use crate::gui::kit::widgets::{BadgeTone, figure_row, note, two_sides};
use crate::gui::wish::{Action, Destination, View, zone_at};
use crate::nl::{numbers, window as nl};

/// Shows a voorziening, halte or station, and gives what the user wants with it; nothing when it is no longer there.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, id: Uuid) -> Option<Option<Action>> {
    let id = view.baseline.twins.place_id(id);
    let places = &view.baseline.places;
    let place = places.find(PlaceClass::Amenity, id).or_else(|| places.find(PlaceClass::Stop, id))?;
    let mut parted = None;
    let action = place_ui(ui, view, place, |ui| match place.stop() {
        Some(stop) => {
            ui.add(Label::new(nl::stop_line(stop)).wrap());
            ui.add(Label::new(theme::remark(nl::stop_category(stop.category()))).wrap());
            ui.add_space(2.0 * STEP);
        }
        None => parted = twins::ui(ui, view, id),
    });
    let capacity = place.stop().map(|stop| (stop.departures_workday, nl::plan::DEPARTURES_UNIT));
    let change = Changeable { id, name: &place.name, capacity };
    Some(place_changes::place_ui(ui, view, &change).or(parted).or(action))
}

fn place_ui(ui: &mut Ui, view: &View<'_>, place: &Place, own: impl FnOnce(&mut Ui)) -> Option<Action> {
    let kind = place.kind()?;
    let fictional = view.role_is_fictional(Role::Kind(kind)).then_some(nl::FICTIONAL);
    head(ui, kind.label(), BadgeTone::Calm, fictional, &place.name);
    ui.add(Label::new(theme::remark(nl::status(place.status, &place.provenance))).wrap());
    ui.add(Label::new(theme::remark(nl::provenance(&place.provenance))).wrap());
    ui.add_space(2.0 * STEP);
    own(ui);
    counts_for(ui, view, kind);
    let zone = view.answer.and_then(|answer| zone_at(&answer.outcome, place.point));
    let shown = zone_button(ui, zone, |ui| {
        ui.add(Label::new(theme::remark(view.zones_unknown().as_deref().unwrap_or(nl::IN_NO_ZONE))).wrap());
    });
    ui.add_space(STEP);
    why_button(ui, place.point).or(shown)
}

fn counts_for(ui: &mut Ui, view: &View<'_>, kind: AmenityKind) {
    ui.label(theme::heading(nl::COUNTS_FOR));
    let norms = view.project.effective_norms();
    let of_kind: Vec<_> = norms.norms.iter().filter(|norm| norm.kinds.contains(&kind)).collect();
    for norm in &of_kind {
        two_sides(ui, theme::medium(nl::form_line(norm.form)), theme::remark(nl::counts_for(norm)));
    }
    if of_kind.is_empty() {
        ui.add(Label::new(theme::remark(nl::COUNTS_FOR_NOTHING)).wrap());
    }
    ui.add_space(2.0 * STEP);
}

/// Shows a kern.
pub(super) fn settlement_ui(ui: &mut Ui, view: &View<'_>, kern: &Settlement) -> Option<Action> {
    head(ui, nl::KERN, BadgeTone::Calm, None, &kern.name);
    ui.add(Label::new(theme::remark(nl::provenance(&kern.provenance))).wrap());
    ui.add_space(STEP);
    let source = nl::provenance(&kern.provenance);
    let figures = [
        (kern.people.residents, nl::RESIDENTS),
        (kern.people.aged_65_plus, nl::AGED_65),
        (kern.people.aged_75_plus, nl::AGED_75),
    ];
    let known: Vec<(String, String, String)> = figures
        .into_iter()
        .filter_map(|(people, unit)| Some((numbers::whole(people?), unit.to_owned(), source.clone())))
        .collect();
    figure_row(ui, &known);
    ui.add_space(2.0 * STEP);
    let mut action = None;
    let outcome = &view.answer?.outcome;
    let zones: Vec<_> = outcome.zones.iter().filter(|zone| zone.settlements.contains(&kern.name)).collect();
    let near: Vec<_> = outcome.near_misses.iter().filter(|near| near.search_area_name == kern.name).collect();
    if zones.is_empty() {
        note(ui, view.zones_unknown().as_deref().unwrap_or(nl::SETTLEMENT_WITHOUT_ZONE), BadgeTone::Warning);
        ui.add_space(2.0 * STEP);
    } else {
        ui.label(theme::heading(nl::ZONES_HERE));
        for zone in zones {
            let text = format!("{} · {}", zone.name, nl::people_75(zone.people.aged_75_plus.value()));
            let is_wanted = ui.add(egui::Button::new(text).wrap()).clicked();
            action = is_wanted.then(|| Destination::zone(zone).action(None)).or(action);
        }
        ui.add_space(2.0 * STEP);
    }
    if !near.is_empty() {
        ui.label(theme::heading(nl::NEAR_MISSES_HERE));
        for near in near {
            let text = format!("{} · {}", nl::near_miss_title(near), nl::added_75(near.added.aged_75_plus.value()));
            let is_wanted = ui.add(egui::Button::new(text).wrap()).clicked();
            action = is_wanted.then(|| Destination::near_miss(near).action(None)).or(action);
        }
        ui.add_space(2.0 * STEP);
    }
    why_button(ui, kern.point).or(action)
}
