//! What every place with an id has in common, for the question whether two records are the same one.

use std::sync::Arc;

use uuid::Uuid;

use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::place::Place;
use crate::domain::settlement::Settlement;

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

/// What a file brings under an id: a place or a kern.
pub(crate) trait Identified {
    /// Its id.
    fn id(&self) -> Uuid;

    /// Gives it its id.
    fn set_id(&mut self, id: Uuid);

    /// Becomes what a newer record says of the same place; what that does not say stays.
    fn take_over(&mut self, newer: Self);
}

impl Identified for Arc<Place> {
    fn id(&self) -> Uuid {
        self.id
    }

    fn set_id(&mut self, id: Uuid) {
        Arc::make_mut(self).id = id;
    }

    fn take_over(&mut self, newer: Self) {
        let older = std::mem::replace(self, newer);
        Arc::make_mut(self).fill_in(&older);
    }
}

impl Identified for Settlement {
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

/// The places that a file of this role may bring again; one of haltes may have stations.
pub(crate) fn known_places(base: &Baseline, role: Role) -> Vec<KnownPlace> {
    if role == Role::Settlement {
        let kern = |kern: &Settlement| KnownPlace {
            id: kern.id,
            role,
            name: kern.name.clone(),
            point: kern.point,
            municipality: kern.municipality_code.clone(),
        };
        return base.settlements.iter().map(kern).collect();
    }
    let list = role.place_class().into_iter().flat_map(|class| &base.places[class]);
    let known = |place: &Place| KnownPlace {
        id: place.id,
        role: Role::of(place),
        name: place.name.clone(),
        point: place.point,
        municipality: None,
    };
    list.map(|place| known(place)).filter(|place| known_role(place.role) == known_role(role)).collect()
}

/// The role under which places of a role are known: haltes and stations may come in one file.
pub(super) fn known_role(role: Role) -> Role {
    if role == Role::Kind(AmenityKind::STATION) { Role::Kind(AmenityKind::STOP) } else { role }
}

/// The ids of everything in a baseline that has one.
pub(crate) fn all_ids(base: &Baseline) -> impl Iterator<Item = Uuid> + '_ {
    base.places.iter().map(|place| place.id).chain(base.settlements.iter().map(|kern| kern.id))
}
