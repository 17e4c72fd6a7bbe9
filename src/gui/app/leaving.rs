//! What leaves a project: another one, a new one, and the end of the program, each after the question what is to become of
//! work that was not saved.

use std::path::PathBuf;

use egui::ViewportCommand;

use super::project_work::ProjectWork;
use super::{App, Phase};
use crate::gui::dialogs::project::Question;
use crate::gui::kit::choosing::Purpose;
use crate::gui::kit::typing::{Typing, ask};
use crate::project::autosave::Recoverable;
use crate::project::{BoardEdit, Edit};

/// What the user was about to do when there turned out to be unsaved work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Then {
    New,
    /// A file, or one that is still to be chosen.
    Open(Option<PathBuf>),
    Close,
}

impl App {
    /// Ends well: what was saved, or was not to be, is not offered next time.
    pub fn close(&mut self) {
        if self.is_unsaved() && !self.projects.may_close {
            return;
        }
        if let Some(autosave) = self.projects.autosave.take() {
            autosave.close();
        }
        // What stays behind is offered once more at worst.
        let _ = self.projects.brought_back.take().map(Recoverable::discard);
    }

    /// Closes when that is wanted, after the question what is to become of unsaved work; what is being typed is work too.
    pub(super) fn go_on_with_closing(&mut self, ctx: &egui::Context, is_unsaved: bool) {
        let was_put_off = std::mem::take(&mut self.projects.is_closing);
        let is_asked = ctx.input(|input| input.viewport().close_requested());
        if self.projects.may_close || !(was_put_off || is_asked) {
            return;
        }
        self.hand_in();
        let is_unsaved = is_unsaved || self.is_unsaved();
        let is_typing = !was_put_off && ctx.text_edit_focused() && Typing::now(ctx).is_modified();
        if is_asked && (is_typing || is_unsaved) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
        if is_typing {
            ask(ctx);
            self.projects.is_closing = true;
        } else if is_unsaved || was_put_off {
            self.leave_for(ctx, Then::Close);
        }
    }

    /// What is being written in the room is work too: it comes on the board.
    fn hand_in(&mut self) {
        let Phase::Ready(ready) = &mut self.phase else { return };
        let put = self.features.room.hand_in(ready.session.project(), self.state.timer.round());
        if !put.is_empty() {
            ready.session.edit(Edit::Board(BoardEdit { remove: Vec::new(), put }));
        }
    }

    /// Does what leaves the project, or asks first what is to become of unsaved work.
    pub(super) fn leave_for(&mut self, ctx: &egui::Context, then: Then) {
        self.hand_in();
        if self.is_unsaved() {
            self.projects.question = Some(Question::Unsaved);
            self.projects.then = Some(then);
        } else {
            self.leave(ctx, then);
        }
    }

    pub(super) fn leave(&mut self, ctx: &egui::Context, then: Then) {
        match then {
            Then::New => self.work_on_project(|_| ProjectWork::begin(ctx)),
            Then::Open(Some(path)) => self.open_project(ctx, path),
            Then::Open(None) => self.choose(ctx, Purpose::OpenProject),
            Then::Close => {
                self.projects.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }
}
