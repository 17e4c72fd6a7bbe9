//! Questions about projects over the window, and the lists of earlier states and of layers to choose from.

use std::path::PathBuf;

use egui::{Button, Label, ScrollArea, Ui, vec2};

use crate::domain::baseline::{Baseline, Role};
use crate::gui::kit::buttons::answer_button;
use crate::gui::kit::theme::{self, STEP, TOUCH};
use crate::gui::kit::widgets::{focus_if_nothing_is, modal};
use crate::gui::wish::{Action, ProjectAction};
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
pub enum ProjectQuestion {
    /// What to do with work that was not saved.
    Recover(LeftBehind),
    /// May that work go for good?
    Discard(LeftBehind),
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
pub struct LeftBehind {
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
pub fn ui(ctx: &egui::Context, question: &ProjectQuestion, baseline: &Baseline) -> Option<Action> {
    use ProjectAction as Does;
    let (elsewhere, cancel) = ((nl::SAVE_ELSEWHERE, Does::SaveElsewhere), (window::CANCEL, Does::Cancel));
    let width =
        if matches!(question, ProjectQuestion::Conflicts(_) | ProjectQuestion::Changed { .. }) { WIDE } else { WIDTH };
    let shown = modal(ctx, "projectvraag", width, |ui| match question {
        ProjectQuestion::Recover(left) => recover_ui(ui, left),
        ProjectQuestion::Discard(left) => {
            let question = nl::discard_question(&dates::moment_here(&left.made), left.file.as_deref());
            ask(ui, &question, "", &[(nl::KEEP, Does::Later), (nl::DISCARD_FOR_GOOD, Does::DiscardForGood)])
        }
        ProjectQuestion::Changed { can_merge: true } => {
            let answers = [(nl::MERGE, Does::Merge), elsewhere, (nl::OVERWRITE, Does::Overwrite), cancel];
            ask(ui, nl::CHANGED_QUESTION, nl::MERGE_REMARK, &answers)
        }
        ProjectQuestion::Changed { can_merge: false } => {
            let answers = [elsewhere, (nl::OVERWRITE, Does::Overwrite), cancel];
            ask(ui, nl::CHANGED_QUESTION, nl::OVERWRITE_REMARK, &answers)
        }
        ProjectQuestion::Conflicts(why) => {
            let answers = [elsewhere, (nl::KEEP_MINE, Does::KeepMine), (nl::TAKE_THEIRS, Does::TakeTheirs), cancel];
            ask(ui, why, nl::CONFLICTS_REMARK, &answers)
        }
        ProjectQuestion::OthersUndone => {
            let answers = [elsewhere, (nl::SAVE_WITHOUT_OTHERS, Does::SaveWithoutOthers), cancel];
            ask(ui, nl::OTHERS_UNDONE_QUESTION, nl::OTHERS_UNDONE_REMARK, &answers)
        }
        ProjectQuestion::NotSaved(why) => {
            ask(ui, why, nl::NOT_SAVED_REMARK, &[elsewhere, (nl::TRY_AGAIN, Does::Save), cancel])
        }
        ProjectQuestion::Unsaved => {
            let answers = [(nl::SAVE, Does::Save), (nl::LEAVE_UNSAVED, Does::Leave), cancel];
            ask(ui, nl::UNSAVED_QUESTION, nl::UNSAVED_REMARK, &answers)
        }
        ProjectQuestion::RemoveLayer { role, losses } => {
            let question = nl::remove_layer_question(&window::files::role(*role));
            ask(ui, &question, &losses.join("\n"), &[(window::REMOVE, Does::Remove(*role)), cancel])
        }
        ProjectQuestion::States(states) => states_ui(ui, states),
        ProjectQuestion::Layers => layers_ui(ui, baseline),
    });
    let put_away = || match question {
        ProjectQuestion::Recover(_) | ProjectQuestion::Discard(_) => ProjectAction::Later,
        _ => ProjectAction::Cancel,
    };
    let closed = shown.should_close().then(put_away);
    shown.inner.or(closed).map(Action::Project)
}

/// Work of another project is left alone by Enter.
fn recover_ui(ui: &mut Ui, left: &LeftBehind) -> Option<ProjectAction> {
    let question = nl::recovery_question(&dates::moment_here(&left.made), left.file.as_deref());
    let remark = nl::recovery_remark(left.is_other, left.shown.as_deref());
    let mut answers = [
        (nl::RECOVER, ProjectAction::Recover),
        (nl::DISCARD, ProjectAction::Discard),
        (nl::DECIDE_LATER, ProjectAction::Later),
    ];
    if left.is_other {
        answers.rotate_right(1);
    }
    ask(ui, &question, &remark, &answers)
}

/// A question with a remark and its answers, the first at the right and for Enter.
fn ask(ui: &mut Ui, question: &str, remark: &str, answers: &[(&str, ProjectAction)]) -> Option<ProjectAction> {
    ui.add(Label::new(theme::medium(question)).wrap());
    if !remark.is_empty() {
        ui.add_space(STEP);
        ui.add(Label::new(theme::remark(remark)).wrap());
    }
    ui.add_space(3.0 * STEP);
    buttons(ui, answers)
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

/// A list to choose from, with its title and a remark; the action of the row that was chosen.
fn list(
    ui: &mut Ui,
    [title, remark]: [&str; 2],
    rows: impl Iterator<Item = (String, ProjectAction)>,
) -> Option<ProjectAction> {
    ui.label(theme::figure(title));
    ui.add_space(STEP);
    ui.add(Label::new(theme::remark(remark)).wrap());
    ui.add_space(2.0 * STEP);
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
    buttons(ui, &[(window::CLOSE, ProjectAction::Cancel)]).or(chosen)
}

fn states_ui(ui: &mut Ui, states: &[KeptState]) -> Option<ProjectAction> {
    let remark = if states.is_empty() { nl::NO_EARLIER_STATES } else { nl::STATES_REMARK };
    let rows = states.iter().map(|state| {
        let name = nl::state(&dates::moment_here(state.made()), state.file());
        (name, ProjectAction::BringBack(state.clone()))
    });
    list(ui, [nl::EARLIER_STATES, remark], rows)
}

fn layers_ui(ui: &mut Ui, baseline: &Baseline) -> Option<ProjectAction> {
    let remark = if baseline.layers.is_empty() { nl::NO_LAYERS } else { nl::WHICH_LAYER };
    let mut roles: Vec<Role> = Vec::new();
    for layer in &baseline.layers {
        if !roles.contains(&layer.role) {
            roles.push(layer.role);
        }
    }
    let rows = roles.into_iter().map(|role| (window::files::role(role), ProjectAction::AskToRemove(role)));
    list(ui, [nl::REMOVE_LAYER, remark], rows)
}
