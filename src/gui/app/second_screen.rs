//! A second window for the projector: what the presenter shows, while the laptop keeps the panels.

use egui::{CentralPanel, Context, ViewportBuilder, ViewportId};

use super::features::Features;
use super::on_map::OnMap;
use crate::gui::kit::theme::presented::{set_presenting, zoom_for};
use crate::gui::map::{MapInput, compared};
use crate::gui::presenter::overlay::{self, Parts, Shown};
use crate::gui::state::{MapMove, ViewState};
use crate::gui::wish::View;
use crate::nl::window as nl;

/// Size of the window where it does not fill a screen, in points.
const SIZE: [f32; 2] = [960.0, 540.0];
/// The screen that it fills, where there is one: the second.
const SCREEN: usize = 1;

/// The window and its own map, which looks where the laptop's looks.
pub(super) struct SecondScreen {
    map: OnMap,
    zoom: f32,
    at: Option<geo::Rect<f64>>,
}

impl Default for SecondScreen {
    fn default() -> Self {
        Self { map: OnMap::default(), zoom: 1.0, at: None }
    }
}

impl SecondScreen {
    /// Can there be a second window here?
    pub(super) fn is_possible(ctx: &Context) -> bool {
        !ctx.embed_viewports()
    }

    /// Shows the window while it is wanted.
    pub(super) fn show(
        &mut self,
        ctx: &Context,
        input: &MapInput<'_>,
        view: &View<'_>,
        state: &ViewState,
        features: &mut Features,
    ) {
        if !features.room.second_screen {
            self.at = None;
            return;
        }
        let (mut shown, mut room, mut presenter) = (state.clone(), features.room.clone(), features.presenter.clone());
        shown.animate = false;
        // What the laptop shows without cards over it is not to lie below those of the projector.
        let to = if presenter.is_on() { MapMove::Exactly } else { MapMove::BetweenCards };
        shown.map_move = state.shown_bounds.filter(|bounds| self.at != Some(*bounds)).map(to);
        room.card = None;
        self.at = state.shown_bounds;
        let builder = ViewportBuilder::default()
            .with_title(nl::room::PRESENT)
            .with_app_id(nl::PRODUCT)
            .with_inner_size(SIZE)
            .with_monitor(SCREEN);
        // The projector's window has a scale of its own; that of the laptop is the same again when it is drawn.
        let scale = ctx.zoom_factor();
        ctx.options_mut(|options| options.zoom_factor = self.zoom);
        set_presenting(true);
        let closed = ctx.show_viewport_immediate(ViewportId::from_hash_of("beamer"), builder, |ui, _| {
            let wanted = zoom_for(ui.ctx().content_rect().size() * self.zoom);
            if (wanted - self.zoom).abs() > f32::EPSILON {
                self.zoom = wanted;
                self.at = None;
                ctx.request_repaint();
            }
            CentralPanel::no_frame().show(ui, |ui| {
                let rect = ui.available_rect_before_wrap();
                // What is pointed at there is not chosen here.
                let _looked_at = self.map.ui(ui, input, &mut shown, &mut room);
                compared::swipe_ui(ui, rect, input.answer, &mut shown);
                let on_ballot = Shown { ballot: room.ballot(view.project), by_votes: room.by_votes };
                let parts = Parts::WithoutBar;
                let _no_bar = overlay::ui(ui.ctx(), rect, view, &mut shown, &mut presenter, on_ballot, parts);
            });
            ui.input(|input| input.viewport().close_requested())
        });
        set_presenting(false);
        ctx.options_mut(|options| options.zoom_factor = scale);
        if closed {
            features.room.second_screen = false;
        }
    }
}
