//! The panels around the map, and what stands over it.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use zorgkring::cartography::Theme;
use zorgkring::crs::RdPoint;
use zorgkring::domain::housing::HousingForm;
use zorgkring::gui::state::{Layers, MapMove, Selection};
use zorgkring::session::RasterWish;

use crate::picture;
use crate::support::villages::{drop_file, pharmacies, villages, villages_without};
use crate::support::window::{
    Window, app_mut, choose, key, keys, opened, opened_of, outcome, press, select, settle, state, window,
};

/// The region, a zone and every other kind of selection, in windows of several sizes.
pub(crate) fn states(folder: &Path) {
    for (name, width, height, scale) in [
        ("1280", 1280.0, 800.0, 1.0),
        ("1600", 1600.0, 1000.0, 1.0),
        ("1920", 1920.0, 1080.0, 1.0),
        ("1280-150", 1280.0, 800.0, 1.5),
    ] {
        let mut window = window(width, height);
        settle(&mut window);
        state(&mut window).preferences.text_scale = scale;
        settle(&mut window);
        picture(&mut window, folder, &format!("{name}-regio"));
        let zone = outcome(&window).zones[0].clone();
        choose(&mut window, &zone.name);
        let anchor = zone.first_anchor().expect("a proposal has one").point;
        let place = RdPoint::at(anchor.x() + 120.0, anchor.y() - 140.0);
        select(&mut window, Selection::Zone { id: zone.id, place: Some(place) });
        picture(&mut window, folder, &format!("{name}-zone"));
        if name == "1600" {
            selections(&mut window, folder, RdPoint::at(anchor.x() + 4_000.0, anchor.y()));
        }
    }
}

/// Every other kind of selection, and rasters.
fn selections(window: &mut Window, folder: &Path, place: RdPoint) {
    let outcome = outcome(window);
    state(window).raster = RasterWish::Score(HousingForm::Clustered);
    state(window).layers = Layers::everything();
    select(window, Selection::Place(place));
    picture(window, folder, "plek-score");
    state(window).raster = RasterWish::TransitClass;
    state(window).map_move = Some(MapMove::Zoom(-2.0));
    select(window, Selection::NearMiss(outcome.near_misses[0].id));
    picture(window, folder, "bijna-ov");
    let site = &outcome.sites[0];
    state(window).raster = RasterWish::Nothing;
    state(window).layers = Layers::default();
    state(window).map_move = Some(MapMove::FlyTo(site.point.0.0));
    select(window, Selection::Site(site.id));
    picture(window, folder, "kandidaat");
    let care = outcome.zones[1].first_anchor().expect("a proposal has one");
    state(window).map_move = Some(MapMove::FlyTo(care.point.0.0));
    select(window, Selection::Care(care.id));
    picture(window, folder, "zorg24");
}

/// The region, the help and the tour in every theme.
pub(crate) fn themes(folder: &Path) {
    for (width, height, scale) in [(1280.0, 800.0, 1.0), (1920.0, 1080.0, 1.0), (1280.0, 800.0, 2.0)] {
        for theme in Theme::ALL {
            let mut window = window(width, height);
            settle(&mut window);
            let preferences = &mut state(&mut window).preferences;
            (preferences.theme, preferences.text_scale) = (theme, scale);
            settle(&mut window);
            let name = format!("{width}-{}-{theme:?}", scale * 100.0);
            picture(&mut window, folder, &format!("{name}-regio"));
            key(&mut window, Key::F1);
            picture(&mut window, folder, &format!("{name}-hulp"));
            press(&mut window, "Rondleiding beginnen");
            press(&mut window, "Volgende");
            picture(&mut window, folder, &format!("{name}-rondleiding"));
        }
    }
}

/// The norms in the panel and in the editor, one of them changed.
pub(crate) fn norms(folder: &Path) {
    for (name, width, height, scale) in
        [("1280", 1280.0, 800.0, 1.0), ("1600", 1600.0, 1000.0, 1.0), ("1280-200", 1280.0, 800.0, 2.0)]
    {
        let mut window = window(width, height);
        settle(&mut window);
        window.get_by_label("norm 24-uurszorg (geclusterd) in meters, getypt").focus();
        window.event(Event::Text("450".to_owned()));
        key(&mut window, Key::Enter);
        let preferences = &mut state(&mut window).preferences;
        preferences.text_scale = scale;
        // A narrow window has room for one panel.
        preferences.right_open = scale < 2.0;
        settle(&mut window);
        window.get_by_label("omloopfactor, getypt").scroll_to_me();
        settle(&mut window);
        picture(&mut window, folder, &format!("normen-{name}"));
        keys(&mut window, Modifiers::COMMAND, Key::M);
        picture(&mut window, folder, &format!("normenkader-{name}"));
        window.get_by_role_and_label(Role::ComboBox, "OV-norm (geclusterd)").scroll_to_me();
        settle(&mut window);
        picture(&mut window, folder, &format!("normenkader-{name}-onder"));
    }
}

fn search_for(window: &mut Window, text: &str) {
    keys(window, Modifiers::COMMAND, Key::K);
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

/// What is found and what is not, and every list.
pub(crate) fn search(folder: &Path) {
    let mut window = opened();
    search_for(&mut window, "");
    picture(&mut window, folder, "zoeken-leeg");
    key(&mut window, Key::Escape);
    search_for(&mut window, "ootm");
    picture(&mut window, folder, "zoeken-ootm");
    key(&mut window, Key::Enter);
    for (text, name) in [("52,22 6,89", "zoeken-plek"), ("qqqqqq", "zoeken-niets")] {
        search_for(&mut window, text);
        picture(&mut window, folder, name);
        key(&mut window, Key::Escape);
    }
    press(&mut window, "Lijsten");
    for name in ["Zones", "Bijna-zones", "Kandidaatlocaties", "Kernen", "Laag"] {
        window.get_by_role_and_label(Role::Tab, name).click();
        settle(&mut window);
        if let Some(row) = window.get_all_by_role(Role::Row).nth(2) {
            row.click();
        }
        settle(&mut window);
        picture(&mut window, folder, &format!("lijst-{}", name.to_lowercase()));
    }
    let mut small = window_with_large_text();
    press(&mut small, "Lijsten");
    picture(&mut small, folder, "lijst-1280-150");
    search_for(&mut small, "bor");
    picture(&mut small, folder, "zoeken-1280-150");
}

fn window_with_large_text() -> Window {
    let mut window = window(1280.0, 800.0);
    settle(&mut window);
    state(&mut window).preferences.text_scale = 1.5;
    settle(&mut window);
    window
}

/// Files that are opened and chosen, messages, and a region without what zones need.
pub(crate) fn files(folder: &Path) {
    let kept = tempfile::tempdir().expect("a folder");
    let mut window = villages();
    press(&mut window, "Bestand");
    picture(&mut window, folder, "bestanden-openmenu");
    key(&mut window, Key::Escape);
    drop_file(&mut window, &pharmacies(kept.path(), "apotheken.csv", 7));
    picture(&mut window, folder, "bestanden-openen");
    press(&mut window, "Toevoegen");
    keys(&mut window, Modifiers::COMMAND, Key::J);
    picture(&mut window, folder, "bestanden-meldingen");
    keys(&mut window, Modifiers::COMMAND, Key::E);
    picture(&mut window, folder, "bestanden-exporteren");
    key(&mut window, Key::Escape);
    app_mut(&mut window).use_own_file_dialog();
    keys(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    picture(&mut window, folder, "bestandsvenster");
    let mut without = opened_of(villages_without(&["zorg24", "supermarkt", "ontmoeting", "kern", "vraag"]));
    picture(&mut without, folder, "bestanden-leeg");
}
