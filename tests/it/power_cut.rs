//! A disk that fills up, fails or loses its power at any write: a project is then as it was, or as it was saved.
//!
//! The layer that makes the disk fail is `tests/tools/faults/faults.c`, which the C compiler of the build makes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, OnceLock};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tempfile::TempDir;
use zorgkring::domain::baseline::Baseline;
use zorgkring::import::Unwatched;
use zorgkring::project::Project;
use zorgkring::project::file::open;

use crate::support::fixtures::three_villages;

/// How many states of the disk are looked at after a power cut.
const N_CUTS: usize = 300;

/// The layer, made once.
fn layer() -> &'static Path {
    static MADE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, library) = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let library = folder.path().join("faults.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tools/faults/faults.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).args([source, "-ldl"]);
        assert!(compiler.status().expect("a C compiler").success());
        (folder, library)
    });
    library
}

/// A region of three villages, to which a layer is added.
struct Scene {
    /// Where the project stands.
    folder: PathBuf,
    pharmacies: PathBuf,
    whole: TempDir,
}

impl Scene {
    fn new(has_project: bool) -> Self {
        let whole = tempfile::tempdir().expect("a folder");
        let folder = whole.path().canonicalize().expect("a path").join("map");
        fs::create_dir(&folder).expect("a folder");
        let pharmacies = whole.path().join("apotheken.csv");
        fs::write(&pharmacies, "id;naam;x;y\n1;Apotheek Noord;250100;470100\n").expect("written");
        let scene = Self { folder, pharmacies, whole };
        if has_project {
            let layers = three_villages();
            let output = zorgkring(&scene.path(), layers.iter().map(String::as_str), &[]);
            assert_eq!(output.status.code(), Some(0), "{output:?}");
        }
        scene
    }

    fn path(&self) -> PathBuf {
        self.folder.join("plan.gpkg")
    }

    /// The same in a fresh folder.
    fn copy(&self) -> Self {
        let copy = Self::new(false);
        if self.path().exists() {
            fs::copy(self.path(), copy.path()).expect("copied");
        }
        copy
    }

    fn add_layer(&self, faults: &[(&str, &str)]) -> Output {
        let layer = format!("apotheek={}", self.pharmacies.display());
        let folder = self.folder.to_string_lossy().into_owned();
        let preload = layer_path();
        let mut all = vec![("LD_PRELOAD", preload.as_str()), ("FAULTS_FOLDER", folder.as_str())];
        all.extend_from_slice(faults);
        zorgkring(&self.path(), ["--laag", &layer].into_iter(), &all)
    }

    fn log(&self) -> PathBuf {
        self.whole.path().join("schijf.txt")
    }
}

/// Where the library stands that makes the disk fail.
pub(crate) fn layer_path() -> String {
    layer().to_string_lossy().into_owned()
}

fn zorgkring<'a>(project: &Path, layers: impl Iterator<Item = &'a str>, faults: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zorgkring"));
    command.arg("importeer").arg(project).args(layers).args(["--gemaakt", "2026-03-01T14:32:05Z"]);
    command.envs(faults.iter().copied()).output().expect("it starts")
}

type State = Option<(Project, Arc<Baseline>)>;

fn state(path: &Path) -> State {
    path.exists().then(|| {
        let opened = open(path, &Unwatched).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(opened.problems.is_empty(), "{:?}", opened.problems);
        (opened.project, opened.baseline)
    })
}

/// Numbers from 1 up to `n`: the first and last ones, and every seventh between them.
fn some_of(n: usize) -> impl Iterator<Item = usize> {
    (1..=n).filter(move |idx| *idx <= 12 || idx + 12 > n || idx.is_multiple_of(7))
}

#[test]
fn whichever_write_fails_a_project_is_as_it_was_or_as_it_was_saved_and_a_sentence_tells_which() {
    for has_project in [true, false] {
        let scene = Scene::new(has_project);
        let before = state(&scene.path());
        let good = scene.copy();
        let log = good.log().to_string_lossy().into_owned();
        assert_eq!(good.add_layer(&[("FAULTS_LOG", &log)]).status.code(), Some(0));
        let after = state(&good.path());
        assert_ne!(before, after);
        let text = fs::read_to_string(&log).expect("a log");
        let n_syncs = text.lines().filter(|line| line.starts_with("sync") || line.starts_with("folder")).count();
        let n_changes = text.lines().filter(|line| !line.starts_with("new")).count() - n_syncs;
        assert!(n_changes > 2 && n_syncs > 1, "{n_changes} changes, {n_syncs} syncs");
        for (kind, n) in
            [("full", n_changes), ("io", n_changes), ("short", n_changes), ("stop", n_changes), ("sync", n_syncs)]
        {
            for at in some_of(n) {
                let tried = scene.copy();
                let output = tried.add_layer(&[("FAULTS_KIND", kind), ("FAULTS_AT", &at.to_string())]);
                let what = format!("{kind} at {at} of {n}, project {has_project}: {output:?}");
                let now = state(&tried.path());
                assert!(now == before || now == after, "{what}");
                match output.status.code() {
                    Some(0) => assert!(now == after, "said to be saved: {what}"),
                    Some(2) => {
                        let told = String::from_utf8_lossy(&output.stderr);
                        assert!(told.contains("is niet bewaard: "), "{what}");
                    }
                    // The power went.
                    code => assert!(kind == "stop" && code == Some(137), "{what}"),
                }
                // What was left behind is no hindrance.
                assert_eq!(tried.add_layer(&[]).status.code(), Some(0), "{what}");
                assert!(state(&tried.path()) == after, "{what}");
            }
        }
    }
}

/// A change as the log has it.
#[derive(Debug, Clone)]
enum Change {
    New(PathBuf),
    Write(PathBuf, u64, Vec<u8>),
    Cut(PathBuf, u64),
    Gone(PathBuf),
    Named(PathBuf, PathBuf),
    Sync(PathBuf),
    Folder,
}

fn changes(log: &Path) -> Vec<Change> {
    let text = fs::read_to_string(log).expect("a log");
    let bytes = |hex: &str| {
        let byte = |idx: usize| u8::from_str_radix(&hex[idx..idx + 2], 16).expect("hexadecimal");
        (0..hex.len()).step_by(2).map(byte).collect()
    };
    let change = |line: &str| {
        let parts: Vec<&str> = line.split('\t').collect();
        let path = PathBuf::from(parts[1]);
        match parts[0] {
            "new" => Change::New(path),
            "write" => Change::Write(path, parts[2].parse().expect("an offset"), bytes(parts[3])),
            "cut" => Change::Cut(path, parts[2].parse().expect("a length")),
            "gone" => Change::Gone(path),
            "named" => Change::Named(path, PathBuf::from(parts[2])),
            "sync" => Change::Sync(path),
            "folder" => Change::Folder,
            other => panic!("{other}"),
        }
    };
    text.lines().map(change).collect()
}

/// What may stand on a disk that lost its power after `n` changes: all that was synced, names up to some later moment, and
/// of the other writes any.
fn surviving(changes: &[Change], n: usize, random: &mut ChaCha8Rng) -> Vec<Change> {
    let done = &changes[..n];
    let last_folder = done.iter().rposition(|change| matches!(change, Change::Folder)).unwrap_or(0);
    let names_until = random.random_range(last_folder..=n);
    let keeps_half = random.random_bool(0.5);
    let is_synced = |path: &Path, from: usize| {
        done[from..].iter().any(|change| matches!(change, Change::Sync(synced) if synced == path))
    };
    let mut kept = Vec::new();
    for (idx, change) in done.iter().enumerate() {
        let survives = match change {
            Change::Write(path, ..) | Change::Cut(path, _) => {
                is_synced(path, idx) || (keeps_half && random.random_bool(0.5))
            }
            Change::New(path) => idx < names_until || is_synced(path, idx),
            Change::Gone(_) | Change::Named(..) => idx < names_until,
            Change::Sync(_) | Change::Folder => false,
        };
        if survives {
            kept.push(change.clone());
        }
    }
    kept
}

fn put_on_disk(files: &mut BTreeMap<PathBuf, Vec<u8>>, change: Change) {
    match change {
        Change::New(path) => drop(files.entry(path).or_default()),
        Change::Write(path, at, bytes) => {
            let Some(file) = files.get_mut(&path) else { return };
            let (from, to) = (usize::try_from(at).expect("small"), usize::try_from(at).expect("small") + bytes.len());
            file.resize(file.len().max(to), 0);
            file[from..to].copy_from_slice(&bytes);
        }
        Change::Cut(path, length) => {
            let Some(file) = files.get_mut(&path) else { return };
            file.resize(usize::try_from(length).expect("small"), 0);
        }
        Change::Gone(path) => drop(files.remove(&path)),
        Change::Named(from, to) => {
            if let Some(file) = files.remove(&from) {
                files.insert(to, file);
            }
        }
        Change::Sync(_) | Change::Folder => {}
    }
}

#[test]
fn a_power_cut_at_any_moment_leaves_the_project_as_it_was_or_as_it_was_saved() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    for has_project in [true, false] {
        let scene = Scene::new(has_project);
        let (path, log) = (scene.path(), scene.log());
        let (before, bytes) = (state(&path), fs::read(&path).ok());
        let output = scene.add_layer(&[("FAULTS_LOG", &log.to_string_lossy())]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let after = state(&path);
        let all = changes(&log);
        let mut n_as_before = 0;
        for round in 0..N_CUTS {
            let n = if round == 0 { all.len() } else { random.random_range(0..all.len()) };
            let mut files: BTreeMap<PathBuf, Vec<u8>> =
                bytes.iter().map(|bytes| (path.clone(), bytes.clone())).collect();
            let survivors = surviving(&all, n, &mut random);
            survivors.into_iter().for_each(|change| put_on_disk(&mut files, change));
            let disk = tempfile::tempdir().expect("a folder");
            for (name, content) in files {
                let to = disk.path().join(name.file_name().expect("a name"));
                fs::write(to, content).expect("written");
            }
            let now = state(&disk.path().join("plan.gpkg"));
            assert!(now == before || now == after, "round {round}, after {n} of {} changes", all.len());
            assert!(round > 0 || now == after, "what was said to be saved is");
            n_as_before += usize::from(now == before);
        }
        assert!(n_as_before > 0 && n_as_before < N_CUTS, "{n_as_before} of {N_CUTS}");
    }
}
