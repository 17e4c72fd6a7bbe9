//! The way of someone who opens zorgkring for the first time, from the start to files for a GIS.

use std::path::{Path, PathBuf};

use egui::accesskit::Role as Accessible;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use zorgkring::cartography::Theme;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Role;
use zorgkring::gui::state::Selection;

use super::gui_files::{drop_file, pharmacies};
use crate::support::window::{Window, app, click, picture, press, settle, window};

/// Walks the way; `look` is called after every step with its name.
fn walk(window: &mut Window, folder: &Path, mut look: impl FnMut(&mut Window, &str)) {
    settle(window);
    look(window, "1-begin");

    window.key_press(Key::F1);
    settle(window);
    press(window, "Rondleiding beginnen");
    press(window, "Volgende");
    assert!(matches!(app(window).state().selection, Selection::Zone { .. }));
    look(window, "2-rondleiding");
    press(window, "Stoppen");

    let zones_before = app(window).session().and_then(|s| s.answer()).expect("an answer").outcome.zones.len();
    open_left(window);
    let slider = "norm 24-uurszorg, geclusterd wonen, in meters loopafstand";
    window.get_by_label(slider).scroll_to_me();
    settle(window);
    window.get_by_label(slider).set_value_accesskit(200.0);
    settle(window);
    let zones_after = app(window).session().and_then(|s| s.answer()).expect("an answer").outcome.zones.len();
    assert_ne!(zones_after, zones_before, "the norm is felt");
    look(window, "3-norm");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(window);

    window.key_press(Key::Home);
    settle(window);
    // In the country between Hengevelde and Haaksbergen, as the whole region fits the map.
    let map = window.get_by_label("Kaart").rect();
    let region_width = (0.96 * map.width()).min(1.02 * map.height());
    click(window, map.center() + region_width * vec2(-0.032, 0.29));
    open_right(window);
    window.get_by_label("Waarom hier niet?");
    look(window, "4-waarom");

    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    settle(window);
    window.event(Event::Text("ootm".to_owned()));
    settle(window);
    look(window, "5-zoeken");
    window.key_press(Key::Enter);
    settle(window);
    look(window, "6-ootmarsum");

    window.key_press_modifiers(Modifiers::COMMAND, Key::L);
    settle(window);
    window.get_by_role_and_label(Accessible::Tab, "Bijna-zones").click();
    settle(window);
    // By its name: the middle of a row that is wider than the panel lies out of sight.
    window.get_all_by_role(Accessible::Row).next().expect("a near miss").click_accesskit();
    settle(window);
    look(window, "7-bijna");
    let selection = app(window).state().selection;
    assert!(matches!(selection, Selection::NearMiss(_)), "{selection:?}");
    // In a narrow window the list makes room for what was chosen by itself.
    if app(window).features().lists.is_open() {
        window.key_press_modifiers(Modifiers::COMMAND, Key::L);
        settle(window);
    }

    drop_file(window, &pharmacies(folder, "apotheken.csv", 7));
    look(window, "8-openen");
    press(window, "Vervangen");
    look(window, "9-levering");
    press(window, "Doorvoeren");
    let kind = AmenityKind::from_role("apotheek").expect("a kind");
    let layer = app(window).session().expect("opened").baseline().layer(Role::Kind(kind)).cloned();
    assert_eq!(layer.map(|layer| layer.n_features), Some(7));

    let target = folder.join("uitvoer");
    window.key_press_modifiers(Modifiers::COMMAND, Key::E);
    settle(window);
    window.state_mut().as_mut().expect("made").features_mut().export.folder = target.display().to_string();
    settle(window);
    look(window, "9-exporteren");
    let buttons = window.get_all_by_role_and_label(Accessible::Button, "Exporteren");
    buttons.max_by(|a, b| a.rect().top().total_cmp(&b.rect().top())).expect("that of the dialog").click();
    settle(window);
    assert!(target.join("zones.geojson").exists());
    look(window, "10-klaar");
}

/// In a narrow window the left panel has to be asked for.
fn open_left(window: &mut Window) {
    if app(window).state().is_narrow() {
        window.key_press(Key::F7);
        settle(window);
    }
}

/// In a narrow window the explanation comes back where the norms were.
fn open_right(window: &mut Window) {
    if app(window).state().is_narrow() && !app(window).state().preferences.right_open {
        window.key_press(Key::F8);
        settle(window);
    }
}

#[test]
fn a_newcomer_finds_the_way_from_the_tour_to_files() {
    let folder = tempfile::tempdir().expect("a folder");
    walk(&mut window(1280.0, 800.0), folder.path(), |_, _| {});
}

#[test]
fn a_newcomer_finds_the_way_at_twice_the_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = window(1280.0, 800.0);
    settle(&mut window);
    window.state_mut().as_mut().expect("made").state_mut().preferences.text_scale = 2.0;
    walk(&mut window, folder.path(), |_, _| {});
}

/// Pictures of every step in every theme, for people to look at; see the other pictures.
#[test]
fn the_way_can_be_drawn_in_every_theme() {
    let Some(pictures) = std::env::var_os("ZORGKRING_PICTURES").map(PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&pictures).expect("the folder for pictures");
    for (width, height, scale) in [(1280.0, 800.0, 2.0), (1280.0, 800.0, 1.0), (1920.0, 1080.0, 1.0)] {
        for theme in Theme::ALL {
            let folder = tempfile::tempdir().expect("a folder");
            let mut window = window(width, height);
            settle(&mut window);
            let preferences = &mut window.state_mut().as_mut().expect("made").state_mut().preferences;
            (preferences.theme, preferences.text_scale) = (theme, scale);
            let name = format!("weg-{width}-{}-{theme:?}", scale * 100.0);
            walk(&mut window, folder.path(), |window, step| picture(window, &pictures, &format!("{name}-{step}")));
        }
    }
}
