//! The file that the window's project belongs to: what is known of it, what of the project stands in it, and when saving is
//! tried again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::ready::Document;
use crate::gui::state::{Topic, ViewState};
use crate::nl;
use crate::project::Project;
use crate::project::file::{FileStamp, Known, ProjectLock, SaveError};

/// So long after another program had the file locked, saving is tried again, in seconds.
const TRY_AGAIN_AFTER_S: f64 = 5.0;

/// The file that a project belongs to.
#[derive(Debug)]
pub(super) struct ProjectFile {
    pub(super) path: PathBuf,
    /// What is known of what stands in it.
    pub(super) basis: Basis,
    /// The right to save it, unless somebody else has it.
    pub(super) lock: Option<ProjectLock>,
    /// Has somebody else that right?
    pub(super) is_elsewhere: bool,
}

/// What is known of what stands in the file of a project.
#[derive(Debug, Clone)]
pub(super) enum Basis {
    /// As it was opened or saved last.
    Known(Known),
    /// What it looked like when the work was kept that was brought back.
    Looked(FileStamp),
    /// Nothing: saving asks before it changes what is there.
    Unknown,
}

impl Basis {
    /// What the file looked like.
    pub(super) fn stamp(&self) -> Option<FileStamp> {
        match self {
            Self::Known(known) => Some(known.stamp),
            Self::Looked(stamp) => Some(*stamp),
            Self::Unknown => None,
        }
    }
}

/// Are these two names of one file?
pub(super) fn is_same_file(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

impl ProjectFile {
    /// Takes a file in hand. `own` is the file in hand already, whose lock is passed on later.
    pub(super) fn take(path: PathBuf, own: Option<&Path>) -> Self {
        // The folder in which the program was started may be another next time.
        let path = std::path::absolute(&path).unwrap_or(path);
        if own.is_some_and(|own| is_same_file(own, &path)) {
            return Self { path, basis: Basis::Unknown, lock: None, is_elsewhere: false };
        }
        let lock = ProjectLock::take(&path);
        // Where nothing can be written there is nothing to guard; saving tells.
        let is_elsewhere = matches!(lock, Err(SaveError::OpenElsewhere));
        Self { path, basis: Basis::Unknown, lock: lock.ok(), is_elsewhere }
    }
}

/// What saving may write over.
#[derive(Debug, Clone)]
pub(super) enum MayReplace {
    /// Whatever project is there.
    Anything,
    /// What is known of it; with the flag, also where another program changed the same.
    Known(Box<Known>, OnConflict),
    /// What is there if it looks as it did.
    Looked(FileStamp),
    /// Nothing.
    Nothing,
}

/// What happens where another program changed the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnConflict {
    /// Nothing is saved; the user is asked.
    Ask,
    /// What stands here wins.
    KeepMine,
    /// What stands there stays, and comes in here.
    TakeTheirs,
}

/// Saving that is to be tried again.
#[derive(Debug)]
struct SaveAgain {
    /// When, by the clock of the window, in seconds.
    at_s: f64,
    elsewhere: Option<Elsewhere>,
}

/// Where the work is being saved, and over what, unless that is its own file.
pub(super) type Elsewhere = (PathBuf, MayReplace);

/// The file in hand, none for a project that was never saved, and what stands in it.
#[derive(Default)]
pub(super) struct InHand {
    pub(super) file: Option<ProjectFile>,
    /// As it stands in the file, or stood at the beginning.
    saved: Option<Document>,
    /// So many steps in which another program's changes were taken over are undone, and not from the file.
    n_others_undone: usize,
    /// Saving that is tried again because another program had the file locked.
    again: Option<SaveAgain>,
    pub(super) saving_elsewhere: Option<Elsewhere>,
}

impl InHand {
    pub(super) fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|file| file.path.as_path())
    }

    /// The file to which the right to save is in hand.
    pub(super) fn own(&self) -> Option<PathBuf> {
        self.file.as_ref().filter(|file| file.lock.is_some()).map(|file| file.path.clone())
    }

    /// Puts another file in hand; the lock of the same file is passed on.
    pub(super) fn take(&mut self, file: Option<ProjectFile>) {
        (self.n_others_undone, self.again) = (0, None);
        let before = self.file.take();
        self.file = file.map(|mut file| {
            let same = before.filter(|before| is_same_file(&before.path, &file.path));
            file.lock = file.lock.or_else(|| same.and_then(|before| before.lock));
            file
        });
    }

    /// Is this what stands in the file?
    pub(super) fn has(&self, document: &Document) -> bool {
        self.saved.as_ref().is_none_or(|saved| saved.is(document))
    }

    /// Remembers what stands in the file: this, or something that no document is.
    pub(super) fn stands_as(&mut self, document: Document, is_saved: bool) {
        let Document { project, baseline } = document;
        let project = if is_saved { project } else { Arc::new(Project::clone(&project)) };
        self.saved = Some(Document { project, baseline });
    }

    /// Goes on from what is known to stand in the file.
    pub(super) fn know(&mut self, known: Known) {
        if let Some(file) = &mut self.file {
            file.basis = Basis::Known(known);
        }
    }

    /// What saving over the own file may write over; nothing without a file.
    pub(super) fn may_replace(&self, on_conflict: OnConflict) -> Option<(PathBuf, MayReplace)> {
        let file = self.file.as_ref()?;
        let may_replace = match &file.basis {
            Basis::Known(known) => MayReplace::Known(Box::new(known.clone()), on_conflict),
            Basis::Looked(stamp) => MayReplace::Looked(*stamp),
            Basis::Unknown => MayReplace::Nothing,
        };
        Some((file.path.clone(), may_replace))
    }

    /// Is it the file of work that was brought back, of which it is not known what it held?
    pub(super) fn is_brought_back(&self, path: &Path) -> bool {
        self.file.as_ref().is_some_and(|file| file.path == path && matches!(file.basis, Basis::Looked(_)))
    }

    /// Would saving take another program's changes from the file, because they were undone here?
    pub(super) fn undoes_others(&self) -> bool {
        self.file.is_some() && self.n_others_undone > 0
    }

    /// So many steps of another program were undone here, or done again.
    pub(super) fn count_others(&mut self, n_undone: usize, n_again: usize) {
        self.n_others_undone = (self.n_others_undone + n_undone).saturating_sub(n_again);
    }

    /// Another program has the file locked: work goes on, and saving is tried again until it can be.
    pub(super) fn save_again_later(
        &mut self,
        ctx: &egui::Context,
        state: &mut ViewState,
        path: &Path,
        error: &SaveError,
    ) {
        if !state.unsettled.contains(&Topic::FileInUse) {
            state.tell_of(Topic::FileInUse, nl::project::saved_later(path, error), true);
        }
        let elsewhere = self.saving_elsewhere.take().filter(|(elsewhere, _)| elsewhere == path);
        self.again = Some(SaveAgain { at_s: ctx.input(|input| input.time) + TRY_AGAIN_AFTER_S, elsewhere });
        ctx.request_repaint_after(Duration::from_secs_f64(TRY_AGAIN_AFTER_S));
    }

    /// Where to save again, once it is time and nothing else is being done. Until then each frame asks for one at that
    /// moment: a frame forgets what the one before asked for.
    pub(super) fn save_again_now(&mut self, ctx: &egui::Context, is_free: bool) -> Option<Option<Elsewhere>> {
        let wait_s = self.again.as_ref()?.at_s - ctx.input(|input| input.time);
        if wait_s > 0.0 {
            ctx.request_repaint_after(Duration::from_secs_f64(wait_s));
            return None;
        }
        self.again.take_if(|_| is_free).map(|again| again.elsewhere)
    }
}
