//! Asks what to write, in which coordinates and where.

use egui::{Button, Label, RichText, ScrollArea, TextEdit};

use crate::export::{ExportContents, OutputCrs};
use crate::gui::kit::buttons::main_button;
use crate::gui::kit::theme::{self, STEP, TOUCH, palette};
use crate::gui::kit::widgets::{focus_frame, focus_if_nothing_is, modal};
use crate::gui::wish::{Action, FileAction};
use crate::gui::work::exporting::ExportForm;
use crate::nl::window as nl;
use crate::project::Project;

/// Width of the dialog, in points.
const WIDTH: f32 = 440.0;

/// Height of all but the choices, with the margin around the dialog, in points.
const ROOM_FOR_BUTTONS: f32 = 170.0;

/// Shows the dialog while it is open. `is_ready` when the newest answer belongs to the document, which goes out.
pub fn ui(ctx: &egui::Context, form: &mut ExportForm, project: Option<&Project>, is_ready: bool) -> Option<Action> {
    if !form.is_open {
        return None;
    }
    let mut action = None;
    let shown = modal(ctx, "exporteren", WIDTH, |ui| {
        ui.label(theme::figure(nl::EXPORT));
        ui.add_space(2.0 * STEP);
        // Where text is large the choices scroll, and the buttons below them stay in sight.
        let most = (ctx.content_rect().height() - ROOM_FOR_BUTTONS).max(TOUCH);
        ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
            if let Some(project) = project {
                let variant = project.plan.active().map(|variant| variant.name.as_str());
                ui.add(Label::new(theme::medium(nl::files::exported_variant(variant))).wrap());
                let board = &project.board;
                let counts = [board.sketches.len(), board.notes.len(), board.decisions.len(), board.ballots.len()];
                if let Some(told) = nl::files::exported_board(counts) {
                    ui.add(Label::new(theme::remark(told)).wrap());
                }
                ui.add_space(2.0 * STEP);
            }
            ui.label(theme::heading(nl::files::WHAT_TO_EXPORT));
            let ExportContents { zones, rings, near_misses, sites, stops, ledger, report, layers } = &mut form.contents;
            let choices = [zones, rings, near_misses, sites, stops, ledger, report, layers];
            for (chosen, (name, file)) in choices.into_iter().zip(nl::files::EXPORT_FILES) {
                ui.horizontal(|ui| {
                    ui.checkbox(chosen, name);
                    ui.label(theme::remark(file));
                });
            }
            ui.add_space(2.0 * STEP);
            ui.label(theme::heading(nl::files::COORDINATES));
            ui.horizontal(|ui| {
                ui.radio_value(&mut form.crs, OutputCrs::Wgs84, nl::files::CRS_WGS84);
                ui.radio_value(&mut form.crs, OutputCrs::Rd, nl::files::CRS_RD);
            });
            ui.add_space(2.0 * STEP);
            let heading = ui.label(theme::heading(nl::files::FOLDER));
            ui.horizontal(|ui| {
                let choose = Button::new(nl::files::CHOOSE_FOLDER).min_size(egui::vec2(0.0, TOUCH));
                let room = ui.available_width() - 140.0;
                let edit = TextEdit::singleline(&mut form.folder).desired_width(room).min_size(egui::vec2(0.0, TOUCH));
                let folder = ui.add(edit).labelled_by(heading.id);
                focus_frame(ui, &folder);
                if ui.add(choose).clicked() {
                    action = Some(Action::Files(FileAction::ChooseFolder));
                }
            });
            ui.add(Label::new(theme::remark(nl::files::REPLACES_FILES)).wrap());
        });
        ui.add_space(3.0 * STEP);
        let why_not = match () {
            () if !form.has_contents() => Some(nl::files::NOTHING_CHOSEN),
            () if form.folder.trim().is_empty() => Some(nl::files::NO_FOLDER),
            () if !is_ready => Some(nl::files::WAIT_FOR_ANSWER),
            () => None,
        };
        if let Some(why_not) = why_not {
            ui.add(Label::new(RichText::new(why_not).color(palette().warning)).wrap());
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let export = ui.add_enabled(why_not.is_none(), main_button(nl::EXPORT));
            focus_if_nothing_is(ui, &export, true);
            if export.clicked() {
                action = Some(Action::Files(FileAction::Export));
                ui.close();
            }
            if ui.add(Button::new(nl::CANCEL).min_size(egui::vec2(0.0, TOUCH))).clicked() {
                ui.close();
            }
        });
    });
    if shown.should_close() {
        form.is_open = false;
    }
    action
}
