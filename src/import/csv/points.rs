//! The rows of a CSV as points to measure from, read by the same columns as a layer and placed on all cores.

use csv::ByteRecord;
use rayon::prelude::*;

use super::super::columns::FieldNames;
use super::super::points::{MeasuringPlace, PointSink, place_of_shape};
use super::super::problem::{Position, ProblemKind, Problems};
use super::super::reading::{Placed, placed};
use super::super::watch::FileWatch;
use super::layout::{Layout, RowFault};
use super::{CsvText, Table, line_of, n_not_utf8, note_encoding};

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
struct RowOutcome {
    id: Option<String>,
    place: Result<(Placed, OnePlace), RowFault>,
    thousands: Vec<(usize, String, f64)>,
    n_not_utf8: usize,
}

impl RowOutcome {
    fn of(row: &ByteRecord, layout: &Layout) -> Self {
        let (place, thousands) = match layout.fits(row).and_then(|()| layout.geometry(row)) {
            Ok(geometry) => {
                let placed = placed(Some(&geometry.raw), geometry.crs).map_err(|kind| (None, kind));
                let place = placed.map(|placed| {
                    let at = place_of_shape(&placed.shape);
                    (placed, at)
                });
                (place, geometry.thousands)
            }
            Err(fault) => (Err(fault), Vec::new()),
        };
        Self { id: layout.id(row), place, thousands, n_not_utf8: n_not_utf8(row) }
    }
}

impl Table {
    fn take(&self, row: &ByteRecord, outcome: RowOutcome, problems: &mut Problems, sink: &mut PointSink<'_>) {
        let line = line_of(row);
        let id = outcome.id.unwrap_or_else(|| line.to_string());
        if outcome.n_not_utf8 > 0 {
            note_encoding(row, problems);
        }
        self.note_thousands(&outcome.thousands, problems);
        let position = Position::Line(line);
        match outcome.place {
            Ok((placed, at)) => {
                placed.note(&position, problems);
                sink.take(id, at, &position, problems);
            }
            Err((column, kind)) => {
                problems.at_or_in(&position, self.column_name(column), kind);
                sink.take_without_place(id);
            }
        }
    }
}
