//! What stands over the map for a room: title, clock, figures or stemming, legend, and a bar to touch.

use egui::accesskit::Role;
use egui::{
    Align2, Area, Button, Context, Id, InnerResponse, Label, Pos2, Rect, RichText, ScrollArea, TextStyle, Ui,
    WidgetInfo, vec2,
};

use super::presenting::{Presenter, position};
use crate::domain::workshop::Ballot;
use crate::gui::kit::ballot::{ROW, distribution_ui, wanted_width};
use crate::gui::kit::presented_areas::{AREAS, BAR_HEIGHT, LEGEND_WIDTH, MARGIN, WIDE};
use crate::gui::kit::round_clock::{clock_ui, point_at_ui};
use crate::gui::kit::theme::presented::{LARGE_FIGURE_SIZE, LINE_SIZE, TITLE_SIZE, TOUCH_SIZE};
use crate::gui::kit::theme::{self, STEP, TEXT_SIZE, palette};
use crate::gui::kit::widgets;
use crate::gui::map::legend;
use crate::gui::state::{Selection, ViewState};
use crate::gui::wish::{Action, Command, View};
use crate::nl::{numbers, window as nl};

/// Room that the scale bar takes below the legend, in points.
const SCALE_BAR: f32 = 64.0;
/// Least height of a row of a stemming, in points: 64 pixels on a full projector, where ten of them fit.
const LEAST_ROW: f32 = 32.0;
/// Widest figure with what stands above it, as a share of the map.
const FIGURE_SHARE: f32 = 0.27;
/// Height of the figure with what stands above and below it, in points.
const FIGURE_HEIGHT: f32 = 112.0;
/// Under which the height of the whole legend is remembered.
const LEGEND_HEIGHT: &str = "zaal-legenda-hoogte";
/// Widest title, as a share of the map.
const TITLE_SHARE: f32 = 0.62;
/// Between the edges of a card and what is on it, left and right, above and below, in points.
const EDGES: [i8; 2] = [12, 8];

/// Which parts show: a projector that somebody else steers needs no bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// Everything.
    All,
    /// All but the bar.
    WithoutBar,
}

/// What of the werkatelier shows.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The stemming, shown where that is asked for.
    pub ballot: Option<&'a Ballot>,
    /// Do its subjects stand in the order of their dots?
    pub by_votes: bool,
}

/// Shows everything over a map that takes the given room.
pub fn ui(
    ctx: &Context,
    room: Rect,
    view: &View<'_>,
    state: &mut ViewState,
    presenter: &mut Presenter,
    shown: Shown<'_>,
    parts: Parts,
) -> Option<Action> {
    let inner = room.shrink(MARGIN);
    let ballot = shown.ballot.filter(|_| presenter.shows_ballot);
    let points_out = view.is_on(Command::AddNote);
    let heading =
        card(ctx, AREAS[0], (Align2::LEFT_TOP, inner.left_top()), EDGES, |ui| title(ui, room, view, state, ballot));
    let mut below = heading.response.rect.bottom();
    if state.timer.round().is_some() || points_out {
        let clock = card(ctx, AREAS[1], (Align2::RIGHT_TOP, inner.right_top()), EDGES, |ui| {
            if state.timer.round().is_some() {
                clock_ui(ui, &state.timer, TITLE_SIZE + 2.0);
            }
            if points_out {
                point_at_ui(ui, LINE_SIZE);
            }
        });
        below = below.max(clock.response.rect.bottom());
    }
    let bar = if parts == Parts::All { BAR_HEIGHT } else { 0.0 };
    let mut action = None;
    let mut legend_ends = room.right();
    let mut corner = inner.right_bottom();
    if let Some(ballot) = ballot {
        corner.y -= if parts == Parts::All { bar + STEP } else { 0.0 };
        let free = Rect::from_min_max(Pos2::new(inner.left(), below + STEP), corner);
        let voted = ballot_card(ctx, free, ballot, shown.by_votes);
        action = voted.inner;
        legend_ends = voted.response.rect.left();
    } else {
        corner.y -= if parts == Parts::All { bar + 2.5 * STEP } else { 0.0 };
        let first = Pos2::new(inner.left(), heading.response.rect.bottom() + STEP);
        let in_column = room.width() > WIDE && fits_above_legend(ctx, first.y, inner.bottom() - SCALE_BAR);
        let (pivot, at, width) = match in_column {
            true => (Align2::LEFT_TOP, first, LEGEND_WIDTH - 26.0),
            false => (Align2::RIGHT_BOTTOM, corner, FIGURE_SHARE * room.width()),
        };
        let figure = card(ctx, AREAS[3], (pivot, at), EDGES, |ui| {
            // A card at the right does not grow by itself.
            ui.set_max_width(width);
            figures(ui, view, state);
        });
        if in_column {
            below = below.max(figure.response.rect.bottom());
        }
    }
    if inner.left() + LEGEND_WIDTH < legend_ends {
        let corner = inner.left_bottom() - vec2(0.0, SCALE_BAR);
        card(ctx, AREAS[2], (Align2::LEFT_BOTTOM, corner), EDGES, |ui| {
            ui.set_max_width(LEGEND_WIDTH - 26.0);
            let most = (corner.y - below - 4.0 * STEP - 18.0).max(TOUCH_SIZE);
            let scrolled = ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                legend::entries(ui, view, state);
            });
            ctx.data_mut(|data| data.insert_temp(Id::unique(LEGEND_HEIGHT), scrolled.content_size.y));
        });
    }
    if parts == Parts::All {
        let bar = card(ctx, AREAS[4], (Align2::RIGHT_BOTTOM, inner.right_bottom()), EDGES, |ui| {
            touch_bar(ui, view, state, presenter, shown.ballot.is_some())
        });
        action = bar.inner.or(action);
    }
    action
}

/// Is there room in the column at the left, from a height to another, for the figure and below it the whole legend? In the
/// column it covers nothing of what is framed.
fn fits_above_legend(ctx: &Context, from: f32, to: f32) -> bool {
    let legend: f32 = ctx.data(|data| data.get_temp(Id::unique(LEGEND_HEIGHT))).unwrap_or(0.0);
    from + FIGURE_HEIGHT + 4.0 * STEP + legend + 18.0 <= to
}

/// The stemming, as wide and as high as it must be to be seen at once, within what is free.
fn ballot_card(ctx: &Context, free: Rect, ballot: &Ballot, by_votes: bool) -> InnerResponse<Option<Action>> {
    // Little above and below, so that ten rows fit.
    card(ctx, AREAS[3], (Align2::RIGHT_BOTTOM, free.max), [EDGES[0], 4], |ui| {
        ui.set_width(wanted_width(ui, ballot).min(free.width() - 26.0));
        let most = (free.height() - 10.0).max(2.0 * TOUCH_SIZE);
        let line = ui.text_style_height(&TextStyle::Body) + 1.0;
        let n_rows = ballot.subjects.len().max(1) as f32;
        let row = ((most - line) / n_rows - 1.0).floor().clamp(LEAST_ROW, ROW);
        let scrolled = ScrollArea::vertical().id_salt(ballot.id).max_height(most).min_scrolled_height(most);
        scrolled.show(ui, |ui| distribution_ui(ui, ballot, by_votes, row)).inner
    })
}

/// A card over the map that stands with a corner at a place, with so much around what is in it.
fn card<R>(
    ctx: &Context,
    id: &'static str,
    (pivot, at): (Align2, Pos2),
    [across, along]: [i8; 2],
    content: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    let area = Area::new(Id::unique(id)).pivot(pivot).fixed_pos(at).order(egui::Order::Middle);
    let shown = area.show(ctx, |ui| widgets::card(across, along).show(ui, content).inner);
    InnerResponse::new(shown.inner, shown.response)
}

/// What the room looks at: the stemming, else the bookmark, else the region.
fn title(ui: &mut Ui, room: Rect, view: &View<'_>, state: &ViewState, ballot: Option<&Ballot>) {
    ui.set_max_width(TITLE_SHARE * room.width());
    ui.spacing_mut().item_spacing.y = STEP / 2.0;
    let list = &view.project.board.bookmarks;
    let at = position(state, list);
    let shown = || at.map_or_else(|| nl::region_name(view.baseline), |at| list[at].name.clone());
    let title = ballot.map_or_else(shown, |ballot| ballot.title.clone());
    ui.add(Label::new(theme::figure(title).size(TITLE_SIZE)).wrap());
    let round = state.timer.round_of(view.project).map(|(nth, n, round)| (nth, n, round.title.as_str()));
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
        Some(zone) => (nl::zone_title(&zone.name), zone.people.aged_75_plus.value(), nl::AGED_75.to_owned()),
        None => {
            let share = nl::share(region.in_zones.aged_75_plus.value(), region.people.aged_75_plus.value());
            let line = nl::room::zones_found(outcome.n_zones_known(), &share);
            (nl::plan::ROW_AGED_75.to_owned(), region.in_zones.aged_75_plus.value(), line)
        }
    };
    ui.label(RichText::new(heading).size(LINE_SIZE).color(palette().text));
    ui.label(theme::figure(numbers::estimate(people)).size(LARGE_FIGURE_SIZE));
    ui.label(RichText::new(line).size(LINE_SIZE).color(palette().remark));
}

/// Back, on, the stemming, contrast and out.
fn touch_bar(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut ViewState,
    presenter: &mut Presenter,
    has_ballot: bool,
) -> Option<Action> {
    let list = &view.project.board.bookmarks;
    let at = position(state, list);
    let mut action = None;
    ui.horizontal(|ui| {
        let (before, after) = (at != Some(0), at.is_none_or(|at| at + 1 < list.len()));
        if touch(ui, "‹", nl::PREVIOUS, !list.is_empty() && before, false) {
            presenter.step(state, view.project, false);
        }
        let place = nl::room::bookmark_of(at.map(|at| at + 1), list.len());
        ui.label(RichText::new(place).size(TEXT_SIZE).color(palette().text));
        if touch(ui, "›", nl::NEXT, !list.is_empty() && after, false) {
            presenter.step(state, view.project, true);
        }
        if has_ballot {
            let shows = presenter.shows_ballot;
            if touch(ui, nl::room::BALLOT, nl::room::BALLOT, true, shows) {
                presenter.shows_ballot = !shows;
            }
        }
        let contrast = &mut state.preferences.presents_in_high_contrast;
        if touch(ui, nl::room::HIGH_CONTRAST, nl::room::HIGH_CONTRAST_NAME, true, *contrast) {
            *contrast = !*contrast;
        }
        if touch(ui, nl::room::NOTE_SHORT, Command::AddNote.name(), true, view.is_on(Command::AddNote)) {
            action = Some(Action::Command(Command::AddNote));
        }
        if touch(ui, nl::STOP, nl::STOP, true, false) {
            action = Some(Action::Command(Command::Present));
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
