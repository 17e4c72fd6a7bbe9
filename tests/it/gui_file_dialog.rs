//! Our own file dialog, for a system that has none.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use zorgkring::cartography::Theme;
use zorgkring::gui::dialogs::file as file_dialog;
use zorgkring::gui::kit::choosing::{Choice, FileWish, FolderEntry, OwnDialog, Purpose};
use zorgkring::gui::kit::theme;
use zorgkring::import::Unwatched;
use zorgkring::project::Edit;
use zorgkring::project::file::open;

use crate::support::villages::{pharmacies, villages};
use crate::support::window::{Window, app, app_mut, edit, features, keys, press, session};

/// A window on a system without a file dialog.
fn without_system_dialog() -> Window {
    let mut window = villages();
    app_mut(&mut window).use_own_file_dialog();
    window
}

fn keys_in_dialog(window: &mut Window, modifiers: Modifiers, key: Key) {
    keys(window, modifiers, key);
    // The folder is looked into on a thread.
    while window.query_by_label("De map wordt gelezen …").is_some() {
        window.step();
        std::thread::yield_now();
    }
}

/// Types over what stands in the field that has the keyboard, and ends with Enter.
fn enter(window: &mut Window, text: &str) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Event::Text(text.to_owned()));
    window.step();
    keys_in_dialog(window, Modifiers::NONE, Key::Enter);
}

#[test]
fn without_a_dialog_of_the_system_a_project_is_saved_and_opened_by_keyboard_in_our_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut window = without_system_dialog();
    edit(&mut window, Edit::SetDetourFactor(1.5));
    keys_in_dialog(&mut window, Modifiers::COMMAND, Key::S);
    window.get_by_label("Dit systeem heeft geen eigen bestandsvenster; kies of typ het hier.");
    // The name that is proposed stands in the field, which has the keyboard.
    let field = window.get_by_role_and_label(Role::TextInput, "Bestandsnaam, of een pad");
    assert_eq!(field.value().as_deref(), Some("project.gpkg"));
    enter(&mut window, &folder.path().join("plan").display().to_string());
    assert!(!app(&window).is_unsaved());
    let saved = open(&path, &Unwatched).expect("saved");
    assert!((saved.project.norms.detour_factor - 1.5).abs() < 1e-9);
    // In place from now on, without a question.
    edit(&mut window, Edit::SetDetourFactor(1.7));
    keys_in_dialog(&mut window, Modifiers::COMMAND, Key::S);
    assert!(!app(&window).is_unsaved());

    edit(&mut window, Edit::SetDetourFactor(1.9));
    keys_in_dialog(&mut window, Modifiers::COMMAND, Key::S);
    keys_in_dialog(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    // It begins in the folder of the last time, and shows what can be opened.
    press(&mut window, "plan.gpkg");
    press(&mut window, "Openen");
    let opened = session(&window).project().norms.detour_factor;
    assert!((opened - 1.9).abs() < 1e-9, "{opened}");
}

#[test]
fn what_is_there_is_written_over_only_after_it_was_said_and_escape_does_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut window = without_system_dialog();
    let save_as = |window: &mut Window| keys_in_dialog(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    save_as(&mut window);
    enter(&mut window, &path.display().to_string());
    let bytes = std::fs::read(&path).expect("saved");
    edit(&mut window, Edit::SetDetourFactor(1.7));
    save_as(&mut window);
    enter(&mut window, "plan.gpkg");
    window.get_by_label_contains("plan.gpkg is er al. Overschrijven, of een andere naam?");
    keys_in_dialog(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label_contains("is er al").is_none());
    assert_eq!(std::fs::read(&path).expect("there"), bytes);
    assert!(app(&window).is_unsaved());
    save_as(&mut window);
    enter(&mut window, "weg/plan");
    window.get_by_label_contains("is er niet; maak die eerst.");
    enter(&mut window, "plan");
    press(&mut window, "Overschrijven");
    assert!(!app(&window).is_unsaved());
}

#[test]
fn layers_a_folder_and_norms_are_chosen_in_it_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = pharmacies(folder.path(), "apotheken.csv", 3);
    let mut window = without_system_dialog();
    keys_in_dialog(&mut window, Modifiers::COMMAND, Key::O);
    enter(&mut window, &table.display().to_string());
    window.get_by_label("apotheken.csv");
    press(&mut window, "Toevoegen");
    for named in [true, false] {
        keys_in_dialog(&mut window, Modifiers::COMMAND, Key::E);
        press(&mut window, "Map kiezen …");
        if named {
            enter(&mut window, &folder.path().display().to_string());
        } else {
            // It begins where the last export went.
            press(&mut window, "Deze map kiezen");
        }
        let chosen = std::mem::take(&mut features(&mut window).export.folder);
        assert_eq!(std::path::Path::new(&chosen), folder.path());
        keys_in_dialog(&mut window, Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn a_project_is_saved_beside_its_own_file_and_never_among_the_layers_that_were_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let [plans, sources] = ["plannen", "bronnen"].map(|name| folder.path().join(name));
    for folder in [&plans, &sources] {
        std::fs::create_dir(folder).expect("made");
    }
    let table = pharmacies(&sources, "apotheken.csv", 3);
    let mut window = without_system_dialog();
    let shows =
        |window: &Window, folder: &std::path::Path| window.query_by_label(&folder.display().to_string()).is_some();
    let read_a_layer = |window: &mut Window| {
        keys_in_dialog(window, Modifiers::COMMAND, Key::O);
        enter(window, &table.display().to_string());
        press(window, "Toevoegen");
    };
    read_a_layer(&mut window);
    keys_in_dialog(&mut window, Modifiers::COMMAND, Key::S);
    assert!(!shows(&window, &sources), "a project without a file");
    enter(&mut window, &plans.join("Borne.gpkg").display().to_string());
    keys_in_dialog(&mut window, Modifiers::COMMAND, Key::O);
    assert!(shows(&window, &sources), "layers begin where layers were");
    keys_in_dialog(&mut window, Modifiers::NONE, Key::Escape);
    keys_in_dialog(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert!(shows(&window, &plans));
    let field = window.get_by_role_and_label(Role::TextInput, "Bestandsnaam, of een pad");
    assert_eq!(field.value().as_deref(), Some("Borne.gpkg"));
}

#[test]
fn the_field_keeps_the_keyboard_while_a_folder_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let wish = FileWish {
        purpose: Purpose::SaveProject,
        choice: Choice::NewFile,
        title: "Bewaren",
        files: ("Projecten", &["gpkg"]),
        name: "plan.gpkg".to_owned(),
        folder: Some(folder.path().to_owned()),
    };
    let mut window = Harness::builder().with_size(vec2(800.0, 600.0)).build_ui_state(
        move |ui, dialog: &mut Option<OwnDialog>| {
            let dialog = dialog.get_or_insert_with(|| {
                theme::install(ui.ctx(), Theme::Light);
                OwnDialog::open(ui.ctx(), wish.clone())
            });
            file_dialog::ui(ui.ctx(), dialog);
        },
        None,
    );
    window.run_steps(3);
    for entries in
        [None, Some(Ok(Vec::new())), None, Some(Ok(vec![FolderEntry { is_file: true, name: "a.gpkg".to_owned() }]))]
    {
        window.state_mut().as_mut().expect("open").entries = entries;
        window.run_steps(2);
        let field = window.get_by_role_and_label(Role::TextInput, "Bestandsnaam, of een pad");
        assert!(field.accesskit_node().is_focused());
    }
}
