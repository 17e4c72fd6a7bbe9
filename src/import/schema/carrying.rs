//! Columns that no field of a layer takes: carried along with its places and areas, within bounds. What is kept out is told.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;

use super::super::columns::{FieldName, gives_place};
use super::super::problems::{Problems, quote};
use super::super::record::Row;
use super::ids::Precedence;
use crate::domain::baseline::Role;
use crate::domain::carried::{Carried, CarriedName, CarriedValue, MAX_WHOLE};
use crate::domain::problem::{ProblemKind, Repeated};
use crate::domain::spelling::folded;
use crate::layers::fields;

/// Most columns of a file that are carried along; a table of figures per buurt has more than anybody reads.
const MAX_COLUMNS: usize = 60;

/// Longest text that is carried along, in characters.
const MAX_CHARS: usize = 4_000;

/// Longest name of a column that is carried along, in characters.
const MAX_NAME_CHARS: usize = 60;

/// What GeoPackage, GDAL and exports of ours call the number and the id of a row, folded; names of its place are others.
const RESERVED: [&str; 6] = ["fid", "ogcfid", "id", "rowid", "oid", "geom"];

/// The columns of one file that its features carry along.
#[derive(Debug)]
pub(super) struct Carrying {
    /// Does the role carry any? Squares of people are summed and spread, and a studiegebied is joined.
    is_carrying: bool,
    /// Names that a field of the role is read from or written as, folded.
    own: BTreeSet<String>,
    /// What becomes of a column, by its folded name.
    by_name: BTreeMap<String, Option<Arc<CarriedName>>>,
    /// Most columns; a project keeps all that several files brought.
    max_columns: usize,
    n_kept: usize,
    reserved: Vec<Rc<FieldName>>,
    too_many: Vec<String>,
}

impl Carrying {
    /// Of a file of a role of which nothing is read yet.
    pub(super) fn new(role: Role, precedence: Precedence) -> Self {
        let mut own = BTreeSet::from(["soort".to_owned()]);
        for of in fields(role) {
            own.extend(of.field.spellings.iter().map(|name| (*name).to_owned()));
            own.insert(folded(of.field.name));
        }
        Self {
            is_carrying: !matches!(role, Role::Demand | Role::Pc4 | Role::StudyArea),
            own,
            by_name: BTreeMap::new(),
            max_columns: if precedence == Precedence::File { usize::MAX } else { MAX_COLUMNS },
            n_kept: 0,
            reserved: Vec::new(),
            too_many: Vec::new(),
        }
    }

    /// What a row has in them.
    pub(super) fn of_row(&mut self, row: &mut Row<'_>) -> Carried {
        if !self.is_carrying {
            return Carried::default();
        }
        let mut carried = Vec::new();
        for (name, value) in row.record.fields.iter() {
            let column = match self.by_name.get(&name.folded) {
                Some(known) => known.clone(),
                None => self.meet(name),
            };
            let Some(column) = column else { continue };
            name.note_carried();
            match carried_value(value) {
                Some(CarriedValue::Text(text)) if text.chars().nth(MAX_CHARS).is_some() => {
                    row.problems.count(Repeated::LongText, Some(&name.written));
                }
                Some(value) => carried.push((column, value)),
                None => {}
            }
        }
        carried.into_iter().collect()
    }

    /// Decides on a column that was not met before.
    fn meet(&mut self, name: &Rc<FieldName>) -> Option<Arc<CarriedName>> {
        let (written, folded) = (name.written.as_str(), name.folded.as_str());
        let is_name =
            !folded.is_empty() && written.chars().count() <= MAX_NAME_CHARS && !written.chars().any(char::is_control);
        let column = if self.own.contains(folded) || written.trim().is_empty() {
            None
        } else if RESERVED.contains(&folded) || gives_place(folded) || !is_name {
            self.reserved.push(Rc::clone(name));
            None
        } else if self.n_kept == self.max_columns {
            self.too_many.push(quote(written));
            None
        } else {
            self.n_kept += 1;
            Some(Arc::new(CarriedName::new(written)))
        };
        self.by_name.insert(folded.to_owned(), column.clone());
        column
    }

    /// The folded names of the columns that the file has.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.by_name.iter().filter(|(_, column)| column.is_some()).map(|(folded, _)| folded)
    }

    /// Tells what was kept out.
    pub(super) fn tell(&mut self, problems: &mut Problems) {
        let (reserved, too_many) = (std::mem::take(&mut self.reserved), std::mem::take(&mut self.too_many));
        // By a number of its own a row is told apart in messages, which is use enough.
        let unused = reserved.iter().filter(|name| !name.is_used()).map(|name| quote(&name.written));
        let unused: Vec<String> = unused.collect();
        if !unused.is_empty() {
            problems.about_file(ProblemKind::ReservedColumns(unused));
        }
        if !too_many.is_empty() {
            problems.about_file(ProblemKind::TooManyColumns {
                max: MAX_COLUMNS,
                n: too_many.len(),
                first: too_many.into_iter().next().unwrap_or_default(),
            });
        }
    }
}

/// A value of a file as it is carried along; yes, no and lists as text, as is a number with more digits than all programs keep.
/// What has parts of its own fits in no column.
fn carried_value(value: &Value) -> Option<CarriedValue> {
    match value {
        Value::Null => None,
        Value::Number(number) => {
            // Past what is exact the number itself would be another.
            let n = number.as_f64().filter(|n| number.is_f64() || n.abs() < MAX_WHOLE);
            Some(n.map_or_else(|| CarriedValue::Text(number.to_string()), CarriedValue::Number))
        }
        Value::String(text) => (!text.trim().is_empty()).then(|| CarriedValue::Text(text.clone())),
        Value::Object(_) => None,
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => None,
        Value::Array(_) | Value::Bool(_) => Some(CarriedValue::Text(value.to_string())),
    }
}
