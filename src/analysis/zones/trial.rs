//! What a drawn area would be as a zone, without making it one.

use geo::Polygon;

use super::figures::{Scene, measured, zone};
use super::{CaringZone, wishes};
use crate::analysis::outcome::Outcome;
use crate::analysis::rings;
use crate::analysis::situation::Situation;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;
use crate::domain::variant::PlannedZone;

/// The rings of a situation: what a drawn area is held against. Found once, they serve every area.
#[derive(Debug)]
pub struct RegionRings(Vec<Vec<Polygon<f64>>>);

impl RegionRings {
    /// The rings of a situation under norms, which are already scaled by a mobility profile.
    #[must_use]
    pub fn new(situation: &Situation, norms: &NormSet) -> Self {
        Self(HousingForm::ALL.map(|form| rings::ring(situation, norms, form, &mut None)).into())
    }

    /// A drawn area measured as a proposed zone is: exactly what it would be once it is in the variant. The situation and
    /// norms must be those of these rings and of the outcome.
    #[must_use]
    pub fn try_zone(
        &self,
        situation: &Situation,
        norms: &NormSet,
        outcome: &Outcome,
        drawn: &PlannedZone,
    ) -> CaringZone {
        let scene = Scene::new(situation, norms, &outcome.grid, &outcome.fields, &outcome.transit);
        let draft = wishes::draft(&scene, &drawn.outline.0, &self.0);
        let figures = zone(&scene, &draft, &measured(&scene, &draft, None));
        wishes::as_planned(drawn.clone(), figures)
    }
}
