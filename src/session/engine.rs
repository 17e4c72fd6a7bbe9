//! One thread that computes; the newest request wins.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Instant;

use uuid::Uuid;

use super::{Answer, InputHash, OtherOutcome, PlannedGround, RasterWish, StageDurations, TriedZone, WishedRaster};
use crate::analysis::compare::Difference;
use crate::analysis::outcome::{self, Cache, Cancel, Outcome, Stage};
use crate::analysis::situation::Situation;
use crate::analysis::suitability;
use crate::analysis::zones::RegionRings;
use crate::domain::variant::PlannedZone;
use crate::project::Project;

/// What is asked of the engine.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) situation: Arc<Situation>,
    pub(super) project: Arc<Project>,
    pub(super) wish: RasterWish,
    /// What it is compared with: another variant, or the ground without one, under the same norms.
    pub(super) other: Option<Other>,
    /// A drawn area to be measured as a zone.
    pub(super) trial: Option<Arc<PlannedZone>>,
}

/// What an answer is compared with.
#[derive(Clone, PartialEq)]
pub(super) struct Other {
    /// Its variant; the ground without one.
    pub(super) variant: Option<Uuid>,
    pub(super) ground: Arc<PlannedGround>,
}

impl Request {
    /// The same question? Shared inputs are compared by address first, so that asking every frame costs nothing.
    fn is_same_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.situation, &other.situation)
            && (Arc::ptr_eq(&self.project, &other.project) || self.project == other.project)
            && self.wish == other.wish
            && self.other == other.other
            && self.trial == other.trial
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
        Self::start_with(wake, answer)
    }

    /// The same with another way to answer, for tests of what happens when that fails.
    fn start_with(wake: impl Fn() + Send + 'static, answer: impl AnswerFn) -> Self {
        let shared: Lock = Arc::new((
            Mutex::new(Shared { waiting: None, finished: None, status: EngineStatus::Idle, stopping: false }),
            Condvar::new(),
        ));
        let on_thread = shared.clone();
        std::thread::Builder::new()
            .name("zorgkring-engine".to_owned())
            .spawn(move || run(&on_thread, &wake, &answer))
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

    /// Was the newest request stopped?
    pub(super) fn is_cancelled(&self) -> bool {
        self.newest.as_ref().is_some_and(|(_, cancel)| cancel.is_set())
    }

    /// Forgets the newest request, so that asking the same again computes it again.
    pub(super) fn forget(&mut self) {
        self.newest = None;
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

/// So many outcomes are at hand at once: the baseline, two variants that are compared, and the one before an undo.
const MOST_REMEMBERED: usize = 4;

/// What one answer leaves behind for the next.
#[derive(Default)]
struct Memory {
    cache: Cache,
    /// What is compared with has a cache of its own: in a drag it stays as it is.
    other_cache: Cache,
    recent: Recent,
    /// The rings that drawn areas were measured against last.
    rings: Option<(InputHash, RegionRings)>,
}

/// Outcomes by the hash of their inputs, the newest last.
#[derive(Default)]
struct Recent(Vec<(InputHash, Arc<Outcome>, StageDurations)>);

impl Recent {
    /// The outcome of a situation under a document's norms: as it was worked out a moment ago, or worked out now.
    fn outcome(
        &mut self,
        situation: &Situation,
        project: &Project,
        cache: &mut Cache,
        cancel: &Cancel,
        report: &dyn Fn(Stage),
    ) -> Option<(InputHash, Arc<Outcome>, StageDurations)> {
        let hash = InputHash::of(situation, project);
        let known = self.0.iter().position(|(known, ..)| *known == hash).map(|idx| self.0.remove(idx));
        let found = match known {
            Some(found) => found,
            None => {
                let begun = RefCell::new(Vec::new());
                let begin = |stage: Stage| {
                    begun.borrow_mut().push((stage, Instant::now()));
                    report(stage);
                };
                let norms = project.effective_norms();
                let computed = outcome::compute(situation, &norms, project.cell_m, cache, cancel, &begin)?;
                (hash, Arc::new(computed), StageDurations::of(&begun.into_inner(), Instant::now()))
            }
        };
        if self.0.len() == MOST_REMEMBERED {
            self.0.remove(0);
        }
        self.0.push(found.clone());
        Some(found)
    }
}

/// How a request is answered; nothing when it was cancelled.
trait AnswerFn: Fn(&Request, &mut Memory, &Cancel, &dyn Fn(Stage)) -> Option<Answer> + Send + 'static {}

impl<F: Fn(&Request, &mut Memory, &Cancel, &dyn Fn(Stage)) -> Option<Answer> + Send + 'static> AnswerFn for F {}

fn run(shared: &Lock, wake: &(impl Fn() + Send), answer: &impl AnswerFn) {
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
    let project = &request.project;
    let Memory { cache, other_cache, recent, rings } = memory;
    let (hash, outcome, stages) = recent.outcome(&request.situation, project, cache, cancel, report)?;
    let other = match &request.other {
        None => None,
        Some(other) => {
            let (_, before, _) = recent.outcome(&other.ground.situation, project, other_cache, cancel, report)?;
            let difference = Arc::new(Difference::between(&before, &outcome));
            Some(OtherOutcome { variant: other.variant, ground: other.ground.clone(), outcome: before, difference })
        }
    };
    let norms = project.effective_norms();
    let tried = request.trial.as_ref().map(|of| {
        rings.take_if(|(known, _)| *known != hash);
        let (_, rings) = rings.get_or_insert_with(|| (hash, RegionRings::new(&request.situation, &norms)));
        let zone = Arc::new(rings.try_zone(&request.situation, &norms, &outcome, of));
        TriedZone { of: of.clone(), zone }
    });
    let inside = |values| Arc::new(request.situation.within_study_area(values, f32::NAN));
    let raster = match request.wish {
        RasterWish::Nothing => None,
        RasterWish::Score(form) => Some(WishedRaster::Score(inside(suitability::score_raster(&outcome, &norms, form)))),
        RasterWish::Distance(kind) => {
            let field = outcome.fields.iter().find(|(of, _)| *of == kind);
            field.map(|(_, field)| WishedRaster::Distance(inside(field.raster_at_once())))
        }
        RasterWish::TransitClass => {
            let values = outcome.transit.raster_at_once().map(Some);
            Some(WishedRaster::TransitClass(Arc::new(request.situation.within_study_area(values, None))))
        }
    };
    Some(Answer {
        hash,
        project: project.clone(),
        outcome,
        other,
        tried,
        wish: request.wish,
        raster,
        duration: start.elapsed(),
        stages,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::situation::Place;
    use crate::domain::amenity::AmenityKind;
    use crate::domain::baseline::Baseline;
    use crate::domain::housing::HousingForm;
    use crate::domain::norm::NormSet;
    use crate::grid::MAX_CELLS_AT_ONCE;
    use std::sync::mpsc::{Receiver, channel};

    fn request(cell_m: u16) -> Request {
        let norms = NormSet { name: String::new(), detour_factor: 1.3, norms: Vec::new(), transit_norms: Vec::new() };
        let project = Arc::new(Project { cell_m, ..Project::new(norms) });
        let situation = Arc::new(Situation::from_baseline(&Baseline::default()));
        Request { situation, project, wish: RasterWish::Nothing, other: None, trial: None }
    }

    /// An engine that panics at cells of a metre, and news of each end.
    fn fragile() -> (Engine, Receiver<()>) {
        let (send, news) = channel();
        let wake = move || {
            let _nobody_waits = send.send(());
        };
        let answer_or_panic = |request: &Request, memory: &mut Memory, cancel: &Cancel, report: &dyn Fn(Stage)| {
            assert_ne!(request.project.cell_m, 1, "an error of ours");
            answer(request, memory, cancel, report)
        };
        (Engine::start_with(wake, answer_or_panic), news)
    }

    #[test]
    fn a_panic_is_a_status_and_the_next_request_is_answered() {
        let (mut engine, news) = fragile();
        engine.request(request(1));
        news.recv().expect("an end");
        assert_eq!(engine.status(), EngineStatus::Failed);
        assert!(engine.take_answer().is_none());
        engine.request(request(50));
        news.recv().expect("an end");
        assert_eq!(engine.status(), EngineStatus::Idle);
        assert!(engine.take_answer().is_some());
    }

    #[test]
    fn of_a_whole_country_in_the_finest_cells_the_map_has_larger_ones() {
        let corners = [(14_000.0, 307_000.0), (278_000.0, 619_000.0)];
        let places = corners.map(|(x, y)| Place {
            id: uuid::Uuid::from_u128(1),
            name: "".into(),
            point: crate::crs::RdPoint::at(x, y),
        });
        let ground = Situation::from_baseline(&Baseline::default());
        let situation = Arc::new(ground.with_places(AmenityKind::CARE, places.to_vec()));
        let project = Arc::new(Project { cell_m: 25, ..Project::new(crate::import::normenkader::standard()) });
        for wish in [
            RasterWish::Score(HousingForm::Clustered),
            RasterWish::Distance(AmenityKind::CARE),
            RasterWish::TransitClass,
        ] {
            let request =
                Request { situation: situation.clone(), project: project.clone(), wish, other: None, trial: None };
            let answered =
                answer(&request, &mut Memory::default(), &Cancel::default(), &|_| {}).expect("not cancelled");
            assert_eq!(answered.outcome.grid.cell_m(), 25.0);
            let grid = match answered.raster.expect("wished for") {
                WishedRaster::Score(values) => {
                    assert!(values.at(places[0].point).is_some_and(|score| *score > 0.0));
                    *values.grid()
                }
                WishedRaster::Distance(values) => {
                    assert!(values.at(places[1].point).is_some_and(|walking_m| *walking_m < 100.0));
                    *values.grid()
                }
                WishedRaster::TransitClass(values) => *values.grid(),
            };
            assert!(grid.n_cells() <= MAX_CELLS_AT_ONCE);
        }
    }

    #[test]
    fn what_was_stopped_is_not_computed_until_it_is_forgotten() {
        let (mut engine, news) = fragile();
        engine.request(request(50));
        news.recv().expect("an end");
        assert!(!engine.is_cancelled());
        engine.cancel();
        assert!(engine.is_cancelled());
        engine.forget();
        assert!(!engine.is_cancelled());
    }
}
