//! What the window starts with, and why there may be none.

use std::path::PathBuf;

use crate::domain::baseline::Baseline;
use crate::domain::problem::Problem;
use crate::gui::work::exporting::ExportFn;
use crate::project::Project;
use crate::project::file::Known;

/// What was read before there is anything to show.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The ground.
    pub baseline: Baseline,
    /// The document to start with; "terug naar standaard" goes back to its norms.
    pub project: Project,
    /// What was found in the layers.
    pub problems: Vec<Problem>,
    /// The project as its file has it, when it was read from one.
    pub known: Option<Known>,
    /// Is all of it in that file, or is there nothing to lose?
    pub is_saved: bool,
}

/// Reads the layers, on a thread of its own; an error is a sentence for the user.
pub type LoadFn = Box<dyn FnOnce() -> Result<Loaded, String> + Send>;

/// Which way the window is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// Vulkan, Metal, DirectX 12, or OpenGL through wgpu.
    Wgpu,
    /// OpenGL.
    Glow,
}

/// What the window starts with.
pub struct Start {
    /// Title of the window.
    pub title: String,
    /// Reads the layers while the window already shows.
    pub load: LoadFn,
    /// Writes the files of the contract.
    pub export: ExportFn,
    /// Where the preferences are kept; without it they are those of the design and are not kept.
    pub preferences: Option<PathBuf>,
    /// One renderer only; without it wgpu first and glow when that fails.
    pub renderer: Option<Renderer>,
    /// The project's file, when that is what is read: it is saved there.
    pub project: Option<PathBuf>,
    /// The folder in which what was not saved is kept; without it nothing is.
    pub autosave: Option<PathBuf>,
}

/// Why there is no window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoWindow {
    /// There is no display to open it on.
    #[error("there is no display")]
    NoDisplay,
    /// No renderer works here.
    #[error("no renderer works here: {0}")]
    NoRenderer(String),
}
