//! What can be done by button and by key: one list for both, and for the tooltip.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::nl::window as nl;

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Command {
    /// Takes the last edit back.
    Undo,
    /// Does it again.
    Redo,
    /// Shows the whole region.
    WholeRegion,
    /// Zooms in.
    ZoomIn,
    /// Zooms out.
    ZoomOut,
    /// Schematic basemap or BRT-A.
    SwitchBasemap,
    /// Puts the selection away.
    Deselect,
    /// Asks what to write where.
    Export,
    /// Larger text.
    TextLarger,
    /// Smaller text.
    TextSmaller,
    /// Text as designed.
    TextNormal,
    /// The norms as they were at the start.
    ResetNorms,
    /// Opens files as layers.
    OpenLayer,
    /// Lists all messages, or not any more.
    ShowMessages,
}

impl Command {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Undo,
        Self::Redo,
        Self::WholeRegion,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::SwitchBasemap,
        Self::Deselect,
        Self::Export,
        Self::TextLarger,
        Self::TextSmaller,
        Self::TextNormal,
        Self::ResetNorms,
        Self::OpenLayer,
        Self::ShowMessages,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Undo => nl::UNDO,
            Self::Redo => nl::REDO,
            Self::WholeRegion => nl::WHOLE_REGION,
            Self::ZoomIn => nl::ZOOM_IN,
            Self::ZoomOut => nl::ZOOM_OUT,
            Self::SwitchBasemap => nl::SWITCH_BASEMAP,
            Self::Deselect => nl::DESELECT,
            Self::Export => nl::EXPORT,
            Self::TextLarger => nl::TEXT_LARGER,
            Self::TextSmaller => nl::TEXT_SMALLER,
            Self::TextNormal => nl::TEXT_NORMAL,
            Self::ResetNorms => nl::RESET_NORMS,
            Self::OpenLayer => nl::files::OPEN_LAYER,
            Self::ShowMessages => nl::files::SHOW_MESSAGES,
        }
    }

    /// Its keys, the first is the one that is told.
    #[must_use]
    pub fn shortcuts(self) -> Vec<KeyboardShortcut> {
        let ctrl = |key| KeyboardShortcut::new(Modifiers::COMMAND, key);
        let plain = |key| KeyboardShortcut::new(Modifiers::NONE, key);
        match self {
            Self::Undo => vec![ctrl(Key::Z)],
            Self::Redo => {
                vec![KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z), ctrl(Key::Y)]
            }
            Self::WholeRegion => vec![plain(Key::Home)],
            Self::ZoomIn => vec![plain(Key::PageUp)],
            Self::ZoomOut => vec![plain(Key::PageDown)],
            Self::SwitchBasemap => vec![ctrl(Key::B)],
            Self::Deselect => vec![plain(Key::Escape)],
            Self::Export => vec![ctrl(Key::E)],
            Self::TextLarger => vec![ctrl(Key::Plus), ctrl(Key::Equals)],
            Self::TextSmaller => vec![ctrl(Key::Minus)],
            Self::TextNormal => vec![ctrl(Key::Num0)],
            Self::ResetNorms => Vec::new(),
            Self::OpenLayer => vec![ctrl(Key::O)],
            Self::ShowMessages => vec![ctrl(Key::M)],
        }
    }

    /// Its name with its key.
    #[must_use]
    pub fn tooltip(self, ctx: &egui::Context) -> String {
        match self.shortcuts().first() {
            Some(shortcut) => format!("{} ({})", self.name(), ctx.format_shortcut(shortcut)),
            None => self.name().to_owned(),
        }
    }

    /// The commands whose keys were pressed; with shift before those without.
    #[must_use]
    pub fn pressed(ctx: &egui::Context) -> Vec<Self> {
        let mut order = Self::ALL;
        order.sort_by_key(|command| !command.shortcuts().iter().any(|keys| keys.modifiers.shift));
        let mut pressed = Vec::new();
        for command in order {
            if command.shortcuts().iter().any(|keys| ctx.input_mut(|input| input.consume_shortcut(keys))) {
                pressed.push(command);
            }
        }
        pressed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_key() {
        let mut seen: Vec<KeyboardShortcut> = Vec::new();
        for shortcut in Command::ALL.iter().flat_map(|command| command.shortcuts()) {
            assert!(!seen.contains(&shortcut), "{shortcut:?}");
            seen.push(shortcut);
        }
    }
}
