//! Questions about projects over the window, and the lists of earlier states and of layers to choose from.

use std::path::PathBuf;

use egui::{Button, Label, ScrollArea, Ui, vec2};

use crate::domain::baseline::{Baseline, Role};
use crate::gui::kit::buttons::answer_button;
use crate::gui::kit::theme::{self, STEP, TOUCH};
use crate::gui::kit::widgets::{focus_if_nothing_is, modal};
use crate::gui::wish::Action;
use crate::gui::wish::ProjectAction;
use crate::nl::{dates, project as nl, window};
use crate::project::autosave::KeptState;

/// Width of a question, in points.
const WIDTH: f32 = 440.0;

/// Width of one with four answers, in points.
const WIDE: f32 = 620.0;

/// Height of all but the list, with the margin around the dialog, in points.
const ROOM_FOR_BUTTONS: f32 = 190.0;

/// What the user is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// What to do with work that was not saved.
    Recover(Left),
    /// May that work go for good?
    Discard(Left),
    /// May what another program wrote be written over?
    Changed {
        /// Can both be put together, as work that was brought back can?
        can_merge: bool,
    },
    /// Which side wins where another program changed the same, with what that is.
    Conflicts(String),
    /// May what another program did, and was undone here, go from the file?
    OthersUndone,
    /// Where to save what could not be saved, with why not.
    NotSaved(String),
    /// What to do with changes before something else opens, or the window closes.
    Unsaved,
    /// Which earlier state.
    States(Vec<KeptState>),
    /// Which layer goes.
    Layers,
    /// May that layer go?
    RemoveLayer {
        /// Its role.
        role: Role,
        /// What loses its subject by it, a sentence each.
        losses: Vec<String>,
    },
}

/// Work that was not saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    /// When it was kept, as it is written.
    pub made: String,
    /// The file it belongs to, if it has one.
    pub file: Option<PathBuf>,
    /// Does it belong to another project than the one that shows?
    pub is_other: bool,
    /// The file of the one that shows, if it has one.
    pub shown: Option<PathBuf>,
}

/// Shows a question; Escape is the answer that changes nothing.
pub fn ui(ctx: &egui::Context, question: &Question, baseline: &Baseline) -> Option<Action> {
    let mut action = None;
    let shown = modal(ctx, "projectvraag", |ui| {
        let width = if matches!(question, Question::Conflicts(_) | Question::Changed { .. }) { WIDE } else { WIDTH };
        ui.set_width(width.min(ctx.content_rect().width() - 40.0));
        action = match question {
            Question::Recover(left) => recover_ui(ui, left),
            Question::Discard(left) => {
                text(ui, &nl::discard_question(&dates::moment_here(&left.made), left.file.as_deref()), "");
                let answers = [(nl::KEEP, ProjectAction::Later), (nl::DISCARD_FOR_GOOD, ProjectAction::DiscardForGood)];
                buttons(ui, &answers)
            }
            Question::Changed { can_merge } => changed_ui(ui, *can_merge),
            Question::Conflicts(why) => {
                text(ui, why, nl::CONFLICTS_REMARK);
                let answers = [
                    (nl::SAVE_ELSEWHERE, ProjectAction::SaveElsewhere),
                    (nl::KEEP_MINE, ProjectAction::KeepMine),
                    (nl::TAKE_THEIRS, ProjectAction::TakeTheirs),
                    (nl::CANCEL, ProjectAction::Cancel),
                ];
                buttons(ui, &answers)
            }
            Question::OthersUndone => {
                text(ui, nl::OTHERS_UNDONE_QUESTION, nl::OTHERS_UNDONE_REMARK);
                let answers = [
                    (nl::SAVE_ELSEWHERE, ProjectAction::SaveElsewhere),
                    (nl::SAVE_WITHOUT_OTHERS, ProjectAction::SaveWithoutOthers),
                    (nl::CANCEL, ProjectAction::Cancel),
                ];
                buttons(ui, &answers)
            }
            Question::NotSaved(why) => {
                text(ui, why, nl::NOT_SAVED_REMARK);
                let answers = [
                    (nl::SAVE_ELSEWHERE, ProjectAction::SaveElsewhere),
                    (nl::TRY_AGAIN, ProjectAction::Save),
                    (nl::CANCEL, ProjectAction::Cancel),
                ];
                buttons(ui, &answers)
            }
            Question::Unsaved => {
                text(ui, nl::UNSAVED_QUESTION, nl::UNSAVED_REMARK);
                let answers = [
                    (nl::SAVE, ProjectAction::Save),
                    (nl::LEAVE_UNSAVED, ProjectAction::Leave),
                    (nl::CANCEL, ProjectAction::Cancel),
                ];
                buttons(ui, &answers)
            }
            Question::RemoveLayer { role, losses } => {
                text(ui, &nl::remove_layer_question(&window::files::role(*role)), &losses.join("\n"));
                buttons(ui, &[(nl::REMOVE, ProjectAction::Remove(*role)), (nl::CANCEL, ProjectAction::Cancel)])
            }
            Question::States(states) => states_ui(ui, states),
            Question::Layers => layers_ui(ui, baseline),
        };
    });
    let put_away = || match question {
        Question::Recover(_) | Question::Discard(_) => ProjectAction::Later,
        _ => ProjectAction::Cancel,
    };
    action.or_else(|| shown.should_close().then(put_away)).map(Action::Project)
}

fn changed_ui(ui: &mut Ui, can_merge: bool) -> Option<ProjectAction> {
    let remark = if can_merge { nl::MERGE_REMARK } else { nl::OVERWRITE_REMARK };
    text(ui, nl::CHANGED_QUESTION, remark);
    let mut answers = Vec::from([
        (nl::SAVE_ELSEWHERE, ProjectAction::SaveElsewhere),
        (nl::OVERWRITE, ProjectAction::Overwrite),
        (nl::CANCEL, ProjectAction::Cancel),
    ]);
    if can_merge {
        answers.insert(0, (nl::MERGE, ProjectAction::Merge));
    }
    buttons(ui, &answers)
}

/// Work of another project is left alone by Enter.
fn recover_ui(ui: &mut Ui, left: &Left) -> Option<ProjectAction> {
    let question = nl::recovery_question(&dates::moment_here(&left.made), left.file.as_deref());
    text(ui, &question, &nl::recovery_remark(left.is_other, left.shown.as_deref()));
    let mut answers = [
        (nl::RECOVER, ProjectAction::Recover),
        (nl::DISCARD, ProjectAction::Discard),
        (nl::DECIDE_LATER, ProjectAction::Later),
    ];
    if left.is_other {
        answers.rotate_right(1);
    }
    buttons(ui, &answers)
}

fn text(ui: &mut Ui, question: &str, remark: &str) {
    ui.add(Label::new(theme::medium(question)).wrap());
    if !remark.is_empty() {
        ui.add_space(STEP);
        ui.add(Label::new(theme::remark(remark)).wrap());
    }
    ui.add_space(3.0 * STEP);
}

/// The answers, the first at the right and for Enter.
fn buttons(ui: &mut Ui, answers: &[(&str, ProjectAction)]) -> Option<ProjectAction> {
    let mut chosen = None;
    let from_right = egui::Layout::right_to_left(egui::Align::Center).with_main_wrap(true);
    // A first row of all the height there is would put a second one below the screen.
    ui.allocate_ui_with_layout(vec2(ui.available_width(), TOUCH), from_right, |ui| {
        for (idx, (name, action)) in answers.iter().enumerate() {
            let is_first = idx == 0;
            let response = ui.add(answer_button(name, is_first));
            focus_if_nothing_is(ui, &response, is_first);
            if response.clicked() {
                chosen = Some(action.clone());
            }
        }
    });
    chosen
}

/// A list to choose from; the action of the row that was chosen.
fn list(ui: &mut Ui, rows: impl Iterator<Item = (String, ProjectAction)>) -> Option<ProjectAction> {
    let mut chosen = None;
    let most = (ui.ctx().content_rect().height() - ROOM_FOR_BUTTONS).max(2.0 * TOUCH);
    ScrollArea::vertical().max_height(most).show(ui, |ui| {
        for (name, action) in rows {
            let row = Button::new(name.as_str()).truncate().frame(false);
            let response = ui.add(row.min_size(vec2(ui.available_width(), TOUCH)));
            focus_if_nothing_is(ui, &response, true);
            if response.clicked() {
                chosen = Some(action);
            }
        }
    });
    ui.add_space(2.0 * STEP);
    chosen
}

fn states_ui(ui: &mut Ui, states: &[KeptState]) -> Option<ProjectAction> {
    ui.label(theme::figure(nl::EARLIER_STATES));
    ui.add_space(STEP);
    let remark = if states.is_empty() { nl::NO_EARLIER_STATES } else { nl::STATES_REMARK };
    ui.add(Label::new(theme::remark(remark)).wrap());
    ui.add_space(2.0 * STEP);
    let rows = states.iter().map(|state| {
        let name = nl::state(&dates::moment_here(state.made()), state.file());
        (name, ProjectAction::BringBack(state.clone()))
    });
    let chosen = list(ui, rows);
    buttons(ui, &[(nl::CLOSE, ProjectAction::Cancel)]).or(chosen)
}

fn layers_ui(ui: &mut Ui, baseline: &Baseline) -> Option<ProjectAction> {
    ui.label(theme::figure(nl::REMOVE_LAYER));
    ui.add_space(STEP);
    let remark = if baseline.layers.is_empty() { nl::NO_LAYERS } else { nl::WHICH_LAYER };
    ui.add(Label::new(theme::remark(remark)).wrap());
    ui.add_space(2.0 * STEP);
    let mut roles: Vec<Role> = Vec::new();
    for layer in &baseline.layers {
        if !roles.contains(&layer.role) {
            roles.push(layer.role);
        }
    }
    let rows = roles.into_iter().map(|role| (window::files::role(role), ProjectAction::AskToRemove(role)));
    let chosen = list(ui, rows);
    buttons(ui, &[(nl::CLOSE, ProjectAction::Cancel)]).or(chosen)
}
