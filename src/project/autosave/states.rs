//! States that were kept between two saves, and what a session left that did not end well.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::import::Watch;
use crate::project::file::{FileStamp, Opened, ProjectFileError, ProjectLock, open};

/// What the card of a state is called after its number.
pub(super) const CARD: &str = "toml";

/// The number of the newest state that is in the project file as well.
pub(super) const SAVED_MARK: &str = "bewaard";

/// A state that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptState {
    pub(super) folder: PathBuf,
    pub(super) number: u64,
    pub(super) card: Card,
}

/// The card of a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Card {
    pub(super) gemaakt: String,
    pub(super) document: String,
    pub(super) grond: String,
    /// Left out where its name is no text.
    pub(super) bestand: Option<String>,
    /// What that file looked like.
    pub(super) kenmerk: Option<String>,
}

impl KeptState {
    /// When it was kept, `JJJJ-MM-DDTUU:MM:SSZ`.
    pub fn made(&self) -> &str {
        &self.card.gemaakt
    }

    /// The project file that it belongs to, if it has one.
    pub fn file(&self) -> Option<&Path> {
        self.card.bestand.as_deref().map(Path::new)
    }

    /// What that file looked like when it was opened or saved last.
    pub fn stamp(&self) -> Option<FileStamp> {
        self.card.kenmerk.as_ref()?.parse().ok()
    }

    /// Reads it.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn open(&self, watch: &dyn Watch) -> Result<Opened, ProjectFileError> {
        let ground = open(&self.folder.join(&self.card.grond), watch)?;
        let document = open(&self.folder.join(&self.card.document), watch)?;
        Ok(Opened { project: document.project, ..ground })
    }
}

/// What a session left that did not end well.
#[derive(Debug)]
pub struct Recoverable {
    states: Vec<KeptState>,
    folder: PathBuf,
    /// Nobody else offers it meanwhile.
    _lock: ProjectLock,
}

impl Recoverable {
    /// Its states, the newest last; there is at least one.
    pub fn states(&self) -> &[KeptState] {
        &self.states
    }

    /// The newest state.
    ///
    /// # Panics
    /// Never: without a state there is nothing to recover.
    pub fn newest(&self) -> &KeptState {
        self.states.last().expect("at least one state")
    }

    /// Throws it away.
    ///
    /// # Errors
    /// When the folder cannot be removed.
    pub fn discard(self) -> io::Result<()> {
        fs::remove_dir_all(&self.folder)
    }
}

/// What sessions left in `parent` that did not end well, the newest last. What still runs is left alone, and what holds
/// nothing unsaved is cleared away.
pub fn recoverable(parent: &Path) -> Vec<Recoverable> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut found = Vec::new();
    for folder in entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_dir()) {
        let Ok(lock) = ProjectLock::take(&folder) else { continue };
        let states = states_in(&folder);
        let mark = fs::read_to_string(folder.join(SAVED_MARK)).ok().and_then(|text| text.trim().parse::<u64>().ok());
        match states.last() {
            Some(newest) if mark.is_none_or(|mark| newest.number > mark) => {
                found.push(Recoverable { states, folder, _lock: lock });
            }
            // Nothing that is not elsewhere: what cannot be removed now is tried again next time.
            _ => drop(fs::remove_dir_all(&folder)),
        }
    }
    found.sort_by(|a, b| a.newest().made().cmp(b.newest().made()).then_with(|| a.folder.cmp(&b.folder)));
    found
}

/// The states of the folder of a session, the newest last. A card that cannot be read is no state.
pub fn states_in(folder: &Path) -> Vec<KeptState> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut states: Vec<KeptState> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let path = entry.path();
            let number = path.file_stem()?.to_str()?.parse().ok()?;
            let is_card = path.extension().is_some_and(|extension| extension == CARD);
            let card = toml::from_str(&fs::read_to_string(path).ok().filter(|_| is_card)?).ok()?;
            Some(KeptState { folder: folder.to_owned(), number, card })
        })
        .collect();
    states.sort_by_key(|state| state.number);
    states
}
