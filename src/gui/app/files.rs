//! What the window does with files: opening layers, writing results, and telling how far it is.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use egui::{Align2, Rect};

use super::workspace::{Phase, Workspace};
use crate::export::{ProposalOptions, RunDurations};
use crate::gui::dialogs::{delivery as delivery_dialog, export as export_dialog, open as open_dialog};
use crate::gui::kit::choosing::Purpose;
use crate::gui::kit::job::{BrokeOff, Job};
use crate::gui::kit::theme::{self, STEP, palette};
use crate::gui::state::tasks::{REDRAW_EVERY, SLOW_AFTER, Task, TaskKind};
use crate::gui::wish::{Action, FileAction};
use crate::gui::work::exporting::{self, ExportFn, ExportForm, ExportNews};
use crate::gui::work::opening::{OpenedLayer, OpenedLayers, Opening, OpeningNews};
use crate::import::ReadBoard;
use crate::nl::{delivery as words, window as nl};
use crate::project::{BoardEdit, BoardItem, Edit, LayersEdit};
use crate::session::{Answer, EngineStatus};

/// The window's files: what is being opened and written.
pub(super) struct Files {
    pub(super) opening: Opening,
    /// What was read and waits for the user, who sees what it does to what is there.
    delivered: Option<Box<OpenedLayers>>,
    export: ExportFn,
    pub(super) exporting: Option<Job<ExportNews>>,
    /// What is to be written once the answer to the document is there.
    to_export: Option<ExportForm>,
    /// Since when the engine computes without a pause.
    computing_since: Option<Instant>,
}

impl Files {
    /// Nothing is opened or written yet.
    pub(super) fn new(export: ExportFn) -> Self {
        Self {
            opening: Opening::default(),
            delivered: None,
            export,
            exporting: None,
            to_export: None,
            computing_since: None,
        }
    }

    /// What was being opened was for another project.
    pub(super) fn on_new_project(&mut self) {
        self.opening.on_new_project();
        self.delivered = None;
    }

    /// Does anything run on a thread?
    pub(super) fn is_busy(&self) -> bool {
        (self.opening.is_busy() && self.delivered.is_none()) || self.exporting.is_some() || self.to_export.is_some()
    }

    /// Is the user asked something?
    pub(super) fn asks(&self) -> bool {
        self.opening.asked.is_some() || self.delivered.is_some()
    }

    /// Takes files that were dropped, and what threads have found. Returns the files that turn out to be projects.
    pub(super) fn go_on(&mut self, workspace: &mut Workspace) -> Vec<PathBuf> {
        let dropped: Vec<PathBuf> =
            workspace.ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        self.opening.add(dropped);
        let mut projects = Vec::new();
        if self.delivered.is_none()
            && let Some(document) = workspace.document()
        {
            for news in self.opening.go_on(&workspace.ctx, &document.baseline, &document.project) {
                projects.extend(self.take_opening_news(workspace, news));
            }
        }
        self.go_on_with_export(workspace);
        let state = &mut workspace.state;
        match Job::take_ended(&mut self.exporting) {
            None => {}
            Some(Ok(ExportNews::Stopped)) => state.tell(nl::files::EXPORT_STOPPED, false),
            Some(Ok(ExportNews::Written(files, folder))) => {
                let names = files.iter().filter_map(|file| file.file_name());
                let names = names.map(|name| name.to_string_lossy().into_owned()).collect();
                state.tell_with(nl::exported(files.len(), &folder), names, false);
            }
            Some(Ok(ExportNews::Failed(why))) => state.tell(nl::export_failed(&why), true),
            Some(Err(BrokeOff)) => state.tell(nl::export_failed(nl::LOAD_PANICKED), true),
        }
        projects
    }

    fn take_opening_news(&mut self, workspace: &mut Workspace, news: OpeningNews) -> Option<PathBuf> {
        let state = &mut workspace.state;
        match news {
            OpeningNews::NotOpened(file, problems) => state.tell_with(nl::files::not_opened(&file), problems, true),
            OpeningNews::IsProject(path) => return Some(path),
            OpeningNews::IsBoard(file, read) => take_board(workspace, &file, *read),
            OpeningNews::Stopped => state.tell(nl::files::OPENING_STOPPED, false),
            OpeningNews::Read(read) if !workspace.stands_on(&read.on) => self.opening.read_again(*read),
            // What was there is not touched before the user has seen how.
            OpeningNews::Read(read) if read.delivery.touches_what_was() => self.delivered = Some(read),
            OpeningNews::Read(read) => take_layers(workspace, *read),
        }
        None
    }

    /// What runs, the engine only when it takes long.
    pub(super) fn tasks(&mut self, workspace: &Workspace, of_project: Option<Task>) -> Vec<Task> {
        let mut tasks = self.opening.tasks();
        let exporting = self.exporting.as_ref();
        tasks.extend(exporting.map(|job| job.task(TaskKind::Exporting, nl::EXPORT.to_owned())));
        tasks.extend(of_project);
        let status = workspace.ready().map(|ready| ready.session.status());
        if let Some(EngineStatus::Running(_)) = status {
            let since = *self.computing_since.get_or_insert_with(Instant::now);
            if since.elapsed() >= SLOW_AFTER {
                tasks.push(Task { kind: TaskKind::Computing, name: nl::files::COMPUTING_TASK.to_owned(), share: None });
            } else {
                workspace.ctx.request_repaint_after(SLOW_AFTER);
            }
        } else {
            self.computing_since = None;
        }
        if !tasks.is_empty() {
            workspace.ctx.request_repaint_after(REDRAW_EVERY);
        }
        tasks
    }

    /// Asks about what is to be opened or written.
    pub(super) fn dialogs(&mut self, workspace: &mut Workspace, actions: &mut Vec<Action>) {
        let is_ready = !workspace.is_computing();
        let Workspace { ctx, phase, features, .. } = workspace;
        let ready = if let Phase::Ready(ready) = phase { Some(ready) } else { None };
        if let (Some(ready), Some(asked)) = (&ready, self.opening.asked.as_mut()) {
            actions.extend(open_dialog::ui(ctx, asked, ready.session.baseline()));
        }
        let is_ready = is_ready && ready.as_ref().is_some_and(|ready| ready.session.answer().is_some());
        let project = ready.map(|ready| ready.session.project().clone());
        actions.extend(export_dialog::ui(ctx, &mut features.export, project.as_deref(), is_ready));
        if let Some(read) = &self.delivered {
            actions.extend(delivery_dialog::ui(ctx, &read.delivery));
        }
    }

    /// Does what was answered.
    pub(super) fn act(&mut self, workspace: &mut Workspace, action: FileAction) {
        match action {
            FileAction::Choose(wanted) => workspace.to_choose = Some(Purpose::Layers(wanted)),
            FileAction::Open(path) => self.opening.add([path]),
            FileAction::Accept { role, beside } => {
                if let Some(asked) = &self.opening.asked {
                    workspace.recent.add(asked.path.clone());
                }
                self.opening.accept(role, beside);
            }
            FileAction::Refuse => self.opening.asked = None,
            FileAction::Deliver => match self.delivered.take() {
                Some(read) if workspace.stands_on(&read.on) => take_layers(workspace, *read),
                // What it does is told anew.
                Some(read) => self.opening.read_again(*read),
                None => {}
            },
            FileAction::SendBack => self.delivered = None,
            FileAction::ChooseFolder => workspace.to_choose = Some(Purpose::ExportFolder),
            FileAction::Export => {
                let form = workspace.features.export.clone();
                self.export(workspace, form);
            }
            FileAction::ComputeAgain => {
                if let Some(ready) = workspace.ready_mut() {
                    ready.session.again();
                }
            }
            FileAction::Stop(kind) => self.stop(workspace, kind),
        }
        workspace.ctx.request_repaint();
    }

    /// Stops what is being opened, written or computed.
    fn stop(&mut self, workspace: &Workspace, kind: TaskKind) {
        match kind {
            TaskKind::Looking | TaskKind::Reading => self.opening.stop(),
            TaskKind::Exporting => self.exporting.iter().for_each(Job::stop),
            TaskKind::Computing => workspace.ready().iter().for_each(|ready| ready.session.cancel()),
            // Not here.
            TaskKind::OpeningProject | TaskKind::SavingProject => {}
        }
    }

    /// Writes the answer to the document, which is computed first where something else showed: a drag, another variant.
    pub(super) fn export(&mut self, workspace: &mut Workspace, form: ExportForm) {
        if self.exporting.is_some() {
            return;
        }
        workspace.abandon_drag();
        workspace.state.comparison.shows_before = false;
        if workspace.features.presenter.shown_variant().is_some() {
            workspace.features.stop_presenting(&mut workspace.state);
        }
        self.to_export = Some(form);
        self.go_on_with_export(workspace);
        workspace.ctx.request_repaint();
    }

    /// Begins to write once the answer to the document is there.
    fn go_on_with_export(&mut self, workspace: &mut Workspace) {
        let Phase::Ready(ready) = &mut workspace.phase else { return };
        let document = ready.session.project();
        let is_of_document =
            |answer: &&Arc<Answer>| Arc::ptr_eq(&answer.project, document) || answer.project == *document;
        let Some(answer) = ready.session.answer().filter(is_of_document).cloned() else {
            let failed = ready.session.status() == EngineStatus::Failed || ready.session.is_cancelled();
            if self.to_export.take_if(|_| failed).is_some() {
                workspace.state.tell(nl::export_failed(nl::files::WAIT_FOR_ANSWER), true);
            }
            return;
        };
        let Some(form) = self.to_export.take() else { return };
        let options = ProposalOptions {
            contents: form.contents,
            crs: form.crs,
            durations: Some(RunDurations { reading: workspace.reading, stages: answer.stages }),
            problems: workspace.problems.clone(),
            ..ProposalOptions::default()
        };
        let records = ready.session.planned(&answer.project).records.clone();
        let folder = PathBuf::from(form.folder.trim());
        self.exporting =
            Some(exporting::start(&workspace.ctx, self.export.clone(), (records, answer), folder, options));
    }
}

/// Goes on with the layers that were read.
fn take_layers(workspace: &mut Workspace, read: OpenedLayers) {
    let OpenedLayers { layers, ground, delivery, took, .. } = read;
    if let Some(ground) = ground {
        workspace.reading += took;
        let is_usable = |layer: &&OpenedLayer| layer.n_features.is_some();
        let roles = layers.iter().filter(is_usable).map(|layer| layer.role).collect();
        let replaced = layers.iter().filter(|layer| layer.replaced).map(|layer| layer.role).collect();
        workspace.take_ground(*ground, &replaced, LayersEdit::Read(roles));
    }
    layers.into_iter().for_each(|layer| tell_of_layer(workspace, layer));
    let losses = words::losses(&delivery);
    if !losses.is_empty() {
        workspace.state.tell_with(words::losses_stay(&delivery), losses, true);
    }
}

fn tell_of_layer(workspace: &mut Workspace, layer: OpenedLayer) {
    let OpenedLayer { role, files, n_features, replaced, problems } = layer;
    let told = crate::nl::problems::all(&problems);
    match n_features {
        Some(n) => {
            workspace.problems.extend(problems);
            let text = nl::files::layer_opened(role, n, told.len(), replaced);
            workspace.state.tell_with(text, told, false);
        }
        None => workspace.state.tell_with(nl::files::nothing_usable(&files, role), told, true),
    }
}

/// Puts sketches and notes of a file on the board, in one step.
fn take_board(workspace: &mut Workspace, file: &str, read: ReadBoard) {
    let problems = crate::nl::problems::all(&read.problems);
    let (n_sketches, n_notes) = (read.sketches.len(), read.notes.len());
    let sketches = read.sketches.into_iter().map(BoardItem::Sketch);
    let put: Vec<BoardItem> = sketches.chain(read.notes.into_iter().map(BoardItem::Note)).collect();
    if put.is_empty() {
        return workspace.state.tell_with(nl::files::not_opened(file), problems, true);
    }
    workspace.edit(Edit::Board(BoardEdit { remove: Vec::new(), put }));
    let told = nl::files::board_opened(file, n_sketches, n_notes, problems.len());
    workspace.state.tell_with(told, problems, false);
}

/// Says over the map what happens to files that are let go.
pub(super) fn paint_drop_target(ctx: &egui::Context, map: Rect) {
    let p = palette();
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("loslaten"));
    let painter = ctx.layer_painter(layer);
    let target = map.shrink(4.0 * STEP);
    let stroke = egui::Stroke::new(3.0, p.accent);
    painter.rect(target, 8.0, p.accent_pale.gamma_multiply(0.85), stroke, egui::StrokeKind::Inside);
    let font = theme::label_font(theme::FIGURE_SIZE);
    painter.text(target.center(), Align2::CENTER_CENTER, nl::files::DROP_TO_OPEN, font, p.accent);
}
