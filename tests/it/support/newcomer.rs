//! The way of someone who opens zorgkring for the first time, from the start to files for a GIS.

use std::path::Path;

use egui::accesskit::Role as Accessible;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Role;
use zorgkring::gui::state::Selection;

use super::villages::{drop_file, pharmacies};
use super::window::{Window, app, click, features, key, keys, outcome, press, session, settle};

/// Walks the way; `look` is called after every step with its name.
pub(crate) fn walk(window: &mut Window, folder: &Path, mut look: impl FnMut(&mut Window, &str)) {
    settle(window);
    look(window, "1-begin");

    key(window, Key::F1);
    press(window, "Rondleiding beginnen");
    press(window, "Volgende");
    assert!(matches!(app(window).state().selection, Selection::Zone { .. }));
    look(window, "2-rondleiding");
    press(window, "Stoppen");

    let zones_before = outcome(window).zones.len();
    open_left(window);
    let slider = "norm 24-uurszorg, geclusterd wonen, in meters loopafstand";
    window.get_by_label(slider).scroll_to_me();
    settle(window);
    window.get_by_label(slider).set_value_accesskit(200.0);
    settle(window);
    let zones_after = outcome(window).zones.len();
    assert_ne!(zones_after, zones_before, "the norm is felt");
    look(window, "3-norm");
    keys(window, Modifiers::COMMAND, Key::Z);

    key(window, Key::Home);
    // In the country between Hengevelde and Haaksbergen, as the whole region fits the map.
    let map = window.get_by_label("Kaart").rect();
    let region_width = (0.96 * map.width()).min(1.02 * map.height());
    click(window, map.center() + region_width * vec2(-0.032, 0.29));
    open_right(window);
    window.get_by_label("Waarom hier niet?");
    look(window, "4-waarom");

    keys(window, Modifiers::COMMAND, Key::K);
    window.event(Event::Text("ootm".to_owned()));
    settle(window);
    look(window, "5-zoeken");
    key(window, Key::Enter);
    look(window, "6-ootmarsum");

    keys(window, Modifiers::COMMAND, Key::L);
    window.get_by_role_and_label(Accessible::Tab, "Bijna-zones").click();
    settle(window);
    // By its name: the middle of a row that is wider than the panel lies out of sight.
    window.get_all_by_role(Accessible::Row).next().expect("a near miss").click_accesskit();
    settle(window);
    look(window, "7-bijna");
    let selection = app(window).state().selection;
    assert!(matches!(selection, Selection::NearMiss(_)), "{selection:?}");
    // In a narrow window the list makes room for what was chosen by itself.
    if app(window).features().lists.is_open {
        keys(window, Modifiers::COMMAND, Key::L);
    }

    drop_file(window, &pharmacies(folder, "apotheken.csv", 7));
    look(window, "8-openen");
    press(window, "Vervangen");
    look(window, "9-levering");
    press(window, "Doorvoeren");
    let kind = AmenityKind::from_role("apotheek").expect("a kind");
    let layer = session(window).baseline().layer(Role::Kind(kind)).cloned();
    assert_eq!(layer.map(|layer| layer.n_features), Some(7));

    let target = folder.join("uitvoer");
    keys(window, Modifiers::COMMAND, Key::E);
    features(window).export.folder = target.display().to_string();
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
        key(window, Key::F7);
    }
}

/// In a narrow window the explanation comes back where the norms were.
fn open_right(window: &mut Window) {
    if app(window).state().is_narrow() && !app(window).state().preferences.right_open {
        key(window, Key::F8);
    }
}
