//! The layers as a variant would have them.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo::Translate;
use uuid::Uuid;

use super::amenity::{Amenity, AmenityKind};
use super::baseline::{Baseline, LayerSource, Role};
use super::care_location::{CareLocation, Sector};
use super::identity::{Provenance, Status};
use super::site::CandidateSite;
use super::transit::{Accessibility, TransitMode, TransitStop};
use super::variant::{AddedPlace, FROM_A_VARIANT, Intervention};
use crate::crs::{Rd, RdPoint};

/// A baseline with interventions applied, and what of it is other than in the baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The layers as they would be. People and areas are shared with the baseline.
    pub baseline: Baseline,
    /// Kinds of which places came, went or moved.
    pub kinds: BTreeSet<AmenityKind>,
    /// Did sites come, go or change?
    pub sites: bool,
}

impl Planned {
    /// Applies interventions in their order; what points at nothing is passed over.
    #[must_use]
    pub fn new(baseline: &Baseline, interventions: &[Intervention]) -> Self {
        let mut planned = Self { baseline: baseline.clone(), kinds: BTreeSet::new(), sites: false };
        interventions.iter().for_each(|intervention| planned.apply(intervention));
        planned
    }

    /// The same with one place or site elsewhere; what was touched is then only that.
    #[must_use]
    pub fn moved(baseline: &Baseline, id: Uuid, to: RdPoint) -> Self {
        let mut planned = Self { baseline: baseline.clone(), kinds: BTreeSet::new(), sites: false };
        planned.move_place(id, to);
        planned
    }

    /// Every place once, as it counts.
    #[must_use]
    pub fn each_place_once(self) -> Self {
        Self { baseline: self.baseline.each_place_once(), ..self }
    }

    fn apply(&mut self, intervention: &Intervention) {
        match intervention {
            Intervention::AddPlace(place) => self.add(place),
            Intervention::AddSite { id, name, point, n_homes } => {
                if self.baseline.sites.iter().all(|site| site.id != *id) {
                    self.baseline.sites.push(CandidateSite {
                        id: *id,
                        name: name.clone(),
                        n_homes: *n_homes,
                        forms: Vec::new(),
                        status: Status::Planned,
                        provenance: from_a_variant(),
                        point: *point,
                    });
                    self.sites = true;
                    self.count(Role::CandidateSite, 1);
                }
            }
            Intervention::MovePlace { id, to } => self.move_place(*id, *to),
            Intervention::RenamePlace { id, name } => self.change(*id, |place| place.rename(name)),
            Intervention::SetCapacity { id, capacity } => self.change(*id, |place| place.set_capacity(*capacity)),
            Intervention::ClosePlace { id } => self.close(*id),
            Intervention::PutZone { .. } | Intervention::RejectZone { .. } => {}
        }
    }

    fn add(&mut self, place: &AddedPlace) {
        let AddedPlace { id, kind, name, point, n_places, departures_workday } = place.clone();
        if self.find(id).is_some() {
            return;
        }
        let (status, provenance) = (Status::Existing, from_a_variant());
        match kind {
            AmenityKind::CARE => self.baseline.care_locations.push(CareLocation {
                id,
                name,
                organization: None,
                sector: Sector::default(),
                n_places,
                status,
                provenance,
                point,
            }),
            AmenityKind::STOP | AmenityKind::STATION => self.baseline.stops.push(TransitStop {
                id,
                name,
                mode: if kind == AmenityKind::STATION { TransitMode::Train } else { TransitMode::Bus },
                departures_workday,
                accessibility: Accessibility::Unknown,
                status,
                provenance,
                point,
            }),
            _ => self.baseline.amenities.push(Arc::new(Amenity { id, kind, name, status, provenance, point })),
        }
        self.kinds.insert(kind);
        self.count(Role::Kind(kind), 1);
    }

    /// Changes all records of a place.
    fn change(&mut self, id: Uuid, change: impl Fn(&mut PlaceMut<'_>)) {
        for id in self.baseline.twins.ids(id) {
            let Some(mut place) = self.find(id) else { continue };
            change(&mut place);
            match place.kind() {
                Some(kind) => {
                    self.kinds.insert(kind);
                }
                None => self.sites = true,
            }
        }
    }

    /// Moves a place; its further records stand to it as they did.
    fn move_place(&mut self, id: Uuid, to: RdPoint) {
        let place = self.baseline.twins.place_id(id);
        let Some(from) = self.find(place).map(|place| place.point()) else { return };
        let by = to.0.0 - from.0.0;
        self.change(id, |place| {
            let at = place.point();
            place.move_to(if at == from { to } else { RdPoint::at(at.x() + by.x, at.y() + by.y) });
        });
    }

    fn close(&mut self, id: Uuid) {
        for id in self.baseline.twins.ids(id) {
            self.close_record(id);
        }
    }

    fn close_record(&mut self, id: Uuid) {
        let Some(kind) = self.find(id).map(|place| place.kind()) else { return };
        let base = &mut self.baseline;
        match kind {
            None => base.sites.retain(|site| site.id != id),
            Some(AmenityKind::CARE) => base.care_locations.retain(|place| place.id != id),
            Some(AmenityKind::STOP | AmenityKind::STATION) => base.stops.retain(|place| place.id != id),
            Some(_) => base.amenities.retain(|place| place.id != id),
        }
        match kind {
            Some(kind) => {
                self.kinds.insert(kind);
                self.count(Role::Kind(kind), -1);
            }
            None => {
                self.sites = true;
                self.count(Role::CandidateSite, -1);
            }
        }
    }

    fn find(&mut self, id: Uuid) -> Option<PlaceMut<'_>> {
        let base = &mut self.baseline;
        if let Some(place) = base.care_locations.iter_mut().find(|place| place.id == id) {
            return Some(PlaceMut::Care(place));
        }
        if let Some(place) = base.amenities.iter_mut().find(|place| place.id == id) {
            return Some(PlaceMut::Amenity(Arc::make_mut(place)));
        }
        if let Some(place) = base.stops.iter_mut().find(|place| place.id == id) {
            return Some(PlaceMut::Stop(place));
        }
        base.sites.iter_mut().find(|site| site.id == id).map(PlaceMut::Site)
    }

    /// Keeps the count of a layer right; a layer that nobody gave comes with its first place.
    fn count(&mut self, role: Role, by: isize) {
        let layers = &mut self.baseline.layers;
        match layers.iter_mut().find(|layer| layer.role == role) {
            Some(layer) => layer.n_features = layer.n_features.saturating_add_signed(by),
            None => layers.push(LayerSource {
                role,
                file: "variant".to_owned(),
                source: Some(FROM_A_VARIANT.to_owned()),
                date: None,
                licence: None,
                n_features: usize::try_from(by).unwrap_or_default(),
                n_problems: 0,
                fictional: false,
                problems: Vec::new(),
            }),
        }
    }
}

fn from_a_variant() -> Provenance {
    Provenance { source: Some(FROM_A_VARIANT.to_owned()), ..Provenance::default() }
}

/// A place or site of the copy that is being changed.
enum PlaceMut<'a> {
    Care(&'a mut CareLocation),
    Amenity(&'a mut Amenity),
    Stop(&'a mut TransitStop),
    Site(&'a mut CandidateSite),
}

impl PlaceMut<'_> {
    /// Its kind; a site has none.
    fn kind(&self) -> Option<AmenityKind> {
        match self {
            Self::Care(_) => Some(AmenityKind::CARE),
            Self::Amenity(amenity) => Some(amenity.kind),
            Self::Stop(stop) if stop.mode == TransitMode::Train => Some(AmenityKind::STATION),
            Self::Stop(_) => Some(AmenityKind::STOP),
            Self::Site(_) => None,
        }
    }

    fn point(&self) -> RdPoint {
        match self {
            Self::Care(place) => place.point,
            Self::Amenity(place) => place.point,
            Self::Stop(place) => place.point,
            Self::Site(place) => place.point,
        }
    }

    /// Moves it, and the area as which it was drawn with it.
    fn move_to(&mut self, to: RdPoint) {
        let by = to.0.0 - self.point().0.0;
        let (point, provenance) = match self {
            Self::Care(place) => (&mut place.point, &mut place.provenance),
            Self::Amenity(place) => (&mut place.point, &mut place.provenance),
            Self::Stop(place) => (&mut place.point, &mut place.provenance),
            Self::Site(place) => (&mut place.point, &mut place.provenance),
        };
        *point = to;
        if let Some(drawn) = &mut provenance.footprint {
            *drawn = Arc::new(Rd(drawn.0.translate(by.x, by.y)));
        }
    }

    fn rename(&mut self, name: &str) {
        let there = match self {
            Self::Care(place) => &mut place.name,
            Self::Amenity(place) => &mut place.name,
            Self::Stop(place) => &mut place.name,
            Self::Site(place) => &mut place.name,
        };
        name.clone_into(there);
    }

    fn set_capacity(&mut self, capacity: Option<u32>) {
        match self {
            Self::Care(place) => place.n_places = capacity,
            Self::Stop(place) => place.departures_workday = capacity,
            Self::Site(place) => place.n_homes = capacity,
            Self::Amenity(_) => {}
        }
    }
}

/// The place that stands elsewhere under other interventions, if that is all that is different.
#[must_use]
pub fn only_move(known: &[Intervention], other: &[Intervention]) -> Option<(Uuid, RdPoint)> {
    let same = known.iter().zip(other).take_while(|(a, b)| a == b).count();
    let Some(Intervention::MovePlace { id, to }) = other.get(same) else { return None };
    let is_moved_before = matches!(known.get(same), Some(Intervention::MovePlace { id: before, .. }) if before == id);
    let rest = other.get(same + 1..)?;
    let is_last_word = rest.iter().all(|later| later.subject() != *id);
    let is_appended = known.len() == same && rest.is_empty();
    let is_changed = is_moved_before && known.get(same + 1..)? == rest;
    (is_last_word && (is_appended || is_changed)).then_some((*id, *to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(n: u128, kind: AmenityKind) -> AddedPlace {
        AddedPlace {
            id: Uuid::from_u128(n),
            kind,
            name: format!("plaats {n}"),
            point: RdPoint::at(250_000.0, 475_000.0),
            n_places: Some(30),
            departures_workday: Some(28),
        }
    }

    fn all_kinds() -> Vec<Intervention> {
        AmenityKind::all().zip(1..).map(|(kind, n)| Intervention::AddPlace(place(n, kind))).collect()
    }

    #[test]
    fn an_added_place_of_every_kind_is_there_and_closing_it_leaves_the_baseline() {
        let baseline = Baseline::default();
        let mut interventions = all_kinds();
        let planned = Planned::new(&baseline, &interventions);
        assert_eq!(planned.kinds.len(), AmenityKind::count());
        assert_eq!(planned.baseline.layers.len(), AmenityKind::count());
        let closings: Vec<_> =
            interventions.iter().map(|added| Intervention::ClosePlace { id: added.subject() }).collect();
        interventions.extend(closings);
        let mut planned = Planned::new(&baseline, &interventions);
        assert!(planned.baseline.layers.iter().all(|layer| layer.n_features == 0));
        planned.baseline.layers.clear();
        assert_eq!(planned.baseline, baseline);
    }

    #[test]
    fn a_place_that_is_moved_renamed_and_given_a_capacity_is_the_same_place_otherwise() {
        let added = Intervention::AddPlace(place(7, AmenityKind::CARE));
        let to = RdPoint::at(251_000.0, 476_000.0);
        let id = added.subject();
        let planned = Planned::new(
            &Baseline::default(),
            &[
                added,
                Intervention::MovePlace { id, to },
                Intervention::RenamePlace { id, name: "Hof".to_owned() },
                Intervention::SetCapacity { id, capacity: Some(48) },
            ],
        );
        let [care] = &planned.baseline.care_locations[..] else { panic!("one place") };
        assert_eq!((care.point, care.name.as_str(), care.n_places), (to, "Hof", Some(48)));
    }

    #[test]
    fn what_points_at_nothing_changes_nothing() {
        let id = Uuid::from_u128(1);
        let interventions = [
            Intervention::MovePlace { id, to: RdPoint::at(0.0, 0.0) },
            Intervention::ClosePlace { id },
            Intervention::SetCapacity { id, capacity: None },
        ];
        let planned = Planned::new(&Baseline::default(), &interventions);
        assert_eq!(planned, Planned::new(&Baseline::default(), &[]));
    }
}
