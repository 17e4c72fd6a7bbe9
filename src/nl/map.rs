//! What a map says of itself.

use super::numbers;

/// A length on a scale bar.
pub fn length(length_m: f64) -> String {
    if length_m >= 1_000.0 { format!("{} km", numbers::whole(length_m / 1_000.0)) } else { numbers::meters(length_m) }
}

/// On a map of which some is invented.
pub const FICTIONAL: &str = "deels fictief";
