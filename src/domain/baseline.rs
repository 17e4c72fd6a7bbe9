//! De nulsituatie: everything that was read, untouched, and where each layer came from.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::MultiPolygon;
use uuid::Uuid;

use super::carried::Carried;
use super::coded_area::CodedArea;
use super::demand::Demand;
use super::place::{Place, PlaceClass, Places};
use super::problem::Problem;
pub use super::role::Role;
use super::settlement::Settlement;
use super::twins::Twins;
use crate::crs::Rd;

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
    /// A layer of which nothing is known but its role and its file.
    pub fn new(role: Role, file: impl Into<String>) -> Self {
        Self {
            role,
            file: file.into(),
            source: None,
            date: None,
            licence: None,
            n_features: 0,
            n_problems: 0,
            fictional: false,
            problems: Vec::new(),
        }
    }

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
    pub municipalities: Arc<Vec<CodedArea>>,
    /// Wijken.
    pub districts: Arc<Vec<CodedArea>>,
    /// Buurten.
    pub neighborhoods: Arc<Vec<CodedArea>>,
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

    /// The gemeenten, wijken or buurten of a role; nothing for other roles.
    pub fn coded_areas(&self, role: Role) -> Option<&Arc<Vec<CodedArea>>> {
        match role {
            Role::Municipality => Some(&self.municipalities),
            Role::District => Some(&self.districts),
            Role::Neighborhood => Some(&self.neighborhoods),
            _ => None,
        }
    }

    /// The same, to change them.
    pub fn coded_areas_mut(&mut self, role: Role) -> Option<&mut Vec<CodedArea>> {
        let areas = match role {
            Role::Municipality => &mut self.municipalities,
            Role::District => &mut self.districts,
            Role::Neighborhood => &mut self.neighborhoods,
            _ => return None,
        };
        Some(Arc::make_mut(areas))
    }

    /// Changes what features carry along: `change` is given the role of each, what it is known by and what it carries, and
    /// gives what it carries from then on, where that is something else.
    pub fn change_carried(&mut self, change: impl Fn(Role, &str, &Carried) -> Option<Carried>) {
        for class in PlaceClass::ALL {
            let list = self.places.list(class);
            for (idx, place) in list.iter().enumerate() {
                if let Some(carried) = change(Role::of(place), &place.id.to_string(), &place.provenance.carried) {
                    Arc::make_mut(&mut self.places[class][idx]).provenance.carried = carried;
                }
            }
        }
        let kernen = self.settlements.clone();
        for (idx, kern) in kernen.iter().enumerate() {
            if let Some(carried) = change(Role::Settlement, &kern.id.to_string(), &kern.provenance.carried) {
                Arc::make_mut(&mut self.settlements)[idx].provenance.carried = carried;
            }
        }
        for role in [Role::Municipality, Role::District, Role::Neighborhood] {
            let areas = self.coded_areas(role).cloned().unwrap_or_default();
            for (idx, area) in areas.iter().enumerate() {
                if let (Some(carried), Some(all)) =
                    (change(role, &area.code, &area.carried), self.coded_areas_mut(role))
                {
                    all[idx].carried = carried;
                }
            }
        }
    }

    /// What is known of the layer of a role; the first, if several were read.
    pub fn layer(&self, role: Role) -> Option<&LayerSource> {
        self.layers.iter().find(|layer| layer.role == role)
    }
}
