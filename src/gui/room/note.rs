//! A plakbriefje that is being written or read.

use egui::Pos2;
use uuid::Uuid;

use crate::crs::RdPoint;
use crate::domain::workshop::StickyNote;
use crate::gui::state::clock::now_text;
use crate::project::{Board, BoardItem};

/// A card: for one note, or for several that lie together, to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteCard {
    /// The notes of the project that it is about; none for a new one.
    pub(super) ids: Vec<Uuid>,
    /// Where a new note comes.
    point: Option<RdPoint>,
    pub(super) text: String,
    pub(super) table: String,
    /// Where the card stands on the screen; in the middle without.
    pub(super) at: Option<Pos2>,
    pub(super) is_fresh: bool,
}

impl NoteCard {
    /// For a new note, on the map or on the parking list.
    pub fn new(point: Option<RdPoint>, at: impl Into<Option<Pos2>>) -> Self {
        let at = at.into();
        Self { ids: Vec::new(), point, text: String::new(), table: String::new(), at, is_fresh: true }
    }

    /// For notes that there are.
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

    /// The note as it was written, in a round; nothing when the note that was being changed is gone.
    pub(super) fn written(self, board: &Board, round: Option<Uuid>) -> Option<BoardItem> {
        let text = self.text.trim().to_owned();
        let table = self.table.trim().to_owned();
        let note = match self.ids.first() {
            Some(id) => {
                let known = board.notes.iter().find(|note| note.id == *id)?;
                StickyNote { text, table, ..(**known).clone() }
            }
            None => StickyNote { id: Uuid::new_v4(), text, point: self.point, round, table, made: now_text() },
        };
        Some(BoardItem::Note(note))
    }
}
