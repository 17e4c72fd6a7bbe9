//! What panels see.

use std::sync::Arc;

use super::command::Command;
use crate::analysis::assessment::PlaceAssessment;
use crate::analysis::situation::Situation;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::settlement::Settlement;
use crate::domain::variant::Intervention;
use crate::nl::explain::zones_unknown;
use crate::project::{History, Project};
use crate::session::{Answer, EngineStatus};

/// What panels see.
pub struct View<'a> {
    /// The ground, with what the variant that shows changes.
    pub baseline: &'a Arc<Baseline>,
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
    /// Commands whose part of the window is open, or whose tool is in hand.
    pub on: &'a [Command],
}

impl View<'_> {
    /// Is the part of the window of a command open, or its tool in hand?
    pub fn is_on(&self, command: Command) -> bool {
        self.on.contains(&command)
    }

    /// Is an intervention, at its position in the variant that is worked on, about a place that is no longer there?
    pub fn has_lost_its_place(&self, idx: usize, intervention: &Intervention) -> bool {
        intervention.needs_a_place() && self.subjects.get(idx).is_some_and(String::is_empty)
    }

    /// Why zones are not known, where a layer that they need was not read.
    pub fn zones_unknown(&self) -> Option<String> {
        let outcome = self.answer.map(|answer| &answer.outcome)?;
        outcome.n_zones_known().is_none().then(|| zones_unknown(&outcome.region.unread))
    }

    /// Is anything that was read invented?
    pub fn is_fictional(&self) -> bool {
        self.baseline.layers.iter().any(|layer| layer.fictional)
    }

    /// Is the layer of a role invented?
    pub fn role_is_fictional(&self, role: Role) -> bool {
        self.baseline.layer(role).is_some_and(|layer| layer.fictional)
    }

    /// The gemeente of a kern: as its source says, else the one in which its name stands.
    pub fn municipality_of(&self, kern: &Settlement) -> Option<&str> {
        let code = kern.municipality_code.as_ref();
        let by_code = code.and_then(|code| self.baseline.municipalities.iter().find(|other| other.code == *code));
        by_code.or_else(|| self.situation.municipality_at(kern.point)).map(|found| found.name.as_str())
    }
}
