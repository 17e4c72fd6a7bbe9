//! Sketching on the map: the shapes and what can be done with them, the tool in hand, its bar, and how sketches are drawn.

pub mod bar;
pub mod cutting;
pub mod following;
#[cfg(test)]
mod laws;
pub mod layer;
pub mod look;
pub mod mode;
pub mod painting;
pub mod shapes;
pub mod snapping;
pub mod tool;
pub mod trial;
pub mod validity;
pub mod vertices;
