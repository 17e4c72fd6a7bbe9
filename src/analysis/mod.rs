//! Pure functions from a situation to its outcome: no clock, no randomness, no input or output.

pub mod assessment;
mod circles;
pub mod compare;
mod ground;
pub mod near_miss;
pub mod nearest;
pub mod outcome;
mod outlines;
pub mod reach;
pub mod region;
mod rings;
mod scan;
pub mod siting;
pub mod situation;
mod study_area;
pub mod suitability;
pub mod transit_class;
pub mod zones;
