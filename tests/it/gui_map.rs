//! The map, driven by pointer and key: hovering, box selection, measuring, flying and clusters.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::kittest::Queryable;
use geo::{BoundingRect, Coord, InteriorPoint};
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::gui::state::{Basemap, Cover, Layer, MapMove, Selection, Tool};

use crate::support::window::{Window, app, click, key, keys, middle, opened, outcome, settle, state};

fn go(window: &mut Window, map_move: MapMove) {
    state(window).map_move = Some(map_move);
    settle(window);
}

fn hover(window: &mut Window, at: Pos2) {
    window.event(Event::PointerMoved(at - vec2(1.0, 0.0)));
    window.step();
    window.event(Event::PointerMoved(at));
    window.run_steps(6);
}

/// What lies under a point of the screen.
fn place_at(window: &mut Window, at: Pos2) -> Coord<f64> {
    hover(window, at);
    app(window).state().pointer.expect("the pointer is on the map").0.0
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::SHIFT,
    };
    window.event(Event::PointerMoved(from));
    window.step();
    for event in [button(from, true), Event::PointerMoved(from + (to - from) / 2.0), Event::PointerMoved(to)] {
        window.event_modifiers(event, Modifiers::SHIFT);
        window.step();
    }
    window.event_modifiers(button(to, false), Modifiers::SHIFT);
    settle(window);
}

#[test]
fn a_flight_ends_where_it_should_and_the_same_without_animation() {
    let mut window = opened();
    let enschede = Coord { x: 258_000.0, y: 471_000.0 };
    for animate in [true, false] {
        state(&mut window).animate = animate;
        go(&mut window, MapMove::WholeRegion);
        go(&mut window, MapMove::FlyTo(enschede));
        let middle = middle(&window);
        let place = place_at(&mut window, middle);
        let meters = app(&window).state().meters_per_point;
        assert!((place.x - enschede.x).abs() < meters && (place.y - enschede.y).abs() < meters, "{place:?}");
        assert!((meters - 5.0).abs() < 1e-6, "{meters}");
        assert!(!app(&window).is_busy());
    }
}

#[test]
fn hovering_a_zone_names_it_with_a_figure() {
    let mut window = opened();
    let zone = outcome(&window).zones[0].clone();
    let layers = &mut state(&mut window).layers;
    AmenityKind::all().for_each(|kind| layers.set_kind(kind, false));
    layers.set(Layer::Sites, false);
    let bounds = zone.outline.0.bounding_rect().expect("a zone has a box");
    go(&mut window, MapMove::Fit(bounds));
    let inside = zone.outline.0.interior_point().expect("a zone has an inside");
    let meters = app(&window).state().meters_per_point;
    #[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
    let off =
        vec2(((inside.x() - bounds.center().x) / meters) as f32, ((bounds.center().y - inside.y()) / meters) as f32);
    let at = middle(&window) + off;
    assert!(window.query_by_label(&format!("Zone {}", zone.name)).is_none());
    hover(&mut window, at);
    window.get_by_label(&format!("Zone {}", zone.name));
    assert_eq!(app(&window).state().selection, Selection::Nothing, "hovering chooses nothing");
}

#[test]
fn shift_and_drag_selects_a_box_and_counts_what_lies_within() {
    let mut window = opened();
    go(&mut window, MapMove::FlyTo(Coord { x: 258_000.0, y: 471_000.0 }));
    let middle = middle(&window);
    let before = place_at(&mut window, middle);
    let [from, to] = [middle - Vec2::splat(120.0), middle + Vec2::splat(120.0)];
    drag(&mut window, from, to);
    let Selection::Box(bounds) = app(&window).state().selection else {
        panic!("{:?}", app(&window).state().selection);
    };
    let meters = app(&window).state().meters_per_point;
    assert!((bounds.width() - 240.0 * meters).abs() < meters && (bounds.height() - 240.0 * meters).abs() < meters);
    assert!((bounds.center().x - before.x).abs() < meters);
    assert_eq!(place_at(&mut window, middle), before, "the map did not move along");
    window.get_by_label("Geselecteerd gebied");
    window.get_by_label("Voorzieningen in het gebied");
    let area = app(&window).features().counted.clone().expect("counted");
    assert!(area.people.residents.value().is_some_and(|people| people > 0.0));
    assert!(area.of_kind(AmenityKind::STOP) > 0);
    key(&mut window, Key::Escape);
    assert_eq!(app(&window).state().selection, Selection::Nothing);
}

#[test]
fn two_points_measure_the_right_length_and_keys_take_back_close_and_stop() {
    let mut window = opened();
    go(&mut window, MapMove::FlyTo(Coord { x: 258_000.0, y: 471_000.0 }));
    keys(&mut window, Modifiers::COMMAND, Key::D);
    window.get_by_label("Klik een punt op de kaart om te meten");
    let middle = middle(&window);
    click(&mut window, middle);
    click(&mut window, middle + vec2(100.0, 0.0));
    let meters = app(&window).state().meters_per_point;
    let length = |window: &Window| match &app(window).state().tool {
        Tool::Measure(measured) => measured.length_m(),
        tool => panic!("{tool:?} is in hand"),
    };
    assert!((length(&window) - 100.0 * meters).abs() < 1e-3 * meters, "{}", length(&window));
    window.get_by_label("500 m · ≈ 650 m lopen");
    click(&mut window, middle + vec2(100.0, 200.0));
    window.get_by_label("1,50 km · ≈ 1,95 km lopen");
    key(&mut window, Key::O);
    window.get_by_label_contains("25,0 ha");
    window.key_press(Key::Backspace);
    window.step();
    key(&mut window, Key::Backspace);
    window.get_by_label("500 m · ≈ 650 m lopen");
    assert_eq!(app(&window).state().selection, Selection::Nothing, "a click measures and chooses nothing");
    key(&mut window, Key::Escape);
    assert!(!matches!(app(&window).state().tool, Tool::Measure(_)));
}

#[test]
fn the_basemap_is_a_list_with_the_schematic_map_first() {
    let window = opened();
    let list = window.get_by_role_and_label(Role::ComboBox, "Achtergrondkaart");
    assert_eq!(list.value().as_deref(), Some("schematisch"));
    let mut basemap = Basemap::Schematic;
    for _ in Basemap::ALL {
        basemap = basemap.next();
    }
    assert_eq!(basemap, Basemap::Schematic);
}

#[test]
fn a_layer_is_laid_over_another_and_made_paler_in_the_list_of_what_covers_the_map() {
    let mut window = opened();
    let near_misses_of = |window: &Window| {
        let pile = app(window).state().layers.pile().to_vec();
        let of = |cover| pile.iter().position(|known| *known == cover);
        (of(Cover::NearMisses), of(Cover::Zones))
    };
    let (near, zones) = near_misses_of(&window);
    assert!(near < zones);
    window.get_by_label("Dekking en volgorde").click();
    settle(&mut window);
    window.get_by_label("Bijna-zones: een laag hoger").click();
    settle(&mut window);
    let (near, zones) = near_misses_of(&window);
    assert!(near > zones);
    window.get_by_label("Dekking: Bijna-zones").focus();
    window.run_steps(2);
    for _ in 0..5 {
        window.key_press(Key::ArrowLeft);
        window.run_steps(2);
    }
    let layers = &app(&window).state().layers;
    assert!(layers.percent(Cover::NearMisses) < 100);
    assert_eq!(layers.percent(Cover::Zones), 100);
}
