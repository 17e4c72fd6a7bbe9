//! What can be done by button and by key: one list for both, and for the tooltip.

use egui::{Key, KeyboardShortcut, Modifiers};
use strum::VariantArray;

use crate::nl::{project, window as nl};

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, VariantArray)]
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
    /// The next basemap.
    SwitchBasemap,
    /// Takes the measuring tool in hand, or puts it away.
    Measure,
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
    /// Light, dark, high contrast, and light again.
    NextTheme,
    /// Shows or hides the left panel.
    LayersPanel,
    /// Shows or hides the right panel.
    ExplanationPanel,
    /// Shows or hides the legend.
    Legend,
    /// Opens or closes the help.
    Help,
    /// Opens or closes the editor of the normenkader.
    EditNorms,
    /// Writes the normenkader as TOML.
    SaveNorms,
    /// Reads a normenkader from TOML.
    LoadNorms,
    /// Opens the search.
    Search,
    /// Opens or closes the lists.
    Lists,
    /// Opens files as layers.
    OpenLayer,
    /// Lists all messages, or not any more.
    ShowMessages,
    /// Takes the tool that places and moves in hand, or puts it away.
    WhatIf,
    /// Shows what is compared with instead of the variant, or the variant again.
    BeforeAfter,
    /// Begins a variant.
    NewVariant,
    /// Begins a variant with what the one that shows changes.
    CopyVariant,
    /// Takes the sketching tool in hand, or puts it away.
    Sketch,
    /// Shows the map to a room, or not any more.
    Present,
    /// Keeps what shows now as a bookmark.
    AddBookmark,
    /// Opens or closes the panel of the werkatelier.
    Workshop,
    /// Puts a plakbriefje on the map.
    AddNote,
    /// Opens or closes the window for the projector.
    SecondScreen,
    /// Saves the project in its file.
    SaveProject,
    /// Saves the project under another name.
    SaveProjectAs,
    /// Opens a project.
    OpenProject,
    /// Begins a project without layers.
    NewProject,
    /// Lists what the project was before.
    EarlierStates,
    /// Asks which layer goes.
    RemoveLayer,
}

/// The shortcut that is told, and another for the same.
type Keys = [Option<KeyboardShortcut>; 2];

const NO_KEY: Keys = [None; 2];

fn plain(key: Key) -> Keys {
    [Some(KeyboardShortcut::new(Modifiers::NONE, key)), None]
}

fn ctrl(key: Key) -> Keys {
    [Some(KeyboardShortcut::new(Modifiers::COMMAND, key)), None]
}

fn ctrl_shift(key: Key) -> Keys {
    [Some(KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)), None]
}

fn either([told, _]: Keys, [other, _]: Keys) -> Keys {
    [told, other]
}

impl Command {
    /// All of them.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Its name and its keys.
    fn name_and_keys(self) -> (&'static str, Keys) {
        match self {
            Self::Undo => (nl::UNDO, ctrl(Key::Z)),
            Self::Redo => (nl::REDO, either(ctrl_shift(Key::Z), ctrl(Key::Y))),
            Self::WholeRegion => (nl::WHOLE_REGION, plain(Key::Home)),
            Self::ZoomIn => (nl::ZOOM_IN, plain(Key::PageUp)),
            Self::ZoomOut => (nl::ZOOM_OUT, plain(Key::PageDown)),
            Self::SwitchBasemap => (nl::SWITCH_BASEMAP, ctrl(Key::B)),
            Self::Measure => (nl::MEASURE_COMMAND, ctrl(Key::D)),
            Self::Deselect => (nl::DESELECT, plain(Key::Escape)),
            Self::Export => (nl::EXPORT, ctrl(Key::E)),
            Self::TextLarger => (nl::TEXT_LARGER, either(ctrl(Key::Plus), ctrl(Key::Equals))),
            Self::TextSmaller => (nl::TEXT_SMALLER, ctrl(Key::Minus)),
            Self::TextNormal => (nl::TEXT_NORMAL, ctrl(Key::Num0)),
            Self::ResetNorms => (nl::RESET_NORMS, NO_KEY),
            Self::NextTheme => (nl::NEXT_THEME, ctrl(Key::T)),
            Self::LayersPanel => (nl::LAYERS_PANEL, plain(Key::F7)),
            Self::ExplanationPanel => (nl::EXPLANATION_PANEL, plain(Key::F8)),
            Self::Legend => (nl::LEGEND_SHOWN, plain(Key::F6)),
            Self::Help => (nl::HELP, plain(Key::F1)),
            Self::EditNorms => (nl::EDIT_NORMS, ctrl(Key::M)),
            Self::SaveNorms => (nl::SAVE_NORMS, NO_KEY),
            Self::LoadNorms => (nl::LOAD_NORMS, NO_KEY),
            Self::Search => (nl::SEARCH, ctrl(Key::K)),
            Self::Lists => (nl::LISTS, ctrl(Key::L)),
            Self::OpenLayer => (nl::files::OPEN_LAYER, ctrl(Key::O)),
            Self::ShowMessages => (nl::files::SHOW_MESSAGES, ctrl(Key::J)),
            Self::WhatIf => (nl::plan::WHAT_IF_COMMAND, plain(Key::W)),
            Self::BeforeAfter => (nl::plan::BEFORE_AFTER_COMMAND, plain(Key::B)),
            Self::NewVariant => (nl::plan::NEW_VARIANT, NO_KEY),
            Self::CopyVariant => (nl::plan::COPY_VARIANT, NO_KEY),
            Self::Sketch => (nl::sketches::SKETCH_COMMAND, ctrl(Key::P)),
            Self::Present => (nl::room::PRESENT, plain(Key::F5)),
            Self::AddBookmark => (nl::room::ADD_BOOKMARK, ctrl_shift(Key::B)),
            Self::Workshop => (nl::room::WORKSHOP_PANEL, plain(Key::F9)),
            Self::AddNote => (nl::room::ADD_NOTE, ctrl_shift(Key::N)),
            Self::SecondScreen => (nl::room::SECOND_SCREEN, ctrl(Key::F5)),
            Self::SaveProject => (project::SAVE_PROJECT, ctrl(Key::S)),
            Self::SaveProjectAs => (project::SAVE_PROJECT_AS, ctrl_shift(Key::S)),
            Self::OpenProject => (project::OPEN_PROJECT, ctrl_shift(Key::O)),
            Self::NewProject => (project::NEW_PROJECT, NO_KEY),
            Self::EarlierStates => (project::EARLIER_STATES, NO_KEY),
            Self::RemoveLayer => (project::REMOVE_LAYER, NO_KEY),
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.name_and_keys().0
    }

    /// Its keys, the first is the one that is told.
    pub fn shortcuts(self) -> impl Iterator<Item = KeyboardShortcut> {
        self.name_and_keys().1.into_iter().flatten()
    }

    /// Its key in words; empty without one.
    pub fn key_text(self, ctx: &egui::Context) -> String {
        self.shortcuts().next().map(|keys| ctx.format_shortcut(&keys)).unwrap_or_default()
    }

    /// Its name with its key.
    pub fn tooltip(self, ctx: &egui::Context) -> String {
        match self.key_text(ctx) {
            key if key.is_empty() => self.name().to_owned(),
            key => format!("{} ({key})", self.name()),
        }
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
