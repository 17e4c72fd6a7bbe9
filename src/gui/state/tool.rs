//! The tool in hand: one at a time, and what it holds goes when another is taken up.

use uuid::Uuid;

use super::measure::Measure;
use super::sketching::Sketching;
use crate::domain::amenity::AmenityKind;

/// What the pointer does on the map.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Tool {
    /// Looks and chooses.
    #[default]
    Look,
    /// Measures.
    Measure(Measure),
    /// Places and moves what a variant changes.
    WhatIf(WhatIf),
    /// Sketches.
    Sketch(Sketching),
}

/// The tool that places and moves.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WhatIf {
    /// What a click adds.
    pub adds: Adds,
    /// The place that is being dragged.
    pub held: Option<HeldPlace>,
}

/// What a click on the map adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Adds {
    /// Nothing: places are only moved.
    #[default]
    Nothing,
    /// A location of a kind.
    Place(AmenityKind),
    /// A site.
    Site,
}

/// A place in hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeldPlace {
    /// Its id.
    pub id: Uuid,
    /// The id of the variant that begins with this drag, if none is worked on.
    pub new_variant: Uuid,
}

impl Tool {
    /// The sketching tool, when it is in hand.
    pub fn sketching(&self) -> Option<&Sketching> {
        if let Self::Sketch(sketching) = self { Some(sketching) } else { None }
    }

    /// The tool that places and moves, when it is in hand.
    pub fn what_if(&self) -> Option<WhatIf> {
        if let Self::WhatIf(what_if) = self { Some(*what_if) } else { None }
    }

    /// Does a click on the map choose, and a double click zoom?
    pub fn leaves_clicks_to_the_map(&self) -> bool {
        matches!(self, Self::Look | Self::WhatIf(_))
    }

    /// Is something on the map being dragged with it?
    pub fn drags(&self) -> bool {
        match self {
            Self::WhatIf(what_if) => what_if.held.is_some(),
            Self::Sketch(sketching) => sketching.held.is_some(),
            Self::Look | Self::Measure(_) => false,
        }
    }

    /// Lets go of what is being dragged.
    pub fn abandon_drag(&mut self) {
        match self {
            Self::WhatIf(what_if) => what_if.held = None,
            Self::Sketch(sketching) => sketching.held = None,
            Self::Look | Self::Measure(_) => {}
        }
    }

    /// Puts away what is on top: what is being drawn, else the tool; false when none is in hand.
    pub fn put_away(&mut self) -> bool {
        if let Self::Sketch(sketching) = self
            && sketching.drop_drawing()
        {
            return true;
        }
        std::mem::take(self) != Self::Look
    }
}

#[cfg(test)]
mod tests {
    use geo::Coord;

    use super::*;
    use crate::gui::state::{SketchHabits, SketchMode};

    #[test]
    fn what_is_drawn_is_put_away_before_the_tool() {
        let mut sketching = Sketching::new(SketchMode::Line);
        sketching.add(Coord { x: 250_000.0, y: 470_000.0 }, None, &mut SketchHabits::default());
        let mut tool = Tool::Sketch(sketching);
        assert!(tool.put_away() && tool.sketching().is_some_and(|sketching| sketching.points.is_empty()));
        assert!(tool.put_away() && tool == Tool::Look);
        assert!(!tool.put_away());
    }
}
