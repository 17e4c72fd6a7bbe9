//! Why a file is not written over, as an error of input or output, so that every writer passes it on.

use std::io;
use std::path::{Path, PathBuf};

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefusalKind {
    /// The call itself reads it.
    #[error("a source of the same call")]
    Source,
    /// It is a project.
    #[error("a project")]
    Project,
    /// This program did not make it, or another program changed it since.
    #[error("not made by this program, or changed since")]
    Foreign,
    /// A database program keeps a journal beside it, which would be put on top of the new file.
    #[error("open in another program")]
    InUse,
    /// A journal that a database left behind, which would be put on top of a new file beside it.
    #[error("a journal that a database left behind")]
    Journal,
    /// A pipe, a device or a socket.
    #[error("not an ordinary file")]
    Special,
    /// A folder where a file is to come.
    #[error("a folder")]
    Folder,
    /// A file where a folder is to come.
    #[error("not a folder")]
    NotAFolder,
}

/// A file that stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {why}", path.display())]
pub struct Refusal {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub why: RefusalKind,
}

impl Refusal {
    /// The refusal as the error of whoever was to write.
    pub fn error(path: &Path, why: RefusalKind) -> io::Error {
        io::Error::new(io::ErrorKind::AlreadyExists, Self { path: path.to_owned(), why })
    }

    /// The refusal within an error, if it is one.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref().and_then(|inner| inner.downcast_ref())
    }
}
