//! Table of `bereik`: per point the walking distance to the nearest of each kind, as CSV.
//!
//! The points come in batches: while one batch is read, the rows of the batch before are made on all cores and those before
//! it are written. So memory stays bounded whatever the size of the file, and the order is that of the input.

use std::fs::File;
use std::io::{self, Write};
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use rayon::prelude::*;

use super::target::OwnFiles;
use crate::analysis::situation::Situation;
use crate::analysis::walk::{NearestOfEach, NearestPlace, Walk};
use crate::domain::amenity::AmenityKind;
use crate::files::Sources;
use crate::import::{MeasuringPoint, ReadPoints, Watch, neutral, read_points};

/// Points whose rows are made by one core at once; their text stays in its cache.
const POINTS_PER_CHUNK: usize = 256;

/// Batches of points that wait until their rows are made.
const BATCHES_WAITING: usize = 2;

/// Bytes of an id with a comma on both sides.
const ID_BYTES: usize = 38;

/// Why there is no table.
#[derive(Debug, thiserror::Error)]
pub enum ReachError {
    /// Not one point came out of the file; what was wrong with it is told.
    #[error("no points")]
    NoPoints(ReadPoints),
    /// The table cannot be written.
    #[error("writing: {0}")]
    Write(#[from] io::Error),
}

/// The columns of one kind.
#[derive(Debug)]
struct KindColumn {
    kind: AmenityKind,
    /// An id per place, between commas; none at all where they stay at home.
    ids: Vec<[u8; ID_BYTES]>,
}

/// The given kinds, in the order of the catalogue.
#[derive(Debug)]
pub struct ReachTable {
    kinds: Vec<KindColumn>,
    nearest: NearestOfEach,
}

impl ReachTable {
    /// The kinds that were given in a situation.
    pub fn new(situation: &Situation, walk: Walk) -> Self {
        let columns = AmenityKind::all().filter_map(|kind| {
            let ids = situation.places(kind)?.iter().map(|place| id_bytes(&place.id)).collect();
            Some(KindColumn { kind, ids })
        });
        let columns: Vec<KindColumn> = columns.collect();
        let kinds: Vec<AmenityKind> = columns.iter().map(|column| column.kind).collect();
        Self { kinds: columns, nearest: NearestOfEach::new(situation, &kinds, walk) }
    }

    /// How many kinds there are.
    pub fn n_kinds(&self) -> usize {
        self.kinds.len()
    }

    /// Tells no ids of these kinds: their layer is not to be shared.
    pub fn without_ids_of(mut self, kinds: &[AmenityKind]) -> Self {
        self.kinds.iter_mut().filter(|column| kinds.contains(&column.kind)).for_each(|column| column.ids.clear());
        self
    }

    fn header(&self) -> String {
        let columns = self.kinds.iter().map(|column| format!(",{0}_m,{0}_id", column.kind.role()));
        format!("id{}\n", columns.collect::<String>())
    }

    fn append_row(&self, out: &mut Vec<u8>, point: &MeasuringPoint) {
        append_id(out, point.id.as_bytes());
        out.push(b',');
        let mut columns = self.kinds.iter();
        let mut append = |nearest: NearestPlace| {
            let Some(column) = columns.next() else { return };
            if let Some((_, walking_m)) = nearest {
                append_tenths(out, walking_m);
            }
            match nearest.and_then(|(idx, _)| column.ids.get(idx)) {
                Some(id) => out.extend_from_slice(id),
                None => out.extend_from_slice(b",,"),
            }
        };
        match point.at {
            Some(at) if point.others.is_empty() => self.nearest.nearest(at, append),
            at => (0..self.kinds.len()).for_each(|kind_idx| {
                let places = at.iter().chain(&point.others);
                let nearest = places.filter_map(|at| self.nearest.nearest_of(kind_idx, *at));
                append(nearest.min_by(|one, other| one.1.total_cmp(&other.1)));
            }),
        }
        // Instead of the comma behind the last cell.
        out.pop();
        out.push(b'\n');
    }
}

fn id_bytes(id: &uuid::Uuid) -> [u8; ID_BYTES] {
    let mut bytes = [b','; ID_BYTES];
    id.hyphenated().encode_lower(&mut bytes[1..]);
    bytes
}

/// Copies an id, in quotes where CSV asks for them, and never as a formula.
fn append_id(out: &mut Vec<u8>, id: &[u8]) {
    let text = std::str::from_utf8(id).map(neutral);
    let id = text.as_ref().map_or(id, |text| text.as_bytes());
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
    const POWERS_OF_TEN: [u32; 8] = [10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
    let tenths = (distance_m * 10.0 + 0.5) as u32;
    let digit = |number: u32| b'0' + (number % 10) as u8;
    let mut whole = tenths / 10;
    let n_digits = 1 + POWERS_OF_TEN.iter().map(|power| usize::from(whole >= *power)).sum::<usize>();
    let mut text = [b'.'; 12];
    text[n_digits + 1] = digit(tenths);
    for at in (0..n_digits).rev() {
        text[at] = digit(whole);
        whole /= 10;
    }
    // A text of a fixed length is copied at once.
    let end = out.len() + n_digits + 2;
    out.extend_from_slice(&text);
    out.truncate(end);
}

/// Writes the table of the points in a file.
///
/// Rows stand in the input's order; a point without a usable place keeps its row, empty. Without an id of its own a
/// point has the number of its line, or of its feature.
///
/// # Errors
/// [`ReachError`]; the output file is then not written at all.
pub fn write_reach_table(
    points: &Path,
    output: &Path,
    table: &ReachTable,
    watch: &dyn Watch,
) -> Result<ReadPoints, ReachError> {
    let sources = Sources::new([points.to_owned()]);
    let mut files = OwnFiles::new(&sources);
    let mut out = files.create(output)?.into_inner().map_err(io::IntoInnerError::into_error)?;
    out.write_all(table.header().as_bytes())?;
    let rows = Rows { table, out, ready: Vec::new(), filling: Vec::new() };
    let (sender, batches) = sync_channel(BATCHES_WAITING);
    let (read, written) = thread::scope(|scope| {
        let writing = thread::Builder::new().spawn_scoped(scope, || rows.write(batches))?;
        let read = read_points(points, watch, &mut |batch| sender.send(batch).is_ok());
        drop(sender);
        Ok::<_, io::Error>((read, writing.join().unwrap_or_else(|panic| resume_unwind(panic))))
    })?;
    written?;
    if read.n_points == 0 {
        return Err(ReachError::NoPoints(read));
    }
    // No sync to the disk here: it would take longer than the table, which can be made again.
    files.publish()?;
    Ok(read)
}

/// Rows on their way to the file; the buffers are used again.
struct Rows<'a> {
    table: &'a ReachTable,
    out: File,
    /// Text that waits to be written.
    ready: Vec<Vec<u8>>,
    /// Text that is being made.
    filling: Vec<Vec<u8>>,
}

impl Rows<'_> {
    /// Writes the rows of all batches.
    fn write(mut self, batches: Receiver<Vec<MeasuringPoint>>) -> io::Result<()> {
        batches.into_iter().try_for_each(|batch| self.add(&batch))?;
        write_all(&mut self.out, &self.ready)
    }

    /// Makes the rows of a batch while those of the batch before are written.
    fn add(&mut self, batch: &[MeasuringPoint]) -> io::Result<()> {
        let Self { table, out, ready, filling } = self;
        filling.resize_with(batch.len().div_ceil(POINTS_PER_CHUNK), Vec::new);
        let make = |(text, points): (&mut Vec<u8>, &[MeasuringPoint])| {
            text.clear();
            points.iter().for_each(|point| table.append_row(text, point));
        };
        let (written, ()) = rayon::join(
            || write_all(out, ready),
            || filling.par_iter_mut().zip(batch.par_chunks(POINTS_PER_CHUNK)).for_each(make),
        );
        std::mem::swap(ready, filling);
        written
    }
}

fn write_all(out: &mut File, texts: &[Vec<u8>]) -> io::Result<()> {
    texts.iter().try_for_each(|text| out.write_all(text))
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
        out.clear();
        append_id(&mut out, b"=1+1");
        assert_eq!(out, b"'=1+1");
    }
}
