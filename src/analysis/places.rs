//! The places of one kind that serve people, with their indexes.

use std::sync::Arc;

use geo::{Coord, Rect};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use uuid::Uuid;

use super::key::{Key, KeyHasher, Keyed, WithKey};
use crate::crs::RdPoint;
use crate::geometry::bounds::envelope;
use crate::geometry::nearest::NearestIndex;

/// A place that serves people: of any kind, existing.
#[derive(Debug, Clone, PartialEq)]
pub struct ServingPlace {
    /// Stable id.
    pub id: Uuid,
    /// Name.
    pub name: Arc<str>,
    /// Where it stands.
    pub point: RdPoint,
}

impl Keyed for ServingPlace {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { id, name, point } = self;
        id.feed(hasher);
        hasher.text(name);
        point.feed(hasher);
    }
}

/// The places of one kind: of which kind they are goes without saying.
#[derive(Debug)]
struct KindPlaces {
    /// Sorted by id; nothing when nobody gave the kind, which is not "there are none".
    places: Option<Vec<ServingPlace>>,
    /// Did the ground have the kind? If not, these are what a variant adds, and what else there is nobody knows.
    is_read: bool,
}

impl Keyed for KindPlaces {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { places, is_read } = self;
        hasher.count(places.as_ref().map_or(0, |places| places.len() + 1));
        if places.is_some() && !is_read {
            hasher.text("not read");
        }
        places.iter().flatten().for_each(|place| place.feed(hasher));
    }
}

/// The places of one kind, with an index for "which is nearest" and one for "what lies within".
#[derive(Debug, Clone)]
pub(super) struct KindLayer {
    of_kind: WithKey<KindPlaces>,
    index: Arc<NearestIndex>,
    tree: Arc<RTree<GeomWithData<[f64; 2], usize>>>,
}

impl KindLayer {
    pub(super) fn new(mut places: Option<Vec<ServingPlace>>, is_read: bool) -> Self {
        let of_kind = places.as_deref_mut().unwrap_or_default();
        of_kind.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.name.cmp(&b.name)));
        let at: Vec<Coord<f64>> = of_kind.iter().map(|place| place.point.0.0).collect();
        let points = at.iter().enumerate().map(|(idx, at)| GeomWithData::new((*at).into(), idx));
        Self {
            tree: Arc::new(RTree::bulk_load(points.collect())),
            index: Arc::new(NearestIndex::new(&at)),
            of_kind: WithKey::new(Arc::new(KindPlaces { places, is_read })),
        }
    }

    /// Sorted by id; none when nobody gave the kind.
    pub(super) fn places(&self) -> &[ServingPlace] {
        self.of_kind.places.as_deref().unwrap_or_default()
    }

    pub(super) fn is_given(&self) -> bool {
        self.of_kind.places.is_some()
    }

    pub(super) fn is_read(&self) -> bool {
        self.of_kind.is_read
    }

    pub(super) fn key(&self) -> Key {
        self.of_kind.key()
    }

    /// What its key is the key of.
    pub(super) fn keyed(&self) -> &dyn Keyed {
        &*self.of_kind
    }

    /// Position of the place nearest to a point, and the straight distance to it in metres; of equals the lowest id.
    ///
    /// Takes constant time for spread places, and logarithmic time where very many stand together.
    pub(super) fn nearest(&self, point: RdPoint) -> Option<(usize, f64)> {
        if !self.index.is_crowded() {
            return self.index.nearest(point.0.0);
        }
        let at = [point.x(), point.y()];
        let equally_near = self.tree.nearest_neighbors(&at).into_iter();
        let idx = equally_near.map(|found| found.data).min()?;
        Some((idx, self.places()[idx].point.straight_distance_m(point)))
    }

    /// Where those stand that lie within a straight distance in metres of a point, inclusive, in no particular order.
    pub(super) fn within(&self, point: [f64; 2], straight_m: f64) -> impl Iterator<Item = Coord<f64>> {
        self.tree.locate_within_distance(point, straight_m * straight_m).map(|found| Coord::from(*found.geom()))
    }

    /// Positions of the places in a box, edges included, rising and so sorted by id.
    pub(super) fn idxs_in(&self, bounds: &Rect<f64>) -> Vec<usize> {
        let mut idxs: Vec<usize> = self.tree.locate_in_envelope(&envelope(bounds)).map(|found| found.data).collect();
        idxs.sort_unstable();
        idxs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_indexes_equal_brute_force_and_ties_go_to_the_lowest_id(
            points in prop::collection::vec((0..30_i32, 0..30_i32), 1..60), x in 0..30_i32, y in 0..30_i32,
        ) {
            let at = |x: i32, y: i32| RdPoint::at(f64::from(x) * 100.0, f64::from(y) * 100.0);
            let place = |(idx, (x, y)): (usize, &(i32, i32))| ServingPlace {
                id: Uuid::from_u128(idx as u128),
                name: "".into(),
                point: at(*x, *y),
            };
            let layer = KindLayer::new(Some(points.iter().enumerate().map(place).collect()), true);
            let (from, places) = (at(x, y), layer.places());
            let distance = |place: &ServingPlace| place.point.straight_distance_m(from);
            let closest = places
                .iter()
                .min_by(|a, b| distance(a).total_cmp(&distance(b)).then(a.id.cmp(&b.id)))
                .expect("at least one");
            let (found, straight_m) = layer.nearest(from).expect("at least one");
            prop_assert_eq!(places[found].id, closest.id);
            prop_assert_eq!(straight_m, distance(closest));
            let n_within = layer.within([from.x(), from.y()], 500.0).count();
            prop_assert_eq!(n_within, places.iter().filter(|place| distance(place) <= 500.0).count());
        }
    }
}
