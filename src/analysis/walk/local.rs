//! A rule with its circles by where they stand, so that looking around one place does not take a look at all.

use std::collections::BTreeSet;
use std::ops::Deref;

use geo::{Coord, Rect};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::GeomWithData;

use super::measure::Walk;
use super::rules::{Rule, ring_rules};
use crate::analysis::situation::Situation;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;
use crate::geometry::bounds::{self, envelope, grown};
use crate::geometry::disks::{Disk, MarkedDisk, covered_within_m};
use crate::geometry::outlines::first_of_squares;

/// Safety margin on the distance within which all circles are known, in metres: far above rounding.
pub(super) const SLACK_M: f64 = 1.0;

/// A rule that is asked for its circles around a place very often.
#[derive(Debug)]
pub(in crate::analysis) struct LocalRule {
    rule: Rule,
    group: usize,
    centers: RTree<GeomWithData<[f64; 2], usize>>,
    /// That of its norm; 0 for an OV-norm, whose circles differ.
    pub(super) radius_m: f64,
    pub(super) largest_radius_m: f64,
    /// For each circle how far from its centre others of the rule stand that cover it, in metres.
    covered_within_m: Vec<Option<f64>>,
}

impl Deref for LocalRule {
    type Target = Rule;

    fn deref(&self) -> &Rule {
        &self.rule
    }
}

/// The rules that bound a ring; nothing when no required rule does.
pub(in crate::analysis) fn local_rules(
    situation: &Situation,
    norms: &NormSet,
    form: HousingForm,
) -> Option<Vec<LocalRule>> {
    let rules = ring_rules(situation, norms, form)?;
    let walk = Walk::of(norms);
    Some(rules.into_par_iter().enumerate().map(|(group, rule)| LocalRule::new(rule, group, walk)).collect())
}

impl LocalRule {
    /// `group` is the rule's position among those that hold together.
    fn new(rule: Rule, group: usize, walk: Walk) -> Self {
        let disks: Vec<Disk> = rule.disks.iter().map(|disk| Disk { group, ..*disk }).collect();
        let centers = rule.disks.iter().enumerate().map(|(idx, disk)| GeomWithData::new(disk.center.into(), idx));
        Self {
            centers: RTree::bulk_load(centers.collect()),
            radius_m: walk.radius_m(rule.walking_m),
            largest_radius_m: rule.disks.iter().map(|disk| disk.radius).fold(0.0, f64::max),
            covered_within_m: covered_within_m(&disks),
            group,
            rule,
        }
    }

    /// The circles whose centre lies within a distance of a place, inclusive, in metres; in the order of the rule.
    ///
    /// Takes logarithmic time, and as long as what is found.
    pub(super) fn near(&self, place: Coord<f64>, within_m: f64) -> Vec<Disk> {
        self.idxs_near(place, within_m).into_iter().map(|idx| self.rule.disks[idx]).collect()
    }

    fn idxs_near(&self, place: Coord<f64>, within_m: f64) -> Vec<usize> {
        let mut near = self.idxs_in_box(&grown(&Rect::new(place, place), within_m));
        near.retain(|idx| {
            let center = self.rule.disks[*idx].center;
            let (dx, dy) = (center.x - place.x, center.y - place.y);
            dx * dx + dy * dy <= within_m * within_m
        });
        near
    }

    fn idxs_in_box(&self, bounds: &Rect<f64>) -> Vec<usize> {
        let found = self.centers.locate_in_envelope(&envelope(bounds));
        let mut idxs: Vec<usize> = found.map(|center| center.data).collect();
        idxs.sort_unstable();
        idxs
    }

    /// The same rule with other circles.
    pub(super) fn with_disks(&self, disks: Vec<Disk>) -> Rule {
        Rule { disks, kinds: self.rule.kinds.clone(), ..self.rule }
    }

    /// The circles near a place, marked where it is known that others of them cover theirs.
    pub(super) fn marked_near(&self, place: Coord<f64>, within_m: f64) -> Vec<MarkedDisk> {
        let idxs = self.idxs_near(place, within_m);
        let of_group = |idx: &usize| Disk { group: self.group, ..self.rule.disks[*idx] };
        let disks = thinned(idxs.iter().map(of_group).collect());
        if disks.len() < idxs.len() {
            // Those that covered it may have been left out.
            return disks.into_iter().map(|disk| MarkedDisk { disk, is_covered: false }).collect();
        }
        let marked = disks.into_iter().zip(idxs).map(|(disk, idx)| {
            let from_place_m = distance_m(disk.center, place);
            // Those that cover it are near the place as well.
            let are_near = |within: f64| from_place_m + within + SLACK_M <= within_m;
            MarkedDisk { disk, is_covered: self.covered_within_m[idx].is_some_and(are_near) }
        });
        marked.collect()
    }

    /// The circle of one more place.
    pub(super) fn disk_at(&self, center: Coord<f64>) -> Disk {
        Disk { center, radius: self.radius_m, group: self.group }
    }
}

/// Where some rules hold within a box, for asking very often.
pub(in crate::analysis) struct RulesIn(Vec<Vec<Disk>>);

impl RulesIn {
    pub(in crate::analysis) fn new<'r>(rules: impl Iterator<Item = &'r LocalRule>, area: &Rect<f64>) -> Self {
        let near = rules.map(|rule| {
            let mut near: Vec<Disk> =
                rule.idxs_in_box(&grown(area, rule.largest_radius_m)).into_iter().map(|idx| rule.disks[idx]).collect();
            near.retain(|disk| bounds::distance_m(area, disk.center) <= disk.radius);
            thinned(near)
        });
        Self(near.collect())
    }

    /// Do all of them hold at a place in the box?
    pub(in crate::analysis) fn hold_at(&self, place: Coord<f64>) -> bool {
        self.0.iter().all(|disks| disks.iter().any(|disk| distance_m(disk.center, place) <= disk.radius))
    }
}

/// Where circles came and went from one time to the next; nothing when the rules are others.
pub(in crate::analysis) fn changed_centers(old: &[LocalRule], new: &[LocalRule]) -> Option<Vec<Coord<f64>>> {
    let is_same = |(old, new): (&LocalRule, &LocalRule)| old.kinds == new.kinds && old.radius_m == new.radius_m;
    if old.len() != new.len() || !old.iter().zip(new).all(is_same) {
        return None;
    }
    Some(old.iter().zip(new).flat_map(|(old, new)| differing(&old.disks, &new.disks)).collect())
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

/// Between two places, in metres.
pub(super) fn distance_m(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (dx, dy) = (a.x - b.x, a.y - b.y);
    (dx * dx + dy * dy).sqrt()
}

/// With more circles than this of one rule, those that add little are left out.
const MANY_DISKS: usize = 2_048;

/// Side of the squares of which only one circle is kept when there are too many, in metres; it doubles until few enough are
/// left. Those never claim more than all of them do.
const THINNED_M: f64 = 5.0;

/// The largest square from which one circle is kept, in metres: smaller than any core.
const MAX_THINNED_M: f64 = 40.0;

/// The circles, or in a crowd enough of them to search by.
pub(super) fn thinned(mut disks: Vec<Disk>) -> Vec<Disk> {
    let mut square_m = THINNED_M;
    while disks.len() > MANY_DISKS && square_m <= MAX_THINNED_M {
        disks = first_of_squares(&disks, square_m, |disk| disk.center);
        square_m *= 2.0;
    }
    disks
}
