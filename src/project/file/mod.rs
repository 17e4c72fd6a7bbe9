//! The project file: a GeoPackage in RD New with layers, sketches and variants as QGIS shows them, and the rest in
//! `zorgkring_*` tables beside them.

mod board;
mod document;
mod families;
mod in_place;
#[cfg(test)]
mod laws;
mod layers;
mod lost;
mod plan;
mod rows;
mod save;
mod sketches;
mod sources;
mod stamp;
mod standing;
mod style;
mod upgrade;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode};
use uuid::Uuid;

pub use save::{Known, Over, SaveError, Saved, save};
pub use stamp::{FileStamp, ProjectLock};
pub(crate) use style::{of_role as style_of_role, of_sketches as style_of_sketches};
pub use upgrade::FORMAT_VERSION;

use layers::ReadLayers;

use super::Project;
use crate::domain::baseline::Baseline;
use crate::domain::problem::Problem;
use crate::geopackage::{self, in_memory, io_error, write_styles};
use crate::import::{ReadTable, Watch, normenkader, open_file};

/// Why a project file cannot be opened. It stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProjectFileError {
    /// It cannot be read at all.
    #[error("the file cannot be read ({0})")]
    NotReadable(io::ErrorKind),
    /// It is no database, or one that is not a GeoPackage.
    #[error("not a GeoPackage")]
    NotAGeoPackage,
    /// A GeoPackage, but not one of a project.
    #[error("a GeoPackage without a project")]
    NotAProject,
    /// A later version of the program wrote it.
    #[error("format version {found}, this program reads up to {known}")]
    Newer {
        /// The version that it says it has.
        found: u32,
        /// The latest that is read.
        known: u32,
    },
    /// Another program is writing it.
    #[error("another program is writing the file")]
    InUse,
    /// The database itself is damaged.
    #[error("the database is damaged")]
    DamagedDatabase,
    /// Another program changed the tables so that they cannot be read.
    #[error("another program changed the tables")]
    TablesChanged,
    /// A table that a project cannot do without is not there.
    #[error("table {table} is missing")]
    MissingTable {
        /// Its name.
        table: String,
    },
    /// A value is not what it must be.
    #[error("table {table}, row {row}: {column} is not what it must be")]
    BadValue {
        /// In which table.
        table: String,
        /// In which row, from 1.
        row: usize,
        /// In which column, or under which key.
        column: String,
    },
    /// Reading was stopped by the user.
    #[error("reading was stopped")]
    Cancelled,
}

impl From<rusqlite::Error> for ProjectFileError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotAGeoPackage,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::NotReadable(io::ErrorKind::PermissionDenied)
            }
            Some(ErrorCode::SystemIoFailure) => Self::NotReadable(io::ErrorKind::Other),
            Some(ErrorCode::OutOfMemory) => Self::NotReadable(io::ErrorKind::OutOfMemory),
            Some(ErrorCode::DatabaseCorrupt) => Self::DamagedDatabase,
            _ => Self::TablesChanged,
        }
    }
}

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
    pub(super) stamp: FileStamp,
    /// Tables of layers that another program changed since they were saved.
    pub(super) changed: BTreeSet<String>,
    /// Ids that stand twice in the file, each with the one that its second place has here.
    pub(super) renewed: layers::RenewedIds,
}

/// A project as the bytes of its file; `made` is when, `JJJJ-MM-DDTUU:MM:SSZ`.
///
/// # Errors
/// When memory runs out.
pub fn project_bytes(project: &Project, baseline: &Baseline, made: &str) -> io::Result<Vec<u8>> {
    // The format asks for milliseconds.
    let made = made.replace('Z', ".000Z");
    in_memory(|transaction| {
        let tables = layers::tables(baseline);
        let mut styles = style::of_layers(&tables);
        for (_, table) in &tables {
            table.write(transaction, &made)?;
        }
        let feature_tables = geopackage::feature_tables(transaction).map_err(io_error)?;
        let hashes = layers::hashes(transaction, &feature_tables).map_err(io_error)?;
        sources::table(&feature_tables, &hashes, &baseline.layers).write(transaction, &made)?;
        for table in document_tables(project) {
            styles.extend(style::of_document(&table.name));
            table.write(transaction, &made)?;
        }
        write_styles(transaction, &styles, &made)
    })
}

/// The document alone as the bytes of a file, for a state that is kept between two saves.
///
/// # Errors
/// When memory runs out.
pub fn document_bytes(project: &Project, made: &str) -> io::Result<Vec<u8>> {
    project_bytes(project, &Baseline::default(), made)
}

fn document_tables(project: &Project) -> Vec<geopackage::Table> {
    let mut tables = vec![document::table(project)];
    tables.extend(plan::tables(&project.plan));
    tables.extend(lost::table(&project.lost));
    tables.extend(board::tables(&project.board));
    tables
}

/// Is this the name of a table that holds the document, or of one that every GeoPackage has?
fn is_of_project(name: &str) -> bool {
    let empty = Project::new(normenkader::standard());
    ["gpkg_", "zorgkring_"].iter().any(|of_all| name.to_ascii_lowercase().starts_with(of_all))
        || document_tables(&empty).iter().any(|table| table.name.eq_ignore_ascii_case(name))
}

/// Is a file a project, as far as its tables tell?
#[must_use]
pub fn is_project(path: &Path) -> bool {
    open_file(path).is_ok()
        && matches!(geopackage::database_header(path), Ok(Some(_)))
        && geopackage::open_read_only(path)
            .and_then(|connection| geopackage::has_table(&connection, document::TABLE))
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

/// Reads a project within a transaction of the caller, and what each table of a layer gave.
fn read(connection: &Connection, file: &str, watch: &dyn Watch) -> Result<(Opened, Vec<ReadTable>), ProjectFileError> {
    if !geopackage::has_table(connection, "gpkg_contents")? {
        return Err(ProjectFileError::NotAGeoPackage);
    }
    if !geopackage::has_table(connection, document::TABLE)? {
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
    let project_rows = rows::rows(connection, document::TABLE)?;
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
