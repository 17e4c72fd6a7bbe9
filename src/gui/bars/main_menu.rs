//! In a small window: one button with everything that the bar above has no room for.

use egui::accesskit::Role as Accessible;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Button, Context, PopupCloseBehavior, RichText, ScrollArea, Ui, vec2};

use super::display_menu;
use crate::gui::kit::buttons::menu_entry;
use crate::gui::kit::theme::{self, STEP, TOUCH};
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, Command, View};
use crate::nl::window as nl;

/// In a window lower than this the bars above and below keep to what is needed most, in points.
const LOW: f32 = 440.0;
/// The menu stays so far from the edge of the window, in points.
const MARGIN: f32 = 70.0;

/// Is the window so low that the bars would leave little of the map?
pub(super) fn is_low(ctx: &Context) -> bool {
    ctx.content_rect().height() < LOW
}

/// Shows the button with its menu.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let name = RichText::new(nl::MENU).font(theme::label_font(theme::TEXT_SIZE));
    let button = Button::new(name).frame(false).min_size(vec2(TOUCH, TOUCH));
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (response, inner) = MenuButton::from_button(button).config(config).ui(ui, |ui| {
        let most = (ui.ctx().content_rect().height() - MARGIN).max(2.0 * TOUCH);
        ScrollArea::vertical().max_height(most).show(ui, |ui| content(ui, view, state)).inner
    });
    response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, nl::MENU));
    inner.and_then(|inner| inner.inner)
}

fn content(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    let mut action = None;
    let entries = [
        (Command::Undo, view.history.can_undo().is_some()),
        (Command::Redo, view.history.can_redo().is_some()),
        (Command::WholeRegion, true),
        (Command::Measure, true),
        (Command::WhatIf, true),
        (Command::BeforeAfter, view.document.plan.active().is_some()),
        (Command::NewVariant, true),
        (Command::Sketch, true),
        (Command::Lists, true),
        (Command::OpenLayer, true),
        (Command::NewProject, true),
        (Command::OpenProject, true),
        (Command::SaveProject, true),
        (Command::SaveProjectAs, true),
        (Command::EarlierStates, true),
        (Command::RemoveLayer, true),
        (Command::EditNorms, true),
        (Command::Workshop, true),
        (Command::Present, true),
        (Command::Help, true),
    ];
    for (command, enabled) in entries {
        let entry = Button::new(command.name()).frame(false);
        action = menu_entry(ui, entry, command, enabled).or(action);
    }
    ui.add_space(2.0 * STEP);
    display_menu::content(ui, state).or(action)
}
