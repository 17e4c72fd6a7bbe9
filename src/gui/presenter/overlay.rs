//! What stands over the map for a room: title, clock, figures or stemming, legend, and a bar to touch.

use egui::accesskit::Role;
use egui::{Align2, Area, Button, Context, Frame, Id, Label, Margin, Pos2, Rect, RichText, ScrollArea, Stroke, Ui};
use egui::{WidgetInfo, vec2};

use super::{step, stop};
use crate::gui::command::Command;
use crate::gui::panels::{Action, View, legend};
use crate::gui::room::{clock_ui, distribution_ui};
use crate::gui::theme::presented::{LARGE_FIGURE_SIZE, LINE_SIZE, TITLE_SIZE, TOUCH_SIZE};
use crate::gui::theme::{self, RADIUS, STEP, TEXT_SIZE, palette};
use crate::gui::view_state::{Selection, ViewState};
use crate::nl::{numbers, window as nl};

/// The ids of what stands over the map.
pub const AREAS: [&str; 5] = ["zaal-titel", "zaal-klok", "zaal-legenda", "zaal-cijfer", "zaal-balk"];
/// Distance from the edge of the map, in points.
const MARGIN: f32 = 14.0;
/// Room that the scale bar takes below the legend, in points.
const SCALE_BAR: f32 = 64.0;
/// Widest title, as a share of the map.
const TITLE_SHARE: f32 = 0.62;
/// Widest stemming, as a share of the map.
const BALLOT_SHARE: f32 = 0.66;

/// Which parts show: a projector that somebody else steers needs no bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// Everything.
    All,
    /// All but the bar.
    WithoutBar,
}

/// Shows everything over a map that takes the given room.
pub fn ui(ctx: &Context, room: Rect, view: &View<'_>, state: &mut ViewState, parts: Parts) -> Option<Action> {
    let inner = room.shrink(MARGIN);
    card(ctx, AREAS[0], Align2::LEFT_TOP, inner.left_top(), |ui| title(ui, room, view, state));
    if state.room.timer.round().is_some() || state.room.pointing.is_some() {
        card(ctx, AREAS[1], Align2::RIGHT_TOP, inner.right_top(), |ui| {
            if state.room.timer.round().is_some() {
                clock_ui(ui, &state.room, TITLE_SIZE + 2.0);
            }
            if state.room.pointing.is_some() {
                ui.label(RichText::new(nl::room::POINT_AT).size(LINE_SIZE));
            }
        });
    }
    let bar = if parts == Parts::All { TOUCH_SIZE + 7.0 * STEP } else { 0.0 };
    let corner = inner.left_bottom() - vec2(0.0, SCALE_BAR);
    card(ctx, AREAS[2], Align2::LEFT_BOTTOM, corner, |ui| {
        let most = (corner.y - inner.top() - 3.0 * TITLE_SIZE - LINE_SIZE - 8.0 * STEP).max(TOUCH_SIZE);
        ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            legend::entries(ui, view, state);
        });
    });
    let corner = inner.right_bottom() - vec2(0.0, bar);
    let ballot = state.room.ballot(view).filter(|_| state.room.presenter.shows_ballot);
    let mut action = card(ctx, AREAS[3], Align2::RIGHT_BOTTOM, corner, |ui| match ballot {
        Some(ballot) => {
            ui.set_width(BALLOT_SHARE * room.width());
            ui.label(theme::figure(&ballot.title).size(TITLE_SIZE));
            let most = (corner.y - inner.top() - 4.0 * TITLE_SIZE).max(2.0 * TOUCH_SIZE);
            let scrolled = ScrollArea::vertical().max_height(most).min_scrolled_height(most);
            scrolled.show(ui, |ui| distribution_ui(ui, ballot, state.room.by_votes)).inner
        }
        None => {
            figures(ui, view, state);
            None
        }
    });
    if parts == Parts::All {
        let pressed = card(ctx, AREAS[4], Align2::RIGHT_BOTTOM, inner.right_bottom(), |ui| touch_bar(ui, view, state));
        action = pressed.or(action);
    }
    action
}

/// A card over the map.
fn card<R>(ctx: &Context, id: &'static str, pivot: Align2, at: Pos2, content: impl FnOnce(&mut Ui) -> R) -> R {
    let p = palette();
    let frame = Frame::new().fill(p.card).stroke(Stroke::new(1.0, p.line)).corner_radius(RADIUS);
    let area = Area::new(Id::unique(id)).pivot(pivot).fixed_pos(at).order(egui::Order::Middle);
    area.show(ctx, |ui| frame.inner_margin(Margin::symmetric(12, 8)).show(ui, content).inner).inner
}

fn title(ui: &mut Ui, room: Rect, view: &View<'_>, state: &ViewState) {
    ui.set_max_width(TITLE_SHARE * room.width());
    ui.spacing_mut().item_spacing.y = STEP / 2.0;
    let list = &view.project.board.bookmarks;
    let at = state.room.presenter.position(list);
    let title = at.map_or_else(|| nl::region_name(view.baseline), |at| list[at].name.clone());
    ui.add(Label::new(theme::figure(title).size(TITLE_SIZE)).wrap());
    let round = state.room.round(view.project).map(|(nth, n, round)| (nth, n, round.title.as_str()));
    let variant = view.project.plan.active().map(|variant| variant.name.as_str());
    let line = nl::room::subtitle(round, variant, view.is_fictional());
    ui.add(Label::new(RichText::new(line).size(LINE_SIZE).color(palette().remark)).wrap());
}

/// The one figure that the room is to remember: of the chosen zone, else of the region.
fn figures(ui: &mut Ui, view: &View<'_>, state: &ViewState) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let Some(answer) = view.answer else {
        ui.label(RichText::new(nl::COMPUTING).size(LINE_SIZE));
        return;
    };
    let outcome = &*answer.outcome;
    let chosen = match state.selection {
        Selection::Zone { id, .. } => outcome.zones.iter().find(|zone| zone.id == id),
        _ => None,
    };
    let region = &outcome.region;
    let (heading, people, line) = match chosen {
        Some(zone) => (nl::zone_title(&zone.name), zone.people.aged_75_plus, nl::AGED_75.to_owned()),
        None => {
            let share = nl::share(region.in_zones.aged_75_plus, region.people.aged_75_plus);
            let line = nl::room::zones_found(outcome.zones.len(), &share);
            (nl::room::AGED_75_IN_ZONES.to_owned(), region.in_zones.aged_75_plus, line)
        }
    };
    ui.label(RichText::new(heading).size(LINE_SIZE).color(palette().text));
    ui.label(theme::figure(numbers::estimate(people)).size(LARGE_FIGURE_SIZE));
    ui.label(RichText::new(line).size(LINE_SIZE).color(palette().remark));
}

/// Back, on, the stemming, contrast and out.
fn touch_bar(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let list = &view.project.board.bookmarks;
    let at = state.room.presenter.position(list);
    let mut action = None;
    ui.horizontal(|ui| {
        let (before, after) = (at != Some(0), at.is_none_or(|at| at + 1 < list.len()));
        if touch(ui, "‹", nl::room::PREVIOUS, !list.is_empty() && before, false) {
            step(state, view.project, false);
        }
        let place = nl::room::bookmark_of(at.map(|at| at + 1), list.len());
        ui.label(RichText::new(place).size(TEXT_SIZE).color(palette().text));
        if touch(ui, "›", nl::room::NEXT, !list.is_empty() && after, false) {
            step(state, view.project, true);
        }
        if state.room.ballot(view).is_some() {
            let shows = state.room.presenter.shows_ballot;
            if touch(ui, nl::room::SHOW_BALLOT, nl::room::SHOW_BALLOT, true, shows) {
                state.room.presenter.shows_ballot = !shows;
            }
        }
        let contrast = &mut state.preferences.presents_in_high_contrast;
        if touch(ui, nl::room::HIGH_CONTRAST, nl::room::HIGH_CONTRAST_NAME, true, *contrast) {
            *contrast = !*contrast;
        }
        if touch(ui, nl::room::NOTE_SHORT, Command::AddNote.name(), true, state.room.pointing.is_some()) {
            action = Some(Action::Command(Command::AddNote));
        }
        if touch(ui, nl::room::STOP, nl::room::STOP, true, false) {
            stop(state);
        }
    });
    action
}

fn touch(ui: &mut Ui, text: &str, name: &str, enabled: bool, selected: bool) -> bool {
    let p = palette();
    let (fill, color) = if selected { (p.accent, p.on_accent) } else { (p.card, p.text) };
    let text = RichText::new(text).font(theme::label_font(LINE_SIZE)).color(color);
    let button = Button::new(text).fill(fill).min_size(vec2(TOUCH_SIZE + 2.0 * STEP, TOUCH_SIZE));
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, selected, name));
    response.clicked()
}
