//! Ids of what an answer makes of a place: zones and near misses, whose ids follow from it.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::analysis::zones::zone_id;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;

/// How many zones of one anchor are looked for among those that lose it; more than any anchor has had (assumption).
const MOST_ZONES_OF_AN_ANCHOR: usize = 8;

/// The ids of the zones that can rest on a 24-uurszorglocatie.
pub(super) fn zone_ids(anchor: Uuid) -> impl Iterator<Item = Uuid> {
    (0..MOST_ZONES_OF_AN_ANCHOR).map(move |number| zone_id(anchor, number))
}

/// The kinds that a near miss can ask for: those that help the same required norms, together.
pub(super) fn kinds_needed(norms: &NormSet) -> Vec<Vec<AmenityKind>> {
    let mut groups: BTreeMap<Vec<usize>, Vec<AmenityKind>> = BTreeMap::new();
    for kind in AmenityKind::all() {
        let helped = norms.required_of(HousingForm::Clustered).enumerate();
        let helped: Vec<usize> = helped.filter(|(_, norm)| norm.kinds.contains(&kind)).map(|(idx, _)| idx).collect();
        groups.entry(helped).or_default().push(kind);
    }
    groups.into_iter().filter(|(helped, _)| !helped.is_empty()).map(|(_, kinds)| kinds).collect()
}
