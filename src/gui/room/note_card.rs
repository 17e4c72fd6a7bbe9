//! The card on which a plakbriefje is written or read, beside its place on the map.

use egui::{Align2, Frame, Id, Margin, Pos2, Ui, Window, vec2};
use uuid::Uuid;

use super::fields::{button, line_field, main_button, text_field};
use super::{Pointing, Room, now_text, put, remove};
use crate::crs::RdPoint;
use crate::domain::workshop::StickyNote;
use crate::gui::panels::{Action, View};
use crate::gui::theme::{self, STEP};
use crate::nl::window as nl;
use crate::project::{Board, BoardItem};

/// Width of the card, in points.
const WIDTH: f32 = 250.0;

/// A card: for one note, or for several that lie together, to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteCard {
    /// The notes of the project that it is about; none for a new one.
    ids: Vec<Uuid>,
    /// Where a new note comes.
    point: Option<RdPoint>,
    text: String,
    table: String,
    /// Where the card stands on the screen; in the middle without.
    at: Option<Pos2>,
    is_fresh: bool,
}

impl NoteCard {
    /// For a new note, on the map or on the parking list.
    #[must_use]
    pub fn new(point: Option<RdPoint>, at: impl Into<Option<Pos2>>) -> Self {
        let at = at.into();
        Self { ids: Vec::new(), point, text: String::new(), table: String::new(), at, is_fresh: true }
    }

    /// For notes that there are.
    #[must_use]
    pub fn of(notes: &[&StickyNote], at: impl Into<Option<Pos2>>) -> Self {
        let mut card = Self::new(None, at);
        card.ids = notes.iter().map(|note| note.id).collect();
        if let [note] = notes {
            card.text.clone_from(&note.text);
            card.table.clone_from(&note.table);
        }
        card
    }

    /// Was anything typed that is not in the project?
    pub(super) fn is_changed(&self, board: &Board) -> bool {
        let (text, table) = (self.text.trim(), self.table.trim());
        let known = self.ids.first().and_then(|id| board.notes.iter().find(|note| note.id == *id));
        let is_one = self.ids.len() < 2;
        is_one && !text.is_empty() && known.is_none_or(|known| known.text != text || known.table != table)
    }
}

/// Shows the card while there is one, and hands in what was typed in one that another was opened over.
pub fn ui(ui: &Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
    let left = room.left.take().filter(|left| left.is_changed(&view.project.board));
    let handed_in = left.and_then(|left| stick(left, view, room));
    handed_in.or_else(|| shown(ui, view, room))
}

fn shown(ui: &Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
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
        if ui.button(nl::room::CANCEL).clicked() {
            news = News::Done(None);
        }
    });
    match news {
        News::Stays => room.card = Some(card),
        News::Other(other) => room.card = Some(other),
        News::Done(action) => return action,
        News::Stick => return stick(card, view, room),
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
        if ui.button(nl::room::CANCEL).clicked() {
            news = News::Done(None);
        }
        let Some(id) = known else { return };
        if ui.button(nl::room::POINT_OUT).clicked() {
            room.pointing = Some(Pointing::Note(id));
            news = if card.is_changed(board) { News::Stick } else { News::Done(None) };
        }
        if button(ui, nl::room::REMOVE, &nl::room::of(nl::room::REMOVE, nl::room::NOTE)) {
            news = News::Done(Some(remove(id)));
        }
    });
    news
}

fn stick(card: NoteCard, view: &View<'_>, room: &Room) -> Option<Action> {
    written(card, &view.project.board, room.timer.round()).map(put)
}

/// The note as it was written, in a round; nothing when the note that was being changed is gone.
pub(super) fn written(card: NoteCard, board: &Board, round: Option<Uuid>) -> Option<BoardItem> {
    let text = card.text.trim().to_owned();
    let table = card.table.trim().to_owned();
    let note = match card.ids.first() {
        Some(id) => {
            let known = board.notes.iter().find(|note| note.id == *id)?;
            StickyNote { text, table, ..(**known).clone() }
        }
        None => StickyNote { id: Uuid::new_v4(), text, point: card.point, round, table, made: now_text() },
    };
    Some(BoardItem::Note(note))
}
