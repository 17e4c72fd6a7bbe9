//! Woonvormen: ways of living with care near, from the smallest radius of action to the widest.

use serde::{Deserialize, Serialize};

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
    pub fn name(self) -> &'static str {
        ["zorggeschikt", "geclusterd", "nultreden"][self as usize]
    }

    /// The form of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}
