//! What a project file looked like at a moment, and the right of one window to save it.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::UNIX_EPOCH;

use same_file::Handle;

use super::error::SaveError;
use crate::files::{beside, end_of_links};

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
    if head.is_empty() {
        // A log that was emptied says as much as none.
        return Ok(());
    }
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
        const TRIES: usize = 100;
        let path = hidden_beside(&real_path(project), ".slot");
        for _ in 0..TRIES {
            let file = File::options().create(true).truncate(false).write(true).open(&path)?;
            match file.try_lock() {
                Ok(()) if is_called(&file, &path) => return Ok(Self { file, path }),
                // Who had it took the name away meanwhile: this lock is on a file that nobody else will find.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(SaveError::OpenElsewhere),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        Err(SaveError::OpenElsewhere)
    }
}

impl Drop for ProjectLock {
    fn drop(&mut self) {
        // First the name, then the lock: who comes between them makes a file and a lock of its own.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

/// Is this the file that a path leads to?
fn is_called(file: &File, path: &Path) -> bool {
    let own = file.try_clone().and_then(Handle::from_file);
    own.is_ok_and(|own| Handle::from_path(path).is_ok_and(|there| there == own))
}

/// A path without links, so that a file has one lock whatever it is called by.
fn real_path(path: &Path) -> PathBuf {
    let place = end_of_links(path).unwrap_or_else(|_| path.to_owned());
    let whole = fs::canonicalize(&place);
    whole.unwrap_or_else(|_| {
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        folder.join(place.file_name().unwrap_or_default())
    })
}

/// A hidden file beside another, with an ending of its own.
fn hidden_beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(ending);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn nobody_has_the_right_that_another_has_however_fast_it_is_taken_and_given_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let project = folder.path().join("plan.gpkg");
        let (n_owners, n_taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..3_000 {
                        if let Ok(lock) = ProjectLock::take(&project) {
                            assert_eq!(n_owners.fetch_add(1, Ordering::SeqCst), 0, "two have it");
                            std::thread::yield_now();
                            n_owners.fetch_sub(1, Ordering::SeqCst);
                            n_taken.fetch_add(1, Ordering::SeqCst);
                            drop(lock);
                        }
                    }
                });
            }
        });
        assert!(n_taken.into_inner() > 0);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing stays");
    }

    #[test]
    fn a_lock_on_a_file_that_lost_its_name_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("slot");
        let make = || File::options().create(true).truncate(false).write(true).open(&path).expect("a file");
        let first = make();
        assert!(is_called(&first, &path));
        fs::remove_file(&path).expect("removed");
        assert!(!is_called(&first, &path));
        let second = make();
        assert!(is_called(&second, &path) && !is_called(&first, &path));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_has_one_lock_whatever_it_is_called_by() {
        let folder = tempfile::tempdir().expect("a folder");
        let (project, link) = (folder.path().join("plan.gpkg"), folder.path().join("snelkoppeling.gpkg"));
        std::os::unix::fs::symlink("plan.gpkg", &link).expect("a link");
        for is_there in [false, true] {
            if is_there {
                fs::write(&project, "").expect("a file");
            }
            let lock = ProjectLock::take(&link).expect("free");
            assert!(matches!(ProjectLock::take(&project), Err(SaveError::OpenElsewhere)), "{is_there}");
            drop(lock);
        }
    }
}
