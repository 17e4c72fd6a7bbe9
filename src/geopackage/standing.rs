//! Where the rows of a table stand in a file that others write as well, by what they are known by once they are read.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::change::{Counted, RowChange, RowKey, TableChange, keyed, object_name};
use super::table::{Row, Table};

/// A row of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The table, where that is not the one that the program writes such a row into.
    pub(crate) elsewhere: Option<&'static str>,
    pub(crate) fid: i64,
}

/// Where the rows of one table stand. What is read as one may be several rows of the file, and several may be one row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standing {
    rows: BTreeMap<RowKey, Vec<Place>>,
    keys: BTreeMap<Place, Vec<RowKey>>,
    /// What stands in the file under an id that another row had before it.
    renamed: BTreeSet<RowKey>,
}

/// What stands nowhere in the file though it was read from it, by what a person would call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unfound(pub(crate) String);

impl Standing {
    /// One more row of the file is part of what is known by a key.
    pub(crate) fn add(&mut self, key: RowKey, place: Place) {
        let places = self.rows.entry(key.clone()).or_default();
        if !places.contains(&place) {
            places.push(place);
            self.keys.entry(place).or_default().push(key);
        }
    }

    /// What is known by a key stands under another one in the file.
    pub(crate) fn add_renamed(&mut self, key: RowKey) {
        self.renamed.insert(key);
    }

    /// Where each row of a table stands that was just written or read as it is, in order.
    pub(crate) fn of_rows(keys: impl IntoIterator<Item = (Vec<u8>, i64)>) -> Self {
        let (mut standing, mut counted) = (Self::default(), Counted::default());
        for (key, fid) in keys {
            standing.add(counted.next(key), Place { elsewhere: None, fid });
        }
        standing
    }

    /// The rows of the file that were read as what is known by a key.
    pub(super) fn places(&self, key: &RowKey) -> &[Place] {
        self.rows.get(key).map_or(&[], Vec::as_slice)
    }

    /// Does a row of the file hold more than what is known by this key, or that more than this row?
    fn is_shared(&self, key: &RowKey) -> bool {
        let places = self.places(key);
        places.len() > 1 || places.iter().any(|place| self.keys[place].len() > 1)
    }
}

impl<'t> TableChange<'t> {
    /// Takes along what shares a row of the file with what changes, so that each has a row of its own after it, and what
    /// must get the id that it was read with. `now` is the table as it was read from the file.
    ///
    /// # Errors
    /// When something that goes, or shares a row with what changes, was read from the file and is not found in it.
    pub(crate) fn stand_on(&mut self, standing: &Standing, now: Option<&'t Table>) -> Result<(), Unfound> {
        if self.is_empty() {
            return Ok(());
        }
        let rows_now = LazyCell::new(|| now.map(keyed).unwrap_or_default());
        let called = |key: &RowKey| {
            let row = rows_now.get(key).map(|row| object_name(self.table, row));
            Unfound(row.unwrap_or_else(|| self.table.name.clone()))
        };
        let must_be_there = |change: &RowChange<'_>| matches!(change, RowChange::Gone | RowChange::Changed { .. });
        let lost = self.rows.iter().find(|(key, change)| must_be_there(change) && standing.places(key).is_empty());
        if let Some((key, _)) = lost {
            return Err(called(key));
        }
        let mut to_look_at: Vec<RowKey> = self.rows.keys().cloned().collect();
        let mut taken_along = BTreeMap::new();
        while let Some(key) = to_look_at.pop() {
            let sharers = standing.places(&key).iter().flat_map(|place| &standing.keys[place]);
            for sharer in sharers {
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
                && standing.is_shared(key)
            {
                *change = whole(row);
            }
        }
        let Some(id) = self.table.columns.iter().position(|column| column.name == "id") else { return Ok(()) };
        for key in standing.renamed.iter().filter(|key| !standing.is_shared(key)) {
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
