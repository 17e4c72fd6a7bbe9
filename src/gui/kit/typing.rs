//! Whether something is being typed, and whether it is to be handed in.

use egui::{Context, Id};

use crate::gui::wish::Command;

/// Is something being typed?
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Typing {
    in_field: bool,
    /// Is there typing that was not taken over yet?
    pub modified: bool,
}

impl Typing {
    /// As the fields of the last frame have it.
    pub fn now(ctx: &Context) -> Self {
        let of_fields = ctx.data(|data| data.get_temp::<Self>(typing_id())).unwrap_or_default();
        let in_other_field = ctx.text_edit_focused() && !of_fields.in_field;
        Self { in_field: of_fields.in_field || in_other_field, modified: of_fields.modified || in_other_field }
    }

    /// Tells that something is being typed in a field of ours, and whether it differs from what that showed.
    pub(super) fn tell(ctx: &Context, modified: bool) {
        ctx.data_mut(|data| data.insert_temp(typing_id(), Self { in_field: true, modified }));
    }

    /// Does the field keep the keys of a command to itself? Plain keys always, undo while there is typing to take back; a field
    /// of another sort keeps its own undo.
    pub fn keeps(self, command: Command) -> bool {
        let plain = command.shortcuts().any(|keys| keys.modifiers.is_none());
        (self.in_field && plain) || (self.modified && matches!(command, Command::Undo | Command::Redo))
    }
}

/// Whether something was being typed in the last frame, or is now; asked once a frame, before anything takes keys.
pub fn typing(ctx: &Context) -> Typing {
    let typing = Typing::now(ctx);
    ctx.data_mut(|data| data.remove::<Typing>(typing_id()));
    typing
}

fn typing_id() -> Id {
    Id::unique("typing")
}

/// Is every field to hand in what is typed in it, in this frame?
pub fn is_asked(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(asked_id())).unwrap_or(false)
}

/// Asks every field that is still to be shown in this frame to hand in what is typed in it.
pub fn ask(ctx: &Context) {
    ctx.data_mut(|data| data.insert_temp(asked_id(), true));
    ctx.request_repaint();
}

pub(super) fn asked_id() -> Id {
    Id::unique("typed first")
}
