//! Opening and writing files from the window, its messages, and what it says while there is nothing yet.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::accesskit::Role as Accessible;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use uuid::Uuid;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::variant::Intervention;
use zorgkring::export::{OutputCrs, ProposalOptions};
use zorgkring::gui::state::{Recent, Selection};
use zorgkring::gui::wish::variants::intervene;
use zorgkring::gui::{App, Start};

use crate::support::fixtures::three_villages;
use crate::support::villages::{drop_file, pharmacies, villages, villages_without};
use crate::support::window::{
    Window, app, app_mut, export, features, key, keys, opened_of, press, session, settle, start, state,
};

const PHARMACY: &str = "apotheek";

fn with_recent(start: Start, recent: Recent) -> Window {
    let mut start = Some((start, recent));
    let mut window = Harness::builder().with_size(vec2(1440.0, 900.0)).with_max_steps(8).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                let (start, recent) = start.take().expect("one start");
                App::new(ui.ctx(), start).with_recent(recent)
            });
            app.ui(ui);
        },
        None,
    );
    settle(&mut window);
    window
}

fn baseline(window: &Window) -> Arc<Baseline> {
    session(window).baseline().clone()
}

#[test]
fn a_dropped_table_asks_its_role_and_becomes_a_layer_with_its_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("recent.toml");
    let mut window = with_recent(villages_without(&[]), Recent::kept_in(kept.clone()));
    let kind = AmenityKind::from_role(PHARMACY).expect("a kind");
    assert_eq!(baseline(&window).layer(Role::Kind(kind)), None);
    let before = session(&window).answer().expect("an answer").outcome_key;

    let path = pharmacies(folder.path(), "apotheken 2025.csv", 7);
    drop_file(&mut window, &path);
    window.get_by_label("apotheken 2025.csv");
    window.get_by_label("7 objecten · RD New (meters)");
    window.get_by_label("Schets van de ligging");
    let chosen: Vec<String> = window.get_all_by_role(Accessible::ComboBox).filter_map(|node| node.value()).collect();
    assert!(chosen.iter().any(|role| role == "Apotheken"), "{chosen:?}");
    press(&mut window, "Toevoegen");

    assert_eq!(baseline(&window).layer(Role::Kind(kind)).map(|layer| layer.n_features), Some(7));
    window.get_by_label_contains("Laag Apotheken toegevoegd: 7 apotheken");
    assert_ne!(session(&window).answer().expect("an answer").outcome_key, before);

    // The same file again: beside what is there, or in its place.
    drop_file(&mut window, &pharmacies(folder.path(), "apotheken.csv", 3));
    window.get_by_label_contains("Er is al een laag met 7 apotheken.");
    press(&mut window, "Vervangen");
    // Before anything goes it is said what.
    window.get_by_label("apotheek: 3 dezelfde, 0 verplaatst, 0 nieuw, 4 verdwenen.");
    assert_eq!(baseline(&window).layer(Role::Kind(kind)).map(|layer| layer.n_features), Some(7));
    press(&mut window, "Doorvoeren");
    assert_eq!(baseline(&window).layer(Role::Kind(kind)).map(|layer| layer.n_features), Some(3));
    assert_eq!(
        baseline(&window).places[PlaceClass::Amenity].iter().filter(|amenity| amenity.kind() == Some(kind)).count(),
        3
    );
}

#[test]
fn a_file_beside_what_is_there_keeps_both_and_escape_opens_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = villages();
    let supermarket = AmenityKind::from_role("supermarkt").expect("a kind");
    let n_before = baseline(&window).layer(Role::Kind(supermarket)).expect("a layer").n_features;
    let path = pharmacies(folder.path(), "supermarkten.csv", 2);
    drop_file(&mut window, &path);
    key(&mut window, Key::Escape);
    assert!(window.query_by_label("supermarkten.csv").is_none());
    drop_file(&mut window, &path);
    press(&mut window, "Toevoegen");
    let n_after = baseline(&window).places[PlaceClass::Amenity]
        .iter()
        .filter(|amenity| amenity.kind() == Some(supermarket))
        .count();
    assert_eq!(n_after, n_before + 2);
}

#[test]
fn what_loses_its_place_is_told_before_stays_without_subject_is_tied_to_another_and_the_layers_are_undone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = villages();
    drop_file(&mut window, &pharmacies(folder.path(), "apotheken.csv", 2));
    press(&mut window, "Toevoegen");
    let before = baseline(&window);
    let place = |baseline: &Baseline, name: &str| {
        baseline.places[PlaceClass::Amenity].iter().find(|amenity| amenity.name == name).expect("a pharmacy").id
    };
    let (stays, goes) = (place(&before, "Apotheek 0"), place(&before, "Apotheek 1"));
    let app_mut = |window: &mut Window, edit| app_mut(window).edit(edit);
    let close = Intervention::ClosePlace { id: goes };
    let project = session(&window).project().clone();
    app_mut(&mut window, intervene(&project, close, Uuid::from_u128(5)));
    settle(&mut window);

    drop_file(&mut window, &pharmacies(folder.path(), "apotheken 2027.csv", 1));
    press(&mut window, "Vervangen");
    window.get_by_label_contains("1 ingreep verwijst naar een plaats die er niet meer is (gesloten: Apotheek 1).");
    press(&mut window, "Niet doen");
    assert!(Arc::ptr_eq(&baseline(&window), &before));
    drop_file(&mut window, &pharmacies(folder.path(), "apotheken 2027.csv", 1));
    press(&mut window, "Vervangen");
    press(&mut window, "Doorvoeren");
    assert!(window.get_all_by_label_contains("zonder onderwerp: gesloten: Apotheek 1 (apotheek)").count() > 0);

    window.get_by_label_contains("Kies een locatie op de kaart om deze ingreep");
    let shop = before.places[PlaceClass::Amenity]
        .iter()
        .find(|amenity| amenity.kind().map(AmenityKind::role) == Some("supermarkt"))
        .expect("a shop")
        .id;
    state(&mut window).selection = Selection::Facility(shop);
    settle(&mut window);
    assert!(window.query_by_label_contains("Koppel hieraan").is_none(), "a shop does not take what was of a pharmacy");
    state(&mut window).selection = Selection::Facility(stays);
    settle(&mut window);
    let subject = |window: &Window| session(window).project().plan.interventions()[0].subject();
    press(&mut window, "Koppel hieraan: ingreep 1 – gesloten: Apotheek 1 (apotheek)");
    assert_eq!(subject(&window), stays);
    for _ in 0..2 {
        keys(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(subject(&window), goes);
    assert!(Arc::ptr_eq(&baseline(&window), &before), "the layers of before");
    keys(&mut window, Modifiers::COMMAND, Key::Y);
    assert_eq!(
        baseline(&window)
            .layer(Role::Kind(AmenityKind::from_role(PHARMACY).expect("a kind")))
            .map(|layer| layer.n_features),
        Some(1)
    );
}

#[test]
fn sketches_and_notes_that_were_exported_are_dropped_onto_the_board_in_one_step_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = villages();
    let sketch = r#"{"type":"Feature","properties":{"id":"00000000-0000-0000-0000-000000000001","titel":"plein","vorm":"punt"},"geometry":{"type":"Point","coordinates":[250000,470000]}}"#;
    let nowhere = r#"{"type":"Feature","properties":{"titel":"weg"},"geometry":null}"#;
    let note = r#"{"type":"Feature","properties":{"tekst":"geen plek"},"geometry":null}"#;
    for (name, features) in [("schetsen", format!("{sketch},{nowhere}")), ("notities", note.to_owned())] {
        let path = folder.path().join(format!("{name}.geojson"));
        let crs = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}"#;
        let text = format!(r#"{{"type":"FeatureCollection", "name" : "{name}",{crs},"features":[{features}]}}"#);
        std::fs::write(&path, text).expect("written");
        drop_file(&mut window, &path);
        assert!(window.query_by_label("Annuleren").is_none(), "nothing to ask");
    }
    window.get_by_label("1 schets uit schetsen.geojson staat op de kaart; 1 opmerking.");
    let board = session(&window).project().board.clone();
    assert_eq!((board.sketches.len(), board.notes.len()), (1, 1));
    assert_eq!((board.sketches[0].title.as_str(), board.notes[0].text.as_str()), ("plein", "geen plek"));
    keys(&mut window, egui::Modifiers::COMMAND, Key::Z);
    let board = &session(&window).project().board;
    assert_eq!((board.sketches.len(), board.notes.len()), (1, 0));
}

#[test]
fn a_file_that_is_no_layer_is_a_message_with_its_reason_and_no_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("verslag.pdf");
    std::fs::write(&path, "%PDF-1.7").expect("written");
    let mut window = villages();
    drop_file(&mut window, &path);
    assert!(window.query_by_label("Annuleren").is_none());
    window.get_by_label("verslag.pdf is niet geopend.");
    window.get_by_label("1 melding").click();
    settle(&mut window);
    press(&mut window, "Tonen (1)");
    window.get_by_label_contains("dit is een PDF");
    press(&mut window, "Alles wissen");
    assert!(window.get_all_by_label("Geen meldingen").count() > 0);
    assert!(app(&window).state().messages.is_empty());
}

#[test]
fn the_export_dialog_writes_what_was_chosen_in_rd() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("uitvoer");
    let mut window = villages();
    keys(&mut window, Modifiers::COMMAND, Key::E);
    window.get_by_role_and_label(Accessible::CheckBox, "Opgave per gemeente").click();
    window.get_by_role_and_label(Accessible::CheckBox, "De ingelezen lagen").click();
    window.get_by_label("RD New (meters)").click();
    settle(&mut window);
    features(&mut window).export.folder = target.display().to_string();
    settle(&mut window);
    let buttons = window.get_all_by_role_and_label(Accessible::Button, "Exporteren");
    // That of the dialog stands below that of the bar.
    buttons.max_by(|a, b| a.rect().top().total_cmp(&b.rect().top())).expect("that of the dialog").click();
    settle(&mut window);
    window.get_by_label_contains("geschreven in");
    let zones = std::fs::read_to_string(target.join("zones.geojson")).expect("written");
    assert!(zones.contains("EPSG::28992"));
    assert!(!target.join("opgave.csv").exists());
    assert!(target.join("supermarkt.geojson").exists() && target.join("kern.geojson").exists());
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(target.join("rapport.json")).expect("written")).expect("JSON");
    assert!(report["duur_ms"]["inlezen"].is_number(), "{}", report["duur_ms"]);
}

#[test]
fn an_export_that_is_stopped_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("uitvoer");
    let goes_on = Arc::new(AtomicBool::new(false));
    let wait = goes_on.clone();
    let slow = move |to: &Path, baseline: &Baseline, answer: &zorgkring::session::Answer, options: ProposalOptions| {
        while !wait.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        export(to, baseline, answer, options)
    };
    let mut window = opened_of(Start { export: Arc::new(slow), ..villages_without(&[]) });
    app_mut(&mut window).export_to(target.clone());
    window.run_steps(2);
    window.get_by_label("Exporteren stoppen").click();
    window.run_steps(2);
    goes_on.store(true, Ordering::Relaxed);
    settle(&mut window);
    window.get_by_label("Het exporteren is gestopt; er is niets geschreven.");
    assert!(!target.exists());
}

#[test]
fn an_empty_region_says_what_is_missing_and_offers_to_open_it() {
    let mut window = opened_of(villages_without(&["zorg24", "supermarkt", "ontmoeting", "vraag"]));
    window.get_by_label("Nog niets te berekenen");
    window.get_by_label("Nog geen 24-uurszorglocaties.");
    window.get_by_label("Nog geen inwoners.");
    assert_eq!(window.get_all_by_label("Openen: 24-uurszorglocaties").count(), 2, "on the map and in the panel");
    assert!(window.get_all_by_label_contains("of kies Laag openen in het menu Bestand.").count() >= 2);
    press(&mut window, "Kaartje sluiten");
    assert!(window.query_by_label("Nog niets te berekenen").is_none(), "it was put away");
    window.get_by_label("Nog geen 24-uurszorglocaties.");
    let care = three_villages().into_iter().find_map(|text| text.strip_prefix("zorg24=").map(PathBuf::from));
    drop_file(&mut window, &care.expect("a fixture"));
    press(&mut window, "Toevoegen");
    assert!(window.query_by_label("Nog niets te berekenen").is_none());
    assert!(window.query_by_label("Nog geen 24-uurszorglocaties.").is_none());
    // Where near misses are computed there is something to see, and nothing lies over it.
    let window = opened_of(villages_without(&["zorg24"]));
    window.get_by_label("Nog geen 24-uurszorglocaties.");
    assert!(window.query_by_label("Nog niets te berekenen").is_none());
}

#[test]
fn what_cannot_be_read_at_all_leaves_an_empty_region_and_a_message() {
    let failing = Start { load: Box::new(|| Err("het bestand bestaat niet".to_owned())), ..start() };
    let window = opened_of(failing);
    window.get_by_label_contains("De lagen konden niet worden gelezen: het bestand bestaat niet");
    window.get_by_label("Nog niets te berekenen");
}

#[test]
fn the_list_of_recent_files_opens_them_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = pharmacies(folder.path(), "apotheken.csv", 2);
    let mut recent = Recent::default();
    recent.add(path);
    let mut window = with_recent(villages_without(&[]), recent);
    press(&mut window, "Bestand");
    window.get_by_label_contains("apotheken.csv").click();
    settle(&mut window);
    press(&mut window, "Annuleren");
    assert_eq!(app(&window).features().export.crs, OutputCrs::Wgs84);
}
