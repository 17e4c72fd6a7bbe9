//! The panels: each shows what it is given and returns what the user wants.

pub mod area;
pub mod checks;
pub mod explanation;
pub mod layers;
pub mod map_tools;
pub mod messages;
pub mod near_miss;
pub mod norms;
pub mod place;
pub mod region;
pub mod site;
pub mod status_bar;
pub mod top_bar;
pub mod zone;

use crate::analysis::assessment::PlaceAssessment;
use crate::domain::baseline::{Baseline, Role};
use crate::gui::command::Command;
use crate::gui::view_state::{MapMove, Selection};
use crate::project::{Edit, History, Project};
use crate::session::{Answer, EngineStatus};

/// What panels see.
pub struct View<'a> {
    /// The ground.
    pub baseline: &'a Baseline,
    /// The document as shown: a draft while something is dragged.
    pub project: &'a Project,
    /// The document with its past.
    pub history: &'a History,
    /// The document as it was at the start.
    pub standard: &'a Project,
    /// The newest answer.
    pub answer: Option<&'a Answer>,
    /// What the engine is doing.
    pub status: EngineStatus,
    /// The rules at the chosen place.
    pub assessment: Option<&'a PlaceAssessment>,
    /// Is an export running?
    pub exporting: bool,
}

impl View<'_> {
    /// Is anything that was read invented?
    #[must_use]
    pub fn is_fictional(&self) -> bool {
        self.baseline.layers.iter().any(|layer| layer.fictional)
    }

    /// Is the layer of a role invented?
    #[must_use]
    pub fn role_is_fictional(&self, role: Role) -> bool {
        self.baseline.layer(role).is_some_and(|layer| layer.fictional)
    }
}

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
}
