//! `zorgkring_project`: the norms and choices of a project, by key.

use uuid::Uuid;

use super::error::ProjectFileError;
use super::names::PROJECT;
use super::rows::{FileRow, text};
use crate::domain::mobility::MobilityProfile;
use crate::domain::target::TargetScenario;
use crate::geopackage::{ColumnKind, Table, TableKind};
use crate::import::normenkader;
use crate::project::{CELL_SIZES_M, Project};

/// The version of the format that is written, and the latest that is read.
pub const FORMAT_VERSION: u32 = 4;

/// The version of the format.
pub(super) const KEY_VERSION: &str = "formaat";

/// The version of the program that wrote it.
pub(super) const KEY_PROGRAM: &str = "programma";
const KEY_NAME: &str = "naam";
const KEY_NORMS: &str = "normenkader";
const KEY_PROFILE: &str = "doelgroep";
const KEY_SCENARIO: &str = "scenario";
const KEY_CELL: &str = "cel_m";
const KEY_ACTIVE: &str = "variant";
/// Ids between spaces; only there when there are any.
const KEY_APART: &str = "aparte_plaatsen";

/// A choice by the name that it has in files.
fn profile_name(profile: MobilityProfile) -> &'static str {
    match profile {
        MobilityProfile::Fit => "vitaal",
        MobilityProfile::Independent75 => "75plus",
        MobilityProfile::Frail => "kwetsbaar",
        MobilityProfile::Walker => "rollator",
        MobilityProfile::Dementia => "dementie",
        MobilityProfile::MobilityScooter => "scootmobiel",
    }
}

/// The table of a project.
pub(super) fn table(project: &Project) -> Table {
    let columns = [("sleutel", ColumnKind::Text), ("waarde", ColumnKind::Text)];
    let mut table = Table::new(PROJECT, TableKind::Attributes, &columns).known_by(&["sleutel"]);
    let active = project.plan.active.map(|id| id.to_string()).unwrap_or_default();
    for (key, value) in [
        (KEY_VERSION, FORMAT_VERSION.to_string().as_str()),
        (KEY_PROGRAM, env!("CARGO_PKG_VERSION")),
        (KEY_NAME, &project.norms.name),
        (KEY_NORMS, &normenkader::write(&project.norms)),
        (KEY_PROFILE, profile_name(project.profile)),
        (KEY_SCENARIO, project.scenario.name()),
        (KEY_CELL, &project.cell_m.to_string()),
        (KEY_ACTIVE, &active),
    ] {
        table.row([text(key), text(value)]);
    }
    if !project.apart.is_empty() {
        let ids: Vec<String> = project.apart.iter().map(Uuid::to_string).collect();
        table.row([text(KEY_APART), text(&ids.join(" "))]);
    }
    table
}

/// The value of a key.
pub(super) fn value_of(rows: &[FileRow<'_>], key: &str) -> Result<String, ProjectFileError> {
    value_if_there(rows, key)?.ok_or_else(|| bad(key))
}

fn value_if_there(rows: &[FileRow<'_>], key: &str) -> Result<Option<String>, ProjectFileError> {
    for row in rows {
        if row.text("sleutel")? == key {
            return row.text("waarde").map(Some);
        }
    }
    Ok(None)
}

fn bad(key: &str) -> ProjectFileError {
    ProjectFileError::BadValue { table: PROJECT.to_owned(), row: 0, column: key.to_owned() }
}

/// The project without its variants and its board; which variant shows is known already.
pub(super) fn read(rows: &[FileRow<'_>]) -> Result<Project, ProjectFileError> {
    let norms = normenkader::read(&value_of(rows, KEY_NORMS)?).map_err(|_| bad(KEY_NORMS))?;
    let mut project = Project::new(norms);
    let profile = value_of(rows, KEY_PROFILE)?;
    let named = |known: &MobilityProfile| profile_name(*known) == profile;
    project.profile = MobilityProfile::ALL.into_iter().find(named).ok_or_else(|| bad(KEY_PROFILE))?;
    let scenario = value_of(rows, KEY_SCENARIO)?;
    let mut scenarios = [TargetScenario::Basic, TargetScenario::Trend].into_iter();
    project.scenario = scenarios.find(|known| known.name() == scenario).ok_or_else(|| bad(KEY_SCENARIO))?;
    let cell_m = value_of(rows, KEY_CELL)?.parse().ok().filter(|cell_m| CELL_SIZES_M.contains(cell_m));
    project.cell_m = cell_m.ok_or_else(|| bad(KEY_CELL))?;
    let active = value_of(rows, KEY_ACTIVE)?;
    project.plan.active = match active.as_str() {
        "" => None,
        id => Some(Uuid::parse_str(id).map_err(|_| bad(KEY_ACTIVE))?),
    };
    let apart = value_if_there(rows, KEY_APART)?.unwrap_or_default();
    let apart: Result<_, _> = apart.split_whitespace().map(Uuid::parse_str).collect();
    project.apart = apart.map_err(|_| bad(KEY_APART))?;
    Ok(project)
}
