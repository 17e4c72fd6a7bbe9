//! A zone: its people, rings, voorzieningen, OV, and what is missing.

use egui::{Align2, Rect, Sense, Ui, pos2, vec2};

use super::checks::{self, Line, two_sides};
use super::{Action, View};
use crate::analysis::zones::{CaringZone, ZoneCheck};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::transit::TransitClass;
use crate::gui::panels::norms::form_choice;
use crate::gui::theme::{self, REMARK_SIZE, STEP, palette};
use crate::gui::view_state::ViewState;
use crate::gui::widgets::{BadgeTone, badge, figure_row, note};
use crate::nl::{numbers, window as nl};

/// Shows the zone.
pub fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, zone: &CaringZone) -> Option<Action> {
    ui.horizontal_wrapped(|ui| {
        badge(ui, nl::PROPOSAL, BadgeTone::Calm);
        if view.role_is_fictional(Role::Kind(AmenityKind::CARE)) {
            badge(ui, nl::FICTIONAL_LOCATIONS, BadgeTone::Warning);
        }
    });
    ui.add(egui::Label::new(theme::figure(nl::zone_title(&zone.name))).wrap());
    ui.add(egui::Label::new(theme::remark(nl::zone_line(zone))).wrap());
    ui.add_space(STEP);
    let source = nl::people_source(view.baseline);
    figure_row(
        ui,
        &[
            (numbers::estimate(zone.people.residents), nl::RESIDENTS.to_owned(), source.clone()),
            (numbers::estimate(zone.people.aged_75_plus), nl::AGED_75.to_owned(), source.clone()),
            (nl::score(zone.score), nl::SCORE.to_owned(), nl::SCORE_SOURCE.to_owned()),
        ],
    );
    ui.label(theme::remark(&source));
    if let Some(remark) = zone.size_remark {
        ui.add_space(STEP);
        note(ui, &nl::size_remark(remark), BadgeTone::Warning);
    }
    ui.add_space(2.0 * STEP);
    match (state.selection.place(), view.assessment) {
        (Some(_), Some(assessment)) => {
            ui.label(theme::heading(nl::why_here(state.form)));
            form_choice(ui, state);
            checks::ui(ui, assessment, state.form);
        }
        _ => {
            ui.label(theme::heading(nl::rules_in_zone(state.form)));
            form_choice(ui, state);
            for check in zone.checks.iter().filter(|check| check.form == state.form) {
                checks::line_ui(ui, &line_from_zone_check(check));
            }
        }
    }
    ui.add_space(2.0 * STEP);
    if let Some(text) = nl::missing(zone) {
        note(ui, &text, BadgeTone::Calm);
        ui.add_space(2.0 * STEP);
    }
    rings_ui(ui, zone);
    amenities_ui(ui, zone);
    transit_ui(ui, zone);
    None
}

fn line_from_zone_check(check: &ZoneCheck) -> Line {
    Line {
        holds: check.holds,
        title: nl::kinds(&check.kinds),
        value: check.value_m.map_or_else(|| nl::none_value(check.holds.is_some()), numbers::meters),
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
        let people = numbers::estimate(ring.people.aged_75_plus);
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

/// The share of people per OV-klasse, as one bar with letters.
fn transit_ui(ui: &mut Ui, zone: &CaringZone) {
    ui.label(theme::heading(nl::TRANSIT_SHARES));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    response.on_hover_text(nl::transit_shares(&zone.transit_shares));
    let mut left = rect.left();
    for (idx, share) in zone.transit_shares.iter().enumerate() {
        #[expect(clippy::cast_possible_truncation, reason = "a width on the screen")]
        let width = rect.width() * *share as f32;
        let class = TransitClass::ALL.get(idx).copied();
        let color = class.map_or(palette().line, |class| palette().transit_class(class));
        let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        ui.painter().rect_filled(part.shrink2(vec2(0.5, 0.0)), 2.0, color);
        if width > 16.0 {
            let text = if idx < 4 { palette().on_accent } else { palette().text };
            let letter = class.map_or("–", TransitClass::letter);
            ui.painter().text(part.center(), Align2::CENTER_CENTER, letter, theme::marker_font(REMARK_SIZE), text);
        }
        left += width;
    }
    ui.add(egui::Label::new(theme::remark(nl::transit_shares(&zone.transit_shares))).wrap());
    ui.add_space(2.0 * STEP);
}
