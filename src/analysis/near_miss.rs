//! Bijna-zones: where one added place would make a zone.

use std::sync::Arc;

use geo::MultiPolygon;
use uuid::Uuid;

use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;

/// What has no zone: a 24-uurszorglocatie or a kern.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
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
    pub subject: Subject,
    /// The kinds of the rule that fails; one place of any of them is enough.
    pub kinds_needed: Vec<AmenityKind>,
    /// Anywhere in here the addition makes a zone with a core of at least one hectare.
    pub search_area: Rd<MultiPolygon<f64>>,
    /// Name of the kern in or nearest to the search area.
    pub search_area_name: String,
    /// The place of those tried that brings most 75-plussers within a zone.
    pub best_place: RdPoint,
    /// Residents of the zone that the best place would make.
    pub residents: Option<f64>,
    /// 75-plussers of the zone that the best place would make.
    pub aged_75_plus: Option<f64>,
    /// Those of them who are in no zone today.
    pub added_75_plus: Option<f64>,
}
