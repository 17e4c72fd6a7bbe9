//! Pure functions from a situation to its outcome: no clock, no randomness, no input or output.
//!
//! A module uses only modules above it in this list. A test checks it.

pub mod cancel;

pub(crate) mod kept;

pub mod key;

mod study_area;

mod people;

pub mod places;

pub mod transit_class;

pub mod situation;

pub mod walk;

pub mod suitability;

mod scene;

pub mod assessment;

pub mod zones;

pub mod near_miss;

pub mod siting;

pub mod region;

pub mod outcome;

pub mod compare;
