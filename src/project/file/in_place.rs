//! Saving into a project file that is there: what changed since it was opened, row by row, in one transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::{ProjectFileError, SaveError};
use super::families::Tables;
use super::known::{Known, Over, Saved};
use super::names::SOURCES;
use super::open::read;
use super::row_places::RowPlacesByTable;
use super::rows::rows;
use super::stamp::FileStamp;
use super::whole::document_tables;
use super::{families, layers, row_places, sources, style, upgrade};
use crate::domain::baseline::{Baseline, Role};
use crate::geopackage::{
    Column, FieldConflict, Left, ORDER, Row, RowPlaces, Table, TableChange, Unfound, Winner, add_missing_styles,
    database_header, feature_tables, has_table, in_milliseconds, last_fid, open_to_write, remove_table, value_key,
};
use crate::import::Unwatched;
use crate::project::Project;

/// A project and its ground.
type Side<'a> = (&'a Arc<Project>, &'a Arc<Baseline>);

pub(super) fn save(path: &Path, mine: Side<'_>, made: &str, over: Over<'_>) -> Result<Saved, SaveError> {
    if database_header(path)?.is_none() {
        return Err(SaveError::NotAProject(ProjectFileError::NotAGeoPackage));
    }
    if fs::metadata(path)?.permissions().readonly() {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
    }
    let mut connection = open_to_write(path)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version_before = data_version(&transaction)?;
    let known = match over {
        Over::Known(known) | Over::KnownMine(known) | Over::KnownTheirs(known) => Some(known),
        Over::Nothing | Over::Anything => None,
    };
    let is_as_known = known.is_some_and(|known| known.stamp.still_holds(path));
    // What stands in the file now, unless that is known.
    let file_now = if is_as_known { None } else { Some(FileNow::read(&transaction, path)?) };
    let winner = match over {
        Over::Known(_) => None,
        Over::KnownTheirs(_) => Some(Winner::Theirs),
        Over::Nothing | Over::Anything | Over::KnownMine(_) => Some(Winner::Mine),
    };
    let others = match put(&transaction, made, (known, file_now.as_ref()), mine, winner) {
        // The file is not what it looks like: then it is read all the same.
        Err(SaveError::OutOfStep { .. }) if file_now.is_none() => {
            let file_now = FileNow::read(&transaction, path)?;
            put(&transaction, made, (known, Some(&file_now)), mine, winner)?
        }
        put => put?,
    };
    upgrade::finish(&transaction)?;
    transaction.commit()?;
    empty_log(&connection);
    // Who wrote between the end of this and the look at the file is seen by the version of the data.
    let stamp = FileStamp::of(path)?;
    let is_all_known = others.n == 0 && data_version(&connection)? == version_before;
    let stamp = if is_all_known { stamp } else { FileStamp::UNKNOWN };
    let known = Known { stamp, project: mine.0.clone(), baseline: mine.1.clone(), changed: BTreeSet::new() };
    Ok(Saved { known, n_others: others.n, others: others.first })
}

/// Puts what is in the log of the database into the database itself, if nobody else is reading: closing would do so
/// afterwards, and the file would look changed.
fn empty_log(connection: &Connection) {
    let emptied = connection
        .busy_timeout(Duration::ZERO)
        .and_then(|()| connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
    // What was saved is saved; at worst the file is read again when it is saved next.
    drop(emptied);
}

/// A file as it was read for saving.
struct FileNow {
    known: Known,
    /// Where the rows of its layers stand.
    places_by_table: RowPlacesByTable,
}

impl FileNow {
    fn read(transaction: &Transaction<'_>, path: &Path) -> Result<Self, SaveError> {
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let (opened, found) = read(transaction, &file, &Unwatched).map_err(SaveError::NotAProject)?;
        let places_by_table = row_places::of_read(&found, &opened.renewed);
        Ok(Self { known: opened.known(), places_by_table })
    }
}

/// Puts into the file what changed here since it was known; gives the objects that others changed in it meanwhile. Where
/// both changed the same and nobody wins, nothing is put.
fn put(
    connection: &Connection,
    made: &str,
    (known, file_now): (Option<&Known>, Option<&FileNow>),
    mine: Side<'_>,
    winner: Option<Winner>,
) -> Result<Left, SaveError> {
    let base = known.or(file_now.map(|file_now| &file_now.known)).expect("a file that is not known was read");
    let mut work = Work::new(connection, made, file_now, known.is_some());
    work.apply((&base.project, &base.baseline), mine, winner)?;
    work.note_layers(&base.baseline, mine.1, &file_now.map_or(base, |file_now| &file_now.known).changed)?;
    Ok(work.left)
}

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0))
}

/// What one save does in the file.
struct Work<'c> {
    connection: &'c Connection,
    made: String,
    /// The file as it stands, if it was read.
    file_now: Option<&'c FileNow>,
    /// Was the file known and read? Then what others changed is put beside what changed here.
    is_merging: bool,
    /// Tables of layers that this save changes.
    changed: BTreeSet<String>,
    /// Tables in which another program changed what is not known here.
    others: BTreeSet<String>,
    /// What another program changed there.
    left: Left,
}

/// The tables of a project and its ground, by name.
fn document_of(project: &Project) -> Tables {
    document_tables(project).into_iter().map(|table| (table.name.clone(), table)).collect()
}

fn by_name(tables: Vec<(Role, Table)>) -> Tables {
    tables.into_iter().map(|(_, table)| (table.name.clone(), table)).collect()
}

/// Gives each table the same columns in all states: a layer may carry other columns along in each.
fn align(mut states: Vec<&mut Tables>) {
    let names: BTreeSet<String> = states.iter().flat_map(|tables| tables.keys().cloned()).collect();
    for name in names {
        Table::align(&mut states.iter_mut().filter_map(|tables| tables.get_mut(&name)).collect::<Vec<_>>());
    }
}

impl<'c> Work<'c> {
    fn new(connection: &'c Connection, made: &str, file_now: Option<&'c FileNow>, is_merging: bool) -> Self {
        Self {
            connection,
            made: in_milliseconds(made),
            file_now,
            is_merging: is_merging && file_now.is_some(),
            changed: BTreeSet::new(),
            others: BTreeSet::new(),
            left: Left::default(),
        }
    }

    /// Puts into the file what changed from `base` to `mine`, beside what others changed from `base` to what is there.
    fn apply(&mut self, base: Side<'_>, mine: Side<'_>, winner: Option<Winner>) -> Result<(), SaveError> {
        // Comparing two layers takes a tenth of laying them out as tables.
        let layers = match (self.is_merging, Arc::ptr_eq(base.1, mine.1)) {
            (true, _) => [base.1, mine.1].map(|side| layers::tables(side)),
            (false, true) => Default::default(),
            (false, false) => layers::tables_that_differ(base.1, mine.1),
        };
        let [base_layers, my_layers] = layers.map(by_name);
        let mut base = (document_of(base.0), base_layers);
        let mut mine = (document_of(mine.0), my_layers);
        let file_now = self.file_now.filter(|_| self.is_merging).map(|file_now| &file_now.known);
        let mut file_now =
            file_now.map(|known| (document_of(&known.project), by_name(layers::tables(&known.baseline))));
        align(
            [&mut base.1, &mut mine.1].into_iter().chain(file_now.as_mut().map(|file_now| &mut file_now.1)).collect(),
        );
        let (their_documents, their_layers) =
            file_now.as_ref().map_or((&base.0, &base.1), |file_now| (&file_now.0, &file_now.1));
        let beginnings = self.is_merging.then(|| {
            let layers = families::of_layers(&base.1, &mine.1, their_layers);
            (families::of_document(&base.0, &mine.0, their_documents), layers)
        });
        let (document_before, layers_before) = match &beginnings {
            Some((document, layers)) => ((&document.0, &document.1), (&layers.0, &layers.1)),
            None => ((&base.0, &base.0), (&base.1, &base.1)),
        };
        let wins = winner.unwrap_or(Winner::Mine);
        let mut document = self.changes(document_before, (&mine.0, their_documents), wins)?;
        let mut layers = self.changes(layers_before, (&mine.1, their_layers), wins)?;
        let conflicts: Vec<_> = std::mem::take(&mut document.1).into_iter().chain(layers.1).collect();
        if !conflicts.is_empty() && winner.is_none() {
            return Err(SaveError::Conflicts(conflicts));
        }
        // What an older format has elsewhere.
        for table in their_documents.values().filter(|table| mine.0.contains_key(&table.name)) {
            if !has_table(self.connection, &table.name)? {
                TableChange::of(None, Some(table), table).apply(
                    self.connection,
                    &self.made,
                    &mut 0,
                    &RowPlaces::default(),
                )?;
                self.add_style(table)?;
            }
        }
        let places_by_table = self.places_by_table(&document.0, &layers.0)?;
        let (nowhere, file_now) = (RowPlaces::default(), self.file_now.map(|file_now| &file_now.places_by_table));
        let places = |name: &String| {
            places_by_table.get(name).or_else(|| file_now.and_then(|file_now| file_now.get(name))).unwrap_or(&nowhere)
        };
        for change in &mut document.0 {
            take_along(change, places(&change.table.name), their_documents.get(&change.table.name))?;
        }
        for change in &mut layers.0 {
            take_along(change, places(&change.table.name), their_layers.get(&change.table.name))?;
        }
        for change in &document.0 {
            let name = &change.table.name;
            let mut own = last_fid(self.connection, &[name])?;
            self.put(change, base.0.get(name), &mut own, places(name))?;
        }
        // Places keep their order over all tables.
        let mut last = last_fid(self.connection, &layers::table_names())?;
        for change in &layers.0 {
            let name = &change.table.name;
            self.changed.extend(self.put(change, base.1.get(name), &mut last, places(name))?);
        }
        for (name, table) in base.1.iter().filter(|(name, _)| !mine.1.contains_key(*name)) {
            if has_table(self.connection, name)? {
                remove_table(self.connection, table)?;
            }
        }
        Ok(())
    }

    /// Where the rows stand of the tables that change; of layers only where the file was not read.
    fn places_by_table(
        &self,
        document: &[TableChange<'_>],
        layers: &[TableChange<'_>],
    ) -> Result<RowPlacesByTable, SaveError> {
        let mut places_by_table = RowPlacesByTable::new();
        for change in document {
            let places = row_places::of_document(self.connection, change.table).map_err(SaveError::NotAProject)?;
            places_by_table.insert(change.table.name.clone(), places);
        }
        if self.file_now.is_some() {
            return Ok(places_by_table);
        }
        let mut names = BTreeSet::new();
        for change in layers {
            // Reading a large layer to find one row of it takes five times as long as looking for its id.
            match row_places::by_own_ids(self.connection, change).map_err(SaveError::NotAProject)? {
                Some(places) => drop(places_by_table.insert(change.table.name.clone(), places)),
                None => drop(names.insert(change.table.name.as_str())),
            }
        }
        if !names.is_empty() {
            places_by_table.extend(row_places::of_tables(self.connection, &names).map_err(SaveError::NotAProject)?);
        }
        Ok(places_by_table)
    }

    /// What changes in each table, and what another program changed in another way; before is what this side and the other
    /// began with.
    fn changes<'t>(
        &mut self,
        (base, their_base): (&'t Tables, &'t Tables),
        (mine, file_now): (&'t Tables, &'t Tables),
        wins: Winner,
    ) -> Result<(Vec<TableChange<'t>>, Vec<FieldConflict>), SaveError> {
        let (mut changes, mut conflicts) = (Vec::new(), Vec::new());
        let names: BTreeSet<&String> = base.keys().chain(mine.keys()).chain(file_now.keys()).collect();
        for name in names {
            // One of them has it; the others have it without rows.
            let like = mine.get(name).or_else(|| base.get(name)).or_else(|| file_now.get(name));
            let like = like.expect("a name of one of them");
            let mut change = TableChange::of(base.get(name), mine.get(name), like);
            if self.is_merging {
                let theirs = TableChange::of(their_base.get(name), file_now.get(name), like);
                let (found, left) = change.conflicts_with(&theirs, wins);
                let is_gone = !mine.contains_key(name) || !file_now.contains_key(name);
                conflicts.extend(if is_gone { of_a_table(found) } else { found });
                if left.n > 0 {
                    self.left.join(left);
                    self.others.insert(name.clone());
                }
            }
            let is_new = mine.contains_key(name) && !base.contains_key(name) && !has_table(self.connection, name)?;
            if is_new || !change.is_empty() {
                changes.push(change);
            }
        }
        Ok((changes, conflicts))
    }

    /// Puts a change into the file; gives the names of the tables that were written.
    fn put(
        &self,
        change: &TableChange<'_>,
        before: Option<&Table>,
        last: &mut i64,
        places: &RowPlaces,
    ) -> Result<BTreeSet<String>, SaveError> {
        let (connection, table) = (self.connection, change.table);
        let is_new = !has_table(connection, &table.name)?;
        let written = change.apply(connection, &self.made, last, places)?;
        if is_new {
            self.add_style(table)?;
        } else if let Some(before) = before.filter(|before| before.note != table.note) {
            // What another program made of it stays.
            connection.execute(
                "UPDATE gpkg_contents SET description = ?3 WHERE table_name = ?1 AND coalesce(description, '') = ?2",
                [&table.name, &before.note, &table.note],
            )?;
        }
        Ok(written)
    }

    fn add_style(&self, table: &Table) -> Result<(), SaveError> {
        let style = style::of_table(table).into_iter().collect::<Vec<_>>();
        if has_table(self.connection, &table.name)? {
            add_missing_styles(self.connection, &style, &self.made)?;
        }
        Ok(())
    }

    /// Brings the table of where layers came from up to date, with the hash of each layer that was read or written here. A
    /// layer in which another program changed what is not known here, or that is not known here at all, keeps no hash, so
    /// that it is looked at again.
    fn note_layers(&self, base: &Baseline, mine: &Baseline, stale: &BTreeSet<String>) -> Result<(), SaveError> {
        let roles = layers::table_names();
        let mut tables = feature_tables(self.connection)?;
        tables.retain(|table| roles.contains(&table.name.as_str()));
        let is_read = |name: &String| self.changed.contains(name) || stale.contains(name);
        let is_known = |name: &String| !self.others.contains(name) && layers::knows(mine, name);
        let (known, unknown): (Vec<_>, Vec<_>) = tables.iter().cloned().partition(|table| is_known(&table.name));
        let mut to_hash = Vec::new();
        for table in known.into_iter().filter(|table| is_read(&table.name)) {
            to_hash.push(table.by_number(self.connection)?);
        }
        let hashes_now = layers::hashes(self.connection, &to_hash)?;
        let listed = sources::listed_layers(self.connection).map_err(SaveError::NotAProject)?;
        let is_there = |name: &str| tables.iter().any(|table| table.name == name);
        let merged = sources::merged_layers((&base.layers, &mine.layers, &listed), &self.others, is_there);
        let now = sources::table(&tables, &BTreeMap::new(), &merged);
        let (before, places) = self.rows_of(&now)?;
        let mut hashes = BTreeMap::new();
        for row in rows(self.connection, SOURCES).map_err(SaveError::NotAProject)? {
            let table = row.text("tabel").map_err(SaveError::NotAProject)?;
            hashes.insert(table, row.text("inhoud_hash").map_err(SaveError::NotAProject)?);
        }
        hashes.extend(hashes_now);
        hashes.extend(unknown.into_iter().map(|table| (table.name, String::new())));
        let now = sources::table(&tables, &hashes, &merged);
        let mut last = last_fid(self.connection, &[SOURCES])?;
        TableChange::between(&before, &now).apply(self.connection, &self.made, &mut last, &places)?;
        Ok(())
    }

    /// The rows of a table that is known by an order as they stand in the file, and where they stand.
    fn rows_of(&self, like: &Table) -> Result<(Table, RowPlaces), SaveError> {
        let mut table = Table { rows: Vec::new(), ..like.clone() };
        let mut found = rows(self.connection, &like.name).map_err(SaveError::NotAProject)?;
        found.sort_by_key(|row| (row.order(), row.number));
        let mut keys = Vec::new();
        for (idx, row) in found.iter().enumerate() {
            let value = |column: &Column| row.known_value(&column.name, idx);
            let values = like.columns.iter().map(value).collect();
            table.rows.push(Row { fid: None, geometry: None, values });
            keys.push((value_key([row.known_value(ORDER, idx)].iter()), row.fid));
        }
        Ok((table, RowPlaces::of_rows(keys)))
    }
}

/// What is said of a table that one side took away: that, and not each of its rows.
fn of_a_table(rows: Vec<FieldConflict>) -> Vec<FieldConflict> {
    let whole = |row: FieldConflict| {
        let (mine, theirs) = (row.mine.and(Some(row.table.clone())), row.theirs.and(Some(row.table.clone())));
        FieldConflict { object: row.table.clone(), field: None, mine, theirs, table: row.table }
    };
    rows.into_iter().next().map(whole).into_iter().collect()
}

fn take_along<'t>(change: &mut TableChange<'t>, places: &RowPlaces, now: Option<&'t Table>) -> Result<(), SaveError> {
    change.take_along(places, now).map_err(|Unfound(object)| {
        let table = change.table.name.clone();
        SaveError::OutOfStep { table, object }
    })
}
