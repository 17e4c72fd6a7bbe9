//! What is explained and drawn thick.

use std::mem::{Discriminant, discriminant};

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
    pub fn subject(self) -> (Discriminant<Self>, Uuid) {
        let id = match self {
            Self::Nothing | Self::Place(_) | Self::Box(_) => Uuid::nil(),
            Self::Zone { id, .. }
            | Self::NearMiss(id)
            | Self::Site(id)
            | Self::Care(id)
            | Self::Facility(id)
            | Self::Settlement(id)
            | Self::Sketch(id) => id,
        };
        (discriminant(&self), id)
    }

    /// The sketch, if it is one.
    pub fn sketch(self) -> Option<Uuid> {
        if let Self::Sketch(id) = self { Some(id) } else { None }
    }

    /// The place that rules are held against, if there is one.
    pub fn place(self) -> Option<RdPoint> {
        match self {
            Self::Place(place) | Self::Zone { place: Some(place), .. } => Some(place),
            _ => None,
        }
    }
}
