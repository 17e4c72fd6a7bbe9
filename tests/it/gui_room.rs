//! The window in a room: presenting, bookmarks, and the projector's window.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Rect, Shape, pos2, vec2};
use egui_kittest::kittest::Queryable;
use uuid::Uuid;
use zorgkring::crs::{Rd, RdPoint};
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::sketch::{Sketch, SketchLook, SketchShape, SketchWidth};
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::domain::workshop::Decision;
use zorgkring::gui::kit::presented_areas;
use zorgkring::gui::state::{Layer, MapMove};
use zorgkring::gui::wish::RoomTab;
use zorgkring::project::{BoardEdit, BoardItem, Edit, PlanEdit};

use crate::gui_whole_workshop::cards;
use crate::support::room::{note, put_ballot, with_two_bookmarks};
use crate::support::window::{
    Window, app, board, bounds, drag, edit, features, key, keys, middle, opened, outcome, press, session, settle, state,
};

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
    let outcome = outcome(window);
    for zone in &outcome.zones {
        let at = on_screen(window, geo::BoundingRect::bounding_rect(&zone.outline.0).expect("a zone has a box"));
        assert!(free.contains_rect(at), "{}: {at:?} in {free:?}", zone.name);
    }
}

#[test]
fn the_figure_says_that_it_is_of_the_whole_region_and_a_rejected_zone_is_none() {
    let mut window = opened();
    let outcome = outcome(&window);
    key(&mut window, Key::F5);
    window.get_by_label("75-plussers in een zone");
    let share = outcome.region.in_zones.aged_75_plus.value().zip(outcome.region.people.aged_75_plus.value());
    let percent =
        share.map(|(in_zones, all)| zorgkring::nl::numbers::percentage(in_zones / all)).expect("people are known");
    window.get_by_label_contains(&format!("hele regio · {percent} · {} zones", outcome.zones.len()));
    let zone = &outcome.zones[0];
    let interventions = vec![Intervention::RejectZone { id: zone.id, name: zone.name.clone() }];
    let variant = Variant { id: Uuid::from_u128(7), name: "Zonder".to_owned(), note: String::new(), interventions };
    edit(&mut window, Edit::Plan(PlanEdit::New(variant)));
    window.get_by_label_contains(&format!(" · {} zones", outcome.zones.len() - 1));
}

#[test]
fn a_bookmark_shows_its_variant_without_an_edit() {
    let mut window = with_two_bookmarks(1440.0, 900.0);
    let care = session(&window).baseline().places[PlaceClass::Care][0].id;
    let variant = Variant {
        id: Uuid::from_u128(7),
        name: "Dicht".to_owned(),
        note: String::new(),
        interventions: vec![Intervention::ClosePlace { id: care }],
    };
    edit(&mut window, Edit::Plan(PlanEdit::New(variant)));
    let worked_on = session(&window).project().clone();
    key(&mut window, Key::F5);
    window.get_by_label_contains("variant Dicht");
    key(&mut window, Key::Num1);
    window.get_by_label_contains("nulsituatie");
    let now = session(&window);
    assert_eq!(now.answer().expect("an answer").project.plan.active, None);
    assert!(std::sync::Arc::ptr_eq(now.project(), &worked_on), "nothing was edited");
    key(&mut window, Key::F5);
    let now = session(&window);
    assert_eq!(now.answer().expect("an answer").project.plan.active, Some(Uuid::from_u128(7)));
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
    let care = session(window).baseline().places[PlaceClass::Care][0].id;
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
    let middle = middle(&window);
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
