//! Variants in the window: places dragged, added and closed, zones accepted and rejected, before and after.

use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable;
use geo::BoundingRect;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::variant::{Intervention, ZoneStatus};
use zorgkring::gui::state::{Adds, MapMove, Selection, Tool, WhatIf};

use crate::support::window::{
    Window, app, button, click, key, keys, middle, opened, outcome, press, pull, select, session, settle, state,
};

fn interventions(window: &Window) -> Vec<Intervention> {
    session(window).project().plan.interventions().to_vec()
}

/// Flies to a 24-uurszorglocatie that makes a zone by itself; its position among the locations.
fn fly_to_care(window: &mut Window) -> usize {
    let outcome = outcome(window);
    let alone = outcome.zones.iter().find(|zone| zone.care.len() == 1).expect("a village");
    let id = alone.care[0].id;
    let at = alone.care[0].point;
    state(window).animate = false;
    state(window).map_move = Some(MapMove::FlyTo(at.0.0));
    settle(window);
    session(window).baseline().places[PlaceClass::Care].iter().position(|care| care.id == id).expect("there")
}

fn drag_to(window: &mut Window, from: Pos2, to: Pos2, lets_go: bool) {
    pull(window, from, to);
    if lets_go {
        window.event(button(to, false));
        settle(window);
    }
}

#[test]
fn a_place_that_is_dragged_is_answered_while_it_moves_and_becomes_one_step_when_it_is_let_go() {
    let mut window = opened();
    let before = outcome(&window);
    let idx = fly_to_care(&mut window);
    let care = session(&window).baseline().places[PlaceClass::Care][idx].clone();
    key(&mut window, Key::W);
    let middle = middle(&window);
    drag_to(&mut window, middle, middle + vec2(180.0, 90.0), false);
    assert!(session(&window).history().can_undo().is_none(), "nothing is done before it is let go");
    let dragged = outcome(&window);
    assert_ne!(dragged.region.in_zones, before.region.in_zones, "the answer follows the pointer");
    window.event(Event::PointerButton {
        pos: middle + vec2(180.0, 90.0),
        button: PointerButton::Primary,
        pressed: false,
        modifiers: Modifiers::NONE,
    });
    settle(&mut window);
    let [Intervention::MovePlace { id, to }] = &interventions(&window)[..] else { panic!("one move") };
    assert_eq!(*id, care.id);
    let meters = to.straight_distance_m(care.point);
    let expected = f64::from(vec2(180.0, 90.0).length()) * app(&window).state().meters_per_point;
    assert!((meters - expected).abs() < 3.0 * app(&window).state().meters_per_point, "{meters} {expected}");
    assert_eq!(outcome(&window).region, dragged.region);
    assert_eq!(session(&window).baseline().places[PlaceClass::Care][idx], care, "the ground stays");
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(session(&window).project().plan.variants.is_empty());
    assert_eq!(outcome(&window).region, before.region);
}

#[test]
fn escape_lets_a_dragged_place_go_back() {
    let mut window = opened();
    let before = outcome(&window);
    fly_to_care(&mut window);
    key(&mut window, Key::W);
    let middle = middle(&window);
    drag_to(&mut window, middle, middle + vec2(180.0, 90.0), false);
    key(&mut window, Key::Escape);
    assert!(session(&window).project().plan.variants.is_empty());
    assert_eq!(outcome(&window).region, before.region);
}

#[test]
fn a_click_adds_a_location_whose_card_names_it_and_closing_it_leaves_the_region_of_before() {
    let mut window = opened();
    let before = outcome(&window);
    fly_to_care(&mut window);
    key(&mut window, Key::W);
    let kind = AmenityKind::from_role("bibliotheek").expect("of the catalogue");
    state(&mut window).tool = Tool::WhatIf(WhatIf { adds: Adds::Place(kind), held: None });
    let at = middle(&window) + vec2(-260.0, 160.0);
    click(&mut window, at);
    let [Intervention::AddPlace(place)] = &interventions(&window)[..] else { panic!("one addition") };
    assert_eq!(app(&window).state().selection, Selection::Facility(place.id));
    window.get_by_label("Naam van de locatie");
    press(&mut window, "Deze locatie sluiten");
    assert_eq!(interventions(&window).len(), 2);
    assert_eq!(outcome(&window).region, before.region);
    assert_eq!(session(&window).project().plan.variants.len(), 1, "both in one variant");
}

#[test]
fn what_is_selected_and_no_longer_there_shows_as_closed_with_a_way_back_or_leaves_the_region() {
    let mut window = opened();
    let baseline = session(&window).baseline().clone();
    let (care, shop) = (baseline.places[PlaceClass::Care][0].id, baseline.places[PlaceClass::Amenity][0].id);
    let is_region = |window: &Window| window.query_by_label("75-plussers").is_some();
    for selection in [Selection::Care(care), Selection::Facility(shop)] {
        select(&mut window, selection);
        assert!(!is_region(&window));
        press(&mut window, "Deze locatie sluiten");
        window.get_by_label("gesloten");
        assert!(is_region(&window), "and what it does to the region");
        press(&mut window, "Weer openen");
        assert!(interventions(&window).is_empty());
        window.get_by_label("Deze locatie sluiten");
    }
    // A place that was added, and is not there any more in what shows.
    let kind = AmenityKind::from_role("supermarkt").expect("a kind");
    state(&mut window).tool = Tool::WhatIf(WhatIf { adds: Adds::Place(kind), held: None });
    let at = middle(&window) + vec2(-260.0, 160.0);
    click(&mut window, at);
    state(&mut window).tool = Tool::Look;
    settle(&mut window);
    assert!(!is_region(&window));
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(matches!(app(&window).state().selection, Selection::Facility(_)));
    assert!(is_region(&window));
    assert!(window.query_by_label("gesloten").is_none());
    let nobody = uuid::Uuid::from_u128(1);
    for selection in [Selection::Site(nobody), Selection::Sketch(nobody), Selection::Settlement(nobody)] {
        select(&mut window, selection);
        assert!(is_region(&window), "{selection:?}");
    }
}

#[test]
fn before_and_after_switch_with_one_key_and_the_card_says_what_the_variant_brings() {
    let mut window = opened();
    let before = outcome(&window);
    fly_to_care(&mut window);
    let care = before.zones[0].care[0].id;
    select(&mut window, Selection::Care(care));
    press(&mut window, "Deze locatie sluiten");
    let after = outcome(&window);
    assert!(after.region.in_zones.aged_75_plus.value() < before.region.in_zones.aged_75_plus.value());
    let answer = session(&window).answer().expect("answered");
    let other = answer.other.as_ref().expect("it is compared with the ground");
    assert_eq!(other.outcome.region, before.region);
    assert!(!other.difference.lost.0.0.is_empty() && other.difference.gained.0.0.is_empty());
    key(&mut window, Key::B);
    assert_eq!(outcome(&window).region, before.region);
    key(&mut window, Key::B);
    assert_eq!(outcome(&window).region, after.region);
    select(&mut window, Selection::Nothing);
    window.get_by_label_contains("75-plussers binnen een zone");
    window.get_by_label_contains("Ingreep weghalen: 1. gesloten: ").click();
    settle(&mut window);
    assert_eq!(outcome(&window).region, before.region);
}

#[test]
fn without_a_variant_nothing_switches_and_what_is_dragged_or_exported_is_never_what_it_is_compared_with() {
    let mut window = opened();
    let before = outcome(&window);
    key(&mut window, Key::B);
    assert!(!app(&window).state().comparison.shows_before);
    window.get_by_label_contains("Er is nog geen variant");
    fly_to_care(&mut window);
    key(&mut window, Key::W);
    let middle = middle(&window);
    drag_to(&mut window, middle, middle + vec2(180.0, 90.0), true);
    assert_eq!(app(&window).state().selection, Selection::Nothing, "what it brings is in sight");
    window.get_by_label_contains("75-plussers binnen een zone");
    let after = outcome(&window);
    key(&mut window, Key::B);
    assert_eq!(outcome(&window).region, before.region);
    // Dragged on while what was before shows: the place stands there again, and stays where it is put.
    drag_to(&mut window, middle, middle + vec2(-150.0, 60.0), true);
    assert!(!app(&window).state().comparison.shows_before);
    assert_eq!(interventions(&window).len(), 1);
    let now = outcome(&window);
    assert!(now.region != before.region && now.region != after.region);
    key(&mut window, Key::B);
    keys(&mut window, Modifiers::COMMAND, Key::E);
    window.get_by_label("Van variant: Variant 1");
    assert_eq!(outcome(&window).region, now.region);
}

#[test]
fn a_zone_is_accepted_rejected_and_proposed_again() {
    let mut window = opened();
    let before = outcome(&window);
    let zone = before.zones[0].clone();
    let status =
        |window: &Window| outcome(window).zones.iter().find(|other| other.id == zone.id).map(|other| other.status);
    state(&mut window).map_move = zone.outline.0.bounding_rect().map(MapMove::Fit);
    select(&mut window, Selection::Zone { id: zone.id, place: None });
    press(&mut window, "Accepteren");
    assert_eq!(status(&window), Some(ZoneStatus::Accepted));
    press(&mut window, "Afwijzen");
    assert_eq!(status(&window), Some(ZoneStatus::Rejected));
    assert_eq!(interventions(&window).len(), 1, "the rejection overrules the acceptance");
    press(&mut window, "Weer als voorstel");
    assert_eq!(status(&window), Some(ZoneStatus::Proposed));
    assert_eq!(outcome(&window).region, before.region);
}

#[test]
fn two_variants_are_compared_on_the_map_and_in_figures() {
    let mut window = opened();
    fly_to_care(&mut window);
    let ids: Vec<_> = session(&window).baseline().places[PlaceClass::Care].iter().map(|care| care.id).take(2).collect();
    select(&mut window, Selection::Care(ids[0]));
    press(&mut window, "Deze locatie sluiten");
    let first = session(&window).project().plan.active.expect("a variant");
    window.state_mut().as_mut().expect("there").state_mut().selection = Selection::Nothing;
    settle(&mut window);
    press(&mut window, "Kopie");
    select(&mut window, Selection::Care(ids[1]));
    press(&mut window, "Deze locatie sluiten");
    select(&mut window, Selection::Nothing);
    assert_eq!(session(&window).project().plan.variants.len(), 2);
    state(&mut window).comparison.against = Some(first);
    settle(&mut window);
    let other = session(&window).answer().expect("answered").other.clone().expect("compared");
    assert_eq!(other.variant, Some(first));
    press(&mut window, "Verschil op de kaart");
    press(&mut window, "Schuif over de kaart");
    state(&mut window).map_move = Some(MapMove::WholeRegion);
    settle(&mut window);
    window.get_by_label("Schuif tussen voor en na");
}

#[test]
fn a_zone_is_drawn_again_as_a_sketch_and_made_a_zone_that_takes_its_place() {
    let mut window = opened();
    let before = outcome(&window);
    let zone = before.zones[0].clone();
    state(&mut window).animate = false;
    state(&mut window).map_move = zone.outline.0.bounding_rect().map(MapMove::Fit);
    select(&mut window, Selection::Zone { id: zone.id, place: None });
    press(&mut window, "Hertekenen");
    let board = &session(&window).project().board;
    let [sketch] = &board.sketches[..] else { panic!("one sketch") };
    let id = sketch.id;
    assert_eq!(app(&window).state().selection, Selection::Sketch(id));
    key(&mut window, Key::Escape);
    select(&mut window, Selection::Sketch(id));
    press(&mut window, "Zone maken van schets");
    let after = outcome(&window);
    assert!(after.zones.iter().all(|other| other.id != zone.id), "the proposal gives way");
    let drawn = after.zones.iter().find(|other| other.id == id).expect("the drawn one");
    assert_eq!(drawn.status, ZoneStatus::Sketched);
    let [now, then] = [drawn, &zone].map(|zone| zone.people.aged_75_plus.value().expect("known"));
    assert!((now - then).abs() < 1e-6 * then, "{now} {then}");
    assert_eq!(after.zones.len(), before.zones.len());
}
