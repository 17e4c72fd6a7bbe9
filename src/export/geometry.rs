//! Geometry as files hold it: in the asked CRS, rounded, exterior rings counter-clockwise, and still valid.

use geo::orient::Direction;
use geo::{BooleanOps, Coord, LineString, MapCoords, MultiPolygon, Orient, Polygon};
use serde::Serialize;
use serde::ser::SerializeStruct;

use crate::crs::{Rd, RdPoint, wgs84_from_rd};
use crate::geometry::validity::is_valid_area;

/// In which coordinates GeoJSON is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutputCrs {
    /// WGS84 longitude and latitude with 7 decimals (RFC 7946).
    #[default]
    Wgs84,
    /// RD New in metres with 2 decimals and the `crs` member of 2008.
    Rd,
}

impl OutputCrs {
    /// The number of steps in one unit: coordinates are whole multiples of its inverse.
    fn steps_per_unit(self) -> f64 {
        match self {
            Self::Wgs84 => 1e7,
            Self::Rd => 1e2,
        }
    }

    fn rounded<G: MapCoords<f64, f64, Output = G>>(self, geometry: &G) -> G {
        let steps = self.steps_per_unit();
        geometry.map_coords(|c| Coord { x: (c.x * steps).round() / steps, y: (c.y * steps).round() / steps })
    }

    fn transformed<G: MapCoords<f64, f64, Output = G> + Clone>(self, geometry: &Rd<G>) -> G {
        match self {
            Self::Wgs84 => wgs84_from_rd(geometry).0,
            Self::Rd => geometry.0.clone(),
        }
    }
}

/// A geometry ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FileGeometry {
    /// A point.
    Point(Coord<f64>),
    /// One polygon.
    Polygon(Polygon<f64>),
    /// Several polygons.
    MultiPolygon(MultiPolygon<f64>),
    /// A line.
    Line(LineString<f64>),
    /// None: what it belongs to has no place.
    Nowhere,
}

impl FileGeometry {
    /// A place.
    pub(crate) fn point(place: RdPoint, crs: OutputCrs) -> Self {
        let point = crs.rounded(&crs.transformed(&place));
        Self::Point(point.0)
    }

    /// A line.
    pub(crate) fn line(line: &Rd<LineString<f64>>, crs: OutputCrs) -> Self {
        Self::Line(crs.rounded(&crs.transformed(line)))
    }

    /// An area, as one polygon where it is one.
    pub(crate) fn polygon(area: &Rd<Polygon<f64>>, crs: OutputCrs) -> Self {
        let mut valid = valid_area(&Rd(MultiPolygon::new(vec![area.0.clone()])), crs);
        match valid.0.len() {
            1 => Self::Polygon(valid.0.remove(0)),
            _ => Self::MultiPolygon(valid),
        }
    }

    /// An area of any number of pieces.
    pub(crate) fn multi_polygon(area: &Rd<MultiPolygon<f64>>, crs: OutputCrs) -> Self {
        Self::MultiPolygon(valid_area(area, crs))
    }
}

/// How often a shape that rounding made invalid is mended and rounded again.
const MENDING_ROUNDS: usize = 4;

/// The area in the file's coordinates, rounded and valid.
///
/// Rounding can make neighboring vertices the same or push a thin part over itself. Such a shape is cleaned by a union
/// with itself and rounded again; if that never settles it is written with all its decimals, valid as it came.
fn valid_area(area: &Rd<MultiPolygon<f64>>, crs: OutputCrs) -> MultiPolygon<f64> {
    let exact = crs.transformed(area).orient(Direction::Default);
    let mut candidate = tidied(&crs.rounded(&exact));
    for _ in 0..MENDING_ROUNDS {
        if is_valid_area(&candidate) {
            return candidate.orient(Direction::Default);
        }
        let steps = crs.steps_per_unit();
        // Whole steps from a corner of its own keep the numbers small, so that the union is exact.
        let origin = candidate.0.first().and_then(|p| p.exterior().0.first()).copied().unwrap_or_default();
        let in_steps = candidate.map_coords(|c| (c - origin) * steps);
        let mended = in_steps.union(&MultiPolygon::new(Vec::new()));
        candidate = tidied(&crs.rounded(&mended.map_coords(|c| c / steps + origin)));
    }
    if is_valid_area(&candidate) { candidate.orient(Direction::Default) } else { exact }
}

/// Without repeated neighboring vertices, spikes, and rings that have no area left.
fn tidied(area: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let polygons = area.0.iter().filter_map(|polygon| {
        let exterior = tidied_ring(polygon.exterior())?;
        Some(Polygon::new(exterior, polygon.interiors().iter().filter_map(tidied_ring).collect()))
    });
    MultiPolygon::new(polygons.collect())
}

fn tidied_ring(ring: &LineString<f64>) -> Option<LineString<f64>> {
    let mut kept: Vec<Coord<f64>> = Vec::with_capacity(ring.0.len());
    for vertex in ring.0.iter().take(ring.0.len().saturating_sub(1)) {
        if kept.last() == Some(vertex) {
            continue;
        }
        // There and back again along the same step: the tip goes, and with it the doubled vertex.
        if kept.len() >= 2 && kept[kept.len() - 2] == *vertex {
            kept.pop();
            continue;
        }
        kept.push(*vertex);
    }
    while kept.len() > 1 && kept.first() == kept.last() {
        kept.pop();
    }
    let first = *kept.first()?;
    kept.push(first);
    let doubled_area: f64 = kept
        .windows(2)
        .map(|edge| (edge[0].x - first.x) * (edge[1].y - first.y) - (edge[1].x - first.x) * (edge[0].y - first.y))
        .sum();
    (kept.len() >= 4 && doubled_area != 0.0).then(|| LineString::new(kept))
}

impl Serialize for FileGeometry {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if *self == Self::Nowhere {
            return serializer.serialize_none();
        }
        let mut object = serializer.serialize_struct("geometry", 2)?;
        match self {
            Self::Nowhere => {}
            Self::Line(line) => {
                object.serialize_field("type", "LineString")?;
                object.serialize_field("coordinates", &positions(line))?;
            }
            Self::Point(at) => {
                object.serialize_field("type", "Point")?;
                object.serialize_field("coordinates", &[at.x, at.y])?;
            }
            Self::Polygon(polygon) => {
                object.serialize_field("type", "Polygon")?;
                object.serialize_field("coordinates", &rings(polygon))?;
            }
            Self::MultiPolygon(area) => {
                object.serialize_field("type", "MultiPolygon")?;
                object.serialize_field("coordinates", &area.0.iter().map(rings).collect::<Vec<_>>())?;
            }
        }
        object.end()
    }
}

fn rings(polygon: &Polygon<f64>) -> Vec<Vec<[f64; 2]>> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.map(positions).collect()
}

fn positions(line: &LineString<f64>) -> Vec<[f64; 2]> {
    line.0.iter().map(|c| [c.x, c.y]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Validation, polygon};
    use proptest::prelude::*;

    #[test]
    fn a_thin_neck_that_rounding_closes_gives_a_valid_shape() {
        let neck = polygon![
            (x: 250_000.0, y: 470_000.0), (x: 250_100.0, y: 470_000.0), (x: 250_100.0, y: 470_100.0),
            (x: 250_050.001, y: 470_000.002), (x: 250_050.0, y: 470_000.002), (x: 250_000.0, y: 470_100.0),
        ];
        for crs in [OutputCrs::Rd, OutputCrs::Wgs84] {
            let area = valid_area(&Rd(MultiPolygon::new(vec![neck.clone()])), crs);
            assert!(area.is_valid(), "{area:?}");
            assert!(!area.0.is_empty());
            assert_eq!(area, crs.rounded(&area));
        }
    }

    #[test]
    fn a_clockwise_outline_comes_out_counter_clockwise() {
        let square = polygon![(x: 250_000.0, y: 470_000.0), (x: 250_000.0, y: 470_100.0),
            (x: 250_100.0, y: 470_100.0), (x: 250_100.0, y: 470_000.0)];
        let FileGeometry::Polygon(written) = FileGeometry::polygon(&Rd(square), OutputCrs::Wgs84) else {
            panic!("one polygon stays one");
        };
        assert!(written.signed_area() > 0.0);
    }

    proptest! {
        #[test]
        fn every_star_around_a_place_is_written_valid_and_keeps_its_area(
            radii in prop::collection::vec(0.02..300.0_f64, 3..40),
        ) {
            let n = radii.len() as f64;
            let at = |(i, r): (usize, &f64)| {
                let (sin, cos) = (i as f64 / n * std::f64::consts::TAU).sin_cos();
                Coord { x: 250_000.0 + r * cos, y: 470_000.0 + r * sin }
            };
            let ring: Vec<_> = radii.iter().enumerate().map(at).collect();
            let star = Polygon::new(LineString::new(ring), Vec::new());
            let area = star.unsigned_area();
            let written = valid_area(&Rd(MultiPolygon::new(vec![star])), OutputCrs::Rd);
            prop_assert!(written.is_valid());
            prop_assert!((written.unsigned_area() - area).abs() <= 0.02 * 300.0 * n);
        }
    }
}
