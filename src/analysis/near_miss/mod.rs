//! Bijna-zones: where one added place would make a zone.

mod find;
mod gain;
#[cfg(test)]
mod laws;
mod memo;
mod miss;
mod search;

pub(super) use find::find;
pub(super) use memo::NearMissMemo;
pub use miss::{NearMiss, WithoutZone, near_miss_id};
