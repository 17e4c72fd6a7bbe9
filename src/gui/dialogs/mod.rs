//! Questions and cards over the window.

pub mod delivery;
pub mod empty_card;
pub mod export;
pub mod file;
pub mod help;
pub mod open;
pub mod project;
