//! Varianten en ingrepen: what would be otherwise, as an ordered list of changes on an untouched baseline.

use std::sync::Arc;

use geo::Polygon;
use uuid::Uuid;

use super::amenity::AmenityKind;
use super::baseline::Baseline;
use super::identity::{Provenance, Status};
use super::place::{Place, What};
use crate::crs::{Rd, RdPoint};

/// What stands as `bron` at a place that a variant adds.
pub const FROM_A_VARIANT: &str = "ingreep";

impl Provenance {
    /// Does only a variant have the place?
    pub fn is_from_a_variant(&self) -> bool {
        self.source.as_deref() == Some(FROM_A_VARIANT)
    }
}

/// Variant: a named, ordered list of interventions. "Before" is the baseline without any.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Stable id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What there is to say about it.
    pub note: String,
    /// What it changes, in order.
    pub interventions: Vec<Intervention>,
}

/// A zone as people want it, whatever the norms propose.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedZone {
    /// That of the proposal it was, or its own.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its outline.
    pub outline: Rd<Polygon<f64>>,
    /// Accepted as proposed, or drawn.
    pub status: ZoneStatus,
}

/// Where a zone stands: `voorstel`, `geaccepteerd`, `afgewezen` or `schets`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum ZoneStatus {
    /// `voorstel`: it follows from the norms.
    #[default]
    Proposed,
    /// `geaccepteerd`: people want it as it was proposed; it keeps its outline.
    Accepted,
    /// `afgewezen`: people do not want it.
    Rejected,
    /// `schets`: people drew it.
    Sketched,
}

impl ZoneStatus {
    /// All, in the order of the contract.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Accepted, Self::Rejected, Self::Sketched];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proposed => "voorstel",
            Self::Accepted => "geaccepteerd",
            Self::Rejected => "afgewezen",
            Self::Sketched => "schets",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// Ingreep: one thing that a variant changes. One that points at nothing changes nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Intervention {
    /// A location of any kind, a halte or a site comes.
    AddPlace(Arc<Place>),
    /// A location, halte or site stands elsewhere.
    MovePlace {
        /// Its id.
        id: Uuid,
        /// Where it stands then.
        to: RdPoint,
    },
    /// A location, halte or site goes.
    ClosePlace {
        /// Its id.
        id: Uuid,
    },
    /// A location, halte or site is called otherwise.
    RenamePlace {
        /// Its id.
        id: Uuid,
        /// Its new name.
        name: String,
    },
    /// The places of a 24-uurszorglocatie, the departures of a halte or the homes of a site become another number.
    SetCapacity {
        /// Its id.
        id: Uuid,
        /// How many; unknown when empty.
        capacity: Option<u32>,
    },
    /// A zone as people want it, instead of what is proposed under its own id, and of those whose place it takes for as long
    /// as they overlap it.
    PutZone {
        /// The zone.
        zone: PlannedZone,
        /// `vervangt`: every zone whose place it takes, proposed or put, also by way of another that gave way to it.
        replaces: Vec<Uuid>,
    },
    /// A proposed zone is not wanted.
    RejectZone {
        /// Its id.
        id: Uuid,
        /// Its name, to tell what was rejected.
        name: String,
    },
}

impl Intervention {
    /// A place of a kind comes, or a site (`None`), with as many places, departures or homes as are known. A site is planned;
    /// all else is there in the variant.
    pub fn add(
        id: Uuid,
        kind: Option<AmenityKind>,
        name: impl Into<String>,
        point: RdPoint,
        capacity: Option<u32>,
    ) -> Self {
        let provenance = Provenance { source: Some(FROM_A_VARIANT.to_owned()), ..Provenance::default() };
        let status = if kind.is_none() { Status::Planned } else { Status::Existing };
        let mut place = Place { provenance, status, ..Place::new(id, name, point, What::of(kind)) };
        place.set_capacity(capacity);
        Self::AddPlace(Arc::new(place))
    }

    /// The place or zone that it is about.
    pub fn subject(&self) -> Uuid {
        match self {
            Self::AddPlace(place) => place.id,
            Self::PutZone { zone, .. } => zone.id,
            Self::MovePlace { id, .. }
            | Self::ClosePlace { id }
            | Self::RenamePlace { id, .. }
            | Self::SetCapacity { id, .. }
            | Self::RejectZone { id, .. } => *id,
        }
    }

    /// Makes it about another place or zone.
    pub fn set_subject(&mut self, subject: Uuid) {
        match self {
            Self::AddPlace(place) => Arc::make_mut(place).id = subject,
            Self::PutZone { zone, .. } => zone.id = subject,
            Self::MovePlace { id, .. }
            | Self::ClosePlace { id }
            | Self::RenamePlace { id, .. }
            | Self::SetCapacity { id, .. }
            | Self::RejectZone { id, .. } => *id = subject,
        }
    }

    /// Can it apply to the place of this id? Only some kinds have a capacity.
    pub fn fits(&self, baseline: &Baseline, id: Uuid) -> bool {
        !self.needs_a_place() || baseline.place(id).is_some_and(|place| self.fits_kind(place.kind()))
    }

    /// Can it apply to a place of this kind? A site has none.
    pub fn fits_kind(&self, kind: Option<AmenityKind>) -> bool {
        let has_capacity = |kind| [AmenityKind::CARE, AmenityKind::STOP, AmenityKind::STATION].contains(&kind);
        !matches!(self, Self::SetCapacity { .. }) || kind.is_none_or(has_capacity)
    }

    /// Does it change a place that must be there already?
    pub fn needs_a_place(&self) -> bool {
        !matches!(self, Self::AddPlace(_) | Self::PutZone { .. } | Self::RejectZone { .. })
    }

    /// Does it only say what is wanted with zones, and leaves every place where it is?
    pub fn is_about_zones(&self) -> bool {
        matches!(self, Self::PutZone { .. } | Self::RejectZone { .. })
    }
}

/// What a variant wants with zones, in order.
pub fn zone_wishes(interventions: &[Intervention]) -> impl Iterator<Item = &Intervention> {
    interventions.iter().filter(|intervention| intervention.is_about_zones())
}

/// A variant, shared between the snapshots of the document.
pub type SharedVariant = Arc<Variant>;
