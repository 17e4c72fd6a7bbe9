//! Any bytes read as sketches and as notes: no panic, no runaway memory, and all that is wrong has its sentence.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use zorgkring::import::{read_board, read_notes, read_sketches};
use zorgkring::nl;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("fuzz.geojson");
    fs::write(&path, bytes).expect("a file");
    for read in [read_sketches(&path), read_notes(&path)].into_iter().chain(read_board(&path)) {
        assert!(read.problems.iter().all(|found| !nl::problems::problem(found).is_empty()));
        for sketch in &read.sketches {
            assert!(!sketch.shape.name().is_empty());
        }
    }
});
