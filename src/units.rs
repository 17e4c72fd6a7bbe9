//! Lengths that are finite by construction, hence sortable and hashable.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A value that is no length.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{value} is not a valid length")]
pub struct OutOfRange {
    /// The value that was refused.
    pub value: f64,
}

/// A length or distance, in metres; never negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meters(f64);

impl Meters {
    /// Wraps a value, or says why it cannot be one.
    ///
    /// # Errors
    /// [`OutOfRange`] when the value is not finite or negative.
    pub fn new(value: f64) -> Result<Self, OutOfRange> {
        // Adding zero turns -0.0 into 0.0, so that equal values hash alike.
        if value.is_finite() && value >= 0.0 { Ok(Self(value + 0.0)) } else { Err(OutOfRange { value }) }
    }

    /// The plain number.
    pub const fn meters(self) -> f64 {
        self.0
    }
}

impl Eq for Meters {}

impl Hash for Meters {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Ord for Meters {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Meters {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_or_out_of_range_is_refused() {
        assert!(Meters::new(f64::NAN).is_err());
        assert!(Meters::new(-1.0).is_err());
        assert!(Meters::new(f64::INFINITY).is_err());
    }

    #[test]
    fn lengths_sort_by_value_and_negative_zero_is_zero() {
        let zero = Meters::new(-0.0).expect("zero is a length");
        let one = Meters::new(1.0).expect("one is a length");
        assert!(zero < one);
        assert_eq!(zero.meters().to_bits(), 0.0_f64.to_bits());
    }
}
