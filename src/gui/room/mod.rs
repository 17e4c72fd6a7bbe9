//! What a werkatelier does with the window: its rounds, plakbriefjes, stemmingen, besluiten and bookmarks.

mod ballots;
mod bookmark_list;
pub mod clock_card;
mod decisions;
pub mod decisions_on_map;
mod forms;
mod memory;
mod news;
mod note;
pub mod note_card;
mod note_list;
pub mod notes_on_map;
pub mod panel;
mod rounds;

pub use memory::{Pointing, Room};
pub use note::NoteCard;
