//! Kandidaatlocaties: given sites ranked, and places proposed where a zone has none.

use uuid::Uuid;

use super::assessment::PlaceAssessment;
use crate::crs::RdPoint;

/// A 75-plusser within this walking distance of a site counts as served by it, in metres.
///
/// Source: Kenniscentrum Sport & Bewegen, older people walk 10 minutes or 500 m.
pub const SERVICE_DISTANCE_M: f64 = 500.0;

/// A site with its rank.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedSite {
    /// 1 is best; sites without a score come last.
    pub rank: u32,
    /// Stable id.
    pub id: Uuid,
    /// Name; empty for a proposed place, which the edge names.
    pub name: String,
    /// Proposed by the analysis, not given by anyone.
    pub proposed: bool,
    /// Where it lies.
    pub point: RdPoint,
    /// The zone in which it lies.
    pub zone_id: Option<Uuid>,
    /// Name of the kern nearest to it.
    pub settlement: Option<String>,
    /// Name of the gemeente in which it lies.
    pub municipality: Option<String>,
    /// Score for *geclusterd* wonen, 0–100.
    pub score: Option<f64>,
    /// How many homes fit, if known.
    pub n_homes: Option<u32>,
    /// 75-plussers within [`SERVICE_DISTANCE_M`], if people are known.
    pub serves_75_plus: Option<f64>,
    /// The trace of every rule.
    pub assessment: PlaceAssessment,
}
