//! Opening a project file.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, MAIN_DB};
use uuid::Uuid;

use super::error::ProjectFileError;
use super::known::Known;
use super::layers::{self, ReadLayers, RenewedIds};
use super::names::PROJECT;
use super::stamp::FileStamp;
use super::whole::document_tables;
use super::{board, document, lost, plan, rows, upgrade};
use crate::domain::baseline::Baseline;
use crate::domain::problem::Problem;
use crate::geopackage;
use crate::import::{ReadTable, Unwatched, Watch, normenkader, open_file};
use crate::project::Project;

/// What a project file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The document.
    pub project: Project,
    /// The ground it stands on.
    pub baseline: Arc<Baseline>,
    /// What was found in layers and tables that another program changed since they were saved.
    pub problems: Vec<Problem>,
    /// What the file looked like.
    pub(in crate::project) stamp: FileStamp,
    /// Tables of layers that another program changed since they were saved.
    pub(in crate::project) changed: BTreeSet<String>,
    /// Ids that stand twice in the file, each with the one that its second place has here.
    pub(in crate::project) renewed: RenewedIds,
}

impl Opened {
    /// What is known of the file from now on.
    pub fn known(&self) -> Known {
        let (mut project, mut baseline) = (self.project.clone(), self.baseline.clone());
        if !self.renewed.is_empty() {
            // In the file they stand as an older version gave them.
            let back = self.renewed.iter().map(|(shared, renewed)| (*renewed, *shared)).collect();
            Arc::make_mut(&mut baseline).rename_ids(&back);
            project.rename_ids(&back);
        }
        let project = Arc::new(project);
        Known { stamp: self.stamp, project, baseline, changed: self.changed.clone() }
    }
}

/// Is this the name of a table that holds the document, or of one that every GeoPackage has?
fn is_of_project(name: &str) -> bool {
    let empty = Project::new(normenkader::standard());
    ["gpkg_", "zorgkring_"].iter().any(|of_all| name.to_ascii_lowercase().starts_with(of_all))
        || document_tables(&empty).iter().any(|table| table.name.eq_ignore_ascii_case(name))
}

/// Is a file a project, as far as its tables tell?
pub fn is_project(path: &Path) -> bool {
    open_file(path).is_ok()
        && matches!(geopackage::database_header(path), Ok(Some(_)))
        && geopackage::open_read_only(path)
            .and_then(|connection| geopackage::has_table(&connection, PROJECT))
            .unwrap_or(false)
}

/// Opens a project file.
///
/// # Errors
/// [`ProjectFileError`]; the file stays as it is.
pub fn open(path: &Path, watch: &dyn Watch) -> Result<Opened, ProjectFileError> {
    // A folder, a pipe, or a file that is not there, is told as what it is.
    open_file(path).map_err(|error| ProjectFileError::NotReadable(error.kind()))?;
    match geopackage::database_header(path) {
        Err(error) => return Err(ProjectFileError::NotReadable(error.kind())),
        Ok(None) => return Err(ProjectFileError::NotAGeoPackage),
        Ok(Some(_)) => {}
    }
    let stamp = FileStamp::of(path).map_err(|error| ProjectFileError::NotReadable(error.kind()))?;
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let connection = geopackage::open_read_only(path)?;
    // One look at the whole, whatever another program writes meanwhile.
    let transaction = connection.unchecked_transaction()?;
    let (opened, _) = read(&transaction, &file, watch)?;
    // What was written while it was read may have been read or not.
    let stamp = if stamp.still_holds(path) { stamp } else { FileStamp::UNKNOWN };
    Ok(Opened { stamp, ..opened })
}

/// Reads a project from the bytes of its file, which messages call by this name.
///
/// # Errors
/// [`ProjectFileError`].
pub fn read_bytes(bytes: &[u8], name: &str) -> Result<Opened, ProjectFileError> {
    let mut connection = Connection::open_in_memory()?;
    connection.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), true)?;
    read(&connection, name, &Unwatched).map(|(opened, _)| opened)
}

/// Reads a project within a transaction of the caller, and what each table of a layer gave.
pub(super) fn read(
    connection: &Connection,
    file: &str,
    watch: &dyn Watch,
) -> Result<(Opened, Vec<ReadTable>), ProjectFileError> {
    if !geopackage::has_table(connection, "gpkg_contents")? {
        return Err(ProjectFileError::NotAGeoPackage);
    }
    if !geopackage::has_table(connection, PROJECT)? {
        return Err(ProjectFileError::NotAProject);
    }
    // A view can be without end, and no table of the project itself is one.
    if let Some(table) = geopackage::views(connection)?.into_iter().find(|name| is_of_project(name)) {
        return Err(ProjectFileError::MissingTable { table });
    }
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(ProjectFileError::DamagedDatabase);
    }
    let project_rows = rows::rows(connection, PROJECT)?;
    let version = upgrade::version(&project_rows)?;
    let mut project = document::read(&project_rows)?;
    let mut problems = Vec::new();
    plan::read(connection, file, &mut project.plan, &mut problems)?;
    project.lost = lost::read(connection)?;
    project.board = board::read(connection, file, version, &mut problems)?;
    let mut changed = BTreeSet::new();
    let ReadLayers { baseline, renewed, found } = layers::read(connection, file, (&mut problems, &mut changed), watch)?;
    project.plan.follow_renewed_ids(&renewed, &baseline);
    let parted = renewed.iter().filter(|(shared, _)| project.apart.contains(shared)).map(|(_, renewed)| *renewed);
    let parted: Vec<Uuid> = parted.collect();
    project.apart.extend(parted);
    if watch.cancelled() {
        return Err(ProjectFileError::Cancelled);
    }
    let stamp = FileStamp::UNKNOWN;
    Ok((Opened { project, baseline: Arc::new(baseline), problems, stamp, changed, renewed }, found))
}
