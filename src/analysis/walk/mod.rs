//! The seam for measuring. It answers how far the nearest of a kind is from a place, and where a set of rules holds.
//!
//! Today a walk is a straight line times the omloopfactor, so reach is a circle and a ring is an intersection of unions of
//! circles. That is known here, and nowhere else but where circles are drawn.

mod farthest;
mod field;
mod local;
mod measure;
mod missing;
mod near;
mod nearest_area;
mod nearest_of_each;
mod rules;
mod window;

pub(super) use farthest::SampledRing;
pub use field::{DistanceField, Distances, Fields};
pub(super) use field::{FieldCache, NormFields, norm_fields};
pub(super) use local::{LocalRule, RulesIn, changed_centers, local_rules};
pub(super) use measure::Reached;
pub use measure::Walk;
pub(super) use missing::{Addition, CORE_DISK_M, additions, missing_area, missing_around};
pub(super) use near::same_places_near;
pub(super) use nearest_area::NearestArea;
pub use nearest_of_each::{NearestOfEach, NearestPlace};
pub use rules::MIN_RING_M2;
pub(super) use rules::{Solved, ring};
pub(super) use window::{NEIGHBORHOOD_M, WINDOWS, Window, seen_around, windows};
