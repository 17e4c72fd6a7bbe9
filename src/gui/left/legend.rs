//! The legend on the map: exactly what shows now, with the limits of the classes.

use egui::accesskit::Role as Accessible;
use egui::{Align2, Rangef, Rect, RichText, Ui, vec2};

use crate::gui::kit::areas::{CLOCK, LEGEND, MESSAGES, SKETCHING, free_below};
use crate::gui::kit::theme::{self, palette};
use crate::gui::kit::widgets::card;
use crate::gui::map::legend::entries;
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, Command, View};
use crate::nl::window as nl;

/// Width of the legend, in points.
const WIDTH: f32 = 212.0;
/// On a map wider than this the legend shows unasked, in points.
const ROOMY: f32 = 760.0;
/// Distance from the corner of the map, in points.
const MARGIN: f32 = 12.0;

/// What the legend remembers between frames.
#[derive(Debug, Clone, Copy, Default)]
pub struct Legend {
    /// Does it show in a narrow window, where it covers much of the map?
    over_map: bool,
    /// Width of the map, in points.
    map_width: f32,
}

impl Legend {
    /// Does the legend show, by the user's choice or because there is room?
    pub fn is_open(&self, state: &ViewState) -> bool {
        match state.is_narrow() {
            true => self.over_map,
            false => state.preferences.legend_open.unwrap_or(self.map_width > ROOMY),
        }
    }

    /// Opens it, or folds it.
    pub fn toggle(&mut self, state: &mut ViewState) {
        let open = !self.is_open(state);
        if state.is_narrow() {
            self.over_map = open;
        } else {
            state.preferences.legend_open = Some(open);
        }
    }
}

/// Shows the legend in the lower right corner of the map, or the button that opens it.
pub fn ui(ctx: &egui::Context, room: Rect, view: &View<'_>, state: &ViewState, legend: &mut Legend) -> Option<Action> {
    legend.map_width = room.width();
    let corner = room.max - vec2(MARGIN, MARGIN);
    if room.width() < WIDTH + 4.0 * MARGIN || room.height() < WIDTH {
        return None;
    }
    let area = egui::Area::new(egui::Id::unique(LEGEND)).fixed_pos(corner).pivot(Align2::RIGHT_BOTTOM);
    let open = legend.is_open(state);
    let clicked = area
        .order(egui::Order::Middle)
        .show(ctx, |ui| {
            card(10, 6)
                .show(ui, |ui| {
                    if open {
                        ui.set_width(WIDTH - 20.0);
                    }
                    let clicked = heading(ui, open);
                    if open {
                        let column = Rangef::new(corner.x - WIDTH, corner.x);
                        let at_top = [MESSAGES, SKETCHING, CLOCK];
                        let free = corner.y - free_below(ctx, room, column, &at_top);
                        let most = (free - 5.0 * MARGIN).clamp(2.0 * MARGIN, room.height() - 8.0 * MARGIN);
                        egui::ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
                            ui.spacing_mut().item_spacing.y = 1.0;
                            entries(ui, view, state);
                        });
                    }
                    clicked
                })
                .inner
        })
        .inner;
    clicked.then_some(Action::Command(Command::Legend))
}

fn heading(ui: &mut Ui, open: bool) -> bool {
    let text = RichText::new(format!("{} {}", if open { "−" } else { "+" }, nl::LEGEND));
    let button =
        egui::Button::new(text.font(theme::marker_font(theme::REMARK_SIZE)).color(palette().remark)).frame(false);
    let response = ui.add(button).on_hover_text(Command::Legend.tooltip(ui.ctx()));
    response.widget_info(|| egui::WidgetInfo::selected(Accessible::Button, true, open, nl::LEGEND));
    response.clicked()
}
