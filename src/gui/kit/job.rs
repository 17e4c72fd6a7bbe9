//! A job: work on a thread of its own that the window waits for without standing still.
//!
//! Not jobs, because they go on for as long as what they serve: the engine (the newest request wins), the writer of
//! autosave, and the clock that interrupts a database that takes too long.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::gui::background::in_background;
use crate::gui::state::tasks::{Task, TaskKind};
use crate::import::Watch;

/// How far a job is, and whether it is still wanted. Shared with its thread.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
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

/// A job came to nothing: its thread could not be started, or panicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokeOff;

/// Work that runs and gives a `T`. Whoever drops it lets it run on and hears no more of it.
#[derive(Debug)]
pub struct Job<T> {
    progress: Arc<Progress>,
    outcome: Receiver<T>,
}

impl<T: Send + 'static> Job<T> {
    /// Starts a job on a thread of that name, which wakes the window when it ends in any way.
    pub fn start(ctx: &egui::Context, name: &str, work: impl FnOnce(&Arc<Progress>) -> T + Send + 'static) -> Self {
        let (send, outcome) = channel();
        let progress = Arc::new(Progress::default());
        let (wake, watch) = (WakeAtEnd(ctx.clone()), progress.clone());
        in_background(name, move || {
            // Dropped after the sender, also by a panic: the window is woken when there is something to hear.
            let _wake = wake;
            let send = send;
            // Nobody listens any more when the window was closed meanwhile.
            let _window_closed = send.send(work(&watch));
        });
        Self { progress, outcome }
    }

    /// What came of it, once it has ended. Never waits.
    pub fn poll(&self) -> Option<Result<T, BrokeOff>> {
        match self.outcome.try_recv() {
            Ok(outcome) => Some(Ok(outcome)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(BrokeOff)),
        }
    }

    /// What came of the job in a slot, which is free again once it has ended.
    pub fn take_ended(slot: &mut Option<Self>) -> Option<Result<T, BrokeOff>> {
        let ended = slot.as_ref()?.poll()?;
        *slot = None;
        Some(ended)
    }

    /// Its outcome is not wanted any more: work that asks its progress ends early.
    pub fn stop(&self) {
        self.progress.cancelled.store(true, Ordering::Relaxed);
    }

    /// Was it stopped?
    pub fn is_stopped(&self) -> bool {
        self.progress.cancelled()
    }

    /// How it is told of.
    pub fn task(&self, kind: TaskKind, name: String) -> Task {
        Task { kind, name, share: self.share() }
    }

    /// How far it is, 0–1; nothing as long as the total is unknown.
    #[expect(clippy::cast_possible_truncation, reason = "a share needs no more than f32")]
    fn share(&self) -> Option<f32> {
        let total = self.progress.total.load(Ordering::Relaxed);
        (total > 0).then(|| (self.progress.done.load(Ordering::Relaxed) as f64 / total as f64).min(1.0) as f32)
    }
}

struct WakeAtEnd(egui::Context);

impl Drop for WakeAtEnd {
    fn drop(&mut self) {
        self.0.request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn ended<T: Send + 'static>(job: Job<T>) -> Result<T, BrokeOff> {
        let mut slot = Some(job);
        loop {
            if let Some(ended) = Job::take_ended(&mut slot) {
                assert!(slot.is_none());
                return ended;
            }
            thread::yield_now();
        }
    }

    #[test]
    fn a_job_tells_what_came_of_it_and_a_panic_too() {
        let ctx = egui::Context::default();
        assert_eq!(ended(Job::start(&ctx, "fine", |_| 3)), Ok(3));
        let panics = |_: &Arc<Progress>| -> u8 { std::panic::resume_unwind(Box::new("an error of ours")) };
        assert_eq!(ended(Job::start(&ctx, "panics", panics)), Err(BrokeOff));
    }

    #[test]
    fn a_job_says_how_far_it_is_and_ends_when_it_is_stopped() {
        let job = Job::start(&egui::Context::default(), "long", |progress| {
            progress.progress(1, 4);
            while !progress.cancelled() {
                thread::yield_now();
            }
        });
        while job.share().is_none() {
            thread::yield_now();
        }
        assert_eq!(job.task(TaskKind::Reading, String::new()).share, Some(0.25));
        assert!(job.poll().is_none());
        job.stop();
        assert!(job.is_stopped());
        assert_eq!(ended(job), Ok(()));
    }
}
