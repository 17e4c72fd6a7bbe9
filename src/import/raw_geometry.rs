//! Geometry as GeoJSON and WKT write it: a type, and coordinates nested to any depth.

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// `coordinates` of any depth.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Nested {
    Position([f64; 2]),
    List(Vec<Nested>),
    Number(f64),
    /// `null` or anything that is no number: what NaN becomes.
    NotANumber,
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NestedVisitor)
    }
}

struct NestedVisitor;

impl<'de> Visitor<'de> for NestedVisitor {
    type Value = Nested;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Nested, E> {
        Ok(Nested::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Nested, E> {
        Ok(Nested::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Nested, E> {
        Ok(Nested::Number(number as f64))
    }

    fn visit_str<E>(self, text: &str) -> Result<Nested, E> {
        Ok(text.trim().parse().map_or(Nested::NotANumber, Nested::Number))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Nested, E> {
        Ok(Nested::NotANumber)
    }

    fn visit_unit<E>(self) -> Result<Nested, E> {
        Ok(Nested::NotANumber)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Nested, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Nested::NotANumber)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Nested, A::Error> {
        let ordinate = |value: Option<Nested>| match value {
            Some(Nested::Number(number)) => number,
            _ => f64::NAN,
        };
        match list.next_element()? {
            None => Ok(Nested::List(Vec::new())),
            Some(first @ (Nested::Number(_) | Nested::NotANumber)) => {
                let position = [ordinate(Some(first)), ordinate(list.next_element()?)];
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Nested::Position(position))
            }
            Some(first) => {
                let mut items = vec![first];
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Nested::List(items))
            }
        }
    }
}

/// A geometry object of GeoJSON, or of WKT in the same form.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct RawGeometry {
    #[serde(rename = "type", default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) coordinates: Option<Nested>,
    #[serde(default)]
    pub(crate) geometries: Option<Vec<RawGeometry>>,
}
