//! A near miss: what has no zone, and what one addition makes of it.

use std::sync::Arc;

use geo::MultiPolygon;
use uuid::Uuid;

use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::PeopleSum;
use crate::domain::identity::id_from_source;

/// What has no zone: a 24-uurszorglocatie or a kern.
#[derive(Debug, Clone, PartialEq)]
pub enum WithoutZone {
    /// A 24-uurszorglocatie.
    Care {
        /// Its id.
        id: Uuid,
        /// Its name.
        name: Arc<str>,
        /// Where it stands.
        point: RdPoint,
    },
    /// A kern.
    Settlement {
        /// Its id.
        id: Uuid,
        /// Its name.
        name: Arc<str>,
        /// Where its name stands.
        point: RdPoint,
    },
}

/// Bijna-zone: one single addition makes a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct NearMiss {
    /// Stable under a recompute with the same subject and kind.
    pub id: Uuid,
    /// What has no zone.
    pub subject: WithoutZone,
    /// The kinds of the rule that fails; one place of any of them is enough.
    pub kinds_needed: Vec<AmenityKind>,
    /// Those of them of which nobody gave a layer: one may stand there already.
    pub kinds_without_layer: Vec<AmenityKind>,
    /// Anywhere in here, within the study area, the addition makes a zone with a core of at least one hectare.
    pub search_area: Rd<MultiPolygon<f64>>,
    /// Name of the kern in or nearest to the search area.
    pub search_area_name: String,
    /// The place of those tried that brings most 75-plussers within a zone.
    pub best_place: RdPoint,
    /// People of the zone that the best place would make.
    pub people: PeopleSum,
    /// Those of them who are in no zone today.
    pub added: PeopleSum,
}

impl WithoutZone {
    /// Its id.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Care { id, .. } | Self::Settlement { id, .. } => *id,
        }
    }

    /// Where it stands.
    pub fn point(&self) -> RdPoint {
        match self {
            Self::Care { point, .. } | Self::Settlement { point, .. } => *point,
        }
    }

    /// Its name.
    pub fn name(&self) -> &Arc<str> {
        match self {
            Self::Care { name, .. } | Self::Settlement { name, .. } => name,
        }
    }
}

/// The id of the near miss of a subject that needs one of some kinds, in the order of the catalogue.
pub fn near_miss_id(subject: Uuid, kinds: &[AmenityKind]) -> Uuid {
    let roles: Vec<&str> = kinds.iter().map(|kind| kind.role()).collect();
    id_from_source("bijna-zone", &format!("{subject}/{}", roles.join("|")))
}
