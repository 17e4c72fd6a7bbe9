//! Why a project file cannot be opened or saved.

use std::io;

use rusqlite::ErrorCode;

use crate::geopackage::{ApplyError, FieldConflict};

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

/// Why a project was not saved. What was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// It cannot be written; `StorageFull` is a full disk.
    #[error("the file cannot be written ({0})")]
    NotWritten(#[from] io::Error),
    /// The file is there and may not be written over: who asks did not know of it.
    #[error("the file was changed by another program")]
    ChangedSince,
    /// Another program has it locked.
    #[error("another program is writing the file")]
    InUse,
    /// It is open in another window of this program.
    #[error("the file is open in another window")]
    OpenElsewhere,
    /// What is there is no project, or none that can be read.
    #[error("what is there is not a project that can be read")]
    NotAProject(ProjectFileError),
    /// Another program changed the same fields in another way.
    #[error("{} fields were changed by another program as well", .0.len())]
    Conflicts(Vec<FieldConflict>),
    /// Another program laid a table down in a coordinate system that is not written.
    #[error("table {table} is in {crs}")]
    OtherCrs {
        /// The table.
        table: String,
        /// Its coordinate system.
        crs: String,
    },
    /// Something that was read from the file is not found in it: nothing is written, rather than a part.
    #[error("{object} of table {table} is not found where it was read")]
    OutOfStep {
        /// The table.
        table: String,
        /// What it is called.
        object: String,
    },
    /// A rule that another program put into the file does not take the change, such as a trigger or a reference.
    #[error("a rule of another program in the file: {0}")]
    Rule(String),
    /// The drive has no locks, as some network drives.
    #[error("the drive has no locks")]
    NoLocks,
    /// The database is damaged.
    #[error("the database is damaged")]
    Damaged,
}

impl From<rusqlite::Error> for SaveError {
    fn from(error: rusqlite::Error) -> Self {
        use ErrorCode as E;
        match error.sqlite_error_code() {
            Some(E::DatabaseBusy | E::DatabaseLocked) => Self::InUse,
            Some(E::DatabaseCorrupt | E::NotADatabase) => Self::Damaged,
            Some(E::FileLockingProtocolFailed) => Self::NoLocks,
            Some(E::DiskFull) => Self::NotWritten(io::ErrorKind::StorageFull.into()),
            Some(E::OutOfMemory) => Self::NotWritten(io::ErrorKind::OutOfMemory.into()),
            Some(E::ReadOnly | E::PermissionDenied) => Self::NotWritten(io::ErrorKind::PermissionDenied.into()),
            // The journal stands in the folder: where nothing can be made, nothing can be written.
            Some(E::CannotOpen) => Self::NotWritten(io::ErrorKind::ReadOnlyFilesystem.into()),
            Some(E::ConstraintViolation | E::Unknown) => Self::Rule(error.to_string()),
            _ => Self::NotWritten(io::Error::other(error)),
        }
    }
}

impl From<ApplyError> for SaveError {
    fn from(error: ApplyError) -> Self {
        match error {
            ApplyError::Sql(error) => error.into(),
            ApplyError::OtherCrs { table, crs } => Self::OtherCrs { table, crs },
        }
    }
}
