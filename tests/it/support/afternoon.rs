//! A whole afternoon in a room, from the first round to files for a GIS, driven by label and key as a facilitator would.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use geo::{Area as _, BoundingRect};
use zorgkring::domain::variant::{Intervention, ZoneStatus};
use zorgkring::gui::state::{MapMove, Selection};

use super::window::{
    Window, app, board, bounds, click, document, drag, features, key, keys, middle, outcome, press, session, settle,
    state, type_into, type_lines,
};

/// An area as it is drawn, from the middle of the map: four corners, and the first again to close it.
const AREA: [(f32, f32); 5] = [(40.0, 60.0), (150.0, 60.0), (150.0, 150.0), (40.0, 150.0), (40.0, 60.0)];
/// Where a place goes in each round.
const MOVES: [(f32, f32); 3] = [(-90.0, 50.0), (-70.0, -60.0), (60.0, -70.0)];

/// Opens the panel of the werkatelier at a tab, or goes to the tab.
fn open_tab(window: &mut Window, tab: &str) {
    if app(window).features().room.tab.is_none() {
        key(window, Key::F9);
    }
    window.get_by_role_and_label(Role::Tab, tab).click();
    settle(window);
}

fn close_panel(window: &mut Window) {
    press(window, "Werkatelier sluiten");
    assert!(app(window).features().room.tab.is_none());
}

/// Begins the werkatelier with three rounds, and bookmarks the region and a zone.
fn prepare(window: &mut Window, look: &mut impl FnMut(&mut Window, &str)) {
    key(window, Key::F9);
    type_into(window, "Titel van het werkatelier", "Werkatelier Borne");
    press(window, "Nieuw werkatelier beginnen");
    assert_eq!(board(window).workshops[0].title, "Werkatelier Borne");
    for n in 1..=3 {
        press(window, "Ronde toevoegen");
        assert_eq!(board(window).workshops[0].rounds.len(), n);
    }
    look(window, "01-werkatelier");
    let zone = outcome(window).zones[0].clone();
    for (n, name) in ["Heel Twente", "Een zone"].into_iter().enumerate() {
        keys(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
        window.event(Event::Text(name.to_owned()));
        settle(window);
        press(window, "Bladwijzer maken");
        let kept = board(window).bookmarks;
        assert_eq!((kept.len(), kept[n].name.as_str()), (n + 1, name));
        let zone = zone.outline.0.bounding_rect().map(MapMove::Fit);
        state(window).map_move = zone;
        settle(window);
    }
    look(window, "02-bladwijzers");
    close_panel(window);
}

fn present(window: &mut Window, look: &mut impl FnMut(&mut Window, &str)) {
    key(window, Key::F5);
    assert!(app(window).features().presenter.is_on() && window.query_by_label("Lagen").is_none());
    let mut seen = Vec::new();
    for (press, name) in
        [(Key::ArrowRight, "Heel Twente"), (Key::ArrowRight, "Een zone"), (Key::ArrowLeft, "Heel Twente")]
    {
        key(window, press);
        window.get_by_label(name);
        seen.push(bounds(window));
        look(window, &format!("03-presenteren-{}", seen.len()));
    }
    assert_eq!(seen[0], seen[2], "there and back");
    assert!(seen[1].width() < 0.5 * seen[0].width(), "a zone is nearer than the region: {seen:?}");
    key(window, Key::F5);
    window.get_by_label("Lagen");
    assert!(!app(window).features().presenter.is_on());
}

/// A round: its clock, an area, and a 24-uurszorglocatie of a village put elsewhere.
fn round(window: &mut Window, nth: usize, look: &mut impl FnMut(&mut Window, &str)) {
    open_tab(window, "Rondes");
    press(window, &format!("Ronde {nth} starten"));
    let id = board(window).workshops[0].rounds[nth - 1].id;
    assert_eq!(app(window).state().timer.round(), Some(id));
    close_panel(window);
    // Of what nobody has moved yet.
    let moved: Vec<_> = document(window).plan.interventions().iter().map(Intervention::subject).collect();
    let zones = outcome(window);
    let mut alone = zones.zones.iter().filter(|zone| zone.care.len() == 1).map(|zone| &zone.care[0]);
    let care = alone.find(|care| !moved.contains(&care.id)).expect("a village");
    let (care, at) = (care.id, care.point);
    state(window).map_move = Some(MapMove::FlyTo(at.0.0));
    settle(window);
    sketch(window, nth, look);
    key(window, Key::W);
    let before = outcome(window);
    let at = middle(window);
    let (x, y) = MOVES[nth - 1];
    drag(window, at, vec2(x, y));
    let plan = document(window).plan.clone();
    assert_eq!((plan.variants.len(), plan.interventions().len()), (1, nth), "{:?}", plan.interventions());
    assert!(matches!(plan.interventions()[nth - 1], Intervention::MovePlace { id, .. } if id == care));
    assert_ne!(outcome(window).region, before.region, "round {nth}: the answer follows");
    look(window, &format!("04-ronde-{nth}-wat-als"));
    key(window, Key::W);
    assert!(app(window).state().tool.what_if().is_none());
}

fn sketch(window: &mut Window, nth: usize, look: &mut impl FnMut(&mut Window, &str)) {
    keys(window, Modifiers::COMMAND, Key::P);
    state(window).sketch_habits.is_loose = true;
    window.get_by_role_and_label(Role::Button, "Vlak").click();
    settle(window);
    let from = middle(window);
    for (idx, (x, y)) in AREA.into_iter().enumerate() {
        if idx == 3 {
            window.event(Event::PointerMoved(from + vec2(x, y)));
            settle(window);
            look(window, &format!("04-ronde-{nth}-schetsen"));
        }
        click(window, from + vec2(x, y));
    }
    let drawn = board(window).sketches;
    assert_eq!(drawn.len(), nth);
    assert_eq!(drawn[nth - 1].round, Some(board(window).workshops[0].rounds[nth - 1].id), "of the round that runs");
    let zorgkring::domain::sketch::SketchShape::Area(area) = &drawn[nth - 1].shape else { panic!("an area") };
    let meters = app(window).state().meters_per_point;
    let expected = 110.0 * 90.0 * meters * meters;
    assert!((area.0.unsigned_area() - expected).abs() < 0.01 * expected);
    type_into(window, "Titel", &format!("Plan ronde {nth}"));
    key(window, Key::Enter);
    assert_eq!(board(window).sketches[nth - 1].title, format!("Plan ronde {nth}"));
    look(window, &format!("04-ronde-{nth}-geschetst"));
    press(window, "Schetsen wegleggen");
    assert!(app(window).state().tool.sketching().is_none());
}

fn write_down(window: &mut Window, look: &mut impl FnMut(&mut Window, &str)) {
    keys(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    let at = middle(window) + vec2(-120.0, 120.0);
    click(window, at);
    type_lines(window, "Tekst van het briefje", "Oversteek gevaarlijk");
    look(window, "05-briefje");
    press(window, "Plakken");
    let notes = board(window).notes;
    let third = board(window).workshops[0].rounds[2].id;
    assert_eq!((notes.len(), notes[0].text.as_str(), notes[0].round), (1, "Oversteek gevaarlijk", Some(third)));
    open_tab(window, "Besluiten");
    type_into(window, "Wat", "Halte bij het dorpshuis");
    type_into(window, "Wie (rol)", "gemeente Borne");
    press(window, "Plek aanwijzen");
    let at = middle(window) + vec2(100.0, -60.0);
    click(window, at);
    press(window, "Vastleggen");
    let decisions = board(window).decisions;
    assert_eq!((decisions.len(), decisions[0].what.as_str()), (1, "Halte bij het dorpshuis"));
    assert_eq!(decisions[0].workshop, Some(board(window).workshops[0].id));
    let shown = bounds(window);
    let point = decisions[0].point.expect("pointed out");
    assert!((shown.min().x..shown.max().x).contains(&point.x()) && point.y() < shown.max().y);
    look(window, "06-besluit");
    close_panel(window);
    window.get_by_label("Besluit: Halte bij het dorpshuis");
    look(window, "07-besluit-op-de-kaart");
}

fn compare(window: &mut Window, look: &mut impl FnMut(&mut Window, &str)) {
    state(window).selection = Selection::Nothing;
    state(window).map_move = Some(MapMove::WholeRegion);
    settle(window);
    press(window, "Verschil op de kaart");
    press(window, "Schuif over de kaart");
    assert!(app(window).state().comparison.shows_difference);
    let answer = |window: &Window| app(window).session().and_then(|s| s.answer()).cloned().expect("an answer");
    let other = answer(window).other.clone().expect("compared with the nulsituatie");
    assert_eq!(other.variant, None);
    let [gained, lost] = [&other.difference.gained, &other.difference.lost].map(|area| area.0.unsigned_area());
    assert!(gained + lost > 10_000.0, "{gained} {lost}");
    let divider = window.get_by_label("Schuif tussen voor en na").rect().center();
    look(window, "08-vergelijken");
    drag(window, divider, vec2(-100.0, 0.0));
    let share = app(window).state().comparison.swipe.expect("a divider");
    let expected = 0.5 - 100.0 / window.get_by_label("Kaart").rect().width();
    assert!((share - expected).abs() < 0.01, "{share} {expected}");
    let after = outcome(window);
    key(window, Key::B);
    assert_eq!(outcome(window).region, other.outcome.region);
    look(window, "09-voor");
    key(window, Key::B);
    assert_eq!(outcome(window).region, after.region);
    key(window, Key::F5);
    window.get_by_label("Schuif tussen voor en na");
    look(window, "10-vergelijken-in-de-zaal");
    key(window, Key::F5);
    press(window, "Schuif over de kaart");
    assert!(app(window).state().comparison.swipe.is_none());
}

fn vote(window: &mut Window, look: &mut impl FnMut(&mut Window, &str)) {
    open_tab(window, "Stemmen");
    press(window, "Nieuwe stemming");
    type_into(window, "Vraag van de stemming", "Welke opgaven eerst?");
    press(window, "De tien opgaven uit de woonzorgvisie");
    look(window, "11-nieuwe-stemming");
    press(window, "Stemming openen");
    let ballot = board(window).ballots[0].clone();
    assert_eq!((ballot.subjects.len(), ballot.n_votes()), (10, 0));
    for (subject, n) in [(2, 2), (6, 3), (9, 1)] {
        for _ in 0..n {
            press(window, &format!("Stip erbij: {}", ballot.subjects[subject].text));
        }
    }
    press(window, "Op volgorde van stippen");
    let voted = board(window).ballots[0].clone();
    assert_eq!((voted.n_votes(), &voted.ranking()[..3]), (6, &[6, 2, 9][..]));
    look(window, "12-stemmen");
    key(window, Key::F5);
    press(window, "Stemming");
    window.get_by_label("Welke opgaven eerst?");
    look(window, "12-stemmen-in-de-zaal");
    press(window, &format!("Stip erbij: {}", ballot.subjects[9].text));
    assert_eq!(board(window).ballots[0].n_votes(), 7);
    key(window, Key::F5);
    assert!(app(window).features().room.tab.is_some(), "the panel is there again");
    close_panel(window);
}

fn export(window: &mut Window, folder: &Path, look: &mut impl FnMut(&mut Window, &str)) {
    let target = folder.join("uitvoer");
    keys(window, Modifiers::COMMAND, Key::E);
    features(window).export.folder = target.display().to_string();
    settle(window);
    look(window, "13-exporteren");
    let buttons = window.get_all_by_role_and_label(Role::Button, "Exporteren");
    buttons.max_by(|a, b| a.rect().top().total_cmp(&b.rect().top())).expect("that of the dialog").click();
    settle(window);
    let zones = std::fs::read_to_string(target.join("zones.geojson")).expect("written");
    let zones: serde_json::Value = serde_json::from_str(&zones).expect("GeoJSON");
    let outcome = outcome(window);
    let n_zones = outcome.zones.iter().filter(|zone| zone.status != ZoneStatus::Rejected).count();
    assert_eq!(zones["features"].as_array().map(Vec::len), Some(n_zones));
    look(window, "14-klaar");
}

/// The whole afternoon; `look` is called after every step with its name.
pub(crate) fn afternoon(window: &mut Window, folder: &Path, mut look: impl FnMut(&mut Window, &str)) {
    settle(window);
    state(window).animate = false;
    let before = document(window);
    look(window, "00-begin");
    prepare(window, &mut look);
    present(window, &mut look);
    for nth in 1..=MOVES.len() {
        round(window, nth, &mut look);
    }
    write_down(window, &mut look);
    compare(window, &mut look);
    vote(window, &mut look);
    export(window, folder, &mut look);
    let mut n_undone = 0;
    while session(window).history().can_undo().is_some() {
        keys(window, Modifiers::COMMAND, Key::Z);
        n_undone += 1;
    }
    assert!(n_undone > 20, "{n_undone} steps");
    assert_eq!(*document(window), *before, "the whole afternoon can be undone");
}
