//! The layers of a baseline as a GeoPackage in RD New: a feature table per layer.

use std::fmt;
use std::io;

use geo::{Geometry, Point};
use rusqlite::types::Value as SqlValue;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::baseline_layers::{add_layer, roles_of};
use super::geojson::{FeatureSink, Origin};
use super::geometry::{FileGeometry, OutputCrs};
use crate::domain::baseline::Baseline;
use crate::geopackage::{Column, ColumnKind, Row, Table, TableKind, in_memory};

/// A GeoPackage with every layer of a baseline that may be shared, in RD New.
///
/// # Errors
/// When a layer cannot be written.
pub(super) fn bytes_of_layers(baseline: &Baseline, origin: &Origin) -> io::Result<Vec<u8>> {
    // The format asks for milliseconds, which `gemaakt` does not have.
    let made = origin.gemaakt.replace('Z', ".000Z");
    in_memory(|transaction| {
        for role in roles_of(baseline) {
            let mut layer = LayerRows::default();
            add_layer(&mut layer, baseline, role, OutputCrs::Rd)?;
            let note = baseline.layer(role).and_then(|layer| layer.source.clone()).unwrap_or_default();
            if !layer.rows.is_empty() {
                layer.into_table(role.name(), note).write(transaction, &made)?;
            }
        }
        Ok(())
    })
}

/// The properties of a feature, in the order in which they were written.
#[derive(Debug, Default)]
pub(super) struct OrderedProperties(pub(super) Vec<(String, Value)>);

impl<'de> Deserialize<'de> for OrderedProperties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = OrderedProperties;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("properties")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OrderedProperties, A::Error> {
                let mut properties = OrderedProperties::default();
                while let Some(entry) = map.next_entry()? {
                    properties.0.push(entry);
                }
                Ok(properties)
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// The features of a layer. All have the same properties.
#[derive(Debug, Default)]
struct LayerRows {
    rows: Vec<(FileGeometry, Vec<(String, Value)>)>,
}

impl FeatureSink for LayerRows {
    fn add(&mut self, _id: &str, properties: &impl Serialize, geometry: &FileGeometry) -> io::Result<()> {
        let text = serde_json::to_string(properties)?;
        let OrderedProperties(properties) = serde_json::from_str(&text)?;
        self.rows.push((geometry.clone(), properties));
        Ok(())
    }
}

impl LayerRows {
    fn into_table(self, name: &str, note: String) -> Table {
        let n_columns = self.rows.first().map_or(0, |(_, properties)| properties.len());
        let columns = (0..n_columns).map(|idx| Column::new(&self.rows[0].1[idx].0, self.column_kind(idx))).collect();
        let row = |(geometry, properties): (FileGeometry, Vec<(String, Value)>)| Row {
            fid: None,
            geometry: Some(plain(geometry)),
            values: properties.iter().map(|(_, value)| sql_value(value)).collect(),
        };
        let rows = self.rows.into_iter().map(row).collect();
        Table { name: name.to_owned(), note, kind: TableKind::FeaturesAsTheyAre, columns, rows }
    }

    fn column_kind(&self, column: usize) -> ColumnKind {
        let known = || self.rows.iter().map(|(_, properties)| &properties[column].1).filter(|value| !value.is_null());
        if known().next().is_none() {
            ColumnKind::Text
        } else if known().all(Value::is_boolean) {
            ColumnKind::Boolean
        } else if known().all(|value| value.is_i64() || value.is_u64()) {
            ColumnKind::Integer
        } else if known().all(Value::is_number) {
            ColumnKind::Double
        } else {
            ColumnKind::Text
        }
    }
}

fn plain(geometry: FileGeometry) -> Geometry<f64> {
    match geometry {
        FileGeometry::Point(at) => Point(at).into(),
        FileGeometry::Polygon(polygon) => polygon.into(),
        FileGeometry::MultiPolygon(area) => area.into(),
        FileGeometry::Line(line) => line.into(),
        FileGeometry::Nowhere => Geometry::GeometryCollection(geo::GeometryCollection::default()),
    }
}

fn sql_value(value: &Value) -> SqlValue {
    match value {
        Value::Null => SqlValue::Null,
        Value::Bool(yes) => SqlValue::Integer(i64::from(*yes)),
        Value::Number(number) => number
            .as_i64()
            .map(SqlValue::Integer)
            .or_else(|| number.as_f64().map(SqlValue::Real))
            .unwrap_or(SqlValue::Null),
        Value::String(text) => SqlValue::Text(text.clone()),
        list_or_object => SqlValue::Text(list_or_object.to_string()),
    }
}
