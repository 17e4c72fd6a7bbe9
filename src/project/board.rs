//! What a room left behind: sketches, notes, werkateliers, votes, decisions and bookmarks.

use std::sync::Arc;

use uuid::Uuid;

use crate::domain::sketch::Sketch;
use crate::domain::workshop::{Ballot, Bookmark, Decision, StickyNote, Workshop};

/// Everything on the board, each list in its own order. Shared between the snapshots of the document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Board {
    /// Schetsen, the newest last.
    pub sketches: Vec<Arc<Sketch>>,
    /// Plakbriefjes, the newest last.
    pub notes: Vec<Arc<StickyNote>>,
    /// Werkateliers, the newest last.
    pub workshops: Vec<Arc<Workshop>>,
    /// Stemmingen, the newest last.
    pub ballots: Vec<Arc<Ballot>>,
    /// Besluiten, the newest last.
    pub decisions: Vec<Arc<Decision>>,
    /// Bladwijzers, in the order of the number keys.
    pub bookmarks: Vec<Arc<Bookmark>>,
}

impl Board {
    /// The sketch of that id.
    pub fn sketch(&self, id: Uuid) -> Option<&Sketch> {
        self.sketches.iter().find(|sketch| sketch.id == id).map(|sketch| &**sketch)
    }
}

/// One thing on the board.
#[derive(Debug, Clone, PartialEq)]
pub enum BoardItem {
    /// Schets.
    Sketch(Sketch),
    /// Plakbriefje.
    Note(StickyNote),
    /// Werkatelier.
    Workshop(Workshop),
    /// Stemming.
    Ballot(Ballot),
    /// Besluit.
    Decision(Decision),
    /// Bladwijzer.
    Bookmark(Bookmark),
}

/// One step on the board: removes some things, then adds or changes others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BoardEdit {
    /// Ids of what goes.
    pub remove: Vec<Uuid>,
    /// What comes, or takes the place of what has its id.
    pub put: Vec<BoardItem>,
}

impl BoardEdit {
    /// Adds or changes one thing.
    pub fn put(item: BoardItem) -> Self {
        Self { remove: Vec::new(), put: vec![item] }
    }

    /// One thing goes.
    pub fn remove(id: Uuid) -> Self {
        Self { remove: vec![id], put: Vec::new() }
    }

    /// Applies it.
    pub fn apply(&self, board: &mut Board) {
        for id in &self.remove {
            board.sketches.retain(|item| item.id != *id);
            board.notes.retain(|item| item.id != *id);
            board.workshops.retain(|item| item.id != *id);
            board.ballots.retain(|item| item.id != *id);
            board.decisions.retain(|item| item.id != *id);
            board.bookmarks.retain(|item| item.id != *id);
        }
        for item in &self.put {
            match item {
                BoardItem::Sketch(item) => put(&mut board.sketches, item, |other| other.id),
                BoardItem::Note(item) => put(&mut board.notes, item, |other| other.id),
                BoardItem::Workshop(item) => put(&mut board.workshops, item, |other| other.id),
                BoardItem::Ballot(item) => put(&mut board.ballots, item, |other| other.id),
                BoardItem::Decision(item) => put(&mut board.decisions, item, |other| other.id),
                BoardItem::Bookmark(item) => put(&mut board.bookmarks, item, |other| other.id),
            }
        }
    }
}

fn put<T: Clone>(list: &mut Vec<Arc<T>>, item: &T, id: impl Fn(&T) -> Uuid) {
    match list.iter_mut().find(|other| id(other) == id(item)) {
        Some(there) => *there = Arc::new(item.clone()),
        None => list.push(Arc::new(item.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(n: u128, text: &str) -> BoardItem {
        BoardItem::Note(StickyNote {
            id: Uuid::from_u128(n),
            text: text.to_owned(),
            point: None,
            round: None,
            table: String::new(),
            made: String::new(),
        })
    }

    #[test]
    fn what_is_put_again_stays_where_it_stood_and_what_goes_is_gone() {
        let mut board = Board::default();
        BoardEdit::put(note(1, "a")).apply(&mut board);
        BoardEdit::put(note(2, "b")).apply(&mut board);
        BoardEdit::put(note(1, "c")).apply(&mut board);
        let texts: Vec<&str> = board.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(texts, ["c", "b"]);
        BoardEdit { remove: vec![Uuid::from_u128(1)], put: vec![note(3, "d")] }.apply(&mut board);
        let texts: Vec<&str> = board.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(texts, ["b", "d"]);
    }
}
