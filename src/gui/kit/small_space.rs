//! Lists where there is too little space for them below the map.

use egui::{Context, Frame, Stroke, Ui, Vec2, vec2};

use super::theme::{STEP, palette};

/// With less space than this for map and list together, the list covers the map, in points.
const LEAST: Vec2 = vec2(420.0, 330.0);

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
