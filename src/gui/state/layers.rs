//! Which layers show, how strongly, and which lies over which.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use strum::{IntoStaticStr, VariantArray};

use crate::domain::amenity::AmenityKind;

/// A layer that is not a kind of place. Its name stays the same, for bookmarks are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, VariantArray, IntoStaticStr)]
pub enum Layer {
    /// Zones.
    #[strum(serialize = "zones")]
    Zones,
    /// Rings per woonvorm within zones.
    #[strum(serialize = "ringen")]
    Rings,
    /// Near misses.
    #[strum(serialize = "bijna")]
    NearMisses,
    /// Candidate sites.
    #[strum(serialize = "kandidaten")]
    Sites,
    /// Existing complexes.
    #[strum(serialize = "complexen")]
    Clusters,
    /// Norm circles of every 24-uurszorglocatie, instead of only the selected one.
    #[strum(serialize = "cirkels")]
    AllCircles,
    /// Names of kernen.
    #[strum(serialize = "namen")]
    Labels,
    /// Sketches.
    #[strum(serialize = "schetsen")]
    Sketches,
}

impl Layer {
    /// All of them.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Its name in a bookmark.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What is drawn as an area and covers what lies below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, VariantArray)]
pub enum Cover {
    /// The raster.
    Raster,
    /// Near misses.
    NearMisses,
    /// Zones with their rings.
    Zones,
    /// Norm circles of every 24-uurszorglocatie.
    AllCircles,
}

impl Cover {
    /// All of them as they lie at first, the lowest first.
    pub const ALL: &'static [Self] = Self::VARIANTS;
}

/// Which layers show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Layers {
    shown: BTreeSet<Layer>,
    /// Shared, so that what is drawn of them holds it as part of its key.
    kinds: Arc<BTreeSet<AmenityKind>>,
    /// What covers what lies below it, the lowest first.
    pile: Vec<Cover>,
    percents: BTreeMap<Cover, u8>,
}

impl Default for Layers {
    fn default() -> Self {
        let shown =
            [Layer::Zones, Layer::Rings, Layer::NearMisses, Layer::Sites, Layer::Labels, Layer::Sketches].into();
        let kinds = AmenityKind::all().filter(|kind| !kind.group().starts_hidden()).collect::<BTreeSet<_>>();
        Self { shown, kinds: kinds.into(), pile: Cover::ALL.to_vec(), percents: BTreeMap::new() }
    }
}

impl Layers {
    /// Nothing vanishes altogether by its strength: for that there is the layer's switch.
    pub const SMALLEST_PERCENT: u8 = 20;

    /// Everything there is.
    pub fn everything() -> Self {
        Self {
            shown: Layer::ALL.iter().copied().collect(),
            kinds: Arc::new(AmenityKind::all().collect()),
            ..Self::default()
        }
    }

    /// What covers what lies below it, the lowest first.
    pub fn pile(&self) -> &[Cover] {
        &self.pile
    }

    /// How strongly something covers what lies below it, in percent of the design.
    pub fn percent(&self, cover: Cover) -> u8 {
        self.percents.get(&cover).copied().unwrap_or(100)
    }

    /// Lets something cover what lies below it more or less strongly.
    pub fn set_percent(&mut self, cover: Cover, percent: u8) {
        self.percents.insert(cover, percent.clamp(Self::SMALLEST_PERCENT, 100));
    }

    /// Lays something over the next higher of those that `counts`; at the top nothing changes.
    pub fn raise(&mut self, cover: Cover, counts: impl Fn(Cover) -> bool) {
        Self::pass(&mut self.pile, cover, counts);
    }

    /// Lays something under the next lower of those that `counts`; at the bottom nothing changes.
    pub fn lower(&mut self, cover: Cover, counts: impl Fn(Cover) -> bool) {
        self.pile.reverse();
        Self::pass(&mut self.pile, cover, counts);
        self.pile.reverse();
    }

    /// Puts something right after the next of those that `counts`.
    fn pass(pile: &mut Vec<Cover>, cover: Cover, counts: impl Fn(Cover) -> bool) {
        let Some(from) = pile.iter().position(|known| *known == cover) else { return };
        if let Some(to) = (from + 1..pile.len()).find(|idx| counts(pile[*idx])) {
            pile.remove(from);
            pile.insert(to, cover);
        }
    }

    /// Does a layer show?
    pub fn shows(&self, layer: Layer) -> bool {
        self.shown.contains(&layer)
    }

    /// Do places of a kind show?
    pub fn shows_kind(&self, kind: AmenityKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// The kinds whose places show.
    pub fn kinds(&self) -> &Arc<BTreeSet<AmenityKind>> {
        &self.kinds
    }

    /// Shows or hides a layer.
    pub fn set(&mut self, layer: Layer, shown: bool) {
        put(&mut self.shown, layer, shown);
    }

    /// Shows or hides the places of a kind.
    pub fn set_kind(&mut self, kind: AmenityKind, shown: bool) {
        put(Arc::make_mut(&mut self.kinds), kind, shown);
    }
}

/// Puts something into a set, or takes it out.
fn put<T: Ord>(set: &mut BTreeSet<T>, item: T, is_in: bool) {
    if is_in {
        set.insert(item);
    } else {
        set.remove(&item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_raised_passes_the_next_that_shows_and_lowering_takes_it_back() {
        let mut layers = Layers::default();
        let without_near_misses = |cover| cover != Cover::NearMisses;
        layers.raise(Cover::Raster, without_near_misses);
        assert_eq!(layers.pile(), [Cover::NearMisses, Cover::Zones, Cover::Raster, Cover::AllCircles]);
        layers.lower(Cover::Raster, without_near_misses);
        assert_eq!(layers.pile(), [Cover::NearMisses, Cover::Raster, Cover::Zones, Cover::AllCircles]);
        layers.lower(Cover::Raster, |_| true);
        assert_eq!(layers.pile(), Cover::ALL);
        layers.lower(Cover::Raster, |_| true);
        layers.raise(Cover::AllCircles, |_| true);
        assert_eq!(layers.pile(), Cover::ALL);
    }

    #[test]
    fn nothing_vanishes_by_its_strength() {
        let mut layers = Layers::default();
        layers.set_percent(Cover::Zones, 3);
        assert_eq!(layers.percent(Cover::Zones), Layers::SMALLEST_PERCENT);
        assert_eq!(layers.percent(Cover::Raster), 100);
    }
}
