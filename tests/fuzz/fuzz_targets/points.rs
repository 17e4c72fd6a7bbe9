//! Any bytes read as the points of `bereik`: no panic, no runaway memory, and every problem has its sentence.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use zorgkring::import::{Unwatched, read_points};
use zorgkring::nl::problems::problem;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("fuzz");
    fs::write(&path, bytes).expect("a file");
    let mut n = 0;
    let read = read_points(&path, &Unwatched, &mut |points| {
        n += points.len();
        true
    });
    assert!(n <= bytes.len(), "a point takes a byte at least");
    assert!(read.problems.iter().all(|found| !problem(found).is_empty()));
});
