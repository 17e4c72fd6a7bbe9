//! Search: one field for every place and every command.

mod entries;
mod panel;
mod typed_place;

pub use panel::{Search, ui};
