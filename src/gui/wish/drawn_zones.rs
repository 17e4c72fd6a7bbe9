//! From sketch to zone and back: a sketched area becomes a zone, takes over the proposal under it, or begins as a zone.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo::{Area, BooleanOps, BoundingRect, Intersects, Polygon};
use uuid::Uuid;

use crate::analysis::zones::CaringZone;
use crate::crs::Rd;
use crate::domain::sketch::{Sketch, SketchLook, SketchShape};
use crate::domain::variant::{Intervention, PlannedZone, ZoneStatus};

/// A proposal of which at least this share lies in a drawn zone gives way to it.
const REPLACED_FROM: f64 = 0.5;

/// So often one zone can be redrawn with each sketch known as a redrawing of it.
const MOST_REDRAWINGS: usize = 64;

/// The zone that a sketched area would be, in place of the zone that it redraws and of those that lie in it for more than
/// half; nothing for what is no area. `interventions` tell which zones have given way already.
pub fn zone_from_sketch(sketch: &Sketch, zones: &[CaringZone], interventions: &[Intervention]) -> Option<Intervention> {
    let SketchShape::Area(outline) = &sketch.shape else { return None };
    let gives_way = |zone: &&CaringZone| {
        let own = zone.outline.0.unsigned_area();
        own > 0.0 && shared_m2(&outline.0, &zone.outline.0) >= REPLACED_FROM * own
    };
    let given_way = interventions.iter().filter_map(|wish| match wish {
        Intervention::PutZone { replaces, .. } => Some(replaces),
        _ => None,
    });
    let known = zones.iter().map(|zone| zone.id).chain(given_way.flatten().copied());
    let redrawn = known.filter(|zone| is_redrawing(sketch.id, *zone));
    let replaces: BTreeSet<Uuid> = zones.iter().filter(gives_way).map(|zone| zone.id).chain(redrawn).collect();
    let replaces = replaces.into_iter().filter(|id| *id != sketch.id).collect();
    // The zone has the id of its sketch: drawn otherwise and made a zone again, it is the same zone.
    let zone = PlannedZone {
        id: sketch.id,
        name: sketch.title.clone(),
        outline: outline.clone(),
        status: ZoneStatus::Sketched,
    };
    Some(Intervention::PutZone { zone, replaces })
}

/// The sketch with the outline of the proposal that it covers most of; nothing where it lies over none.
pub fn snapped_to_proposal(sketch: &Sketch, zones: &[CaringZone]) -> Option<Sketch> {
    let SketchShape::Area(outline) = &sketch.shape else { return None };
    let proposals = zones.iter().filter(|zone| zone.status == ZoneStatus::Proposed);
    let shared = proposals.map(|zone| (zone, shared_m2(&outline.0, &zone.outline.0))).filter(|(_, m2)| *m2 > 0.0);
    let (zone, _) = shared.max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    let title = if sketch.title.is_empty() { zone.name.clone() } else { sketch.title.clone() };
    Some(Sketch { shape: SketchShape::Area(zone.outline.clone()), title, ..sketch.clone() })
}

/// The zone as people keep it, with its outline as it is.
pub fn accepted(zone: &CaringZone) -> Intervention {
    let (id, name, outline) = (zone.id, zone.name.clone(), zone.outline.clone());
    let zone = PlannedZone { id, name, outline, status: ZoneStatus::Accepted };
    Intervention::PutZone { zone, replaces: Vec::new() }
}

/// Two zones that touch as one, under the id of the first; nothing when they do not touch.
pub fn merged(zone: &CaringZone, other: &CaringZone) -> Option<Intervention> {
    let joined = zone.outline.0.union(&other.outline.0);
    let [outline] = &joined.0[..] else { return None };
    let (id, name, outline) = (zone.id, zone.name.clone(), Rd(outline.clone()));
    let zone = PlannedZone { id, name, outline, status: ZoneStatus::Sketched };
    Some(Intervention::PutZone { zone, replaces: vec![other.id] })
}

/// The id of a redrawing of a zone: it follows from the zone, so that what is drawn stays known as that zone.
fn redrawing_id(zone: Uuid, number: usize) -> Uuid {
    Uuid::new_v5(&zone, format!("hertekend {number}").as_bytes())
}

/// Is a sketch a redrawing of a zone?
fn is_redrawing(sketch: Uuid, zone: Uuid) -> bool {
    (0..MOST_REDRAWINGS).any(|number| redrawing_id(zone, number) == sketch)
}

/// A sketch of a zone's outline, to draw it otherwise, under an id that is not among those `taken`. `made` is when, as the
/// document writes it.
pub fn sketch_from_zone(zone: &CaringZone, taken: &[Arc<Sketch>], made: String) -> Sketch {
    let mut ids = (0..MOST_REDRAWINGS).map(|number| redrawing_id(zone.id, number));
    let free = ids.find(|id| taken.iter().all(|sketch| sketch.id != *id));
    Sketch {
        id: free.unwrap_or_else(Uuid::new_v4),
        shape: SketchShape::Area(Rd(zone.outline.0.clone())),
        look: SketchLook::default(),
        title: zone.name.clone(),
        note: String::new(),
        round: None,
        table: String::new(),
        made,
    }
}

/// How much two areas share, in square metres.
fn shared_m2(a: &Polygon<f64>, b: &Polygon<f64>) -> f64 {
    let near = a.bounding_rect().zip(b.bounding_rect()).is_some_and(|(a, b)| a.intersects(&b));
    if near { a.intersection(b).unsigned_area() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::twins::Apart;
    use crate::import::normenkader;
    use crate::project::Project;
    use crate::session::{PlannedGround, outcome_now};
    use geo::{Coord, Rect};
    use std::sync::LazyLock;

    static ZONES: LazyLock<Vec<CaringZone>> = LazyLock::new(|| {
        let ground = PlannedGround::once(&crate::demo::baseline(), &Apart::new(), &[]);
        outcome_now(&ground.situation, &Project::new(normenkader::standard())).0.zones
    });

    fn rough(zone: &CaringZone, by_m: f64) -> Sketch {
        let bounds = zone.outline.0.bounding_rect().expect("an outline");
        let by = Coord { x: by_m, y: by_m };
        let area = Rect::new(bounds.min() - by, bounds.max() + by).to_polygon();
        Sketch {
            shape: SketchShape::Area(Rd(area)),
            title: String::new(),
            ..sketch_from_zone(zone, &[], String::new())
        }
    }

    #[test]
    fn a_rough_sketch_takes_over_the_proposal_under_it_and_one_beside_it_takes_over_none() {
        for zone in ZONES.iter().take(12) {
            let snapped = snapped_to_proposal(&rough(zone, -60.0), &ZONES).expect("it lies over one");
            assert_eq!(snapped.shape, SketchShape::Area(zone.outline.clone()), "{}", zone.name);
            assert_eq!(snapped.title, zone.name);
        }
        let far = Rect::new((200_000.0, 400_000.0), (201_000.0, 401_000.0)).to_polygon();
        let beside = Sketch { shape: SketchShape::Area(Rd(far)), ..rough(&ZONES[0], 0.0) };
        assert_eq!(snapped_to_proposal(&beside, &ZONES), None);
    }

    #[test]
    fn a_drawn_zone_replaces_what_lies_in_it_for_more_than_half_and_nothing_else() {
        let zone = &ZONES[0];
        let Some(Intervention::PutZone { zone: drawn, replaces }) = zone_from_sketch(&rough(zone, 50.0), &ZONES, &[])
        else {
            panic!("an area is a zone");
        };
        assert!(replaces.contains(&zone.id));
        for other in ZONES.iter() {
            let share = shared_m2(&drawn.outline.0, &other.outline.0) / other.outline.0.unsigned_area();
            assert_eq!(replaces.contains(&other.id), share >= REPLACED_FROM, "{}: {share}", other.name);
        }
        let point = Sketch { shape: SketchShape::Point(crate::crs::RdPoint::at(0.0, 0.0)), ..rough(zone, 0.0) };
        assert_eq!(zone_from_sketch(&point, &ZONES, &[]), None);
    }
}
