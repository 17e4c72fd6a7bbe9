//! What the columns of a CSV hold: where the place and the id of a row stand, and what its coordinates say.

use std::borrow::Cow;

use csv::ByteRecord;
use geo::Coord;

use crate::domain::problem::ProblemKind;
use crate::domain::spelling::folded;
use crate::import::bytes::text_from_bytes;
use crate::import::columns::PlaceColumns;
use crate::import::crs_name::{DeclaredCrs, crs_from_name};
use crate::import::formula::whole;
use crate::import::numerals::{Ordinate, ordinate};
use crate::import::problems::quote;
use crate::import::raw_geometry::RawGeometry;
use crate::import::wkt::geometry_from_wkt;
use crate::layers::fields::ID;

/// What separates two coordinates in one cell; the first that leaves two numbers counts.
const BETWEEN_COORDINATES: [&str; 4] = [";", ", ", " ", ","];

/// Bytes that leave nothing to take off a cell of only these. Looked up, as a million ids are too random to guess at.
const BARE: [bool; 256] = {
    let mut bare = [false; 256];
    let mut byte = 0;
    while byte < bare.len() {
        bare[byte] = matches!(byte.to_le_bytes()[0], b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'-');
        byte += 1;
    }
    bare
};

/// The columns of a table, by position.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// Columns of the header, with those without a name at its end.
    n_columns: usize,
    /// Columns up to the last with a name.
    n_named: usize,
    pub(super) place: PlaceColumns,
    /// Columns that may hold the id of a row, the preferred first.
    ids: Vec<usize>,
}

/// The geometry of a row as its cells write it.
#[derive(Debug, Clone)]
pub(super) struct RowGeometry {
    pub(super) written: Written,
    pub(super) crs: DeclaredCrs,
    /// Cells in which a mark was taken to stand between thousands: column, text and number.
    pub(super) thousands: Vec<(usize, String, f64)>,
}

/// A point, or anything else.
#[derive(Debug, Clone)]
pub(super) enum Written {
    Point(Coord<f64>),
    Other(RawGeometry),
}

/// What is wrong with a row, and in which column.
pub(super) type RowFault = (Option<usize>, ProblemKind);

impl Layout {
    /// The layout of a header; nothing when no column gives a place.
    pub(super) fn of(header: &[String]) -> Option<Self> {
        let place = PlaceColumns::of(header)?;
        let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
        let ids = ID.spellings.iter().filter_map(|id| names.iter().position(|name| name == id)).collect();
        let n_named = names.iter().rposition(|name| !name.is_empty()).map_or(0, |idx| idx + 1);
        Some(Self { n_columns: header.len(), n_named, place, ids })
    }

    /// Does nothing stand in this row?
    pub(super) fn is_blank(row: &ByteRecord) -> bool {
        row.iter().all(|field| field.trim_ascii().is_empty())
    }

    /// Whether a row has the columns of the header. Spreadsheets end rows with separators that the header lacks, or the
    /// other way round; nothing stands between them. Where a row may be short, cells that it lacks are empty.
    pub(super) fn fits(&self, row: &ByteRecord, may_be_short: bool) -> Result<(), RowFault> {
        let surplus_is_blank = row.iter().skip(self.n_columns).all(|field| field.trim_ascii().is_empty());
        if (may_be_short || row.len() >= self.n_named) && surplus_is_blank {
            return Ok(());
        }
        Err((None, ProblemKind::RaggedRow { found: row.len(), expected: self.n_named }))
    }

    /// The id of a row, if it has one.
    pub(super) fn id(&self, row: &ByteRecord) -> Option<String> {
        self.ids.iter().map(|idx| cell(row, *idx)).find(|id| !id.is_empty()).map(Cow::into_owned)
    }

    /// The geometry of a row that fits; nothing where its cells are empty.
    ///
    /// # Errors
    /// What is wrong, and in which column.
    pub(super) fn geometry(&self, row: &ByteRecord) -> Result<Option<RowGeometry>, RowFault> {
        match self.place {
            PlaceColumns::Pair { x_idx, y_idx, crs } => {
                let texts = [x_idx, y_idx].map(|idx| (idx, cell(row, idx)));
                if texts.iter().all(|(_, text)| text.is_empty()) {
                    return Ok(None);
                }
                let [x, y] = &texts;
                Ok(Some(point(read_ordinate(x.0, &x.1)?, read_ordinate(y.0, &y.1)?, crs)))
            }
            PlaceColumns::Together { idx, lat_first } => {
                let text = cell(row, idx);
                if text.is_empty() {
                    return Ok(None);
                }
                let [first, second] =
                    two_ordinates(&text).ok_or_else(|| (Some(idx), ProblemKind::WrongCoordinate(quote(&text))))?;
                let (x, y) = if lat_first { (second, first) } else { (first, second) };
                let ordinate_in_cell = |ordinate| Cell { idx, text: &text, ordinate };
                Ok(Some(point(ordinate_in_cell(x), ordinate_in_cell(y), DeclaredCrs::Unknown)))
            }
            PlaceColumns::Geometry(idx) => match cell(row, idx) {
                text if text.is_empty() => Ok(None),
                text => written_geometry(idx, &text).map(Some),
            },
        }
    }

    /// What is wrong with a row of which the geometry is empty.
    pub(super) fn no_geometry(&self) -> RowFault {
        match self.place {
            PlaceColumns::Pair { .. } => (None, ProblemKind::NoCoordinate),
            PlaceColumns::Together { idx, .. } => (Some(idx), ProblemKind::NoCoordinate),
            PlaceColumns::Geometry(idx) => (Some(idx), ProblemKind::NoGeometry),
        }
    }
}

/// The text of a cell with the white space and the quotes around it, but without what kept a spreadsheet from taking it for a
/// formula.
pub(super) fn whole_cell(row: &ByteRecord, idx: usize) -> Cow<'_, str> {
    match text_from_bytes(row.get(idx).unwrap_or_default()).0 {
        Cow::Borrowed(text) => whole(text),
        Cow::Owned(text) => Cow::Owned(whole(&text).into_owned()),
    }
}

/// The text of a cell, without white space around it, without quotes that white space kept from being read as such, and
/// without what kept a spreadsheet from taking it for a formula.
pub(super) fn cell(row: &ByteRecord, idx: usize) -> Cow<'_, str> {
    let bytes = row.get(idx).unwrap_or_default();
    let (text, _) = text_from_bytes(bytes);
    // Nearly every number and id.
    if bytes.iter().fold(true, |is_bare, byte| is_bare & BARE[*byte as usize]) {
        return text;
    }
    let tidied = match text {
        Cow::Borrowed(text) => tidied(text),
        Cow::Owned(text) => Cow::Owned(tidied(&text).into_owned()),
    };
    match tidied {
        Cow::Borrowed(text) => whole(text),
        Cow::Owned(text) => Cow::Owned(whole(&text).into_owned()),
    }
}

fn tidied(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if inner.contains("\"\"") => Cow::Owned(inner.replace("\"\"", "\"").trim().to_owned()),
        Some(inner) => Cow::Borrowed(inner.trim()),
        None => Cow::Borrowed(text),
    }
}

/// A coordinate with the cell it stands in.
struct Cell<'a> {
    idx: usize,
    text: &'a str,
    ordinate: Ordinate,
}

fn read_ordinate(idx: usize, text: &str) -> Result<Cell<'_>, RowFault> {
    if text.is_empty() {
        return Err((Some(idx), ProblemKind::NoCoordinate));
    }
    match ordinate(text) {
        Some(ordinate) => Ok(Cell { idx, text, ordinate }),
        None => Err((Some(idx), ProblemKind::WrongCoordinate(quote(text)))),
    }
}

fn two_ordinates(text: &str) -> Option<[Ordinate; 2]> {
    let text = text.trim_matches(|c: char| "()[]".contains(c) || c.is_whitespace());
    BETWEEN_COORDINATES.iter().find_map(|between| {
        let (first, second) = text.split_once(between)?;
        Some([ordinate(first)?, ordinate(second)?])
    })
}

fn point(x: Cell<'_>, y: Cell<'_>, crs: DeclaredCrs) -> RowGeometry {
    let written = Written::Point(Coord { x: x.ordinate.value, y: y.ordinate.value });
    let mut thousands = Vec::new();
    for cell in [x, y].into_iter().filter(|cell| cell.ordinate.had_thousands) {
        thousands.push((cell.idx, quote(cell.text), cell.ordinate.value));
    }
    RowGeometry { written, crs, thousands }
}

/// A geometry as WKT, EWKT or GeoJSON.
fn written_geometry(idx: usize, text: &str) -> Result<RowGeometry, RowFault> {
    let read = |raw, crs| Ok(RowGeometry { written: Written::Other(raw), crs, thousands: Vec::new() });
    let broken = || (Some(idx), ProblemKind::BrokenGeometry(quote(text)));
    if text.starts_with('{') {
        let raw = serde_json::from_str(text).map_err(|_| broken())?;
        return read(raw, DeclaredCrs::Unknown);
    }
    match geometry_from_wkt(text) {
        Some((raw, None)) => read(raw, DeclaredCrs::PlainXy),
        Some((raw, Some(code))) => match crs_from_name(code) {
            Some(crs) => read(raw, crs),
            None => Err((Some(idx), ProblemKind::RefusedCrs(quote(code)))),
        },
        None => Err(broken()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn geometry(header: &[&str], row: &[&str]) -> Result<Option<RowGeometry>, RowFault> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        Layout::of(&header).expect("coordinates").geometry(&ByteRecord::from(row.to_vec()))
    }

    fn point(header: &str, text: &str) -> [f64; 2] {
        match geometry(&[header], &[text]).expect("no fault").expect("a geometry").written {
            Written::Point(at) => [at.x, at.y],
            Written::Other(raw) => panic!("{raw:?}"),
        }
    }

    #[test]
    fn two_coordinates_in_one_cell_are_read_in_their_order() {
        for text in ["52.2127, 6.7771", "52.2127,6.7771", "52,2127; 6,7771", "52,2127 6,7771", "(52.2127, 6.7771)"] {
            assert_eq!(point("geo_point_2d", text), [6.7771, 52.2127], "{text}");
        }
        assert_eq!(point("coordinaten", "250000 470000"), [250_000.0, 470_000.0]);
    }

    #[test]
    fn a_coordinate_that_is_wrong_is_told_with_its_column_and_value() {
        let fault = |row: &[&str]| geometry(&["x", "y"], row).expect_err("a fault");
        assert_eq!(fault(&["veel", "470000"]), (Some(0), ProblemKind::WrongCoordinate("veel".to_owned())));
        assert_eq!(fault(&["250000", ""]), (Some(1), ProblemKind::NoCoordinate));
        assert!(geometry(&["x", "y"], &["", " "]).expect("no fault").is_none());
    }

    #[test]
    fn quotes_that_white_space_kept_from_being_read_are_taken_off() {
        let row = ByteRecord::from(vec![" \"250000\" ", "\"een \"\"twee\"\"\"", "\""]);
        assert_eq!([cell(&row, 0), cell(&row, 1), cell(&row, 2)], ["250000", "een \"twee\"", "\""]);
    }
}
