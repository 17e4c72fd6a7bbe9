//! Rows of sketches or notes, whatever the format: values by their names, and a geometry in the coordinates of the file.

use std::io::{self, Read as _};
use std::path::Path;

use geojson::{FeatureCollection, Geometry, GeometryValue};
use rusqlite::types::ValueRef;
use serde_json::{Map, Value, json};

use super::super::bytes::{open_file, read_text_file};
use super::super::crs_name::crs_from_name;
use super::super::formula::whole;
use super::super::geopackage_crs::crs_of;
use super::super::numerals::ordinate;
use super::super::problem::{ProblemKind, quote};
use super::super::raw_geometry::Nested;
use super::super::shape::DeclaredCrs;
use super::super::wkt::geometry_from_wkt;
use super::MAX_BYTES;
use crate::geopackage::{FeatureTable, feature_tables, geometry_from_blob, open_read_only};

/// A sketch or a note as a file has it.
pub(super) struct BoardRow {
    properties: Map<String, Value>,
    pub(super) geometry: Option<Geometry>,
    pub(super) crs: DeclaredCrs,
}

impl BoardRow {
    /// A text; empty when there is none.
    pub(super) fn text(&self, name: &str) -> String {
        self.properties.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

/// The rows of a file; of a GeoPackage those of the tables whose name begins with `table`, in the order of their names.
pub(super) fn rows(path: &Path, table: &str) -> Result<Vec<BoardRow>, ProblemKind> {
    let not_readable = |error: io::Error| ProblemKind::NotReadable(error.kind());
    let mut head = Vec::new();
    open_file(path).map_err(not_readable)?.take(16).read_to_end(&mut head).map_err(not_readable)?;
    if head == b"SQLite format 3\0" {
        return of_geopackage(path, table);
    }
    let text = read_text_file(path, MAX_BYTES).map_err(not_readable)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') { of_collection(text) } else { of_table(text) }
}

fn of_collection(text: &str) -> Result<Vec<BoardRow>, ProblemKind> {
    let collection: FeatureCollection = text.parse().map_err(|_| ProblemKind::NotRecognized)?;
    let named = collection.foreign_members.as_ref().and_then(|members| members.get("crs"));
    let name = named.and_then(|crs| crs.pointer("/properties/name")).and_then(|name| name.as_str());
    let crs = match name {
        None => DeclaredCrs::Wgs84,
        Some(name) => crs_from_name(name).ok_or_else(|| ProblemKind::RefusedCrs(quote(name)))?,
    };
    let features = collection.features.into_iter();
    let row = |feature: geojson::Feature| BoardRow {
        properties: feature.properties.unwrap_or_default(),
        geometry: feature.geometry,
        crs,
    };
    Ok(features.map(row).collect())
}

/// Columns of coordinates, as an export writes them.
const PLACE_COLUMNS: [(&str, &str, DeclaredCrs); 2] =
    [("lon", "lat", DeclaredCrs::Wgs84), ("x_rd", "y_rd", DeclaredCrs::Rd)];

fn of_table(text: &str) -> Result<Vec<BoardRow>, ProblemKind> {
    let header = text.lines().next().unwrap_or_default();
    let n_of = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
    let separator = [b'\t', b';', b','].into_iter().max_by_key(n_of).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let broken = |_: csv::Error| ProblemKind::NotRecognized;
    let names: Vec<String> = reader.headers().map_err(broken)?.iter().map(|name| name.trim().to_lowercase()).collect();
    let idx_of = |wanted: &str| names.iter().position(|name| name == wanted);
    let pair = PLACE_COLUMNS.into_iter().find_map(|(x, y, crs)| Some((idx_of(x)?, idx_of(y)?, crs)));
    let wkt = idx_of("wkt");
    if pair.is_none() && wkt.is_none() {
        return Err(ProblemKind::NoCoordinateColumns { names, n_more: 0 });
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let value = |idx: usize| record.get(idx).unwrap_or_default().trim();
        let (geometry, crs) = match (pair, wkt) {
            (Some((x, y, crs)), _) => (point([value(x), value(y)])?, crs),
            (None, wkt) => from_wkt(wkt.map_or("", value))?,
        };
        let cells = names.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
        let properties = cells.map(|(name, cell)| (name.clone(), json!(whole(cell)))).collect();
        rows.push(BoardRow { properties, geometry, crs });
    }
    Ok(rows)
}

fn point(coordinates: [&str; 2]) -> Result<Option<Geometry>, ProblemKind> {
    if coordinates.iter().all(|text| text.is_empty()) {
        return Ok(None);
    }
    let number = |text: &str| {
        let read = ordinate(text).map(|ordinate| ordinate.value);
        read.ok_or_else(|| ProblemKind::WrongCoordinate(quote(text)))
    };
    let [x, y] = coordinates;
    Ok(Some(Geometry::new(GeometryValue::new_point([number(x)?, number(y)?]))))
}

/// A geometry from WKT; nothing from nothing. Its numbers tell whether they are degrees or metres.
fn from_wkt(text: &str) -> Result<(Option<Geometry>, DeclaredCrs), ProblemKind> {
    if text.is_empty() {
        return Ok((None, DeclaredCrs::Rd));
    }
    let broken = || ProblemKind::BrokenGeometry(quote(text));
    let (raw, _) = geometry_from_wkt(text).ok_or_else(broken)?;
    let coordinates = raw.coordinates.as_ref().map(plain).ok_or_else(broken)?;
    let crs = if is_in_degrees(&coordinates) { DeclaredCrs::Wgs84 } else { DeclaredCrs::Rd };
    let geometry = json!({"type": raw.kind, "coordinates": coordinates});
    let geometry = serde_json::from_value::<Geometry>(geometry).map_err(|_| broken())?;
    Ok((Some(geometry), crs))
}

fn plain(nested: &Nested) -> Value {
    match nested {
        Nested::Position([x, y]) => json!([x, y]),
        Nested::List(items) => items.iter().map(plain).collect(),
        Nested::Number(number) => json!(number),
        Nested::NotANumber => Value::Null,
    }
}

fn is_in_degrees(coordinates: &Value) -> bool {
    match coordinates {
        Value::Array(items) => items.iter().all(is_in_degrees),
        Value::Number(number) => number.as_f64().is_some_and(|number| number.abs() <= 180.0),
        _ => true,
    }
}

fn of_geopackage(path: &Path, table: &str) -> Result<Vec<BoardRow>, ProblemKind> {
    let broken = |_: rusqlite::Error| ProblemKind::NotReadable(io::ErrorKind::Other);
    let connection = open_read_only(path).map_err(broken)?;
    let mut rows = Vec::new();
    for table in feature_tables(&connection).map_err(broken)?.iter().filter(|known| known.name.starts_with(table)) {
        let crs = crs_of(&connection, table).map_err(broken)?;
        let crs = crs.map_err(|name| ProblemKind::RefusedCrs(quote(&name)))?;
        rows.extend(of_feature_table(&connection, table, crs).map_err(broken)?);
    }
    Ok(rows)
}

fn of_feature_table(
    connection: &rusqlite::Connection,
    table: &FeatureTable,
    crs: DeclaredCrs,
) -> rusqlite::Result<Vec<BoardRow>> {
    let mut statement = connection.prepare(&table.select())?;
    let rows = statement.query_map([], |row| {
        let blob: Option<Vec<u8>> = row.get(1)?;
        let geometry = blob.and_then(|blob| geometry_from_blob(&blob).ok().flatten());
        let mut properties = Map::new();
        for (idx, name) in (2..).zip(&table.columns) {
            if let ValueRef::Text(text) = row.get_ref(idx)? {
                properties.insert(name.to_lowercase(), json!(String::from_utf8_lossy(text)));
            }
        }
        let geometry = geometry.map(|geometry| Geometry::new(GeometryValue::from(&geometry)));
        Ok(BoardRow { properties, geometry, crs })
    })?;
    rows.collect()
}
