//! In the bar above: which variant shows, and the switch between before and after.

use egui::{ComboBox, Ui};

use crate::gui::kit::buttons::command_button;
use crate::gui::kit::theme::{self, TOUCH};
use crate::gui::kit::widgets::name_choice;
use crate::gui::wish::{Action, Command, View};
use crate::nl::window::plan as nl;
use crate::project::{Edit, PlanEdit};

/// Width of the choice, in points.
const WIDTH: f32 = 120.0;

/// Shows the choice of variant and the switch.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>) -> Option<Action> {
    let plan = &view.document.plan;
    let shown = plan.active().map_or(nl::BASELINE, |variant| variant.name.as_str()).to_owned();
    let mut action = None;
    ui.spacing_mut().interact_size.y = TOUCH;
    let combo = ComboBox::from_id_salt("variant")
        .width(WIDTH)
        .truncate()
        .selected_text(egui::RichText::new(&shown).font(theme::label_font(theme::TEXT_SIZE)))
        .show_ui(ui, |ui| {
            ui.set_min_width(2.0 * WIDTH);
            let choices = std::iter::once((None, nl::BASELINE));
            for (id, name) in
                choices.chain(plan.variants.iter().map(|variant| (Some(variant.id), variant.name.as_str())))
            {
                if ui.selectable_label(plan.active == id, name).clicked() {
                    action = Some(Action::Edit(Edit::Plan(PlanEdit::Choose(id))));
                }
            }
            ui.separator();
            for command in [Command::NewVariant, Command::CopyVariant] {
                let fits = command == Command::NewVariant || plan.active().is_some();
                if fits && ui.selectable_label(false, command.name()).clicked() {
                    action = Some(Action::Command(command));
                }
            }
        });
    name_choice(&combo.response, nl::VARIANT, &shown);
    let can_switch = plan.active().is_some();
    command_button(ui, view, Command::BeforeAfter, nl::BEFORE_AFTER, can_switch).or(action)
}
