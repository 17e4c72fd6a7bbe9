//! The keys of commands.

use egui::{Context, Key, Ui};

use super::typing::typing;
use crate::gui::wish::Command;

/// Is a key pressed without modifiers?
pub fn is_pressed(ui: &Ui, key: Key) -> bool {
    ui.input(|input| input.modifiers.is_none() && input.key_pressed(key))
}

/// The commands whose keys were pressed; with shift before those without. Keys that a text field needs are its own.
pub fn pressed(ctx: &Context) -> Vec<Command> {
    let mut order = Command::ALL.to_vec();
    order.sort_by_key(|command| !command.shortcuts().any(|keys| keys.modifiers.shift));
    let mut pressed = Vec::new();
    let typing = typing(ctx);
    for command in order.into_iter().filter(|command| !typing.keeps(*command)) {
        if command.shortcuts().any(|keys| ctx.input_mut(|input| input.consume_shortcut(&keys))) {
            pressed.push(command);
        }
    }
    pressed
}
