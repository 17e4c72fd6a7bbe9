//! Files for others: GeoJSON, GeoPackage, CSV and the report.

mod baseline_layers;
mod geojson;
mod geometry;
mod geopackage;
mod ledger;
mod norm_set;
pub mod reach_table;
mod report;
mod result_layers;
mod staged;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use self::baseline_layers::{add_layer, roles_of};
use self::geojson::{Collection, Origin};
pub use self::geometry::OutputCrs;
pub use self::norm_set::write_norm_set;
pub use self::report::RunDurations;
use self::staged::StagedFiles;
use crate::analysis::outcome::Outcome;
use crate::domain::baseline::Baseline;
use crate::project::Project;
use crate::session::InputHash;

/// How a proposal is written.
#[derive(Debug, Clone, Default)]
pub struct ProposalOptions {
    /// In which coordinates.
    pub crs: OutputCrs,
    /// `gemaakt`: when, as the files show it.
    pub made: String,
    /// How long the run took so far; `None` leaves every duration out of the report, so that two runs give the same bytes.
    pub durations: Option<RunDurations>,
    /// Every problem of the input, a sentence each, for the report.
    pub problems: Vec<String>,
}

/// Writes all files of a proposal into a folder, which is made if it is not there; all of them or none.
///
/// Returns the files, the report last.
///
/// # Errors
/// When a file cannot be written; what was there before is then untouched.
pub fn write_proposal(
    folder: &Path,
    baseline: &Baseline,
    project: &Project,
    outcome: &Outcome,
    hash: InputHash,
    options: &ProposalOptions,
) -> io::Result<Vec<PathBuf>> {
    let started = Instant::now();
    let crs = options.crs;
    let origin = Origin::new(baseline, hash.to_string(), Some(project.norms.name.clone()), options.made.clone());
    in_folder(folder, |staged| {
        staged.write(&folder.join("zones.geojson"), |out| {
            result_layers::write_zones(out, (baseline, outcome), crs, &origin)
        })?;
        staged.write(&folder.join("ringen.geojson"), |out| result_layers::write_rings(out, outcome, crs, &origin))?;
        staged
            .write(&folder.join("bijna.geojson"), |out| result_layers::write_near_misses(out, outcome, crs, &origin))?;
        staged
            .write(&folder.join("kandidaten.geojson"), |out| result_layers::write_sites(out, outcome, crs, &origin))?;
        staged.write(&folder.join("haltes.geojson"), |out| result_layers::write_stops(out, baseline, crs, &origin))?;
        staged.write(&folder.join("opgave.csv"), |out| ledger::write_ledger(out, baseline, project.scenario))?;
        let durations = options.durations.map(|durations| (durations, started.elapsed()));
        staged.write(&folder.join("rapport.json"), |out| {
            report::write_report(out, (baseline, project, outcome), &origin, &options.problems, durations)
        })
    })
}

/// Writes every layer of a baseline into a folder: one GeoPackage of that name in RD, and a GeoJSON per layer.
///
/// # Errors
/// When a file cannot be written; what was there before is then untouched.
pub fn write_layers(
    folder: &Path,
    geopackage_name: &str,
    baseline: &Baseline,
    hash: InputHash,
    made: &str,
    crs: OutputCrs,
) -> io::Result<Vec<PathBuf>> {
    let origin = Origin::new(baseline, hash.to_string(), None, made.to_owned());
    in_folder(folder, |staged| {
        let geopackage_path = staged.stage(&folder.join(geopackage_name))?;
        geopackage::write(&geopackage_path, baseline, &origin)?;
        for role in roles_of(baseline) {
            let path = folder.join(format!("{}.geojson", role.name()));
            staged.write(&path, |out| {
                let mut collection = Collection::begin(out, role.name(), crs, &origin)?;
                add_layer(&mut collection, baseline, role, crs)?;
                collection.end()
            })?;
        }
        Ok(())
    })
}

/// Makes the folder, writes, and publishes; a folder that was made for nothing goes again.
fn in_folder(folder: &Path, write: impl FnOnce(&mut StagedFiles) -> io::Result<()>) -> io::Result<Vec<PathBuf>> {
    let is_new = !folder.exists();
    fs::create_dir_all(folder)?;
    let mut staged = StagedFiles::default();
    match write(&mut staged) {
        Ok(()) => staged.publish(),
        Err(error) => {
            drop(staged);
            if is_new {
                // Only an empty folder can be removed; the first error is the one to tell.
                let _ = fs::remove_dir(folder);
            }
            Err(error)
        }
    }
}
