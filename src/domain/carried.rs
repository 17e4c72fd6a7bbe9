//! Columns of a layer that no field of ours takes: kept with its features and handed on, numbers and texts
//! as they came, yes and no and lists as text. No answer rests on them.

use std::sync::Arc;

use super::spelling::folded;

/// The name of such a column, shared by all features of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedName {
    /// As the file writes it.
    pub written: String,
    /// Without case, accents and signs: by this it is the same column in another file of the layer.
    pub folded: String,
}

impl CarriedName {
    /// The name that a file writes.
    pub fn new(written: &str) -> Self {
        Self { written: written.to_owned(), folded: folded(written) }
    }
}

/// Whole numbers up to here are exact, and numbers to every program.
pub const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// What stands in such a column.
#[derive(Debug, Clone, PartialEq)]
pub enum CarriedValue {
    /// A text.
    Text(String),
    /// A finite number.
    Number(f64),
}

/// A number as a whole one, if it is one.
#[expect(clippy::cast_possible_truncation, reason = "whole, and no larger than is exact")]
pub fn whole(n: f64) -> Option<i64> {
    (n.fract() == 0.0 && n.abs() <= MAX_WHOLE).then_some(n as i64)
}

/// One such column of a feature, with what stands in it.
pub type CarriedCell = (Arc<CarriedName>, CarriedValue);

/// What a feature has in such columns, in the order of their folded names; a column in which it has nothing is not among them.
/// Copies share it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Carried(Option<Arc<[CarriedCell]>>);

impl Carried {
    /// Each column with its value.
    pub fn iter(&self) -> impl Iterator<Item = &CarriedCell> {
        self.0.iter().flat_map(|columns| columns.iter())
    }

    /// Is there nothing?
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The value in a column of that folded name.
    pub fn get(&self, folded: &str) -> Option<&CarriedValue> {
        let columns = self.0.as_deref()?;
        let at = columns.binary_search_by(|(name, _)| name.folded.as_str().cmp(folded)).ok()?;
        columns.get(at).map(|(_, value)| value)
    }

    /// The same with the values of another in columns that are wanted and in which there is nothing here.
    pub fn or(&self, other: &Self, is_wanted: impl Fn(&CarriedName) -> bool) -> Self {
        let missing = other.iter().filter(|(name, _)| is_wanted(name) && self.get(&name.folded).is_none());
        self.iter().chain(missing).cloned().collect()
    }

    /// The same with other texts.
    pub fn with_texts(&self, text: impl Fn(&str) -> String) -> Self {
        let changed = |(name, value): &CarriedCell| match value {
            CarriedValue::Text(known) => (name.clone(), CarriedValue::Text(text(known))),
            CarriedValue::Number(_) => (name.clone(), value.clone()),
        };
        self.iter().map(changed).collect()
    }
}

impl FromIterator<CarriedCell> for Carried {
    fn from_iter<T: IntoIterator<Item = CarriedCell>>(columns: T) -> Self {
        let mut columns: Vec<_> = columns.into_iter().collect();
        columns.sort_by(|(a, _), (b, _)| a.folded.cmp(&b.folded));
        Self((!columns.is_empty()).then(|| columns.into()))
    }
}
