//! The choice of woonvorm.

use egui::accesskit::Role;
use egui::{Button, Ui, WidgetInfo, vec2};

use super::theme::{self, STEP, palette};
use crate::domain::housing::HousingForm;
use crate::gui::state::ViewState;
use crate::nl::window as nl;
use crate::session::RasterWish;

/// The woonvorm that norms, circles and explanations speak of.
pub fn form_choice(ui: &mut Ui, state: &mut ViewState) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = STEP;
        ui.spacing_mut().button_padding.x = 2.0 * STEP;
        for form in HousingForm::ALL {
            let selected = state.form == form;
            let text = theme::remark(form.name()).color(if selected { palette().on_accent } else { palette().text });
            let fill = if selected { palette().accent } else { palette().card };
            let response = ui.add(Button::new(text).fill(fill).min_size(vec2(0.0, 26.0)));
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, selected, nl::form(form)));
            if response.clicked() {
                state.form = form;
                if matches!(state.raster, RasterWish::Score(_)) {
                    state.raster = RasterWish::Score(form);
                }
            }
        }
    });
}
