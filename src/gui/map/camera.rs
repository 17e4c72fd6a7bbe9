//! Where the map stands and goes: flights, arrow keys, and the limits of the region.

use egui::{Key, Rect, Response, Ui, Vec2, vec2};
use geo::Coord;
use walkers::MapMemory;

use super::flight::{Flight, MAX_ZOOM, Stand};
use super::projection::{self, FIT_MARGIN, Viewport, points_per_meter, zoom_from_points_per_meter};
use crate::gui::kit::presented_areas::free_of_cards;
use crate::gui::state::MapMove;

/// Metres per point after flying to a place.
const FLY_TO_M: f64 = 5.0;
/// How far an arrow key moves the map, in points.
const ARROW_POINTS: f32 = 80.0;
/// How much nearer a click on a marker for several places goes at most, in zoom levels.
const MOST_NEARER: f64 = 3.0;

/// Where the map stands, and where it is on its way to.
#[derive(Default)]
pub struct Camera {
    /// As the widget remembers it.
    pub memory: MapMemory,
    flight: Option<Flight>,
}

impl Camera {
    /// Is the map on its way to where it is to go?
    pub fn is_moving(&self) -> bool {
        self.flight.is_some()
    }

    /// Stands where it is: who takes the map in hand ends the flight.
    pub fn land(&mut self) {
        self.flight = None;
    }

    /// What the map shows in a rectangle of the screen.
    pub fn viewport(&self, region: geo::Rect<f64>, rect: Rect, pixels_per_point: f32) -> Viewport {
        let Stand { center, zoom } = self.stand(region);
        Viewport { rect, center, zoom, pixels_per_point }
    }

    /// Moves the map along its flight and returns where it put it.
    pub fn fly(&mut self, ctx: &egui::Context, now: f64) -> Option<Stand> {
        let flight = self.flight?;
        let stand = flight.at(now);
        if stand.is_none() {
            self.flight = None;
        } else {
            ctx.request_repaint();
        }
        let stand = stand.unwrap_or(flight.to);
        self.set(stand);
        Some(stand)
    }

    /// Where it stands.
    pub fn stand(&self, region: geo::Rect<f64>) -> Stand {
        let center = self.memory.detached().map_or(region.center(), |at| Coord { x: at.x(), y: at.y() });
        Stand { center, zoom: self.memory.zoom() }
    }

    fn set(&mut self, stand: Stand) {
        self.memory.center_at(walkers::lon_lat(stand.center.x, stand.center.y));
        // A zoom level within the limits of the program lies within those of the widget.
        let _within_limits = self.memory.set_zoom(stand.zoom.clamp(0.0, MAX_ZOOM));
    }

    /// Goes somewhere: gliding from `now` on, or at once without it and when the map does not stand anywhere yet.
    pub fn go(&mut self, map_move: MapMove, region: geo::Rect<f64>, rect: Rect, now: Option<f64>) {
        let from = self.stand(region);
        // A second step while the first is under way goes on from where that one ends.
        let last = self.flight.map_or(from, |flight| flight.to);
        let to = match map_move {
            MapMove::WholeRegion => Stand::fitting(region, rect),
            MapMove::Fit(bounds) => {
                let Stand { center, zoom } = Stand::fitting(bounds, rect.shrink(0.12 * rect.size().min_elem()));
                Stand { center, zoom: zoom.min(zoom_from_points_per_meter(1.0 / 2.0)) }
            }
            MapMove::FlyTo(center) => {
                let near = zoom_from_points_per_meter(1.0 / FLY_TO_M);
                Stand { center, zoom: last.zoom.max(near) }
            }
            MapMove::Exactly(bounds) => Stand::fitting(bounds, without_margin(rect)),
            MapMove::BetweenCards(bounds) => {
                let free = free_of_cards(rect);
                let Stand { center, zoom } = Stand::fitting(bounds, without_margin(free));
                let zoom = Stand { center, zoom }.within(region, rect).zoom;
                let scale = points_per_meter(zoom);
                // Beside the legend at the left of what is free, since the figure may stand at the right; else in the middle.
                let has_column = rect.center().x < free.center().x;
                let beside = f64::from(rect.center().x - free.left()) - 0.5 * bounds.width() * scale;
                let left = if has_column { beside } else { 0.0 };
                let up = f64::from(free.center().y - rect.center().y);
                Stand { center: center + Coord { x: left / scale, y: up / scale }, zoom }
            }
            MapMove::Zoom(by) => Stand { center: last.center, zoom: last.zoom + by },
        };
        self.go_to(to.within(region, rect), from, now);
    }

    fn go_to(&mut self, to: Stand, from: Stand, now: Option<f64>) {
        self.flight = match now {
            Some(since) if self.memory.detached().is_some() && from != to => Some(Flight { from, to, since }),
            _ => None,
        };
        if self.flight.is_none() {
            self.set(to);
        }
    }

    /// With the focus on it, arrows move the map.
    pub fn keys(&mut self, ui: &Ui, response: &Response) {
        if !response.has_focus() {
            return;
        }
        ui.memory_mut(|memory| {
            let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
            memory.set_focus_lock_filter(response.id, arrows);
        });
        let by = ui.input(|input| {
            let step = |less, more| f32::from(i8::from(input.key_pressed(more)) - i8::from(input.key_pressed(less)));
            ARROW_POINTS * vec2(step(Key::ArrowLeft, Key::ArrowRight), step(Key::ArrowUp, Key::ArrowDown))
        });
        if let (true, Some(at)) = (by != Vec2::ZERO, self.memory.detached()) {
            let meters = 1.0 / projection::points_per_meter(self.memory.zoom());
            self.memory
                .center_at(walkers::lon_lat(at.x() + f64::from(by.x) * meters, at.y() - f64::from(by.y) * meters));
        }
    }

    /// Neither farther out than the region nor away from it.
    pub fn stay_within(&mut self, region: geo::Rect<f64>, rect: Rect) {
        let Some(at) = self.memory.detached() else { return };
        let stand = Stand { center: Coord { x: at.x(), y: at.y() }, zoom: self.memory.zoom() };
        let clamped = stand.within(region, rect);
        if clamped.zoom.to_bits() != stand.zoom.to_bits() {
            let _within_limits = self.memory.set_zoom(clamped.zoom);
        }
        if clamped.center != stand.center {
            self.memory.center_at(walkers::lon_lat(clamped.center.x, clamped.center.y));
        }
    }

    /// Goes to a box of RD, a zoom level nearer at least; false when that is not possible.
    pub fn go_nearer(
        &mut self,
        bounds: geo::Rect<f64>,
        viewport: &Viewport,
        region: geo::Rect<f64>,
        now: Option<f64>,
    ) -> bool {
        if viewport.zoom > MAX_ZOOM - 0.01 {
            return false;
        }
        let Stand { center, zoom } =
            Stand::fitting(bounds, viewport.rect.shrink(0.25 * viewport.rect.size().min_elem()));
        let to = Stand { center, zoom: zoom.clamp(viewport.zoom + 1.0, viewport.zoom + MOST_NEARER) };
        self.go_to(to.within(region, viewport.rect), self.stand(region), now);
        true
    }
}

/// A rectangle in which something fits as if it were this one without a margin.
fn without_margin(rect: Rect) -> Rect {
    Rect::from_center_size(rect.center(), FIT_MARGIN * rect.size())
}
