//! A project that other programs have open, write in and put their own things into: both sides' work stays.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use uuid::Uuid;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::identity::Status;
use zorgkring::domain::place::{Place, PlaceClass, What};
use zorgkring::domain::workshop::StickyNote;
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::nl;
use zorgkring::project::Project;
use zorgkring::project::file::{Known, Opened, Over, SaveError, Saved, open, save};

use crate::support::fixtures::fixture;
use crate::support::program::{villages, zorgkring};

const MADE: &str = "2026-03-01T14:32:05Z";

/// Another program with the file open, with the functions that QGIS brings along.
pub(crate) fn other(path: &Path, journal: &str) -> Connection {
    let connection = Connection::open(path).expect("a database");
    connection.pragma_update_and_check(None, "journal_mode", journal, |_| Ok(())).expect("a journal");
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
    for name in ["ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"] {
        connection.create_scalar_function(name, 1, flags, move |_| Ok(250_000.0)).expect("a function");
    }
    connection
}

/// Everything that a query gives.
pub(crate) fn all(connection: &Connection, sql: &str) -> Vec<Vec<Value>> {
    let mut statement = connection.prepare(sql).expect(sql);
    let n = statement.column_count();
    let rows = statement.query_map([], |row| (0..n).map(|idx| row.get(idx)).collect()).expect(sql);
    rows.collect::<Result<_, _>>().expect(sql)
}

pub(crate) fn is_sound(path: &Path) {
    let connection = Connection::open(path).expect("a database");
    assert_eq!(all(&connection, "PRAGMA integrity_check"), [[Value::Text("ok".to_owned())]]);
    assert_eq!(all(&connection, "PRAGMA foreign_key_check"), Vec::<Vec<Value>>::new());
    for index in all(&connection, "SELECT name FROM sqlite_master WHERE name LIKE 'rtree_%' AND sql LIKE '%VIRTUAL%'") {
        let [Value::Text(name)] = index.as_slice() else { panic!("{index:?}") };
        assert_eq!(all(&connection, &format!("SELECT rtreecheck('{name}')")), [[Value::Text("ok".to_owned())]]);
    }
}

pub(crate) fn noted(project: &Project, n: u128, text: &str) -> Arc<Project> {
    let mut project = project.clone();
    project.board.notes.retain(|note| note.id != Uuid::from_u128(n));
    project.board.notes.push(Arc::new(StickyNote {
        id: Uuid::from_u128(n),
        text: text.to_owned(),
        point: None,
        round: None,
        table: String::new(),
        made: MADE.to_owned(),
    }));
    Arc::new(project)
}

pub(crate) fn opened(path: &Path) -> Opened {
    open(path, &Unwatched).expect("a project")
}

pub(crate) fn put(path: &Path, side: (&Arc<Project>, &Arc<Baseline>), known: &Known) -> Result<Saved, SaveError> {
    save(path, side, MADE, Over::Known(known))
}

fn shops(baseline: &Baseline) -> Vec<&Place> {
    let kind = AmenityKind::from_role("supermarkt").expect("a kind");
    baseline.places[PlaceClass::Amenity]
        .iter()
        .map(|place| &**place)
        .filter(|place| place.kind() == Some(kind))
        .collect()
}

/// What others put into the file: all that the schema says of it, and their rows.
const FOREIGN: &str = "
CREATE TABLE eigen_tabel (sleutel TEXT PRIMARY KEY, waarde INTEGER);
INSERT INTO eigen_tabel VALUES ('a', 1), ('b', NULL);
INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('eigen_tabel', 'attributes', 'eigen_tabel');
CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB);
INSERT INTO qgis_projects VALUES ('kaart voor de raad', '{}', x'504b0304');
ALTER TABLE supermarkt ADD COLUMN telefoon TEXT;
UPDATE supermarkt SET telefoon = '0541-' || fid;
CREATE VIEW winkels_met_telefoon AS SELECT id, telefoon FROM supermarkt WHERE telefoon IS NOT NULL;
CREATE TABLE logboek (wanneer TEXT, wat TEXT);
CREATE TRIGGER wie_kwam AFTER INSERT ON supermarkt BEGIN INSERT INTO logboek VALUES ('nu', NEW.naam); END;
CREATE INDEX op_naam ON supermarkt (naam);
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, useAsDefault)
  VALUES ('', '', 'supermarkt', 'geom', 'onze huisstijl', '<qgis/>', 0);
CREATE TABLE gpkg_metadata (id INTEGER PRIMARY KEY, md_scope TEXT, md_standard_uri TEXT, mime_type TEXT, metadata TEXT);
INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'http://example.org', 'text/xml', '<x/>');
UPDATE gpkg_contents SET description = 'van ons samen' WHERE table_name = 'supermarkt';
";

fn foreign(path: &Path) -> BTreeMap<&'static str, Vec<Vec<Value>>> {
    let connection = Connection::open(path).expect("a database");
    [
        "SELECT * FROM eigen_tabel ORDER BY 1",
        "SELECT * FROM qgis_projects",
        "SELECT fid, telefoon FROM supermarkt WHERE telefoon IS NOT NULL ORDER BY 1",
        "SELECT * FROM winkels_met_telefoon ORDER BY 1",
        "SELECT * FROM layer_styles WHERE styleName = 'onze huisstijl'",
        "SELECT * FROM gpkg_metadata",
        "SELECT description FROM gpkg_contents WHERE table_name = 'supermarkt'",
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name IN ('eigen_tabel', 'qgis_projects', 'logboek', \
         'winkels_met_telefoon', 'wie_kwam', 'op_naam', 'gpkg_metadata') ORDER BY name",
    ]
    .map(|sql| (sql, all(&connection, sql)))
    .into()
}

#[test]
fn what_others_put_into_a_project_stays_whatever_is_saved_into_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = villages(folder.path());
    other(&path, "delete").execute_batch(FOREIGN).expect("put there");
    let before = foreign(&path);
    let csv = folder.path().join("apotheken.csv");
    fs::write(&csv, "id;naam;x;y\n1;Apotheek Noord;250100;470100\n").expect("written");
    let (to, layer) = (path.to_string_lossy().into_owned(), format!("apotheek={}", csv.display()));
    let output = zorgkring(&["importeer", &to, "--laag", &layer]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(foreign(&path), before, "a layer more");
    let there = opened(&path);
    let saved = put(&path, (&noted(&there.project, 1, "bankje"), &there.baseline), &there.known()).expect("saved");
    assert_eq!((foreign(&path), saved.n_others), (before.clone(), 0), "a note more");
    // A shop moves and one goes: the others keep their telephone, and the trigger of others runs for what comes.
    let mut baseline = Baseline::clone(&there.baseline);
    let kind = AmenityKind::from_role("supermarkt").expect("a kind");
    let point =
        baseline.places[PlaceClass::Amenity].iter().find(|place| place.kind() == Some(kind)).expect("a shop").point;
    let new = Place::new(Uuid::from_u128(77), "Dorpswinkel", point, What::Amenity(kind));
    baseline.places[PlaceClass::Amenity].push(Arc::new(new));
    put(&path, (&saved.known.project, &Arc::new(baseline)), &saved.known).expect("saved");
    assert_eq!(foreign(&path), before, "a shop more");
    let log = all(&Connection::open(&path).expect("a database"), "SELECT wat FROM logboek");
    assert_eq!(log, [[Value::Text("Dorpswinkel".to_owned())]]);
    // Brought back after a crash, when nothing is known of the file.
    let there = opened(&path);
    save(&path, (&noted(&there.project, 1, "weer"), &there.baseline), MADE, Over::Anything).expect("saved");
    assert_eq!(foreign(&path), before, "without knowing the file");
    is_sound(&path);
}

#[test]
fn an_older_format_is_brought_up_to_date_in_the_file_beside_what_others_put_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("oud.gpkg");
    fs::copy(fixture("project_versie_1_epsg_28992.gpkg"), &path).expect("a copy");
    let own = "CREATE TABLE eigen_tabel (a); INSERT INTO eigen_tabel VALUES (1), (2)";
    other(&path, "delete").execute_batch(own).expect("put there");
    let there = opened(&path);
    let sketches = there.project.board.sketches.clone();
    put(&path, (&noted(&there.project, 1, "bankje"), &there.baseline), &there.known()).expect("saved");
    let connection = Connection::open(&path).expect("a database");
    assert_eq!(all(&connection, "SELECT a FROM eigen_tabel").len(), 2);
    assert_eq!(all(&connection, "SELECT 1 FROM sqlite_master WHERE name = 'schets'").len(), 0);
    let again = opened(&path);
    assert_eq!((again.project.board.sketches, again.project.board.notes.len()), (sketches, 1));
    is_sound(&path);
}

#[test]
fn whatever_another_program_holds_the_file_stays_sound_and_both_keep_their_work() {
    for journal in ["delete", "wal"] {
        for holds in ["", "BEGIN; SELECT count(*) FROM supermarkt", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = villages(folder.path());
            let there = opened(&path);
            let qgis = other(&path, journal);
            assert_eq!(all(&qgis, "SELECT 1 FROM supermarkt LIMIT 1").len(), 1);
            holds.split(';').filter(|sql| !sql.is_empty()).for_each(|sql| drop(all(&qgis, sql)));
            let ours = noted(&there.project, 1, "bankje");
            let saved = put(&path, (&ours, &there.baseline), &there.known());
            let is_locked = holds.contains("IMMEDIATE")
                || holds.contains("EXCLUSIVE")
                || (journal == "delete" && holds.starts_with("BEGIN;"));
            if is_locked {
                let error = saved.expect_err("it is locked");
                assert!(matches!(error, SaveError::InUse), "{journal}, {holds}: {error}");
                let sentence = nl::project::not_saved(&path, &error);
                assert!(sentence.contains("een ander programma, zoals QGIS, schrijft er nu in"), "{sentence}");
            } else {
                assert_eq!(saved.expect("saved").n_others, 0);
            }
            let is_reading = holds.starts_with("BEGIN;");
            if is_reading {
                qgis.execute_batch("COMMIT").expect("read");
            }
            qgis.execute("UPDATE supermarkt SET naam = 'Uit QGIS'", []).expect("theirs goes on");
            if !holds.is_empty() && !is_reading {
                qgis.execute_batch("COMMIT").expect("committed");
            }
            if is_locked {
                let saved = put(&path, (&ours, &there.baseline), &there.known()).expect("now it can be");
                assert_eq!(saved.n_others, shops(&there.baseline).len());
            }
            drop(qgis);
            is_sound(&path);
            let after = opened(&path);
            assert_eq!(after.project, *ours, "{journal}, {holds}");
            assert!(shops(&after.baseline).iter().all(|shop| shop.name == "Uit QGIS"), "{journal}, {holds}");
            let beside = fs::read_dir(folder.path()).expect("a folder").count();
            assert_eq!(beside, 1, "{journal}, {holds}");
        }
    }
}

#[test]
fn a_layer_added_while_another_program_has_the_file_open_is_there_for_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = villages(folder.path());
    let csv = folder.path().join("apotheken.csv");
    fs::write(&csv, "id;naam;x;y\n1;Apotheek Noord;250100;470100\n").expect("written");
    let qgis = other(&path, "wal");
    assert_eq!(all(&qgis, "SELECT 1 FROM supermarkt LIMIT 1").len(), 1);
    let (to, layer) = (path.to_string_lossy().into_owned(), format!("apotheek={}", csv.display()));
    let output = zorgkring(&["importeer", &to, "--laag", &layer]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    qgis.execute("UPDATE supermarkt SET naam = 'In QGIS gewijzigd'", []).expect("theirs goes on");
    assert_eq!(all(&qgis, "SELECT naam FROM apotheek"), [[Value::Text("Apotheek Noord".to_owned())]]);
    assert_eq!(zorgkring(&["controleer", &to]).status.code(), Some(0));
    drop(qgis);
    is_sound(&path);
    let after = opened(&path);
    assert!(shops(&after.baseline).iter().all(|shop| shop.name == "In QGIS gewijzigd"));
}

#[test]
fn rows_keep_their_fid_and_none_is_given_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let project = Arc::new(Project::new(normenkader::standard()));
    let mut baseline = zorgkring::demo::baseline();
    let saved = save(&path, (&project, &Arc::new(baseline.clone())), MADE, Over::Nothing).expect("saved");
    let fids = || {
        let connection = Connection::open(&path).expect("a database");
        let rows = all(&connection, "SELECT id, fid FROM supermarkt");
        let pair = |row: Vec<Value>| match row.as_slice() {
            [Value::Text(id), Value::Integer(fid)] => (Uuid::parse_str(id).expect("an id"), *fid),
            other => panic!("{other:?}"),
        };
        rows.into_iter().map(pair).collect::<BTreeMap<Uuid, i64>>()
    };
    let before = fids();
    let kind = AmenityKind::from_role("supermarkt").expect("a kind");
    let last =
        baseline.places[PlaceClass::Amenity].iter().rposition(|place| place.kind() == Some(kind)).expect("a shop");
    let gone = baseline.places[PlaceClass::Amenity].remove(last);
    let saved = put(&path, (&project, &Arc::new(baseline.clone())), &saved.known).expect("saved");
    let without = fids();
    assert_eq!(without.len() + 1, before.len());
    assert!(without.iter().all(|(id, fid)| before[id] == *fid));
    let again = Place { id: Uuid::from_u128(9), name: "Nieuw".to_owned(), ..(*gone).clone() };
    baseline.places[PlaceClass::Amenity].push(Arc::new(again));
    put(&path, (&project, &Arc::new(baseline.clone())), &saved.known).expect("saved");
    let with = fids();
    assert!(without.iter().all(|(id, fid)| with[id] == *fid));
    assert!(with[&Uuid::from_u128(9)] > before[&gone.id], "the number of what went is not given again");
    let there = opened(&path);
    let sorted = |base: &Baseline| {
        let mut amenities = base.places[PlaceClass::Amenity].clone();
        amenities.sort_by_key(|place| place.id);
        amenities
    };
    assert_eq!(sorted(&there.baseline), sorted(&baseline));
    is_sound(&path);
}

#[test]
fn both_sides_keep_what_they_changed_field_by_field_and_what_both_changed_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = villages(folder.path());
    let there = opened(&path);
    let shop = shops(&there.baseline)[0].clone();
    let mut baseline = Baseline::clone(&there.baseline);
    let own = baseline.places[PlaceClass::Amenity].iter_mut().find(|place| place.id == shop.id).expect("the shop");
    *own = Arc::new(Place { status: Status::Planned, ..shop.clone() });
    let baseline = Arc::new(baseline);
    let qgis = other(&path, "delete");
    qgis.execute("UPDATE supermarkt SET naam = 'Anders' WHERE id = ?", [shop.id.to_string()]).expect("changed");
    let project = Arc::new(there.project.clone());
    let saved = put(&path, (&project, &baseline), &there.known()).expect("saved");
    assert_eq!(saved.n_others, 1);
    let after = opened(&path);
    let now = shops(&after.baseline).into_iter().find(|place| place.id == shop.id).expect("there").clone();
    assert_eq!((now.name.as_str(), now.status), ("Anders", Status::Planned));
    // The same field on both sides.
    let mut baseline = Baseline::clone(&after.baseline);
    let own = baseline.places[PlaceClass::Amenity].iter_mut().find(|place| place.id == shop.id).expect("the shop");
    *own = Arc::new(Place { name: "Van hier".to_owned(), ..now.clone() });
    let baseline = Arc::new(baseline);
    qgis.execute("UPDATE supermarkt SET naam = 'Van daar' WHERE id = ?", [shop.id.to_string()]).expect("changed");
    let bytes = fs::read(&path).expect("there");
    let error = put(&path, (&project, &baseline), &after.known()).expect_err("a conflict");
    let sentence = nl::project::not_saved(&path, &error);
    assert!(sentence.contains("naam: hier \"Van hier\", daar \"Van daar\""), "{sentence}");
    assert_eq!(fs::read(&path).expect("there"), bytes);
    save(&path, (&project, &baseline), MADE, Over::KnownMine(&after.known())).expect("saved");
    let last = opened(&path);
    assert_eq!(shops(&last.baseline).into_iter().find(|place| place.id == shop.id).expect("there").name, "Van hier");
}

#[test]
fn a_rule_of_another_program_that_cannot_be_kept_is_told_by_name_and_nothing_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = villages(folder.path());
    let there = opened(&path);
    let rule = "CREATE TRIGGER controle AFTER INSERT ON notitie BEGIN SELECT ligt_in_wijk(NEW.geom); END";
    other(&path, "delete").execute_batch(rule).expect("put there");
    let bytes = fs::read(&path).expect("there");
    let known = there.known();
    let error = put(&path, (&noted(&there.project, 1, "x"), &there.baseline), &known).expect_err("unknown function");
    let sentence = nl::project::not_saved(&path, &error);
    assert!(sentence.contains("een regel in gezet die de functie ligt_in_wijk nodig heeft"), "{sentence}");
    assert_eq!(fs::read(&path).expect("there"), bytes);
}

#[test]
fn reading_a_project_leaves_nothing_behind_whatever_journal_it_keeps() {
    for journal in ["delete", "wal"] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = villages(folder.path());
        drop(other(&path, journal));
        let content = || {
            let entries = fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").path());
            let mut files: Vec<_> = entries.filter(|path| path.is_file()).collect();
            files.sort();
            files.into_iter().map(|path| (fs::read(&path).expect("a file"), path)).collect::<Vec<_>>()
        };
        let before = content();
        let out = tempfile::tempdir().expect("a folder");
        let (from, to) = (path.to_string_lossy().into_owned(), out.path().to_string_lossy().into_owned());
        for arguments in [
            vec!["voorstel", &from, "--uit", &to],
            vec!["controleer", &from],
            vec!["exporteer", &from, "--formaat", "geojson", "--uit", &to],
        ] {
            let output = zorgkring(&arguments);
            assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {output:?}");
            assert!(content() == before, "{journal}: {arguments:?}");
        }
    }
}

#[test]
fn a_layer_of_more_than_a_hundred_thousand_features_has_a_sound_index() {
    const N: u32 = 120_000;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("groot.gpkg");
    let kind = AmenityKind::from_role("supermarkt").expect("a kind");
    let place = |n: u32| {
        let (x, y) = (200_000.0 + f64::from(n % 400) * 97.3, 450_000.0 + f64::from(n / 400) * 101.7);
        let id = Uuid::from_u128(u128::from(n) + 1);
        Place::new(id, format!("Winkel {n}"), zorgkring::crs::RdPoint::at(x, y), What::Amenity(kind))
    };
    let mut baseline = Baseline { places: (0..N).map(place).collect(), ..Baseline::default() };
    let project = Arc::new(Project::new(normenkader::standard()));
    let saved = save(&path, (&project, &Arc::new(baseline.clone())), MADE, Over::Nothing).expect("saved");
    is_sound(&path);
    baseline.places[PlaceClass::Amenity].retain(|place| place.id.as_u128() % 3 != 0);
    baseline.places[PlaceClass::Amenity].push(Arc::new(place(N)));
    put(&path, (&project, &Arc::new(baseline)), &saved.known).expect("saved");
    is_sound(&path);
}

#[test]
fn a_new_project_does_not_come_beside_a_journal_that_another_database_left() {
    for ending in ["-wal", "-journal"] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.gpkg");
        let journal = folder.path().join(format!("plan.gpkg{ending}"));
        let (project, baseline) = (Arc::new(Project::new(normenkader::standard())), Arc::default());
        let put = |over: Over<'_>| save(&path, (&project, &baseline), MADE, over);
        fs::write(&journal, "van een ander").expect("left behind");
        for is_empty_there in [false, true] {
            if is_empty_there {
                fs::write(&path, "").expect("an empty file");
            }
            let error = put(Over::Anything).expect_err("it would be destroyed by who reads it first");
            let told = nl::project::not_saved(&path, &error);
            let why = format!("{} is overgebleven van een database die niet is afgesloten", journal.display());
            assert!(told.contains(&why) && !told.contains(".."), "{told}");
            assert_eq!(fs::metadata(&path).map_or(0, |meta| meta.len()), 0);
        }
        fs::write(&journal, "").expect("emptied");
        put(Over::Anything).expect("nothing in the way");
        assert_eq!(open(&path, &Unwatched).expect("a project").project, *project);
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_project_that_is_to_come_stays_a_link() {
    let folder = tempfile::tempdir().expect("a folder");
    let (link, path) = (folder.path().join("snelkoppeling.gpkg"), folder.path().join("plan.gpkg"));
    std::os::unix::fs::symlink("plan.gpkg", &link).expect("a link");
    let (project, baseline) = (Arc::new(Project::new(normenkader::standard())), Arc::default());
    save(&link, (&project, &baseline), MADE, Over::Nothing).expect("saved");
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert!(fs::symlink_metadata(&path).expect("a file").is_file());
}

#[test]
fn a_project_that_keeps_a_log_looks_the_same_once_it_is_saved_and_closed() {
    for stays_open in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = villages(folder.path());
        let gis = other(&path, "wal");
        assert_eq!(all(&gis, "SELECT 1 FROM supermarkt LIMIT 1").len(), 1);
        let gis = stays_open.then_some(gis);
        let there = opened(&path);
        let saved = put(&path, (&noted(&there.project, 1, "bankje"), &there.baseline), &there.known()).expect("saved");
        assert!(saved.known.stamp.still_holds(&path), "open elsewhere: {stays_open}");
        drop(gis);
        assert!(saved.known.stamp.still_holds(&path), "closed everywhere");
        // What another program writes is seen all the same.
        other(&path, "wal").execute_batch("UPDATE supermarkt SET naam = 'Anders'").expect("changed");
        assert!(!saved.known.stamp.still_holds(&path));
    }
}

#[test]
fn a_project_of_which_a_table_of_the_format_is_gone_is_not_called_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = villages(folder.path());
    other(&path, "delete").execute_batch("DROP TABLE gpkg_geometry_columns").expect("gone");
    let error = open(&path, &Unwatched).expect_err("it cannot be read");
    let told = nl::project::not_opened(&path, &error);
    assert!(told.contains("een ander programma heeft tabellen") && !told.contains("beschadigd"), "{told}");
}
