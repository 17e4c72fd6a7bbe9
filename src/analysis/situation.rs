//! What is analysed: the baseline with a variant's interventions applied, indexed per kind.

use std::sync::Arc;

use geo::{MultiPolygon, Rect};

use super::key::{Key, KeyHasher, Keyed, WithKey};
use super::people::PeopleIndex;
use super::places::{KindLayer, ServingPlace};
use super::study_area::StudyArea;
use super::transit_class::StopTree;
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::coded_area::CodedArea;
use crate::domain::demand::Demand;
use crate::domain::identity::Status;
use crate::domain::place::{Place, PlaceClass};
use crate::domain::planned::Planned;
use crate::domain::settlement::Settlement;
use crate::domain::variant::{Intervention, zone_wishes};
use crate::grid::Raster;

/// Everything the analysis looks at, in layers that each carry their key. Cheap to clone: layers are shared.
#[derive(Debug, Clone)]
pub struct Situation {
    /// Per kind the places that serve people.
    kinds: Vec<KindLayer>,
    /// Haltes and stations with their timetable, sorted by id.
    stops: WithKey<[Arc<Place>]>,
    stop_tree: Arc<StopTree>,
    /// People.
    pub demand: WithKey<Demand>,
    /// Gemeenten.
    pub municipalities: WithKey<Vec<CodedArea>>,
    /// Kernen.
    pub settlements: WithKey<Vec<Settlement>>,
    /// Kandidaatlocaties.
    pub sites: WithKey<Vec<Arc<Place>>>,
    /// What people want with zones, in order.
    pub zone_wishes: WithKey<[Intervention]>,
    /// Studiegebied, if given.
    study_area: WithKey<Option<Rd<MultiPolygon<f64>>>>,
    pub(super) people: Arc<PeopleIndex>,
}

/// Feeds all that it holds.
impl Keyed for Situation {
    fn feed(&self, hasher: &mut KeyHasher) {
        self.each_layer(&mut |values, _| values.feed(hasher));
    }
}

impl Situation {
    /// The baseline as it is. Only what exists serves people. Layers without any feature count as given and empty.
    pub fn from_baseline(baseline: &Baseline) -> Self {
        let mut places: Vec<Option<Vec<ServingPlace>>> = vec![None; AmenityKind::count()];
        for layer in &baseline.layers {
            if let Role::Kind(kind) = layer.role {
                places[kind.index()].get_or_insert_default();
            }
        }
        for place in baseline.places.iter() {
            if let Some(kind) = place.kind() {
                places[kind.index()].get_or_insert_default().extend(serving(place));
            }
        }
        let layer = |places: Option<Vec<ServingPlace>>| {
            let is_read = places.is_some();
            KindLayer::new(places, is_read)
        };
        let kinds: Vec<KindLayer> = places.into_iter().map(layer).collect();
        let stops = existing_stops(baseline);
        let are_given = [AmenityKind::STOP, AmenityKind::STATION].iter().any(|kind| kinds[kind.index()].is_read());
        Self {
            kinds,
            stop_tree: Arc::new(StopTree::new(&stops, are_given)),
            stops: WithKey::new(stops.into()),
            demand: WithKey::new(baseline.demand.clone()),
            municipalities: WithKey::new(baseline.municipalities.clone()),
            settlements: WithKey::new(baseline.settlements.clone()),
            sites: WithKey::new(baseline.places.list(PlaceClass::Site)),
            zone_wishes: WithKey::new(Arc::from([])),
            study_area: WithKey::new(Arc::new(baseline.study_area.clone())),
            people: Arc::new(PeopleIndex::new(
                &baseline.demand,
                &baseline.municipalities,
                &baseline.settlements,
                StudyArea::new(baseline.study_area.as_ref().map(|area| &area.0), &baseline.municipalities),
            )),
        }
    }

    /// The same with what a variant changes: only the indexes of the kinds that it touches are made anew.
    ///
    /// Takes time in proportion to the places of those kinds.
    pub fn with_plan(&self, planned: &Planned, interventions: &[Intervention]) -> Self {
        let baseline = &planned.baseline;
        let mut changed = self.with_kinds(baseline, planned.kinds.iter().copied());
        if planned.kinds.contains(&AmenityKind::STOP) || planned.kinds.contains(&AmenityKind::STATION) {
            let stops = existing_stops(baseline);
            changed.stop_tree = Arc::new(StopTree::new(&stops, self.stop_tree.are_given));
            changed.stops = WithKey::new(stops.into());
        }
        if planned.sites {
            changed.sites = WithKey::new(baseline.places.list(PlaceClass::Site));
        }
        changed.zone_wishes = WithKey::new(zone_wishes(interventions).cloned().collect());
        changed
    }

    /// The same with the places of some kinds as another ground has them; haltes keep their timetable.
    pub fn with_kinds(&self, baseline: &Baseline, kinds: impl IntoIterator<Item = AmenityKind>) -> Self {
        let mut changed = self.clone();
        for kind in kinds {
            let places = baseline.places.of_kind(kind).filter_map(|place| serving(place)).collect();
            changed.kinds[kind.index()] = KindLayer::new(Some(places), self.is_read(kind));
        }
        changed
    }

    /// The same situation with other places of one kind, which count as read.
    pub fn with_places(&self, kind: AmenityKind, places: Vec<ServingPlace>) -> Self {
        let mut changed = self.clone();
        changed.kinds[kind.index()] = KindLayer::new(Some(places), true);
        changed
    }

    /// The key of all that it holds. Takes no time to speak of: layers have theirs.
    pub fn key(&self) -> Key {
        let mut hasher = KeyHasher::default();
        self.each_layer(&mut |_, key| key.feed(&mut hasher));
        hasher.key()
    }

    /// The key of people, gemeenten, kernen and study area: what a variant leaves as it is.
    pub(super) fn people_key(&self) -> Key {
        Key::of(&[self.demand.key(), self.municipalities.key(), self.settlements.key(), self.study_area.key()][..])
    }

    /// The key of the places of a kind.
    pub(super) fn kind_key(&self, kind: AmenityKind) -> Key {
        self.kinds[kind.index()].key()
    }

    /// Visits every layer with its key.
    fn each_layer(&self, visit: &mut dyn FnMut(&dyn Keyed, Key)) {
        // The indexes follow from the layers.
        let Self {
            kinds,
            stops,
            stop_tree: _,
            demand,
            municipalities,
            settlements,
            sites,
            zone_wishes,
            study_area,
            people: _,
        } = self;
        kinds.iter().for_each(|kind| visit(kind.keyed(), kind.key()));
        visit(&&**stops, stops.key());
        visit(&**demand, demand.key());
        visit(&**municipalities, municipalities.key());
        visit(&**settlements, settlements.key());
        visit(&**sites, sites.key());
        visit(&&**zone_wishes, zone_wishes.key());
        visit(&**study_area, study_area.key());
    }

    /// The places of a kind that serve people, sorted by id; `None` when nobody gave that kind.
    pub fn places(&self, kind: AmenityKind) -> Option<&[ServingPlace]> {
        self.layer(kind).map(KindLayer::places)
    }

    /// Is it known where the places of a kind are? Not when all that is known of it is what a variant adds.
    pub fn is_read(&self, kind: AmenityKind) -> bool {
        self.kinds[kind.index()].is_read()
    }

    /// Haltes and stations with their timetable, sorted by id.
    pub fn stops(&self) -> &WithKey<[Arc<Place>]> {
        &self.stops
    }

    /// The stops that an OV-klasse follows from, by where they stand.
    pub(super) fn stop_tree(&self) -> &Arc<StopTree> {
        &self.stop_tree
    }

    /// The places of a kind with their indexes; `None` when nobody gave that kind.
    pub(super) fn layer(&self, kind: AmenityKind) -> Option<&KindLayer> {
        Some(&self.kinds[kind.index()]).filter(|layer| layer.is_given())
    }

    /// Positions of the places of a kind in a box, edges included, rising and so sorted by id.
    pub(super) fn idxs_in_box(&self, kind: AmenityKind, bounds: &Rect<f64>) -> Vec<usize> {
        self.kinds[kind.index()].idxs_in(bounds)
    }

    /// The kern a place belongs to: the one whose built-up area contains it, else the one whose name stands nearest.
    pub fn settlement_at(&self, place: RdPoint) -> Option<&Settlement> {
        self.settlement_idx_at(place).map(|idx| &self.settlements[idx])
    }

    /// Position of the kern a place belongs to.
    pub(super) fn settlement_idx_at(&self, place: RdPoint) -> Option<usize> {
        self.people.settlement_at(&self.settlements, place)
    }

    /// The gemeente in which a place lies.
    pub fn municipality_at(&self, place: RdPoint) -> Option<&CodedArea> {
        self.people.municipality_at(&self.municipalities, place)
    }

    /// Does a place lie in the study area? Everywhere does when no area was given.
    pub fn is_inside(&self, place: RdPoint) -> bool {
        self.people.is_inside(place)
    }

    /// A raster with `nothing` in the cells whose middle lies beyond the study area.
    pub fn within_study_area<T: Copy>(&self, raster: Raster<T>, nothing: T) -> Raster<T> {
        match &self.people.study_area {
            Some(area) => area.masked(&raster, nothing),
            None => raster,
        }
    }
}

/// Haltes and stations that serve people, sorted by id.
fn existing_stops(baseline: &Baseline) -> Vec<Arc<Place>> {
    let stops = baseline.places[PlaceClass::Stop].iter();
    let mut stops: Vec<_> = stops.filter(|stop| stop.status == Status::Existing).cloned().collect();
    stops.sort_by_key(|stop| stop.id);
    stops
}

/// A place as far as it serves people.
fn serving(place: &Place) -> Option<ServingPlace> {
    let is_there = place.status == Status::Existing;
    is_there.then(|| ServingPlace { id: place.id, name: place.name.as_str().into(), point: place.point })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_that_nobody_gave_is_not_a_kind_without_places() {
        let given = Situation::from_baseline(&Baseline::default()).with_places(AmenityKind::CARE, Vec::new());
        assert_eq!(given.places(AmenityKind::CARE).map(<[ServingPlace]>::len), Some(0));
        assert!(given.places(AmenityKind::STOP).is_none());
    }
}
