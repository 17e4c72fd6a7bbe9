//! Small charts of the region: people in a zone per gemeente and per ring, and per OV-klasse.

use egui::accesskit::Role as Accessible;
use egui::{Align2, Rect, Sense, Ui, pos2, vec2};

use crate::analysis::region::RegionFigures;
use crate::domain::housing::HousingForm;
use crate::domain::transit::{TransitClass, TransitCoverage, TransitShares};
use crate::gui::kit::theme::{self, REMARK_SIZE, STEP, palette};
use crate::gui::kit::widgets::two_sides;
use crate::nl::explain::zones_unknown;
use crate::nl::{numbers, window as nl};

/// Height of a bar, in points.
const BAR: f32 = 8.0;

/// Shows the region's charts; `source` says where the people come from.
pub(super) fn ui(ui: &mut Ui, region: &RegionFigures, source: &str) {
    let known = region.people.aged_75_plus.value().is_some_and(|aged| aged > 0.0);
    if known && region.in_zones.aged_75_plus.value().is_none() && !region.unread.is_empty() {
        ui.add(egui::Label::new(theme::remark(zones_unknown(&region.unread))).wrap());
        ui.add_space(2.0 * STEP);
    } else if known {
        if region.municipalities.len() > 1 {
            municipalities(ui, region, source);
        }
        rings(ui, region, source);
    }
    if region.transit_shares.known() > 0.0 {
        ui.label(theme::heading(nl::REGION_TRANSIT));
        transit_bar(ui, &region.transit_shares);
        ui.add_space(2.0 * STEP);
    }
}

fn municipalities(ui: &mut Ui, region: &RegionFigures, source: &str) {
    ui.label(theme::heading(nl::PER_MUNICIPALITY));
    let share_of = |figures: &crate::analysis::region::MunicipalityFigures| {
        let all = figures.people.aged_75_plus.value().filter(|aged| *aged > 0.0)?;
        Some(figures.in_zones.aged_75_plus.value()? / all)
    };
    let mut sorted: Vec<_> = region.municipalities.iter().map(|figures| (share_of(figures), figures)).collect();
    sorted.sort_by(|a, b| b.0.unwrap_or(-1.0).total_cmp(&a.0.unwrap_or(-1.0)).then(a.1.name.cmp(&b.1.name)));
    for (share, figures) in sorted {
        let [value, whole] = nl::municipality_bar(figures, source);
        bar_line(ui, &figures.name, &value, share.unwrap_or(0.0), &whole);
    }
    ui.add_space(2.0 * STEP);
}

fn rings(ui: &mut Ui, region: &RegionFigures, source: &str) {
    ui.label(theme::heading(nl::PER_RING));
    let all = region.people.aged_75_plus.value().unwrap_or(0.0).max(1.0);
    for (form, people) in [
        (HousingForm::StepFree, &region.in_zones),
        (HousingForm::Clustered, &region.in_clustered_rings),
        (HousingForm::CareReady, &region.in_care_ready_rings),
    ] {
        let value = numbers::estimate(people.aged_75_plus.value());
        let share = people.aged_75_plus.value().map(|aged| aged / all);
        let of_all = share.map_or_else(String::new, |share| format!(" ({})", numbers::percentage(share)));
        let whole = format!("{}: {value}{of_all}. {source}", nl::form_line(form));
        bar_line(ui, &nl::form_line(form), &value, share.unwrap_or(0.0), &whole);
    }
    ui.add_space(2.0 * STEP);
}

/// A name, a value, and a bar below them; the whole sentence on hover and for a screen reader.
fn bar_line(ui: &mut Ui, name: &str, value: &str, share: f64, whole: &str) {
    let response = ui
        .vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            two_sides(ui, theme::remark(name).color(palette().text), theme::remark(value).color(palette().text));
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::hover());
            ui.painter().rect_filled(rect, 2.0, palette().line);
            #[expect(clippy::cast_possible_truncation, reason = "a width on the screen")]
            let width = rect.width() * share.clamp(0.0, 1.0) as f32;
            ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(width, BAR)), 2.0, palette().holds);
        })
        .response;
    response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Label, true, whole));
    response.on_hover_text(whole);
}

/// The share of people per OV-klasse, as one bar with letters, and in words.
pub(super) fn transit_bar(ui: &mut Ui, shares: &TransitShares) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    response.on_hover_text(nl::transit_shares(shares));
    let mut left = rect.left();
    for coverage in TransitCoverage::ALL {
        #[expect(clippy::cast_possible_truncation, reason = "a width on the screen")]
        let width = rect.width() * shares.of(coverage) as f32;
        let class = coverage.class();
        let color = class.map_or(palette().line, |class| palette().transit_class(class));
        let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        ui.painter().rect_filled(part.shrink2(vec2(0.5, 0.0)), 2.0, color);
        if width > 16.0 {
            let text = class.map_or(palette().text, |class| palette().on_transit_class(class));
            let sign = if coverage == TransitCoverage::Unknown { "?" } else { "–" };
            let letter = class.map_or(sign, TransitClass::letter);
            ui.painter().text(part.center(), Align2::CENTER_CENTER, letter, theme::marker_font(REMARK_SIZE), text);
        }
        left += width;
    }
    ui.add(egui::Label::new(theme::remark(nl::transit_shares(shares))).wrap());
}
