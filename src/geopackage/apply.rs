//! Putting a change of a table into a file: in the rows it is about, and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use geo::Rect;
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};
use uuid::Uuid;

use super::blob::{blob_from_geometry, bounds, geometry_from_blob};
use super::change::{Counted, ORDER, RowChange, RowKey, TableChange, geometry_key, value_key};
use super::read::quoted;
use super::table::{Row, Table, joined_bounds};
use super::{RD_NEW_ID, feature_tables, has_table};
use crate::domain::identity::id_from_source;

/// The column of ids.
const ID: &str = "id";

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
    /// Puts the change into a file; a table that is not there is made. Rows keep their `fid`; a new row gets one above
    /// `last_fid`, which goes up with it.
    ///
    /// # Errors
    /// What SQLite says, such as a rule of another program that the change breaks.
    pub(crate) fn apply(&self, connection: &Connection, made: &str, last_fid: &mut i64) -> Result<(), ApplyError> {
        let table = self.table;
        if !has_table(connection, &table.name)? {
            let mut whole = Table { rows: Vec::new(), ..table.clone() };
            for key in &self.new {
                if let Some(RowChange::New(row)) = self.rows.get(key) {
                    *last_fid += 1;
                    whole.rows.push(Row { fid: Some(*last_fid), ..Row::clone(row) });
                }
            }
            return Ok(whole.write_into(connection, made)?);
        }
        if self.is_empty() {
            return Ok(());
        }
        let target = Target::of(connection, table)?;
        target.add_missing_columns(connection, table)?;
        let fids = target.fids(connection, table)?;
        let mut extent: Option<Rect<f64>> = None;
        for (key, change) in &self.rows {
            match (change, fids.get(key)) {
                (RowChange::Gone, Some(fid)) => target.delete(connection, *fid)?,
                (RowChange::Changed { row, columns, has_moved }, Some(fid)) => {
                    target.update(connection, table, (*fid, row), columns, *has_moved)?;
                    extent = joined(extent, row);
                }
                _ => {}
            }
        }
        for key in &self.new {
            let Some(RowChange::New(row)) = self.rows.get(key) else { continue };
            match fids.get(key) {
                Some(fid) => {
                    let all: Vec<usize> = (0..row.values.len()).collect();
                    target.update(connection, table, (*fid, row), &all, true)?;
                }
                None => {
                    *last_fid += 1;
                    target.insert(connection, table, *last_fid, row)?;
                }
            }
            extent = joined(extent, row);
        }
        Ok(note_change(connection, &table.name, made, extent)?)
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
    key: String,
    geometry: Option<String>,
    columns: BTreeSet<String>,
}

impl Target {
    fn of(connection: &Connection, table: &Table) -> Result<Self, ApplyError> {
        let name = &table.name;
        let mut statement = connection.prepare("SELECT name, pk FROM pragma_table_info(?)")?;
        let all = statement
            .query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(String, i64)>>>()?;
        let key = all.iter().find(|(_, pk)| *pk == 1).map_or("rowid", |(name, _)| name.as_str()).to_owned();
        let features = if table.has_geometry() { feature_tables(connection)? } else { Vec::new() };
        let features = features.into_iter().find(|features| features.name.eq_ignore_ascii_case(name));
        if features.is_some() {
            let sql = "SELECT g.srs_id, s.srs_name FROM gpkg_geometry_columns g \
                       LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE g.table_name = ?";
            let srs = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?));
            let (id, crs) = connection.query_row(sql, [name], srs)?;
            if id != i64::from(RD_NEW_ID) {
                let crs = crs.unwrap_or_else(|| id.to_string());
                return Err(ApplyError::OtherCrs { table: name.clone(), crs });
            }
        }
        let geometry = features.map(|features| features.geometry_column);
        let columns = all.into_iter().map(|(name, _)| name).collect();
        Ok(Self { name: name.clone(), key, geometry, columns })
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
        self.columns.iter().any(|own| own.eq_ignore_ascii_case(column))
    }

    /// The `fid` of every row by its key, as far as the rows are known by one.
    fn fids(&self, connection: &Connection, table: &Table) -> rusqlite::Result<BTreeMap<RowKey, i64>> {
        let key = quoted(&self.key);
        let mut columns = vec![key.clone()];
        match (table.key, &self.geometry) {
            ([], Some(geometry)) => columns.push(quoted(geometry)),
            (names, _) => columns.extend(names.iter().map(|name| match self.has(name) {
                true => quoted(name),
                false => "NULL".to_owned(),
            })),
        }
        let sql = format!("SELECT {} FROM {} ORDER BY {key}", columns.join(", "), quoted(&self.name));
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let (mut fids, mut counted, mut n_rows) = (BTreeMap::new(), Counted::default(), 0_i64);
        while let Some(row) = rows.next()? {
            let fid: i64 = row.get(0)?;
            let bytes = match table.key {
                [] => {
                    let geometry = row.get_ref(1)?.as_blob_or_null().unwrap_or_default();
                    geometry_key(geometry.and_then(|blob| geometry_from_blob(blob).ok().flatten()).as_ref())
                }
                names => {
                    let mut values = Vec::with_capacity(names.len());
                    for (idx, name) in names.iter().enumerate() {
                        values.push(known_value(name, row.get(idx + 1)?, (&self.name, fid, n_rows)));
                    }
                    value_key(values.iter())
                }
            };
            fids.insert(counted.next(bytes), fid);
            n_rows += 1;
        }
        Ok(fids)
    }

    fn delete(&self, connection: &Connection, fid: i64) -> rusqlite::Result<()> {
        let sql = format!("DELETE FROM {} WHERE {} = ?", quoted(&self.name), quoted(&self.key));
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
        let sql = format!("UPDATE {} SET {} WHERE {} = ?", quoted(&self.name), set.join(", "), quoted(&self.key));
        values.push(SqlValue::Integer(fid));
        connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        Ok(())
    }

    fn insert(&self, connection: &Connection, table: &Table, fid: i64, row: &Row) -> rusqlite::Result<()> {
        let mut names = vec![quoted(&self.key)];
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

/// The value of a key column as who reads the file takes it: a row of another program without an id has one by where it
/// stands, and a file of before keeps an order by its rows.
fn known_value(column: &str, value: SqlValue, (table, fid, n_before): (&str, i64, i64)) -> SqlValue {
    let as_id = if let SqlValue::Text(text) = &value { Uuid::parse_str(text).ok() } else { None };
    if let Some(id) = as_id {
        return SqlValue::Text(id.to_string());
    }
    match (column, value) {
        (ID, _) => SqlValue::Text(id_from_source(table, &fid.to_string()).to_string()),
        (ORDER, SqlValue::Null) => SqlValue::Integer(n_before),
        (_, value) => value,
    }
}

fn joined(extent: Option<Rect<f64>>, row: &Row) -> Option<Rect<f64>> {
    let own = row.geometry.as_ref().and_then(bounds);
    extent.into_iter().chain(own).reduce(joined_bounds)
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
