//! The window in a room: presenting, bookmarks, and the projector's window.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Shape, Vec2, pos2, vec2};
use egui_kittest::kittest::Queryable;
use uuid::Uuid;
use zorgkring::crs::{Rd, RdPoint};
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::sketch::{Sketch, SketchLook, SketchShape, SketchWidth};
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::domain::workshop::{Ballot, BallotSubject, Decision, StickyNote};
use zorgkring::gui::kit::presented_areas;
use zorgkring::gui::state::{Layer, MapMove, ViewState};
use zorgkring::gui::wish::RoomTab;
use zorgkring::project::{Board, BoardEdit, BoardItem, Edit, PlanEdit};

use super::gui_whole_workshop::cards;
use crate::support::window::{Window, app, features, opened, press, settle, window};

pub(crate) fn state(window: &mut Window) -> &mut ViewState {
    window.state_mut().as_mut().expect("made in the first frame").state_mut()
}

pub(crate) fn board(window: &Window) -> Board {
    app(window).session().expect("opened").project().board.clone()
}

pub(crate) fn edit(window: &mut Window, edit: Edit) {
    window.state_mut().as_mut().expect("made").edit(edit);
    settle(window);
}

pub(crate) fn key(window: &mut Window, key: Key) {
    window.key_press(key);
    settle(window);
}

pub(crate) fn keys(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

pub(crate) fn type_into(window: &mut Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, label).focus();
    settle(window);
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

pub(crate) fn type_lines(window: &mut Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::MultilineTextInput, label).focus();
    settle(window);
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

/// A bookmark of what shows, by hand.
fn bookmark(window: &mut Window, name: &str) {
    keys(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    window.event(Event::Text(name.to_owned()));
    settle(window);
    press(window, "Bladwijzer maken");
}

pub(crate) fn bounds(window: &Window) -> geo::Rect<f64> {
    app(window).state().shown_bounds.expect("the map was drawn")
}

/// Where a box of RD stands on the screen.
#[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
fn on_screen(window: &Window, of: geo::Rect<f64>) -> Rect {
    let (map, shown) = (window.get_by_label("Kaart").rect(), bounds(window));
    let across = |x: f64| map.left() + map.width() * ((x - shown.min().x) / shown.width()) as f32;
    let down = |y: f64| map.top() + map.height() * ((shown.max().y - y) / shown.height()) as f32;
    Rect::from_min_max(pos2(across(of.min().x), down(of.max().y)), pos2(across(of.max().x), down(of.min().y)))
}

/// Does a box stand beside title, legend and bar, and fill what they leave free in one direction?
fn shows_exactly(window: &Window, bookmark: geo::Rect<f64>) -> bool {
    let at = on_screen(window, bookmark);
    let free = presented_areas::free_of_cards(window.get_by_label("Kaart").rect());
    let [title, _, legend, _, bar] = presented_areas::AREAS;
    let covers = |(name, card): &(&str, Rect)| [title, legend, bar].contains(name) && card.intersects(at);
    let fills = (at.width() - free.width()).abs() < 1.0 || (at.height() - free.height()).abs() < 1.0;
    fills && free.expand(1.0).contains_rect(at) && !cards(window).iter().any(covers)
}

/// Two bookmarks: the region without near misses, and a zone.
pub(crate) fn with_two_bookmarks(width: f32, height: f32) -> Window {
    let mut window = window(width, height);
    settle(&mut window);
    state(&mut window).layers.set(Layer::NearMisses, false);
    settle(&mut window);
    bookmark(&mut window, "Heel Twente");
    state(&mut window).layers.set(Layer::NearMisses, true);
    state(&mut window).layers.set(Layer::Sites, false);
    let zone = app(&window).session().and_then(|s| s.answer()).expect("an answer").outcome.zones[0].clone();
    let around = geo::BoundingRect::bounding_rect(&zone.outline.0).expect("a zone has a box");
    state(&mut window).map_move = Some(MapMove::Fit(around));
    settle(&mut window);
    bookmark(&mut window, "Een zone");
    window
}

#[test]
fn bookmarks_come_back_by_arrow_page_and_number_key_with_their_extent_and_layers() {
    let mut window = with_two_bookmarks(1440.0, 900.0);
    let kept = board(&window).bookmarks;
    assert_eq!(kept.iter().map(|b| b.name.as_str()).collect::<Vec<_>>(), ["Heel Twente", "Een zone"]);
    state(&mut window).layers.set(Layer::Rings, false);
    key(&mut window, Key::F5);
    assert!(window.query_by_label("Lagen").is_none(), "panels are away");
    key(&mut window, Key::ArrowRight);
    window.get_by_label("Heel Twente");
    assert!(shows_exactly(&window, kept[0].bounds.0), "{:?} {:?}", bounds(&window), kept[0].bounds);
    assert!(!app(&window).state().layers.shows(Layer::NearMisses));
    assert!(app(&window).state().layers.shows(Layer::Rings));
    key(&mut window, Key::PageDown);
    window.get_by_label("Een zone");
    assert!(shows_exactly(&window, kept[1].bounds.0), "{:?} {:?}", bounds(&window), kept[1].bounds);
    assert!(app(&window).state().layers.shows(Layer::NearMisses));
    assert!(!app(&window).state().layers.shows(Layer::Sites));
    key(&mut window, Key::ArrowRight);
    window.get_by_label("Een zone");
    key(&mut window, Key::ArrowLeft);
    window.get_by_label("Heel Twente");
    key(&mut window, Key::Num2);
    window.get_by_label("Een zone");
    press(&mut window, "Vorige");
    window.get_by_label("Heel Twente");
    key(&mut window, Key::Escape);
    window.get_by_label("Lagen");
    let layers = &app(&window).state().layers;
    assert!(!layers.shows(Layer::Rings) && !layers.shows(Layer::Sites), "as they were before the presentation");
}

#[test]
fn what_is_in_sight_stays_in_sight_while_presenting_and_comes_back_as_it_was_with_the_panel() {
    for (width, height, text_scale) in [(1280.0, 800.0, 1.0), (1920.0, 1080.0, 1.0), (1280.0, 800.0, 1.5)] {
        let mut window = with_two_bookmarks(width, height);
        state(&mut window).preferences.text_scale = text_scale;
        settle(&mut window);
        for (tab, map_move) in [(None, MapMove::WholeRegion), (Some(RoomTab::Notes), MapMove::Zoom(1.5))] {
            features(&mut window).room.tab = tab;
            settle(&mut window);
            state(&mut window).map_move = Some(map_move);
            settle(&mut window);
            let before = bounds(&window);
            key(&mut window, Key::F5);
            if map_move == MapMove::WholeRegion {
                sees_every_zone(&window);
            } else {
                assert!(shows_exactly(&window, before), "{width}: {:?} of {before:?}", bounds(&window));
            }
            assert_eq!(app(&window).features().room.tab, None);
            key(&mut window, Key::Num2);
            assert!(bounds(&window).width() < 0.9 * before.width());
            key(&mut window, Key::F5);
            let after = bounds(&window);
            let off = [after.min() - before.min(), after.max() - before.max()].map(|by| by.x.hypot(by.y));
            assert!(off[0].max(off[1]) < 1e-5 * before.width(), "{width}: {after:?} for {before:?}");
            assert_eq!(app(&window).features().room.tab, tab);
        }
    }
}

/// Every zone lies beside title, legend and bar.
fn sees_every_zone(window: &Window) {
    let free = presented_areas::free_of_cards(window.get_by_label("Kaart").rect());
    let outcome = app(window).session().and_then(|s| s.answer()).expect("an answer").outcome.clone();
    for zone in &outcome.zones {
        let at = on_screen(window, geo::BoundingRect::bounding_rect(&zone.outline.0).expect("a zone has a box"));
        assert!(free.contains_rect(at), "{}: {at:?} in {free:?}", zone.name);
    }
}

#[test]
fn the_figure_says_that_it_is_of_the_whole_region_and_a_rejected_zone_is_none() {
    let mut window = opened();
    let outcome = app(&window).session().and_then(|s| s.answer()).expect("an answer").outcome.clone();
    key(&mut window, Key::F5);
    window.get_by_label("75-plussers in een zone");
    window.get_by_label_contains(&format!("hele regio · 58,5% · {} zones", outcome.zones.len()));
    let zone = &outcome.zones[0];
    let interventions = vec![Intervention::RejectZone { id: zone.id, name: zone.name.clone() }];
    let variant = Variant { id: Uuid::from_u128(7), name: "Zonder".to_owned(), note: String::new(), interventions };
    edit(&mut window, Edit::Plan(PlanEdit::New(variant)));
    window.get_by_label_contains(&format!(" · {} zones", outcome.zones.len() - 1));
}

#[test]
fn a_bookmark_shows_its_variant_without_an_edit() {
    let mut window = with_two_bookmarks(1440.0, 900.0);
    let care = app(&window).session().expect("opened").baseline().places[PlaceClass::Care][0].id;
    let variant = Variant {
        id: Uuid::from_u128(7),
        name: "Dicht".to_owned(),
        note: String::new(),
        interventions: vec![Intervention::ClosePlace { id: care }],
    };
    edit(&mut window, Edit::Plan(PlanEdit::New(variant)));
    let worked_on = app(&window).session().expect("opened").project().clone();
    key(&mut window, Key::F5);
    window.get_by_label_contains("variant Dicht");
    key(&mut window, Key::Num1);
    window.get_by_label_contains("nulsituatie");
    let session = app(&window).session().expect("opened");
    assert_eq!(session.answer().expect("an answer").project.plan.active, None);
    assert!(std::sync::Arc::ptr_eq(session.project(), &worked_on), "nothing was edited");
    key(&mut window, Key::F5);
    let session = app(&window).session().expect("opened");
    assert_eq!(session.answer().expect("an answer").project.plan.active, Some(Uuid::from_u128(7)));
}

#[test]
fn all_text_in_a_presentation_is_at_least_28_pixels_high_at_1080_lines_and_lines_are_at_least_3_wide() {
    let mut window = with_two_bookmarks(1920.0, 1080.0);
    put_everything(&mut window);
    key(&mut window, Key::F5);
    let (mut seen, mut n_lines) = (0, 0);
    for shows_ballot in [false, true] {
        for number in [Key::Num1, Key::Num2] {
            features(&mut window).presenter.shows_ballot = shows_ballot;
            key(&mut window, number);
            let scale = window.ctx.pixels_per_point();
            for clipped in &window.output().shapes {
                each_text(&clipped.shape, &mut |text, size| {
                    seen += 1;
                    assert!(size * scale >= 27.99, "{text}: {} pixels", size * scale);
                });
                each_line(&clipped.shape, &mut |width| {
                    n_lines += 1;
                    assert!(width * scale >= 2.99, "{} pixels: {:?}", width * scale, clipped.shape);
                });
            }
        }
    }
    assert!(seen > 40 && n_lines > 10, "{seen} texts, {n_lines} lines");
}

/// Of everything a room makes one, in the middle of the second bookmark, with the map split for comparing.
fn put_everything(window: &mut Window) {
    put_ballot(window);
    note(window, 0.0, "Oversteek gevaarlijk");
    let middle = bounds(window).center();
    let care = app(window).session().expect("opened").baseline().places[PlaceClass::Care][0].id;
    let interventions = vec![
        Intervention::MovePlace { id: care, to: RdPoint::at(middle.x, middle.y) },
        Intervention::add(Uuid::from_u128(8), None, "Hof", RdPoint::at(middle.x + 200.0, middle.y), None),
    ];
    let variant = Variant { id: Uuid::from_u128(7), name: "Hof".to_owned(), note: String::new(), interventions };
    edit(window, Edit::Plan(PlanEdit::New(variant)));
    let corner = geo::Coord { x: middle.x + 100.0, y: middle.y + 100.0 };
    let area = geo::Rect::new(corner, corner + geo::Coord { x: 300.0, y: 200.0 }).to_polygon();
    let look = SketchLook { width: SketchWidth::Thin, ..SketchLook::default() };
    let sketch = Sketch {
        id: Uuid::from_u128(9),
        shape: SketchShape::Area(Rd(area)),
        look,
        title: "Plan".to_owned(),
        note: String::new(),
        round: None,
        table: String::new(),
        made: "2026-03-05T09:30:00Z".to_owned(),
    };
    edit(window, Edit::Board(BoardEdit::put(BoardItem::Sketch(sketch))));
    let decision = Decision {
        id: Uuid::from_u128(10),
        what: "Halte".to_owned(),
        who: String::new(),
        when: String::new(),
        point: Some(RdPoint::at(middle.x - 200.0, middle.y)),
        workshop: None,
        made: "2026-03-05T09:30:00Z".to_owned(),
    };
    edit(window, Edit::Board(BoardEdit::put(BoardItem::Decision(decision))));
    let comparison = &mut state(window).comparison;
    (comparison.shows_difference, comparison.swipe) = (true, Some(0.5));
}

/// The width of every line on the map, in points; edges of cards and buttons are rectangles.
fn each_line(shape: &Shape, check: &mut impl FnMut(f32)) {
    let mut told = |width: f32| {
        if width > 0.0 {
            check(width);
        }
    };
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| each_line(shape, check)),
        Shape::LineSegment { stroke, .. } => told(stroke.width),
        Shape::Path(path) => told(path.stroke.width),
        Shape::Circle(circle) => told(circle.stroke.width),
        _ => {}
    }
}

fn each_text(shape: &Shape, check: &mut impl FnMut(&str, f32)) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| each_text(shape, check)),
        Shape::Text(text) => {
            for section in &text.galley.job.sections {
                check(&text.galley.job.text, section.format.font_id.size);
            }
        }
        _ => {}
    }
}

#[test]
fn what_is_touched_in_a_presentation_is_at_least_44_pixels() {
    let mut window = with_two_bookmarks(1920.0, 1080.0);
    put_ballot(&mut window);
    key(&mut window, Key::F5);
    features(&mut window).presenter.shows_ballot = true;
    settle(&mut window);
    let scale = window.ctx.pixels_per_point();
    let mut n = 0;
    for node in window.get_all_by_role(Role::Button) {
        let size = node.rect().size() * scale;
        assert!(size.min_elem() >= 44.0, "{:?} is {size:?}", node);
        n += 1;
    }
    assert!(n >= 10, "{n} buttons");
}

pub(crate) fn drag(window: &mut Window, from: Pos2, by: Vec2) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let to = from + by;
    for event in [
        Event::PointerMoved(from),
        button(from, true),
        Event::PointerMoved(from + by / 2.0),
        Event::PointerMoved(to),
        button(to, false),
    ] {
        window.event(event);
        window.step();
    }
    settle(window);
}

/// A note at some metres east of the middle of the map, without the card.
pub(crate) fn note(window: &mut Window, east_m: f64, text: &str) -> Uuid {
    let middle = bounds(window).center();
    let note = StickyNote {
        id: Uuid::new_v4(),
        text: text.to_owned(),
        point: Some(RdPoint::at(middle.x + east_m, middle.y)),
        round: None,
        table: "tafel 3".to_owned(),
        made: "2026-03-05T09:30:00Z".to_owned(),
    };
    let id = note.id;
    edit(window, Edit::Board(BoardEdit::put(BoardItem::Note(note))));
    id
}

pub(crate) fn put_ballot(window: &mut Window) {
    let subjects = ["Winkels", "Ontmoeting", "Vervoer", "Zorg"];
    let subjects = subjects.map(|text| BallotSubject { text: text.to_owned(), of: None, n_votes: 0 });
    let ballot = Ballot {
        id: Uuid::from_u128(3),
        title: "Waar beginnen we?".to_owned(),
        n_dots: 3,
        n_kept: 2,
        subjects: subjects.to_vec(),
        workshop: None,
        made: "2026-03-05T09:30:00Z".to_owned(),
    };
    edit(window, Edit::Board(BoardEdit::put(BoardItem::Ballot(ballot))));
}

#[test]
fn without_a_second_window_the_command_says_what_to_do() {
    let mut window = opened();
    keys(&mut window, Modifiers::COMMAND, Key::F5);
    assert!(!app(&window).features().room.second_screen);
    window.get_by_label_contains("Hier kan geen tweede venster open");
}

#[test]
fn the_window_for_the_projector_shows_the_presentation_while_the_panels_stay() {
    let mut window = with_two_bookmarks(1440.0, 900.0);
    // Without a second system window it is drawn within the first, which is enough to read it.
    window.ctx.set_embed_viewports(false);
    keys(&mut window, Modifiers::COMMAND, Key::F5);
    assert!(app(&window).features().room.second_screen);
    let scale = window.ctx.zoom_factor();
    window.get_by_label("Lagen");
    window.get_by_label("75-plussers in een zone");
    assert_eq!(window.get_all_by_label("Kaart").count(), 2);
    assert!(window.query_by_label("Stoppen").is_none(), "nothing to touch on the projector");
    window.run_steps(3);
    assert!((window.ctx.zoom_factor() - scale).abs() < f32::EPSILON, "the laptop keeps its scale");
    assert!(!zorgkring::gui::kit::theme::presented::presenting());
    keys(&mut window, Modifiers::COMMAND, Key::F5);
    assert_eq!(window.get_all_by_label("Kaart").count(), 1);
}

#[test]
fn the_legend_for_a_room_names_only_what_shows_at_the_scale_of_the_map() {
    let mut window = with_two_bookmarks(1920.0, 1080.0);
    key(&mut window, Key::F5);
    key(&mut window, Key::Num2);
    window.get_by_label("Boodschappen");
    key(&mut window, Key::Num1);
    window.get_by_label("24-uurszorglocatie");
    assert!(window.query_by_label("Boodschappen").is_none());
}

#[test]
fn two_fingers_zoom_the_map_and_one_pans_it() {
    let mut window = opened();
    key(&mut window, Key::F5);
    let middle = window.get_by_label("Kaart").rect().center();
    let touch = |id, phase, pos| Event::Touch {
        device_id: egui::TouchDeviceId(1),
        id: egui::TouchId(id),
        phase,
        pos,
        force: None,
    };
    let before = bounds(&window);
    let apart = |far: f32| [(1, middle - vec2(far, 0.0)), (2, middle + vec2(far, 0.0))];
    window.event(Event::PointerMoved(middle));
    window.step();
    for (id, pos) in apart(40.0) {
        window.event(touch(id, egui::TouchPhase::Start, pos));
    }
    window.step();
    for far in [60.0, 80.0, 120.0] {
        for (id, pos) in apart(far) {
            window.event(touch(id, egui::TouchPhase::Move, pos));
        }
        window.step();
    }
    for (id, pos) in apart(120.0) {
        window.event(touch(id, egui::TouchPhase::End, pos));
    }
    settle(&mut window);
    let zoomed = bounds(&window);
    assert!(zoomed.width() < 0.7 * before.width(), "{} {}", zoomed.width(), before.width());
    drag(&mut window, middle + vec2(30.0, -30.0), vec2(100.0, 0.0));
    assert!(bounds(&window).center().x < zoomed.center().x - 10.0);
}
