//! Every message is Dutch: whatever is broken, no word of a library or of the system stands in what the program says.

use std::io::{self, Cursor};
use std::path::Path;

use proptest::prelude::*;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::import::{
    LayerArgument, Unwatched, check_bytes, check_file, normenkader, read_layers, read_notes, read_sketches, read_stream,
};
use zorgkring::nl;
use zorgkring::project::file;

use crate::support::program::zorgkring;

/// Words that English messages hardly do without, and that are not Dutch.
const ENGLISH: [&str; 45] = [
    "and",
    "are",
    "cannot",
    "character",
    "column",
    "contain",
    "denied",
    "directory",
    "does",
    "duplicate",
    "end",
    "eof",
    "error",
    "expected",
    "failed",
    "failure",
    "field",
    "file",
    "found",
    "has",
    "image",
    "integer",
    "invalid",
    "line",
    "locked",
    "malformed",
    "missing",
    "newline",
    "not",
    "out",
    "parsing",
    "read",
    "sequence",
    "stream",
    "string",
    "such",
    "table",
    "the",
    "trailing",
    "unexpected",
    "unknown",
    "valid",
    "value",
    "while",
    "with",
];

fn assert_dutch(sentence: &str) {
    // What is quoted is of the file itself.
    let lower = sentence.split('"').step_by(2).collect::<Vec<_>>().join(" ").to_lowercase();
    for word in lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        assert!(!ENGLISH.contains(&word), "the word \"{word}\" in: {sentence}");
    }
    assert!(!sentence.is_empty());
}

fn assert_all_dutch<'a>(problems: impl IntoIterator<Item = &'a zorgkring::domain::problem::Problem>) {
    problems.into_iter().for_each(|found| assert_dutch(&nl::problems::problem(found)));
}

/// Puts other bytes in the place of some.
fn damaged(bytes: &[u8], at: usize, damage: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let start = at % bytes.len().max(1);
    let end = (start + damage.len()).min(bytes.len());
    bytes.splice(start..end, damage.iter().copied());
    bytes
}

const GEOJSON: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},
  "features":[{"type":"Feature","id":1,"properties":{"naam":"Een","inwoners":5,"sector":"VVT","status":"wens"},
  "geometry":{"type":"Polygon","coordinates":[[[250000,470000],[251000,470000],[251000,471000],[250000,470000]]]}}]}"#;

const CSV: &str = "id;naam;wkt;inwoners\n1;Een;POINT(250000 470000);5\n2;Twee;MULTIPOINT(250000 470000, 1 2);6\n";

const SKETCHES: &str = r#"{"type":"FeatureCollection","name":"schetsen","features":[{"type":"Feature","properties":{"id":"a",
  "vorm":"lijn"},"geometry":{"type":"LineString","coordinates":[[6.9,52.2],[6.91,52.21]]}}]}"#;

/// A project with a few layers, as it stands in its file.
fn project_bytes() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("s.csv");
    std::fs::write(&csv, "id,naam,x,y\n1,Een,250000,470000\n2,Twee,251000,470000\n").expect("a file");
    let layer = format!("supermarkt={}", csv.display());
    let path = folder.path().join("p.gpkg");
    let output = zorgkring(&["importeer", &path.to_string_lossy(), "--laag", &layer]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    std::fs::read(&path).expect("a project")
}

fn assert_dutch_of_file(path: &Path) {
    let layer = LayerArgument { role: Role::all()[1], path: path.to_path_buf(), layer: None };
    assert_all_dutch(&read_layers(&[layer], Baseline::default(), &Unwatched).problems);
    assert_all_dutch(&check_file(path, &Unwatched).problems);
    assert_all_dutch(&read_sketches(path).problems);
    assert_all_dutch(&read_notes(path).problems);
    match file::open(path, &Unwatched) {
        Ok(opened) => assert_all_dutch(&opened.problems),
        Err(error) => assert_dutch(&nl::project::not_opened(path, &error)),
    }
}

#[test]
fn what_the_system_says_is_told_in_dutch_whatever_its_number() {
    for number in 1..200 {
        assert_dutch(&nl::cli::io_error(&io::Error::from_raw_os_error(number)));
    }
    for kind in
        [io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof, io::ErrorKind::Other, io::ErrorKind::WriteZero]
    {
        assert_dutch(&nl::cli::io_error(&io::Error::from(kind)));
        assert_dutch(&nl::cli::io_error(&io::Error::new(kind, "stream did not contain valid UTF-8")));
    }
}

#[test]
fn what_is_typed_wrong_is_told_in_dutch() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path().to_string_lossy().into_owned();
    let nowhere = format!("{here}/a/b/c");
    let not_norms = folder.path().join("n.toml");
    std::fs::write(&not_norms, "omloopfactor = 1,3\n").expect("a file");
    let not_norms = not_norms.to_string_lossy().into_owned();
    let geojson = folder.path().join("g.geojson");
    std::fs::write(&geojson, "{\"type\":\"FeatureCollection\"}").expect("a file");
    let geojson = geojson.to_string_lossy().into_owned();
    for arguments in [
        &["voorstel", "--demo"][..],
        &["voorstel", "--demo", "--uit", &nowhere, "--normen", &nowhere],
        &["voorstel", "--demo", "--uit", &nowhere, "--normen", &here],
        &["voorstel", "--demo", "--uit", &nowhere, "--normen", &not_norms],
        &["voorstel", "--demo", "--uit", &nowhere, "--cel", "7"],
        &["voorstel", "--demo", "--uit", &nowhere, "--draden", "0"],
        &["voorstel", "--demo", "--demo", "--uit", &nowhere],
        &["voorstel", "--laag", "x", "--uit", &nowhere],
        &["bereik", "--punten", &nowhere, "--demo", "--uit", &nowhere],
        &["bereik", "--punten", &geojson, "--demo", "--uit", &nowhere],
        &["controleer"],
        &["controleer", &here, &nowhere, &geojson],
        &["importeer", &nowhere, "--demo"],
        &["exporteer", &geojson, "--formaat", "csv", "--uit", &nowhere],
        &["exporteer", &geojson, "--formaat", "dxf", "--uit", &nowhere],
        &["demo", "--uit", &geojson],
        &["demo", "--uit", &nowhere, "--gemaakt", "gisteren"],
        &["raad"],
    ] {
        let output = zorgkring(arguments);
        assert_ne!(output.status.code(), Some(101), "{arguments:?}");
        // The folder's own name is no message.
        let said = String::from_utf8_lossy(&output.stderr).replace(&here, "");
        said.lines().filter(|line| !line.is_empty()).for_each(assert_dutch);
    }
}

#[test]
fn a_damaged_database_is_told_in_dutch() {
    let whole = project_bytes();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.gpkg");
    for nth in 0..24 {
        let at = whole.len() * nth / 24;
        for bytes in [damaged(&whole, at, &[0xA5; 40]), whole[..at].to_vec()] {
            std::fs::write(&path, bytes).expect("a file");
            assert_dutch_of_file(&path);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_text_is_told_in_dutch(at in 0_usize..400, damage in prop::collection::vec(any::<u8>(), 0..6), which in 0_usize..3) {
        let bytes = damaged([GEOJSON, CSV, SKETCHES][which].as_bytes(), at, &damage);
        for role in Role::all() {
            let read = read_stream(role, "x", Box::new(Cursor::new(bytes.clone())), Baseline::default(), &Unwatched);
            // What is quoted of the file itself is as damaged as it is.
            assert_all_dutch(&read.problems);
        }
        assert_all_dutch(&check_bytes("x", Box::new(Cursor::new(bytes)), &Unwatched).problems);
    }

    #[test]
    fn a_damaged_normenkader_is_told_in_dutch(at in 0_usize..9_000, damage in "[=\\[\\]\"'#,.a-z0-9 \n{}-]{0,6}") {
        let whole = normenkader::write(&normenkader::standard());
        let bytes = damaged(whole.as_bytes(), at, damage.as_bytes());
        let text = String::from_utf8_lossy(&bytes);
        if let Err(error) = normenkader::read(&text) {
            assert_dutch(&nl::norms::norm_set_error(&error, "n.toml"));
        }
    }
}
