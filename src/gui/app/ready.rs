//! The session with everything that the window shows of it.

use std::sync::Arc;

use uuid::Uuid;

use super::features::Features;
use crate::analysis::assessment::{PlaceAssessment, assess};
use crate::crs::RdPoint;
use crate::domain::baseline::Baseline;
use crate::domain::norm::NormSet;
use crate::domain::problem::Problem;
use crate::gui::map::drawn_ground::DrawnGround;
use crate::gui::map::input::MapInput;
use crate::gui::state::{ShownDocument, ViewState};
use crate::gui::wish::variants::{ChangeMark, SubjectPlaces, change_marks, subject_names};
use crate::gui::wish::{Command, View};
use crate::gui::work::opening::NewGround;
use crate::project::{LayersEdit, MAX_GROUNDS, Project};
use crate::session::{PlannedGround, Session};

/// A project on its ground, as both were at some moment.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) project: Arc<Project>,
    pub(super) baseline: Arc<Baseline>,
}

impl Document {
    /// Is it the very same, and not one that was made to equal it?
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.project, &other.project) && Arc::ptr_eq(&self.baseline, &other.baseline)
    }
}

/// How many grounds are kept as they were drawn: as many as can be undone.
const MOST_GROUNDS: usize = MAX_GROUNDS;

/// A ground as it was drawn.
struct EarlierGround {
    of: Arc<Baseline>,
    ground: DrawnGround,
    /// What was wrong with its layers.
    problems: Vec<Problem>,
}

/// What there is once the layers are read.
pub(super) struct Ready {
    pub(super) session: Session,
    /// Of the ground without a variant.
    base: DrawnGround,
    /// What it was drawn of.
    base_of: Arc<Baseline>,
    /// Grounds that undoing or redoing may bring back, the newest last.
    earlier: Vec<EarlierGround>,
    /// Of the ground as it shows.
    ground: DrawnGround,
    planned: Arc<PlannedGround>,
    marks: Vec<ChangeMark>,
    /// Places of the ground that variants are about.
    known: SubjectPlaces,
    /// The name of what each intervention of the variant that is worked on is about.
    subjects: Vec<String>,
    /// A document, and the same with another variant in place of the one that is worked on.
    with_variant: Option<(Arc<Project>, Arc<Project>)>,
    pub(super) standard: Project,
    pub(super) shown: Arc<Project>,
    norms: NormSet,
    assessed: Option<(RdPoint, PlaceAssessment)>,
}

impl Ready {
    /// A project on its ground; takes as long as indexing it.
    pub(super) fn new(baseline: Arc<Baseline>, project: Project, wake: &egui::Context) -> Box<Self> {
        let ground = DrawnGround::new(&baseline);
        let base_of = baseline.clone();
        let ctx = wake.clone();
        let mut session = Session::new(baseline, project.clone(), move || ctx.request_repaint());
        let shown = session.project().clone();
        let norms = shown.effective_norms();
        let planned = session.planned(&shown);
        let mut ready = Self {
            session,
            base: ground.clone(),
            base_of,
            earlier: Vec::new(),
            ground,
            planned,
            marks: Vec::new(),
            known: SubjectPlaces::default(),
            subjects: Vec::new(),
            with_variant: None,
            standard: project,
            shown,
            norms,
            assessed: None,
        };
        ready.stand_anew();
        Box::new(ready)
    }

    pub(super) fn document(&self) -> Document {
        Document { project: self.session.project().clone(), baseline: self.session.baseline().clone() }
    }

    /// Takes over a new answer, and what follows from a new draft or selection at once.
    pub(super) fn refresh(&mut self, state: &ViewState, features: &Features) {
        self.session.poll();
        let shown = self.asked(state, features);
        let changed = !Arc::ptr_eq(&shown, &self.shown);
        if changed {
            self.shown = shown;
            self.norms = self.shown.effective_norms();
            self.take_over_variant();
        }
        let place = state.selection.place();
        if changed || place != self.assessed.as_ref().map(|(place, _)| *place) {
            self.assessed = place.map(|place| (place, assess(&self.planned.situation, &self.norms, place)));
        }
    }

    /// Takes over where places stand in the variant that shows.
    fn take_over_variant(&mut self) {
        let planned = self.session.planned(&self.shown);
        let step = planned.step_from(&self.planned);
        let is_same = Arc::ptr_eq(&planned, &self.planned);
        self.planned = planned;
        match step {
            _ if is_same => self.mark_changes(),
            Some((id, to)) => {
                self.ground.move_place(id, to);
                self.mark_changes();
            }
            None => self.stand_anew(),
        }
    }

    /// Goes on with the same document on another ground, a step that can be taken back; `problems` are those of the layers
    /// as they were.
    pub(super) fn stand_on(&mut self, new: NewGround, what: LayersEdit, problems: &[Problem]) {
        self.keep_ground(problems);
        let NewGround { standing, drawn } = new;
        (self.base, self.base_of) = (drawn, standing.baseline.clone());
        self.session.stand_on(standing, what);
        self.let_go_of_ground();
    }

    /// Follows the session to the ground that undoing or redoing brought; true when it is another. `problems` become those
    /// of its layers.
    pub(super) fn follow_ground(&mut self, problems: &mut Vec<Problem>) -> bool {
        let baseline = self.session.baseline().clone();
        if Arc::ptr_eq(&baseline, &self.base_of) {
            return false;
        }
        self.keep_ground(problems);
        match self.earlier.iter().position(|earlier| Arc::ptr_eq(&earlier.of, &baseline)) {
            Some(idx) => {
                let EarlierGround { ground, problems: of_then, .. } = self.earlier.remove(idx);
                (self.base, *problems) = (ground, of_then);
            }
            None => {
                self.base = DrawnGround::new(&baseline);
                *problems = baseline.layers.iter().flat_map(|layer| layer.problems.clone()).collect();
            }
        }
        self.base_of = baseline;
        self.let_go_of_ground();
        true
    }

    fn keep_ground(&mut self, problems: &[Problem]) {
        if self.earlier.len() == MOST_GROUNDS {
            self.earlier.remove(0);
        }
        let (of, ground) = (self.base_of.clone(), self.base.clone());
        self.earlier.push(EarlierGround { of, ground, problems: problems.to_vec() });
    }

    fn let_go_of_ground(&mut self) {
        self.planned = self.session.planned(&self.shown);
        self.stand_anew();
        self.assessed = None;
    }

    /// Draws the ground anew with the places of the variant that shows.
    fn stand_anew(&mut self) {
        self.ground = self.base.with_places_of(&self.planned.baseline);
        self.mark_changes();
    }

    /// Marks where the variant that shows differs from the ground.
    fn mark_changes(&mut self) {
        let document = self.session.project();
        let worked_on = self.shown.plan.active().or(document.plan.active());
        let interventions = worked_on.map_or(&[][..], |variant| &variant.interventions);
        let of_shown = self.shown.plan.interventions();
        self.known.look_up(self.session.baseline(), interventions.iter().chain(of_shown));
        self.subjects = subject_names(&self.known, interventions);
        self.marks = change_marks(&self.known, of_shown);
    }

    /// The document to show.
    pub(super) fn asked(&mut self, state: &ViewState, features: &Features) -> Arc<Project> {
        let document = self.session.project();
        let variant = match features.shown(state, document.plan.active) {
            ShownDocument::Document => return document.clone(),
            ShownDocument::Draft(draft) => return draft.clone(),
            ShownDocument::Variant(variant) => variant,
        };
        let is_of = |(of, with_variant): &&(Arc<Project>, Arc<Project>)| {
            Arc::ptr_eq(of, document) && with_variant.plan.active == variant
        };
        if let Some((_, with_variant)) = self.with_variant.as_ref().filter(is_of) {
            return with_variant.clone();
        }
        let mut with_variant = Project::clone(document);
        with_variant.plan.active = variant;
        let with_variant = Arc::new(with_variant);
        self.with_variant = Some((document.clone(), with_variant.clone()));
        with_variant
    }

    /// What the document that shows is compared with: "before", or what is worked on when that shows.
    pub(super) fn against(&self, state: &ViewState) -> Option<Uuid> {
        if state.comparison.shows_before { self.session.project().plan.active } else { state.comparison.against }
    }

    pub(super) fn view<'a>(&'a self, state: &ViewState, on: &'a [Command], exporting: bool) -> View<'a> {
        View {
            baseline: &self.planned.baseline,
            situation: &self.planned.situation,
            document: self.session.project(),
            subjects: &self.subjects,
            project: &self.shown,
            history: self.session.history(),
            standard: &self.standard,
            answer: self.session.answer().map(|answer| &**answer),
            status: self.session.status(),
            assessment: self.assessment(state),
            exporting,
            stopped: self.session.is_cancelled(),
            on,
        }
    }

    fn assessment(&self, state: &ViewState) -> Option<&PlaceAssessment> {
        self.assessed.as_ref().filter(|(place, _)| state.selection.place() == Some(*place)).map(|(_, found)| found)
    }

    pub(super) fn map_input(&self) -> MapInput<'_> {
        MapInput {
            ground: &self.ground,
            answer: self.session.answer().map(|answer| &**answer),
            norms: &self.norms,
            assessment: self.assessed.as_ref().map(|(_, found)| found),
            project: self.session.project(),
            marks: &self.marks,
            sketches: &self.shown.board.sketches,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::PlaceClass;
    use crate::domain::variant::Intervention;
    use crate::gui::wish::variants::intervene;
    use crate::import::normenkader;

    #[test]
    fn a_project_that_opens_on_a_variant_shows_its_places_where_they_stand_in_it() {
        let baseline = Arc::new(crate::demo::baseline());
        let (id, to) = (baseline.places[PlaceClass::Care][0].id, RdPoint::at(250_000.0, 480_000.0));
        let mut project = Project::new(normenkader::standard());
        intervene(&project, Intervention::MovePlace { id, to }, Uuid::from_u128(1)).apply(&mut project);
        let ready = Ready::new(baseline, project, &egui::Context::default());
        let drawn = ready.ground.places.iter().find(|place| place.id == id).expect("still there");
        assert_eq!(drawn.point, to);
        assert_eq!(ready.marks.len(), 1);
    }
}
