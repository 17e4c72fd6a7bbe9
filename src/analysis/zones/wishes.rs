//! What people want with zones: some are not wanted, some are kept as they were, some are drawn.

use geo::{Area, BooleanOps, BoundingRect, Contains, Intersects, MultiPolygon, Polygon};

use super::zone::CaringZone;
use super::zone_shape::ZoneShape;
use crate::analysis::places::ServingPlace;
use crate::analysis::scene::Scene;
use crate::analysis::walk::MIN_RING_M2;
use crate::domain::housing::HousingForm;
use crate::domain::overruling::overlap;
use crate::domain::variant::{Intervention, PlannedZone, ZoneStatus};
use crate::geometry::overlay::union;
use crate::geometry::scan::place_within;

/// The zones that people want as they drew or accepted them, in order, each prepared for measuring.
pub(super) fn shapes(scene: &Scene<'_>, rings: &[Vec<Polygon<f64>>]) -> Vec<(PlannedZone, ZoneShape)> {
    let wanted = scene.situation.zone_wishes.iter().filter_map(|wish| match wish {
        Intervention::PutZone { zone, .. } => Some(zone),
        _ => None,
    });
    wanted.map(|zone| (zone.clone(), shape(scene, &zone.outline.0, rings))).collect()
}

/// A drawn outline with what lies in it of the inner rings, anchored on the 24-uurszorg in it.
pub(super) fn shape(scene: &Scene<'_>, outline: &Polygon<f64>, rings: &[Vec<Polygon<f64>>]) -> ZoneShape {
    let inner = |form: HousingForm| {
        let bounds = outline.bounding_rect();
        let near = |piece: &&Polygon<f64>| {
            piece.bounding_rect().zip(bounds).is_some_and(|(piece, outline)| piece.intersects(&outline))
        };
        let pieces = rings[form as usize].iter().filter(near);
        let within = pieces.flat_map(|piece| piece.intersection(outline).0);
        within.filter(|piece| piece.unsigned_area() >= MIN_RING_M2).collect()
    };
    let lies_in = |(_, place): &(usize, &ServingPlace)| outline.contains(&place.point.0);
    let inner: [Vec<Polygon<f64>>; 2] = [inner(HousingForm::CareReady), inner(HousingForm::Clustered)];
    ZoneShape {
        outline: outline.clone(),
        anchors: scene.care().iter().enumerate().filter(lies_in).map(|(idx, _)| idx).collect(),
        core: inner[HousingForm::Clustered as usize].first().and_then(place_within),
        inner,
        is_drawn: true,
    }
}

/// Marks the zones that were rejected, drops those that were replaced, and adds the zones that people want, measured.
pub(super) fn apply(scene: &Scene<'_>, zones: &mut Vec<CaringZone>, drawn: Vec<(PlannedZone, CaringZone)>) {
    for wish in scene.situation.zone_wishes.iter() {
        match wish {
            Intervention::RejectZone { id, .. } => {
                if let Some(zone) = zones.iter_mut().find(|zone| zone.id == *id) {
                    zone.status = ZoneStatus::Rejected;
                }
            }
            Intervention::PutZone { zone, replaces } => zones.retain(|proposed| {
                let gives_way = || replaces.contains(&proposed.id) && overlap(&proposed.outline.0, &zone.outline.0);
                proposed.id != zone.id && !gives_way()
            }),
            _ => {}
        }
    }
    zones.extend(drawn.into_iter().map(|(planned, measured)| as_planned(planned, measured)));
}

/// The measured zone under the id, name and status that people gave it.
pub(super) fn as_planned(planned: PlannedZone, measured: CaringZone) -> CaringZone {
    CaringZone {
        id: planned.id,
        name: if planned.name.is_empty() { measured.name.clone() } else { planned.name },
        status: planned.status,
        ..measured
    }
}

/// Zones that stand alone, and those that overlap one that people drew or kept: together they may cover a place twice.
pub(in crate::analysis) fn apart_and_together(zones: &[CaringZone]) -> (Vec<&CaringZone>, Vec<&CaringZone>) {
    let bounds = |zone: &CaringZone| zone.outline.0.bounding_rect();
    let put: Vec<&CaringZone> = zones.iter().filter(|zone| zone.is_put()).collect();
    zones.iter().filter(|zone| zone.status != ZoneStatus::Rejected).partition(|zone| {
        let overlaps = |other: &&CaringZone| {
            other.id != zone.id && bounds(other).zip(bounds(zone)).is_some_and(|(a, b)| a.intersects(&b))
        };
        !(put.iter().any(overlaps) || (zone.is_put() && zones.iter().any(|other| overlaps(&other))))
    })
}

/// The ring of a woonvorm of several zones as one area, in which nothing lies twice.
pub(in crate::analysis) fn joined_ring(zones: &[&CaringZone], form: HousingForm) -> MultiPolygon<f64> {
    let pieces: Vec<Polygon<f64>> =
        zones.iter().filter_map(|zone| zone.ring(form)).flat_map(|ring| ring.outline.0.0.clone()).collect();
    union(&pieces)
}
