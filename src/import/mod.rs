//! Bytes to domain values, with every problem found on the way; GeoJSON and CSV.

mod argument;
mod board;
mod bytes;
mod check;
mod codes;
mod columns;
mod crs_definition;
mod crs_name;
mod csv;
mod formula;
mod geojson;
mod geopackage;
mod geopackage_crs;
mod json_stream;
mod limits;
mod norm_syntax;
pub mod normenkader;
mod numerals;
mod points;
mod preview;
pub mod problem;
mod problems;
mod project_tables;
mod raw_geometry;
mod reading;
mod record;
mod role_guess;
mod schema;
mod shape;
mod watch;
mod wkt;

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind::NotFound;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, LayerSource, Role};
use crate::domain::transit::TransitMode;

pub use argument::{LayerArgument, LayerArgumentError};
pub use board::{ReadBoard, read_board, read_notes, read_sketches};
pub use bytes::{TextEncoding, open_file, read_text_file};
pub use check::{CheckReport, check_bytes, check_file, check_layer};
pub use columns::ColumnUse;
pub(crate) use formula::neutral;
pub(crate) use geopackage::blob_problem;
pub use points::{MeasuringPoint, ReadPoints, read_points};
pub use preview::{PREVIEW_ROWS, Preview, preview_file};
pub use problem::{Position, Problem, ProblemKind, Severity};
pub(crate) use project_tables::{ReadTable, read_project_tables};
pub use reading::Format;
pub use watch::{Unwatched, Watch};

/// A problem in a row of a table of a project.
pub(crate) fn row_problem(file: &str, table: &str, number: usize, kind: ProblemKind) -> Problem {
    let position = Some(Position::Feature { number, id: None });
    let severity = kind.severity();
    Problem { file: format!("{file}, {table}"), role: None, position, field: None, severity, kind }
}

/// A valid area of a polygon that may cross itself, or nothing if it encloses none.
pub(crate) fn repaired_area(polygon: &geo::Polygon<f64>) -> Option<geo::MultiPolygon<f64>> {
    shape::valid_area(std::slice::from_ref(polygon)).map(|checked| checked.area.0)
}

use problem::Problems;
use reading::{Facts, Wanted};
use record::Record;
use schema::{Gathered, LayerInProgress};
use watch::FileWatch;

/// What came out of an import: everything that could be read, and everything that was wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The layers, the given ones read on top of the start.
    pub baseline: Baseline,
    /// What was found, file by file in the order of reading; at most 1,000 per file besides the summed ones.
    pub problems: Vec<Problem>,
    /// How many more there were.
    pub n_more_problems: usize,
    /// Features that the given files brought in; zero means that nothing was usable.
    pub n_features_read: usize,
}

impl Imported {
    /// Leaves what was found with the layers it was found in, a sentence each, so that it is not forgotten.
    pub fn keep_problems(&mut self, sentence: impl Fn(&Problem) -> String) {
        for problem in &self.problems {
            let is_of = |layer: &&mut LayerSource| Some(layer.role) == problem.role && layer.file == problem.file;
            // Of two files of that name the last one was just read.
            if let Some(layer) = self.baseline.layers.iter_mut().rev().find(is_of) {
                layer.problems.push(sentence(problem));
            }
        }
    }
}

/// Reads layers on top of `start`: a role that is given replaces that whole layer of `start`.
///
/// Several files of one role are joined, in the order given; `pc4` is read last, because its people are spread over the
/// kernen. A file that cannot be read leaves its role empty and says why; the others are read all the same. `vraag` and
/// `pc4` both replace the people of `start`; given together, `pc4` is left out. Memory is bounded by what is kept and by
/// one feature of at most 64 MiB.
pub fn read_layers(layers: &[LayerArgument], start: Baseline, watch: &dyn Watch) -> Imported {
    read_layers_beside(layers, &BTreeSet::new(), start, watch)
}

/// The same, but the layers of `kept` stay: what is read for them comes beside what `start` has.
pub fn read_layers_beside(
    layers: &[LayerArgument],
    kept: &BTreeSet<Role>,
    start: Baseline,
    watch: &dyn Watch,
) -> Imported {
    let roles: BTreeSet<Role> = layers.iter().map(|layer| layer.role).collect();
    let (last, first): (Vec<_>, Vec<_>) = layers.iter().partition(|layer| layer.role == Role::Pc4);
    let total_bytes = layers.iter().map(|layer| file_size(&layer.path)).sum();
    let mut import = Import::new(start, roles, kept, total_bytes);
    for layer in first.into_iter().chain(last) {
        let name = FileName::of(&layer.path);
        if watch.cancelled() {
            let mut problems = Problems::new(&name.file, Some(layer.role));
            problems.about_file(ProblemKind::Cancelled);
            import.keep(problems);
            break;
        }
        import.read_layer(layer.role, name, layer.layer.as_deref(), watch, |problems, watch, mut sink| {
            if let Some(kind) = missing_with_colon(layer) {
                problems.about_file(kind);
                return Facts::default();
            }
            let wanted = layer.layer.as_deref().map_or(Wanted::ForRole(layer.role), Wanted::Layer);
            reading::read_file(&layer.path, wanted, problems, watch, &mut sink)
        });
        import.bytes_before += file_size(&layer.path);
    }
    import.finish()
}

/// Reads one layer from any reader, on top of `start`; `name` is what the file is called.
pub fn read_stream(role: Role, name: &str, input: Box<dyn Read>, start: Baseline, watch: &dyn Watch) -> Imported {
    let mut import = Import::new(start, BTreeSet::from([role]), &BTreeSet::new(), 0);
    let name = FileName::of(Path::new(name));
    import.read_layer(role, name, None, watch, |problems, watch, mut sink| {
        reading::read_stream(input, problems, watch, &mut sink)
    });
    import.finish()
}

/// What to say of a file that is not there when its name has a colon: that may belong to the name.
fn missing_with_colon(layer: &LayerArgument) -> Option<ProblemKind> {
    let name = layer.layer.as_ref().filter(|_| fs::metadata(&layer.path).is_err_and(|e| e.kind() == NotFound))?;
    Some(ProblemKind::NoSuchFile { whole: format!("{}:{name}", layer.path.display()), layer: name.clone() })
}

type RecordSink<'a> = dyn FnMut(Record, &mut Problems) + 'a;

/// A file's name without its folder, with and without the extension.
struct FileName {
    file: String,
    stem: String,
}

impl FileName {
    fn of(path: &Path) -> Self {
        let file = file_name(path);
        let stem = path.file_stem().map_or_else(|| file.clone(), |stem| stem.to_string_lossy().into_owned());
        Self { file, stem }
    }
}

struct Import {
    roles: BTreeSet<Role>,
    old_trains: usize,
    gathered: Gathered,
    problems: Vec<Problem>,
    n_more_problems: usize,
    n_features_read: usize,
    bytes_before: u64,
    total_bytes: u64,
}

impl Import {
    fn new(start: Baseline, roles: BTreeSet<Role>, beside: &BTreeSet<Role>, total_bytes: u64) -> Self {
        let kept = without_roles(start, &roles.difference(beside).copied().collect());
        let keeps_stops = beside.contains(&Role::Kind(AmenityKind::STOP));
        let trains = kept.stops.iter().filter(|stop| stop.mode == TransitMode::Train).count();
        Self {
            old_trains: if keeps_stops { 0 } else { trains },
            gathered: Gathered::beside(kept, beside),
            roles,
            problems: Vec::new(),
            n_more_problems: 0,
            n_features_read: 0,
            bytes_before: 0,
            total_bytes,
        }
    }

    fn read_layer(
        &mut self,
        role: Role,
        name: FileName,
        layer_name: Option<&str>,
        watch: &dyn Watch,
        read: impl FnOnce(&mut Problems, &FileWatch<'_>, &mut RecordSink<'_>) -> Facts,
    ) {
        let FileName { file, stem } = name;
        let mut problems = Problems::new(&file, Some(role));
        if role == Role::Pc4 && self.roles.contains(&Role::Demand) {
            problems.about_file(ProblemKind::PeopleGivenTwice);
            self.keep(problems);
            return;
        }
        let mut layer = LayerInProgress::new(role, stem);
        let file_watch = FileWatch { watch, bytes_before: self.bytes_before, total_bytes: self.total_bytes };
        let gathered = &mut self.gathered;
        let facts = read(&mut problems, &file_watch, &mut |record, problems| {
            gathered.add(&record, &mut layer, problems);
        });
        gathered.close(&mut layer, &mut problems);
        if let (Some(name), Some(Format::GeoJson | Format::Csv)) = (layer_name, facts.format) {
            problems.about_file(ProblemKind::NoLayersInFormat(name.to_owned()));
        }
        self.n_features_read += layer.n_used;
        let n_problems = self.keep(problems);
        // A layer of which nothing could be used is not an empty layer: "none here" would be a claim about the ground.
        let empty_on_purpose = facts.format.is_some() && facts.n_met == 0;
        if layer.n_used > 0 || empty_on_purpose {
            self.gathered.baseline.layers.push(LayerSource {
                role,
                file,
                source: layer.source,
                date: layer.date,
                licence: layer.licence,
                n_features: layer.n_used,
                n_problems,
                fictional: layer.fictional || facts.fictional,
                problems: Vec::new(),
            });
        }
    }

    /// Keeps what was found in a file and says how much of it is severe.
    fn keep(&mut self, problems: Problems) -> usize {
        let found = problems.finish();
        self.problems.extend(found.list);
        self.n_more_problems += found.n_more;
        found.n_severe
    }

    fn finish(self) -> Imported {
        let people_given = self.roles.contains(&Role::Demand) || self.roles.contains(&Role::Pc4);
        let mut baseline = self.gathered.finish(people_given);
        drop_replaced_trains(&mut baseline, self.old_trains, &self.roles);
        Imported {
            baseline,
            problems: self.problems,
            n_more_problems: self.n_more_problems,
            n_features_read: self.n_features_read,
        }
    }
}

/// A baseline without the layer of a role; people of either source are one layer.
#[must_use]
pub fn without_layer(start: Baseline, role: Role) -> Baseline {
    without_roles(start, &BTreeSet::from([role]))
}

/// A baseline without the layers of these roles, and without what was derived from them.
fn without_roles(mut start: Baseline, roles: &BTreeSet<Role>) -> Baseline {
    for role in roles {
        match role {
            Role::Kind(AmenityKind::CARE) => start.care_locations.clear(),
            Role::Kind(AmenityKind::STOP) => start.stops.retain(|stop| stop.mode == TransitMode::Train),
            Role::Kind(AmenityKind::STATION) => start.stops.retain(|stop| stop.mode != TransitMode::Train),
            Role::Kind(kind) => start.amenities.retain(|amenity| amenity.kind != *kind),
            Role::Demand | Role::Pc4 => start.demand = Arc::default(),
            Role::Municipality => {
                start.municipalities = Arc::default();
                start.study_area = None;
            }
            Role::District => start.districts = Arc::default(),
            Role::Neighborhood => start.neighborhoods = Arc::default(),
            Role::Settlement => start.settlements = Arc::default(),
            Role::CandidateSite => start.sites.clear(),
            Role::Cluster => start.clusters.clear(),
            Role::StudyArea => start.study_area = None,
        }
    }
    let people = [Role::Demand, Role::Pc4];
    let people_replaced = people.iter().any(|role| roles.contains(role));
    let replaced = |role: Role| roles.contains(&role) || (people_replaced && people.contains(&role));
    start.layers.retain(|layer| !replaced(layer.role));
    start
}

/// A file of haltes with trains in it replaces the `n_old` trains of the start as well, or they would stand twice.
fn drop_replaced_trains(baseline: &mut Baseline, n_old: usize, roles: &BTreeSet<Role>) {
    if n_old == 0
        || !roles.contains(&Role::Kind(AmenityKind::STOP))
        || roles.contains(&Role::Kind(AmenityKind::STATION))
    {
        return;
    }
    let brings_trains = baseline.stops.iter().skip(n_old).any(|stop| stop.mode == TransitMode::Train);
    if brings_trains {
        baseline.stops.drain(..n_old);
        baseline.layers.retain(|layer| layer.role != Role::Kind(AmenityKind::STATION));
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn file_size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |meta| meta.len())
}
