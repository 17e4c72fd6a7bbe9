//! What the command line and the window both drive: the ground, the document, and the engine that computes.

mod answer;
mod compute;
mod engine;
mod hash;
#[cfg(test)]
mod laws;
mod planned;

use std::sync::Arc;

pub use answer::{Answer, OtherOutcome, RasterWish, StageDurations, TriedZone, WishedRaster};
use answer::{Other, Question};
pub use compute::outcome_now;
use engine::Engine;
pub use engine::EngineStatus;
pub use hash::InputHash;
pub use planned::PlannedGround;
use planned::PlannedGrounds;
use uuid::Uuid;

use crate::analysis::kept::LastUsed;
use crate::analysis::key::Key;
use crate::analysis::situation::Situation;
use crate::domain::baseline::Baseline;
use crate::domain::variant::{Intervention, PlannedZone};
use crate::project::{Edit, History, LayersEdit, Project, Standing};

/// How many answers are kept, so that before and after switch within a frame: both, two variants that are compared, and
/// the one before an undo.
const MOST_ANSWERS: usize = 5;

/// What was requested last, to see at once that it is requested again.
struct LastRequest {
    key: Key,
    project: Arc<Project>,
    wish: RasterWish,
    against: Option<Uuid>,
    trial: Option<Arc<PlannedZone>>,
}

impl LastRequest {
    /// Is it surely the same question? The content is not looked at: every frame asks.
    fn is_again(
        &self,
        project: &Arc<Project>,
        wish: RasterWish,
        against: Option<Uuid>,
        trial: Option<&Arc<PlannedZone>>,
    ) -> bool {
        let is_trial = match (&self.trial, trial) {
            (Some(before), Some(now)) => Arc::ptr_eq(before, now),
            (before, now) => before.is_none() && now.is_none(),
        };
        Arc::ptr_eq(&self.project, project) && self.wish == wish && self.against == against && is_trial
    }
}

/// The ground, the document and the engine.
pub struct Session {
    history: History,
    /// What the engine calls from its thread whenever there is news.
    wake: Arc<dyn Fn() + Send + Sync>,
    engine: Engine,
    answer: Option<Arc<Answer>>,
    planned: PlannedGrounds,
    /// Answers to documents that nobody was dragging.
    answers: LastUsed<Key, Arc<Answer>>,
    last_request: Option<LastRequest>,
    /// The drawn area that is to be measured with the next answer.
    trial: Option<Arc<PlannedZone>>,
    /// It was answered from `answers`: what the engine still brings is older.
    is_from_memory: bool,
}

impl Session {
    /// A session; `wake` is called from the engine's thread whenever there is something to [`Session::poll`].
    pub fn new(baseline: Arc<Baseline>, project: Project, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
        Self {
            history: History::on(Standing::on(baseline, &project.apart), project),
            engine: engine_with(&wake),
            wake,
            answer: None,
            planned: PlannedGrounds::default(),
            answers: LastUsed::new(MOST_ANSWERS),
            last_request: None,
            trial: None,
            is_from_memory: false,
        }
    }

    /// The ground as it was read; [`Session::planned`] has every place once.
    pub fn baseline(&self) -> &Arc<Baseline> {
        &self.history.standing().baseline
    }

    /// What is analysed.
    pub fn situation(&self) -> &Arc<Situation> {
        &self.history.standing().situation
    }

    /// The ground with the interventions of a document's variant, which is the ground itself without one.
    pub fn planned(&mut self, project: &Project) -> Arc<PlannedGround> {
        self.planned.get(self.history.standing(), project.plan.interventions())
    }

    /// The document as it is now.
    pub fn project(&self) -> &Arc<Project> {
        self.history.current()
    }

    /// The document with its past, to read.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Changes the document. The only way to do so.
    pub fn edit(&mut self, edit: Edit) {
        let before = self.situation().clone();
        self.history.apply(edit);
        self.follow_twins(&before);
    }

    /// Takes the last edit back; if it changed the layers, the ground becomes the one before it.
    pub fn undo(&mut self) -> Option<Edit> {
        let before = self.situation().clone();
        let edit = self.history.undo()?;
        self.follow_ground(&edit);
        self.follow_twins(&before);
        Some(edit)
    }

    /// Does again what was undone last.
    pub fn redo(&mut self) -> Option<Edit> {
        let before = self.situation().clone();
        let edit = self.history.redo()?;
        self.follow_ground(&edit);
        self.follow_twins(&before);
        Some(edit)
    }

    /// A drawn area that answers measure as a zone from now on, without its being one; nothing for none. One without an id
    /// is still being drawn.
    pub fn try_zone(&mut self, drawn: Option<PlannedZone>) {
        if self.trial.as_deref() != drawn.as_ref() {
            self.trial = drawn.map(Arc::new);
        }
    }

    /// The drawn area that answers measure.
    pub fn trial(&self) -> Option<&PlannedZone> {
        self.trial.as_deref()
    }

    /// Asks for an answer for a document (the current one, or a draft of it while something is dragged), beside that of
    /// the variant it is compared with, or of the ground without one.
    ///
    /// The newest request wins: an older one that is still running is cancelled. Asking again for what is running or
    /// already answered does nothing, so that it can be called every frame.
    pub fn request(&mut self, project: &Arc<Project>, wish: RasterWish, against: Option<Uuid>) {
        let trial = self.trial.as_ref();
        if self.last_request.as_ref().is_some_and(|asked| asked.is_again(project, wish, against, trial)) {
            return;
        }
        let question = self.question(project, wish, against);
        let key = question.key();
        self.last_request =
            Some(LastRequest { key, project: project.clone(), wish, against, trial: self.trial.clone() });
        let newest = self.answer.as_ref().filter(|answer| answer.key == key);
        if let Some(known) = newest.or_else(|| self.answers.get(&key)).cloned() {
            self.engine.cancel();
            self.engine.forget();
            self.answer = Some(of_document(known, project));
            self.is_from_memory = true;
            return;
        }
        self.is_from_memory = false;
        if self.engine.is_cancelled() {
            // Who works on after stopping wants an answer, though nothing may have changed of what it rests on.
            self.engine.forget();
        }
        self.engine.ask(key, question);
    }

    fn question(&mut self, project: &Arc<Project>, wish: RasterWish, against: Option<Uuid>) -> Question {
        let standing = self.history.standing();
        let other = other_side(project, against)
            .map(|(variant, interventions)| Other { variant, ground: self.planned.get(standing, interventions) });
        let situation = self.planned.get(standing, project.plan.interventions()).situation.clone();
        Question { situation, project: project.clone(), wish, other, trial: self.trial.clone() }
    }

    /// Is the newest answer that to this document, beside that of the variant it is compared with?
    pub fn has_answered(&self, project: &Arc<Project>, wish: RasterWish, against: Option<Uuid>) -> bool {
        let other = other_side(project, against).map(|(variant, _)| variant);
        self.answer.as_ref().is_some_and(|answer| {
            (Arc::ptr_eq(&answer.project, project) || answer.project == *project)
                && answer.wish == wish
                && answer.other.as_ref().map(|other| other.variant) == other
                && answer.tried.as_ref().map(|tried| &*tried.of) == self.trial()
        })
    }

    /// Takes over what the engine has finished.
    pub fn poll(&mut self) {
        let brought = self.engine.take_answer().filter(|_| !self.is_from_memory);
        let Some(mut answer) = brought else { return };
        if let Some(asked) = self.last_request.as_ref().filter(|asked| asked.key == answer.key) {
            // What stands on the board may have changed meanwhile.
            answer = of_document(answer, &asked.project);
        }
        let project = &answer.project;
        // What is being dragged goes by; before and after are asked for again.
        let is_drawing = answer.tried.as_ref().is_some_and(|tried| tried.of.id.is_nil());
        let is_document = Arc::ptr_eq(project, self.history.current()) || project.plan.interventions().is_empty();
        if is_document && !is_drawing {
            self.answers.keep(answer.key, answer.clone());
        }
        self.answer = Some(answer);
    }

    /// The newest answer, which may belong to an earlier document than the current one.
    pub fn answer(&self) -> Option<&Arc<Answer>> {
        self.answer.as_ref()
    }

    /// What the engine is doing.
    pub fn status(&self) -> EngineStatus {
        self.engine.status()
    }

    /// Stops what is running; the same is not computed until [`Session::again`] or another request.
    pub fn cancel(&self) {
        self.engine.cancel();
    }

    /// Was the newest request stopped by [`Session::cancel`]?
    pub fn is_cancelled(&self) -> bool {
        self.engine.is_cancelled()
    }

    /// Lets the next request compute what was stopped.
    pub fn again(&mut self) {
        self.engine.forget();
        self.last_request = None;
    }

    /// Goes on with the same document on another ground, without an answer yet: a step that can be taken back.
    pub fn stand_on(&mut self, standing: Standing, what: LayersEdit) {
        self.history.stand_on(standing, Edit::Layers(what));
        self.begin_anew();
    }

    fn follow_ground(&mut self, edit: &Edit) {
        if matches!(edit, Edit::Layers(_)) {
            self.begin_anew();
        }
    }

    /// Drops what was planned on the previous ground, when twins were split or joined.
    fn follow_twins(&mut self, before: &Arc<Situation>) {
        if !Arc::ptr_eq(before, self.situation()) {
            self.planned = PlannedGrounds::default();
            self.last_request = None;
        }
    }

    /// Drops everything that rests on the previous ground.
    fn begin_anew(&mut self) {
        self.answer = None;
        self.planned = PlannedGrounds::default();
        self.answers = LastUsed::new(MOST_ANSWERS);
        self.last_request = None;
        // The running answer is about the previous ground.
        self.engine = engine_with(&self.wake);
        self.is_from_memory = false;
    }
}

fn engine_with(wake: &Arc<dyn Fn() + Send + Sync>) -> Engine {
    let wake = wake.clone();
    Engine::start(move || wake())
}

/// The same answer to a document that asks the same.
fn of_document(answer: Arc<Answer>, project: &Arc<Project>) -> Arc<Answer> {
    if Arc::ptr_eq(&answer.project, project) {
        return answer;
    }
    Arc::new(Answer { project: project.clone(), ..Answer::clone(&answer) })
}

/// What a document is compared with, and what that changes; nothing when that is what the document itself changes.
fn other_side(project: &Project, against: Option<Uuid>) -> Option<(Option<Uuid>, &[Intervention])> {
    let there = against.and_then(|id| project.plan.variant(id));
    let interventions = there.map_or(&[][..], |variant| &variant.interventions);
    (interventions != project.plan.interventions()).then_some((there.map(|variant| variant.id), interventions))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::workshop::StickyNote;
    use crate::import::normenkader::standard;
    use crate::project::{BoardEdit, BoardItem};

    #[test]
    fn what_was_stopped_is_computed_after_the_next_edit_also_where_it_does_not_rest_on_that() {
        let mut session = Session::new(Arc::default(), Project::new(standard()), || {});
        let ask = |session: &mut Session| {
            let document = session.project().clone();
            session.request(&document, RasterWish::Nothing, None);
        };
        ask(&mut session);
        session.cancel();
        ask(&mut session);
        assert!(session.is_cancelled(), "the same is not computed again by itself");
        let (id, text) = (Uuid::from_u128(1), "Bankje".to_owned());
        let note = StickyNote { id, text, point: None, round: None, table: String::new(), made: String::new() };
        session.edit(Edit::Board(BoardEdit::put(BoardItem::Note(note))));
        ask(&mut session);
        assert!(!session.is_cancelled());
    }
}
