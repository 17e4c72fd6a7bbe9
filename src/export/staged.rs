//! Files that appear whole or not at all: written under a temporary name in their own folder, renamed at the end.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// How much is gathered before it goes to the disk, in bytes.
const BUFFER_BYTES: usize = 1 << 18;

/// Files in the making. Dropped before [`StagedFiles::publish`], they leave nothing behind.
#[derive(Debug, Default)]
pub(crate) struct StagedFiles {
    files: Vec<StagedFile>,
}

#[derive(Debug)]
struct StagedFile {
    temporary: PathBuf,
    target: PathBuf,
}

impl StagedFiles {
    /// How many files are in the making.
    pub(crate) fn n_files(&self) -> usize {
        self.files.len()
    }

    /// The temporary path at which to write what will become `target`; it does not exist yet.
    pub(crate) fn stage(&mut self, target: &Path) -> io::Result<PathBuf> {
        let name = target.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let temporary = target.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        self.files.push(StagedFile { temporary: temporary.clone(), target: target.to_owned() });
        Ok(temporary)
    }

    /// Opens what will become `target` for writing.
    pub(crate) fn create(&mut self, target: &Path) -> io::Result<BufWriter<File>> {
        let temporary = self.stage(target)?;
        Ok(BufWriter::with_capacity(BUFFER_BYTES, File::create_new(temporary)?))
    }

    /// Writes one file and brings it safely to the disk.
    pub(crate) fn write(
        &mut self,
        target: &Path,
        content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut out = self.create(target)?;
        content(&mut out)?;
        out.flush()?;
        out.get_ref().sync_all()
    }

    /// Gives every file its own name, in the order of writing.
    pub(crate) fn publish(mut self) -> io::Result<Vec<PathBuf>> {
        let mut published = Vec::with_capacity(self.files.len());
        while !self.files.is_empty() {
            fs::rename(&self.files[0].temporary, &self.files[0].target)?;
            published.push(self.files.remove(0).target);
        }
        Ok(published)
    }
}

impl Drop for StagedFiles {
    fn drop(&mut self) {
        for file in &self.files {
            // Nobody is left to tell when even the removal fails.
            let _ = fs::remove_file(&file.temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_published_leaves_nothing_and_touches_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("zones.geojson");
        fs::write(&target, "oud").expect("a file of before");
        let mut staged = StagedFiles::default();
        staged.write(&target, |out| out.write_all(b"nieuw")).expect("it can be written");
        let failed = staged.write(&folder.path().join("ringen.geojson"), |_| Err(io::ErrorKind::Other.into()));
        assert!(failed.is_err());
        drop(staged);
        assert_eq!(fs::read_to_string(&target).expect("still there"), "oud");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn what_is_published_replaces_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("zones.geojson");
        fs::write(&target, "oud").expect("a file of before");
        let mut staged = StagedFiles::default();
        staged.write(&target, |out| out.write_all(b"nieuw")).expect("it can be written");
        assert_eq!(staged.publish().expect("renamed"), vec![target.clone()]);
        assert_eq!(fs::read_to_string(&target).expect("there"), "nieuw");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
