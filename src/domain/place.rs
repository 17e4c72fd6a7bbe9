//! Places: 24-uurszorglocaties, voorzieningen, haltes and stations, kandidaatlocaties and complexes.

use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};
use std::sync::Arc;

use geo::Translate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::amenity::AmenityKind;
use super::housing::HousingForm;
use super::identity::{Provenance, Status};
use super::transit::{Stop, TransitMode};
use crate::crs::{Rd, RdPoint};

/// A record of a place, whatever stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Stable id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub point: RdPoint,
    /// Only what exists serves people.
    pub status: Status,
    /// Where the record comes from.
    pub provenance: Provenance,
    /// What it is, with what only that has.
    pub what: What,
}

/// What a place is.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// 24-uurszorglocatie.
    Care(Care),
    /// Voorziening of any other kind.
    Amenity(AmenityKind),
    /// Halte or station.
    Stop(Stop),
    /// Kandidaatlocatie.
    Site(Site),
    /// Existing complex of clustered homes (`cluster`).
    Complex(Complex),
}

impl What {
    /// What a place of a kind is while nothing more is known of it; a kandidaatlocatie without a kind.
    pub fn of(kind: Option<AmenityKind>) -> Self {
        let stop = |mode| Self::Stop(Stop { mode, ..Stop::default() });
        match kind {
            None => Self::Site(Site::default()),
            Some(AmenityKind::CARE) => Self::Care(Care::default()),
            Some(AmenityKind::STOP) => stop(TransitMode::Bus),
            Some(AmenityKind::STATION) => stop(TransitMode::Train),
            Some(kind) => Self::Amenity(kind),
        }
    }
}

/// 24-uurszorglocatie: care and supervision around the clock, the anchor of a caring zone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Care {
    /// The organization that runs it.
    pub organization: Option<String>,
    /// Sector of care.
    pub sector: Sector,
    /// `plaatsen`: how many people can live there.
    pub n_places: Option<u32>,
}

/// Sector of care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Sector {
    /// Verpleging, verzorging en thuiszorg.
    #[serde(rename = "VVT")]
    Nursing,
    /// Gehandicaptenzorg.
    #[serde(rename = "GHZ")]
    Disability,
    /// Geestelijke gezondheidszorg.
    #[serde(rename = "GGZ")]
    MentalHealth,
    /// Anything else, or not stated.
    #[default]
    #[serde(rename = "overig")]
    Other,
}

/// Kandidaatlocatie: a parcel on which homes might come.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Site {
    /// `woningen`: how many homes fit.
    pub n_homes: Option<u32>,
    /// `woonvormen`: for which forms it is meant; empty when not stated.
    pub forms: Vec<HousingForm>,
}

/// Existing complex of clustered homes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Complex {
    /// `woningen`: how many homes it has.
    pub n_homes: Option<u32>,
}

/// The list of [`Places`] in which a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceClass {
    /// 24-uurszorglocaties.
    Care,
    /// Voorzieningen of all other kinds.
    Amenity,
    /// Haltes and stations.
    Stop,
    /// Kandidaatlocaties.
    Site,
    /// Existing complexes of clustered homes.
    Complex,
}

impl PlaceClass {
    /// All, in the order in which [`Places`] gives them.
    pub const ALL: [Self; 5] = [Self::Care, Self::Amenity, Self::Stop, Self::Site, Self::Complex];

    /// Those in which a variant can intervene.
    pub const PLANNABLE: [Self; 4] = [Self::Care, Self::Amenity, Self::Stop, Self::Site];

    /// That of the places of a kind.
    pub fn of_kind(kind: AmenityKind) -> Self {
        match kind {
            AmenityKind::CARE => Self::Care,
            AmenityKind::STOP | AmenityKind::STATION => Self::Stop,
            _ => Self::Amenity,
        }
    }
}

impl Place {
    /// One that exists, of which nobody says where the record comes from.
    pub fn new(id: Uuid, name: impl Into<String>, point: RdPoint, what: What) -> Self {
        Self { id, name: name.into(), point, status: Status::Existing, provenance: Provenance::default(), what }
    }

    /// Its kind; sites and complexes have none.
    pub fn kind(&self) -> Option<AmenityKind> {
        match &self.what {
            What::Care(_) => Some(AmenityKind::CARE),
            What::Amenity(kind) => Some(*kind),
            What::Stop(stop) => Some(stop.kind()),
            What::Site(_) | What::Complex(_) => None,
        }
    }

    /// The list in which it stands.
    pub fn class(&self) -> PlaceClass {
        match self.what {
            What::Care(_) => PlaceClass::Care,
            What::Amenity(_) => PlaceClass::Amenity,
            What::Stop(_) => PlaceClass::Stop,
            What::Site(_) => PlaceClass::Site,
            What::Complex(_) => PlaceClass::Complex,
        }
    }

    /// What only a 24-uurszorglocatie has.
    pub fn care(&self) -> Option<&Care> {
        if let What::Care(care) = &self.what { Some(care) } else { None }
    }

    /// What only a halte or station has.
    pub fn stop(&self) -> Option<&Stop> {
        if let What::Stop(stop) = &self.what { Some(stop) } else { None }
    }

    /// What only a kandidaatlocatie has.
    pub fn site(&self) -> Option<&Site> {
        if let What::Site(site) = &self.what { Some(site) } else { None }
    }

    /// The places of a 24-uurszorglocatie, the departures of a halte, the homes of a site or complex; `None` where unknown, and
    /// for all else.
    pub fn capacity(&self) -> Option<u32> {
        match &self.what {
            What::Care(care) => care.n_places,
            What::Stop(stop) => stop.departures_workday,
            What::Site(site) => site.n_homes,
            What::Complex(complex) => complex.n_homes,
            What::Amenity(_) => None,
        }
    }

    /// Gives it another capacity, if it is of a class that has one.
    pub fn set_capacity(&mut self, capacity: Option<u32>) {
        match &mut self.what {
            What::Care(care) => care.n_places = capacity,
            What::Stop(stop) => stop.departures_workday = capacity,
            What::Site(site) => site.n_homes = capacity,
            What::Complex(complex) => complex.n_homes = capacity,
            What::Amenity(_) => {}
        }
    }

    /// Moves it, and with it the area as which it was drawn.
    pub fn move_to(&mut self, to: RdPoint) {
        let by = to.0.0 - self.point.0.0;
        self.point = to;
        if let Some(drawn) = &mut self.provenance.footprint {
            *drawn = Arc::new(Rd(drawn.0.translate(by.x, by.y)));
        }
    }

    /// Takes its capacity and organization from another record of the same place, as far as it does not know them itself.
    pub fn fill_in(&mut self, other: &Self) {
        self.set_capacity(self.capacity().or(other.capacity()));
        if let (What::Care(care), What::Care(other)) = (&mut self.what, &other.what)
            && care.organization.is_none()
        {
            care.organization.clone_from(&other.organization);
        }
    }
}

/// All places of a ground: a list of each [`PlaceClass`], in the order of reading. Copies share the lists until one changes,
/// and then the places of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places([Arc<Vec<Arc<Place>>>; PlaceClass::ALL.len()]);

impl Index<PlaceClass> for Places {
    type Output = Vec<Arc<Place>>;

    fn index(&self, class: PlaceClass) -> &Self::Output {
        &self.0[class as usize]
    }
}

impl IndexMut<PlaceClass> for Places {
    fn index_mut(&mut self, class: PlaceClass) -> &mut Self::Output {
        Arc::make_mut(&mut self.0[class as usize])
    }
}

impl Places {
    /// Every place, class by class.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Place>> {
        self.0.iter().flat_map(|list| list.iter())
    }

    /// Every place on which a variant can intervene: all but complexes.
    pub fn plannable(&self) -> impl Iterator<Item = &Arc<Place>> {
        PlaceClass::PLANNABLE.into_iter().flat_map(|class| self[class].iter())
    }

    /// One of those, to change it. Takes time in proportion to how many there are.
    pub fn plannable_mut(&mut self, id: Uuid) -> Option<&mut Place> {
        let at = |class: PlaceClass| Some((class, self[class].iter().position(|place| place.id == id)?));
        let (class, idx) = PlaceClass::PLANNABLE.into_iter().find_map(at)?;
        Some(Arc::make_mut(&mut self[class][idx]))
    }

    /// The places of a kind. Takes time in proportion to those of its class.
    pub fn of_kind(&self, kind: AmenityKind) -> impl Iterator<Item = &Arc<Place>> {
        self[PlaceClass::of_kind(kind)].iter().filter(move |place| place.kind() == Some(kind))
    }

    /// The place of a class with an id. Takes time in proportion to those of its class.
    pub fn find(&self, class: PlaceClass, id: Uuid) -> Option<&Arc<Place>> {
        self[class].iter().find(|place| place.id == id)
    }

    /// The list of a class, shared.
    pub fn list(&self, class: PlaceClass) -> Arc<Vec<Arc<Place>>> {
        self.0[class as usize].clone()
    }

    /// Adds a place at the end of its list.
    pub fn push(&mut self, place: impl Into<Arc<Place>>) {
        let place = place.into();
        self[place.class()].push(place);
    }

    /// Gives places other ids, by a table of both.
    pub fn rename_ids(&mut self, ids: &BTreeMap<Uuid, Uuid>) {
        for class in PlaceClass::ALL {
            if self[class].iter().any(|place| ids.contains_key(&place.id)) {
                for place in &mut self[class] {
                    if let Some(id) = ids.get(&place.id) {
                        Arc::make_mut(place).id = *id;
                    }
                }
            }
        }
    }
}

impl<P: Into<Arc<Place>>> Extend<P> for Places {
    fn extend<T: IntoIterator<Item = P>>(&mut self, places: T) {
        places.into_iter().for_each(|place| self.push(place));
    }
}

impl<P: Into<Arc<Place>>> FromIterator<P> for Places {
    fn from_iter<T: IntoIterator<Item = P>>(places: T) -> Self {
        let mut all = Self::default();
        all.extend(places);
        all
    }
}
