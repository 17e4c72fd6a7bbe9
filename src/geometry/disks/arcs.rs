//! Sets of angles on one circle, each end knowing the circle that made it.

use std::f64::consts::TAU;

/// The end of a stretch: at what angle, and where which other circle crosses. No other circle: the cut at due east.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct End {
    pub(super) angle: f64,
    pub(super) other: Option<usize>,
}

/// Counterclockwise from one end to the other, angles in radians.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    pub(super) start: End,
    pub(super) end: End,
}

const EAST: End = End { angle: 0.0, other: None };
const EAST_AGAIN: End = End { angle: TAU, other: None };

impl Stretch {
    /// All of a circle.
    pub(super) const ALL_AROUND: Self = Self { start: EAST, end: EAST_AGAIN };

    /// The same stretch when the circles that made its ends have other positions; nothing when one has none.
    pub(super) fn renamed(&self, position: impl Fn(usize) -> Option<usize>) -> Option<Self> {
        let end = |end: End| {
            let other = match end.other {
                Some(other) => Some(position(other)?),
                None => None,
            };
            Some(End { other, ..end })
        };
        Some(Self { start: end(self.start)?, end: end(self.end)? })
    }
}

/// Stretches shorter than this, in radians, are rounding and nothing else: less than a micrometre on any circle here.
const SHORTEST: f64 = 1e-12;

/// A union of stretches, cut at due east so that every stretch runs upwards.
#[derive(Debug, Clone, Default)]
pub(super) struct AngleSet {
    parts: Vec<Stretch>,
    full: bool,
}

impl AngleSet {
    /// Makes it the whole circle.
    pub(super) fn make_full(&mut self) {
        self.full = true;
    }

    /// Adds what lies within `half_angle` on either side of `direction`, because of circle `other`.
    pub(super) fn add(&mut self, direction: f64, half_angle: f64, other: usize) {
        self.parts.extend(stretches_around(direction, half_angle, other).into_iter().flatten());
    }

    /// Its stretches, upwards and apart.
    pub(super) fn stretches(mut self) -> Vec<Stretch> {
        if self.full {
            return vec![Stretch::ALL_AROUND];
        }
        self.parts.sort_by(|a, b| a.start.angle.total_cmp(&b.start.angle));
        let mut apart: Vec<Stretch> = Vec::with_capacity(self.parts.len());
        for part in self.parts {
            match apart.last_mut() {
                Some(last) if part.start.angle <= last.end.angle => {
                    if part.end.angle > last.end.angle {
                        last.end = part.end;
                    }
                }
                _ => apart.push(part),
            }
        }
        apart
    }

    /// What is not in it.
    pub(super) fn complement(self) -> Vec<Stretch> {
        let mut gaps = Vec::new();
        let mut start = EAST;
        for part in self.stretches() {
            push(&mut gaps, start, part.start);
            start = part.end;
        }
        push(&mut gaps, start, EAST_AGAIN);
        gaps
    }
}

/// What lies within `half_angle` on either side of `direction`, because of circle `other`: two when due east is in it.
pub(super) fn stretches_around(direction: f64, half_angle: f64, other: usize) -> [Option<Stretch>; 2] {
    let turn = |angle: f64| {
        if angle < 0.0 {
            angle + TAU
        } else if angle >= TAU {
            angle - TAU
        } else {
            angle
        }
    };
    let start = End { angle: turn(direction - half_angle), other: Some(other) };
    let end = End { angle: turn(direction + half_angle), other: Some(other) };
    if start.angle <= end.angle {
        [Some(Stretch { start, end }), None]
    } else {
        [Some(Stretch { start, end: EAST_AGAIN }), Some(Stretch { start: EAST, end })]
    }
}

/// Adds a stretch, unless it is rounding.
pub(super) fn push(stretches: &mut Vec<Stretch>, start: End, end: End) {
    if end.angle - start.angle > SHORTEST {
        stretches.push(Stretch { start, end });
    }
}

/// What lies in both of two lists of stretches that are upwards and apart.
pub(super) fn common(a: &[Stretch], b: &[Stretch]) -> Vec<Stretch> {
    let mut both = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(p), Some(q)) = (a.get(i), b.get(j)) {
        let start = if p.start.angle >= q.start.angle { p.start } else { q.start };
        let end = if p.end.angle <= q.end.angle { p.end } else { q.end };
        push(&mut both, start, end);
        if p.end.angle <= q.end.angle {
            i += 1;
        } else {
            j += 1;
        }
    }
    both
}

/// Undoes the cut at due east: what ends there and what begins there become one stretch, which ends beyond a full turn.
pub(super) fn joined_over_east(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    let meets = stretches.len() > 1
        && stretches.first().is_some_and(|first| first.start == EAST)
        && stretches.last().is_some_and(|last| last.end == EAST_AGAIN);
    if meets {
        let first = stretches.remove(0);
        if let Some(last) = stretches.last_mut() {
            last.end = End { angle: first.end.angle + TAU, other: first.end.other };
        }
    }
    stretches
}
