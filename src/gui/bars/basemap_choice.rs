//! The choice of basemap, on the map itself.

use egui::{Align, ComboBox, Layout, Rect, RichText, Ui, UiBuilder};

use crate::gui::kit::areas::{BASEMAP_WIDTH, basemap_space};
use crate::gui::kit::theme::{self, TOUCH};
use crate::gui::kit::widgets::name_choice;
use crate::gui::state::{Basemap, ViewState};
use crate::gui::wish::Command;
use crate::nl::window as nl;

/// Shows the choice of basemap.
pub fn ui(ui: &mut Ui, map: Rect, state: &mut ViewState) {
    let room = basemap_space(map);
    let mut over = ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::right_to_left(Align::Center)));
    let tooltip = Command::SwitchBasemap.tooltip(ui.ctx());
    over.spacing_mut().interact_size.y = TOUCH;
    let combo = ComboBox::from_id_salt("basemap")
        .width(BASEMAP_WIDTH)
        .selected_text(RichText::new(name(state.basemap)).font(theme::label_font(theme::TEXT_SIZE)))
        .show_ui(&mut over, |ui| {
            for &basemap in Basemap::ALL {
                let choice = ui.selectable_value(&mut state.basemap, basemap, name(basemap));
                if basemap.credit().is_some() {
                    choice.on_hover_text(nl::NEEDS_INTERNET);
                }
            }
        });
    let response = combo.response.on_hover_text(format!("{}. {tooltip}", nl::BASEMAP));
    name_choice(&response, nl::BASEMAP, name(state.basemap));
}

fn name(basemap: Basemap) -> &'static str {
    let at = Basemap::ALL.iter().position(|known| *known == basemap).unwrap_or(0);
    nl::BASEMAPS[at]
}
