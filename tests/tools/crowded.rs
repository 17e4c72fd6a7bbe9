//! The demo region with more in it, to measure how the work grows.

use geo::Coord;
use uuid::Uuid;
use zorgkring::crs::RdPoint;
use zorgkring::demo;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::{Place, PlaceClass};

/// From a place to the one put beside it, in metres.
const BESIDE: Coord<f64> = Coord { x: 97.0, y: -61.0 };

/// The demo region with so many voorzieningen, the added ones beside its own: a fuller region to measure with.
#[must_use]
pub(crate) fn crowded(n: usize) -> Baseline {
    let mut region = demo::baseline();
    let own = region.places.list(PlaceClass::Amenity);
    for idx in own.len()..n {
        let (place, times) = (&own[idx % own.len()], idx / own.len());
        let mut added = Place::clone(place);
        added.id = Uuid::new_v5(&place.id, times.to_string().as_bytes());
        let by = BESIDE * times as f64;
        added.point = RdPoint::at(place.point.x() + by.x, place.point.y() + by.y);
        region.places.push(added);
    }
    for layer in &mut region.layers {
        if let Role::Kind(kind) = layer.role {
            layer.n_features = region.places.of_kind(kind).count().max(layer.n_features);
        }
    }
    region
}
