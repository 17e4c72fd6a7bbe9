//! A newcomer's way and an afternoon in a room, step by step, and the room's panels and presentation.

use std::path::Path;

use egui::Key;
use zorgkring::cartography::Theme;
use zorgkring::gui::state::{Layer, Selection};
use zorgkring::gui::wish::RoomTab;

use crate::picture;
use crate::support::afternoon;
use crate::support::newcomer;
use crate::support::room::{note, put_ballot, put_ten_to_the_vote, with_two_bookmarks};
use crate::support::window::{Window, app, click, features, key, middle, outcome, press, settle, state, window};

/// Every step of a newcomer in every theme.
pub(crate) fn newcomer(folder: &Path) {
    for (width, height, scale) in [(1280.0, 800.0, 2.0), (1280.0, 800.0, 1.0), (1920.0, 1080.0, 1.0)] {
        for theme in Theme::ALL {
            let files = tempfile::tempdir().expect("a folder");
            let mut window = window(width, height);
            settle(&mut window);
            let preferences = &mut state(&mut window).preferences;
            (preferences.theme, preferences.text_scale) = (theme, scale);
            let name = format!("weg-{width}-{}-{theme:?}", scale * 100.0);
            let look = |window: &mut Window, step: &str| picture(window, folder, &format!("{name}-{step}"));
            newcomer::walk(&mut window, files.path(), look);
        }
    }
}

/// Every step of an afternoon.
pub(crate) fn afternoon(folder: &Path) {
    for (width, height) in [(1280.0, 800.0), (1920.0, 1080.0)] {
        for theme in [Theme::Light, Theme::HighContrast] {
            let files = tempfile::tempdir().expect("a folder");
            let mut window = window(width, height);
            settle(&mut window);
            state(&mut window).preferences.theme = theme;
            state(&mut window).layers.set(Layer::Sketches, true);
            let look = |window: &mut Window, step: &str| picture(window, folder, &format!("{width}-{theme:?}-{step}"));
            afternoon::afternoon(&mut window, files.path(), look);
        }
    }
}

fn vote(window: &mut Window, subjects: &[(&str, usize)]) {
    for (subject, n) in subjects {
        for _ in 0..*n {
            press(window, &format!("Stip erbij: {subject}"));
        }
    }
}

/// The panels of the werkatelier, and what the projector shows.
pub(crate) fn room(folder: &Path) {
    for (name, width, height) in [("1280", 1280.0, 800.0), ("1920", 1920.0, 1080.0)] {
        let mut window = with_two_bookmarks(width, height);
        put_ballot(&mut window);
        let meters = app(&window).state().meters_per_point;
        note(&mut window, -150.0 * meters, "Kulturhus hierheen?");
        note(&mut window, 120.0 * meters, "Oversteek gevaarlijk");
        note(&mut window, 122.0 * meters, "Bankje");
        note(&mut window, 10.0 * meters, "Veel te ver lopen voor wie slecht ter been is");
        let mut look = |window: &mut Window, what: &str| picture(window, folder, &format!("zaal-{name}-{what}"));
        panels(&mut window, &mut look);
        presented(&mut window, &mut look);
        ten_opgaven(&mut window, &mut look);
    }
}

fn panels(window: &mut Window, look: &mut impl FnMut(&mut Window, &str)) {
    for (tab, label) in [
        (RoomTab::Rounds, "rondes"),
        (RoomTab::Notes, "briefjes"),
        (RoomTab::Ballots, "stemmen"),
        (RoomTab::Decisions, "besluiten"),
        (RoomTab::Bookmarks, "bladwijzers"),
        (RoomTab::News, "nieuws"),
    ] {
        features(window).room.open(tab);
        settle(window);
        if tab == RoomTab::Rounds {
            for button in ["Nieuw werkatelier beginnen", "Ronde toevoegen", "Ronde toevoegen", "Ronde 2 starten"] {
                press(window, button);
            }
        }
        if tab == RoomTab::Ballots {
            vote(window, &[("Winkels", 2), ("Ontmoeting", 5), ("Zorg", 3)]);
            press(window, "Op volgorde van stippen");
        }
        look(window, &format!("paneel-{label}"));
    }
}

fn presented(window: &mut Window, look: &mut impl FnMut(&mut Window, &str)) {
    key(window, Key::F5);
    for (number, label) in [(Key::Num1, "regio"), (Key::Num2, "zone")] {
        key(window, number);
        look(window, label);
    }
    let zone = outcome(window).zones[0].id;
    state(window).selection = Selection::Zone { id: zone, place: None };
    state(window).preferences.presents_in_high_contrast = true;
    settle(window);
    look(window, "contrast");
    state(window).preferences.presents_in_high_contrast = false;
    features(window).presenter.shows_ballot = true;
    settle(window);
    look(window, "stemming");
    key(window, Key::F5);
}

fn ten_opgaven(window: &mut Window, look: &mut impl FnMut(&mut Window, &str)) {
    let subjects = put_ten_to_the_vote(window);
    look(window, "paneel-tien");
    press(window, "Nieuwe stemming");
    look(window, "paneel-formulier");
    press(window, "Nieuwe stemming");
    features(window).room.open(RoomTab::Decisions);
    settle(window);
    press(window, "Plek aanwijzen");
    look(window, "aanwijzen");
    let at = middle(window);
    click(window, at);
    look(window, "aangewezen");
    key(window, Key::F5);
    press(window, "Stemming");
    vote(window, &[(&subjects[2], 3), (&subjects[5], 2), (&subjects[9], 1)]);
    look(window, "tien");
}
