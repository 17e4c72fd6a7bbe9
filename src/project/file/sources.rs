//! `zorgkring_laag`: where each layer came from, and the hash by which it is seen that another program changed it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde::Deserialize;
use serde_json::Value as Json;

use super::error::ProjectFileError;
use super::names::SOURCES;
use super::rows::{count, integer, json, optional_text, ordered_rows, text};
use crate::domain::baseline::{LayerSource, Role};
use crate::domain::problem::{Problem, ProblemKind};
use crate::geopackage::{ColumnKind, FeatureTable, ORDER, Table, TableKind};

use ColumnKind::{Boolean, Integer, Text};

/// The table of where layers came from, with the hash of what each holds.
pub(super) fn table(tables: &[FeatureTable], hashes: &BTreeMap<String, String>, layers: &[LayerSource]) -> Table {
    let columns = [
        (ORDER, Integer),
        ("rol", Text),
        ("tabel", Text),
        ("eigen", Boolean),
        ("bestand", Text),
        ("bron", Text),
        ("datum", Text),
        ("licentie", Text),
        ("aantal", Integer),
        ("aantal_problemen", Integer),
        ("fictief", Boolean),
        ("problemen", Text),
        ("inhoud_hash", Text),
    ];
    let mut sources = Table::new(SOURCES, TableKind::Attributes, &columns).known_by(&[ORDER]);
    let mut row = |layer: &LayerSource, is_own: bool| {
        let table = layer.role.kept_in().name();
        let order = count(sources.rows.len());
        sources.row([
            order,
            text(layer.role.name()),
            text(table),
            integer(is_own),
            text(&layer.file),
            optional_text(layer.source.as_ref()),
            optional_text(layer.date.as_ref()),
            optional_text(layer.licence.as_ref()),
            count(layer.n_features),
            count(layer.n_problems),
            integer(layer.fictional),
            json(&layer.problems.iter().map(file_problem).collect::<Vec<_>>()),
            optional_text(hashes.get(table)),
        ]);
    };
    layers.iter().for_each(|layer| row(layer, true));
    // Trains in a file of haltes have a table, but no layer of their own.
    for role in tables.iter().filter_map(|table| Role::from_name(&table.name)) {
        if layers.iter().all(|layer| layer.role.kept_in() != role) {
            row(&LayerSource::new(role, ""), false);
        }
    }
    sources
}

/// A layer as the table of sources has it.
pub(super) struct Listed {
    pub(super) layer: LayerSource,
    /// Is it a layer by itself, and not what a file of another role brought along?
    pub(super) is_own: bool,
    pub(super) hash: String,
}

/// The layers as the table of sources lists them, each with the table that it stands in.
///
/// # Errors
/// When the table cannot be read.
pub(super) fn listed_layers(connection: &Connection) -> Result<Vec<LayerSource>, ProjectFileError> {
    Ok(listed(connection)?.into_iter().filter(|known| known.is_own).map(|known| known.layer).collect())
}

/// The layers that a file lists after a save into it: those of this side; of tables in which another program changed what
/// is not known here also those that it lists itself, so that what it says of them, such as that they stay at home, is not
/// forgotten. A layer whose table is not there is not listed.
pub(super) fn merged_layers(
    (base, mine, listed): (&[LayerSource], &[LayerSource], &[LayerSource]),
    others: &BTreeSet<String>,
    is_there: impl Fn(&str) -> bool,
) -> Vec<LayerSource> {
    let of_others = |layer: &&LayerSource| others.contains(layer.role.kept_in().name());
    let same = |a: &LayerSource, b: &LayerSource| a.role == b.role && a.file == b.file;
    let mut merged = Vec::new();
    for layer in mine {
        let theirs = listed.iter().filter(of_others).find(|theirs| same(theirs, layer));
        let mut layer = match theirs {
            Some(theirs) if base.contains(layer) => theirs.clone(),
            _ => layer.clone(),
        };
        if let Some(theirs) = theirs.filter(|theirs| !theirs.may_be_shared()) {
            layer.licence.clone_from(&theirs.licence);
        }
        merged.push(layer);
    }
    let is_new = |theirs: &&LayerSource| !mine.iter().any(|layer| same(theirs, layer));
    merged.extend(listed.iter().filter(of_others).filter(is_new).cloned());
    merged.retain(|layer| is_there(layer.role.kept_in().name()));
    merged
}

/// All that the table lists.
///
/// # Errors
/// When the table cannot be read.
pub(super) fn listed(connection: &Connection) -> Result<Vec<Listed>, ProjectFileError> {
    let mut listed = Vec::new();
    for row in ordered_rows(connection, SOURCES)? {
        let role = Role::from_name(&row.text("rol")?).ok_or_else(|| row.bad("rol"))?;
        let file = row.text("bestand")?;
        let found: Vec<Json> = row.json("problemen")?;
        let layer = LayerSource {
            role,
            problems: found.iter().map(|found| known_problem(found, role, &file)).collect(),
            file,
            source: row.optional_text("bron")?,
            date: row.optional_text("datum")?,
            licence: row.optional_text("licentie")?,
            n_features: row.integer("aantal")?,
            n_problems: row.integer("aantal_problemen")?,
            fictional: row.truth("fictief")?,
        };
        listed.push(Listed { layer, is_own: row.truth("eigen")?, hash: row.text("inhoud_hash")? });
    }
    Ok(listed)
}

/// A problem in the file; one of which no more is known than its sentence as that.
fn file_problem(problem: &Problem) -> Json {
    match &problem.kind {
        ProblemKind::Told(sentence) => Json::String(sentence.clone()),
        _ => serde_json::to_value(problem).unwrap_or_default(),
    }
}

/// A problem of the file. Before version 4 it is a sentence; one that a later program knows is told as it stands.
fn known_problem(found: &Json, role: Role, file: &str) -> Problem {
    let told = |sentence: String| Problem::about_layer(file, role, ProblemKind::Told(sentence));
    match found {
        Json::String(sentence) => told(sentence.clone()),
        other => Problem::deserialize(other).unwrap_or_else(|_| told(other.to_string())),
    }
}
