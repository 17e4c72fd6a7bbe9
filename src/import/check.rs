//! What can be said of a file without knowing what it is for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

use super::bytes::TextEncoding;
use super::problem::{Problem, ProblemKind, Problems, Repeated, quote};
use super::reading::{Facts, Format, Wanted, read_file, read_stream};
use super::record::{Record, number_from_text};
use super::shape::valid_area;
use super::watch::{FileWatch, Watch};

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
    let file = super::file_name(path);
    let total_bytes = fs::metadata(path).map_or(0, |meta| meta.len());
    let watch = FileWatch { watch, bytes_before: 0, total_bytes };
    checked(file, also, |problems, sink| read_file(path, Wanted::Everything, problems, &watch, sink))
}

/// The same for bytes that are no file.
pub fn check_bytes(name: &str, input: Box<dyn Read>, watch: &dyn Watch) -> CheckReport {
    let watch = FileWatch { watch, bytes_before: 0, total_bytes: 0 };
    checked(name.to_owned(), &mut |_| {}, |problems, sink| read_stream(input, problems, &watch, sink))
}

type Sink<'a> = dyn FnMut(Record, &mut Problems) + 'a;

fn checked(
    file: String,
    also: &mut dyn FnMut(&Record),
    read: impl FnOnce(&mut Problems, &mut Sink<'_>) -> Facts,
) -> CheckReport {
    let mut problems = Problems::new(&file, None);
    let mut ids = BTreeSet::new();
    let facts = read(&mut problems, &mut |record, problems| {
        check_record(&record, &mut ids, problems);
        also(&record);
    });
    let found = problems.finish();
    CheckReport {
        file,
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
            Value::String(text) if text.trim_start().starts_with('-') => number_from_text(text),
            _ => None,
        };
        if number.is_some_and(|number| number <= HIGHEST_SENTINEL) {
            problems.count(Repeated::SecretValue, Some(name));
        }
    }
    let polygons = &record.shape.0.polygons;
    if !polygons.is_empty() {
        match valid_area(polygons) {
            Some(checked) if checked.repaired => problems.at(&record.position, ProblemKind::RepairedPolygon),
            Some(_) => {}
            None => problems.at(&record.position, ProblemKind::HopelessPolygon),
        }
    }
}
