//! Over the map, while the tool is in hand: what a click adds.

use egui::{ComboBox, Label, Rect, Ui, vec2};

use crate::domain::amenity::AmenityKind;
use crate::gui::kit::areas::PLACING;
use crate::gui::kit::theme::{self, STEP, TOUCH};
use crate::gui::kit::widgets::{card, name_choice};
use crate::gui::state::{Adds, Tool, ViewState, WhatIf};
use crate::nl::window as words;
use crate::nl::window::{SITE, plan as nl};

/// Room for the scale bar below it, in points.
const ABOVE_SCALE_BAR: f32 = 58.0;
/// Width of the card, in points.
const WIDTH: f32 = 236.0;

/// Shows the card in the lower left of the map, above the scale bar.
pub fn ui(ui: &mut Ui, map: Rect, state: &mut ViewState) {
    let Tool::WhatIf(WhatIf { adds, .. }) = &mut state.tool else { return };
    let corner = map.left_bottom() + vec2(3.0 * STEP, -ABOVE_SCALE_BAR);
    let area = egui::Area::new(egui::Id::unique(PLACING)).fixed_pos(corner).pivot(egui::Align2::LEFT_BOTTOM);
    area.order(egui::Order::Middle).show(ui.ctx(), |ui| {
        card(10, 8).show(ui, |ui| {
            ui.set_width(WIDTH.min(map.width() - 12.0 * STEP));
            ui.label(theme::heading(nl::ADDS));
            ui.spacing_mut().interact_size.y = TOUCH;
            let combo = ComboBox::from_id_salt("voegt-toe").width(ui.available_width()).height(420.0);
            let response = combo.selected_text(name(*adds)).show_ui(ui, |ui| {
                let kinds = AmenityKind::all().map(Adds::Place);
                for choice in [Adds::Nothing, Adds::Site].into_iter().chain(kinds) {
                    ui.selectable_value(adds, choice, name(choice));
                }
            });
            name_choice(&response.response, nl::ADDS, &name(*adds));
            ui.add(Label::new(theme::remark(nl::TOOL_HINT)).wrap());
        });
    });
}

fn name(adds: Adds) -> String {
    match adds {
        Adds::Nothing => nl::ADDS_NOTHING.to_owned(),
        Adds::Site => SITE.to_owned(),
        Adds::Place(kind) => words::sentence_case(kind.label()),
    }
}
