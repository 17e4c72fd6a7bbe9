//! What is analysed: the baseline with a variant's interventions applied, indexed per kind.

use std::sync::Arc;

use geo::MultiPolygon;
use uuid::Uuid;

use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Baseline;
use crate::domain::demand::Demand;
use crate::domain::identity::Status;
use crate::domain::municipality::Municipality;
use crate::domain::settlement::Settlement;
use crate::domain::site::CandidateSite;
use crate::domain::transit::{TransitMode, TransitStop};

/// A place that serves people: of any kind, existing.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Stable id.
    pub id: Uuid,
    /// Name.
    pub name: Arc<str>,
    /// Where it stands.
    pub point: RdPoint,
}

/// Everything the analysis looks at. Cheap to clone: layers are shared.
#[derive(Debug, Clone)]
pub struct Situation {
    /// Per kind the places that serve people, sorted by id; `None` when nobody gave that kind, which is not "there are none".
    places: Vec<Option<Arc<[Place]>>>,
    /// Haltes and stations with their timetable.
    pub stops: Arc<[TransitStop]>,
    /// People.
    pub demand: Arc<Demand>,
    /// Gemeenten.
    pub municipalities: Arc<[Municipality]>,
    /// Kernen.
    pub settlements: Arc<[Settlement]>,
    /// Kandidaatlocaties.
    pub sites: Arc<[CandidateSite]>,
    /// Studiegebied, if given.
    pub study_area: Option<Arc<Rd<MultiPolygon<f64>>>>,
}

impl Situation {
    /// The baseline as it is. Only what exists serves people. Layers without any feature count as given and empty.
    #[must_use]
    pub fn from_baseline(baseline: &Baseline) -> Self {
        let mut places: Vec<Option<Vec<Place>>> = vec![None; AmenityKind::count()];
        for layer in &baseline.layers {
            if let crate::domain::baseline::Role::Kind(kind) = layer.role {
                places[kind.index()].get_or_insert_default();
            }
        }
        let mut add = |kind: AmenityKind, status: Status, id: Uuid, name: &str, point: RdPoint| {
            let of_kind = places[kind.index()].get_or_insert_default();
            if status == Status::Existing {
                of_kind.push(Place { id, name: name.into(), point });
            }
        };
        for care in &baseline.care_locations {
            add(AmenityKind::CARE, care.status, care.id, &care.name, care.point);
        }
        for amenity in &baseline.amenities {
            add(amenity.kind, amenity.status, amenity.id, &amenity.name, amenity.point);
        }
        for stop in &baseline.stops {
            let kind = if stop.mode == TransitMode::Train { AmenityKind::STATION } else { AmenityKind::STOP };
            add(kind, stop.status, stop.id, &stop.name, stop.point);
        }
        let places = places
            .into_iter()
            .map(|of_kind| {
                of_kind.map(|mut of_kind| {
                    of_kind.sort_by_key(|place| place.id);
                    of_kind.into()
                })
            })
            .collect();
        let mut stops: Vec<_> = baseline.stops.iter().filter(|s| s.status == Status::Existing).cloned().collect();
        stops.sort_by_key(|stop| stop.id);
        Self {
            places,
            stops: stops.into(),
            demand: Arc::new(baseline.demand.clone()),
            municipalities: baseline.municipalities.clone().into(),
            settlements: baseline.settlements.clone().into(),
            sites: baseline.sites.clone().into(),
            study_area: baseline.study_area.clone().map(Arc::new),
        }
    }

    /// The places of a kind that serve people, sorted by id; `None` when nobody gave that kind.
    #[must_use]
    pub fn places(&self, kind: AmenityKind) -> Option<&[Place]> {
        self.places[kind.index()].as_deref()
    }

    /// The same situation with other places of one kind.
    #[must_use]
    pub fn with_places(&self, kind: AmenityKind, mut places: Vec<Place>) -> Self {
        places.sort_by_key(|place| place.id);
        let mut changed = self.clone();
        changed.places[kind.index()] = Some(places.into());
        changed
    }
}
