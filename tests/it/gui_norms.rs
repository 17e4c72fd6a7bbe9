//! The norms in the left panel and in the editor of the normenkader, driven by label and key.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::Queryable;
use zorgkring::crs::RdPoint;
use zorgkring::domain::housing::HousingForm;
use zorgkring::domain::norm::{Certainty, Norm, NormSet, OWN_CHOICE};
use zorgkring::gui::state::Selection;
use zorgkring::gui::wish::Command;
use zorgkring::import::normenkader;

use crate::support::window::{
    Window, app, app_mut, features, key, keys, opened, press, session, settle, state, window,
};

const CARE_FIELD: &str = "norm 24-uurszorg (geclusterd) in meters, getypt";
const CARE_BACK: &str = "norm 24-uurszorg (geclusterd) terug naar standaard";
const GP: &str = "norm huisarts of gezondheidscentrum (geclusterd)";

fn norms(window: &Window) -> NormSet {
    session(window).project().norms.clone()
}

fn answered(window: &Window) -> NormSet {
    app(window).session().and_then(|s| s.answer()).expect("an answer").project.norms.clone()
}

fn norm(window: &Window, role: &str) -> Norm {
    let kind = zorgkring::domain::amenity::AmenityKind::from_role(role).expect("a kind");
    norms(window).find(HousingForm::Clustered, kind).expect("a norm").clone()
}

/// Clicks on the last control of that name: in the editor, where both have it.
fn click_on(window: &mut Window, label: &str) {
    window.get_all_by_label(label).last().expect("it is there").scroll_to_me();
    settle(window);
    let at = window.get_all_by_label(label).last().expect("it is there").rect().center();
    window.event(Event::PointerMoved(at));
    window.step();
    for pressed in [true, false] {
        let modifiers = Modifiers::NONE;
        window.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers });
        window.step();
    }
    window.run_steps(2);
}

/// Clicks into a field, types over what it shows, and ends with a key.
fn type_into(window: &mut Window, label: &str, text: &str, end: Key) {
    click_on(window, label);
    window.event(Event::Text(text.to_owned()));
    window.run_steps(2);
    window.key_press(end);
    settle(window);
}

fn undo(window: &mut Window) {
    keys(window, Modifiers::COMMAND, Key::Z);
}

fn open_editor(window: &mut Window) {
    keys(window, Modifiers::COMMAND, Key::M);
    assert!(app(window).features().norms.is_open);
}

#[test]
fn a_value_typed_in_the_panel_recomputes_is_marked_and_can_be_put_back() {
    let mut window = opened();
    let before = norms(&window);
    assert!(window.query_by_label(CARE_BACK).is_none());
    type_into(&mut window, CARE_FIELD, "310 m", Key::Enter);
    let changed = norm(&window, "zorg24");
    assert!((changed.max.meters() - 310.0).abs() < 1e-9);
    assert_eq!((&*changed.source, changed.certainty), (OWN_CHOICE, Certainty::Assumption));
    assert_eq!(answered(&window), norms(&window));
    window.get_by_label("gewijzigd · standaard 500 m");
    window.get_by_label("zorgkring standaard · 1 gewijzigd");
    press(&mut window, CARE_BACK);
    assert_eq!(norms(&window), before);
    undo(&mut window);
    assert_eq!(norm(&window, "zorg24"), changed);
    undo(&mut window);
    assert_eq!(norms(&window), before);
    assert!(session(&window).history().can_undo().is_none());
}

#[test]
fn what_cannot_be_a_value_is_told_and_what_is_given_up_is_forgotten() {
    let mut window = opened();
    let before = norms(&window);
    type_into(&mut window, CARE_FIELD, "ver weg", Key::Enter);
    window.get_by_label("'ver weg' kan niet; geef een loopafstand van 10 tot 10.000 m.");
    let place = Selection::Place(RdPoint::at(250_000.0, 475_000.0));
    state(&mut window).selection = place;
    type_into(&mut window, CARE_FIELD, "300", Key::Escape);
    assert_eq!(norms(&window), before);
    assert_eq!(app(&window).state().selection, place, "Escape was for the field");
    assert!(session(&window).history().can_undo().is_none());
    type_into(&mut window, "omloopfactor, getypt", "1,45", Key::Tab);
    assert!((norms(&window).detour_factor - 1.45).abs() < 1e-9);
    window.get_by_label("gewijzigd · standaard 1,30");
}

#[test]
fn every_change_in_the_editor_is_one_step_that_is_taken_back_exactly() {
    let mut window = opened();
    let mut past = vec![norms(&window)];
    open_editor(&mut window);
    click_on(&mut window, "huisarts of gezondheidscentrum verplicht voor geclusterd wonen");
    settle(&mut window);
    assert!(norm(&window, "huisarts").required);
    past.push(norms(&window));
    type_into(&mut window, &format!("gewicht van {GP}"), "24,5", Key::Enter);
    assert!((norm(&window, "huisarts").weight - 24.5).abs() < 1e-9);
    past.push(norms(&window));
    type_into(&mut window, &format!("bron van {GP}"), "Woonzorgvisie", Key::Enter);
    assert_eq!(&*norm(&window, "huisarts").source, "Woonzorgvisie");
    past.push(norms(&window));
    type_into(&mut window, &format!("{GP} in meters, getypt"), "0,7 km", Key::Enter);
    assert!((norm(&window, "huisarts").max.meters() - 700.0).abs() < 1e-9);
    past.push(norms(&window));
    type_into(&mut window, "Naam van het normenkader", "Normen Borne", Key::Enter);
    assert_eq!(norms(&window).name, "Normen Borne");
    past.push(norms(&window));
    click_on(&mut window, "OV-norm (geclusterd) verplicht");
    settle(&mut window);
    assert!(norms(&window).transit_of(HousingForm::Clustered).is_some_and(|norm| norm.required));
    past.push(norms(&window));
    type_into(&mut window, "bron van OV-norm (geclusterd)", "Vervoerplan", Key::Enter);
    assert!(norms(&window).transit_of(HousingForm::Clustered).is_some_and(|norm| &*norm.source == "Vervoerplan"));
    assert!(window.query_all_by_label("gewijzigd · standaard 800 m, niet verplicht, gewicht 12").next().is_some());
    while let Some(before) = past.pop() {
        undo(&mut window);
        assert_eq!(norms(&window), before);
    }
    assert!(session(&window).history().can_undo().is_none());
    key(&mut window, Key::Escape);
    assert!(!app(&window).features().norms.is_open);
}

#[test]
fn looking_at_norms_changes_none_of_them_and_a_value_between_the_steps_stays() {
    let mut window = opened();
    type_into(&mut window, CARE_FIELD, "453", Key::Enter);
    type_into(&mut window, "omloopfactor, getypt", "1,37", Key::Enter);
    let before = norms(&window);
    open_editor(&mut window);
    for form in HousingForm::ALL {
        state(&mut window).form = form;
        settle(&mut window);
        assert_eq!(norms(&window), before, "{form:?}");
    }
    assert!((norm(&window, "zorg24").max.meters() - 453.0).abs() < 1e-9);
}

#[test]
fn a_copy_can_be_named_and_chosen_again_as_it_was_left() {
    let mut window = opened();
    press(&mut window, "alle normen");
    press(&mut window, "Kopie maken …");
    assert_eq!(norms(&window).name, "Kopie van zorgkring standaard");
    // The name is ready to be typed over.
    window.event(Event::Text("Borne".to_owned()));
    window.run_steps(2);
    key(&mut window, Key::Enter);
    assert_eq!(norms(&window).name, "Borne");
    type_into(&mut window, CARE_FIELD, "420", Key::Enter);
    let own = norms(&window);
    for (name, expected) in [("zorgkring ruim", normenkader::built_in()[1].1.clone()), ("Borne", own)] {
        click_on(&mut window, "Normenkader");
        settle(&mut window);
        click_on(&mut window, name);
        settle(&mut window);
        assert_eq!(norms(&window), expected);
    }
    press(&mut window, "Alles terug naar standaard");
    assert_eq!(norms(&window), normenkader::standard());
    undo(&mut window);
    assert_eq!(norms(&window).name, "Borne");
}

#[test]
fn a_normenkader_is_saved_under_a_name_of_its_own_and_loaded_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("borne.toml");
    let mut window = opened();
    type_into(&mut window, CARE_FIELD, "450", Key::Enter);
    let file = |window: &mut Window, command: Command, path: &PathBuf| {
        app_mut(window).file(command, path.clone());
        let since = Instant::now();
        while app(window).is_busy() {
            assert!(since.elapsed() < Duration::from_secs(60));
            window.step();
        }
        settle(window);
    };
    file(&mut window, Command::SaveNorms, &path);
    assert!(!path.exists(), "what was changed does not go under a name of ours");
    window.get_by_label_contains("geef het eerst een eigen naam");
    type_into(&mut window, "Naam van het normenkader", "Borne", Key::Enter);
    file(&mut window, Command::SaveNorms, &path);
    let saved = norms(&window);
    press(&mut window, "Alles terug naar standaard");
    assert_ne!(norms(&window), saved);
    file(&mut window, Command::LoadNorms, &path);
    assert_eq!(norms(&window), saved);
    std::fs::write(&path, "naam = \"x\"\nomloopfactor = 0.5\n").expect("it can be written");
    file(&mut window, Command::LoadNorms, &path);
    assert_eq!(norms(&window), saved);
    window.get_by_label_contains("regel 2: 0,50 is geen omloopfactor");
    file(&mut window, Command::LoadNorms, &folder.path().join("weg.toml"));
    window.get_by_label_contains("bestaat niet");
}

#[test]
fn panel_and_editor_hold_at_twice_the_text_on_a_small_screen() {
    let mut window = window(1280.0, 800.0);
    settle(&mut window);
    for scale in [1.0, 2.0] {
        let now = state(&mut window);
        now.preferences.text_scale = scale;
        // Where there is room for one panel beside the map, this is the one.
        (now.preferences.left_open, now.preferences.right_open) = (true, scale < 1.5);
        now.form = HousingForm::CareReady;
        features(&mut window).norms.is_open = false;
        settle(&mut window);
        let map = window.get_by_label("Kaart").rect();
        let field = "norm supermarkt of dagelijkse winkel (zorggeschikt) in meters, getypt";
        let rect = window.get_by_label(field).rect();
        assert!(rect.right() <= map.left() && rect.left() > 0.0, "{rect:?} beside {map:?}");
        open_editor(&mut window);
        let screen = window.ctx.content_rect();
        let editor = window.get_by_role_and_label(Role::Window, "Normenkader").rect();
        assert!(screen.contains_rect(editor), "{editor:?} in {screen:?}");
        for name in ["Normenkader sluiten", "Naam van het normenkader", "Kopie maken …", "Laden …"] {
            let rect = window.get_by_label(name).rect();
            assert!(editor.x_range().contains(rect.left()) && editor.x_range().contains(rect.right()), "{name}");
        }
        for part in ["bron van", "gewicht van", "zekerheid van"] {
            let name = format!("{part} norm supermarkt of dagelijkse winkel (zorggeschikt)");
            let rect = window.get_by_label(&name).rect();
            assert!(editor.x_range().contains(rect.right()), "{name}: {rect:?} in {editor:?}");
        }
    }
}
