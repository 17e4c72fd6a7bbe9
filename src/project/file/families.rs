//! Rows of the document that belong to another row: where one side takes that away and the other changes what belongs to it, both
//! changed the same.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value as SqlValue;

use super::{board, plan};
use crate::geopackage::{Row, Table};

/// The tables of the document, by name.
type Tables = BTreeMap<String, Table>;

/// A table whose rows have an `id`, the column by which others name it, and those others.
const FAMILIES: [(&str, &str, &[&str]); 3] = [
    (plan::VARIANTS, "variant", &[plan::INTERVENTIONS, plan::ZONES, plan::PLACES]),
    (board::BALLOTS, "stemming", &[board::SUBJECTS]),
    (board::WORKSHOPS, "werkatelier", &[board::ROUNDS]),
];

/// What each of two sides began with, where nothing but what stood before is known: of a family that one side took away and the
/// other changed, the one took away all that the other has of it, and from the other it comes whole.
pub(super) fn beginnings(before: &Tables, here: &Tables, there: &Tables) -> (Tables, Tables) {
    let (mut of_here, mut of_there) = (before.clone(), before.clone());
    desert((before, here, there), &mut of_here, &mut of_there);
    desert((before, there, here), &mut of_there, &mut of_here);
    (of_here, of_there)
}

/// The same for what one side keeps and the other takes away.
fn desert((before, keeps, takes): (&Tables, &Tables, &Tables), of_keeper: &mut Tables, of_taker: &mut Tables) {
    for (parents, column, children) in FAMILIES {
        let ids = |tables: &Tables| values(tables, parents, "id");
        let gone: BTreeSet<String> = &(&ids(before) & &ids(keeps)) - &ids(takes);
        let has_changed = |id: &String| {
            children.iter().any(|child| members(before, child, column, id) != members(keeps, child, column, id))
        };
        let deserted: BTreeSet<String> = gone.into_iter().filter(has_changed).collect();
        if deserted.is_empty() {
            continue;
        }
        leave_out(of_keeper, parents, "id", &deserted);
        for child in children {
            leave_out(of_keeper, child, column, &deserted);
            leave_out(of_taker, child, column, &deserted);
            let (idx, rows) = column_of(keeps, child, column);
            let of_family = |row: &&Row| text_at(row, idx).is_some_and(|id| deserted.contains(id));
            if let Some(table) = of_taker.get_mut(*child) {
                table.rows.extend(rows.iter().filter(of_family).cloned());
            }
        }
    }
}

fn leave_out(tables: &mut Tables, name: &str, column: &str, ids: &BTreeSet<String>) {
    let (idx, _) = column_of(tables, name, column);
    if let Some(table) = tables.get_mut(name) {
        table.rows.retain(|row| text_at(row, idx).is_none_or(|id| !ids.contains(id)));
    }
}

fn text_at(row: &Row, idx: usize) -> Option<&str> {
    match row.values.get(idx) {
        Some(SqlValue::Text(text)) => Some(text),
        _ => None,
    }
}

/// The rows of a table and the position of a column; none where there is no such table.
fn column_of<'t>(tables: &'t Tables, name: &str, column: &str) -> (usize, &'t [Row]) {
    let table = tables.get(name);
    let idx = table.and_then(|table| table.columns.iter().position(|own| own.name == column));
    idx.zip(table).map_or((0, &[]), |(idx, table)| (idx, &table.rows))
}

fn values(tables: &Tables, name: &str, column: &str) -> BTreeSet<String> {
    let (idx, rows) = column_of(tables, name, column);
    rows.iter().filter_map(|row| text_at(row, idx)).map(str::to_owned).collect()
}

/// What belongs to a row: values and place, not where it stands in the file.
fn members<'t>(
    tables: &'t Tables,
    name: &str,
    column: &str,
    id: &str,
) -> Vec<(&'t Vec<SqlValue>, &'t Option<geo::Geometry<f64>>)> {
    let (idx, rows) = column_of(tables, name, column);
    let of_id = rows.iter().filter(|row| text_at(row, idx) == Some(id));
    of_id.map(|row| (&row.values, &row.geometry)).collect()
}
