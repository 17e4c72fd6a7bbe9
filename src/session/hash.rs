//! The hash of all inputs of a result.

use std::fmt;

use crate::analysis::key::{Key, KeyHasher, Keyed};
use crate::analysis::situation::Situation;
use crate::domain::norm::NormSet;
use crate::project::Project;

/// Hash of everything a result follows from (BLAKE3, 256 bits).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InputHash(Key);

impl fmt::Display for InputHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.bytes().iter().take(16).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for InputHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// What of a document an outcome follows from: its norms as they are used, and the cell size.
fn computed_with(project: &Project) -> (NormSet, u16) {
    // The profile scales the norms; what a plan and `apart` change is in the situation; the rest changes no outcome.
    let Project { norms: _, profile: _, scenario: _, cell_m, apart: _, plan: _, lost: _, board: _ } = project;
    (project.effective_norms(), *cell_m)
}

impl InputHash {
    /// Of a situation and the document. Takes time in proportion to the situation.
    pub fn of(situation: &Situation, project: &Project) -> Self {
        Self(key_of(situation, project))
    }
}

/// The key of the outcome of a situation under a document. Takes no time to speak of.
pub(super) fn outcome_key(situation: &Situation, project: &Project) -> Key {
    key_of(&situation.key(), project)
}

fn key_of(situation: &impl Keyed, project: &Project) -> Key {
    let (norms, cell_m) = computed_with(project);
    let mut hasher = KeyHasher::default();
    (situation, norms).feed(&mut hasher);
    hasher.number(f64::from(cell_m));
    hasher.key()
}
