//! Stemmingen: dots on subjects, and what is kept of them.

use egui::accesskit::Role;
use egui::{Align2, Button, CornerRadius, Id, RichText, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};
use uuid::Uuid;

use super::fields::{button, choice, line_field, main_button, number, text_field, told};
use super::{Room, now_text, put, remove};
use crate::domain::workshop::{Ballot, BallotSubject};
use crate::gui::panels::{Action, View};
use crate::gui::theme::presented::presenting;
use crate::gui::theme::{self, STEP, palette};
use crate::nl::window as nl;
use crate::project::BoardItem;

/// How many dots a person has, and how many subjects are kept, unless somebody says otherwise. Source: Regionale
/// woonzorgvisie Twente §4.4: of ten opgaven four were kept.
const USUAL: [u32; 2] = [3, 4];
/// Most dots a person, most subjects kept.
const MOST: u32 = 20;
/// At most so many subjects are voted on: a room cannot weigh more.
const MAX_SUBJECTS: usize = 20;
/// Width of what is voted on, in points.
const TEXT_WIDTH: f32 = 250.0;
/// Height of a row, in points.
const ROW: f32 = 36.0;

/// What is being filled in for the next stemming.
#[derive(Debug, Clone)]
pub(super) struct BallotForm {
    is_open: bool,
    title: String,
    n_dots: u32,
    n_kept: u32,
    /// Position among the kinds of subjects.
    kind: usize,
    statements: String,
}

impl Default for BallotForm {
    fn default() -> Self {
        let [n_dots, n_kept] = USUAL;
        Self { is_open: false, title: String::new(), n_dots, n_kept, kind: 0, statements: String::new() }
    }
}

impl Room {
    /// The stemming that shows.
    #[must_use]
    pub fn ballot<'a>(&self, view: &View<'a>) -> Option<&'a Ballot> {
        let all = &view.project.board.ballots;
        let chosen = all.iter().find(|ballot| Some(ballot.id) == self.ballot);
        chosen.or(all.last()).map(|ballot| &**ballot)
    }
}

/// Shows the tab.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
    let all = &view.project.board.ballots;
    let mut action = None;
    let shown = room.ballot(view);
    let mut reordered = false;
    ui.horizontal_wrapped(|ui| {
        if let Some(ballot) = shown {
            let names: Vec<String> = all.iter().map(|ballot| ballot.title.clone()).collect();
            let at = all.iter().position(|other| other.id == ballot.id).unwrap_or(0);
            if let Some(chosen) = choice(ui, nl::room::CHOOSE_BALLOT, at, &names, 180.0) {
                room.ballot = Some(all[chosen].id);
            }
            reordered = ui.checkbox(&mut room.by_votes, nl::room::BY_VOTES).changed();
            if button(ui, "×", &nl::room::of(nl::room::REMOVE, &ballot.title)) {
                action = Some(remove(ballot.id));
            }
        }
        ui.toggle_value(&mut room.ballot_form.is_open, nl::room::NEW_BALLOT);
    });
    let mut scrolled = ScrollArea::vertical().auto_shrink(false);
    if reordered {
        // The first of the new order is what the room wants to see.
        scrolled = scrolled.vertical_scroll_offset(0.0);
    }
    scrolled.show(ui, |ui| {
        if room.ballot_form.is_open {
            action = form(ui, view, room).or(action.take());
            return;
        }
        match shown {
            Some(ballot) => action = distribution_ui(ui, ballot, room.by_votes).or(action.take()),
            None => {
                ui.label(theme::remark(nl::room::NO_BALLOT));
            }
        }
    });
    action
}

fn form(ui: &mut Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
    let workshop = room.workshop(view.project).map(|workshop| workshop.id);
    let form = &mut room.ballot_form;
    ui.horizontal_wrapped(|ui| {
        line_field(ui, "stemming", nl::room::BALLOT_TITLE, &mut form.title, 260.0);
        number(ui, &mut form.n_dots, 1..=MOST, nl::room::N_DOTS);
        number(ui, &mut form.n_kept, 1..=MOST, nl::room::N_KEPT);
        let kinds = nl::room::SUBJECT_KINDS.map(str::to_owned);
        if let Some(chosen) = choice(ui, nl::room::SUBJECTS, form.kind, &kinds, 150.0) {
            form.kind = chosen;
        }
    });
    if form.kind == 0 {
        text_field(ui, "uitspraken", nl::room::STATEMENTS, &mut form.statements, 4);
    }
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        if form.kind == 0 && button(ui, nl::room::TEN_TASKS, nl::room::TEN_TASKS) {
            form.statements = nl::room::OPGAVEN.join("\n");
        }
        let (subjects, n_all) = subjects(form, view);
        if subjects.len() < n_all {
            ui.label(theme::remark(nl::room::first_subjects(subjects.len(), n_all)));
        }
        if main_button(ui, nl::room::OPEN_BALLOT, subjects.len() > 1) {
            let title = if form.title.trim().is_empty() { nl::room::BALLOT } else { form.title.trim() };
            let ballot = Ballot {
                id: Uuid::new_v4(),
                title: title.to_owned(),
                n_dots: form.n_dots,
                n_kept: form.n_kept,
                subjects,
                workshop,
                made: now_text(),
            };
            *form = BallotForm::default();
            room.ballot = Some(ballot.id);
            action = Some(put(BoardItem::Ballot(ballot)));
        }
    });
    action
}

/// What would be voted on, and of how many that is a part.
fn subjects(form: &BallotForm, view: &View<'_>) -> (Vec<BallotSubject>, usize) {
    let outcome = view.answer.map(|answer| &*answer.outcome);
    let of = |text: String, of: Option<Uuid>| BallotSubject { text, of, n_votes: 0 };
    let mut subjects: Vec<BallotSubject> = match (form.kind, outcome) {
        (0, _) => {
            let lines = form.statements.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(|line| of(line.to_owned(), None)).collect()
        }
        (_, None) => Vec::new(),
        (1, Some(outcome)) => outcome.zones.iter().map(|zone| of(zone.name.clone(), Some(zone.id))).collect(),
        (2, Some(outcome)) => {
            outcome.near_misses.iter().map(|near| of(nl::near_miss_title(near), Some(near.id))).collect()
        }
        (_, Some(outcome)) => outcome.sites.iter().map(|site| of(nl::site_name(site), Some(site.id))).collect(),
    };
    let n_all = subjects.len();
    subjects.truncate(MAX_SUBJECTS);
    (subjects, n_all)
}

/// Shows how the dots are spread, with a line below what is kept, and buttons for a dot more or less.
pub fn distribution_ui(ui: &mut Ui, ballot: &Ballot, by_votes: bool) -> Option<Action> {
    let mut action = None;
    let order: Vec<usize> = if by_votes { ballot.ranking() } else { (0..ballot.subjects.len()).collect() };
    let most = ballot.subjects.iter().map(|subject| subject.n_votes).max().unwrap_or(0).max(1);
    let n_kept = order.iter().filter(|idx| ballot.keeps(**idx)).count();
    ui.add(egui::Label::new(theme::remark(nl::room::votes(ballot))).wrap());
    ui.spacing_mut().item_spacing.y = STEP / 2.0;
    for (at, idx) in order.iter().enumerate() {
        if let Some(n_votes) = row(ui, ballot, *idx, most) {
            let mut changed = ballot.clone();
            changed.subjects[*idx].n_votes = n_votes;
            action = Some(put(BoardItem::Ballot(changed)));
        }
        if by_votes && at + 1 == n_kept && n_kept < order.len() {
            cut_line(ui, ballot.n_kept);
        }
    }
    action
}

/// A subject with its dots; how many it has, when that changed.
fn row(ui: &mut Ui, ballot: &Ballot, idx: usize, most: u32) -> Option<u32> {
    let p = palette();
    let subject = &ballot.subjects[idx];
    let kept = ballot.keeps(idx);
    let mut changed = None;
    ui.horizontal(|ui| {
        let text_width = TEXT_WIDTH.min(0.5 * ui.available_width());
        let font = if kept { theme::strong(&subject.text) } else { theme::medium(&subject.text) };
        ui.allocate_ui_with_layout(vec2(text_width, ROW), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_width(text_width);
            // Two lines at most: the button keeps its height.
            let lines = egui::Label::new(font).wrap();
            ui.add(lines);
        });
        if dot_button(ui, "−", &nl::room::fewer(&subject.text), subject.n_votes > 0) {
            changed = Some(subject.n_votes.saturating_sub(1));
        }
        if dot_button(ui, "+", &nl::room::more(&subject.text), true) {
            changed = Some(subject.n_votes.saturating_add(1));
        }
        let figure = ui.allocate_ui(vec2(2.0 * ROW, ROW), |ui| {
            ui.set_min_width(1.2 * ROW);
            ui.label(theme::figure(subject.n_votes.to_string()))
        });
        told(&figure.inner, &nl::room::of(&subject.text, &subject.n_votes.to_string()));
        let room = (ui.available_width() - 2.0 * STEP).max(0.0);
        let (rect, _) = ui.allocate_exact_size(vec2(room, ROW), Sense::hover());
        let share = subject.n_votes as f32 / most as f32;
        let bar = egui::Rect::from_min_size(
            rect.left_center() - vec2(0.0, 0.25 * ROW),
            vec2(share * rect.width(), 0.5 * ROW),
        );
        // What is kept is filled, what is not is an outline: not by color alone.
        let round = CornerRadius::same(3);
        if kept {
            ui.painter().rect_filled(bar, round, p.site);
        } else if subject.n_votes > 0 {
            let edge = Stroke::new(theme::line(1.6), p.site);
            ui.painter().rect_stroke(bar, round, edge, egui::StrokeKind::Inside);
        }
    });
    changed
}

fn dot_button(ui: &mut Ui, sign: &str, name: &str, enabled: bool) -> bool {
    let text = RichText::new(sign).font(theme::marker_font(theme::FIGURE_SIZE));
    let response = ui.add_enabled(enabled, Button::new(text).min_size(vec2(1.2 * ROW, ROW)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response.clicked()
}

fn cut_line(ui: &mut Ui, n_kept: u32) {
    let p = palette();
    let height = if presenting() { 18.0 } else { 15.0 };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let font = theme::label_font(theme::type_size(theme::REMARK_SIZE));
    let text = ui.painter().layout_no_wrap(nl::room::cut(n_kept), font, p.accent);
    let at = Align2::RIGHT_CENTER.anchor_size(rect.right_center(), text.size());
    let to = at.left() - STEP;
    ui.painter().galley(at.min, text, p.accent);
    ui.painter().hline(rect.left()..=to, rect.center().y, Stroke::new(theme::line(2.0), p.accent));
    let response = ui.interact(rect, Id::unique("stemgrens"), Sense::hover());
    told(&response, &nl::room::cut(n_kept));
}
