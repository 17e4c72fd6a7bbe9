//! One thread that computes; the newest request wins.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Instant;

use super::answer::{Answer, OtherOutcome, Question, RasterWish, StageDurations, TriedZone, WishedRaster};
use super::compute::compute;
use super::hash::outcome_key;
use crate::analysis::cancel::Cancel;
use crate::analysis::compare::Difference;
use crate::analysis::kept::{Kept, LastUsed};
use crate::analysis::key::Key;
use crate::analysis::outcome::{Cache, Outcome, Stage};
use crate::analysis::situation::Situation;
use crate::analysis::zones::RegionRings;
use crate::project::Project;

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
    waiting: Option<(Question, Arc<Cancel>)>,
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
    newest: Option<(Key, Arc<Cancel>)>,
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

    /// Answers a question, of which `key` is the key; the one before it no longer, unless it is the same.
    pub(super) fn ask(&mut self, key: Key, question: Question) {
        if let Some((newest, cancel)) = &self.newest {
            if *newest == key {
                return;
            }
            cancel.set();
        }
        let cancel = Arc::new(Cancel::default());
        self.newest = Some((key, cancel.clone()));
        lock(&self.shared).waiting = Some((question, cancel));
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

/// How many outcomes are kept: the baseline, two variants that are compared, and the one before an undo.
const MOST_OUTCOMES: usize = 4;

/// What one answer leaves behind for the next.
struct Memory {
    cache: Cache,
    /// What is compared with has a cache of its own: in a drag it stays as it is.
    other_cache: Cache,
    outcomes: LastUsed<Key, (Arc<Outcome>, StageDurations)>,
    /// The rings that drawn areas were measured against last.
    rings: Kept<Key, Arc<RegionRings>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            cache: Cache::default(),
            other_cache: Cache::default(),
            outcomes: LastUsed::new(MOST_OUTCOMES),
            rings: Kept::default(),
        }
    }
}

/// An outcome as it was worked out a moment ago, or worked out now.
fn outcome(
    (situation, project): (&Situation, &Project),
    cache: &mut Cache,
    outcomes: &mut LastUsed<Key, (Arc<Outcome>, StageDurations)>,
    cancel: &Cancel,
    report: &dyn Fn(Stage),
) -> Option<(Key, Arc<Outcome>, StageDurations)> {
    let key = outcome_key(situation, project);
    if let Some((outcome, stages)) = outcomes.get(&key) {
        return Some((key, outcome.clone(), *stages));
    }
    let (outcome, stages) = compute(situation, project, cache, cancel, report)?;
    let outcome = Arc::new(outcome);
    outcomes.keep(key, (outcome.clone(), stages));
    Some((key, outcome, stages))
}

/// How a question is answered; nothing when it was cancelled.
trait AnswerFn: Fn(&Question, &mut Memory, &Cancel, &dyn Fn(Stage)) -> Option<Answer> + Send + 'static {}

impl<F: Fn(&Question, &mut Memory, &Cancel, &dyn Fn(Stage)) -> Option<Answer> + Send + 'static> AnswerFn for F {}

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
        let Some((question, cancel)) = state.waiting.take() else { continue };
        state.status = EngineStatus::Running(Stage::Reach);
        drop(state);

        let report = |stage: Stage| lock(shared).status = EngineStatus::Running(stage);
        let answered = std::panic::catch_unwind(AssertUnwindSafe(|| answer(&question, &mut memory, &cancel, &report)));
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

fn answer(question: &Question, memory: &mut Memory, cancel: &Cancel, report: &dyn Fn(Stage)) -> Option<Answer> {
    let start = Instant::now();
    let Question { situation, project, wish, other, trial } = question;
    let Memory { cache, other_cache, outcomes, rings } = memory;
    let (outcome_key, outcome_here, stages) = outcome((situation, project), cache, outcomes, cancel, report)?;
    let other = match other {
        None => None,
        Some(other) => {
            let there = (&*other.ground.situation, &**project);
            let (outcome_key, outcome, _) = outcome(there, other_cache, outcomes, cancel, report)?;
            let difference = Arc::new(Difference::between(&outcome, &outcome_here));
            let (variant, ground) = (other.variant, other.ground.clone());
            Some(OtherOutcome { variant, ground, outcome_key, outcome, difference })
        }
    };
    let norms = project.effective_norms();
    let tried = trial.as_ref().map(|of| {
        let rings = rings.only(outcome_key, || Arc::new(RegionRings::new(situation, &norms)));
        let zone = Arc::new(outcome_here.try_zone(situation, &norms, &rings, of));
        TriedZone { of: of.clone(), zone }
    });
    let inside = |values| Arc::new(situation.within_study_area(values, f32::NAN));
    let raster = match wish {
        RasterWish::Nothing => None,
        RasterWish::Score(form) => Some(WishedRaster::Score(inside(outcome_here.score_raster(&norms, *form)))),
        RasterWish::Distance(kind) => {
            let field = outcome_here.fields.iter().find(|(of, _)| of == kind);
            field.map(|(_, field)| WishedRaster::Distance(inside(field.raster_at_once())))
        }
        RasterWish::TransitClass => {
            let values = outcome_here.transit.raster_at_once().map(Some);
            Some(WishedRaster::TransitClass(Arc::new(situation.within_study_area(values, None))))
        }
    };
    Some(Answer {
        key: question.key(),
        outcome_key,
        situation: situation.clone(),
        project: project.clone(),
        outcome: outcome_here,
        other,
        tried,
        wish: *wish,
        raster,
        duration: start.elapsed(),
        stages,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::places::ServingPlace;
    use crate::domain::amenity::AmenityKind;
    use crate::domain::baseline::Baseline;
    use crate::domain::housing::HousingForm;
    use crate::domain::norm::NormSet;
    use crate::grid::MAX_CELLS_AT_ONCE;
    use std::sync::mpsc::{Receiver, channel};

    fn question(cell_m: u16) -> Question {
        let norms = NormSet { name: String::new(), detour_factor: 1.3, norms: Vec::new(), transit_norms: Vec::new() };
        let project = Arc::new(Project { cell_m, ..Project::new(norms) });
        let situation = Arc::new(Situation::from_baseline(&Baseline::default()));
        Question { situation, project, wish: RasterWish::Nothing, other: None, trial: None }
    }

    fn ask(engine: &mut Engine, cell_m: u16) {
        let question = question(cell_m);
        engine.ask(question.key(), question);
    }

    /// An engine that panics at cells of a metre, and news of each end.
    fn fragile() -> (Engine, Receiver<()>) {
        let (send, news) = channel();
        let wake = move || {
            let _nobody_waits = send.send(());
        };
        let answer_or_panic = |question: &Question, memory: &mut Memory, cancel: &Cancel, report: &dyn Fn(Stage)| {
            assert_ne!(question.project.cell_m, 1, "an error of ours");
            answer(question, memory, cancel, report)
        };
        (Engine::start_with(wake, answer_or_panic), news)
    }

    #[test]
    fn a_panic_is_a_status_and_the_next_request_is_answered() {
        let (mut engine, news) = fragile();
        ask(&mut engine, 1);
        news.recv().expect("an end");
        assert_eq!(engine.status(), EngineStatus::Failed);
        assert!(engine.take_answer().is_none());
        ask(&mut engine, 50);
        news.recv().expect("an end");
        assert_eq!(engine.status(), EngineStatus::Idle);
        assert!(engine.take_answer().is_some());
    }

    #[test]
    fn of_a_whole_country_in_the_finest_cells_the_map_has_larger_ones() {
        let corners = [(14_000.0, 307_000.0), (278_000.0, 619_000.0)];
        let places = corners.map(|(x, y)| ServingPlace {
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
            let question =
                Question { situation: situation.clone(), project: project.clone(), wish, other: None, trial: None };
            let answered =
                answer(&question, &mut Memory::default(), &Cancel::default(), &|_| {}).expect("not cancelled");
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
        ask(&mut engine, 50);
        news.recv().expect("an end");
        assert!(!engine.is_cancelled());
        engine.cancel();
        assert!(engine.is_cancelled());
        engine.forget();
        assert!(!engine.is_cancelled());
    }
}
