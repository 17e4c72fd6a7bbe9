//! What F5 shows: the map for a room, without panels, with bookmarks on the arrow keys and the number keys.

pub mod bookmarks;
mod overlay;
mod second_screen;

pub use overlay::{AREAS, Parts, free_of_cards, ui};
pub use second_screen::SecondScreen;

use std::sync::Arc;

use egui::{Context, Key, Modifiers};
use geo::Rect;
use uuid::Uuid;

use super::map_layers::Layers;
use super::room::panel::RoomTab;
use super::view_state::{Basemap, MapMove, ViewState};
use crate::domain::workshop::Bookmark;
use crate::project::Project;
use crate::session::RasterWish;

/// What showed before the presentation, to come back to.
#[derive(Debug, Clone)]
struct Before {
    layers: Layers,
    raster: RasterWish,
    basemap: Basemap,
    /// What part of RD the map showed, once it was drawn.
    bounds: Option<Rect<f64>>,
    /// The panel of the werkatelier, if it was open.
    tab: Option<RoomTab>,
}

/// The document with another variant showing: of which document, and as it shows.
#[derive(Debug, Clone)]
struct Shown {
    of: Arc<Project>,
    project: Arc<Project>,
}

/// The presentation.
#[derive(Debug, Clone, Default)]
pub struct Presenter {
    before: Option<Box<Before>>,
    /// The bookmark that shows.
    at: Option<Uuid>,
    /// The variant that shows instead of the one that is worked on; this is no edit.
    shown_variant: Option<Option<Uuid>>,
    shown: Option<Shown>,
    /// Does the stemming show, instead of the figures?
    pub shows_ballot: bool,
}

impl Presenter {
    /// Is it going on?
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.before.is_some()
    }

    /// The variant that a bookmark shows instead of the one that is worked on.
    #[must_use]
    pub fn shown_variant(&self) -> Option<Option<Uuid>> {
        self.shown_variant
    }

    /// The position of the bookmark that shows.
    #[must_use]
    pub fn position(&self, bookmarks: &[Arc<Bookmark>]) -> Option<usize> {
        bookmarks.iter().position(|bookmark| Some(bookmark.id) == self.at)
    }
}

/// Begins the presentation, or ends it.
pub fn toggle(state: &mut ViewState) {
    if state.room.presenter.is_on() {
        stop(state);
    } else {
        start(state);
    }
}

fn start(state: &mut ViewState) {
    let before = Before {
        layers: state.layers.clone(),
        raster: state.raster,
        basemap: state.basemap,
        bounds: state.shown_bounds,
        tab: state.room.tab,
    };
    // A room has another shape and scale: all that was in sight stays in sight.
    state.map_move = state.shown_bounds.map(MapMove::BetweenCards).or(state.map_move);
    state.room.presenter = Presenter { before: Some(Box::new(before)), ..Presenter::default() };
    state.room.tab = None;
    state.help = None;
    state.tour = None;
    state.measure = None;
    state.edit_norms(false);
}

/// Ends the presentation: everything is again as it was, the ground on the map and the panel of the werkatelier too.
pub fn stop(state: &mut ViewState) {
    let presenter = std::mem::take(&mut state.room.presenter);
    if let Some(before) = presenter.before {
        state.layers = before.layers;
        state.raster = before.raster;
        state.basemap = before.basemap;
        state.map_move = before.bounds.map(MapMove::Exactly).or(state.map_move);
        state.room.tab = state.room.tab.or(before.tab);
    }
}

/// Goes to the next bookmark or the one before; at the ends it stays.
pub fn step(state: &mut ViewState, project: &Project, forward: bool) {
    let list = &project.board.bookmarks;
    let at = state.room.presenter.position(list);
    let to = match (at, forward) {
        (None, true) => 0,
        (None, false) => list.len().saturating_sub(1),
        (Some(at), true) => (at + 1).min(list.len() - 1),
        (Some(at), false) => at.saturating_sub(1),
    };
    jump(state, project, to);
}

/// Goes to a bookmark by its position.
pub fn jump(state: &mut ViewState, project: &Project, idx: usize) {
    if let Some(bookmark) = project.board.bookmarks.get(idx) {
        bookmarks::show(state, bookmark);
        state.room.presenter.shown_variant =
            Some(bookmark.variant.filter(|variant| project.plan.variant(*variant).is_some()));
    }
}

/// The keys of the presentation: arrows and page keys go through the bookmarks, number keys jump. Before every other key. True
/// when one was pressed.
pub fn keys(ctx: &Context, state: &mut ViewState, project: &Project) -> bool {
    const NUMBERS: [Key; 9] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    if !state.room.presenter.is_on() || ctx.text_edit_focused() {
        return false;
    }
    let mut any = false;
    let mut pressed = |key| {
        let is_pressed = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        any |= is_pressed;
        is_pressed
    };
    // A presenter's remote control sends page keys.
    for (key, forward) in
        [(Key::ArrowRight, true), (Key::PageDown, true), (Key::ArrowLeft, false), (Key::PageUp, false)]
    {
        if pressed(key) {
            step(state, project, forward);
        }
    }
    for (idx, key) in NUMBERS.into_iter().enumerate() {
        if pressed(key) {
            jump(state, project, idx);
        }
    }
    any
}

/// Lets the variant of the bookmark show: as a draft of the document, so that nothing is edited.
pub fn show_variant(state: &mut ViewState, project: &Arc<Project>) {
    let presenter = &mut state.room.presenter;
    let Some(variant) = presenter.shown_variant.filter(|variant| *variant != project.plan.active) else {
        presenter.shown = None;
        return;
    };
    let still_serves = |shown: &&Shown| Arc::ptr_eq(&shown.of, project) && shown.project.plan.active == variant;
    let serving = presenter.shown.as_ref().filter(still_serves).map(|shown| shown.project.clone());
    let shown = serving.unwrap_or_else(|| {
        let mut other = Project::clone(project);
        other.plan.active = variant;
        let other = Arc::new(other);
        presenter.shown = Some(Shown { of: project.clone(), project: other.clone() });
        other
    });
    state.draft.show(shown);
}
