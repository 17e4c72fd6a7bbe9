//! Points from a GeoJSON FeatureCollection, one feature in memory at a time.

use std::fmt;
use std::fs::File;
use std::io::{Read, Write};

use geo::Coord;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::points::{BLOCK_BYTES, Placed, placed};
use super::{ReachError, ReachSummary, ReachTable, RowProblemKind};

/// Writes a row per feature, in their order. The id is that of the feature, else its property `id`, else its number.
pub(super) fn write_rows(input: impl Read, out: &mut File, table: &ReachTable) -> Result<ReachSummary, ReachError> {
    let mut rows = Rows { out, table, buffer: Vec::new(), summary: ReachSummary::default(), failure: None };
    let mut reader = serde_json::Deserializer::from_reader(input);
    let read = Collection(&mut rows).deserialize(&mut reader);
    if let Some(failure) = rows.failure.take() {
        return Err(failure);
    }
    read.map_err(|error| ReachError::GeoJson(error.to_string()))?;
    rows.flush()?;
    Ok(rows.summary)
}

struct Rows<'a> {
    out: &'a mut File,
    table: &'a ReachTable,
    buffer: Vec<u8>,
    summary: ReachSummary,
    failure: Option<ReachError>,
}

impl Rows<'_> {
    fn flush(&mut self) -> Result<(), ReachError> {
        self.out.write_all(&self.buffer).map_err(ReachError::Write)?;
        self.buffer.clear();
        Ok(())
    }

    fn add(&mut self, feature: &Value) -> Result<(), ReachError> {
        self.summary.n_points += 1;
        let number = self.summary.n_points;
        let at = match place(feature) {
            Ok(placed) => {
                self.summary.n_swapped += u64::from(placed.swapped);
                Some(placed.at)
            }
            Err(kind) => {
                self.summary.add_problem(number, kind);
                None
            }
        };
        let id = [&feature["id"], &feature["properties"]["id"]].into_iter().find_map(|id| match id {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        });
        self.table.append_row(&mut self.buffer, id.unwrap_or_else(|| number.to_string()).as_bytes(), at);
        if self.buffer.len() > BLOCK_BYTES { self.flush() } else { Ok(()) }
    }
}

fn place(feature: &Value) -> Result<Placed, RowProblemKind> {
    let geometry = &feature["geometry"];
    if geometry.is_null() {
        return Err(RowProblemKind::NoValue);
    }
    let kind = geometry["type"].as_str().unwrap_or_default();
    if kind != "Point" {
        return Err(RowProblemKind::NotAPoint { value: kind.to_owned() });
    }
    let number = |idx: usize| {
        let value = &geometry["coordinates"][idx];
        value.as_f64().ok_or_else(|| match value {
            Value::Null => RowProblemKind::NoValue,
            other => RowProblemKind::NotANumber { value: other.to_string() },
        })
    };
    placed(Coord { x: number(0)?, y: number(1)? })
}

struct Collection<'a, 'b>(&'a mut Rows<'b>);

impl<'de> DeserializeSeed<'de> for Collection<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                found = true;
                map.next_value_seed(Features(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if found { Ok(()) } else { Err(A::Error::missing_field("features")) }
    }
}

struct Features<'a, 'b>(&'a mut Rows<'b>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut features: A) -> Result<(), A::Error> {
        while let Some(feature) = features.next_element::<Value>()? {
            if let Err(failure) = self.0.add(&feature) {
                self.0.failure = Some(failure);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
