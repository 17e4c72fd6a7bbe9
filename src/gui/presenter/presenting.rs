//! The presentation itself: bookmarks on the arrow keys and the number keys, and the way back to what showed before.

use std::sync::Arc;

use egui::{Context, Key, Modifiers};
use geo::Rect;
use uuid::Uuid;

use crate::domain::workshop::Bookmark;
use crate::gui::state::{Basemap, Layers, MapMove, Tool, ViewState, bookmarks};
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
}

/// The presentation.
#[derive(Debug, Clone, Default)]
pub struct Presenter {
    before: Option<Box<Before>>,
    /// The variant that shows instead of the one that is worked on; this is no edit.
    shown_variant: Option<Option<Uuid>>,
    /// Does the stemming show, instead of the figures?
    pub shows_ballot: bool,
}

/// The position of the bookmark that was shown last.
pub(super) fn position(state: &ViewState, bookmarks: &[Arc<Bookmark>]) -> Option<usize> {
    bookmarks.iter().position(|bookmark| Some(bookmark.id) == state.bookmark)
}

impl Presenter {
    /// Is it going on?
    pub fn is_on(&self) -> bool {
        self.before.is_some()
    }

    /// The variant that a bookmark shows instead of the one that is worked on.
    pub fn shown_variant(&self) -> Option<Option<Uuid>> {
        self.shown_variant
    }

    /// Begins.
    pub fn start(&mut self, state: &mut ViewState) {
        let before = Before {
            layers: state.layers.clone(),
            raster: state.raster,
            basemap: state.basemap,
            bounds: state.shown_bounds,
        };
        // A room has another shape and scale: all that was in sight stays in sight.
        state.map_move = state.shown_bounds.map(MapMove::BetweenCards).or(state.map_move);
        if matches!(state.tool, Tool::Measure(_)) {
            state.tool = Tool::Look;
        }
        state.draft.abandon();
        state.bookmark = None;
        *self = Self { before: Some(Box::new(before)), ..Self::default() };
    }

    /// Ends: everything is again as it was, the ground on the map too.
    pub fn stop(&mut self, state: &mut ViewState) {
        if let Some(before) = std::mem::take(self).before {
            state.layers = before.layers;
            state.raster = before.raster;
            state.basemap = before.basemap;
            state.map_move = before.bounds.map(MapMove::Exactly).or(state.map_move);
            state.bookmark = None;
        }
    }

    /// Goes to the next bookmark or the one before; at the ends it stays.
    pub fn step(&mut self, state: &mut ViewState, project: &Project, forward: bool) {
        let list = &project.board.bookmarks;
        let at = position(state, list);
        let to = match (at, forward) {
            (None, true) => 0,
            (None, false) => list.len().saturating_sub(1),
            (Some(at), true) => (at + 1).min(list.len() - 1),
            (Some(at), false) => at.saturating_sub(1),
        };
        self.jump(state, project, to);
    }

    /// Goes to a bookmark by its position.
    pub fn jump(&mut self, state: &mut ViewState, project: &Project, idx: usize) {
        if let Some(bookmark) = project.board.bookmarks.get(idx) {
            bookmarks::show(state, bookmark, MapMove::BetweenCards);
            self.shown_variant = Some(bookmark.variant.filter(|variant| project.plan.variant(*variant).is_some()));
        }
    }

    /// The keys of the presentation: arrows and page keys go through the bookmarks, number keys jump. Before every other key. True
    /// when one was pressed.
    pub fn keys(&mut self, ctx: &Context, state: &mut ViewState, project: &Project) -> bool {
        const NUMBERS: [Key; 9] =
            [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
        if !self.is_on() || ctx.text_edit_focused() {
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
                self.step(state, project, forward);
            }
        }
        for (idx, key) in NUMBERS.into_iter().enumerate() {
            if pressed(key) {
                self.jump(state, project, idx);
            }
        }
        any
    }
}
