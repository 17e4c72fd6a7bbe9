//! Small pieces that panels share: badges, figures, bars and swatches.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align2, Color32, Context, CornerRadius, Frame, Galley, Id, Label, Layout, Margin, Modal, ModalResponse, Painter,
    Pos2, Rect, Response, RichText, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use super::theme::{self, RADIUS, REMARK_SIZE, STEP, palette};

/// What a badge says beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadgeTone {
    /// Green: as proposed or computed.
    Calm,
    /// Amber: mind this.
    Warning,
}

/// A dialog over everything else. What it needs of space is known one frame late, so it asks for frames until that stays: its
/// buttons stand still before anyone can press them.
pub fn modal<T>(ctx: &Context, name: &str, width: f32, content: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let id = Id::unique(name);
    let shown = Modal::new(id).show(ctx, |ui| {
        ui.set_width(width.min(ctx.content_rect().width() - 40.0));
        content(ui)
    });
    let size = shown.response.rect.size();
    let before = ctx.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<Vec2>(id), size));
    if before != size {
        ctx.request_repaint();
    }
    shown
}

/// A frame with the look of a card, with these margins left and right, above and below; in points.
pub fn card(across: i8, along: i8) -> Frame {
    let p = palette();
    let frame = Frame::new().fill(p.card).stroke(Stroke::new(1.0, p.line)).corner_radius(RADIUS);
    frame.inner_margin(Margin::symmetric(across, along))
}

/// Paints a text in the middle of a card with round ends.
pub fn pill(painter: &Painter, rect: Rect, text: Arc<Galley>, color: Color32, edge: Stroke) {
    painter.rect(rect, CornerRadius::same(10), palette().card, edge, StrokeKind::Inside);
    let corner = Align2::CENTER_CENTER.anchor_size(rect.center(), text.size()).min;
    painter.galley(corner, text, color);
}

/// A word in a colored pill.
pub fn badge(ui: &mut Ui, text: &str, tone: BadgeTone) -> Response {
    let p = palette();
    let (fill, color) = match tone {
        BadgeTone::Calm => (p.accent_pale, p.accent),
        BadgeTone::Warning => (p.warning_pale, p.warning),
    };
    Frame::new()
        .fill(fill)
        .corner_radius(CornerRadius::same(9))
        .inner_margin(Margin::symmetric(8, 2))
        .show(ui, |ui| ui.label(RichText::new(text).font(theme::label_font(REMARK_SIZE)).color(color)))
        .response
}

/// A figure of the given size with its unit below, on a card of the given width.
fn figure_card(ui: &mut Ui, width: f32, size: f32, (figure, unit, source): &(String, String, String)) {
    let shown = card(10, 8).show(ui, |ui| {
        ui.set_width(width - CARD_EDGES);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(Label::new(theme::figure(figure).size(size)).truncate());
            ui.add(Label::new(theme::remark(unit)).wrap());
        });
    });
    shown.response.on_hover_text(source);
}

/// Margins and lines of a card, left and right together, in points.
const CARD_EDGES: f32 = 22.0;

/// The size at which every figure fits its card, all of them alike, in points.
fn figure_size(ui: &Ui, width: f32, figures: &[(String, String, String)]) -> f32 {
    let width_of = |figure: &String| {
        let text = egui::WidgetText::from(theme::figure(figure));
        text.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Body).size().x
    };
    let widest = figures.iter().map(|(figure, _, _)| width_of(figure)).fold(1.0, f32::max);
    let fitting = theme::FIGURE_SIZE * (width - CARD_EDGES - 1.0) / widest;
    (2.0 * fitting).floor().clamp(2.0 * theme::TEXT_SIZE, 2.0 * theme::FIGURE_SIZE) / 2.0
}

/// Narrowest card that holds a figure, in points.
const MIN_CARD: f32 = 98.0;

/// Figures in a row of equal cards: figure, unit and source each.
pub fn figure_row(ui: &mut Ui, figures: &[(String, String, String)]) {
    let gap = 2.0 * STEP;
    let width_of = |n: usize| (ui.available_width() - gap * (n as f32 - 1.0)) / n as f32;
    // A figure is never cut off: rather fewer beside each other.
    let columns = (1..=figures.len()).rev().find(|n| width_of(*n) >= MIN_CARD).unwrap_or(1);
    let width = width_of(columns);
    let size = figure_size(ui, width, figures);
    for part in figures.chunks(columns) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for figure in part {
                figure_card(ui, width, size, figure);
            }
        });
        ui.add_space(2.0);
    }
}

/// A bar that is filled for a share; beyond 1 it is full and hatched.
pub fn bar(ui: &mut Ui, share: f32, holds: bool) {
    let p = palette();
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 4.0), Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, 2.0, p.line);
    let filled = Rect::from_min_size(rect.min, vec2(rect.width() * share.clamp(0.0, 1.0), rect.height()));
    painter.rect_filled(filled, 2.0, if holds { p.holds } else { p.fails });
    if !holds {
        let mut x = filled.left() + 4.0;
        while x < filled.right() {
            let ends = [egui::pos2(x, rect.bottom()), egui::pos2(x + 3.0, rect.top())];
            painter.line_segment(ends, Stroke::new(1.2, p.card));
            x += 7.0;
        }
    }
}

/// How a layer looks on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Swatch {
    /// Filled rounded square.
    Care,
    /// Area with an outline.
    Area(Color32, Color32),
    /// Area with a dashed outline.
    DashedArea(Color32, Color32),
    /// Square in a square.
    Rings,
    /// Circle.
    Circle(Color32),
    /// Ring on white.
    Marker(Color32),
    /// Small ring on white.
    SmallMarker(Color32),
    /// Diamond.
    Diamond(Color32),
    /// Open square.
    House(Color32),
    /// A letter.
    Letter,
    /// A flag on a pole.
    Flag,
}

/// Paints a swatch in a square of 18 points.
pub fn swatch(ui: &mut Ui, swatch: Swatch, shown: bool) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
    let p = palette();
    let painter = ui.painter().with_clip_rect(rect.expand(1.0));
    let inner = rect.shrink(2.0);
    let fade = |color: Color32| if shown { color } else { color.gamma_multiply(0.35) };
    let edge = |width: f32, color: Color32| Stroke::new(theme::line(width), fade(color));
    let (middle, round) = (rect.center(), CornerRadius::same(3));
    match swatch {
        Swatch::Care => {
            painter.rect_filled(inner, round, fade(p.care));
        }
        Swatch::Area(fill, line) => {
            painter.rect(inner, 0.0, fade(fill), edge(1.6, line), StrokeKind::Inside);
        }
        Swatch::DashedArea(fill, line) => {
            painter.rect_filled(inner, 0.0, fade(fill));
            painter.extend(Shape::dashed_line(&around(inner), edge(1.6, line), 4.0, 3.0));
        }
        Swatch::Rings => {
            painter.rect(inner, 0.0, fade(p.zone), edge(1.2, p.zone_line), StrokeKind::Inside);
            painter.rect_filled(inner.shrink(4.0), 0.0, fade(p.zone_line));
        }
        Swatch::Circle(color) => {
            painter.circle_stroke(middle, 7.0, edge(1.6, color));
        }
        Swatch::Marker(color) => {
            painter.circle(middle, 6.0, p.card, edge(2.4, color));
        }
        Swatch::SmallMarker(color) => {
            painter.circle(middle, 4.0, p.card, edge(2.0, color));
        }
        Swatch::Diamond(color) => {
            let corners = [Vec2::UP, Vec2::RIGHT, Vec2::DOWN, Vec2::LEFT].map(|way| middle + 7.0 * way);
            painter.add(Shape::convex_polygon(corners.to_vec(), p.card, edge(1.8, color)));
        }
        Swatch::House(color) => {
            painter.rect(inner.shrink(0.5), round, p.card, edge(1.8, color), StrokeKind::Inside);
        }
        Swatch::Flag => {
            let top = inner.left_top() + vec2(3.0, 0.0);
            let cloth = vec![top, top + vec2(10.0, 3.5), top + vec2(0.0, 7.0)];
            painter.add(Shape::convex_polygon(cloth, fade(p.accent), edge(1.0, p.text)));
            painter.vline(top.x, inner.y_range(), edge(1.8, p.text));
        }
        Swatch::Letter => {
            painter.text(middle, Align2::CENTER_CENTER, "Aa", theme::label_font(REMARK_SIZE), fade(p.text));
        }
    }
}

/// The corners of a rectangle, the first once more at the end.
pub fn around(rect: Rect) -> [Pos2; 5] {
    [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()]
}

/// Names a choice from a list for a screen reader, with what is chosen.
pub fn name_choice(response: &Response, name: &str, chosen: &str) {
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, name);
        info.current_text_value = Some(chosen.to_owned());
        info
    });
}

/// A thin line between parts.
pub fn rule(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, palette().line));
}

/// A button that is told from text by its color alone being the accent's, and by its underline when hovered.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    let label = RichText::new(text).font(theme::label_font(REMARK_SIZE)).color(palette().site);
    ui.add(egui::Button::new(label).frame(false))
}

/// A remark on a colored card.
pub fn note(ui: &mut Ui, text: &str, tone: BadgeTone) {
    let p = palette();
    let (fill, line) = match tone {
        BadgeTone::Calm => (p.remark_pale, p.near_miss_line.gamma_multiply(0.5)),
        BadgeTone::Warning => (p.warning_pale, p.warning.gamma_multiply(0.5)),
    };
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::symmetric(12, 9))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(Label::new(text).wrap());
        });
}

/// A frame around a text field that is being typed in: the selection's own color is that of letters on it.
pub fn focus_frame(ui: &Ui, field: &Response) {
    if field.has_focus() {
        let stroke = Stroke::new(2.0, palette().accent);
        ui.painter().rect_stroke(field.rect, RADIUS, stroke, StrokeKind::Inside);
    }
}

/// Gives the first button of a dialog the keyboard when nothing else has it: Enter then answers the question.
pub fn focus_if_nothing_is(ui: &Ui, response: &Response, is_first: bool) {
    if is_first && response.enabled() && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
}

/// Text on the left, on more lines when it must be, and text on the right.
pub fn two_sides(ui: &mut Ui, left: RichText, right: RichText) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add(Label::new(right).truncate());
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(Label::new(left).wrap());
            });
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{RawInput, ScrollArea};

    #[test]
    fn a_dialog_asks_for_frames_until_its_buttons_stand_still() {
        let ctx = Context::default();
        let frame = || {
            let mut button = Rect::NOTHING;
            let screen = Some(Rect::from_min_size(egui::Pos2::ZERO, vec2(1_440.0, 900.0)));
            let mut output = ctx.run_ui(RawInput { screen_rect: screen, ..RawInput::default() }, |ui| {
                modal(ui.ctx(), "vraag", 400.0, |ui| {
                    ScrollArea::vertical().max_height(680.0).show(ui, |ui| ui.allocate_space(vec2(400.0, 500.0)));
                    button = ui.allocate_space(vec2(80.0, 32.0)).1;
                });
            });
            output.textures_delta.clear();
            let waits = output.viewport_output.values().all(|viewport| !viewport.repaint_delay.is_zero());
            (button, waits)
        };
        let mut last = frame();
        let mut n_frames = 1;
        while !last.1 {
            last = frame();
            n_frames += 1;
            assert!(n_frames < 20, "it comes to rest");
        }
        assert_eq!(frame().0, last.0, "after {n_frames} frames");
    }
}
