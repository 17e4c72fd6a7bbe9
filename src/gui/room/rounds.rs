//! The werkatelier and its rounds, with the clock.

use egui::{Id, ScrollArea, Ui, vec2};
use uuid::Uuid;

use super::forms::WorkshopForm;
use super::memory::Room;
use crate::domain::workshop::{Round, Workshop};
use crate::gui::kit::dragging::was_let_go;
use crate::gui::kit::fields::{button, choice, label, line_field, main_button, name_field, toggle};
use crate::gui::kit::theme::{self, STEP};
use crate::gui::kit::typing::is_asked;
use crate::gui::state::Timer;
use crate::gui::state::clock::today;
use crate::gui::wish::{Action, View};
use crate::nl::window as nl;
use crate::project::BoardItem;

/// How long a round takes unless somebody says otherwise, in minutes.
const USUAL_MINUTES: u32 = 15;
/// Width of the number before a round, in points.
const NUMBER: f32 = 22.0;
/// Longest round, in minutes.
const LONGEST: u32 = 480;
/// Width of the minutes with their unit, of what is left, and of the two buttons of the clock, in points. Every row has room for
/// them, so that nothing comes to stand where another button was when another round begins.
const MINUTES: f32 = 74.0;
const LEFT: f32 = 66.0;
const CLOCK_BUTTONS: [f32; 2] = [78.0, 92.0];
/// Width of the title of a round: at least and at most, in points.
const TITLE: [f32; 2] = [90.0, 320.0];

/// Shows the tab.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, room: &mut Room, timer: &mut Timer) -> Option<Action> {
    let mut action = head(ui, view, room);
    ui.add_space(STEP);
    let Some(workshop) = room.workshop(view.project) else {
        ui.label(theme::remark(nl::room::NO_WORKSHOP));
        return action;
    };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for (idx, round) in workshop.rounds.iter().enumerate() {
            action = round_row(ui, workshop, idx, round, timer).or(action.take());
        }
        if ui.button(nl::room::ADD_ROUND).clicked() {
            let mut changed = workshop.clone();
            let title = nl::room::new_round(workshop.rounds.len() + 1);
            changed.rounds.push(Round { id: Uuid::new_v4(), title, minutes: USUAL_MINUTES });
            action = Some(Action::put(BoardItem::Workshop(changed)));
        }
    });
    action
}

/// Which werkatelier, and a new one.
fn head(ui: &mut Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
    let all = &view.project.board.workshops;
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        if let Some(current) = room.workshop(view.project) {
            let names: Vec<String> = all.iter().map(|workshop| nl::room::workshop_name(workshop)).collect();
            let at = all.iter().position(|workshop| workshop.id == current.id).unwrap_or(0);
            if let Some(chosen) = choice(ui, nl::room::CHOOSE_WORKSHOP, at, &names, 240.0) {
                room.workshop = Some(all[chosen].id);
            }
            if toggle(ui, &mut room.workshop_form.is_open, nl::room::ANOTHER_WORKSHOP) {
                room.takes_focus = room.workshop_form.is_open;
            }
        }
        let takes_focus = std::mem::take(&mut room.takes_focus);
        let form = &mut room.workshop_form;
        if !(form.is_open || all.is_empty()) {
            return;
        }
        if form.date.is_empty() {
            form.date = today();
        }
        let title = line_field(ui, "werkatelier-titel", nl::room::WORKSHOP_TITLE, &mut form.title, 200.0);
        if takes_focus {
            title.request_focus();
        }
        line_field(ui, "werkatelier-datum", nl::room::WORKSHOP_DATE, &mut form.date, 120.0);
        let by_key = title.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if main_button(ui, nl::room::BEGIN_WORKSHOP, true) || by_key {
            let title = if form.title.trim().is_empty() { nl::room::WORKSHOP } else { form.title.trim() };
            let workshop = Workshop {
                id: Uuid::new_v4(),
                title: title.to_owned(),
                date: form.date.trim().to_owned(),
                rounds: Vec::new(),
                known_before: view.project.known_ids(),
            };
            *form = WorkshopForm::default();
            room.workshop = Some(workshop.id);
            action = Some(Action::put(BoardItem::Workshop(workshop)));
        }
    });
    action
}

fn round_row(ui: &mut Ui, workshop: &Workshop, idx: usize, round: &Round, timer: &mut Timer) -> Option<Action> {
    let mut changed = workshop.clone();
    ui.horizontal(|ui| {
        ui.set_min_height(theme::TOUCH);
        let gap = ui.spacing().item_spacing.x;
        let buttons = CLOCK_BUTTONS[0] + CLOCK_BUTTONS[1] + theme::TOUCH;
        let rest = ui.available_width() - NUMBER - MINUTES - buttons - 5.0 * gap - STEP;
        // Where it is narrow, what is left stands over the map only.
        let shows_left = rest - LEFT - gap >= TITLE[0];
        let title_width = if shows_left { rest - LEFT - gap } else { rest };
        ui.add_sized(vec2(NUMBER, theme::TOUCH), egui::Label::new(theme::strong(format!("{}.", idx + 1))));
        let salt = Id::unique("ronde").with(round.id);
        let width = title_width.clamp(TITLE[0], TITLE[1]);
        if let Some(title) = name_field(ui, salt, &nl::room::round_title(idx + 1), &round.title, width) {
            changed.rounds[idx].title = title;
        }
        slot(ui, MINUTES, |ui| changed.rounds[idx].minutes = minutes_ui(ui, salt, idx, round.minutes));
        clock_buttons(ui, idx, round, timer, shows_left);
        if button(ui, "×", &nl::room::remove_round(idx + 1)) {
            changed.rounds.remove(idx);
        }
    });
    (changed != *workshop).then(|| Action::put(BoardItem::Workshop(changed)))
}

/// A part of a row that takes its width, whatever is in it.
fn slot<R>(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let size = vec2(width, theme::TOUCH);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_size(size);
        content(ui)
    })
    .inner
}

/// The minutes of a round; what is dragged or typed is told only when it is let go.
fn minutes_ui(ui: &mut Ui, salt: Id, idx: usize, minutes: u32) -> u32 {
    let kept = salt.with("minuten");
    let mut shown = ui.data(|data| data.get_temp(kept)).unwrap_or(minutes);
    let response = ui.add(egui::DragValue::new(&mut shown).range(1..=LONGEST).update_while_editing(false));
    label(ui, &response, &nl::room::round_minutes(idx + 1));
    ui.label(nl::room::MINUTES);
    if response.dragged() {
        ui.data_mut(|data| data.insert_temp(kept, shown));
        return minutes;
    }
    if response.has_focus() && is_asked(ui.ctx()) {
        // Left, it tells what was typed in the next frame: before what is done next.
        response.surrender_focus();
    }
    let was_dragged = ui.data_mut(|data| data.remove_temp::<u32>(kept)).is_some();
    if was_dragged && !was_let_go(&response) { minutes } else { shown }
}

/// What is left and what can be done with the clock, each in its own place.
fn clock_buttons(ui: &mut Ui, idx: usize, round: &Round, timer: &mut Timer, shows_left: bool) {
    let now = ui.input(|input| input.time);
    let is_its = timer.round() == Some(round.id);
    let [first, second] = CLOCK_BUTTONS;
    if shows_left {
        slot(ui, LEFT, |ui| {
            if is_its {
                ui.label(theme::figure(nl::room::time_left(timer.shown(now))));
            }
        });
    }
    slot(ui, first, |ui| {
        if !is_its {
            if button(ui, nl::room::START_ROUND, &nl::room::start_round(idx + 1)) {
                timer.start(round.id, round.minutes, now);
            }
            return;
        }
        let waits = if timer.runs(now) { nl::room::PAUSE } else { nl::room::GO_ON };
        if timer.left(now) > 0.0 && button(ui, waits, waits) {
            timer.pause(now);
        }
    });
    slot(ui, second, |ui| {
        if is_its && button(ui, nl::room::STOP_TIMER, nl::room::STOP_TIMER) {
            timer.stop();
        }
    });
}
