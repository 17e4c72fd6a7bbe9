//! Points to measure from: every feature or row of a file with its id and its place, read as a layer is.

use std::path::Path;

use super::bytes::file_name;
use super::intake::{PlainPoint, RecordSink, Wants, WhichLayers};
use super::problems::Problems;
use super::reading::read_file;
use super::record::Record;
use super::watch::{FileWatch, Watch};
use crate::crs::RdPoint;
use crate::domain::problem::{Position, Problem, ProblemKind, Repeated};

/// Points that are given on together.
const POINTS_PER_BATCH: usize = 8 * 1024;

/// A point to measure from.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuringPoint {
    /// Its own id, else the line or number it has in the file.
    pub id: String,
    /// Where it lies; nothing when its place cannot be used.
    pub at: Option<RdPoint>,
    /// The other points of the same feature: of all of them the nearest counts.
    pub others: Vec<RdPoint>,
}

/// What came of a file of points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadPoints {
    /// Points given on.
    pub n_points: u64,
    /// Of those, how many have no place.
    pub n_without_place: u64,
    /// What was found; at most 1,000 besides the summed ones.
    pub problems: Vec<Problem>,
    /// How many more there were.
    pub n_more_problems: usize,
}

/// Reads every feature or row of a file, in its order and in batches; `give` says whether to go on.
///
/// Formats, columns, encodings, coordinates and problems are those of a layer. Memory is bounded by a batch and by one
/// feature.
pub fn read_points(path: &Path, watch: &dyn Watch, give: &mut dyn FnMut(Vec<MeasuringPoint>) -> bool) -> ReadPoints {
    let watch = FileWatch::of(watch, path);
    let mut problems = Problems::new(&file_name(path), None);
    let mut sink = PointSink { batch: Vec::new(), goes_on: true, n_points: 0, n_without_place: 0, give };
    read_file(path, WhichLayers::Everything, &mut problems, &watch, &mut sink);
    sink.flush();
    let (n_points, n_without_place) = (sink.n_points, sink.n_without_place);
    let found = problems.finish();
    ReadPoints { n_points, n_without_place, problems: found.list, n_more_problems: found.n_more }
}

/// Takes points and gives them on in batches.
struct PointSink<'a> {
    batch: Vec<MeasuringPoint>,
    goes_on: bool,
    n_points: u64,
    n_without_place: u64,
    give: &'a mut dyn FnMut(Vec<MeasuringPoint>) -> bool,
}

impl PointSink<'_> {
    fn add(&mut self, id: String, at: Option<RdPoint>, others: Vec<RdPoint>) {
        self.n_points += 1;
        self.n_without_place += u64::from(at.is_none());
        self.batch.push(MeasuringPoint { id, at, others });
        if self.batch.len() >= POINTS_PER_BATCH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.goes_on && !self.batch.is_empty() {
            self.goes_on = (self.give)(std::mem::take(&mut self.batch));
        }
        self.batch.clear();
    }
}

impl RecordSink for PointSink<'_> {
    fn wants(&self) -> Wants {
        Wants { points_apart: false, numbers: false, plain_points: true, ..Wants::LAYER }
    }

    fn plain(&mut self, point: PlainPoint) {
        self.add(point.id, Some(point.at), Vec::new());
    }

    /// A shape is measured from all its points where it is several, else from the one place of it.
    fn placed(&mut self, record: Record, problems: &mut Problems) {
        let id = record.own_id().unwrap_or_else(|| number_of(&record.position));
        if record.shape.0.is_several_points() {
            problems.count(Repeated::NearestOfPoints, None);
            let mut points = record.shape.0.points.iter().map(|c| RdPoint::at(c.x, c.y));
            return self.add(id, points.next(), points.collect());
        }
        let point = record.shape.point();
        match point {
            Some((_, true)) => problems.count(Repeated::PlaceChosen, None),
            Some((_, false)) => {}
            None => problems.at(&record.position, ProblemKind::NoGeometry),
        }
        self.add(id, point.map(|(at, _)| at), Vec::new());
    }

    fn refused(&mut self, id: Option<String>, position: &Position) {
        self.add(id.unwrap_or_else(|| number_of(position)), None, Vec::new());
    }

    fn goes_on(&self) -> bool {
        self.goes_on
    }
}

fn number_of(position: &Position) -> String {
    match position {
        Position::Feature { number, .. } => number.to_string(),
        Position::Line(line) => line.to_string(),
    }
}
