//! What is explained and drawn thick.

use geo::Rect;
use uuid::Uuid;

use crate::crs::RdPoint;

/// What the right panel explains and the map draws thick.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Selection {
    /// The region as a whole.
    #[default]
    Nothing,
    /// A place outside every zone.
    Place(RdPoint),
    /// A zone, and where it was clicked.
    Zone {
        /// Its id.
        id: Uuid,
        /// The place, when it was clicked on the map.
        place: Option<RdPoint>,
    },
    /// A near miss.
    NearMiss(Uuid),
    /// A site.
    Site(Uuid),
    /// A 24-uurszorglocatie.
    Care(Uuid),
    /// A voorziening, halte or station.
    Facility(Uuid),
    /// A kern.
    Settlement(Uuid),
    /// What lies within a box of RD.
    Box(Rect<f64>),
    /// A sketch.
    Sketch(Uuid),
}

impl Selection {
    /// What is explained, whatever the place: another subject is read from its top.
    pub fn subject(self) -> (u8, Uuid) {
        match self {
            Self::Nothing => (0, Uuid::nil()),
            Self::Place(_) => (1, Uuid::nil()),
            Self::Zone { id, .. } => (2, id),
            Self::NearMiss(id) => (3, id),
            Self::Site(id) => (4, id),
            Self::Care(id) => (5, id),
            Self::Facility(id) => (6, id),
            Self::Settlement(id) => (7, id),
            Self::Box(_) => (8, Uuid::nil()),
            Self::Sketch(id) => (9, id),
        }
    }

    /// The sketch, if it is one.
    pub fn sketch(self) -> Option<Uuid> {
        match self {
            Self::Sketch(id) => Some(id),
            _ => None,
        }
    }

    /// The place that rules are held against, if there is one.
    pub fn place(self) -> Option<RdPoint> {
        match self {
            Self::Place(place) | Self::Zone { place: Some(place), .. } => Some(place),
            _ => None,
        }
    }
}
