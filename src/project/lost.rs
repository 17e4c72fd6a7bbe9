//! What is known of places that went while interventions were about them: their names stay.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;

/// A place that went, as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct LostPlace {
    /// Its kind; a site has none.
    pub kind: Option<AmenityKind>,
    /// Its name.
    pub name: String,
    /// Where it stood.
    pub point: RdPoint,
}

/// Places that went, by their ids.
pub type LostPlaces = BTreeMap<Uuid, LostPlace>;
