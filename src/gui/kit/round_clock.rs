//! The clock of a round, and what a click on the map is asked for.

use egui::{Label, TextStyle, TextWrapMode, Ui, WidgetText};

use super::fields::told;
use super::theme::{self, palette};
use crate::gui::state::Timer;
use crate::nl::window as nl;

/// Of all clocks with four figures this is the widest, in seconds.
const WIDEST: f64 = 44.0 * 60.0 + 44.0;

/// The clock over the map, while it is for a round: `size` is that of its figures, in points.
pub fn clock_ui(ui: &mut Ui, timer: &Timer, size: f32) {
    let now = ui.input(|input| input.time);
    if let Some(wait) = timer.next_second(now) {
        ui.ctx().request_repaint_after(wait);
    }
    let p = palette();
    let left = timer.shown(now);
    let is_over = left <= 0.0;
    let text = if is_over { nl::room::TIME_IS_UP.to_owned() } else { nl::room::time_left(left) };
    let color = if is_over { p.warning } else { p.text };
    // As wide as its figures become, so that it stands still while it runs.
    let widest = WidgetText::from(theme::figure(nl::room::time_left(WIDEST)).size(size));
    let widest = widest.into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body);
    ui.set_min_width(widest.size().x);
    let shown = Label::new(theme::figure(text.as_str()).size(size).color(color)).extend();
    told(&ui.add(shown), &nl::room::of(nl::room::TIMER, &text));
}

/// What the next click on the map is for: two lines, `size` points high, that are never broken.
pub fn point_at_ui(ui: &mut Ui, size: f32) {
    ui.add(Label::new(theme::medium(nl::room::POINT_AT).size(size)).extend());
    ui.add(Label::new(theme::remark(nl::room::POINT_AT_NOTHING)).extend());
}
