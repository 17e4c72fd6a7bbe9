//! What was worked out last time, taken over where nothing that it rests on has changed.

use std::sync::Arc;

use geo::{BoundingRect, Coord, Polygon, Rect};

use super::figures::{Measured, Scene};
use super::propose::Draft;
use crate::analysis::circles::Solved;
use crate::analysis::ground::Ground;
use crate::analysis::outcome::Fields;
use crate::analysis::situation::Situation;
use crate::analysis::suitability::NormFields;
use crate::analysis::transit_class::TransitRaster;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::DEMAND_CELL_M;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;
use crate::grid::Grid;

/// Zones as drafted, split and measured last time, with what that rested on.
#[derive(Debug, Default)]
pub(in crate::analysis) struct ZoneMemo {
    basis: Option<Basis>,
    /// How the ring of each woonvorm was found.
    pub(super) rings: [Option<Solved>; HousingForm::ALL.len()],
    splits: Vec<Split>,
    measured: Vec<(Draft, Arc<Measured>)>,
}

/// What the zones of last time rested on.
#[derive(Debug)]
struct Basis {
    situation: Situation,
    ground: Arc<Ground>,
    norms: NormSet,
    grid: Grid,
    fields: Fields,
    transit: Arc<TransitRaster>,
}

/// A piece before its split, where its anchors stand, and what came of it.
#[derive(Debug, Clone)]
pub(super) struct Split {
    pub(super) draft: Draft,
    pub(super) anchors: Vec<RdPoint>,
    pub(super) parts: Vec<Draft>,
    /// Residents of the piece, if people are known.
    pub(super) residents: Option<f64>,
}

/// A zone of last time with the same outline and the same people.
pub(super) struct Alike<'a> {
    pub(super) draft: &'a Draft,
    pub(super) measured: &'a Measured,
    basis: &'a Basis,
    same_grid: bool,
}

impl Alike<'_> {
    /// Is OV-klasse what it was?
    pub(super) fn same_transit(&self, scene: &Scene<'_>) -> bool {
        self.same_grid && Arc::ptr_eq(&self.basis.transit, scene.transit)
    }

    /// Does a rule ask the same of the same places as last time?
    pub(super) fn same_rule(&self, scene: &Scene<'_>, norm_idx: usize, rule: &NormFields<'_>) -> bool {
        self.same_grid
            && self.basis.norms.detour_factor == scene.norms.detour_factor
            && self.basis.norms.norms.get(norm_idx) == Some(rule.norm)
            && rule.has_same_fields(&self.basis.fields)
    }
}

impl ZoneMemo {
    /// What came of the same piece with anchors at the same places last time.
    pub(super) fn split(&self, scene: &Scene<'_>, draft: &Draft, anchors: &[RdPoint]) -> Option<&Split> {
        let same_ground = self.basis.as_ref().is_some_and(|basis| Arc::ptr_eq(&basis.ground, &scene.situation.ground));
        self.splits.iter().filter(|_| same_ground).find(|split| split.draft == *draft && split.anchors == anchors)
    }

    /// Residents of a piece with this outline last time; nothing when there was none.
    pub(super) fn residents(&self, scene: &Scene<'_>, outline: &Polygon<f64>) -> Option<Option<f64>> {
        let same_ground = self.basis.as_ref().is_some_and(|basis| Arc::ptr_eq(&basis.ground, &scene.situation.ground));
        let mut splits = self.splits.iter().filter(|_| same_ground);
        splits.find(|split| split.draft.outline == *outline).map(|split| split.residents)
    }

    /// The zone of last time with the same outline, for what follows from that and from people alone.
    pub(super) fn with_outline(&self, scene: &Scene<'_>, outline: &Polygon<f64>) -> Option<Alike<'_>> {
        let basis = self.basis.as_ref().filter(|basis| Arc::ptr_eq(&basis.ground, &scene.situation.ground))?;
        let (draft, measured) = self.measured.iter().find(|(draft, _)| draft.outline == *outline)?;
        Some(Alike { draft, measured, basis, same_grid: basis.grid == *scene.grid })
    }

    /// What was measured of the same zone last time, if nothing that it rests on has changed.
    pub(super) fn measured(&self, scene: &Scene<'_>, draft: &Draft) -> Option<Arc<Measured>> {
        let basis = self.basis.as_ref()?;
        let unchanged = Arc::ptr_eq(&basis.ground, &scene.situation.ground)
            && Arc::ptr_eq(&basis.transit, scene.transit)
            && basis.grid == *scene.grid
            && basis.norms == *scene.norms
            && basis.fields.len() == scene.fields.len();
        let (_, measured) = self.measured.iter().filter(|_| unchanged).find(|(known, _)| known == draft)?;
        let bounds = draft.outline.bounding_rect()?;
        let unmoved = basis.fields.iter().zip(scene.fields).all(|((old_kind, old), (kind, new))| {
            old_kind == kind && (Arc::ptr_eq(old, new) || same_places_near(basis, scene, *kind, &bounds))
        });
        unmoved.then(|| measured.clone())
    }

    /// Remembers this time, and forgets the last.
    pub(super) fn remember(&mut self, scene: &Scene<'_>, splits: Vec<Split>, measured: Vec<(Draft, Arc<Measured>)>) {
        self.basis = Some(Basis {
            situation: scene.situation.clone(),
            ground: scene.situation.ground.clone(),
            norms: scene.norms.clone(),
            grid: *scene.grid,
            fields: scene.fields.clone(),
            transit: scene.transit.clone(),
        });
        self.splits = splits;
        self.measured = measured;
    }
}

/// Into so many parts along each side a zone's box is cut to bound how far its places can be.
const PARTS: u32 = 8;

/// Are the places of a kind that can be the nearest to somewhere in a box, or in a square that reaches into it, the same as
/// last time?
///
/// Nowhere in a part of the box is the nearest farther than it is from the part's middle, plus half the part's diagonal.
fn same_places_near(basis: &Basis, scene: &Scene<'_>, kind: AmenityKind, bounds: &Rect<f64>) -> bool {
    let beside = DEMAND_CELL_M + scene.grid.cell_m();
    let bounds = grown(bounds, beside);
    let part = Coord { x: bounds.width(), y: bounds.height() } / f64::from(PARTS);
    let middles = (0..PARTS).flat_map(|row| (0..PARTS).map(move |col| (f64::from(col) + 0.5, f64::from(row) + 0.5)));
    let places = middles.map(|(col, row)| RdPoint::at(bounds.min().x + col * part.x, bounds.min().y + row * part.y));
    let nearest = places.map(|place| basis.situation.nearest_m(kind, place).unwrap_or(f64::INFINITY));
    let by = nearest.fold(0.0, f64::max) + 0.5 * part.x.hypot(part.y);
    if !by.is_finite() {
        return false;
    }
    let around = grown(&bounds, by);
    let near = |situation: &Situation| {
        let mut points: Vec<RdPoint> = situation.in_box(kind, &around).map(|place| place.point).collect();
        points.sort_by(|a, b| a.x().total_cmp(&b.x()).then(a.y().total_cmp(&b.y())));
        points
    };
    near(&basis.situation) == near(scene.situation)
}

fn grown(bounds: &Rect<f64>, by: f64) -> Rect<f64> {
    let margin = Coord { x: by, y: by };
    Rect::new(bounds.min() - margin, bounds.max() + margin)
}
