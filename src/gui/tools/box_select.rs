//! A box drawn on the map with shift and the mouse: what lies within becomes the selection.

use egui::{Key, PointerButton, Rect, Shape, Stroke, Ui};
use geo::Coord;

use crate::gui::kit::dragging::was_let_go;
use crate::gui::kit::theme::palette;
use crate::gui::kit::widgets::around;
use crate::gui::map::Canvas;
use crate::gui::state::Selection;

/// A box of fewer points than this on a side was a click that slipped.
const SMALLEST: f32 = 5.0;

/// Dash and gap of the box, in points.
const DASH: [f32; 2] = [7.0, 4.0];

/// The box that is being drawn.
#[derive(Debug, Clone, Copy, Default)]
pub struct BoxSelect {
    corner: Option<Coord<f64>>,
}

impl BoxSelect {
    /// Is the mouse for the box rather than for the map now?
    pub fn takes_the_mouse(&self, ui: &Ui) -> bool {
        self.corner.is_some() || ui.input(|input| input.modifiers.shift)
    }

    /// Follows the mouse and returns the selection when the box is done; with the focus on the map, shift and Enter
    /// select all that shows.
    pub fn follow(&mut self, ui: &Ui, canvas: &Canvas) -> Option<Selection> {
        let Canvas { response, viewport, .. } = canvas;
        let shift = ui.input(|input| input.modifiers.shift);
        if shift && response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            return Some(Selection::Box(viewport.covered(0.0)));
        }
        if shift && response.drag_started_by(PointerButton::Primary) {
            let origin = ui.input(|input| input.pointer.press_origin());
            self.corner = origin.map(|at| viewport.place(at).0.0);
        }
        if !was_let_go(response) {
            self.corner = self.corner.filter(|_| response.dragged());
            return None;
        }
        let from = viewport.screen(self.corner.take()?);
        let drawn = Rect::from_two_pos(from, response.interact_pointer_pos()?).intersect(viewport.rect);
        let large_enough = drawn.width() >= SMALLEST && drawn.height() >= SMALLEST;
        large_enough
            .then(|| Selection::Box(geo::Rect::new(viewport.place(drawn.min).0.0, viewport.place(drawn.max).0.0)))
    }

    /// Paints the box that is being drawn, or the chosen one.
    pub fn paint(&self, canvas: &Canvas, selection: Selection) {
        let Canvas { painter, viewport, response } = canvas;
        let drawn = match (self.corner, response.interact_pointer_pos(), selection) {
            (Some(corner), Some(at), _) => Rect::from_two_pos(viewport.screen(corner), at),
            (None, _, Selection::Box(bounds)) => {
                Rect::from_two_pos(viewport.screen(bounds.min()), viewport.screen(bounds.max()))
            }
            _ => return,
        };
        let p = palette();
        // A side far outside the map would be a great many dashes.
        let rect = drawn.intersect(viewport.rect.expand(20.0));
        if !rect.is_positive() {
            return;
        }
        painter.rect_filled(rect, 0.0, p.site.gamma_multiply(0.08));
        let corners = around(rect);
        painter.add(Shape::line(corners.to_vec(), Stroke::new(4.5, p.halo.gamma_multiply(0.8))));
        painter.extend(Shape::dashed_line(&corners, Stroke::new(2.2, p.site), DASH[0], DASH[1]));
    }
}
