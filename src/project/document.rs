//! What the user chose.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::board::Board;
use super::lost::LostPlaces;
use super::plan::Plan;
use crate::domain::mobility::MobilityProfile;
use crate::domain::norm::NormSet;
use crate::domain::target::TargetScenario;
use crate::domain::twins::Apart;

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
    /// Records that are places of their own, though another seems to be the same place.
    pub apart: Apart,
    /// Variants and the one that shows.
    pub plan: Plan,
    /// Places that went while interventions are about them.
    pub lost: LostPlaces,
    /// What a room left behind.
    pub board: Board,
}

impl Project {
    /// A project with these norms and all else as it comes.
    pub fn new(norms: NormSet) -> Self {
        Self {
            norms,
            profile: MobilityProfile::default(),
            scenario: TargetScenario::default(),
            cell_m: DEFAULT_CELL_M,
            apart: Apart::new(),
            plan: Plan::default(),
            lost: LostPlaces::new(),
            board: Board::default(),
        }
    }

    /// The norms as the analysis uses them: scaled by the mobility profile.
    pub fn effective_norms(&self) -> NormSet {
        let factor = self.profile.norm_factor();
        if (factor - 1.0).abs() < f64::EPSILON { self.norms.clone() } else { self.norms.scaled(factor) }
    }

    /// Makes what is about a place of one id about another, by a table of both.
    pub(super) fn rename_ids(&mut self, ids: &BTreeMap<Uuid, Uuid>) {
        self.plan.rename_ids(ids);
        self.apart = self.apart.iter().map(|id| ids.get(id).copied().unwrap_or(*id)).collect();
    }
}
