//! Points to measure from: every feature or row of a file with its id and its place, read as a layer is.

use std::fs;
use std::path::Path;

use super::problem::{Position, Problem, ProblemKind, Problems, Repeated};
use super::reading::{self, Sink};
use super::record::Record;
use super::shape::Shape;
use super::watch::{FileWatch, Watch};
use crate::crs::{Rd, RdPoint};

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

/// Where a feature is measured from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MeasuringPlace {
    at: RdPoint,
    others: Vec<RdPoint>,
    /// It had to be chosen within a line or area.
    is_chosen: bool,
}

impl MeasuringPlace {
    /// Is there nothing to tell of it?
    pub(crate) fn is_plain(&self) -> bool {
        self.others.is_empty() && !self.is_chosen
    }

    /// The point of that id.
    pub(crate) fn of(self, id: String) -> MeasuringPoint {
        MeasuringPoint { id, at: Some(self.at), others: self.others }
    }
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
    let total_bytes = fs::metadata(path).map_or(0, |meta| meta.len());
    let watch = FileWatch { watch, bytes_before: 0, total_bytes };
    let mut problems = Problems::new(&super::file_name(path), None);
    let mut sink = PointSink { batch: Vec::new(), goes_on: true, n_points: 0, n_without_place: 0, give };
    reading::read_file_of_points(path, &mut problems, &watch, &mut sink);
    sink.flush();
    let (n_points, n_without_place) = (sink.n_points, sink.n_without_place);
    let found = problems.finish();
    ReadPoints { n_points, n_without_place, problems: found.list, n_more_problems: found.n_more }
}

/// Takes points and gives them on in batches.
pub(crate) struct PointSink<'a> {
    batch: Vec<MeasuringPoint>,
    goes_on: bool,
    n_points: u64,
    n_without_place: u64,
    give: &'a mut dyn FnMut(Vec<MeasuringPoint>) -> bool,
}

impl PointSink<'_> {
    /// Did nothing come yet?
    pub(crate) fn is_empty(&self) -> bool {
        self.n_points == 0
    }

    /// Is anyone still interested?
    pub(crate) fn goes_on(&self) -> bool {
        self.goes_on
    }

    /// Takes a point with what was found of its place.
    pub(crate) fn take(
        &mut self,
        id: String,
        place: Result<MeasuringPlace, ProblemKind>,
        position: &Position,
        problems: &mut Problems,
    ) {
        match place {
            Ok(MeasuringPlace { at, others, is_chosen }) => {
                if is_chosen {
                    problems.count(Repeated::PlaceChosen, None);
                }
                if !others.is_empty() {
                    problems.count(Repeated::NearestOfPoints, None);
                }
                self.add(MeasuringPoint { id, at: Some(at), others });
            }
            Err(kind) => {
                problems.at(position, kind);
                self.take_without_place(id);
            }
        }
    }

    /// Takes a point whose place cannot be used, which was told.
    pub(crate) fn take_without_place(&mut self, id: String) {
        self.n_without_place += 1;
        self.add(MeasuringPoint { id, at: None, others: Vec::new() });
    }

    /// Takes a point of which nothing more is told.
    pub(crate) fn add(&mut self, point: MeasuringPoint) {
        self.n_points += 1;
        self.batch.push(point);
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

impl Sink for PointSink<'_> {
    fn placed(&mut self, record: Record, problems: &mut Problems) {
        let id = record.own_id().unwrap_or_else(|| number_of(&record.position));
        self.take(id, place_of_shape(&record.shape), &record.position, problems);
    }

    fn takes_points_apart(&self) -> bool {
        false
    }

    fn refused(&mut self, id: Option<String>, position: &Position) {
        self.take_without_place(id.unwrap_or_else(|| number_of(position)));
    }
}

/// Where a shape is measured from: all its points where it is several, else the one place of it.
pub(crate) fn place_of_shape(shape: &Rd<Shape>) -> Result<MeasuringPlace, ProblemKind> {
    if shape.0.is_several_points() {
        let mut points = shape.0.points.iter().map(|c| RdPoint::at(c.x, c.y));
        let at = points.next().ok_or(ProblemKind::NoGeometry)?;
        return Ok(MeasuringPlace { at, others: points.collect(), is_chosen: false });
    }
    let (at, is_chosen) = shape.point().ok_or(ProblemKind::NoGeometry)?;
    Ok(MeasuringPlace { at, others: Vec::new(), is_chosen })
}

fn number_of(position: &Position) -> String {
    match position {
        Position::Feature { number, .. } => number.to_string(),
        Position::Line(line) => line.to_string(),
    }
}
