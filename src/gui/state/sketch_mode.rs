//! What the sketching tool does: a mode at a time.

use crate::nl::window::sketches as nl;
use strum::VariantArray;

/// A mode of the sketching tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, VariantArray)]
pub enum SketchMode {
    /// A place.
    Point,
    /// A text at a place.
    Text,
    /// A line through corners.
    Line,
    /// A line or area as the pointer goes.
    Freehand,
    /// A line with a head.
    Arrow,
    /// An area by its corners.
    #[default]
    Area,
    /// A circle by its middle and radius.
    Circle,
    /// A rectangle by two corners.
    Rectangle,
    /// Changes the corners of the selected sketch.
    Edit,
    /// Splits the selected sketch.
    Split,
    /// Cuts a hole in the selected area.
    Hole,
}

impl SketchMode {
    /// All of them, in the order of the bar.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Its name.
    pub fn name(self) -> &'static str {
        nl::MODES[self as usize]
    }

    /// What to do.
    pub fn hint(self) -> &'static str {
        nl::HINTS[self as usize]
    }

    /// Does it work on the selected sketch?
    pub fn needs_subject(self) -> bool {
        matches!(self, Self::Edit | Self::Split | Self::Hole)
    }

    /// Does what is drawn end where it begins?
    pub fn closes(self) -> bool {
        matches!(self, Self::Area | Self::Hole)
    }
}
