//! Stemmingen: dots on subjects, and what is kept of them.

use egui::{ScrollArea, Ui};
use uuid::Uuid;

use super::forms::BallotForm;
use super::memory::Room;
use crate::domain::workshop::{Ballot, BallotSubject};
use crate::gui::kit::ballot::{ROW, distribution_ui};
use crate::gui::kit::fields::{button, choice, line_field, main_button, number, remove_button, text_field, toggle};
use crate::gui::kit::theme;
use crate::gui::state::clock::now_text;
use crate::gui::wish::{Action, View};
use crate::nl::window as nl;
use crate::project::BoardItem;

/// Most dots a person, most subjects kept.
const MOST: u32 = 20;
/// At most so many subjects are voted on: a room cannot weigh more.
const MAX_SUBJECTS: usize = 20;

/// Shows the tab.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
    let all = &view.project.board.ballots;
    let mut action = None;
    let shown = room.ballot(view.project);
    let mut reordered = false;
    ui.horizontal_wrapped(|ui| {
        if toggle(ui, &mut room.ballot_form.is_open, nl::room::NEW_BALLOT) {
            room.takes_focus = room.ballot_form.is_open;
        }
        if room.ballot_form.is_open {
            // Beside the heading: whoever presses it twice does not meet a dot.
            action = open_button(ui, view, room);
            return;
        }
        let Some(ballot) = shown else { return };
        let names: Vec<String> = all.iter().map(|ballot| ballot.title.clone()).collect();
        let at = all.iter().position(|other| other.id == ballot.id).unwrap_or(0);
        if let Some(chosen) = choice(ui, nl::room::CHOOSE_BALLOT, at, &names, 180.0) {
            room.ballot = Some(all[chosen].id);
        }
        reordered = ui.checkbox(&mut room.by_votes, nl::room::BY_VOTES).changed();
        action = remove_button(ui, &ballot.title, ballot.id);
    });
    if room.ballot_form.is_open {
        form(ui, view, room);
        return action;
    }
    let Some(ballot) = shown else {
        ui.label(theme::remark(nl::room::NO_BALLOT));
        return action;
    };
    // Every stemming is scrolled by itself, and a new one begins at its top.
    let mut scrolled = ScrollArea::vertical().id_salt(ballot.id).auto_shrink(false);
    if reordered {
        // The first of the new order is what the room wants to see.
        scrolled = scrolled.vertical_scroll_offset(0.0);
    }
    let voted = scrolled.show(ui, |ui| distribution_ui(ui, ballot, room.by_votes, ROW));
    voted.inner.or(action)
}

/// The button that puts what is filled in to the vote.
fn open_button(ui: &mut Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
    let workshop = room.workshop(view.project).map(|workshop| workshop.id);
    let form = &mut room.ballot_form;
    let (subjects, n_all) = subjects(form, view);
    let n_subjects = subjects.len();
    let mut action = None;
    if main_button(ui, nl::room::OPEN_BALLOT, n_subjects > 1) {
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
        action = Some(Action::put(BoardItem::Ballot(ballot)));
    }
    if n_subjects < n_all {
        ui.label(theme::remark(nl::room::first_subjects(n_subjects, n_all)));
    }
    action
}

fn form(ui: &mut Ui, view: &View<'_>, room: &mut Room) {
    let takes_focus = std::mem::take(&mut room.takes_focus);
    let form = &mut room.ballot_form;
    ui.horizontal_wrapped(|ui| {
        let title = line_field(ui, "stemming", nl::room::BALLOT_TITLE, &mut form.title, 260.0);
        if takes_focus {
            title.request_focus();
        }
        number(ui, &mut form.n_dots, 1..=MOST, nl::room::N_DOTS);
        number(ui, &mut form.n_kept, 1..=MOST, nl::room::N_KEPT);
        let kinds = nl::room::SUBJECT_KINDS.map(str::to_owned);
        if let Some(chosen) = choice(ui, nl::room::SUBJECTS, form.kind, &kinds, 150.0) {
            form.kind = chosen;
        }
        if form.kind == 0 && button(ui, nl::room::TEN_TASKS, nl::room::TEN_TASKS) {
            form.statements = nl::room::OPGAVEN.join("\n");
        }
    });
    ScrollArea::vertical().id_salt("stemming-onderwerpen").auto_shrink(false).show(ui, |ui| {
        if form.kind == 0 {
            text_field(ui, "uitspraken", nl::room::STATEMENTS, &mut form.statements, 4);
            return;
        }
        for subject in subjects(form, view).0 {
            ui.label(subject.text);
        }
    });
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
