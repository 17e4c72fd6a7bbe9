//! What the map shows of the rest of the program.

use std::sync::Arc;

use super::drawn_ground::DrawnGround;
use crate::analysis::assessment::PlaceAssessment;
use crate::analysis::siting::RankedSite;
use crate::domain::norm::NormSet;
use crate::domain::sketch::Sketch;
use crate::gui::state::Selection;
use crate::gui::wish::variants::ChangeMark;
use crate::project::Project;
use crate::session::Answer;

/// What the map shows of the rest of the program.
pub struct MapInput<'a> {
    /// The prepared baseline.
    pub ground: &'a DrawnGround,
    /// The newest answer.
    pub answer: Option<&'a Answer>,
    /// The norms as the analysis uses them.
    pub norms: &'a NormSet,
    /// The rules at the chosen place.
    pub assessment: Option<&'a PlaceAssessment>,
    /// The document, without what is being dragged.
    pub project: &'a Arc<Project>,
    /// Where the variant that shows differs from the ground.
    pub marks: &'a [ChangeMark],
    /// The sketches on the board.
    pub sketches: &'a [Arc<Sketch>],
}

impl<'a> MapInput<'a> {
    /// The selected sketch.
    pub fn selected_sketch(&self, selection: Selection) -> Option<&'a Sketch> {
        let id = selection.sketch()?;
        self.sketches.iter().find(|sketch| sketch.id == id).map(|sketch| &**sketch)
    }

    /// The sites of the answer.
    pub fn sites(&self) -> &'a [RankedSite] {
        self.answer.map(|answer| answer.outcome.sites.as_slice()).unwrap_or_default()
    }

    /// The position of the selected site.
    pub fn selected_site(&self, selection: Selection) -> Option<usize> {
        self.sites().iter().position(|site| selection == Selection::Site(site.id))
    }
}
