//! What another program wrote in its own way is found again when a project is saved: no change is left out in silence.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::types::Value;
use uuid::Uuid;
use zorgkring::crs::RdPoint;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::nl;
use zorgkring::project::Project;
use zorgkring::project::file::{Known, Over, SaveError, open, save};

use crate::shared_file::{all, is_sound, noted, opened, other, put};
use crate::support::layers::{Folder, role};
use crate::support::program::{villages, zorgkring};

const MADE: &str = "2026-03-01T14:32:05Z";

/// Imports texts as layers; what was said of it.
pub(crate) fn import(folder: &Folder, layers: &[(&str, &str)], arguments: &[&str]) -> (PathBuf, String) {
    let path = folder.0.path().join("plan.gpkg");
    let named = path.to_string_lossy().into_owned();
    let mut all = vec!["importeer".to_owned(), named];
    for (idx, (role, text)) in layers.iter().enumerate() {
        let ending = if text.starts_with('{') { "geojson" } else { "csv" };
        let file = folder.file(&format!("{role}_{idx}.{ending}"), text);
        all.extend(["--laag".to_owned(), format!("{role}={}", file.display())]);
    }
    all.extend(arguments.iter().map(|argument| (*argument).to_owned()));
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let output = zorgkring(&all);
    assert_ne!(output.status.code(), Some(2), "{output:?}");
    let said = [output.stdout, output.stderr].concat();
    (path, String::from_utf8_lossy(&said).into_owned())
}

/// A point in RD as a GeoPackage has it.
fn point(x: f64, y: f64) -> String {
    let mut bytes = b"GP\x00\x01".to_vec();
    bytes.extend(28_992_i32.to_le_bytes());
    bytes.extend([1, 1, 0, 0, 0]);
    bytes.extend(x.to_le_bytes().into_iter().chain(y.to_le_bytes()));
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn count(path: &Path, table: &str) -> usize {
    all(&Connection::open(path).expect("a database"), &format!("SELECT 1 FROM {table}")).len()
}

fn residents(baseline: &Baseline) -> f64 {
    baseline.demand.cells().iter().filter_map(|cell| cell.people.residents).sum()
}

const SQUARES: &str = "x;y;inwoners\n250050;470050;10\n250150;470050;20\n250250;470050;30\n";

#[test]
fn people_that_another_program_moved_within_their_square_are_replaced_with_it_and_go_with_it() {
    let folder = Folder::new();
    let (path, _) = import(&folder, &[("vraag", SQUARES)], &[]);
    let nudged = format!("UPDATE vraag SET geom = x'{}' WHERE inwoners = 10", point(250_057.0, 470_053.0));
    let gis = other(&path, "delete");
    gis.execute_batch(&nudged).expect("moved");
    gis.execute_batch("ALTER TABLE vraag ADD COLUMN wie TEXT; UPDATE vraag SET wie = 'de buurman'").expect("named");
    import(&folder, &[("vraag", "x;y;inwoners\n250050;470050;11\n250150;470050;20\n")], &["--vervang"]);
    assert_eq!((count(&path, "vraag"), residents(&opened(&path).baseline)), (2, 31.0));
    let kept = all(&gis, "SELECT wie FROM vraag WHERE inwoners = 11");
    assert_eq!(kept, [[Value::Text("de buurman".to_owned())]], "what else stood in its row");
    gis.execute_batch(&nudged.replace("= 10", "= 11")).expect("moved");
    import(&folder, &[("vraag", "x;y;inwoners\n250150;470050;20\n")], &["--vervang"]);
    assert_eq!((count(&path, "vraag"), residents(&opened(&path).baseline)), (1, 20.0));
    is_sound(&path);
}

#[test]
fn rows_that_are_read_as_one_become_one_and_a_row_that_is_read_as_several_becomes_several() {
    let folder = Folder::new();
    let (path, _) = import(&folder, &[("vraag", SQUARES)], &[]);
    // Two points in one square.
    let insert = "INSERT INTO vraag (geom, inwoners) VALUES";
    other(&path, "delete").execute_batch(&format!("{insert} (x'{}', 5)", point(250_020.0, 470_020.0))).expect("drawn");
    assert_eq!(residents(&opened(&path).baseline), 65.0);
    import(&folder, &[("vraag", "x;y;inwoners\n250050;470050;40\n250150;470050;20\n")], &["--vervang"]);
    assert_eq!((count(&path, "vraag"), residents(&opened(&path).baseline)), (2, 60.0));
    // A shop of two branches in one feature.
    let shops = "id;naam;x;y\n1;Noord;250100;470100\n2;Zuid;250200;470100\n";
    import(&folder, &[("supermarkt", shops)], &[]);
    let first = point(250_300.0, 470_100.0);
    let second = point(250_400.0, 470_100.0);
    let parts = format!("{}04000000{}{}{}", "01", "02000000", &first[16..], &second[16..]);
    let multi = format!("{}{parts}", &first[..16]);
    other(&path, "delete")
        .execute_batch(&format!("UPDATE supermarkt SET geom = x'{multi}' WHERE naam = 'Noord'"))
        .expect("drawn");
    let before = opened(&path);
    assert_eq!(before.baseline.places[PlaceClass::Amenity].len(), 3);
    // One of the two branches goes.
    let mut baseline = Baseline::clone(&before.baseline);
    baseline.places[PlaceClass::Amenity].retain(|shop| shop.point != RdPoint::at(250_300.0, 470_100.0));
    let baseline = Arc::new(baseline);
    put(&path, (&Arc::new(before.project.clone()), &baseline), &before.known()).expect("saved");
    assert_eq!(
        (count(&path, "supermarkt"), &opened(&path).baseline.places[PlaceClass::Amenity]),
        (2, &baseline.places[PlaceClass::Amenity])
    );
    is_sound(&path);
}

fn area(code: &str, x: f64) -> String {
    let (y, side) = (470_000.0, 1_000.0);
    let ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"{code}","naam":"Borne"}},
           "geometry":{{"type":"Polygon","coordinates":[{ring:?}]}}}}]}}"#
    )
}

#[test]
fn a_gemeente_whose_code_another_program_spelled_otherwise_gets_its_new_outline() {
    let folder = Folder::new();
    let (path, _) = import(&folder, &[("gemeente", &area("GM0147", 250_000.0))], &[]);
    other(&path, "delete").execute_batch("UPDATE gemeente SET code = '147'").expect("spelled");
    import(&folder, &[("gemeente", &area("GM0147", 250_500.0))], &["--vervang"]);
    let there = opened(&path).baseline;
    let west = there.municipalities[0].outline.0.0[0].exterior().0.iter().map(|at| at.x).fold(f64::MAX, f64::min);
    assert_eq!((there.municipalities.len(), west), (1, 250_500.0));
    assert_eq!(count(&path, "gemeente"), 1);
    is_sound(&path);
}

#[test]
fn a_row_that_was_copied_with_its_id_goes_when_its_layer_is_replaced_and_keeps_the_id_it_was_read_with() {
    let folder = Folder::new();
    let shops = "id;naam;x;y\n1;Noord;250100;470100\n2;Zuid;250200;470100\n";
    let (path, _) = import(&folder, &[("supermarkt", shops)], &[]);
    let copy = "INSERT INTO supermarkt (geom, id, naam, soort, status) SELECT geom, id, naam, soort, status \
                FROM supermarkt WHERE naam = 'Noord'";
    other(&path, "delete").execute_batch(copy).expect("copied");
    let copied = opened(&path);
    assert_eq!(copied.baseline.places[PlaceClass::Amenity].len(), 3);
    // The first of the two goes: the copy stays what it was read as.
    let mut baseline = Baseline::clone(&copied.baseline);
    let first = baseline.places[PlaceClass::Amenity].iter().position(|shop| shop.name == "Noord").expect("it is there");
    baseline.places[PlaceClass::Amenity].remove(first);
    let baseline = Arc::new(baseline);
    put(&path, (&Arc::new(copied.project.clone()), &baseline), &copied.known()).expect("saved");
    assert_eq!(opened(&path).baseline.places[PlaceClass::Amenity], baseline.places[PlaceClass::Amenity]);
    other(&path, "delete").execute_batch(copy).expect("copied again");
    import(&folder, &[("supermarkt", shops)], &["--vervang"]);
    assert_eq!((count(&path, "supermarkt"), opened(&path).baseline.places[PlaceClass::Amenity].len()), (2, 2));
    is_sound(&path);
}

#[test]
fn a_study_area_to_which_another_program_added_is_replaced_whole_and_two_changes_of_it_are_told() {
    let folder = Folder::new();
    let (path, _) = import(&folder, &[("studiegebied", &area("", 250_000.0))], &[]);
    let copy = "INSERT INTO studiegebied (geom) SELECT geom FROM studiegebied";
    other(&path, "delete").execute_batch(copy).expect("added");
    import(&folder, &[("studiegebied", &area("", 260_000.0))], &["--vervang"]);
    let there = opened(&path);
    let west = |baseline: &Baseline| {
        let area = baseline.study_area.as_ref().expect("a study area");
        area.0.0.iter().flat_map(|part| part.exterior().0.iter().map(|at| at.x)).fold(f64::MAX, f64::min)
    };
    assert_eq!((count(&path, "studiegebied"), west(&there.baseline)), (1, 260_000.0));
    // Both sides replace it.
    let known = there.known();
    import(&folder, &[("studiegebied", &area("", 270_000.0))], &["--vervang"]);
    let mut ours = Baseline::clone(&there.baseline);
    let moved = ours.study_area.take().map(|mut area| {
        area.0.0.iter_mut().for_each(|part| part.exterior_mut(|ring| ring.0.iter_mut().for_each(|at| at.x -= 500.0)));
        area
    });
    ours.study_area = moved;
    let ours = (&Arc::new(there.project.clone()), &Arc::new(ours));
    assert!(matches!(put(&path, ours, &known), Err(SaveError::Conflicts(_))));
    save(&path, ours, MADE, Over::KnownMine(&known)).expect("this side wins");
    assert_eq!((count(&path, "studiegebied"), west(&opened(&path).baseline)), (1, 259_500.0));
    is_sound(&path);
}

#[test]
fn a_train_in_a_table_of_haltes_is_changed_where_it_stands() {
    let folder = Folder::new();
    let stops = "id;naam;modaliteit;x;y\n1;Markt;bus;250100;470100\n2;Kerk;bus;250200;470100\n";
    let (path, _) = import(&folder, &[("halte", stops)], &[]);
    other(&path, "delete").execute_batch("UPDATE halte SET modaliteit = 'trein' WHERE naam = 'Kerk'").expect("changed");
    let there = opened(&path);
    let mut baseline = Baseline::clone(&there.baseline);
    baseline.places[PlaceClass::Stop]
        .iter_mut()
        .filter(|stop| stop.name == "Kerk")
        .for_each(|stop| Arc::make_mut(stop).set_capacity(Some(40)));
    let baseline = Arc::new(baseline);
    let saved = put(&path, (&Arc::new(there.project.clone()), &baseline), &there.known()).expect("saved");
    assert_eq!(opened(&path).baseline.places[PlaceClass::Stop], baseline.places[PlaceClass::Stop]);
    let mut less = Baseline::clone(&baseline);
    less.places[PlaceClass::Stop].retain(|stop| stop.name != "Kerk");
    put(&path, (&saved.known.project, &Arc::new(less.clone())), &saved.known).expect("saved");
    assert_eq!(
        (&opened(&path).baseline.places[PlaceClass::Stop], count(&path, "halte")),
        (&less.places[PlaceClass::Stop], 1)
    );
}

pub(crate) fn added(n: u128, name: &str) -> Intervention {
    let kind = AmenityKind::from_role("supermarkt").expect("a kind");
    Intervention::add(Uuid::from_u128(n), Some(kind), name, RdPoint::at(250_000.0 + n as f64, 470_000.0), None)
}

pub(crate) fn with(project: &Project, intervention: Intervention) -> Arc<Project> {
    let mut project = project.clone();
    Arc::make_mut(&mut project.plan.variants[0]).interventions.push(intervention);
    Arc::new(project)
}

/// A project with a variant, and what is known of it.
pub(crate) fn planned(folder: &Folder) -> (PathBuf, Known) {
    let path = folder.0.path().join("plan.gpkg");
    let mut project = Project::new(normenkader::standard());
    let (id, name, note) = (Uuid::from_u128(1), "Plan A".to_owned(), String::new());
    project.plan.variants.push(Arc::new(Variant { id, name, note, interventions: vec![added(2, "Eerste")] }));
    let (project, baseline) = (Arc::new(project), Arc::default());
    let saved = save(&path, (&project, &baseline), MADE, Over::Nothing).expect("saved");
    (path, saved.known)
}

#[test]
fn two_windows_that_each_add_an_intervention_both_keep_its_place_and_its_name() {
    let folder = Folder::new();
    let (path, known) = planned(&folder);
    let [here, there] = [added(3, "Hier"), added(4, "Daar")].map(|new| with(&known.project, new));
    put(&path, (&there, &known.baseline), &known).expect("saved");
    assert_eq!(put(&path, (&here, &known.baseline), &known).expect("saved").n_others, 2, "a row and its feature");
    let both = opened(&path);
    assert_eq!(both.problems, []);
    let interventions = &both.project.plan.variants[0].interventions;
    assert_eq!(interventions[..], [added(2, "Eerste"), added(4, "Daar"), added(3, "Hier")]);
    // One of the two that stand at the same place in the list goes.
    let mut less = both.project.clone();
    Arc::make_mut(&mut less.plan.variants[0]).interventions.remove(1);
    put(&path, (&Arc::new(less.clone()), &both.baseline), &both.known()).expect("saved");
    assert_eq!(opened(&path).project, less);
}

#[test]
fn a_copied_feature_of_an_intervention_is_told_and_does_not_take_its_place() {
    let folder = Folder::new();
    let (path, known) = planned(&folder);
    let copy = format!(
        "INSERT INTO plaats_plan (geom, variant, volgorde, soort, id, naam) SELECT x'{}', variant, volgorde - 1, soort, id, \
         'Kopie' FROM plaats_plan",
        point(251_000.0, 471_000.0)
    );
    other(&path, "delete").execute_batch(&copy).expect("copied");
    let there = opened(&path);
    assert_eq!(there.project, *known.project);
    let told: Vec<String> = there.problems.iter().map(nl::problems::problem).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("plan.gpkg, plaats_plan, object 2: dit hoort bij geen ingreep"), "{told:?}");
}

#[test]
fn what_an_intervention_does_counts_whatever_another_program_made_of_its_readable_columns() {
    let folder = Folder::new();
    let (path, known) = planned(&folder);
    other(&path, "delete")
        .execute_batch("UPDATE zorgkring_ingreep SET soort = 'iets', onderwerp = ''")
        .expect("changed");
    let there = opened(&path);
    let mut less = there.project.clone();
    Arc::make_mut(&mut less.plan.variants[0]).interventions.clear();
    put(&path, (&Arc::new(less.clone()), &known.baseline), &there.known()).expect("saved");
    assert_eq!((opened(&path).project, count(&path, "zorgkring_ingreep")), (less, 0));
}

#[test]
fn a_note_that_was_copied_with_its_id_is_a_note_of_its_own() {
    let folder = Folder::new();
    let (path, known) = planned(&folder);
    let saved = put(&path, (&noted(&known.project, 9, "bankje"), &known.baseline), &known).expect("saved");
    let copy = "INSERT INTO notitie (id, volgorde, tekst, tafel, gemaakt) SELECT id, volgorde, 'twee', tafel, gemaakt \
                FROM notitie";
    other(&path, "delete").execute_batch(copy).expect("copied");
    let there = opened(&path);
    let texts = |project: &Project| project.board.notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    assert_eq!((texts(&there.project), there.problems.len()), (vec!["bankje".to_owned(), "twee".to_owned()], 1));
    let mut less = there.project.clone();
    less.board.notes.remove(0);
    put(&path, (&Arc::new(less.clone()), &saved.known.baseline), &there.known()).expect("saved");
    assert_eq!((opened(&path).project, count(&path, "notitie")), (less, 1));
}

/// Another program makes a layer of the rows of another.
const NEW_LAYER: &str = "
CREATE TABLE apotheek (fid INTEGER PRIMARY KEY, geom POINT, naam TEXT, licentie TEXT);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('apotheek', 'features', 'apotheek', 28992);
INSERT INTO gpkg_geometry_columns VALUES ('apotheek', 'geom', 'POINT', 28992, 0, 0);
INSERT INTO apotheek (geom, naam, licentie) SELECT geom, 'Apotheek ' || naam, 'niet delen' FROM supermarkt;
";

#[test]
fn a_layer_that_another_program_adds_meanwhile_is_taken_over_and_stays_at_home() {
    for by_zorgkring in [false, true] {
        let folder = Folder::new();
        let path = villages(folder.0.path());
        let there = opened(&path);
        if by_zorgkring {
            let csv = "id;naam;licentie;x;y\n1;Apotheek Noord;niet delen;250100;470100\n";
            import(&folder, &[("apotheek", csv)], &[]);
        } else {
            other(&path, "delete").execute_batch(NEW_LAYER).expect("added");
        }
        let saved = put(&path, (&noted(&there.project, 1, "bankje"), &there.baseline), &there.known()).expect("saved");
        assert!(saved.n_others > 0, "what is not known here is told");
        for _ in 0..2 {
            let again = opened(&path);
            let layer = again.baseline.layer(role("apotheek")).expect("the layer is there");
            assert!(!layer.may_be_shared() && layer.n_features > 0, "{layer:?}");
            assert!(again.baseline.places[PlaceClass::Amenity].iter().any(|place| place.name.starts_with("Apotheek")));
            // Saved once more by who does know it.
            let project = noted(&again.project, 2, "nog een");
            put(&path, (&project, &again.baseline), &again.known()).expect("saved");
        }
        let to = folder.0.path().join("uit");
        let arguments = [path.as_path(), &to].map(|path| path.to_string_lossy().into_owned());
        let [project, to_text] = &arguments;
        let output = zorgkring(&["exporteer", project, "--formaat", "csv", "--uit", to_text]);
        assert_ne!(output.status.code(), Some(2), "{output:?}");
        assert!(to.join("supermarkt.csv").exists() && !to.join("apotheek.csv").exists());
        is_sound(&path);
    }
}

#[test]
fn a_layer_that_another_program_removes_blocks_no_save_and_stays_away() {
    let folder = Folder::new();
    let path = villages(folder.0.path());
    let there = opened(&path);
    let remove = "DROP TABLE rtree_ontmoeting_geom; DROP TABLE ontmoeting; \
                  DELETE FROM gpkg_geometry_columns WHERE table_name = 'ontmoeting'; \
                  DELETE FROM gpkg_extensions WHERE table_name = 'ontmoeting'; \
                  DELETE FROM gpkg_contents WHERE table_name = 'ontmoeting'";
    other(&path, "delete").execute_batch(remove).expect("removed");
    let told: Vec<String> = opened(&path).problems.iter().map(nl::problems::problem).collect();
    assert!(
        told.iter().any(|sentence| sentence.contains("de laag \"ontmoeting\" uit dit bestand gehaald")),
        "{told:?}"
    );
    let saved = put(&path, (&noted(&there.project, 1, "bankje"), &there.baseline), &there.known()).expect("saved");
    assert!(saved.n_others > 0);
    let again = opened(&path);
    assert_eq!((again.problems.len(), again.project.board.notes.len()), (0, 1));
    assert!(again.baseline.layer(role("ontmoeting")).is_none());
    assert!(
        !again.baseline.places[PlaceClass::Amenity]
            .iter()
            .any(|place| place.kind().map(AmenityKind::role) == Some("ontmoeting"))
    );
    is_sound(&path);
    // What is changed here in a layer that is gone there is told.
    let mut renamed = Baseline::clone(&there.baseline);
    let place = renamed.places[PlaceClass::Amenity]
        .iter_mut()
        .find(|place| place.kind().map(AmenityKind::role) == Some("ontmoeting"))
        .expect("a place");
    Arc::make_mut(place).name = "Buurthuis".to_owned();
    let (project, renamed) = (Arc::new(there.project.clone()), Arc::new(renamed));
    assert!(matches!(put(&path, (&project, &renamed), &there.known()), Err(SaveError::Conflicts(_))));
    save(&path, (&project, &renamed), MADE, Over::KnownMine(&there.known())).expect("this side wins");
    assert_eq!(count(&path, "ontmoeting"), 2, "the layer is there whole");
    is_sound(&path);
}

#[test]
fn a_project_with_what_a_stranger_put_into_its_tables_opens() {
    let folder = Folder::new();
    let (path, known) = planned(&folder);
    let saved = put(&path, (&noted(&known.project, 9, "bankje"), &known.baseline), &known).expect("saved");
    let stranger = "ALTER TABLE notitie ADD COLUMN merk TEXT; UPDATE notitie SET merk = CAST(x'e9ff41' AS TEXT)";
    other(&path, "delete").execute_batch(stranger).expect("put there");
    assert_eq!(open(&path, &Unwatched).expect("it opens").project, *saved.known.project);
    // As ogr2ogr writes a table anew, with another key and another name for the geometry.
    let anew = "CREATE TABLE nieuw (ogc_fid INTEGER PRIMARY KEY, the_geom POINT, id TEXT, volgorde INTEGER, tekst TEXT, \
                ronde TEXT, tafel TEXT, gemaakt TEXT); \
                INSERT INTO nieuw SELECT fid, geom, id, volgorde, tekst, ronde, tafel, gemaakt FROM notitie; \
                DROP TABLE rtree_notitie_geom; DROP TABLE notitie; ALTER TABLE nieuw RENAME TO notitie; \
                DELETE FROM gpkg_extensions WHERE table_name = 'notitie'; \
                UPDATE gpkg_geometry_columns SET column_name = 'the_geom' WHERE table_name = 'notitie'";
    other(&path, "delete").execute_batch(anew).expect("written anew");
    let there = open(&path, &Unwatched).expect("it opens");
    assert_eq!(there.project, *saved.known.project);
    let more = noted(&there.project, 10, "boom");
    put(&path, (&more, &there.baseline), &there.known()).expect("saved");
    assert_eq!(opened(&path).project, *more);
}

#[test]
fn a_layer_with_a_key_that_is_no_number_is_changed_in_the_row_it_is_about() {
    let folder = Folder::new();
    let shops = "id;naam;x;y\n1;Noord;250100;470100\n2;Zuid;250200;470100\n3;West;250300;470100\n";
    for key in ["PRIMARY KEY (id)", "PRIMARY KEY (rang, id)"] {
        let (path, _) = import(&folder, &[("supermarkt", shops)], &["--vervang"]);
        let anew = format!(
            "CREATE TABLE nieuw (geom POINT, id TEXT, naam TEXT, soort TEXT, status TEXT, rang INTEGER, {key}); \
             INSERT INTO nieuw SELECT geom, id, naam, soort, status, 10 - fid FROM supermarkt; \
             DROP TABLE rtree_supermarkt_geom; DROP TABLE supermarkt; ALTER TABLE nieuw RENAME TO supermarkt; \
             DELETE FROM gpkg_extensions WHERE table_name = 'supermarkt'"
        );
        other(&path, "delete").execute_batch(&anew).expect("made anew");
        let there = opened(&path);
        let mut baseline = Baseline::clone(&there.baseline);
        baseline.places[PlaceClass::Amenity].retain(|shop| shop.name != "Noord");
        baseline.places[PlaceClass::Amenity].iter_mut().for_each(|shop| Arc::make_mut(shop).name.push_str(" nieuw"));
        let baseline = Arc::new(baseline);
        put(&path, (&Arc::new(there.project.clone()), &baseline), &there.known()).expect("saved");
        let gis = Connection::open(&path).expect("a database");
        let names = all(&gis, "SELECT naam FROM supermarkt ORDER BY naam");
        assert_eq!(names, ["West nieuw", "Zuid nieuw"].map(|name| [Value::Text(name.to_owned())]), "{key}");
        fs::remove_file(&path).expect("our own");
    }
}

#[test]
fn a_place_is_changed_in_its_own_row_of_a_layer_that_another_program_made_anew_with_another_key() {
    let folder = Folder::new();
    let shops = "id;naam;x;y\n1;Coop;250100;470100\n2;Aldi;250200;470100\n3;Spar;250300;470100\n";
    let (path, _) = import(&folder, &[("supermarkt", shops)], &[]);
    // Its own key runs the other way; our numbers stay as a column.
    let anew = "CREATE TABLE nieuw (ogc_fid INTEGER PRIMARY KEY, fid INTEGER, geom POINT, id TEXT, naam TEXT, soort TEXT, \
                status TEXT); \
                INSERT INTO nieuw SELECT 4 - fid, fid, geom, id, naam, soort, status FROM supermarkt; \
                DROP TABLE rtree_supermarkt_geom; DROP TABLE supermarkt; ALTER TABLE nieuw RENAME TO supermarkt; \
                DELETE FROM gpkg_extensions WHERE table_name = 'supermarkt'";
    other(&path, "delete").execute_batch(anew).expect("made anew");
    let there = opened(&path);
    let mut baseline = Baseline::clone(&there.baseline);
    let coop = baseline.places[PlaceClass::Amenity].iter_mut().find(|shop| shop.name == "Coop").expect("a shop");
    Arc::make_mut(coop).point = RdPoint::at(250_900.0, 470_900.0);
    let baseline = Arc::new(baseline);
    put(&path, (&Arc::new(there.project.clone()), &baseline), &there.known()).expect("saved");
    let places = |baseline: &Baseline| {
        let mut places: Vec<_> =
            baseline.places[PlaceClass::Amenity].iter().map(|shop| (shop.name.clone(), shop.point.x())).collect();
        places.sort_by(|a, b| a.0.cmp(&b.0));
        places
    };
    assert_eq!(places(&opened(&path).baseline), places(&baseline));
    assert_eq!(places(&baseline)[1], ("Coop".to_owned(), 250_900.0));
}

#[test]
fn a_kern_of_two_rows_goes_with_both() {
    let folder = Folder::new();
    let kernen = "id;naam;gemeentecode;x;y\n1;Dorp;GM0153;250100;470100\n2;Stad;GM0153;255100;470100\n";
    let (path, _) = import(&folder, &[("kern", kernen)], &[]);
    let twice = "INSERT INTO kern (geom, id, naam, gemeentecode) SELECT geom, '0e7f0c61-9a0c-4d3e-8f5d-2b6a3c7d9e10', naam, \
                 gemeentecode FROM kern WHERE naam = 'Dorp'";
    other(&path, "delete").execute_batch(twice).expect("added");
    let there = opened(&path);
    assert_eq!(there.baseline.settlements.len(), 2);
    let mut baseline = Baseline::clone(&there.baseline);
    Arc::make_mut(&mut baseline.settlements).retain(|kern| kern.name != "Dorp");
    let baseline = Arc::new(baseline);
    put(&path, (&Arc::new(there.project.clone()), &baseline), &there.known()).expect("saved");
    assert_eq!(count(&path, "kern"), 1);
}
