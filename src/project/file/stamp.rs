//! What a project file looked like at a moment, and the right of one window to save it.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::UNIX_EPOCH;

use super::SaveError;
use crate::geopackage::beside;

/// How much of a database and of its log tells one state from another, in bytes: the header has a counter that goes up with
/// each transaction, the log a number that is new each time it begins.
const HEAD_BYTES: u64 = 100;

/// A mark of what a file held: how it is seen that another program wrote it since. It looks at the header, the length and
/// the time of the database and of its log, so that it takes as long for a large project as for a small one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStamp(Option<[u8; 32]>);

impl FileStamp {
    /// Of nothing that is known: no file still holds it.
    pub(super) const UNKNOWN: Self = Self(None);

    /// Of a file as it is now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        feed(&mut hasher, path)?;
        match feed(&mut hasher, &beside(path, "-wal")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(Self(Some(hasher.finalize().into()))),
        }
    }

    /// Does the file look as it did then?
    #[must_use]
    pub fn still_holds(&self, path: &Path) -> bool {
        self.0.is_some() && Self::of(path).is_ok_and(|now| now == *self)
    }
}

fn feed(hasher: &mut blake3::Hasher, path: &Path) -> io::Result<()> {
    let file = File::open(path)?;
    let meta = file.metadata()?;
    let time = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let mut head = Vec::new();
    file.take(HEAD_BYTES).read_to_end(&mut head)?;
    hasher.update(&meta.len().to_le_bytes());
    hasher.update(&time.as_nanos().to_le_bytes());
    hasher.update(&head);
    Ok(())
}

impl fmt::Display for FileStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(bytes) => f.write_str(&blake3::Hash::from_bytes(bytes).to_hex()),
            None => Ok(()),
        }
    }
}

impl FromStr for FileStamp {
    type Err = blake3::HexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(Some(blake3::Hash::from_hex(text)?.into())))
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
        let path = hidden_beside(project, ".slot");
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

/// A hidden file beside another, with an ending of its own.
pub(super) fn hidden_beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(ending);
    path.with_file_name(name)
}
