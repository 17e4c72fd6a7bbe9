//! Where each row of a project stands in its file: found by reading the file as opening does, so that what another program
//! wrote in its own way is found again; by its id alone only where that can say no other.

use std::collections::{BTreeMap, BTreeSet};

use geo::Geometry;
use rusqlite::Connection;
use uuid::Uuid;

use super::error::ProjectFileError;
use super::layers::RenewedIds;
use super::names::{FORM, NOTES, PLACES, SKETCHES, ZONES};
use super::rows::{FileRow, id, rows_with, text};
use super::{layers, plan};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::demand::{DemandCell, PeopleCounts};
use crate::geopackage::{
    KnownBy, ORDER, ROW_ID, RowPlace, RowPlaces, Table, TableChange, has_table, marked_key, quoted, value_key,
};
use crate::import::{FeatureKey, ReadTable, Unwatched, read_project_tables};

/// Where the rows of each table stand, by its name.
pub(super) type RowPlacesByTable = BTreeMap<String, RowPlaces>;

/// Where the rows of a table of the document stand. Takes time in proportion to the table.
///
/// # Errors
/// When the table cannot be read.
pub(super) fn of_document(connection: &Connection, table: &Table) -> Result<RowPlaces, ProjectFileError> {
    let KnownBy::Columns(names) = table.known_by else { return Ok(RowPlaces::default()) };
    if !has_table(connection, &table.name)? {
        return Ok(RowPlaces::default());
    }
    let is_wanted = |column: &str| names.contains(&column) || [ORDER, "id", FORM].contains(&column);
    let mut rows = rows_with(connection, &table.name, is_wanted)?;
    // Of two features of one intervention the one that was there first is read.
    if ![ZONES, PLACES].contains(&table.name.as_str()) {
        rows.sort_by_key(|row| (row.order(), row.number));
    }
    let has_own_ids = table.name == NOTES || SKETCHES.contains(&table.name.as_str());
    let key = |row: &FileRow<'_>| match plan::key_of_form(&table.name, row) {
        Some(values) => value_key(values.iter()),
        None if has_own_ids => value_key([id(row.own_id)].iter()),
        None => value_key(names.iter().map(|name| row.key_value(name)).collect::<Vec<_>>().iter()),
    };
    let mut places = RowPlaces::of_rows(rows.iter().map(|row| (key(row), row.fid)));
    for row in rows.iter().filter(|row| has_own_ids && row.is_renamed()) {
        places.add_renamed((key(row), 0));
    }
    Ok(places)
}

/// The bytes of a single point in a GeoPackage: a header of 8, its box of 32 if it has one, and 21 of WKB. No other geometry has
/// so few or just so many.
const POINT_BYTES: [i64; 2] = [29, 61];

/// Where the rows of a change stand by their ids alone, without reading the layer: for places of which each row of the table is
/// one, with an id of its own that no other row has. Nothing where only reading can tell. Takes one pass over the ids.
///
/// # Errors
/// When the table cannot be looked at.
pub(super) fn by_own_ids(
    connection: &Connection,
    change: &TableChange<'_>,
) -> Result<Option<RowPlaces>, ProjectFileError> {
    let name = change.table.name.as_str();
    if !is_of_single_places(name) || !has_table(connection, name)? {
        return Ok(None);
    }
    let sql = format!("SELECT {ROW_ID}, id, length(geom) FROM {}", quoted(name));
    // Another program may have made it anew in its own way.
    let Ok(mut statement) = connection.prepare(&sql) else { return Ok(None) };
    let mut rows = statement.query([])?;
    let wanted = change.keys();
    let (mut all, mut found) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let (Ok(fid), Ok(own), Ok(n_bytes)) = (row.get::<_, i64>(0), row.get::<_, String>(1), row.get::<_, i64>(2))
        else {
            return Ok(None);
        };
        let Ok(own) = Uuid::parse_str(&own) else { return Ok(None) };
        if !POINT_BYTES.contains(&n_bytes) {
            return Ok(None);
        }
        all.push(own);
        let key = value_key([id(own)].iter());
        if wanted.contains(key.as_slice()) {
            found.push((key, fid));
        }
    }
    all.sort_unstable();
    if all.windows(2).any(|pair| pair[0] == pair[1]) {
        return Ok(None);
    }
    let places = RowPlaces::of_rows(found);
    Ok(change.is_plain_on(&places).then_some(places))
}

/// Is each row of the table of this name a place by itself? Kernen of one name are one, and haltes and stations may stand in each
/// other's table.
fn is_of_single_places(name: &str) -> bool {
    match Role::from_name(name) {
        Some(Role::Kind(kind)) => ![AmenityKind::STOP, AmenityKind::STATION].contains(&kind),
        Some(role) => matches!(role, Role::CandidateSite | Role::Cluster),
        None => false,
    }
}

/// Where the rows of these tables of layers stand. Reads them whole, and no other.
///
/// # Errors
/// When one cannot be read.
pub(super) fn of_tables(connection: &Connection, names: &BTreeSet<&str>) -> Result<RowPlacesByTable, ProjectFileError> {
    let stops = [AmenityKind::STOP, AmenityKind::STATION].map(AmenityKind::role);
    let is_wanted =
        |name: &str| names.contains(name) || stops.contains(&name) && stops.iter().any(|of| names.contains(of));
    let tables = layers::tables_in_file(connection, is_wanted, |_, _| {})?;
    let (_, read) = read_project_tables(connection, "", &tables, &Unwatched)?;
    Ok(of_read(&read, &RenewedIds::new()))
}

/// Where the rows of layers stand that were read. A place that got another id than it has in the file, because one of
/// another role has the same, is found by the one in the file.
pub(super) fn of_read(read: &[ReadTable], renewed: &RenewedIds) -> RowPlacesByTable {
    let in_file: BTreeMap<_, _> = renewed.iter().map(|(shared, renewed)| (*renewed, *shared)).collect();
    let mut places_by_table = RowPlacesByTable::new();
    for found in read {
        for row in &found.traced {
            let mut home = found.role.name();
            let mut is_renamed = row.is_renamed;
            let key = match &row.feature {
                FeatureKey::Place { role, id: own } => {
                    home = role.name();
                    let there = in_file.get(own);
                    is_renamed &= there.is_none();
                    value_key([id(*there.unwrap_or(own))].iter())
                }
                FeatureKey::Area(code) => value_key([text(code)].iter()),
                FeatureKey::Square { row, col, is_of_area } => {
                    let square = DemandCell { row: *row, col: *col, people: PeopleCounts::default() };
                    marked_key(Some(&Geometry::from(square.center().0)), *is_of_area)
                }
                FeatureKey::StudyArea => Vec::new(),
            };
            let elsewhere = (home != found.role.name()).then(|| found.role.name());
            let places = places_by_table.entry(home.to_owned()).or_default();
            places.add((key.clone(), 0), RowPlace { elsewhere, fid: row.fid });
            if is_renamed {
                places.add_renamed((key, 0));
            }
        }
    }
    places_by_table
}
