//! The demo region with more in it, to measure how the work grows.

use std::sync::Arc;

use geo::Coord;
use uuid::Uuid;
use zorgkring::crs::RdPoint;
use zorgkring::demo;
use zorgkring::domain::amenity::Amenity;
use zorgkring::domain::baseline::{Baseline, Role};

/// From a place to the one put beside it, in metres.
const BESIDE: Coord<f64> = Coord { x: 97.0, y: -61.0 };

/// The demo region with so many voorzieningen, the added ones beside its own: a fuller region to measure with.
#[must_use]
pub(crate) fn crowded(n: usize) -> Baseline {
    let mut region = demo::baseline();
    let own = region.amenities.clone();
    for idx in own.len()..n {
        let (place, times) = (&own[idx % own.len()], idx / own.len());
        let mut added = Amenity::clone(place);
        added.id = Uuid::new_v5(&place.id, times.to_string().as_bytes());
        let by = BESIDE * times as f64;
        added.point = RdPoint::at(place.point.x() + by.x, place.point.y() + by.y);
        region.amenities.push(Arc::new(added));
    }
    for layer in &mut region.layers {
        if let Role::Kind(kind) = layer.role {
            let n_of_kind = region.amenities.iter().filter(|place| place.kind == kind).count();
            layer.n_features = n_of_kind.max(layer.n_features);
        }
    }
    region
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_crowded_region_has_so_many_places_and_no_two_share_an_id() {
        let crowded = crowded(20_000);
        let ids: BTreeSet<Uuid> = crowded.amenities.iter().map(|place| place.id).collect();
        assert_eq!((crowded.amenities.len(), ids.len()), (20_000, 20_000));
    }
}
