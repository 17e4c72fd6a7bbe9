//! The button with what can be done with projects and layers, and the files that were opened last.

use std::path::PathBuf;

use egui::containers::menu::MenuButton;
use egui::{Button, Ui};

use crate::gui::kit::buttons::{menu_entry, plain_button};
use crate::gui::kit::theme;
use crate::gui::wish::{Action, Command, FileAction};
use crate::nl::{project, window as nl};

/// What the menu offers, in groups.
const COMMANDS: [&[Command]; 2] = [
    &[Command::NewProject, Command::OpenProject, Command::SaveProject, Command::SaveProjectAs, Command::EarlierStates],
    &[Command::OpenLayer, Command::RemoveLayer],
];

/// Shows the button and, when it was pressed, its menu.
pub(super) fn ui(ui: &mut Ui, recent: &[PathBuf]) -> Option<Action> {
    let mut action = None;
    let button = plain_button(project::FILE_MENU, false);
    let (response, _) = MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(260.0);
        for (idx, commands) in COMMANDS.iter().enumerate() {
            if idx > 0 {
                ui.separator();
            }
            for command in *commands {
                action = menu_entry(ui, Button::new(command.name()), *command, true).or(action.take());
            }
        }
        ui.separator();
        ui.label(theme::heading(nl::files::RECENT_FILES));
        if recent.is_empty() {
            ui.label(theme::remark(nl::files::NO_RECENT_FILES));
        }
        for path in recent {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
            let response = ui.add(Button::new(name).truncate()).on_hover_text(path.display().to_string());
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, nl::files::open_path(path))
            });
            if response.clicked() {
                action = Some(Action::Files(FileAction::Open(path.clone())));
                ui.close();
            }
        }
    });
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, project::FILE_MENU));
    action
}
