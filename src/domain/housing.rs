//! Woonvormen: ways of living with care near, from the smallest radius of action to the widest.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::identity::{Provenance, Status};
use crate::crs::RdPoint;

/// Woonvorm. The order is from the inner ring to the outer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HousingForm {
    /// `zorggeschikt`: nursing at home is possible; nearest to everything.
    #[serde(rename = "zorggeschikt")]
    CareReady,
    /// `geclusterd`: ten or more homes with a place to meet.
    #[serde(rename = "geclusterd")]
    Clustered,
    /// `nultreden`: step-free, spread through the neighbourhood (gespikkeld).
    #[serde(rename = "nultreden")]
    StepFree,
}

impl HousingForm {
    /// All, inner ring first.
    pub const ALL: [Self; 3] = [Self::CareReady, Self::Clustered, Self::StepFree];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["zorggeschikt", "geclusterd", "nultreden"][self as usize]
    }

    /// The form of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}

/// Cluster: an existing complex of clustered homes (`cluster`).
#[derive(Debug, Clone, PartialEq)]
pub struct HousingCluster {
    /// Stable id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Number of homes.
    pub n_homes: Option<u32>,
    /// Does it exist?
    pub status: Status,
    /// Where the record comes from.
    pub provenance: Provenance,
    /// Where it stands.
    pub point: RdPoint,
}
