//! Everything that zones, near misses, sites and figures are worked out from.

use std::sync::Arc;

use geo::Polygon;

use super::key::Key;
use super::places::ServingPlace;
use super::situation::Situation;
use super::suitability::{ScoreField, score_field};
use super::transit_class::{self, TransitRaster};
use super::walk::{Fields, NormFields, Walk, norm_fields};
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::PeopleSum;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;
use crate::domain::transit::TransitCoverage;
use crate::grid::Grid;

/// A situation under norms, with its fields.
pub(super) struct Scene<'a> {
    pub(super) situation: &'a Situation,
    /// Already scaled by a mobility profile.
    pub(super) norms: &'a NormSet,
    pub(super) walk: Walk,
    pub(super) grid: &'a Grid,
    /// OV-klasse over the study area.
    pub(super) transit: &'a Arc<TransitRaster>,
    /// Per woonvorm the norms of which at least one place can be known.
    pub(super) rules: [Vec<NormFields<'a>>; 3],
    /// Score of *geclusterd* wonen over the study area.
    pub(super) score: Option<Arc<ScoreField>>,
    /// The key of people and areas.
    pub(super) people_key: Key,
    /// The key of [`Scene::transit`].
    pub(super) transit_key: Key,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        situation: &'a Situation,
        norms: &'a NormSet,
        grid: &'a Grid,
        fields: &'a Fields,
        transit: &'a Arc<TransitRaster>,
    ) -> Self {
        let unread: Vec<AmenityKind> = AmenityKind::all().filter(|kind| !situation.is_read(*kind)).collect();
        Self {
            situation,
            norms,
            walk: Walk::of(norms),
            grid,
            transit,
            rules: HousingForm::ALL.map(|form| norm_fields(fields, norms, form)),
            score: score_field(grid, fields, &unread, norms, HousingForm::Clustered).map(Arc::new),
            people_key: situation.people_key(),
            transit_key: transit_class::raster_key(transit),
        }
    }

    /// The 24-uurszorglocaties, sorted by id.
    pub(super) fn care(&self) -> &'a [ServingPlace] {
        self.situation.places(AmenityKind::CARE).unwrap_or_default()
    }

    /// People in polygons that do not overlap, by area share of the squares.
    pub(super) fn people(&self, polygons: &[Polygon<f64>]) -> PeopleSum {
        self.people_of(polygons.iter().flat_map(|polygon| self.situation.people.covered(polygon)))
    }

    /// People in shares of squares.
    pub(super) fn people_of(&self, squares: impl IntoIterator<Item = (usize, f64)>) -> PeopleSum {
        let mut sum = self.situation.people.nobody();
        for (idx, share) in squares {
            sum.add_share(&self.situation.demand.cells()[idx].people, share);
        }
        sum
    }

    /// OV-klasse of the cell in which a place lies; beyond the grid of the place itself.
    pub(super) fn transit_coverage(&self, place: RdPoint) -> TransitCoverage {
        self.transit.at(place).unwrap_or_else(|| transit_class::at(place, self.situation.stop_tree()))
    }

    /// Score of the cell in which a place lies, for *geclusterd* wonen.
    pub(super) fn cell_score(&self, place: RdPoint) -> Option<f64> {
        self.score.as_ref()?.at(place).map(f64::from)
    }
}

/// The middles of the four quarters of a square of 100 m: where it is sampled.
pub(super) fn quarters(middle: RdPoint) -> [RdPoint; 4] {
    [(-25.0, -25.0), (25.0, -25.0), (-25.0, 25.0), (25.0, 25.0)]
        .map(|(dx, dy)| RdPoint::at(middle.x() + dx, middle.y() + dy))
}
