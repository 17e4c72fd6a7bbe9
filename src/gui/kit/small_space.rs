//! Panels below the map, or over it where there is too little space for both.

use egui::{Context, Frame, Margin, Panel, Stroke, Ui, Vec2, vec2};

use super::theme::{STEP, palette};

/// With less space than this for map and list together, the list covers the map, in points.
const LEAST: Vec2 = vec2(420.0, 330.0);
/// Height of a panel below the map at first and at least, in points.
const HEIGHT: [f32; 2] = [270.0, 150.0];
/// The panel leaves at least this share of the height to the map.
const MAP_SHARE: f32 = 0.35;

/// Shows a panel below the map, or over everything where both have too little space. Returns what came of it, and whether it
/// covers the map.
pub fn below_map<R>(
    ui: &mut Ui,
    [id, name]: [&'static str; 2],
    is_narrow: bool,
    contents: impl FnOnce(&mut Ui) -> Option<R>,
) -> (Option<R>, bool) {
    let frame = Frame::new().fill(palette().card).inner_margin(Margin::symmetric(12, 8));
    if is_narrow || covers_map(ui.available_size()) {
        return (over_everything(ui.ctx(), name, frame, contents).flatten(), true);
    }
    let max = (ui.available_height() * (1.0 - MAP_SHARE)).max(HEIGHT[1]);
    let panel = Panel::bottom(id).resizable(true).default_size(HEIGHT[0]).size_range(HEIGHT[1]..=max);
    (panel.frame(frame).show(ui, contents).inner, false)
}

/// Is there too little space for a map and a list below it?
pub fn covers_map(space: Vec2) -> bool {
    space.x < LEAST.x || space.y < LEAST.y
}

/// Shows something in all the space there is; `name` is its accessible name.
pub fn over_everything<R>(ctx: &Context, name: &str, frame: Frame, contents: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let space = ctx.content_rect().shrink(4.0 * STEP);
    let shown = egui::Window::new(name)
        .title_bar(false)
        .fixed_rect(space)
        .frame(frame.stroke(Stroke::new(1.0, palette().line)))
        .show(ctx, |ui| {
            ui.set_min_size(ui.available_size());
            contents(ui)
        });
    shown?.inner
}
