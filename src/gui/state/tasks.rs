//! What the window tells of work that takes long.

use std::time::Duration;

/// How often the progress of a task is drawn anew.
pub const REDRAW_EVERY: Duration = Duration::from_millis(150);

/// A computation that takes longer than this is told as a task.
pub const SLOW_AFTER: Duration = Duration::from_millis(300);

/// What can be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskKind {
    /// A first look at a file.
    Looking,
    /// Reading layers.
    Reading,
    /// The engine.
    Computing,
    /// Writing files.
    Exporting,
    /// Opening a project, or making another ground of it.
    OpeningProject,
    /// Saving a project; what is half written cannot be stopped.
    SavingProject,
}

/// Something that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// What.
    pub kind: TaskKind,
    /// Its name.
    pub name: String,
    /// How far it is, 0–1, if that is known.
    pub share: Option<f32>,
}
