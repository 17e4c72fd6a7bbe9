//! The program as a test calls it, and the files it is given.

use std::process::{Command, Output};

/// Runs the program without a display and without a clock of the environment.
pub(crate) fn zorgkring(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zorgkring"))
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("the program starts")
}

/// Path of a fixture.
pub(crate) fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The layers of the three villages as arguments.
pub(crate) fn three_villages() -> Vec<String> {
    ["zorg24", "supermarkt", "ontmoeting", "kern", "vraag"]
        .into_iter()
        .flat_map(|role| {
            ["--laag".to_owned(), format!("{role}={}", fixture(&format!("drie_dorpen_{role}_epsg_28992.geojson")))]
        })
        .collect()
}
