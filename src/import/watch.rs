//! How a caller follows and stops a long import.

use std::path::Path;

use super::bytes::file_size;

/// Follows an import from the caller's side.
pub trait Watch {
    /// Called now and then with how much was read, in bytes over all files.
    fn progress(&self, done_bytes: u64, total_bytes: u64);
    /// Asked now and then; once true, reading stops and what was read is returned.
    fn cancelled(&self) -> bool;
}

/// Follows nothing and never stops.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _done_bytes: u64, _total_bytes: u64) {}

    fn cancelled(&self) -> bool {
        false
    }
}

/// A watch together with the bytes of the files before this one.
pub(crate) struct FileWatch<'a> {
    pub(crate) watch: &'a dyn Watch,
    pub(crate) bytes_before: u64,
    pub(crate) total_bytes: u64,
}

impl<'a> FileWatch<'a> {
    /// A watch over one file.
    pub(crate) fn of(watch: &'a dyn Watch, path: &Path) -> Self {
        Self { watch, bytes_before: 0, total_bytes: file_size(path) }
    }

    /// Reports bytes of this file; true when reading must stop.
    pub(crate) fn stops_at(&self, bytes: u64) -> bool {
        self.watch.progress((self.bytes_before + bytes).min(self.total_bytes), self.total_bytes);
        self.watch.cancelled()
    }
}
