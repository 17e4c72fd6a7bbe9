//! The baseline prepared for drawing: areas, names and places in the order in which they are drawn.

use std::sync::Arc;

use geo::{BoundingRect, InteriorPoint, Rect};
use uuid::Uuid;

use super::outline::DrawnArea;
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Baseline;
use crate::domain::coded_area::CodedArea;
use crate::domain::place::{Place, PlaceClass};
use crate::domain::settlement::Settlement;
use crate::geometry::bounds::{around_both, grown};
use crate::gui::shapes::snapping::SnapIndex;

/// A kern as it is drawn.
#[derive(Debug)]
pub struct DrawnSettlement {
    /// Its name.
    pub name: String,
    /// Where its name belongs.
    pub point: RdPoint,
    /// How many people live there; unknown counts as few.
    pub residents: f64,
    /// Its built-up area.
    pub outline: Option<DrawnArea>,
}

/// A buurt as it is drawn.
#[derive(Debug)]
pub struct DrawnNeighborhood {
    /// Its name.
    pub name: String,
    /// A place well within it, for its name.
    pub point: RdPoint,
    /// Its area.
    pub outline: DrawnArea,
}

/// What is drawn of a baseline and no variant changes.
#[derive(Debug)]
pub struct Land {
    /// Gemeenten.
    pub municipalities: Vec<DrawnArea>,
    /// Kernen, the largest first.
    pub settlements: Vec<DrawnSettlement>,
    /// Buurten.
    pub neighborhoods: Vec<DrawnNeighborhood>,
    /// Existing complexes.
    pub complexes: Arc<Vec<Arc<Place>>>,
    /// The region.
    pub bounds: Rect<f64>,
    /// The borders of gemeenten, to snap to.
    pub borders: SnapIndex,
}

/// A baseline prepared for drawing: everything that does not follow from a computation.
#[derive(Debug, Clone)]
pub struct DrawnGround {
    /// What no variant changes.
    pub land: Arc<Land>,
    /// Places of every kind, in the order of the catalogue.
    pub places: Arc<Vec<Arc<Place>>>,
}

impl DrawnGround {
    /// Prepares a baseline. Takes time in proportion to its size; no outline is simplified yet.
    pub fn new(baseline: &Baseline) -> Self {
        let settlement = |kern: &Settlement| DrawnSettlement {
            name: kern.name.clone(),
            point: kern.point,
            residents: kern.people.residents.unwrap_or(0.0),
            outline: kern.outline.as_ref().map(|outline| DrawnArea::new(outline.0.clone())),
        };
        let mut settlements: Vec<DrawnSettlement> = baseline.settlements.iter().map(settlement).collect();
        settlements.sort_by(|a, b| b.residents.total_cmp(&a.residents).then_with(|| a.name.cmp(&b.name)));
        let places = places(baseline);
        let land = Land {
            municipalities: baseline.municipalities.iter().map(|m| DrawnArea::new(m.outline.0.clone())).collect(),
            settlements,
            neighborhoods: baseline.neighborhoods.iter().filter_map(neighborhood).collect(),
            complexes: baseline.places.list(PlaceClass::Complex),
            bounds: extent(baseline, &places).unwrap_or_else(|| Rect::new((0.0, 300_000.0), (300_000.0, 625_000.0))),
            borders: SnapIndex::from_borders(baseline.municipalities.iter().map(|m| &m.outline.0)),
        };
        Self { land: land.into(), places: places.into() }
    }

    /// The same ground with the places of a variant; the region stays as large as it was.
    pub fn with_places_of(&self, baseline: &Baseline) -> Self {
        Self { land: self.land.clone(), places: places(baseline).into() }
    }

    /// Puts a place elsewhere. The places have another key from then on.
    pub fn move_place(&mut self, id: Uuid, to: RdPoint) {
        if let Some(place) = Arc::make_mut(&mut self.places).iter_mut().find(|place| place.id == id) {
            Arc::make_mut(place).point = to;
        }
    }

    /// The places of a kind, each with its position among all.
    pub fn of_kind(&self, kind: AmenityKind) -> impl Iterator<Item = (usize, &Place)> {
        let start = self.places.partition_point(|place| place.kind() < Some(kind));
        let of_kind = self.places[start..].iter().take_while(move |place| place.kind() == Some(kind));
        of_kind.enumerate().map(move |(idx, place)| (start + idx, &**place))
    }
}

/// The box of the study area, else of the gemeenten, of the kernen, or of the places.
fn extent(baseline: &Baseline, places: &[Arc<Place>]) -> Option<Rect<f64>> {
    let study_area = baseline.study_area.as_ref().and_then(|area| area.0.bounding_rect());
    let areas = baseline.municipalities.iter().filter_map(|area| area.outline.0.bounding_rect());
    let settled = baseline.settlements.iter().map(|kern| around(kern.point));
    let placed = places.iter().map(|place| around(place.point));
    study_area
        .or_else(|| areas.reduce(around_both))
        .or_else(|| settled.reduce(around_both))
        .or_else(|| placed.reduce(around_both))
}

fn neighborhood(of: &CodedArea) -> Option<DrawnNeighborhood> {
    let point = Rd(of.outline.0.interior_point()?);
    Some(DrawnNeighborhood { name: of.name.clone(), point, outline: DrawnArea::new(of.outline.0.clone()) })
}

fn places(baseline: &Baseline) -> Vec<Arc<Place>> {
    let mut places: Vec<_> = baseline.places.iter().filter(|place| place.kind().is_some()).cloned().collect();
    places.sort_by_key(|place| (place.kind(), place.id));
    places
}

/// How much of the map a single place is given when there is nothing else, in metres.
const AROUND_PLACE_M: f64 = 2_000.0;

fn around(place: RdPoint) -> Rect<f64> {
    grown(&Rect::new(place.0.0, place.0.0), AROUND_PLACE_M)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::state::ArcKey;

    #[test]
    fn places_have_another_key_once_one_was_moved_and_the_land_keeps_its_own() {
        let mut ground = DrawnGround::new(&crate::demo::baseline());
        let (land, places) = (ArcKey::of(&ground.land), ArcKey::of(&ground.places));
        let id = ground.places[0].id;
        ground.move_place(id, RdPoint::at(250_000.0, 480_000.0));
        assert!(ArcKey::of(&ground.land) == land && ArcKey::of(&ground.places) != places);
        assert_eq!(ground.places[0].point, RdPoint::at(250_000.0, 480_000.0));
    }
}
