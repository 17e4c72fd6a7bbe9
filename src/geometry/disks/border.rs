//! Which stretches of a circle bound an intersection of unions of disks.

use super::arcs::{self, AngleSet, Stretch};
use super::crowd::Centers;
use super::disk::{Disk, Meeting, meeting, touches};

/// With this few disks that touch a circle, each of them is looked at.
pub(super) const FEW_NEIGHBORS: usize = 96;

/// The stretches of one circle that bound the intersection: outside the other disks of its group, inside all other groups.
pub(super) fn border_of(disks: &[Disk], idx: usize, n_groups: usize, centers: Option<&Centers>) -> Vec<Stretch> {
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
pub(super) fn border_in_crowd(disks: &[Disk], idx: usize, n_groups: usize, centers: &Centers) -> Vec<Stretch> {
    let own = disks[idx].group;
    let mut border = centers.uncovered(disks, idx, own, vec![Stretch::ALL_AROUND]);
    for group in (0..n_groups).filter(|group| *group != own) {
        border = centers.covered(disks, idx, group, &border);
    }
    border
}

/// The same, from each of the disks that touch the circle.
pub(super) fn border_among(disks: &[Disk], idx: usize, n_groups: usize, neighbors: Vec<usize>) -> Vec<Stretch> {
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
