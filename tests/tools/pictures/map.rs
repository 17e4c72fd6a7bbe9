//! The map at several scales, and the tools on it.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable;
use geo::Coord;
use zorgkring::cartography::Theme;
use zorgkring::domain::sketch::SketchColor;
use zorgkring::gui::state::{MapMove, Preferences, Selection};

use crate::picture;
use crate::support::window::{Window, click, key, keys, middle, press, settle, state, type_into, window};

const ENSCHEDE: Coord<f64> = Coord { x: 258_000.0, y: 471_000.0 };

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

/// Draws a box, which takes the Shift key.
fn draw_box(window: &mut Window, from: Pos2, to: Pos2) {
    let modifiers = Modifiers::SHIFT;
    let button = |pos, pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers };
    window.event(Event::PointerMoved(from));
    window.step();
    for event in [button(from, true), Event::PointerMoved(from + (to - from) / 2.0), Event::PointerMoved(to)] {
        window.event_modifiers(event, modifiers);
        window.step();
    }
    window.event_modifiers(button(to, false), modifiers);
    settle(window);
}

/// A town from near and far, a box, and what is measured.
pub(crate) fn map(folder: &Path) {
    let mut window = window(1600.0, 1000.0);
    settle(&mut window);
    for (name, zoom) in [("5m", 0.0), ("10m", -1.0), ("20m", -2.0), ("36m", -2.85)] {
        go(&mut window, MapMove::WholeRegion);
        go(&mut window, MapMove::FlyTo(ENSCHEDE));
        go(&mut window, MapMove::Zoom(zoom));
        picture(&mut window, folder, &format!("kaart-{name}"));
    }
    go(&mut window, MapMove::FlyTo(ENSCHEDE));
    let middle = middle(&window);
    draw_box(&mut window, middle - vec2(200.0, 160.0), middle + vec2(180.0, 120.0));
    picture(&mut window, folder, "kaart-vak");
    state(&mut window).selection = Selection::Nothing;
    keys(&mut window, Modifiers::COMMAND, Key::D);
    for by in [vec2(0.0, 0.0), vec2(160.0, -40.0), vec2(240.0, 110.0), vec2(60.0, 180.0)] {
        click(&mut window, middle + by);
    }
    hover(&mut window, middle + vec2(-120.0, 120.0));
    picture(&mut window, folder, "kaart-meten");
    key(&mut window, Key::O);
    picture(&mut window, folder, "kaart-vlak");
    key(&mut window, Key::Escape);
    go(&mut window, MapMove::Zoom(-1.0));
    hover(&mut window, middle + vec2(20.0, 10.0));
    picture(&mut window, folder, "kaart-aangewezen");
}

/// Sketches of every sort, one that is edited, and one that crosses itself.
pub(crate) fn sketching(folder: &Path) {
    for (name, theme) in [("light", Theme::Light), ("high_contrast", Theme::HighContrast), ("dark", Theme::Dark)] {
        let mut window = window(1280.0, 800.0);
        settle(&mut window);
        state(&mut window).preferences = Preferences { theme, ..Preferences::default() };
        settle(&mut window);
        go(&mut window, MapMove::FlyTo(ENSCHEDE));
        let middle = middle(&window);
        keys(&mut window, Modifiers::COMMAND, Key::P);
        draw_some_of_everything(&mut window, middle);
        picture(&mut window, folder, &format!("sketch_card_{name}"));
        press(&mut window, "Schets bewerken");
        picture(&mut window, folder, &format!("sketch_edit_{name}"));
        window.get_by_role_and_label(Role::Button, "Vlak").click();
        settle(&mut window);
        clicks(&mut window, middle, &[(-100.0, 0.0), (100.0, 200.0), (100.0, 0.0), (-100.0, 200.0)]);
        press(&mut window, "Klaar");
        picture(&mut window, folder, &format!("sketch_crossing_{name}"));
    }
}

fn clicks(window: &mut Window, middle: Pos2, points: &[(f32, f32)]) {
    for (x, y) in points {
        click(window, middle + vec2(*x, *y));
    }
}

/// Points of the screen, from the middle of the map.
type Points = &'static [(f32, f32)];

fn draw_some_of_everything(window: &mut Window, middle: Pos2) {
    let draws: [(&str, SketchColor, Points); 5] = [
        ("Cirkel", SketchColor::Purple, &[(-150.0, 40.0), (-80.0, 40.0)]),
        ("Pijl", SketchColor::Orange, &[(-130.0, 180.0), (0.0, 190.0), (20.0, 190.0), (20.0, 190.0)]),
        ("Punt", SketchColor::Black, &[(190.0, 20.0)]),
        ("Tekst", SketchColor::Green, &[(160.0, 200.0)]),
        ("Rechthoek", SketchColor::Blue, &[(20.0, 10.0), (150.0, 120.0)]),
    ];
    for (mode, color, points) in draws {
        window.get_by_role_and_label(Role::Button, mode).click();
        settle(window);
        state(window).sketch_habits.look.color = color;
        clicks(window, middle, points);
        if mode == "Pijl" {
            press(window, "Klaar");
        }
        if ["Punt", "Rechthoek", "Cirkel"].contains(&mode) {
            type_into(window, "Titel", &format!("Idee {mode}"));
            key(window, Key::Enter);
        }
    }
}
