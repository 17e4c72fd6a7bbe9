//! Disks, their order, and how the circle of one meets another.

use std::cmp::Ordering;

use geo::Coord;

use crate::geometry::bounds::west_first;

/// A closed disk; `group` says to which of the unions it belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Disk {
    pub(crate) center: Coord<f64>,
    pub(crate) radius: f64,
    pub(crate) group: usize,
}

/// A disk of which may be known that others of its group cover all of its circle: then none of its circle is border.
///
/// What it covers of other circles counts all the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MarkedDisk {
    pub(crate) disk: Disk,
    pub(crate) is_covered: bool,
}

/// By at most so much a radius is made smaller so that no three circles meet in one point, in metres.
///
/// Circles that coincide or touch exactly would make the linking of arcs ambiguous. A tenth of a millimetre is far below
/// any accuracy of the input and never claims more than the norm allows.
const MAX_SHRINK_M: f64 = 1e-4;

impl Disk {
    /// The place of its circle at an angle.
    pub(super) fn at(&self, angle: f64) -> Coord<f64> {
        let (sine, cosine) = angle.sin_cos();
        Coord { x: self.center.x + self.radius * cosine, y: self.center.y + self.radius * sine }
    }
}

/// Sorted by x, without repeats within a group, and in general position.
pub(super) fn prepared(disks: &[Disk]) -> Vec<Disk> {
    let mut disks: Vec<Disk> = disks.iter().copied().filter(is_large_enough).collect();
    disks.sort_by(order);
    disks.dedup_by(|b, a| is_repeat(b, a));
    for disk in &mut disks {
        disk.radius -= MAX_SHRINK_M * unit_fraction(disk);
    }
    disks
}

pub(super) fn is_large_enough(disk: &Disk) -> bool {
    disk.radius > 2.0 * MAX_SHRINK_M
}

/// Does a disk add nothing to one that goes before it?
pub(super) fn is_repeat(disk: &Disk, before: &Disk) -> bool {
    before.center == disk.center && before.group == disk.group
}

/// From west to east; of equal centres by group, the largest first.
pub(super) fn order(a: &Disk, b: &Disk) -> Ordering {
    west_first(a.center, b.center).then(a.group.cmp(&b.group)).then(b.radius.total_cmp(&a.radius))
}

pub(super) fn touches(a: &Disk, b: &Disk) -> bool {
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
pub(super) enum Meeting {
    /// No part of the circle lies in the disk.
    Outside,
    /// The whole circle lies in the disk.
    Inside,
    /// The part of the circle within this angle on either side of the direction to the disk's centre lies in the disk.
    Partly { direction: f64, half_angle: f64 },
}

pub(super) fn meeting(circle: &Disk, disk: &Disk) -> Meeting {
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
