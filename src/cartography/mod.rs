//! How a map looks, once for every medium: which color, line and symbol stands for what. The window, the styles of QGIS and
//! drawings as SVG take it from here. Lengths are in points of 1/96 inch.

pub mod color;
pub mod colors;
pub mod look;
pub mod ramp;
pub mod symbol;

pub use color::Color;
pub use colors::{MapColors, Theme};
pub use look::{Line, Look, Subject};
pub use symbol::Symbol;

/// Millimetres in a point: 1/96 inch, as CSS has it.
pub const MM_PER_POINT: f64 = 25.4 / 96.0;
