//! What goes out: over what it may go, what it leaves behind, and what it never tells.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use uuid::Uuid;
use zorgkring::crs::{Rd, RdPoint};
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::{Care, Place, PlaceClass, What};
use zorgkring::domain::sketch::{Sketch, SketchLook, SketchShape};
use zorgkring::domain::workshop::{Ballot, BallotSubject, Decision, StickyNote};
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::project::Project;
use zorgkring::project::file::{Over, open, save};

use crate::support::fixtures::fixture;
use crate::support::program::{stderr, villages, zorgkring};

const MADE: &str = "2026-03-01T14:32:05Z";

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn export(project: &Path, format: &str, to: &Path) -> Output {
    let (project, to) = (text(project), text(to));
    zorgkring(&["exporteer", &project, "--formaat", format, "--uit", &to, "--gemaakt", "2026-01-01"])
}

fn reach(points: &Path, to: &Path) -> Output {
    let shops = format!("supermarkt={}", fixture("drie_dorpen_supermarkt_epsg_28992.geojson"));
    zorgkring(&["bereik", "--punten", &text(points), "--laag", &shops, "--uit", &text(to)])
}

/// Exit code 2, one sentence that holds `words`, and the file byte for byte as it was.
#[track_caller]
fn assert_stays(file: &Path, words: &str, call: impl FnOnce() -> Output) {
    let before = fs::read(file).expect("a file");
    let output = call();
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(told.contains(words) && told.lines().count() == 1, "{told}");
    assert_eq!(fs::read(file).expect("still there"), before);
}

const POINTS: &str = "id,x,y\na,250000,470000\nb,250100,470100\n";

#[test]
fn nothing_is_written_over_a_source_by_any_of_its_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let project = villages(folder.path());
    assert_stays(&project, "is zelf invoer van deze opdracht", || export(&project, "gpkg", &project));
    fs::write(at("punten.csv"), POINTS).expect("a file");
    fs::hard_link(at("punten.csv"), at("naam.csv")).expect("a link");
    fs::create_dir(at("map")).expect("a folder");
    for name in ["punten.csv", "naam.csv", "map/../punten.csv"] {
        assert_stays(&at("punten.csv"), "is zelf invoer", || reach(&at("punten.csv"), &at(name)));
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(at("punten.csv"), at("wijzer.csv")).expect("a link");
        assert_stays(&at("punten.csv"), "is zelf invoer", || reach(&at("punten.csv"), &at("wijzer.csv")));
        assert_stays(&at("punten.csv"), "is zelf invoer", || reach(&at("wijzer.csv"), &at("punten.csv")));
    }
    // An own export is a source like any other.
    let out = at("uit");
    assert_eq!(export(&project, "geojson", &out).status.code(), Some(0));
    let sites = out.join("kandidaten.geojson");
    let layer = format!("kandidaat={}", text(&sites));
    assert_stays(&sites, "is zelf invoer", || {
        zorgkring(&["voorstel", &text(&project), "--laag", &layer, "--uit", &text(&out)])
    });
}

#[test]
fn a_project_and_what_others_made_are_not_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let project = villages(folder.path());
    fs::copy(&project, at("ander.gpkg")).expect("a copy");
    assert_stays(&at("ander.gpkg"), "is een project van zorgkring", || export(&project, "gpkg", &at("ander.gpkg")));
    assert_stays(&at("ander.gpkg"), "is een project van zorgkring", || {
        fs::write(at("punten.csv"), POINTS).expect("a file");
        reach(&at("punten.csv"), &at("ander.gpkg"))
    });
    let foreign = rusqlite::Connection::open(at("vreemd.gpkg")).expect("a database");
    foreign.execute_batch("CREATE TABLE gpkg_contents (table_name TEXT, last_change TEXT)").expect("a table");
    drop(foreign);
    assert_stays(&at("vreemd.gpkg"), "niet door zorgkring gemaakt", || export(&project, "gpkg", &at("vreemd.gpkg")));
    fs::create_dir(at("uit")).expect("a folder");
    fs::write(at("uit/zones.geojson"), r#"{"type":"FeatureCollection","features":[]}"#).expect("a file");
    for format in ["geojson", "csv"] {
        fs::write(at("uit/zorg24.csv"), "id,naam,x,y\n1,Hof,250000,470000\n").expect("a file");
        let stays = if format == "csv" { at("uit/zorg24.csv") } else { at("uit/zones.geojson") };
        assert_stays(&stays, "niet door zorgkring gemaakt", || export(&project, format, &at("uit")));
        assert_eq!(fs::read_dir(at("uit")).expect("a folder").count(), 2, "nothing is left beside them");
    }
    assert_stays(&project, "is geen map", || export(&project, "csv", &project));
}

#[cfg(unix)]
#[test]
fn a_pipe_and_a_device_are_refused_and_stay() {
    use std::os::unix::fs::FileTypeExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (pipe, points) = (folder.path().join("pijp"), folder.path().join("punten.csv"));
    fs::write(&points, POINTS).expect("a file");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let project = villages(folder.path());
    for special in [pipe.as_path(), Path::new("/dev/null")] {
        for output in [reach(&points, special), export(&project, "gpkg", special), export(&project, "geojson", special)]
        {
            assert_eq!(output.status.code(), Some(2), "{output:?}");
            let told = stderr(&output);
            assert!(told.contains("is geen gewoon bestand") || told.contains("is geen map"), "{told}");
        }
    }
    assert!(fs::symlink_metadata(&pipe).expect("there").file_type().is_fifo());
    assert!(fs::symlink_metadata("/dev/null").expect("there").file_type().is_char_device());
}

#[test]
fn an_own_earlier_export_is_written_over_until_somebody_changes_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let project = villages(folder.path());
    fs::write(at("punten.csv"), POINTS).expect("a file");
    for _ in 0..2 {
        assert_eq!(reach(&at("punten.csv"), &at("bereik.csv")).status.code(), Some(0));
        for (format, to) in [("gpkg", "uit.gpkg"), ("geojson", "samen"), ("csv", "samen"), ("geojson", "los")] {
            let output = export(&project, format, &at(to));
            assert_eq!(output.status.code(), Some(0), "{format}: {output:?}");
        }
        let demo = zorgkring(&["demo", "--uit", &text(&at("demo"))]);
        assert_eq!(demo.status.code(), Some(0), "{demo:?}");
    }
    let changed = rusqlite::Connection::open(at("uit.gpkg")).expect("a database");
    changed.execute_batch("CREATE TABLE mijn_laag (fid INTEGER PRIMARY KEY)").expect("a table");
    drop(changed);
    assert_stays(&at("uit.gpkg"), "sindsdien door een ander veranderd", || export(&project, "gpkg", &at("uit.gpkg")));
    let table = at("samen/zorg24.csv");
    let more = fs::read_to_string(&table).expect("a table").replace("bestaand", "gepland");
    fs::write(&table, more).expect("changed by hand");
    assert_stays(&table, "sindsdien door een ander veranderd", || export(&project, "csv", &at("samen")));
}

#[test]
fn what_a_room_left_is_not_written_over_after_somebody_wrote_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = villages(folder.path());
    let opened = open(&path, &Unwatched).expect("a project");
    let mut project = opened.project.clone();
    let board = &mut project.board;
    board.sketches.push(Arc::new(sketch(1, "pad")));
    let made = MADE.to_owned();
    let at = Some(RdPoint::at(250_010.0, 470_020.0));
    let (text, table) = ("bankjes".to_owned(), String::new());
    board.notes.push(Arc::new(StickyNote {
        id: Uuid::from_u128(2),
        text,
        point: at,
        round: None,
        table,
        made: made.clone(),
    }));
    let (what, who, when) = ("meer bankjes".to_owned(), String::new(), String::new());
    let decision = Decision { id: Uuid::from_u128(3), what, who, when, point: at, workshop: None, made: made.clone() };
    board.decisions.push(Arc::new(decision));
    let subjects = vec![BallotSubject { text: "bankjes".to_owned(), of: None, n_votes: 2 }];
    let title = "Wat eerst?".to_owned();
    let ballot = Ballot { id: Uuid::from_u128(4), title, n_dots: 3, n_kept: 1, subjects, workshop: None, made };
    board.ballots.push(Arc::new(ballot));
    save(&path, (&Arc::new(project), &opened.baseline), MADE, Over::Anything).expect("saved");
    for (format, files) in [
        ("csv", ["schetsen.csv", "notities.csv", "besluiten.csv", "stemmingen.csv", "zones.csv", "opgave.csv"]),
        (
            "geojson",
            ["schetsen.geojson", "notities.geojson", "besluiten.csv", "stemmingen.csv", "opgave.csv", "opgave.csv"],
        ),
    ] {
        let out = folder.path().join(format);
        for _ in 0..2 {
            assert_eq!(export(&path, format, &out).status.code(), Some(0), "{format}: its own files are written over");
        }
        for file in files.map(|file| out.join(file)) {
            let written = fs::read_to_string(&file).expect("a file");
            fs::write(&file, format!("{written}een opmerking\n")).expect("changed by hand");
            assert_stays(&file, "sindsdien door een ander veranderd", || export(&path, format, &out));
            fs::write(&file, written).expect("as it was");
        }
        assert_eq!(export(&path, format, &out).status.code(), Some(0), "{format}");
    }
}

#[test]
fn a_used_folder_loses_the_own_files_that_this_run_does_not_write_and_keeps_all_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = villages(folder.path());
    let opened = open(&path, &Unwatched).expect("a project");
    let out = folder.path().join("uit");
    let with = |n_sketches: usize, baseline: &Baseline| {
        let mut project = opened.project.clone();
        project.board.sketches = (0..n_sketches).map(|n| Arc::new(sketch(n as u128 + 1, "pad"))).collect();
        save(&path, (&Arc::new(project), &Arc::new(baseline.clone())), MADE, Over::Anything).expect("saved");
    };
    let mut fewer = Baseline::clone(&opened.baseline);
    fewer.settlements = Arc::default();
    fewer.layers.retain(|layer| layer.role.name() != "kern");
    for (format, ending) in [("geojson", "geojson"), ("csv", "csv")] {
        with(1, &opened.baseline);
        assert_eq!(export(&path, format, &out).status.code(), Some(0));
        let (sketches, kernen) = (out.join(format!("schetsen.{ending}")), out.join(format!("kern.{ending}")));
        assert!(sketches.exists() && kernen.exists(), "{format}");
        fs::write(out.join("brief.txt"), "van een ander").expect("a file");
        fs::write(out.join(format!("notities.{ending}")), "van een ander").expect("a file");
        with(0, &fewer);
        let output = export(&path, format, &out);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(!sketches.exists() && !kernen.exists(), "{format}");
        assert!(out.join(format!("zones.{ending}")).exists() && out.join("brief.txt").exists());
        assert!(out.join(format!("notities.{ending}")).exists(), "{format}");
    }
}

fn sketch(n: u128, title: &str) -> Sketch {
    let line = [(250_010.0, 470_020.0), (250_400.5, 470_100.25)];
    Sketch {
        id: Uuid::from_u128(n),
        shape: SketchShape::Arrow(Rd(line.into_iter().map(geo::Point::from).collect())),
        look: SketchLook::default(),
        title: title.to_owned(),
        note: String::new(),
        round: None,
        table: String::new(),
        made: MADE.to_owned(),
    }
}

#[cfg(unix)]
#[test]
fn an_export_keeps_the_rights_and_the_links_of_the_file_it_replaces() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let project = villages(folder.path());
    assert_eq!(export(&project, "gpkg", &at("echt.gpkg")).status.code(), Some(0));
    fs::set_permissions(at("echt.gpkg"), fs::Permissions::from_mode(0o660)).expect("set");
    symlink("echt.gpkg", at("wijzer.gpkg")).expect("a link");
    assert_eq!(export(&project, "gpkg", &at("wijzer.gpkg")).status.code(), Some(0));
    assert!(fs::symlink_metadata(at("wijzer.gpkg")).expect("there").is_symlink());
    assert_eq!(fs::metadata(at("echt.gpkg")).expect("there").mode() & 0o777, 0o660);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_what_was_there_and_nothing_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let project = villages(folder.path());
    let out = folder.path().join("uit");
    assert_eq!(export(&project, "geojson", &out).status.code(), Some(0));
    let names = || {
        let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(&out)
            .expect("a folder")
            .map(|entry| entry.expect("an entry"))
            .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file")))
            .collect();
        files.sort();
        files
    };
    let before = names();
    // No file may become larger than a few kilobytes, which to a program is as a disk that is full.
    let limited = r#"trap "" XFSZ; ulimit -f 4; exec "$0" "$@""#;
    let output = Command::new("bash")
        .args(["-c", limited, env!("CARGO_BIN_EXE_zorgkring"), "exporteer", &text(&project)])
        .args(["--formaat", "geojson", "--uit", &text(&out)])
        .output()
        .expect("bash runs");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(stderr(&output).ends_with("er is niets geschreven.\n"), "{output:?}");
    assert!(names() == before, "the files of before are whole");
}

#[cfg(unix)]
#[test]
fn who_stops_a_command_finds_nothing_half_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let points = folder.path().join("punten.csv");
    let rows: String = (0..600_000).map(|n| format!("{n},{}.5,470000.25\n", 240_000 + n % 20_000)).collect();
    fs::write(&points, format!("id,x,y\n{rows}")).expect("a file");
    let out = folder.path().join("uit");
    fs::create_dir(&out).expect("a folder");
    let shops = format!("supermarkt={}", fixture("drie_dorpen_supermarkt_epsg_28992.geojson"));
    let child = Command::new(env!("CARGO_BIN_EXE_zorgkring"))
        .args(["bereik", "--punten", &text(&points), "--laag", &shops, "--uit", &text(&out.join("bereik.csv"))])
        .args(["--draden", "1"])
        .stderr(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let n_files = || fs::read_dir(&out).expect("a folder").count();
    while n_files() == 0 {
        std::thread::yield_now();
    }
    let stopped = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(stopped.success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(stderr(&output), "Afgebroken; er is niets geschreven.\n");
    assert_eq!((output.status.code(), n_files()), (Some(2), 0));
}

#[test]
fn a_norm_that_nobody_walks_is_refused_by_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let norms = folder.path().join("norm.toml");
    let rule = "[[norm]]\nwoonvorm = \"geclusterd\"\nsoort = [\"zorg24\"]\nmax_m = 1e9\nverplicht = true\nbron = \"x\"\n\
                zekerheid = \"A\"\n";
    fs::write(&norms, format!("naam = \"t\"\nomloopfactor = 1.3\n{rule}")).expect("a file");
    let out = folder.path().join("uit");
    let output = zorgkring(&["voorstel", "--demo", "--normen", &text(&norms), "--uit", &text(&out)]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let sentence = "norm.toml, regel 6: 1.000.000.000,00 m is te ver om te lopen; een norm is ten hoogste 50.000 m.\n";
    assert!(stderr(&output).ends_with(sentence), "{output:?}");
    assert!(!out.exists());
}

/// A project of norms and a ground.
pub(crate) fn saved(path: &Path, baseline: &Baseline) {
    let project = Arc::new(Project::new(normenkader::standard()));
    save(path, (&project, &Arc::new(baseline.clone())), MADE, Over::Anything).expect("saved");
}

#[test]
fn places_of_a_layer_come_back_from_tables_with_their_ids_and_their_names_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut baseline = zorgkring::demo::baseline();
    Arc::make_mut(&mut baseline.places[PlaceClass::Care][0]).name = "=HYPERLINK(\"http://kwaad\",\"klik\")".to_owned();
    Arc::make_mut(&mut baseline.places[PlaceClass::Care][1]).name = "'t Hof; =1+1".to_owned();
    Arc::make_mut(&mut baseline.places[PlaceClass::Care][2]).name = "-5".to_owned();
    let organization = Some("@SUM(A1)".to_owned());
    Arc::make_mut(&mut baseline.places[PlaceClass::Care][3]).what =
        What::Care(Care { organization, ..Care::default() });
    saved(&path, &baseline);
    for crs in ["rd", "wgs84"] {
        let out = folder.path().join(crs);
        let output = zorgkring(&["exporteer", &text(&path), "--formaat", "csv", "--uit", &text(&out), "--crs", crs]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let table = fs::read_to_string(out.join("zorg24.csv")).expect("a table");
        assert!(table.contains("'=HYPERLINK") && table.contains(",'@SUM(A1)") && table.contains(",-5,"), "{table}");
        let fresh = folder.path().join(format!("{crs}.gpkg"));
        let layers: Vec<String> = baseline
            .layers
            .iter()
            .map(|layer| layer.role.name())
            .filter(|role| out.join(format!("{role}.csv")).exists())
            .flat_map(|role| ["--laag".to_owned(), format!("{role}={}", text(&out.join(format!("{role}.csv"))))])
            .collect();
        let name = text(&fresh);
        let mut arguments = vec!["importeer", &name];
        arguments.extend(layers.iter().map(String::as_str));
        let output = zorgkring(&arguments);
        assert!(output.status.code() != Some(2), "{output:?}");
        let back = open(&fresh, &Unwatched).expect("a project").baseline;
        let of = |baseline: &Baseline| {
            let organization = |place: &Place| place.care().and_then(|care| care.organization.clone());
            let places = baseline.places.plannable().map(|p| (p.id, p.name.clone(), organization(p), p.point));
            let kernen = baseline.settlements.iter().map(|k| (k.id, k.name.clone(), None, k.point));
            let mut all: Vec<(Uuid, String, Option<String>, RdPoint)> = places.chain(kernen).collect();
            all.sort_by_key(|(id, ..)| *id);
            all
        };
        let (now, then) = (of(&back), of(&baseline));
        assert_eq!(now.len(), then.len());
        for (now, then) in now.iter().zip(&then) {
            assert_eq!((now.0, &now.1, &now.2), (then.0, &then.1, &then.2));
        }
    }
}
