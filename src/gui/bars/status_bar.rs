//! Below: where the pointer is, the scale, and how the computation stands.

use egui::accesskit::Role;
use egui::{Button, RichText, Ui, WidgetInfo};

use super::{main_menu, tasks};
use crate::crs::wgs84_from_rd;
use crate::gui::kit::theme::{self, REMARK_SIZE, STEP, palette};
use crate::gui::kit::widgets::link;
use crate::gui::state::ViewState;
use crate::gui::state::tasks::Task;
use crate::gui::wish::{Action, Command, FileAction, View};
use crate::nl::window as nl;
use crate::session::EngineStatus;

/// Size of a point on a screen of 96 dots per inch, in metres.
const POINT_M: f64 = 0.0254 / 96.0;

/// In a window narrower than this the bar takes as many lines as it needs, in points.
const ONE_LINE: f32 = 1_200.0;

/// Shows the bar.
pub fn ui(ui: &mut Ui, view: Option<&View<'_>>, tasks: &[Task], state: &ViewState) -> Option<Action> {
    let mut action = None;
    let one_line = ui.available_width() >= ONE_LINE;
    let content = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = 5.0 * STEP;
        let is_low = main_menu::is_low(ui.ctx());
        let place = state.pointer.or(state.selection.place());
        ui.label(theme::remark(nl::rd(place)));
        if !is_low {
            ui.label(theme::remark(nl::wgs84(place.map(|place| wgs84_from_rd(&place)))));
            ui.label(theme::remark(nl::scale(state.meters_per_point / POINT_M)));
        }
        let Some(view) = view else { return };
        match (view.status, view.answer) {
            (EngineStatus::Failed, _) => {
                ui.label(theme::remark(nl::ENGINE_FAILED).color(palette().fails));
            }
            (EngineStatus::Running(stage), _) => {
                ui.label(theme::remark(nl::stage(stage)));
            }
            (EngineStatus::Idle, _) if view.stopped => {
                ui.label(theme::remark(nl::files::COMPUTING_STOPPED).color(palette().warning));
                if link(ui, nl::files::COMPUTE_AGAIN).clicked() {
                    action = Some(Action::Files(FileAction::ComputeAgain));
                }
            }
            (EngineStatus::Idle, Some(_)) if is_low => {}
            (EngineStatus::Idle, Some(answer)) => {
                ui.label(theme::remark(nl::computed_in(answer.duration, answer.outcome.grid.cell_m())));
            }
            (EngineStatus::Idle, None) => {}
        }
        action = tasks::ui(ui, tasks).or(action.take());
        let text = theme::remark(nl::attribution(view.baseline, state.basemap.credit()));
        if one_line {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                action = counter_ui(ui, state).or(action.take());
                ui.add(egui::Label::new(text).truncate());
            });
        } else {
            action = counter_ui(ui, state).or(action.take());
            ui.label(text);
        }
    };
    if one_line {
        ui.horizontal(content);
    } else {
        ui.horizontal_wrapped(content);
    }
    action
}

/// The button of the status bar with the number of messages.
fn counter_ui(ui: &mut Ui, state: &ViewState) -> Option<Action> {
    let n = state.messages.len();
    let has_problem = state.messages.iter().any(|message| message.is_problem);
    let text = if has_problem {
        format!("{} {}", nl::files::PROBLEM_SIGN, nl::files::messages(n))
    } else {
        nl::files::messages(n)
    };
    let color = if has_problem { palette().warning } else { palette().remark };
    let label = RichText::new(text).size(REMARK_SIZE).color(color);
    let response = ui.add(Button::new(label).frame(false)).on_hover_text(Command::ShowMessages.tooltip(ui.ctx()));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, state.lists_messages, nl::files::messages(n)));
    response.clicked().then_some(Action::Command(Command::ShowMessages))
}
