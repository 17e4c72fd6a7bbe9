//! De nulsituatie: everything that was read, untouched, and where each layer came from.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::MultiPolygon;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::amenity::AmenityKind;
use super::demand::Demand;
use super::municipality::{District, Municipality, Neighborhood};
use super::place::{Place, PlaceClass, Places};
use super::problem::Problem;
use super::settlement::Settlement;
use super::twins::Twins;
use crate::crs::Rd;

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

/// What is known of a layer as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerSource {
    /// What it is for.
    pub role: Role,
    /// File name without its folder, or `demo`.
    pub file: String,
    /// Publisher or register, for the attribution.
    pub source: Option<String>,
    /// Year or date of the data, as the source writes it.
    pub date: Option<String>,
    /// Licence, for the attribution.
    pub licence: Option<String>,
    /// How many features were read.
    pub n_features: usize,
    /// How many problems there were.
    pub n_problems: usize,
    /// Invented for the demo region: labelled "fictief" wherever it shows.
    pub fictional: bool,
    /// What was found in it when it was read.
    pub problems: Vec<Problem>,
}

/// The words, one after the other, of a licence that keeps a layer at home.
const NOT_TO_BE_SHARED: [&str; 2] = ["niet", "delen"];

impl LayerSource {
    /// May it go into an export? It is computed with in any case.
    pub fn may_be_shared(&self) -> bool {
        let licence = self.licence.as_deref().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = licence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        !words.windows(NOT_TO_BE_SHARED.len()).any(|pair| *pair == NOT_TO_BE_SHARED)
    }
}

/// Nulsituatie: the layers as read, in RD. Never changed: an import makes a new one. Copies share what they do not change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Baseline {
    /// Places of every kind, kandidaatlocaties and complexes.
    pub places: Places,
    /// People.
    pub demand: Arc<Demand>,
    /// Gemeenten.
    pub municipalities: Arc<Vec<Municipality>>,
    /// Wijken.
    pub districts: Arc<Vec<District>>,
    /// Buurten.
    pub neighborhoods: Arc<Vec<Neighborhood>>,
    /// Kernen.
    pub settlements: Arc<Vec<Settlement>>,
    /// Studiegebied, if given.
    pub study_area: Option<Rd<MultiPolygon<f64>>>,
    /// Where each layer came from, in the order of reading.
    pub layers: Vec<LayerSource>,
    /// Which records are one place; not known of layers as they were read.
    pub twins: Arc<Twins>,
}

impl Baseline {
    /// The place of an id, that of any of its records, if a variant can intervene on it. Takes time in proportion to how many
    /// there are.
    pub fn place(&self, id: Uuid) -> Option<&Arc<Place>> {
        let id = self.twins.place_id(id);
        self.places.plannable().find(|place| place.id == id)
    }

    /// The places of a role, in the order of reading.
    pub fn places_of(&self, role: Role) -> impl Iterator<Item = &Arc<Place>> {
        let list = role.place_class().into_iter().flat_map(|class| &self.places[class]);
        list.filter(move |place| Role::of(place) == role)
    }

    /// Takes out the places of a role.
    pub fn remove_places_of(&mut self, role: Role) {
        if let Some(class) = role.place_class() {
            self.places[class].retain(|place| Role::of(place) != role);
        }
    }

    /// Gives places and kernen other ids, by a table of both.
    pub fn rename_ids(&mut self, ids: &BTreeMap<Uuid, Uuid>) {
        self.places.rename_ids(ids);
        if self.settlements.iter().any(|kern| ids.contains_key(&kern.id)) {
            for kern in Arc::make_mut(&mut self.settlements) {
                kern.id = ids.get(&kern.id).copied().unwrap_or(kern.id);
            }
        }
    }

    /// Every place once, as it counts: of twins the first, with what only the others know of a 24-uurszorglocatie.
    pub fn each_place_once(mut self) -> Self {
        let twins = self.twins.clone();
        if twins.is_empty() {
            return self;
        }
        let mut further: BTreeMap<Uuid, Vec<Arc<Place>>> = BTreeMap::new();
        let mut n_further: BTreeMap<Role, usize> = BTreeMap::new();
        for class in [PlaceClass::Care, PlaceClass::Amenity] {
            for place in self.places[class].extract_if(.., |place| twins.is_further(place.id)) {
                *n_further.entry(Role::of(&place)).or_insert(0) += 1;
                further.entry(twins.place_id(place.id)).or_default().push(place);
            }
        }
        for care in &mut self.places[PlaceClass::Care] {
            for other in further.get(&care.id).into_iter().flatten() {
                Arc::make_mut(care).fill_in(other);
            }
        }
        for layer in self.layers.iter_mut().rev() {
            if let Some(n) = n_further.get_mut(&layer.role) {
                let n_taken = layer.n_features.min(*n);
                layer.n_features -= n_taken;
                *n -= n_taken;
            }
        }
        self
    }

    /// What is known of the layer of a role; the first, if several were read.
    pub fn layer(&self, role: Role) -> Option<&LayerSource> {
        self.layers.iter().find(|layer| layer.role == role)
    }
}
