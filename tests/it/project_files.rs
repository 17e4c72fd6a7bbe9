//! Project files from the outside: by the command line, by GDAL as QGIS reads them, and by the rules for saving.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use uuid::Uuid;
use zorgkring::crs::{Rd, RdPoint};
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::sketch::{Sketch, SketchLook, SketchShape};
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::domain::workshop::StickyNote;
use zorgkring::files::write_whole;
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::nl;
use zorgkring::project::file::{Known, Over, ProjectFileError, ProjectLock, SaveError, open, save};
use zorgkring::project::{BoardEdit, BoardItem, Project};

use crate::support::fixtures::fixture;
use crate::support::program::{villages, zorgkring};

const MADE: &str = "2026-03-01T14:32:05Z";

fn a_sketch() -> Sketch {
    let line = [(250_000.0, 470_000.0), (250_400.5, 470_100.25)];
    Sketch {
        id: Uuid::from_u128(77),
        shape: SketchShape::Arrow(Rd(line.into_iter().map(geo::Point::from).collect())),
        look: SketchLook::default(),
        title: "wandelroute".to_owned(),
        note: String::new(),
        round: None,
        table: "tafel 3".to_owned(),
        made: MADE.to_owned(),
    }
}

/// A project with something of everything that shows on a map.
fn rich_project(folder: &Path) -> PathBuf {
    let path = villages(folder);
    let opened = open(&path, &Unwatched).expect("it was just made");
    let mut project = opened.project;
    let kind = AmenityKind::from_role("apotheek").expect("a kind");
    let point = RdPoint::at(250_300.0, 470_300.0);
    project.plan.variants.push(Arc::new(Variant {
        id: Uuid::from_u128(4),
        name: "Meer zorg".to_owned(),
        note: String::new(),
        interventions: vec![Intervention::add(Uuid::from_u128(5), Some(kind), "Nieuwe apotheek", point, None)],
    }));
    project.board.sketches.push(Arc::new(a_sketch()));
    put_over(&path, project, &opened.baseline);
    path
}

/// Saves over whatever project is there.
fn put_over(path: &Path, project: Project, baseline: &Arc<Baseline>) {
    save(path, (&Arc::new(project), baseline), MADE, Over::Anything).expect("saved");
}

/// Runs a program of GDAL; nothing when it is not on this machine.
fn gdal(program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program).args(arguments).env("LC_ALL", "C").output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => panic!("{program}: {error}"),
    }
}

#[test]
fn gdal_reads_every_layer_without_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = rich_project(folder.path());
    let Some(output) = gdal("ogrinfo", &["-al", "-so", "-ro", &path.to_string_lossy()]) else { return };
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    for layer in ["zorg24", "kern", "schets_punt", "schets_lijn", "schets_vlak", "notitie", "zone_plan", "plaats_plan"]
    {
        assert!(text.contains(&format!("Layer name: {layer}\n")), "{layer} in\n{text}");
    }
    assert!(text.contains("Amersfoort / RD New"), "{text}");
    assert!(text.contains("Extent: (250000.000000, 470000.000000) - (250400.500000, 470100.250000)"), "{text}");
}

#[test]
fn a_file_of_the_first_version_opens_with_its_sketches_in_their_order_and_is_saved_as_the_latest() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("oud.gpkg");
    fs::copy(fixture("project_versie_1_epsg_28992.gpkg"), &path).expect("a copy");
    let opened = open(&path, &Unwatched).expect("an old version opens");
    assert_eq!(opened.problems, Vec::new());
    let shown = |sketch: &Arc<Sketch>| (sketch.shape.name(), sketch.title.clone(), sketch.look.color.name());
    let found: Vec<_> = opened.project.board.sketches.iter().map(shown).collect();
    let expected = [
        ("vlak", "plein", "groen"),
        ("punt", "bankje", "blauw"),
        ("pijl", "naar de halte", "oranje"),
        ("tekst", "hier liever niet", "paars"),
        ("lijn", "looproute", "zwart"),
    ];
    assert_eq!(found, expected.map(|(form, title, color)| (form, title.to_owned(), color)));
    assert_eq!(opened.project.board.sketches[1].note, "in de schaduw");
    assert_eq!(opened.baseline.places[PlaceClass::Care].len(), 2);
    put_over(&path, opened.project.clone(), &opened.baseline);
    let again = open(&path, &Unwatched).expect("whole");
    assert_eq!((again.project, again.baseline, again.problems), (opened.project, opened.baseline, opened.problems));
    let Some(output) = gdal("ogrinfo", &["-al", "-so", "-ro", &path.to_string_lossy()]) else { return };
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("Layer name: schets_vlak\n") && !text.contains("Layer name: schets\n"), "{text}");
}

#[test]
fn what_another_program_changes_shows_when_it_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = rich_project(folder.path());
    let before = open(&path, &Unwatched).expect("whole");
    let care = before.baseline.places[PlaceClass::Care][0].clone();
    // GDAL brings the functions that the triggers of the spatial index call, as QGIS does.
    let sql = [
        format!("UPDATE zorg24 SET naam = 'Elders', plaatsen = 'veel' WHERE id = '{}'", care.id),
        "UPDATE schets_lijn SET titel = 'rolstoelroute'".to_owned(),
        "UPDATE supermarkt SET geom = (SELECT geom FROM ontmoeting LIMIT 1)".to_owned(),
    ];
    for statement in sql {
        let Some(output) = gdal("ogrinfo", &["-sql", &statement, &path.to_string_lossy()]) else { return };
        assert!(output.status.success(), "{output:?}");
    }
    let after = open(&path, &Unwatched).expect("whole");
    let changed = &after.baseline.places[PlaceClass::Care][0];
    assert_eq!((changed.id, changed.name.as_str(), changed.point), (care.id, "Elders", care.point));
    assert_eq!(after.baseline.places[PlaceClass::Care].len(), before.baseline.places[PlaceClass::Care].len());
    let sketch = &after.project.board.sketches[0];
    assert_eq!(**sketch, Sketch { title: "rolstoelroute".to_owned(), ..a_sketch() });
    let of_kind = |base: &Baseline, role: &str| {
        let kind = AmenityKind::from_role(role).expect("a kind");
        base.places[PlaceClass::Amenity].iter().find(|place| place.kind() == Some(kind)).expect("a place").clone()
    };
    let (shop, moved) = (of_kind(&before.baseline, "supermarkt"), of_kind(&after.baseline, "supermarkt"));
    assert_eq!((moved.id, moved.point), (shop.id, of_kind(&before.baseline, "ontmoeting").point));
    let told: Vec<String> = after.problems.iter().map(nl::problems::problem).collect();
    assert!(told.len() == 1 && told[0].contains("veld plaatsen"), "{told:?}");
    // What was not touched stays exactly as it was.
    assert_eq!(after.baseline.settlements, before.baseline.settlements);
    assert_eq!(after.baseline.demand, before.baseline.demand);
}

#[test]
fn a_feature_drawn_in_another_program_comes_in_with_an_id_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = rich_project(folder.path());
    let before = open(&path, &Unwatched).expect("whole");
    let shop = folder.path().join("winkel.csv");
    fs::write(&shop, "naam,x,y\nBuurtwinkel,251000,471000\nBuiten,0,0\n").expect("a file");
    let place = ["-oo", "X_POSSIBLE_NAMES=x", "-oo", "Y_POSSIBLE_NAMES=y", "-a_srs", "EPSG:28992"];
    let (to, from) = (path.to_string_lossy(), shop.to_string_lossy());
    let mut arguments = vec!["-append", "-nln", "supermarkt"];
    arguments.extend(place);
    arguments.extend([&*to, &*from]);
    let Some(output) = gdal("ogr2ogr", &arguments) else { return };
    assert!(output.status.success(), "{output:?}");
    let after = open(&path, &Unwatched).expect("whole");
    assert_eq!(after.baseline.places[PlaceClass::Amenity].len(), before.baseline.places[PlaceClass::Amenity].len() + 1);
    let drawn = after.baseline.places[PlaceClass::Amenity]
        .iter()
        .find(|place| place.name == "Buurtwinkel")
        .expect("it came in");
    assert_eq!(drawn.point, RdPoint::at(251_000.0, 471_000.0));
    let told: Vec<String> = after.problems.iter().map(nl::problems::problem).collect();
    assert!(told.len() == 1 && told[0].contains("plan.gpkg, object"), "{told:?}");
    // Saved and opened again it is the same place.
    put_over(&path, after.project, &after.baseline);
    let again = open(&path, &Unwatched).expect("whole");
    assert_eq!(again.baseline.places[PlaceClass::Amenity], after.baseline.places[PlaceClass::Amenity]);
    assert_eq!(again.problems, Vec::new());
}

#[test]
fn one_geopackage_or_a_folder_of_tables_holds_what_went_in_what_follows_and_what_the_room_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let from = rich_project(folder.path());
    let (from, to) = (from.to_string_lossy(), folder.path().join("uit.gpkg"));
    let output = zorgkring(&["exporteer", &from, "--formaat", "gpkg", "--uit", &to.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let tables = folder.path().join("tabellen");
    let output =
        zorgkring(&["exporteer", &from, "--formaat", "csv", "--uit", &tables.to_string_lossy(), "--crs", "rd"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let zones = fs::read_to_string(tables.join("zones.csv")).expect("a table of zones");
    assert!(zones.starts_with("id,naam,status,") && zones.lines().next().is_some_and(|line| line.ends_with(",wkt")));
    assert!(zones.contains("POLYGON ((") && zones.contains("Aalbeek"), "{zones}");
    for name in ["ringen", "bijna", "kandidaten", "schetsen", "zorg24", "opgave"] {
        assert!(tables.join(format!("{name}.csv")).is_file(), "{name}");
    }
    let Some(output) = gdal("ogrinfo", &["-al", "-ro", &to.to_string_lossy()]) else { return };
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    for layer in ["zorg24", "kern", "zones", "ringen", "bijna", "kandidaten", "schetsen_lijn"] {
        assert!(text.contains(&format!("Layer name: {layer}\n")), "{layer} in\n{text}");
    }
    assert!(text.contains("titel (String) = wandelroute"), "{text}");
}

#[test]
fn exported_geojson_keeps_its_ids_in_a_fresh_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = rich_project(folder.path());
    let out = folder.path().join("uit");
    let to = out.to_string_lossy();
    let output = zorgkring(&["exporteer", &path.to_string_lossy(), "--formaat", "geojson", "--uit", &to]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let fresh = folder.path().join("nieuw.gpkg");
    let layers: Vec<String> = ["zorg24", "supermarkt", "ontmoeting", "kern"]
        .into_iter()
        .flat_map(|role| ["--laag".to_owned(), format!("{role}={to}/{role}.geojson")])
        .collect();
    let name = fresh.to_string_lossy();
    let mut arguments = vec!["importeer", &name];
    arguments.extend(layers.iter().map(String::as_str));
    assert_eq!(zorgkring(&arguments).status.code(), Some(0));
    let ids = |path: &Path| {
        let base = open(path, &Unwatched).expect("whole").baseline;
        let mut ids: Vec<Uuid> = base.places[PlaceClass::Care].iter().map(|place| place.id).collect();
        ids.extend(base.places[PlaceClass::Amenity].iter().map(|place| place.id));
        ids.extend(base.settlements.iter().map(|place| place.id));
        ids.sort();
        ids
    };
    assert_eq!(ids(&fresh), ids(&path));
}

#[test]
fn a_variant_is_exported_with_what_it_adds_and_the_ground_without() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = rich_project(folder.path()).to_string_lossy().into_owned();
    let to = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (with, without) = (to("met"), to("zonder"));
    let common = ["exporteer", &path, "--formaat", "csv", "--crs", "rd", "--uit"];
    let run = |more: &[&str]| zorgkring(&[&common, more].concat());
    assert_eq!(run(&[&with, "--variant", "Meer zorg"]).status.code(), Some(0));
    assert_eq!(run(&[&without]).status.code(), Some(0));
    let table = fs::read_to_string(format!("{with}/apotheek.csv")).expect("it is there");
    assert!(table.contains("Nieuwe apotheek") && table.contains(",250300,470300"), "{table}");
    assert!(!Path::new(&format!("{without}/apotheek.csv")).exists());
    let output = run(&[&to("niets"), "--variant", "Anders"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(told, "De variant 'Anders' bestaat niet; kies uit Meer zorg.\n");
    let output = zorgkring(&["voorstel", &path, "--variant", "Meer zorg", "--uit", &to("voorstel")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn a_layer_that_may_not_be_shared_is_in_the_project_and_in_no_export() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut baseline = zorgkring::demo::baseline();
    for layer in &mut baseline.layers {
        if ["zorg24", "halte"].contains(&layer.role.name()) {
            layer.licence = Some("Niet delen (alleen intern)".to_owned());
        }
    }
    let baseline = Arc::new(baseline);
    put_over(&path, Project::new(normenkader::standard()), &baseline);
    assert_eq!(open(&path, &Unwatched).expect("whole").baseline, baseline);
    let out = folder.path().join("uit");
    let call = |format: &str, to: &Path| {
        zorgkring(&["exporteer", &path.to_string_lossy(), "--formaat", format, "--uit", &to.to_string_lossy()])
    };
    let sentence = "Niet geëxporteerd, omdat de licentie 'niet delen' zegt: zorg24, halte. Er is wel mee gerekend; \
                    namen, plaatsen en ids eruit staan nergens.";
    let output = call("geojson", &out);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), format!("{sentence}\n"));
    assert!(out.join("supermarkt.geojson").exists());
    for withheld in ["zorg24", "halte", "haltes"] {
        assert!(!out.join(format!("{withheld}.geojson")).exists(), "{withheld}");
    }
    assert!(fs::read_to_string(out.join("rapport.json")).expect("a report").contains(sentence));
    let package = folder.path().join("lagen.gpkg");
    assert_eq!(call("gpkg", &package).status.code(), Some(0));
    let checked = zorgkring(&[
        "importeer",
        &folder.path().join("x.gpkg").to_string_lossy(),
        "--laag",
        &format!("zorg24={}", package.display()),
    ]);
    assert_eq!(checked.status.code(), Some(2), "{checked:?}");
}

#[test]
fn a_layer_of_a_geopackage_is_found_by_its_name_or_its_role() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = folder.path().join("demo");
    assert_eq!(zorgkring(&["demo", "--uit", &demo.to_string_lossy()]).status.code(), Some(0));
    let package = demo.join("demo.gpkg").to_string_lossy().into_owned();
    let import = |name: &str, layer: &str| {
        let to = folder.path().join(name);
        (zorgkring(&["importeer", &to.to_string_lossy(), "--laag", layer]), to)
    };
    let (output, by_role) = import("rol.gpkg", &format!("kern={package}"));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let (output, by_name) = import("naam.gpkg", &format!("kern={package}:kern"));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let kernen = |path: &Path| open(path, &Unwatched).expect("whole").baseline.settlements.clone();
    assert!(!kernen(&by_role).is_empty());
    assert_eq!(kernen(&by_role), kernen(&by_name));
    let (output, nothing) = import("niets.gpkg", &format!("kern={package}:kerk"));
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("er is geen laag \"kerk\" in dit bestand"), "{output:?}");
    assert!(!nothing.exists());
    let checked = zorgkring(&["controleer", &package]);
    assert!(String::from_utf8_lossy(&checked.stdout).starts_with("demo.gpkg: GeoPackage, "), "{checked:?}");
}

#[test]
fn saving_never_goes_over_the_work_of_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let (project, baseline) = (Arc::new(Project::new(normenkader::standard())), Arc::new(Baseline::default()));
    let put = |over: Over<'_>| save(&path, (&project, &baseline), MADE, over);
    let known: Known = put(Over::Nothing).expect("saved").known;
    assert!(matches!(put(Over::Nothing), Err(SaveError::ChangedSince)));
    let known = put(Over::Known(&known)).expect("saved again").known;
    let ours = fs::read(&path).expect("there");
    fs::write(&path, "van een ander").expect("written");
    for over in [Over::Known(&known), Over::KnownMine(&known), Over::Anything] {
        assert!(matches!(put(over), Err(SaveError::NotAProject(ProjectFileError::NotAGeoPackage))));
    }
    assert_eq!(fs::read(&path).expect("there"), b"van een ander");
    // The same content again is no change.
    fs::write(&path, &ours).expect("written");
    assert_eq!(put(Over::Known(&known)).expect("saved").n_others, 0);
    let lock = ProjectLock::take(&path).expect("free");
    assert!(matches!(ProjectLock::take(&path), Err(SaveError::OpenElsewhere)));
    let output = zorgkring(&["importeer", &path.to_string_lossy(), "--demo"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("al geopend in een ander venster van zorgkring"), "{told}");
    drop(lock);
    assert!(ProjectLock::take(&path).is_ok());
}

#[test]
fn what_cannot_be_written_leaves_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    fs::write(&path, "oud").expect("written");
    let full = write_whole(&path, |out| {
        out.write_all(b"half")?;
        Err(io::ErrorKind::StorageFull.into())
    });
    assert_eq!(full.expect_err("full").kind(), io::ErrorKind::StorageFull);
    let mut permissions = fs::metadata(&path).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("set");
    let refused = write_whole(&path, |out| out.write_all(b"nieuw"));
    assert_eq!(refused.expect_err("read-only").kind(), io::ErrorKind::PermissionDenied);
    assert_eq!(fs::read_to_string(&path).expect("there"), "oud");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    let nowhere = folder.path().join("weg").join("plan.gpkg");
    let (project, baseline) = (Arc::new(Project::new(normenkader::standard())), Arc::new(Baseline::default()));
    let error = save(&nowhere, (&project, &baseline), MADE, Over::Nothing).expect_err("no folder");
    assert!(nl::project::not_saved(&nowhere, &error).contains("is niet bewaard: de map is er niet; "), "{error}");
    let other = open(folder.path(), &Unwatched).expect_err("a folder is no project");
    assert_eq!(other, ProjectFileError::NotReadable(io::ErrorKind::IsADirectory));
}

#[test]
fn sketches_and_notes_of_an_export_come_back_in_a_fresh_project_with_their_ids() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = villages(folder.path());
    let mut project = open(&path, &Unwatched).expect("it was just made").project;
    let square = geo::Rect::new((250_000.0, 470_000.0), (250_500.0, 470_400.0)).to_polygon();
    let mut area = a_sketch();
    (area.id, area.title, area.shape) = (Uuid::from_u128(78), "plein".to_owned(), SketchShape::Area(Rd(square)));
    let note = |n: u128, point| StickyNote {
        id: Uuid::from_u128(n),
        text: format!("briefje {n}"),
        point,
        round: Some(Uuid::from_u128(3)),
        table: "tafel 1".to_owned(),
        made: MADE.to_owned(),
    };
    let notes = [note(80, Some(RdPoint::at(250_100.25, 470_200.5))), note(81, None)];
    let put = [a_sketch(), area].map(BoardItem::Sketch).into_iter().chain(notes.map(BoardItem::Note)).collect();
    BoardEdit { remove: Vec::new(), put }.apply(&mut project.board);
    let baseline = open(&path, &Unwatched).expect("still there").baseline;
    put_over(&path, project.clone(), &baseline);
    for (format, crs) in [("geojson", "rd"), ("geojson", "wgs84"), ("csv", "rd"), ("csv", "wgs84"), ("gpkg", "rd")] {
        let name = format!("{format}_{crs}");
        let (out, fresh) = (folder.path().join(&name), folder.path().join(format!("{name}.gpkg")));
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let (from, to) = (text(&path), text(&out));
        let arguments = ["exporteer", &from, "--formaat", format, "--uit", &to, "--crs", crs];
        assert_eq!(zorgkring(&arguments).status.code(), Some(0));
        let of = |layer: &str| if format == "gpkg" { to.clone() } else { text(&out.join(format!("{layer}.{format}"))) };
        let (sketches, notes, layer) = (of("schetsen"), of("notities"), format!("zorg24={}", of("zorg24")));
        let to = text(&fresh);
        let read = zorgkring(&["importeer", &to, "--laag", &layer, "--schetsen", &sketches, "--notities", &notes]);
        assert_eq!(read.status.code(), Some(0), "{read:?}");
        let mut board = open(&fresh, &Unwatched).expect("a project").project.board;
        // A GeoPackage has a table per kind of geometry.
        board.sketches.sort_by_key(|sketch| sketch.id);
        assert_eq!((board.sketches.len(), board.notes.len()), (2, 2), "{name}");
        for (now, then) in board.sketches.iter().zip(&project.board.sketches) {
            assert_eq!((now.id, &now.title, &now.table, now.look), (then.id, &then.title, &then.table, then.look));
            assert_eq!(now.shape.name(), then.shape.name());
        }
        for (now, then) in board.notes.iter().zip(&project.board.notes) {
            assert_eq!((now.id, &now.text, now.round), (then.id, &then.text, then.round));
            let apart = now.point.zip(then.point).map(|(now, then)| now.straight_distance_m(then));
            assert!(apart.is_none_or(|meters| meters < 0.02), "{name}: {apart:?}");
            assert_eq!(now.point.is_some(), then.point.is_some());
        }
        if crs == "rd" {
            assert_eq!(board.sketches, project.board.sketches, "{name}");
        }
    }
}

#[test]
fn a_file_of_sketches_with_something_wrong_in_it_says_what_and_reads_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("schetsen.geojson");
    let good = r#"{"type":"Feature","properties":{"id":"x","titel":"goed"},"geometry":{"type":"Point","coordinates":[6.8,52.3]}}"#;
    let far = r#"{"type":"Feature","properties":{"id":"y"},"geometry":{"type":"Point","coordinates":[100.0,10.0]}}"#;
    let nowhere = r#"{"type":"Feature","properties":{"id":"z"},"geometry":null}"#;
    // Found by the fuzzer: a position of one number.
    let half = r#"{"type":"Feature","properties":{"id":"w"},"geometry":{"type":"LineString","coordinates":[[6.8],[6.9,52.3]]}}"#;
    let text = format!(r#"{{"type":"FeatureCollection","features":[{far},{good},{nowhere},{half}]}}"#);
    fs::write(&file, text).expect("it can be written");
    let read = zorgkring::import::read_sketches(&file);
    let titles: Vec<&str> = read.sketches.iter().map(|sketch| sketch.title.as_str()).collect();
    assert_eq!(titles, ["goed"]);
    assert_eq!(read.problems.len(), 3);
    assert!(nl::problems::problem(&read.problems[0]).contains("schetsen.geojson"));
    fs::write(&file, "{ geen json").expect("it can be written");
    assert_eq!(zorgkring::import::read_sketches(&file).problems.len(), 1);
}
