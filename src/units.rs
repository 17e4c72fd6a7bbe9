//! Quantities that are finite by construction, hence sortable and hashable.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A value that is not a finite number of its quantity.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{value} is not a valid {quantity}")]
pub struct OutOfRange {
    /// The quantity that was asked for, in English.
    pub quantity: &'static str,
    /// The value that was refused.
    pub value: f64,
}

macro_rules! finite_quantity {
    ($(#[$doc:meta])* $name:ident, $quantity:literal, $getter:ident, $range:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $name(f64);

        impl $name {
            /// Wraps a value, or says why it cannot be one.
            ///
            /// # Errors
            /// [`OutOfRange`] when the value is not finite or outside the quantity's range.
            pub fn new(value: f64) -> Result<Self, OutOfRange> {
                if value.is_finite() && ($range).contains(&value) {
                    // Adding zero turns -0.0 into 0.0, so that equal values hash alike.
                    Ok(Self(value + 0.0))
                } else {
                    Err(OutOfRange { quantity: $quantity, value })
                }
            }

            /// The plain number.
            #[must_use]
            pub const fn $getter(self) -> f64 {
                self.0
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.to_bits().hash(state);
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.total_cmp(&other.0)
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
    };
}

finite_quantity!(
    /// A length or distance, in metres; never negative.
    Meters,
    "length",
    meters,
    0.0..=f64::MAX
);
finite_quantity!(
    /// A number of people; an estimate may be fractional, never negative.
    People,
    "number of people",
    people,
    0.0..=f64::MAX
);
finite_quantity!(
    /// A part of a whole, 0 to 1.
    Share,
    "share",
    share,
    0.0..=1.0
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_or_out_of_range_is_refused() {
        assert!(Meters::new(f64::NAN).is_err());
        assert!(Meters::new(-1.0).is_err());
        assert!(People::new(f64::INFINITY).is_err());
        assert!(Share::new(1.01).is_err());
    }

    #[test]
    fn quantities_sort_by_value_and_negative_zero_is_zero() {
        let zero = Meters::new(-0.0).expect("zero is a length");
        let one = Meters::new(1.0).expect("one is a length");
        assert!(zero < one);
        assert_eq!(zero.meters().to_bits(), 0.0_f64.to_bits());
    }
}
