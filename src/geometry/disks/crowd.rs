//! The border of a circle among very many: looked for where it may still be, rather than along every neighbour.
//!
//! A circle that thousands of others touch is bounded by a few of them at most. So each is asked for where it matters: which
//! disk covers the middle of what is left of the circle, or one of its ends, best? Only when none does is every disk
//! considered that may reach that arc, and these are few: a disk that covers part of an arc but not its middle has its centre
//! at nearly the same distance from there.

use rstar::primitives::GeomWithData;
use rstar::{AABB, PointDistance, RTree, SelectionFunction};

use super::arcs::{Stretch, push, stretches_around};
use super::disk::{Disk, Meeting, meeting, touches};

/// A centre with the position of its disk.
type Center = GeomWithData<[f64; 2], usize>;

/// Disks of one group that are about as large.
#[derive(Debug)]
struct Alike {
    centers: RTree<Center>,
    largest: f64,
}

/// A disk is put with others of its group when it is at least this part of the largest of them.
const ALIKE_PART: f64 = 0.9;

/// How many of the nearest are looked at first.
const N_NEAREST: usize = 9;

/// How many of the nearest are asked whether they cover a circle together, before those that stand where it is open.
const N_FOR_COVER: usize = 32;

/// Added to a distance within which centres are looked for, in metres: far above rounding.
const SLACK_M: f64 = 1e-6;

/// The disks by where their centres are.
#[derive(Debug)]
pub(super) struct Centers {
    groups: Vec<Vec<Alike>>,
}

impl Centers {
    pub(super) fn new(disks: &[Disk], n_groups: usize) -> Self {
        let mut by_radius: Vec<usize> = (0..disks.len()).collect();
        by_radius.sort_by(|a, b| disks[*b].radius.total_cmp(&disks[*a].radius).then(a.cmp(b)));
        let mut lists: Vec<Vec<(f64, Vec<Center>)>> = vec![Vec::new(); n_groups];
        for idx in by_radius {
            let Disk { center, radius, group } = disks[idx];
            let lists = &mut lists[group];
            if lists.last().is_none_or(|(largest, _)| radius < ALIKE_PART * largest) {
                lists.push((radius, Vec::new()));
            }
            if let Some((_, centers)) = lists.last_mut() {
                centers.push(GeomWithData::new(center.into(), idx));
            }
        }
        let alike = |(largest, centers)| Alike { centers: RTree::bulk_load(centers), largest };
        Self { groups: lists.into_iter().map(|lists| lists.into_iter().map(alike).collect()).collect() }
    }

    /// The disks that touch one, in their order; nothing when they are more than the limit.
    pub(super) fn touching(&self, disks: &[Disk], idx: usize, at_most: usize) -> Option<Vec<usize>> {
        let circle = &disks[idx];
        let mut found = Vec::new();
        for alike in self.groups.iter().flatten() {
            let within = circle.radius + alike.largest + SLACK_M;
            for center in alike.centers.locate_within_distance(circle.center.into(), within * within) {
                if center.data != idx && touches(circle, &disks[center.data]) {
                    found.push(center.data);
                    if found.len() > at_most {
                        return None;
                    }
                }
            }
        }
        found.sort_unstable();
        Some(found)
    }

    /// What of some arcs of a circle no other disk of a group covers, upwards.
    pub(super) fn uncovered(&self, disks: &[Disk], idx: usize, group: usize, arcs: Vec<Stretch>) -> Vec<Stretch> {
        let mut left = arcs;
        if group == disks[idx].group {
            for cover in self.nearest_covers(disks, idx) {
                let mut still = Vec::with_capacity(left.len() + 1);
                left.iter().for_each(|arc| cover.left_of(arc, &mut still));
                left = still;
            }
        }
        let mut uncovered = Vec::new();
        while let Some(arc) = left.pop() {
            match self.cover(disks, idx, group, &arc) {
                Some(cover) => cover.left_of(&arc, &mut left),
                None => uncovered.push(arc),
            }
        }
        uncovered.sort_by(|a, b| a.start.angle.total_cmp(&b.start.angle));
        uncovered
    }

    /// How far from its centre the others of its group stand that cover all of a circle, in metres; nothing when they do not.
    pub(super) fn covered_within_m(&self, disks: &[Disk], idx: usize) -> Option<f64> {
        let (group, center): (usize, [f64; 2]) = (disks[idx].group, disks[idx].center.into());
        let mut left = vec![Stretch::ALL_AROUND];
        let mut within_m = 0.0_f64;
        for alike in &self.groups[group] {
            for (other, distance_2) in alike.centers.nearest_neighbor_iter_with_distance_2(&center).take(N_FOR_COVER) {
                let Some(cover) = Cover::of(disks, idx, other.data) else { continue };
                within_m = within_m.max(distance_2.sqrt());
                let mut still = Vec::with_capacity(left.len() + 1);
                left.iter().for_each(|arc| cover.left_of(arc, &mut still));
                left = still;
                if left.is_empty() {
                    return Some(within_m);
                }
            }
        }
        while let Some(arc) = left.pop() {
            let cover = self.cover(disks, idx, group, &arc)?;
            within_m = within_m.max(cover.within_m(disks, idx));
            cover.left_of(&arc, &mut left);
        }
        Some(within_m)
    }

    /// What the nearest others of its own group cover of a circle: most of it, in a crowd.
    fn nearest_covers(&self, disks: &[Disk], idx: usize) -> impl Iterator<Item = Cover> {
        let center: [f64; 2] = disks[idx].center.into();
        let nearest = self.groups[disks[idx].group].first().map(|alike| alike.centers.nearest_neighbor_iter(&center));
        let nearest = nearest.into_iter().flatten().take(N_NEAREST);
        nearest.filter_map(move |other| Cover::of(disks, idx, other.data))
    }

    /// What of some arcs of a circle some disk of a group covers, upwards.
    pub(super) fn covered(&self, disks: &[Disk], idx: usize, group: usize, arcs: &[Stretch]) -> Vec<Stretch> {
        let mut covered = Vec::new();
        for arc in arcs {
            let mut start = arc.start;
            for gap in self.uncovered(disks, idx, group, vec![*arc]) {
                push(&mut covered, start, gap.start);
                start = gap.end;
            }
            push(&mut covered, start, arc.end);
        }
        covered
    }

    /// A disk of a group that covers some of an arc, if any does.
    fn cover(&self, disks: &[Disk], idx: usize, group: usize, arc: &Stretch) -> Option<Cover> {
        let (from, to) = (arc.start.angle, arc.end.angle);
        let within_angles = [from.midpoint(to), from, to];
        let at_angle = within_angles.into_iter().find_map(|angle| self.cover_at(disks, idx, group, angle));
        at_angle.or_else(|| self.groups[group].iter().find_map(|alike| alike.cover_of(disks, idx, arc)))
    }

    /// The disk of a group that covers one place of a circle best, if any does.
    fn cover_at(&self, disks: &[Disk], idx: usize, group: usize, angle: f64) -> Option<Cover> {
        let place: [f64; 2] = disks[idx].at(angle).into();
        self.groups[group].iter().find_map(|alike| {
            let reach = alike.largest + SLACK_M;
            let nearest = alike.centers.nearest_neighbor_iter_with_distance_2(&place);
            let near = nearest.take_while(|(_, distance_2)| *distance_2 <= reach * reach);
            near.filter_map(|(center, _)| Cover::of(disks, idx, center.data)).find(|cover| cover.is_around(angle))
        })
    }
}

impl Alike {
    /// A disk that covers some of an arc, if any does.
    fn cover_of(&self, disks: &[Disk], idx: usize, arc: &Stretch) -> Option<Cover> {
        let circle = &disks[idx];
        let (from, to) = (arc.start.angle, arc.end.angle);
        let reaching = Reaching {
            center: circle.center.into(),
            middle: circle.at(from.midpoint(to)).into(),
            largest: self.largest + SLACK_M,
            // So much does the distance to a centre change from the middle of the arc to its end, per metre between that
            // centre and the circle's own.
            per_metre: 0.5 * (to - from) * circle.radius / (ALIKE_PART * self.largest),
        };
        let near = self.centers.locate_with_selection_function(reaching);
        near.filter_map(|center| Cover::of(disks, idx, center.data)).find(|cover| cover.overlaps(arc))
    }
}

/// Chooses the centres of disks that may cover some of an arc.
///
/// Along the arc, where a disk does not cover it, the distance to the disk's centre changes per radian by no more than
/// `r d / R`: `r` is the circle's radius, `R` the disk's, and `d` the distance between their centres.
struct Reaching {
    center: [f64; 2],
    middle: [f64; 2],
    largest: f64,
    per_metre: f64,
}

impl Reaching {
    fn is_reached(&self, nearest_2: f64, farthest_from_center_2: f64) -> bool {
        let reach = self.largest + self.per_metre * farthest_from_center_2.sqrt();
        nearest_2 <= reach * reach
    }
}

impl SelectionFunction<Center> for Reaching {
    fn should_unpack_parent(&self, envelope: &AABB<[f64; 2]>) -> bool {
        let (low, high) = (envelope.lower(), envelope.upper());
        let far = |axis: usize| (self.center[axis] - low[axis]).abs().max((high[axis] - self.center[axis]).abs());
        self.is_reached(envelope.distance_2(&self.middle), far(0) * far(0) + far(1) * far(1))
    }

    fn should_unpack_leaf(&self, leaf: &Center) -> bool {
        self.is_reached(leaf.distance_2(&self.middle), leaf.distance_2(&self.center))
    }
}

/// What one disk covers of a circle: a stretch, two when it is cut at due east, or all of it.
struct Cover([Option<Stretch>; 2]);

impl Cover {
    /// Nothing when the disk is the circle's own or covers none of it.
    fn of(disks: &[Disk], idx: usize, other: usize) -> Option<Self> {
        if idx == other {
            return None;
        }
        match meeting(&disks[idx], &disks[other]) {
            Meeting::Outside => None,
            Meeting::Inside => Some(Self([Some(Stretch::ALL_AROUND), None])),
            Meeting::Partly { direction, half_angle } => Some(Self(stretches_around(direction, half_angle, other))),
        }
    }

    /// How far from the circle's centre that of the disk is, in metres.
    fn within_m(&self, disks: &[Disk], idx: usize) -> f64 {
        let others = self.0.iter().flatten().flat_map(|part| [part.start.other, part.end.other]);
        let between_m = |other: usize| {
            let by = disks[other].center - disks[idx].center;
            by.x.hypot(by.y)
        };
        // One that covers all of it is not named by any end.
        others.flatten().map(between_m).next().unwrap_or(f64::INFINITY)
    }

    fn is_around(&self, angle: f64) -> bool {
        self.0.iter().flatten().any(|part| part.start.angle < angle && angle < part.end.angle)
    }

    fn overlaps(&self, arc: &Stretch) -> bool {
        self.0.iter().flatten().any(|part| part.start.angle < arc.end.angle && arc.start.angle < part.end.angle)
    }

    /// Adds what it does not cover of an arc.
    fn left_of(&self, arc: &Stretch, left: &mut Vec<Stretch>) {
        let mut start = arc.start;
        let mut parts: Vec<&Stretch> = self.0.iter().flatten().collect();
        parts.sort_by(|a, b| a.start.angle.total_cmp(&b.start.angle));
        for part in parts {
            if part.end.angle <= start.angle || part.start.angle >= arc.end.angle {
                continue;
            }
            push(left, start, part.start);
            start = part.end;
        }
        push(left, start, arc.end);
    }
}
