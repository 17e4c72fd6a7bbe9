//! Rows of a project's tables, with their values taken out one by one.

use geo::Geometry;
use rusqlite::Connection;
use rusqlite::types::Value as SqlValue;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::ProjectFileError;
use crate::crs::RdPoint;
use crate::domain::identity::id_from_source;
use crate::geopackage::{BlobFault, ORDER, geometry_from_blob, has_table};

/// A row of a table.
#[derive(Debug, Clone)]
pub(super) struct FileRow<'t> {
    table: &'t str,
    /// From 1, in the order of the table.
    pub(super) number: usize,
    values: Vec<(String, SqlValue)>,
}

/// All rows of a table, in order.
pub(super) fn rows<'t>(connection: &Connection, table: &'t str) -> Result<Vec<FileRow<'t>>, ProjectFileError> {
    if !has_table(connection, table)? {
        return Err(ProjectFileError::MissingTable { table: table.to_owned() });
    }
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\" ORDER BY fid"))?;
    let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut cursor = statement.query([])?;
    let mut rows = Vec::new();
    while let Some(row) = cursor.next()? {
        let mut values = Vec::with_capacity(names.len());
        for (idx, name) in names.iter().enumerate() {
            values.push((name.clone(), row.get(idx)?));
        }
        rows.push(FileRow { table, number: rows.len() + 1, values });
    }
    Ok(rows)
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

    /// The id of a feature that another program may have drawn: its own, or one that follows from where it stands.
    pub(super) fn id_or_own(&self) -> Result<Uuid, ProjectFileError> {
        let own = self.optional_id("id").ok().flatten();
        Ok(own.unwrap_or(id_from_source(self.table, &self.text("fid")?)))
    }

    /// A value that stands as JSON.
    pub(super) fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, ProjectFileError> {
        serde_json::from_str(&self.text(column)?).map_err(|_| self.bad(column))
    }

    /// The geometry; nothing when there is none.
    pub(super) fn geometry(&self) -> Result<Option<Geometry<f64>>, BlobFault> {
        match self.value("geom") {
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
