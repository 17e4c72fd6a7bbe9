//! Besluiten on the map: a flag at the place of each, which tells it and opens the list.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Id, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, vec2};

use super::memory::Room;
use crate::domain::workshop::Decision;
use crate::gui::kit::theme::{self, TOUCH, palette};
use crate::gui::map::Canvas;
use crate::gui::map::projection::Viewport;
use crate::gui::wish::RoomTab;
use crate::nl::window as nl;

/// Height of the pole, and width and height of the cloth, in points.
const POLE: f32 = 22.0;
const CLOTH: Vec2 = vec2(16.0, 11.0);

/// Where the flags in sight stand.
pub fn rects(viewport: &Viewport, decisions: &[Arc<Decision>]) -> Vec<Rect> {
    in_sight(viewport, decisions).map(|(_, foot)| flag_rect(foot)).collect()
}

/// Shows the flags, and returns where they stand.
pub fn show(ui: &Ui, canvas: &Canvas, decisions: &[Arc<Decision>], room: &mut Room) -> Vec<Rect> {
    let Canvas { painter, viewport, .. } = canvas;
    for (decision, foot) in in_sight(viewport, decisions) {
        let target = Rect::from_center_size(flag_rect(foot).center(), Vec2::splat(TOUCH));
        let response = ui.interact(target, Id::unique("besluit").with(decision.id), Sense::click());
        let name = nl::room::of(nl::room::DECISION, &decision.what);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        paint(painter, foot, response.hovered() || response.has_focus());
        if response.clicked() && room.pointing.is_none() {
            room.open(RoomTab::Decisions);
        }
        response.on_hover_ui(|ui| {
            ui.label(theme::strong(&decision.what));
            for part in [&decision.who, &decision.when] {
                if !part.is_empty() {
                    ui.label(part);
                }
            }
        });
    }
    let chosen = room.place_of_decision().map(|place| viewport.screen(place.0.0));
    if let Some(foot) = chosen.filter(|foot| viewport.rect.contains(*foot)) {
        let response = ui.interact(flag_rect(foot), Id::unique("besluit-in-wording"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, nl::room::PLACE_OF_DECISION));
        paint(painter, foot, true);
    }
    rects(viewport, decisions)
}

fn in_sight<'a>(
    viewport: &Viewport,
    decisions: &'a [Arc<Decision>],
) -> impl Iterator<Item = (&'a Decision, Pos2)> + use<'a> {
    let viewport = *viewport;
    decisions.iter().filter_map(move |decision| {
        let foot = viewport.screen(decision.point?.0.0);
        viewport.rect.contains(foot).then_some((&**decision, foot))
    })
}

fn flag_rect(foot: Pos2) -> Rect {
    Rect::from_min_max(foot - vec2(2.0, POLE), foot + vec2(CLOTH.x, 2.0))
}

/// A pole with a pennant, which is told from a note by its form.
fn paint(painter: &Painter, foot: Pos2, lit: bool) {
    let p = palette();
    let top = foot - vec2(0.0, POLE);
    let cloth = vec![top, top + vec2(CLOTH.x, CLOTH.y / 2.0), top + vec2(0.0, CLOTH.y)];
    let halo = Stroke::new(theme::line(4.0), p.halo);
    painter.line_segment([foot, top], halo);
    painter.add(Shape::convex_polygon(cloth.clone(), p.halo, halo));
    painter.line_segment([foot, top], Stroke::new(theme::line(if lit { 3.0 } else { 2.0 }), p.text));
    let edge = Stroke::new(theme::line(if lit { 2.0 } else { 1.0 }), p.text);
    painter.add(Shape::convex_polygon(cloth, p.accent, edge));
    painter.circle_filled(foot, 2.5, p.text);
}
