//! Left: the layers, the legend, and the norms.

mod covers;
pub mod layers;
pub mod legend;
mod norm_controls;
pub mod norm_sets;
pub mod norms;
pub mod norms_editor;
