//! Near misses worked out last time, taken over where nothing around them has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use geo::{BoundingRect, Coord, Intersects, MultiPolygon, Point, Polygon, Rect};
use uuid::Uuid;

use super::indexed::IndexedRule;
use super::{NEIGHBORHOOD_M, NearMiss, Search, Subject};
use crate::analysis::circles::{Disk, Solved};
use crate::analysis::ground::Ground;
use crate::analysis::outlines::is_within;
use crate::analysis::zones::CaringZone;
use crate::domain::amenity::AmenityKind;
use crate::domain::settlement::Settlement;

/// What was searched last time.
#[derive(Debug, Default)]
pub(in crate::analysis) struct NearMissMemo {
    /// For each addition, how the area where only it is missing was found.
    pub(super) rooms: Vec<Option<Solved>>,
    last: Option<Last>,
}

/// What was found, with all that it rested on.
#[derive(Debug)]
struct Last {
    core: Vec<IndexedRule>,
    outer: Vec<IndexedRule>,
    ground: Arc<Ground>,
    settlements: Arc<Vec<Settlement>>,
    zones: Vec<ZoneTrace>,
    found: Vec<Found>,
    /// Positions of what was found for each subject.
    by_subject: BTreeMap<Uuid, Vec<usize>>,
}

/// What a near miss sees of a zone.
#[derive(Debug, PartialEq)]
struct ZoneTrace {
    outline: Polygon<f64>,
    core: Option<Point<f64>>,
}

/// The outcome for one subject and one addition.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) subject: Subject,
    pub(super) kinds: Vec<AmenityKind>,
    pub(super) cores: Vec<Polygon<f64>>,
    pub(super) near_miss: Option<NearMiss>,
}

/// Where something differs from last time.
#[derive(Debug, Default)]
struct Changes {
    centers: Vec<Coord<f64>>,
    zones: Vec<Rect<f64>>,
}

/// What of last time still stands.
pub(super) struct Recalled<'a> {
    last: &'a Last,
    changes: Changes,
    largest_radius_m: f64,
}

impl NearMissMemo {
    /// What of last time may be taken over; nothing when norms, people or kernen differ.
    pub(super) fn recall(&self, search: &Search<'_>) -> Option<Recalled<'_>> {
        let last = self.last.as_ref()?;
        let situation = search.scene.situation;
        if !Arc::ptr_eq(&last.ground, &situation.ground) || !Arc::ptr_eq(&last.settlements, &situation.settlements) {
            return None;
        }
        let mut changes = Changes::default();
        for (old, new) in [(&last.core, &search.core), (&last.outer, &search.outer)] {
            if old.len() != new.len() {
                return None;
            }
            for (old, new) in old.iter().zip(new) {
                if old.kinds != new.kinds || old.radius_m != new.radius_m {
                    return None;
                }
                changes.centers.extend(differing(&old.disks, &new.disks));
            }
        }
        let zones = traces(search.zones);
        let is_new = |zone: &&ZoneTrace| !last.zones.contains(zone);
        let is_gone = |zone: &&ZoneTrace| !zones.contains(zone);
        let different = zones.iter().filter(is_new).chain(last.zones.iter().filter(is_gone));
        changes.zones = different.filter_map(|zone| zone.outline.bounding_rect()).collect();
        let radii = search.core.iter().chain(&search.outer).map(IndexedRule::largest_radius_m);
        Some(Recalled { last, changes, largest_radius_m: radii.fold(0.0, f64::max) })
    }

    /// Remembers this time, and forgets the last.
    pub(super) fn remember(&mut self, search: Search<'_>, found: Vec<Found>) {
        let situation = search.scene.situation;
        let mut by_subject: BTreeMap<Uuid, Vec<usize>> = BTreeMap::new();
        for (idx, found) in found.iter().enumerate() {
            by_subject.entry(found.subject.id()).or_default().push(idx);
        }
        self.last = Some(Last {
            by_subject,
            ground: situation.ground.clone(),
            settlements: situation.settlements.clone(),
            zones: traces(search.zones),
            core: search.core,
            outer: search.outer,
            found,
        });
    }
}

impl Recalled<'_> {
    /// The outcome of last time for the same subject, kinds and cores, if nothing that it looked at has changed.
    ///
    /// It looked at places within [`NEIGHBORHOOD_M`] of anywhere an addition might stand, and at circles and zones that
    /// reach into that.
    pub(super) fn outcome(
        &self,
        subject: &Subject,
        kinds: &[AmenityKind],
        cores: &[Polygon<f64>],
        core_radius_m: f64,
    ) -> Option<&Option<NearMiss>> {
        let mut of_subject = self.last.by_subject.get(&subject.id())?.iter().map(|idx| &self.last.found[*idx]);
        let known =
            of_subject.find(|found| found.kinds == kinds && found.subject == *subject && found.cores == cores)?;
        let bounds = MultiPolygon(cores.to_vec()).bounding_rect()?;
        let by = core_radius_m + NEIGHBORHOOD_M + self.largest_radius_m;
        let margin = Coord { x: by, y: by };
        let around = Rect::new(bounds.min() - margin, bounds.max() + margin);
        let touched = self.changes.centers.iter().any(|center| is_within(&around, Point(*center)))
            || self.changes.zones.iter().any(|zone| zone.intersects(&around));
        (!touched).then_some(&known.near_miss)
    }
}

fn traces(zones: &[CaringZone]) -> Vec<ZoneTrace> {
    let trace = |zone: &CaringZone| ZoneTrace { outline: zone.outline.0.clone(), core: super::core_place(zone) };
    zones.iter().map(trace).collect()
}

/// The centres of the disks that are in one list only.
fn differing(old: &[Disk], new: &[Disk]) -> Vec<Coord<f64>> {
    if old.len() == new.len() {
        let pairs = old.iter().zip(new).filter(|(a, b)| a != b);
        return pairs.flat_map(|(a, b)| [a.center, b.center]).collect();
    }
    let key = |disk: &Disk| (disk.center.x.to_bits(), disk.center.y.to_bits(), disk.radius.to_bits(), disk.group);
    let only_in = |these: &[Disk], those: &[Disk]| -> Vec<Coord<f64>> {
        let those: BTreeSet<_> = those.iter().map(key).collect();
        these.iter().filter(|disk| !those.contains(&key(disk))).map(|disk| disk.center).collect()
    };
    [only_in(old, new), only_in(new, old)].concat()
}
