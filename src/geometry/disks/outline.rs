//! From arcs to polygons: linked into loops, then drawn with chords that stay inside.

use std::cmp::Ordering;

use geo::{Area, BoundingRect, Coord, Line, LineString, Point, Polygon};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::GeomWithData;

use super::arcs::Stretch;
use super::disk::Disk;
use crate::geometry::bounds::{envelope, west_first};
use crate::geometry::outlines::Outlines;
use crate::geometry::overlay::union;
use crate::geometry::polygon::rings_of;

/// How far a chord may lie inside its arc, in metres.
const SAGITTA_M: f64 = 0.5;

/// How much finer the chords become where coarse ones would cross.
const FINER: f64 = 64.0;

/// An arc of the border.
struct Arc {
    disk: usize,
    stretch: Stretch,
}

/// A closed run of arcs, counterclockwise around what it encloses; clockwise around a hole.
struct Loop {
    arcs: Vec<usize>,
}

/// The polygons that the stretches of each disk's circle bound.
pub(super) fn polygons(disks: &[Disk], stretches: &[Vec<Stretch>]) -> Vec<Polygon<f64>> {
    let arcs: Vec<Arc> = stretches
        .iter()
        .enumerate()
        .flat_map(|(disk, stretches)| stretches.iter().map(move |stretch| Arc { disk, stretch: *stretch }))
        .collect();
    let loops = linked(&arcs);
    let coarse = assembled(disks, &arcs, &loops, SAGITTA_M);
    if coarse.par_iter().all(is_sound) {
        return coarse;
    }
    // A neck or a hole narrower than the sagitta: chords from either side cross. Finer ones do not.
    let fine = assembled(disks, &arcs, &loops, SAGITTA_M / FINER);
    if fine.iter().all(is_sound) { fine } else { union(&fine).0 }
}

/// Do no two sides of the polygon's rings meet, other than neighbours in their common corner?
///
/// Takes, per side, time in proportion to the sides that overlap it from west to east.
fn is_sound(polygon: &Polygon<f64>) -> bool {
    let mut sides: Vec<Line<f64>> = rings_of(polygon).flat_map(LineString::lines).collect();
    let west = |side: &Line<f64>| side.start.x.min(side.end.x);
    let east = |side: &Line<f64>| side.start.x.max(side.end.x);
    if sides.len() > MANY_SIDES {
        return is_sound_by_box(sides);
    }
    sides.sort_by(|a, b| west(a).total_cmp(&west(b)));
    sides.iter().enumerate().all(|(idx, side)| {
        let limit = east(side);
        sides[idx + 1..].iter().take_while(|other| west(other) <= limit).all(|other| !meet(side, other))
    })
}

/// With more sides than this, they are compared by the boxes around them and not only from west to east.
const MANY_SIDES: usize = 1_024;

/// The same for very many sides, of which many may lie above one another. Takes logarithmic time per side.
fn is_sound_by_box(sides: Vec<Line<f64>>) -> bool {
    let boxed = |(idx, side): (usize, &Line<f64>)| {
        let (from, to): ([f64; 2], [f64; 2]) = (side.start.into(), side.end.into());
        GeomWithData::new(rstar::primitives::Line::new(from, to), idx)
    };
    let tree = RTree::bulk_load(sides.iter().enumerate().map(boxed).collect());
    sides.par_iter().enumerate().all(|(idx, side)| {
        let mut near =
            tree.locate_in_envelope_intersecting(&envelope(&side.bounding_rect())).filter(|other| other.data > idx);
        near.all(|other| !meet(side, &sides[other.data]))
    })
}

/// Do two sides meet, other than in a common corner?
fn meet(a: &Line<f64>, b: &Line<f64>) -> bool {
    let (a_low, a_high) = (a.start.y.min(a.end.y), a.start.y.max(a.end.y));
    if b.start.y.max(b.end.y) < a_low || b.start.y.min(b.end.y) > a_high {
        return false;
    }
    let is_common = |corner: Coord<f64>| corner == b.start || corner == b.end;
    if is_common(a.start) || is_common(a.end) {
        return false;
    }
    let side_of = |line: &Line<f64>, place: Coord<f64>| {
        let (along, towards) = (line.end - line.start, place - line.start);
        along.x * towards.y - along.y * towards.x
    };
    side_of(a, b.start) * side_of(a, b.end) <= 0.0 && side_of(b, a.start) * side_of(b, a.end) <= 0.0
}

/// Each arc is followed by the one that begins, on the circle where it ends, at that same crossing.
///
/// Two circles have at most one crossing at which the border passes from the first to the second, so the pair names it.
fn linked(arcs: &[Arc]) -> Vec<Loop> {
    let mut by_start: Vec<((usize, usize), usize)> =
        arcs.iter().enumerate().filter_map(|(idx, arc)| Some(((arc.disk, arc.stretch.start.other?), idx))).collect();
    by_start.sort_unstable();
    let next = |arc: &Arc| {
        let key = (arc.stretch.end.other?, arc.disk);
        let at = by_start.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(by_start[at].1)
    };
    let mut used = vec![false; arcs.len()];
    let mut loops = Vec::new();
    for first in 0..arcs.len() {
        let mut run = Vec::new();
        let mut at = first;
        while !used[at] {
            used[at] = true;
            run.push(at);
            match next(&arcs[at]) {
                Some(following) => at = following,
                None => break,
            }
        }
        if !run.is_empty() {
            loops.push(Loop { arcs: run });
        }
    }
    loops
}

fn assembled(disks: &[Disk], arcs: &[Arc], loops: &[Loop], sagitta_m: f64) -> Vec<Polygon<f64>> {
    let mut shells: Vec<(LineString<f64>, f64)> = Vec::new();
    let mut holes = Vec::new();
    let rings: Vec<LineString<f64>> =
        loops.par_iter().with_min_len(8).map(|run| drawn(disks, arcs, run, sagitta_m)).collect();
    for ring in rings {
        if ring.0.len() < 4 {
            continue;
        }
        let signed = Polygon::new(ring.clone(), Vec::new()).signed_area();
        if signed > 0.0 {
            shells.push((ring, signed));
        } else if signed < 0.0 {
            holes.push(ring);
        }
    }
    // The smallest shell around a hole is the one it belongs to.
    shells.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| order_of(&a.0, &b.0)));
    let mut polygons: Vec<Polygon<f64>> =
        shells.into_iter().map(|(shell, _)| Polygon::new(shell, Vec::new())).collect();
    let around = shells_around(&polygons, &holes);
    for (hole, shell) in holes.into_iter().zip(around) {
        if let Some(shell) = shell {
            polygons[shell].interiors_push(hole);
        }
    }
    polygons.sort_by(|a, b| order_of(a.exterior(), b.exterior()));
    polygons
}

/// For each hole the first shell around it.
fn shells_around(shells: &[Polygon<f64>], holes: &[LineString<f64>]) -> Vec<Option<usize>> {
    if holes.is_empty() {
        return Vec::new();
    }
    let shells = Outlines::new(shells.iter());
    // A hole's corner may lie on its shell's border only where both touch; the middle of a side does not.
    holes.iter().map(|hole| shells.position(Point((hole.0[0] + hole.0[1]) / 2.0))).collect()
}

fn order_of(a: &LineString<f64>, b: &LineString<f64>) -> Ordering {
    west_first(a.0[0], b.0[0])
}

/// A closed ring of chords, beginning at its westernmost corner so that it does not depend on where the run began.
fn drawn(disks: &[Disk], arcs: &[Arc], run: &Loop, sagitta_m: f64) -> LineString<f64> {
    let mut corners: Vec<Coord<f64>> = Vec::new();
    for idx in &run.arcs {
        let Arc { disk, stretch } = &arcs[*idx];
        let disk = &disks[*disk];
        let (from, to) = (stretch.start.angle, stretch.end.angle);
        // A chord over an angle a has sagitta r (1 − cos(a / 2)).
        let widest = 2.0 * (1.0 - (sagitta_m / disk.radius).min(1.0)).acos();
        let n_chords = ((to - from) / widest).ceil().max(1.0);
        let step = (to - from) / n_chords;
        let mut done = 0.0;
        while done < n_chords {
            let at = disk.at(from + done * step);
            if corners.last() != Some(&at) {
                corners.push(at);
            }
            done += 1.0;
        }
    }
    let west = (0..corners.len()).min_by(|a, b| west_first(corners[*a], corners[*b]));
    corners.rotate_left(west.unwrap_or(0));
    let mut ring = LineString(corners);
    ring.close();
    ring
}
