//! The document: what the user chose, changed only by an [`Edit`], with undo.

pub mod autosave;
mod board;
pub mod delivery;
mod derived_ids;
mod document;
mod edit;
pub mod file;
mod history;
pub mod lost;
pub mod passing;
mod plan;
mod since;

pub use board::{Board, BoardEdit, BoardItem};
pub use document::{CELL_SIZES_M, DEFAULT_CELL_M, Project};
pub use edit::{Edit, LayersEdit};
pub use history::{History, MAX_GROUNDS, Standing};
pub use plan::{Plan, PlanEdit};
pub use since::NewSince;
