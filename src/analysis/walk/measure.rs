//! How a walk is measured.

use geo::{Buffer, Distance, Euclidean, LineString, MultiPolygon, Polygon, Rect, Simplify};

use crate::analysis::key::{KeyHasher, Keyed};
use crate::analysis::places::ServingPlace;
use crate::analysis::situation::Situation;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::norm::NormSet;
use crate::geometry::bounds;

/// How a walk is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Walk {
    /// As a straight line times the omloopfactor.
    Straight {
        /// Omloopfactor, at least 1.
        detour_factor: f64,
    },
}

/// A place with the walk to it.
pub(in crate::analysis) struct Reached<'a> {
    pub(in crate::analysis) place: &'a ServingPlace,
    /// Its position among the places of its kind.
    pub(in crate::analysis) idx: usize,
    pub(in crate::analysis) walking_m: f64,
}

/// Vertices of the outline of what is within a walk of a place.
const CIRCLE_VERTICES: u32 = 64;

/// Outlines are simplified by so much before they grow, and grow so much less, in metres.
const SIMPLIFIED_M: f64 = 1.0;

impl Keyed for Walk {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self::Straight { detour_factor } = self;
        hasher.number(*detour_factor);
    }
}

impl Walk {
    /// As a normenkader has it.
    pub fn of(norms: &NormSet) -> Self {
        Self::Straight { detour_factor: norms.detour_factor }
    }

    /// The walk along a straight line, both in metres.
    pub fn along_m(self, straight_m: f64) -> f64 {
        let Self::Straight { detour_factor } = self;
        straight_m * detour_factor
    }

    /// The walk from one place to another, in metres.
    pub fn between_m(self, from: RdPoint, to: RdPoint) -> f64 {
        self.along_m(from.straight_distance_m(to))
    }

    /// The radius of the circle that a walk reaches, both in metres: for what draws circles.
    pub fn radius_m(self, walking_m: f64) -> f64 {
        let Self::Straight { detour_factor } = self;
        walking_m / detour_factor
    }

    /// The place of a kind nearest to a point; of equals the lowest id.
    ///
    /// Takes constant time for spread places.
    pub(in crate::analysis) fn nearest(
        self,
        situation: &Situation,
        kind: AmenityKind,
        from: RdPoint,
    ) -> Option<Reached<'_>> {
        let layer = situation.layer(kind)?;
        let (idx, straight_m) = layer.nearest(from)?;
        Some(Reached { place: &layer.places()[idx], idx, walking_m: self.along_m(straight_m) })
    }

    /// The walk to the nearest of some kinds, in metres; infinite when there is none.
    pub(in crate::analysis) fn nearest_m(self, situation: &Situation, kinds: &[AmenityKind], from: RdPoint) -> f64 {
        let layers = kinds.iter().filter_map(|kind| situation.layer(*kind));
        let straight_m = layers.filter_map(|layer| layer.nearest(from)).map(|(_, straight_m)| straight_m);
        self.along_m(straight_m.fold(f64::INFINITY, f64::min))
    }

    /// The box beyond which nothing is within a walk of anywhere in a box.
    pub(in crate::analysis) fn around(self, area: &Rect<f64>, walking_m: f64) -> Rect<f64> {
        bounds::grown(area, self.radius_m(walking_m))
    }

    /// Are two places within a walk of each other?
    pub(in crate::analysis) fn are_within(self, walking_m: f64, a: RdPoint, b: RdPoint) -> bool {
        a.straight_distance_m(b) <= self.radius_m(walking_m)
    }

    /// Is a place within a walk of anywhere in an area that lies in a box?
    pub(in crate::analysis) fn is_within(
        self,
        walking_m: f64,
        area: &Polygon<f64>,
        area_bounds: &Rect<f64>,
        place: RdPoint,
    ) -> bool {
        let radius_m = self.radius_m(walking_m);
        bounds::distance_m(area_bounds, place.0.0) <= radius_m && Euclidean.distance(area, &place.0) <= radius_m
    }

    /// What is within a walk of a place.
    pub(in crate::analysis) fn reach_of(self, place: RdPoint, walking_m: f64) -> Polygon<f64> {
        let radius_m = self.radius_m(walking_m);
        let vertex = |idx: u32| {
            let (sine, cosine) = (f64::from(idx) / f64::from(CIRCLE_VERTICES) * std::f64::consts::TAU).sin_cos();
            (place.x() + radius_m * cosine, place.y() + radius_m * sine)
        };
        Polygon::new((0..CIRCLE_VERTICES).map(vertex).collect::<LineString<f64>>(), Vec::new())
    }

    /// From where all of a disk around any place of an area, of a radius in metres, is within a walk. Claims a little less.
    pub(in crate::analysis) fn around_disks(
        self,
        area: &[Polygon<f64>],
        disk_m: f64,
        walking_m: f64,
    ) -> MultiPolygon<f64> {
        let simple = MultiPolygon(area.to_vec()).simplify(SIMPLIFIED_M);
        simple.buffer(self.radius_m(walking_m) - disk_m - SIMPLIFIED_M)
    }
}
