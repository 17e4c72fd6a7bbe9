//! How the window looks and what it explains: themes, panels that fold, the help with its tour, cards and charts.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use zorgkring::cartography::Theme;
use zorgkring::gui::state::Selection;

use zorgkring::domain::place::PlaceClass;

use crate::support::window::{app, key, keys, opened, press, select, session, settle, state, window};

#[test]
fn the_colors_change_by_key_and_by_menu_and_everything_is_drawn_anew() {
    let mut window = opened();
    keys(&mut window, egui::Modifiers::COMMAND, Key::T);
    assert_eq!(app(&window).state().preferences.theme, Theme::Dark);
    press(&mut window, "Weergave");
    press(&mut window, "Hoog contrast (beamer)");
    assert_eq!(app(&window).state().preferences.theme, Theme::HighContrast);
}

#[test]
fn a_window_as_large_as_the_monitor_asks_once_for_a_size_that_leaves_its_title_bar_on_it() {
    let mut window = window(1280.0, 800.0);
    let root = window.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    root.monitor_size = Some(egui::vec2(1280.0, 800.0));
    let asked = |window: &crate::support::window::Window| {
        let commands = window.output().viewport_output.values().flat_map(|viewport| viewport.commands.clone());
        let mut sizes = commands.filter_map(|command| match command {
            egui::ViewportCommand::InnerSize(size) => Some(size),
            _ => None,
        });
        sizes.next()
    };
    window.step();
    let size = asked(&window).expect("it does not fit");
    assert!(size.x <= 1280.0 && size.y < 760.0, "{size}");
    window.step();
    assert_eq!(asked(&window), None);
}

#[test]
fn panels_fold_away_and_come_back_and_the_map_takes_their_room() {
    let mut window = opened();
    let width = |window: &crate::support::window::Window| window.get_by_label("Kaart").rect().width();
    let before = width(&window);
    press(&mut window, "Lagen en normen tonen of verbergen");
    assert!(width(&window) > before + 150.0);
    key(&mut window, Key::F8);
    assert!(width(&window) > before + 400.0);
    window.key_press(Key::F7);
    key(&mut window, Key::F8);
    assert!((width(&window) - before).abs() < 1.0);
}

#[test]
fn the_tour_leads_from_the_region_past_a_zone_and_a_near_miss_back_to_the_region() {
    let mut window = opened();
    key(&mut window, Key::F1);
    press(&mut window, "Begrippen");
    window.get_by_label("Woonservicegebied");
    press(&mut window, "Rondleiding");
    press(&mut window, "Rondleiding beginnen");
    assert_eq!(app(&window).features().help.page, None);
    window.get_by_label("Stap 1 van 5");
    press(&mut window, "Volgende");
    assert!(matches!(app(&window).state().selection, Selection::Zone { .. }));
    press(&mut window, "Volgende");
    assert!(matches!(app(&window).state().selection, Selection::NearMiss(_)));
    press(&mut window, "Vorige");
    assert!(matches!(app(&window).state().selection, Selection::Zone { .. }));
    for _ in 0..3 {
        press(&mut window, "Volgende");
    }
    window.get_by_label("Stap 5 van 5");
    press(&mut window, "Klaar");
    assert_eq!(app(&window).features().help.tour, None);
}

#[test]
fn escape_puts_away_what_lies_on_top_one_at_a_time() {
    let mut window = opened();
    let chosen = Selection::Place(zorgkring::crs::RdPoint::at(247_812.0, 478_905.0));
    select(&mut window, chosen);
    key(&mut window, Key::F1);
    key(&mut window, Key::Escape);
    assert_eq!((app(&window).features().help.page, app(&window).state().selection), (None, chosen));
    key(&mut window, Key::Escape);
    assert_eq!(app(&window).state().selection, Selection::Nothing);
}

#[test]
fn a_kern_a_halte_and_a_voorziening_each_have_their_card() {
    let mut window = opened();
    let baseline = session(&window).baseline().clone();
    let kern = baseline.settlements.iter().find(|kern| kern.name == "Ootmarsum").expect("a kern of Twente");
    select(&mut window, Selection::Settlement(kern.id));
    window.get_by_label("Ootmarsum");
    window.get_by_label("65-plussers");
    let stop = baseline.places[PlaceClass::Stop]
        .iter()
        .find(|stop| stop.capacity().is_some())
        .expect("a stop with a timetable");
    select(&mut window, Selection::Facility(stop.id));
    window.get_by_label_contains("vertrekken op een werkdag");
    window.get_by_label_contains("Haltecategorie");
    select(&mut window, Selection::Facility(baseline.places[PlaceClass::Amenity][0].id));
    window.get_by_label("Telt mee voor");
    press(&mut window, "Toets deze plek");
    assert!(matches!(app(&window).state().selection, Selection::Place(_)));
}

#[test]
fn the_region_shows_each_gemeente_and_the_legend_only_what_shows() {
    let mut window = opened();
    window.get_by_label("75-plussers in een zone, per gemeente");
    window.get_by_label_contains("Tubbergen: ");
    press(&mut window, "Legenda");
    window.get_by_label("Zone: nultreden wonen");
    window.get_by_role_and_label(egui::accesskit::Role::CheckBox, "Zones").click();
    settle(&mut window);
    assert!(window.query_by_label("Zone: nultreden wonen").is_none());
    press(&mut window, "Legenda");
    assert!(window.query_by_label("Kandidaatlocatie met rang").is_none());
}

#[test]
fn nothing_is_cut_off_or_covered_whatever_the_window_and_the_size_of_the_text() {
    for (width, height) in [(1024.0, 700.0), (1280.0, 800.0), (1920.0, 1080.0)] {
        let mut window = window(width, height);
        settle(&mut window);
        for (step, scale) in [0.75, 1.0, 1.5, 2.0, 3.0].into_iter().enumerate() {
            let preferences = &mut state(&mut window).preferences;
            (preferences.theme, preferences.text_scale) = (Theme::ALL[step % 3], scale);
            settle(&mut window);
            for key in [None, Some(Key::L), Some(Key::J)] {
                if let Some(key) = key {
                    keys(&mut window, Modifiers::COMMAND, key);
                }
                let of = format!("{width} by {height}, text {scale}, key {key:?}");
                let screen = window.ctx.content_rect().expand(0.5);
                let low = window.query_by_label("Menu").is_some();
                let bar: &[&str] = if low { &["Menu"] } else { &["Hulp", "Weergave", "Bestand"] };
                for label in bar.iter().chain(&["Kaart", "Exporteren", "Zoeken"]) {
                    let rect = window.get_by_label(label).rect();
                    assert!(screen.contains_rect(rect), "{of}: {label} {rect:?} in {screen:?}");
                }
                let map = window.get_by_label("Kaart").rect();
                let below = window.get_by_label_contains("RD ").rect();
                assert!(map.bottom() <= below.top() + 0.5, "{of}: map {map:?} over {below:?}");
                assert!(map.width() > 150.0 && map.height() > 60.0, "{of}: a map of {map:?}");
                if let Some(key) = key {
                    keys(&mut window, Modifiers::COMMAND, key);
                }
            }
        }
    }
}

#[test]
fn at_rest_nothing_is_drawn_again() {
    let mut window = opened();
    window.run_steps(8);
    let delays = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay);
    let soonest = delays.min().expect("one window");
    assert!(soonest > std::time::Duration::from_secs(3_600), "drawn again after {soonest:?}");
}
