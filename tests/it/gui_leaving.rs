//! What is under way when a project is saved elsewhere, left or replaced ends where it was meant to.

use std::fs;
use std::sync::Arc;

use egui::ViewportEvent;
use egui_kittest::kittest::Queryable;
use rusqlite::Connection;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::PlaceClass;
use zorgkring::gui::room::NoteCard;
use zorgkring::gui::wish::{Command, RoomTab};
use zorgkring::gui::{Loaded, Start};
use zorgkring::import::{Unwatched, read_layers_beside};
use zorgkring::project::Edit;
use zorgkring::project::file::open;

use crate::support::villages::{drop_file, pharmacies, villages, villages_without};
use crate::support::window::{app, edit, features, file, opened_of, press, session, settle, type_into, type_lines};

fn pharmacies_of(baseline: &Baseline) -> usize {
    let kind = AmenityKind::from_role("apotheek").expect("a kind");
    baseline.places[PlaceClass::Amenity].iter().filter(|place| place.kind() == Some(kind)).count()
}

#[test]
fn what_was_to_be_saved_in_a_locked_file_is_saved_in_that_file_and_not_in_the_one_that_was_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let (own, elsewhere) = (folder.path().join("plan.gpkg"), folder.path().join("ander.gpkg"));
    let mut window = villages();
    file(&mut window, Command::SaveProjectAs, &elsewhere);
    file(&mut window, Command::SaveProjectAs, &own);
    let before = open(&own, &Unwatched).expect("saved").project;
    edit(&mut window, Edit::SetDetourFactor(1.7));
    let holder = Connection::open(&elsewhere).expect("a database");
    holder.execute_batch("BEGIN EXCLUSIVE").expect("held");
    file(&mut window, Command::SaveProjectAs, &elsewhere);
    window.get_by_label_contains("wordt vanzelf opnieuw geprobeerd");
    holder.execute_batch("ROLLBACK").expect("let go");
    drop(holder);
    // The clock of the window goes on by a quarter of a second a frame.
    window.run_steps(24);
    settle(&mut window);
    let document = session(&window).project().clone();
    assert_eq!(open(&elsewhere, &Unwatched).expect("saved").project, *document);
    assert_eq!(open(&own, &Unwatched).expect("saved").project, before, "what was left stays as it was");
    assert!(!app(&window).is_unsaved());
}

#[test]
fn layers_that_were_read_for_one_project_do_not_come_into_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ander.gpkg");
    let mut window = villages();
    file(&mut window, Command::SaveProjectAs, &path);
    drop_file(&mut window, &pharmacies(folder.path(), "apotheken.csv", 7));
    press(&mut window, "Toevoegen");
    drop_file(&mut window, &pharmacies(folder.path(), "apotheken 2027.csv", 3));
    press(&mut window, "Vervangen");
    window.get_by_label("apotheek: 3 dezelfde, 0 verplaatst, 0 nieuw, 4 verdwenen.");
    // While that is asked another project is opened.
    file(&mut window, Command::OpenProject, &path);
    press(&mut window, "Niet bewaren");
    assert!(window.query_by_label("Doorvoeren").is_none(), "the question was about the former project");
    let opened = session(&window).baseline().clone();
    assert_eq!((pharmacies_of(&opened), *opened == *open(&path, &Unwatched).expect("saved").baseline), (0, true));
}

#[test]
fn what_is_being_written_in_the_room_is_on_the_board_before_the_window_closes() {
    let mut window = villages();
    features(&mut window).room.open(RoomTab::Decisions);
    settle(&mut window);
    type_into(&mut window, "Wat", "Hier komt de winkel");
    features(&mut window).room.show_card(NoteCard::new(None, None));
    settle(&mut window);
    type_lines(&mut window, "Tekst van het briefje", "Eerst de bushalte");
    let root = window.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    root.events = vec![ViewportEvent::Close];
    window.step();
    window.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default().events.clear();
    settle(&mut window);
    window.get_by_label_contains("Er zijn wijzigingen die niet zijn bewaard.");
    let board = session(&window).project().board.clone();
    assert_eq!(board.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["Eerst de bushalte"]);
    assert_eq!(board.decisions.iter().map(|it| it.what.as_str()).collect::<Vec<_>>(), ["Hier komt de winkel"]);
}

#[test]
fn layers_given_beside_a_project_are_unsaved_until_they_stand_in_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut window = villages();
    file(&mut window, Command::SaveProjectAs, &path);
    drop(window);
    let more = pharmacies(folder.path(), "apotheken.csv", 7);
    let role = Role::from_name("apotheek").expect("a role");
    let start = |with_layer: bool| {
        let (path, more) = (path.clone(), more.clone());
        let project = Some(path.clone());
        let load = move || {
            let there = open(&path, &Unwatched).map_err(|error| error.to_string())?;
            let known = Some(there.known());
            let layer = format!("apotheek={}", more.display()).parse().expect("a layer");
            let layers = if with_layer { vec![layer] } else { Vec::new() };
            let read = read_layers_beside(&layers, &[role].into(), Arc::unwrap_or_clone(there.baseline), &Unwatched);
            Ok(Loaded {
                baseline: read.baseline,
                project: there.project,
                problems: Vec::new(),
                known,
                is_saved: !with_layer,
            })
        };
        Start { load: Box::new(load), project, ..villages_without(&[]) }
    };
    assert!(!app(&opened_of(start(false))).is_unsaved());
    let mut window = opened_of(start(true));
    assert!(app(&window).is_unsaved());
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::S);
    settle(&mut window);
    assert!(!app(&window).is_unsaved());
    assert_eq!(pharmacies_of(&open(&path, &Unwatched).expect("saved").baseline), 7);
}

#[cfg(unix)]
#[test]
fn a_project_is_saved_under_another_name_of_its_own_file_as_under_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, link) = (folder.path().join("plan.gpkg"), folder.path().join("koppeling.gpkg"));
    let mut window = villages();
    file(&mut window, Command::SaveProjectAs, &path);
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    edit(&mut window, Edit::SetDetourFactor(1.7));
    file(&mut window, Command::SaveProjectAs, &link);
    assert!(!app(&window).is_unsaved());
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink(), "the link stays one");
    edit(&mut window, Edit::SetDetourFactor(1.8));
    file(&mut window, Command::SaveProjectAs, &path);
    let document = session(&window).project().clone();
    assert_eq!(open(&path, &Unwatched).expect("saved").project, *document);
}
