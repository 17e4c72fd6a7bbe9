//! What is dragged and not let go has not happened: nowhere on the screen, in no answer and in no file.

use egui::{Event, Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::Queryable;
use zorgkring::analysis::region::RegionFigures;
use zorgkring::gui::state::{MapMove, SketchMode};

use crate::support::window::{
    Window, app, app_mut, button, features, key, keys, middle, opened, press, pull, session, settle, state,
};

fn region(window: &Window) -> RegionFigures {
    session(window).answer().expect("answered").outcome.region.clone()
}

/// A window in which a 24-uurszorglocatie that makes a zone by itself is in the middle of the map, and the tool in hand.
fn with_care_in_the_middle() -> (Window, Pos2) {
    let mut window = opened();
    let outcome = session(&window).answer().expect("answered").outcome.clone();
    let alone = outcome.zones.iter().find(|zone| zone.care.len() == 1).expect("a village");
    state(&mut window).animate = false;
    state(&mut window).map_move = Some(MapMove::FlyTo(alone.care[0].point.0.0));
    settle(&mut window);
    key(&mut window, Key::W);
    let middle = middle(&window);
    (window, middle)
}

#[test]
fn whatever_ends_a_drag_but_letting_go_leaves_the_document_the_answer_and_the_export_as_they_were() {
    let (mut window, middle) = with_care_in_the_middle();
    let before = region(&window);
    let document = session(&window).project().clone();
    let aside = middle + vec2(180.0, 90.0);
    let control = Modifiers::COMMAND;
    let ends = [
        (Modifiers::NONE, Key::W),
        (control, Key::D),
        (control, Key::P),
        (control, Key::Z),
        (control, Key::K),
        (control, Key::L),
        (Modifiers::NONE, Key::F5),
        (Modifiers::NONE, Key::F9),
        (Modifiers::NONE, Key::Escape),
        (control, Key::E),
    ];
    for (modifiers, end) in ends {
        pull(&mut window, middle, aside);
        assert_ne!(region(&window), before, "{end:?}: the answer follows the pointer");
        keys(&mut window, modifiers, end);
        assert_eq!(region(&window), before, "{end:?}");
        assert!(app(&window).state().draft.shown().is_none(), "{end:?}");
        // Letting go of what is no longer held does nothing, nor does moving on with the button down.
        window.event(Event::PointerMoved(aside + vec2(30.0, 0.0)));
        window.step();
        window.event(button(aside + vec2(30.0, 0.0), false));
        settle(&mut window);
        assert_eq!(*session(&window).project(), document, "{end:?}");
        assert_eq!(region(&window), before, "{end:?}");
        for _ in 0..4 {
            key(&mut window, Key::Escape);
        }
        features(&mut window).room.tab = None;
        features(&mut window).lists = Default::default();
        if app(&window).state().tool.what_if().is_none() {
            window.key_press(Key::W);
        }
        let care = session(&window).answer().expect("answered").outcome.zones.iter();
        let care = care.clone().find(|zone| zone.care.len() == 1).expect("a village").care[0].point;
        state(&mut window).map_move = Some(MapMove::FlyTo(care.0.0));
        settle(&mut window);
    }
}

#[test]
fn escape_in_the_middle_of_a_drag_keeps_the_tool_in_hand() {
    let (mut window, middle) = with_care_in_the_middle();
    pull(&mut window, middle, middle + vec2(180.0, 90.0));
    key(&mut window, Key::Escape);
    assert!(app(&window).state().tool.what_if().is_some_and(|tool| tool.held.is_none()));
}

#[test]
fn an_export_in_the_middle_of_a_drag_writes_the_document() {
    let (mut window, middle) = with_care_in_the_middle();
    let export = |window: &mut Window| {
        let folder = tempfile::tempdir().expect("a folder");
        app_mut(window).export_to(folder.path().to_owned());
        settle(window);
        std::fs::read_to_string(folder.path().join("zones.geojson")).expect("written")
    };
    let before = export(&mut window);
    pull(&mut window, middle, middle + vec2(180.0, 90.0));
    assert_eq!(export(&mut window), before);
}

#[test]
fn a_slider_that_is_abandoned_by_a_command_or_escape_leaves_its_norm() {
    let mut window = opened();
    let (document, before) = (session(&window).project().clone(), region(&window));
    let slider = "norm 24-uurszorg, geclusterd wonen, in meters loopafstand";
    window.get_by_label(slider).scroll_to_me();
    settle(&mut window);
    let rect = window.get_by_label(slider).rect();
    let [from, to] = [rect.left_center() + vec2(90.0, 0.0), rect.left_center() + vec2(20.0, 0.0)];
    for (modifiers, end) in [
        (Modifiers::COMMAND, Key::M),
        (Modifiers::NONE, Key::Escape),
        (Modifiers::NONE, Key::F7),
        (Modifiers::NONE, Key::F5),
    ] {
        pull(&mut window, from, to);
        assert_ne!(region(&window), before, "{end:?}: the answer follows");
        keys(&mut window, modifiers, end);
        window.event(button(to, false));
        settle(&mut window);
        assert_eq!(*session(&window).project(), document, "{end:?}");
        assert_eq!(region(&window), before, "{end:?}");
        if end != Key::Escape {
            keys(&mut window, modifiers, end);
        }
        window.get_by_label(slider).scroll_to_me();
        settle(&mut window);
    }
}

#[test]
fn a_corner_or_a_stroke_that_is_abandoned_leaves_the_sketches_as_they_were() {
    let mut window = opened();
    state(&mut window).map_move = Some(MapMove::FlyTo(geo::Coord { x: 258_000.0, y: 471_000.0 }));
    keys(&mut window, Modifiers::COMMAND, Key::P);
    state(&mut window).sketch_habits.is_loose = true;
    state(&mut window).sketch_in(SketchMode::Rectangle);
    settle(&mut window);
    let middle = middle(&window);
    for at in [vec2(-60.0, -60.0), vec2(60.0, 60.0)] {
        crate::support::window::click(&mut window, middle + at);
    }
    let drawn = session(&window).project().board.sketches.clone();
    assert_eq!(drawn.len(), 1);
    press(&mut window, "Schets bewerken");
    pull(&mut window, middle + vec2(60.0, 60.0), middle + vec2(120.0, 80.0));
    keys(&mut window, Modifiers::COMMAND, Key::T);
    window.event(button(middle + vec2(120.0, 80.0), false));
    settle(&mut window);
    assert_eq!(session(&window).project().board.sketches, drawn);
    state(&mut window).sketch_in(SketchMode::Freehand);
    settle(&mut window);
    pull(&mut window, middle + vec2(-150.0, 60.0), middle + vec2(-100.0, 120.0));
    key(&mut window, Key::Escape);
    window.event(button(middle + vec2(-100.0, 120.0), false));
    settle(&mut window);
    assert_eq!(session(&window).project().board.sketches, drawn);
}
