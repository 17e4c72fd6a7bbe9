//! Any bytes as the geometry of a row, curves among them: no panic, no runaway memory, and each fault has its sentence.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rusqlite::Connection;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::import::{LayerArgument, Unwatched, read_layers};
use zorgkring::nl::problems::problem;

const SCHEMA: &str = "
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
CREATE TABLE laag (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, inwoners INTEGER);
INSERT INTO gpkg_geometry_columns VALUES ('laag', 'geom', 'GEOMETRY', 28992);";

fuzz_target!(|wkb: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("fuzz.gpkg");
    let blob = [b"GP\0\x01\0\0\0\0".as_slice(), wkb].concat();
    {
        let connection = Connection::open(&path).expect("a database");
        connection.execute_batch(SCHEMA).expect("a schema");
        connection.execute("INSERT INTO laag VALUES (1, ?, 'GM1', 5)", [blob]).expect("a row");
    }
    for role in ["gemeente", "supermarkt", "vraag", "kern"] {
        let role = Role::from_name(role).expect("a role");
        let layer = LayerArgument { role, path: path.clone(), layer: None };
        let imported = read_layers(&[layer], Baseline::default(), &Unwatched);
        assert!(imported.problems.iter().all(|found| !problem(found).is_empty()));
    }
});
