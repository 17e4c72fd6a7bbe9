//! A rule with its circles by where they stand, so that looking around one place does not take a look at all.

use std::ops::Deref;

use geo::{Coord, Rect};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

use super::gain::{SLACK_M, distance, thinned};
use crate::analysis::circles::{Disk, MarkedDisk, covered_within_m};
use crate::analysis::rings::Rule;

/// A rule that is asked for its circles around a place very often.
#[derive(Debug)]
pub(super) struct IndexedRule {
    rule: Rule,
    group: usize,
    centers: RTree<GeomWithData<[f64; 2], usize>>,
    largest_radius_m: f64,
    /// For each circle how far from its centre others of the rule stand that cover it, in metres.
    covered_within_m: Vec<Option<f64>>,
}

impl Deref for IndexedRule {
    type Target = Rule;

    fn deref(&self) -> &Rule {
        &self.rule
    }
}

impl IndexedRule {
    /// `group` is the rule's position among those that hold together.
    pub(super) fn new(rule: Rule, group: usize) -> Self {
        let disks: Vec<Disk> = rule.disks.iter().map(|disk| Disk { group, ..*disk }).collect();
        let centers = rule.disks.iter().enumerate().map(|(idx, disk)| GeomWithData::new(disk.center.into(), idx));
        let centers = RTree::bulk_load(centers.collect());
        Self {
            centers,
            largest_radius_m: rule.largest_radius_m(),
            covered_within_m: covered_within_m(&disks),
            group,
            rule,
        }
    }

    /// The radius of the largest circle, in metres.
    pub(super) fn largest_radius_m(&self) -> f64 {
        self.largest_radius_m
    }

    /// The circles whose centre lies within a distance of a place, inclusive, in metres; in the order of the rule.
    ///
    /// Takes logarithmic time, and as long as what is found.
    pub(super) fn near(&self, place: Coord<f64>, distance_m: f64) -> Vec<Disk> {
        self.idxs_near(place, distance_m).into_iter().map(|idx| self.rule.disks[idx]).collect()
    }

    fn idxs_near(&self, place: Coord<f64>, distance_m: f64) -> Vec<usize> {
        let reach = Coord { x: distance_m, y: distance_m };
        let mut near = self.idxs_in_box(place - reach, place + reach);
        near.retain(|idx| {
            let center = self.rule.disks[*idx].center;
            let (dx, dy) = (center.x - place.x, center.y - place.y);
            dx * dx + dy * dy <= distance_m * distance_m
        });
        near
    }

    /// The circles that may reach into a box, in the order of the rule.
    pub(super) fn around(&self, bounds: &Rect<f64>) -> Vec<Disk> {
        let reach = Coord { x: self.largest_radius_m, y: self.largest_radius_m };
        self.in_box(bounds.min() - reach, bounds.max() + reach)
    }

    /// The same rule with other circles.
    pub(super) fn with_disks(&self, disks: Vec<Disk>) -> Rule {
        Rule { disks, kinds: self.rule.kinds.clone(), ..self.rule }
    }

    /// The circles near a place, marked where it is known that others of them cover theirs.
    pub(super) fn marked_near(&self, place: Coord<f64>, distance_m: f64) -> Vec<MarkedDisk> {
        let idxs = self.idxs_near(place, distance_m);
        let of_group = |idx: &usize| Disk { group: self.group, ..self.rule.disks[*idx] };
        let disks = thinned(idxs.iter().map(of_group).collect());
        if disks.len() < idxs.len() {
            // Those that covered it may have been left out.
            return disks.into_iter().map(|disk| MarkedDisk { disk, is_covered: false }).collect();
        }
        let marked = disks.into_iter().zip(idxs).map(|(disk, idx)| {
            let from_place_m = distance(disk.center, place);
            // Those that cover it are near the place as well.
            let are_near = |within_m: f64| from_place_m + within_m + SLACK_M <= distance_m;
            MarkedDisk { disk, is_covered: self.covered_within_m[idx].is_some_and(are_near) }
        });
        marked.collect()
    }

    fn in_box(&self, low: Coord<f64>, high: Coord<f64>) -> Vec<Disk> {
        self.idxs_in_box(low, high).into_iter().map(|idx| self.rule.disks[idx]).collect()
    }

    fn idxs_in_box(&self, low: Coord<f64>, high: Coord<f64>) -> Vec<usize> {
        let bounds = AABB::from_corners(low.into(), high.into());
        let mut idxs: Vec<usize> = self.centers.locate_in_envelope(&bounds).map(|center| center.data).collect();
        idxs.sort_unstable();
        idxs
    }
}
