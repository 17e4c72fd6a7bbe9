//! Kernen: villages and towns.

use geo::MultiPolygon;
use uuid::Uuid;

use super::demand::PeopleCounts;
use super::identity::Provenance;
use crate::crs::{Rd, RdPoint};

/// Kern: a village or town, by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// Stable id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Gemeentecode, if the source gives it.
    pub municipality_code: Option<String>,
    /// Who lives there, as the source counts it.
    pub people: PeopleCounts,
    /// Where its name belongs on a map.
    pub point: RdPoint,
    /// Built-up area, if the source gives it.
    pub outline: Option<Rd<MultiPolygon<f64>>>,
    /// Where the record comes from.
    pub provenance: Provenance,
}
