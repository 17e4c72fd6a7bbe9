//! What the columns of a CSV hold: where the place and the id of a row stand, and what its coordinates say.

use std::borrow::Cow;

use csv::ByteRecord;

use super::super::bytes::text_from_bytes;
use super::super::columns::{self, PlaceColumns, folded};
use super::super::crs_name::crs_from_name;
use super::super::formula::whole;
use super::super::numerals::{Ordinate, ordinate};
use super::super::problem::{ProblemKind, quote};
use super::super::shape::{DeclaredCrs, Nested, RawGeometry};
use super::super::wkt::geometry_from_wkt;

/// What separates two coordinates in one cell; the first that leaves two numbers counts.
const BETWEEN_COORDINATES: [&str; 4] = [";", ", ", " ", ","];

/// The columns of a table, by position.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Columns of the header, with those without a name at its end.
    n_columns: usize,
    /// Columns up to the last with a name.
    n_named: usize,
    pub(crate) place: PlaceColumns,
    /// Columns that may hold the id of a row, the preferred first.
    ids: Vec<usize>,
}

/// The geometry of a row as its cells write it.
#[derive(Debug, Clone)]
pub(crate) struct RowGeometry {
    pub(crate) written: Written,
    pub(crate) crs: DeclaredCrs,
    /// Cells in which a mark was taken to stand between thousands: column, text and number.
    pub(crate) thousands: Vec<(usize, String, f64)>,
}

/// A point, or anything else.
#[derive(Debug, Clone)]
pub(crate) enum Written {
    Point([f64; 2]),
    Other(RawGeometry),
}

impl Written {
    /// As any format gives it.
    pub(crate) fn into_raw(self) -> RawGeometry {
        match self {
            Self::Point(position) => {
                let coordinates = Some(Nested::Position(position));
                RawGeometry { kind: "Point".to_owned(), coordinates, geometries: None }
            }
            Self::Other(raw) => raw,
        }
    }
}

/// What is wrong with a row, and in which column.
pub(crate) type RowFault = (Option<usize>, ProblemKind);

impl Layout {
    /// The layout of a header; nothing when no column gives a place.
    pub(crate) fn of(header: &[String]) -> Option<Self> {
        let place = PlaceColumns::of(header)?;
        let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
        let ids = columns::ID.iter().filter_map(|id| names.iter().position(|name| name == id)).collect();
        let n_named = names.iter().rposition(|name| !name.is_empty()).map_or(0, |idx| idx + 1);
        Some(Self { n_columns: header.len(), n_named, place, ids })
    }

    /// Does nothing stand in this row?
    pub(crate) fn is_blank(row: &ByteRecord) -> bool {
        row.iter().all(|field| field.trim_ascii().is_empty())
    }

    /// Whether a row has the columns of the header. Spreadsheets end rows with separators that the header lacks, or the
    /// other way round; nothing stands between them.
    pub(crate) fn fits(&self, row: &ByteRecord) -> Result<(), RowFault> {
        let surplus_is_blank = row.iter().skip(self.n_columns).all(|field| field.trim_ascii().is_empty());
        if row.len() >= self.n_named && surplus_is_blank {
            return Ok(());
        }
        Err((None, ProblemKind::RaggedRow { found: row.len(), expected: self.n_named }))
    }

    /// The id of a row, if it has one.
    pub(crate) fn id(&self, row: &ByteRecord) -> Option<String> {
        self.ids.iter().map(|idx| cell(row, *idx)).find(|id| !id.is_empty()).map(Cow::into_owned)
    }

    /// The geometry of a row that fits.
    ///
    /// # Errors
    /// What is wrong, and in which column.
    pub(crate) fn geometry(&self, row: &ByteRecord) -> Result<RowGeometry, RowFault> {
        match self.place {
            PlaceColumns::Pair { x_idx, y_idx, crs } => {
                let texts = [x_idx, y_idx].map(|idx| (idx, cell(row, idx)));
                if texts.iter().all(|(_, text)| text.is_empty()) {
                    return Err((None, ProblemKind::NoCoordinate));
                }
                let [x, y] = &texts;
                Ok(point(read_ordinate(x.0, &x.1)?, read_ordinate(y.0, &y.1)?, crs))
            }
            PlaceColumns::Together { idx, lat_first } => {
                let text = cell(row, idx);
                if text.is_empty() {
                    return Err((Some(idx), ProblemKind::NoCoordinate));
                }
                let [first, second] =
                    two_ordinates(&text).ok_or_else(|| (Some(idx), ProblemKind::WrongCoordinate(quote(&text))))?;
                let (x, y) = if lat_first { (second, first) } else { (first, second) };
                Ok(point(
                    Cell { idx, text: &text, ordinate: x },
                    Cell { idx, text: &text, ordinate: y },
                    DeclaredCrs::Unknown,
                ))
            }
            PlaceColumns::Geometry(idx) => written_geometry(idx, &cell(row, idx)),
        }
    }
}

/// The text of a cell, without white space around it, without quotes that white space kept from being read as such, and
/// without what kept a spreadsheet from taking it for a formula.
pub(crate) fn cell(row: &ByteRecord, idx: usize) -> Cow<'_, str> {
    let (text, _) = text_from_bytes(row.get(idx).unwrap_or_default());
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
    let written = Written::Point([x.ordinate.value, y.ordinate.value]);
    let mut thousands = Vec::new();
    for cell in [x, y].into_iter().filter(|cell| cell.ordinate.had_thousands) {
        thousands.push((cell.idx, quote(cell.text), cell.ordinate.value));
    }
    RowGeometry { written, crs, thousands }
}

/// A geometry as WKT, EWKT or GeoJSON.
fn written_geometry(idx: usize, text: &str) -> Result<RowGeometry, RowFault> {
    let read = |raw, crs| Ok(RowGeometry { written: Written::Other(raw), crs, thousands: Vec::new() });
    if text.is_empty() {
        return Err((Some(idx), ProblemKind::NoGeometry));
    }
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

    fn geometry(header: &[&str], row: &[&str]) -> Result<RowGeometry, RowFault> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        Layout::of(&header).expect("coordinates").geometry(&ByteRecord::from(row.to_vec()))
    }

    #[test]
    fn two_coordinates_in_one_cell_are_read_in_their_order() {
        for text in ["52.2127, 6.7771", "52.2127,6.7771", "52,2127; 6,7771", "52,2127 6,7771", "(52.2127, 6.7771)"] {
            let read = geometry(&["geo_point_2d"], &[text]).expect("a point");
            assert_eq!(read.written.into_raw().coordinates, Some(Nested::Position([6.7771, 52.2127])), "{text}");
        }
        let read = geometry(&["coordinaten"], &["250000 470000"]).expect("a point");
        assert_eq!(read.written.into_raw().coordinates, Some(Nested::Position([250_000.0, 470_000.0])));
    }

    #[test]
    fn a_coordinate_that_is_wrong_is_told_with_its_column_and_value() {
        let fault = |row: &[&str]| geometry(&["x", "y"], row).expect_err("a fault");
        assert_eq!(fault(&["veel", "470000"]), (Some(0), ProblemKind::WrongCoordinate("veel".to_owned())));
        assert_eq!(fault(&["250000", ""]), (Some(1), ProblemKind::NoCoordinate));
        assert_eq!(fault(&["", " "]), (None, ProblemKind::NoCoordinate));
    }

    #[test]
    fn quotes_that_white_space_kept_from_being_read_are_taken_off() {
        let row = ByteRecord::from(vec![" \"250000\" ", "\"een \"\"twee\"\"\"", "\""]);
        assert_eq!([cell(&row, 0), cell(&row, 1), cell(&row, 2)], ["250000", "een \"twee\"", "\""]);
    }
}
