//! Rows of a project's tables, with their values taken out one by one.

use std::collections::BTreeSet;

use geo::Geometry;
use rusqlite::types::{Value as SqlValue, ValueRef};
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::error::ProjectFileError;
use crate::crs::RdPoint;
use crate::domain::identity::id_from_source;
use crate::domain::problem::{BlobFault, Problem, ProblemKind};
use crate::geopackage::{ORDER, ROW_ID, geometry_from_blob, has_table, quoted};

/// What the column of the geometry is called here.
const GEOMETRY: &str = "geom";

/// A row of a table.
#[derive(Debug, Clone)]
pub(super) struct FileRow<'t> {
    table: &'t str,
    /// From 1, in the order of the table.
    pub(super) number: usize,
    /// By which it is called in the file.
    pub(super) fid: i64,
    /// The id of a feature that another program may have drawn or copied: the one it says, unless another before it has
    /// that, else one that follows from where it stands.
    pub(super) own_id: Uuid,
    values: Vec<(String, SqlValue)>,
}

/// All rows of a table, in order.
pub(super) fn rows<'t>(connection: &Connection, table: &'t str) -> Result<Vec<FileRow<'t>>, ProjectFileError> {
    rows_with(connection, table, |_| true)
}

/// The same with the columns that are wanted. Whatever another program calls the geometry, here it is `geom`.
pub(super) fn rows_with<'t>(
    connection: &Connection,
    table: &'t str,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<FileRow<'t>>, ProjectFileError> {
    if !has_table(connection, table)? {
        return Err(ProjectFileError::MissingTable { table: table.to_owned() });
    }
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?)")?;
    let named = statement.query_map([table], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let sql = "SELECT column_name FROM gpkg_geometry_columns WHERE lower(table_name) = lower(?)";
    let geometry: Option<String> = connection.query_row(sql, [table], |row| row.get(0)).optional()?;
    let called = |name: String| match &geometry {
        Some(geometry) if *geometry == name => (GEOMETRY.to_owned(), name),
        _ => (name.to_lowercase(), name),
    };
    let columns: Vec<(String, String)> = named.into_iter().map(called).filter(|(name, _)| is_wanted(name)).collect();
    let wanted: Vec<String> = columns.iter().map(|(_, name)| quoted(name)).collect();
    let wanted = std::iter::once(ROW_ID.to_owned()).chain(wanted).collect::<Vec<_>>().join(", ");
    let mut statement = connection.prepare(&format!("SELECT {wanted} FROM {} ORDER BY {ROW_ID}", quoted(table)))?;
    let mut cursor = statement.query([])?;
    let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some(row) = cursor.next()? {
        let fid = row.get(0)?;
        let mut values = Vec::with_capacity(columns.len());
        for (idx, (name, _)) in columns.iter().enumerate() {
            values.push((name.clone(), lossy_value(row.get_ref(idx + 1)?)));
        }
        let mut read = FileRow { table, number: rows.len() + 1, fid, own_id: Uuid::nil(), values };
        if let Some(stated) = read.stated_id() {
            let by_place = || id_from_source(table, &fid.to_string());
            read.own_id = stated.filter(|id| !seen.contains(id)).unwrap_or_else(by_place);
            seen.insert(read.own_id);
        }
        rows.push(read);
    }
    Ok(rows)
}

/// A value as SQLite has it; text that is no text as far as it goes.
fn lossy_value(value: ValueRef<'_>) -> SqlValue {
    match value {
        ValueRef::Null => SqlValue::Null,
        ValueRef::Integer(n) => SqlValue::Integer(n),
        ValueRef::Real(n) => SqlValue::Real(n),
        ValueRef::Text(bytes) => SqlValue::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => SqlValue::Blob(bytes.to_vec()),
    }
}

/// The same in the order that a column keeps; a row of another program comes last.
pub(super) fn ordered_rows<'t>(connection: &Connection, table: &'t str) -> Result<Vec<FileRow<'t>>, ProjectFileError> {
    let mut rows = rows(connection, table)?;
    rows.sort_by_key(|row| (row.order(), row.number));
    Ok(rows)
}

impl FileRow<'_> {
    /// What is wrong with a column of this row.
    pub(super) fn bad(&self, column: &str) -> ProjectFileError {
        ProjectFileError::BadValue { table: self.table.to_owned(), row: self.number, column: column.to_owned() }
    }

    fn value(&self, column: &str) -> &SqlValue {
        self.values.iter().find(|(name, _)| name == column).map_or(&SqlValue::Null, |(_, value)| value)
    }

    /// Its place in the order that a column keeps; one without comes last.
    pub(super) fn order(&self) -> i64 {
        self.integer(ORDER).unwrap_or(i64::MAX)
    }

    /// The value of a column; where a file of before keeps no order, that of the rows.
    pub(super) fn known_value(&self, column: &str, idx: usize) -> SqlValue {
        match self.value(column) {
            SqlValue::Null if column == ORDER => count(idx),
            value => value.clone(),
        }
    }

    /// A text; an empty one when there is none.
    pub(super) fn text(&self, column: &str) -> Result<String, ProjectFileError> {
        Ok(self.optional_text(column)?.unwrap_or_default())
    }

    /// A text that may be unknown. A number is text as well: other programs are not strict about it.
    pub(super) fn optional_text(&self, column: &str) -> Result<Option<String>, ProjectFileError> {
        match self.value(column) {
            SqlValue::Null => Ok(None),
            SqlValue::Text(text) => Ok(Some(text.clone())),
            SqlValue::Integer(n) => Ok(Some(n.to_string())),
            SqlValue::Real(n) => Ok(Some(n.to_string())),
            SqlValue::Blob(_) => Err(self.bad(column)),
        }
    }

    /// A whole number.
    pub(super) fn integer<T: TryFrom<i64>>(&self, column: &str) -> Result<T, ProjectFileError> {
        match self.value(column) {
            SqlValue::Integer(n) => T::try_from(*n).map_err(|_| self.bad(column)),
            _ => Err(self.bad(column)),
        }
    }

    /// A finite number that may be unknown.
    pub(super) fn optional_real(&self, column: &str) -> Result<Option<f64>, ProjectFileError> {
        match self.value(column) {
            SqlValue::Null => Ok(None),
            SqlValue::Real(n) if n.is_finite() => Ok(Some(*n)),
            #[expect(clippy::cast_precision_loss, reason = "a coordinate that another program wrote as a whole number")]
            SqlValue::Integer(n) => Ok(Some(*n as f64)),
            _ => Err(self.bad(column)),
        }
    }

    /// A finite number.
    pub(super) fn real(&self, column: &str) -> Result<f64, ProjectFileError> {
        self.optional_real(column)?.ok_or_else(|| self.bad(column))
    }

    /// Yes or no.
    pub(super) fn truth(&self, column: &str) -> Result<bool, ProjectFileError> {
        Ok(self.integer::<i64>(column)? != 0)
    }

    /// An id that may be unknown.
    pub(super) fn optional_id(&self, column: &str) -> Result<Option<Uuid>, ProjectFileError> {
        let text = self.optional_text(column)?.filter(|text| !text.is_empty());
        text.map(|text| Uuid::parse_str(&text).map_err(|_| self.bad(column))).transpose()
    }

    /// An id.
    pub(super) fn id(&self, column: &str) -> Result<Uuid, ProjectFileError> {
        self.optional_id(column)?.ok_or_else(|| self.bad(column))
    }

    /// The id that it says it has; nothing in a table without ids.
    fn stated_id(&self) -> Option<Option<Uuid>> {
        let has_ids = self.values.iter().any(|(name, _)| name == "id");
        has_ids.then(|| self.optional_id("id").ok().flatten())
    }

    /// Does it say that it has an id that another has?
    pub(super) fn is_renamed(&self) -> bool {
        self.stated_id().flatten().is_some_and(|stated| stated != self.own_id)
    }

    /// What to tell of a feature that was copied with its id.
    pub(super) fn problem_of_id(&self, file: &str) -> Option<Problem> {
        let stated = self.stated_id().flatten().filter(|stated| *stated != self.own_id)?;
        let kind = ProblemKind::DuplicateId(stated.to_string());
        Some(Problem::in_row(file, self.table, self.number, kind))
    }

    /// The value of a column as a key has it.
    pub(super) fn key_value(&self, column: &str) -> SqlValue {
        as_key(column, self.value(column))
    }

    /// A value that stands as JSON.
    pub(super) fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, ProjectFileError> {
        serde_json::from_str(&self.text(column)?).map_err(|_| self.bad(column))
    }

    /// The geometry; nothing when there is none.
    pub(super) fn geometry(&self) -> Result<Option<Geometry<f64>>, BlobFault> {
        match self.value(GEOMETRY) {
            SqlValue::Blob(bytes) => geometry_from_blob(bytes),
            _ => Ok(None),
        }
    }

    /// A place by two columns; nowhere when both are empty.
    pub(super) fn place(&self, x: &str, y: &str) -> Result<Option<RdPoint>, ProjectFileError> {
        Ok(self.optional_real(x)?.zip(self.optional_real(y)?).map(|(x, y)| RdPoint::at(x, y)))
    }
}

/// A text as a value.
pub(super) fn text(text: &str) -> SqlValue {
    SqlValue::Text(text.to_owned())
}

/// A text that may be unknown as a value.
pub(super) fn optional_text(text: Option<&String>) -> SqlValue {
    text.map_or(SqlValue::Null, |text| SqlValue::Text(text.clone()))
}

/// An id as a value.
pub(super) fn id(id: Uuid) -> SqlValue {
    SqlValue::Text(id.to_string())
}

/// An id that may be unknown as a value.
pub(super) fn optional_id(id: Option<Uuid>) -> SqlValue {
    id.map_or(SqlValue::Null, self::id)
}

/// A whole number as a value.
pub(super) fn integer(n: impl Into<i64>) -> SqlValue {
    SqlValue::Integer(n.into())
}

/// A count as a value.
pub(super) fn count(n: usize) -> SqlValue {
    SqlValue::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A number that may be unknown as a value.
pub(super) fn optional_real(n: Option<f64>) -> SqlValue {
    n.map_or(SqlValue::Null, SqlValue::Real)
}

/// Anything with a form in JSON as a value.
pub(super) fn json(value: &impl Serialize) -> SqlValue {
    SqlValue::Text(serde_json::to_string(value).expect("our file types have a form in JSON"))
}

/// A value of a key as text has it, an id in the one way that ids are written.
fn as_key(column: &str, value: &SqlValue) -> SqlValue {
    const NO_IDS: [&str; 4] = ["soort", "tekst", "sleutel", ORDER];
    match value {
        SqlValue::Text(text) if !NO_IDS.contains(&column) => Uuid::parse_str(text).map_or_else(|_| value.clone(), id),
        value => value.clone(),
    }
}
