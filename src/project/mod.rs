//! The document: what the user chose, changed only by an [`Edit`], with undo.

mod history;

pub use history::History;

use crate::domain::mobility::MobilityProfile;
use crate::domain::norm::NormSet;
use crate::domain::target::TargetScenario;
use crate::units::Meters;

/// Default cell size of the distance fields, in metres.
pub const DEFAULT_CELL_M: u16 = 50;

/// The cell sizes to choose from, in metres.
pub const CELL_SIZES_M: [u16; 3] = [25, 50, 100];

/// Project: what the user chose. The ground it stands on is the `Baseline`.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// The norms as chosen, before the mobility profile scales them.
    pub norms: NormSet,
    /// Doelgroep.
    pub profile: MobilityProfile,
    /// Scenario of the opgave.
    pub scenario: TargetScenario,
    /// Cell size of the distance fields, in metres.
    pub cell_m: u16,
}

impl Project {
    /// A project with these norms and all else as it comes.
    #[must_use]
    pub fn new(norms: NormSet) -> Self {
        Self { norms, profile: MobilityProfile::default(), scenario: TargetScenario::default(), cell_m: DEFAULT_CELL_M }
    }

    /// The norms as the analysis uses them: scaled by the mobility profile.
    #[must_use]
    pub fn effective_norms(&self) -> NormSet {
        let factor = self.profile.norm_factor();
        if (factor - 1.0).abs() < f64::EPSILON { self.norms.clone() } else { self.norms.scaled(factor) }
    }
}

/// What the user did to the document.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Another largest distance for the norm at that position.
    SetNormDistance {
        /// Position in the normenkader.
        norm_idx: usize,
        /// Largest walking distance.
        max: Meters,
    },
    /// Required or not.
    SetNormRequired {
        /// Position in the normenkader.
        norm_idx: usize,
        /// Required?
        required: bool,
    },
    /// Another omloopfactor, at least 1.
    SetDetourFactor(f64),
    /// Another doelgroep.
    SetProfile(MobilityProfile),
    /// Another normenkader altogether.
    ReplaceNorms(NormSet),
    /// Another cell size, in metres.
    SetCellSize(u16),
}

impl Edit {
    /// Applies it. An edit that points at nothing, or brings a value out of range, changes nothing.
    pub fn apply(&self, project: &mut Project) {
        match self {
            Self::SetNormDistance { norm_idx, max } => {
                if let Some(norm) = project.norms.norms.get_mut(*norm_idx) {
                    norm.max = *max;
                }
            }
            Self::SetNormRequired { norm_idx, required } => {
                if let Some(norm) = project.norms.norms.get_mut(*norm_idx) {
                    norm.required = *required;
                }
            }
            Self::SetDetourFactor(factor) if factor.is_finite() && *factor >= 1.0 => {
                project.norms.detour_factor = *factor;
            }
            Self::SetDetourFactor(_) => {}
            Self::SetProfile(profile) => project.profile = *profile,
            Self::ReplaceNorms(norms) => project.norms = norms.clone(),
            Self::SetCellSize(cell_m) => {
                if CELL_SIZES_M.contains(cell_m) {
                    project.cell_m = *cell_m;
                }
            }
        }
    }
}
