//! Any bytes read as GeoJSON: no panic, no runaway memory, and every problem has its Dutch sentence.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::import::{Unwatched, check_bytes, read_stream};
use zorgkring::nl::problems::problem;

fuzz_target!(|bytes: &[u8]| {
    // The length picks the role, so that every schema is reached and the text stays whole.
    let roles = Role::all();
    let role = roles[bytes.len() % roles.len()];
    let input = || Box::new(Cursor::new(bytes.to_vec()));
    let imported = read_stream(role, "fuzz.geojson", input(), Baseline::default(), &Unwatched);
    let report = check_bytes("fuzz.geojson", input(), &Unwatched);
    for found in imported.problems.iter().chain(&report.problems) {
        assert!(!problem(found).is_empty());
    }
});
