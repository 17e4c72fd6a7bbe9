//! A whole afternoon in a room goes from the first round to files for a GIS, and no card covers another.

use egui::accesskit::Role;
use egui::{Rect, vec2};
use egui_kittest::kittest::Queryable;
use zorgkring::gui::kit::{areas, presented_areas};

use crate::support::afternoon::afternoon;
use crate::support::window::{Window, app, settle, window};

/// Where cards stand over the map.
pub(crate) fn cards(window: &Window) -> Vec<(&'static str, Rect)> {
    let own = [areas::LEGEND, areas::MESSAGES, areas::PLACING, areas::SKETCHING, areas::CLOCK];
    let shown = |name: &'static str| {
        let id = egui::Id::unique(name);
        window.ctx.memory(|memory| {
            let orders = [egui::Order::Middle, egui::Order::Foreground];
            let is_shown =
                orders.into_iter().any(|order| memory.areas().visible_last_frame(&egui::LayerId::new(order, id)));
            memory.area_rect(id).filter(|_| is_shown).map(|rect| (name, rect))
        })
    };
    own.into_iter().chain(presented_areas::AREAS).filter_map(shown).collect()
}

/// No card over the map covers another one or leaves the map, and the bar above takes one line.
pub(crate) fn is_calm(window: &Window, of: &str) {
    let cards = cards(window);
    let map = window.get_all_by_label("Kaart").next().expect("a map").rect().expand(1.0);
    for (idx, (name, rect)) in cards.iter().enumerate() {
        assert!(map.contains_rect(*rect), "{of}: {name} {rect:?} in {map:?}");
        for (other, covered) in &cards[idx + 1..] {
            assert!(!rect.shrink(0.5).intersects(*covered), "{of}: {name} {rect:?} and {other} {covered:?}");
        }
    }
    if !app(window).features().presenter.is_on() {
        bar_is_one_line(window, of);
    }
}

fn bar_is_one_line(window: &Window, of: &str) {
    let undo = window.get_by_label("Ongedaan maken").rect().center().y;
    for label in ["Exporteren", "Hulp", "Weergave", "Zoeken", "Variant"] {
        let mut all = window.get_all_by_label(label).filter(|node| node.rect().top() < 60.0);
        let at = all.next().unwrap_or_else(|| panic!("{of}: {label} in the bar")).rect().center().y;
        assert!((at - undo).abs() < 3.0, "{of}: {label} at {at}, not at {undo}");
    }
}

#[test]
fn an_afternoon_goes_from_rounds_past_sketches_and_variants_to_files_and_nothing_covers_anything() {
    let folder = tempfile::tempdir().expect("a folder");
    afternoon(&mut window(1280.0, 800.0), folder.path(), |window, of| is_calm(window, of));
}

#[test]
fn the_bar_above_is_one_line_in_every_window_from_1120_points_on_and_its_parts_stand_beside_each_other() {
    let mut window = window(1120.0, 800.0);
    settle(&mut window);
    for width in [1120.0, 1150.0, 1269.0, 1280.0, 1399.0, 1440.0, 1480.0, 1600.0, 1920.0] {
        window.set_size(vec2(width, 800.0));
        settle(&mut window);
        let of = format!("{width} points");
        bar_is_one_line(&window, &of);
        let controls = window.get_all_by_role(Role::Button).chain(window.get_all_by_role(Role::ComboBox));
        let parts: Vec<Rect> = controls.map(|node| node.rect()).filter(|rect| rect.bottom() < 55.0).collect();
        assert!(parts.len() >= 10, "{of}: {} parts", parts.len());
        for (idx, rect) in parts.iter().enumerate() {
            assert!(window.ctx.content_rect().contains_rect(*rect), "{of}: {rect:?}");
            let covered = parts[idx + 1..].iter().find(|other| other.shrink(0.5).intersects(*rect));
            assert_eq!(covered, None, "{of}: over {rect:?}");
        }
    }
}
