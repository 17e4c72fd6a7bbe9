//! Where the rows of a table stand in a file that others write as well, by what they are known by once they are read.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::{Counted, RowKey};

/// A row of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RowPlace {
    /// The table, where that is not the one that the program writes such a row into.
    pub(crate) elsewhere: Option<&'static str>,
    pub(crate) fid: i64,
}

/// Where the rows of one table stand. What is read as one may be several rows of the file, and several may be one row.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowPlaces {
    rows: BTreeMap<RowKey, Vec<RowPlace>>,
    keys: BTreeMap<RowPlace, Vec<RowKey>>,
    /// What stands in the file under an id that another row had before it.
    pub(super) renamed: BTreeSet<RowKey>,
}

impl RowPlaces {
    /// One more row of the file is part of what is known by a key.
    pub(crate) fn add(&mut self, key: RowKey, place: RowPlace) {
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
        let (mut places, mut counted) = (Self::default(), Counted::default());
        for (key, fid) in keys {
            places.add(counted.next(key), RowPlace { elsewhere: None, fid });
        }
        places
    }

    /// The rows of the file that were read as what is known by a key.
    pub(super) fn of(&self, key: &RowKey) -> &[RowPlace] {
        self.rows.get(key).map_or(&[], Vec::as_slice)
    }

    /// What else stands in the rows of the file in which this stands.
    pub(super) fn sharers(&self, key: &RowKey) -> impl Iterator<Item = &RowKey> {
        self.of(key).iter().flat_map(|place| &self.keys[place])
    }

    /// Does a row of the file hold more than what is known by this key, or that more than this row?
    pub(super) fn is_shared(&self, key: &RowKey) -> bool {
        let places = self.of(key);
        places.len() > 1 || places.iter().any(|place| self.keys[place].len() > 1)
    }
}
