//! The choice of color and width, for the next sketch and for the selected one.

use egui::accesskit::Role;
use egui::{Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::theme::{RADIUS, TOUCH, palette};
use crate::cartography::look::SKETCH_LINES;
use crate::domain::sketch::{SketchColor, SketchLook, SketchWidth};
use crate::nl::window::sketches as nl;

/// Shows the colors and the widths, for the selected sketch or for the next; another look when one was chosen.
pub fn look_ui(ui: &mut Ui, look: SketchLook, of_selected: bool) -> Option<SketchLook> {
    let mut chosen = None;
    for color in SketchColor::ALL {
        let response = color_button(ui, color, look.color == color, of_selected);
        if response.clicked() {
            chosen = Some(SketchLook { color, ..look });
        }
    }
    for width in SketchWidth::ALL {
        let response = width_button(ui, width, look, of_selected);
        if response.clicked() {
            chosen = Some(SketchLook { width, ..look });
        }
    }
    chosen
}

fn color_button(ui: &mut Ui, color: SketchColor, chosen: bool, of_selected: bool) -> Response {
    let response = square(ui, chosen, nl::color(color, of_selected));
    ui.painter().circle(response.rect.center(), 9.0, palette().sketch(color), Stroke::new(1.0, palette().halo));
    response
}

fn width_button(ui: &mut Ui, width: SketchWidth, look: SketchLook, of_selected: bool) -> Response {
    let response = square(ui, look.width == width, nl::width(width, of_selected));
    let (at, half) = (response.rect.center(), vec2(9.0, 0.0));
    let stroke = Stroke::new(SKETCH_LINES[width as usize], palette().sketch(look.color));
    ui.painter().line_segment([at - half, at + half], stroke);
    response
}

/// A square that can be touched, with what it stands for as its name; its picture is painted over it.
pub fn square(ui: &mut Ui, chosen: bool, name: impl Into<String>) -> Response {
    let name = name.into();
    let (rect, response) = ui.allocate_exact_size(vec2(TOUCH, TOUCH), Sense::click());
    let p = palette();
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, RADIUS, p.accent_pale);
    }
    if chosen || response.has_focus() {
        let stroke = Stroke::new(if response.has_focus() { 2.4 } else { 1.6 }, p.accent);
        ui.painter().rect_stroke(rect, RADIUS, stroke, StrokeKind::Inside);
    }
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &name));
    response.on_hover_text(name)
}
