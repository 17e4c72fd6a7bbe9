//! What is kept between two saves: every edit goes to a folder of its own, so that a crash takes nothing along.
//!
//! A session has a folder with its ground, written once, and its newest states, a document each. A state counts when its
//! small card is there, which is written last. A folder whose owner is gone and that holds what was not saved is what
//! [`recoverable`] finds.

mod states;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use self::states::{CARD, Card, SAVED_MARK};
pub use self::states::{KeptState, Recoverable, recoverable, states_in};
use super::Project;
use super::file::{FileStamp, ProjectLock, SaveError, document_bytes, project_bytes};
use crate::domain::baseline::Baseline;
use crate::files::write_whole;

/// How many states of a session are kept.
pub const MAX_STATES: usize = 20;

/// So long after it could not be kept, a state is tried again.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// The document at a moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The document.
    pub project: Arc<Project>,
    /// The ground it stands on.
    pub baseline: Arc<Baseline>,
    /// When, `JJJJ-MM-DDTUU:MM:SSZ`.
    pub made: String,
    /// The project file that it belongs to, if it has one.
    pub file: Option<PathBuf>,
    /// What that file looked like when it was opened or saved last.
    pub stamp: Option<FileStamp>,
}

#[derive(Debug, Default)]
struct Slot {
    ground: Option<Arc<Baseline>>,
    /// The newest that is not yet kept; older ones need not be.
    waiting: Option<Snapshot>,
    /// The document as it stands in the project file.
    saved: Option<Arc<Project>>,
    is_busy: bool,
    ends: bool,
    /// Why the newest attempt failed.
    trouble: Option<Arc<io::Error>>,
}

#[derive(Debug, Default)]
struct Shared {
    slot: Mutex<Slot>,
    changed: Condvar,
}

impl Shared {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        // Whoever panicked left plain values.
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps what a session does, on a thread of its own.
#[derive(Debug)]
pub struct Autosave {
    folder: PathBuf,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    _lock: ProjectLock,
}

impl Autosave {
    /// Starts keeping in a folder of that name in `parent`; the name must be new, such as one with the time and the
    /// number of the process.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn start(parent: &Path, name: &str) -> Result<Self, SaveError> {
        let folder = parent.join(name);
        fs::create_dir_all(parent)?;
        let lock = ProjectLock::take(&folder)?;
        fs::create_dir_all(&folder)?;
        let shared = Arc::new(Shared::default());
        let mut keeper = Keeper::new(folder.clone());
        let of_thread = shared.clone();
        let thread = std::thread::Builder::new()
            .name("zorgkring-autosave".to_owned())
            .spawn(move || keep_until_the_end(&of_thread, &mut keeper))?;
        Ok(Self { folder, shared, thread: Some(thread), _lock: lock })
    }

    /// Keeps the ground already, so that the first edit need not wait for it.
    pub fn stand_on(&self, baseline: Arc<Baseline>) {
        self.shared.slot().ground = Some(baseline);
        self.shared.changed.notify_all();
    }

    /// Keeps a state, soon; the newest wins. Does not wait.
    pub fn keep(&self, snapshot: Snapshot) {
        self.shared.slot().waiting = Some(snapshot);
        self.shared.changed.notify_all();
    }

    /// This document is in the project file: as long as it is the newest, there is nothing to recover.
    pub fn saved(&self, project: Arc<Project>) {
        self.shared.slot().saved = Some(project);
        self.shared.changed.notify_all();
    }

    /// Waits until everything that was given is on the disk.
    ///
    /// # Errors
    /// Why the newest state could not be kept.
    pub fn wait(&self) -> Result<(), Arc<io::Error>> {
        let mut slot = self.shared.slot();
        while (slot.waiting.is_some() || slot.ground.is_some() || slot.saved.is_some() || slot.is_busy)
            && self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
        {
            slot = self.shared.changed.wait(slot).unwrap_or_else(PoisonError::into_inner);
        }
        slot.trouble.clone().map_or(Ok(()), Err)
    }

    /// Why the newest state could not be kept, if it could not.
    pub fn trouble(&self) -> Option<Arc<io::Error>> {
        self.shared.slot().trouble.clone()
    }

    /// Where its states are; [`states_in`] reads them.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The states kept so far, the newest last. Reads the folder.
    pub fn states(&self) -> Vec<KeptState> {
        states_in(&self.folder)
    }

    /// Ends well: nothing is left to recover.
    pub fn close(mut self) {
        self.end();
        // What stays behind is offered once more at worst.
        let _ = fs::remove_dir_all(&self.folder);
    }

    fn end(&mut self) {
        self.shared.slot().ends = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // A panic there has been told by the panic itself; the states that were kept are whole.
            let _ = thread.join();
        }
    }
}

impl Drop for Autosave {
    /// Keeps what waits; the states stay.
    fn drop(&mut self) {
        self.end();
    }
}

fn keep_until_the_end(shared: &Shared, keeper: &mut Keeper) {
    // What could not be kept, or marked as saved: it is tried again until it can, or until something newer comes.
    let (mut failed, mut unmarked): (Option<Snapshot>, Option<Arc<Project>>) = (None, None);
    loop {
        let mut slot = shared.slot();
        let mut is_time = false;
        while slot.waiting.is_none() && slot.ground.is_none() && slot.saved.is_none() && !slot.ends && !is_time {
            let patience = if failed.is_some() || unmarked.is_some() { TRY_AGAIN_AFTER } else { Duration::MAX };
            let (woken, waited) = shared.changed.wait_timeout(slot, patience).unwrap_or_else(PoisonError::into_inner);
            (slot, is_time) = (woken, waited.timed_out());
        }
        let is_end = slot.ends && slot.waiting.is_none() && slot.ground.is_none() && slot.saved.is_none();
        let (ground, snapshot, saved) = (slot.ground.take(), slot.waiting.take(), slot.saved.take());
        let (snapshot, saved) = (snapshot.or(failed.take()), saved.or(unmarked.take()));
        slot.is_busy = true;
        drop(slot);
        let kept = keeper.take(ground, snapshot.as_ref(), saved.as_ref());
        (failed, unmarked) = (snapshot.filter(|_| kept.is_err()), saved.filter(|_| kept.is_err()));
        let mut slot = shared.slot();
        slot.is_busy = false;
        slot.trouble = kept.err().map(Arc::new);
        shared.changed.notify_all();
        if is_end {
            return;
        }
    }
}

/// Writes the files of one session.
#[derive(Debug)]
struct Keeper {
    folder: PathBuf,
    number: u64,
    ground: Option<(Arc<Baseline>, String)>,
    newest: Option<Arc<Project>>,
}

impl Keeper {
    fn new(folder: PathBuf) -> Self {
        Self { folder, number: 0, ground: None, newest: None }
    }

    fn take(
        &mut self,
        ground: Option<Arc<Baseline>>,
        snapshot: Option<&Snapshot>,
        saved: Option<&Arc<Project>>,
    ) -> io::Result<()> {
        if ground.is_some() || snapshot.is_some() {
            // A disk that went away may have come back without it.
            fs::create_dir_all(&self.folder)?;
        }
        if let Some(ground) = ground {
            self.ground_file(&ground, "")?;
        }
        if let Some(snapshot) = snapshot {
            self.keep(snapshot)?;
        }
        if let Some((saved, newest)) = saved.zip(self.newest.as_ref())
            && Arc::ptr_eq(saved, newest)
        {
            write_whole(&self.folder.join(SAVED_MARK), |out| write!(out, "{}", self.number))?;
        }
        Ok(())
    }

    /// The name of the file of a ground, which is written when it is new.
    fn ground_file(&mut self, ground: &Arc<Baseline>, made: &str) -> io::Result<String> {
        if let Some((known, name)) = &self.ground
            && Arc::ptr_eq(known, ground)
            && self.folder.join(name).exists()
        {
            return Ok(name.clone());
        }
        let name = format!("grond-{:06}.gpkg", self.number);
        // The norms of a ground are nobody's: a project without any.
        let norms = crate::domain::norm::NormSet {
            name: String::new(),
            detour_factor: 1.0,
            norms: Vec::new(),
            transit_norms: Vec::new(),
        };
        let bytes = project_bytes(&Project::new(norms), ground, made)?;
        write_whole(&self.folder.join(&name), |out| out.write_all(&bytes))?;
        self.ground = Some((ground.clone(), name.clone()));
        Ok(name)
    }

    fn keep(&mut self, snapshot: &Snapshot) -> io::Result<()> {
        self.number += 1;
        let grond = self.ground_file(&snapshot.baseline, &snapshot.made)?;
        let document = format!("{:06}.gpkg", self.number);
        let bytes = document_bytes(&snapshot.project, &snapshot.made)?;
        write_whole(&self.folder.join(&document), |out| out.write_all(&bytes))?;
        let bestand = snapshot.file.as_ref().and_then(|path| path.to_str()).map(str::to_owned);
        // A file of which nothing is known looks like nothing.
        let kenmerk = snapshot.stamp.map(|stamp| stamp.to_string()).filter(|text| !text.is_empty());
        let card = Card { gemaakt: snapshot.made.clone(), document, grond, bestand, kenmerk };
        let text = toml::to_string(&card).map_err(io::Error::other)?;
        let path = self.folder.join(format!("{:06}.{CARD}", self.number));
        write_whole(&path, |out| out.write_all(text.as_bytes()))?;
        self.newest = Some(snapshot.project.clone());
        self.clear();
        Ok(())
    }

    /// Removes what is older than the newest states, and grounds that none of them stands on.
    fn clear(&self) {
        let states = states_in(&self.folder);
        let n_old = states.len().saturating_sub(MAX_STATES);
        let (old, kept) = states.split_at(n_old);
        let in_use: BTreeSet<&str> = kept.iter().map(|state| state.card.grond.as_str()).collect();
        let newest = self.ground.as_ref().map(|(_, name)| name.as_str());
        for state in old {
            // The card first: without it the rest is no state. What cannot be removed takes up room, no more.
            let card = self.folder.join(format!("{:06}.{CARD}", state.number));
            let _ = fs::remove_file(card).and_then(|()| fs::remove_file(self.folder.join(&state.card.document)));
            let ground = state.card.grond.as_str();
            if !in_use.contains(ground) && newest != Some(ground) {
                let _ = fs::remove_file(self.folder.join(ground));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Unwatched, normenkader};

    fn snapshot(factor: f64) -> Snapshot {
        let mut project = Project::new(normenkader::standard());
        project.norms.detour_factor = factor;
        Snapshot {
            project: Arc::new(project),
            baseline: Arc::new(Baseline::default()),
            made: format!("2026-03-01T14:32:{:02}Z", 10.0 * factor),
            file: Some(PathBuf::from("plan.gpkg")),
            stamp: None,
        }
    }

    #[test]
    fn what_was_not_saved_is_found_after_a_crash_and_gone_after_a_good_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let autosave = Autosave::start(folder.path(), "een").expect("a folder");
        let last = snapshot(1.5);
        autosave.stand_on(last.baseline.clone());
        autosave.keep(snapshot(1.2));
        autosave.wait().expect("kept");
        autosave.keep(last.clone());
        autosave.wait().expect("kept");
        assert!(recoverable(folder.path()).is_empty(), "the session still runs");
        drop(autosave);
        let found = recoverable(folder.path());
        assert_eq!((found.len(), found[0].states().len()), (1, 2));
        let newest = found[0].newest();
        assert_eq!((newest.made(), newest.file()), ("2026-03-01T14:32:15Z", Some(Path::new("plan.gpkg"))));
        assert_eq!(newest.open(&Unwatched).expect("whole").project, *last.project);
        assert!(recoverable(folder.path()).is_empty(), "somebody looks at it already");
        drop(found);
        let found = recoverable(folder.path()).remove(0);
        found.discard().expect("removed");
        assert!(recoverable(folder.path()).is_empty());
        let autosave = Autosave::start(folder.path(), "twee").expect("a folder");
        autosave.keep(last);
        autosave.wait().expect("kept");
        autosave.close();
        assert!(recoverable(folder.path()).is_empty());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn what_is_in_the_project_file_is_not_offered_and_an_edit_after_it_is() {
        for edits_on in [false, true] {
            let folder = tempfile::tempdir().expect("a folder");
            let autosave = Autosave::start(folder.path(), "een").expect("a folder");
            let saved = snapshot(1.2);
            autosave.keep(saved.clone());
            autosave.saved(saved.project.clone());
            autosave.wait().expect("kept");
            if edits_on {
                autosave.keep(snapshot(1.9));
            }
            drop(autosave);
            assert_eq!(recoverable(folder.path()).len(), usize::from(edits_on));
        }
    }

    #[test]
    fn what_is_saved_while_nothing_can_be_kept_is_not_offered_once_it_can() {
        let folder = tempfile::tempdir().expect("a folder");
        let autosave = Autosave::start(folder.path(), "een").expect("a folder");
        let (own, away) = (autosave.folder().to_owned(), folder.path().join("weg"));
        fs::rename(&own, &away).expect("it goes");
        fs::write(&own, "").expect("something else");
        let saved = snapshot(1.2);
        autosave.keep(saved.clone());
        autosave.saved(saved.project.clone());
        autosave.wait().expect_err("it cannot be kept");
        fs::remove_file(&own).expect("our own");
        fs::rename(&away, &own).expect("it comes back");
        autosave.stand_on(saved.baseline.clone());
        autosave.wait().expect("kept");
        assert_eq!(autosave.states().len(), 1);
        drop(autosave);
        assert!(recoverable(folder.path()).is_empty());
    }

    #[test]
    fn only_the_newest_states_stay_with_the_grounds_they_stand_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let autosave = Autosave::start(folder.path(), "een").expect("a folder");
        for n in 0..MAX_STATES + 7 {
            autosave.keep(snapshot(1.0 + n as f64 / 10.0));
            autosave.wait().expect("kept");
        }
        let states = autosave.states();
        assert_eq!(states.len(), MAX_STATES);
        for (idx, state) in states.iter().enumerate() {
            let factor = state.open(&Unwatched).expect("whole").project.norms.detour_factor;
            assert_eq!(factor, 1.0 + (idx + 7) as f64 / 10.0);
        }
        let n_files = fs::read_dir(folder.path().join("een")).expect("a folder").count();
        assert_eq!(n_files, 3 * MAX_STATES, "a card, a document and a ground each");
    }
}
