//! The files of `tests/fixtures`.

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
