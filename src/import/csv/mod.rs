//! CSV: a header, and rows of which each has its own chance.

mod header;
mod layout;
mod points;
mod survey;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};
use serde_json::Value;

use self::header::{Dialect, dialect};
use self::layout::{Layout, cell};
use super::bytes::text_from_bytes;
use super::columns::{FieldName, FieldNames, folded, is_number};
use super::numerals::Marks;
use super::problem::{Position, ProblemKind, Problems, Repeated, quote};
use super::reading::{Intake, RawRecord};
use super::record::Fields;
use super::watch::FileWatch;

pub(super) use points::read_points;

/// Largest row that is read, in bytes; a quote that is never closed ends here and not at the end of memory.
const MAX_ROW_BYTES: usize = 16 * 1024 * 1024;

/// Most columns that are read.
const MAX_COLUMNS: usize = 10_000;

/// Most column names that are told when none gives a place.
const MAX_NAMES_TOLD: usize = 12;

/// What is asked of the file at once, in bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// How much is looked at for the marks in numbers where a text can be read only once, in bytes.
const LOOK_AHEAD_BYTES: u64 = 4 * 1024 * 1024;

/// A CSV text to read.
pub(crate) struct CsvText<'a> {
    /// Its beginning.
    pub(crate) head: &'a [u8],
    pub(crate) text: Box<dyn Read>,
    /// Gives the text once more, where that can be done.
    pub(crate) again: Option<&'a dyn Fn() -> io::Result<Box<dyn Read>>>,
}

/// Reads all rows of a CSV text into the intake.
pub(crate) fn read(text: CsvText<'_>, intake: &mut Intake<'_, '_>) {
    let Some(mut table) = Table::open(text, true, intake.watch, intake.problems, &mut intake.names) else { return };
    let mut row = ByteRecord::new();
    let mut number = 0;
    loop {
        match table.rows.next(&mut row) {
            Ok(true) => {}
            Ok(false) => return,
            Err(kind) => return intake.problems.about_file(kind),
        }
        number += 1;
        if !Layout::is_blank(&row) {
            table.give_row(&row, number, intake);
        }
        if number % 1024 == 0 && intake.watch.stops_at(table.rows.n_bytes()) {
            return intake.problems.about_file(ProblemKind::Cancelled);
        }
    }
}

/// A CSV of which the header is read.
struct Table {
    rows: Rows,
    layout: Layout,
    /// The names of the columns, as the file writes them.
    header: Vec<String>,
    /// Columns that hold a field, in the order of their folded names.
    fields: Vec<(usize, Rc<FieldName>)>,
}

impl Table {
    /// Reads up to the header, and when the numbers are asked for looks at those of all rows. Nothing, with a problem,
    /// when no column gives a place.
    fn open(
        text: CsvText<'_>,
        with_numbers: bool,
        watch: &FileWatch<'_>,
        problems: &mut Problems,
        names: &mut FieldNames,
    ) -> Option<Self> {
        let CsvText { head, mut text, again } = text;
        let dialect = dialect(head);
        let mut ahead = Vec::new();
        if again.is_none() && text.by_ref().take(LOOK_AHEAD_BYTES).read_to_end(&mut ahead).is_ok() {
            text = Box::new(Cursor::new(ahead.clone()).chain(text));
        }
        let mut rows = Rows::open(dialect, text);
        let (header, line) = match rows.header(dialect, problems) {
            Ok(Some(header)) => header,
            Ok(None) => return told(problems, ProblemKind::Empty),
            Err(kind) => return told(problems, kind),
        };
        let Some(layout) = Layout::of(&header) else {
            let names = header.iter().filter(|name| !name.is_empty()).map(|name| quote(name));
            let (names, n_more) = first_of(names.collect());
            return told(problems, ProblemKind::NoCoordinateColumns { names, n_more });
        };
        if dialect.n_rows_before > usize::from(dialect.has_separator_line) {
            problems.about_file(ProblemKind::HeaderBelow(line));
        }
        let has_numbers = with_numbers && header.iter().any(|name| is_number(&folded(name)));
        let marks = has_numbers.then(|| {
            let text = match again {
                Some(again) => again().ok()?,
                None => Box::new(Cursor::new(ahead)),
            };
            let mut rows = Rows::open(dialect, text);
            rows.header(dialect, &mut Problems::new("", None)).ok()?;
            Some(survey::marks_of(&mut rows, header.len(), watch))
        });
        let marks = marks.flatten().unwrap_or_else(|| vec![Marks::default(); header.len()]);
        let fields = fields_of(&header, &marks, &layout, problems, names);
        Some(Self { rows, layout, header, fields })
    }

    fn give_row(&self, row: &ByteRecord, number: usize, intake: &mut Intake<'_, '_>) {
        let position = Position::Line(line_of(row));
        note_encoding(row, intake.problems);
        let geometry = match self.layout.fits(row).and_then(|()| self.layout.geometry(row)) {
            Ok(geometry) => geometry,
            Err((column, kind)) => return intake.refuse_in(&position, self.column_name(column), kind),
        };
        self.note_thousands(&geometry.thousands, intake.problems);
        let fields = self.fields.iter().filter_map(|(idx, name)| {
            let text = cell(row, *idx);
            (!text.is_empty()).then(|| (Rc::clone(name), Value::String(text.into_owned())))
        });
        let fields = Fields::from_sorted(fields.collect());
        let (geometry, crs) = (Some(geometry.written.into_raw()), Some(geometry.crs));
        intake.give(RawRecord { position, number, id: None, geometry, crs, fields });
    }

    fn column_name(&self, column: Option<usize>) -> Option<&str> {
        column.and_then(|idx| self.header.get(idx)).map(String::as_str)
    }

    fn note_thousands(&self, thousands: &[(usize, String, f64)], problems: &mut Problems) {
        for (idx, found, read) in thousands {
            problems.count_example(Repeated::ReadAsThousands, self.column_name(Some(*idx)), found, &read.to_string());
        }
    }
}

fn told<T>(problems: &mut Problems, kind: ProblemKind) -> Option<T> {
    problems.about_file(kind);
    None
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

/// Tells of texts that are not UTF-8.
fn note_encoding(row: &ByteRecord, problems: &mut Problems) {
    if std::str::from_utf8(row.as_slice()).is_ok() {
        return;
    }
    let n = row.iter().filter(|field| text_from_bytes(field).1).count();
    if n > 0 {
        problems.count_times(Repeated::Windows1252, None, n);
    }
}

fn line_of(row: &ByteRecord) -> u64 {
    row.position().map_or(0, csv::Position::line)
}

/// The rows of a text, one after the other.
struct Rows {
    reader: csv::Reader<RowLimit>,
    row_bytes: Rc<Cell<usize>>,
}

impl Rows {
    fn open(dialect: Dialect, text: Box<dyn Read>) -> Self {
        let row_bytes = Rc::new(Cell::new(0));
        let limited =
            RowLimit { input: text, row_bytes: Rc::clone(&row_bytes), bare_returns: dialect.has_bare_returns };
        let reader = ReaderBuilder::new()
            .delimiter(dialect.separator)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BUFFER_BYTES)
            .from_reader(limited);
        Self { reader, row_bytes }
    }

    /// The names in the header and the line it stands on; nothing at the end of the text.
    fn header(&mut self, dialect: Dialect, problems: &mut Problems) -> Result<Option<(Vec<String>, u64)>, ProblemKind> {
        let mut row = ByteRecord::new();
        for _ in 0..=dialect.n_rows_before {
            if !self.next(&mut row)? {
                return Ok(None);
            }
        }
        note_encoding(&row, problems);
        let n = row.len().min(MAX_COLUMNS);
        Ok(Some(((0..n).map(|idx| cell(&row, idx).into_owned()).collect(), line_of(&row))))
    }

    /// Reads the next row; false at the end.
    fn next(&mut self, row: &mut ByteRecord) -> Result<bool, ProblemKind> {
        self.row_bytes.set(0);
        self.reader.read_byte_record(row).map_err(|error| read_fault(&error))
    }

    /// Bytes read so far.
    fn n_bytes(&self) -> u64 {
        self.reader.position().byte()
    }
}

fn read_fault(error: &csv::Error) -> ProblemKind {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            ProblemKind::RowTooLarge { max_bytes: MAX_ROW_BYTES }
        }
        csv::ErrorKind::Io(error) => ProblemKind::NotReadable(error.kind()),
        _ => ProblemKind::NotReadable(io::ErrorKind::Other),
    }
}

/// Stops reading when one row takes more than [`MAX_ROW_BYTES`], and makes line ends of bare returns.
struct RowLimit {
    input: Box<dyn Read>,
    row_bytes: Rc<Cell<usize>>,
    bare_returns: bool,
}

impl Read for RowLimit {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.row_bytes.get() > MAX_ROW_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let n = self.input.read(into)?;
        if self.bare_returns {
            header::make_line_feeds(&mut into[..n]);
        }
        self.row_bytes.set(self.row_bytes.get() + n);
        Ok(n)
    }
}
