//! Two outcomes side by side: what zones cover that they did not, and the other way round.

use geo::{BooleanOps, BoundingRect, Intersects, MultiPolygon, Polygon, Rect};

use super::outcome::Outcome;
use super::zones::CaringZone;
use crate::crs::Rd;
use crate::domain::variant::ZoneStatus;
use crate::geometry::overlay::union;

/// Pieces smaller than this are left out, in square metres: what is left between chords of the same circle.
const LEAST_M2: f64 = 100.0;

/// What zones cover in one outcome and not in the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Covered after, not before.
    pub gained: Rd<MultiPolygon<f64>>,
    /// Covered before, not after.
    pub lost: Rd<MultiPolygon<f64>>,
}

impl Difference {
    /// Compares what zones cover. Only zones that differ are looked at, and what lies near them.
    pub fn between(before: &Outcome, after: &Outcome) -> Self {
        let (gained, lost) =
            rayon::join(|| beyond(&after.zones, &before.zones), || beyond(&before.zones, &after.zones));
        Self { gained: Rd(gained), lost: Rd(lost) }
    }
}

/// What the zones of one list cover beyond those of another.
fn beyond(zones: &[CaringZone], others: &[CaringZone]) -> MultiPolygon<f64> {
    let stands = |zone: &&CaringZone| zone.status != ZoneStatus::Rejected;
    let is_there = |zone: &CaringZone| others.iter().filter(stands).any(|other| other.outline == zone.outline);
    let new: Vec<&Polygon<f64>> =
        zones.iter().filter(stands).filter(|zone| !is_there(zone)).map(|zone| &zone.outline.0).collect();
    let bounds: Vec<Rect<f64>> = new.iter().filter_map(|outline| outline.bounding_rect()).collect();
    let near = |outline: &&Polygon<f64>| {
        outline.bounding_rect().is_some_and(|own| bounds.iter().any(|other| other.intersects(&own)))
    };
    let old: Vec<&Polygon<f64>> = others.iter().filter(stands).map(|zone| &zone.outline.0).filter(near).collect();
    let mut left = union(new).difference(&union(old));
    left.0.retain(|piece| geo::Area::unsigned_area(piece) >= LEAST_M2);
    left
}
