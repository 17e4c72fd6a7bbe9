//! What follows from a project and what stands on its board, layer by layer, for whatever format takes features.

use std::io::{self, Write};

use super::baseline_layers::add_all_stops;
use super::board;
use super::geojson::{Collection, FeatureSink, Origin};
use super::geometry::OutputCrs;
use super::result_layers as layers;
use crate::analysis::outcome::Outcome;
use crate::domain::baseline::Baseline;
use crate::project::Project;

/// A project with everything that follows from it.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    /// The ground, as the variant that shows would have it.
    pub baseline: &'a Baseline,
    /// The document.
    pub project: &'a Project,
    /// What follows from both.
    pub outcome: &'a Outcome,
}

/// A layer of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResultLayer {
    Zones,
    Rings,
    NearMisses,
    Sites,
    Stops,
    Sketches,
    Notes,
}

impl ResultLayer {
    /// All of them.
    pub(super) const ALL: [Self; 7] =
        [Self::Zones, Self::Rings, Self::NearMisses, Self::Sites, Self::Stops, Self::Sketches, Self::Notes];

    /// All that is no layer of the ground itself, as the haltes are.
    pub(super) const DERIVED: [Self; 6] =
        [Self::Zones, Self::Rings, Self::NearMisses, Self::Sites, Self::Sketches, Self::Notes];

    /// Its name in files.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Zones => "zones",
            Self::Rings => "ringen",
            Self::NearMisses => "bijna",
            Self::Sites => "kandidaten",
            Self::Stops => "haltes",
            Self::Sketches => "schetsen",
            Self::Notes => "notities",
        }
    }

    /// Its features.
    ///
    /// # Errors
    /// When the sink does not take one.
    pub(super) fn add(self, sink: &mut impl FeatureSink, of: Results<'_>, crs: OutputCrs) -> io::Result<()> {
        let Results { baseline, project, outcome } = of;
        match self {
            Self::Zones => layers::add_zones(sink, outcome, crs),
            Self::Rings => layers::add_rings(sink, outcome, crs),
            Self::NearMisses => layers::add_near_misses(sink, outcome, crs),
            Self::Sites => layers::add_sites(sink, outcome, crs),
            Self::Stops => add_all_stops(sink, baseline, crs),
            Self::Sketches => board::add_sketches(sink, &project.board, crs),
            Self::Notes => board::add_notes(sink, &project.board, crs),
        }
    }

    /// Writes it as GeoJSON.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn write(self, out: impl Write, of: Results<'_>, crs: OutputCrs, origin: &Origin) -> io::Result<()> {
        let mut collection = Collection::begin(out, self.name(), crs, origin)?;
        self.add(&mut collection, of, crs)?;
        collection.end()
    }
}
