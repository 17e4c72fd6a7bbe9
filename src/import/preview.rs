//! A first look at a file before it becomes a layer: a few rows, where it lies, what is wrong with it, what it may be.

use std::collections::BTreeSet;
use std::path::Path;

use geo::Coord;
use serde_json::Value;

use super::check::{CheckReport, check_file_with};
use super::columns::folded;
use super::record::{Fields, Record, text_of};
use super::role_guess::{Clues, guessed};
use super::watch::Watch;
use crate::crs::Rd;
use crate::domain::baseline::Role;

/// How many rows are shown.
pub const PREVIEW_ROWS: usize = 5;

/// How many columns are kept: more does not fit a dialog.
const MAX_COLUMNS: usize = 12;

/// At most so many places are kept for a sketch; beyond, every second one is let go.
const MAX_PLACES: usize = 600;

/// At most so many outlines are kept for a sketch.
const MAX_OUTLINES: usize = 120;

/// At most so many corners of one outline are kept.
const MAX_CORNERS: usize = 120;

/// What a file looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// What `controleer` says of it.
    pub report: CheckReport,
    /// What it is for, as far as can be seen; `None` when nothing points at a role.
    pub guess: Option<Role>,
    /// Names of the columns or properties, as the first rows write them.
    pub columns: Vec<String>,
    /// The first rows, a text per column; empty where the row has none.
    pub rows: Vec<Vec<String>>,
    /// A sample of its points, in RD.
    pub places: Rd<Vec<Coord<f64>>>,
    /// Some of its outlines with some of their corners, in RD.
    pub outlines: Rd<Vec<Vec<Coord<f64>>>>,
}

/// Reads a whole file and keeps a little of it. Takes as long as `controleer`.
pub fn preview_file(path: &Path, watch: &dyn Watch) -> Preview {
    let mut sample = Sample::default();
    let report = check_file_with(path, watch, &mut |record| sample.take(record));
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let clues = Clues {
        stem: &stem,
        fields: &sample.fields,
        kinds: &sample.kinds,
        has_areas: report.geometry_kinds.keys().any(|kind| kind.contains("Polygon")),
    };
    let guess = guessed(&clues);
    Preview {
        report,
        guess,
        columns: sample.columns,
        rows: sample.rows,
        places: Rd(sample.places.into_iter().map(|(_, place)| place).collect()),
        outlines: Rd(sample.outlines),
    }
}

#[derive(Default)]
struct Sample {
    n_met: usize,
    stride: usize,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    fields: BTreeSet<String>,
    kinds: BTreeSet<String>,
    places: Vec<(usize, Coord<f64>)>,
    outlines: Vec<Vec<Coord<f64>>>,
}

impl Sample {
    fn take(&mut self, record: &Record) {
        // The further points of a feature have the fields of the first.
        if self.rows.len() < PREVIEW_ROWS && record.part.idx == 0 {
            self.row(&record.fields);
        }
        if let Some(kind) = record.fields.get(&["soort"]).and_then(|(_, value)| text_of(value)) {
            // A file of one kind has one word; a few tell as well that it is a mixture.
            if self.kinds.len() < 3 {
                self.kinds.insert(kind.to_lowercase());
            }
        }
        self.place(record);
        self.n_met += 1;
    }

    fn row(&mut self, fields: &Fields) {
        for (name, _) in fields.iter() {
            self.fields.insert(name.folded.clone());
            if self.columns.len() < MAX_COLUMNS && !self.columns.contains(&name.written) {
                self.columns.push(name.written.clone());
            }
        }
        let text = |name: &String| {
            let value = fields.get(&[folded(name).as_str()]).map(|(_, value)| value);
            value.map(shown).unwrap_or_default()
        };
        self.rows.push(self.columns.iter().map(text).collect());
        let n_columns = self.columns.len();
        self.rows.iter_mut().for_each(|row| row.resize(n_columns, String::new()));
    }

    fn place(&mut self, record: &Record) {
        let shape = &record.shape.0;
        if let (Some(polygon), true) = (shape.polygons.first(), self.outlines.len() < MAX_OUTLINES) {
            let corners = &polygon.exterior().0;
            let step = corners.len().div_ceil(MAX_CORNERS).max(1);
            self.outlines.push(corners.iter().copied().step_by(step).chain(corners.first().copied()).collect());
        }
        if self.n_met.is_multiple_of(self.stride.max(1)) {
            self.places.extend(shape.coords().next().map(|place| (self.n_met, place)));
        }
        if self.places.len() > MAX_PLACES {
            self.stride = self.stride.max(1) * 2;
            let stride = self.stride;
            self.places.retain(|(idx, _)| idx.is_multiple_of(stride));
        }
    }
}

/// A value as a cell of the table.
fn shown(value: &Value) -> String {
    let text = text_of(value).unwrap_or_else(|| match value {
        Value::String(_) => String::new(),
        other => other.to_string(),
    });
    super::problem::quote(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amenity::AmenityKind;
    use crate::import::Unwatched;

    fn preview(name: &str, content: &str) -> Preview {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, content).expect("written");
        preview_file(&path, &Unwatched)
    }

    #[test]
    fn a_table_shows_its_first_rows_and_where_they_lie() {
        let rows: String = (0..8).map(|n| format!("{n},Winkel {n},{},480000\n", 250_000 + n)).collect();
        let seen = preview("supermarkten.csv", &format!("id,naam,x,y\n{rows}"));
        assert_eq!(seen.report.n_features, 8);
        assert_eq!(seen.rows.len(), PREVIEW_ROWS);
        let naam = seen.columns.iter().position(|column| column == "naam").expect("a column of names");
        assert_eq!(seen.rows[1][naam], "Winkel 1");
        assert_eq!(seen.places.0.len(), 8);
        assert_eq!(seen.guess, AmenityKind::from_role("supermarkt").map(Role::Kind));
    }

    #[test]
    fn a_sample_of_many_places_stays_small_and_reaches_from_the_first_to_the_last() {
        let rows: String = (0..5_000).map(|n| format!("{},480000\n", 240_000 + n)).collect();
        let seen = preview("punten.csv", &format!("x,y\n{rows}"));
        assert!((MAX_PLACES / 3..=MAX_PLACES).contains(&seen.places.0.len()), "{}", seen.places.0.len());
        assert!(seen.places.0.iter().any(|place| place.x > 244_900.0));
        assert_eq!(seen.guess, None);
    }
}
