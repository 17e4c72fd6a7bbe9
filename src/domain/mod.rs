//! The nouns: plain values without input or output. What a planner calls them stands first in each type's doc.

pub mod amenity;
pub mod baseline;
pub mod carried;
pub mod coded_area;
pub mod demand;
pub mod housing;
pub mod identity;
pub mod mobility;
pub mod norm;
pub mod overruling;
pub mod place;
pub mod planned;
pub mod problem;
pub mod role;
mod seats;
pub mod settlement;
pub mod sighting;
pub mod sketch;
pub mod spelling;
pub mod target;
pub mod transit;
pub mod twins;
pub mod variant;
pub mod workshop;
