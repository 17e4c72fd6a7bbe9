//! The panels: each shows what it is given and returns what the user wants.

pub mod area;
pub mod charts;
pub mod checks;
pub mod covers;
pub mod delivery_dialog;
pub mod destination;
pub mod display_menu;
pub mod empty;
pub mod explanation;
pub mod export_dialog;
pub mod facility;
pub mod file_dialog;
pub mod help;
pub mod layers;
pub mod legend;
pub mod lists;
pub mod main_menu;
pub mod map_tools;
pub mod messages;
pub mod near_miss;
pub mod norm_controls;
pub mod norms;
pub mod norms_editor;
pub mod open_dialog;
pub mod open_menu;
pub mod palette;
pub mod place;
pub mod place_changes;
pub mod project_dialogs;
pub mod region;
pub mod side_panels;
pub mod site;
pub mod sketch;
pub mod small_room;
pub mod status_bar;
pub mod tasks;
pub mod tools_menu;
pub mod top_bar;
mod twins;
pub mod variant;
pub mod variant_menu;
pub mod what_if_card;
pub mod zone;

use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::assessment::PlaceAssessment;
use crate::analysis::situation::Situation;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::settlement::Settlement;
use crate::domain::variant::Intervention;
use crate::gui::command::Command;
use crate::gui::tasks::TaskKind;
use crate::gui::view_state::{MapMove, Selection};
use crate::nl::explain::zones_unknown;
use crate::project::{Edit, History, Project};
use crate::session::{Answer, EngineStatus};

/// What panels see.
pub struct View<'a> {
    /// The ground, with what the variant that shows changes.
    pub baseline: &'a Baseline,
    /// The ground, indexed.
    pub situation: &'a Situation,
    /// The document as it is.
    pub document: &'a Arc<Project>,
    /// The name of what each intervention of its variant is about.
    pub subjects: &'a [String],
    /// The document as shown: a draft while something is dragged, or with another variant.
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
    /// Was the computation stopped by the user?
    pub stopped: bool,
}

impl View<'_> {
    /// Is an intervention, at its position in the variant that is worked on, about a place that is no longer there?
    #[must_use]
    pub fn has_lost_its_place(&self, idx: usize, intervention: &Intervention) -> bool {
        intervention.needs_a_place() && self.subjects.get(idx).is_some_and(String::is_empty)
    }

    /// Why zones are not known, where a layer that they need was not read.
    #[must_use]
    pub fn zones_unknown(&self) -> Option<String> {
        let outcome = self.answer.map(|answer| &answer.outcome)?;
        outcome.n_zones_known().is_none().then(|| zones_unknown(&outcome.region.unread))
    }

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

    /// The gemeente of a kern: as its source says, else the one in which its name stands.
    #[must_use]
    pub fn municipality_of(&self, kern: &Settlement) -> Option<&str> {
        let code = kern.municipality_code.as_ref();
        let by_code = code.and_then(|code| self.baseline.municipalities.iter().find(|other| other.code == *code));
        by_code.or_else(|| self.situation.municipality_at(kern.point)).map(|found| found.name.as_str())
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
    /// Open a list.
    OpenList(lists::ListTab),
    /// Do something with files or with what runs.
    Files(FileAction),
    /// Do something with projects.
    Project(project_dialogs::ProjectAction),
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
