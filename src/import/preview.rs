//! A first look at a file before it becomes a layer: a few rows, where it lies, what is wrong with it, what it may be.

use std::collections::BTreeSet;
use std::path::Path;

use geo::Coord;
use serde_json::Value;

use super::check::{CheckReport, check_file_with};
use super::record::{Fields, Record, text_of};
use super::role_guess::{Clues, guessed};
use super::watch::Watch;
use crate::crs::Rd;
use crate::domain::baseline::Role;
use crate::domain::spelling::folded;

/// How many rows are shown.
pub const PREVIEW_ROWS: usize = 5;

/// How many columns are kept: more does not fit a dialog.
const MAX_COLUMNS: usize = 12;

/// At most so many places are kept for a sketch; beyond, every second one is let go.
const MAX_PLACES: usize = 2_000;

/// At most so many outlines are kept for a sketch; beyond, every second one is let go.
const MAX_OUTLINES: usize = 600;

/// At most so many corners of one outline are kept.
const MAX_CORNERS: usize = 60;

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
    /// How many outlines it has.
    pub n_outlines: usize,
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
        places: Rd(sample.places.kept),
        n_outlines: sample.outlines.n_met,
        outlines: Rd(sample.outlines.kept),
    }
}

/// An even sample of what is met: every so many, and fewer as there turn out to be more.
struct Every<T> {
    kept: Vec<T>,
    n_met: usize,
    stride: usize,
    at_most: usize,
}

impl<T> Every<T> {
    fn new(at_most: usize) -> Self {
        Self { kept: Vec::new(), n_met: 0, stride: 1, at_most }
    }

    /// Makes only what is kept.
    fn meet(&mut self, make: impl FnOnce() -> T) {
        if self.n_met.is_multiple_of(self.stride) {
            self.kept.push(make());
        }
        self.n_met += 1;
        if self.kept.len() > self.at_most {
            let mut stays = false;
            self.kept.retain(|_| {
                stays = !stays;
                stays
            });
            self.stride *= 2;
        }
    }
}

struct Sample {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    fields: BTreeSet<String>,
    kinds: BTreeSet<String>,
    places: Every<Coord<f64>>,
    outlines: Every<Vec<Coord<f64>>>,
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            columns: Vec::new(),
            rows: Vec::new(),
            fields: BTreeSet::new(),
            kinds: BTreeSet::new(),
            places: Every::new(MAX_PLACES),
            outlines: Every::new(MAX_OUTLINES),
        }
    }
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
        if let Some(polygon) = shape.polygons.first() {
            let corners = &polygon.exterior().0;
            let step = corners.len().div_ceil(MAX_CORNERS).max(1);
            self.outlines.meet(|| corners.iter().copied().step_by(step).chain(corners.first().copied()).collect());
        }
        if let Some(place) = shape.coords().next() {
            self.places.meet(|| place);
        }
    }
}

/// A value as a cell of the table.
fn shown(value: &Value) -> String {
    let text = text_of(value).unwrap_or_else(|| match value {
        Value::String(_) => String::new(),
        other => other.to_string(),
    });
    super::problems::quote(&text)
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
        assert!((MAX_PLACES / 2..=MAX_PLACES).contains(&seen.places.0.len()), "{}", seen.places.0.len());
        assert!(seen.places.0.iter().any(|place| place.x > 244_900.0));
        assert_eq!(seen.guess, None);
    }

    #[test]
    fn outlines_of_a_whole_file_are_sampled_evenly_and_not_only_those_at_its_start() {
        let square = |x: usize| format!("POLYGON(({x} 470000, {} 470000, {} 470040, {x} 470000))", x + 40, x + 40);
        let areas = |n: usize| -> String { (0..n).map(|n| format!("\"{}\"\n", square(200_000 + 50 * n))).collect() };
        let seen = preview("buurten.csv", &format!("wkt\n{}", areas(517)));
        assert_eq!((seen.outlines.0.len(), seen.n_outlines), (517, 517));
        let seen = preview("buurten.csv", &format!("wkt\n{}", areas(1_300)));
        let n = seen.outlines.0.len();
        assert!((MAX_OUTLINES / 2..=MAX_OUTLINES).contains(&n), "{n}");
        assert_eq!(seen.n_outlines, 1_300);
        let starts: Vec<f64> = seen.outlines.0.iter().map(|ring| ring[0].x).collect();
        let gaps: Vec<f64> = starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.iter().all(|gap| (gap - gaps[0]).abs() < 0.1), "even steps");
        assert!(starts[n - 1] + 2.0 * gaps[0] > 200_000.0 + 50.0 * 1_299.0, "up to the end");
    }
}
