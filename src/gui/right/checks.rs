//! The trace of the rules at one place: a line per rule with its distance, the nearest by name, and its source.

use egui::{Label, Ui};

use crate::analysis::assessment::{PlaceAssessment, RuleCheck};
use crate::domain::housing::HousingForm;
use crate::gui::kit::theme::{self, STEP, palette};
use crate::gui::kit::widgets::two_sides;
use crate::gui::kit::widgets::{bar, rule};
use crate::nl::{numbers, window as nl};

/// What a line of a trace says.
pub(super) struct CheckLine {
    /// Does it hold? Nothing when it is not known.
    pub holds: Option<bool>,
    /// The kinds.
    pub title: String,
    /// The distance, or that there is none.
    pub value: String,
    /// Name of the nearest, or a remark.
    pub detail: String,
    /// The norm and its source.
    pub norm: String,
    /// Everything of the source.
    pub source: String,
    /// Distance as a part of the norm.
    pub share: Option<f64>,
    /// Required for the ring?
    pub required: bool,
}

impl CheckLine {
    /// Of a rule held against a place.
    pub(super) fn from_check(check: &RuleCheck) -> Self {
        let walking_m = check.nearest.as_ref().map(|nearest| nearest.walking_m);
        Self {
            holds: check.verdict.holds(),
            title: nl::kinds(&check.kinds),
            value: walking_m.map_or_else(|| nl::none_value(check.is_known()), numbers::meters),
            detail: check
                .nearest
                .as_ref()
                .map_or_else(|| nl::none_detail(check.is_known()), |nearest| nearest.name.to_string()),
            norm: nl::norm_and_source(check.norm_m, &check.source),
            source: nl::full_source(check.norm_m, &check.source, check.certainty, check.required),
            share: walking_m.map(|meters| meters / check.norm_m.max(1.0)),
            required: check.required,
        }
    }
}

/// Shows the rules of one woonvorm at a place, required ones first; `pointed` becomes the one under the pointer, by its
/// place among the checks.
pub(super) fn ui(ui: &mut Ui, assessment: &PlaceAssessment, form: HousingForm, pointed: &mut Option<usize>) {
    let of_form = || assessment.checks.iter().enumerate().filter(|(_, check)| check.form == form);
    let mut show = |ui: &mut Ui, (idx, check): (usize, &RuleCheck)| {
        if line_ui(ui, &CheckLine::from_check(check)).contains_pointer() {
            *pointed = Some(idx);
        }
    };
    for rule in of_form().filter(|(_, check)| check.required) {
        show(ui, rule);
    }
    if of_form().any(|(_, check)| !check.required) {
        ui.add_space(2.0 * STEP);
        ui.label(theme::heading(nl::COUNTS_IN_SCORE));
        for rule in of_form().filter(|(_, check)| !check.required) {
            show(ui, rule);
        }
    }
    for check in assessment.transit_checks.iter().filter(|check| check.form == form) {
        line_ui(
            ui,
            &CheckLine {
                holds: check.holds,
                title: nl::TRANSIT_CLASS.to_owned(),
                value: assessment.transit_class.name().to_owned(),
                detail: String::new(),
                norm: nl::transit_norm(check.min_class, &check.source),
                source: nl::transit_norm(check.min_class, &check.source),
                share: None,
                required: check.required,
            },
        );
    }
}

/// Below this width name and norm stand under each other, in points.
const NARROW: f32 = 250.0;

/// Shows one line of a trace.
pub(super) fn line_ui(ui: &mut Ui, line: &CheckLine) -> egui::Response {
    ui.add_space(STEP);
    rule(ui);
    ui.add_space(STEP);
    let p = palette();
    let (sign, color) = match line.holds {
        Some(true) => ("✓", p.accent),
        Some(false) => ("✗", p.fails),
        None => ("?", p.remark),
    };
    let response = ui
        .horizontal_top(|ui| {
            let mark = ui.add_sized(egui::vec2(18.0, 18.0), Label::new(theme::strong(sign).color(color)));
            mark.on_hover_text(nl::holds(line.holds, line.required));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                two_sides(ui, theme::medium(&line.title), theme::strong(&line.value));
                if ui.available_width() < NARROW {
                    for text in [&line.detail, &line.norm].into_iter().filter(|text| !text.is_empty()) {
                        ui.add(Label::new(theme::remark(text)).wrap());
                    }
                } else {
                    two_sides(ui, theme::remark(&line.detail), theme::remark(&line.norm));
                }
                if let Some(share) = line.share {
                    ui.add_space(1.0);
                    #[expect(clippy::cast_possible_truncation, reason = "a share for a bar")]
                    bar(ui, share as f32, line.holds == Some(true));
                }
            });
        })
        .response;
    response.on_hover_text(&line.source)
}
