//! The map as SVG: the same at every call, over no file of others, and without what stays at home.

use std::fs;
use std::path::Path;

use crate::support::fixtures::three_villages;
use crate::support::program::zorgkring;

fn map_of(folder: &Path, layers: &[String]) -> String {
    let [project, map] = ["plan.gpkg", "kaart.svg"].map(|name| folder.join(name).to_string_lossy().into_owned());
    if !Path::new(&project).exists() {
        let mut arguments = vec!["importeer".to_owned(), project.clone()];
        arguments.extend_from_slice(layers);
        let output = zorgkring(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    }
    let output =
        zorgkring(&["exporteer", &project, "--formaat", "svg", "--uit", &map, "--gemaakt", "2026-01-01T00:00:00Z"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    fs::read_to_string(map).expect("the map")
}

#[test]
fn the_map_of_three_villages_shows_its_zone_places_and_names_and_is_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = map_of(folder.path(), &three_villages());
    for shown in ["<symbol id='zorg24'", "<symbol id='supermarkt", "stroke-dasharray='5 3.5'", ">1 km<"] {
        assert!(first.contains(shown), "{shown}");
    }
    assert_eq!(first, map_of(folder.path(), &[]), "the same input, the same bytes, over the file of before");
}

#[test]
fn a_drawing_that_no_export_made_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    map_of(folder.path(), &three_villages());
    let [project, map] = ["plan.gpkg", "kaart.svg"].map(|name| folder.path().join(name).to_string_lossy().into_owned());
    let own = "<svg xmlns='http://www.w3.org/2000/svg'><circle r='3'/></svg>";
    fs::write(&map, own).expect("written");
    let output = zorgkring(&["exporteer", &project, "--formaat", "svg", "--uit", &map]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(fs::read_to_string(&map).expect("still there"), own);
}

#[test]
fn a_layer_that_is_not_to_be_shared_is_not_on_the_map() {
    let folder = tempfile::tempdir().expect("a folder");
    let kernen = folder.path().join("kernen.csv");
    fs::write(&kernen, "naam;inwoners;licentie;x;y\nGeheimdorp;60000;niet delen;250000;470000\n").expect("written");
    let mut layers = three_villages();
    let at = layers.iter().position(|layer| layer.starts_with("kern=")).expect("kernen");
    layers[at] = format!("kern={}", kernen.display());
    let map = map_of(folder.path(), &layers);
    assert!(map.contains("<symbol id='zorg24'") && !map.contains("Geheimdorp"), "a name that stays at home");
}
