//! From a file to records in RD: the part that is the same for every format and every role.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use super::bytes::{self, Content, Opened, TextEncoding};
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

/// Where a format's reader puts its records.
pub(crate) struct Intake<'a, 'p> {
    pub(crate) problems: &'p mut Problems,
    pub(crate) watch: &'a FileWatch<'a>,
    /// What the file says of its CRS.
    pub(crate) declared: DeclaredCrs,
    /// The file's CRS is not read; nothing more is taken.
    pub(crate) refused: bool,
    pub(crate) facts: Facts,
    sink: &'a mut dyn FnMut(Record, &mut Problems),
}

impl<'a, 'p> Intake<'a, 'p> {
    /// An intake that has met nothing yet.
    pub(crate) fn new(
        problems: &'p mut Problems,
        watch: &'a FileWatch<'a>,
        declared: DeclaredCrs,
        facts: Facts,
        sink: &'a mut dyn FnMut(Record, &mut Problems),
    ) -> Self {
        Self { problems, watch, declared, refused: false, facts, sink }
    }
}

impl Intake<'_, '_> {
    /// Counts one record that its format cannot give, and says why.
    pub(crate) fn refuse(&mut self, position: &Position, kind: ProblemKind) {
        self.facts.n_met += 1;
        self.problems.at(position, kind);
    }

    /// Takes one record: its geometry is placed in RD, or a problem says why not. Of several points each is a record.
    pub(crate) fn give(&mut self, raw: RawRecord) {
        self.facts.n_met += 1;
        let shape = match raw.geometry.as_ref().map(Shape::from_raw) {
            Some(Ok(shape)) => shape,
            fault => {
                let kind = match fault {
                    Some(Err(ShapeFault::NotANumber)) => ProblemKind::CoordinateNotANumber,
                    Some(Err(ShapeFault::Broken(kind))) => ProblemKind::BrokenGeometry(quote(&kind)),
                    Some(Err(ShapeFault::NotRead(kind))) => ProblemKind::GeometryNotRead(kind),
                    _ => ProblemKind::NoGeometry,
                };
                return self.problems.at(&raw.position, kind);
            }
        };
        let first = shape.coords().next();
        let declared = raw.crs.unwrap_or(self.declared);
        let (shape, placement) = match place(shape, declared) {
            Ok(placed) => placed,
            Err(outside) => {
                let text = |ordinate: f64| quote(&ordinate.to_string());
                let kind = ProblemKind::OutsideNetherlands { x: text(outside.0.x), y: text(outside.0.y) };
                return self.problems.at(&raw.position, kind);
            }
        };
        match placement {
            Placement::AsDeclared => {}
            Placement::RdWithoutCrs => self.problems.count(Repeated::RdWithoutCrs, None),
            Placement::Swapped => self.problems.count(Repeated::SwappedLatLon, None),
        }
        if shape.0.unclosed {
            self.problems.at(&raw.position, ProblemKind::UnclosedRing);
        }
        self.facts.n_records += 1;
        // Degrees in the Netherlands stay below 54; metres do not.
        self.facts.n_from_degrees += usize::from(first.is_some_and(|c| c.y < 60.0));
        self.facts.n_from_mercator += usize::from(declared == DeclaredCrs::WebMercator);
        *self.facts.geometry_kinds.entry(shape.0.kind).or_insert(0) += 1;
        let RawRecord { position, number, id, fields, .. } = raw;
        let whole = Record { position, number, id, part: Part::WHOLE, shape, fields };
        if whole.shape.0.is_several_points() {
            self.give_apart(whole);
        } else {
            (self.sink)(whole, self.problems);
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
            (self.sink)(record, if idx == 0 { self.problems } else { &mut silent });
        }
    }
}

/// Reads a file record by record into a sink; everything wrong with it goes to `problems`.
pub(crate) fn read_file(
    path: &Path,
    wanted: Wanted<'_>,
    problems: &mut Problems,
    watch: &FileWatch<'_>,
    sink: &mut dyn FnMut(Record, &mut Problems),
) -> Facts {
    match bytes::open(path) {
        Ok(opened) if opened.content == Content::Foreign(ForeignFormat::GeoPackage) => {
            let facts = Facts { format: Some(Format::GeoPackage), ..Facts::default() };
            let mut intake = Intake::new(problems, watch, DeclaredCrs::Unknown, facts, sink);
            geopackage::read(path, wanted, &mut intake);
            intake.facts
        }
        Ok(opened) => read_opened(opened, problems, watch, sink),
        Err(error) => {
            problems.about_file(ProblemKind::NotReadable(error.kind()));
            Facts::default()
        }
    }
}

/// The same from any reader, for tests that have no file.
pub(crate) fn read_stream(
    input: Box<dyn Read>,
    problems: &mut Problems,
    watch: &FileWatch<'_>,
    sink: &mut dyn FnMut(Record, &mut Problems),
) -> Facts {
    match bytes::recognize(input) {
        Ok(opened) => read_opened(opened, problems, watch, sink),
        Err(error) => {
            problems.about_file(ProblemKind::NotReadable(error.kind()));
            Facts::default()
        }
    }
}

fn read_opened(
    opened: Opened,
    problems: &mut Problems,
    watch: &FileWatch<'_>,
    sink: &mut dyn FnMut(Record, &mut Problems),
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
        Format::Csv => csv::read(&head, text, &mut intake),
    }
    let (declared, facts) = (intake.declared, intake.facts);
    if declared != DeclaredCrs::Unknown {
        // A crs member that stood behind the features says what their coordinates said already.
        problems.forget(Repeated::RdWithoutCrs);
    }
    if facts.n_met == 0 && problems.n_found() == n_before {
        problems.about_file(ProblemKind::NoFeatures);
    }
    facts
}
