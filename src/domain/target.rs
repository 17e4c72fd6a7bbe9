//! Opgave: how many homes of each form are to be added.

use serde::{Deserialize, Serialize};

use super::housing::HousingForm;

/// Scenario of the opgave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum TargetScenario {
    /// `basis`.
    #[default]
    #[serde(rename = "basis")]
    Basic,
    /// `trend`.
    #[serde(rename = "trend")]
    Trend,
}

impl TargetScenario {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Basic => "basis",
            Self::Trend => "trend",
        }
    }
}

/// Opgave for the whole of Twente to 2030, in homes.
///
/// Source: Regionale woonzorgvisie Twente. The table per gemeente ("bijlage afsprakenkader") is not public.
pub fn twente_target(scenario: TargetScenario, form: HousingForm) -> u32 {
    match (scenario, form) {
        (TargetScenario::Basic, HousingForm::StepFree) => 4_500,
        (TargetScenario::Basic, HousingForm::Clustered) => 2_000,
        (TargetScenario::Basic, HousingForm::CareReady) => 1_560,
        (TargetScenario::Trend, HousingForm::StepFree) => 2_710,
        (TargetScenario::Trend, HousingForm::Clustered) => 5_310,
        (TargetScenario::Trend, HousingForm::CareReady) => 1_100,
    }
}
