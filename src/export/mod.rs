//! Files for others: GeoJSON, GeoPackage, CSV and the report.

mod baseline_layers;
mod board;
mod csv_layers;
mod folder;
mod geojson;
mod geometry;
mod geopackage;
mod ledger;
mod left;
mod map_svg;
mod norm_set;
pub mod reach_table;
mod report;
mod result_layers;
mod results;
mod target;
mod withheld;

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use self::baseline_layers::{Counts, add_layer, roles_of, withheld_roles};
use self::folder::{LEDGER, in_folder, remove_stale_collections, remove_stale_tables};
use self::geojson::{Collection, Origin};
pub use self::geometry::OutputCrs;
use self::left::Left;
pub use self::norm_set::write_norm_set;
use self::report::Run;
pub use self::report::RunDurations;
use self::results::ResultLayer;
pub use self::results::Results;
use self::target::{OwnFiles, REPORT, Stale};
pub use self::target::{may_write_file, may_write_folder};
pub use self::withheld::Shareable;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::problem::Problem;
use crate::files::Sources;
use crate::import::Watch;
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

/// How results are written.
#[derive(Debug, Clone, Default)]
pub struct ProposalOptions {
    /// Which files, of a proposal.
    pub contents: ExportContents,
    /// Who follows.
    pub follower: Follower,
    /// In which coordinates; a GeoPackage is always in RD.
    pub crs: OutputCrs,
    /// `gemaakt`: when, as the files show it.
    pub made: String,
    /// How long the run took so far; `None` leaves every duration out of the report, so that two runs give the same bytes.
    pub durations: Option<RunDurations>,
    /// Every problem of the input, for the report.
    pub problems: Vec<Problem>,
    /// What the call reads: nothing is written over it.
    pub sources: Sources,
}

/// Writes the files of a proposal into a folder, which is made if it is not there; all of them or none. What stands on the
/// project's board comes with them. Of layers that are not to be shared nothing is told. Own files of an earlier run that
/// this one does not write go.
///
/// Returns the files, the report last.
///
/// # Errors
/// When a file cannot be written, or stands where something else does that stays ([`crate::files::Refusal`]), or of kind
/// `Interrupted` when it was stopped; what was there before is then untouched.
pub fn write_proposal(
    folder: &Path,
    results: Results<'_>,
    hash: InputHash,
    options: &ProposalOptions,
) -> io::Result<Vec<PathBuf>> {
    let started = Instant::now();
    let shareable = Shareable::of(results);
    let results = shareable.results();
    let Results { baseline, project, .. } = results;
    let crs = options.crs;
    let origin = origin_of(results, hash, options);
    let contents = &options.contents;
    let roles = if contents.layers { roles_of(baseline) } else { Vec::new() };
    in_folder(folder, &options.sources, |files| {
        let ExportContents { zones, rings, near_misses, sites, stops, ledger, report, layers: _ } = *contents;
        // The haltes are a layer themselves.
        let is_of_stops = |role: &Role| [AmenityKind::STOP, AmenityKind::STATION].map(Role::Kind).contains(role);
        let stops = stops && !shareable.withheld().iter().any(is_of_stops);
        let Board { sketches, notes, decisions, ballots, .. } = &project.board;
        let on_board = [!sketches.is_empty(), !notes.is_empty(), !decisions.is_empty(), !ballots.is_empty()];
        // What a room left is known again by the report beside it.
        let report = report || on_board.contains(&true);
        let own = [zones, rings, near_misses, sites, stops, ledger, report];
        let n_files = own.into_iter().chain(on_board).filter(|wanted| *wanted).count() + roles.len();
        let mut write = |wanted: bool, name: &str, content: &mut dyn FnMut(&mut BufWriter<File>) -> io::Result<()>| {
            if !wanted {
                return Ok(());
            }
            options.follower.goes_on(files.n_files(), n_files)?;
            files.write(&folder.join(name), content)
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
        write(ledger, LEDGER, &mut |out| ledger::write_ledger(out, baseline, project.scenario))?;
        write(has_decisions, "besluiten.csv", &mut |out| board::decisions(&project.board).write(out))?;
        write(has_ballots, "stemmingen.csv", &mut |out| board::ballots(&project.board).write(out))?;
        for role in &roles {
            let counted = (*role, Counts::Published);
            write(true, &layer_file(*role), &mut |out| write_layer(out, baseline, counted, crs, &origin))?;
        }
        remove_stale_collections(files, folder, &origin.invoer_hash, contents.layers);
        let left = Left::of(&shareable, &roles, &options.problems);
        let run = Run { origin: &origin, durations: options.durations.map(|run| (run, started.elapsed())) };
        let to_write_on = ["schetsen.geojson", "notities.geojson", "besluiten.csv", "stemmingen.csv", LEDGER];
        let named = files.named(folder, &to_write_on.map(|name| folder.join(name)))?;
        options.follower.goes_on(files.n_files(), n_files)?;
        if report {
            files.write(&folder.join(REPORT), |out| report::write_report(out, results, &run, &left, named))?;
        } else {
            // A report of before would say of the ledger what it no longer holds.
            let stale = if ledger { Stale::Always } else { Stale::OfOtherInput };
            files.remove_stale(&folder.join(REPORT), stale, &origin.invoer_hash);
        }
        options.follower.goes_on(n_files, n_files)
    })
}

/// What the files of results say of themselves.
fn origin_of(results: Results<'_>, hash: InputHash, options: &ProposalOptions) -> Origin {
    let norms = results.project.norms.name.clone();
    Origin::new(results.baseline, hash.to_string(), Some(norms), options.made.clone())
}

fn layer_file(role: Role) -> String {
    format!("{}.geojson", role.name())
}

fn write_layer(
    out: &mut BufWriter<File>,
    baseline: &Baseline,
    (role, counts): (Role, Counts),
    crs: OutputCrs,
    origin: &Origin,
) -> io::Result<()> {
    let mut collection = Collection::begin(out, role.name(), crs, origin)?;
    add_layer(&mut collection, baseline, (role, counts), crs)?;
    collection.end()
}

/// Writes every layer of the demo region into a folder: one GeoPackage of that name in RD, and a GeoJSON per layer. Its people
/// are invented, so that small counts stay.
///
/// # Errors
/// As [`write_proposal`].
pub fn write_layers(
    folder: &Path,
    geopackage_name: &str,
    baseline: &Baseline,
    hash: InputHash,
    made: &str,
    crs: OutputCrs,
) -> io::Result<Vec<PathBuf>> {
    let origin = Origin::new(baseline, hash.to_string(), None, made.to_owned());
    in_folder(folder, &Sources::default(), |files| {
        let bytes = geopackage::bytes_of_layers(baseline, Counts::Exact, &origin)?;
        files.write(&folder.join(geopackage_name), |out| out.write_all(&bytes))?;
        for role in roles_of(baseline) {
            let exact = (role, Counts::Exact);
            files.write(&folder.join(layer_file(role)), |out| write_layer(out, baseline, exact, crs, &origin))?;
        }
        Ok(())
    })
}

/// The layers that a baseline holds but that stay at home by their licence.
pub fn withheld_layers(baseline: &Baseline) -> Vec<Role> {
    withheld_roles(baseline)
}

/// Writes everything into one GeoPackage in RD: every layer that may be shared, what follows, and what stands on the board.
///
/// Returns how many tables of them it holds.
///
/// # Errors
/// As [`write_proposal`].
pub fn write_geopackage(
    path: &Path,
    results: Results<'_>,
    hash: InputHash,
    options: &ProposalOptions,
) -> io::Result<usize> {
    let shareable = Shareable::of(results);
    let results = shareable.results();
    let origin = origin_of(results, hash, options);
    let left = Left::of(&shareable, &roles_of(results.baseline), &[]);
    let (bytes, n_tables) = geopackage::bytes_of_all(results, &origin, &left)?;
    let mut files = OwnFiles::new(&options.sources);
    files.write(path, |out| out.write_all(&bytes))?;
    files.publish().map(|_| n_tables)
}

/// Writes the map as one SVG: what follows, on the layers from which it follows, as far as they may be shared.
///
/// # Errors
/// As [`write_proposal`].
pub fn write_map(path: &Path, results: Results<'_>, hash: InputHash, options: &ProposalOptions) -> io::Result<()> {
    let shareable = Shareable::of(results);
    let results = shareable.results();
    let origin = origin_of(results, hash, options);
    let svg = map_svg::map(results, &origin)?;
    let mut files = OwnFiles::new(&options.sources);
    files.write(path, |out| out.write_all(svg.as_bytes()))?;
    files.publish().map(|_| ())
}

/// Writes everything into a folder, a CSV each: every layer that may be shared, what follows, what stands on the board,
/// `opgave.csv` and the report. What is empty has no file.
///
/// # Errors
/// As [`write_proposal`].
pub fn write_csv(
    folder: &Path,
    results: Results<'_>,
    hash: InputHash,
    options: &ProposalOptions,
) -> io::Result<Vec<PathBuf>> {
    let started = Instant::now();
    let shareable = Shareable::of(results);
    let results = shareable.results();
    let Results { baseline, project, .. } = results;
    let crs = options.crs;
    let origin = origin_of(results, hash, options);
    in_folder(folder, &options.sources, |files| {
        let mut tables = Vec::new();
        for layer in csv_layers::all(results, crs)? {
            let path = folder.join(format!("{}.csv", layer.name));
            files.write(&path, |out| layer.write(out, crs))?;
            tables.push(path);
        }
        for (name, table) in board::tables(&project.board) {
            let path = folder.join(format!("{name}.csv"));
            files.write(&path, |out| table.write(out))?;
            tables.push(path);
        }
        tables.push(folder.join(LEDGER));
        files.write(&folder.join(LEDGER), |out| ledger::write_ledger(out, baseline, project.scenario))?;
        remove_stale_tables(files, folder);
        let named = files.named(folder, &tables)?;
        let left = Left::of(&shareable, &roles_of(baseline), &options.problems);
        let run = Run { origin: &origin, durations: options.durations.map(|run| (run, started.elapsed())) };
        files.write(&folder.join(REPORT), |out| report::write_report(out, results, &run, &left, named))
    })
}
