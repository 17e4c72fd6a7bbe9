//! What nobody gave is not told as absent in the window.

use egui_kittest::kittest::Queryable;
use zorgkring::gui::recent::Recent;
use zorgkring::gui::view_state::Selection;

use crate::gui::{app, select};
use crate::gui_files::{villages_without, window_of};

#[test]
fn a_region_without_a_layer_of_care_has_unknown_zones_and_no_bars_of_zero() {
    let window = window_of(villages_without(&["zorg24"]), Recent::default());
    assert!(window.get_all_by_label("onbekend").count() >= 2, "the share and the zones");
    window.get_by_label_contains("Zones zijn niet bekend: geen laag gelezen van 24-uurszorg");
    assert!(window.query_by_label_contains("0,0%").is_none(), "nothing unknown is told as a share of nothing");
    assert!(window.query_by_label_contains("≈ 0").is_none(), "nor as nobody");
}

#[test]
fn kinds_and_haltes_that_nobody_gave_are_unknown_in_a_zone_at_a_place_and_in_a_box() {
    let mut window = window_of(villages_without(&[]), Recent::default());
    let zone = app(&window).session().and_then(|s| s.answer()).expect("an answer").outcome.zones[0].clone();
    select(&mut window, Selection::Zone { id: zone.id, place: None });
    window.get_by_label_contains("Niet bekend, want er is geen laag ingelezen: ");
    window.get_by_label_contains("OV-klasse onbekend");
    let place = zone.first_anchor().expect("a proposal has one").point;
    select(&mut window, Selection::Place(place));
    assert!(window.get_all_by_label("geen laag ingelezen").count() >= 1);
    assert!(window.get_all_by_label("onbekend").count() >= 2, "the OV-klasse and what has no layer");
    let corner = geo::Coord { x: 500.0, y: 500.0 };
    let bounds = geo::Rect::new(place.0.0 - corner, place.0.0 + corner);
    select(&mut window, Selection::Box(bounds));
    window.get_by_label("onbekend");
}
