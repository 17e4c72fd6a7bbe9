//! Files and folders of the user's choice: by the system's own dialog, or by ours where the system has none.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::job::Job;
use crate::domain::baseline::Role;

/// Nobody sees a dialog and puts it away in less than this: what comes back sooner without a file was never shown.
const SOONEST_CANCEL: Duration = Duration::from_millis(250);

/// What a file or folder is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A project to open.
    OpenProject,
    /// The file of this project.
    SaveProject,
    /// Files to open as layers; probably for this role.
    Layers(Option<Role>),
    /// The folder of an export.
    ExportFolder,
    /// A normenkader to read.
    LoadNorms,
    /// The file of this normenkader.
    SaveNorms,
}

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One file that is there.
    File,
    /// Several files that are there.
    Files,
    /// A file to write, there or not.
    NewFile,
    /// A folder, there or not.
    Folder,
}

/// What is asked of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileWish {
    /// What it is for.
    pub purpose: Purpose,
    /// What can be chosen.
    pub choice: Choice,
    /// Over the dialog.
    pub title: &'static str,
    /// What the files are called together, and their extensions, the first for a new one; no files, no extensions.
    pub files: (&'static str, &'static [&'static str]),
    /// The name that is proposed.
    pub name: String,
    /// The folder to begin in; the system's own choice without one.
    pub folder: Option<PathBuf>,
}

impl FileWish {
    /// Does a file of this name show?
    pub fn shows(&self, name: &Path) -> bool {
        let extension = name.extension().and_then(OsStr::to_str).map(str::to_lowercase);
        self.choice != Choice::Folder
            && extension.is_some_and(|extension| self.files.1.iter().any(|known| *known == extension))
    }

    /// Where the name of a new file lacks its extension it gets it.
    fn with_extension(&self, path: PathBuf) -> PathBuf {
        match self.files.1.first().filter(|_| self.choice == Choice::NewFile && path.extension().is_none()) {
            Some(extension) => path.with_extension(extension),
            None => path,
        }
    }
}

/// How choosing ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// These; never none.
    Paths(Vec<PathBuf>),
    /// Nothing.
    Cancelled,
    /// The system has no dialog to show.
    NoDialog,
}

/// Asks with the system's own dialog, on a thread.
pub fn ask_system(ctx: &egui::Context, wish: FileWish) -> Job<Chosen> {
    listen_to_dialogs();
    Job::start(ctx, "zorgkring-choose", move |_| asked_of_system(&wish))
}

fn asked_of_system(wish: &FileWish) -> Chosen {
    let mut dialog = rfd::FileDialog::new().set_title(wish.title);
    if wish.choice != Choice::Folder {
        dialog = dialog.add_filter(wish.files.0, wish.files.1);
    }
    if let Some(folder) = &wish.folder {
        dialog = dialog.set_directory(folder);
    }
    let begun = Instant::now();
    NOT_SHOWN.store(false, Ordering::Relaxed);
    let one = |path: Option<PathBuf>| path.map(|path| vec![path]);
    let paths = match wish.choice {
        Choice::File => one(dialog.pick_file()),
        Choice::Files => dialog.pick_files(),
        Choice::NewFile => one(dialog.set_file_name(&wish.name).save_file().map(|path| {
            let named = wish.with_extension(path.clone());
            // The system asked about the name as it was typed: another file that is there is not written over unasked.
            if named.exists() { path } else { named }
        })),
        Choice::Folder => one(dialog.pick_folder()),
    };
    match paths {
        Some(paths) if paths.iter().any(|path| !path.as_os_str().is_empty()) => Chosen::Paths(paths),
        _ if NOT_SHOWN.load(Ordering::Relaxed) || begun.elapsed() < SOONEST_CANCEL => Chosen::NoDialog,
        _ => Chosen::Cancelled,
    }
}

/// Did the system say of the last dialog that it could not be shown?
static NOT_SHOWN: AtomicBool = AtomicBool::new(false);

/// Hears that no dialog could be shown, which the library tells nobody but its log.
struct DialogLog;

impl log::Log for DialogLog {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.level() == log::Level::Error && metadata.target().starts_with("rfd")
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            NOT_SHOWN.store(true, Ordering::Relaxed);
        }
    }

    fn flush(&self) {}
}

/// Where somebody listens to the log already, how soon a dialog comes back must tell.
fn listen_to_dialogs() {
    static LOG: DialogLog = DialogLog;
    if log::set_logger(&LOG).is_ok() {
        log::set_max_level(log::LevelFilter::Error);
    }
}

/// One thing in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderEntry {
    /// Is it a file and not a folder? Folders come first.
    pub is_file: bool,
    /// Its name.
    pub name: String,
}

/// What is in a folder, or why it cannot be read.
type Entries = Result<Vec<FolderEntry>, io::ErrorKind>;

/// Our own dialog: a folder with what is in it, and a name or path that can be typed.
pub struct OwnDialog {
    /// What is wished for.
    pub wish: FileWish,
    /// The folder that shows.
    pub folder: PathBuf,
    /// As typed: a name in the folder, or a path.
    pub typed: String,
    /// What is in the folder, while it is not being looked at.
    pub entries: Option<Entries>,
    /// Why what was typed will not do.
    pub problem: Option<PathProblem>,
    /// Is it shown for the first time?
    pub is_fresh: bool,
    looking: Option<Job<Entries>>,
}

/// Why what was typed will not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathProblem {
    /// Nothing was typed.
    Nothing,
    /// There is no such file.
    NoFile(PathBuf),
    /// There is no such folder.
    NoFolder(PathBuf),
    /// It is a file, where a folder is wanted.
    NoFolderBut(PathBuf),
    /// It is there already: the same again writes over it.
    IsThere(PathBuf),
}

impl OwnDialog {
    /// Shows the folder to begin in.
    pub fn open(ctx: &egui::Context, wish: FileWish) -> Self {
        let folder = wish.folder.clone().filter(|folder| folder.is_dir()).unwrap_or_else(home);
        let typed = wish.name.clone();
        let mut dialog =
            Self { wish, folder: folder.clone(), typed, entries: None, problem: None, is_fresh: true, looking: None };
        dialog.look_into(ctx, folder);
        dialog
    }

    /// Shows another folder.
    pub fn look_into(&mut self, ctx: &egui::Context, folder: PathBuf) {
        let (wish, path) = (self.wish.clone(), folder.clone());
        let looking = Job::start(ctx, "zorgkring-folder", move |_| entries(&wish, &path));
        (self.folder, self.entries, self.problem, self.looking) = (folder, None, None, Some(looking));
    }

    /// Takes over what was found in the folder.
    pub fn go_on(&mut self) {
        if let Some(found) = Job::take_ended(&mut self.looking) {
            self.entries = Some(found.unwrap_or(Err(io::ErrorKind::Other)));
        }
    }

    /// What was typed, taken for chosen; a folder is gone into unless one is wanted, and a file that is there is written over
    /// only when the same is chosen again.
    pub fn accept(&mut self, ctx: &egui::Context) -> Option<PathBuf> {
        let typed = self.typed.trim();
        if typed.is_empty() && self.wish.choice != Choice::Folder {
            self.problem = Some(PathProblem::Nothing);
            return None;
        }
        let path = self.wish.with_extension(self.folder.join(from_home(typed)));
        if path.is_dir() && self.wish.choice != Choice::Folder {
            self.typed.clear();
            self.look_into(ctx, path);
            return None;
        }
        let parent = path.parent().unwrap_or(&path).to_owned();
        let problem = match self.wish.choice {
            Choice::File | Choice::Files => (!path.exists()).then(|| PathProblem::NoFile(path.clone())),
            Choice::Folder if path.is_file() => Some(PathProblem::NoFolderBut(path.clone())),
            Choice::Folder => (!path.is_dir() && !parent.is_dir()).then_some(PathProblem::NoFolder(parent)),
            Choice::NewFile if !parent.is_dir() => Some(PathProblem::NoFolder(parent)),
            Choice::NewFile => {
                let again = PathProblem::IsThere(path.clone());
                (path.exists() && self.problem.as_ref() != Some(&again)).then_some(again)
            }
        };
        let is_fine = problem.is_none();
        self.problem = problem;
        is_fine.then_some(path)
    }
}

/// The folders, and the files that show, by name; what is hidden stays so.
fn entries(wish: &FileWish, folder: &Path) -> Entries {
    let mut entries = Vec::new();
    for found in std::fs::read_dir(folder).map_err(|error| error.kind())? {
        let Ok(found) = found else { continue };
        let name = found.file_name().to_string_lossy().into_owned();
        let is_file = !found.path().is_dir();
        if !name.starts_with('.') && (!is_file || wish.shows(Path::new(&name))) {
            entries.push(FolderEntry { is_file, name });
        }
    }
    entries.sort_by_key(|entry| (entry.is_file, entry.name.to_lowercase(), entry.name.clone()));
    Ok(entries)
}

/// Where the user keeps documents; the system may begin elsewhere on its own, in the folder that was used last.
pub fn documents() -> Option<PathBuf> {
    let dirs = directories::UserDirs::new()?;
    Some(dirs.document_dir().filter(|folder| folder.is_dir()).unwrap_or(dirs.home_dir()).to_owned())
}

/// Where the user's own files are.
fn home() -> PathBuf {
    directories::UserDirs::new().map_or_else(|| PathBuf::from("/"), |dirs| dirs.home_dir().to_owned())
}

/// A path in which `~` stands for the user's own folder.
fn from_home(typed: &str) -> PathBuf {
    match typed.strip_prefix('~') {
        Some("") => home(),
        Some(rest) if rest.starts_with(['/', '\\']) => home().join(&rest[1..]),
        _ => PathBuf::from(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(choice: Choice, folder: &Path) -> FileWish {
        let folder = Some(folder.to_owned());
        let files = ("Projecten", &["gpkg"][..]);
        FileWish { purpose: Purpose::SaveProject, choice, title: "", files, name: String::new(), folder }
    }

    fn dialog(choice: Choice, folder: &Path) -> (OwnDialog, egui::Context) {
        let ctx = egui::Context::default();
        let mut dialog = OwnDialog::open(&ctx, wish(choice, folder));
        while dialog.entries.is_none() {
            dialog.go_on();
            std::thread::yield_now();
        }
        (dialog, ctx)
    }

    #[test]
    fn a_folder_shows_its_folders_first_and_then_the_files_that_can_be_chosen() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.gpkg", "A.GPKG", "c.csv", ".verborgen.gpkg"] {
            std::fs::write(folder.path().join(name), "").expect("written");
        }
        std::fs::create_dir(folder.path().join("z")).expect("made");
        let (dialog, _) = dialog(Choice::File, folder.path());
        let found = dialog.entries.expect("looked at").expect("read");
        let names: Vec<&str> = found.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["z", "A.GPKG", "b.gpkg"]);
    }

    #[test]
    fn a_new_file_gets_its_extension_and_one_that_is_there_is_chosen_twice_before_it_is_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut dialog, ctx) = dialog(Choice::NewFile, folder.path());
        assert_eq!((dialog.accept(&ctx), dialog.problem.clone()), (None, Some(PathProblem::Nothing)));
        dialog.typed = "plan".to_owned();
        let path = folder.path().join("plan.gpkg");
        assert_eq!(dialog.accept(&ctx), Some(path.clone()));
        std::fs::write(&path, "").expect("written");
        assert_eq!((dialog.accept(&ctx), dialog.problem.clone()), (None, Some(PathProblem::IsThere(path.clone()))));
        assert_eq!(dialog.accept(&ctx), Some(path), "the same again");
        dialog.typed = "weg/plan".to_owned();
        assert_eq!(dialog.accept(&ctx), None);
        assert_eq!(dialog.problem, Some(PathProblem::NoFolder(folder.path().join("weg"))));
    }

    #[test]
    fn a_typed_folder_is_gone_into_unless_a_folder_is_wanted() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("in")).expect("made");
        let (mut open, ctx) = dialog(Choice::File, folder.path());
        open.typed = "in".to_owned();
        assert_eq!((open.accept(&ctx), &open.folder), (None, &folder.path().join("in")));
        open.typed = "niets.gpkg".to_owned();
        assert_eq!(open.accept(&ctx), None);
        assert!(matches!(open.problem, Some(PathProblem::NoFile(_))));
        let (mut choose, ctx) = dialog(Choice::Folder, folder.path());
        choose.typed = "in".to_owned();
        assert_eq!(choose.accept(&ctx), Some(folder.path().join("in")));
    }
}
