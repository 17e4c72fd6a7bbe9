//! How the window looks: colors and text size, in one menu.

use egui::accesskit::Role as Accessible;
use egui::{Button, RichText, Ui, vec2};

use crate::cartography::Theme;
use crate::gui::kit::theme::{self, STEP, TOUCH, palette};
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, Command};
use crate::nl::window as nl;

/// Shows the button with its menu.
pub(super) fn ui(ui: &mut Ui, state: &mut ViewState) -> Option<Action> {
    let name = RichText::new(nl::DISPLAY).font(theme::label_font(theme::TEXT_SIZE));
    let plain = Button::new(name).fill(egui::Color32::TRANSPARENT).stroke(egui::Stroke::NONE);
    let button = plain.min_size(vec2(0.0, TOUCH));
    let config =
        egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let menu = egui::containers::menu::MenuButton::from_button(button).config(config);
    let (response, inner) = menu.ui(ui, |ui| content(ui, state));
    response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, nl::DISPLAY));
    inner.and_then(|inner| inner.inner)
}

/// Colors, text size and what shows beside the map.
pub(super) fn content(ui: &mut Ui, state: &mut ViewState) -> Option<Action> {
    let mut action = None;
    ui.set_min_width(200.0);
    ui.label(theme::heading(nl::THEME));
    for (theme, name) in Theme::ALL.into_iter().zip(nl::THEMES) {
        ui.radio_value(&mut state.preferences.theme, theme, name);
    }
    ui.add_space(2.0 * STEP);
    ui.label(theme::heading(nl::TEXT_SIZE));
    ui.horizontal(|ui| {
        let percent = nl::percent(state.preferences.text_scale);
        for (command, text) in
            [(Command::TextSmaller, "A−"), (Command::TextNormal, percent.as_str()), (Command::TextLarger, "A+")]
        {
            let response = ui.add(Button::new(text).min_size(vec2(TOUCH + 12.0, TOUCH)));
            let response = response.on_hover_text(command.tooltip(ui.ctx()));
            response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, command.name()));
            if response.clicked() {
                action = Some(Action::Command(command));
            }
        }
    });
    ui.add_space(2.0 * STEP);
    for command in
        [Command::LayersPanel, Command::ExplanationPanel, Command::Legend, Command::Present, Command::SecondScreen]
    {
        let text = RichText::new(command.tooltip(ui.ctx())).color(palette().text);
        if ui.add(Button::new(text).frame(false).min_size(vec2(0.0, TOUCH))).clicked() {
            action = Some(Action::Command(command));
        }
    }
    action
}
