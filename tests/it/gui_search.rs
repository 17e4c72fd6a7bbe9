//! Search and lists, driven by key and label.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, OutputCommand};
use egui_kittest::kittest::{NodeT, Queryable};
use geo::BoundingRect;
use zorgkring::crs::RdPoint;
use zorgkring::domain::place::PlaceClass;
use zorgkring::gui::state::Selection;

use crate::support::window::{Window, app, key, keys, middle, opened, outcome, press, session, settle};

fn search_for(window: &mut Window, text: &str) {
    keys(window, Modifiers::COMMAND, Key::K);
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

fn selection(window: &Window) -> Selection {
    app(window).state().selection
}

/// The place in the middle of the map.
fn map_center(window: &mut Window) -> RdPoint {
    let center = middle(window);
    window.event(Event::PointerMoved(center));
    settle(window);
    app(window).state().pointer.expect("the pointer is on the map")
}

fn kern(window: &Window, name: &str) -> RdPoint {
    let kernen = &session(window).baseline().settlements;
    kernen.iter().find(|kern| kern.name == name).expect("a kern of the demo region").point
}

fn tab(window: &mut Window, name: &str) {
    window.get_by_role_and_label(Role::Tab, name).click();
    settle(window);
}

fn first_row(window: &Window) -> String {
    let row = window.get_all_by_role(Role::Row).next().expect("a row");
    row.accesskit_node().label().expect("a row speaks")
}

#[test]
fn a_kern_is_found_by_its_first_letters_and_shown() {
    let mut window = opened();
    search_for(&mut window, "ootm");
    window.get_by_label_contains("Oud Ootmarsum, kern");
    key(&mut window, Key::Enter);
    let ootmarsum = kern(&window, "Ootmarsum");
    assert_eq!(selection(&window).place(), Some(ootmarsum));
    let center = map_center(&mut window);
    assert!(center.straight_distance_m(ootmarsum) < 1_500.0, "{center:?}");
    assert!(app(&window).state().meters_per_point < 20.0);
    assert!(!app(&window).features().search.is_open);
    // What was chosen comes first the next time.
    search_for(&mut window, "");
    window.get_by_label_contains("Ootmarsum, kern");
}

#[test]
fn a_place_is_found_by_its_coordinates_and_what_is_not_there_is_said() {
    let mut window = opened();
    search_for(&mut window, "257.000, 471.500");
    key(&mut window, Key::Enter);
    assert_eq!(selection(&window).place(), Some(RdPoint::at(257_000.0, 471_500.0)));
    search_for(&mut window, "qqqqqq");
    window.get_by_label_contains("Niets gevonden voor “qqqqqq”");
    key(&mut window, Key::Enter);
    key(&mut window, Key::Escape);
    assert!(!app(&window).features().search.is_open);
    assert!(selection(&window).place().is_some(), "to close the search is not to deselect");
}

#[test]
fn a_command_is_run_from_the_search_and_arrows_choose() {
    let mut window = opened();
    search_for(&mut window, "tekst");
    let marked = |window: &Window, label: &str| {
        window.get_by_label_contains(label).accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    assert!(marked(&window, "Tekst groter, opdracht"));
    key(&mut window, Key::ArrowDown);
    assert!(marked(&window, "Tekst kleiner, opdracht"));
    key(&mut window, Key::ArrowUp);
    key(&mut window, Key::Enter);
    assert!((app(&window).state().preferences.text_scale - 1.25).abs() < f32::EPSILON);
}

#[test]
fn near_misses_are_listed_sorted_and_shown() {
    let mut window = opened();
    press(&mut window, "Lijsten");
    tab(&mut window, "Bijna-zones");
    let n = outcome(&window).near_misses.len();
    window.get_by_label(&format!("{n} van {n}"));
    window.get_by_label("Sorteer op 75-plussers erbij").click();
    settle(&mut window);
    window.get_by_label("Sorteer op 75-plussers erbij, nu oplopend").click();
    settle(&mut window);
    window.get_by_label("Sorteer op 75-plussers erbij, nu aflopend");
    let most = outcome(&window).near_misses[0].clone();
    assert!(first_row(&window).starts_with(&**most.subject.name()), "{}", first_row(&window));
    let before = map_center(&mut window);
    window.get_all_by_role(Role::Row).next().expect("a row").click();
    settle(&mut window);
    assert_eq!(selection(&window), Selection::NearMiss(most.id));
    let center = map_center(&mut window);
    let area = most.search_area.0.bounding_rect().expect("an area");
    let middle = RdPoint::at(area.center().x, area.center().y);
    assert!(center.straight_distance_m(middle) < 100.0, "{center:?} and {middle:?}");
    assert!(before.straight_distance_m(middle) > 100.0 || app(&window).state().meters_per_point < 20.0);
}

#[test]
fn the_region_leads_to_all_zones_and_a_filter_leaves_some() {
    let mut window = opened();
    press(&mut window, "alle zones");
    let (n, name) = (outcome(&window).zones.len(), outcome(&window).zones[0].name.clone());
    window.get_by_label(&format!("{n} van {n}"));
    window.get_by_label("Filter op naam").focus();
    settle(&mut window);
    window.event(Event::Text(name.to_uppercase()));
    settle(&mut window);
    assert!(first_row(&window).starts_with(&name));
    assert!(window.get_all_by_role(Role::Row).count() < n);
    window.event(Event::Text("qqqqqq".to_owned()));
    settle(&mut window);
    window.get_by_label_contains("past bij dit filter");
    key(&mut window, Key::Escape);
    window.get_by_label(&format!("{n} van {n}"));
    keys(&mut window, Modifiers::COMMAND, Key::L);
    assert!(!app(&window).features().lists.is_open);
}

#[test]
fn a_kern_that_is_chosen_in_its_list_shows_its_card_from_which_its_zones_and_its_rules_are_reached() {
    let mut window = opened();
    press(&mut window, "Lijsten");
    tab(&mut window, "Kernen");
    window.get_all_by_role(Role::Row).next().expect("a row").click();
    settle(&mut window);
    let first = session(&window).baseline().settlements[0].clone();
    assert_eq!(selection(&window), Selection::Settlement(first.id));
    assert!(map_center(&mut window).straight_distance_m(first.point) < 5_000.0);
    press(&mut window, "Toets deze plek");
    assert_eq!(selection(&window).place(), Some(first.point));
}

#[test]
fn rows_are_walked_with_the_arrows() {
    let mut window = opened();
    press(&mut window, "Lijsten");
    tab(&mut window, "Laag");
    window.get_all_by_role(Role::Row).next().expect("a row").focus();
    settle(&mut window);
    for _ in 0..20 {
        key(&mut window, Key::ArrowDown);
    }
    key(&mut window, Key::Enter);
    let chosen = session(&window).baseline().places[PlaceClass::Care][20].id;
    assert_eq!(selection(&window), Selection::Care(chosen));
}

#[test]
fn a_list_is_copied_as_csv_with_units_and_says_what_is_invented() {
    let mut window = opened();
    press(&mut window, "Lijsten");
    tab(&mut window, "Bijna-zones");
    window.get_by_label("Kopieer als CSV").click();
    let mut copied = None;
    for _ in 0..6 {
        window.step();
        let commands = &window.output().platform_output.commands;
        copied = copied.or_else(|| {
            commands.iter().find_map(|command| match command {
                OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            })
        });
    }
    let csv = copied.expect("something was copied");
    let heading = "kern of locatie;wat nodig is;zoekgebied;75-plussers erbij (schatting);fictieve gegevens";
    assert_eq!(csv.lines().next(), Some(heading));
    assert_eq!(csv.lines().count(), outcome(&window).near_misses.len() + 1);
    assert!(csv.lines().skip(1).all(|line| line.ends_with(";ja")));
    window.get_by_label_contains("op het klembord");
}
