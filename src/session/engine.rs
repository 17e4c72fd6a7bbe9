//! One thread that computes; the newest request wins.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Instant;

use super::{Answer, InputHash, RasterWish, WishedRaster};
use crate::analysis::outcome::{self, Cache, Cancel, Outcome, Stage};
use crate::analysis::situation::Situation;
use crate::analysis::suitability;
use crate::project::Project;

/// What is asked of the engine.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) situation: Arc<Situation>,
    pub(super) project: Arc<Project>,
    pub(super) wish: RasterWish,
}

impl Request {
    /// The same question? Shared inputs are compared by address first, so that asking every frame costs nothing.
    fn is_same_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.situation, &other.situation)
            && (Arc::ptr_eq(&self.project, &other.project) || self.project == other.project)
            && self.wish == other.wish
    }
}

/// What the engine is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineStatus {
    /// Nothing.
    Idle,
    /// Busy with this stage.
    Running(Stage),
    /// The last request failed by an error of ours; the earlier answer still stands.
    Failed,
}

struct Shared {
    waiting: Option<(Request, Arc<Cancel>)>,
    finished: Option<Arc<Answer>>,
    status: EngineStatus,
    stopping: bool,
}

type Lock = Arc<(Mutex<Shared>, Condvar)>;

fn lock(shared: &Lock) -> MutexGuard<'_, Shared> {
    // A panic while the lock is held cannot leave it half changed: each change is one assignment.
    shared.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The engine: one named thread.
pub(super) struct Engine {
    shared: Lock,
    newest: Option<(Request, Arc<Cancel>)>,
}

impl Engine {
    /// Starts the thread; `wake` is called on it whenever there is news.
    pub(super) fn start(wake: impl Fn() + Send + 'static) -> Self {
        let shared: Lock = Arc::new((
            Mutex::new(Shared { waiting: None, finished: None, status: EngineStatus::Idle, stopping: false }),
            Condvar::new(),
        ));
        let on_thread = shared.clone();
        std::thread::Builder::new()
            .name("zorgkring-engine".to_owned())
            .spawn(move || run(&on_thread, &wake))
            .expect("a thread can be started");
        Self { shared, newest: None }
    }

    pub(super) fn request(&mut self, request: Request) {
        if let Some((newest, cancel)) = &self.newest {
            if newest.is_same_as(&request) {
                return;
            }
            cancel.set();
        }
        let cancel = Arc::new(Cancel::default());
        self.newest = Some((request.clone(), cancel.clone()));
        lock(&self.shared).waiting = Some((request, cancel));
        self.shared.1.notify_one();
    }

    pub(super) fn take_answer(&self) -> Option<Arc<Answer>> {
        lock(&self.shared).finished.take()
    }

    pub(super) fn status(&self) -> EngineStatus {
        lock(&self.shared).status
    }

    pub(super) fn cancel(&self) {
        if let Some((_, cancel)) = &self.newest {
            cancel.set();
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.cancel();
        lock(&self.shared).stopping = true;
        self.shared.1.notify_one();
    }
}

/// What one answer leaves behind for the next.
#[derive(Default)]
struct Memory {
    cache: Cache,
    last: Option<(InputHash, Arc<Outcome>)>,
}

fn run(shared: &Lock, wake: &(impl Fn() + Send)) {
    let mut memory = Memory::default();
    loop {
        let mut state = lock(shared);
        while state.waiting.is_none() && !state.stopping {
            state = shared.1.wait(state).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        if state.stopping {
            return;
        }
        let Some((request, cancel)) = state.waiting.take() else { continue };
        state.status = EngineStatus::Running(Stage::Reach);
        drop(state);

        let report = |stage: Stage| lock(shared).status = EngineStatus::Running(stage);
        let answered = std::panic::catch_unwind(AssertUnwindSafe(|| answer(&request, &mut memory, &cancel, &report)));
        let mut state = lock(shared);
        match answered {
            Ok(Some(answer)) => {
                state.finished = Some(Arc::new(answer));
                state.status = EngineStatus::Idle;
            }
            Ok(None) => state.status = EngineStatus::Idle,
            Err(_) => {
                memory = Memory::default();
                state.status = EngineStatus::Failed;
            }
        }
        drop(state);
        wake();
    }
}

fn answer(request: &Request, memory: &mut Memory, cancel: &Cancel, report: &dyn Fn(Stage)) -> Option<Answer> {
    let start = Instant::now();
    let hash = InputHash::of(&request.situation, &request.project);
    let norms = request.project.effective_norms();
    let outcome = match &memory.last {
        Some((known, outcome)) if *known == hash => outcome.clone(),
        _ => Arc::new(outcome::compute(
            &request.situation,
            &norms,
            request.project.cell_m,
            &mut memory.cache,
            cancel,
            report,
        )?),
    };
    memory.last = Some((hash, outcome.clone()));
    let raster = match request.wish {
        RasterWish::Nothing => None,
        RasterWish::Score(form) => {
            Some(WishedRaster::Score(Arc::new(suitability::score_raster(&outcome, &norms, form))))
        }
        RasterWish::Distance(kind) => {
            let field = outcome.fields.iter().find(|(of, _)| *of == kind);
            field.map(|(_, field)| WishedRaster::Distance(Arc::new(field.raster())))
        }
        RasterWish::TransitClass => Some(WishedRaster::TransitClass(Arc::new(outcome.transit.raster()))),
    };
    Some(Answer {
        hash,
        project: request.project.clone(),
        outcome,
        wish: request.wish,
        raster,
        duration: start.elapsed(),
    })
}
