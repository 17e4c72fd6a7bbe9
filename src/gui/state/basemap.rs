//! What lies below the layers.

use crate::nl::window as nl;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What lies below the layers; its name stays the same, for bookmarks are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumString, IntoStaticStr, VariantArray)]
pub enum Basemap {
    /// Drawn from what is loaded; needs no internet.
    #[default]
    #[strum(disabled)]
    Schematic,
    /// BRT-A grijs from PDOK.
    #[strum(serialize = "ondergrond:brt_grijs")]
    BrtGray,
    /// BRT-A standaard from PDOK.
    #[strum(serialize = "ondergrond:brt_standaard")]
    BrtStandard,
    /// The newest aerial photo from PDOK.
    #[strum(serialize = "ondergrond:luchtfoto")]
    Aerial,
}

impl Basemap {
    /// All of them, in the order of the list.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The one after it, the first after the last.
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
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
