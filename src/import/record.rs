//! One feature or row as every schema reads it: where it stands in the file, its shape in RD and its fields.

use std::collections::BTreeMap;

use serde_json::Value;

use super::problem::{Expected, Position, ProblemKind, Problems, Repeated, quote};
use super::shape::Shape;
use crate::crs::Rd;
use crate::domain::demand::PeopleCounts;
use crate::domain::identity::{Provenance, Status};

/// Larger than any count of people or homes: the Netherlands have 18 million people.
const MAX_COUNT: f64 = 1e8;

/// Spellings of `inwoners`, `inwoners_65plus` and `inwoners_75plus`, folded; CBS, PC4 tables and our own.
pub(crate) const PEOPLE_FIELDS: [&[&str]; 3] = [
    &["inwoners", "aantalinwoners", "inwoner", "inw"],
    &["inwoners65plus", "inw65plus", "aantalinwoners65jaarenouder", "p65"],
    &["inwoners75plus", "inw75plus", "aantalinwoners75jaarenouder", "p75"],
];

/// Fields that identify a record at its source, folded.
const ID_FIELDS: [&str; 5] = ["id", "identificatie", "lokaalid", "stopid", "code"];

/// A feature of a file, placed in RD.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) position: Position,
    /// Counted from 1 in the order of the file.
    pub(crate) number: usize,
    /// The id member of the feature itself, outside its properties.
    pub(crate) id: Option<String>,
    /// Which of the points of its feature it is.
    pub(crate) part: Part,
    pub(crate) shape: Rd<Shape>,
    pub(crate) fields: Fields,
}

/// A place among those of one feature of several points, each of which is a record with the same fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// From 0, in the order of the feature.
    pub(crate) idx: usize,
    /// How many there are.
    pub(crate) n: usize,
}

impl Part {
    /// A feature that is one record.
    pub(crate) const WHOLE: Self = Self { idx: 0, n: 1 };

    /// The part of a whole number that falls to this place; over all places they are the number again.
    fn share_of(self, total: u32) -> u32 {
        let (n, idx) = (u32::try_from(self.n).unwrap_or(u32::MAX), u32::try_from(self.idx).unwrap_or(u32::MAX));
        total / n + u32::from(idx < total % n)
    }
}

/// Fields by their folded name; a value with its name as the file writes it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(BTreeMap<String, (String, Value)>);

/// A field name without case, underscores and signs: `aantal_inwoners` and `aantalInwoners` are the same.
pub(crate) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Fields {
    /// Adds a field; the first of two with the same folded name stays.
    pub(crate) fn insert(&mut self, name: &str, value: Value) {
        if !value.is_null() {
            self.0.entry(folded(name)).or_insert_with(|| (name.to_owned(), value));
        }
    }

    /// The first of these folded names that has a value.
    pub(crate) fn get(&self, names: &[&str]) -> Option<(&str, &Value)> {
        names.iter().find_map(|name| self.0.get(*name)).map(|(name, value)| (name.as_str(), value))
    }

    /// The id among the fields, if there is one.
    pub(crate) fn own_id(&self) -> Option<String> {
        self.get(&ID_FIELDS).and_then(|(_, value)| text_of(value))
    }

    /// Every field with its name as the file writes it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.values().map(|(name, value)| (name.as_str(), value))
    }
}

impl Record {
    /// The record's own id: the `id` among its fields, or that of the feature. A further point of a feature has the number
    /// of the point behind it; the first has the id of the feature itself.
    pub(crate) fn own_id(&self) -> Option<String> {
        let own = self.fields.own_id().or_else(|| self.id.clone())?;
        Some(if self.part.idx == 0 { own } else { format!("{own}#{}", self.part.idx + 1) })
    }
}

/// A value as text: without white space around it, nothing if empty.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number
            .as_f64()
            .filter(|n| n.fract() == 0.0 && n.abs() < 1e15)
            .map_or_else(|| number.to_string(), |n| format!("{n:.0}")),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A number from a text with a decimal point or comma, and with marks between thousands when both are used.
pub(crate) fn number_from_text(text: &str) -> Option<f64> {
    let text = text.trim();
    let (n_points, n_commas) = (text.matches('.').count(), text.matches(',').count());
    let plain = match (n_points, n_commas) {
        (_, 0) if n_points <= 1 => text.to_owned(),
        (_, 1) if n_points == 0 || text.rfind('.') < text.rfind(',') => text.replace('.', "").replace(',', "."),
        (1, _) => text.replace(',', ""),
        (_, 0) => text.replace('.', ""),
        _ => return None,
    };
    let looks_like_a_number = plain.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    looks_like_a_number.then(|| plain.parse().ok()).flatten().filter(|n: &f64| n.is_finite())
}

/// The fields of one record together with where its problems go.
pub(crate) struct Row<'a> {
    pub(crate) record: &'a Record,
    pub(crate) problems: &'a mut Problems,
}

impl Row<'_> {
    /// Says something about a field of this record.
    pub(crate) fn say(&mut self, field: &str, kind: ProblemKind) {
        self.problems.in_field(&self.record.position, field, kind);
    }

    /// A text field.
    pub(crate) fn text(&self, names: &[&str]) -> Option<String> {
        self.record.fields.get(names).and_then(|(_, value)| text_of(value))
    }

    /// A count: unknown when absent, negative (secret) or no number; the last is a problem.
    pub(crate) fn count(&mut self, names: &[&str]) -> Option<f64> {
        let (name, value) = self.record.fields.get(names)?;
        let text = text_of(value);
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) if text.trim().is_empty() => return None,
            _ => text.as_deref().and_then(number_from_text),
        };
        let expected = match number {
            Some(n) if n < 0.0 => {
                self.problems.count(Repeated::SecretValue, Some(name));
                return None;
            }
            Some(n) if n <= MAX_COUNT => return Some(n + 0.0),
            Some(_) => Expected::PlausibleCount,
            None => Expected::Number,
        };
        let found = quote(&text.unwrap_or_else(|| value.to_string()));
        self.say(name, ProblemKind::WrongValue { found, expected });
        None
    }

    /// A whole number.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count lies between 0 and 1e8")]
    pub(crate) fn whole(&mut self, names: &[&str]) -> Option<u32> {
        let number = self.count(names)?;
        if number.fract() == 0.0 {
            return Some(number as u32);
        }
        let (name, value) = self.record.fields.get(names)?;
        let found = quote(&text_of(value).unwrap_or_default());
        self.say(name, ProblemKind::WrongValue { found, expected: Expected::WholeNumber });
        None
    }

    /// A whole number of things that the points of one feature have together: the share of this point.
    pub(crate) fn whole_share(&mut self, names: &[&str]) -> Option<u32> {
        self.whole(names).map(|total| self.record.part.share_of(total))
    }

    /// One of a few words, whatever their case; another word is a problem and nothing.
    pub(crate) fn choice<T: Copy>(&mut self, names: &[&str], words: &'static [&'static str], of: &[T]) -> Option<T> {
        let (name, value) = self.record.fields.get(names)?;
        let text = text_of(value)?;
        if let Some(idx) = words.iter().position(|word| word.eq_ignore_ascii_case(&text)) {
            return of.get(idx).copied();
        }
        let expected = Expected::OneOf(words);
        self.say(name, ProblemKind::WrongValue { found: quote(&text), expected });
        None
    }

    /// `status`, existing when not stated.
    pub(crate) fn status(&mut self) -> Status {
        const WORDS: &[&str] = &["bestaand", "gepland", "wens"];
        self.choice(&["status"], WORDS, &[Status::Existing, Status::Planned, Status::Wished]).unwrap_or_default()
    }

    /// `bron` and `bron_datum`.
    pub(crate) fn provenance(&self) -> Provenance {
        Provenance {
            source: self.text(&["bron", "source"]),
            source_date: self.text(&["brondatum", "bronactualiteit", "peildatum"]),
        }
    }

    /// Is one of the fields for people there, be it secret or wrong?
    pub(crate) fn has_people_field(&self) -> bool {
        PEOPLE_FIELDS.iter().any(|names| self.record.fields.get(names).is_some())
    }

    /// Numbers of people; of a feature of several points each has an equal share.
    pub(crate) fn people(&mut self) -> PeopleCounts {
        let [all, aged_65, aged_75] = PEOPLE_FIELDS;
        let n_points = self.record.part.n as f64;
        let mut share = |names| self.count(names).map(|people| people / n_points);
        PeopleCounts { residents: share(all), aged_65_plus: share(aged_65), aged_75_plus: share(aged_75) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_point_and_comma() {
        for (text, number) in [
            ("12", 12.0),
            (" -99997 ", -99_997.0),
            ("52,25", 52.25),
            ("52.25", 52.25),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1.234.567", 1_234_567.0),
            ("1e3", 1000.0),
        ] {
            assert_eq!(number_from_text(text), Some(number), "{text}");
        }
        for text in ["", "veel", "NaN", "inf", "1.2,3.4,5", "12 km"] {
            assert_eq!(number_from_text(text), None, "{text}");
        }
    }

    #[test]
    fn the_shares_of_a_whole_number_are_that_number_together() {
        for (total, n) in [(7, 3), (2, 5), (0, 2), (24, 1)] {
            assert_eq!((0..n).map(|idx| Part { idx, n }.share_of(total)).sum::<u32>(), total);
        }
    }

    #[test]
    fn snake_case_and_camel_case_are_the_same_field() {
        assert_eq!(folded("aantalInwoners"), folded("aantal_inwoners"));
        assert_eq!(folded("GM_CODE"), "gmcode");
    }
}
