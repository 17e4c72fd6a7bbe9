//! What F5 shows: the map for a room, without panels.

pub mod overlay;
mod presenting;

pub use presenting::Presenter;
