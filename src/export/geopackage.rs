//! Layers and results as a GeoPackage in RD New: a feature table each, with its style.

use std::fmt;
use std::io;
use std::path::Path;

use geo::{Geometry, Point};
use rusqlite::Connection;
use rusqlite::types::Value as SqlValue;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::baseline_layers::{Counts, add_layer, roles_of};
use super::board;
use super::geojson::{FeatureSink, Origin};
use super::geometry::{FileGeometry, OutputCrs};
use super::left::Left;
use super::results::{ResultLayer, Results};
use crate::cartography::Subject;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Baseline;
use crate::domain::housing::HousingForm;
use crate::geopackage::{
    Column, ColumnKind, Drawn, KnownBy, Row, Style, Table, TableKind, has_table, in_memory, in_milliseconds,
    open_read_only, write_styles,
};
use crate::project::file::{style_of_role, style_of_sketches};

/// A GeoPackage with every layer of a baseline that may be shared, in RD New.
///
/// # Errors
/// When a layer cannot be written.
pub(super) fn bytes_of_layers(baseline: &Baseline, counts: Counts, origin: &Origin) -> io::Result<Vec<u8>> {
    bytes(layer_tables(baseline, counts)?, origin, "")
}

/// The same with everything that follows and what stands on the board, and how many tables that is.
///
/// # Errors
/// When a layer cannot be written.
pub(super) fn bytes_of_all(results: Results<'_>, origin: &Origin, left: &Left) -> io::Result<(Vec<u8>, usize)> {
    let mut tables = layer_tables(results.baseline, Counts::Published)?;
    for layer in ResultLayer::DERIVED {
        let mut rows = CollectedRows::default();
        layer.add(&mut rows, results, OutputCrs::Rd)?;
        for (name, rows) in rows.by_geometry(layer.name()) {
            let name = if layer == ResultLayer::Sketches { name } else { layer.name().to_owned() };
            let style = style(layer, &name);
            tables.push((rows.into_table(&name, String::new()), Some(style)));
        }
    }
    for (name, plain) in board::tables(&results.project.board) {
        let columns: Vec<(&str, ColumnKind)> = plain.columns.iter().map(|name| (*name, ColumnKind::Text)).collect();
        let mut table = Table::new(name, TableKind::Attributes, &columns);
        plain.rows.into_iter().for_each(|row| table.row(row.into_iter().map(SqlValue::Text)));
        tables.push((table, None));
    }
    let n_tables = tables.len();
    Ok((bytes(tables, origin, &left.sentences.join("\n"))?, n_tables))
}

type StyledTable = (Table, Option<Style>);

/// The table that tells an export from other GeoPackages: from what it follows, as the member `zorgkring` of a
/// FeatureCollection does, and which tables it has.
const ORIGIN_TABLE: &str = "zorgkring_export";

fn origin_table(tables: &[StyledTable], origin: &Origin, left_out: &str) -> Table {
    let columns = ["versie", "invoer_hash", "normenkader", "gemaakt", "bronvermelding", "tabellen", "weggelaten"];
    let mut table = Table::new(ORIGIN_TABLE, TableKind::Attributes, &columns.map(|name| (name, ColumnKind::Text)));
    let Origin { versie, invoer_hash, normenkader, gemaakt, bronvermelding, fictief: _ } = origin;
    let names: Vec<&str> = tables.iter().map(|(table, _)| table.name.as_str()).collect();
    let text = |text: &str| SqlValue::Text(text.to_owned());
    table.row([
        text(versie),
        text(invoer_hash),
        normenkader.as_deref().map_or(SqlValue::Null, text),
        text(gemaakt),
        text(&bronvermelding.join("\n")),
        text(&names.join("\n")),
        text(left_out),
    ]);
    table
}

/// Did an export make this GeoPackage, and has nobody changed or added a table since?
pub(super) fn is_own_geopackage(path: &Path) -> bool {
    open_read_only(path).and_then(|connection| is_untouched(&connection)).unwrap_or(false)
}

fn is_untouched(connection: &Connection) -> rusqlite::Result<bool> {
    if !has_table(connection, ORIGIN_TABLE)? {
        return Ok(false);
    }
    let sql = format!("SELECT gemaakt, tabellen FROM {ORIGIN_TABLE}");
    let (made, tables): (String, String) = connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let is_known = |name: &str| name == ORIGIN_TABLE || tables.lines().any(|known| known == name);
    let of_format = |name: &str| {
        let known = ["gpkg_", "rtree_", "sqlite_", "layer_styles"];
        known.into_iter().any(|start| name.starts_with(start))
    };
    let mut names = connection.prepare("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut changes = connection.prepare("SELECT last_change FROM gpkg_contents")?;
    let changes: Vec<String> = changes.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let made = in_milliseconds(&made);
    Ok(names.iter().all(|name| is_known(name) || of_format(name)) && changes.iter().all(|change| *change == made))
}

fn bytes(mut tables: Vec<StyledTable>, origin: &Origin, left_out: &str) -> io::Result<Vec<u8>> {
    let made = in_milliseconds(&origin.gemaakt);
    tables.push((origin_table(&tables, origin, left_out), None));
    in_memory(|transaction| {
        let mut styles = Vec::new();
        for (table, style) in tables {
            table.write(transaction, &made)?;
            styles.extend(style.map(|style| (table.name, style)));
        }
        write_styles(transaction, &styles, &made)
    })
}

fn layer_tables(baseline: &Baseline, counts: Counts) -> io::Result<Vec<StyledTable>> {
    let mut tables = Vec::new();
    for role in roles_of(baseline) {
        let mut layer = CollectedRows::default();
        add_layer(&mut layer, baseline, (role, counts), OutputCrs::Rd)?;
        let note = baseline.layer(role).and_then(|layer| layer.source.clone()).unwrap_or_default();
        if !layer.0.is_empty() {
            let table = layer.into_table(role.name(), note);
            let style = style_of_role(role, table.has_points());
            tables.push((table, Some(style)));
        }
    }
    Ok(tables)
}

fn style(layer: ResultLayer, table: &str) -> Style {
    let forms = HousingForm::ALL.map(|form| (form.name(), Subject::Ring(form)));
    match layer {
        ResultLayer::Zones => Style::new(Subject::Zone, Drawn::Areas),
        ResultLayer::Rings => {
            Style::new(Subject::Ring(HousingForm::StepFree), Drawn::Areas).by_value("woonvorm", forms)
        }
        ResultLayer::NearMisses => Style::new(Subject::NearMiss, Drawn::Areas),
        ResultLayer::Sites => Style::new(Subject::Site, Drawn::Points),
        ResultLayer::Stops => Style::new(Subject::Place(AmenityKind::STOP), Drawn::Points),
        ResultLayer::Notes => Style::new(Subject::Note, Drawn::Points),
        ResultLayer::Sketches => style_of_sketches(table),
    }
}

/// The properties of a feature, in the order in which they were written.
#[derive(Debug, Default)]
struct OrderedProperties(Vec<(String, Value)>);

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

/// The features of a layer as rows of a table. All have the same properties.
#[derive(Debug, Default)]
pub(super) struct CollectedRows(pub(super) Vec<(FileGeometry, Vec<(String, Value)>)>);

impl FeatureSink for CollectedRows {
    fn add(&mut self, _id: &str, properties: &impl Serialize, geometry: &FileGeometry) -> io::Result<()> {
        let OrderedProperties(properties) = serde_json::from_str(&serde_json::to_string(properties)?)?;
        self.0.push((geometry.clone(), properties));
        Ok(())
    }
}

impl CollectedRows {
    /// One table for each kind of geometry, named after it: a layer elsewhere has one kind. What has no place is a point.
    fn by_geometry(self, name: &str) -> impl Iterator<Item = (String, Self)> {
        let mut of_kind = [("punt", Self::default()), ("lijn", Self::default()), ("vlak", Self::default())];
        for (geometry, properties) in self.0 {
            let kind = match &geometry {
                FileGeometry::Point(_) | FileGeometry::Nowhere => 0,
                FileGeometry::Line(_) => 1,
                FileGeometry::Polygon(_) | FileGeometry::MultiPolygon(_) => 2,
            };
            of_kind[kind].1.0.push((geometry, properties));
        }
        let tables = of_kind.into_iter().filter(|(_, rows)| !rows.0.is_empty());
        tables.map(move |(kind, rows)| (format!("{name}_{kind}"), rows))
    }

    fn into_table(self, name: &str, note: String) -> Table {
        let n_columns = self.0.first().map_or(0, |(_, properties)| properties.len());
        let columns = (0..n_columns).map(|idx| Column::new(&self.0[0].1[idx].0, self.column_kind(idx))).collect();
        let row = |(geometry, properties): (FileGeometry, Vec<(String, Value)>)| Row {
            fid: None,
            geometry: plain(geometry),
            values: properties.iter().map(|(_, value)| sql_value(value)).collect(),
        };
        let rows = self.0.into_iter().map(row).collect();
        Table {
            name: name.to_owned(),
            note,
            kind: TableKind::FeaturesAsTheyAre,
            known_by: KnownBy::Geometry,
            columns,
            rows,
        }
    }

    fn column_kind(&self, column: usize) -> ColumnKind {
        let known = || self.0.iter().map(|(_, properties)| &properties[column].1).filter(|value| !value.is_null());
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

fn plain(geometry: FileGeometry) -> Option<Geometry<f64>> {
    Some(match geometry {
        FileGeometry::Point(at) => Point(at).into(),
        FileGeometry::Polygon(polygon) => polygon.into(),
        FileGeometry::MultiPolygon(area) => area.into(),
        FileGeometry::Line(line) => line.into(),
        FileGeometry::Nowhere => return None,
    })
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
