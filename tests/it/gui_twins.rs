//! The card of a place of which there are several records: why it is one, and that it is not.

use egui_kittest::kittest::Queryable;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::PlaceClass;
use zorgkring::gui::Start;
use zorgkring::gui::state::Selection;
use zorgkring::import::{Unwatched, read_layers};

use crate::support::window::{Window, on_ground, opened_of, outcome, press, select, session, start};
use crate::twins::{HALL, shops, village};

/// How many supermarkets serve people in what shows.
fn n_shops(window: &Window) -> usize {
    let zone = &outcome(window).zones[0];
    let kind = AmenityKind::from_role("supermarkt").expect("a kind");
    zone.amenities.iter().find(|found| found.kind == kind).map_or(0, |found| found.count)
}

#[test]
fn a_place_as_point_and_as_building_says_so_and_is_parted_and_joined_on_its_card() {
    let load = || {
        let folder = tempfile::tempdir().expect("a folder");
        let layers = village(folder.path(), &shops());
        let baseline = read_layers(&layers, Baseline::default(), &Unwatched).baseline;
        Ok(on_ground(baseline))
    };
    let mut window = opened_of(Start { load: Box::new(load), ..start() });
    assert_eq!(n_shops(&window), 2);
    let baseline = session(&window).baseline().clone();
    let records =
        baseline.places[PlaceClass::Amenity].iter().filter(|amenity| amenity.name == HALL).map(|amenity| amenity.id);
    for id in records {
        select(&mut window, Selection::Facility(id));
        window.get_by_label_contains("Deze plaats staat in de lagen als punt en als gebouw.");
        press(&mut window, "Het zijn twee plaatsen");
        assert_eq!(n_shops(&window), 3);
        window.get_by_label_contains("Zij tellen apart");
        press(&mut window, "Het is één plaats");
        assert_eq!(n_shops(&window), 2);
    }
}
