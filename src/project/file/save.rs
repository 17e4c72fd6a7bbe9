//! Saving a project file: a new one whole or not at all, one that is there in one transaction of its own database, so that
//! what others put into it, or have open of it, stays.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use rusqlite::ErrorCode;

use super::stamp::FileStamp;
use super::{Opened, ProjectFileError, in_place, project_bytes};
use crate::domain::baseline::Baseline;
use crate::files::write_whole;
use crate::geopackage::{ApplyError, ChangedObject, FieldConflict};
use crate::import::normenkader;
use crate::project::Project;

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

/// A project as its file held it at a moment: from there on it is seen what changed here and what changed there.
#[derive(Debug, Clone)]
pub struct Known {
    /// What the file looked like.
    pub stamp: FileStamp,
    /// The document in it.
    pub project: Arc<Project>,
    /// The ground in it.
    pub baseline: Arc<Baseline>,
    /// Tables of layers that another program changed before.
    pub(super) changed: BTreeSet<String>,
}

impl Known {
    /// Nothing: whatever either side has came from that side, and stays. What one side took away comes back.
    #[must_use]
    pub fn nothing() -> Self {
        let project = Arc::new(Project::new(normenkader::standard()));
        Self { stamp: FileStamp::UNKNOWN, project, baseline: Arc::default(), changed: BTreeSet::new() }
    }
}

impl Opened {
    /// What is known of the file from now on.
    #[must_use]
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

/// What saving does with what is there.
#[derive(Debug, Clone, Copy)]
pub enum Over<'a> {
    /// Nothing may be there.
    Nothing,
    /// A project may be there, and becomes this one; what others put beside it stays.
    Anything,
    /// The file as it was opened or saved last. What others changed since stays; where both changed the same, nothing is
    /// saved and the fields are told.
    Known(&'a Known),
    /// The same, but where both changed the same, this side wins.
    KnownMine(&'a Known),
    /// The same, but where both changed the same, what stands in the file stays.
    KnownTheirs(&'a Known),
}

/// What came of saving.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The file as it is now.
    pub known: Known,
    /// How many objects another program changed in the file meanwhile; they stand in it and not here.
    pub n_others: usize,
    /// The first few of them that are still there.
    pub others: Vec<ChangedObject>,
}

/// Saves a project; `made` is when, `JJJJ-MM-DDTUU:MM:SSZ`.
///
/// # Errors
/// [`SaveError`]; what was there before is then untouched.
pub fn save(
    path: &Path,
    (project, baseline): (&Arc<Project>, &Arc<Baseline>),
    made: &str,
    over: Over<'_>,
) -> Result<Saved, SaveError> {
    let is_there = fs::metadata(path).is_ok_and(|meta| meta.len() > 0);
    if is_there {
        if matches!(over, Over::Nothing) {
            return Err(SaveError::ChangedSince);
        }
        return in_place::save(path, (project, baseline), made, over);
    }
    let bytes = project_bytes(project, baseline, made)?;
    write_whole(path, |out| out.write_all(&bytes))?;
    let known = Known {
        stamp: FileStamp::of(path)?,
        project: project.clone(),
        baseline: baseline.clone(),
        changed: BTreeSet::new(),
    };
    Ok(Saved { known, n_others: 0, others: Vec::new() })
}
