//! What leaves a project: another one, a new one, and the end of the program, each after the question what is to become of
//! work that was not saved.

use egui::ViewportCommand;

use super::{Projects, Then};
use crate::gui::app::project_work::ProjectWork;
use crate::gui::app::workspace::Workspace;
use crate::gui::dialogs::project::ProjectQuestion;
use crate::gui::kit::choosing::Purpose;
use crate::gui::kit::typing::{Typing, ask};

impl Projects {
    /// Ends well: what was saved, or was not to be, is not offered next time.
    pub(in crate::gui::app) fn close(&mut self, workspace: &Workspace) {
        if self.may_close || !self.is_unsaved(workspace) {
            self.keeping.close();
        }
    }

    /// Closes when that is wanted, after the question what is to become of unsaved work; what is being typed is work too.
    pub(super) fn go_on_with_closing(&mut self, workspace: &mut Workspace) {
        let was_put_off = std::mem::take(&mut self.is_closing);
        let ctx = workspace.ctx.clone();
        let is_asked = ctx.input(|input| input.viewport().close_requested());
        if self.may_close || !(was_put_off || is_asked) {
            return;
        }
        workspace.hand_in();
        let is_unsaved = self.is_unsaved(workspace);
        let is_typing = !was_put_off && ctx.text_edit_focused() && Typing::now(&ctx).modified;
        if is_asked && (is_typing || is_unsaved) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
        if is_typing {
            ask(&ctx);
            self.is_closing = true;
        } else if is_unsaved || was_put_off {
            self.leave_for(workspace, Then::Close);
        }
    }

    /// Does what leaves the project, or asks first what is to become of unsaved work.
    pub(in crate::gui::app) fn leave_for(&mut self, workspace: &mut Workspace, then: Then) {
        workspace.hand_in();
        if self.is_unsaved(workspace) {
            self.question = Some(ProjectQuestion::Unsaved);
            self.then = Some(then);
        } else {
            self.leave(workspace, then);
        }
    }

    pub(super) fn leave(&mut self, workspace: &mut Workspace, then: Then) {
        match then {
            Then::New => {
                self.begin_work(workspace, |ctx, _| ProjectWork::begin(ctx));
            }
            Then::Open(Some(path)) => self.open(workspace, path),
            Then::Open(None) => workspace.to_choose = Some(Purpose::OpenProject),
            Then::Close => {
                self.may_close = true;
                workspace.ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }
}
