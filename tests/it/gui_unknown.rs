//! What nobody gave is not told as absent in the window.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use zorgkring::gui::state::Selection;

use crate::support::villages::{villages, villages_without};
use crate::support::window::{Window, click, keys, opened_of, outcome, select, session};

#[test]
fn a_region_without_a_layer_of_care_has_unknown_zones_and_no_bars_of_zero() {
    let window = opened_of(villages_without(&["zorg24"]));
    assert!(window.get_all_by_label("onbekend").count() >= 2, "the share and the zones");
    window.get_by_label_contains("Zones zijn niet bekend: geen laag gelezen van 24-uurszorg");
    assert!(window.query_by_label_contains("0,0%").is_none(), "nothing unknown is told as a share of nothing");
    assert!(window.query_by_label_contains("≈ 0").is_none(), "nor as nobody");
}

#[test]
fn lists_and_layers_that_rest_on_care_that_nobody_gave_are_unknown_and_never_none() {
    let mut window = opened_of(villages_without(&["zorg24"]));
    let count = |window: &Window, role: Role, name: &str| window.get_by_role_and_label(role, name).value();
    let outcome = outcome(&window);
    assert_eq!((outcome.n_zones_known(), outcome.n_sites_known()), (None, None));
    assert!(!outcome.near_misses.is_empty(), "24-uurszorg would make a zone");
    keys(&mut window, Modifiers::COMMAND, Key::L);
    assert_eq!(count(&window, Role::Tab, "Zones").as_deref(), Some("Zones ?"));
    assert_eq!(count(&window, Role::Tab, "Kandidaatlocaties").as_deref(), Some("Kandidaatlocaties ?"));
    assert_eq!(count(&window, Role::CheckBox, "Kandidaatlocaties").as_deref(), Some("onbekend"));
    let near = format!("{} · geen laag gelezen", outcome.near_misses.len());
    assert_eq!(count(&window, Role::CheckBox, "Bijna-zones"), Some(near));
    for tab in ["Zones", "Kandidaatlocaties"] {
        let at = window.get_by_role_and_label(Role::Tab, tab).rect().center();
        click(&mut window, at);
        assert!(window.query_by_label("0 van 0").is_none());
        let unknown = format!("{tab} zijn niet bekend: geen laag gelezen van 24-uurszorg.");
        let n_told = if tab == "Zones" { 2 } else { 1 };
        assert_eq!(window.query_all_by_label(&unknown).count(), n_told, "{unknown}");
        assert!(window.query_by_label("Deze lijst is leeg.").is_none());
    }
    let at = window.get_by_role_and_label(Role::Tab, "Bijna-zones").rect().center();
    click(&mut window, at);
    assert!(window.get_all_by_label("24-uurszorg (geen laag gelezen)").count() >= 1);
    window.get_by_label_contains("Geen laag gelezen van 24-uurszorg: wat hier nodig heet");
    let at = window.get_by_role_and_label(Role::Tab, "Laag").rect().center();
    click(&mut window, at);
    window.get_by_label("24-uurszorglocaties zijn niet bekend: geen laag gelezen van 24-uurszorg.");
    let kern = session(&window).baseline().settlements[0].id;
    select(&mut window, Selection::Settlement(kern));
    assert!(window.query_by_label("In deze kern is met deze normen geen zone mogelijk.").is_none());
}

#[test]
fn kernen_that_nobody_gave_are_not_none() {
    let mut window = opened_of(villages_without(&["kern"]));
    let row = window.get_by_role_and_label(Role::CheckBox, "Namen van kernen");
    assert_eq!(row.value().as_deref(), Some("geen laag gelezen"));
    keys(&mut window, Modifiers::COMMAND, Key::L);
    let tab = window.get_by_role_and_label(Role::Tab, "Kernen");
    assert_eq!(tab.value().as_deref(), Some("Kernen ?"));
}

#[test]
fn kinds_and_haltes_that_nobody_gave_are_unknown_in_a_zone_at_a_place_and_in_a_box() {
    let mut window = villages();
    let zone = outcome(&window).zones[0].clone();
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
