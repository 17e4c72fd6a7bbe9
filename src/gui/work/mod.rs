//! Work on files that takes long, each on a thread of its own.

pub mod exporting;
pub mod opening;
