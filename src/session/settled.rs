//! Answers to documents that nobody was dragging, at hand so that before and after switch within a frame.

use std::sync::Arc;

use super::engine::Other;
use super::{Answer, RasterWish};
use crate::domain::variant::PlannedZone;
use crate::project::Project;

/// Before, after, two variants that are compared, and the one before an undo.
const MOST_KEPT: usize = 5;

/// The answers used last, the newest last.
#[derive(Debug, Default)]
pub(super) struct Settled {
    answers: Vec<Arc<Answer>>,
}

impl Settled {
    /// Keeps an answer.
    pub(super) fn keep(&mut self, answer: Arc<Answer>) {
        let variant = |answer: &Answer| answer.other.as_ref().map(|other| other.variant);
        let same = |known: &Arc<Answer>| {
            known.hash == answer.hash
                && known.wish == answer.wish
                && variant(known) == variant(&answer)
                && tried(known) == tried(&answer)
        };
        self.answers.retain(|known| !same(known));
        if self.answers.len() == MOST_KEPT {
            self.answers.remove(0);
        }
        self.answers.push(answer);
    }

    /// The answer to a document, if it was given a moment ago: what stands on its board makes no difference.
    pub(super) fn find(
        &mut self,
        project: &Arc<Project>,
        wish: RasterWish,
        other: Option<&Other>,
        trial: Option<&Arc<PlannedZone>>,
    ) -> Option<Arc<Answer>> {
        let same = |answer: &Arc<Answer>| {
            let compared = match (&answer.other, other) {
                (Some(known), Some(asked)) => known.variant == asked.variant && known.ground == asked.ground,
                (None, None) => true,
                _ => false,
            };
            answer.wish == wish && compared && tried(answer) == trial && asks_the_same(&answer.project, project)
        };
        let idx = self.answers.iter().position(same)?;
        let answer = self.answers.remove(idx);
        self.answers.push(answer.clone());
        Some(answer)
    }
}

/// The drawn area that was measured with an answer.
fn tried(answer: &Answer) -> Option<&Arc<PlannedZone>> {
    answer.tried.as_ref().map(|tried| &tried.of)
}

/// Do two documents have the same outcome on the same ground?
fn asks_the_same(a: &Arc<Project>, b: &Arc<Project>) -> bool {
    Arc::ptr_eq(a, b)
        || (a.norms == b.norms
            && a.profile == b.profile
            && a.scenario == b.scenario
            && a.cell_m == b.cell_m
            && a.apart == b.apart
            && a.plan.interventions() == b.plan.interventions())
}
