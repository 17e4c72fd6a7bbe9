//! Table of `bereik`: per point the walking distance to the nearest of each kind, as CSV.
//!
//! The points come in batches: while one batch is computed on all cores the batch before is written, so memory stays
//! bounded whatever the size of the file, and the order is that of the input.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;

use super::target::OwnFiles;
use crate::analysis::situation::Situation;
use crate::analysis::walk::{NearestOf, Walk};
use crate::domain::amenity::AmenityKind;
use crate::files::Sources;
use crate::import::{MeasuringPoint, ReadPoints, Watch, neutral, read_points};

/// Points whose rows are made by one core at once; their text stays in its cache.
const POINTS_PER_CHUNK: usize = 256;

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

/// The places of one kind, ready to be asked.
#[derive(Debug)]
struct KindColumn {
    kind: AmenityKind,
    index: NearestOf,
    ids: Vec<[u8; 36]>,
}

/// The given kinds, in the order of the catalogue.
#[derive(Debug)]
pub struct ReachTable {
    kinds: Vec<KindColumn>,
}

impl ReachTable {
    /// The kinds that were given in a situation.
    #[must_use]
    pub fn new(situation: &Situation, walk: Walk) -> Self {
        let kinds = AmenityKind::all().filter_map(|kind| {
            let places = situation.places(kind)?;
            let ids = places.iter().map(|place| id_bytes(&place.id)).collect();
            Some(KindColumn { kind, index: NearestOf::new(situation, kind, walk)?, ids })
        });
        Self { kinds: kinds.collect() }
    }

    /// How many kinds there are.
    #[must_use]
    pub fn n_kinds(&self) -> usize {
        self.kinds.len()
    }

    /// Tells no ids of these kinds: their layer is not to be shared.
    #[must_use]
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
        for column in &self.kinds {
            let places = point.at.iter().chain(&point.others);
            let nearest = places.filter_map(|at| column.index.nearest(*at));
            match nearest.min_by(|one, other| one.1.total_cmp(&other.1)) {
                Some((idx, walking_m)) => {
                    out.push(b',');
                    append_tenths(out, walking_m);
                    out.push(b',');
                    out.extend_from_slice(column.ids.get(idx).map_or(&[][..], |id| id));
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
    let tenths = (distance_m * 10.0 + 0.5) as u64;
    out.extend_from_slice(itoa::Buffer::new().format(tenths / 10).as_bytes());
    out.push(b'.');
    out.push(b'0' + (tenths % 10) as u8);
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
    let mut rows = Rows { table, out, ready: Vec::new(), filling: Vec::new() };
    let mut written = Ok(());
    let read = read_points(points, watch, &mut |batch| {
        written = rows.add(&batch);
        written.is_ok()
    });
    written.and_then(|()| write_all(&mut rows.out, &rows.ready))?;
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
