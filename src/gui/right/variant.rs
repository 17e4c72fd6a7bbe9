//! Right, above the region: the variant that shows, what it brings, and what it changes.

use egui::accesskit::Role as Accessible;
use egui::{Button, ComboBox, Label, Ui, vec2};
use uuid::Uuid;

use crate::analysis::outcome::Outcome;
use crate::domain::amenity::AmenityKind;
use crate::domain::variant::Variant;
use crate::gui::kit::fields::choose;
use crate::gui::kit::theme::{self, STEP, TEXT_SIZE, palette};
use crate::gui::kit::typed_field::TypedField;
use crate::gui::kit::widgets::{BadgeTone, badge, card, two_sides};
use crate::gui::state::{MapMove, Selection, ViewState};
use crate::gui::wish::{Action, Command, Destination, View};
use crate::nl::numbers;
use crate::nl::window::{REMOVE, plan as nl};
use crate::project::{Edit, PlanEdit};

/// How far the map shows the other variant when that begins, as a share of its width.
const SWIPE_AT_FIRST: f32 = 0.5;
/// So many of the newest interventions are listed at once; the earlier ones on demand.
const MOST_LISTED: usize = 12;
/// Side of a small button, in points.
const SMALL: f32 = 26.0;

/// Shows the variant that is worked on; nothing for the baseline.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let variant = view.project.plan.active().or_else(|| view.document.plan.active())?.clone();
    let card = card(10, 8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let named = heading(ui, view, state, &variant);
        comparison(ui, view, state);
        let listed = interventions(ui, view, &variant);
        named.or(listed).or(buttons(ui, view, &variant))
    });
    ui.add_space(3.0 * STEP);
    card.inner
}

fn heading(ui: &mut Ui, view: &View<'_>, state: &ViewState, variant: &Variant) -> Option<Action> {
    ui.horizontal_wrapped(|ui| {
        badge(ui, nl::VARIANT_BADGE, BadgeTone::Calm);
        if state.comparison.shows_before {
            badge(ui, nl::SHOWS_BEFORE, BadgeTone::Warning);
        }
    });
    let width = ui.available_width() - 14.0;
    let id = variant.id;
    let field = |salt: &str, name, shown| {
        let salt = egui::Id::unique((salt, id));
        TypedField { hint: name, ..TypedField::new(salt, name, shown, width) }
    };
    let name = field("variantnaam", nl::VARIANT_NAME, &variant.name);
    let name = TypedField { font: theme::marker_font(TEXT_SIZE + 2.0), ..name }.ui(ui);
    let mut edit = name.map(|name| PlanEdit::Rename { id, name });
    let note = field("variantnotitie", nl::VARIANT_NOTE, &variant.note).ui(ui);
    edit = note.map(|note| PlanEdit::SetNote { id, note }).or(edit);
    if let Some((before, after)) = before_and_after(view, state) {
        let aged = |outcome: &Outcome| outcome.region.in_zones.aged_75_plus.value();
        let loses = aged(after).zip(aged(before)).is_some_and(|(after, before)| after < before);
        let color = if loses { palette().fails } else { palette().accent };
        ui.add(Label::new(theme::strong(nl::brings(aged(before), aged(after))).color(color)).wrap());
    }
    edit.map(|edit| Action::Edit(Edit::Plan(edit)))
}

/// What it is compared with, and the figures of both with their difference.
fn comparison(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) {
    ui.add_space(STEP);
    ui.label(theme::heading(nl::COMPARED_WITH));
    let plan = &view.document.plan;
    let name_of = |id: Option<Uuid>| {
        id.and_then(|id| plan.variant(id)).map_or(nl::BASELINE, |variant| variant.name.as_str()).to_owned()
    };
    state.comparison.against = state.comparison.against.filter(|id| plan.variant(*id).is_some());
    let combo = ComboBox::from_id_salt("vergelijk").width(ui.available_width());
    let others = plan.variants.iter().map(|variant| Some(variant.id)).filter(|id| *id != plan.active);
    let choices = std::iter::once(None).chain(others);
    if let Some(chosen) = choose(ui, combo, nl::COMPARED_WITH, state.comparison.against, choices, name_of) {
        state.comparison.against = chosen;
    }
    if let Some((before, after)) = before_and_after(view, state) {
        table(ui, before, after);
    }
    ui.checkbox(&mut state.comparison.shows_difference, nl::DIFFERENCE_ON_MAP);
    let mut swipes = state.comparison.swipe.is_some();
    if ui.checkbox(&mut swipes, nl::SWIPE).changed() {
        state.comparison.swipe = swipes.then_some(SWIPE_AT_FIRST);
    }
}

/// The outcome before and after what the variant changes, once there are both.
fn before_and_after<'a>(view: &View<'a>, state: &ViewState) -> Option<(&'a Outcome, &'a Outcome)> {
    let answer = view.answer?;
    let (shown, other) = (&*answer.outcome, &*answer.other.as_ref()?.outcome);
    Some(if state.comparison.shows_before { (shown, other) } else { (other, shown) })
}

/// Figures before, after and their difference, a row each.
fn table(ui: &mut Ui, before: &Outcome, after: &Outcome) {
    let share = |outcome: &Outcome| {
        let region = &outcome.region;
        let (all, within) = (region.people.aged_75_plus.value()?, region.in_zones.aged_75_plus.value()?);
        (all > 0.0).then_some(within / all)
    };
    let (a, b) = (&before.region, &after.region);
    let people = [
        (nl::ROW_AGED_75, a.in_zones.aged_75_plus.value(), b.in_zones.aged_75_plus.value()),
        (nl::ROW_CLUSTERED, a.in_clustered_rings.aged_75_plus.value(), b.in_clustered_rings.aged_75_plus.value()),
        (nl::ROW_RESIDENTS, a.in_zones.residents.value(), b.in_zones.residents.value()),
    ];
    let mut rows: Vec<[String; 4]> = Vec::new();
    for (name, from, to) in people {
        rows.push([name.to_owned(), numbers::estimate(from), numbers::estimate(to), nl::changed_estimate(from, to)]);
    }
    if let (Some(from), Some(to)) = (share(before), share(after)) {
        let [shown_from, shown_to] = [from, to].map(numbers::percentage);
        rows.insert(1, [nl::ROW_SHARE.to_owned(), shown_from, shown_to, nl::changed_points(from, to)]);
    }
    for (name, from, to) in [
        (nl::ROW_ZONES, before.n_zones_known(), after.n_zones_known()),
        (nl::ROW_NEAR_MISSES, before.n_near_misses_known(), after.n_near_misses_known()),
    ] {
        let by = from.zip(to).map_or_else(|| numbers::count(None), |(from, to)| nl::signed(to as f64 - from as f64));
        rows.push([name.to_owned(), numbers::count(from), numbers::count(to), by]);
    }
    ui.add_space(STEP);
    for [name, from, to, by] in rows {
        two_sides(ui, theme::medium(name), theme::strong(by));
        ui.add(Label::new(theme::remark(nl::from_to(&from, &to))).wrap());
        ui.add_space(2.0);
    }
    ui.add_space(STEP);
}

/// Everything that the variant changes: a click shows it, a cross takes it out.
fn interventions(ui: &mut Ui, view: &View<'_>, variant: &Variant) -> Option<Action> {
    ui.add_space(STEP);
    ui.label(theme::heading(nl::INTERVENTIONS));
    if variant.interventions.is_empty() {
        ui.add(Label::new(theme::remark(nl::NO_INTERVENTIONS)).wrap());
        return None;
    }
    let n_earlier = variant.interventions.len().saturating_sub(MOST_LISTED);
    let mut action = None;
    if n_earlier > 0 {
        let name = theme::remark(nl::earlier_interventions(n_earlier));
        let header = egui::CollapsingHeader::new(name).id_salt("eerdere-ingrepen");
        header.show(ui, |ui| (0..n_earlier).for_each(|idx| action = row(ui, view, variant, idx).or(action.take())));
    }
    for idx in n_earlier..variant.interventions.len() {
        action = row(ui, view, variant, idx).or(action.take());
    }
    action
}

/// One intervention: its cross and its name.
fn row(ui: &mut Ui, view: &View<'_>, variant: &Variant, idx: usize) -> Option<Action> {
    let intervention = variant.interventions.get(idx)?;
    let is_lost = view.has_lost_its_place(idx, intervention);
    let mut action = None;
    ui.horizontal(|ui| {
        let cross = Button::new("×").frame(false).min_size(vec2(SMALL, SMALL));
        let response = ui.add(cross).on_hover_text(nl::TAKE_OUT);
        let name = view.subjects.get(idx).map_or("", String::as_str);
        let what = if is_lost {
            nl::without_subject(intervention, view.document.lost.get(&intervention.subject()))
        } else {
            nl::intervention_at(intervention, name)
        };
        let text = format!("{}. {what}", idx + 1);
        response
            .widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, format!("{}: {text}", nl::TAKE_OUT)));
        if response.clicked() {
            action = Some(Action::Edit(Edit::Plan(PlanEdit::TakeOut { variant: variant.id, idx })));
        }
        let line = Button::new(theme::remark(&text).color(palette().text)).frame(false).wrap();
        if ui.add(line).clicked() {
            action = show(view, intervention.subject());
        }
    });
    if is_lost {
        ui.add(Label::new(theme::remark(nl::SELECT_TO_TIE)).wrap());
    }
    action
}

fn buttons(ui: &mut Ui, view: &View<'_>, variant: &Variant) -> Option<Action> {
    let plan = &view.document.plan;
    let at = plan.variants.iter().position(|other| other.id == variant.id).unwrap_or(0);
    let id = variant.id;
    ui.add_space(STEP);
    ui.horizontal_wrapped(|ui| {
        let mut action = ui.button(nl::COPY).clicked().then_some(Action::Command(Command::CopyVariant));
        for (sign, name, to) in
            [("▲", nl::MOVE_VARIANT_UP, at.checked_sub(1)), ("▼", nl::MOVE_VARIANT_DOWN, Some(at + 1))]
        {
            let to = to.filter(|to| *to < plan.variants.len());
            let response = ui.add_enabled(to.is_some(), Button::new(sign)).on_hover_text(name);
            response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, to.is_some(), name));
            if let (true, Some(to)) = (response.clicked(), to) {
                action = Some(Action::Edit(Edit::Plan(PlanEdit::Reorder { id, to })));
            }
        }
        let remove = ui.button(REMOVE).clicked();
        remove.then_some(Action::Edit(Edit::Plan(PlanEdit::Remove(id)))).or(action)
    })
    .inner
}

/// Shows what an id stands for; nothing when it is no longer there.
fn show(view: &View<'_>, id: Uuid) -> Option<Action> {
    let outcome = view.answer.map(|answer| &*answer.outcome);
    if let Some(zone) = outcome.and_then(|outcome| outcome.zones.iter().find(|zone| zone.id == id)) {
        return Some(Destination::zone(zone).action(None));
    }
    let place = view.baseline.place(id)?;
    let selection = match place.kind() {
        None => Selection::Site(id),
        Some(AmenityKind::CARE) => Selection::Care(id),
        Some(_) => Selection::Facility(id),
    };
    Some(Action::Show(selection, MapMove::FlyTo(place.point.0.0)))
}
