//! A zone with everything that is told of it.

use std::sync::Arc;

use geo::{MultiPolygon, Polygon};
use uuid::Uuid;

use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::PeopleSum;
use crate::domain::housing::HousingForm;
use crate::domain::identity::id_from_source;
use crate::domain::norm::{Certainty, Verdict};
use crate::domain::transit::{TransitCoverage, TransitShares};
use crate::domain::variant::ZoneStatus;

/// Above this many residents a component with several 24-uurszorglocaties is split by the nearest one.
///
/// Source: In voor zorg, "Wat is een woonzorgzone?": 5,000–15,000 residents.
pub const MAX_RESIDENTS: f64 = 15_000.0;

/// Below this many residents a zone carries a remark. Source: as [`MAX_RESIDENTS`].
pub const TYPICAL_MIN_RESIDENTS: f64 = 5_000.0;

/// A 24-uurszorglocatie of a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneCare {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: Arc<str>,
    /// Where it stands.
    pub point: RdPoint,
    /// Is it the nearest one for some of the zone's core?
    pub anchor: bool,
}

/// Ring of a zone: where the required norms of a woonvorm and of all wider ones hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// The woonvorm.
    pub form: HousingForm,
    /// Its area; several pieces are possible.
    pub outline: Rd<MultiPolygon<f64>>,
    /// Size, in hectares.
    pub area_ha: f64,
    /// People in it, by area share of the squares.
    pub people: PeopleSum,
}

/// One norm held against a ring of a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneCheck {
    /// The norm's woonvorm.
    pub form: HousingForm,
    /// The norm's kinds.
    pub kinds: Arc<[AmenityKind]>,
    /// Required for the ring?
    pub required: bool,
    /// The norm: largest walking distance, in metres.
    pub norm_m: f64,
    /// Largest distance within the ring of that woonvorm, in metres; `None` without such a ring or without a place.
    pub value_m: Option<f64>,
    /// Does it hold everywhere in that ring? Without such a ring it is too far only when it holds nowhere in the zone.
    pub verdict: Verdict,
    /// Who says so.
    pub source: Arc<str>,
    /// How sure that is.
    pub certainty: Certainty,
}

/// The places of one kind that a zone has.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneAmenities {
    /// The kind.
    pub kind: AmenityKind,
    /// How many stand within the outline.
    pub count: usize,
    /// Name of the nearest to the zone's first anchor, inside or outside the zone.
    pub nearest_name: Option<Arc<str>>,
    /// Walking distance from that anchor to it, in metres.
    pub nearest_m: Option<f64>,
}

/// What is worth saying of a zone's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SizeRemark {
    /// Fewer than [`TYPICAL_MIN_RESIDENTS`].
    Small,
    /// More than [`MAX_RESIDENTS`].
    Large,
}

/// Zorgzame gemeenschap (zone): as proposed, or as people want it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaringZone {
    /// Stable under a recompute with the same first anchor.
    pub id: Uuid,
    /// Kern and location.
    pub name: String,
    /// Does it follow from the norms, and what do people want with it?
    pub status: ZoneStatus,
    /// Its 24-uurszorglocaties: anchors first, then others within the outline; each part sorted by id.
    pub care: Vec<ZoneCare>,
    /// The outer ring's outline, as far as it lies in the study area.
    pub outline: Rd<Polygon<f64>>,
    /// A place in its core, if it has one; that may lie beyond the study area.
    pub core: Option<RdPoint>,
    /// The rings it has, inner first; the last is the outline itself.
    pub rings: Vec<Ring>,
    /// Names of the gemeenten it touches, the largest part first.
    pub municipalities: Vec<String>,
    /// Names of the kernen in it, the nearest to the first anchor first.
    pub settlements: Vec<String>,
    /// Size, in hectares.
    pub area_ha: f64,
    /// People in it, by area share of the squares.
    pub people: PeopleSum,
    /// The squares with people that it covers, by their position among the squares of the region, and which share of each.
    pub squares: Arc<[(usize, f64)]>,
    /// The best class that at least half of its people (or area, when people are unknown) have.
    pub transit_class: TransitCoverage,
    /// Share of its people (or area) per OV-klasse, summing to 1.
    pub transit_shares: TransitShares,
    /// Per known kind what there is.
    pub amenities: Vec<ZoneAmenities>,
    /// Mean score of *geclusterd* wonen over its people (or area), 0–100.
    pub score: Option<f64>,
    /// Every norm, in the order of the normenkader.
    pub checks: Vec<ZoneCheck>,
    /// Typical size or not?
    pub size_remark: Option<SizeRemark>,
}

impl CaringZone {
    /// The norms that are not kept to: what was looked for and is too far.
    pub fn missing(&self) -> impl Iterator<Item = &ZoneCheck> {
        self.checks.iter().filter(|check| check.verdict == Verdict::TooFar)
    }

    /// The norms of which nothing can be said, for want of a layer.
    pub fn unknown(&self) -> impl Iterator<Item = &ZoneCheck> {
        self.checks.iter().filter(|check| check.verdict == Verdict::NoLayer)
    }

    /// The first anchor, on which name and id of a proposal rest; a drawn zone may have none.
    pub fn first_anchor(&self) -> Option<&ZoneCare> {
        self.care.first()
    }

    /// Did people draw or keep its outline?
    pub fn is_put(&self) -> bool {
        matches!(self.status, ZoneStatus::Accepted | ZoneStatus::Sketched)
    }

    /// The ring of a woonvorm, if it has one.
    pub fn ring(&self, form: HousingForm) -> Option<&Ring> {
        self.rings.iter().find(|ring| ring.form == form)
    }
}

/// The id of the zone that rests on an anchor; further zones of the same anchor are numbered by size, from 1.
pub fn zone_id(anchor: Uuid, number: usize) -> Uuid {
    id_from_source("zone", &format!("{anchor}/{number}"))
}
