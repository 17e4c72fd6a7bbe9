//! The rows of a CSV text, one after the other or some at a time.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};

use super::header::{Dialect, make_line_feeds};
use super::layout::cell;
use crate::domain::problem::{ProblemKind, ReadFault, Repeated};
use crate::import::bytes::text_from_bytes;
use crate::import::problems::Problems;

/// Largest row that is read, in bytes; a quote that is never closed ends here and not at the end of memory.
const MAX_ROW_BYTES: usize = 16 * 1024 * 1024;

/// Most columns that are read.
const MAX_COLUMNS: usize = 10_000;

/// What is asked of the file at once, in bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// Rows that are looked at together, and how much text at most.
const ROWS_PER_BATCH: usize = 1024;
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// Tells of texts that are not UTF-8.
pub(super) fn note_encoding(row: &ByteRecord, problems: &mut Problems) {
    if std::str::from_utf8(row.as_slice()).is_ok() {
        return;
    }
    let n = row.iter().filter(|field| text_from_bytes(field).1).count();
    if n > 0 {
        problems.count_times(Repeated::Windows1252, None, n);
    }
}

pub(super) fn line_of(row: &ByteRecord) -> u64 {
    row.position().map_or(0, csv::Position::line)
}

/// The rows of a text, one after the other.
pub(super) struct Rows {
    reader: csv::Reader<RowLimit>,
    row_bytes: Rc<Cell<usize>>,
}

impl Rows {
    pub(super) fn open(dialect: Dialect, text: Box<dyn Read>) -> Self {
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
    pub(super) fn header(
        &mut self,
        dialect: Dialect,
        problems: &mut Problems,
    ) -> Result<Option<(Vec<String>, u64)>, ProblemKind> {
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
    pub(super) fn next(&mut self, row: &mut ByteRecord) -> Result<bool, ProblemKind> {
        self.row_bytes.set(0);
        self.reader.read_byte_record(row).map_err(|error| read_fault(&error))
    }

    /// Reads the next rows into a batch, of which the records are used again: how many, and how the text ended if it did.
    pub(super) fn fill(&mut self, batch: &mut Vec<ByteRecord>) -> (usize, Option<Result<(), ProblemKind>>) {
        batch.resize_with(ROWS_PER_BATCH, ByteRecord::new);
        let mut n_bytes = 0;
        for (n, row) in batch.iter_mut().enumerate() {
            if n_bytes > BATCH_BYTES {
                return (n, None);
            }
            match self.next(row) {
                Ok(true) => n_bytes += row.as_slice().len(),
                Ok(false) => return (n, Some(Ok(()))),
                Err(kind) => return (n, Some(Err(kind))),
            }
        }
        (batch.len(), None)
    }

    /// Bytes read so far.
    pub(super) fn n_bytes(&self) -> u64 {
        self.reader.position().byte()
    }
}

fn read_fault(error: &csv::Error) -> ProblemKind {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            ProblemKind::RowTooLarge { max_bytes: MAX_ROW_BYTES }
        }
        csv::ErrorKind::Io(error) => ProblemKind::NotReadable(error.kind().into()),
        _ => ProblemKind::NotReadable(ReadFault::Other),
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
            make_line_feeds(&mut into[..n]);
        }
        self.row_bytes.set(self.row_bytes.get() + n);
        Ok(n)
    }
}
