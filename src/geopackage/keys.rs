//! What the rows of a table are known by, so that they are found again in another state of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use geo::Geometry;
use rusqlite::types::Value as SqlValue;

use super::blob::blob_from_geometry;
use super::table::{KnownBy, Row, Table};

/// The column that keeps an order; a file of before has it empty and keeps the order by its rows.
pub(crate) const ORDER: &str = "volgorde";

/// What a row is known by: the values of its key columns, or its geometry, and which it is of those that are alike.
pub(crate) type RowKey = (Vec<u8>, usize);

/// Every row by its key.
pub(super) fn keyed(table: &Table) -> BTreeMap<RowKey, &Row> {
    keyed_within(table, 0..table.rows.len()).into_iter().collect()
}

/// The rows of a part of a table by their keys, in its order.
pub(super) fn keyed_within(table: &Table, part: Range<usize>) -> Vec<(RowKey, &Row)> {
    let mut counted = Counted::default();
    let key = keys_of(table);
    let (ahead, rows) = (&table.rows[..part.start], &table.rows[part]);
    let keys: Vec<Vec<u8>> = rows.iter().map(&key).collect();
    if !keys.is_empty() {
        let wanted: BTreeSet<&[u8]> = keys.iter().map(Vec::as_slice).collect();
        for key in ahead.iter().map(&key).filter(|key| wanted.contains(key.as_slice())) {
            counted.next(key);
        }
    }
    keys.into_iter().map(|key| counted.next(key)).zip(rows).collect()
}

/// What the rows of a table are known by.
pub(super) fn keys_of(table: &Table) -> impl Fn(&Row) -> Vec<u8> + '_ {
    let position = |name: &&str| table.columns.iter().position(|column| column.name == **name);
    let key_columns: Vec<usize> = match table.known_by {
        KnownBy::Columns(names) => names.iter().filter_map(position).collect(),
        KnownBy::GeometryAnd(name) => position(&name).into_iter().collect(),
        KnownBy::Geometry | KnownBy::BeingAlone => Vec::new(),
    };
    move |row: &Row| match table.known_by {
        KnownBy::Columns(_) => value_key(key_columns.iter().map(|idx| row.values.get(*idx).unwrap_or(&SqlValue::Null))),
        KnownBy::Geometry => geometry_key(row.geometry.as_ref()),
        KnownBy::GeometryAnd(_) => {
            let mark = key_columns.first().and_then(|idx| row.values.get(*idx));
            marked_key(row.geometry.as_ref(), mark.is_some_and(|mark| *mark != SqlValue::Null))
        }
        KnownBy::BeingAlone => Vec::new(),
    }
}

/// Tells rows apart that are alike.
#[derive(Debug, Default)]
pub(super) struct Counted(BTreeMap<Vec<u8>, usize>);

impl Counted {
    /// The key of the next row with these bytes.
    pub(super) fn next(&mut self, bytes: Vec<u8>) -> RowKey {
        let n_before = self.0.entry(bytes.clone()).and_modify(|n| *n += 1).or_insert(0);
        (bytes, *n_before)
    }
}

/// The key of a row that is known by where it is.
fn geometry_key(geometry: Option<&Geometry<f64>>) -> Vec<u8> {
    geometry.map(blob_from_geometry).unwrap_or_default()
}

/// The key of a row that is known by where it is, and by whether a column is filled in.
pub(crate) fn marked_key(geometry: Option<&Geometry<f64>>, is_marked: bool) -> Vec<u8> {
    let mut key = geometry_key(geometry);
    key.push(u8::from(is_marked));
    key
}

/// The key of a row that is known by values.
pub(crate) fn value_key<'v>(values: impl Iterator<Item = &'v SqlValue>) -> Vec<u8> {
    let mut key = Vec::new();
    for value in values {
        let bytes = match value {
            SqlValue::Null => Vec::new(),
            SqlValue::Integer(n) => n.to_string().into_bytes(),
            SqlValue::Real(n) => n.to_string().into_bytes(),
            SqlValue::Text(text) => text.clone().into_bytes(),
            SqlValue::Blob(bytes) => bytes.clone(),
        };
        key.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        key.extend_from_slice(&bytes);
    }
    key
}
