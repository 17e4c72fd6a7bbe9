//! What a drawn area would be as a zone, without making it one.

use geo::Polygon;

use super::figures::{Measured, zone};
use super::memo::outline_key;
use super::wishes;
use super::zone::CaringZone;
use crate::analysis::scene::Scene;
use crate::analysis::situation::Situation;
use crate::analysis::walk;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;
use crate::domain::variant::PlannedZone;

/// The rings of a situation: what a drawn area is held against. Found once, they serve every area.
#[derive(Debug)]
pub struct RegionRings(Vec<Vec<Polygon<f64>>>);

impl RegionRings {
    /// The rings of a situation under norms, which are already scaled by a mobility profile.
    pub fn new(situation: &Situation, norms: &NormSet) -> Self {
        Self(HousingForm::ALL.map(|form| walk::ring(situation, norms, form, &mut None)).into())
    }

    /// A drawn area measured as a proposed zone is: exactly what it would be once it is in the variant. The scene must be that
    /// of these rings.
    pub(in crate::analysis) fn try_zone(&self, scene: &Scene<'_>, drawn: &PlannedZone) -> CaringZone {
        let shape = wishes::shape(scene, &drawn.outline.0, &self.0);
        let key = outline_key(scene, &shape.outline);
        wishes::as_planned(drawn.clone(), zone(scene, &Measured::new(scene, key, &shape, None)))
    }
}
