//! A program that is killed at any moment loses nothing that was on the disk, and leaves no file damaged.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use uuid::Uuid;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::workshop::StickyNote;
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::project::Project;
use zorgkring::project::autosave::{Autosave, Snapshot, recoverable};
use zorgkring::project::file::{Over, open, save};

/// Tells the test below that it is the child, and in which folder it works.
const FOLDER: &str = "ZORGKRING_TEST_FOLDER";
/// What the child does.
const WORK: &str = "ZORGKRING_TEST_WORK";
/// How often a child is killed, for each kind of work.
const N_KILLS: usize = 200;
const MADE: &str = "2026-03-01T14:32:05Z";

fn project(n: u32) -> Project {
    let mut project = Project::new(normenkader::standard());
    project.board.notes.push(Arc::new(StickyNote {
        id: Uuid::from_u128(1),
        text: n.to_string(),
        point: None,
        round: None,
        table: String::new(),
        made: MADE.to_owned(),
    }));
    project
}

fn number_of(project: &Project) -> u32 {
    project.board.notes[0].text.parse().expect("a number")
}

#[test]
fn what_could_not_be_kept_is_kept_once_the_disk_is_there_again_without_another_edit() {
    let folder = tempfile::tempdir().expect("a folder");
    let autosave = Autosave::start(folder.path(), "sessie").expect("a folder");
    let baseline = Arc::new(Baseline { municipalities: Arc::default(), ..Baseline::default() });
    let keep = |n: u32| {
        let (project, baseline) = (Arc::new(project(n)), baseline.clone());
        autosave.keep(Snapshot { project, baseline, made: MADE.to_owned(), file: None, stamp: None });
        autosave.wait()
    };
    keep(1).expect("kept");
    // The disk goes away, with all that was on it, and something else stands in its place.
    let (own, elsewhere) = (autosave.folder().to_owned(), folder.path().join("elders"));
    std::fs::rename(&own, &elsewhere).expect("it goes away");
    std::fs::write(&own, "").expect("something else");
    keep(2).expect_err("it cannot be kept");
    assert!(autosave.trouble().is_some());
    std::fs::remove_file(&own).expect("our own");
    while autosave.trouble().is_some() {
        std::thread::yield_now();
    }
    let states = autosave.states();
    let newest = states.last().expect("kept after all").open(&Unwatched).expect("whole, with its ground");
    assert_eq!(number_of(&newest.project), 2);
}

/// Not a test by itself: what the child does until it is killed. Says after each edit that it is on the disk.
#[test]
fn work_of_the_child() {
    let (Ok(folder), Ok(work)) = (std::env::var(FOLDER), std::env::var(WORK)) else { return };
    let folder = Path::new(&folder);
    let baseline = Arc::new(Baseline::default());
    let autosave = (work == "autosave").then(|| Autosave::start(folder, "sessie").expect("a folder"));
    for n in 1.. {
        let project = project(n);
        match &autosave {
            Some(autosave) => {
                let snapshot = Snapshot {
                    project: Arc::new(project),
                    baseline: baseline.clone(),
                    made: MADE.to_owned(),
                    file: None,
                    stamp: None,
                };
                autosave.keep(snapshot);
                autosave.wait().expect("kept");
            }
            None => {
                let path = folder.join("plan.gpkg");
                drop(save(&path, (&Arc::new(project), &baseline), MADE, Over::Anything).expect("saved"));
            }
        }
        // Past what a test run keeps to itself.
        let _ = writeln!(io::stdout(), "\nop schijf {n}");
    }
}

/// Starts a child, kills it after so many edits at whatever it is doing then, and gives the last edit it said was safe.
fn killed_after(folder: &Path, work: &str, n_edits: usize) -> u32 {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["never_lost::work_of_the_child", "--exact", "--nocapture"])
        .envs([(FOLDER, folder.as_os_str()), (WORK, work.as_ref())])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
    let mut edits = lines.filter_map(|line| line.strip_prefix("op schijf ")?.parse::<u32>().ok());
    edits.nth(n_edits).expect("the child works on");
    // A different moment each time: some way into the next edit.
    for _ in 0..n_edits * 997 % 4_001 {
        std::hint::spin_loop();
    }
    child.kill().expect("killed");
    let last = edits.last();
    child.wait().expect("gone");
    last.unwrap_or_default().max(u32::try_from(n_edits).expect("few") + 1)
}

#[test]
fn autosave_loses_nothing_when_the_program_is_killed() {
    for round in 0..N_KILLS {
        let folder = tempfile::tempdir().expect("a folder");
        let safe = killed_after(folder.path(), "autosave", round % 7);
        let found = recoverable(folder.path());
        assert_eq!(found.len(), 1, "round {round}");
        for state in found[0].states() {
            assert_eq!(state.open(&Unwatched).map(|opened| opened.problems.len()), Ok(0), "round {round}");
        }
        let kept = number_of(&found[0].newest().open(&Unwatched).expect("whole").project);
        assert!(kept >= safe, "round {round}: {kept} of {safe}");
    }
}

#[test]
fn a_save_that_is_killed_leaves_the_old_file_or_the_new_one() {
    for round in 0..N_KILLS {
        let folder = tempfile::tempdir().expect("a folder");
        let safe = killed_after(folder.path(), "bewaren", round % 7);
        let opened = open(&folder.path().join("plan.gpkg"), &Unwatched).expect("whole");
        assert!(number_of(&opened.project) >= safe, "round {round}");
    }
}
