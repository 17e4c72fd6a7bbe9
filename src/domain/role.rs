//! What a layer is for.

use serde::{Deserialize, Serialize};

use super::amenity::AmenityKind;
use super::place::{Place, PlaceClass};

/// Rol: what a layer is for. The names are those of `--laag ROL=BESTAND`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&str")]
pub enum Role {
    /// Places of a kind, `zorg24` to `toilet`, `halte` and `station`.
    Kind(AmenityKind),
    /// `vraag`: people as points or squares.
    Demand,
    /// `gemeente`.
    Municipality,
    /// `wijk`.
    District,
    /// `buurt`.
    Neighborhood,
    /// `kern`.
    Settlement,
    /// `pc4`: people per postcode area, spread over the built-up land of the kernen.
    Pc4,
    /// `kandidaat`.
    CandidateSite,
    /// `cluster`: existing complexes.
    Cluster,
    /// `studiegebied`.
    StudyArea,
}

impl Role {
    /// All roles, kinds first.
    pub fn all() -> Vec<Self> {
        let areas = [
            Self::Demand,
            Self::Municipality,
            Self::District,
            Self::Neighborhood,
            Self::Settlement,
            Self::Pc4,
            Self::CandidateSite,
            Self::Cluster,
            Self::StudyArea,
        ];
        AmenityKind::all().map(Self::Kind).chain(areas).collect()
    }

    /// Its name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.role(),
            Self::Demand => "vraag",
            Self::Municipality => "gemeente",
            Self::District => "wijk",
            Self::Neighborhood => "buurt",
            Self::Settlement => "kern",
            Self::Pc4 => "pc4",
            Self::CandidateSite => "kandidaat",
            Self::Cluster => "cluster",
            Self::StudyArea => "studiegebied",
        }
    }

    /// The role in whose layer its features are kept: postcode areas become people in squares.
    pub fn kept_in(self) -> Self {
        if self == Self::Pc4 { Self::Demand } else { self }
    }

    /// That of a place.
    pub fn of(place: &Place) -> Self {
        match place.kind() {
            Some(kind) => Self::Kind(kind),
            None if place.class() == PlaceClass::Site => Self::CandidateSite,
            None => Self::Cluster,
        }
    }

    /// The list in which its places stand; nothing for areas and people.
    pub fn place_class(self) -> Option<PlaceClass> {
        match self {
            Self::Kind(kind) => Some(PlaceClass::of_kind(kind)),
            Self::CandidateSite => Some(PlaceClass::Site),
            Self::Cluster => Some(PlaceClass::Complex),
            _ => None,
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|role| role.name() == name)
    }
}

impl From<Role> for &str {
    fn from(role: Role) -> Self {
        role.name()
    }
}

impl TryFrom<String> for Role {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::from_name(&name).ok_or(name)
    }
}
