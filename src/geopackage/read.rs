//! What stands in a GeoPackage of anyone: its feature tables, with their geometry column.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OptionalExtension};

/// A feature table as `gpkg_geometry_columns` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FeatureTable {
    pub(crate) name: String,
    pub(crate) geometry_column: String,
    /// The column that identifies a row; `None` in a view.
    pub(crate) key_column: Option<String>,
    /// The other columns, in order.
    pub(crate) columns: Vec<String>,
}

/// What a row of any ordinary table is called by, whatever its key: the `fid` where that is a number.
pub(crate) const ROW_ID: &str = "_rowid_";

/// Is there a table or view of that name?
pub(crate) fn has_table(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(?)";
    Ok(connection.query_row(sql, [name], |_| Ok(())).optional()?.is_some())
}

/// The names of all views.
pub(crate) fn views(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")?;
    let names = statement.query_map([], |row| row.get(0))?;
    names.collect()
}

/// The feature tables, by name.
pub(crate) fn feature_tables(connection: &Connection) -> rusqlite::Result<Vec<FeatureTable>> {
    let sql = "SELECT table_name, column_name FROM gpkg_geometry_columns ORDER BY table_name";
    let mut statement = connection.prepare(sql)?;
    let listed = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let listed: Vec<(String, String)> = listed.collect::<rusqlite::Result<_>>()?;
    let mut tables = Vec::with_capacity(listed.len());
    for (name, geometry_column) in listed {
        let all = match columns_of(connection, &name) {
            Ok(all) if all.is_empty() => continue,
            Ok(all) => all,
            // A view of what is not there: asking for its rows says so.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => Vec::new(),
            Err(error) => return Err(error),
        };
        let key_column = all.iter().find(|(_, key)| *key == 1).map(|(name, _)| name.clone());
        let is_plain = |name: &String| *name != geometry_column && Some(name) != key_column.as_ref();
        let columns = all.iter().map(|(name, _)| name.clone()).filter(is_plain).collect();
        tables.push(FeatureTable { name, geometry_column, key_column, columns });
    }
    Ok(tables)
}

/// The columns of a table or view, with which part of the key each is.
fn columns_of(connection: &Connection, table: &str) -> rusqlite::Result<Vec<(String, i64)>> {
    let mut statement = connection.prepare("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid")?;
    let columns = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    columns.collect()
}

/// A name as SQL takes it, whatever stands in it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl FeatureTable {
    /// The same, whose rows are called by their number; what another program made the key, other than a number, is a column.
    ///
    /// # Errors
    /// What SQLite says.
    pub(crate) fn by_number(mut self, connection: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT count(*) = 1 AND max(upper(type)) = 'INTEGER' FROM pragma_table_info(?) WHERE pk > 0";
        let is_number: bool = connection.query_row(sql, [&self.name], |row| row.get(0))?;
        let key = self.key_column.replace(ROW_ID.to_owned());
        self.columns.extend(key.filter(|_| !is_number));
        Ok(self)
    }

    /// The statement for all its rows: key, geometry, then the other columns.
    pub(crate) fn select(&self) -> String {
        let key = self.key_column.as_deref().map_or_else(|| "NULL".to_owned(), quoted);
        let order = self.key_column.as_deref().map(|key| format!(" ORDER BY {}", quoted(key))).unwrap_or_default();
        let mut columns = vec![key, quoted(&self.geometry_column)];
        columns.extend(self.columns.iter().map(|name| quoted(name)));
        format!("SELECT {} FROM {}{order}", columns.join(", "), quoted(&self.name))
    }
}

/// How many bytes are hashed together: many small pieces take several times as long.
const HASHED_AT_ONCE: usize = 1 << 16;

/// A hash of everything in a table: its columns, and each value of each row in the order of its key.
pub(crate) fn content_hash(connection: &Connection, table: &FeatureTable) -> rusqlite::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut waiting = Vec::with_capacity(2 * HASHED_AT_ONCE);
    let mut feed = |tag: u8, bytes: &[u8]| {
        waiting.push(tag);
        waiting.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        waiting.extend_from_slice(bytes);
        if waiting.len() >= HASHED_AT_ONCE {
            hasher.update(&waiting);
            waiting.clear();
        }
    };
    table.columns.iter().for_each(|name| feed(b'c', name.as_bytes()));
    let mut statement = connection.prepare(&table.select())?;
    let n_columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for idx in 0..n_columns {
            match row.get_ref(idx)? {
                ValueRef::Null => feed(b'n', &[]),
                ValueRef::Integer(n) => feed(b'i', &n.to_le_bytes()),
                ValueRef::Real(n) => feed(b'r', &n.to_le_bytes()),
                ValueRef::Text(text) => feed(b't', text),
                ValueRef::Blob(bytes) => feed(b'b', bytes),
            }
        }
    }
    hasher.update(&waiting);
    Ok(hasher.finalize().to_hex()[..32].to_owned())
}
