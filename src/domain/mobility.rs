//! Doelgroepen: how far people walk comfortably, and so how far norms may reach.

use serde::{Deserialize, Serialize};

/// Doelgroep: scales every norm by its comfortable distance against that of [`MobilityProfile::Independent75`], on whose
/// 500 m the default norms rest (Kenniscentrum Sport & Bewegen: older people walk 10 minutes, 500 m).
///
/// The distances are the table of `domain` §2.4, middle of a range where it gives one; all but the 500 m are assumptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum MobilityProfile {
    /// Vitaal, 65–74.
    #[serde(rename = "vitaal")]
    Fit,
    /// 75-plus, independent: the norms as they stand.
    #[default]
    #[serde(rename = "75plus")]
    Independent75,
    /// Kwetsbaar, 80-plus or with a stick.
    #[serde(rename = "kwetsbaar")]
    Frail,
    /// With a rollator.
    #[serde(rename = "rollator")]
    Walker,
    /// Living with mild dementia, going out alone.
    #[serde(rename = "dementie")]
    Dementia,
    /// With a scootmobiel.
    #[serde(rename = "scootmobiel")]
    MobilityScooter,
}

impl MobilityProfile {
    /// All, in the order of the list on screen.
    pub const ALL: [Self; 6] =
        [Self::Fit, Self::Independent75, Self::Frail, Self::Walker, Self::Dementia, Self::MobilityScooter];

    /// Comfortable one-way walking distance, in metres.
    pub fn comfortable_m(self) -> f64 {
        match self {
            Self::Fit => 800.0,
            Self::Independent75 => 500.0,
            Self::Frail => 375.0,
            Self::Walker | Self::Dementia => 275.0,
            Self::MobilityScooter => 2500.0,
        }
    }

    /// The factor by which norms are multiplied.
    pub fn norm_factor(self) -> f64 {
        self.comfortable_m() / Self::Independent75.comfortable_m()
    }
}
