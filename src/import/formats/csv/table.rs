//! A CSV of which the header is read: what its columns hold, and what becomes of its rows.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::rc::Rc;

use csv::ByteRecord;
use serde_json::Value;

use super::header::dialect;
use super::layout::{Layout, cell, whole_cell};
use super::rows::{Rows, line_of, note_encoding};
use super::seen_row::SeenRow;
use super::survey::marks_of;
use crate::domain::problem::{Position, ProblemKind, Repeated};
use crate::domain::spelling::folded;
use crate::import::columns::{FieldName, FieldNames, is_number};
use crate::import::intake::{Input, Intake, RawRecord};
use crate::import::numerals::Marks;
use crate::import::problems::{Problems, quote};
use crate::import::record::Fields;

/// Most column names that are told when none gives a place.
const MAX_NAMES_TOLD: usize = 12;

/// How much is looked at for the marks in numbers where a text can be read only once, in bytes.
const LOOK_AHEAD_BYTES: u64 = 4 * 1024 * 1024;

/// A CSV of which the header is read.
pub(super) struct Table {
    pub(super) rows: Rows,
    pub(super) layout: Layout,
    /// The names of the columns, as the file writes them.
    header: Vec<String>,
    /// Columns that hold a field, in the order of their folded names.
    fields: Vec<(usize, Rc<FieldName>)>,
}

impl Table {
    /// Reads up to the header, and when the numbers are asked for looks at those of all rows.
    ///
    /// # Errors
    /// That nothing stands there, or that no column gives a place.
    pub(super) fn open(input: Input<'_>, intake: &mut Intake<'_, '_>) -> Result<Self, ProblemKind> {
        let Input { head, mut text, again, .. } = input;
        let dialect = dialect(head);
        let mut ahead = Vec::new();
        if again.is_none() && text.by_ref().take(LOOK_AHEAD_BYTES).read_to_end(&mut ahead).is_ok() {
            text = Box::new(Cursor::new(ahead.clone()).chain(text));
        }
        let mut rows = Rows::open(dialect, text);
        let (header, line) = rows.header(dialect, intake.problems)?.ok_or(ProblemKind::Empty)?;
        let Some(layout) = Layout::of(&header) else {
            let names = header.iter().filter(|name| !name.is_empty()).map(|name| quote(name));
            let (names, n_more) = first_of(names.collect());
            return Err(ProblemKind::NoCoordinateColumns { names, n_more });
        };
        if dialect.n_rows_before > usize::from(dialect.has_separator_line) {
            intake.problems.about_file(ProblemKind::HeaderBelow(line));
        }
        let has_numbers = intake.wants().numbers && header.iter().any(|name| is_number(&folded(name)));
        let marks = has_numbers.then(|| {
            let text = match again {
                Some(again) => again().ok()?,
                None => Box::new(Cursor::new(ahead)),
            };
            let mut rows = Rows::open(dialect, text);
            rows.header(dialect, &mut Problems::new("", None)).ok()?;
            Some(marks_of(&mut rows, header.len(), intake.watch))
        });
        let marks = marks.flatten().unwrap_or_else(|| vec![Marks::default(); header.len()]);
        let fields = fields_of(&header, &marks, &layout, intake.problems, &mut intake.names);
        Ok(Self { rows, layout, header, fields })
    }

    /// Gives a row on as a record, or says what is wrong with it.
    pub(super) fn give(&self, row: &ByteRecord, number: usize, seen: SeenRow, intake: &mut Intake<'_, '_>) {
        let position = Position::Line(line_of(row));
        note_encoding(row, intake.problems);
        for (idx, found, read) in &seen.thousands {
            let read = read.to_string();
            intake.problems.count_example(Repeated::ReadAsThousands, self.column_name(Some(*idx)), found, &read);
        }
        let wants = intake.wants();
        let place = match seen.place {
            Ok(None) if !wants.unplaced => Err(self.layout.no_geometry()),
            place => place,
        };
        match place {
            Err((column, kind)) => intake.refuse(&position, self.column_name(column), kind, self.layout.id(row)),
            Ok(place) => {
                let text = if wants.whole_texts { whole_cell } else { cell };
                let fields = self.fields.iter().filter_map(|(idx, name)| {
                    let text = text(row, *idx);
                    (!text.is_empty()).then(|| (Rc::clone(name), Value::String(text.into_owned())))
                });
                let fields = Fields::from_sorted(fields.collect());
                intake.give(RawRecord { position, number, id: None, place: Ok(place), fields });
            }
        }
    }

    fn column_name(&self, column: Option<usize>) -> Option<&str> {
        column.and_then(|idx| self.header.get(idx)).map(String::as_str)
    }
}

/// The first of many names, and how many more there are.
fn first_of(mut names: Vec<String>) -> (Vec<String>, usize) {
    let n_more = names.len().saturating_sub(MAX_NAMES_TOLD);
    names.truncate(MAX_NAMES_TOLD);
    (names, n_more)
}

/// The columns that hold a field: those with a name that give no place, of equal names the first. Doubles are told.
fn fields_of(
    header: &[String],
    marks: &[Marks],
    layout: &Layout,
    problems: &mut Problems,
    names: &mut FieldNames,
) -> Vec<(usize, Rc<FieldName>)> {
    let mut columns: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (idx, name) in header.iter().enumerate().filter(|(_, name)| !folded(name).is_empty()) {
        columns.entry(folded(name)).or_insert((idx, 0)).1 += 1;
    }
    let mut in_order: Vec<(usize, usize)> = columns.values().copied().collect();
    in_order.sort_unstable();
    let place = layout.place.positions();
    let mut fields = BTreeMap::new();
    for (idx, n) in in_order {
        if n > 1 {
            problems.count_times(Repeated::DoubleColumn, Some(&quote(&header[idx])), n);
        }
        let name = names.add(FieldName::new(&header[idx], marks.get(idx).copied().unwrap_or_default()));
        if place.contains(&idx) {
            name.note_use();
        } else {
            fields.insert(name.folded.clone(), (idx, name));
        }
    }
    fields.into_values().collect()
}
