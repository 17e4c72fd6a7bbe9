//! Shapes drawn by hand, as plain geometry: made, measured, checked, changed and cut.

pub mod cutting;
#[cfg(test)]
mod laws;
pub mod making;
pub mod size;
pub mod snapping;
pub mod validity;
pub mod vertices;
