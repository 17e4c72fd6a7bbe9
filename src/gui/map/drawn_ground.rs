//! The baseline prepared for drawing: areas, names and places in the order in which they are drawn.

use std::sync::Arc;

use geo::{BoundingRect, LineString, Rect};
use uuid::Uuid;

use super::outline::DrawnArea;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::place::{Place, PlaceClass};
use crate::domain::settlement::Settlement;
use crate::geometry::bounds::{around_both, grown};
use crate::gui::shapes::snapping::SnapIndex;

/// The schematic main lines that are shipped with the demo region.
const MAIN_LINES: &str = include_str!("../../../maps/schematisch_epsg_28992.geojson");

/// What a main line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MainLineClass {
    /// Main road.
    Road,
    /// Railway.
    Rail,
}

/// A main line of the schematic basemap.
#[derive(Debug)]
pub struct MainLine {
    /// What it is.
    pub class: MainLineClass,
    /// Where it runs.
    pub line: LineString<f64>,
}

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

/// What is drawn of a baseline and no variant changes.
#[derive(Debug)]
pub struct Land {
    /// Gemeenten.
    pub municipalities: Vec<DrawnArea>,
    /// Kernen, the largest first.
    pub settlements: Vec<DrawnSettlement>,
    /// Main roads and railways, schematic.
    pub main_lines: Vec<MainLine>,
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
            main_lines: if is_demo(baseline) { main_lines() } else { Vec::new() },
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

fn is_demo(baseline: &Baseline) -> bool {
    baseline.layer(Role::Municipality).is_some_and(|layer| layer.file == "demo")
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

fn main_lines() -> Vec<MainLine> {
    let Ok(collection) = MAIN_LINES.parse::<geojson::FeatureCollection>() else { return Vec::new() };
    collection
        .features
        .into_iter()
        .filter_map(|feature| {
            let class = match feature.property("klasse")?.as_str()? {
                "spoor" => MainLineClass::Rail,
                _ => MainLineClass::Road,
            };
            let line = LineString::<f64>::try_from(feature.geometry?).ok()?;
            Some(MainLine { class, line })
        })
        .collect()
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

    #[test]
    fn the_shipped_main_lines_read_and_lie_in_the_rd_box() {
        let lines = main_lines();
        assert!(lines.iter().any(|line| line.class == MainLineClass::Road));
        assert!(lines.iter().any(|line| line.class == MainLineClass::Rail));
        for corner in lines.iter().flat_map(|line| &line.line.0) {
            assert!((0.0..300_000.0).contains(&corner.x) && (300_000.0..625_000.0).contains(&corner.y));
        }
    }
}
