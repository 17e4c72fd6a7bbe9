//! Says what a delivery does to what is there, before it is done.

use egui::{Button, Label, RichText, ScrollArea, Ui, vec2};

use crate::gui::kit::buttons::main_button;
use crate::gui::kit::theme::{self, STEP, TOUCH, palette};
use crate::gui::kit::widgets::{focus_if_nothing_is, modal};
use crate::gui::wish::{Action, FileAction};
use crate::nl::delivery as nl;
use crate::project::delivery::Delivery;

/// Width of the question, in points.
const WIDTH: f32 = 480.0;

/// Height of all but the lines, with the margin around the dialog, in points.
const ROOM_FOR_BUTTONS: f32 = 190.0;

/// Shows the question; Escape leaves everything as it is.
pub fn ui(ctx: &egui::Context, delivery: &Delivery) -> Option<Action> {
    let mut action = None;
    let shown = modal(ctx, "levering", WIDTH, |ui| {
        ui.label(theme::figure(nl::WHAT_CHANGES));
        ui.add_space(STEP);
        let most = (ctx.content_rect().height() - ROOM_FOR_BUTTONS).max(2.0 * TOUCH);
        ScrollArea::vertical().max_height(most).show(ui, |ui| lines(ui, delivery));
        ui.add_space(3.0 * STEP);
        action = buttons(ui);
    });
    let send_back = || shown.should_close().then_some(FileAction::SendBack);
    action.or_else(send_back).map(Action::Files)
}

fn lines(ui: &mut Ui, delivery: &Delivery) {
    for line in nl::changes(delivery) {
        ui.add(Label::new(theme::medium(line)).wrap());
    }
    let losses = nl::losses(delivery);
    if losses.is_empty() {
        return;
    }
    ui.add_space(2.0 * STEP);
    for sentence in losses {
        ui.add(Label::new(RichText::new(sentence).size(theme::TEXT_SIZE).color(palette().warning)).wrap());
    }
    ui.add_space(STEP);
    ui.add(Label::new(theme::remark(nl::losses_stay(delivery))).wrap());
}

fn buttons(ui: &mut Ui) -> Option<FileAction> {
    let mut chosen = None;
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let response = ui.add(main_button(nl::DELIVER));
        focus_if_nothing_is(ui, &response, true);
        if response.clicked() {
            chosen = Some(FileAction::Deliver);
        }
        if ui.add(Button::new(nl::SEND_BACK).min_size(vec2(0.0, TOUCH))).clicked() {
            chosen = Some(FileAction::SendBack);
        }
    });
    chosen
}
