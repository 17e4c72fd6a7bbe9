//! Two variants on one map: what zones cover more and less, and a divider with one on either side.

use std::sync::Arc;

use egui::{Align2, CornerRadius, CursorIcon, Painter, Rect, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::bake::{Bake, Frame};
use super::derived::Derived;
use super::drawn_ground::DrawnGround;
use super::markers::{MarkerInput, Markers, MarkersKey};
use super::outline::DrawnArea;
use super::projection::Viewport;
use super::sprites::SpriteSheet;
use crate::analysis::key::Key;
use crate::gui::kit::theme::{self, TEXT_SIZE, marker_font, palette};
use crate::gui::kit::widgets::pill;
use crate::gui::state::{Layer, Layers, Selection, ViewState};
use crate::nl::window::plan as nl;
use crate::session::{Answer, OtherOutcome, PlannedGround};

/// Dash and gap around what zones no longer cover, in points.
const LOST_DASH: [f32; 2] = [6.0, 4.0];
/// How near the divider the pointer takes hold of it, in points.
const REACH: f32 = 12.0;
/// How far from the edges the divider stays, as a share of the map's width.
const EDGE: f32 = 0.04;
/// How far from the divider stands what it divides, beside its handle, in points.
const BESIDE: f32 = 19.0;

/// What the difference is drawn by.
#[derive(Debug, Clone, Copy, PartialEq)]
struct DifferenceKey {
    outcomes: Option<[Key; 2]>,
    swapped: bool,
}

/// What is compared with, prepared for drawing.
#[derive(Default)]
pub(super) struct Compared {
    other: Option<OtherOutcome>,
    /// The keys of the outcome in hand and of the other.
    outcomes: Option<[Key; 2]>,
    derived: Derived,
    /// The ground of the variant that it was drawn for.
    ground: Option<(Arc<PlannedGround>, DrawnGround)>,
    markers: Markers,
    gained: Option<DrawnArea>,
    lost: Option<DrawnArea>,
    difference: Bake<DifferenceKey>,
}

impl Compared {
    /// Prepares what an answer is compared with.
    pub(super) fn take_over(&mut self, answer: Option<&Answer>) {
        let other = answer.and_then(|answer| answer.other.as_ref());
        self.derived.take_over(other.map(|other| (other.outcome_key, &*other.outcome)));
        let outcomes = answer.zip(other).map(|(answer, other)| [answer.outcome_key, other.outcome_key]);
        if self.outcomes != outcomes {
            let area = |area: &geo::MultiPolygon<f64>| (!area.0.is_empty()).then(|| DrawnArea::new(area.clone()));
            self.gained = other.and_then(|other| area(&other.difference.gained.0));
            self.lost = other.and_then(|other| area(&other.difference.lost.0));
            self.outcomes = outcomes;
        }
        self.other = other.cloned();
        self.ground.take_if(|_| other.is_none());
    }

    /// Paints what zones cover more and less; with `swapped`, what is before shows and more is less.
    pub(super) fn paint_difference(&mut self, painter: &Painter, viewport: &Viewport, swapped: bool) {
        let key = DifferenceKey { outcomes: self.outcomes, swapped };
        self.difference.refresh(viewport, key, |frame, key| {
            let (gained, lost) = if key.swapped { (&self.lost, &self.gained) } else { (&self.gained, &self.lost) };
            (difference_shapes(frame, gained.as_ref(), lost.as_ref()), ())
        });
        self.difference.paint(painter, viewport);
    }

    /// Paints zones and near misses of the other variant left of the divider.
    pub(super) fn paint_other(&mut self, painter: &Painter, viewport: &Viewport, layers: &Layers) {
        self.derived.refresh(viewport, layers, Selection::Nothing);
        if layers.shows(Layer::NearMisses) {
            self.derived.near_miss_shapes.paint(painter, viewport);
        }
        if layers.shows(Layer::Zones) {
            self.derived.zone_shapes.paint(painter, viewport);
        }
    }

    /// Paints the markers and plus signs of the other variant left of the divider.
    pub(super) fn paint_other_markers(
        &mut self,
        painter: &Painter,
        viewport: &Viewport,
        ground: &DrawnGround,
        layers: &Layers,
        sheet: &SpriteSheet,
    ) {
        let Some(other) = &self.other else { return };
        let serves = |(planned, drawn): &(Arc<PlannedGround>, DrawnGround)| {
            *planned == other.ground && Arc::ptr_eq(&drawn.land, &ground.land)
        };
        let kept = self.ground.take().filter(serves);
        let made = || (other.ground.clone(), ground.with_places_of(&other.ground.baseline));
        let (_, ground) = self.ground.insert(kept.unwrap_or_else(made));
        let sites = &other.outcome.sites;
        let outcome = Some(other.outcome_key);
        let input = MarkerInput { ground, outcome, sites, selected_site: None, sheet };
        self.markers.refresh(viewport, MarkersKey::new(&input, layers), &input);
        self.markers.paint(painter, viewport);
        self.markers.paint_counts(painter, viewport);
        if layers.shows(Layer::NearMisses) {
            self.derived.paint_plus_signs(painter, viewport, Selection::Nothing);
        }
        self.markers.paint_ranks(painter, viewport, sites, None);
    }
}

/// Paints on one side of the divider only.
pub(super) fn on_side(painter: &Painter, side: Rect) -> Painter {
    painter.with_clip_rect(side.intersect(painter.clip_rect()))
}

fn difference_shapes(frame: &Frame, gained: Option<&DrawnArea>, lost: Option<&DrawnArea>) -> Vec<Shape> {
    let p = palette();
    let mut shapes = Vec::new();
    if let Some(area) = lost {
        shapes.push(area.fill(frame, p.care.gamma_multiply(0.45)));
        area.dashed(frame, Stroke::new(theme::line(2.4), p.care), LOST_DASH, &mut shapes);
    }
    if let Some(area) = gained {
        shapes.push(area.fill(frame, p.site.gamma_multiply(0.45)));
        area.outline(frame, Stroke::new(theme::line(2.4), p.site), &mut shapes);
    }
    shapes
}

/// The two sides of the map at a divider.
pub(super) fn sides(map: Rect, share: f32) -> [Rect; 2] {
    let x = map.left() + map.width() * share;
    [Rect::from_min_max(map.min, pos2(x, map.bottom())), Rect::from_min_max(pos2(x, map.top()), map.max)]
}

/// Shows the divider while the map is split and there is something to compare with.
pub fn swipe_ui(ui: &mut Ui, map: Rect, answer: Option<&Answer>, state: &mut ViewState) {
    let compares = answer.is_some_and(|answer| answer.other.is_some());
    if let Some(share) = state.comparison.swipe.as_mut().filter(|_| compares) {
        divider_ui(ui, map, share, state.comparison.shows_before);
    }
}

/// Shows the divider and lets it be dragged, by pointer or by arrow key.
fn divider_ui(ui: &mut Ui, map: Rect, share: &mut f32, before_is_shown: bool) {
    let [left, _] = sides(map, *share);
    let x = left.right();
    let strip = Rect::from_min_max(pos2(x - REACH, map.top()), pos2(x + REACH, map.bottom()));
    let response = ui.interact(strip, ui.scope_id().with("schuif"), Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::slider(true, f64::from(*share), nl::DIVIDER));
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        *share = ((at.x - map.left()) / map.width()).clamp(EDGE, 1.0 - EDGE);
    }
    if response.has_focus() {
        let step = ui.input(|i| {
            f32::from(i8::from(i.key_pressed(egui::Key::ArrowRight)) - i8::from(i.key_pressed(egui::Key::ArrowLeft)))
        });
        *share = (*share + 0.02 * step).clamp(EDGE, 1.0 - EDGE);
    }
    let p = palette();
    let painter = ui.painter().with_clip_rect(map);
    painter.vline(x, map.y_range(), Stroke::new(5.0, p.halo));
    painter.vline(x, map.y_range(), Stroke::new(theme::line(2.0), p.text));
    let handle = Rect::from_center_size(pos2(x, map.center().y), vec2(26.0, 34.0));
    let edge = if response.has_focus() { Stroke::new(2.5, p.accent) } else { Stroke::new(theme::line(1.5), p.text) };
    painter.rect(handle, CornerRadius::same(8), p.card, edge, StrokeKind::Inside);
    for by in [-4.0, 0.0, 4.0] {
        let y = handle.center().y;
        painter.vline(x + by, (y - 7.0)..=(y + 7.0), Stroke::new(theme::line(1.5), p.remark));
    }
    let [here, there] = if before_is_shown { [nl::AFTER, nl::BEFORE] } else { [nl::BEFORE, nl::AFTER] };
    for (text, anchor, by) in [(here, Align2::RIGHT_CENTER, -BESIDE), (there, Align2::LEFT_CENTER, BESIDE)] {
        let galley = painter.layout_no_wrap(text.to_owned(), marker_font(theme::type_size(TEXT_SIZE)), p.text);
        let rect = anchor.anchor_size(pos2(x + by, handle.center().y), galley.size() + vec2(16.0, 8.0));
        pill(&painter, rect, galley, p.text, Stroke::new(1.0, p.line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::map::bake::assert_each_is_made_anew;

    #[test]
    fn a_difference_is_made_anew_when_it_is_another_or_seen_from_the_other_side() {
        let key = DifferenceKey { outcomes: None, swapped: false };
        let outcomes = Some([Key::of(&uuid::Uuid::nil()); 2]);
        let others = [DifferenceKey { outcomes, ..key }, DifferenceKey { swapped: true, ..key }];
        assert_each_is_made_anew(&key, others);
    }
}
