//! What was worked out last time, taken over where nothing that it rests on has changed.

use std::sync::Arc;

use geo::{BoundingRect, Polygon};

use super::figures::Measured;
use super::split::Split;
use super::zone_shape::ZoneShape;
use crate::analysis::kept::Kept;
use crate::analysis::key::Key;
use crate::analysis::scene::Scene;
use crate::analysis::situation::Situation;
use crate::analysis::walk::{Solved, same_places_near};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::DEMAND_CELL_M;
use crate::domain::housing::HousingForm;
use crate::geometry::bounds::grown;

/// Rings, splits and zones of last time.
///
/// Without it, moving a place of the demo region takes 35 ms of one processor instead of 18 (bench `region`): rings save 5, splits
/// and whole zones 3 each; parts of zones with the same outline save 6 of a norm dragged and 8 of a weight.
#[derive(Debug, Default)]
pub(in crate::analysis) struct ZoneMemo {
    basis: Option<Basis>,
    /// How the ring of each woonvorm was found.
    pub(super) rings: [Option<Solved>; HousingForm::ALL.len()],
    splits: Kept<Key, Arc<Split>>,
    measured: Kept<Key, Arc<Measured>>,
}

/// What the zones of last time rested on beside their outlines.
#[derive(Debug)]
struct Basis {
    /// The key of all but the places.
    key: Key,
    /// The places.
    situation: Situation,
}

/// What may be taken over of last time.
pub(super) struct Recalled<'a> {
    memo: &'a ZoneMemo,
    scene: &'a Scene<'a>,
    /// The situation of last time and the kinds whose places changed since, if all else is the same.
    moved: Option<(&'a Situation, Vec<AmenityKind>)>,
}

/// The key of all that zones rest on but the places.
fn basis_key(scene: &Scene<'_>) -> Key {
    Key::of(&((scene.people_key, scene.transit_key), scene.grid, scene.norms))
}

/// The key of an outline among the people of a scene.
pub(super) fn outline_key(scene: &Scene<'_>, outline: &Polygon<f64>) -> Key {
    Key::of(&(scene.people_key, outline))
}

impl ZoneMemo {
    pub(super) fn recall<'a>(&'a self, scene: &'a Scene<'a>) -> Recalled<'a> {
        let basis = self.basis.as_ref().filter(|basis| basis.key == basis_key(scene));
        let moved = basis.map(|Basis { situation, .. }| {
            let is_other = |kind: &AmenityKind| situation.kind_key(*kind) != scene.situation.kind_key(*kind);
            (situation, AmenityKind::all().filter(is_other).collect())
        });
        Recalled { memo: self, scene, moved }
    }

    /// Remembers this time, and forgets the last.
    pub(super) fn remember(&mut self, scene: &Scene<'_>, splits: Vec<Arc<Split>>, measured: Vec<Arc<Measured>>) {
        self.basis = Some(Basis { key: basis_key(scene), situation: scene.situation.clone() });
        self.splits.replace(splits.into_iter().map(|split| (split.key, split)));
        self.measured.replace(measured.into_iter().map(|zone| (zone.key, zone)));
    }
}

impl Recalled<'_> {
    /// How a piece was split, as last time if that follows from the same.
    pub(super) fn split(&self, shape: ZoneShape) -> Arc<Split> {
        let key = outline_key(self.scene, &shape.outline);
        Split::new(self.scene, key, shape, self.memo.splits.get(&key))
    }

    /// What was measured of a zone, as last time where that follows from the same.
    pub(super) fn measured(&self, shape: &ZoneShape) -> Arc<Measured> {
        let key = outline_key(self.scene, &shape.outline);
        let alike = self.memo.measured.get(&key);
        match alike.filter(|alike| alike.shape == *shape && self.is_unmoved(&shape.outline)) {
            Some(same) => same.clone(),
            None => Arc::new(Measured::new(self.scene, key, shape, alike.map(|alike| &**alike))),
        }
    }

    /// Are the places that matter to a zone, and all else, those of last time?
    fn is_unmoved(&self, outline: &Polygon<f64>) -> bool {
        let (Some((last, moved)), Some(bounds)) = (&self.moved, outline.bounding_rect()) else { return false };
        // A square that reaches into it, or a cell, may have its middle beside it.
        let around = grown(&bounds, DEMAND_CELL_M + self.scene.grid.cell_m());
        moved.iter().all(|kind| same_places_near(last, self.scene.situation, *kind, &around))
    }
}
