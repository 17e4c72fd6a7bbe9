//! GeoPackage: feature tables row by row, each row with its own chance.

mod crs;
mod limits;

use geo::{Coord, Geometry, LineString, Polygon};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, Row};
use serde_json::Value;

use self::crs::crs_of;
use self::limits::{Limits, TimeLimit, confine, has_more_rows_than, is_computed};
use crate::domain::problem::{BlobFault, Position, ProblemKind, ReadFault, Repeated};
use crate::geopackage::{FeatureTable, feature_tables, geometry_from_blob, has_table, open_read_only, quoted};
use crate::import::bytes::text_from_bytes;
use crate::import::crs_name::DeclaredCrs;
use crate::import::intake::{Input, Intake, RawRecord, WhichLayers};
use crate::import::placing::Placed;
use crate::import::problems::quote;
use crate::import::raw_geometry::{Nested, RawGeometry};
use crate::import::record::Fields;

/// Rows between two looks at whether to go on.
const ROWS_PER_LOOK: usize = 256;

/// The table that lists the feature tables (clause 2.1.5).
const LIST_OF_LAYERS: &str = "gpkg_geometry_columns";

/// Reads the wanted feature tables of a file into the intake.
pub(crate) fn read(input: Input<'_>, intake: &mut Intake<'_, '_>) {
    let Some(path) = input.path else { return };
    let limits = Limits::OF_IMPORT;
    let tables = open_read_only(path).and_then(|connection| {
        confine(&connection)?;
        let tables = listed_tables(&connection, limits, intake)?;
        Ok((connection, tables))
    });
    let (connection, tables) = match tables {
        Ok((connection, Some(tables))) => (connection, tables),
        Ok((_, None)) => return,
        Err(error) => return intake.problems.about_file(fault(&error, LIST_OF_LAYERS, limits, 0)),
    };
    for table in chosen(tables, input.wanted, intake) {
        if intake.is_closed {
            break;
        }
        if let Err(error) = read_table(&connection, &table, intake, &mut |_| {}) {
            let n_whole = intake.facts.n_met;
            intake.problems.about_file(fault(&error, &table.name, limits, n_whole));
        }
    }
}

/// The feature tables there are; nothing when that is told already.
fn listed_tables(
    connection: &Connection,
    limits: Limits,
    intake: &mut Intake<'_, '_>,
) -> rusqlite::Result<Option<Vec<FeatureTable>>> {
    if !has_table(connection, LIST_OF_LAYERS)? {
        intake.problems.about_file(ProblemKind::NoFeatureTables);
        return Ok(None);
    }
    let _limit = TimeLimit::start(connection, limits.max_time);
    if has_more_rows_than(connection, LIST_OF_LAYERS, limits.max_layers)? {
        let kind = ProblemKind::TooManyRows { layer: LIST_OF_LAYERS.to_owned(), max: limits.max_layers };
        intake.problems.about_file(kind);
        return Ok(None);
    }
    feature_tables(connection).map(Some)
}

/// What SQLite's reason is to whoever asked for a layer.
fn fault(error: &rusqlite::Error, layer: &str, limits: Limits, n_whole: usize) -> ProblemKind {
    let layer = quote(layer);
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => ProblemKind::InUse,
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => ProblemKind::NotReadable(ReadFault::NotAllowed),
        Some(ErrorCode::SystemIoFailure) => ProblemKind::NotReadable(ReadFault::Other),
        Some(ErrorCode::OutOfMemory) => ProblemKind::OutOfMemory,
        Some(ErrorCode::OperationInterrupted) => {
            ProblemKind::TooSlow { layer, max_seconds: limits.max_seconds(), n_whole }
        }
        Some(ErrorCode::TooBig) => ProblemKind::ValueTooLarge { layer, n_whole },
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => ProblemKind::DamagedDatabase { n_whole },
        _ => ProblemKind::LayerNotGiven { layer, n_whole },
    }
}

/// The tables that are meant; a problem when that cannot be told.
fn chosen(tables: Vec<FeatureTable>, wanted: WhichLayers<'_>, intake: &mut Intake<'_, '_>) -> Vec<FeatureTable> {
    let names: Vec<String> = tables.iter().map(|table| quote(&table.name)).collect();
    let named = |name: &str| tables.iter().find(|table| table.name.eq_ignore_ascii_case(name)).cloned();
    let (found, kind) = match wanted {
        WhichLayers::Everything => return tables,
        WhichLayers::BeginningWith(start) => {
            return tables.into_iter().filter(|table| table.name.starts_with(start)).collect();
        }
        WhichLayers::Layer(name) => (named(name), ProblemKind::NoSuchLayer { name: quote(name), names }),
        WhichLayers::ForRole(role) => {
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
pub(crate) fn read_table(
    connection: &Connection,
    table: &FeatureTable,
    intake: &mut Intake<'_, '_>,
    key: &mut dyn FnMut(Option<i64>),
) -> rusqlite::Result<()> {
    let limits = Limits::OF_IMPORT;
    let stated = {
        let _limit = TimeLimit::start(connection, limits.max_time);
        crs_of(connection, table)?
    };
    let crs = match stated {
        Ok(crs) => crs,
        Err(name) => {
            intake.problems.about_file(ProblemKind::RefusedCrs(quote(&name)));
            return Ok(());
        }
    };
    let is_computed = is_computed(connection, &table.name)?;
    if is_computed {
        let _limit = TimeLimit::start(connection, limits.max_time);
        if has_more_rows_than(connection, &quoted(&table.name), limits.max_rows)? {
            let kind = ProblemKind::TooManyRows { layer: quote(&table.name), max: limits.max_rows };
            intake.problems.about_file(kind);
            return Ok(());
        }
    }
    let mut statement = connection.prepare(&table.select())?;
    let _limit = is_computed.then(|| TimeLimit::start(connection, limits.max_time));
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number = intake.facts.n_met + 1;
        if number.is_multiple_of(ROWS_PER_LOOK) && intake.stops_at(0) {
            intake.problems.about_file(ProblemKind::Cancelled);
            intake.is_closed = true;
            return Ok(());
        }
        key(row.get_ref(0)?.as_i64().ok());
        read_row(row, table, number, crs, intake)?;
    }
    Ok(())
}

fn read_row(
    row: &Row<'_>,
    table: &FeatureTable,
    number: usize,
    crs: DeclaredCrs,
    intake: &mut Intake<'_, '_>,
) -> rusqlite::Result<()> {
    let mut fields = Fields::default();
    for (idx, name) in table.columns.iter().enumerate() {
        if let Some(value) = json_value(row.get_ref(idx + 2)?, intake) {
            fields.insert(intake.names.named(name), value);
        }
    }
    if let (Some(name), Some(key)) = (&table.key_column, json_value(row.get_ref(0)?, intake)) {
        fields.insert_key(&mut intake.names, name, key);
    }
    let id = fields.own_id().map(|id| quote(&id));
    let position = Position::Feature { number, id };
    let geometry = match row.get_ref(1)? {
        ValueRef::Blob(bytes) => match geometry_from_blob(bytes) {
            Ok(geometry) => geometry.as_ref().map(raw_geometry),
            Err(fault) if intake.wants().unplaced => {
                intake.problems.at(&position, blob_problem(fault));
                None
            }
            Err(fault) => {
                let own_id = fields.own_id();
                intake.refuse(&position, None, blob_problem(fault), own_id);
                return Ok(());
            }
        },
        _ => None,
    };
    let place = geometry.map_or(Ok(None), |geometry| Placed::of(&geometry, crs, intake.wants().placing));
    intake.give(RawRecord { position, number, id: None, place, fields });
    Ok(())
}

/// Why bytes give no geometry; a type that exists is named (ISO 13249-3, table of type codes).
pub(crate) fn blob_problem(fault: BlobFault) -> ProblemKind {
    match fault {
        BlobFault::UnknownType(15) => ProblemKind::GeometryNotRead("PolyhedralSurface".to_owned()),
        BlobFault::UnknownType(16) => ProblemKind::GeometryNotRead("TIN".to_owned()),
        BlobFault::UnknownType(17) => ProblemKind::GeometryNotRead("Triangle".to_owned()),
        fault => ProblemKind::UnreadableGeometry(fault),
    }
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
        // None of these comes out of bytes, and all are polygons or lines.
        Geometry::Line(side) => of("LineString", line(&LineString::from(*side))),
        Geometry::Rect(rect) => of("Polygon", area(&rect.to_polygon())),
        Geometry::Triangle(triangle) => of("Polygon", area(&triangle.to_polygon())),
    }
}
