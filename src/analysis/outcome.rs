//! Situation and norms in, outcome out.

use std::sync::Arc;
use std::time::Duration;

use super::near_miss::NearMiss;
use super::reach::DistanceField;
use super::siting::RankedSite;
use super::zones::CaringZone;
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::PeopleCounts;
use crate::domain::transit::TransitClass;
use crate::grid::{Grid, Raster};

/// Figures per gemeente.
#[derive(Debug, Clone, PartialEq)]
pub struct MunicipalityFigures {
    /// Gemeentecode.
    pub code: String,
    /// Name.
    pub name: String,
    /// Everyone in it.
    pub people: PeopleCounts,
    /// Those in a zone.
    pub in_zones: PeopleCounts,
}

/// The region in figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RegionFigures {
    /// Everyone.
    pub people: PeopleCounts,
    /// Those in a zone.
    pub in_zones: PeopleCounts,
    /// Those in a *geclusterd* ring.
    pub in_clustered_rings: PeopleCounts,
    /// Those in a *zorggeschikt* ring.
    pub in_care_ready_rings: PeopleCounts,
    /// Share of people (of area, when people are unknown) in OV-klasse A to F and in none.
    pub transit_shares: [f64; 7],
    /// Per gemeente, in the order of the layer.
    pub municipalities: Vec<MunicipalityFigures>,
}

/// How long each stage took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StageDurations {
    /// Distance fields and OV-klasse.
    pub reach: Duration,
    /// Zones and near misses.
    pub zones: Duration,
    /// Sites.
    pub sites: Duration,
}

/// Everything that follows from a situation and its norms.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The grid of the fields.
    pub grid: Grid,
    /// Walking distance to the nearest of each known kind, at the cell centres, in the order of the catalogue.
    pub fields: Vec<(AmenityKind, Arc<DistanceField>)>,
    /// OV-klasse at the cell centres.
    pub transit: Arc<Raster<Option<TransitClass>>>,
    /// Zones, the most 75-plussers first.
    pub zones: Vec<CaringZone>,
    /// Near misses, the most added 75-plussers first.
    pub near_misses: Vec<NearMiss>,
    /// Sites by rank.
    pub sites: Vec<RankedSite>,
    /// The region in figures.
    pub region: RegionFigures,
}
