//! One feature or row as every schema reads it: where it stands in the file, its shape in RD and its fields.

use std::rc::Rc;

use serde_json::Value;

use super::columns::{self, FieldName, FieldNames};
use super::numerals::{Marks, Reading};
use super::problems::{Problems, quote};
use super::shape::Shape;
use crate::crs::Rd;
use crate::domain::demand::PeopleCounts;
use crate::domain::problem::{Expected, Position, ProblemKind, Repeated};
use crate::domain::spelling::folded;
use crate::layers::fields::ID;
use crate::layers::{FeatureMut, Field, FieldKind, Value as FieldValue};

/// Larger than any count of people or homes: the Netherlands have 18 million people.
const MAX_COUNT: f64 = 1e8;

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

/// Fields by their folded name, sorted by it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(Rc<FieldName>, Value)>);

impl Fields {
    /// Adds a field; the first of two with the same folded name stays.
    pub(crate) fn insert(&mut self, name: Rc<FieldName>, value: Value) {
        if value.is_null() {
            return;
        }
        if let Err(at) = self.position(&name.folded) {
            self.0.insert(at, (name, value));
        }
    }

    /// Sets a field, whatever it was.
    pub(crate) fn put(&mut self, name: Rc<FieldName>, value: Value) {
        match self.position(&name.folded) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// Fields of different folded names, in the order of those.
    pub(crate) fn from_sorted(fields: Vec<(Rc<FieldName>, Value)>) -> Self {
        debug_assert!(fields.is_sorted_by(|(a, _), (b, _)| a.folded < b.folded), "each name once, in order");
        Self(fields)
    }

    fn position(&self, folded: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(name, _)| name.folded.as_str().cmp(folded))
    }

    fn find(&self, folded: &str) -> Option<(&FieldName, &Value)> {
        let (name, value) = self.position(folded).ok().and_then(|at| self.0.get(at))?;
        Some((name, value))
    }

    /// The first of these folded names that has a value, which counts as used.
    fn first(&self, names: &[&str]) -> Option<(&FieldName, &Value)> {
        let (name, value) = names.iter().find_map(|name| self.find(name))?;
        name.note_use();
        Some((name, value))
    }

    /// Adds the key of a row where its name says that it identifies the record, and nothing does so better. A `fid` is a
    /// position in a file and no id.
    pub(crate) fn insert_key(&mut self, names: &mut FieldNames, name: &str, key: Value) {
        let is_better_known = columns::REGISTER.iter().any(|better| self.find(better).is_some());
        if ID.spellings.contains(&folded(name).as_str()) && !is_better_known {
            self.insert(names.named(name), key);
        }
    }

    /// The first of these folded names that has a value, with its name as the file writes it.
    pub(crate) fn get(&self, names: &[&str]) -> Option<(&str, &Value)> {
        self.first(names).map(|(name, value)| (name.written.as_str(), value))
    }

    /// The id among the fields, if there is one.
    pub(crate) fn own_id(&self) -> Option<String> {
        self.get(ID.spellings).and_then(|(_, value)| text_of(value))
    }

    /// The text of the first of these folded names that has one, without its counting as used.
    pub(crate) fn named(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.find(name)).and_then(|(_, value)| text_of(value))
    }

    /// Every field, in the order of their folded names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Rc<FieldName>, &Value)> {
        self.0.iter().map(|(name, value)| (name, value))
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

/// The count that a value is, as far as its column tells.
pub(crate) fn number_in(name: &FieldName, value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => match name.marks.count(text) {
            Reading::Sure(n) | Reading::Thousands(n) => Some(n),
            Reading::Unsure { .. } | Reading::Not => None,
        },
        _ => None,
    }
}

/// The fields of one record together with where its problems go.
pub(crate) struct Row<'a> {
    pub(crate) record: &'a Record,
    pub(crate) problems: &'a mut Problems,
}

impl Row<'_> {
    /// Says something about a field of this record.
    pub(crate) fn say(&mut self, field: &str, kind: ProblemKind) {
        self.problems.at_or_in(&self.record.position, Some(field), kind);
    }

    /// A text field.
    pub(crate) fn text(&self, names: &[&str]) -> Option<String> {
        self.record.fields.get(names).and_then(|(_, value)| text_of(value))
    }

    /// A count: unknown when absent, negative (secret) or no number; the last is a problem.
    pub(crate) fn count(&mut self, names: &[&str]) -> Option<f64> {
        let (name, value) = self.record.fields.first(names)?;
        let n = self.number(name, value, Marks::count)?;
        if let Some((other, found)) = self.contradiction(names, name, n) {
            self.problems.count_example(Repeated::OtherColumnToo, Some(&name.written), &other, &found);
        }
        Some(n)
    }

    /// Something measured: as a count, but with decimals where its column leaves a choice.
    pub(crate) fn quantity(&mut self, names: &[&str]) -> Option<f64> {
        let (name, value) = self.record.fields.first(names)?;
        self.number(name, value, Marks::quantity)
    }

    /// Tells of columns for one number that contradict each other, whatever the record is for.
    pub(crate) fn note_contradictions(&mut self) {
        let mut n_columns = [0; columns::NUMBERS.len()];
        self.record.fields.iter().filter_map(|(name, _)| name.number).for_each(|number| n_columns[number] += 1);
        for (field, _) in columns::NUMBERS.iter().zip(n_columns).filter(|(_, n)| *n > 1) {
            let names = field.spellings;
            let first = names.iter().find_map(|name| self.record.fields.find(name));
            let Some((name, n)) = first.and_then(|(name, value)| Some((name, number_in(name, value)?))) else {
                continue;
            };
            if let Some((other, found)) = self.contradiction(names, name, n) {
                self.problems.count_example(Repeated::OtherColumnToo, Some(&name.written), &other, &found);
            }
        }
    }

    fn number(&mut self, name: &FieldName, value: &Value, read: fn(Marks, &str) -> Reading) -> Option<f64> {
        let text = text_of(value);
        let reading = match value {
            Value::Number(number) => number.as_f64().map_or(Reading::Not, Reading::Sure),
            Value::String(text) if text.trim().is_empty() => return None,
            _ => text.as_deref().map_or(Reading::Not, |text| read(name.marks, text)),
        };
        let found = || quote(&text.unwrap_or_else(|| value.to_string()));
        let kind = match reading {
            Reading::Sure(n) | Reading::Thousands(n) if n < 0.0 => {
                self.problems.count(Repeated::SecretValue, Some(&name.written));
                return None;
            }
            Reading::Sure(n) if n <= MAX_COUNT => return Some(n + 0.0),
            Reading::Thousands(n) if n <= MAX_COUNT => {
                let what = Repeated::ReadAsThousands;
                self.problems.count_example(what, Some(&name.written), &found(), &n.to_string());
                return Some(n);
            }
            Reading::Sure(_) | Reading::Thousands(_) => {
                ProblemKind::WrongValue { found: found(), expected: Expected::PlausibleCount }
            }
            Reading::Unsure { as_decimals, as_thousands } => ProblemKind::UnsureNumber {
                found: found(),
                as_decimals: as_decimals.to_string(),
                as_thousands: as_thousands.to_string(),
            },
            Reading::Not => ProblemKind::WrongValue { found: found(), expected: Expected::Number },
        };
        self.say(&name.written, kind);
        None
    }

    /// Another column for the same that says something else, with what it says.
    fn contradiction(&self, names: &[&str], used: &FieldName, n: f64) -> Option<(String, String)> {
        let others = names.iter().filter(|name| **name != used.folded).filter_map(|name| self.record.fields.find(name));
        others.into_iter().find_map(|(name, value)| {
            let differs = number_in(name, value).is_some_and(|other| other != n);
            differs.then(|| (quote(&name.written), quote(&text_of(value).unwrap_or_default())))
        })
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

    /// Gives a feature what this record has in some fields.
    pub(crate) fn fill(&mut self, fields: &[&Field], mut feature: FeatureMut<'_>) {
        for field in fields {
            if let Some(value) = self.value(field) {
                field.set(&mut feature, value);
            }
        }
    }

    /// The value in a field; one that it cannot have is a problem and nothing.
    fn value(&mut self, field: &Field) -> Option<FieldValue<'static>> {
        let names = field.spellings;
        match field.kind {
            FieldKind::Text => self.text(names).map(|text| FieldValue::Text(text.into())),
            FieldKind::Word(words) => self.word(names, words).map(|word| FieldValue::Text(word.into())),
            FieldKind::Words(words) => Some(FieldValue::Words(self.words(names, words))),
            FieldKind::Whole(_) => self.whole_share(names).map(FieldValue::Whole),
            FieldKind::People => {
                self.people_in(names).map(|people| FieldValue::Number(people / self.record.part.n as f64))
            }
            FieldKind::Number(_) => self.quantity(names).map(FieldValue::Number),
            FieldKind::Id | FieldKind::Mark | FieldKind::Wkt => None,
        }
    }

    /// One of a few words, whatever its case.
    fn word(&mut self, names: &[&str], words: &'static [&'static str]) -> Option<&'static str> {
        let (name, value) = self.record.fields.get(names)?;
        let text = text_of(value)?;
        let word = known_word(&text, words);
        if word.is_none() {
            self.say_unknown_word(name, &text, words);
        }
        word
    }

    /// Any of a few words, each once: a list, or a text with marks between them.
    fn words(&mut self, names: &[&str], words: &'static [&'static str]) -> Vec<&'static str> {
        let Some((field, value)) = self.record.fields.get(names) else { return Vec::new() };
        let stated: Vec<String> = match value {
            Value::Array(items) => {
                items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect()
            }
            Value::String(text) => text.split([',', ';', '|', '/', '[', ']', '"']).map(str::to_owned).collect(),
            other => vec![other.to_string()],
        };
        let mut found = Vec::new();
        for stated in stated.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
            match known_word(stated, words) {
                Some(word) if found.contains(&word) => {}
                Some(word) => found.push(word),
                None => self.say_unknown_word(field, stated, words),
            }
        }
        found
    }

    fn say_unknown_word(&mut self, field: &str, found: &str, words: &[&str]) {
        let expected = Expected::OneOf(words.iter().map(|word| (*word).to_owned()).collect());
        self.say(field, ProblemKind::WrongValue { found: quote(found), expected });
    }

    /// Is one of the fields for people there, be it secret or wrong?
    pub(crate) fn has_people_field(&self) -> bool {
        columns::PEOPLE.iter().any(|field| self.record.fields.get(field.spellings).is_some())
    }

    /// Numbers of people; of a feature of several points each has an equal share.
    pub(crate) fn people(&mut self) -> PeopleCounts {
        let mut people = PeopleCounts::default();
        self.fill(&columns::PEOPLE, FeatureMut::People(&mut people));
        people
    }

    /// People of one age; nobody is half a person, so a fraction is told once per column.
    fn people_in(&mut self, names: &[&str]) -> Option<f64> {
        let n = self.count(names)?;
        if n.fract() != 0.0
            && let Some((name, value)) = self.record.fields.first(names)
        {
            let found = quote(&text_of(value).unwrap_or_default());
            self.problems.count_example(Repeated::FractionalPeople, Some(&name.written), &found, &n.to_string());
        }
        Some(n)
    }
}

/// The one of these words that a text is, whatever its case.
fn known_word(text: &str, words: &'static [&'static str]) -> Option<&'static str> {
    words.iter().copied().find(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_of_a_whole_number_are_that_number_together() {
        for (total, n) in [(7, 3), (2, 5), (0, 2), (24, 1)] {
            assert_eq!((0..n).map(|idx| Part { idx, n }.share_of(total)).sum::<u32>(), total);
        }
    }
}
