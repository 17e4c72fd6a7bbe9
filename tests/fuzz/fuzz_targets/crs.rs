//! Any text as the name or definition of a coordinate system: no panic, and it is read or refused by name.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::PlaceClass;
use zorgkring::import::{Unwatched, read_stream};
use zorgkring::nl::problems::problem;

fuzz_target!(|name: &str| {
    let crs = serde_json::json!({ "type": "name", "properties": { "name": name } });
    let point = r#"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[250000,470000]}}"#;
    let text = format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":[{point}]}}"#);
    let role = Role::from_name("supermarkt").expect("a role");
    let imported = read_stream(role, "fuzz.geojson", Box::new(Cursor::new(text)), Baseline::default(), &Unwatched);
    assert!(!imported.baseline.places[PlaceClass::Amenity].is_empty() || imported.problems.iter().any(|found| !problem(found).is_empty()));
});
