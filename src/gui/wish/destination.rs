//! Where a search result or a row of a list leads.

use geo::{BoundingRect, Contains};

use super::Action;
use crate::analysis::near_miss::NearMiss;
use crate::analysis::outcome::Outcome;
use crate::analysis::siting::RankedSite;
use crate::analysis::zones::CaringZone;
use crate::crs::RdPoint;
use crate::gui::state::{MapMove, Selection};

/// Something to select, and how the map shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Destination {
    /// A place: explained as it would be by a click on the map.
    Place(RdPoint, MapMove),
    /// Something that is selected as itself.
    Subject(Selection, MapMove),
}

impl Destination {
    /// A place, with its surroundings.
    pub fn place(place: RdPoint) -> Self {
        Self::Place(place, MapMove::FlyTo(place.0.0))
    }

    /// A zone as a whole.
    pub fn zone(zone: &CaringZone) -> Self {
        let go = zone.outline.0.bounding_rect().map_or(MapMove::WholeRegion, MapMove::Fit);
        Self::Subject(Selection::Zone { id: zone.id, place: None }, go)
    }

    /// The search area of a near miss.
    pub fn near_miss(near_miss: &NearMiss) -> Self {
        let best = near_miss.best_place.0.0;
        let go = near_miss.search_area.0.bounding_rect().map_or(MapMove::FlyTo(best), MapMove::Fit);
        Self::Subject(Selection::NearMiss(near_miss.id), go)
    }

    /// A site.
    pub fn site(site: &RankedSite) -> Self {
        Self::Subject(Selection::Site(site.id), MapMove::FlyTo(site.point.0.0))
    }

    /// Selects it and flies to it.
    pub fn action(&self, outcome: Option<&Outcome>) -> Action {
        match *self {
            Self::Subject(selection, go) => Action::Show(selection, go),
            Self::Place(place, go) => {
                let zone = outcome.and_then(|o| zone_at(o, place));
                let selection = match zone {
                    Some(zone) => Selection::Zone { id: zone.id, place: Some(place) },
                    None => Selection::Place(place),
                };
                Action::Show(selection, go)
            }
        }
    }

    /// Is this what is selected now?
    pub fn is_selected(&self, selection: Selection) -> bool {
        match self {
            Self::Place(place, _) => selection.place() == Some(*place),
            Self::Subject(own, _) => *own != Selection::Nothing && own.subject() == selection.subject(),
        }
    }
}

/// The zone in which a place lies.
pub fn zone_at(outcome: &Outcome, place: RdPoint) -> Option<&CaringZone> {
    outcome.zones.iter().find(|zone| zone.outline.0.contains(&place.0))
}
