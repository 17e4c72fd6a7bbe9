//! What can be said of a file without knowing what it is for.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use serde_json::Value;

use super::argument::LayerArgument;
use super::bytes::{TextEncoding, file_name};
use super::columns::{ColumnUse, FieldName};
use super::intake::{Facts, Format, RecordFn, WhichLayers};
use super::numerals::{Numeral, Reading, numeral};
use super::problems::{Problems, quote};
use super::reading::{read_file, read_stream};
use super::record::{Record, Row, number_in, text_of};
use super::schema::{Gathered, LayerInProgress, Precedence};
use super::shape::valid_area;
use super::twins::{self, Unsorted};
use super::watch::{FileWatch, Watch};
use crate::domain::baseline::Role;
use crate::domain::problem::{Problem, ProblemKind, Repeated};

/// The highest of the values with which CBS says "secret", "not yet there" or "unknown": -99995, -99997, -99999999.
const HIGHEST_SENTINEL: f64 = -99_990.0;

/// What a file is and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// File name without its folder.
    pub file: String,
    /// Its format, if it is one that is read.
    pub format: Option<Format>,
    /// Its encoding, if it is text.
    pub encoding: Option<TextEncoding>,
    /// Features or rows in it.
    pub n_features: usize,
    /// Features that could be placed in RD, with how many of them stood in degrees.
    pub n_placed: usize,
    /// Of those, how many stood in degrees; the rest in RD metres.
    pub n_from_degrees: usize,
    /// How many stood in the metres of Web Mercator.
    pub n_from_mercator: usize,
    /// How many of each geometry type, as the file names it.
    pub geometry_kinds: BTreeMap<&'static str, usize>,
    /// The publisher's own mark that the content is fictional.
    pub fictional: bool,
    /// What it was read for, when that was said.
    pub role: Option<Role>,
    /// Features or rows of use for that role.
    pub n_used: usize,
    /// What became of its columns or properties.
    pub columns: ColumnUse,
    /// What was found; at most 1,000 besides the summed ones.
    pub problems: Vec<Problem>,
    /// How many more there were.
    pub n_more_problems: usize,
}

/// Reads a file and keeps nothing but what is wrong with it.
pub fn check_file(path: &Path, watch: &dyn Watch) -> CheckReport {
    check_file_with(path, watch, &mut |_| {})
}

/// The same, and shows every record on the way.
pub(super) fn check_file_with(path: &Path, watch: &dyn Watch, also: &mut dyn FnMut(&Record)) -> CheckReport {
    let file = file_name(path);
    let watch = FileWatch::of(watch, path);
    checked(file, also, |problems, mut sink| read_file(path, WhichLayers::Everything, problems, &watch, &mut sink))
}

/// Reads a file as the layer of a role and keeps nothing but what is wrong with it and which columns were used.
pub fn check_layer(layer: &LayerArgument, watch: &dyn Watch) -> CheckReport {
    let file = file_name(&layer.path);
    let watch = FileWatch::of(watch, &layer.path);
    let mut problems = Problems::new(&file, Some(layer.role));
    let mut gathered = Gathered::default();
    let mut in_progress = LayerInProgress::new(layer.role, &file, Precedence::Content);
    let facts = if let Some(kind) = layer.missing_with_colon() {
        problems.about_file(kind);
        Facts::default()
    } else {
        let mut sink = |record: Record, problems: &mut Problems| gathered.add(&record, &mut in_progress, problems);
        read_file(&layer.path, layer.wanted(), &mut problems, &watch, &mut sink)
    };
    // The people of areas are spread over kernen, which are not here.
    if matches!(layer.role, Role::Pc4 | Role::Neighborhood | Role::District) {
        gathered.close_places(&mut in_progress, &mut problems);
    } else {
        gathered.close(&mut in_progress, &mut problems);
    }
    for (_, _, kinds) in twins::found(&gathered.baseline, &BTreeSet::from([layer.role])) {
        kinds.into_iter().for_each(|kind| problems.about_file(kind));
    }
    report(file, Some(layer.role), in_progress.n_used, facts, problems)
}

/// The same for bytes that are no file.
pub fn check_bytes(name: &str, input: Box<dyn Read>, watch: &dyn Watch) -> CheckReport {
    let watch = FileWatch { watch, bytes_before: 0, total_bytes: 0 };
    checked(name.to_owned(), &mut |_| {}, |problems, mut sink| read_stream(input, problems, &watch, &mut sink))
}

fn checked(
    file: String,
    also: &mut dyn FnMut(&Record),
    read: impl FnOnce(&mut Problems, &mut RecordFn<'_>) -> Facts,
) -> CheckReport {
    let mut problems = Problems::new(&file, None);
    let mut ids = BTreeSet::new();
    let mut unsorted = Unsorted::default();
    let facts = read(&mut problems, &mut |record, problems| {
        check_record(&record, &mut ids, problems);
        unsorted.note(&record);
        also(&record);
    });
    if let Some(kind) = unsorted.found() {
        problems.about_file(kind);
    }
    let n_used = facts.n_records;
    report(file, None, n_used, facts, problems)
}

fn report(file: String, role: Option<Role>, n_used: usize, facts: Facts, problems: Problems) -> CheckReport {
    let found = problems.finish();
    CheckReport {
        file,
        role,
        n_used,
        columns: facts.columns,
        format: facts.format,
        encoding: facts.encoding,
        n_features: facts.n_met,
        n_placed: facts.n_records,
        n_from_degrees: facts.n_from_degrees,
        n_from_mercator: facts.n_from_mercator,
        geometry_kinds: facts.geometry_kinds,
        fictional: facts.fictional,
        problems: found.list,
        n_more_problems: found.n_more,
    }
}

/// Tells what a role would say of a number whose column leaves a choice.
fn check_number(record: &Record, name: &FieldName, value: &Value, problems: &mut Problems) {
    if name.number.is_none() {
        return;
    }
    if let Some(n) = number_in(name, value).filter(|n| name.is_of_people() && *n > 0.0 && n.fract() != 0.0) {
        let found = quote(&text_of(value).unwrap_or_default());
        problems.count_example(Repeated::FractionalPeople, Some(&name.written), &found, &n.to_string());
    }
    let Value::String(text) = value else { return };
    match name.marks.count(text) {
        Reading::Thousands(n) => {
            let what = Repeated::ReadAsThousands;
            problems.count_example(what, Some(&name.written), &quote(text), &n.to_string());
        }
        Reading::Unsure { as_decimals, as_thousands } => {
            let (as_decimals, as_thousands) = (as_decimals.to_string(), as_thousands.to_string());
            let kind = ProblemKind::UnsureNumber { found: quote(text), as_decimals, as_thousands };
            problems.at_or_in(&record.position, Some(&name.written), kind);
        }
        Reading::Sure(_) | Reading::Not => {}
    }
}

fn check_record(record: &Record, ids: &mut BTreeSet<String>, problems: &mut Problems) {
    if let Some(id) = record.own_id() {
        let kind = ProblemKind::RepeatedId(quote(&id));
        if !ids.insert(id) {
            problems.at(&record.position, kind);
        }
    }
    for (name, value) in record.fields.iter() {
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) if text.trim_start().starts_with('-') => match numeral(text) {
                Numeral::Plain(number) | Numeral::Marked { value: number, .. } => Some(number),
                _ => None,
            },
            _ => None,
        };
        if number.is_some_and(|number| number <= HIGHEST_SENTINEL) {
            problems.count(Repeated::SecretValue, Some(&name.written));
        }
        check_number(record, name, value, problems);
    }
    Row { record, problems }.note_contradictions();
    let polygons = &record.shape.0.polygons;
    if !polygons.is_empty() {
        match valid_area(polygons) {
            Some(checked) if checked.repaired => problems.at(&record.position, ProblemKind::RepairedPolygon),
            Some(_) => {}
            None => problems.at(&record.position, ProblemKind::HopelessPolygon),
        }
    }
}
