//! The tabs that something else in the window may open.

use crate::nl::window as nl;
use strum::VariantArray;

/// Which list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, VariantArray)]
pub enum ListTab {
    /// Zones.
    #[default]
    Zones,
    /// Bijna-zones.
    NearMisses,
    /// Kandidaatlocaties.
    Sites,
    /// Kernen.
    Kernen,
    /// The places of one kind.
    Layer,
}

impl ListTab {
    /// All of them, in their order.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Its name.
    pub fn name(self) -> &'static str {
        nl::LIST_TABS[self as usize]
    }
}

/// A tab of the werkatelier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, VariantArray)]
pub enum RoomTab {
    /// The werkatelier and its rounds.
    #[default]
    Rounds,
    /// Plakbriefjes.
    Notes,
    /// Stemmingen.
    Ballots,
    /// Besluiten.
    Decisions,
    /// Bookmarks.
    Bookmarks,
    /// What changed.
    News,
}

impl RoomTab {
    /// All of them, in their order.
    pub const ALL: &'static [Self] = Self::VARIANTS;
}
