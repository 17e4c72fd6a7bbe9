//! From rings to proposed zones: which pieces hold a core, and on what they are anchored.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo::{BoundingRect, Polygon};
use rayon::prelude::*;

use super::figures::{self, Measured};
use super::memo::ZoneMemo;
use super::split::Split;
use super::wishes;
use super::zone::CaringZone;
use super::zone_shape::{CORE, ZoneShape};
use crate::analysis::cancel::Cancel;
use crate::analysis::scene::Scene;
use crate::analysis::walk;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;
use crate::geometry::outlines::Outlines;
use crate::geometry::scan::{centers_within, place_within};

/// All zones, in a fixed order; nothing when cancelled.
pub(in crate::analysis) fn propose(scene: &Scene<'_>, memo: &mut ZoneMemo, cancel: &Cancel) -> Option<Vec<CaringZone>> {
    let forms = HousingForm::ALL.par_iter().zip(&mut memo.rings);
    let rings: Vec<Vec<Polygon<f64>>> =
        forms.map(|(form, last)| walk::ring(scene.situation, scene.norms, *form, last)).collect();
    if cancel.is_set() {
        return None;
    }
    let recalled = memo.recall(scene);
    let splits: Vec<Arc<Split>> = shapes(&rings, scene).into_par_iter().map(|shape| recalled.split(shape)).collect();
    let shapes = splits.iter().flat_map(|split| &split.parts);
    let drawn = wishes::shapes(scene, &rings);
    let shapes: Vec<&ZoneShape> = shapes.chain(drawn.iter().map(|(_, shape)| shape)).collect();
    let measured: Vec<Arc<Measured>> =
        shapes.into_par_iter().filter(|_| !cancel.is_set()).map(|shape| recalled.measured(shape)).collect();
    if cancel.is_set() {
        return None;
    }
    let mut zones: Vec<CaringZone> = measured.par_iter().map(|measured| figures::zone(scene, measured)).collect();
    memo.remember(scene, splits, measured);
    let measured_drawn = zones.split_off(zones.len() - drawn.len());
    figures::give_ids(&mut zones);
    let planned = drawn.into_iter().map(|(planned, _)| planned);
    wishes::apply(scene, &mut zones, planned.zip(measured_drawn).collect());
    let aged = |zone: &CaringZone| zone.people.aged_75_plus.value().unwrap_or(0.0);
    zones.sort_by(|a, b| aged(b).total_cmp(&aged(a)).then(b.area_ha.total_cmp(&a.area_ha)).then(a.id.cmp(&b.id)));
    Some(zones)
}

/// Each piece of the outer ring that holds a core, with its inner rings and anchors.
fn shapes(rings: &[Vec<Polygon<f64>>], scene: &Scene<'_>) -> Vec<ZoneShape> {
    let outer = &rings[HousingForm::StepFree as usize];
    let outlines = Outlines::new(outer.iter());
    let mut inner: Vec<[Vec<Polygon<f64>>; 2]> = vec![[Vec::new(), Vec::new()]; outer.len()];
    for (ring_idx, pieces) in rings.iter().enumerate().take(2) {
        for piece in pieces {
            let Some(place) = place_within(piece) else { continue };
            if let Some(idx) = outlines.position(place) {
                inner[idx][ring_idx].push(piece.clone());
            }
        }
    }
    let with_core = outer.par_iter().zip(inner).filter(|(_, inner)| !inner[CORE].is_empty());
    with_core
        .map(|(outline, inner)| ZoneShape {
            anchors: anchors(&inner[CORE], scene),
            outline: outline.clone(),
            inner,
            core: None,
            is_drawn: false,
        })
        .filter(|shape| !shape.anchors.is_empty())
        .collect()
}

/// The 24-uurszorglocaties that are the nearest one for some cell of the core, and near enough for it to be one.
fn anchors(core: &[Polygon<f64>], scene: &Scene<'_>) -> Vec<usize> {
    let mut found = BTreeSet::new();
    for piece in core {
        let Some(bounds) = piece.bounding_rect() else { continue };
        let around = scene.walk.around(&bounds, core_care_m(scene.norms));
        let near = scene.situation.idxs_in_box(AmenityKind::CARE, &around);
        let Some(first) = near.first() else { continue };
        let mut any = false;
        centers_within(piece, scene.grid, |row, cols| {
            let centers = cols.map(|col| scene.grid.center(col, row));
            let nearest = centers.filter_map(|center| scene.walk.nearest(scene.situation, AmenityKind::CARE, center));
            any = true;
            found.extend(nearest.map(|nearest| nearest.idx));
        });
        if !any {
            found.insert(*first);
        }
    }
    found.into_iter().collect()
}

/// How far 24-uurszorg may be from a core, in metres of walking.
fn core_care_m(norms: &NormSet) -> f64 {
    let norm = norms.find(HousingForm::Clustered, AmenityKind::CARE);
    let norm = norm.or_else(|| norms.find(HousingForm::StepFree, AmenityKind::CARE));
    norm.map_or(f64::INFINITY, |norm| norm.max.meters())
}
