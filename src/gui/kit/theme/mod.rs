//! The only place with colors, sizes and type: the tokens of the visual design.

mod palette;
pub mod presented;
pub mod ramps;
mod sizes;
mod style;

pub use palette::{Palette, contrast, palette};
pub use presented::{icon_size, line, marker_size, type_size};
pub use sizes::*;
pub use style::{BOLD, MEDIUM, apply, figure, heading, install, label_font, marker_font, medium, remark, strong};
