//! Sketching on the map, driven by pointer and key: drawing, refusing, splitting, editing and the card.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::kittest::Queryable;
use geo::{Area as _, Coord};
use zorgkring::domain::sketch::{Sketch, SketchColor, SketchShape, SketchWidth};
use zorgkring::gui::state::{MapMove, Selection, SketchMode, Tool};

use crate::support::window::{Window, app, click, key, keys, middle, opened, outcome, press, session, settle, state};

/// A window on Enschede with the tool in hand in a mode, nothing to snap to, and the middle of the map.
fn sketching(mode: &str) -> (Window, Pos2) {
    let mut window = opened();
    let middle = at_enschede(&mut window);
    keys(&mut window, Modifiers::COMMAND, Key::P);
    state(&mut window).sketch_habits.is_loose = true;
    window.get_by_role_and_label(Role::Button, mode).click();
    settle(&mut window);
    (window, middle)
}

fn at_enschede(window: &mut Window) -> Pos2 {
    state(window).map_move = Some(MapMove::FlyTo(Coord { x: 258_000.0, y: 471_000.0 }));
    settle(window);
    middle(window)
}

fn clicks(window: &mut Window, middle: Pos2, points: &[(f32, f32)]) {
    for (x, y) in points {
        click(window, middle + vec2(*x, *y));
    }
}

fn double_click(window: &mut Window, at: Pos2) {
    window.event(Event::PointerMoved(at));
    window.step();
    // Every event is a frame of a quarter of a second here: slower than a hand.
    window.ctx.options_mut(|options| options.input_options.max_double_click_delay = 0.6);
    for pressed in [true, false, true, false] {
        let modifiers = Modifiers::NONE;
        window.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers });
        window.step();
    }
    window.ctx.options_mut(|options| options.input_options.max_double_click_delay = 0.3);
    settle(window);
}

fn drag(window: &mut Window, points: &[Pos2]) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.event(Event::PointerMoved(points[0]));
    window.step();
    window.event(button(points[0], true));
    window.step();
    for at in &points[1..] {
        window.event(Event::PointerMoved(*at));
        window.step();
    }
    window.event(button(points[points.len() - 1], false));
    settle(window);
}

fn sketches(window: &Window) -> Vec<Sketch> {
    let session = session(window);
    session.project().board.sketches.iter().map(|sketch| (**sketch).clone()).collect()
}

fn n_steps(window: &mut Window) -> usize {
    let mut n = 0;
    while session(window).history().can_undo().is_some() {
        undo(window);
        n += 1;
    }
    n
}

fn undo(window: &mut Window) {
    keys(window, Modifiers::COMMAND, Key::Z);
}

fn hectares(sketch: &Sketch) -> f64 {
    let SketchShape::Area(area) = &sketch.shape else { panic!("{:?} is no area", sketch.shape) };
    area.0.unsigned_area() / 10_000.0
}

const SQUARE: [(f32, f32); 4] = [(-50.0, -50.0), (50.0, -50.0), (50.0, 50.0), (-50.0, 50.0)];

#[test]
fn an_area_that_is_drawn_stands_in_the_document_in_one_step_and_has_its_card() {
    let (mut window, middle) = sketching("Vlak");
    clicks(&mut window, middle, &SQUARE);
    assert!(sketches(&window).is_empty(), "it is not finished");
    clicks(&mut window, middle, &SQUARE[..1]);
    let drawn = sketches(&window);
    let [sketch] = &drawn[..] else { panic!("{drawn:?}") };
    let meters = app(&window).state().meters_per_point;
    let expected = (100.0 * meters).powi(2) / 10_000.0;
    assert!((hectares(sketch) - expected).abs() < 0.001 * expected, "{} and {expected}", hectares(sketch));
    assert!(sketch.made.len() == 20 && sketch.made.ends_with('Z'), "{}", sketch.made);
    assert_eq!(app(&window).state().selection, Selection::Sketch(sketch.id));
    window.get_by_label("schets: vlak");
    window.get_by_label("25,0 ha · omtrek 2,00 km");
    assert_eq!(n_steps(&mut window), 1);
    assert!(sketches(&window).is_empty());
}

#[test]
fn an_area_is_measured_as_a_zone_while_it_is_drawn_and_when_it_is_chosen_and_stays_a_sketch() {
    let (mut window, middle) = sketching("Vlak");
    clicks(&mut window, middle, &SQUARE[..2]);
    window.event(Event::PointerMoved(middle + vec2(50.0, 50.0)));
    settle(&mut window);
    let tried = |window: &Window| {
        let answer = app(window).session().and_then(|session| session.answer()).expect("an answer");
        answer.tried.clone().expect("an area is drawn")
    };
    window.get_by_label("schets in de maak");
    window.get_by_label("Als zone");
    let triangle = tried(&window);
    assert!(triangle.of.id.is_nil());
    clicks(&mut window, middle, &SQUARE[2..]);
    clicks(&mut window, middle, &SQUARE[..1]);
    let sketch = sketches(&window).pop().expect("finished");
    let square = tried(&window);
    assert_eq!(square.of.id, sketch.id);
    let residents = |of: &zorgkring::session::TriedZone| of.zone.people.residents.value().expect("people are known");
    assert!(residents(&square) > 1.5 * residents(&triangle) && residents(&triangle) > 100.0);
    window.get_by_label("schets: vlak");
    window.get_by_label("Als zone");
    let told = zorgkring::nl::numbers::estimate(square.zone.people.residents.value());
    assert!(window.get_all_by_label(&told).count() > 0, "{told}");
    // It is no zone: none came, and its people are not counted as living in one.
    let outcome = &outcome(&window);
    assert!(outcome.zones.iter().all(|zone| zone.id != sketch.id));
    // What is chosen instead is measured no longer.
    state(&mut window).selection = Selection::Nothing;
    settle(&mut window);
    let answer = app(&window).session().and_then(|session| session.answer()).expect("an answer");
    assert!(answer.tried.is_none());
}

#[test]
fn an_area_that_crosses_itself_cannot_be_finished_and_shows_where() {
    let (mut window, middle) = sketching("Vlak");
    clicks(&mut window, middle, &[(-50.0, -50.0), (50.0, 50.0), (50.0, -50.0), (-50.0, 50.0)]);
    press(&mut window, "Klaar");
    assert!(sketches(&window).is_empty());
    window.get_by_label("De lijnen kruisen elkaar: zo kan dit vlak niet af");
    let crossing = app(&window).state().tool.sketching().and_then(|tool| tool.crossing).expect("it is shown");
    let meters = app(&window).state().meters_per_point;
    assert!((crossing.x - 258_000.0).abs() < meters && (crossing.y - 471_000.0).abs() < meters, "{crossing:?}");
    key(&mut window, Key::Backspace);
    press(&mut window, "Klaar");
    assert_eq!(sketches(&window).len(), 1, "a triangle can");
}

#[test]
fn a_split_is_one_step_and_can_be_undone() {
    let (mut window, middle) = sketching("Rechthoek");
    clicks(&mut window, middle, &[(-60.0, -40.0), (60.0, 40.0)]);
    let whole = sketches(&window);
    press(&mut window, "Schets splitsen");
    clicks(&mut window, middle, &[(-20.0, -80.0)]);
    double_click(&mut window, middle + vec2(-20.0, 80.0));
    let pieces = sketches(&window);
    assert_eq!(pieces.len(), 2);
    let (total, sum) = (hectares(&whole[0]), pieces.iter().map(hectares).sum::<f64>());
    assert!((total - sum).abs() < 0.001, "{total} and {sum}");
    assert!((hectares(&pieces[0]) - 2.0 * hectares(&pieces[1])).abs() < 0.01 * total);
    undo(&mut window);
    assert_eq!(sketches(&window), whole);
}

#[test]
fn a_hole_makes_the_area_smaller_and_one_beside_it_is_refused() {
    let (mut window, middle) = sketching("Rechthoek");
    clicks(&mut window, middle, &[(-60.0, -60.0), (60.0, 60.0)]);
    let whole = hectares(&sketches(&window)[0]);
    press(&mut window, "Gat maken in schets");
    clicks(&mut window, middle, &[(100.0, -20.0), (140.0, -20.0)]);
    double_click(&mut window, middle + vec2(140.0, 20.0));
    window.get_by_label("Het gat ligt naast het vlak");
    key(&mut window, Key::Escape);
    clicks(&mut window, middle, &[(-30.0, -30.0), (30.0, -30.0), (30.0, 30.0), (-30.0, 30.0), (-30.0, -30.0)]);
    let left = hectares(&sketches(&window)[0]);
    assert!((left - 0.75 * whole).abs() < 0.001 * whole, "{left} of {whole}");
}

#[test]
fn a_stroke_gives_a_line_without_moving_the_map_and_one_that_comes_back_an_area() {
    let (mut window, middle) = sketching("Vrije hand");
    let stroke: Vec<Pos2> =
        (0_u8..=40).map(|n| middle + vec2(f32::from(n) * 4.0 - 80.0, 30.0 * (f32::from(n) / 6.0).sin())).collect();
    drag(&mut window, &stroke);
    let drawn = sketches(&window);
    let SketchShape::Line(line) = &drawn[0].shape else { panic!("{drawn:?}") };
    assert!(line.0.0.len() > 4 && line.0.0.len() < stroke.len(), "{} corners", line.0.0.len());
    let meters = app(&window).state().meters_per_point;
    let start = 258_000.0 - 80.0 * meters;
    assert!((line.0.0[0].x - start).abs() < meters, "the map stood still");
    let turn = |n: u8| Vec2::angled(f32::from(n) * std::f32::consts::TAU / 36.0) * 60.0;
    let round: Vec<Pos2> = (0_u8..=36).map(|n| middle + turn(n)).collect();
    drag(&mut window, &round);
    let size = hectares(&sketches(&window)[1]);
    let circle = std::f64::consts::PI * (60.0 * meters).powi(2) / 10_000.0;
    assert!((size - circle).abs() < 0.05 * circle, "{size} and {circle}");
}

#[test]
fn a_circle_is_drawn_from_its_middle_to_its_edge_with_the_keyboard_alone() {
    let (mut window, _) = sketching("Cirkel");
    key(&mut window, Key::Enter);
    key(&mut window, Key::ArrowRight);
    key(&mut window, Key::Enter);
    let drawn = sketches(&window);
    let [sketch] = &drawn[..] else { panic!("{drawn:?}") };
    let radius_m = 80.0 * app(&window).state().meters_per_point;
    let circle = std::f64::consts::PI * radius_m.powi(2) / 10_000.0;
    assert!((hectares(sketch) - circle).abs() < 0.01 * circle, "{} and {circle}", hectares(sketch));
}

#[test]
fn a_sketch_is_chosen_on_the_map_renamed_colored_and_removed() {
    let (mut window, middle) = sketching("Rechthoek");
    clicks(&mut window, middle, &[(-60.0, -40.0), (60.0, 40.0)]);
    press(&mut window, "Schetsen wegleggen");
    let id = sketches(&window)[0].id;
    state(&mut window).selection = Selection::Nothing;
    settle(&mut window);
    // Beside what may stand in the middle.
    let found = [(0.0, 0.0), (-40.0, 25.0), (40.0, -25.0), (45.0, 30.0)].into_iter().any(|(x, y)| {
        click(&mut window, middle + vec2(x, y));
        app(&window).state().selection == Selection::Sketch(id)
    });
    assert!(found, "{:?}", app(&window).state().selection);
    window.get_by_role_and_label(Role::TextInput, "Titel").focus();
    window.step();
    window.event(Event::Text("Zone Zuid".to_owned()));
    window.step();
    key(&mut window, Key::Enter);
    assert_eq!(sketches(&window)[0].title, "Zone Zuid");
    press(&mut window, "Schets: kleur oranje");
    press(&mut window, "Schets: lijn dik");
    let look = sketches(&window)[0].look;
    assert_eq!((look.color, look.width), (SketchColor::Orange, SketchWidth::Thick));
    press(&mut window, "Schets verwijderen");
    assert!(sketches(&window).is_empty());
    undo(&mut window);
    assert_eq!(sketches(&window)[0].title, "Zone Zuid");
}

#[test]
fn a_corner_is_dragged_put_in_between_and_taken_out_and_across_a_side_it_stays() {
    let (mut window, middle) = sketching("Rechthoek");
    clicks(&mut window, middle, &[(-60.0, -60.0), (60.0, 60.0)]);
    press(&mut window, "Schets bewerken");
    let n_corners = |window: &Window| {
        let SketchShape::Area(area) = &sketches(window)[0].shape else { panic!("an area") };
        area.0.exterior().0.len() - 1
    };
    let whole = hectares(&sketches(&window)[0]);
    drag(&mut window, &[middle + vec2(60.0, 60.0), middle + vec2(90.0, 75.0), middle + vec2(120.0, 60.0)]);
    assert!((hectares(&sketches(&window)[0]) - 1.25 * whole).abs() < 0.01 * whole);
    drag(&mut window, &[middle + vec2(120.0, 60.0), middle + vec2(0.0, 0.0), middle + vec2(-120.0, 0.0)]);
    window.get_by_label("De lijnen kruisen elkaar: zo kan dit vlak niet af");
    assert!((hectares(&sketches(&window)[0]) - 1.25 * whole).abs() < 0.01 * whole, "it stays");
    drag(&mut window, &[middle + vec2(0.0, -60.0), middle + vec2(0.0, -80.0), middle + vec2(0.0, -100.0)]);
    assert_eq!(n_corners(&window), 5);
    click(&mut window, middle + vec2(0.0, -100.0));
    key(&mut window, Key::Delete);
    assert_eq!(n_corners(&window), 4);
}

#[test]
fn a_corner_snaps_to_a_sketch_that_is_there_unless_that_is_switched_off() {
    let (mut window, middle) = sketching("Rechthoek");
    clicks(&mut window, middle, &[(-60.0, -60.0), (60.0, 60.0)]);
    let corner = |window: &Window| {
        let drawn = sketches(window);
        let SketchShape::Point(at) = &drawn.last().expect("a point").shape else { panic!("a point") };
        at.0.0
    };
    let meters = app(&window).state().meters_per_point;
    let exact = Coord { x: 258_000.0 + 60.0 * meters, y: 471_000.0 - 60.0 * meters };
    window.get_by_role_and_label(Role::Button, "Punt").click();
    settle(&mut window);
    for (is_loose, off) in [(false, 0.0), (true, 4.0 * meters)] {
        state(&mut window).sketch_habits.is_loose = is_loose;
        clicks(&mut window, middle, &[(64.0, 60.0)]);
        let far = corner(&window).x - exact.x;
        assert!((far - off).abs() < 0.5, "loose {is_loose}: {far}");
    }
}

#[test]
fn areas_that_touch_are_joined_from_the_card() {
    let (mut window, middle) = sketching("Rechthoek");
    clicks(&mut window, middle, &[(-60.0, -60.0), (0.0, 0.0)]);
    clicks(&mut window, middle, &[(-10.0, -60.0), (60.0, 0.0)]);
    window.get_by_role_and_label(Role::ComboBox, "Samenvoegen met…").click();
    settle(&mut window);
    window.get_by_label_contains("Vlak · ").click();
    settle(&mut window);
    assert_eq!(sketches(&window).len(), 1);
    undo(&mut window);
    assert_eq!(sketches(&window).len(), 2);
}

#[test]
fn escape_puts_away_what_is_drawn_then_the_tool_and_measuring_takes_its_place() {
    let (mut window, middle) = sketching("Lijn");
    clicks(&mut window, middle, &SQUARE[..2]);
    key(&mut window, Key::Escape);
    assert!(app(&window).state().tool.sketching().is_some_and(|tool| tool.points.is_empty()));
    key(&mut window, Key::Escape);
    assert!(app(&window).state().tool.sketching().is_none());
    keys(&mut window, Modifiers::COMMAND, Key::P);
    keys(&mut window, Modifiers::COMMAND, Key::D);
    assert!(app(&window).state().tool.sketching().is_none() && matches!(app(&window).state().tool, Tool::Measure(_)));
}

#[test]
fn every_control_of_the_bar_has_a_name_and_can_be_touched() {
    let (window, _) = sketching("Vlak");
    for &mode in SketchMode::ALL {
        let rect = window.get_by_role_and_label(Role::Button, mode.name()).rect();
        assert!(rect.width() >= 34.0 && rect.height() >= 34.0, "{mode:?}: {rect:?}");
    }
    let snaps = window.get_by_role_and_label(Role::CheckBox, "Vastklikken").rect();
    assert!(snaps.height() >= 34.0, "{snaps:?}");
}
