//! GeoPackage 1.3 in RD New: a feature table per layer, each with its spatial index.
//!
//! The clauses are those of OGC 12-128r17; SQLite itself does the rest.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

use geo::{BoundingRect, Coord, LineString, Polygon, Rect};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, params, params_from_iter};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::baseline_layers::{add_layer, roles_of};
use super::geojson::{FeatureSink, Origin};
use super::geometry::{FileGeometry, OutputCrs};
use crate::domain::baseline::Baseline;

/// `GPKG` in ASCII: what tells a GeoPackage from another SQLite file (clause 1.1.1.1.1).
const APPLICATION_ID: i32 = 0x4750_4B47;

/// Version 1.3.0 (clause 1.1.1.1.1).
const USER_VERSION: i32 = 10_300;

/// RD New in the registry of EPSG.
const RD_NEW_ID: i32 = 28_992;

const RD_NEW_WKT: &str = r#"PROJCS["Amersfoort / RD New",GEOGCS["Amersfoort",DATUM["Amersfoort",SPHEROID["Bessel 1841",6377397.155,299.1528128,AUTHORITY["EPSG","7004"]],AUTHORITY["EPSG","6289"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4289"]],PROJECTION["Oblique_Stereographic"],PARAMETER["latitude_of_origin",52.1561605555556],PARAMETER["central_meridian",5.38763888888889],PARAMETER["scale_factor",0.9999079],PARAMETER["false_easting",155000],PARAMETER["false_northing",463000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","28992"]]"#;

const WGS84_WKT: &str = r#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]"#;

/// The tables that every GeoPackage has (clauses 1.1.2, 1.1.3, 2.1.5 and 2.3.2).
const CORE_TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
";

/// The triggers that keep a spatial index right when others edit the table (annex F.3), `{t}` being the table.
const INDEX_TRIGGERS: &str = r#"
CREATE TRIGGER "rtree_{t}_geom_insert" AFTER INSERT ON "{t}" WHEN (new."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),
  ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update1" AFTER UPDATE OF "geom" ON "{t}"
WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),
  ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update2" AFTER UPDATE OF "geom" ON "{t}"
WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_{t}_geom_update3" AFTER UPDATE ON "{t}"
WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),
  ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update4" AFTER UPDATE ON "{t}"
WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_{t}_geom_delete" AFTER DELETE ON "{t}" WHEN old."geom" NOT NULL
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid"; END;
"#;

/// Writes every layer of a baseline into a new GeoPackage at `path`, in RD New.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(path: &Path, baseline: &Baseline, origin: &Origin) -> io::Result<()> {
    let mut connection = Connection::open(path).map_err(io::Error::other)?;
    fill(&mut connection, baseline, origin)?;
    connection.close().map_err(|(_, error)| io::Error::other(error))?;
    File::open(path)?.sync_all()
}

fn fill(connection: &mut Connection, baseline: &Baseline, origin: &Origin) -> io::Result<()> {
    // The file has a temporary name until it is whole: a journal beside it would protect nothing.
    connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF").map_err(io::Error::other)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID).map_err(io::Error::other)?;
    connection.pragma_update(None, "user_version", USER_VERSION).map_err(io::Error::other)?;
    let transaction = connection.transaction().map_err(io::Error::other)?;
    transaction.execute_batch(CORE_TABLES).map_err(io::Error::other)?;
    write_reference_systems(&transaction).map_err(io::Error::other)?;
    // The format asks for milliseconds, which `gemaakt` does not have.
    let made = origin.gemaakt.replace('Z', ".000Z");
    for role in roles_of(baseline) {
        let mut table = Table::default();
        add_layer(&mut table, baseline, role, OutputCrs::Rd)?;
        let layer = baseline.layer(role);
        let note = layer.and_then(|layer| layer.source.clone()).unwrap_or_default();
        table.write(&transaction, role.name(), &note, &made).map_err(io::Error::other)?;
    }
    transaction.commit().map_err(io::Error::other)
}

fn write_reference_systems(connection: &Connection) -> rusqlite::Result<()> {
    let systems = [
        ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
        ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84_WKT, "longitude/latitude coordinates in decimal degrees"),
        ("Amersfoort / RD New", RD_NEW_ID, "EPSG", RD_NEW_ID, RD_NEW_WKT, "Rijksdriehoeksmeting, in metres"),
    ];
    for system in systems {
        connection.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", system)?;
    }
    Ok(())
}

/// The properties of a feature, in the order in which they were written.
#[derive(Debug, Default)]
struct OrderedProperties(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for OrderedProperties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = OrderedProperties;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("properties")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OrderedProperties, A::Error> {
                let mut properties = OrderedProperties::default();
                while let Some(entry) = map.next_entry()? {
                    properties.0.push(entry);
                }
                Ok(properties)
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[derive(Debug)]
struct Row {
    geometry: FileGeometry,
    properties: Vec<(String, Value)>,
}

/// A feature table in the making. All features of a layer have the same properties.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Row>,
}

impl FeatureSink for Table {
    fn add(&mut self, _id: &str, properties: &impl Serialize, geometry: &FileGeometry) -> io::Result<()> {
        let text = serde_json::to_string(properties)?;
        let OrderedProperties(properties) = serde_json::from_str(&text)?;
        self.rows.push(Row { geometry: geometry.clone(), properties });
        Ok(())
    }
}

impl Table {
    fn write(&self, connection: &Connection, name: &str, note: &str, made: &str) -> rusqlite::Result<()> {
        let Some(first) = self.rows.first() else { return Ok(()) };
        let columns: Vec<String> = (0..first.properties.len())
            .map(|column| format!("\"{}\" {}", first.properties[column].0, self.column_type(column)))
            .collect();
        connection.execute_batch(&format!(
            "CREATE TABLE \"{name}\" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {}, {})",
            self.geometry_type(),
            columns.join(", ")
        ))?;
        let extent = self.rows.iter().filter_map(|row| bounds(&row.geometry)).reduce(joined_bounds);
        let edges = extent.map(|e| [e.min().x, e.min().y, e.max().x, e.max().y]);
        let edge = |idx: usize| edges.map(|edges| edges[idx]);
        connection.execute(
            "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
            params![name, name, note, made, edge(0), edge(1), edge(2), edge(3), RD_NEW_ID],
        )?;
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
            params![name, self.geometry_type(), RD_NEW_ID],
        )?;
        self.write_rows(connection, name)
    }

    fn write_rows(&self, connection: &Connection, name: &str) -> rusqlite::Result<()> {
        connection.execute_batch(&format!(
            "CREATE VIRTUAL TABLE \"rtree_{name}_geom\" USING rtree(id, minx, maxx, miny, maxy)"
        ))?;
        let marks = vec!["?"; self.rows[0].properties.len() + 1].join(", ");
        let mut insert = connection.prepare(&format!("INSERT INTO \"{name}\" VALUES (NULL, {marks})"))?;
        let mut index = connection.prepare(&format!("INSERT INTO \"rtree_{name}_geom\" VALUES (?, ?, ?, ?, ?)"))?;
        for row in &self.rows {
            let geometry = SqlValue::Blob(blob(&row.geometry));
            let values = row.properties.iter().map(|(_, value)| sql_value(value));
            let fid = insert.insert(params_from_iter(std::iter::once(geometry).chain(values)))?;
            if let Some(bounds) = bounds(&row.geometry) {
                index.execute(params![fid, bounds.min().x, bounds.max().x, bounds.min().y, bounds.max().y])?;
            }
        }
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', \
             'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
            params![name],
        )?;
        // Last of all: the triggers call functions that only a spatial reader brings along.
        connection.execute_batch(&INDEX_TRIGGERS.replace("{t}", name))
    }

    fn column_type(&self, column: usize) -> &'static str {
        let known = || self.rows.iter().map(|row| &row.properties[column].1).filter(|value| !value.is_null());
        if known().next().is_none() {
            "TEXT"
        } else if known().all(Value::is_boolean) {
            "BOOLEAN"
        } else if known().all(|value| value.is_i64() || value.is_u64()) {
            "INTEGER"
        } else if known().all(Value::is_number) {
            "DOUBLE"
        } else {
            "TEXT"
        }
    }

    fn geometry_type(&self) -> &'static str {
        let type_of = |row: &Row| match row.geometry {
            FileGeometry::Point(_) => "POINT",
            FileGeometry::Polygon(_) => "POLYGON",
            FileGeometry::MultiPolygon(_) => "MULTIPOLYGON",
        };
        let first = self.rows.first().map_or("GEOMETRY", type_of);
        if self.rows.iter().all(|row| type_of(row) == first) { first } else { "GEOMETRY" }
    }
}

fn sql_value(value: &Value) -> SqlValue {
    match value {
        Value::Null => SqlValue::Null,
        Value::Bool(yes) => SqlValue::Integer(i64::from(*yes)),
        Value::Number(number) => number
            .as_i64()
            .map(SqlValue::Integer)
            .or_else(|| number.as_f64().map(SqlValue::Real))
            .unwrap_or(SqlValue::Null),
        Value::String(text) => SqlValue::Text(text.clone()),
        list_or_object => SqlValue::Text(list_or_object.to_string()),
    }
}

fn bounds(geometry: &FileGeometry) -> Option<Rect<f64>> {
    match geometry {
        FileGeometry::Point(at) => Some(Rect::new(*at, *at)),
        FileGeometry::Polygon(polygon) => polygon.bounding_rect(),
        FileGeometry::MultiPolygon(area) => area.bounding_rect(),
    }
}

fn joined_bounds(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let min = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    let max = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
    Rect::new(min, max)
}

/// `GeoPackageBinary` (clause 2.1.3): header with envelope, then little-endian WKB.
fn blob(geometry: &FileGeometry) -> Vec<u8> {
    /// Little-endian, with an envelope of minx, maxx, miny, maxy.
    const FLAGS: u8 = 0b0000_0011;
    /// As [`FLAGS`] without envelope, for a geometry that is empty.
    const FLAGS_EMPTY: u8 = 0b0001_0001;
    let mut bytes = b"GP\0".to_vec();
    let bounds = bounds(geometry);
    bytes.push(if bounds.is_some() { FLAGS } else { FLAGS_EMPTY });
    bytes.extend_from_slice(&RD_NEW_ID.to_le_bytes());
    for edge in bounds.iter().flat_map(|b| [b.min().x, b.max().x, b.min().y, b.max().y]) {
        bytes.extend_from_slice(&edge.to_le_bytes());
    }
    match geometry {
        FileGeometry::Point(at) => {
            push_header(&mut bytes, 1);
            push_coord(&mut bytes, *at);
        }
        FileGeometry::Polygon(polygon) => push_polygon(&mut bytes, polygon),
        FileGeometry::MultiPolygon(area) => {
            push_header(&mut bytes, 6);
            push_count(&mut bytes, area.0.len());
            area.0.iter().for_each(|polygon| push_polygon(&mut bytes, polygon));
        }
    }
    bytes
}

fn push_header(bytes: &mut Vec<u8>, wkb_type: u32) {
    bytes.push(1);
    bytes.extend_from_slice(&wkb_type.to_le_bytes());
}

fn push_count(bytes: &mut Vec<u8>, n: usize) {
    bytes.extend_from_slice(&u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
}

fn push_coord(bytes: &mut Vec<u8>, at: Coord<f64>) {
    bytes.extend_from_slice(&at.x.to_le_bytes());
    bytes.extend_from_slice(&at.y.to_le_bytes());
}

fn push_ring(bytes: &mut Vec<u8>, ring: &LineString<f64>) {
    push_count(bytes, ring.0.len());
    ring.0.iter().for_each(|at| push_coord(bytes, *at));
}

fn push_polygon(bytes: &mut Vec<u8>, polygon: &Polygon<f64>) {
    push_header(bytes, 3);
    push_count(bytes, 1 + polygon.interiors().len());
    push_ring(bytes, polygon.exterior());
    polygon.interiors().iter().for_each(|ring| push_ring(bytes, ring));
}
