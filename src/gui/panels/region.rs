//! The region in five figures, and lists to fly by.

use egui::{Label, Sense, Ui, accesskit::Role as Accessible};
use geo::BoundingRect;

use super::{Action, View, empty, near_miss, site};
use crate::analysis::outcome::Outcome;
use crate::gui::theme::{self, STEP, palette};
use crate::gui::view_state::{MapMove, Selection};
use crate::gui::widgets::{BadgeTone, badge, figure_row, note};
use crate::nl::{numbers, window as nl};

/// How many of a list are shown.
const MAX_LISTED: usize = 12;

/// Shows the region.
pub fn ui(ui: &mut Ui, view: &View<'_>) -> Option<Action> {
    if view.is_fictional() {
        badge(ui, nl::FICTIONAL_LOCATIONS, BadgeTone::Warning);
    }
    ui.label(theme::figure(nl::region_name(view.baseline)));
    ui.add(Label::new(theme::remark(nl::REGION_LINE)).wrap());
    ui.add_space(STEP);
    let missing = empty::ui(ui, view);
    let Some(answer) = view.answer else {
        ui.label(if view.stopped { nl::files::COMPUTING_STOPPED } else { nl::COMPUTING });
        return missing;
    };
    let outcome = &*answer.outcome;
    figures(ui, view, outcome);
    ui.add_space(2.0 * STEP);
    if view.is_fictional() {
        note(ui, &nl::fictional_note(view.baseline), BadgeTone::Warning);
        ui.add_space(2.0 * STEP);
    }
    lists(ui, outcome).or(missing)
}

fn figures(ui: &mut Ui, view: &View<'_>, outcome: &Outcome) {
    let region = &outcome.region;
    let source = nl::people_source(view.baseline);
    let computed = nl::computed_source(view.project.norms.name.as_str());
    figure_row(
        ui,
        &[
            (numbers::estimate(region.people.residents), nl::RESIDENTS.to_owned(), source.clone()),
            (numbers::estimate(region.people.aged_75_plus), nl::AGED_75.to_owned(), source.clone()),
        ],
    );
    ui.add_space(2.0);
    figure_row(
        ui,
        &[
            (
                nl::share(region.in_zones.aged_75_plus, region.people.aged_75_plus),
                nl::AGED_75_IN_ZONE.to_owned(),
                computed.clone(),
            ),
            (numbers::whole(outcome.zones.len() as f64), nl::ZONES_UNIT.to_owned(), computed.clone()),
            (numbers::whole(outcome.near_misses.len() as f64), nl::NEAR_MISSES_UNIT.to_owned(), computed.clone()),
        ],
    );
    ui.add_space(2.0);
    ui.add(Label::new(theme::remark(format!("{source}. {computed}."))).wrap());
}

fn lists(ui: &mut Ui, outcome: &Outcome) -> Option<Action> {
    let mut action = None;
    if !outcome.zones.is_empty() {
        list_heading(ui, nl::ZONES, outcome.zones.len());
        for zone in outcome.zones.iter().take(MAX_LISTED) {
            let people = nl::people_75(zone.people.aged_75_plus);
            if item(ui, &zone.name, &people) {
                let selection = Selection::Zone { id: zone.id, place: None };
                action = zone.outline.0.bounding_rect().map(|bounds| Action::Show(selection, MapMove::Fit(bounds)));
            }
        }
    }
    if !outcome.near_misses.is_empty() {
        list_heading(ui, nl::NEAR_MISSES, outcome.near_misses.len());
        for near in outcome.near_misses.iter().take(MAX_LISTED) {
            if item(ui, &nl::near_miss_title(near), &nl::added_75(near.added_75_plus)) {
                action = Some(near_miss::show(near));
            }
        }
    }
    if !outcome.sites.is_empty() {
        list_heading(ui, nl::SITES, outcome.sites.len());
        for ranked in outcome.sites.iter().take(MAX_LISTED) {
            let name = format!("{}. {}", ranked.rank, nl::site_name(ranked));
            if item(ui, &name, &nl::score_line(ranked.score)) {
                action = Some(site::show(ranked));
            }
        }
    }
    action
}

fn list_heading(ui: &mut Ui, name: &str, n: usize) {
    ui.add_space(2.0 * STEP);
    let shown = n.min(MAX_LISTED);
    ui.label(theme::heading(nl::list_heading(name, shown, n)));
    ui.add_space(2.0);
}

/// A row of a list; true when it was chosen.
fn item(ui: &mut Ui, name: &str, value: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 26.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, format!("{name}, {value}")));
    let painter = ui.painter().with_clip_rect(rect);
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 4.0, palette().accent_pale);
    }
    let value =
        painter.layout_no_wrap(value.to_owned(), egui::FontId::proportional(theme::REMARK_SIZE), palette().remark);
    let room = rect.width() - value.size().x - 4.0 * STEP;
    let mut job = egui::text::LayoutJob::simple_singleline(
        name.to_owned(),
        theme::label_font(theme::TEXT_SIZE - 0.5),
        palette().text,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let name = painter.layout_job(job);
    painter.galley(egui::pos2(rect.left() + STEP, rect.center().y - name.size().y / 2.0), name, palette().text);
    let corner = egui::pos2(rect.right() - value.size().x - STEP, rect.center().y - value.size().y / 2.0);
    painter.galley(corner, value, palette().remark);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}
