//! The rows of a CSV as points to measure from, read by the same columns as a layer and placed on all cores.

use csv::ByteRecord;
use geo::Coord;
use rayon::prelude::*;

use super::super::columns::FieldNames;
use super::super::points::{MeasuringPlace, MeasuringPoint, PointSink, place_of_shape};
use super::super::problem::{Position, ProblemKind, Problems};
use super::super::reading::{Placed, placed, placed_point};
use super::super::watch::FileWatch;
use super::layout::{Layout, RowFault, Written};
use super::{CsvText, Table, line_of, note_encoding};

/// Rows that are placed together; few enough to stay in the cache of the cores.
const ROWS_PER_BATCH: usize = 8 * 1024;

/// Reads all rows into the sink, in their order.
pub(crate) fn read_points(text: CsvText<'_>, watch: &FileWatch<'_>, problems: &mut Problems, sink: &mut PointSink<'_>) {
    let Some(mut table) = Table::open(text, false, watch, problems, &mut FieldNames::default()) else { return };
    let mut batch = vec![ByteRecord::new(); ROWS_PER_BATCH];
    loop {
        let (n, end) = fill(&mut table, &mut batch);
        let layout = &table.layout;
        let outcomes: Vec<RowOutcome> = batch[..n].par_iter().map(|row| RowOutcome::of(row, layout)).collect();
        for (row, outcome) in batch.iter().zip(outcomes) {
            table.take(row, outcome, problems, sink);
        }
        match end {
            None if watch.stops_at(table.rows.n_bytes()) || !sink.goes_on() => {
                return problems.about_file(ProblemKind::Cancelled);
            }
            None => {}
            Some(Ok(())) => return,
            Some(Err(kind)) => return problems.about_file(kind),
        }
    }
}

/// Reads rows with something in them until the batch is full: how many, and how the text ended if it did.
fn fill(table: &mut Table, batch: &mut [ByteRecord]) -> (usize, Option<Result<(), ProblemKind>>) {
    let mut n = 0;
    while let Some(row) = batch.get_mut(n) {
        match table.rows.next(row) {
            Ok(true) => n += usize::from(!Layout::is_blank(row)),
            Ok(false) => return (n, Some(Ok(()))),
            Err(kind) => return (n, Some(Err(kind))),
        }
    }
    (n, None)
}

/// Where a row is measured from.
type OnePlace = Result<MeasuringPlace, ProblemKind>;

/// A row with its place.
enum RowOutcome {
    /// There is nothing to tell of it.
    Plain(MeasuringPoint),
    /// There is.
    Told(Box<ToldRow>),
}

struct ToldRow {
    id: String,
    place: Result<(Placed, OnePlace), RowFault>,
    thousands: Vec<(usize, String, f64)>,
    is_utf8: bool,
}

impl RowOutcome {
    fn of(row: &ByteRecord, layout: &Layout) -> Self {
        let id = layout.id(row).unwrap_or_else(|| line_of(row).to_string());
        let is_utf8 = std::str::from_utf8(row.as_slice()).is_ok();
        let (place, thousands) = match layout.fits(row).and_then(|()| layout.geometry(row)) {
            Ok(geometry) => {
                let placed = match &geometry.written {
                    Written::Point([x, y]) => placed_point(Coord { x: *x, y: *y }, geometry.crs),
                    Written::Other(raw) => placed(Some(raw), geometry.crs),
                };
                let place = placed.map_err(|kind| (None, kind)).map(|placed| {
                    let at = place_of_shape(&placed.shape);
                    (placed, at)
                });
                (place, geometry.thousands)
            }
            Err(fault) => (Err(fault), Vec::new()),
        };
        match place {
            Ok((placed, Ok(place))) if placed.is_plain() && place.is_plain() && thousands.is_empty() && is_utf8 => {
                Self::Plain(place.of(id))
            }
            place => Self::Told(Box::new(ToldRow { id, place, thousands, is_utf8 })),
        }
    }
}

impl Table {
    fn take(&self, row: &ByteRecord, outcome: RowOutcome, problems: &mut Problems, sink: &mut PointSink<'_>) {
        let told = match outcome {
            RowOutcome::Plain(point) => return sink.add(point),
            RowOutcome::Told(told) => *told,
        };
        if !told.is_utf8 {
            note_encoding(row, problems);
        }
        self.note_thousands(&told.thousands, problems);
        let position = Position::Line(line_of(row));
        match told.place {
            Ok((placed, at)) => {
                placed.note(&position, problems);
                sink.take(told.id, at, &position, problems);
            }
            Err((column, kind)) => {
                problems.at_or_in(&position, self.column_name(column), kind);
                sink.take_without_place(told.id);
            }
        }
    }
}
