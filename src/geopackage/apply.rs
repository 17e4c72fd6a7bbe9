//! Putting a change of a table into a file: in the rows it is about, and nowhere else.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use geo::Rect;
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};

use super::blob::{blob_from_geometry, bounds};
use super::change::{RowChange, TableChange};
use super::read::{ROW_ID, quoted};
use super::row_places::{RowPlace, RowPlaces};
use super::table::{ColumnKind, Row, Table, joined_bounds};
use super::{RD_NEW_ID, feature_tables, has_table};

/// Why a change cannot be put into a file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApplyError {
    /// SQLite, or a rule that another program put into the file.
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    /// Another program laid the table down in another coordinate system.
    #[error("table {table} is in {crs}")]
    OtherCrs {
        /// Its name.
        table: String,
        /// Its coordinate system.
        crs: String,
    },
}

impl TableChange<'_> {
    /// Puts the change into a file, in which the rows stand where `places` says; a table that is not there is made when
    /// rows come into it. Rows keep their `fid`; a new row gets one above `last_fid`, which goes up with it. Gives the names
    /// of the tables that were written.
    ///
    /// # Errors
    /// What SQLite says, such as a rule of another program that the change breaks.
    pub(crate) fn apply(
        &self,
        connection: &Connection,
        made: &str,
        last_fid: &mut i64,
        places: &RowPlaces,
    ) -> Result<BTreeSet<String>, ApplyError> {
        let mut work = Work { connection, table: self.table, targets: BTreeMap::new(), taken: BTreeSet::new() };
        let mut anew = Vec::new();
        for (key, change) in &self.rows {
            if let RowChange::Changed { row, columns, has_moved } = change
                && !work.update(places.of(key), row, columns, *has_moved)?
            {
                anew.push(*row);
            }
        }
        for key in &self.new {
            let Some(RowChange::New(row)) = self.rows.get(key) else { continue };
            let all: Vec<usize> = (0..row.values.len()).collect();
            if !work.update(places.of(key), row, &all, true)? {
                anew.push(*row);
            }
        }
        let touched = self.rows.keys().flat_map(|key| places.of(key));
        let left: BTreeSet<&RowPlace> = touched.filter(|place| !work.taken.contains(place)).collect();
        for place in left {
            work.at(place.elsewhere)?.delete(connection, place.fid)?;
        }
        let is_made = !has_table(connection, &self.table.name)?;
        if is_made && (!anew.is_empty() || self.rows.is_empty()) {
            let numbered = anew.iter().map(|row| {
                *last_fid += 1;
                Row { fid: Some(*last_fid), ..Row::clone(row) }
            });
            Table { rows: numbered.collect(), ..self.table.clone() }.write_into(connection, made)?;
        } else {
            for row in &anew {
                *last_fid += 1;
                work.at(None)?.insert(connection, self.table, *last_fid, row)?;
            }
        }
        let mut written: BTreeSet<String> = work.targets.into_keys().map(str::to_owned).collect();
        let extent = self.rows.values().filter_map(RowChange::row).filter_map(|row| bounds(row.geometry.as_ref()?));
        let extent = extent.reduce(joined_bounds);
        for name in &written {
            note_change(connection, name, made, extent)?;
        }
        if is_made {
            written.insert(self.table.name.clone());
        }
        Ok(written)
    }
}

/// Writing rows of a table where they stand, which may be in another table of the file.
struct Work<'a> {
    connection: &'a Connection,
    table: &'a Table,
    targets: BTreeMap<&'a str, Target>,
    /// Rows of the file that have become a row of the table.
    taken: BTreeSet<RowPlace>,
}

impl<'a> Work<'a> {
    /// The table itself, or another that holds rows of it.
    fn at(&mut self, elsewhere: Option<&'static str>) -> Result<&Target, ApplyError> {
        let name: &'a str = elsewhere.unwrap_or(&self.table.name);
        match self.targets.entry(name) {
            Entry::Occupied(there) => Ok(there.into_mut()),
            Entry::Vacant(free) => {
                let target = Target::of(self.connection, name, self.table)?;
                target.add_missing_columns(self.connection, self.table)?;
                target.widen_columns(self.connection, self.table)?;
                Ok(free.insert(target))
            }
        }
    }

    /// Makes the first of these rows of the file that is free a row of the table; false when none is.
    fn update(
        &mut self,
        places: &[RowPlace],
        row: &Row,
        columns: &[usize],
        has_moved: bool,
    ) -> Result<bool, ApplyError> {
        let Some(place) = places.iter().find(|place| !self.taken.contains(place)).copied() else { return Ok(false) };
        self.taken.insert(place);
        let (connection, table) = (self.connection, self.table);
        self.at(place.elsewhere)?.update(connection, table, (place.fid, row), columns, has_moved)?;
        Ok(true)
    }
}

/// What the format keeps of a table, in this order because of the references between them.
const OF_A_TABLE: [&str; 5] =
    ["gpkg_extensions", "gpkg_metadata_reference", "gpkg_ogr_contents", "gpkg_geometry_columns", "gpkg_contents"];

/// Takes a table of ours out of a file, with all that the format keeps of it. One that has more columns than ours, or that
/// views and triggers of others speak of, stays without its rows.
///
/// # Errors
/// What SQLite says.
pub(crate) fn remove_table(connection: &Connection, table: &Table) -> rusqlite::Result<()> {
    let name = &table.name;
    let n_left: i64 = connection.query_row(&format!("SELECT count(*) FROM {}", quoted(name)), [], |row| row.get(0))?;
    if n_left > 0 || !is_only_ours(connection, table)? {
        return Ok(());
    }
    let index = format!("rtree_{name}_geom");
    if has_table(connection, &index)? {
        connection.execute_batch(&format!("DROP TABLE {}", quoted(&index)))?;
    }
    connection.execute_batch(&format!("DROP TABLE {}", quoted(name)))?;
    for of in OF_A_TABLE {
        if has_table(connection, of)? {
            connection.execute(&format!("DELETE FROM {of} WHERE table_name = ?"), [name])?;
        }
    }
    if has_table(connection, "layer_styles")? {
        connection.execute("DELETE FROM layer_styles WHERE f_table_name = ? AND styleName = 'zorgkring'", [name])?;
    }
    Ok(())
}

/// Has a table no other columns than ours, and do no views or triggers of others speak of it?
///
/// # Errors
/// What SQLite says.
pub(crate) fn is_only_ours(connection: &Connection, table: &Table) -> rusqlite::Result<bool> {
    let name = &table.name;
    let ours: BTreeSet<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let mut columns = connection.prepare("SELECT name FROM pragma_table_info(?)")?;
    let names = columns.query_map([name], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    let is_plain = names.iter().all(|name| name == "fid" || name == "geom" || ours.contains(name.as_str()));
    let mut others = connection.prepare("SELECT sql FROM sqlite_master WHERE tbl_name <> ? AND sql NOT NULL")?;
    let others = others.query_map([name], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    let is_name = |word: &str| word.eq_ignore_ascii_case(name);
    let speaks_of = |sql: &String| sql.split(|c: char| !c.is_alphanumeric() && c != '_').any(is_name);
    Ok(is_plain && !others.iter().any(speaks_of))
}

/// The highest `fid` that any of these tables ever had.
///
/// # Errors
/// What SQLite says.
pub(crate) fn last_fid(connection: &Connection, tables: &[&str]) -> rusqlite::Result<i64> {
    let mut last = 0;
    for name in tables {
        if !has_table(connection, name)? {
            continue;
        }
        let now: Option<i64> =
            connection.query_row(&format!("SELECT max(rowid) FROM {}", quoted(name)), [], |row| row.get(0))?;
        let ever: Option<i64> = match has_table(connection, "sqlite_sequence")? {
            true => connection
                .query_row("SELECT seq FROM sqlite_sequence WHERE name = ?", [name], |row| row.get(0))
                .optional()?,
            false => None,
        };
        last = last.max(now.unwrap_or(0)).max(ever.unwrap_or(0));
    }
    Ok(last)
}

/// A table as it stands in the file.
struct Target {
    name: String,
    geometry: Option<String>,
    /// Each with its declared type, in capitals.
    columns: BTreeMap<String, String>,
}

impl Target {
    fn of(connection: &Connection, name: &str, table: &Table) -> Result<Self, ApplyError> {
        let mut statement = connection.prepare("SELECT name, upper(type) FROM pragma_table_info(?)")?;
        let column = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let columns = statement.query_map([name], column)?.collect::<rusqlite::Result<BTreeMap<String, String>>>()?;
        let features = if table.has_geometry() { feature_tables(connection)? } else { Vec::new() };
        let features = features.into_iter().find(|features| features.name.eq_ignore_ascii_case(name));
        if features.is_some() {
            let sql = "SELECT g.srs_id, s.srs_name FROM gpkg_geometry_columns g \
                       LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE g.table_name = ?";
            let srs = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?));
            let (id, crs) = connection.query_row(sql, [name], srs)?;
            if id != i64::from(RD_NEW_ID) {
                let crs = crs.unwrap_or_else(|| id.to_string());
                return Err(ApplyError::OtherCrs { table: name.to_owned(), crs });
            }
        }
        let geometry = features.map(|features| features.geometry_column);
        Ok(Self { name: name.to_owned(), geometry, columns })
    }

    /// Makes columns that get a text to hold what the file has in a column of numbers: SQLite would make a number of `0123`.
    fn widen_columns(&self, connection: &Connection, table: &Table) -> rusqlite::Result<()> {
        for column in
            table.columns.iter().filter(|column| column.kind == ColumnKind::Text && self.is_numeric(&column.name))
        {
            let (of, name, wide) =
                (quoted(&self.name), quoted(&column.name), quoted(&format!("{} (tekst)", column.name)));
            connection.execute_batch(&format!(
                "ALTER TABLE {of} ADD COLUMN {wide} TEXT; UPDATE {of} SET {wide} = CAST({name} AS TEXT);
                 ALTER TABLE {of} DROP COLUMN {name}; ALTER TABLE {of} RENAME COLUMN {wide} TO {name}"
            ))?;
        }
        Ok(())
    }

    fn is_numeric(&self, column: &str) -> bool {
        let declared = self.columns.iter().find(|(own, _)| own.eq_ignore_ascii_case(column)).map(|(_, kind)| kind);
        declared.is_some_and(|kind| ["INT", "REAL", "FLOA", "DOUB", "NUM", "DEC"].iter().any(|of| kind.contains(of)))
    }

    fn add_missing_columns(&self, connection: &Connection, table: &Table) -> rusqlite::Result<()> {
        let missing = table.columns.iter().filter(|column| !self.has(&column.name));
        for column in missing {
            let (name, kind) = (quoted(&column.name), column.kind.name());
            connection.execute_batch(&format!("ALTER TABLE {} ADD COLUMN {name} {kind}", quoted(&self.name)))?;
        }
        Ok(())
    }

    fn has(&self, column: &str) -> bool {
        self.columns.keys().any(|own| own.eq_ignore_ascii_case(column))
    }

    fn delete(&self, connection: &Connection, fid: i64) -> rusqlite::Result<()> {
        let sql = format!("DELETE FROM {} WHERE {} = ?", quoted(&self.name), ROW_ID);
        connection.prepare_cached(&sql)?.execute([fid])?;
        Ok(())
    }

    fn update(
        &self,
        connection: &Connection,
        table: &Table,
        (fid, row): (i64, &Row),
        columns: &[usize],
        has_moved: bool,
    ) -> rusqlite::Result<()> {
        let mut names: Vec<String> = columns.iter().map(|idx| quoted(&table.columns[*idx].name)).collect();
        let mut values: Vec<SqlValue> = columns.iter().map(|idx| row.values[*idx].clone()).collect();
        if let (true, Some(geometry)) = (has_moved, &self.geometry) {
            names.push(quoted(geometry));
            values.push(geometry_value(row));
        }
        if names.is_empty() {
            return Ok(());
        }
        let set: Vec<String> = names.iter().map(|name| format!("{name} = ?")).collect();
        let sql = format!("UPDATE {} SET {} WHERE {} = ?", quoted(&self.name), set.join(", "), ROW_ID);
        values.push(SqlValue::Integer(fid));
        connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        Ok(())
    }

    fn insert(&self, connection: &Connection, table: &Table, fid: i64, row: &Row) -> rusqlite::Result<()> {
        let mut names = vec![ROW_ID.to_owned()];
        names.extend(table.columns.iter().map(|column| quoted(&column.name)));
        let mut values = vec![SqlValue::Integer(fid)];
        values.extend(row.values.iter().cloned());
        if let Some(geometry) = &self.geometry {
            names.push(quoted(geometry));
            values.push(geometry_value(row));
        }
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", quoted(&self.name), names.join(", "));
        let values: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        connection.prepare_cached(&sql)?.execute(values.as_slice())?;
        Ok(())
    }
}

fn geometry_value(row: &Row) -> SqlValue {
    row.geometry.as_ref().map_or(SqlValue::Null, |geometry| SqlValue::Blob(blob_from_geometry(geometry)))
}

/// When a table changed and how far it reaches; a reach only grows, as the format allows.
fn note_change(connection: &Connection, table: &str, made: &str, extent: Option<Rect<f64>>) -> rusqlite::Result<()> {
    connection.execute("UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?", params![made, table])?;
    let Some(extent) = extent else { return Ok(()) };
    let (min, max) = (extent.min(), extent.max());
    connection.execute(
        "UPDATE gpkg_contents SET min_x = min(coalesce(min_x, ?2), ?2), min_y = min(coalesce(min_y, ?3), ?3), \
         max_x = max(coalesce(max_x, ?4), ?4), max_y = max(coalesce(max_y, ?5), ?5) WHERE table_name = ?1",
        params![table, min.x, min.y, max.x, max.y],
    )?;
    Ok(())
}
