//! Our own file dialog, for where the system has none: a folder with what is in it, and a name or path to type.

use egui::accesskit::Role;
use egui::{Align, Button, Context, Key, Label, Layout, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};

use crate::gui::kit::buttons::main_button;
use crate::gui::kit::choosing::{Choice, FolderEntry, OwnDialog, PathProblem};
use crate::gui::kit::theme::{self, STEP, TOUCH, palette};
use crate::gui::kit::widgets::{focus_frame, modal};
use crate::nl::window::{CANCEL, choosing as nl};

/// Width of the dialog, in points.
const WIDTH: f32 = 560.0;
/// Height of all but the list, with the margin around the dialog, in points.
const ROOM_FOR_REST: f32 = 330.0;
/// Most height of the list, in points.
const LIST: f32 = 320.0;
/// Height of a row, in points.
const ROW: f32 = 30.0;

/// What the user decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// This file or folder.
    On(std::path::PathBuf),
    /// Nothing.
    Cancelled,
}

/// Shows the dialog; Escape chooses nothing, Enter in the field what is typed.
pub fn ui(ctx: &Context, dialog: &mut OwnDialog) -> Option<Decided> {
    dialog.go_on();
    let mut accepts = false;
    let mut cancels = false;
    let shown = modal(ctx, "eigen-bestandsvenster", WIDTH, |ui| {
        ui.label(theme::figure(dialog.wish.title));
        ui.add(Label::new(theme::remark(nl::NO_SYSTEM_DIALOG)).wrap());
        ui.add_space(2.0 * STEP);
        folder_ui(ui, dialog);
        list_ui(ui, dialog);
        ui.add_space(2.0 * STEP);
        accepts = field_ui(ui, dialog);
        if let Some(problem) = &dialog.problem {
            let told = RichText::new(sentence(problem)).color(palette().warning);
            ui.add(Label::new(told).wrap());
        }
        ui.add_space(2.0 * STEP);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = match dialog.wish.choice {
                Choice::File | Choice::Files => nl::OPEN,
                Choice::NewFile if matches!(dialog.problem, Some(PathProblem::IsThere(_))) => nl::OVERWRITE,
                Choice::NewFile => nl::SAVE,
                Choice::Folder => nl::CHOOSE,
            };
            accepts |= ui.add(main_button(name)).clicked();
            cancels = ui.add(Button::new(CANCEL).min_size(vec2(0.0, TOUCH))).clicked();
        });
    });
    if cancels || shown.should_close() {
        return Some(Decided::Cancelled);
    }
    accepts.then(|| dialog.accept(ctx)).flatten().map(Decided::On)
}

fn sentence(problem: &PathProblem) -> String {
    match problem {
        PathProblem::Nothing => nl::NOTHING_TYPED.to_owned(),
        PathProblem::NoFile(path) => nl::no_file(path),
        PathProblem::NoFolder(path) => nl::no_folder(path),
        PathProblem::NoFolderBut(path) => nl::no_folder_but_a_file(path),
        PathProblem::IsThere(path) => nl::is_there(path),
    }
}

/// The folder that shows, and the way out of it.
fn folder_ui(ui: &mut Ui, dialog: &mut OwnDialog) {
    ui.horizontal(|ui| {
        let parent = dialog.folder.parent().map(std::path::Path::to_owned);
        let up = ui.add_enabled(parent.is_some(), Button::new(nl::FOLDER_UP).min_size(vec2(0.0, TOUCH)));
        if up.clicked()
            && let Some(parent) = parent
        {
            dialog.look_into(ui.ctx(), parent);
        }
        ui.add(Label::new(theme::medium(dialog.folder.display().to_string())).truncate());
    });
    ui.add_space(STEP);
}

fn list_ui(ui: &mut Ui, dialog: &mut OwnDialog) {
    let height = (ui.ctx().content_rect().height() - ROOM_FOR_REST).clamp(2.0 * ROW, LIST);
    let told = match &dialog.entries {
        None => Some(nl::LOOKING.to_owned()),
        Some(Err(kind)) => Some(nl::folder_not_read(&(*kind).into())),
        Some(Ok(entries)) if entries.is_empty() => Some(nl::NOTHING_HERE.to_owned()),
        Some(Ok(_)) => None,
    };
    if let Some(told) = told {
        ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            ui.add(Label::new(theme::remark(told)).wrap());
        });
        return;
    }
    let Some(Ok(entries)) = &dialog.entries else { return };
    let mut chosen = None;
    let list = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink(false);
    list.show_rows(ui, ROW, entries.len(), |ui, rows| {
        for entry in entries.get(rows).unwrap_or_default() {
            if row_ui(ui, entry, dialog.typed == entry.name) {
                chosen = Some(entry.clone());
            }
        }
    });
    match chosen {
        Some(entry) if entry.is_file => (dialog.typed, dialog.problem) = (entry.name, None),
        Some(entry) => {
            if dialog.wish.choice != Choice::NewFile {
                dialog.typed.clear();
            }
            let folder = dialog.folder.join(entry.name);
            dialog.look_into(ui.ctx(), folder);
        }
        None => {}
    }
}

/// A folder to go into, or a file to take over the name of; true when it was pressed.
fn row_ui(ui: &mut Ui, entry: &FolderEntry, is_chosen: bool) -> bool {
    let text = if entry.is_file { entry.name.clone() } else { format!("{}/", entry.name) };
    let row = Button::new(theme::medium(&text)).frame(is_chosen).selected(is_chosen).truncate();
    let layout = Layout::left_to_right(Align::Center).with_main_justify(true).with_main_align(Align::Min);
    let size = vec2(ui.available_width(), ROW - ui.spacing().item_spacing.y);
    let response = ui.allocate_ui_with_layout(size, layout, |ui| ui.add(row.min_size(size))).inner;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
    response.clicked()
}

/// The field; true when Enter was pressed in it.
fn field_ui(ui: &mut Ui, dialog: &mut OwnDialog) -> bool {
    let heading = match dialog.wish.choice {
        Choice::File | Choice::Files => nl::FILE,
        Choice::NewFile => nl::NEW_FILE,
        Choice::Folder => nl::FOLDER,
    };
    let heading = ui.label(theme::heading(heading));
    // The list above it comes and goes while a folder is read: the field stays the same one, with the keyboard.
    let field = TextEdit::singleline(&mut dialog.typed)
        .id(egui::Id::unique("eigen-bestandsvenster-naam"))
        .desired_width(ui.available_width() - 2.0 * STEP);
    let response = ui.add(field.min_size(vec2(0.0, TOUCH))).labelled_by(heading.id);
    focus_frame(ui, &response);
    if std::mem::take(&mut dialog.is_fresh) {
        response.request_focus();
    }
    if response.changed() {
        dialog.problem = None;
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if entered {
        // What will not do is typed on.
        response.request_focus();
    }
    entered
}
