//! The only place with colors, sizes and type: the tokens of the visual design.

mod palette;
pub mod presented;
mod scheme;
mod sizes;
mod style;

pub use palette::{Palette, color32, current, palette};
pub use presented::{icon_size, line, marker_size, type_size};
pub use scheme::Scheme;
pub use sizes::*;
pub use style::{BOLD, MEDIUM, apply, figure, heading, install, label_font, marker_font, medium, remark, strong};
