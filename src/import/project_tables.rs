//! The layers of a project file: its feature tables, read by the same schemas as any layer.

use std::cell::Cell;
use std::collections::BTreeMap;

use rusqlite::Connection;
use uuid::Uuid;

use super::columns::FieldName;
use super::formats::geopackage::read_table;
use super::intake::{Facts, Intake};
use super::numerals::Marks;
use super::problems::Problems;
use super::record::Record;
use super::schema::{FeatureKey, Gathered, LayerInProgress, Precedence};
use super::watch::{FileWatch, Watch};
use crate::domain::baseline::{Baseline, Role};
use crate::domain::identity::id_from_source;
use crate::domain::place::PlaceClass;
use crate::domain::problem::{Problem, Repeated};
use crate::geopackage::FeatureTable;

/// What a table gave.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadTable {
    pub(crate) role: Role,
    /// Features used.
    pub(crate) n_used: usize,
    pub(crate) source: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) licence: Option<String>,
    pub(crate) fictional: bool,
    pub(crate) problems: Vec<Problem>,
    pub(crate) n_problems: usize,
    /// Ids that a place of another role had already, each with the one it has now.
    pub(crate) renewed: Vec<(Uuid, Uuid)>,
    /// Which of its rows became part of what.
    pub(crate) traced: Vec<TracedRow>,
}

/// A row of a table of a project, and what it became part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TracedRow {
    pub(crate) fid: i64,
    pub(crate) feature: FeatureKey,
    /// Does it stand in the file under an id that another row had before it?
    pub(crate) is_renamed: bool,
}

/// Reads the tables of a project into a baseline without layer sources. Places come in the order of their keys, whatever
/// table they stand in.
///
/// # Errors
/// What SQLite says of a damaged file.
pub(crate) fn read_project_tables(
    connection: &Connection,
    file: &str,
    tables: &[(Role, FeatureTable)],
    watch: &dyn Watch,
) -> rusqlite::Result<(Baseline, Vec<ReadTable>)> {
    let mut gathered = Gathered::default();
    let mut read = Vec::new();
    let (mut amenity_keys, mut stop_keys) = (Vec::new(), Vec::new());
    for (role, table) in tables {
        let mut problems = Problems::new(file, Some(*role));
        let mut layer = LayerInProgress::new(*role, file, Precedence::File);
        let file_watch = FileWatch { watch, bytes_before: 0, total_bytes: 0 };
        let (mut keys, mut used) = (Vec::new(), Vec::new());
        let mut own_ids: BTreeMap<usize, Uuid> = BTreeMap::new();
        let last_key = Cell::new(None);
        let mut sink = |mut record: Record, problems: &mut Problems| {
            // A row of another program is known by where it stands, so that it may move.
            let own_id = record.fields.get(&["id"]).and_then(|(_, id)| Uuid::parse_str(id.as_str()?).ok());
            if let (None, Some(key)) = (own_id, last_key.get()) {
                let id: i64 = key;
                let own = id_from_source(&table.name, &id.to_string()).to_string();
                record.fields.put(FieldName::new("id", Marks::default()), own.into());
            }
            let n_before = (layer.n_used, layer.n_quays());
            let number = record.number;
            own_ids.extend(own_id.map(|id| (number, id)));
            gathered.add(&record, &mut layer, problems);
            if (layer.n_used, layer.n_quays()) != n_before {
                used.push(number);
            }
        };
        let mut intake = Intake::new(&mut problems, &file_watch, Facts::default(), &mut sink);
        read_table(connection, table, &mut intake, &mut |key| {
            last_key.set(key);
            keys.push(key.unwrap_or(i64::MAX));
        })?;
        gathered.close(&mut layer, &mut problems);
        // People shared out over squares are fractions, and no news in a project.
        problems.forget(Repeated::FractionalPeople);
        let used_keys = used.into_iter().filter_map(|number: usize| keys.get(number - 1).copied());
        match role.place_class() {
            Some(PlaceClass::Stop) => stop_keys.extend(used_keys),
            Some(PlaceClass::Amenity) => amenity_keys.extend(used_keys),
            _ => {}
        }
        let traced = std::mem::take(&mut layer.traced).into_iter().filter_map(|(number, feature)| {
            let is_renamed =
                matches!(feature, FeatureKey::Place { id, .. } if own_ids.get(&number).is_some_and(|own| *own != id));
            Some(TracedRow { fid: *keys.get(number - 1)?, feature, is_renamed })
        });
        let traced = traced.collect();
        let found = problems.finish();
        read.push(ReadTable {
            role: *role,
            n_used: layer.n_used,
            source: layer.source,
            date: layer.date,
            licence: layer.licence,
            fictional: layer.fictional,
            renewed: layer.renewed,
            traced,
            problems: found.list,
            n_problems: found.n_severe,
        });
    }
    let (mut baseline, _) = gathered.finish();
    in_order_of(&mut baseline.places[PlaceClass::Amenity], &amenity_keys);
    in_order_of(&mut baseline.places[PlaceClass::Stop], &stop_keys);
    Ok((baseline, read))
}

/// Sorts by keys that stand in the order of the list; a list that does not go with its keys stays as it is.
fn in_order_of<T>(list: &mut Vec<T>, keys: &[i64]) {
    if list.len() == keys.len() {
        let mut keyed: Vec<(i64, T)> = keys.iter().copied().zip(std::mem::take(list)).collect();
        keyed.sort_by_key(|(key, _)| *key);
        list.extend(keyed.into_iter().map(|(_, item)| item));
    }
}
