//! The baseline prepared for drawing: areas, names and places in the order in which they are drawn.

use std::sync::Arc;

use geo::{BoundingRect, Coord, LineString, Rect};
use uuid::Uuid;

use super::outline::Area;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::identity::Status;
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

/// A kern on the schematic basemap.
#[derive(Debug)]
pub struct GroundSettlement {
    /// Its name.
    pub name: String,
    /// Where its name belongs.
    pub point: RdPoint,
    /// How many people live there; unknown counts as few.
    pub residents: f64,
    /// Its built-up area.
    pub outline: Option<Area>,
}

/// A place with a marker.
#[derive(Debug, Clone)]
pub struct GroundPlace {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: AmenityKind,
    /// Its name.
    pub name: String,
    /// Does it exist?
    pub status: Status,
    /// Where it stands.
    pub point: RdPoint,
    /// How many live there, for a 24-uurszorglocatie of which it is known.
    pub n_places: Option<u32>,
}

/// An existing complex of clustered homes.
#[derive(Debug)]
pub struct GroundCluster {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub point: RdPoint,
}

/// The ground: everything that is drawn and does not follow from a computation.
#[derive(Debug, Clone)]
pub struct Ground {
    /// Gemeenten.
    pub municipalities: Arc<Vec<Area>>,
    /// Kernen, the largest first.
    pub settlements: Arc<Vec<GroundSettlement>>,
    /// Main roads and railways, schematic.
    pub main_lines: Arc<Vec<MainLine>>,
    /// Places of every kind, in the order of the catalogue.
    pub places: Vec<GroundPlace>,
    /// Existing complexes.
    pub clusters: Arc<Vec<GroundCluster>>,
    /// The region.
    pub bounds: Rect<f64>,
    /// The borders of gemeenten, to snap to.
    pub borders: SnapIndex,
}

impl Ground {
    /// Prepares a baseline. Takes time in proportion to its size; no outline is simplified yet.
    #[must_use]
    pub fn new(baseline: &Baseline) -> Self {
        let municipalities: Vec<Area> =
            baseline.municipalities.iter().map(|m| Area::new(m.outline.0.clone())).collect();
        let mut settlements: Vec<GroundSettlement> = baseline
            .settlements
            .iter()
            .map(|kern| GroundSettlement {
                name: kern.name.clone(),
                point: kern.point,
                residents: kern.people.residents.unwrap_or(0.0),
                outline: kern.outline.as_ref().map(|outline| Area::new(outline.0.clone())),
            })
            .collect();
        settlements.sort_by(|a, b| b.residents.total_cmp(&a.residents).then_with(|| a.name.cmp(&b.name)));
        let clusters: Vec<GroundCluster> =
            baseline.clusters.iter().map(|c| GroundCluster { name: c.name.clone(), point: c.point }).collect();
        let borders = SnapIndex::from_borders(baseline.municipalities.iter().map(|m| &m.outline.0));
        let mut ground = Self {
            municipalities: municipalities.into(),
            settlements: settlements.into(),
            main_lines: if is_demo(baseline) { main_lines().into() } else { Arc::default() },
            places: places(baseline),
            clusters: clusters.into(),
            bounds: Rect::new((0.0, 300_000.0), (300_000.0, 625_000.0)),
            borders,
        };
        if let Some(bounds) = ground.extent(baseline) {
            ground.bounds = bounds;
        }
        ground
    }

    /// The same ground with the places of a variant. Areas are shared, and the region stays as large as it was.
    #[must_use]
    pub fn with_places_of(&self, baseline: &Baseline) -> Self {
        Self { places: places(baseline), ..self.clone() }
    }

    /// Puts a place elsewhere.
    pub fn move_place(&mut self, id: Uuid, to: RdPoint) {
        if let Some(place) = self.places.iter_mut().find(|place| place.id == id) {
            place.point = to;
        }
    }

    fn extent(&self, baseline: &Baseline) -> Option<Rect<f64>> {
        let study_area = baseline.study_area.as_ref().and_then(|area| area.0.bounding_rect());
        let areas = self.municipalities.iter().filter_map(Area::bounds);
        let settled = self.settlements.iter().map(|kern| around(kern.point));
        let placed = self.places.iter().map(|place| around(place.point));
        study_area.or_else(|| areas.reduce(union)).or_else(|| settled.reduce(union)).or_else(|| placed.reduce(union))
    }
}

fn is_demo(baseline: &Baseline) -> bool {
    baseline.layer(Role::Municipality).is_some_and(|layer| layer.file == "demo")
}

fn places(baseline: &Baseline) -> Vec<GroundPlace> {
    let care = baseline.care_locations.iter().map(|place| GroundPlace {
        id: place.id,
        kind: AmenityKind::CARE,
        name: place.name.clone(),
        status: place.status,
        point: place.point,
        n_places: place.n_places,
    });
    let amenities = baseline.amenities.iter().map(|place| GroundPlace {
        id: place.id,
        kind: place.kind,
        name: place.name.clone(),
        status: place.status,
        point: place.point,
        n_places: None,
    });
    let stops = baseline.stops.iter().map(|stop| GroundPlace {
        id: stop.id,
        kind: stop.kind(),
        name: stop.name.clone(),
        status: stop.status,
        point: stop.point,
        n_places: None,
    });
    let mut places: Vec<GroundPlace> = care.chain(amenities).chain(stops).collect();
    places.sort_by_key(|place| (place.kind, place.id));
    places
}

/// How much of the map a single place is given when there is nothing else, in metres.
const AROUND_PLACE_M: f64 = 2_000.0;

fn around(place: RdPoint) -> Rect<f64> {
    let by = Coord { x: AROUND_PLACE_M, y: AROUND_PLACE_M };
    Rect::new(place.0.0 - by, place.0.0 + by)
}

fn union(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let min = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    let max = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
    Rect::new(min, max)
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
