//! The nearest of many places, exact: buckets on a square grid, searched outward from the bucket of the question.

use geo::Coord;

/// A place in its bucket, with its position in the list that was given.
#[derive(Debug, Clone, Copy)]
struct Entry {
    at: Coord<f64>,
    idx: u32,
}

/// The best so far: squared distance, then position in the list.
#[derive(Debug, Clone, Copy)]
struct Best {
    squared_m2: f64,
    idx: u32,
}

impl Best {
    const NONE: Self = Self { squared_m2: f64::INFINITY, idx: u32::MAX };
}

/// Places to ask the nearest of. Built in time linear in the places; a question takes constant time for spread places.
#[derive(Debug, Clone)]
pub(crate) struct NearestIndex {
    origin: Coord<f64>,
    bucket_m: f64,
    cols: i64,
    rows: i64,
    /// Where the entries of each bucket begin, row by row, and where the last ends.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    is_crowded: bool,
}

/// With more places than this in one bucket the questions around it take longer than those of a tree.
const MANY_IN_BUCKET: u32 = 512;

/// No more buckets than this per place, so that a few far places do not make an endless grid.
const MAX_BUCKETS_PER_PLACE: f64 = 4.0;

/// Slack on "everything within this distance was seen", in metres: far above rounding, far below any distance that counts.
const SLACK_M: f64 = 1e-6;

impl NearestIndex {
    /// An index over places, in metres; what is not finite is never the nearest of anything.
    ///
    /// # Panics
    /// With more than four thousand million places.
    pub(crate) fn new(places: &[Coord<f64>]) -> Self {
        let finite = |c: &Coord<f64>| c.x.is_finite() && c.y.is_finite();
        let (mut min, mut max) = (Coord { x: 0.0, y: 0.0 }, Coord { x: 0.0, y: 0.0 });
        let mut n_finite = 0_u32;
        for place in places.iter().filter(|place| finite(place)) {
            if n_finite == 0 {
                (min, max) = (*place, *place);
            }
            min = Coord { x: min.x.min(place.x), y: min.y.min(place.y) };
            max = Coord { x: max.x.max(place.x), y: max.y.max(place.y) };
            n_finite += 1;
        }
        let n = f64::from(n_finite.max(1));
        let (width, height) = (max.x - min.x, max.y - min.y);
        // One place per bucket on average; never so narrow that a thin strip gets more buckets than it has places.
        let bucket_m = (width * height / n).sqrt().max((width + height) / (n * MAX_BUCKETS_PER_PLACE)).max(1.0);
        let mut index = Self {
            origin: min,
            bucket_m,
            cols: whole(width / bucket_m) + 1,
            rows: whole(height / bucket_m) + 1,
            starts: Vec::new(),
            entries: Vec::new(),
            is_crowded: false,
        };
        index.fill(places, finite);
        index
    }

    /// Counting sort by bucket; within a bucket the order of the list stays.
    fn fill(&mut self, places: &[Coord<f64>], finite: impl Fn(&Coord<f64>) -> bool) {
        let n_buckets = usize::try_from(self.cols * self.rows).expect("bounded by the number of places");
        let mut starts = vec![0_u32; n_buckets + 1];
        let found = || places.iter().enumerate().filter(|(_, place)| finite(place));
        for (_, place) in found() {
            starts[self.bucket_of(*place) + 1] += 1;
        }
        for bucket in 0..n_buckets {
            starts[bucket + 1] += starts[bucket];
        }
        let nowhere = Entry { at: Coord { x: 0.0, y: 0.0 }, idx: 0 };
        let mut entries = vec![nowhere; starts[n_buckets] as usize];
        let mut next = starts.clone();
        for (idx, place) in found() {
            let slot = &mut next[self.bucket_of(*place)];
            entries[*slot as usize] = Entry { at: *place, idx: u32::try_from(idx).expect("fewer than 2^32 places") };
            *slot += 1;
        }
        self.is_crowded = starts.windows(2).any(|bucket| bucket[1] - bucket[0] > MANY_IN_BUCKET);
        self.starts = starts;
        self.entries = entries;
    }

    /// Are so many places close together that a tree is the better index?
    pub(crate) fn is_crowded(&self) -> bool {
        self.is_crowded
    }

    fn bucket_of(&self, place: Coord<f64>) -> usize {
        let col = whole((place.x - self.origin.x) / self.bucket_m).clamp(0, self.cols - 1);
        let row = whole((place.y - self.origin.y) / self.bucket_m).clamp(0, self.rows - 1);
        usize::try_from(row * self.cols + col).expect("clamped to the grid")
    }

    /// The position in the list of the nearest place and the straight distance to it, in metres.
    ///
    /// Of places at the same distance it is the first in the list. Nothing when there are no places or the question is
    /// not finite.
    pub(crate) fn nearest(&self, from: Coord<f64>) -> Option<(usize, f64)> {
        let (fx, fy) = ((from.x - self.origin.x) / self.bucket_m, (from.y - self.origin.y) / self.bucket_m);
        if self.entries.is_empty() || !fx.is_finite() || !fy.is_finite() {
            return None;
        }
        let (col, row) = (whole(fx), whole(fy));
        let outside = (-col).max(col - (self.cols - 1)).max(-row).max(row - (self.rows - 1)).max(0);
        let (in_col, in_row) = (fx - col as f64, fy - row as f64);
        let margin = in_col.min(1.0 - in_col).min(in_row).min(1.0 - in_row).clamp(0.0, 0.5);
        // The first look takes the bucket with its eight neighbors at once: their rows lie together in memory.
        let mut ring = outside + 1;
        let mut best = Best::NONE;
        for r in (row - ring).max(0)..=(row + ring).min(self.rows - 1) {
            self.look(r, col - ring, col + ring, from, &mut best);
        }
        loop {
            let seen_m = (ring as f64 + margin) * self.bucket_m - SLACK_M;
            let all_seen =
                col - ring <= 0 && row - ring <= 0 && col + ring >= self.cols - 1 && row + ring >= self.rows - 1;
            if best.squared_m2 < seen_m * seen_m || all_seen {
                return Some((best.idx as usize, best.squared_m2.sqrt()));
            }
            ring += 1;
            self.look_around(col, row, ring, from, &mut best);
        }
    }

    /// The buckets exactly `ring` away.
    fn look_around(&self, col: i64, row: i64, ring: i64, from: Coord<f64>, best: &mut Best) {
        for edge_row in [row - ring, row + ring] {
            if (0..self.rows).contains(&edge_row) {
                self.look(edge_row, col - ring, col + ring, from, best);
            }
        }
        for r in (row - ring + 1).max(0)..=(row + ring - 1).min(self.rows - 1) {
            for edge_col in [col - ring, col + ring] {
                self.look(r, edge_col, edge_col, from, best);
            }
        }
    }

    /// The buckets of a row from one column to another, as far as they exist.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clipped to the grid just before")]
    #[inline]
    fn look(&self, row: i64, first_col: i64, last_col: i64, from: Coord<f64>, best: &mut Best) {
        let (first, last) = (first_col.max(0), last_col.min(self.cols - 1));
        if first > last {
            return;
        }
        let start = self.starts[(row * self.cols + first) as usize] as usize;
        let end = self.starts[(row * self.cols + last + 1) as usize] as usize;
        for entry in &self.entries[start..end] {
            let (dx, dy) = (entry.at.x - from.x, entry.at.y - from.y);
            let squared_m2 = dx * dx + dy * dy;
            if squared_m2 < best.squared_m2 || (squared_m2 <= best.squared_m2 && entry.idx < best.idx) {
                *best = Best { squared_m2, idx: entry.idx };
            }
        }
    }
}

/// The whole part, downward; far beyond any grid it stops at a thousand million.
///
/// By truncation and a correction: `f64::floor` is a call into the C library on processors without SSE 4.1.
#[expect(clippy::cast_possible_truncation, reason = "clamped first")]
fn whole(value: f64) -> i64 {
    let value = value.clamp(-1e9, 1e9);
    let truncated = value as i64;
    truncated - i64::from(truncated as f64 > value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn brute_force(places: &[Coord<f64>], from: Coord<f64>) -> Option<(usize, f64)> {
        let squared = |c: &Coord<f64>| (c.x - from.x) * (c.x - from.x) + (c.y - from.y) * (c.y - from.y);
        let best = places.iter().enumerate().min_by(|(_, a), (_, b)| squared(a).total_cmp(&squared(b)))?;
        Some((best.0, squared(best.1).sqrt()))
    }

    #[test]
    fn without_places_nothing_is_nearest_and_of_two_as_near_it_is_the_first() {
        assert_eq!(NearestIndex::new(&[]).nearest(Coord { x: 0.0, y: 0.0 }), None);
        let twins = NearestIndex::new(&[Coord { x: 10.0, y: 0.0 }, Coord { x: -10.0, y: 0.0 }]);
        assert_eq!(twins.nearest(Coord { x: 0.0, y: 0.0 }), Some((0, 10.0)));
        assert_eq!(twins.nearest(Coord { x: f64::NAN, y: 0.0 }), None);
    }

    proptest! {
        #[test]
        fn the_nearest_equals_brute_force(
            places in prop::collection::vec((-40_i32..40, -40_i32..40), 1..80),
            questions in prop::collection::vec((-60_i32..60, -60_i32..60), 1..40),
            step in prop::sample::select(vec![0.5, 37.5, 5_000.0]),
        ) {
            // Whole steps make ties and repeated places likely; questions lie outside as well.
            let coord = |(x, y): (i32, i32)| Coord { x: f64::from(x) * step, y: f64::from(y) * step };
            let places: Vec<_> = places.into_iter().map(coord).collect();
            let index = NearestIndex::new(&places);
            for question in questions.into_iter().map(coord) {
                prop_assert_eq!(index.nearest(question), brute_force(&places, question));
            }
        }

        #[test]
        fn places_in_clusters_and_on_a_line_are_found_too(
            seeds in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..60),
            stretch in prop::sample::select(vec![0.0, 1e-3, 30.0, 100_000.0]),
            question in (-1_000.0..200_000.0_f64, -1_000.0..200_000.0_f64),
        ) {
            let places: Vec<_> = seeds
                .iter()
                .enumerate()
                .map(|(i, (x, y))| Coord { x: f64::from(u8::from(i % 3 == 0)) * 90_000.0 + x * 50.0, y: y * stretch })
                .collect();
            let from = Coord { x: question.0, y: question.1 };
            prop_assert_eq!(NearestIndex::new(&places).nearest(from), brute_force(&places, from));
        }
    }
}
