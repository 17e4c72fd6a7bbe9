//! The window, driven by label and key as a planner would.

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use zorgkring::analysis::zones::CaringZone;
use zorgkring::crs::RdPoint;
use zorgkring::domain::housing::HousingForm;
use zorgkring::domain::settlement::Settlement;
use zorgkring::gui::state::{Layer, Layers, MapMove, Selection};
use zorgkring::session::RasterWish;

use crate::support::window::{Window, app, choose, click, opened, picture, press, select, settle, window};

#[test]
fn the_first_frame_shows_before_anything_is_read() {
    let window = window(1440.0, 900.0);
    assert!(app(&window).session().is_none() || app(&window).session().is_some_and(|s| s.answer().is_none()));
    window.get_by_label("zorgkring");
}

#[test]
fn the_demo_region_opens_with_its_figures_and_says_that_it_is_fictional() {
    let window = opened();
    window.get_by_label("fictieve locaties");
    window.get_by_label("75-plussers");
    window.get_by_label("75+ in zone");
    let outcome = &app(&window).session().and_then(|s| s.answer()).expect("an answer").outcome;
    assert!(outcome.zones.len() >= 10 && outcome.near_misses.len() >= 10);
}

#[test]
fn a_norm_that_is_set_is_one_edit_that_can_be_undone_and_done_again() {
    let mut window = opened();
    let before = app(&window).session().expect("opened").project().clone();
    let slider = "norm 24-uurszorg, geclusterd wonen, in meters loopafstand";
    window.get_by_label(slider).set_value_accesskit(300.0);
    settle(&mut window);
    let changed = app(&window).session().expect("opened").project().clone();
    assert_ne!(before, changed);
    assert_eq!(app(&window).session().and_then(|s| s.answer()).expect("an answer").project, changed);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut window);
    assert_eq!(*app(&window).session().expect("opened").project(), before);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    settle(&mut window);
    assert_eq!(*app(&window).session().expect("opened").project(), changed);
    press(&mut window, "Terug naar standaard");
    assert_eq!(app(&window).session().expect("opened").project().norms, before.norms);
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
    let session = app(&window).session().expect("opened");
    let answered = session.answer().expect("an answer").project.norms.detour_factor;
    assert!((answered - session.project().norms.detour_factor).abs() > 0.01, "the draft is answered: {answered}");
    assert!(session.history().can_undo().is_none());
    window.drop_at(to);
    settle(&mut window);
    let session = app(&window).session().expect("opened");
    assert!((session.project().norms.detour_factor - answered).abs() < 0.1);
    assert!(session.history().can_undo().is_some());
}

#[test]
fn a_place_without_a_zone_says_why_not_with_a_line_per_rule() {
    let mut window = opened();
    let map = window.get_by_label("Kaart").rect();
    click(&mut window, map.left_top() + vec2(24.0, 24.0));
    assert!(matches!(app(&window).state().selection, Selection::Place(_)));
    window.get_by_label("Buiten het studiegebied");
    assert!(window.query_by_label("✗").is_none(), "of what lies beyond the layers nothing is said");
    let session = app(&window).session().expect("opened");
    let zones = &session.answer().expect("an answer").outcome.zones;
    let holds = |zone: &CaringZone, kern: &Settlement| geo::Contains::contains(&zone.outline.0, &kern.point.0);
    let mut kernen = session.baseline().settlements.iter();
    let without = kernen.find(|kern| !zones.iter().any(|zone| holds(zone, kern))).expect("a kern without a zone").point;
    window.state_mut().as_mut().expect("made").state_mut().selection = Selection::Place(without);
    settle(&mut window);
    window.get_by_label("Waarom hier niet?");
    assert!(window.get_all_by_label("✗").count() >= 3);
    window.key_press(Key::Escape);
    settle(&mut window);
    assert_eq!(app(&window).state().selection, Selection::Nothing);
}

#[test]
fn a_zone_clicked_on_the_map_tells_its_people_and_rules() {
    let mut window = opened();
    let zone = app(&window).session().and_then(|s| s.answer()).expect("an answer").outcome.zones[0].clone();
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
    window.state_mut().as_mut().expect("made").state_mut().raster = RasterWish::Score(HousingForm::Clustered);
    settle(&mut window);
    assert!(app(&window).session().and_then(|s| s.answer()).expect("an answer").raster.is_some());
    window.get_by_label("100 zeer geschikt");
}

#[test]
fn an_export_writes_into_the_folder_and_tells_so() {
    let mut window = opened();
    let folder = tempfile::tempdir().expect("a folder");
    window.state_mut().as_mut().expect("made").export_to(folder.path().to_owned());
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
        window.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
        settle(&mut window);
    }
    assert!((app(&window).state().preferences.text_scale - 1.5).abs() < f32::EPSILON);
    let map = window.get_by_label("Kaart").rect();
    let export = window.get_by_label("Exporteren").rect();
    assert!(map.width() > 250.0, "{map:?}");
    let screen = window.ctx.content_rect();
    assert!(screen.contains_rect(export), "{export:?} in {screen:?}");
}

/// Pictures of the main states, for people to look at: written only where `ZORGKRING_PICTURES` names a folder, and only
/// where there is something to draw with.
#[test]
fn the_main_states_can_be_drawn() {
    let Some(folder) = std::env::var_os("ZORGKRING_PICTURES").map(PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&folder).expect("the folder for pictures");
    for (name, width, height, scale) in [
        ("1280", 1280.0, 800.0, 1.0),
        ("1600", 1600.0, 1000.0, 1.0),
        ("1920", 1920.0, 1080.0, 1.0),
        ("1280-150", 1280.0, 800.0, 1.5),
    ] {
        let mut window = window(width, height);
        settle(&mut window);
        window.state_mut().as_mut().expect("made").state_mut().preferences.text_scale = scale;
        settle(&mut window);
        picture(&mut window, &folder, &format!("{name}-regio"));
        let zone = app(&window).session().and_then(|s| s.answer()).expect("an answer").outcome.zones.first().cloned();
        if let Some(zone) = zone {
            choose(&mut window, &zone.name);
            let anchor = zone.first_anchor().expect("a proposal has one").point;
            let place = RdPoint::at(anchor.x() + 120.0, anchor.y() - 140.0);
            select(&mut window, Selection::Zone { id: zone.id, place: Some(place) });
            picture(&mut window, &folder, &format!("{name}-zone"));
            if name == "1600" {
                details(&mut window, &folder, RdPoint::at(anchor.x() + 4_000.0, anchor.y()));
            }
        }
    }
}

/// Pictures of every other kind of selection and of a raster.
fn details(window: &mut Window, folder: &Path, place: RdPoint) {
    let outcome = app(window).session().and_then(|s| s.answer()).expect("an answer").outcome.clone();
    let state = window.state_mut().as_mut().expect("made").state_mut();
    state.raster = RasterWish::Score(HousingForm::Clustered);
    state.layers = Layers::everything();
    select(window, Selection::Place(place));
    picture(window, folder, "plek-score");
    let state = window.state_mut().as_mut().expect("made").state_mut();
    state.raster = RasterWish::TransitClass;
    state.map_move = Some(MapMove::Zoom(-2.0));
    select(window, Selection::NearMiss(outcome.near_misses[0].id));
    picture(window, folder, "bijna-ov");
    let site = &outcome.sites[0];
    let state = window.state_mut().as_mut().expect("made").state_mut();
    state.raster = RasterWish::Nothing;
    state.layers = Layers::default();
    state.map_move = Some(MapMove::FlyTo(site.point.0.0));
    select(window, Selection::Site(site.id));
    picture(window, folder, "kandidaat");
    let care = outcome.zones[1].first_anchor().expect("a proposal has one");
    window.state_mut().as_mut().expect("made").state_mut().map_move = Some(MapMove::FlyTo(care.point.0.0));
    select(window, Selection::Care(care.id));
    picture(window, folder, "zorg24");
}
