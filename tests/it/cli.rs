//! The program as a whole: what it prints, what it writes, and its exit codes.

use std::fs;
use std::path::Path;

use crate::support::fixtures::{fixture, three_villages};
use crate::support::program::{stderr, stdout, zorgkring};

/// Exit code 2, nothing on standard output, exactly this on standard error.
#[track_caller]
fn assert_fails(arguments: &[&str], sentence: &str) {
    let output = zorgkring(arguments);
    assert_eq!(stderr(&output), format!("{sentence}\n"));
    assert_eq!(stdout(&output), "");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn without_a_display_one_sentence_names_voorstel() {
    assert_fails(
        &[],
        "Er is geen beeldscherm om een venster op te openen; gebruik 'zorgkring voorstel' om zonder venster een \
         voorstel te maken.",
    );
}

#[test]
fn what_is_not_built_yet_is_said_in_one_sentence() {
    assert_fails(
        &["voorstel", "--demo", "--afstand", "netwerk", "--uit", "x"],
        "--afstand netwerk is er nog niet; laat --afstand weg om langs cirkels te meten.",
    );
    assert_fails(
        &["ov"],
        "'ov' is geen opdracht; kies uit voorstel, bereik, demo, controleer, importeer en exporteer, of zie 'zorgkring \
         --help'.",
    );
}

#[test]
fn a_project_that_is_not_there_and_a_variant_that_does_not_exist_are_said() {
    assert_fails(
        &["voorstel", "plan.gpkg", "--uit", "x"],
        "plan.gpkg kan niet geopend worden: bestaat niet. Het bestand is niet veranderd.",
    );
    assert_fails(
        &["voorstel", "--demo", "--variant", "A", "--uit", "x"],
        "De variant 'A' bestaat niet: dit project heeft geen varianten.",
    );
    assert_fails(&["voorstel", "plan.gpkg", "--demo", "--uit", "x"], "Geef een project of --demo, niet allebei.");
}

#[test]
fn usage_errors_are_one_dutch_sentence() {
    assert_fails(&["voorstel", "--demo"], "Hier ontbreekt --uit <MAP>. Zie 'zorgkring --help'.");
    assert_fails(
        &["voorstel", "--laag", "supermarkt", "--uit", "x"],
        "'supermarkt' kan niet bij --laag: schrijf ROL=BESTAND, bijvoorbeeld supermarkt=winkels.geojson. Zie \
         'zorgkring --help'.",
    );
    assert_fails(
        &["voorstel", "--demo", "--cel", "30", "--uit", "x"],
        "'30' kan niet bij --cel: kies 25, 50 of 100. Zie 'zorgkring --help'.",
    );
    assert_fails(
        &["voorstel", "--demo", "--afstand", "vogel", "--uit", "x"],
        "'vogel' kan niet bij --afstand; kies uit cirkel, netwerk. Zie 'zorgkring --help'.",
    );
    assert_fails(&["demo", "--kleur", "rood"], "De optie --kleur bestaat niet. Zie 'zorgkring --help'.");
    assert_fails(&["demo", "--uit"], "Bij --uit <MAP> hoort een waarde. Zie 'zorgkring --help'.");
}

#[test]
fn the_help_is_dutch() {
    let help = stdout(&zorgkring(&["--help"]));
    for english in ["Usage", "Options", "Commands", "Arguments", "Print", "default", "possible values"] {
        assert!(!help.contains(english), "{english} in\n{help}");
    }
    for command in ["voorstel", "bereik", "demo", "controleer", "importeer", "exporteer"] {
        let help = stdout(&zorgkring(&[command, "--help"]));
        assert!(help.contains(&format!("Gebruik: zorgkring {command}")), "{help}");
        for english in ["Usage", "Options", "Arguments", "Print", "[default", "[possible"] {
            assert!(!help.contains(english), "{english} in\n{help}");
        }
    }
}

#[test]
fn the_help_names_every_role() {
    let help = stdout(&zorgkring(&["--help"]));
    let (_, after) = help.split_once("ROL is een soort (").expect("the roles");
    let (roles, _) = after.split_once("Uitkomst:").expect("the exit codes");
    let named: Vec<&str> =
        roles.split([',', ')', '.', ' ', '\n']).filter(|word| !word.is_empty() && *word != "of").collect();
    let all: Vec<&str> = zorgkring::domain::baseline::Role::all().into_iter().map(|role| role.name()).collect();
    assert_eq!(named, all);
    assert!(roles.lines().all(|line| line.len() <= 100), "{roles}");
}

#[test]
fn nothing_usable_is_exit_2_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("uit");
    let output = zorgkring(&["voorstel", "--laag", "supermarkt=er_is_niets.csv", "--uit", &out.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).ends_with("Er is niets bruikbaars gelezen; er is niets geschreven.\n"), "{output:?}");
    assert!(!out.exists());
    assert_fails(
        &["voorstel", "--uit", &out.to_string_lossy()],
        "Geef met --laag ROL=BESTAND ten minste een laag op, of --demo voor de demoregio.",
    );
    assert!(!out.exists());
}

#[test]
fn an_output_folder_that_cannot_be_made_is_exit_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bestand");
    fs::write(&file, "hier staat al iets").expect("a file");
    let output = zorgkring(&["demo", "--uit", &file.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).ends_with("er is niets geschreven.\n"), "{output:?}");
    assert_eq!(fs::read_to_string(&file).expect("still there"), "hier staat al iets");
}

#[test]
fn a_layer_with_a_problem_is_exit_1_and_the_report_lists_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let shops = folder.path().join("winkels.csv");
    fs::write(&shops, "id,naam,x,y\na,Goed,250000,470000\nb,Fout,veel,470000\n").expect("a file");
    let out = folder.path().join("uit");
    let output =
        zorgkring(&["voorstel", "--laag", &format!("supermarkt={}", shops.display()), "--uit", &out.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("rapport.json")).expect("a report")).expect("JSON");
    assert_eq!(report["lagen"][0]["aantal"], 1);
    assert_eq!(format!("{}\n", report["problemen"][0].as_str().expect("a sentence")), stderr(&output));
    assert_eq!(
        stderr(&output),
        "winkels.csv, regel 3, veld x: \"veel\" is geen coördinaat; het object is overgeslagen.\n"
    );
}

/// Every file of a folder with its bytes, by name.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("a file"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn two_runs_with_one_and_two_threads_give_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |name: &str, n_threads: &str| {
        let out = folder.path().join(name);
        let output = zorgkring(&[
            "voorstel",
            "--demo",
            "--gemaakt",
            "2026-01-31T12:00:00Z",
            "--draden",
            n_threads,
            "--uit",
            &out.to_string_lossy(),
        ]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        contents(&out)
    };
    let (one, two, again) = (run("een", "1"), run("twee", "2"), run("weer", "2"));
    let names: Vec<_> = one.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "bijna.geojson",
            "haltes.geojson",
            "kandidaten.geojson",
            "opgave.csv",
            "rapport.json",
            "ringen.geojson",
            "zones.geojson"
        ]
    );
    for ((name, bytes), others) in one.iter().zip(two.iter().zip(&again)) {
        assert!(*bytes == others.0.1 && *bytes == others.1.1, "{name} differs");
    }
}

#[test]
fn gemaakt_is_the_only_thing_that_differs_between_two_moments() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |moment: &str| {
        let out = folder.path().join(moment);
        let mut arguments = vec!["voorstel".to_owned()];
        arguments.extend(three_villages());
        arguments.extend(["--gemaakt", moment, "--uit", &out.to_string_lossy()].map(str::to_owned));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert_eq!(zorgkring(&arguments).status.code(), Some(0));
        fs::read_to_string(out.join("zones.geojson")).expect("zones")
    };
    let (first, second) = (run("2026-01-01"), run("2026-02-02"));
    assert_ne!(first, second);
    assert_eq!(first.replace("2026-01-01T00:00:00Z", ""), second.replace("2026-02-02T00:00:00Z", ""));
}

#[test]
fn controleer_says_what_a_file_is_and_writes_nothing() {
    let output = zorgkring(&["controleer", &fixture("drie_dorpen_kern_epsg_28992.geojson")]);
    assert_eq!(
        stdout(&output),
        "drie_dorpen_kern_epsg_28992.geojson: GeoJSON, 3 objecten (3 Point), in meters (RD New); geen problemen.\n\
         drie_dorpen_kern_epsg_28992.geojson, bekende kolommen: id, bron, bron_datum, inwoners, naam; andere: geen.\n"
    );
    assert_eq!((stderr(&output).as_str(), output.status.code()), ("", Some(0)));
    assert_eq!(zorgkring(&["controleer", "er_is_niets.geojson"]).status.code(), Some(2));
}

#[test]
fn bereik_writes_a_row_per_point_in_the_order_of_the_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let points = folder.path().join("punten.csv");
    let rows = "id;naam;x;y\np1;a;250100;470000\n\"p;2\";b;256000,5;470000\np3;c;;470000\np4;d;9;9\np5;e;250000;470300";
    fs::write(&points, rows).expect("a file");
    let out = folder.path().join("bereik.csv");
    let output = zorgkring(&[
        "bereik",
        "--punten",
        &points.to_string_lossy(),
        "--laag",
        &format!("supermarkt={}", fixture("drie_dorpen_supermarkt_epsg_28992.geojson")),
        "--laag",
        &format!("zorg24={}", fixture("drie_dorpen_zorg24_epsg_28992.geojson")),
        "--uit",
        &out.to_string_lossy(),
    ]);
    assert_eq!(
        stderr(&output),
        "punten.csv, regel 4, veld x: hier ontbreekt de coördinaat; de afstanden blijven leeg.\n\
         punten.csv, regel 5: de coördinaat (9; 9) ligt buiten Nederland; de afstanden blijven leeg, controleer het \
         coördinatenstelsel.\n"
    );
    assert_eq!(output.status.code(), Some(1));
    let table = fs::read_to_string(&out).expect("a table");
    let (care_a, care_b, shop) = (
        "0825aeb2-0fa4-5da4-aece-cb406f39cb26",
        "92839fc0-5bb6-5efb-a6f5-acf6f8f2bcb9",
        table.lines().nth(1).and_then(|line| line.rsplit(',').next()).expect("an id").to_owned(),
    );
    assert_eq!(
        table,
        format!(
            "id,zorg24_m,zorg24_id,supermarkt_m,supermarkt_id\n\
             p1,130.0,{care_a},130.0,{shop}\n\
             p;2,0.7,{care_b},7800.7,{shop}\n\
             p3,,,,\n\
             p4,,,,\n\
             p5,390.0,{care_a},390.0,{shop}\n"
        )
    );
}

#[test]
fn bereik_gives_the_same_table_for_geojson_points_in_degrees() {
    let folder = tempfile::tempdir().expect("a folder");
    let (csv, json) = (folder.path().join("p.csv"), folder.path().join("p.geojson"));
    fs::write(&csv, "id,lon,lat\n7,6.8958,52.2183\n").expect("a file");
    let feature =
        r#"{"type":"Feature","id":7,"properties":null,"geometry":{"type":"Point","coordinates":[6.8958,52.2183]}}"#;
    fs::write(&json, format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#)).expect("a file");
    let table = |points: &Path| {
        let out = folder.path().join("uit.csv");
        let (points, out_name) = (points.to_string_lossy(), out.to_string_lossy());
        let output = zorgkring(&["bereik", "--punten", &points, "--demo", "--uit", &out_name]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        fs::read_to_string(&out).expect("a table")
    };
    let from_csv = table(&csv);
    assert!(from_csv.lines().nth(1).is_some_and(|row| row.starts_with("7,") && !row.contains(",,")), "{from_csv}");
    assert_eq!(from_csv, table(&json));
}

#[test]
fn bereik_without_coordinates_fails_and_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let points = folder.path().join("p.csv");
    fs::write(&points, "id,straat\n1,Dorpsstraat\n").expect("a file");
    let out = folder.path().join("uit.csv");
    let output =
        zorgkring(&["bereik", "--punten", &points.to_string_lossy(), "--demo", "--uit", &out.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("geen kolommen met coördinaten"), "{output:?}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}
