//! What every place with an id has in common, for the question whether two records are the same one.

use std::sync::Arc;

use uuid::Uuid;

use crate::crs::RdPoint;
use crate::domain::amenity::{Amenity, AmenityKind};
use crate::domain::baseline::{Baseline, Role};
use crate::domain::care_location::CareLocation;
use crate::domain::housing::HousingCluster;
use crate::domain::settlement::Settlement;
use crate::domain::site::CandidateSite;
use crate::domain::transit::{TransitMode, TransitStop};

/// A place that was there before a file was read.
#[derive(Debug, Clone)]
pub(crate) struct KnownPlace {
    pub(crate) id: Uuid,
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) point: RdPoint,
    /// The gemeente of a kern, within which its name is enough.
    pub(crate) municipality: Option<String>,
}

/// A place with an id.
pub(crate) trait Place {
    /// Its id.
    fn id(&self) -> Uuid;

    /// Gives it its id.
    fn set_id(&mut self, id: Uuid);

    /// Becomes what a newer record says of the same place; what that does not say stays.
    fn take_over(&mut self, newer: Self);
}

impl Place for CareLocation {
    fn id(&self) -> Uuid {
        self.id
    }

    fn set_id(&mut self, id: Uuid) {
        self.id = id;
    }

    fn take_over(&mut self, newer: Self) {
        let (organization, n_places) = (self.organization.take(), self.n_places);
        *self = newer;
        self.organization = self.organization.take().or(organization);
        self.n_places = self.n_places.or(n_places);
    }
}

impl Place for Arc<Amenity> {
    fn id(&self) -> Uuid {
        self.id
    }

    fn set_id(&mut self, id: Uuid) {
        Arc::make_mut(self).id = id;
    }

    fn take_over(&mut self, newer: Self) {
        *self = newer;
    }
}

impl Place for TransitStop {
    fn id(&self) -> Uuid {
        self.id
    }

    fn set_id(&mut self, id: Uuid) {
        self.id = id;
    }

    fn take_over(&mut self, newer: Self) {
        let departures = self.departures_workday;
        *self = newer;
        self.departures_workday = self.departures_workday.or(departures);
    }
}

impl Place for CandidateSite {
    fn id(&self) -> Uuid {
        self.id
    }

    fn set_id(&mut self, id: Uuid) {
        self.id = id;
    }

    fn take_over(&mut self, newer: Self) {
        let n_homes = self.n_homes;
        *self = newer;
        self.n_homes = self.n_homes.or(n_homes);
    }
}

impl Place for HousingCluster {
    fn id(&self) -> Uuid {
        self.id
    }

    fn set_id(&mut self, id: Uuid) {
        self.id = id;
    }

    fn take_over(&mut self, newer: Self) {
        let n_homes = self.n_homes;
        *self = newer;
        self.n_homes = self.n_homes.or(n_homes);
    }
}

impl Place for Settlement {
    fn id(&self) -> Uuid {
        self.id
    }

    fn set_id(&mut self, id: Uuid) {
        self.id = id;
    }

    fn take_over(&mut self, newer: Self) {
        let (outline, people) = (self.outline.take(), self.people);
        let code = self.municipality_code.take();
        *self = newer;
        self.outline = self.outline.take().or(outline);
        self.municipality_code = self.municipality_code.take().or(code);
        self.people = self.people.or(&people);
    }
}

/// What a stop is: a station where trains stop, whatever file it came in.
pub(crate) fn role_of_mode(mode: TransitMode) -> Role {
    Role::Kind(if mode == TransitMode::Train { AmenityKind::STATION } else { AmenityKind::STOP })
}

/// The places that a file of this role may bring again.
pub(crate) fn known_places(base: &Baseline, role: Role) -> Vec<KnownPlace> {
    let known = |id, role, name: &str, point: RdPoint| {
        let (name, municipality) = (name.to_owned(), None);
        KnownPlace { id, role, name, point, municipality }
    };
    match role {
        Role::Kind(AmenityKind::CARE) => {
            base.care_locations.iter().map(|place| known(place.id, role, &place.name, place.point)).collect()
        }
        Role::Kind(AmenityKind::STOP | AmenityKind::STATION) => {
            base.stops.iter().map(|stop| known(stop.id, role_of_mode(stop.mode), &stop.name, stop.point)).collect()
        }
        Role::Kind(kind) => {
            let of_kind = base.amenities.iter().filter(|place| place.kind == kind);
            of_kind.map(|place| known(place.id, role, &place.name, place.point)).collect()
        }
        Role::Settlement => {
            let settlements = base.settlements.iter();
            let kern = |kern: &Settlement| KnownPlace {
                municipality: kern.municipality_code.clone(),
                ..known(kern.id, role, &kern.name, kern.point)
            };
            settlements.map(kern).collect()
        }
        Role::CandidateSite => base.sites.iter().map(|site| known(site.id, role, &site.name, site.point)).collect(),
        Role::Cluster => base.clusters.iter().map(|place| known(place.id, role, &place.name, place.point)).collect(),
        _ => Vec::new(),
    }
}

/// The role under which places of a role are known: haltes and stations may come in one file.
pub(super) fn known_role(role: Role) -> Role {
    if role == Role::Kind(AmenityKind::STATION) { Role::Kind(AmenityKind::STOP) } else { role }
}

/// The ids of everything in a baseline that has one.
pub(crate) fn all_ids(base: &Baseline) -> impl Iterator<Item = Uuid> + '_ {
    (base.care_locations.iter().map(|place| place.id))
        .chain(base.amenities.iter().map(|place| place.id))
        .chain(base.stops.iter().map(|stop| stop.id))
        .chain(base.settlements.iter().map(|kern| kern.id))
        .chain(base.sites.iter().map(|site| site.id))
        .chain(base.clusters.iter().map(|cluster| cluster.id))
}
