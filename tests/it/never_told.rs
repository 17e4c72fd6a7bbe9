//! What no file tells: anything of a layer that is not to be shared, and counts of a few people.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::types::Value as SqlValue;
use serde_json::Value;
use uuid::Uuid;
use zorgkring::crs::{Rd, RdPoint};
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::sketch::{Sketch, SketchLook, SketchShape};
use zorgkring::domain::workshop::{Ballot, BallotSubject, Decision, StickyNote};
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::project::file::{Over, open, save};
use zorgkring::project::{Board, Project};

use crate::support::program::zorgkring;

const MADE: &str = "2026-03-01T14:32:05Z";

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Every file below a folder, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((text(&path), fs::read(&path).expect("a file")));
        }
    }
    found
}

/// Makes every name of a layer stand out and says that it is not to be shared; gives what may not be told of its places, and
/// the name of the first as it was.
fn keep_at_home(baseline: &mut Baseline, role: Role) -> (Vec<(Uuid, RdPoint)>, String) {
    let mut secrets: Vec<(Uuid, RdPoint)> = Vec::new();
    let mut first = String::new();
    let mut hide = |id: Uuid, name: &mut String, point: RdPoint| {
        if secrets.is_empty() {
            first.clone_from(name);
        }
        *name = format!("GEHEIM {name}");
        secrets.push((id, point));
    };
    match role {
        Role::Kind(_) | Role::CandidateSite => {
            let class = role.place_class().expect("a role of places");
            for place in baseline.places[class].iter_mut().filter(|place| Role::of(place) == role) {
                let place = Arc::make_mut(place);
                hide(place.id, &mut place.name, place.point);
            }
        }
        Role::Settlement => {
            for kern in Arc::make_mut(&mut baseline.settlements) {
                // Where a halte stands as well its place would be told all the same.
                kern.point = RdPoint::at(kern.point.x() + 33.37, kern.point.y() + 14.91);
                hide(kern.id, &mut kern.name, kern.point);
            }
        }
        other => panic!("{other:?} has no places"),
    }
    baseline.layers.iter_mut().filter(|layer| layer.role == role).for_each(|layer| {
        layer.licence = Some("niet delen".to_owned());
    });
    assert!(!secrets.is_empty(), "{role:?}");
    (secrets, first)
}

/// The demo region with layers that are not to be shared, and a board that tells of the first.
fn secret_project(path: &Path, roles: [Role; 2]) -> Vec<(Uuid, RdPoint)> {
    let mut baseline = zorgkring::demo::baseline();
    let [(mut secrets, name), (others, _)] = roles.map(|role| keep_at_home(&mut baseline, role));
    let mut project = Project::new(normenkader::standard());
    project.board = told_of(&format!("geheim {name}"), secrets[0].0, secrets[0].1);
    save(path, (&Arc::new(project), &Arc::new(baseline)), MADE, Over::Anything).expect("saved");
    secrets.extend(others);
    secrets
}

/// Sketches, a note, a vote and a decision about a place.
fn told_of(name: &str, id: Uuid, at: RdPoint) -> Board {
    let sketch = |n: u128, shape| {
        let title = format!("naast {name}");
        let (look, made) = (SketchLook::default(), MADE.to_owned());
        Arc::new(Sketch {
            id: Uuid::from_u128(n),
            shape,
            look,
            title,
            note: name.to_uppercase(),
            round: None,
            table: String::new(),
            made,
        })
    };
    let away = RdPoint::at(at.x() + 300.0, at.y() + 40.0);
    let line = geo::LineString::from(vec![away.0.0, at.0.0]);
    let subject = BallotSubject { text: name.to_owned(), of: Some(id), n_votes: 3 };
    Board {
        sketches: vec![
            sketch(1, SketchShape::Point(at)),
            sketch(2, SketchShape::Line(Rd(line))),
            sketch(3, SketchShape::Point(away)),
        ],
        notes: vec![Arc::new(StickyNote {
            id: Uuid::from_u128(4),
            text: format!("{name}: uitbreiden"),
            point: Some(at),
            round: None,
            table: String::new(),
            made: MADE.to_owned(),
        })],
        ballots: vec![Arc::new(Ballot {
            id: Uuid::from_u128(5),
            title: "Waar?".to_owned(),
            n_dots: 3,
            n_kept: 1,
            subjects: vec![subject],
            workshop: None,
            made: MADE.to_owned(),
        })],
        decisions: vec![Arc::new(Decision {
            id: Uuid::from_u128(6),
            what: format!("{name} blijft"),
            who: "gemeente".to_owned(),
            when: "2027".to_owned(),
            point: Some(at),
            workshop: None,
            made: MADE.to_owned(),
        })],
        ..Board::default()
    }
}

/// What of a place would be found in a file: its id, and its coordinates as each format writes them.
fn traces((id, at): &(Uuid, RdPoint)) -> Vec<Vec<u8>> {
    let degrees = zorgkring::crs::wgs84_from_rd(at).0;
    let in_degrees = |value: f64| format!("{}", (value * 1e7).round() / 1e7);
    let in_metres = |value: f64| format!("{}", (value * 100.0).round() / 100.0);
    let pair = |x: String, y: String, mark: &str| format!("{x}{mark}{y}").into_bytes();
    let mut traces = vec![id.to_string().into_bytes(), id.simple().to_string().into_bytes()];
    for mark in [",", " "] {
        traces.push(pair(in_degrees(degrees.x()), in_degrees(degrees.y()), mark));
        traces.push(pair(in_metres(at.x()), in_metres(at.y()), mark));
        traces.push(pair(format!("{:.2}", at.x()), format!("{:.2}", at.y()), mark));
    }
    traces.push([at.x().to_le_bytes(), at.y().to_le_bytes()].concat());
    traces
}

#[test]
fn a_layer_that_may_not_be_shared_is_in_no_byte_of_what_goes_out() {
    let kind = |role: &str| Role::Kind(AmenityKind::from_role(role).expect("a kind"));
    for roles in [[Role::Kind(AmenityKind::CARE), Role::CandidateSite], [kind("supermarkt"), Role::Settlement]] {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, out) = (folder.path().join("plan.gpkg"), folder.path().join("uit"));
        fs::create_dir(&out).expect("a folder");
        let secrets = secret_project(&path, roles);
        let names = roles.map(Role::name);
        let to = |name: &str| text(&out.join(name));
        for (format, name, crs) in [("geojson", "a", "wgs84"), ("csv", "b", "rd"), ("gpkg", "c.gpkg", "rd")] {
            let output = zorgkring(&["exporteer", &text(&path), "--formaat", format, "--uit", &to(name), "--crs", crs]);
            assert_eq!(output.status.code(), Some(0), "{output:?}");
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(told.contains(&format!("licentie 'niet delen' zegt: {}.", names.join(", "))), "{told}");
            assert!(told.contains("2 schetsen die vastzitten"), "{told}");
        }
        let output = zorgkring(&["voorstel", &text(&path), "--uit", &to("d")]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let mut all = files(&out);
        all.push(("the summary".to_owned(), output.stdout));
        assert!(all.len() > 50, "{}", all.len());
        let traces: Vec<Vec<u8>> = secrets.iter().flat_map(traces).chain([b"GEHEIM".to_vec()]).collect();
        let traces = aho_corasick::AhoCorasick::builder().ascii_case_insensitive(true).build(traces).expect("patterns");
        for (file, bytes) in &all {
            let shown = traces.find(bytes).map(|found| {
                let around = found.start().saturating_sub(120)..(found.end() + 60).min(bytes.len());
                String::from_utf8_lossy(&bytes[around]).into_owned()
            });
            assert_eq!(shown, None, "{file}");
        }
        let report: Value =
            serde_json::from_slice(&fs::read(out.join("d/rapport.json")).expect("a report")).expect("JSON");
        assert_eq!(report["weggelaten"]["lagen"], Value::from(names.to_vec()));
        let sketches = fs::read_to_string(out.join("a/schetsen.geojson")).expect("sketches");
        assert!(sketches.contains("naast niet gedeeld"), "{sketches}");
    }
}

#[test]
fn distances_of_points_stay_and_the_ids_of_what_is_not_shared_do_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let secret = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"5a7e1c1e-0000-4000-8000-00000000c0de",
        "properties":{"naam":"GEHEIM","licentie":"niet delen"},"geometry":{"type":"Point","coordinates":[6.78,52.21]}}]}"#;
    fs::write(at("geheim.geojson"), secret).expect("a file");
    fs::write(at("winkel.csv"), "id,naam,lon,lat\nw,Winkel,6.781,52.211\n").expect("a file");
    fs::write(at("punten.csv"), "id,lon,lat\n=1+1,6.78,52.215\n").expect("a file");
    let layers = [format!("zorg24={}", text(&at("geheim.geojson"))), format!("supermarkt={}", text(&at("winkel.csv")))];
    let (points, to) = (text(&at("punten.csv")), text(&at("uit.csv")));
    let output = zorgkring(&["bereik", "--punten", &points, "--laag", &layers[0], "--laag", &layers[1], "--uit", &to]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("'niet delen' zegt: zorg24."), "{output:?}");
    let table = fs::read_to_string(at("uit.csv")).expect("a table");
    let row: Vec<&str> = table.lines().nth(1).expect("a row").split(',').collect();
    assert_eq!((row[0], row[2]), ("'=1+1", ""), "{table}");
    assert!(row[1].parse::<f64>().is_ok_and(|meters| meters > 500.0), "{table}");
    assert!(Uuid::parse_str(row[4]).is_ok(), "{table}");
}

fn is_small(count: f64) -> bool {
    count != 0.0 && count < 5.0
}

/// Does a field hold a count of people, and not for what share of them it is known?
fn is_count(name: &str) -> bool {
    (name.contains("inwoners") || name.contains("75plus")) && !name.ends_with("_bekend")
}

/// The counts of people in a JSON value, wherever they stand.
fn counts(value: &Value, found: &mut Vec<f64>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| counts(item, found)),
        Value::Object(members) => {
            for (name, value) in members {
                if is_count(name) {
                    found.extend(value.as_f64());
                }
                counts(value, found);
            }
        }
        _ => {}
    }
}

fn counts_of_table(bytes: &[u8]) -> Vec<f64> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().expect("a header").clone();
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.expect("a record");
        let of_people = header.iter().zip(&record).filter(|(name, _)| is_count(name));
        found.extend(of_people.filter_map(|(_, cell)| cell.parse::<f64>().ok()));
    }
    found
}

fn counts_of_geopackage(path: &Path) -> Vec<f64> {
    let connection = Connection::open(path).expect("a database");
    let sql = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
               WHERE m.type = 'table' AND (c.name LIKE '%inwoners%' OR c.name LIKE '%75plus%') AND c.name NOT LIKE '%bekend'";
    let mut statement = connection.prepare(sql).expect("tables");
    let columns = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("columns");
    let columns: Vec<(String, String)> = columns.collect::<Result<_, _>>().expect("columns");
    let mut found = Vec::new();
    for (table, column) in columns {
        let mut statement = connection.prepare(&format!("SELECT \"{column}\" FROM \"{table}\"")).expect("a column");
        let values = statement.query_map([], |row| row.get::<_, SqlValue>(0)).expect("values");
        found.extend(values.filter_map(|value| match value.expect("a value") {
            SqlValue::Real(number) => Some(number),
            #[expect(clippy::cast_precision_loss, reason = "a count of people")]
            SqlValue::Integer(number) => Some(number as f64),
            _ => None,
        }));
    }
    found
}

#[test]
fn no_file_tells_of_one_to_four_people_and_each_tells_of_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, out) = (folder.path().join("plan.gpkg"), folder.path().join("uit"));
    let mut baseline = zorgkring::demo::baseline();
    let kernen = Arc::make_mut(&mut baseline.settlements);
    (kernen[0].people.aged_75_plus, kernen[1].people.aged_75_plus) = (Some(3.0), Some(0.0));
    let is_small_square = |cell: &zorgkring::domain::demand::DemandCell| cell.people.aged_75_plus.is_some_and(is_small);
    assert!(baseline.demand.cells().iter().any(is_small_square), "the law has something to hold");
    let project = Arc::new(Project::new(normenkader::standard()));
    save(&path, (&project, &Arc::new(baseline)), MADE, Over::Anything).expect("saved");
    for (format, name) in [("geojson", "a"), ("csv", "b"), ("gpkg", "c.gpkg")] {
        let to = text(&out.join(name));
        fs::create_dir_all(&out).expect("a folder");
        let output = zorgkring(&["exporteer", &text(&path), "--formaat", format, "--uit", &to]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    }
    let mut n_files = 0;
    let mut of_formats = [0_usize; 3];
    for (file, bytes) in files(&out) {
        let mut found = Vec::new();
        let format = if file.ends_with("json") {
            counts(&serde_json::from_slice(&bytes).expect("JSON"), &mut found);
            0
        } else if file.ends_with("csv") {
            found = counts_of_table(&bytes);
            1
        } else {
            found = counts_of_geopackage(Path::new(&file));
            2
        };
        n_files += usize::from(!found.is_empty());
        of_formats[format] += found.iter().filter(|count| **count == 0.0).count();
        assert_eq!(found.iter().find(|count| is_small(**count)), None, "{file}");
    }
    assert!(n_files > 10 && of_formats.iter().all(|n| *n > 0), "{n_files} {of_formats:?}");
    for folder in ["a", "b"] {
        let report: Value =
            serde_json::from_slice(&fs::read(out.join(folder).join("rapport.json")).expect("a report")).expect("JSON");
        assert!(report["weggelaten"]["aantal"].as_u64().is_some_and(|n| n > 100), "{report}");
    }
    assert_eq!(open(&path, &Unwatched).expect("a project").baseline.settlements[0].people.aged_75_plus, Some(3.0));
}
