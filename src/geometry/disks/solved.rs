//! Intersections of unions of disks, from scratch and from those of last time.

use std::cmp::Ordering;

use geo::Polygon;
use rayon::prelude::*;

use super::arcs::Stretch;
use super::border::{FEW_NEIGHBORS, border_of};
use super::crowd::Centers;
use super::disk::{Disk, MarkedDisk, is_large_enough, is_repeat, order, prepared, touches};
use super::outline;

/// The intersection over all groups `0..n_groups` of the union of each group's disks, as valid polygons in a fixed order.
///
/// A group without disks makes it empty. Takes, per disk whose circle is not known to be covered, time in proportion to the disks
/// that touch it, and in a crowd to what of its circle is left.
pub(crate) fn intersection_of_marked(mut marked: Vec<MarkedDisk>, n_groups: usize) -> Vec<Polygon<f64>> {
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
pub(crate) fn covered_within_m(of_group: &[Disk]) -> Vec<Option<f64>> {
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
pub(crate) struct Solved {
    disks: Vec<Disk>,
    n_groups: usize,
    stretches: Vec<Vec<Stretch>>,
    pub(crate) polygons: Vec<Polygon<f64>>,
}

impl Solved {
    /// The same as [`intersection_of_marked`], whatever `last` is.
    ///
    /// Takes, per disk, time in proportion to the disks that touch it, and in a crowd to what of its circle is left: `n log n`
    /// altogether, however many stand together.
    ///
    /// What a circle bounds follows from the disks that touch it: where these are those of last time, it is taken over.
    pub(crate) fn new(disks: &[Disk], n_groups: usize, last: Option<&Self>) -> Self {
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
