//! The window, driven by label and key as a planner would.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use zorgkring::analysis::zones::CaringZone;
use zorgkring::domain::housing::HousingForm;
use zorgkring::domain::settlement::Settlement;
use zorgkring::gui::state::{Layer, Selection};
use zorgkring::session::RasterWish;

use crate::support::window::{
    Window, app, app_mut, choose, click, key, keys, opened, outcome, press, session, settle, state, window,
};

#[test]
fn the_first_frame_shows_before_anything_is_read() {
    let window = window(1440.0, 900.0);
    assert!(app(&window).session().is_none() || app(&window).session().is_some_and(|s| s.answer().is_none()));
    window.get_by_label("zorgkring");
}

#[test]
fn the_rows_of_the_layers_stand_beside_the_scroll_bar_from_their_first_frame_on() {
    let mut window = window(1440.0, 900.0);
    window.step();
    while app(&window).session().is_none() {
        window.step();
        std::thread::yield_now();
    }
    let right = |window: &Window| window.get_by_role_and_label(Role::CheckBox, "Zones").rect().right();
    let first = right(&window);
    settle(&mut window);
    assert!((right(&window) - first).abs() < 0.5, "{first} and {}", right(&window));
}

#[test]
fn the_demo_region_opens_with_its_figures_and_says_that_it_is_fictional() {
    let window = opened();
    window.get_by_label("fictieve locaties");
    window.get_by_label("75-plussers");
    window.get_by_label("75+ in zone");
    let outcome = &outcome(&window);
    assert!(outcome.zones.len() >= 10 && outcome.near_misses.len() >= 10);
}

#[test]
fn a_norm_that_is_set_is_one_edit_that_can_be_undone_and_done_again() {
    let mut window = opened();
    let before = session(&window).project().clone();
    let slider = "norm 24-uurszorg, geclusterd wonen, in meters loopafstand";
    window.get_by_label(slider).set_value_accesskit(300.0);
    settle(&mut window);
    let changed = session(&window).project().clone();
    assert_ne!(before, changed);
    assert_eq!(app(&window).session().and_then(|s| s.answer()).expect("an answer").project, changed);
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(*session(&window).project(), before);
    keys(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(*session(&window).project(), changed);
    press(&mut window, "Terug naar standaard");
    assert_eq!(session(&window).project().norms, before.norms);
}

#[test]
fn a_slider_that_is_dragged_answers_before_it_is_let_go_and_then_makes_one_edit() {
    let mut window = opened();
    let slider = |window: &Window| window.get_by_role_and_label(Role::Slider, "omloopfactor").rect();
    window.get_by_role_and_label(Role::Slider, "omloopfactor").scroll_to_me();
    settle(&mut window);
    let rect = slider(&window);
    let [from, to] = [rect.left_center() + vec2(90.0, 0.0), rect.left_center() + vec2(200.0, 0.0)];
    window.drag_at(from);
    window.step();
    window.event(Event::PointerMoved(to));
    settle(&mut window);
    let answered = session(&window).answer().expect("an answer").project.norms.detour_factor;
    assert!(
        (answered - session(&window).project().norms.detour_factor).abs() > 0.01,
        "the draft is answered: {answered}"
    );
    assert!(session(&window).history().can_undo().is_none());
    window.drop_at(to);
    settle(&mut window);
    let now = session(&window);
    assert!((now.project().norms.detour_factor - answered).abs() < 0.1);
    assert!(now.history().can_undo().is_some());
}

#[test]
fn a_place_without_a_zone_says_why_not_with_a_line_per_rule() {
    let mut window = opened();
    let map = window.get_by_label("Kaart").rect();
    click(&mut window, map.left_top() + vec2(24.0, 24.0));
    assert!(matches!(app(&window).state().selection, Selection::Place(_)));
    window.get_by_label("Buiten het studiegebied");
    assert!(window.query_by_label("✗").is_none(), "of what lies beyond the layers nothing is said");
    let session = session(&window);
    let zones = &session.answer().expect("an answer").outcome.zones;
    let holds = |zone: &CaringZone, kern: &Settlement| geo::Contains::contains(&zone.outline.0, &kern.point.0);
    let mut kernen = session.baseline().settlements.iter();
    let without = kernen.find(|kern| !zones.iter().any(|zone| holds(zone, kern))).expect("a kern without a zone").point;
    state(&mut window).selection = Selection::Place(without);
    settle(&mut window);
    window.get_by_label("Waarom hier niet?");
    assert!(window.get_all_by_label("✗").count() >= 3);
    key(&mut window, Key::Escape);
    assert_eq!(app(&window).state().selection, Selection::Nothing);
}

#[test]
fn a_zone_clicked_on_the_map_tells_its_people_and_rules() {
    let mut window = opened();
    let zone = outcome(&window).zones[0].clone();
    // Through the list, which flies to it; its anchor is then on the map and the place beside it lies within.
    choose(&mut window, &zone.name);
    assert_eq!(app(&window).state().selection, Selection::Zone { id: zone.id, place: None });
    window.get_by_label(&format!("Zone {}", zone.name));
    window.get_by_label("In deze zone");
    let map = window.get_by_label("Kaart").rect();
    let inside = geo::InteriorPoint::interior_point(&zone.outline.0).expect("a zone has an inside");
    let meters = app(&window).state().meters_per_point;
    let bounds = geo::BoundingRect::bounding_rect(&zone.outline.0).expect("a zone has a box");
    #[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
    let off =
        vec2(((inside.x() - bounds.center().x) / meters) as f32, ((bounds.center().y - inside.y()) / meters) as f32);
    click(&mut window, map.center() + off);
    let selection = app(&window).state().selection;
    assert!(
        matches!(selection, Selection::Zone { id, place: Some(_) } if id == zone.id)
            || matches!(selection, Selection::Care(_) | Selection::Site(_)),
        "{selection:?}"
    );
}

#[test]
fn layers_switch_on_and_off_by_name_and_the_raster_is_colored() {
    let mut window = opened();
    assert!(app(&window).state().layers.shows(Layer::Zones));
    window.get_by_role_and_label(Role::CheckBox, "Zones").click();
    settle(&mut window);
    assert!(!app(&window).state().layers.shows(Layer::Zones));
    state(&mut window).raster = RasterWish::Score(HousingForm::Clustered);
    settle(&mut window);
    assert!(app(&window).session().and_then(|s| s.answer()).expect("an answer").raster.is_some());
    window.get_by_label("100 zeer geschikt");
}

#[test]
fn an_export_writes_into_the_folder_and_tells_so() {
    let mut window = opened();
    let folder = tempfile::tempdir().expect("a folder");
    app_mut(&mut window).export_to(folder.path().to_owned());
    settle(&mut window);
    let mut written: Vec<String> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    written.sort();
    let contract = [
        "bijna.geojson",
        "haltes.geojson",
        "kandidaten.geojson",
        "opgave.csv",
        "rapport.json",
        "ringen.geojson",
        "zones.geojson",
    ];
    assert_eq!(written, contract);
    window.get_by_label_contains("geschreven in");
}

#[test]
fn everything_fits_at_one_and_a_half_times_the_text_on_a_small_screen() {
    let mut window = window(1280.0, 800.0);
    settle(&mut window);
    for _ in 0..2 {
        keys(&mut window, Modifiers::COMMAND, Key::Plus);
    }
    assert!((app(&window).state().preferences.text_scale - 1.5).abs() < f32::EPSILON);
    let map = window.get_by_label("Kaart").rect();
    let export = window.get_by_label("Exporteren").rect();
    assert!(map.width() > 250.0, "{map:?}");
    let screen = window.ctx.content_rect();
    assert!(screen.contains_rect(export), "{export:?} in {screen:?}");
}
