//! In the status bar: what takes long, how far it is, and a button to stop it.

use egui::{Button, ProgressBar, RichText, Ui};

use crate::gui::kit::theme;
use crate::gui::state::tasks::{Task, TaskKind};
use crate::gui::wish::{Action, FileAction};
use crate::nl::window as nl;

/// Width of the bar of a task, in points.
const BAR_WIDTH: f32 = 90.0;

/// Shows the tasks.
pub(super) fn ui(ui: &mut Ui, tasks: &[Task]) -> Option<Action> {
    let mut action = None;
    for task in tasks {
        let text = nl::files::task(&task.name, task.share);
        ui.label(theme::remark(text.as_str()));
        if let Some(share) = task.share {
            let bar = ui.add(ProgressBar::new(share).desired_width(BAR_WIDTH).desired_height(6.0));
            bar.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ProgressIndicator, true, &text));
        }
        if task.kind == TaskKind::SavingProject {
            continue;
        }
        let stop = ui.add(Button::new(RichText::new(nl::STOP).size(theme::REMARK_SIZE)).small());
        let name = nl::files::stop(&task.name);
        stop.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
        if stop.on_hover_text(name.as_str()).clicked() {
            action = Some(Action::Files(FileAction::Stop(task.kind)));
        }
    }
    action
}
