//! From a file to records in RD: the part that is the same for every format and every role.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::Path;

use geo::Coord;

use super::bytes::{self, Content, Opened, TextEncoding};
use super::columns::{ColumnUse, FieldNames};
use super::csv::CsvText;
use super::points::PointSink;
use super::problem::{ForeignFormat, Position, ProblemKind, Problems, Repeated, quote};
use super::record::{Fields, Part, Record};
use super::shape::{DeclaredCrs, Placement, RawGeometry, Shape, ShapeFault, place};
use super::watch::FileWatch;
use super::{csv, geojson, geopackage};
use crate::crs::Rd;
use crate::domain::baseline::Role;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// GeoJSON, also as one feature per line.
    GeoJson,
    /// Comma, semicolon or tab separated text.
    Csv,
    /// A GeoPackage, of which feature tables are read.
    GeoPackage,
}

/// Which layer of a file that has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted<'a> {
    /// All of them.
    Everything,
    /// The one of that name.
    Layer(&'a str),
    /// The one called as the role, or the only one.
    ForRole(Role),
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Facts {
    pub(crate) format: Option<Format>,
    pub(crate) encoding: Option<TextEncoding>,
    /// Records placed in RD.
    pub(crate) n_records: usize,
    /// Features or rows met, with those of no use.
    pub(crate) n_met: usize,
    /// The collection says itself that it is fictional.
    pub(crate) fictional: bool,
    pub(crate) geometry_kinds: BTreeMap<&'static str, usize>,
    /// Records that were read from degrees, the others from metres.
    pub(crate) n_from_degrees: usize,
    /// Records that were read from the metres of Web Mercator, the others from degrees or RD.
    pub(crate) n_from_mercator: usize,
    /// What became of its columns or properties.
    pub(crate) columns: ColumnUse,
}

/// A feature or row as its format gives it.
pub(crate) struct RawRecord {
    pub(crate) position: Position,
    pub(crate) number: usize,
    pub(crate) id: Option<String>,
    pub(crate) geometry: Option<RawGeometry>,
    /// What the row says of its CRS, where that differs per row.
    pub(crate) crs: Option<DeclaredCrs>,
    pub(crate) fields: Fields,
}

/// Takes what a file holds, record by record.
pub(crate) trait Sink {
    /// A record with its place.
    fn placed(&mut self, record: Record, problems: &mut Problems);

    /// A record that cannot be used, which was told; with its own id if it has one.
    fn refused(&mut self, _id: Option<String>, _position: &Position) {}

    /// Is a feature of several points a record for each of them?
    fn takes_points_apart(&self) -> bool {
        true
    }
}

impl<F: FnMut(Record, &mut Problems)> Sink for F {
    fn placed(&mut self, record: Record, problems: &mut Problems) {
        self(record, problems);
    }
}

/// Where a format's reader puts its records.
pub(crate) struct Intake<'a, 'p> {
    pub(crate) problems: &'p mut Problems,
    pub(crate) watch: &'a FileWatch<'a>,
    /// What the file says of its CRS.
    pub(crate) declared: DeclaredCrs,
    /// The file's CRS is not read; nothing more is taken.
    pub(crate) refused: bool,
    pub(crate) facts: Facts,
    /// Names of the columns or properties met.
    pub(crate) names: FieldNames,
    sink: &'a mut dyn Sink,
}

impl<'a, 'p> Intake<'a, 'p> {
    /// An intake that has met nothing yet.
    pub(crate) fn new(
        problems: &'p mut Problems,
        watch: &'a FileWatch<'a>,
        declared: DeclaredCrs,
        facts: Facts,
        sink: &'a mut dyn Sink,
    ) -> Self {
        Self { problems, watch, declared, refused: false, facts, names: FieldNames::default(), sink }
    }

    /// What was learned of the file as a whole.
    pub(crate) fn into_facts(self) -> Facts {
        Facts { columns: self.names.outcome(), ..self.facts }
    }
}

/// A shape in RD, and how its coordinates were read.
pub(crate) struct Placed {
    pub(crate) shape: Rd<Shape>,
    placement: Placement,
    from_degrees: bool,
}

/// Brings a geometry to RD.
///
/// # Errors
/// Why it has no place.
pub(crate) fn placed(geometry: Option<&RawGeometry>, declared: DeclaredCrs) -> Result<Placed, ProblemKind> {
    let shape = match geometry.map(Shape::from_raw) {
        Some(Ok(shape)) => shape,
        Some(Err(ShapeFault::NotANumber)) => return Err(ProblemKind::CoordinateNotANumber),
        Some(Err(ShapeFault::Broken(kind))) => return Err(ProblemKind::BrokenGeometry(quote(&kind))),
        Some(Err(ShapeFault::NotRead(kind))) => return Err(ProblemKind::GeometryNotRead(kind)),
        _ => return Err(ProblemKind::NoGeometry),
    };
    placed_shape(shape, declared)
}

/// Brings a point to RD.
///
/// # Errors
/// Why it has no place.
pub(crate) fn placed_point(point: Coord<f64>, declared: DeclaredCrs) -> Result<Placed, ProblemKind> {
    placed_shape(Shape::of_point(point), declared)
}

fn placed_shape(shape: Shape, declared: DeclaredCrs) -> Result<Placed, ProblemKind> {
    // Degrees in the Netherlands stay below 54; metres do not.
    let from_degrees = shape.coords().next().is_some_and(|c| c.y < 60.0);
    match place(shape, declared) {
        Ok((shape, placement)) => Ok(Placed { shape, placement, from_degrees }),
        Err(outside) => {
            let text = |ordinate: f64| quote(&ordinate.to_string());
            Err(ProblemKind::OutsideNetherlands { x: text(outside.0.x), y: text(outside.0.y) })
        }
    }
}

impl Placed {
    /// Is there nothing to tell of it?
    pub(crate) fn is_plain(&self) -> bool {
        self.placement == Placement::AsDeclared && !self.shape.0.unclosed
    }

    /// Tells what is worth knowing of how it was read.
    pub(crate) fn note(&self, position: &Position, problems: &mut Problems) {
        match self.placement {
            Placement::AsDeclared => {}
            Placement::RdWithoutCrs => problems.count(Repeated::RdWithoutCrs, None),
            Placement::Swapped => problems.count(Repeated::SwappedLatLon, None),
        }
        if self.shape.0.unclosed {
            problems.at(position, ProblemKind::UnclosedRing);
        }
    }
}

impl Intake<'_, '_> {
    /// Counts one record that its format cannot give, and says why.
    pub(crate) fn refuse(&mut self, position: &Position, kind: ProblemKind) {
        self.refuse_in(position, None, kind);
    }

    /// The same, in one of its fields where that is known.
    pub(crate) fn refuse_in(&mut self, position: &Position, field: Option<&str>, kind: ProblemKind) {
        self.facts.n_met += 1;
        self.problems.at_or_in(position, field, kind);
        self.sink.refused(None, position);
    }

    /// Takes one record: its geometry is placed in RD, or a problem says why not. Of several points each is a record.
    pub(crate) fn give(&mut self, raw: RawRecord) {
        self.facts.n_met += 1;
        let RawRecord { position, number, id, geometry, crs, fields } = raw;
        let declared = crs.unwrap_or(self.declared);
        let placed = match placed(geometry.as_ref(), declared) {
            Ok(placed) => placed,
            Err(kind) => {
                self.problems.at(&position, kind);
                return self.sink.refused(fields.own_id().or(id), &position);
            }
        };
        placed.note(&position, self.problems);
        self.facts.n_records += 1;
        self.facts.n_from_degrees += usize::from(placed.from_degrees);
        self.facts.n_from_mercator += usize::from(declared == DeclaredCrs::WebMercator);
        *self.facts.geometry_kinds.entry(placed.shape.0.kind).or_insert(0) += 1;
        let whole = Record { position, number, id, part: Part::WHOLE, shape: placed.shape, fields };
        if self.sink.takes_points_apart() && whole.shape.0.is_several_points() {
            self.give_apart(whole);
        } else {
            self.sink.placed(whole, self.problems);
        }
    }

    /// Gives a record per point, each point once. What is wrong with the fields is told with the first.
    fn give_apart(&mut self, whole: Record) {
        let mut seen = BTreeSet::new();
        let mut points = whole.shape.0.points.clone();
        points.retain(|point| seen.insert((point.x.to_bits(), point.y.to_bits())));
        let n = points.len();
        if n > 1 {
            self.problems.count(Repeated::PointsApart, None);
        }
        let mut silent = self.problems.silent();
        for (idx, point) in points.into_iter().enumerate() {
            let shape = Rd(Shape { points: vec![point], kind: whole.shape.0.kind, ..Shape::default() });
            let record = Record {
                position: whole.position.clone(),
                number: whole.number,
                id: whole.id.clone(),
                part: Part { idx, n },
                shape,
                fields: whole.fields.clone(),
            };
            self.sink.placed(record, if idx == 0 { self.problems } else { &mut silent });
        }
    }
}

/// Reads a file record by record into a sink; everything wrong with it goes to `problems`.
pub(crate) fn read_file(
    path: &Path,
    wanted: Wanted<'_>,
    problems: &mut Problems,
    watch: &FileWatch<'_>,
    sink: &mut dyn Sink,
) -> Facts {
    match bytes::open(path) {
        Ok(opened) if opened.content == Content::Foreign(ForeignFormat::GeoPackage) => {
            let facts = Facts { format: Some(Format::GeoPackage), ..Facts::default() };
            let mut intake = Intake::new(problems, watch, DeclaredCrs::Unknown, facts, sink);
            geopackage::read(path, wanted, &mut intake);
            intake.into_facts()
        }
        Ok(opened) => {
            let again = || bytes::open(path).map(|opened| opened.text);
            read_opened(opened, Some(&again), problems, watch, sink)
        }
        Err(error) => {
            problems.about_file(ProblemKind::NotReadable(error.kind()));
            Facts::default()
        }
    }
}

/// Reads a file as points: a CSV on all cores, any other format as a layer.
pub(crate) fn read_file_of_points(
    path: &Path,
    problems: &mut Problems,
    watch: &FileWatch<'_>,
    sink: &mut PointSink<'_>,
) {
    match bytes::open(path) {
        Ok(Opened { content: Content::Text, head, text, .. }) => {
            let n_before = problems.n_found();
            let again = || bytes::open(path).map(|opened| opened.text);
            csv::read_points(CsvText { head: &head, text, again: Some(&again) }, watch, problems, sink);
            if sink.is_empty() && problems.n_found() == n_before {
                problems.about_file(ProblemKind::NoFeatures);
            }
        }
        _ => {
            read_file(path, Wanted::Everything, problems, watch, sink);
        }
    }
}

/// Gives a text once more.
type Again<'a> = &'a dyn Fn() -> io::Result<Box<dyn Read>>;

/// The same from any reader, for tests that have no file.
pub(crate) fn read_stream(
    input: Box<dyn Read>,
    problems: &mut Problems,
    watch: &FileWatch<'_>,
    sink: &mut dyn Sink,
) -> Facts {
    match bytes::recognize(input) {
        Ok(opened) => read_opened(opened, None, problems, watch, sink),
        Err(error) => {
            problems.about_file(ProblemKind::NotReadable(error.kind()));
            Facts::default()
        }
    }
}

fn read_opened(
    opened: Opened,
    again: Option<Again<'_>>,
    problems: &mut Problems,
    watch: &FileWatch<'_>,
    sink: &mut dyn Sink,
) -> Facts {
    let Opened { content, encoding, head, text } = opened;
    let format = match content {
        Content::Json => Format::GeoJson,
        Content::Text => Format::Csv,
        other => {
            problems.about_file(match other {
                Content::Empty => ProblemKind::Empty,
                Content::Foreign(format) => ProblemKind::FormatNotRead(format),
                _ => ProblemKind::NotRecognized,
            });
            return Facts::default();
        }
    };
    let n_before = problems.n_found();
    let facts = Facts { format: Some(format), encoding: Some(encoding), ..Facts::default() };
    let declared = DeclaredCrs::Unknown;
    let mut intake = Intake::new(problems, watch, declared, facts, sink);
    match format {
        Format::GeoJson => geojson::read(text, &mut intake),
        // Read by its path, above.
        Format::GeoPackage => {}
        Format::Csv => csv::read(CsvText { head: &head, text, again }, &mut intake),
    }
    let declared = intake.declared;
    let facts = intake.into_facts();
    if declared != DeclaredCrs::Unknown {
        // A crs member that stood behind the features says what their coordinates said already.
        problems.forget(Repeated::RdWithoutCrs);
    }
    if facts.n_met == 0 && problems.n_found() == n_before {
        problems.about_file(ProblemKind::NoFeatures);
    }
    facts
}
