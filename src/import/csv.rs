//! CSV: a header, and rows of which each has its own chance.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};
use serde_json::Value;

use super::bytes::text_from_bytes;
use super::crs_name::crs_from_name;
use super::problem::{Position, ProblemKind, Repeated, quote};
use super::reading::{Intake, RawRecord};
use super::record::{Fields, folded, number_from_text};
use super::shape::{DeclaredCrs, Nested, RawGeometry};
use super::wkt::geometry_from_wkt;

/// Largest row that is read, in bytes; a quote that is never closed ends here and not at the end of memory.
const MAX_ROW_BYTES: usize = 16 * 1024 * 1024;

/// Most columns that are read.
const MAX_COLUMNS: usize = 10_000;

/// Pairs of columns that give a place, folded, with what they say of the CRS; in order of preference.
const COORDINATE_COLUMNS: [(&str, &str, DeclaredCrs); 11] = [
    ("xrd", "yrd", DeclaredCrs::Rd),
    ("rdx", "rdy", DeclaredCrs::Rd),
    ("lon", "lat", DeclaredCrs::Unknown),
    ("lengte", "breedte", DeclaredCrs::Unknown),
    ("lengtegraad", "breedtegraad", DeclaredCrs::Unknown),
    ("longitude", "latitude", DeclaredCrs::Unknown),
    ("stoplon", "stoplat", DeclaredCrs::Unknown),
    ("lng", "lat", DeclaredCrs::Unknown),
    ("x", "y", DeclaredCrs::PlainXy),
    ("xcoord", "ycoord", DeclaredCrs::PlainXy),
    ("xcoordinaat", "ycoordinaat", DeclaredCrs::PlainXy),
];

/// Columns that hold a whole geometry.
const WKT_COLUMNS: [&str; 5] = ["wkt", "geom", "geometry", "geometrie", "wktgeometry"];

/// Where a row's place stands.
enum Place {
    Pair { x_idx: usize, y_idx: usize, crs: DeclaredCrs },
    Wkt(usize),
}

/// Reads all rows of a CSV text into the intake; `head` is its beginning, for the separator.
pub(crate) fn read(head: &[u8], text: Box<dyn Read>, intake: &mut Intake<'_, '_>) {
    let row_bytes = Rc::new(Cell::new(0));
    let limited = RowLimit { input: text, row_bytes: Rc::clone(&row_bytes) };
    let mut reader =
        ReaderBuilder::new().delimiter(separator(head)).has_headers(false).flexible(true).from_reader(limited);
    let mut row = ByteRecord::new();
    let header = match reader.read_byte_record(&mut row) {
        Ok(true) => header_of(&row, intake),
        Ok(false) => return intake.problems.about_file(ProblemKind::Empty),
        Err(error) => return intake.problems.about_file(read_fault(&error)),
    };
    let Some(place) = place_of(&header) else {
        return intake.problems.about_file(ProblemKind::NoCoordinateColumns);
    };
    let mut number = 0;
    loop {
        row_bytes.set(0);
        match reader.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => return intake.problems.about_file(read_fault(&error)),
        }
        number += 1;
        let line = row.position().map_or(0, csv::Position::line);
        read_row(&row, line, number, &header, &place, intake);
        if number % 1024 == 0 && intake.watch.stops_at(reader.position().byte()) {
            return intake.problems.about_file(ProblemKind::Cancelled);
        }
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

/// The separator that the first line has most of, outside quotes.
fn separator(head: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|(_, n)| *n > 0) => break,
            _ if !quoted => counts.iter_mut().filter(|(mark, _)| mark == byte).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    counts.into_iter().max_by_key(|(mark, n)| (*n, *mark == b';')).map_or(b',', |(mark, _)| mark)
}

fn header_of(row: &ByteRecord, intake: &mut Intake<'_, '_>) -> Vec<String> {
    row.iter().take(MAX_COLUMNS).map(|name| field_text(name, intake)).collect()
}

fn field_text(bytes: &[u8], intake: &mut Intake<'_, '_>) -> String {
    let (text, was_windows) = text_from_bytes(bytes);
    if was_windows {
        intake.problems.count(Repeated::Windows1252, None);
    }
    text.trim().to_owned()
}

fn place_of(header: &[String]) -> Option<Place> {
    let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
    let idx_of = |wanted: &str| names.iter().position(|name| name == wanted);
    let pair = COORDINATE_COLUMNS
        .iter()
        .find_map(|(x, y, crs)| Some(Place::Pair { x_idx: idx_of(x)?, y_idx: idx_of(y)?, crs: *crs }));
    pair.or_else(|| WKT_COLUMNS.iter().find_map(|name| idx_of(name)).map(Place::Wkt))
}

fn read_row(row: &ByteRecord, line: u64, number: usize, header: &[String], place: &Place, intake: &mut Intake<'_, '_>) {
    let position = Position::Line(line);
    let blank = row.iter().all(|field| field.trim_ascii().is_empty());
    if blank {
        return;
    }
    // Spreadsheets end rows with separators that the header lacks; nothing stands between them.
    let surplus_is_blank = row.iter().skip(header.len()).all(|field| field.trim_ascii().is_empty());
    if row.len() < header.len() || !surplus_is_blank {
        let kind = ProblemKind::RaggedRow { found: row.len(), expected: header.len() };
        return intake.problems.at(&position, kind);
    }
    let values: Vec<String> = row.iter().take(header.len()).map(|field| field_text(field, intake)).collect();
    let placed = match place {
        Place::Pair { x_idx, y_idx, crs } => point(&values, [*x_idx, *y_idx]).map(|raw| (raw, Some(*crs))),
        Place::Wkt(idx) if values[*idx].is_empty() => Err(ProblemKind::NoGeometry),
        Place::Wkt(idx) => match geometry_from_wkt(&values[*idx]) {
            Some((raw, None)) => Ok((raw, Some(DeclaredCrs::PlainXy))),
            Some((raw, Some(code))) => match crs_from_name(code) {
                Some(crs) => Ok((raw, Some(crs))),
                None => Err(ProblemKind::RefusedCrs(quote(code))),
            },
            None => Err(ProblemKind::BrokenGeometry(quote(&values[*idx]))),
        },
    };
    let (geometry, crs) = match placed {
        Ok(placed) => placed,
        Err(kind) => return intake.problems.at(&position, kind),
    };
    let used = match place {
        Place::Pair { x_idx, y_idx, .. } => [*x_idx, *y_idx],
        Place::Wkt(idx) => [*idx, *idx],
    };
    let mut fields = Fields::default();
    for (idx, value) in values.into_iter().enumerate() {
        if !used.contains(&idx) && !value.is_empty() {
            fields.insert(&header[idx], Value::String(value));
        }
    }
    intake.give(RawRecord { position, number, id: None, geometry: Some(geometry), crs, fields });
}

fn point(values: &[String], [x_idx, y_idx]: [usize; 2]) -> Result<RawGeometry, ProblemKind> {
    if values[x_idx].is_empty() || values[y_idx].is_empty() {
        return Err(ProblemKind::NoGeometry);
    }
    let ordinate = |text: &str| number_from_text(text).ok_or(ProblemKind::CoordinateNotANumber);
    let position = Nested::Position([ordinate(&values[x_idx])?, ordinate(&values[y_idx])?]);
    Ok(RawGeometry { kind: "Point".to_owned(), coordinates: Some(position), geometries: None })
}

/// Stops reading when one row takes more than [`MAX_ROW_BYTES`].
struct RowLimit {
    input: Box<dyn Read>,
    row_bytes: Rc<Cell<usize>>,
}

impl Read for RowLimit {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.row_bytes.get() > MAX_ROW_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let n = self.input.read(into)?;
        self.row_bytes.set(self.row_bytes.get() + n);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_most_frequent_in_the_header() {
        assert_eq!(separator(b"id,naam,x,y\n1;2;3;4;5;6"), b',');
        assert_eq!(separator(b"id;naam, voluit;x;y\n"), b';');
        assert_eq!(separator(b"id\tnaam\tx\ty"), b'\t');
        assert_eq!(separator(b"\"a,b,c,d\";x;y"), b';');
        assert_eq!(separator(b""), b';');
    }
}
