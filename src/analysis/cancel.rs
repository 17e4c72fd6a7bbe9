//! How a computation is told that nobody wants its answer any more.

use std::sync::atomic::{AtomicBool, Ordering};

/// Set by whoever no longer wants the answer.
#[derive(Debug, Default)]
pub struct Cancel(AtomicBool);

impl Cancel {
    /// Asks the computation to stop.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Was it asked to stop?
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
