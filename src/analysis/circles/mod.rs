//! Where several things are near at once: intersections of unions of disks, with exact arcs for a border.
//!
//! A ring is where, for every required norm, some place lies within its circle of reach. Its border consists of arcs of
//! those circles. For each circle the angles at which it bounds the ring follow from its neighbours alone; the arcs are
//! then linked into loops. No grid is involved, so the outline does not depend on a cell size.

mod arcs;
mod crowd;
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

/// By at most so much a radius is made smaller so that no three circles meet in one point, in metres.
///
/// Circles that coincide or touch exactly would make the linking of arcs ambiguous. A tenth of a millimetre is far below
/// any accuracy of the input and never claims more than the norm allows.
const MAX_SHRINK_M: f64 = 1e-4;

/// The intersection over all groups `0..n_groups` of the union of each group's disks, as valid polygons in a fixed order.
///
/// A group without disks makes it empty. Takes, per disk, time in proportion to the disks that touch it, and in a crowd to what
/// of its circle is left: `n log n` altogether, however many stand together.
pub(super) fn intersection_of_unions(disks: &[Disk], n_groups: usize) -> Vec<Polygon<f64>> {
    Solved::new(disks, n_groups, None).polygons
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
    /// The same as [`intersection_of_unions`], whatever `last` is.
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
    let mut disks: Vec<Disk> = disks.iter().copied().filter(|disk| disk.radius > 2.0 * MAX_SHRINK_M).collect();
    disks.sort_by(order);
    disks.dedup_by(|b, a| a.center == b.center && a.group == b.group);
    for disk in &mut disks {
        disk.radius -= MAX_SHRINK_M * unit_fraction(disk);
    }
    disks
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

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{
        Area, BooleanOps, Contains, Euclidean, Length, MultiLineString, MultiPolygon, Point, Validation, unary_union,
    };
    use proptest::prelude::*;

    fn disk(x: f64, y: f64, radius: f64, group: usize) -> Disk {
        Disk { center: Coord { x, y }, radius, group }
    }

    fn area(disks: &[Disk], n_groups: usize) -> f64 {
        intersection_of_unions(disks, n_groups).iter().map(Area::unsigned_area).sum()
    }

    #[test]
    fn one_disk_is_a_circle() {
        let found = area(&[disk(0.0, 0.0, 500.0, 0)], 1);
        let exact = std::f64::consts::PI * 500.0 * 500.0;
        assert!((found / exact - 1.0).abs() < 2e-3, "{found} instead of {exact}");
    }

    #[test]
    fn a_group_without_disks_leaves_nothing() {
        assert!(intersection_of_unions(&[disk(0.0, 0.0, 500.0, 0)], 2).is_empty());
    }

    #[test]
    fn two_equal_disks_of_two_groups_make_the_well_known_lens() {
        let (r, d) = (800.0_f64, 600.0_f64);
        let exact = 2.0 * r * r * (d / (2.0 * r)).acos() - d / 2.0 * (4.0 * r * r - d * d).sqrt();
        let found = area(&[disk(0.0, 0.0, r, 0), disk(d, 0.0, r, 1)], 2);
        assert!((found / exact - 1.0).abs() < 2e-3, "{found} instead of {exact}");
    }

    #[test]
    fn a_ring_of_disks_leaves_a_hole() {
        let disks: Vec<_> = (0..12)
            .map(|i| {
                let angle = f64::from(i) / 12.0 * std::f64::consts::TAU;
                disk(1_000.0 * angle.cos(), 1_000.0 * angle.sin(), 400.0, 0)
            })
            .collect();
        let found = intersection_of_unions(&disks, 1);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].interiors().len(), 1);
        assert!(!found[0].contains(&Point::new(0.0, 0.0)));
    }

    #[test]
    fn the_same_place_in_two_groups_with_the_same_radius_is_one_circle() {
        let found = area(&[disk(5.0, 5.0, 800.0, 0), disk(5.0, 5.0, 800.0, 1), disk(5.0, 5.0, 800.0, 1)], 2);
        let exact = std::f64::consts::PI * 800.0 * 800.0;
        assert!((found / exact - 1.0).abs() < 2e-3, "{found} instead of {exact}");
    }

    fn by_boolean_operations(disks: &[Disk], n_groups: usize) -> MultiPolygon<f64> {
        let circle = |disk: &Disk| {
            let corner = |i: i32| {
                let angle = f64::from(i) / 256.0 * std::f64::consts::TAU;
                (disk.center.x + disk.radius * angle.cos(), disk.center.y + disk.radius * angle.sin())
            };
            Polygon::new((0..256).map(corner).collect::<Vec<_>>().into(), Vec::new())
        };
        let union = |group| unary_union(&disks.iter().filter(|d| d.group == group).map(circle).collect::<Vec<_>>());
        (1..n_groups).fold(union(0), |sum, group| sum.intersection(&union(group)))
    }

    /// Places in a square, on a circle, on a line and in two groups apart, so many that every circle touches most others.
    fn crowd(shape: usize, n: usize, seeds: &[(f64, f64)], size_m: f64) -> Vec<Coord<f64>> {
        (0..n)
            .map(|i| {
                let (u, v) = seeds[i % seeds.len()];
                let part = (i as f64 + u) / n as f64;
                match shape {
                    0 => Coord { x: (part * 7.0 + u).fract() * size_m, y: (part * 13.0 + v).fract() * size_m },
                    1 => {
                        let (sine, cosine) = (part * std::f64::consts::TAU).sin_cos();
                        Coord { x: size_m * cosine, y: size_m * sine }
                    }
                    2 => Coord { x: part * size_m, y: part * size_m * 0.3 + v * 1e-3 },
                    _ => Coord {
                        x: (part * 7.0).fract() * size_m + f64::from(u8::from(i % 2 == 0)) * 500.0,
                        y: v * size_m,
                    },
                }
            })
            .collect()
    }

    #[test]
    fn a_circle_of_very_many_places_has_a_border_of_as_many_arcs_found_without_each_looking_at_all() {
        let disks: Vec<_> =
            crowd(1, 20_000, &[(0.5, 0.5)], 60.0).into_iter().map(|at| disk(at.x, at.y, 400.0, 0)).collect();
        let found = area(&disks, 1);
        let exact = std::f64::consts::PI * 460.0 * 460.0;
        assert!((found / exact - 1.0).abs() < 1e-3, "{found} instead of {exact}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn in_a_crowd_the_border_is_the_one_that_looking_at_every_neighbor_gives(
            shape in 0..4_usize, n in 3..220_usize, size_m in prop::sample::select(vec![0.5, 3.0, 60.0, 600.0]),
            seeds in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..40), other in 0..4_usize,
        ) {
            let radii = [400.0, 308.0, 750.0];
            let mut disks: Vec<Disk> = Vec::new();
            for (group, shape) in [shape, other, shape].into_iter().enumerate() {
                let places = crowd(shape, n, &seeds, size_m).into_iter();
                // Two sizes in the last group, as stops of two categories have.
                disks.extend(places.enumerate().map(|(i, at)| {
                    disk(at.x + 100.0 * group as f64, at.y, if group == 2 && i % 3 == 0 { 300.0 } else { radii[group] }, group)
                }));
            }
            let disks = prepared(&disks);
            let centers = Centers::new(&disks, 3);
            for idx in 0..disks.len() {
                let all = centers.touching(&disks, idx, usize::MAX).expect("no limit");
                let by_brute_force: Vec<usize> = (0..disks.len()).filter(|i| *i != idx && touches(&disks[idx], &disks[*i])).collect();
                prop_assert_eq!(&all, &by_brute_force);
                prop_assert_eq!(border_in_crowd(&disks, idx, 3, &centers), border_among(&disks, idx, 3, all), "circle {}", idx);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn outlines_equal_boolean_operations_on_fine_polygons(
            places in prop::collection::vec((0..40_i32, 0..40_i32, 0..3_usize, 0..2_usize), 1..40),
        ) {
            // Whole hundreds make coincident, touching and concurrent circles common.
            let radii = [300.0, 500.0];
            let disks: Vec<_> = places
                .iter()
                .map(|(x, y, group, size)| disk(f64::from(*x) * 100.0, f64::from(*y) * 100.0, radii[*size], *group))
                .collect();
            let found = MultiPolygon(intersection_of_unions(&disks, 3));
            prop_assert!(found.is_valid(), "{:?}", found.check_validation());
            let expected = by_boolean_operations(&disks, 3);
            let difference = found.xor(&expected).unsigned_area();
            // Both replace arcs by chords, that lie at most half a metre inside.
            let shells: MultiLineString<f64> = expected.iter().map(|piece| piece.exterior().clone()).collect();
            let border_m = Euclidean.length(&shells);
            prop_assert!(difference < 20.0 + 0.4 * border_m, "{difference} m² along {border_m} m");
        }

        #[test]
        fn what_is_taken_over_from_nearly_the_same_disks_changes_nothing(
            places in prop::collection::vec((0..40_i32, 0..40_i32, 0..2_usize), 3..60),
            moved in prop::collection::vec((any::<prop::sample::Index>(), 0..40_i32, 0..40_i32), 0..4),
            removed in any::<prop::sample::Index>(),
        ) {
            let at = |x: i32, y: i32, group| disk(f64::from(x) * 100.0, f64::from(y) * 100.0, 450.0, group);
            let before: Vec<_> = places.iter().map(|(x, y, group)| at(*x, *y, *group)).collect();
            let mut after = before.clone();
            for (idx, x, y) in moved {
                let disk = idx.get(&before);
                after[idx.index(before.len())] = at(x, y, disk.group);
            }
            after.remove(removed.index(before.len()));
            let last = Solved::new(&before, 2, None);
            let again = Solved::new(&after, 2, Some(&last));
            prop_assert_eq!(&again.polygons, &intersection_of_unions(&after, 2));
            prop_assert_eq!(Solved::new(&before, 2, Some(&again)).polygons, last.polygons);
        }

        #[test]
        fn the_order_of_the_disks_does_not_matter(
            places in prop::collection::vec((0..4_000_i32, 0..4_000_i32, 0..2_usize), 1..25), seed in any::<u64>(),
        ) {
            let disks: Vec<_> =
                places.iter().map(|(x, y, group)| disk(f64::from(*x), f64::from(*y), 600.0, *group)).collect();
            let mut shuffled = disks.clone();
            shuffled.sort_by_key(|d| (d.center.x.to_bits() ^ d.center.y.to_bits()).wrapping_mul(seed | 1));
            prop_assert_eq!(intersection_of_unions(&disks, 2), intersection_of_unions(&shuffled, 2));
        }
    }
}
