//! What is analysed: the baseline with a variant's interventions applied, indexed per kind.

use std::sync::Arc;

use geo::{MultiPolygon, Rect};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};
use uuid::Uuid;

use super::ground::Ground;
use super::nearest::NearestIndex;
use super::study_area::StudyArea;
use super::transit_class::StopTree;
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Baseline;
use crate::domain::demand::Demand;
use crate::domain::identity::Status;
use crate::domain::municipality::Municipality;
use crate::domain::place;
use crate::domain::place::PlaceClass;
use crate::domain::planned::Planned;
use crate::domain::settlement::Settlement;
use crate::domain::variant::{Intervention, zone_wishes};
use crate::grid::Raster;

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

/// Places by where they stand, with their position in a list.
type PlaceTree = RTree<GeomWithData<[f64; 2], usize>>;

/// The places of one kind, with an index for "which is nearest" and one for "what lies within".
#[derive(Debug, Clone)]
pub(super) struct KindLayer {
    places: Arc<[Place]>,
    index: Arc<NearestIndex>,
    pub(super) tree: Arc<PlaceTree>,
    /// Of where they stand.
    pub(super) hash: blake3::Hash,
}

impl KindLayer {
    pub(super) fn new(mut places: Vec<Place>) -> Self {
        places.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.name.cmp(&b.name)));
        let points =
            places.iter().enumerate().map(|(idx, place)| GeomWithData::new([place.point.x(), place.point.y()], idx));
        let tree = Arc::new(RTree::bulk_load(points.collect()));
        let mut hasher = blake3::Hasher::new();
        for place in &places {
            hasher.update(&place.point.x().to_le_bytes());
            hasher.update(&place.point.y().to_le_bytes());
        }
        let index = Arc::new(NearestIndex::new(&places.iter().map(|place| place.point.0.0).collect::<Vec<_>>()));
        Self { places: places.into(), index, tree, hash: hasher.finalize() }
    }

    /// The place nearest to a point with its straight distance in metres; of equals the lowest id.
    pub(super) fn nearest(&self, point: RdPoint) -> Option<(&Place, f64)> {
        let (idx, straight_m) = self.nearest_idx(point)?;
        Some((&self.places[idx], straight_m))
    }

    /// The position of that place among those of the kind.
    fn nearest_idx(&self, point: RdPoint) -> Option<(usize, f64)> {
        if !self.index.is_crowded() {
            return self.index.nearest(point.0.0);
        }
        let at = [point.x(), point.y()];
        let equally_near = self.tree.nearest_neighbors(&at).into_iter();
        let idx = equally_near.map(|found| found.data).min()?;
        Some((idx, self.places[idx].point.straight_distance_m(point)))
    }

    /// Positions of the places in a box, edges included, rising and so sorted by id.
    fn idxs_in(&self, bounds: &Rect<f64>) -> Vec<usize> {
        let envelope = AABB::from_corners(bounds.min().into(), bounds.max().into());
        let mut idxs: Vec<usize> = self.tree.locate_in_envelope(&envelope).map(|found| found.data).collect();
        idxs.sort_unstable();
        idxs
    }
}

/// Everything the analysis looks at. Cheap to clone: layers are shared.
#[derive(Debug, Clone)]
pub struct Situation {
    /// Per kind the places that serve people, sorted by id; `None` when nobody gave that kind, which is not "there are none".
    kinds: Vec<Option<KindLayer>>,
    /// Per kind whether the ground has it; of another one only what a variant adds is known, and not what is there.
    are_read: Arc<[bool]>,
    /// Haltes and stations with their timetable.
    stops: Arc<[Arc<place::Place>]>,
    stop_tree: Arc<StopTree>,
    /// People.
    pub demand: Arc<Demand>,
    /// Gemeenten.
    pub municipalities: Arc<Vec<Municipality>>,
    /// Kernen.
    pub settlements: Arc<Vec<Settlement>>,
    /// Kandidaatlocaties.
    pub sites: Arc<Vec<Arc<place::Place>>>,
    /// What people want with zones, in order.
    pub zone_wishes: Arc<[Intervention]>,
    /// Studiegebied, if given.
    pub study_area: Option<Arc<Rd<MultiPolygon<f64>>>>,
    pub(super) ground: Arc<Ground>,
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
        for place in baseline.places.iter() {
            if let Some(kind) = place.kind() {
                places[kind.index()].get_or_insert_default().extend(serving(place));
            }
        }
        let kinds: Vec<Option<KindLayer>> = places.into_iter().map(|of_kind| of_kind.map(KindLayer::new)).collect();
        let stops = existing_stops(baseline);
        let are_given = [AmenityKind::STOP, AmenityKind::STATION].iter().any(|kind| kinds[kind.index()].is_some());
        Self {
            are_read: kinds.iter().map(Option::is_some).collect(),
            kinds,
            stop_tree: Arc::new(StopTree::new(&stops, are_given)),
            stops: stops.into(),
            demand: baseline.demand.clone(),
            municipalities: baseline.municipalities.clone(),
            settlements: baseline.settlements.clone(),
            sites: baseline.places.list(PlaceClass::Site),
            zone_wishes: Arc::from([]),
            study_area: baseline.study_area.clone().map(Arc::new),
            ground: Arc::new(Ground::new(
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
    #[must_use]
    pub fn with_plan(&self, planned: &Planned, interventions: &[Intervention]) -> Self {
        let baseline = &planned.baseline;
        let mut changed = self.with_kinds(baseline, planned.kinds.iter().copied());
        if planned.kinds.contains(&AmenityKind::STOP) || planned.kinds.contains(&AmenityKind::STATION) {
            let stops = existing_stops(baseline);
            changed.stop_tree = Arc::new(StopTree::new(&stops, self.stop_tree.are_given));
            changed.stops = stops.into();
        }
        if planned.sites {
            changed.sites = baseline.places.list(PlaceClass::Site);
        }
        changed.zone_wishes = zone_wishes(interventions).cloned().collect();
        changed
    }

    /// The same with the places of some kinds as another ground has them; haltes keep their timetable.
    #[must_use]
    pub fn with_kinds(&self, baseline: &Baseline, kinds: impl IntoIterator<Item = AmenityKind>) -> Self {
        let mut changed = self.clone();
        for kind in kinds {
            changed.kinds[kind.index()] =
                Some(KindLayer::new(baseline.places.of_kind(kind).filter_map(|place| serving(place)).collect()));
        }
        changed
    }

    /// The places of a kind that serve people, sorted by id; `None` when nobody gave that kind.
    #[must_use]
    pub fn places(&self, kind: AmenityKind) -> Option<&[Place]> {
        self.kinds[kind.index()].as_ref().map(|layer| &*layer.places)
    }

    /// Is it known where the places of a kind are? Not when all that is known of it is what a variant adds.
    #[must_use]
    pub fn is_read(&self, kind: AmenityKind) -> bool {
        self.are_read[kind.index()]
    }

    /// Haltes and stations with their timetable, sorted by id.
    #[must_use]
    pub fn stops(&self) -> &[Arc<place::Place>] {
        &self.stops
    }

    /// The stops that an OV-klasse follows from, by where they stand.
    pub(super) fn stop_tree(&self) -> &Arc<StopTree> {
        &self.stop_tree
    }

    /// The places of a kind with their indexes; `None` when nobody gave that kind.
    pub(super) fn layer(&self, kind: AmenityKind) -> Option<&KindLayer> {
        self.kinds[kind.index()].as_ref()
    }

    /// The place of a kind nearest to a point with its straight distance in metres; of equals the lowest id.
    ///
    /// Takes constant time for spread places.
    #[must_use]
    pub fn nearest(&self, kind: AmenityKind, point: RdPoint) -> Option<(&Place, f64)> {
        self.layer(kind)?.nearest(point)
    }

    /// Straight distance in metres from a point to the nearest place of a kind.
    ///
    /// Takes constant time for spread places.
    #[must_use]
    pub fn nearest_m(&self, kind: AmenityKind, point: RdPoint) -> Option<f64> {
        Some(self.nearest(kind, point)?.1)
    }

    /// The places of a kind within a straight distance in metres of a point, inclusive, sorted by id.
    ///
    /// Logarithmic in the number of places, plus what is found.
    #[must_use]
    pub fn within(&self, kind: AmenityKind, point: RdPoint, straight_m: f64) -> Vec<&Place> {
        let Some(layer) = &self.kinds[kind.index()] else { return Vec::new() };
        let found = layer.tree.locate_within_distance([point.x(), point.y()], straight_m * straight_m);
        let mut idxs: Vec<usize> = found.map(|place| place.data).collect();
        idxs.sort_unstable();
        idxs.into_iter().map(|idx| &layer.places[idx]).collect()
    }

    /// The kern a place belongs to: the one whose built-up area contains it, else the one whose name stands nearest.
    #[must_use]
    pub fn settlement_at(&self, place: RdPoint) -> Option<&Settlement> {
        self.settlement_idx_at(place).map(|idx| &self.settlements[idx])
    }

    /// Position of the kern a place belongs to.
    pub(super) fn settlement_idx_at(&self, place: RdPoint) -> Option<usize> {
        self.ground.settlement_at(&self.settlements, place)
    }

    /// The gemeente in which a place lies.
    #[must_use]
    pub fn municipality_at(&self, place: RdPoint) -> Option<&Municipality> {
        self.ground.municipality_at(&self.municipalities, place)
    }

    /// Does a place lie in the study area? Everywhere does when no area was given.
    #[must_use]
    pub fn is_inside(&self, place: RdPoint) -> bool {
        self.ground.is_inside(place)
    }

    /// A raster with `nothing` in the cells whose middle lies beyond the study area.
    #[must_use]
    pub fn within_study_area<T: Copy>(&self, raster: Raster<T>, nothing: T) -> Raster<T> {
        match &self.ground.study_area {
            Some(area) => area.masked(&raster, nothing),
            None => raster,
        }
    }

    /// The places of a kind in a box, edges included, in no particular order.
    pub(super) fn in_box(&self, kind: AmenityKind, bounds: &Rect<f64>) -> impl Iterator<Item = &Place> {
        let envelope = AABB::from_corners(bounds.min().into(), bounds.max().into());
        let layer = self.kinds[kind.index()].as_ref();
        layer
            .into_iter()
            .flat_map(move |layer| layer.tree.locate_in_envelope(&envelope).map(|found| &layer.places[found.data]))
    }

    /// Positions of the places of a kind in a box, edges included, rising and so sorted by id.
    pub(super) fn idxs_in_box(&self, kind: AmenityKind, bounds: &Rect<f64>) -> Vec<usize> {
        self.layer(kind).map_or_else(Vec::new, |layer| layer.idxs_in(bounds))
    }

    /// Position among the places of a kind of the one nearest to a point; of equals the lowest id.
    pub(super) fn nearest_idx(&self, kind: AmenityKind, point: RdPoint) -> Option<usize> {
        self.layer(kind)?.nearest_idx(point).map(|(idx, _)| idx)
    }

    /// Are the places of a kind those of another situation? Says no when they were given anew, even if alike.
    pub(super) fn has_same_places(&self, other: &Self, kind: AmenityKind) -> bool {
        match (&self.kinds[kind.index()], &other.kinds[kind.index()]) {
            (Some(a), Some(b)) => Arc::ptr_eq(&a.places, &b.places),
            (a, b) => a.is_none() && b.is_none(),
        }
    }

    /// The same situation with other places of one kind.
    #[must_use]
    pub fn with_places(&self, kind: AmenityKind, places: Vec<Place>) -> Self {
        let mut changed = self.clone();
        changed.kinds[kind.index()] = Some(KindLayer::new(places));
        changed.are_read = changed.kinds.iter().map(Option::is_some).collect();
        changed
    }
}

/// Haltes and stations that serve people, sorted by id.
fn existing_stops(baseline: &Baseline) -> Vec<Arc<place::Place>> {
    let stops = baseline.places[PlaceClass::Stop].iter();
    let mut stops: Vec<_> = stops.filter(|stop| stop.status == Status::Existing).cloned().collect();
    stops.sort_by_key(|stop| stop.id);
    stops
}

/// A place as far as it serves people.
fn serving(place: &place::Place) -> Option<Place> {
    let is_there = place.status == Status::Existing;
    is_there.then(|| Place { id: place.id, name: place.name.as_str().into(), point: place.point })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn situation(points: &[(i32, i32)]) -> Situation {
        let places = points.iter().enumerate().map(|(idx, (x, y))| Place {
            id: Uuid::from_u128(idx as u128),
            name: "".into(),
            point: RdPoint::at(f64::from(*x) * 100.0, f64::from(*y) * 100.0),
        });
        Situation::from_baseline(&Baseline::default()).with_places(AmenityKind::CARE, places.collect())
    }

    #[test]
    fn a_kind_that_nobody_gave_is_not_a_kind_without_places() {
        let given = situation(&[]);
        assert_eq!(given.places(AmenityKind::CARE).map(<[Place]>::len), Some(0));
        assert!(given.places(AmenityKind::STOP).is_none());
        assert!(given.nearest(AmenityKind::CARE, RdPoint::at(0.0, 0.0)).is_none());
    }

    proptest! {
        #[test]
        fn the_index_equals_brute_force_and_ties_go_to_the_lowest_id(
            points in prop::collection::vec((0..30_i32, 0..30_i32), 1..60), x in 0..30_i32, y in 0..30_i32,
        ) {
            let situation = situation(&points);
            let from = RdPoint::at(f64::from(x) * 100.0, f64::from(y) * 100.0);
            let places = situation.places(AmenityKind::CARE).expect("given");
            let closest = places
                .iter()
                .min_by(|a, b| {
                    let distance = |place: &Place| place.point.straight_distance_m(from);
                    distance(a).total_cmp(&distance(b)).then(a.id.cmp(&b.id))
                })
                .expect("at least one");
            let (found, straight_m) = situation.nearest(AmenityKind::CARE, from).expect("at least one");
            prop_assert_eq!(found.id, closest.id);
            prop_assert_eq!(situation.nearest_m(AmenityKind::CARE, from), Some(straight_m));
            let within: Vec<Uuid> = situation.within(AmenityKind::CARE, from, 500.0).iter().map(|p| p.id).collect();
            let expected = places.iter().filter(|p| p.point.straight_distance_m(from) <= 500.0).map(|p| p.id);
            prop_assert_eq!(within, expected.collect::<Vec<_>>());
        }
    }
}
