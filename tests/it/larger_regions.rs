//! The larger regions that benches measure on are what they say they are.

#[path = "../tools/crowded.rs"]
mod crowded;
#[path = "../tools/tiled.rs"]
mod tiled;

use std::collections::BTreeSet;

use uuid::Uuid;
use zorgkring::demo;
use zorgkring::domain::place::PlaceClass;

use self::crowded::crowded;
use self::tiled::tiled;

#[test]
fn a_tiled_region_is_so_many_times_as_large_and_no_two_records_share_an_id() {
    let (one, three) = (demo::baseline(), tiled(3));
    assert_eq!(three.places.iter().count(), 3 * one.places.iter().count());
    assert_eq!(three.demand.cells().len(), 3 * one.demand.cells().len());
    let ids: BTreeSet<Uuid> = three.places.iter().map(|place| place.id).collect();
    assert_eq!(ids.len(), 3 * one.places.iter().count());
    assert_eq!(tiled(1).places, one.places);
}

#[test]
fn a_crowded_region_has_so_many_places_and_no_two_share_an_id() {
    let crowded = crowded(20_000);
    let amenities = &crowded.places[PlaceClass::Amenity];
    let ids: BTreeSet<Uuid> = amenities.iter().map(|place| place.id).collect();
    assert_eq!((amenities.len(), ids.len()), (20_000, 20_000));
}
