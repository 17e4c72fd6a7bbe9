//! Where each row of a project stands in its file: found by reading the file as opening does, so that what another program
//! wrote in its own way is found again.

use std::collections::{BTreeMap, BTreeSet};

use geo::Geometry;
use rusqlite::Connection;
use rusqlite::types::Value as SqlValue;

use super::layers::RenewedIds;
use super::rows::{FileRow, id, rows_with, text};
use super::{ProjectFileError, board, layers, plan, sketches};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::{DemandCell, PeopleCounts};
use crate::geopackage::{KnownBy, ORDER, Place, Standing, Table, TableChange, has_table, marked_key, value_key};
use crate::import::{Feature, ReadTable, Unwatched, read_project_tables};

/// Where the rows of each table stand, by its name.
pub(super) type Standings = BTreeMap<String, Standing>;

/// Where the rows of a table of the document stand. Takes time in proportion to the table.
///
/// # Errors
/// When the table cannot be read.
pub(super) fn of_document(connection: &Connection, table: &Table) -> Result<Standing, ProjectFileError> {
    let KnownBy::Columns(names) = table.known_by else { return Ok(Standing::default()) };
    if !has_table(connection, &table.name)? {
        return Ok(Standing::default());
    }
    let is_wanted = |column: &str| names.contains(&column) || [ORDER, "id", plan::FORM].contains(&column);
    let mut rows = rows_with(connection, &table.name, is_wanted)?;
    // Of two features of one intervention the one that was there first is read.
    if ![plan::ZONES, plan::PLACES].contains(&table.name.as_str()) {
        rows.sort_by_key(|row| (row.order(), row.number));
    }
    let has_own_ids = table.name == board::NOTES || sketches::TABLES.contains(&table.name.as_str());
    let key = |row: &FileRow<'_>| match plan::key_of_form(&table.name, row) {
        Some(values) => value_key(values.iter()),
        None if has_own_ids => value_key([id(row.own_id)].iter()),
        None => value_key(names.iter().map(|name| row.key_value(name)).collect::<Vec<_>>().iter()),
    };
    let mut standing = Standing::of_rows(rows.iter().map(|row| (key(row), row.fid)));
    for row in rows.iter().filter(|row| has_own_ids && row.is_renamed()) {
        standing.add_renamed((key(row), 0));
    }
    Ok(standing)
}

/// The bytes of a single point in a GeoPackage: a header of 8, its box of 32 if it has one, and 21 of WKB. No other geometry has
/// so few or just so many.
const POINT_BYTES: [i64; 2] = [29, 61];

/// Where the rows of a change stand by their ids alone, if each that was there stands in the file just once and none that comes
/// stands there; nothing when only reading can tell. Takes one pass over the ids.
///
/// # Errors
/// When the ids cannot be read.
pub(super) fn by_own_ids(
    connection: &Connection,
    change: &TableChange<'_>,
) -> Result<Option<Standing>, ProjectFileError> {
    let name = change.table.name.as_str();
    let is_of_stops = [AmenityKind::STOP, AmenityKind::STATION].iter().any(|kind| kind.role() == name);
    let is_there = has_table(connection, name)? && change.is_known_by_id();
    // Haltes and stations may stand in each other's table.
    if is_of_stops || !is_there {
        return Ok(None);
    }
    let mut found: BTreeMap<Vec<u8>, Vec<i64>> = change.keys().map(|(key, _)| (key.clone(), Vec::new())).collect();
    let ids = format!("SELECT fid, id, length(geom) FROM \"{name}\"");
    let Ok(mut statement) = connection.prepare(&ids) else { return Ok(None) };
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let own = as_key("id", &row.get::<_, SqlValue>(1)?);
        if let Some(fids) = found.get_mut(&value_key([own].iter())) {
            // Several points in one row are several places, of which one has the id of the row.
            let (Ok(fid), Ok(n_bytes)) = (row.get(0), row.get::<_, i64>(2)) else { return Ok(None) };
            if !POINT_BYTES.contains(&n_bytes) {
                return Ok(None);
            }
            fids.push(fid);
        }
    }
    let is_plain = change.keys().all(|key| key.1 == 0 && found[&key.0].len() == usize::from(change.was_there(key)));
    let places = found.into_iter().flat_map(|(key, fids)| fids.into_iter().map(move |fid| (key.clone(), fid)));
    Ok(is_plain.then(|| Standing::of_rows(places)))
}

/// Where the rows of these tables of layers stand. Reads them whole, and no other.
///
/// # Errors
/// When one cannot be read.
pub(super) fn of_tables(connection: &Connection, names: &BTreeSet<&str>) -> Result<Standings, ProjectFileError> {
    let stops = [AmenityKind::STOP, AmenityKind::STATION].map(AmenityKind::role);
    let is_wanted =
        |name: &str| names.contains(name) || stops.contains(&name) && stops.iter().any(|of| names.contains(of));
    let tables = layers::tables_in_file(connection, is_wanted, |_, _| {})?;
    let (_, read) = read_project_tables(connection, "", &tables, &Unwatched)?;
    Ok(of_read(&read, &RenewedIds::new()))
}

/// Where the rows of layers stand that were read. A place that got another id than it has in the file, because one of
/// another role has the same, is found by the one in the file.
pub(super) fn of_read(read: &[ReadTable], renewed: &RenewedIds) -> Standings {
    let in_file: BTreeMap<_, _> = renewed.iter().map(|(shared, renewed)| (*renewed, *shared)).collect();
    let mut standings = Standings::new();
    for found in read {
        for row in &found.traced {
            let mut home = found.role.name();
            let mut is_renamed = row.is_renamed;
            let key = match &row.feature {
                Feature::Place { role, id: own } => {
                    home = role.name();
                    let there = in_file.get(own);
                    is_renamed &= there.is_none();
                    value_key([id(*there.unwrap_or(own))].iter())
                }
                Feature::Area(code) => value_key([text(code)].iter()),
                Feature::Square { row, col, is_of_area } => {
                    let square = DemandCell { row: *row, col: *col, people: PeopleCounts::default() };
                    marked_key(Some(&Geometry::from(square.center().0)), *is_of_area)
                }
                Feature::StudyArea => Vec::new(),
            };
            let elsewhere = (home != found.role.name()).then(|| found.role.name());
            let standing = standings.entry(home.to_owned()).or_default();
            standing.add((key.clone(), 0), Place { elsewhere, fid: row.fid });
            if is_renamed {
                standing.add_renamed((key, 0));
            }
        }
    }
    standings
}

/// A value of a key as text has it, an id in the one way that ids are written.
pub(super) fn as_key(column: &str, value: &SqlValue) -> SqlValue {
    const NO_IDS: [&str; 4] = ["soort", "tekst", "sleutel", ORDER];
    match value {
        SqlValue::Text(text) if !NO_IDS.contains(&column) => {
            uuid::Uuid::parse_str(text).map_or_else(|_| value.clone(), id)
        }
        value => value.clone(),
    }
}
