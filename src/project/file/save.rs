//! Saving a project file: whole or not at all, never over somebody else's work, and by one program at a time.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::project_bytes;
use crate::domain::baseline::Baseline;
use crate::project::Project;

/// Why a project was not saved. What was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// It cannot be written; `StorageFull` is a full disk.
    #[error("the file cannot be written ({0})")]
    NotWritten(#[from] io::Error),
    /// Another program changed it since it was opened or saved.
    #[error("the file was changed by another program")]
    ChangedSince,
    /// A database program has it open and keeps a journal beside it, which would be put on top of the new file.
    #[error("another program is writing the file")]
    InUse,
    /// It is open in another window of this program.
    #[error("the file is open in another window")]
    OpenElsewhere,
}

/// A hash of what a file held: how it is seen that another program wrote it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStamp([u8; 32]);

impl FileStamp {
    /// Of a file as it is now. Reads it whole.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        io::copy(&mut File::open(path)?, &mut hasher)?;
        Ok(Self(hasher.finalize().into()))
    }

    fn still_holds(&self, path: &Path) -> bool {
        Self::of(path).is_ok_and(|now| now == *self)
    }
}

/// The right to save a project file: nobody else has it at the same time. It ends with the program, however that ends.
#[derive(Debug)]
pub struct ProjectLock {
    file: File,
    path: PathBuf,
}

impl ProjectLock {
    /// Takes the right, by a lock on a small file beside the project.
    ///
    /// # Errors
    /// [`SaveError::OpenElsewhere`] when somebody has it; [`SaveError::NotWritten`] when nothing can be written there.
    pub fn take(project: &Path) -> Result<Self, SaveError> {
        let path = beside(project, ".", ".slot");
        let file = File::options().create(true).truncate(false).write(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file, path }),
            Err(TryLockError::WouldBlock) => Err(SaveError::OpenElsewhere),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

impl Drop for ProjectLock {
    fn drop(&mut self) {
        // First the name, then the lock: who comes between them makes a file and a lock of its own.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

fn beside(path: &Path, before: &str, after: &str) -> PathBuf {
    let mut name = OsString::from(before);
    name.push(path.file_name().unwrap_or_default());
    name.push(after);
    path.with_file_name(name)
}

/// Saves a project; `known` is what the file looked like when it was opened or saved last, or nothing when whatever is
/// there may go. Gives what it looks like now.
///
/// # Errors
/// [`SaveError`]; what was there before is then untouched.
pub fn save(
    path: &Path,
    (project, baseline): (&Project, &Baseline),
    made: &str,
    known: Option<&FileStamp>,
) -> Result<FileStamp, SaveError> {
    let has_journal = ["-wal", "-journal"].into_iter().any(|journal| {
        let size = fs::metadata(beside(path, "", journal)).map(|meta| meta.len());
        size.is_ok_and(|size| size > 0)
    });
    if has_journal {
        return Err(SaveError::InUse);
    }
    if known.is_some_and(|known| path.exists() && !known.still_holds(path)) {
        return Err(SaveError::ChangedSince);
    }
    let bytes = project_bytes(project, baseline, made)?;
    replace_file(path, |out| out.write_all(&bytes))?;
    Ok(FileStamp::of(path)?)
}

/// Writes a file whole or not at all: under another name, brought to the disk, and then in place of the old one.
///
/// # Errors
/// When it cannot be written; what was there before is then untouched, and nothing is left beside it.
pub fn replace_file(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let new = beside(path, ".", &format!(".{}.nieuw", std::process::id()));
    let written = File::create(&new).and_then(|mut file| {
        write(&mut file)?;
        file.flush()?;
        file.sync_all()
    });
    let replaced = written.and_then(|()| {
        // A file that may not be written is not to be replaced either.
        match fs::metadata(path) {
            Ok(meta) if meta.permissions().readonly() => Err(io::ErrorKind::PermissionDenied.into()),
            _ => fs::rename(&new, path),
        }
    });
    if replaced.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&new);
        return replaced;
    }
    sync_folder(path)
}

/// Brings the new name itself to the disk, where folders can be asked to.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}
