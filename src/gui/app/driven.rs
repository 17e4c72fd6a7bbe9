//! The window as tests and benches drive it: what they look at and wait for, and what is done where a system dialog would ask.

use std::path::PathBuf;

use super::App;
use super::features::Features;
use super::project_file::MayReplace;
use super::projects::Then;
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, Command};
use crate::gui::work::exporting::ExportForm;
use crate::project::Edit;

impl App {
    /// Lets files be chosen in our own dialog alone, as where the system has none.
    pub fn use_own_file_dialog(&mut self) {
        self.choices.only_own = true;
    }

    /// Is something being read, computed or written, or is the map on its way?
    pub fn is_busy(&self) -> bool {
        let reads_or_writes = self.files.is_busy() || self.projects.is_busy() || self.norm_files.is_busy();
        let moves = self.workspace.map.is_moving();
        self.workspace.is_computing() || reads_or_writes || self.choices.is_busy() || moves
    }

    /// What the window remembers.
    pub fn state(&self) -> &ViewState {
        &self.workspace.state
    }

    /// What the window remembers, to change.
    pub fn state_mut(&mut self) -> &mut ViewState {
        &mut self.workspace.state
    }

    /// What each part of the window remembers for itself, to change.
    pub fn features_mut(&mut self) -> &mut Features {
        &mut self.workspace.features
    }

    /// Is there anything that does not stand in the project's file?
    pub fn is_unsaved(&self) -> bool {
        self.projects.is_unsaved(&self.workspace)
    }

    /// Waits until what was changed up to the last frame is kept; a sentence when it cannot be.
    ///
    /// # Errors
    /// Why it cannot be kept.
    pub fn wait_until_kept(&self) -> Result<(), String> {
        self.projects.keeping.wait()
    }

    /// Changes the document, as a panel would.
    pub fn edit(&mut self, edit: Edit) {
        self.act(Action::Edit(edit));
    }

    /// Writes the files of the contract into a folder without asking for it.
    pub fn export_to(&mut self, folder: PathBuf) {
        let form = ExportForm { folder: folder.display().to_string(), ..ExportForm::default() };
        self.files.export(&mut self.workspace, form);
    }

    /// Writes the project or the normenkader to a file, or reads it from one, without asking for it.
    pub fn file(&mut self, command: Command, path: PathBuf) {
        let workspace = &mut self.workspace;
        match command {
            Command::OpenProject => self.projects.leave_for(workspace, Then::Open(Some(path))),
            Command::LoadNorms => self.norm_files.load(workspace, Some(path)),
            Command::SaveNorms => self.norm_files.save(workspace, Some(path)),
            _ => self.projects.save(workspace, path, MayReplace::Anything),
        }
    }
}
