//! In what all is drawn now.

use super::palette::current;
use super::presented::presenting;
use crate::cartography::Theme;

/// The colors of a theme, in sizes for a room or for one's own screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Whose colors.
    pub theme: Theme,
    /// Is it for a room?
    pub presenting: bool,
}

impl Scheme {
    /// That of this thread.
    pub fn now() -> Self {
        Self { theme: current(), presenting: presenting() }
    }
}
