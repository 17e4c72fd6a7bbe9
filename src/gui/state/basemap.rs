//! What lies below the layers.

use crate::nl::window as nl;
use strum::VariantArray;

/// What lies below the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, VariantArray)]
pub enum Basemap {
    /// Drawn from what is loaded; needs no internet.
    #[default]
    Schematic,
    /// BRT-A grijs from PDOK.
    BrtGray,
    /// BRT-A standaard from PDOK.
    BrtStandard,
    /// The newest aerial photo from PDOK.
    Aerial,
}

impl Basemap {
    /// All of them, in the order of the list.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The one after it, the first after the last.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|known| *known == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// Whose it is, for one that comes from the internet.
    pub fn credit(self) -> Option<&'static str> {
        match self {
            Self::Schematic => None,
            Self::BrtGray | Self::BrtStandard => Some(nl::MAP_ATTRIBUTION),
            Self::Aerial => Some(nl::AERIAL_ATTRIBUTION),
        }
    }
}
