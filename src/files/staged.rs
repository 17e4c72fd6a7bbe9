//! Files that appear whole or not at all: written under a temporary name in their own folder, put in place at the end, all
//! of them or none. What was there keeps its rights, its owner and its links.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Refusal, RefusalKind};

/// How much is gathered before it goes to the disk, in bytes.
const BUFFER_BYTES: usize = 1 << 18;

/// More links than this to links are a circle. Source: the limit of Linux.
const MAX_LINKS: usize = 40;

/// What stands beside a database that somebody writes, or was writing when his machine stopped.
pub(crate) const JOURNALS: [&str; 2] = ["-wal", "-journal"];

/// The temporary files of the whole program: those that go when it is stopped.
static IN_THE_MAKING: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn in_the_making() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    IN_THE_MAKING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes every temporary file, for a program that is about to end; waits for files that are being put in place, and lets
/// nothing be put in place after it.
pub fn abandon() {
    let files = in_the_making();
    for temporary in files.iter() {
        // Nobody is left to tell when even the removal fails.
        let _ = fs::remove_file(temporary);
    }
    std::mem::forget(files);
}

/// Writes one file whole or not at all, and brings it and its name to the disk.
///
/// # Errors
/// When it cannot be written; what was there before is then untouched, and nothing is left beside it.
pub fn write_whole(target: &Path, content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let mut staged = StagedFiles::default();
    staged.write(target, content)?;
    staged.publish()?;
    if cfg!(unix) {
        let place = end_of_links(target)?;
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

/// The file beside another that is called as that one with an ending, such as `-wal`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}

/// Files in the making. Dropped before [`StagedFiles::publish`], they leave nothing behind.
#[derive(Debug, Default)]
pub struct StagedFiles {
    files: Vec<StagedFile>,
    going: Vec<PathBuf>,
}

#[derive(Debug)]
struct StagedFile {
    temporary: PathBuf,
    /// As it was asked for; a link stays one.
    target: PathBuf,
    /// Where that leads to.
    place: PathBuf,
}

impl StagedFiles {
    /// How many files are in the making.
    pub fn n_files(&self) -> usize {
        self.files.len()
    }

    /// Is this one of them?
    pub fn holds(&self, target: &Path) -> bool {
        self.files.iter().any(|file| file.target == target)
    }

    /// The temporary path at which to write what will become `target`; it does not exist yet.
    ///
    /// # Errors
    /// When there is a folder, a pipe or a device in its place, or a file that may not be written.
    pub fn stage(&mut self, target: &Path) -> io::Result<PathBuf> {
        let place = end_of_links(target)?;
        existing(&place)?;
        let name = place.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let temporary = hidden(&place, &name.to_string_lossy(), "tmp");
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        in_the_making().insert(temporary.clone());
        self.files.push(StagedFile { temporary: temporary.clone(), target: target.to_owned(), place });
        Ok(temporary)
    }

    /// Opens what will become `target` for writing.
    ///
    /// # Errors
    /// As [`StagedFiles::stage`], and when the temporary file cannot be made.
    pub fn create(&mut self, target: &Path) -> io::Result<BufWriter<File>> {
        let temporary = self.stage(target)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if fs::metadata(target).is_ok() {
            // Nobody sees of the new content what he may not see of the old.
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        Ok(BufWriter::with_capacity(BUFFER_BYTES, options.open(temporary)?))
    }

    /// Writes one file and brings it safely to the disk.
    ///
    /// # Errors
    /// As [`StagedFiles::create`], and when the disk does not take it.
    pub fn write(
        &mut self,
        target: &Path,
        content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut out = self.create(target)?;
        content(&mut out)?;
        out.flush()?;
        out.get_ref().sync_all()
    }

    /// The hash of a file in the making, as it is on the disk; nothing when it is not one of them.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn content_hash(&self, target: &Path) -> io::Result<Option<String>> {
        let file = self.files.iter().find(|file| file.target == target);
        file.map(|file| content_hash(&file.temporary)).transpose()
    }

    /// Lets a file go together with the coming of the others.
    pub fn remove(&mut self, path: &Path) {
        self.going.push(path.to_owned());
    }

    /// Does this one go?
    pub fn lets_go(&self, path: &Path) -> bool {
        self.going.iter().any(|going| going == path)
    }

    /// Gives every file its own name, in the order of writing.
    ///
    /// # Errors
    /// When one cannot be put in place; then everything is as it was before.
    pub fn publish(mut self) -> io::Result<Vec<PathBuf>> {
        // Whoever stops the program waits until all or nothing has happened.
        let nobody_abandons = in_the_making();
        let mut done = Undo::default();
        self.files.iter().try_for_each(|file| file.put_in_place(&mut done))?;
        self.going.iter().try_for_each(|path| done.remove(path))?;
        done.keep();
        drop(nobody_abandons);
        Ok(std::mem::take(&mut self.files).into_iter().map(|file| file.finished()).collect())
    }
}

impl Drop for StagedFiles {
    fn drop(&mut self) {
        for file in self.files.drain(..) {
            // Nobody is left to tell when even the removal fails.
            let _ = fs::remove_file(&file.temporary);
            file.finished();
        }
    }
}

/// A short hash of what a file holds.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn content_hash(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize().to_hex()[..32].to_owned())
}

impl StagedFile {
    fn finished(self) -> PathBuf {
        in_the_making().remove(&self.temporary);
        self.target
    }

    fn put_in_place(&self, done: &mut Undo) -> io::Result<()> {
        let Some(there) = existing(&self.place)? else {
            fs::rename(&self.temporary, &self.place)?;
            done.steps.push(Step::Came(self.place.clone()));
            return Ok(());
        };
        if n_links(&there) == 1 && take_over_rights(&self.temporary, &there).is_ok() {
            done.keep_other_name(&self.place)?;
            fs::rename(&self.temporary, &self.place)
        } else {
            // Another name for it, or another owner, would be lost with a new file: the old one gets the new content.
            done.keep_copy(&self.place)?;
            overwrite(&self.place, &self.temporary)?;
            fs::remove_file(&self.temporary)
        }
    }
}

/// The ordinary file that stands at a place and may be written, if any does. Where a database left a journal behind, no file
/// may come: whoever opens it next would put the journal on top of it.
fn existing(place: &Path) -> io::Result<Option<Metadata>> {
    let has_content = |journal: &PathBuf| fs::metadata(journal).is_ok_and(|meta| meta.len() > 0);
    if let Some(journal) = JOURNALS.map(|ending| beside(place, ending)).into_iter().find(has_content) {
        return Err(Refusal::error(&journal, RefusalKind::Journal));
    }
    let meta = match fs::metadata(place) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if meta.is_dir() {
        Err(Refusal::error(place, RefusalKind::Folder))
    } else if !meta.is_file() {
        Err(Refusal::error(place, RefusalKind::Special))
    } else if meta.permissions().readonly() {
        // A file that may not be written is not to be replaced either.
        Err(io::ErrorKind::PermissionDenied.into())
    } else {
        Ok(Some(meta))
    }
}

/// Where a path leads to, through links, also when nothing stands there yet.
pub(crate) fn end_of_links(path: &Path) -> io::Result<PathBuf> {
    let mut place = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&place) {
            Ok(next) => place = place.parent().unwrap_or(Path::new("")).join(next),
            // What is no link, or is not there.
            Err(_) => return Ok(place),
        }
    }
    Err(io::ErrorKind::InvalidInput.into())
}

fn hidden(place: &Path, name: &str, ending: &str) -> PathBuf {
    place.with_file_name(format!(".{name}.{}.{ending}", std::process::id()))
}

#[cfg(unix)]
fn n_links(meta: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(meta)
}

#[cfg(not(unix))]
fn n_links(_: &Metadata) -> u64 {
    1
}

/// Gives a file the owner and the rights of another.
fn take_over_rights(of: &Path, there: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let own = fs::metadata(of)?;
        if (own.uid(), own.gid()) != (there.uid(), there.gid()) {
            std::os::unix::fs::chown(of, Some(there.uid()), Some(there.gid()))?;
        }
    }
    fs::set_permissions(of, there.permissions())
}

/// Writes over what a file holds and leaves all else of it as it is.
fn overwrite(place: &Path, with: &Path) -> io::Result<()> {
    let mut from = File::open(with)?;
    let mut to = OpenOptions::new().write(true).truncate(true).open(place)?;
    io::copy(&mut from, &mut to)?;
    to.sync_all()
}

/// What was put in place so far; dropped, it is taken back.
#[derive(Debug, Default)]
struct Undo {
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    /// Nothing stood there.
    Came(PathBuf),
    /// The file that stood there has this other name.
    Stood { at: PathBuf, kept: PathBuf },
    /// What the file that stood there held stands here.
    Held { at: PathBuf, kept: PathBuf },
}

impl Undo {
    fn kept_path(place: &Path) -> io::Result<PathBuf> {
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let kept = hidden(place, &name, "oud");
        match fs::remove_file(&kept) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(kept),
        }
    }

    fn keep_other_name(&mut self, place: &Path) -> io::Result<()> {
        let kept = Self::kept_path(place)?;
        // Some disks know no second name for a file.
        fs::hard_link(place, &kept).or_else(|_| fs::copy(place, &kept).map(drop))?;
        self.steps.push(Step::Stood { at: place.to_owned(), kept });
        Ok(())
    }

    fn keep_copy(&mut self, place: &Path) -> io::Result<()> {
        let kept = Self::kept_path(place)?;
        if let Err(error) = fs::copy(place, &kept) {
            // The first error is the one to tell.
            let _ = fs::remove_file(kept);
            return Err(error);
        }
        self.steps.push(Step::Held { at: place.to_owned(), kept });
        Ok(())
    }

    fn remove(&mut self, path: &Path) -> io::Result<()> {
        self.keep_other_name(path)?;
        fs::remove_file(path)
    }

    /// Lets all stand as it is now.
    fn keep(mut self) {
        for step in self.steps.drain(..) {
            if let Step::Stood { kept, .. } | Step::Held { kept, .. } = step {
                // The new files are there; a name too many harms nobody.
                let _ = fs::remove_file(kept);
            }
        }
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        for step in self.steps.drain(..).rev() {
            // The first error is the one to tell; each step back is tried all the same.
            let _ = match step {
                Step::Came(place) => fs::remove_file(place),
                // Where the new one never came, both names are of one file, and the second stays.
                Step::Stood { at, kept } => fs::rename(&kept, at).and_then(|()| fs::remove_file(kept)),
                Step::Held { at, kept } => overwrite(&at, &kept).and_then(|()| fs::remove_file(kept)),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files_in(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn write(target: &Path, content: &str) -> io::Result<Vec<PathBuf>> {
        let mut staged = StagedFiles::default();
        staged.write(target, |out| out.write_all(content.as_bytes()))?;
        staged.publish()
    }

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
        assert_eq!(files_in(folder.path()), ["zones.geojson"]);
    }

    #[test]
    fn what_is_published_replaces_what_was_there_and_what_goes_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (target, stale) = (folder.path().join("zones.geojson"), folder.path().join("schetsen.geojson"));
        fs::write(&target, "oud").expect("a file of before");
        fs::write(&stale, "oud").expect("a file of before");
        let mut staged = StagedFiles::default();
        staged.write(&target, |out| out.write_all(b"nieuw")).expect("it can be written");
        staged.remove(&stale);
        assert_eq!(staged.publish().expect("put in place"), vec![target.clone()]);
        assert_eq!(fs::read_to_string(&target).expect("there"), "nieuw");
        assert_eq!(files_in(folder.path()), ["zones.geojson"]);
    }

    #[test]
    fn when_one_cannot_be_put_in_place_all_is_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a"), "oud").expect("a file of before");
        fs::write(at("naam"), "oud").expect("a file of before");
        fs::hard_link(at("naam"), at("b")).expect("a link");
        let mut staged = StagedFiles::default();
        for name in ["a", "b", "c", "d"] {
            staged.write(&at(name), |out| out.write_all(b"nieuw")).expect("it can be written");
        }
        // Something comes in between that no file can take the place of.
        fs::create_dir(at("d")).expect("a folder");
        let error = staged.publish().expect_err("a folder is in the way");
        assert_eq!(Refusal::of(&error).map(|refusal| refusal.why), Some(RefusalKind::Folder));
        for name in ["a", "b", "naam"] {
            assert_eq!(fs::read_to_string(at(name)).expect("there"), "oud", "{name}");
        }
        assert_eq!(files_in(folder.path()), ["a", "b", "d", "naam"]);
    }

    #[cfg(unix)]
    #[test]
    fn rights_and_links_of_a_file_stay() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("elders")).expect("a folder");
        fs::write(at("elders/echt.csv"), "oud").expect("a file of before");
        fs::set_permissions(at("elders/echt.csv"), fs::Permissions::from_mode(0o660)).expect("set");
        symlink("elders/echt.csv", at("wijzer.csv")).expect("a link");
        write(&at("wijzer.csv"), "nieuw").expect("written");
        assert!(fs::symlink_metadata(at("wijzer.csv")).expect("there").is_symlink());
        assert_eq!(fs::read_to_string(at("elders/echt.csv")).expect("there"), "nieuw");
        assert_eq!(fs::metadata(at("elders/echt.csv")).expect("there").mode() & 0o777, 0o660);
        symlink("elders/nieuw.csv", at("vooruit.csv")).expect("a link");
        write(&at("vooruit.csv"), "nieuw").expect("written");
        assert_eq!(fs::read_to_string(at("elders/nieuw.csv")).expect("there"), "nieuw");
        fs::hard_link(at("elders/echt.csv"), at("naam.csv")).expect("a link");
        write(&at("naam.csv"), "weer nieuw").expect("written");
        assert_eq!(fs::read_to_string(at("elders/echt.csv")).expect("there"), "weer nieuw");
        assert_eq!(fs::metadata(at("naam.csv")).expect("there").mode() & 0o777, 0o660);
        assert_eq!(files_in(&at("elders")), ["echt.csv", "nieuw.csv"]);
        assert_eq!(files_in(folder.path()), ["elders", "naam.csv", "vooruit.csv", "wijzer.csv"]);
    }

    #[test]
    fn a_folder_and_what_may_not_be_written_stay_as_they_are() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = write(folder.path(), "nieuw").expect_err("a folder");
        assert_eq!(Refusal::of(&error).map(|refusal| refusal.why), Some(RefusalKind::Folder));
        let kept = folder.path().join("vast.csv");
        fs::write(&kept, "oud").expect("a file of before");
        let mut permissions = fs::metadata(&kept).expect("there").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&kept, permissions).expect("set");
        assert_eq!(write(&kept, "nieuw").expect_err("read-only").kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read_to_string(&kept).expect("there"), "oud");
    }
}
