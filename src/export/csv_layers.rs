//! Layers as tables: points by their coordinates, areas and lines as WKT.

use std::fmt::Write as _;
use std::io::{self, Write};

use geo::{LineString, Polygon};
use serde_json::Value;

use super::baseline_layers::{Counts, add_layer, roles_of};
use super::geometry::{FileGeometry, OutputCrs};
use super::geopackage::CollectedRows;
use super::results::{ResultLayer, Results};
use crate::import::neutral;

/// Every layer of the ground that may be shared and everything that follows, by name, as far as it holds something.
///
/// # Errors
/// When a feature has no form as a row.
pub(super) fn all(results: Results<'_>, crs: OutputCrs) -> io::Result<Vec<CsvLayer>> {
    let mut all = Vec::new();
    for role in roles_of(results.baseline) {
        let mut rows = CollectedRows::default();
        add_layer(&mut rows, results.baseline, (role, Counts::Published), crs)?;
        all.push(CsvLayer { name: role.name(), rows });
    }
    for layer in ResultLayer::DERIVED {
        let mut rows = CollectedRows::default();
        layer.add(&mut rows, results, crs)?;
        all.push(CsvLayer { name: layer.name(), rows });
    }
    all.retain(|layer| !layer.rows.0.is_empty());
    Ok(all)
}

/// A layer as a table.
#[derive(Debug)]
pub(super) struct CsvLayer {
    pub(super) name: &'static str,
    rows: CollectedRows,
}

impl CsvLayer {
    /// Writes it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn write(&self, out: impl Write, crs: OutputCrs) -> io::Result<()> {
        let rows = &self.rows.0;
        let Some((_, first)) = rows.first() else { return Ok(()) };
        let names: Vec<String> = first.iter().map(|(name, _)| name.clone()).collect();
        let are_points = rows.iter().all(|(geometry, _)| matches!(geometry, FileGeometry::Point(_)));
        let place: &[&str] = match (are_points, crs) {
            (true, OutputCrs::Wgs84) => &["lon", "lat"],
            (true, OutputCrs::Rd) => &["x_rd", "y_rd"],
            (false, _) => &["wkt"],
        };
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(names.iter().map(String::as_str).chain(place.iter().copied()))?;
        for (geometry, properties) in rows {
            let values = properties.iter().map(|(_, value)| cell(value));
            let place = match geometry {
                FileGeometry::Point(at) if are_points => vec![at.x.to_string(), at.y.to_string()],
                other => vec![wkt(other)],
            };
            writer.write_record(values.chain(place))?;
        }
        writer.flush()
    }
}

/// A value in a cell: nothing when unknown, words between bars when several; never a formula.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => neutral(text).into_owned(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}

fn wkt(geometry: &FileGeometry) -> String {
    match geometry {
        FileGeometry::Point(at) => format!("POINT ({} {})", at.x, at.y),
        FileGeometry::Polygon(polygon) => format!("POLYGON {}", rings(polygon)),
        FileGeometry::MultiPolygon(area) => {
            let parts: Vec<String> = area.0.iter().map(rings).collect();
            format!("MULTIPOLYGON ({})", parts.join(", "))
        }
        FileGeometry::Line(line) => {
            let points: Vec<String> = line.0.iter().map(|at| format!("{} {}", at.x, at.y)).collect();
            format!("LINESTRING ({})", points.join(", "))
        }
        FileGeometry::Nowhere => String::new(),
    }
}

fn rings(polygon: &Polygon<f64>) -> String {
    let ring = |ring: &LineString<f64>| {
        let mut text = String::from("(");
        for (idx, at) in ring.0.iter().enumerate() {
            let comma = if idx == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}{} {}", at.x, at.y);
        }
        text + ")"
    };
    let all: Vec<String> = std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect();
    format!("({})", all.join(", "))
}
