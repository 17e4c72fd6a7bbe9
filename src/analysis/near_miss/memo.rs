//! Near misses of last time, taken over where nothing near them has changed.

use geo::{BoundingRect, Coord, Intersects, Polygon, Rect};

use super::gain::Solution;
use super::miss::WithoutZone;
use super::search::{Search, Task};
use crate::analysis::kept::Kept;
use crate::analysis::key::{Key, KeyHasher, Keyed};
use crate::analysis::scene::Scene;
use crate::analysis::walk::{LocalRule, Solved, changed_centers, seen_around};
use crate::analysis::zones::CaringZone;
use crate::crs::RdPoint;
use crate::geometry::bounds::is_within;

/// What was searched last time.
///
/// Without it, moving a place of the demo region takes 22 ms of one processor instead of 18 (bench `region`); the areas where only
/// one kind is missing save 2 of these.
#[derive(Debug, Default)]
pub(in crate::analysis) struct NearMissMemo {
    /// For each addition, how the area where only it is missing was found.
    pub(super) missing: Vec<Option<Solved>>,
    basis: Option<Basis>,
    found: Kept<Key, Solution>,
}

/// What was looked at.
#[derive(Debug)]
struct Basis {
    core: Vec<LocalRule>,
    outer: Vec<LocalRule>,
    zones: Vec<ZoneTrace>,
}

/// What a near miss sees of a zone.
#[derive(Debug, PartialEq)]
struct ZoneTrace {
    outline: Polygon<f64>,
    core: Option<RdPoint>,
}

/// What was found last time, and where something has changed since.
pub(super) struct Recalled<'a> {
    search: &'a Search<'a>,
    found: &'a Kept<Key, Solution>,
    centers: Vec<Coord<f64>>,
    zones: Vec<Rect<f64>>,
}

/// The key of a task among the people of a scene.
pub(super) fn task_key(scene: &Scene<'_>, (subject, addition, cores): &Task<'_>) -> Key {
    let mut hasher = KeyHasher::default();
    scene.people_key.feed(&mut hasher);
    hasher.flag(matches!(subject, WithoutZone::Care { .. }));
    let (WithoutZone::Care { id, name, point } | WithoutZone::Settlement { id, name, point }) = subject;
    id.feed(&mut hasher);
    hasher.text(name);
    point.feed(&mut hasher);
    addition.kinds.iter().for_each(|kind| hasher.text(kind.role()));
    cores.feed(&mut hasher);
    hasher.key()
}

impl NearMissMemo {
    /// What may be taken over from last time; nothing when the rules changed.
    pub(super) fn recall<'a>(&'a self, search: &'a Search<'a>) -> Option<Recalled<'a>> {
        let last = self.basis.as_ref()?;
        let mut centers = changed_centers(&last.core, &search.core)?;
        centers.extend(changed_centers(&last.outer, &search.outer)?);
        let zones = traces(search.zones);
        let is_new = |zone: &&ZoneTrace| !last.zones.contains(zone);
        let is_gone = |zone: &&ZoneTrace| !zones.contains(zone);
        let different = zones.iter().filter(is_new).chain(last.zones.iter().filter(is_gone));
        let zones = different.filter_map(|zone| zone.outline.bounding_rect()).collect();
        Some(Recalled { search, found: &self.found, centers, zones })
    }

    /// Remembers this time, and forgets the last.
    pub(super) fn remember(&mut self, search: Search<'_>, found: Vec<(Key, Solution)>) {
        let Search { core, outer, zones, .. } = search;
        self.basis = Some(Basis { core, outer, zones: traces(zones) });
        self.found.replace(found);
    }
}

impl Recalled<'_> {
    /// What was found last time for the same task, if nothing that was looked at for it has changed: places in the
    /// neighborhood of anywhere an addition might stand, and circles and zones that reach into that.
    pub(super) fn solution(&self, key: Key, (_, addition, cores): &Task<'_>) -> Option<&Solution> {
        let known = self.found.get(&key)?;
        let around = seen_around(cores, addition, &[&self.search.core, &self.search.outer], known.seen_m)?;
        let touched = self.centers.iter().any(|center| is_within(&around, *center))
            || self.zones.iter().any(|zone| zone.intersects(&around));
        (!touched).then_some(known)
    }
}

fn traces(zones: &[CaringZone]) -> Vec<ZoneTrace> {
    zones.iter().map(|zone| ZoneTrace { outline: zone.outline.0.clone(), core: zone.core }).collect()
}
