//! What changed between two states of a table, row by row and field by field, and putting just that into a file that others
//! write as well.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use geo::Geometry;
use rusqlite::types::Value as SqlValue;

use super::blob::bounds;
use super::keys::{ORDER, RowKey, keyed, keyed_within, keys_of};
use super::row_places::RowPlaces;
use super::table::{KnownBy, Row, Table};

/// What happens to a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RowChange<'t> {
    Gone,
    New(&'t Row),
    Changed {
        row: &'t Row,
        /// Indices of the columns that have another value.
        columns: Vec<usize>,
        has_moved: bool,
    },
}

impl<'t> RowChange<'t> {
    /// The row as it becomes; nothing for one that goes.
    pub(super) fn row(&self) -> Option<&'t Row> {
        match self {
            Self::Gone => None,
            Self::New(row) | Self::Changed { row, .. } => Some(row),
        }
    }
}

/// What stands nowhere in the file though it was read from it, by what a person would call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unfound(pub(crate) String);

/// What happens to the rows of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TableChange<'t> {
    pub(crate) table: &'t Table,
    pub(super) rows: BTreeMap<RowKey, RowChange<'t>>,
    /// The keys of new rows in the order of the table.
    pub(super) new: Vec<RowKey>,
}

/// Which side stands in the file where both changed the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Winner {
    /// This side.
    Mine,
    /// The other side.
    Theirs,
}

/// What the other side changed and stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Left {
    /// How many rows.
    pub(crate) n: usize,
    /// The first few of those that are still there.
    pub(crate) first: Vec<ChangedObject>,
}

/// So many are named.
const MOST_NAMED: usize = 3;

impl Left {
    /// What stays of another table too.
    pub(crate) fn join(&mut self, other: Self) {
        self.n += other.n;
        let room = MOST_NAMED.saturating_sub(self.first.len());
        self.first.extend(other.first.into_iter().take(room));
    }

    fn add(&mut self, table: &Table, change: &RowChange<'_>) {
        self.n += 1;
        if self.first.len() < MOST_NAMED
            && let Some(row) = change.row()
        {
            self.first.push(ChangedObject { table: table.name.clone(), object: object_name(table, row) });
        }
    }
}

/// A row that another program changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedObject {
    /// The table.
    pub table: String,
    /// What the row is called: its name, else its key.
    pub object: String,
}

/// A field or row that two sides changed each in their own way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldConflict {
    /// The table.
    pub table: String,
    /// What the row is called: its name, else its key.
    pub object: String,
    /// The field; `None` is the row itself, removed on one side and changed on the other.
    pub field: Option<String>,
    /// The value here; nothing where it is empty or removed.
    pub mine: Option<String>,
    /// The value there; nothing where it is empty or removed.
    pub theirs: Option<String>,
}

impl<'t> TableChange<'t> {
    /// What the rows of the change are known by.
    pub(crate) fn keys(&self) -> BTreeSet<&[u8]> {
        self.rows.keys().map(|(key, _)| key.as_slice()).collect()
    }

    /// Does each row that was there stand in the file, and none that comes?
    pub(crate) fn is_plain_on(&self, places: &RowPlaces) -> bool {
        let was_there = |change: &RowChange<'_>| matches!(change, RowChange::Gone | RowChange::Changed { .. });
        self.rows.iter().all(|(key, change)| places.of(key).is_empty() != was_there(change))
    }

    /// From one state of a table to another, which has the same columns. Rows at the start and the end that are the same are
    /// only looked at.
    pub(crate) fn between(before: &'t Table, after: &'t Table) -> Self {
        let (were, are) = (&before.rows, &after.rows);
        let is_same = |(was, is): &(&Row, &Row)| was.geometry == is.geometry && was.values == is.values;
        let n_first = were.iter().zip(are).take_while(is_same).count();
        let left = were[n_first..].iter().rev().zip(are[n_first..].iter().rev());
        let n_last = left.take_while(is_same).count();
        // Rows that are alike are told apart by their order: then those at the end may have another number.
        let n_last = if middle_is_in_last(before, after, n_first, n_last) { 0 } else { n_last };
        Self::within(before, after, n_first, n_last)
    }

    /// The same, where so many rows at the start and the end are known to be the same.
    fn within(before: &'t Table, after: &'t Table, n_first: usize, n_last: usize) -> Self {
        let middle = |table: &Table| n_first..table.rows.len() - n_last;
        let mut rows_before: BTreeMap<RowKey, &Row> = keyed_within(before, middle(before)).into_iter().collect();
        let mut change = Self { table: after, rows: BTreeMap::new(), new: Vec::new() };
        for (key, row) in keyed_within(after, middle(after)) {
            match rows_before.remove(&key) {
                None => {
                    change.new.push(key.clone());
                    change.rows.insert(key, RowChange::New(row));
                }
                Some(was) => {
                    let differs = |idx: &usize| was.values.get(*idx) != row.values.get(*idx);
                    let columns: Vec<usize> = (0..row.values.len()).filter(differs).collect();
                    let has_moved = was.geometry != row.geometry;
                    if has_moved || !columns.is_empty() {
                        change.rows.insert(key, RowChange::Changed { row, columns, has_moved });
                    }
                }
            }
        }
        change.rows.extend(rows_before.into_keys().map(|key| (key, RowChange::Gone)));
        change
    }

    /// The same where one of the states may have no such table: it is then as `like`, without rows.
    pub(crate) fn of(before: Option<&'t Table>, after: Option<&'t Table>, like: &'t Table) -> Self {
        match (before, after) {
            (Some(before), Some(after)) => Self::between(before, after),
            (None, Some(after)) => {
                let new: Vec<_> = keyed_within(after, 0..after.rows.len());
                let keys = new.iter().map(|(key, _)| key.clone()).collect();
                let rows = new.into_iter().map(|(key, row)| (key, RowChange::New(row))).collect();
                Self { table: after, rows, new: keys }
            }
            (Some(before), None) => {
                let gone = keyed(before).into_keys().map(|key| (key, RowChange::Gone)).collect();
                Self { table: before, rows: gone, new: Vec::new() }
            }
            (None, None) => Self { table: like, rows: BTreeMap::new(), new: Vec::new() },
        }
    }

    /// Does nothing change?
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What both sides changed in a way of their own, and what of the other side stays when that side wins there. What
    /// both changed alike, and what this side loses, needs no doing and is taken out of this side.
    pub(crate) fn conflicts_with(&mut self, theirs: &TableChange<'_>, winner: Winner) -> (Vec<FieldConflict>, Left) {
        let (mut conflicts, mut left) = (Vec::new(), Left::default());
        for (key, their) in &theirs.rows {
            let Some(mine) = self.rows.get_mut(key) else {
                left.add(theirs.table, their);
                continue;
            };
            let found = conflicts.len();
            // Is there more of theirs in the row than this side writes over?
            let mut is_shared = false;
            let is_done = match (&mut *mine, their) {
                (RowChange::Gone, RowChange::Gone) => true,
                (RowChange::New(row), RowChange::New(there)) => {
                    conflicts.extend(field_conflicts(self.table, row, there, 0..row.values.len(), true));
                    conflicts.len() == found
                }
                (RowChange::Changed { row, columns, has_moved }, RowChange::Changed { row: there, .. }) => {
                    let theirs = changed_of(their);
                    let (in_row, shared) =
                        conflicts_in_row(self.table, (row, columns, has_moved), (there, theirs.0, theirs.1), winner);
                    conflicts.extend(in_row);
                    is_shared = shared;
                    columns.is_empty() && !*has_moved
                }
                // Who removes a row moves those below it up: that is no work of the other's.
                (RowChange::Changed { columns, has_moved: false, .. }, RowChange::Gone)
                    if is_order_alone(self.table, columns) =>
                {
                    is_shared = true;
                    true
                }
                (RowChange::Gone, RowChange::Changed { columns, has_moved: false, .. })
                    if is_order_alone(self.table, columns) =>
                {
                    false
                }
                (RowChange::Gone, RowChange::Changed { row, .. } | RowChange::New(row)) => {
                    conflicts.push(row_conflict(self.table, row, false));
                    false
                }
                (RowChange::New(row), RowChange::Gone) => {
                    conflicts.push(row_conflict(self.table, row, true));
                    false
                }
                (RowChange::Changed { row, .. }, RowChange::Gone) => {
                    conflicts.push(row_conflict(self.table, row, true));
                    // It is gone there: here it comes again, whole.
                    *mine = RowChange::New(row);
                    self.new.push(key.clone());
                    false
                }
                // One side knows the row from before and the other does not: the later look wins.
                _ => false,
            };
            let is_lost = conflicts.len() > found && winner == Winner::Theirs;
            if is_lost || is_shared {
                left.add(theirs.table, their);
            }
            let keeps_the_rest = matches!(mine, RowChange::Changed { .. }) && !is_done;
            if is_done || (is_lost && !keeps_the_rest) {
                self.rows.remove(key);
                self.new.retain(|new| new != key);
            }
        }
        (conflicts, left)
    }

    /// Takes along what shares a row of the file with what changes, so that each has a row of its own after it, and what
    /// must get the id that it was read with. `now` is the table as it was read from the file.
    ///
    /// # Errors
    /// When something that goes, or shares a row with what changes, was read from the file and is not found in it.
    pub(crate) fn take_along(&mut self, places: &RowPlaces, now: Option<&'t Table>) -> Result<(), Unfound> {
        if self.is_empty() {
            return Ok(());
        }
        let rows_now = LazyCell::new(|| now.map(keyed).unwrap_or_default());
        let called = |key: &RowKey| {
            let row = rows_now.get(key).map(|row| object_name(self.table, row));
            Unfound(row.unwrap_or_else(|| self.table.name.clone()))
        };
        let must_be_there = |change: &RowChange<'_>| matches!(change, RowChange::Gone | RowChange::Changed { .. });
        let lost = self.rows.iter().find(|(key, change)| must_be_there(change) && places.of(key).is_empty());
        if let Some((key, _)) = lost {
            return Err(called(key));
        }
        let mut to_look_at: Vec<RowKey> = self.rows.keys().cloned().collect();
        let mut taken_along = BTreeMap::new();
        while let Some(key) = to_look_at.pop() {
            for sharer in places.sharers(&key) {
                if !self.rows.contains_key(sharer) && !taken_along.contains_key(sharer) {
                    let row = rows_now.get(sharer).copied().ok_or_else(|| called(sharer))?;
                    taken_along.insert(sharer.clone(), whole(row));
                    to_look_at.push(sharer.clone());
                }
            }
        }
        self.rows.extend(taken_along);
        for (key, change) in &mut self.rows {
            if let RowChange::Changed { row, .. } = change
                && places.is_shared(key)
            {
                *change = whole(row);
            }
        }
        let Some(id) = self.table.columns.iter().position(|column| column.name == "id") else { return Ok(()) };
        for key in places.renamed.iter().filter(|key| !places.is_shared(key)) {
            match (self.rows.get_mut(key), rows_now.get(key)) {
                (Some(RowChange::Changed { columns, .. }), _) if !columns.contains(&id) => columns.push(id),
                (None, Some(row)) => {
                    let change = RowChange::Changed { row, columns: vec![id], has_moved: false };
                    self.rows.insert(key.clone(), change);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// All of a row, whatever stands there.
fn whole(row: &Row) -> RowChange<'_> {
    RowChange::Changed { row, columns: (0..row.values.len()).collect(), has_moved: true }
}

fn is_order_alone(table: &Table, columns: &[usize]) -> bool {
    columns.iter().all(|idx| table.columns[*idx].name == ORDER)
}

/// The columns that change, and whether the geometry does.
fn changed_of<'a>(change: &'a RowChange<'_>) -> (&'a [usize], bool) {
    match change {
        RowChange::Changed { columns, has_moved, .. } => (columns, *has_moved),
        RowChange::Gone | RowChange::New(_) => (&[], false),
    }
}

/// What both sides changed in a row in a way of their own, which is taken out of this side when that loses, as is what is
/// alike; and is there more of theirs in the row than this side writes over?
fn conflicts_in_row(
    table: &Table,
    (row, columns, has_moved): (&Row, &mut Vec<usize>, &mut bool),
    (there, their_columns, theirs_moved): (&Row, &[usize], bool),
    winner: Winner,
) -> (Vec<FieldConflict>, bool) {
    let differs = |idx: &usize| row.values.get(*idx) != there.values.get(*idx);
    columns.retain(differs);
    *has_moved &= row.geometry != there.geometry;
    let is_mine_alone = |idx: &usize| columns.contains(idx) || !differs(idx);
    let is_won =
        their_columns.iter().all(is_mine_alone) && (!theirs_moved || *has_moved || row.geometry == there.geometry);
    let both = columns.iter().copied().filter(|idx| their_columns.contains(idx));
    let conflicts = field_conflicts(table, row, there, both, *has_moved && theirs_moved);
    if winner == Winner::Theirs {
        columns.retain(|idx| !their_columns.contains(idx));
        *has_moved &= !theirs_moved;
    }
    (conflicts, !is_won)
}

fn field_conflicts(
    table: &Table,
    mine: &Row,
    theirs: &Row,
    columns: impl Iterator<Item = usize>,
    both_moved: bool,
) -> Vec<FieldConflict> {
    let object = object_name(table, mine);
    let mut conflicts = Vec::new();
    for idx in columns {
        let column = &table.columns[idx].name;
        // An order is nobody's work by itself.
        if column != ORDER && mine.values.get(idx) != theirs.values.get(idx) {
            conflicts.push(FieldConflict {
                table: table.name.clone(),
                object: object.clone(),
                field: Some(column.clone()),
                mine: mine.values.get(idx).and_then(shown),
                theirs: theirs.values.get(idx).and_then(shown),
            });
        }
    }
    if both_moved && mine.geometry != theirs.geometry {
        conflicts.push(FieldConflict {
            table: table.name.clone(),
            object,
            field: Some("geom".to_owned()),
            mine: mine.geometry.as_ref().and_then(shown_place),
            theirs: theirs.geometry.as_ref().and_then(shown_place),
        });
    }
    conflicts
}

/// A row that is removed on one side and changed on the other.
fn row_conflict(table: &Table, row: &Row, is_mine: bool) -> FieldConflict {
    let object = object_name(table, row);
    let kept = Some(object.clone());
    let (mine, theirs) = if is_mine { (kept, None) } else { (None, kept) };
    FieldConflict { table: table.name.clone(), object, field: None, mine, theirs }
}

/// What a person would call a row: its name, title or text, else its key.
pub(super) fn object_name(table: &Table, row: &Row) -> String {
    let value = |name: &str| {
        let idx = table.columns.iter().position(|column| column.name == name)?;
        row.values.get(idx).and_then(shown)
    };
    let key = if let KnownBy::Columns(names) = table.known_by { names } else { &[] };
    let names = ["naam", "titel", "tekst", "wat", "sleutel", "soort"].into_iter().chain(key.iter().copied());
    names.into_iter().find_map(value).unwrap_or_else(|| table.name.clone())
}

fn shown(value: &SqlValue) -> Option<String> {
    match value {
        SqlValue::Null | SqlValue::Blob(_) => None,
        SqlValue::Integer(n) => Some(n.to_string()),
        SqlValue::Real(n) => Some(n.to_string()),
        SqlValue::Text(text) => Some(text.clone()).filter(|text| !text.is_empty()),
    }
}

/// Where a geometry is, in whole metres.
fn shown_place(geometry: &Geometry<f64>) -> Option<String> {
    let middle = bounds(geometry)?.center();
    Some(format!("x {:.0}, y {:.0}", middle.x, middle.y))
}

/// Is a row between the first and the last of either state known by what one of the last is known by?
fn middle_is_in_last(before: &Table, after: &Table, n_first: usize, n_last: usize) -> bool {
    let mut keys = BTreeSet::new();
    for table in [before, after] {
        let key = keys_of(table);
        keys.extend(table.rows[n_first..table.rows.len() - n_last].iter().map(key));
    }
    let key = keys_of(after);
    !keys.is_empty() && after.rows[after.rows.len() - n_last..].iter().any(|row| keys.contains(&key(row)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geopackage::{ColumnKind, TableKind};

    fn table(rows: &[(u8, u8)]) -> Table {
        let columns = [("id", ColumnKind::Text), ("naam", ColumnKind::Text)];
        let mut table = Table::new("proef", TableKind::Attributes, &columns).known_by(&["id"]);
        rows.iter().for_each(|(id, name)| table.row([id, name].map(|value| SqlValue::Text(value.to_string()))));
        table
    }

    proptest! {
        #[test]
        fn what_changed_is_the_same_whether_equal_ends_are_looked_at_or_compared(
            first in prop::collection::vec((0..4_u8, 0..2_u8), 0..4),
            middles in prop::array::uniform2(prop::collection::vec((0..4_u8, 0..2_u8), 0..4)),
            last in prop::collection::vec((0..4_u8, 0..2_u8), 0..4),
        ) {
            let [before, after] = middles.map(|middle| table(&[&first[..], &middle, &last].concat()));
            prop_assert_eq!(TableChange::between(&before, &after), TableChange::within(&before, &after, 0, 0));
        }
    }
}
