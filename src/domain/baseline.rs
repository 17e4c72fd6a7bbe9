//! De nulsituatie: everything that was read, untouched, and where each layer came from.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::MultiPolygon;
use uuid::Uuid;

use super::amenity::{Amenity, AmenityKind};
use super::care_location::CareLocation;
use super::demand::Demand;
use super::housing::HousingCluster;
use super::municipality::{District, Municipality, Neighborhood};
use super::settlement::Settlement;
use super::site::CandidateSite;
use super::transit::TransitStop;
use super::twins::Twins;
use crate::crs::{Rd, RdPoint};

/// Rol: what a layer is for. The names are those of `--laag ROL=BESTAND`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    #[must_use]
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
    #[must_use]
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

    /// The role of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|role| role.name() == name)
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
    /// What was told of it when it was read, a sentence each.
    pub problems: Vec<String>,
}

/// The words, one after the other, of a licence that keeps a layer at home.
const NOT_TO_BE_SHARED: [&str; 2] = ["niet", "delen"];

impl LayerSource {
    /// May it go into an export? It is computed with in any case.
    #[must_use]
    pub fn may_be_shared(&self) -> bool {
        let licence = self.licence.as_deref().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = licence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        !words.windows(NOT_TO_BE_SHARED.len()).any(|pair| *pair == NOT_TO_BE_SHARED)
    }
}

/// What every location, halte and site has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceRef<'a> {
    /// Its kind; a site has none.
    pub kind: Option<AmenityKind>,
    /// Its name.
    pub name: &'a str,
    /// Where it stands.
    pub point: RdPoint,
}

/// Nulsituatie: the layers as read, in RD. Never changed: an import makes a new one. People and areas are shared between
/// copies, so that a copy with other places is cheap.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Baseline {
    /// 24-uurszorglocaties.
    pub care_locations: Vec<CareLocation>,
    /// Voorzieningen of all other kinds, stops excepted.
    pub amenities: Vec<Arc<Amenity>>,
    /// Haltes and stations.
    pub stops: Vec<TransitStop>,
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
    /// Kandidaatlocaties.
    pub sites: Vec<CandidateSite>,
    /// Existing complexes of clustered homes.
    pub clusters: Vec<HousingCluster>,
    /// Studiegebied, if given.
    pub study_area: Option<Rd<MultiPolygon<f64>>>,
    /// Where each layer came from, in the order of reading.
    pub layers: Vec<LayerSource>,
    /// Which records are one place; not known of layers as they were read.
    pub twins: Arc<Twins>,
}

impl Baseline {
    /// The location, halte or site of an id, that of any of its records. Takes time in proportion to how many there are.
    #[must_use]
    pub fn place(&self, id: Uuid) -> Option<PlaceRef<'_>> {
        let id = self.twins.place_id(id);
        self.each_place().find(|(of, _)| *of == id).map(|(_, place)| place)
    }

    /// Every location, halte and site with its id, each record by itself.
    pub fn each_place(&self) -> impl Iterator<Item = (Uuid, PlaceRef<'_>)> {
        let care = self
            .care_locations
            .iter()
            .map(|care| (care.id, PlaceRef { kind: Some(AmenityKind::CARE), name: &care.name, point: care.point }));
        let amenities = self.amenities.iter().map(|amenity| {
            (amenity.id, PlaceRef { kind: Some(amenity.kind), name: &amenity.name, point: amenity.point })
        });
        let stops = self.stops.iter().map(|stop| {
            let kind = stop.kind();
            (stop.id, PlaceRef { kind: Some(kind), name: &stop.name, point: stop.point })
        });
        let sites =
            self.sites.iter().map(|site| (site.id, PlaceRef { kind: None, name: &site.name, point: site.point }));
        care.chain(amenities).chain(stops).chain(sites)
    }

    /// Gives places, kernen and complexes other ids, by a table of both.
    pub fn rename_ids(&mut self, ids: &BTreeMap<Uuid, Uuid>) {
        let rename = |id: &mut Uuid| *id = ids.get(id).copied().unwrap_or(*id);
        self.care_locations.iter_mut().for_each(|place| rename(&mut place.id));
        for amenity in &mut self.amenities {
            if ids.contains_key(&amenity.id) {
                rename(&mut Arc::make_mut(amenity).id);
            }
        }
        self.stops.iter_mut().for_each(|stop| rename(&mut stop.id));
        self.sites.iter_mut().for_each(|site| rename(&mut site.id));
        self.clusters.iter_mut().for_each(|cluster| rename(&mut cluster.id));
        if self.settlements.iter().any(|kern| ids.contains_key(&kern.id)) {
            Arc::make_mut(&mut self.settlements).iter_mut().for_each(|kern| rename(&mut kern.id));
        }
    }

    /// What is known of the layer of a role; the first, if several were read.
    #[must_use]
    pub fn layer(&self, role: Role) -> Option<&LayerSource> {
        self.layers.iter().find(|layer| layer.role == role)
    }
}
