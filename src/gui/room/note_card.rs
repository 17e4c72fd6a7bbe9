//! The card on which a plakbriefje is written or read, beside its place on the map.

use egui::{Align2, Frame, Id, Margin, Ui, Window, vec2};
use uuid::Uuid;

use super::memory::{Pointing, Room};
use super::note::NoteCard;
use crate::gui::kit::fields::{button, line_field, main_button, text_field};
use crate::gui::kit::theme::{self, STEP};
use crate::gui::wish::{Action, View};
use crate::nl::window as nl;
use crate::project::Board;

/// Width of the card, in points.
const WIDTH: f32 = 250.0;

/// Shows the card while there is one, and hands in what was typed in one that another was opened over.
pub fn ui(ui: &Ui, view: &View<'_>, room: &mut Room, round: Option<Uuid>) -> Option<Action> {
    let left = room.left.take().filter(|left| left.is_changed(&view.project.board));
    let handed_in = left.and_then(|left| stick(left, view, round));
    handed_in.or_else(|| shown(ui, view, room, round))
}

fn shown(ui: &Ui, view: &View<'_>, room: &mut Room, round: Option<Uuid>) -> Option<Action> {
    let mut card = room.card.take()?;
    let notes = &view.project.board.notes;
    if !card.ids.is_empty() {
        card.ids.retain(|id| notes.iter().any(|note| note.id == *id));
        if card.ids.is_empty() {
            return None;
        }
    }
    let mut news = News::Stays;
    let ctx = ui.ctx();
    let mut window = Window::new(nl::room::NOTE)
        .id(Id::unique("plakbriefje"))
        .title_bar(false)
        .resizable(false)
        .frame(Frame::window(ui.style()).inner_margin(Margin::same(12)));
    window = match card.at {
        Some(at) => window.current_pos(at + vec2(4.0 * STEP, 2.0 * STEP)),
        None => window.anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)),
    };
    window.show(ctx, |ui| {
        ui.set_width(WIDTH);
        let [_, _, ..] = card.ids[..] else {
            news = one(ui, &mut card, room, &view.project.board);
            return;
        };
        ui.label(theme::strong(nl::room::notes(card.ids.len())));
        for note in notes.iter().filter(|note| card.ids.contains(&note.id)) {
            if ui.button(&note.text).clicked() {
                news = News::Other(NoteCard::of(&[note], card.at));
            }
        }
        if ui.button(nl::CANCEL).clicked() {
            news = News::Done(None);
        }
    });
    match news {
        News::Stays => room.card = Some(card),
        News::Other(other) => room.card = Some(other),
        News::Done(action) => return action,
        News::Stick => return stick(card, view, round),
    }
    None
}

enum News {
    Stays,
    Other(NoteCard),
    Stick,
    Done(Option<Action>),
}

fn one(ui: &mut Ui, card: &mut NoteCard, room: &mut Room, board: &Board) -> News {
    let known = card.ids.first().copied();
    let response = text_field(ui, "briefje", nl::room::NOTE_TEXT, &mut card.text, 2);
    if std::mem::take(&mut card.is_fresh) {
        response.request_focus();
    }
    line_field(ui, "briefje-tafel", nl::room::NOTE_TABLE, &mut card.table, 110.0);
    ui.add_space(STEP);
    let mut news = News::Stays;
    ui.horizontal_wrapped(|ui| {
        if main_button(ui, nl::room::STICK, !card.text.trim().is_empty()) {
            news = News::Stick;
        }
        if ui.button(nl::CANCEL).clicked() {
            news = News::Done(None);
        }
        let Some(id) = known else { return };
        if ui.button(nl::room::POINT_OUT).clicked() {
            room.pointing = Some(Pointing::Note(id));
            news = if card.is_changed(board) { News::Stick } else { News::Done(None) };
        }
        if button(ui, nl::REMOVE, &nl::room::of(nl::REMOVE, nl::room::NOTE)) {
            news = News::Done(Some(Action::remove(id)));
        }
    });
    news
}

fn stick(card: NoteCard, view: &View<'_>, round: Option<Uuid>) -> Option<Action> {
    card.written(&view.project.board, round).map(Action::put)
}
