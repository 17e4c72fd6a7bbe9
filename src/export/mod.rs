//! Files for others: GeoJSON, GeoPackage, CSV and the report.

mod baseline_layers;
mod board;
mod csv_layers;
mod geojson;
mod geometry;
mod geopackage;
mod ledger;
mod norm_set;
pub mod reach_table;
mod report;
mod result_layers;
mod results;
mod staged;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use self::baseline_layers::{add_layer, is_withheld, roles_of, withheld_roles};
use self::geojson::{Collection, Origin};
pub use self::geometry::OutputCrs;
pub use self::norm_set::write_norm_set;
pub use self::report::RunDurations;
use self::results::ResultLayer;
pub use self::results::Results;
use self::staged::StagedFiles;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::import::Watch;
use crate::nl;
use crate::project::Board;
use crate::session::InputHash;

/// Which files are written, by the names of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportContents {
    /// `zones.geojson`.
    pub zones: bool,
    /// `ringen.geojson`.
    pub rings: bool,
    /// `bijna.geojson`.
    pub near_misses: bool,
    /// `kandidaten.geojson`.
    pub sites: bool,
    /// `haltes.geojson`.
    pub stops: bool,
    /// `opgave.csv`.
    pub ledger: bool,
    /// `rapport.json`.
    pub report: bool,
    /// The layers that went in, a GeoJSON per role.
    pub layers: bool,
}

impl Default for ExportContents {
    /// The files of `voorstel`.
    fn default() -> Self {
        Self {
            zones: true,
            rings: true,
            near_misses: true,
            sites: true,
            stops: true,
            ledger: true,
            report: true,
            layers: false,
        }
    }
}

/// Who follows the writing and may stop it; by default nobody.
#[derive(Clone, Default)]
pub struct Follower(Option<Arc<dyn Watch + Send + Sync>>);

impl Follower {
    /// Tells `watch` how many of how many files are written, and stops when it says so.
    #[must_use]
    pub fn new(watch: Arc<dyn Watch + Send + Sync>) -> Self {
        Self(Some(watch))
    }

    /// So many files are written; an error of kind `Interrupted` when no more are wanted.
    fn goes_on(&self, n_done: usize, n_files: usize) -> io::Result<()> {
        let Some(watch) = &self.0 else { return Ok(()) };
        watch.progress(n_done as u64, n_files as u64);
        if watch.cancelled() { Err(io::ErrorKind::Interrupted.into()) } else { Ok(()) }
    }
}

impl fmt::Debug for Follower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Follower").field(&self.0.is_some()).finish()
    }
}

/// How a proposal is written.
#[derive(Debug, Clone, Default)]
pub struct ProposalOptions {
    /// Which files.
    pub contents: ExportContents,
    /// Who follows.
    pub follower: Follower,
    /// In which coordinates.
    pub crs: OutputCrs,
    /// `gemaakt`: when, as the files show it.
    pub made: String,
    /// How long the run took so far; `None` leaves every duration out of the report, so that two runs give the same bytes.
    pub durations: Option<RunDurations>,
    /// Every problem of the input, a sentence each, for the report.
    pub problems: Vec<String>,
}

/// Writes the files of a proposal into a folder, which is made if it is not there; all of them or none. What stands on the
/// project's board comes with them.
///
/// Returns the files, the report last.
///
/// # Errors
/// When a file cannot be written, or of kind `Interrupted` when it was stopped; what was there before is then untouched.
pub fn write_proposal(
    folder: &Path,
    results: Results<'_>,
    hash: InputHash,
    options: &ProposalOptions,
) -> io::Result<Vec<PathBuf>> {
    let Results { baseline, project, outcome } = results;
    let started = Instant::now();
    let crs = options.crs;
    let origin = Origin::new(baseline, hash.to_string(), Some(project.norms.name.clone()), options.made.clone());
    let contents = &options.contents;
    let roles = if contents.layers { roles_of(baseline) } else { Vec::new() };
    in_folder(folder, |staged| {
        let ExportContents { zones, rings, near_misses, sites, stops, ledger, report, layers: _ } = *contents;
        // The haltes are a layer themselves.
        let kinds = [AmenityKind::STOP, AmenityKind::STATION];
        let stops = stops && !kinds.into_iter().any(|kind| is_withheld(baseline, Role::Kind(kind)));
        let mut withheld = withheld_roles(baseline);
        let are_stops = |role: &Role| kinds.into_iter().any(|kind| *role == Role::Kind(kind));
        withheld.retain(|role| contents.layers || (contents.stops && are_stops(role)));
        let mut problems = options.problems.clone();
        if !withheld.is_empty() {
            problems.push(nl::project::withheld(&withheld));
        }
        let own = [zones, rings, near_misses, sites, stops, ledger, report];
        let Board { sketches, notes, decisions, ballots, .. } = &project.board;
        let on_board = [!sketches.is_empty(), !notes.is_empty(), !decisions.is_empty(), !ballots.is_empty()];
        let n_files = own.into_iter().chain(on_board).filter(|wanted| *wanted).count() + roles.len();
        let mut write = |wanted: bool, name: &str, content: &mut dyn FnMut(&mut BufWriter<File>) -> io::Result<()>| {
            if !wanted {
                return Ok(());
            }
            options.follower.goes_on(staged.n_files(), n_files)?;
            staged.write(&folder.join(name), content)
        };
        let [has_sketches, has_notes, has_decisions, has_ballots] = on_board;
        for (wanted, layer) in [
            (zones, ResultLayer::Zones),
            (rings, ResultLayer::Rings),
            (near_misses, ResultLayer::NearMisses),
            (sites, ResultLayer::Sites),
            (stops, ResultLayer::Stops),
            (has_sketches, ResultLayer::Sketches),
            (has_notes, ResultLayer::Notes),
        ] {
            write(wanted, &format!("{}.geojson", layer.name()), &mut |out| layer.write(out, results, crs, &origin))?;
        }
        write(ledger, "opgave.csv", &mut |out| ledger::write_ledger(out, baseline, project.scenario))?;
        write(has_decisions, "besluiten.csv", &mut |out| board::decisions(&project.board).write(out))?;
        write(has_ballots, "stemmingen.csv", &mut |out| board::ballots(&project.board).write(out))?;
        for role in &roles {
            write(true, &layer_file(*role), &mut |out| write_layer(out, baseline, *role, crs, &origin))?;
        }
        let durations = options.durations.map(|durations| (durations, started.elapsed()));
        write(report, "rapport.json", &mut |out| {
            report::write_report(out, (baseline, project, outcome), &origin, &problems, durations)
        })?;
        options.follower.goes_on(n_files, n_files)
    })
}

fn layer_file(role: Role) -> String {
    format!("{}.geojson", role.name())
}

fn write_layer(
    out: &mut BufWriter<File>,
    baseline: &Baseline,
    role: Role,
    crs: OutputCrs,
    origin: &Origin,
) -> io::Result<()> {
    let mut collection = Collection::begin(out, role.name(), crs, origin)?;
    add_layer(&mut collection, baseline, role, crs)?;
    collection.end()
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
        let bytes = geopackage::bytes_of_layers(baseline, &origin)?;
        staged.write(&folder.join(geopackage_name), |out| out.write_all(&bytes))?;
        for role in roles_of(baseline) {
            staged.write(&folder.join(layer_file(role)), |out| write_layer(out, baseline, role, crs, &origin))?;
        }
        Ok(())
    })
}

/// The layers that a baseline holds but that stay at home by their licence.
#[must_use]
pub fn withheld_layers(baseline: &Baseline) -> Vec<Role> {
    withheld_roles(baseline)
}

/// Writes everything into one GeoPackage in RD: every layer that may be shared, what follows, and what stands on the board.
///
/// Returns how many tables it holds.
///
/// # Errors
/// When it cannot be written; what was there before is then untouched.
pub fn write_geopackage(path: &Path, results: Results<'_>, hash: InputHash, made: &str) -> io::Result<usize> {
    let Results { baseline, project, .. } = results;
    let origin = Origin::new(baseline, hash.to_string(), Some(project.norms.name.clone()), made.to_owned());
    let (bytes, n_tables) = geopackage::bytes_of_all(results, &origin)?;
    let mut staged = StagedFiles::default();
    staged.write(path, |out| out.write_all(&bytes))?;
    staged.publish().map(|_| n_tables)
}

/// Writes everything into a folder, a CSV each: every layer that may be shared, what follows, what stands on the board, and
/// `opgave.csv`. What is empty has no file.
///
/// # Errors
/// When a file cannot be written; what was there before is then untouched.
pub fn write_csv(folder: &Path, results: Results<'_>, crs: OutputCrs) -> io::Result<Vec<PathBuf>> {
    let Results { baseline, project, .. } = results;
    in_folder(folder, |staged| {
        for (name, rows) in csv_layers::all(results, crs)? {
            staged.write(&folder.join(format!("{name}.csv")), |out| rows.write(out, crs))?;
        }
        for (name, table) in board::tables(&project.board) {
            staged.write(&folder.join(format!("{name}.csv")), |out| table.write(out))?;
        }
        staged.write(&folder.join("opgave.csv"), |out| ledger::write_ledger(out, baseline, project.scenario))
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
