//! Table of `bereik`: per point the walking distance to the nearest of each kind, from CSV or GeoJSON to CSV.
//!
//! The points pass through in blocks of whole lines: while one batch is computed on all cores the batch before is
//! written, so memory stays bounded whatever the size of the file, and the order is that of the input.

mod features;
mod points;
mod sentences;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use geo::Coord;
use memchr::{memchr, memchr_iter};
use rayon::prelude::*;

use self::points::{BlockReader, Columns, Fields, PlainFields};
pub use self::sentences::{reach_error, row_problem};
use super::staged::StagedFiles;
use crate::analysis::nearest::NearestIndex;
use crate::analysis::situation::Situation;
use crate::domain::amenity::AmenityKind;

/// Why there is no table.
#[derive(Debug, thiserror::Error)]
pub enum ReachError {
    /// The points cannot be read.
    #[error("reading: {0}")]
    Read(io::Error),
    /// The table cannot be written.
    #[error("writing: {0}")]
    Write(io::Error),
    /// The file is empty.
    #[error("no header")]
    NoHeader,
    /// None of the column names that hold coordinates.
    #[error("no coordinates in columns {header}")]
    NoCoordinates {
        /// The names found.
        header: String,
    },
    /// Starts as GeoJSON but is not.
    #[error("not GeoJSON: {0}")]
    GeoJson(String),
}

/// What is wrong with the place of one row.
#[derive(Debug, Clone, PartialEq)]
pub enum RowProblemKind {
    /// A coordinate is missing.
    NoValue,
    /// A coordinate is not a number.
    NotANumber {
        /// What stands there.
        value: String,
    },
    /// Not a point.
    NotAPoint {
        /// What stands there.
        value: String,
    },
    /// Outside the Netherlands and the area around it.
    OutsideNetherlands {
        /// First coordinate as read.
        x: f64,
        /// Second coordinate as read.
        y: f64,
    },
}

/// A row whose place cannot be used: it keeps its id and stays empty.
#[derive(Debug, Clone, PartialEq)]
pub struct RowProblem {
    /// Line in the file (of a feature: its number), from 1.
    pub line: u64,
    /// What is wrong.
    pub kind: RowProblemKind,
}

/// So many problems are kept; the rest is counted.
const MAX_PROBLEMS: usize = 1_000;

/// What came of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReachSummary {
    /// Points in the table.
    pub n_points: u64,
    /// Points without a usable place.
    pub n_without_place: u64,
    /// Points whose longitude and latitude were swapped.
    pub n_swapped: u64,
    /// What is wrong, by line; no more than a thousand.
    pub problems: Vec<RowProblem>,
}

/// The places of one kind, ready to be asked.
#[derive(Debug)]
struct KindColumn {
    kind: AmenityKind,
    index: NearestIndex,
    ids: Vec<[u8; 36]>,
}

/// The given kinds, in the order of the catalogue, and how a straight line becomes a walk.
#[derive(Debug)]
pub struct ReachTable {
    kinds: Vec<KindColumn>,
    detour_factor: f64,
}

impl ReachTable {
    /// The kinds that were given in a situation.
    #[must_use]
    pub fn new(situation: &Situation, detour_factor: f64) -> Self {
        let kinds = AmenityKind::all().filter_map(|kind| {
            let places = situation.places(kind)?;
            let coords: Vec<Coord<f64>> = places.iter().map(|place| place.point.0.0).collect();
            let ids = places.iter().map(|place| id_bytes(&place.id)).collect();
            Some(KindColumn { kind, index: NearestIndex::new(&coords), ids })
        });
        Self { kinds: kinds.collect(), detour_factor }
    }

    /// How many kinds there are.
    #[must_use]
    pub fn n_kinds(&self) -> usize {
        self.kinds.len()
    }

    fn header(&self) -> String {
        let columns = self.kinds.iter().map(|column| format!(",{0}_m,{0}_id", column.kind.role()));
        format!("id{}\n", columns.collect::<String>())
    }

    fn append_row(&self, out: &mut Vec<u8>, id: &[u8], at: Option<Coord<f64>>) {
        append_id(out, id);
        for column in &self.kinds {
            match at.and_then(|at| column.index.nearest(at)) {
                Some((idx, straight_m)) => {
                    out.push(b',');
                    append_tenths(out, straight_m * self.detour_factor);
                    out.push(b',');
                    out.extend_from_slice(&column.ids[idx]);
                }
                None => out.extend_from_slice(b",,"),
            }
        }
        out.push(b'\n');
    }
}

fn id_bytes(id: &uuid::Uuid) -> [u8; 36] {
    let mut bytes = [0; 36];
    id.hyphenated().encode_lower(&mut bytes);
    bytes
}

/// Copies an id, in quotes where CSV asks for them.
fn append_id(out: &mut Vec<u8>, id: &[u8]) {
    if id.iter().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) {
        out.push(b'"');
        for byte in id {
            out.extend_from_slice(if *byte == b'"' { b"\"\"" } else { std::slice::from_ref(byte) });
        }
        out.push(b'"');
    } else {
        out.extend_from_slice(id);
    }
}

/// A distance in metres with one decimal; the tenth is rounded to the nearest, a half upward.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a distance on Earth in tenths of a metre")]
fn append_tenths(out: &mut Vec<u8>, distance_m: f64) {
    let tenths = (distance_m * 10.0 + 0.5) as u64;
    out.extend_from_slice(itoa::Buffer::new().format(tenths / 10).as_bytes());
    out.push(b'.');
    out.push(b'0' + (tenths % 10) as u8);
}

/// Lines on their way from the file to the table; its buffers are used again.
#[derive(Debug, Default)]
struct Block {
    input: Vec<u8>,
    output: Vec<u8>,
    summary: ReachSummary,
    /// How many lines of the file stand before it.
    n_lines_before: u64,
}

/// Writes the table of the points in a file; calls `on_progress` with the bytes read so far.
///
/// Rows stand in the input's order; a point without a usable place keeps its row, empty. Without a column `id`
/// the id is the number of the line in the file.
///
/// # Errors
/// [`ReachError`]; the output file is then not written at all.
pub fn write_reach_table(
    points: &Path,
    output: &Path,
    table: &ReachTable,
    on_progress: &(dyn Fn(u64) + Sync),
) -> Result<ReachSummary, ReachError> {
    let mut input = BufReader::with_capacity(points::BLOCK_BYTES, File::open(points).map_err(ReachError::Read)?);
    let start = input.fill_buf().map_err(ReachError::Read)?;
    let n_mark = if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let is_geojson = start[n_mark..].trim_ascii_start().first() == Some(&b'{');
    input.consume(n_mark);
    let mut staged = StagedFiles::default();
    let temporary = staged.stage(output).map_err(ReachError::Write)?;
    let mut out = File::create_new(temporary).map_err(ReachError::Write)?;
    out.write_all(table.header().as_bytes()).map_err(ReachError::Write)?;
    let summary = if is_geojson {
        features::write_rows(input, &mut out, table)?
    } else {
        write_rows(input, &mut out, table, on_progress)?
    };
    // No sync to the disk here: it would take longer than the table, which can be made again.
    staged.publish().map_err(ReachError::Write)?;
    Ok(summary)
}

fn write_rows(
    input: impl io::Read + Send,
    out: &mut File,
    table: &ReachTable,
    on_progress: &(dyn Fn(u64) + Sync),
) -> Result<ReachSummary, ReachError> {
    let mut reader = BlockReader::new(input);
    let columns = Columns::from_header(&reader.header()?)?;
    let n_blocks = 2 * rayon::current_num_threads();
    let new_batch = || (0..n_blocks).map(|_| Block::default()).collect::<Vec<_>>();
    let (mut ready, mut filling) = (new_batch(), new_batch());
    let mut summary = ReachSummary::default();
    let mut n_lines = 1;
    let mut n_bytes = 0;
    loop {
        let (written, filled) = rayon::join(
            || ready.iter().try_for_each(|block| out.write_all(&block.output)).map_err(ReachError::Write),
            || fill_batch(&mut reader, &mut filling, &mut n_lines, &columns, table),
        );
        written?;
        filled?;
        let batch_bytes: usize = filling.iter().map(|block| block.input.len()).sum();
        if batch_bytes == 0 {
            return Ok(summary);
        }
        for block in &mut filling {
            summary.take_in(&mut block.summary);
        }
        n_bytes += batch_bytes as u64;
        on_progress(n_bytes);
        std::mem::swap(&mut ready, &mut filling);
    }
}

impl ReachSummary {
    /// Adds the summary of the next block.
    fn take_in(&mut self, block: &mut Self) {
        self.n_points += block.n_points;
        self.n_without_place += block.n_without_place;
        self.n_swapped += block.n_swapped;
        let room = MAX_PROBLEMS.saturating_sub(self.problems.len());
        self.problems.extend(block.problems.drain(..).take(room));
    }

    fn add_problem(&mut self, line: u64, kind: RowProblemKind) {
        self.n_without_place += 1;
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(RowProblem { line, kind });
        }
    }
}

fn fill_batch(
    reader: &mut BlockReader<impl io::Read>,
    batch: &mut [Block],
    n_lines: &mut u64,
    columns: &Columns,
    table: &ReachTable,
) -> Result<(), ReachError> {
    for block in batch.iter_mut() {
        reader.fill(&mut block.input)?;
        block.n_lines_before = *n_lines;
        *n_lines += memchr_iter(b'\n', &block.input).count() as u64;
    }
    batch.par_iter_mut().for_each(|block| block.compute(columns, table));
    Ok(())
}

impl Block {
    /// Writes the rows of the input into the output.
    fn compute(&mut self, columns: &Columns, table: &ReachTable) {
        let input = std::mem::take(&mut self.input);
        self.output.clear();
        self.summary = ReachSummary::default();
        if memchr(b'"', &input).is_some() {
            self.compute_quoted(&input, columns, table);
        } else {
            self.compute_plain(&input, columns, table);
        }
        self.input = input;
    }

    fn compute_plain(&mut self, input: &[u8], columns: &Columns, table: &ReachTable) {
        let mut fields = PlainFields::default();
        let (mut rest, mut line) = (input, self.n_lines_before);
        while !rest.is_empty() {
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            let text = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
            rest = &rest[(end + 1).min(rest.len())..];
            line += 1;
            if !text.is_empty() {
                fields.cut(text, columns);
                self.add_record(&fields, line, columns, table);
            }
        }
    }

    fn compute_quoted(&mut self, input: &[u8], columns: &Columns, table: &ReachTable) {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(columns.separator).from_reader(input);
        let mut record = csv::ByteRecord::new();
        // Reading records of any length from memory cannot fail.
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let line = self.n_lines_before + record.position().map_or(0, csv::Position::line);
            self.add_record(&record, line, columns, table);
        }
    }

    fn add_record(&mut self, record: &impl Fields, line: u64, columns: &Columns, table: &ReachTable) {
        self.summary.n_points += 1;
        let at = match columns.place(record) {
            Ok(placed) => {
                self.summary.n_swapped += u64::from(placed.swapped);
                Some(placed.at)
            }
            Err(kind) => {
                self.summary.add_problem(line, kind);
                None
            }
        };
        match columns.id {
            Some(column) => table.append_row(&mut self.output, record.field(column).unwrap_or_default(), at),
            None => table.append_row(&mut self.output, itoa::Buffer::new().format(line).as_bytes(), at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_get_one_decimal_rounded_to_the_nearest_tenth() {
        let written = |distance_m: f64| {
            let mut out = Vec::new();
            append_tenths(&mut out, distance_m);
            String::from_utf8(out).expect("digits")
        };
        assert_eq!(written(0.0), "0.0");
        assert_eq!(written(0.05), "0.1");
        assert_eq!(written(999.94), "999.9");
        assert_eq!(written(999.96), "1000.0");
    }

    #[test]
    fn an_id_with_a_comma_or_quote_is_quoted() {
        let mut out = Vec::new();
        append_id(&mut out, b"a,\"b\"");
        assert_eq!(out, b"\"a,\"\"b\"\"\"");
    }
}
