//! The measuring tool in the bar above, and the choice of basemap on the map itself.

use egui::{Align, ComboBox, Layout, Rect, RichText, Ui, UiBuilder, accesskit::Role, vec2};

use super::Action;
use super::top_bar::text_button;
use crate::gui::command::Command;
use crate::gui::theme::{self, STEP, TOUCH};
use crate::gui::view_state::{Basemap, ViewState};
use crate::nl::window as nl;

/// Width of the list of basemaps, in points.
const WIDTH: f32 = 140.0;

/// Shows the button of the measuring tool.
pub fn measure_ui(ui: &mut Ui, state: &ViewState) -> Option<Action> {
    text_button(ui, Command::Measure, nl::MEASURE, true, state.measure.is_some())
}

/// Shows the button of the sketching tool.
pub fn sketch_ui(ui: &mut Ui, state: &ViewState) -> Option<Action> {
    text_button(ui, Command::Sketch, nl::sketches::SKETCH, true, state.sketching.is_in_hand())
}

/// Where the choice of basemap stands: in the upper right corner of the map.
#[must_use]
pub fn basemap_room(map: Rect) -> Rect {
    let corner = map.right_top() + vec2(-3.0 * STEP, 3.0 * STEP);
    Rect::from_min_max(corner - vec2(WIDTH + 20.0, 0.0), corner + vec2(0.0, TOUCH))
}

/// Shows the choice of basemap.
pub fn basemap_ui(ui: &mut Ui, map: Rect, state: &mut ViewState) {
    let room = basemap_room(map);
    let mut over = ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::right_to_left(Align::Center)));
    let tooltip = Command::SwitchBasemap.tooltip(ui.ctx());
    over.spacing_mut().interact_size.y = TOUCH;
    let combo = ComboBox::from_id_salt("basemap")
        .width(WIDTH)
        .selected_text(RichText::new(name(state.basemap)).font(theme::label_font(theme::TEXT_SIZE)))
        .show_ui(&mut over, |ui| {
            for basemap in Basemap::ALL {
                let choice = ui.selectable_value(&mut state.basemap, basemap, name(basemap));
                if basemap.credit().is_some() {
                    choice.on_hover_text(nl::NEEDS_INTERNET);
                }
            }
        });
    let response = combo.response.on_hover_text(format!("{}. {tooltip}", nl::BASEMAP));
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(Role::ComboBox, true, nl::BASEMAP);
        info.current_text_value = Some(name(state.basemap).to_owned());
        info
    });
}

fn name(basemap: Basemap) -> &'static str {
    let at = Basemap::ALL.iter().position(|known| *known == basemap).unwrap_or(0);
    nl::BASEMAPS[at]
}
