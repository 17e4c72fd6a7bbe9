//! Figures of people on cards.

use crate::domain::demand::KnownSum;
use crate::nl::{numbers, window as nl};

/// How many people, as far as they are known, with their source.
pub(super) fn people_figure(unit: &str, people: &KnownSum, source: &str) -> (String, String, String) {
    (numbers::estimate(people.value()), nl::known_for(unit, people), source.to_owned())
}
