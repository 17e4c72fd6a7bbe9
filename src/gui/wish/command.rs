//! What can be done by button and by key: one list for both, and for the tooltip.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::nl::{project, window as nl};

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

impl Command {
    /// All of them.
    pub const ALL: [Self; 41] = [
        Self::Undo,
        Self::Redo,
        Self::WholeRegion,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::SwitchBasemap,
        Self::Measure,
        Self::Deselect,
        Self::Export,
        Self::TextLarger,
        Self::TextSmaller,
        Self::TextNormal,
        Self::ResetNorms,
        Self::NextTheme,
        Self::LayersPanel,
        Self::ExplanationPanel,
        Self::Legend,
        Self::Help,
        Self::EditNorms,
        Self::SaveNorms,
        Self::LoadNorms,
        Self::Search,
        Self::Lists,
        Self::OpenLayer,
        Self::ShowMessages,
        Self::WhatIf,
        Self::BeforeAfter,
        Self::NewVariant,
        Self::CopyVariant,
        Self::Sketch,
        Self::Present,
        Self::AddBookmark,
        Self::Workshop,
        Self::AddNote,
        Self::SecondScreen,
        Self::SaveProject,
        Self::SaveProjectAs,
        Self::OpenProject,
        Self::NewProject,
        Self::EarlierStates,
        Self::RemoveLayer,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Undo => nl::UNDO,
            Self::Redo => nl::REDO,
            Self::WholeRegion => nl::WHOLE_REGION,
            Self::ZoomIn => nl::ZOOM_IN,
            Self::ZoomOut => nl::ZOOM_OUT,
            Self::SwitchBasemap => nl::SWITCH_BASEMAP,
            Self::Measure => nl::MEASURE_COMMAND,
            Self::Deselect => nl::DESELECT,
            Self::Export => nl::EXPORT,
            Self::TextLarger => nl::TEXT_LARGER,
            Self::TextSmaller => nl::TEXT_SMALLER,
            Self::TextNormal => nl::TEXT_NORMAL,
            Self::ResetNorms => nl::RESET_NORMS,
            Self::NextTheme => nl::NEXT_THEME,
            Self::LayersPanel => nl::LAYERS_PANEL,
            Self::ExplanationPanel => nl::EXPLANATION_PANEL,
            Self::Legend => nl::LEGEND_SHOWN,
            Self::Help => nl::HELP,
            Self::EditNorms => nl::EDIT_NORMS,
            Self::SaveNorms => nl::SAVE_NORMS,
            Self::LoadNorms => nl::LOAD_NORMS,
            Self::Search => nl::SEARCH,
            Self::Lists => nl::LISTS,
            Self::OpenLayer => nl::files::OPEN_LAYER,
            Self::ShowMessages => nl::files::SHOW_MESSAGES,
            Self::WhatIf => nl::plan::WHAT_IF_COMMAND,
            Self::BeforeAfter => nl::plan::BEFORE_AFTER_COMMAND,
            Self::NewVariant => nl::plan::NEW_VARIANT,
            Self::CopyVariant => nl::plan::COPY_VARIANT,
            Self::Sketch => nl::sketches::SKETCH_COMMAND,
            Self::Present => nl::room::PRESENT,
            Self::AddBookmark => nl::room::ADD_BOOKMARK,
            Self::Workshop => nl::room::WORKSHOP_PANEL,
            Self::AddNote => nl::room::ADD_NOTE,
            Self::SecondScreen => nl::room::SECOND_SCREEN,
            Self::SaveProject => project::SAVE_PROJECT,
            Self::SaveProjectAs => project::SAVE_PROJECT_AS,
            Self::OpenProject => project::OPEN_PROJECT,
            Self::NewProject => project::NEW_PROJECT,
            Self::EarlierStates => project::EARLIER_STATES,
            Self::RemoveLayer => project::REMOVE_LAYER,
        }
    }

    /// Its keys, the first is the one that is told.
    pub fn shortcuts(self) -> Vec<KeyboardShortcut> {
        let ctrl = |key| KeyboardShortcut::new(Modifiers::COMMAND, key);
        let ctrl_shift = |key| KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key);
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
            Self::Measure => vec![ctrl(Key::D)],
            Self::Deselect => vec![plain(Key::Escape)],
            Self::Export => vec![ctrl(Key::E)],
            Self::TextLarger => vec![ctrl(Key::Plus), ctrl(Key::Equals)],
            Self::TextSmaller => vec![ctrl(Key::Minus)],
            Self::TextNormal => vec![ctrl(Key::Num0)],
            Self::NextTheme => vec![ctrl(Key::T)],
            Self::LayersPanel => vec![plain(Key::F7)],
            Self::ExplanationPanel => vec![plain(Key::F8)],
            Self::Legend => vec![plain(Key::F6)],
            Self::Help => vec![plain(Key::F1)],
            Self::EditNorms => vec![ctrl(Key::M)],
            Self::ResetNorms | Self::SaveNorms | Self::LoadNorms => Vec::new(),
            Self::Search => vec![ctrl(Key::K)],
            Self::Lists => vec![ctrl(Key::L)],
            Self::OpenLayer => vec![ctrl(Key::O)],
            Self::ShowMessages => vec![ctrl(Key::J)],
            Self::WhatIf => vec![plain(Key::W)],
            Self::BeforeAfter => vec![plain(Key::B)],
            Self::NewVariant | Self::CopyVariant => Vec::new(),
            Self::Sketch => vec![ctrl(Key::P)],
            Self::Present => vec![plain(Key::F5)],
            Self::AddBookmark => vec![ctrl_shift(Key::B)],
            Self::Workshop => vec![plain(Key::F9)],
            Self::AddNote => vec![ctrl_shift(Key::N)],
            Self::SecondScreen => vec![ctrl(Key::F5)],
            Self::SaveProject => vec![ctrl(Key::S)],
            Self::SaveProjectAs => vec![ctrl_shift(Key::S)],
            Self::OpenProject => vec![ctrl_shift(Key::O)],
            Self::NewProject | Self::EarlierStates | Self::RemoveLayer => Vec::new(),
        }
    }

    /// Its name with its key.
    pub fn tooltip(self, ctx: &egui::Context) -> String {
        match self.shortcuts().first() {
            Some(shortcut) => format!("{} ({})", self.name(), ctx.format_shortcut(shortcut)),
            None => self.name().to_owned(),
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
