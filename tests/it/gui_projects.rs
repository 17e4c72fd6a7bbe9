//! Projects in the window: kept, brought back, saved, opened and guarded, and never lost without a question.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers, ViewportCommand};
use egui_kittest::kittest::{NodeT, Queryable};
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::mobility::MobilityProfile;
use zorgkring::gui::wish::Command;
use zorgkring::gui::{Loaded, Start};
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::project::autosave::recoverable;
use zorgkring::project::file::{Over, open, save};
use zorgkring::project::{Edit, Project};

use crate::support::villages::{drop_file, villages, villages_without};
use crate::support::window::{
    Window, app, app_mut, document, edit, file, key, keys, opened_of, press, session, settle,
};

const MADE: &str = "2026-03-01T14:32:05Z";

/// A window on the three villages that keeps its work in a folder.
pub(crate) fn keeping(folder: &Path) -> Window {
    let start = Start { autosave: Some(folder.join("niet-bewaard")), ..villages_without(&[]) };
    opened_of(start)
}

fn ground(window: &Window) -> Arc<Baseline> {
    session(window).baseline().clone()
}

pub(crate) fn save_in_place(window: &mut Window) {
    keys(window, Modifiers::COMMAND, Key::S);
}

fn menu(window: &mut Window, entry: &str) {
    press(window, "Bestand");
    window.get_by_label_contains(entry).click();
    settle(window);
}

pub(crate) fn asks(window: &Window, question: &str) -> bool {
    window.query_by_label_contains(question).is_some()
}

/// A window that was left without a good end, with another omloopfactor; its folder and its document.
fn crashed() -> (tempfile::TempDir, Arc<Project>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = keeping(folder.path());
    edit(&mut window, Edit::SetDetourFactor(1.5));
    edit(&mut window, Edit::SetProfile(MobilityProfile::Walker));
    app(&window).wait_until_kept().expect("kept");
    let document = document(&window);
    (folder, document)
}

#[test]
fn after_a_crash_the_work_is_offered_and_comes_back_as_it_was_and_unsaved() {
    let (folder, before) = crashed();
    let mut window = keeping(folder.path());
    let standing = ground(&window);
    assert!(asks(&window, "Er is werk van "));
    assert_ne!(document(&window), before);
    press(&mut window, "Terughalen");
    assert_eq!(document(&window), before);
    assert_eq!(ground(&window), standing, "the ground came back from the file");
    assert!(!Arc::ptr_eq(&ground(&window), &standing));
    assert!(app(&window).is_unsaved());
    window.get_by_label_contains("Het werk is teruggehaald.");
    let answer = app(&window).session().and_then(|session| session.answer().cloned()).expect("an answer");
    assert_eq!(answer.project, before);
    // Gone once more, it is offered once more.
    app(&window).wait_until_kept().expect("kept");
    drop(window);
    assert!(asks(&keeping(folder.path()), "Er is werk van "));
}

#[test]
fn work_is_thrown_away_or_kept_for_later_as_one_answers() {
    let (folder, _) = crashed();
    let mut window = keeping(folder.path());
    let before = document(&window);
    press(&mut window, "Later");
    assert!(!asks(&window, "Er is werk van "));
    drop(window);
    let mut window = keeping(folder.path());
    key(&mut window, Key::Escape);
    assert!(!asks(&window, "Er is werk van "), "Escape is later");
    drop(window);
    let mut window = keeping(folder.path());
    press(&mut window, "Weggooien");
    assert_eq!(document(&window), before);
    drop(window);
    assert!(!asks(&keeping(folder.path()), "Er is werk van "));
}

#[test]
fn work_that_was_left_is_offered_by_its_file_and_of_another_project_it_is_not_thrown_away_by_one_press() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("Borne.gpkg");
    let mut window = keeping(folder.path());
    file(&mut window, Command::SaveProjectAs, &path);
    edit(&mut window, Edit::SetDetourFactor(1.7));
    app(&window).wait_until_kept().expect("kept");
    drop(window);
    // Another project shows: one without a file.
    let mut window = keeping(folder.path());
    window.get_by_label_contains(&format!("aan Borne.gpkg (in {}) dat niet is bewaard", folder.path().display()));
    window.get_by_label_contains("Dat is een ander project dan wat nu in het venster staat.");
    press(&mut window, "Weggooien");
    window.get_by_label_contains("voorgoed weggooien? Het staat nergens anders.");
    key(&mut window, Key::Enter);
    assert!(!asks(&window, "voorgoed weggooien"), "Enter leaves it");
    drop(window);
    // The project itself: it is asked about as its own.
    let mut opened = Some(open(&path, &Unwatched).expect("saved"));
    let load = move || {
        let opened = opened.take().ok_or("read once")?;
        let known = Some(opened.known());
        let baseline = Baseline::clone(&opened.baseline);
        Ok(Loaded { baseline, project: opened.project, problems: Vec::new(), known, is_saved: true })
    };
    let autosave = Some(folder.path().join("niet-bewaard"));
    let start = Start { load: Box::new(load), project: Some(path.clone()), autosave, ..villages_without(&[]) };
    let mut window = opened_of(start);
    assert!(asks(&window, "aan Borne.gpkg"));
    assert!(!asks(&window, "Dat is een ander project"));
    press(&mut window, "Weggooien");
    assert!(!asks(&window, "weggooien"), "of the project that shows one answer will do");
    drop(window);
    assert!(!asks(&keeping(folder.path()), "Er is werk van "));
}

#[test]
fn a_good_end_leaves_nothing_to_offer_and_unsaved_work_is_never_a_good_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("niet-bewaard");
    let mut window = keeping(folder.path());
    edit(&mut window, Edit::SetDetourFactor(1.5));
    app_mut(&mut window).close();
    app(&window).wait_until_kept().expect("kept");
    drop(window);
    assert_eq!(recoverable(&kept).len(), 1);
    let mut window = keeping(folder.path());
    press(&mut window, "Terughalen");
    file(&mut window, Command::SaveProjectAs, &folder.path().join("plan.gpkg"));
    assert!(!app(&window).is_unsaved());
    app(&window).wait_until_kept().expect("kept");
    app_mut(&mut window).close();
    drop(window);
    assert_eq!(recoverable(&kept).len(), 0);
}

#[test]
fn what_is_saved_opens_as_the_same_project_in_another_window_which_is_told_that_it_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("Borne.gpkg");
    let mut window = villages();
    let title = |window: &Window| {
        let output = window.output();
        let commands = output.viewport_output.values().flat_map(|viewport| viewport.commands.clone());
        commands.into_iter().find_map(|command| match command {
            ViewportCommand::Title(title) => Some(title),
            _ => None,
        })
    };
    app_mut(&mut window).edit(Edit::SetDetourFactor(1.4));
    window.step();
    assert_eq!(title(&window).as_deref(), Some("• Naamloos project – zorgkring"));
    settle(&mut window);
    file(&mut window, Command::SaveProjectAs, &path);
    window.get_by_label_contains("(5 lagen).");
    app_mut(&mut window).edit(Edit::SetDetourFactor(1.6));
    window.step();
    assert_eq!(title(&window).as_deref(), Some("• Borne – zorgkring"));
    save_in_place(&mut window);
    assert!(!app(&window).is_unsaved());
    assert_eq!(open(&path, &Unwatched).expect("saved").project, *document(&window));

    let mut other = opened_of(villages_without(&["supermarkt"]));
    file(&mut other, Command::OpenProject, &path);
    other.get_by_label_contains("is al open in een ander venster");
    assert_eq!((document(&other), ground(&other)), (document(&window), ground(&window)));
    assert!(!app(&other).is_unsaved());
    edit(&mut other, Edit::SetDetourFactor(1.2));
    save_in_place(&mut other);
    other.get_by_label_contains("is niet bewaard: het is al geopend in een ander venster");
    drop(window);
    press(&mut other, "Nog eens proberen");
    assert_eq!(open(&path, &Unwatched).expect("saved").project, *document(&other), "now the file is its own");
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_nothing_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut window = villages();
    edit(&mut window, Edit::SetDetourFactor(1.4));
    let before = document(&window);
    file(&mut window, Command::SaveProjectAs, &folder.path().join("weg").join("plan.gpkg"));
    assert!(asks(&window, "is niet bewaard: de map is er niet"));
    press(&mut window, "Annuleren");
    assert!(app(&window).is_unsaved());
    file(&mut window, Command::SaveProjectAs, &path);
    let bytes = fs::read(&path).expect("saved");
    edit(&mut window, Edit::SetDetourFactor(1.7));
    let mut permissions = fs::metadata(&path).expect("a file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("our own file");
    save_in_place(&mut window);
    assert!(asks(&window, "is niet bewaard: geen toestemming"));
    press(&mut window, "Nog eens proberen");
    assert!(asks(&window, "is niet bewaard: geen toestemming"));
    press(&mut window, "Annuleren");
    assert_eq!(fs::read(&path).expect("there"), bytes);
    assert!(app(&window).is_unsaved());
    app_mut(&mut window).state_mut().messages.clear();
    file(&mut window, Command::SaveProjectAs, &folder.path().join("elders.gpkg"));
    assert!(!app(&window).is_unsaved());
    assert_ne!(document(&window), before);
}

/// Another program gives a project another omloopfactor.
fn other_sets_detour(path: &Path, factor: f64) {
    let opened = open(path, &Unwatched).expect("saved");
    let mut theirs = opened.project.clone();
    theirs.norms.detour_factor = factor;
    save(path, (&Arc::new(theirs), &opened.baseline), MADE, Over::Known(&opened.known())).expect("saved");
}

#[test]
fn what_another_program_changed_in_another_way_is_asked_about_before_it_is_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut window = villages();
    file(&mut window, Command::SaveProjectAs, &path);
    other_sets_detour(&path, 1.5);
    let bytes = fs::read(&path).expect("saved");
    edit(&mut window, Edit::SetDetourFactor(1.7));
    save_in_place(&mut window);
    assert!(asks(&window, "een ander programma heeft hetzelfde veranderd, anders dan hier: normenkader"));
    press(&mut window, "Annuleren");
    assert_eq!(fs::read(&path).expect("there"), bytes);
    assert!(app(&window).is_unsaved());
    save_in_place(&mut window);
    press(&mut window, "Houd wat hier staat");
    assert_eq!(open(&path, &Unwatched).expect("saved").project, *document(&window));
    edit(&mut window, Edit::SetDetourFactor(1.3));
    save_in_place(&mut window);
    assert!(!asks(&window, "Een ander programma"), "what it wrote itself it knows");
}

#[test]
fn what_another_program_changed_can_be_taken_over_and_undoing_brings_ones_own_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut window = villages();
    file(&mut window, Command::SaveProjectAs, &path);
    other_sets_detour(&path, 1.5);
    edit(&mut window, Edit::SetDetourFactor(1.7));
    edit(&mut window, Edit::SetProfile(MobilityProfile::Walker));
    let mine = document(&window);
    save_in_place(&mut window);
    assert!(asks(&window, "normenkader: hier \"omloopfactor = 1.7\", daar \"omloopfactor = 1.5\""));
    for answer in ["Elders bewaren", "Houd wat hier staat", "Neem wat daar staat", "Annuleren"] {
        let screen = window.ctx.content_rect();
        assert!(screen.contains_rect(window.get_by_label(answer).rect()), "{answer} is on the screen");
    }
    press(&mut window, "Neem wat daar staat");
    let now = document(&window);
    assert!((now.norms.detour_factor - 1.5).abs() < 1e-9);
    assert_eq!(now.profile, MobilityProfile::Walker, "what only this side changed stays");
    assert_eq!(open(&path, &Unwatched).expect("saved").project, *now);
    assert!(!app(&window).is_unsaved());
    window.get_by_label_contains("1 object veranderd: normenkader. Dat is blijven staan.");
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(document(&window), mine);
    save_in_place(&mut window);
    assert!(asks(&window, "Wijzigingen van een ander programma zijn hier ongedaan gemaakt."));
    press(&mut window, "Annuleren");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    save_in_place(&mut window);
    assert!(!asks(&window, "Wijzigingen van een ander programma"), "they are here again");
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    edit(&mut window, Edit::SetDetourFactor(1.4));
    save_in_place(&mut window);
    press(&mut window, "Bewaren zonder die");
    assert_eq!(open(&path, &Unwatched).expect("saved").project, *document(&window));
    save_in_place(&mut window);
    assert!(!asks(&window, "Wijzigingen van een ander programma"), "it is said once");
}

#[test]
fn work_that_was_brought_back_is_saved_without_a_question_unless_its_file_was_changed_meanwhile() {
    for is_changed in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.gpkg");
        let mut window = keeping(folder.path());
        file(&mut window, Command::SaveProjectAs, &path);
        edit(&mut window, Edit::SetDetourFactor(1.7));
        app(&window).wait_until_kept().expect("kept");
        // Without a good end.
        drop(window);
        if is_changed {
            other_sets_detour(&path, 1.5);
        }
        let mut window = keeping(folder.path());
        press(&mut window, "Terughalen");
        save_in_place(&mut window);
        assert_eq!(asks(&window, "Een ander programma heeft dit bestand veranderd"), is_changed);
        let saved = open(&path, &Unwatched).expect("whole").project.norms.detour_factor;
        assert!((saved - if is_changed { 1.5 } else { 1.7 }).abs() < 1e-9, "{saved}");
    }
}

#[test]
fn unsaved_work_is_asked_about_before_a_new_project_begins_or_another_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, other) = (folder.path().join("plan.gpkg"), folder.path().join("ander.gpkg"));
    let mut window = villages();
    file(&mut window, Command::SaveProjectAs, &other);
    file(&mut window, Command::SaveProjectAs, &path);
    edit(&mut window, Edit::SetDetourFactor(1.7));
    let before = document(&window);
    menu(&mut window, "Nieuw project");
    press(&mut window, "Annuleren");
    assert_eq!(document(&window), before);
    // A project that is let go is no layer: it opens, after the question.
    drop_file(&mut window, &other);
    assert!(asks(&window, "Er zijn wijzigingen die niet zijn bewaard."));
    press(&mut window, "Bewaren");
    assert_eq!(open(&path, &Unwatched).expect("saved").project, *before);
    assert_ne!(document(&window), before);
    assert_eq!(*document(&window), open(&other, &Unwatched).expect("saved").project);
    edit(&mut window, Edit::SetDetourFactor(1.9));
    menu(&mut window, "Nieuw project");
    press(&mut window, "Niet bewaren");
    assert_eq!(*ground(&window), Baseline::default());
    assert_eq!(*document(&window), Project::new(normenkader::standard()));
    assert!(session(&window).history().can_undo().is_none());
    window.get_by_label("Nog niets te berekenen");
}

#[test]
fn a_damaged_project_is_a_message_and_the_window_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    fs::write(&path, "geen database").expect("written");
    let mut window = villages();
    let before = document(&window);
    file(&mut window, Command::OpenProject, &path);
    window.get_by_label_contains("kan niet geopend worden: dit is geen GeoPackage");
    assert!(Arc::ptr_eq(&document(&window), &before));
}

#[test]
fn an_earlier_state_comes_back_as_a_step_that_can_be_undone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = keeping(folder.path());
    let mut documents = Vec::new();
    for factor in [1.4, 1.6, 1.8] {
        edit(&mut window, Edit::SetDetourFactor(factor));
        app(&window).wait_until_kept().expect("kept");
        documents.push(document(&window));
    }
    menu(&mut window, "Eerdere toestanden");
    let rows: Vec<_> =
        window.get_all_by_label_contains("(").filter(|row| row_is_moment(row.accesskit_node().label())).collect();
    assert_eq!(rows.len(), 3);
    let lowest = rows.into_iter().max_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    lowest.expect("three").click();
    settle(&mut window);
    assert_eq!(document(&window), documents[0]);
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(document(&window), documents[2]);
}

/// Does a label begin with a time of day and a date?
fn row_is_moment(label: Option<String>) -> bool {
    let label = label.unwrap_or_default();
    let is_digit = |idx: usize| label.as_bytes().get(idx).is_some_and(u8::is_ascii_digit);
    is_digit(0) && is_digit(1) && label.get(2..3) == Some(":") && label.get(5..7) == Some(" (")
}

#[test]
fn a_layer_goes_after_a_question_and_the_document_stays() {
    let mut window = villages();
    let role = Role::Kind(AmenityKind::from_role("supermarkt").expect("a kind"));
    let before = document(&window);
    assert!(ground(&window).layer(role).is_some());
    menu(&mut window, "Laag verwijderen");
    let row = |window: &Window| {
        let rows = window.get_all_by_role_and_label(egui::accesskit::Role::Button, "Supermarkten");
        rows.map(|row| row.rect().center()).next().expect("in the list")
    };
    let at = row(&window);
    crate::support::window::click(&mut window, at);
    press(&mut window, "Annuleren");
    assert!(ground(&window).layer(role).is_some());
    menu(&mut window, "Laag verwijderen");
    let at = row(&window);
    crate::support::window::click(&mut window, at);
    press(&mut window, "Verwijderen");
    assert!(ground(&window).layer(role).is_none());
    assert!(ground(&window).places_of(role).next().is_none());
    assert!(Arc::ptr_eq(&document(&window), &before));
    assert!(app(&window).is_unsaved(), "the file still has the layer");
    window.get_by_label("De laag Supermarkten is verwijderd.");
}

#[test]
fn what_was_wrong_with_an_opened_layer_is_saved_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("apotheken.csv");
    fs::write(&table, "naam,x_rd,y_rd\nApotheek A,250300,470300\nApotheek B,overal,nergens\n").expect("written");
    let mut window = villages();
    drop_file(&mut window, &table);
    press(&mut window, "Toevoegen");
    let role = Role::Kind(AmenityKind::from_role("apotheek").expect("a kind"));
    let problems = ground(&window).layer(role).expect("opened").problems.clone();
    assert!(problems.iter().any(|problem| problem.file == "apotheken.csv"), "{problems:?}");
    let path = folder.path().join("plan.gpkg");
    file(&mut window, Command::SaveProjectAs, &path);
    let opened = open(&path, &Unwatched).expect("saved");
    assert_eq!(opened.baseline.layer(role).expect("saved").problems, problems);
}

#[test]
fn trouble_with_keeping_is_told_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let in_the_way: PathBuf = folder.path().join("niet-bewaard");
    fs::write(&in_the_way, "").expect("written");
    let mut window = keeping(folder.path());
    edit(&mut window, Edit::SetDetourFactor(1.5));
    edit(&mut window, Edit::SetDetourFactor(1.6));
    let messages = &app(&window).state().messages;
    let told = messages.iter().filter(|message| message.text.starts_with("Automatisch bewaren lukt niet: "));
    assert_eq!(told.map(|message| message.n_times).sum::<usize>(), 1);
}

#[test]
fn a_window_with_unsaved_work_asks_before_it_closes() {
    let mut window = villages();
    edit(&mut window, Edit::SetDetourFactor(1.5));
    let close = |window: &mut Window| {
        let root = window.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
        root.events = vec![egui::ViewportEvent::Close];
        window.step();
        window.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default().events.clear();
    };
    close(&mut window);
    let commands = |window: &Window| -> Vec<ViewportCommand> {
        window.output().viewport_output.values().flat_map(|viewport| viewport.commands.clone()).collect()
    };
    assert!(commands(&window).contains(&ViewportCommand::CancelClose));
    settle(&mut window);
    window.get_by_label("Niet bewaren").click();
    window.step();
    while !commands(&window).contains(&ViewportCommand::Close) {
        window.step();
    }
    close(&mut window);
    assert!(!commands(&window).contains(&ViewportCommand::CancelClose));
}
