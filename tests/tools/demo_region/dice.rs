//! Seeded chance, smooth noise and fair rounding: the same bits on every platform, as only + − × ÷ and √ are used.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use zorgkring::crs::RdPoint;

/// A stream of random numbers for one purpose, so that a change in one layer leaves the others as they are.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of that purpose.
    pub(super) fn of(purpose: &str) -> Self {
        let seed = blake3::hash(format!("zorgkring demo region 1: {purpose}").as_bytes());
        Self(ChaCha8Rng::from_seed(*seed.as_bytes()))
    }

    /// A number from 0 up to, not including, 1.
    pub(super) fn share(&mut self) -> f64 {
        unit_from_bits(self.0.next_u64())
    }

    /// A number from `low` up to `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + self.share() * (high - low)
    }

    /// A whole number from 0 up to, not including, `n`.
    pub(super) fn index(&mut self, n: usize) -> usize {
        (index_from(self.share() * count(n))).min(n.saturating_sub(1))
    }

    /// A place around another, at least `min_m` and at most `max_m` away, in whole metres.
    pub(super) fn around(&mut self, middle: RdPoint, min_m: f64, max_m: f64) -> RdPoint {
        loop {
            let (dx, dy) = (self.between(-max_m, max_m), self.between(-max_m, max_m));
            let squared = dx * dx + dy * dy;
            if squared <= max_m * max_m && squared >= min_m * min_m {
                return RdPoint::at((middle.x() + dx).floor(), (middle.y() + dy).floor());
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
fn unit_from_bits(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "counts of the demo region are small")]
pub(super) fn count(n: usize) -> f64 {
    n as f64
}

/// The whole part of a number that is not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates; never negative here")]
pub(super) fn index_from(value: f64) -> usize {
    value as usize
}

/// The whole part of a number of people or departures.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates; never negative here")]
pub(super) fn whole(value: f64) -> u32 {
    value as u32
}

/// The column or row in which a coordinate lies, for squares of `cell_m` metres.
#[expect(clippy::cast_possible_truncation, reason = "saturates; RD coordinates are far smaller")]
pub(super) fn lattice(coordinate: f64, cell_m: f64) -> i32 {
    (coordinate / cell_m).floor() as i32
}

/// Straight distance in metres by a square root alone, which IEEE 754 fixes to the last bit (`hypot` is not).
pub(super) fn distance_m(a: RdPoint, b: RdPoint) -> f64 {
    let (dx, dy) = (a.x() - b.x(), a.y() - b.y());
    (dx * dx + dy * dy).sqrt()
}

/// Smooth noise from 0 to 1 over the plane; one unit is about the size of a hill.
pub(super) fn noise(seed: u64, x: f64, y: f64) -> f64 {
    let (col, row) = (lattice(x, 1.0), lattice(y, 1.0));
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - f64::from(col)), ease(y - f64::from(row)));
    let at = |dc: i32, dr: i32| corner(seed, col.wrapping_add(dc), row.wrapping_add(dr));
    let south = at(0, 0) * (1.0 - u) + at(1, 0) * u;
    let north = at(0, 1) * (1.0 - u) + at(1, 1) * u;
    south * (1.0 - v) + north * v
}

/// The noise at a corner of the lattice: the finalizer of splitmix64 over seed and place.
fn corner(seed: u64, col: i32, row: i32) -> f64 {
    let place = (u64::from(col.cast_unsigned()) << 32) | u64::from(row.cast_unsigned());
    let mut z = seed.wrapping_add(place.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    unit_from_bits(z ^ (z >> 31))
}

/// Divides a total over weights in whole numbers by largest remainder, nowhere above its cap; earlier ones win a tie.
///
/// What does not fit under the caps is left out.
pub(super) fn apportion(total: u32, weights: &[f64], caps: &[u32]) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights.iter().map(|weight| f64::from(total) * weight / sum).collect();
    let mut parts: Vec<u32> = exact.iter().zip(caps).map(|(part, cap)| whole(*part).min(*cap)).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| {
        let remainder = |idx: usize| exact[idx] - exact[idx].floor();
        remainder(*b).total_cmp(&remainder(*a)).then(a.cmp(b))
    });
    let mut left = total.saturating_sub(parts.iter().sum());
    while left > 0 {
        let before = left;
        for &idx in &order {
            if left > 0 && parts[idx] < caps[idx] {
                parts[idx] += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apportioned_parts_add_up_and_respect_their_caps() {
        assert_eq!(apportion(10, &[1.0, 1.0, 1.0], &[99; 3]), [4, 3, 3]);
        assert_eq!(apportion(10, &[1.0, 1.0, 8.0], &[99, 99, 2]), [4, 4, 2]);
        assert_eq!(apportion(10, &[1.0], &[3]), [3]);
    }

    #[test]
    fn noise_is_smooth_and_stays_between_zero_and_one() {
        for step in 0..1000 {
            let x = f64::from(step) * 0.01 - 3.0;
            let here = noise(7, x, 0.3);
            assert!((0.0..=1.0).contains(&here));
            assert!((here - noise(7, x + 0.01, 0.3)).abs() < 0.03);
        }
    }
}
