//! Where a reader of a format puts what it reads: record by record, the same for every format and every role.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::Path;

use super::bytes::TextEncoding;
use super::columns::{ColumnUse, FieldNames};
use super::crs_name::DeclaredCrs;
use super::placing::{Placed, Placing};
use super::problems::Problems;
use super::record::{Fields, Part, Record};
use super::shape::Shape;
use super::watch::FileWatch;
use crate::crs::{Rd, RdPoint};
use crate::domain::baseline::Role;
use crate::domain::problem::{Position, ProblemKind, Repeated};

/// Takes records one by one, and tells what is wrong with them.
pub(super) type RecordFn<'a> = dyn FnMut(Record, &mut Problems) + 'a;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Format {
    /// What everybody calls it.
    pub name: &'static str,
    /// Can a file hold several layers, each with a name?
    pub has_layers: bool,
}

/// Which layer of a file that has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhichLayers<'a> {
    /// All of them.
    Everything,
    /// The one of that name.
    Layer(&'a str),
    /// Those of which the name begins so.
    BeginningWith(&'a str),
    /// The one called as the role, or the only one.
    ForRole(Role),
}

/// A file to read, recognized by its first bytes.
pub(crate) struct Input<'a> {
    /// Where it is; a stream is nowhere.
    pub(crate) path: Option<&'a Path>,
    pub(crate) wanted: WhichLayers<'a>,
    /// The first bytes, as UTF-8.
    pub(crate) head: &'a [u8],
    /// The whole text as UTF-8, of a format of text.
    pub(crate) text: Box<dyn Read>,
    /// Gives the text once more, where that can be done.
    pub(crate) again: Option<&'a Again<'a>>,
}

/// Gives a text once more.
pub(crate) type Again<'a> = dyn Fn() -> io::Result<Box<dyn Read>> + 'a;

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Facts {
    pub(crate) format: Option<Format>,
    pub(crate) encoding: Option<TextEncoding>,
    /// Records placed in RD.
    pub(crate) n_records: usize,
    /// Features or rows met, with those of no use.
    pub(crate) n_met: usize,
    /// It is JSON in which no feature, geometry or list of features stands.
    pub(crate) is_other_json: bool,
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
    /// Its shape in RD; nothing where there is no geometry, or why it has no place.
    pub(crate) place: Result<Option<Placed>, ProblemKind>,
    pub(crate) fields: Fields,
}

/// A record of which only its id and its place are asked, and of which there is nothing to tell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlainPoint {
    /// Its own id, else the line it stands on.
    pub(crate) id: String,
    pub(crate) at: RdPoint,
}

/// What a sink asks of the records it is given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wants {
    /// A feature of several points is a record for each of them.
    pub(crate) points_apart: bool,
    /// Numbers are read by how their whole column writes them.
    pub(crate) numbers: bool,
    /// A record without a geometry that can be read, or without its last cells, is of use as well; its shape may be empty.
    pub(crate) unplaced: bool,
    pub(crate) placing: Placing,
    /// Texts are wanted with the white space and quotes around them.
    pub(crate) whole_texts: bool,
    /// Nothing but ids and places: a reader may give a [`PlainPoint`] instead of a record.
    pub(crate) plain_points: bool,
}

impl Wants {
    /// What a layer asks.
    pub(crate) const LAYER: Self = Self {
        points_apart: true,
        numbers: true,
        unplaced: false,
        placing: Placing::Layer,
        whole_texts: false,
        plain_points: false,
    };
}

/// Takes what a file holds, record by record.
pub(crate) trait RecordSink {
    /// What it asks of records.
    fn wants(&self) -> Wants {
        Wants::LAYER
    }

    /// A record with its place.
    fn placed(&mut self, record: Record, problems: &mut Problems);

    /// A record that cannot be used, which was told; with its own id if it has one.
    fn refused(&mut self, _id: Option<String>, _position: &Position) {}

    /// A point of which there is nothing to tell, where such are asked for.
    fn plain(&mut self, _point: PlainPoint) {}

    /// Is anyone still interested?
    fn goes_on(&self) -> bool {
        true
    }
}

impl<F: FnMut(Record, &mut Problems)> RecordSink for F {
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
    /// Nothing more is taken: the CRS of the file is not read, or reading was stopped.
    pub(crate) is_closed: bool,
    pub(crate) facts: Facts,
    /// Names of the columns or properties met.
    pub(crate) names: FieldNames,
    sink: &'a mut dyn RecordSink,
}

impl<'a, 'p> Intake<'a, 'p> {
    /// An intake that has met nothing yet.
    pub(crate) fn new(
        problems: &'p mut Problems,
        watch: &'a FileWatch<'a>,
        facts: Facts,
        sink: &'a mut dyn RecordSink,
    ) -> Self {
        let declared = DeclaredCrs::Unknown;
        Self { problems, watch, declared, is_closed: false, facts, names: FieldNames::default(), sink }
    }

    /// What was learned of the file as a whole.
    pub(crate) fn into_facts(self) -> Facts {
        Facts { columns: self.names.outcome(), ..self.facts }
    }

    /// What is asked of records.
    pub(crate) fn wants(&self) -> Wants {
        self.sink.wants()
    }

    /// Has reading to stop, at so many bytes of this file?
    pub(crate) fn stops_at(&self, bytes: u64) -> bool {
        self.watch.stops_at(bytes) || !self.sink.goes_on()
    }

    /// Takes a point of which there is nothing to tell.
    pub(crate) fn give_plain(&mut self, point: PlainPoint) {
        self.facts.n_met += 1;
        self.facts.n_records += 1;
        self.sink.plain(point);
    }

    /// Counts one record that its format cannot give, and says why: in one of its fields where that is known.
    pub(crate) fn refuse(&mut self, position: &Position, field: Option<&str>, kind: ProblemKind, id: Option<String>) {
        self.facts.n_met += 1;
        self.problems.at_or_in(position, field, kind);
        self.sink.refused(id, position);
    }

    /// Takes one record, or says why it has no place. Of several points each is a record.
    pub(crate) fn give(&mut self, raw: RawRecord) {
        let RawRecord { position, number, id, place, fields } = raw;
        let shape = match place {
            Ok(Some(placed)) => {
                placed.note(&position, self.problems);
                self.facts.n_records += 1;
                self.facts.n_from_degrees += usize::from(placed.from_degrees);
                self.facts.n_from_mercator += usize::from(placed.from_mercator);
                *self.facts.geometry_kinds.entry(placed.shape.0.kind).or_insert(0) += 1;
                placed.shape
            }
            Ok(None) if self.wants().unplaced => Rd(Shape::default()),
            other => {
                let kind = other.err().unwrap_or(ProblemKind::NoGeometry);
                return self.refuse(&position, None, kind, fields.own_id().or(id));
            }
        };
        self.facts.n_met += 1;
        let whole = Record { position, number, id, part: Part::WHOLE, shape, fields };
        if self.wants().points_apart && whole.shape.0.is_several_points() {
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
