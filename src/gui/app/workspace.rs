//! What all parts of the window work on: the project that shows, what the window remembers of looking at it, and the map.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use super::features::Features;
use super::first_load::FirstLoad;
use super::on_map::OnMap;
use super::ready::{Document, Ready};
use crate::domain::baseline::{Baseline, Role};
use crate::domain::problem::Problem;
use crate::gui::kit::choosing::Purpose;
use crate::gui::kit::job::Job;
use crate::gui::state::{Comparison, MapMove, Recent, Selection, SketchHabits, Timer, Tool, ViewState, trial};
use crate::gui::work::opening::NewGround;
use crate::nl::window as nl;
use crate::project::{BoardEdit, Edit, LayersEdit};
use crate::session::EngineStatus;

/// How far the window is.
pub(super) enum Phase {
    Loading(Job<FirstLoad>),
    /// A sentence.
    Failed(String),
    Ready(Box<Ready>),
}

pub(super) struct Workspace {
    pub(super) ctx: egui::Context,
    pub(super) phase: Phase,
    pub(super) state: ViewState,
    pub(super) features: Features,
    pub(super) map: OnMap,
    /// What was opened last.
    pub(super) recent: Recent,
    /// What was wrong with the layers as they are now, for the report.
    pub(super) problems: Vec<Problem>,
    /// How long reading them took.
    pub(super) reading: Duration,
    /// For what a file or folder is to be chosen once what is being done is done.
    pub(super) to_choose: Option<Purpose>,
    failure_told: bool,
}

impl Workspace {
    pub(super) fn new(ctx: egui::Context, loading: Job<FirstLoad>, state: ViewState) -> Self {
        Self {
            ctx,
            phase: Phase::Loading(loading),
            state,
            features: Features::default(),
            map: OnMap::default(),
            recent: Recent::default(),
            problems: Vec::new(),
            reading: Duration::ZERO,
            to_choose: None,
            failure_told: false,
        }
    }

    pub(super) fn ready(&self) -> Option<&Ready> {
        if let Phase::Ready(ready) = &self.phase { Some(ready) } else { None }
    }

    pub(super) fn ready_mut(&mut self) -> Option<&mut Ready> {
        if let Phase::Ready(ready) = &mut self.phase { Some(ready) } else { None }
    }

    pub(super) fn document(&self) -> Option<Document> {
        self.ready().map(Ready::document)
    }

    /// Is this the ground that shows?
    pub(super) fn stands_on(&self, ground: &Arc<Baseline>) -> bool {
        self.ready().is_some_and(|ready| Arc::ptr_eq(ready.session.baseline(), ground))
    }

    /// Does the newest answer not belong to what is shown yet?
    pub(super) fn is_computing(&self) -> bool {
        match &self.phase {
            Phase::Loading(_) => true,
            Phase::Failed(_) => false,
            Phase::Ready(ready) => {
                let against = ready.against(&self.state);
                let answered = ready.session.has_answered(&ready.shown, self.state.raster, against);
                !answered && ready.session.status() != EngineStatus::Failed && !ready.session.is_cancelled()
            }
        }
    }

    /// Takes over what the engine has found, and what follows at once from what is shown.
    pub(super) fn refresh(&mut self) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        ready.refresh(&self.state, &self.features);
        let failed = ready.session.status() == EngineStatus::Failed;
        if failed && !self.failure_told {
            self.state.tell(nl::ENGINE_FAILED, true);
        }
        self.failure_told = failed;
    }

    /// Asks the engine about what shows.
    pub(super) fn request(&mut self) {
        let Self { phase, state, features, .. } = self;
        let Phase::Ready(ready) = phase else { return };
        let asked = ready.asked(state, features);
        let chosen = state.selection.sketch().and_then(|id| asked.board.sketch(id));
        ready.session.try_zone(trial(state.tool.sketching(), chosen, state.sketch_habits.radius_m));
        ready.session.request(&asked, state.raster, ready.against(state));
    }

    /// Whatever is being dragged comes to nothing.
    pub(super) fn abandon_drag(&mut self) {
        self.ctx.stop_dragging();
        self.state.abandon_drag();
    }

    /// Changes the document. What is done to a variant shows.
    pub(super) fn edit(&mut self, edit: Edit) {
        self.state.comparison.shows_before &= !matches!(edit, Edit::Plan(_));
        if let Some(ready) = self.ready_mut() {
            ready.session.edit(edit);
        }
    }

    /// What is being written in the room is work too: it comes on the board.
    pub(super) fn hand_in(&mut self) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        let put = self.features.room.hand_in(ready.session.project(), self.state.timer.round());
        if !put.is_empty() {
            ready.session.edit(Edit::Board(BoardEdit { remove: Vec::new(), put }));
        }
    }

    /// Goes on with the same document on another ground, from which these roles went.
    pub(super) fn take_ground(&mut self, ground: NewGround, gone: &BTreeSet<Role>, what: LayersEdit) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        let problems = self.problems.clone();
        // Let go of what was wrong with files whose layer is replaced.
        self.problems.retain(|problem| problem.role.is_none_or(|role| !gone.contains(&role)));
        let was_empty = ready.session.baseline().layers.iter().all(|layer| layer.n_features == 0);
        ready.stand_on(ground, what, &problems);
        self.map.on_new_ground();
        if was_empty {
            self.state.map_move = Some(MapMove::WholeRegion);
        }
        self.ctx.request_repaint();
    }

    /// Follows undo and redo to another ground.
    pub(super) fn follow_ground(&mut self) {
        if let Phase::Ready(ready) = &mut self.phase
            && ready.follow_ground(&mut self.problems)
        {
            self.map.on_new_ground();
        }
    }

    /// Goes on with another project.
    pub(super) fn take_project(&mut self, ready: Box<Ready>, problems: Vec<Problem>) {
        self.phase = Phase::Ready(ready);
        self.problems = problems;
        self.map.on_new_ground();
        let state = &mut self.state;
        state.selection = Selection::Nothing;
        state.abandon_drag();
        (state.tool, state.comparison, state.timer) = (Tool::Look, Comparison::default(), Timer::default());
        state.bookmark = None;
        state.sketch_habits = SketchHabits::default();
        self.features.on_new_project();
        state.map_move = Some(MapMove::WholeRegion);
    }
}
