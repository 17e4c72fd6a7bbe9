//! An outcome with how long its stages took.

use std::cell::RefCell;
use std::time::Instant;

use super::answer::StageDurations;
use crate::analysis::cancel::Cancel;
use crate::analysis::outcome::{self, Cache, Outcome, Stage};
use crate::analysis::situation::Situation;
use crate::project::Project;

/// Computes what follows from a situation under the norms of a document; nothing when it is cancelled.
pub(super) fn compute(
    situation: &Situation,
    project: &Project,
    cache: &mut Cache,
    cancel: &Cancel,
    report: &dyn Fn(Stage),
) -> Option<(Outcome, StageDurations)> {
    let begun = RefCell::new(Vec::new());
    let begin = |stage: Stage| {
        begun.borrow_mut().push((stage, Instant::now()));
        report(stage);
    };
    let norms = project.effective_norms();
    let outcome = outcome::compute(situation, &norms, project.cell_m, cache, cancel, &begin)?;
    Some((outcome, StageDurations::of(&begun.into_inner(), Instant::now())))
}

/// Computes an outcome here and now, for the command line.
pub fn outcome_now(situation: &Situation, project: &Project) -> (Outcome, StageDurations) {
    compute(situation, project, &mut Cache::default(), &Cancel::default(), &|_| {}).expect("nobody cancels it")
}
