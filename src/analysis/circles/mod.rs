//! Where several things are near at once: intersections of unions of disks, with exact arcs for a border.
//!
//! A ring is where, for every required norm, some place lies within its circle of reach. Its border consists of arcs of
//! those circles. For each circle the angles at which it bounds the ring follow from its neighbours alone; the arcs are
//! then linked into loops. No grid is involved, so the outline does not depend on a cell size.

mod arcs;
mod crowd;
#[cfg(test)]
mod laws;
mod outline;

use std::cmp::Ordering;

use geo::{Coord, Polygon};
use rayon::prelude::*;

use arcs::{AngleSet, Stretch};
use crowd::Centers;

/// A closed disk; `group` says to which of the unions it belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Disk {
    pub(super) center: Coord<f64>,
    pub(super) radius: f64,
    pub(super) group: usize,
}

/// A disk of which may be known that others of its group cover all of its circle: then none of its circle is border.
///
/// What it covers of other circles counts all the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct MarkedDisk {
    pub(super) disk: Disk,
    pub(super) is_covered: bool,
}

/// By at most so much a radius is made smaller so that no three circles meet in one point, in metres.
///
/// Circles that coincide or touch exactly would make the linking of arcs ambiguous. A tenth of a millimetre is far below
/// any accuracy of the input and never claims more than the norm allows.
const MAX_SHRINK_M: f64 = 1e-4;

/// The intersection over all groups `0..n_groups` of the union of each group's disks, as valid polygons in a fixed order.
///
/// A group without disks makes it empty. Takes, per disk whose circle is not known to be covered, time in proportion to the disks
/// that touch it, and in a crowd to what of its circle is left.
pub(super) fn intersection_of_marked(mut marked: Vec<MarkedDisk>, n_groups: usize) -> Vec<Polygon<f64>> {
    marked.retain(|marked| is_large_enough(&marked.disk));
    marked.sort_by(|a, b| order(&a.disk, &b.disk));
    marked.dedup_by(|b, a| is_repeat(&b.disk, &a.disk));
    let disks = prepared(&marked.iter().map(|marked| marked.disk).collect::<Vec<_>>());
    let centers = (disks.len() > FEW_NEIGHBORS).then(|| Centers::new(&disks, n_groups));
    let border = |idx: usize| match marked[idx].is_covered {
        true => Vec::new(),
        false => border_of(&disks, idx, n_groups, centers.as_ref()),
    };
    let stretches: Vec<Vec<Stretch>> = (0..disks.len()).into_par_iter().with_min_len(32).map(border).collect();
    outline::polygons(&disks, &stretches)
}

/// For each of the disks of one group how far from its centre the others stand that cover all of its circle, in metres; nothing
/// when it is not covered, or only by very many.
///
/// Takes logarithmic time per disk, however many stand together.
pub(super) fn covered_within_m(of_group: &[Disk]) -> Vec<Option<f64>> {
    let mut idxs: Vec<usize> = (0..of_group.len()).filter(|idx| is_large_enough(&of_group[*idx])).collect();
    idxs.sort_by(|a, b| order(&of_group[*a], &of_group[*b]));
    let disks = prepared(of_group);
    let group = disks.first().map_or(0, |disk| disk.group);
    let centers = Centers::new(&disks, group + 1);
    let all = (0..disks.len()).into_par_iter().with_min_len(32);
    let covered: Vec<Option<f64>> = all.map(|idx| centers.covered_within_m(&disks, idx)).collect();
    let mut within = vec![None; of_group.len()];
    let mut nth = 0;
    for (at, idx) in idxs.iter().enumerate() {
        nth += usize::from(at > 0 && !is_repeat(&of_group[*idx], &of_group[idxs[at - 1]]));
        within[*idx] = covered[nth];
    }
    within
}

/// An intersection of unions with how it was found, so that the next one, of nearly the same disks, is found sooner.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    disks: Vec<Disk>,
    n_groups: usize,
    stretches: Vec<Vec<Stretch>>,
    pub(super) polygons: Vec<Polygon<f64>>,
}

impl Solved {
    /// The same as [`intersection_of_marked`], whatever `last` is.
    ///
    /// Takes, per disk, time in proportion to the disks that touch it, and in a crowd to what of its circle is left: `n log n`
    /// altogether, however many stand together.
    ///
    /// What a circle bounds follows from the disks that touch it: where these are those of last time, it is taken over.
    pub(super) fn new(disks: &[Disk], n_groups: usize, last: Option<&Self>) -> Self {
        let disks = prepared(disks);
        let last = last.filter(|last| last.n_groups == n_groups);
        if let Some(last) = last.filter(|last| last.disks == disks) {
            return last.clone();
        }
        let centers = (disks.len() > FEW_NEIGHBORS).then(|| Centers::new(&disks, n_groups));
        let known = last.and_then(|last| last.known_for(&disks));
        let stretches: Vec<Vec<Stretch>> = (0..disks.len())
            .into_par_iter()
            .with_min_len(32)
            .map(|idx| {
                match &known {
                    Some(known) if !known.is_touched(&disks[idx]) => known.stretches(idx),
                    _ => None,
                }
                .unwrap_or_else(|| border_of(&disks, idx, n_groups, centers.as_ref()))
            })
            .collect();
        let polygons = outline::polygons(&disks, &stretches);
        Self { disks, n_groups, stretches, polygons }
    }

    /// What can be taken over for these disks; nothing when too many differ for that to be worth the trouble.
    fn known_for(&self, disks: &[Disk]) -> Option<Known<'_>> {
        let (mut old, mut new) = (0, 0);
        let mut known = Known {
            last: self,
            old_of: vec![None; disks.len()],
            new_of: vec![None; self.disks.len()],
            changed: Vec::new(),
        };
        while old < self.disks.len() || new < disks.len() {
            let order = match (self.disks.get(old), disks.get(new)) {
                (Some(a), Some(b)) => order(a, b),
                (Some(_), None) => Ordering::Less,
                _ => Ordering::Greater,
            };
            match order {
                Ordering::Less => known.changed.push(self.disks[old]),
                Ordering::Greater => known.changed.push(disks[new]),
                Ordering::Equal => (known.old_of[new], known.new_of[old]) = (Some(old), Some(new)),
            }
            old += usize::from(order != Ordering::Greater);
            new += usize::from(order != Ordering::Less);
            if known.changed.len() > MAX_CHANGED {
                return None;
            }
        }
        Some(known)
    }
}

/// With more disks that differ, comparing costs more than it saves.
const MAX_CHANGED: usize = 16;

/// What is known from last time.
struct Known<'a> {
    last: &'a Solved,
    /// For each disk its position last time, if it was there.
    old_of: Vec<Option<usize>>,
    /// For each disk of last time its position now, if it is still there.
    new_of: Vec<Option<usize>>,
    /// The disks that are there only now or were there only then.
    changed: Vec<Disk>,
}

impl Disk {
    /// The place of its circle at an angle.
    fn at(&self, angle: f64) -> Coord<f64> {
        let (sine, cosine) = angle.sin_cos();
        Coord { x: self.center.x + self.radius * cosine, y: self.center.y + self.radius * sine }
    }
}

impl Known<'_> {
    fn is_touched(&self, disk: &Disk) -> bool {
        self.changed.iter().any(|changed| touches(disk, changed))
    }

    /// The stretches of an untouched disk, in the positions of now; nothing when it was not there.
    fn stretches(&self, idx: usize) -> Option<Vec<Stretch>> {
        let stretches = &self.last.stretches[self.old_of[idx]?];
        stretches.iter().map(|stretch| stretch.renamed(|other| self.new_of[other])).collect()
    }
}

/// Sorted by x, without repeats within a group, and in general position.
fn prepared(disks: &[Disk]) -> Vec<Disk> {
    let mut disks: Vec<Disk> = disks.iter().copied().filter(is_large_enough).collect();
    disks.sort_by(order);
    disks.dedup_by(|b, a| is_repeat(b, a));
    for disk in &mut disks {
        disk.radius -= MAX_SHRINK_M * unit_fraction(disk);
    }
    disks
}

fn is_large_enough(disk: &Disk) -> bool {
    disk.radius > 2.0 * MAX_SHRINK_M
}

/// Does a disk add nothing to one that goes before it?
fn is_repeat(disk: &Disk, before: &Disk) -> bool {
    before.center == disk.center && before.group == disk.group
}

/// From west to east; of equal centres by group, the largest first.
fn order(a: &Disk, b: &Disk) -> Ordering {
    let (p, q) = (a.center, b.center);
    p.x.total_cmp(&q.x).then(p.y.total_cmp(&q.y)).then(a.group.cmp(&b.group)).then(b.radius.total_cmp(&a.radius))
}

fn touches(a: &Disk, b: &Disk) -> bool {
    let (dx, dy) = (a.center.x - b.center.x, a.center.y - b.center.y);
    let sum = a.radius + b.radius;
    dx * dx + dy * dy < sum * sum
}

/// A number in 0–1 that depends on the disk alone and looks random.
fn unit_fraction(disk: &Disk) -> f64 {
    let mut bits = disk.center.x.to_bits() ^ disk.center.y.to_bits().rotate_left(29) ^ (disk.group as u64 + 1);
    // The finalizer of splitmix64: every input bit reaches every output bit.
    for (shift, factor) in [(30, 0xbf58_476d_1ce4_e5b9_u64), (27, 0x94d0_49bb_1331_11eb)] {
        bits = (bits ^ (bits >> shift)).wrapping_mul(factor);
    }
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// How one circle meets another disk.
enum Meeting {
    /// No part of the circle lies in the disk.
    Outside,
    /// The whole circle lies in the disk.
    Inside,
    /// The part of the circle within this angle on either side of the direction to the disk's centre lies in the disk.
    Partly { direction: f64, half_angle: f64 },
}

fn meeting(circle: &Disk, disk: &Disk) -> Meeting {
    let (dx, dy) = (disk.center.x - circle.center.x, disk.center.y - circle.center.y);
    let distance_2 = dx * dx + dy * dy;
    let (sum, difference) = (circle.radius + disk.radius, disk.radius - circle.radius);
    if distance_2 >= sum * sum || (difference < 0.0 && distance_2 <= difference * difference) {
        return Meeting::Outside;
    }
    if difference >= 0.0 && distance_2 <= difference * difference {
        return Meeting::Inside;
    }
    let distance = distance_2.sqrt();
    let cosine =
        (distance_2 + circle.radius * circle.radius - disk.radius * disk.radius) / (2.0 * distance * circle.radius);
    Meeting::Partly { direction: dy.atan2(dx), half_angle: cosine.clamp(-1.0, 1.0).acos() }
}

/// With at most so many disks that touch a circle, each of them is looked at.
const FEW_NEIGHBORS: usize = 96;

/// The stretches of one circle that bound the intersection: outside the other disks of its group, inside all other groups.
fn border_of(disks: &[Disk], idx: usize, n_groups: usize, centers: Option<&Centers>) -> Vec<Stretch> {
    let touching = || (0..disks.len()).filter(|other| *other != idx && touches(&disks[idx], &disks[*other])).collect();
    let border = match centers {
        None => border_among(disks, idx, n_groups, touching()),
        Some(centers) => match centers.touching(disks, idx, FEW_NEIGHBORS) {
            Some(neighbors) => border_among(disks, idx, n_groups, neighbors),
            None => border_in_crowd(disks, idx, n_groups, centers),
        },
    };
    arcs::joined_over_east(border)
}

/// Of what the own group leaves open, what all other groups cover.
fn border_in_crowd(disks: &[Disk], idx: usize, n_groups: usize, centers: &Centers) -> Vec<Stretch> {
    let own = disks[idx].group;
    let mut border = centers.uncovered(disks, idx, own, vec![Stretch::ALL_AROUND]);
    for group in (0..n_groups).filter(|group| *group != own) {
        border = centers.covered(disks, idx, group, &border);
    }
    border
}

/// The same, from each of the disks that touch the circle.
fn border_among(disks: &[Disk], idx: usize, n_groups: usize, neighbors: Vec<usize>) -> Vec<Stretch> {
    let circle = &disks[idx];
    let mut present = vec![false; n_groups];
    present[circle.group] = true;
    for neighbor in &neighbors {
        present[disks[*neighbor].group] = true;
    }
    if present.contains(&false) {
        return Vec::new();
    }
    let mut allowed: Vec<AngleSet> = vec![AngleSet::default(); n_groups];
    for neighbor in neighbors {
        let disk = &disks[neighbor];
        match meeting(circle, disk) {
            Meeting::Outside => {}
            Meeting::Inside if disk.group == circle.group => return Vec::new(),
            Meeting::Inside => allowed[disk.group].make_full(),
            Meeting::Partly { direction, half_angle } => allowed[disk.group].add(direction, half_angle, neighbor),
        }
    }
    let mut border = std::mem::take(&mut allowed[circle.group]).complement();
    for (group, angles) in allowed.into_iter().enumerate() {
        if group != circle.group {
            border = arcs::common(&border, &angles.stretches());
        }
    }
    border
}
