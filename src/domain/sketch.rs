//! Schetsen: what a room draws on the map, with a title, a note, and from which round and table it came.

use geo::{LineString, Polygon};
use uuid::Uuid;

use crate::crs::{Rd, RdPoint};

/// Schets. Never carries a person's name: only the table it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// Stable id.
    pub id: Uuid,
    /// What was drawn.
    pub shape: SketchShape,
    /// How it is drawn.
    pub look: SketchLook,
    /// Title; for a text, the text itself.
    pub title: String,
    /// What there is to say about it.
    pub note: String,
    /// The round it came from.
    pub round: Option<Uuid>,
    /// The table it came from, such as "tafel 3".
    pub table: String,
    /// When it was drawn, `JJJJ-MM-DDTUU:MM:SSZ`.
    pub made: String,
}

/// What was drawn, in RD.
#[derive(Debug, Clone, PartialEq)]
pub enum SketchShape {
    /// `punt`.
    Point(RdPoint),
    /// `tekst`: the title stands here.
    Text(RdPoint),
    /// `lijn`, also one drawn freehand.
    Line(Rd<LineString<f64>>),
    /// `pijl`: a line with a head at its end.
    Arrow(Rd<LineString<f64>>),
    /// `vlak`, also a circle or a rectangle; valid.
    Area(Rd<Polygon<f64>>),
}

impl SketchShape {
    /// Its name in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Point(_) => "punt",
            Self::Text(_) => "tekst",
            Self::Line(_) => "lijn",
            Self::Arrow(_) => "pijl",
            Self::Area(_) => "vlak",
        }
    }
}

/// Color and width of a sketch, from a small legible set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SketchLook {
    /// Its color.
    pub color: SketchColor,
    /// Its width.
    pub width: SketchWidth,
}

/// A color that stays apart from the others for color-blind eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum SketchColor {
    /// `blauw`.
    #[default]
    Blue,
    /// `oranje`.
    Orange,
    /// `paars`.
    Purple,
    /// `groen`.
    Green,
    /// `zwart`.
    Black,
}

impl SketchColor {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Blue, Self::Orange, Self::Purple, Self::Green, Self::Black];

    /// Its name in files and on screen.
    pub fn name(self) -> &'static str {
        ["blauw", "oranje", "paars", "groen", "zwart"][self as usize]
    }

    /// The color of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.name() == name)
    }
}

/// Width of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum SketchWidth {
    /// `dun`.
    Thin,
    /// `gewoon`.
    #[default]
    Medium,
    /// `dik`.
    Thick,
}

impl SketchWidth {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Thin, Self::Medium, Self::Thick];

    /// Its name in files and on screen.
    pub fn name(self) -> &'static str {
        ["dun", "gewoon", "dik"][self as usize]
    }

    /// The width of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|width| width.name() == name)
    }
}
