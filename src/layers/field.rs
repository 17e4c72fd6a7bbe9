//! A field of a layer: what it is called, what stands in it, and where it is read and written.

use std::borrow::Cow;

use geo::MultiPolygon;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::feature::{Feature, FeatureMut};
use crate::crs::Rd;
use crate::domain::baseline::LayerSource;

/// A field of a layer.
#[derive(Debug)]
pub struct Field {
    /// Its name, as it is written.
    pub name: &'static str,
    /// The spellings by which a delivery may have it, without case, accents and signs, the best first.
    pub spellings: &'static [&'static str],
    /// What stands in it.
    pub kind: FieldKind,
    /// The value that a record has in it.
    pub(super) get: for<'a> fn(&SourcedFeature<'a>) -> Value<'a>,
    /// Gives a feature the value that a row of a file has in it; nothing where an import reads it otherwise, as it does what a
    /// feature is known by, or not at all.
    pub(super) set: Option<Set>,
}

/// Gives a feature a value.
pub(super) type Set = fn(&mut FeatureMut<'_>, Value<'_>);

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text.
    Text,
    /// A UUID as text.
    Id,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Any of these words.
    Words(&'static [&'static str]),
    /// A whole number of these.
    Whole(&'static str),
    /// A number of people, which may be too small to be published.
    People,
    /// A number in this unit.
    Number(&'static str),
    /// Yes, or nothing.
    Mark,
    /// An area as WKT in RD New.
    Wkt,
}

/// Where a field of a role is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In exports and in the project file.
    Everywhere,
    /// In exports alone.
    Export,
    /// In the project file alone.
    Project,
    /// In the project file, and in an export as soon as one record has it.
    WhenThere,
    /// It is read and never written.
    Import,
}

/// A field as a role has it.
#[derive(Debug, Clone, Copy)]
pub struct Use {
    /// The field.
    pub field: &'static Field,
    /// Where it is read and written.
    pub scope: Scope,
}

/// A feature with what is known of its layer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SourcedFeature<'a> {
    pub(crate) feature: Feature<'a>,
    pub(crate) layer: Option<&'a LayerSource>,
}

/// What a record has in a field.
#[derive(Debug, Clone)]
pub(crate) enum Value<'a> {
    Unknown,
    Text(Cow<'a, str>),
    Whole(u32),
    Number(f64),
    Words(Vec<&'static str>),
    Mark,
    Area(&'a Rd<MultiPolygon<f64>>),
}

impl Field {
    /// The value that a record has in it.
    pub(crate) fn value<'a>(&self, record: &SourcedFeature<'a>) -> Value<'a> {
        (self.get)(record)
    }

    /// Is it one that a row of a file gives by its value alone?
    pub(crate) fn is_settable(&self) -> bool {
        self.set.is_some()
    }

    /// Gives a feature the value that a row has in it.
    pub(crate) fn set(&self, feature: &mut FeatureMut<'_>, value: Value<'_>) {
        if let Some(set) = self.set {
            set(feature, value);
        }
    }
}

impl<'a> Value<'a> {
    /// A text.
    pub(super) fn text(text: &'a str) -> Self {
        Self::Text(text.into())
    }

    /// A text that may be unknown.
    pub(super) fn known_text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Unknown, Self::text)
    }

    /// A whole number that may be unknown.
    pub(super) fn whole(n: Option<u32>) -> Self {
        n.map_or(Self::Unknown, Self::Whole)
    }

    /// A number that may be unknown.
    pub(super) fn number(n: Option<f64>) -> Self {
        n.map_or(Self::Unknown, Self::Number)
    }

    /// A word of a file type, such as `bestaand`.
    pub(super) fn word(word: &impl Serialize) -> Self {
        match serde_json::to_value(word) {
            Ok(serde_json::Value::String(word)) => Self::Text(word.into()),
            _ => Self::Unknown,
        }
    }

    /// The value of a file type that a word stands for.
    pub(super) fn into_word<T: DeserializeOwned>(self) -> Option<T> {
        serde_json::from_value(self.into_text()?.into()).ok()
    }

    /// The text, if it is one.
    pub(super) fn into_text(self) -> Option<String> {
        if let Self::Text(text) = self { Some(text.into_owned()) } else { None }
    }

    /// The whole number, if it is one.
    pub(super) fn into_whole(self) -> Option<u32> {
        if let Self::Whole(n) = self { Some(n) } else { None }
    }

    /// The number, if it is one.
    pub(super) fn into_number(self) -> Option<f64> {
        if let Self::Number(n) = self { Some(n) } else { None }
    }

    /// The words, if they are any.
    pub(super) fn into_words(self) -> impl Iterator<Item = &'static str> {
        let words = if let Self::Words(words) = self { words } else { Vec::new() };
        words.into_iter()
    }
}
