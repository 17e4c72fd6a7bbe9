//! The project file: a GeoPackage in RD New with layers, sketches and variants as QGIS shows them, and the rest in
//! `zorgkring_*` tables beside them.

mod board;
mod document;
#[cfg(test)]
mod laws;
mod layers;
mod plan;
mod rows;
mod save;
mod sketches;
mod style;
mod upgrade;

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode};

pub use save::{FileStamp, ProjectLock, SaveError, replace_file, save};
pub(crate) use style::{of_role as style_of_role, of_sketches as style_of_sketches};
pub use upgrade::FORMAT_VERSION;

use super::Project;
use crate::domain::baseline::Baseline;
use crate::geopackage::{self, in_memory, io_error, write_styles};
use crate::import::{Problem, Watch};

/// How a database begins.
const SQLITE_HEADER: &[u8; 16] = b"SQLite format 3\0";

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
            _ => Self::DamagedDatabase,
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
        layers::sources(transaction, &feature_tables, baseline).map_err(io_error)?.write(transaction, &made)?;
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
    tables.extend(board::tables(&project.board));
    tables
}

/// Is a file a project, as far as its tables tell?
#[must_use]
pub fn is_project(path: &Path) -> bool {
    let mut head = [0; SQLITE_HEADER.len()];
    let is_database = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok();
    is_database
        && head == *SQLITE_HEADER
        && geopackage::open_read_only(path)
            .and_then(|connection| geopackage::has_table(&connection, document::TABLE))
            .unwrap_or(false)
}

/// Opens a project file.
///
/// # Errors
/// [`ProjectFileError`]; the file stays as it is.
pub fn open(path: &Path, watch: &dyn Watch) -> Result<Opened, ProjectFileError> {
    // A folder, or a file that is not there, is told as what it is.
    match std::fs::metadata(path) {
        Err(error) => return Err(ProjectFileError::NotReadable(error.kind())),
        Ok(meta) if meta.is_dir() => return Err(ProjectFileError::NotReadable(io::ErrorKind::IsADirectory)),
        Ok(_) => {}
    }
    let mut head = [0; SQLITE_HEADER.len()];
    let begins = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    match begins {
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            return Err(ProjectFileError::NotReadable(error.kind()));
        }
        _ if head != *SQLITE_HEADER => return Err(ProjectFileError::NotAGeoPackage),
        _ => {}
    }
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let connection = geopackage::open_read_only(path)?;
    read(&connection, &file, watch)
}

fn read(connection: &Connection, file: &str, watch: &dyn Watch) -> Result<Opened, ProjectFileError> {
    // One look at the whole, whatever another program writes meanwhile.
    let _transaction = connection.unchecked_transaction()?;
    if !geopackage::has_table(connection, "gpkg_contents")? {
        return Err(ProjectFileError::NotAGeoPackage);
    }
    if !geopackage::has_table(connection, document::TABLE)? {
        return Err(ProjectFileError::NotAProject);
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
    project.board = board::read(connection, file, version, &mut problems)?;
    let baseline = layers::read(connection, file, &mut problems, watch)?;
    if watch.cancelled() {
        return Err(ProjectFileError::Cancelled);
    }
    Ok(Opened { project, baseline: Arc::new(baseline), problems })
}
