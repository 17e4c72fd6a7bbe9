//! Kandidaatlocaties: parcels on which homes might come.

use uuid::Uuid;

use super::housing::HousingForm;
use super::identity::{Provenance, Status};
use crate::crs::RdPoint;

/// Kandidaatlocatie.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidateSite {
    /// Stable id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// `woningen`: how many homes fit.
    pub n_homes: Option<u32>,
    /// `woonvormen`: for which forms it is meant; empty when not stated.
    pub forms: Vec<HousingForm>,
    /// Does it exist, is it planned, or wished for?
    pub status: Status,
    /// Where the record comes from.
    pub provenance: Provenance,
    /// Where it lies.
    pub point: RdPoint,
}
