//! Plakbriefjes on the map: beside their place and clear of markers, together as a number where they crowd, to open and to
//! drag.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{CornerRadius, Galley, Id, Painter, Pos2, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};
use uuid::Uuid;

use super::memory::Room;
use super::note::NoteCard;
use crate::domain::workshop::StickyNote;
use crate::gui::kit::dragging::was_let_go;
use crate::gui::kit::theme::presented::presenting;
use crate::gui::kit::theme::{self, REMARK_SIZE, TOUCH, palette};
use crate::gui::map::Canvas;
use crate::gui::map::projection::Viewport;
use crate::gui::wish::Action;
use crate::nl::window as nl;
use crate::project::{BoardItem, Project};

/// Places nearer than this are shown together, in points.
const TOGETHER: f32 = 30.0;
/// Widest text of a note, in points, at first and while presenting.
const WIDTHS: [f32; 2] = [104.0, 132.0];
/// At most so many lines show; the rest is on the card.
const LINES: usize = 2;
/// Around the text, in points.
const MARGIN: Vec2 = vec2(7.0, 5.0);
/// Side of a note that finds no room for its text, in points.
const SMALL: f32 = 18.0;
/// How far a note stands from its place, in points.
const FAR: [f32; 3] = [12.0, 34.0, 60.0];

/// A note, or several together, as it stands.
struct PlacedNote {
    ids: Vec<Uuid>,
    anchor: Pos2,
    rect: Rect,
    text: Option<Arc<Galley>>,
}

/// The notes as they show.
#[derive(Default)]
pub struct NotesOnMap {
    placed: Vec<PlacedNote>,
    /// The note in hand, and how far it is from where it stood.
    dragged: Option<(Uuid, Vec2)>,
    wish: Option<Action>,
}

impl NotesOnMap {
    /// Where they stood when last shown.
    pub fn rects(&self) -> impl Iterator<Item = Rect> + '_ {
        self.placed.iter().map(|placed| placed.rect)
    }

    /// What was wished for by hand, once.
    pub fn take_wish(&mut self) -> Option<Action> {
        self.wish.take()
    }

    /// Takes the place that a click on the map points out; true when it was asked for.
    pub fn point_out(&mut self, ui: &Ui, canvas: &Canvas, project: &Project, room: &mut Room) -> bool {
        let Canvas { response, viewport, .. } = canvas;
        if room.pointing.is_none() {
            return false;
        }
        if response.hovered() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
        }
        let by_key = response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let at = if by_key {
            Some(viewport.rect.center())
        } else {
            response.interact_pointer_pos().filter(|_| response.clicked())
        };
        if let Some(at) = at {
            let action = room.pointed_out(viewport.place(at), at, project);
            self.wish = action.or(self.wish.take());
        }
        true
    }

    /// Shows the notes, clear of what is taken, and follows the pointer on them.
    pub fn show(&mut self, ui: &Ui, canvas: &Canvas, notes: &[Arc<StickyNote>], taken: &[Rect], room: &mut Room) {
        let Canvas { painter, viewport, .. } = canvas;
        self.placed = lay_out(painter, viewport, notes, taken);
        for placed in &self.placed {
            placed.paint_line(painter, self.by(placed));
        }
        let mut dragged = None;
        for placed in &self.placed {
            let of: Vec<&StickyNote> =
                notes.iter().filter(|note| placed.ids.contains(&note.id)).map(|note| &**note).collect();
            let Some(first) = of.first() else { continue };
            let target = placed.rect.expand2((Vec2::splat(TOUCH) - placed.rect.size()).max(Vec2::ZERO) / 2.0);
            let response = ui.interact(target, Id::unique("briefje").with(first.id), Sense::click_and_drag());
            let name = if of.len() > 1 { nl::room::notes(of.len()) } else { first.text.clone() };
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, nl::room::of(nl::room::NOTE, &name)));
            if of.len() == 1 && response.dragged() {
                dragged = response.total_drag_delta().map(|by| (first.id, by));
            }
            let by = self.by(placed);
            placed.paint(painter, by, response.hovered() || response.has_focus());
            if was_let_go(&response) && by != Vec2::ZERO {
                let point = Some(viewport.place(placed.anchor + by));
                self.wish = Some(Action::put(BoardItem::Note(StickyNote { point, ..(*first).clone() })));
            }
            if response.clicked() && room.pointing.is_none() {
                room.show_card(NoteCard::of(&of, placed.rect.right_bottom()));
            }
            let shows_all = of.len() == 1 && placed.text.as_ref().is_some_and(|text| !text.elided);
            if !shows_all {
                response.on_hover_ui(|ui| {
                    for note in &of {
                        ui.label(&note.text);
                    }
                });
            }
        }
        self.dragged = dragged;
    }

    fn by(&self, placed: &PlacedNote) -> Vec2 {
        self.dragged.filter(|(id, _)| placed.ids == [*id]).map_or(Vec2::ZERO, |(_, by)| by)
    }
}

impl PlacedNote {
    /// The line to its place; below every note.
    fn paint_line(&self, painter: &Painter, by: Vec2) {
        if !self.rect.contains(self.anchor) {
            let to = self.rect.clamp(self.anchor);
            let stroke = Stroke::new(theme::line(1.4), palette().text);
            painter.line_segment([self.anchor + by, to + by], stroke);
        }
    }

    fn paint(&self, painter: &Painter, by: Vec2, lit: bool) {
        let p = palette();
        let (anchor, rect) = (self.anchor + by, self.rect.translate(by));
        let edge = Stroke::new(theme::line(if lit { 2.0 } else { 1.0 }), if lit { p.text } else { p.on_note });
        if !rect.contains(anchor) {
            painter.circle(anchor, theme::marker_size(5.0) / 2.0, p.note, edge);
        }
        let round = CornerRadius::same(2);
        painter.rect_filled(rect.translate(vec2(1.0, 2.0)), round, p.text.gamma_multiply(0.22));
        painter.rect(rect, round, p.note, if lit { edge } else { Stroke::NONE }, egui::StrokeKind::Inside);
        if let Some(text) = &self.text {
            painter.galley(rect.min + MARGIN, text.clone(), p.on_note);
        } else {
            for nth in [0.36, 0.62] {
                let y = rect.top() + nth * rect.height();
                painter.hline(rect.left() + 4.0..=rect.right() - 4.0, y, Stroke::new(theme::line(1.4), p.on_note));
            }
        }
    }
}

/// Finds a spot for every note in sight: first come, first served.
fn lay_out(painter: &Painter, viewport: &Viewport, notes: &[Arc<StickyNote>], taken: &[Rect]) -> Vec<PlacedNote> {
    let mut groups: Vec<(Pos2, Vec<&StickyNote>)> = Vec::new();
    for note in notes {
        let Some(point) = note.point else { continue };
        let at = viewport.screen(point.0.0);
        if !viewport.rect.contains(at) {
            continue;
        }
        match groups.iter_mut().find(|(other, _)| other.distance(at) < TOGETHER) {
            Some((_, group)) => group.push(note),
            None => groups.push((at, vec![note])),
        }
    }
    let mut taken = taken.to_vec();
    let mut placed = Vec::new();
    for (anchor, group) in groups {
        let text = text_of(painter, &group);
        let size = text.size() + 2.0 * MARGIN;
        let spot = spots(anchor, size)
            .find(|rect| viewport.rect.contains_rect(*rect) && taken.iter().all(|other| !other.intersects(*rect)));
        // Without room several still tell how many they are.
        let (rect, text) = match (spot, group.len()) {
            (Some(rect), _) => (rect, Some(text)),
            (None, 1) => (Rect::from_center_size(anchor, Vec2::splat(theme::marker_size(SMALL))), None),
            (None, _) => (Rect::from_center_size(anchor, size), Some(text)),
        };
        taken.push(rect.expand(2.0));
        placed.push(PlacedNote { ids: group.iter().map(|note| note.id).collect(), anchor, rect, text });
    }
    placed
}

/// Around a place, the nearest first.
fn spots(anchor: Pos2, size: Vec2) -> impl Iterator<Item = Rect> {
    let directions = [
        vec2(1.0, -1.0),
        vec2(-1.0, -1.0),
        vec2(1.0, 1.0),
        vec2(-1.0, 1.0),
        vec2(0.0, -1.0),
        vec2(0.0, 1.0),
        vec2(1.0, 0.0),
        vec2(-1.0, 0.0),
    ];
    FAR.into_iter().flat_map(move |far| {
        directions.map(|way| Rect::from_center_size(anchor + way * (size / 2.0 + Vec2::splat(far)), size))
    })
}

fn text_of(painter: &Painter, group: &[&StickyNote]) -> Arc<Galley> {
    let text = match group {
        [note] => note.text.clone(),
        _ => nl::room::notes(group.len()),
    };
    let font = theme::label_font(theme::type_size(REMARK_SIZE));
    let mut job = LayoutJob::single_section(text, TextFormat::simple(font, palette().on_note));
    job.wrap.max_width = WIDTHS[usize::from(presenting())];
    job.wrap.max_rows = LINES;
    painter.layout_job(job)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spot_covers_its_own_place_and_the_nearest_come_first() {
        let anchor = Pos2::new(100.0, 100.0);
        let all: Vec<Rect> = spots(anchor, vec2(80.0, 30.0)).collect();
        assert_eq!(all.len(), 24);
        assert!(all.iter().all(|rect| !rect.contains(anchor)));
        assert!(all[0].distance_to_pos(anchor) < all[8].distance_to_pos(anchor));
    }
}
