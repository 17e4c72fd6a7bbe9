//! Any bytes read as a GeoPackage and as a project: no panic, no runaway memory, and all that is wrong has its sentence.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::import::{LayerArgument, Unwatched, check_file, read_layers};
use zorgkring::nl;
use zorgkring::project::file;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("fuzz.gpkg");
    fs::write(&path, bytes).expect("a file");
    // The length picks the role, so that every schema is reached and the file stays whole.
    let roles = Role::all();
    let layer = LayerArgument { role: roles[bytes.len() % roles.len()], path: path.clone(), layer: None };
    let imported = read_layers(&[layer], Baseline::default(), &Unwatched);
    let report = check_file(&path, &Unwatched);
    for found in imported.problems.iter().chain(&report.problems) {
        assert!(!nl::problems::problem(found).is_empty());
    }
    match file::open(&path, &Unwatched) {
        Ok(opened) => assert!(opened.problems.iter().all(|found| !nl::problems::problem(found).is_empty())),
        Err(error) => assert!(!nl::project::not_opened(&path, &error).is_empty()),
    }
    assert!(fs::read(&path).expect("it stays as it is") == bytes);
});
