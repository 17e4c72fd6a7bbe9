//! GeoPackage 1.3 in RD New: tables as others read and write them, each with its spatial index and its style.
//!
//! The clauses are those of OGC 12-128r17; SQLite itself does the rest.

mod apply;
mod blob;
mod change;
mod curve;
mod keys;
mod open;
mod read;
mod row_places;
mod styles;
mod table;

use std::io;

use rusqlite::{Connection, ErrorCode, MAIN_DB, Transaction};

pub(crate) use apply::{ApplyError, is_only_ours, last_fid, remove_table};
pub(crate) use blob::geometry_from_blob;
pub use change::{ChangedObject, FieldConflict};
pub(crate) use change::{Left, TableChange, Unfound, Winner};
pub(crate) use curve::chords;
pub(crate) use keys::{ORDER, marked_key, value_key};
pub(crate) use open::{database_header, open_read_only, open_to_write};
pub(crate) use read::{FeatureTable, ROW_ID, content_hash, feature_tables, has_table, quoted, views};
pub(crate) use row_places::{RowPlace, RowPlaces};
pub(crate) use styles::{Drawn, Style, add_missing_styles, write_styles};
pub(crate) use table::{Column, ColumnKind, KnownBy, Row, Table, TableKind};

/// `GPKG` in ASCII: what tells a GeoPackage from another SQLite file (clause 1.1.1.1.1).
const APPLICATION_ID: i32 = 0x4750_4B47;

/// Version 1.3.0 (clause 1.1.1.1.1).
const USER_VERSION: i32 = 10_300;

/// RD New in the registry of EPSG.
pub(crate) const RD_NEW_ID: i32 = 28_992;

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

/// A GeoPackage that is made in memory, so that what goes to the disk is whole when it goes.
///
/// # Errors
/// Only when memory runs out.
pub(crate) fn in_memory(fill: impl FnOnce(&Transaction<'_>) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut connection = Connection::open_in_memory().map_err(io_error)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID).map_err(io_error)?;
    connection.pragma_update(None, "user_version", USER_VERSION).map_err(io_error)?;
    let transaction = connection.transaction().map_err(io_error)?;
    transaction.execute_batch(CORE_TABLES).map_err(io_error)?;
    write_reference_systems(&transaction).map_err(io_error)?;
    fill(&transaction)?;
    transaction.commit().map_err(io_error)?;
    Ok(connection.serialize(MAIN_DB).map_err(io_error)?.to_vec())
}

/// A moment, `JJJJ-MM-DDTUU:MM:SSZ`, with the milliseconds that the format asks for.
pub(crate) fn in_milliseconds(made: &str) -> String {
    made.replace('Z', ".000Z")
}

/// What SQLite says, as an error of input or output.
pub(crate) fn io_error(error: rusqlite::Error) -> io::Error {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => io::ErrorKind::StorageFull,
        Some(ErrorCode::ReadOnly) => io::ErrorKind::ReadOnlyFilesystem,
        Some(ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => io::ErrorKind::PermissionDenied,
        Some(ErrorCode::OutOfMemory) => io::ErrorKind::OutOfMemory,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
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
