//! Where the map is to go.

use geo::{Coord, Rect};

/// Where the map is to go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MapMove {
    /// Show a box of RD.
    Fit(Rect<f64>),
    /// Put a place in the middle, near enough to see its surroundings.
    FlyTo(Coord<f64>),
    /// Show the whole region.
    WholeRegion,
    /// Nearer (positive) or farther by so many zoom levels.
    Zoom(f64),
    /// Show a box of RD in all the space there is, without a margin.
    Exactly(Rect<f64>),
    /// Show a box of RD in what the cards of a presentation leave free, without a margin.
    BetweenCards(Rect<f64>),
}
