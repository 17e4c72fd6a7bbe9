//! What the user wants.

use std::path::PathBuf;

use uuid::Uuid;

use super::command::Command;
use super::tabs::ListTab;
use crate::domain::baseline::Role;
use crate::gui::state::tasks::TaskKind;
use crate::gui::state::{MapMove, Selection};
use crate::project::autosave::KeptState;
use crate::project::{BoardEdit, BoardItem, Edit};

/// What the user wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Change the document.
    Edit(Edit),
    /// Do a command.
    Command(Command),
    /// Explain something else.
    Select(Selection),
    /// Explain it and show it on the map.
    Show(Selection, MapMove),
    /// Open a list.
    OpenList(ListTab),
    /// Do something with files or with what runs.
    Files(FileAction),
    /// Do something with projects.
    Project(ProjectAction),
}

impl Action {
    /// Puts something on the board.
    pub fn put(item: BoardItem) -> Self {
        Self::Edit(Edit::Board(BoardEdit::put(item)))
    }

    /// Takes something off the board.
    pub fn remove(id: Uuid) -> Self {
        Self::Edit(Edit::Board(BoardEdit::remove(id)))
    }
}

/// What the user wants with files, or with work that takes long.
#[derive(Debug, Clone, PartialEq)]
pub enum FileAction {
    /// Choose files to open; probably for this role.
    Choose(Option<Role>),
    /// Open a file.
    Open(PathBuf),
    /// Stop what runs.
    Stop(TaskKind),
    /// Compute what was stopped.
    ComputeAgain,
    /// Choose the folder of the export dialog.
    ChooseFolder,
    /// Write as the export dialog is filled in.
    Export,
    /// Open the file that was asked about for a role, beside what is there or in its place.
    Accept {
        /// What it is for.
        role: Role,
        /// Beside what is there.
        beside: bool,
    },
    /// Do not open the file that was asked about.
    Refuse,
    /// Take over what was read, with what it does to what is there.
    Deliver,
    /// Leave everything as it was.
    SendBack,
}

/// What the user wants with projects.
#[derive(Debug, Clone, PartialEq)]
pub enum ProjectAction {
    /// Bring back what was not saved.
    Recover,
    /// Throw it away; of another project than the one that shows this is asked once more.
    Discard,
    /// Throw it away after that question.
    DiscardForGood,
    /// Decide another time.
    Later,
    /// Save beside what another program wrote, and keep all of both.
    Merge,
    /// Write over what another program wrote.
    Overwrite,
    /// Save, and let this side win where another program changed the same.
    KeepMine,
    /// Save, and let what stands in the file stay where another program changed the same.
    TakeTheirs,
    /// Save, though what another program did was undone here.
    SaveWithoutOthers,
    /// Save under another name.
    SaveElsewhere,
    /// Save, and go on with what was wanted.
    Save,
    /// Go on without saving.
    Leave,
    /// Nothing.
    Cancel,
    /// Bring an earlier state back.
    BringBack(KeptState),
    /// Ask whether a layer may go.
    AskToRemove(Role),
    /// Take a layer away.
    Remove(Role),
}
