//! Saving into a project file that is there: what changed since it was opened, row by row, in one transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::rows::rows;
use super::save::{Known, Over, SaveError, Saved};
use super::stamp::FileStamp;
use super::{ProjectFileError, document_tables, layers, read, style, upgrade};
use crate::domain::baseline::Baseline;
use crate::geopackage::{
    Column, FieldConflict, Row, Table, TableChange, add_missing_styles, database_header, feature_tables, has_table,
    last_fid, open_to_write, remove_table,
};
use crate::import::Unwatched;
use crate::project::Project;

/// A project and its ground.
type Side<'a> = (&'a Arc<Project>, &'a Arc<Baseline>);

pub(super) fn save(path: &Path, ours: Side<'_>, made: &str, over: Over<'_>) -> Result<Saved, SaveError> {
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
        Over::Known(known) | Over::KnownMine(known) => Some(known),
        Over::Nothing | Over::Anything => None,
    };
    let is_as_known = known.is_some_and(|known| known.stamp.still_holds(path));
    // What stands in the file now, unless that is known.
    let there = if is_as_known { None } else { Some(read_there(&transaction, path)?) };
    let there = there.as_ref();
    let base = known.or(there).expect("a file that is not known was read");
    let mut work = Work::new(&transaction, made);
    let may_win = !matches!(over, Over::Known(_));
    let foreign = there.filter(|_| known.is_some());
    work.apply((&base.project, &base.baseline), ours, foreign, may_win)?;
    let stale = &there.unwrap_or(base).changed;
    work.note_layers(ours.1, stale)?;
    upgrade::finish(&transaction)?;
    let n_others = work.n_others;
    drop(work);
    transaction.commit()?;
    // Who wrote between the end of this and the look at the file is seen by the version of the data.
    let stamp = FileStamp::of(path)?;
    let is_all_known = n_others == 0 && data_version(&connection)? == version_before;
    let stamp = if is_all_known { stamp } else { FileStamp::UNKNOWN };
    let known = Known { stamp, project: ours.0.clone(), baseline: ours.1.clone(), changed: BTreeSet::new() };
    Ok(Saved { known, n_others })
}

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0))
}

fn read_there(transaction: &Transaction<'_>, path: &Path) -> Result<Known, SaveError> {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let opened = read(transaction, &file, &Unwatched).map_err(SaveError::NotAProject)?;
    Ok(opened.known())
}

/// What one save does in the file.
struct Work<'c> {
    connection: &'c Connection,
    made: String,
    /// Tables of layers that this save changes.
    changed: BTreeSet<String>,
    /// Tables in which another program changed what is not known here.
    others: BTreeSet<String>,
    n_others: usize,
}

/// The tables of a project and its ground, by name.
type Tables = BTreeMap<String, Table>;

fn document_of(project: &Project) -> Tables {
    document_tables(project).into_iter().map(|table| (table.name.clone(), table)).collect()
}

fn layers_of(baseline: &Baseline) -> Tables {
    layers::tables(baseline).into_iter().map(|(_, table)| (table.name.clone(), table)).collect()
}

impl<'c> Work<'c> {
    fn new(connection: &'c Connection, made: &str) -> Self {
        Self {
            connection,
            // The format asks for milliseconds.
            made: made.replace('Z', ".000Z"),
            changed: BTreeSet::new(),
            others: BTreeSet::new(),
            n_others: 0,
        }
    }

    /// Puts into the file what changed from `base` to `ours`, beside what others changed from `base` to `there`.
    fn apply(&mut self, base: Side<'_>, ours: Side<'_>, there: Option<&Known>, may_win: bool) -> Result<(), SaveError> {
        // Comparing two grounds takes a tenth of laying them out as tables.
        let is_same_ground = (Arc::ptr_eq(base.1, ours.1) || base.1 == ours.1) && there.is_none();
        let layers_of = |side: &Baseline| if is_same_ground { Tables::new() } else { layers_of(side) };
        let base = (document_of(base.0), layers_of(base.1));
        let ours = (document_of(ours.0), layers_of(ours.1));
        let there = there.map(|known| (document_of(&known.project), layers_of(&known.baseline)));
        let document = self.changes(&base.0, &ours.0, there.as_ref().map(|there| &there.0))?;
        let layers = self.changes(&base.1, &ours.1, there.as_ref().map(|there| &there.1))?;
        let conflicts: Vec<_> = document.1.into_iter().chain(layers.1).collect();
        if !conflicts.is_empty() && !may_win {
            return Err(SaveError::Conflicts(conflicts));
        }
        for change in &document.0 {
            let mut own = last_fid(self.connection, &[&change.table.name])?;
            self.put(change, base.0.get(&change.table.name), &mut own)?;
        }
        // Places keep their order over all tables.
        let mut last = last_fid(self.connection, &layers::table_names())?;
        for change in &layers.0 {
            self.changed.insert(change.table.name.clone());
            self.put(change, base.1.get(&change.table.name), &mut last)?;
        }
        for (name, table) in base.1.iter().filter(|(name, _)| !ours.1.contains_key(*name)) {
            if has_table(self.connection, name)? {
                remove_table(self.connection, table)?;
            }
        }
        Ok(())
    }

    /// What changes in each table, and what another program changed in another way.
    fn changes<'t>(
        &mut self,
        base: &'t Tables,
        ours: &'t Tables,
        there: Option<&'t Tables>,
    ) -> Result<(Vec<TableChange<'t>>, Vec<FieldConflict>), SaveError> {
        let (mut changes, mut conflicts) = (Vec::new(), Vec::new());
        let names: BTreeSet<&String> = base.keys().chain(ours.keys()).collect();
        for name in names {
            let is_in_file = has_table(self.connection, name)?;
            // One of them has it; the others have it without rows.
            let like = ours.get(name).or_else(|| base.get(name)).expect("a name of one of them");
            let mut change = TableChange::of(base.get(name).filter(|_| is_in_file), ours.get(name), like);
            if let Some(there) = there {
                let theirs = TableChange::of(base.get(name), there.get(name), like);
                let (found, n_left) = change.conflicts_with(&theirs);
                conflicts.extend(found);
                if n_left > 0 {
                    self.n_others += n_left;
                    self.others.insert(name.clone());
                }
            }
            let is_new = !is_in_file && ours.contains_key(name);
            if is_new || !change.is_empty() {
                changes.push(change);
            }
        }
        Ok((changes, conflicts))
    }

    fn put(&self, change: &TableChange<'_>, before: Option<&Table>, last: &mut i64) -> Result<(), SaveError> {
        let (connection, table) = (self.connection, change.table);
        let is_new = !has_table(connection, &table.name)?;
        change.apply(connection, &self.made, last)?;
        if is_new {
            let style = style::of_table(table);
            add_missing_styles(connection, &style.into_iter().collect::<Vec<_>>(), &self.made)?;
        } else if let Some(before) = before.filter(|before| before.note != table.note) {
            // What another program made of it stays.
            connection.execute(
                "UPDATE gpkg_contents SET description = ?3 WHERE table_name = ?1 AND coalesce(description, '') = ?2",
                [&table.name, &before.note, &table.note],
            )?;
        }
        Ok(())
    }

    /// Brings the table of where layers came from up to date, with the hash of each layer that was read or written here. A
    /// layer in which another program changed what is not known here keeps no hash, so that it is looked at again.
    fn note_layers(&self, baseline: &Baseline, stale: &BTreeSet<String>) -> Result<(), SaveError> {
        let roles = layers::table_names();
        let mut tables = feature_tables(self.connection)?;
        tables.retain(|table| roles.contains(&table.name.as_str()));
        let is_read = |name: &String| self.changed.contains(name) || stale.contains(name);
        let to_hash = tables.iter().filter(|table| is_read(&table.name) && !self.others.contains(&table.name));
        let to_hash: Vec<_> = to_hash.cloned().collect();
        let hashes = layers::hashes(self.connection, &to_hash)?;
        let now = layers::sources(&tables, &BTreeMap::new(), baseline);
        let before = self.rows_of(&now)?;
        let mut known = BTreeMap::new();
        for row in rows(self.connection, layers::SOURCES).map_err(SaveError::NotAProject)? {
            let table = row.text("tabel").map_err(SaveError::NotAProject)?;
            known.insert(table, row.text("inhoud_hash").map_err(SaveError::NotAProject)?);
        }
        known.extend(hashes);
        known.extend(self.others.iter().map(|name| (name.clone(), String::new())));
        let now = layers::sources(&tables, &known, baseline);
        let mut last = last_fid(self.connection, &[layers::SOURCES])?;
        Ok(TableChange::between(&before, &now).apply(self.connection, &self.made, &mut last)?)
    }

    /// The rows of a table of ours as they stand in the file.
    fn rows_of(&self, like: &Table) -> Result<Table, SaveError> {
        let mut table = Table { rows: Vec::new(), ..like.clone() };
        let mut found = rows(self.connection, &like.name).map_err(SaveError::NotAProject)?;
        found.sort_by_key(|row| (row.order(), row.number));
        for (idx, row) in found.iter().enumerate() {
            let value = |column: &Column| row.known_value(&column.name, idx);
            let values = like.columns.iter().map(value).collect();
            table.rows.push(Row { fid: None, geometry: None, values });
        }
        Ok(table)
    }
}
