//! Where several things are near at once: intersections of unions of disks, with exact arcs for a border.
//!
//! A ring is where, for every required norm, some place lies within its circle of reach. Its border consists of arcs of
//! those circles. For each circle the angles at which it bounds the ring follow from its neighbours alone; the arcs are
//! then linked into loops. No grid is involved, so the outline does not depend on a cell size.

mod arcs;
mod border;
mod crowd;
mod disk;
#[cfg(test)]
mod laws;
mod outline;
mod solved;

pub(crate) use disk::{Disk, MarkedDisk};
pub(crate) use solved::{Solved, covered_within_m, intersection_of_marked};
