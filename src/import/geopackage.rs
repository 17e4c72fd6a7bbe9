//! GeoPackage: feature tables row by row, each row with its own chance.

use std::path::Path;

use geo::{Coord, Geometry, LineString, MapCoords, Polygon};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode};
use serde_json::Value;

use super::bytes::text_from_bytes;
use super::geojson::crs_from_name;
use super::problem::{Position, ProblemKind, Repeated, quote};
use super::reading::{Intake, RawRecord, Wanted};
use super::record::Fields;
use super::shape::{DeclaredCrs, Nested, RawGeometry};
use crate::geopackage::{FeatureTable, feature_tables, geometry_from_blob, has_table, open_read_only};

/// Rows between two looks at whether to go on.
const ROWS_PER_LOOK: usize = 256;

/// The radius of the sphere of Web Mercator, in metres (EPSG:3857).
const MERCATOR_RADIUS_M: f64 = 6_378_137.0;

/// Reads the wanted feature tables of a file into the intake.
pub(crate) fn read(path: &Path, wanted: Wanted<'_>, intake: &mut Intake<'_, '_>) {
    match read_tables(path, wanted, intake) {
        Ok(()) => {}
        Err(error) => {
            let n_whole = intake.facts.n_met;
            intake.problems.about_file(match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => ProblemKind::InUse,
                Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                    ProblemKind::NotReadable(std::io::ErrorKind::PermissionDenied)
                }
                _ => ProblemKind::DamagedDatabase { n_whole },
            });
        }
    }
}

fn read_tables(path: &Path, wanted: Wanted<'_>, intake: &mut Intake<'_, '_>) -> rusqlite::Result<()> {
    let connection = open_read_only(path)?;
    if !has_table(&connection, "gpkg_geometry_columns")? {
        intake.problems.about_file(ProblemKind::NoFeatureTables);
        return Ok(());
    }
    let tables = feature_tables(&connection)?;
    let n_before = intake.problems.n_found();
    for table in chosen(tables, wanted, intake) {
        if !intake.refused {
            read_table(&connection, &table, intake, &mut |_| {})?;
        }
    }
    if intake.facts.n_met == 0 && intake.problems.n_found() == n_before {
        intake.problems.about_file(ProblemKind::NoFeatures);
    }
    Ok(())
}

/// The tables that are meant; a problem when that cannot be told.
fn chosen(tables: Vec<FeatureTable>, wanted: Wanted<'_>, intake: &mut Intake<'_, '_>) -> Vec<FeatureTable> {
    let names: Vec<String> = tables.iter().map(|table| quote(&table.name)).collect();
    let named = |name: &str| tables.iter().find(|table| table.name.eq_ignore_ascii_case(name)).cloned();
    let (found, kind) = match wanted {
        Wanted::Everything => return tables,
        Wanted::Layer(name) => (named(name), ProblemKind::NoSuchLayer { name: quote(name), names }),
        Wanted::ForRole(role) => {
            let only = || if let [table] = tables.as_slice() { Some(table.clone()) } else { None };
            (named(role.name()).or_else(only), ProblemKind::WhichLayer { names })
        }
    };
    if found.is_none() {
        let kind = if tables.is_empty() { ProblemKind::NoFeatureTables } else { kind };
        intake.problems.about_file(kind);
    }
    found.into_iter().collect()
}

/// Reads all rows of a table; `key` gets the key of each row, as far as it has one.
pub(super) fn read_table(
    connection: &Connection,
    table: &FeatureTable,
    intake: &mut Intake<'_, '_>,
    key: &mut dyn FnMut(Option<i64>),
) -> rusqlite::Result<()> {
    let is_mercator = table.crs.rsplit(':').next() == Some("3857");
    let crs = if is_mercator { Some(DeclaredCrs::Wgs84) } else { crs_from_name(&table.crs) };
    let Some(crs) = crs else {
        intake.problems.about_file(ProblemKind::RefusedCrs(quote(&table.crs)));
        return Ok(());
    };
    let mut statement = connection.prepare(&table.select())?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number = intake.facts.n_met + 1;
        if number.is_multiple_of(ROWS_PER_LOOK) && intake.watch.stops_at(0) {
            intake.problems.about_file(ProblemKind::Cancelled);
            intake.refused = true;
            return Ok(());
        }
        key(row.get_ref(0)?.as_i64().ok());
        let mut fields = Fields::default();
        for (idx, name) in table.columns.iter().enumerate() {
            if let Some(value) = json_value(row.get_ref(idx + 2)?, intake) {
                fields.insert(name, value);
            }
        }
        let id = fields.own_id().map(|id| quote(&id));
        let position = Position::Feature { number, id };
        let geometry = match row.get_ref(1)? {
            ValueRef::Blob(bytes) => match geometry_from_blob(bytes) {
                Ok(geometry) => geometry.map(|geometry| raw_geometry(&placed(geometry, is_mercator))),
                Err(fault) => Some(unreadable(&fault.to_string())),
            },
            _ => None,
        };
        intake.give(RawRecord { position, number, id: None, geometry, crs: Some(crs), fields });
    }
    Ok(())
}

fn json_value(value: ValueRef<'_>, intake: &mut Intake<'_, '_>) -> Option<Value> {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(n) => Some(n.into()),
        ValueRef::Real(n) => serde_json::Number::from_f64(n).map(Value::Number),
        ValueRef::Text(bytes) => {
            let (text, was_windows) = text_from_bytes(bytes);
            if was_windows {
                intake.problems.count(Repeated::Windows1252, None);
            }
            Some(Value::String(text.into_owned()))
        }
    }
}

fn placed(geometry: Geometry<f64>, is_mercator: bool) -> Geometry<f64> {
    if !is_mercator {
        return geometry;
    }
    // Snyder, Map Projections (1987), equations 7-4 and 7-5.
    let degrees = |c: Coord<f64>| Coord {
        x: (c.x / MERCATOR_RADIUS_M).to_degrees(),
        y: (c.y / MERCATOR_RADIUS_M).sinh().atan().to_degrees(),
    };
    geometry.map_coords(degrees)
}

/// A geometry that is told as broken, with the reason in place of its type.
fn unreadable(why: &str) -> RawGeometry {
    RawGeometry { kind: why.to_owned(), coordinates: None, geometries: None }
}

fn raw_geometry(geometry: &Geometry<f64>) -> RawGeometry {
    let at = |c: &Coord<f64>| Nested::Position([c.x, c.y]);
    let line = |line: &LineString<f64>| Nested::List(line.0.iter().map(at).collect());
    let area = |polygon: &Polygon<f64>| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        Nested::List(rings.filter(|ring| !ring.0.is_empty()).map(line).collect())
    };
    let of = |kind: &str, coordinates| RawGeometry {
        kind: kind.to_owned(),
        coordinates: Some(coordinates),
        geometries: None,
    };
    match geometry {
        Geometry::Point(point) => of("Point", at(&point.0)),
        Geometry::LineString(one) => of("LineString", line(one)),
        Geometry::Polygon(one) => of("Polygon", area(one)),
        Geometry::MultiPoint(all) => of("MultiPoint", Nested::List(all.0.iter().map(|point| at(&point.0)).collect())),
        Geometry::MultiLineString(all) => of("MultiLineString", Nested::List(all.0.iter().map(line).collect())),
        Geometry::MultiPolygon(all) => of("MultiPolygon", Nested::List(all.0.iter().map(area).collect())),
        Geometry::GeometryCollection(parts) => RawGeometry {
            kind: "GeometryCollection".to_owned(),
            coordinates: None,
            geometries: Some(parts.0.iter().map(raw_geometry).collect()),
        },
        Geometry::Line(_) | Geometry::Rect(_) | Geometry::Triangle(_) => unreadable("no type of WKB"),
    }
}
