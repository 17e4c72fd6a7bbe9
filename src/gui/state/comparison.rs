//! How the variant that is worked on is compared with another.

use uuid::Uuid;

/// With what, and how that shows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Comparison {
    /// The variant that is compared with; the baseline without one.
    pub against: Option<Uuid>,
    /// Does the other variant show instead of the one that is worked on?
    pub shows_before: bool,
    /// Does the map show what zones cover more and less?
    pub shows_difference: bool,
    /// Up to where the map shows the other variant, as a share of its width.
    pub swipe: Option<f32>,
}
