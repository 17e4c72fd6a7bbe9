//! Zones: connected areas where every required norm holds, around a core, anchored on 24-uurszorg.

mod figures;
mod memo;
mod propose;
mod split;
mod trial;
mod wishes;
mod zone;
mod zone_shape;

pub(super) use memo::ZoneMemo;
pub(super) use propose::propose;
pub use trial::RegionRings;
pub(super) use wishes::{apart_and_together, joined_ring};
pub use zone::{
    CaringZone, MAX_RESIDENTS, Ring, SizeRemark, TYPICAL_MIN_RESIDENTS, ZoneAmenities, ZoneCare, ZoneCheck, zone_id,
};
