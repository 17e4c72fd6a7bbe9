//! Work that takes long enough to be told: how far it is, and how it is stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crate::import::Watch;

/// How often the progress of a task is drawn anew.
pub const REDRAW_EVERY: Duration = Duration::from_millis(150);

/// A computation that takes longer than this is told as a task.
pub const SLOW_AFTER: Duration = Duration::from_millis(300);

/// What can be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskKind {
    /// A first look at a file.
    Looking,
    /// Reading layers.
    Reading,
    /// The engine.
    Computing,
    /// Writing files.
    Exporting,
    /// Opening a project, or making another ground of it.
    OpeningProject,
    /// Saving a project; what is half written cannot be stopped.
    SavingProject,
}

/// Something that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// What.
    pub kind: TaskKind,
    /// Its name.
    pub name: String,
    /// How far it is, 0–1, if that is known.
    pub share: Option<f32>,
}

/// How far a thread is, and whether it is still wanted. Shared with that thread.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// One for a thread that begins.
    #[must_use]
    pub fn begin() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// How far it is, 0–1; nothing as long as the total is unknown.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a share needs no more than f32")]
    pub fn share(&self) -> Option<f32> {
        let total = self.total.load(Ordering::Relaxed);
        (total > 0).then(|| (self.done.load(Ordering::Relaxed) as f64 / total as f64).min(1.0) as f32)
    }

    /// The work is not wanted any more.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

impl Watch for Progress {
    fn progress(&self, done_bytes: u64, total_bytes: u64) {
        self.total.store(total_bytes, Ordering::Relaxed);
        self.done.store(done_bytes, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// One of several pieces of work that share a progress.
pub struct Part<'a> {
    /// The whole.
    pub whole: &'a Progress,
    /// What was done before this part.
    pub before: u64,
    /// What there is in all.
    pub total: u64,
}

impl Watch for Part<'_> {
    fn progress(&self, done_bytes: u64, _total_bytes: u64) {
        self.whole.progress((self.before + done_bytes).min(self.total), self.total);
    }

    fn cancelled(&self) -> bool {
        self.whole.cancelled()
    }
}
