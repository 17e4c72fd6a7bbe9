//! The region in five figures, and lists to fly by.

use egui::accesskit::Role as Accessible;
use egui::{Label, Sense, Ui};

use super::parts::people_figure;
use super::{charts, missing as empty};
use crate::analysis::near_miss::NearMiss;
use crate::analysis::outcome::Outcome;
use crate::analysis::siting::RankedSite;
use crate::domain::variant::ZoneStatus;
use crate::gui::kit::theme::{self, STEP, palette};
use crate::gui::kit::widgets::{BadgeTone, badge, figure_row, link, note};
use crate::gui::wish::{Action, Command, Destination, ListTab, View};
use crate::nl::{numbers, window as nl};

/// How many of a list are shown.
const MAX_LISTED: usize = 12;

/// Shows the region.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>) -> Option<Action> {
    if view.is_fictional() {
        badge(ui, nl::FICTIONAL_LOCATIONS, BadgeTone::Warning);
    }
    ui.label(theme::figure(nl::region_name(view.baseline)));
    ui.add(Label::new(theme::remark(nl::REGION_LINE)).wrap());
    if view.is_fictional() && link(ui, nl::TOUR_LINK).clicked() {
        return Some(Action::Command(Command::Help));
    }
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
    charts::ui(ui, &outcome.region, &nl::people_source(view.baseline));
    lists(ui, outcome).or(missing)
}

fn figures(ui: &mut Ui, view: &View<'_>, outcome: &Outcome) {
    let region = &outcome.region;
    let source = nl::people_source(view.baseline);
    let computed = nl::computed_source(view.project.norms.name.as_str());
    figure_row(
        ui,
        &[
            people_figure(nl::RESIDENTS, &region.people.residents, &source),
            people_figure(nl::AGED_75, &region.people.aged_75_plus, &source),
        ],
    );
    ui.add_space(2.0);
    figure_row(
        ui,
        &[
            (
                nl::share(region.in_zones.aged_75_plus.value(), region.people.aged_75_plus.value()),
                nl::AGED_75_IN_ZONE.to_owned(),
                computed.clone(),
            ),
            (numbers::count(outcome.n_zones_known()), nl::ZONES_UNIT.to_owned(), computed.clone()),
            (numbers::count(outcome.n_near_misses_known()), nl::NEAR_MISSES_UNIT.to_owned(), computed.clone()),
        ],
    );
    ui.add_space(2.0);
    ui.add(Label::new(theme::remark(format!("{source}. {computed}."))).wrap());
}

fn lists(ui: &mut Ui, outcome: &Outcome) -> Option<Action> {
    let mut action = None;
    if !outcome.zones.is_empty() {
        let wanted = outcome.zones.iter().filter(|zone| zone.status != ZoneStatus::Rejected);
        let rows = wanted
            .map(|zone| (zone.name.clone(), nl::people_75(zone.people.aged_75_plus.value()), Destination::zone(zone)));
        action = list(ui, ListTab::Zones, outcome.n_zones(), None, rows);
    }
    if !outcome.near_misses.is_empty() {
        let added = |near: &NearMiss| nl::added_75(near.added.aged_75_plus.value());
        let near_misses = outcome.near_misses.iter();
        let rows = near_misses.map(|near| (nl::near_miss_title(near), added(near), Destination::near_miss(near)));
        let unsure = nl::near_misses_unsure(&outcome.near_misses);
        action = list(ui, ListTab::NearMisses, outcome.near_misses.len(), unsure, rows).or(action);
    }
    if !outcome.sites.is_empty() {
        let name = |site: &RankedSite| format!("{}. {}", site.rank, nl::site_name(site));
        let rows = outcome.sites.iter().map(|site| (name(site), nl::score_line(site.score), Destination::site(site)));
        action = list(ui, ListTab::Sites, outcome.sites.len(), None, rows).or(action);
    }
    action
}

/// The first rows of a list, each with a name, a value and where it leads, below its name and a remark.
fn list(
    ui: &mut Ui,
    tab: ListTab,
    n: usize,
    remark: Option<String>,
    rows: impl Iterator<Item = (String, String, Destination)>,
) -> Option<Action> {
    let mut action = list_heading(ui, tab, n);
    if let Some(remark) = remark {
        ui.add(Label::new(theme::remark(remark)).wrap());
    }
    for (name, value, destination) in rows.take(MAX_LISTED) {
        action = item(ui, &name, &value).then(|| destination.action(None)).or(action);
    }
    action
}

/// The heading of a list; where not all of it is shown, with a link to the whole.
fn list_heading(ui: &mut Ui, tab: ListTab, n: usize) -> Option<Action> {
    ui.add_space(2.0 * STEP);
    let shown = n.min(MAX_LISTED);
    let mut open = false;
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::heading(nl::list_heading(tab.name(), shown, n)));
        open = shown < n && link(ui, &nl::whole_list(tab.name())).clicked();
    });
    ui.add_space(2.0);
    open.then_some(Action::OpenList(tab))
}

/// A row of a list, as high as its name needs; true when it was chosen.
fn item(ui: &mut Ui, name: &str, value: &str) -> bool {
    let p = palette();
    let width = ui.available_width();
    let font = egui::FontId::proportional(theme::REMARK_SIZE);
    let value_text = ui.painter().layout_no_wrap(value.to_owned(), font, p.remark);
    let room = width - value_text.size().x - 4.0 * STEP;
    let font = theme::label_font(theme::TEXT_SIZE - 0.5);
    let name_text = ui.painter().layout(name.to_owned(), font, p.text, room);
    let height = (name_text.size().y + 2.0 * STEP).max(26.0);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, height), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, format!("{name}, {value}")));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 4.0, p.accent_pale);
    }
    let value_at = egui::pos2(rect.right() - value_text.size().x - STEP, rect.top() + STEP + 1.0);
    ui.painter().galley(rect.left_top() + egui::vec2(STEP, STEP), name_text, p.text);
    ui.painter().galley(value_at, value_text, p.remark);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}
