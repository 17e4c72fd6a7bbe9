//! Places that would overlap, taken together: worked out once per step of scale, the same for every part of the map.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use geo::Coord;

use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::place::Place;
use crate::gui::state::ArcKey;

/// Places that are drawn as one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cluster {
    first: u32,
    /// How many there are; 1 for a place on its own.
    pub count: u32,
    /// The middle of them, in RD.
    pub place: Coord<f64>,
    /// South-west corner of their box.
    pub min: Coord<f64>,
    /// North-east corner of their box.
    pub max: Coord<f64>,
}

/// Every place in exactly one cluster.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clustering {
    /// The clusters, in the order of their first places.
    pub clusters: Vec<Cluster>,
    members: Vec<usize>,
}

impl Clustering {
    /// Takes places together that lie within a distance of the first of their cluster. The order of the places decides
    /// which is first, so the same places always give the same clusters. Takes time in proportion to their number.
    pub fn new(places: &[(usize, Coord<f64>)], apart_m: f64) -> Self {
        let mut seeds = Seeds::new(places.len(), apart_m);
        let mut clusters: Vec<Cluster> = Vec::new();
        let mut cluster_of: Vec<u32> = Vec::with_capacity(places.len());
        for (_, place) in places {
            let idx = seeds.nearest(*place).unwrap_or_else(|| {
                clusters.push(Cluster { first: 0, count: 0, place: Coord::zero(), min: *place, max: *place });
                seeds.add(*place)
            });
            cluster_of.push(idx);
            let cluster = &mut clusters[idx as usize];
            cluster.count += 1;
            cluster.place = cluster.place + *place;
            cluster.min = Coord { x: cluster.min.x.min(place.x), y: cluster.min.y.min(place.y) };
            cluster.max = Coord { x: cluster.max.x.max(place.x), y: cluster.max.y.max(place.y) };
        }
        let mut first = 0;
        for cluster in &mut clusters {
            cluster.first = first;
            first += cluster.count;
            cluster.place = cluster.place / f64::from(cluster.count);
        }
        let mut next: Vec<u32> = clusters.iter().map(|cluster| cluster.first).collect();
        let mut members = vec![0; places.len()];
        for ((known, _), cluster) in places.iter().zip(cluster_of) {
            let at = &mut next[cluster as usize];
            members[*at as usize] = *known;
            *at += 1;
        }
        Self { clusters, members }
    }

    /// The places of a cluster, as they were named.
    pub fn members(&self, cluster: &Cluster) -> &[usize] {
        let first = cluster.first as usize;
        self.members.get(first..first + cluster.count as usize).unwrap_or(&[])
    }
}

/// First places of clusters, found through squares of the distance that is asked for.
struct Seeds {
    apart_m: f64,
    heads: Vec<u32>,
    seeds: Vec<(Coord<f64>, u32)>,
}

/// The end of a chain.
const END: u32 = u32::MAX;

impl Seeds {
    fn new(n: usize, apart_m: f64) -> Self {
        Self { apart_m: apart_m.max(1e-3), heads: vec![END; (2 * n).next_power_of_two().max(16)], seeds: Vec::new() }
    }

    /// Squares that share a slot cost time, never correctness: the distance decides.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a slot from the low bits")]
    fn slot(&self, place: Coord<f64>, right: f64, up: f64) -> usize {
        let column = ((place.x / self.apart_m).floor() + right) as i64 as u64;
        let row = ((place.y / self.apart_m).floor() + up) as i64 as u64;
        let mixed = (column.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ row.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)) >> 20;
        mixed as usize & (self.heads.len() - 1)
    }

    fn nearest(&self, place: Coord<f64>) -> Option<u32> {
        let mut best: Option<(f64, u32)> = None;
        for right in [-1.0, 0.0, 1.0] {
            for up in [-1.0, 0.0, 1.0] {
                let mut at = self.heads[self.slot(place, right, up)];
                while let Some((seed, next)) = self.seeds.get(at as usize) {
                    let squared = (seed.x - place.x).powi(2) + (seed.y - place.y).powi(2);
                    let near = squared < self.apart_m * self.apart_m;
                    if near && best.is_none_or(|(least, idx)| (squared, at) < (least, idx)) {
                        best = Some((squared, at));
                    }
                    at = *next;
                }
            }
        }
        best.map(|(_, idx)| idx)
    }

    fn add(&mut self, place: Coord<f64>) -> u32 {
        let slot = self.slot(place, 0.0, 0.0);
        let idx = u32::try_from(self.seeds.len()).unwrap_or(END);
        self.seeds.push((place, self.heads[slot]));
        self.heads[slot] = idx;
        idx
    }
}

/// Which places there are, and the kinds of which they show.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacesKey {
    /// The places.
    pub places: ArcKey<Vec<Arc<Place>>>,
    /// The kinds that show.
    pub kinds: Arc<BTreeSet<AmenityKind>>,
}

/// What the clusters of a group were worked out for.
#[derive(Debug, Clone, PartialEq)]
struct ClustersKey {
    step: i32,
    apart_points: f32,
    places: PlacesKey,
}

/// The clusters of each group, kept until the scale passes a step or the places change.
#[derive(Debug, Default)]
pub struct Clusters {
    kept: BTreeMap<KindGroup, (ClustersKey, Clustering)>,
}

impl Clusters {
    /// Works the clusters of a group out if they must be. `apart_points` is how far markers are to keep apart at the
    /// far end of the step; `located` are the places of the group that show, which follow from `places`.
    pub fn refresh(
        &mut self,
        group: KindGroup,
        meters_per_point: f64,
        apart_points: f32,
        places: &PlacesKey,
        located: impl FnOnce() -> Vec<(usize, Coord<f64>)>,
    ) {
        let key = ClustersKey { step: step(meters_per_point), apart_points, places: places.clone() };
        if self.kept.get(&group).is_none_or(|(known, _)| *known != key) {
            let apart_m = f64::from(apart_points) * (f64::from(key.step + 1) / STEPS_PER_DOUBLING).exp2();
            self.kept.insert(group, (key, Clustering::new(&located(), apart_m)));
        }
    }

    /// The clusters of a group.
    pub fn of(&self, group: KindGroup) -> Option<&Clustering> {
        self.kept.get(&group).map(|(_, clustering)| clustering)
    }
}

/// Steps of scale in which the metres per point double.
const STEPS_PER_DOUBLING: f64 = 2.0;

#[expect(clippy::cast_possible_truncation, reason = "a logarithm of metres per point")]
fn step(meters_per_point: f64) -> i32 {
    (meters_per_point.log2() * STEPS_PER_DOUBLING).floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn places(coords: &[(f64, f64)]) -> Vec<(usize, Coord<f64>)> {
        coords.iter().enumerate().map(|(idx, (x, y))| (idx + 10, Coord { x: *x, y: *y })).collect()
    }

    #[test]
    fn two_near_places_are_one_and_a_far_one_stands_alone() {
        let found = Clustering::new(&places(&[(0.0, 0.0), (500.0, 0.0), (30.0, 40.0)]), 60.0);
        let [both, alone] = &found.clusters[..] else { panic!("{found:?}") };
        assert_eq!((both.count, both.place), (2, Coord { x: 15.0, y: 20.0 }));
        assert_eq!(found.members(both), [10, 12]);
        assert_eq!((both.min, both.max), (Coord { x: 0.0, y: 0.0 }, Coord { x: 30.0, y: 40.0 }));
        assert_eq!(found.members(alone), [11]);
    }

    #[test]
    fn a_step_of_scale_is_kept_and_another_step_distance_place_or_kind_is_worked_out() {
        let (one, another) = (Arc::default(), Arc::default());
        let places = |places| PlacesKey { places: ArcKey::of(places), kinds: Arc::default() };
        let kinds = PlacesKey { kinds: Arc::new([AmenityKind::STOP].into()), ..places(&another) };
        let mut clusters = Clusters::default();
        let mut n_made = 0;
        for (meters, apart, places) in [
            (8.0, 20.0, places(&one)),
            (8.5, 20.0, places(&one)),
            (11.5, 20.0, places(&one)),
            (11.5, 30.0, places(&one)),
            (11.5, 30.0, places(&another)),
            (11.5, 30.0, kinds),
        ] {
            clusters.refresh(KindGroup::TRANSIT, meters, apart, &places, || {
                n_made += 1;
                Vec::new()
            });
        }
        assert_eq!(n_made, 5);
    }

    proptest! {
        #[test]
        fn every_place_is_in_exactly_one_cluster_and_the_counts_add_up(
            coords in prop::collection::vec((0.0..5_000.0_f64, 0.0..5_000.0_f64), 0..200),
            apart_m in 1.0..900.0_f64,
        ) {
            let places = places(&coords);
            let found = Clustering::new(&places, apart_m);
            let total: u32 = found.clusters.iter().map(|cluster| cluster.count).sum();
            prop_assert_eq!(total as usize, places.len());
            let mut seen: Vec<usize> = found.clusters.iter().flat_map(|c| found.members(c).to_vec()).collect();
            seen.sort_unstable();
            let all: Vec<usize> = places.iter().map(|(idx, _)| *idx).collect();
            prop_assert_eq!(seen, all);
            prop_assert_eq!(Clustering::new(&places, apart_m), found);
        }

        #[test]
        fn places_of_one_cluster_lie_near_each_other(
            coords in prop::collection::vec((0.0..5_000.0_f64, 0.0..5_000.0_f64), 1..200),
            apart_m in 1.0..900.0_f64,
        ) {
            for cluster in Clustering::new(&places(&coords), apart_m).clusters {
                let across = cluster.max - cluster.min;
                prop_assert!(across.x <= 2.0 * apart_m && across.y <= 2.0 * apart_m);
            }
        }
    }
}
