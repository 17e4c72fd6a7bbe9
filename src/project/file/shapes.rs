//! The one point, line or area that is meant by a geometry, whatever another program made of it.

use geo::{Area, Geometry, LineString, Polygon};

use crate::crs::{Rd, RdPoint};
use crate::geometry::validity::is_valid;
use crate::import::repaired_area;

/// The one place of a geometry.
pub(super) fn point(geometry: &Geometry<f64>) -> Option<RdPoint> {
    match geometry {
        Geometry::Point(at) => Some(Rd(*at)),
        Geometry::MultiPoint(all) => all.0.first().copied().map(Rd),
        _ => None,
    }
}

/// The line of a geometry: of several the one with the most vertices.
pub(super) fn line(geometry: Geometry<f64>) -> Option<LineString<f64>> {
    match geometry {
        Geometry::LineString(line) => Some(line),
        Geometry::MultiLineString(lines) => lines.0.into_iter().max_by_key(|line| line.0.len()),
        _ => None,
    }
}

/// The area of a geometry: of several the largest, and a valid one if another program left a knot in it.
pub(super) fn polygon(geometry: Geometry<f64>) -> Option<Polygon<f64>> {
    let polygon = match geometry {
        Geometry::Polygon(polygon) => polygon,
        Geometry::MultiPolygon(area) => largest(area.0)?,
        _ => return None,
    };
    if is_valid(&polygon) {
        return Some(polygon);
    }
    // One that cannot be made valid stays as it is: better a crooked outline than a lost one.
    let repaired = repaired_area(&polygon).and_then(|area| largest(area.0));
    Some(repaired.unwrap_or(polygon))
}

fn largest(polygons: Vec<Polygon<f64>>) -> Option<Polygon<f64>> {
    polygons.into_iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))
}
