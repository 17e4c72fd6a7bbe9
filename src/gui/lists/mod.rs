//! Below the map: lists of zones, kernen and every layer, and the messages.

mod memory;
pub mod messages;
pub mod panel;
mod rows;
mod table;
mod tabs;

pub use memory::Lists;
