//! 24-uurszorglocaties: where intensive care is present around the clock.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::identity::{Provenance, Status};
use crate::crs::RdPoint;

/// Sector of care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Sector {
    /// Verpleging, verzorging en thuiszorg.
    #[serde(rename = "VVT")]
    Nursing,
    /// Gehandicaptenzorg.
    #[serde(rename = "GHZ")]
    Disability,
    /// Geestelijke gezondheidszorg.
    #[serde(rename = "GGZ")]
    MentalHealth,
    /// Anything else, or not stated.
    #[default]
    #[serde(rename = "overig")]
    Other,
}

/// 24-uurszorglocatie: a place with care and supervision around the clock, the anchor of a caring zone.
#[derive(Debug, Clone, PartialEq)]
pub struct CareLocation {
    /// Stable id.
    pub id: Uuid,
    /// Name of the location.
    pub name: String,
    /// The organization that runs it.
    pub organization: Option<String>,
    /// Sector of care.
    pub sector: Sector,
    /// Number of places (`plaatsen`).
    pub n_places: Option<u32>,
    /// Only an existing location serves people.
    pub status: Status,
    /// Where the record comes from.
    pub provenance: Provenance,
    /// Where it stands.
    pub point: RdPoint,
}
