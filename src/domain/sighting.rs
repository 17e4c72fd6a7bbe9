//! What makes two records one place is said here and nowhere else; people can overrule it.

use geo::{Distance, Euclidean};
use uuid::Uuid;

use super::amenity::AmenityKind;
use super::identity::{Footprint, SAME_PLACE_M, Status, folded_name, is_numbered_name};
use super::place::Place;
use crate::crs::RdPoint;

/// What a record says of its place, for the question whether another one is the same.
#[derive(Debug, Clone, Copy)]
pub struct Sighting<'a> {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: AmenityKind,
    /// Its name.
    pub name: &'a str,
    /// Who says so.
    pub origin: Option<&'a str>,
    /// Where it stands.
    pub point: RdPoint,
    /// The building or area as which it is drawn; nothing for a point.
    pub footprint: Option<&'a Footprint>,
    /// Whether it is there.
    pub status: Status,
}

impl<'a> Sighting<'a> {
    /// That of a place; none of a site or complex, which have no kind.
    pub fn of(place: &'a Place) -> Option<Self> {
        Some(Self {
            id: place.id,
            kind: place.kind()?,
            name: &place.name,
            origin: place.provenance.origin(),
            point: place.point,
            footprint: place.provenance.footprint.as_ref(),
            status: place.status,
        })
    }
}

/// Are two records one place? They are of one kind and have one name; the point of one lies in the area of the other, or they
/// are within 25 m of each other and come from two sources, or from one as a point and as an area. Two points of one source
/// are two places, as that source counts them so. Haltes are never one: there is one on either side of the street.
pub fn are_twins(a: &Sighting<'_>, b: &Sighting<'_>) -> bool {
    let (name, other) = (folded_name(a.name), folded_name(b.name));
    a.kind == b.kind && name == other && has_name_to_know(a, &name) && has_name_to_know(b, &other) && meet(a, b)
}

/// Is it of a kind and has it a name by which it can be known? A name that is only a number is none.
pub(super) fn has_name_to_know(of: &Sighting<'_>, folded: &str) -> bool {
    let is_stop = [AmenityKind::STOP, AmenityKind::STATION].contains(&of.kind);
    !is_stop && !folded.is_empty() && !is_numbered_name(of.kind.label(), of.name)
}

/// The rule for two records of one kind and name.
pub(super) fn meet(a: &Sighting<'_>, b: &Sighting<'_>) -> bool {
    let is_one_source = a.origin == b.origin;
    match (a.footprint, b.footprint) {
        (None, None) if is_one_source => false,
        (Some(_), Some(_)) if is_one_source => gap_m(a, b) == 0.0,
        _ => gap_m(a, b) <= SAME_PLACE_M,
    }
}

/// How far apart two records lie, in metres: from the point of one to the nearest of the other; 0 when it lies in its area.
pub(super) fn gap_m(a: &Sighting<'_>, b: &Sighting<'_>) -> f64 {
    let from = |of: &Sighting<'_>, to: &Sighting<'_>| match to.footprint {
        Some(area) => Euclidean.distance(&of.point.0, &area.0),
        None => of.point.straight_distance_m(to.point),
    };
    if a.footprint.is_none() && b.footprint.is_none() { from(a, b) } else { from(a, b).min(from(b, a)) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::crs::Rd;

    fn footprint(x: f64, y: f64, side: f64) -> Footprint {
        let square = geo::Rect::new((x, y), (x + side, y + side)).to_polygon();
        Arc::new(Rd(geo::MultiPolygon(vec![square])))
    }

    fn seen<'a>(id: u128, origin: &'a str, x: f64, footprint: Option<&'a Footprint>) -> Sighting<'a> {
        Sighting {
            id: Uuid::from_u128(id),
            kind: AmenityKind::from_role("supermarkt").expect("a kind"),
            name: "Markthal  esch",
            origin: Some(origin),
            point: RdPoint::at(x, 470_005.0),
            footprint,
            status: Status::Existing,
        }
    }

    #[test]
    fn two_records_are_one_place_as_the_rule_says_and_not_otherwise() {
        let hall = footprint(250_000.0, 470_000.0, 60.0);
        let wing = footprint(250_070.0, 470_000.0, 10.0);
        let building = seen(1, "OSM", 250_030.0, Some(&hall));
        let annex = seen(2, "OSM", 250_075.0, Some(&wing));
        let point = |origin: &'static str, x: f64| seen(3, origin, x, None);
        assert!(are_twins(&point("OSM", 250_059.0), &building), "in it");
        assert!(are_twins(&building, &point("OSM", 250_085.0)), "25 m beside it");
        assert!(!are_twins(&building, &point("OSM", 250_085.1)));
        assert!(!are_twins(&building, &annex), "two buildings of one source side by side");
        assert!(are_twins(&building, &Sighting { origin: Some("BAG"), ..annex }));
        assert!(!are_twins(&point("OSM", 0.0), &point("OSM", 1.0)), "two points of one source");
        assert!(are_twins(&point("OSM", 0.0), &point("gemeente", 25.0)));
        assert!(!are_twins(&point("OSM", 0.0), &point("gemeente", 25.1)));
        let there = point("gemeente", 1.0);
        assert!(are_twins(&point("OSM", 0.0), &Sighting { name: " MARKTHAL Esch", ..there }));
        assert!(!are_twins(&point("OSM", 0.0), &Sighting { name: "Markthal Es", ..there }));
        let bakery = AmenityKind::from_role("dagelijks").expect("a kind");
        assert!(!are_twins(&point("OSM", 0.0), &Sighting { kind: bakery, ..there }));
    }

    #[test]
    fn haltes_and_what_has_no_name_of_its_own_have_no_twin() {
        let [a, b] = [seen(1, "OSM", 0.0, None), seen(2, "gemeente", 1.0, None)];
        for name in ["", "  ", "Supermarkt 3"] {
            assert!(!are_twins(&Sighting { name, ..a }, &Sighting { name, ..b }), "{name}");
        }
        let stop = |of: Sighting<'static>| Sighting { kind: AmenityKind::STOP, ..of };
        assert!(!are_twins(&stop(a), &stop(b)));
    }
}
