//! What the window does with files: opening layers, writing results, and telling how far it is.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Align2, Rect};

use super::{App, Phase};
use crate::domain::baseline::{Baseline, Role};
use crate::export::{ProposalOptions, RunDurations};
use crate::gui::dialogs::{
    delivery as delivery_dialog, export as export_dialog, open as open_dialog, project as project_dialogs,
};
use crate::gui::kit::choosing::Purpose;
use crate::gui::kit::theme::{self, STEP, palette};
use crate::gui::state::tasks::{REDRAW_EVERY, SLOW_AFTER, Task, TaskKind};
use crate::gui::state::{MapMove, Recent};
use crate::gui::wish::{Action, FileAction};
use crate::gui::work::exporting::{ExportForm, ExportNews, Exporting};
use crate::gui::work::opening::{NewGround, Opening, OpeningNews, ReadLayer, ReadLayers};
use crate::import::ReadBoard;
use crate::nl::{delivery as words, window as nl};
use crate::project::{BoardEdit, BoardItem, Edit, LayersEdit};
use crate::session::{Answer, EngineStatus};

/// The window's files: what is being opened and written, and what is remembered of it.
#[derive(Default)]
pub(super) struct Files {
    pub(super) opening: Opening,
    pub(super) exporting: Option<Exporting>,
    pub(super) recent: Recent,
    /// What is to be written once the answer to the document is there.
    to_export: Option<ExportForm>,
    /// Since when the engine computes without a pause.
    computing_since: Option<Instant>,
    /// What was read and waits for the user, who sees what it does to what is there.
    delivered: Option<Box<ReadLayers>>,
    /// What was wrong with the layers as they are now, for the report.
    pub(super) problems: Vec<String>,
    /// How long reading them took.
    pub(super) reading: Duration,
}

impl Files {
    /// What was being opened was for another project.
    pub(super) fn on_new_project(&mut self) {
        self.opening.on_new_project();
        self.delivered = None;
    }

    /// Does anything run on a thread?
    pub(super) fn is_busy(&self) -> bool {
        (self.opening.is_busy() && self.delivered.is_none()) || self.exporting.is_some() || self.to_export.is_some()
    }
}

impl App {
    /// Remembers opened files in a list of the user's own.
    #[must_use]
    pub fn with_recent(mut self, recent: Recent) -> Self {
        self.files.recent = recent;
        self
    }

    /// Opens files as layers; the user is asked what each is for.
    pub fn open_files(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        self.files.opening.add(files);
    }

    /// Is a question open that has the keyboard?
    pub(super) fn asks(&self) -> bool {
        let asks = self.files.opening.asks()
            || self.files.delivered.is_some()
            || self.features.export.is_open
            || self.projects.asks();
        asks || self.choices.asks()
    }

    /// Takes files that were dropped, and what threads have found.
    pub(super) fn go_on_with_files(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        self.files.opening.add(dropped);
        if let Phase::Ready(ready) = &self.phase
            && self.files.delivered.is_none()
        {
            let baseline = ready.session.baseline().clone();
            let project = ready.session.project().clone();
            for news in self.files.opening.go_on(ctx, &baseline, &project) {
                self.take_opening_news(ctx, news);
            }
        }
        self.go_on_with_export(ctx);
        if let Some(news) = self.files.exporting.as_ref().and_then(Exporting::poll) {
            self.files.exporting = None;
            match news {
                ExportNews::Stopped => self.state.tell(nl::files::EXPORT_STOPPED, false),
                ExportNews::Written(files, folder) => {
                    let names = files.iter().filter_map(|file| file.file_name());
                    let names = names.map(|name| name.to_string_lossy().into_owned()).collect();
                    self.state.tell_with(nl::exported(files.len(), &folder), names, false);
                }
                ExportNews::Failed(why) => self.state.tell(nl::export_failed(&why), true),
            }
        }
    }

    fn take_opening_news(&mut self, ctx: &egui::Context, news: OpeningNews) {
        match news {
            OpeningNews::NotOpened(file, problems) => {
                self.state.tell_with(nl::files::not_opened(&file), problems, true)
            }
            OpeningNews::IsProject(path) => self.open_as_project(ctx, path),
            OpeningNews::IsBoard(file, read) => self.take_board(&file, *read),
            OpeningNews::Stopped => self.state.tell(nl::files::OPENING_STOPPED, false),
            OpeningNews::Panicked(file) => {
                self.state.tell_with(nl::files::not_opened(&file), vec![nl::LOAD_PANICKED.to_owned()], true);
            }
            OpeningNews::Read(read) if !self.stands_on(&read.on) => self.files.opening.read_again(*read),
            // What was there is not touched before the user has seen how.
            OpeningNews::Read(read) if read.delivery.touches_what_was() => self.files.delivered = Some(read),
            OpeningNews::Read(read) => self.take_layers(ctx, *read),
        }
    }

    /// Is this the ground that shows?
    pub(super) fn stands_on(&self, ground: &Arc<Baseline>) -> bool {
        matches!(&self.phase, Phase::Ready(ready) if Arc::ptr_eq(ready.session.baseline(), ground))
    }

    /// Goes on with the layers that were read.
    fn take_layers(&mut self, ctx: &egui::Context, read: ReadLayers) {
        let ReadLayers { layers, ground, delivery, took, .. } = read;
        if let Some(ground) = ground {
            self.files.reading += took;
            let is_usable = |layer: &&ReadLayer| layer.n_features.is_some();
            let roles = layers.iter().filter(is_usable).map(|layer| layer.role).collect();
            let replaced = layers.iter().filter(|layer| layer.replaced).map(|layer| layer.role).collect();
            self.take_ground(ctx, *ground, &replaced, LayersEdit::Read(roles));
        }
        layers.into_iter().for_each(|layer| self.tell_of_layer(layer));
        let losses = words::losses(&delivery);
        if !losses.is_empty() {
            self.state.tell_with(words::losses_stay(&delivery), losses, true);
        }
    }

    /// Puts sketches and notes of a file on the board, in one step.
    fn take_board(&mut self, file: &str, read: ReadBoard) {
        let problems: Vec<String> = read.problems.iter().map(crate::nl::problems::problem).collect();
        let (n_sketches, n_notes) = (read.sketches.len(), read.notes.len());
        let put: Vec<BoardItem> = read
            .sketches
            .into_iter()
            .map(BoardItem::Sketch)
            .chain(read.notes.into_iter().map(BoardItem::Note))
            .collect();
        if put.is_empty() {
            return self.state.tell_with(nl::files::not_opened(file), problems, true);
        }
        if let Phase::Ready(ready) = &mut self.phase {
            ready.session.edit(Edit::Board(BoardEdit { remove: Vec::new(), put }));
        }
        self.state.tell_with(nl::files::board_opened(file, n_sketches, n_notes, problems.len()), problems, false);
    }

    /// Goes on with the same document on another ground, from which these roles went.
    pub(super) fn take_ground(
        &mut self,
        ctx: &egui::Context,
        ground: NewGround,
        gone: &BTreeSet<Role>,
        what: LayersEdit,
    ) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        let problems = self.files.problems.clone();
        forget_problems(&mut self.files.problems, ready.session.baseline(), gone);
        let was_empty = is_empty(ready.session.baseline());
        ready.stand_on(ground, what, &problems);
        self.map.on_new_ground();
        if was_empty {
            self.state.map_move = Some(MapMove::WholeRegion);
        }
        ctx.request_repaint();
    }

    /// Follows undo and redo to another ground.
    pub(super) fn follow_ground(&mut self) {
        if let Phase::Ready(ready) = &mut self.phase
            && ready.follow_ground(&mut self.files.problems)
        {
            self.map.on_new_ground();
        }
    }

    fn tell_of_layer(&mut self, layer: ReadLayer) {
        let ReadLayer { role, files, n_features, replaced, problems } = layer;
        match n_features {
            Some(n) => {
                self.files.problems.extend(problems.iter().cloned());
                let text = nl::files::layer_opened(role, n, problems.len(), replaced);
                self.state.tell_with(text, problems, false);
            }
            None => self.state.tell_with(nl::files::nothing_usable(&files, role), problems, true),
        }
    }

    /// What runs, the engine only when it takes long.
    pub(super) fn tasks(&mut self, ctx: &egui::Context) -> Vec<Task> {
        let mut tasks = self.files.opening.tasks();
        tasks.extend(self.files.exporting.as_ref().map(Exporting::task));
        tasks.extend(self.projects.task());
        let status = self.session().map(|session| session.status());
        if let Some(EngineStatus::Running(_)) = status {
            let since = *self.files.computing_since.get_or_insert_with(Instant::now);
            if since.elapsed() >= SLOW_AFTER {
                tasks.push(Task { kind: TaskKind::Computing, name: nl::files::COMPUTING_TASK.to_owned(), share: None });
            } else {
                ctx.request_repaint_after(SLOW_AFTER);
            }
        } else {
            self.files.computing_since = None;
        }
        if !tasks.is_empty() {
            ctx.request_repaint_after(REDRAW_EVERY);
        }
        tasks
    }

    /// Questions over the window, and a word for files that hover.
    pub(super) fn dialogs(&mut self, ctx: &egui::Context, map: Rect, actions: &mut Vec<Action>) {
        let is_ready = !self.is_computing() && self.session().is_some_and(|session| session.answer().is_some());
        if let (Phase::Ready(ready), Some(asked)) = (&self.phase, self.files.opening.asked()) {
            actions.extend(open_dialog::ui(ctx, asked, ready.session.baseline()));
        }
        let project = match &self.phase {
            Phase::Ready(ready) => Some(ready.session.project().clone()),
            _ => None,
        };
        actions.extend(export_dialog::ui(ctx, &mut self.features.export, project.as_deref(), is_ready));
        if let Some(read) = &self.files.delivered {
            actions.extend(delivery_dialog::ui(ctx, &read.delivery));
        }
        if let (Phase::Ready(ready), Some(question)) = (&self.phase, self.projects.question()) {
            actions.extend(project_dialogs::ui(ctx, question, ready.session.baseline()));
        }
        self.own_dialog(ctx);
        if ctx.input(|input| !input.raw.hovered_files.is_empty()) {
            paint_drop_target(ctx, map);
        }
    }

    pub(super) fn act_on_files(&mut self, ctx: &egui::Context, action: FileAction) {
        match action {
            FileAction::Choose(wanted) => self.choose(ctx, Purpose::Layers(wanted)),
            FileAction::Open(path) => self.files.opening.add([path]),
            FileAction::Accept { role, beside } => {
                if let Some(asked) = self.files.opening.asked() {
                    self.files.recent.add(asked.path.clone());
                }
                self.files.opening.accept(role, beside);
            }
            FileAction::Refuse => self.files.opening.refuse(),
            FileAction::Deliver => {
                match self.files.delivered.take() {
                    Some(read) if self.stands_on(&read.on) => self.take_layers(ctx, *read),
                    // What it does is told anew.
                    Some(read) => self.files.opening.read_again(*read),
                    None => {}
                }
            }
            FileAction::SendBack => self.files.delivered = None,
            FileAction::ChooseFolder => self.choose(ctx, Purpose::ExportFolder),
            FileAction::Export => {
                let form = self.features.export.clone();
                self.export(ctx, form);
            }
            FileAction::ComputeAgain => {
                if let Phase::Ready(ready) = &mut self.phase {
                    ready.session.again();
                }
            }
            FileAction::Stop(kind) => self.stop(kind),
        }
        ctx.request_repaint();
    }

    fn stop(&mut self, kind: TaskKind) {
        match kind {
            TaskKind::Looking | TaskKind::Reading => self.files.opening.stop(),
            TaskKind::Exporting => self.files.exporting.iter().for_each(Exporting::stop),
            TaskKind::OpeningProject | TaskKind::SavingProject => self.projects.stop(),
            TaskKind::Computing => {
                if let Phase::Ready(ready) = &self.phase {
                    ready.session.cancel();
                }
            }
        }
    }

    /// Writes the answer to the document, which is computed first where something else showed: a drag, another variant.
    pub(super) fn export(&mut self, ctx: &egui::Context, form: ExportForm) {
        if self.files.exporting.is_some() {
            return;
        }
        self.abandon_drag(ctx);
        self.state.comparison.shows_before = false;
        if self.features.presenter.shown_variant().is_some() {
            self.features.stop_presenting(&mut self.state);
        }
        self.files.to_export = Some(form);
        self.go_on_with_export(ctx);
        ctx.request_repaint();
    }

    /// Begins to write once the answer to the document is there.
    fn go_on_with_export(&mut self, ctx: &egui::Context) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        let document = ready.session.project();
        let is_of_document =
            |answer: &&Arc<Answer>| Arc::ptr_eq(&answer.project, document) || answer.project == *document;
        let Some(answer) = ready.session.answer().filter(is_of_document).cloned() else {
            let failed = ready.session.status() == EngineStatus::Failed || ready.session.is_cancelled();
            if self.files.to_export.take_if(|_| failed).is_some() {
                self.state.tell(nl::export_failed(nl::files::WAIT_FOR_ANSWER), true);
            }
            return;
        };
        let Some(form) = self.files.to_export.take() else { return };
        let options = ProposalOptions {
            contents: form.contents,
            crs: form.crs,
            durations: Some(RunDurations { reading: self.files.reading, stages: answer.stages }),
            problems: self.files.problems.clone(),
            ..ProposalOptions::default()
        };
        let baseline = ready.session.planned(&answer.project).records.clone();
        let folder = PathBuf::from(form.folder.trim());
        self.files.exporting = Some(Exporting::start(ctx, self.export.clone(), baseline, answer, folder, options));
    }
}

/// Is there nothing with a place yet?
fn is_empty(baseline: &Baseline) -> bool {
    baseline.layers.iter().all(|layer| layer.n_features == 0)
}

/// Lets go of what was wrong with files whose layer is replaced; a sentence begins with the name of its file.
fn forget_problems(problems: &mut Vec<String>, baseline: &Baseline, replaced: &BTreeSet<Role>) {
    for layer in baseline.layers.iter().filter(|layer| replaced.contains(&layer.role)) {
        let is_about = |sentence: &String| {
            sentence.strip_prefix(layer.file.as_str()).is_some_and(|rest| rest.starts_with([':', ',']))
        };
        problems.retain(|sentence| !is_about(sentence));
    }
}

/// Says over the map what happens to files that are let go.
fn paint_drop_target(ctx: &egui::Context, map: Rect) {
    let p = palette();
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("loslaten"));
    let painter = ctx.layer_painter(layer);
    let target = map.shrink(4.0 * STEP);
    let stroke = egui::Stroke::new(3.0, p.accent);
    painter.rect(target, 8.0, p.accent_pale.gamma_multiply(0.85), stroke, egui::StrokeKind::Inside);
    let font = theme::label_font(theme::FIGURE_SIZE);
    painter.text(target.center(), Align2::CENTER_CENTER, nl::files::DROP_TO_OPEN, font, p.accent);
}
