//! Sketching on the map: the shapes and what can be done with them, the tool in hand, its bar, and how sketches are drawn.

pub mod cutting;
#[cfg(test)]
mod laws;
pub mod shapes;
pub mod snapping;
pub mod validity;
pub mod vertices;
