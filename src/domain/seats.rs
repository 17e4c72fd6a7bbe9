//! Records of one kind and name, brought together in places.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Area, BoundingRect, Coord, Rect};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, PointDistance, RTree};

use super::identity::SAME_PLACE_M;
use super::sighting::{Sighting, gap_m, meet};

/// The places that records of one kind and name are of, each with the positions of its records.
///
/// Areas come first, the largest before others, then points, source by source. Each record is of the place whose first
/// record is its twin and lies nearest, unless that place has a record of the same source which is not its twin: what one
/// source tells apart stays apart. As only the first record counts, a row of places is not one. n log n, also in a crowd.
pub(super) fn places(records: &[Sighting<'_>]) -> Vec<Vec<usize>> {
    let sizes: Vec<f64> = records.iter().map(|of| of.footprint.map_or(0.0, |area| area.0.unsigned_area())).collect();
    let is_point = |idx: &usize| records[*idx].footprint.is_none();
    let (mut points, mut areas): (Vec<usize>, Vec<usize>) = (0..records.len()).partition(is_point);
    areas.sort_by(|a, b| sizes[*b].total_cmp(&sizes[*a]).then(records[*a].id.cmp(&records[*b].id)));
    points.sort_by_key(|idx| (records[*idx].origin, records[*idx].id));
    let mut seats =
        Seats { records, seats: Vec::new(), areas: RTree::new(), points: RTree::new(), at: BTreeMap::new() };
    areas.into_iter().for_each(|idx| seats.put_area(idx));
    let sources = points.chunk_by(|a, b| records[*a].origin == records[*b].origin);
    sources.for_each(|of_source| seats.put_points(of_source));
    seats.seats.into_iter().map(|seat| seat.members).collect()
}

/// A place in the making.
#[derive(Debug, Default)]
struct Seat<'a> {
    members: Vec<usize>,
    /// The first area of each source.
    areas: BTreeMap<Option<&'a str>, usize>,
    /// The source that gave a point last.
    point_of: Option<Option<&'a str>>,
}

/// A coordinate that sorts.
type Spot = [u64; 2];

struct Seats<'a> {
    records: &'a [Sighting<'a>],
    seats: Vec<Seat<'a>>,
    /// Places whose first record is an area.
    areas: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    /// Where places stand whose first record is a point of a source before this one and that have none of this one.
    points: RTree<[f64; 2]>,
    /// Which those are.
    at: BTreeMap<Spot, BTreeSet<usize>>,
}

impl<'a> Seats<'a> {
    fn put_area(&mut self, idx: usize) {
        let record = &self.records[idx];
        let bounds = record.footprint.and_then(|area| area.0.bounding_rect());
        let bounds = bounds.unwrap_or_else(|| Rect::new(record.point.0.0, record.point.0.0));
        let may_join =
            |seat: &Seat<'_>| seat.areas.get(&record.origin).is_none_or(|other| meet(record, &self.records[*other]));
        let near = self.near_areas(idx, bounds, may_join);
        let seat = near.map_or_else(|| self.new_seat(), |(_, seat)| seat);
        if near.is_none() {
            let corners = Rectangle::from_corners(bounds.min().into(), bounds.max().into());
            self.areas.insert(GeomWithData::new(corners, seat));
        }
        self.seats[seat].members.push(idx);
        self.seats[seat].areas.entry(record.origin).or_insert(idx);
    }

    /// All points of one source, of which no two are one place.
    fn put_points(&mut self, of_source: &[usize]) {
        let (mut begun, mut left) = (Vec::new(), Vec::new());
        for idx in of_source.iter().copied() {
            let record = &self.records[idx];
            let at = record.point.0.0;
            let of_this = Some(record.origin);
            let in_area = self.near_areas(idx, Rect::new(at, at), |seat| seat.point_of != of_this);
            let near = in_area.into_iter().chain(self.nearest_point(idx));
            let seat = near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, seat)| seat);
            let seat = seat.unwrap_or_else(|| {
                let seat = self.new_seat();
                begun.push((seat, idx));
                seat
            });
            if let Some(first) = self.seats[seat].members.first().copied()
                && self.records[first].footprint.is_none()
            {
                self.leave(seat, first);
                left.push((seat, first));
            }
            self.seats[seat].members.push(idx);
            self.seats[seat].point_of = of_this;
        }
        for (seat, first) in begun.into_iter().chain(left) {
            self.enter(seat, first);
        }
    }

    fn new_seat(&mut self) -> usize {
        self.seats.push(Seat::default());
        self.seats.len() - 1
    }

    /// The nearest place that begins with an area that is a twin, with how far off it is.
    fn near_areas(&self, idx: usize, bounds: Rect<f64>, may: impl Fn(&Seat<'a>) -> bool) -> Option<(f64, usize)> {
        let record = &self.records[idx];
        let by = Coord { x: SAME_PLACE_M, y: SAME_PLACE_M };
        let (low, high) = (bounds.min() - by, bounds.max() + by);
        let found = self.areas.locate_in_envelope_intersecting(&AABB::from_corners(low.into(), high.into()));
        let twins = found.filter_map(|found| {
            let seat = &self.seats[found.data];
            let first = &self.records[*seat.members.first()?];
            (may(seat) && meet(record, first)).then(|| (gap_m(record, first), found.data))
        });
        twins.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
    }

    /// The nearest place that begins with a point that is a twin, with how far off it is.
    fn nearest_point(&self, idx: usize) -> Option<(f64, usize)> {
        let record = &self.records[idx];
        let at = [record.point.x(), record.point.y()];
        let nearest = self.points.nearest_neighbor(&at)?.distance_2(&at);
        // Reaching a little farther than the nearest finds all that are equally near.
        let equal = self.points.locate_within_distance(at, nearest * (1.0 + f64::EPSILON));
        let seats = equal.filter_map(|spot| self.at.get(&key(*spot))?.first().copied());
        let twins = seats.filter_map(|seat| {
            let first = &self.records[*self.seats[seat].members.first()?];
            meet(record, first).then(|| (gap_m(record, first), seat))
        });
        twins.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
    }

    fn enter(&mut self, seat: usize, first: usize) {
        let spot = spot(&self.records[first]);
        let here = self.at.entry(key(spot)).or_default();
        if here.is_empty() {
            self.points.insert(spot);
        }
        here.insert(seat);
    }

    fn leave(&mut self, seat: usize, first: usize) {
        let spot = spot(&self.records[first]);
        let Some(here) = self.at.get_mut(&key(spot)) else { return };
        here.remove(&seat);
        if here.is_empty() {
            self.at.remove(&key(spot));
            self.points.remove(&spot);
        }
    }
}

fn spot(record: &Sighting<'_>) -> [f64; 2] {
    [record.point.x(), record.point.y()]
}

fn key(spot: [f64; 2]) -> Spot {
    spot.map(f64::to_bits)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::crs::{Rd, RdPoint};
    use crate::domain::amenity::AmenityKind;
    use crate::domain::identity::{Footprint, Status};

    /// Where it stands, its source and the side of its building.
    type Drawn = (i32, i32, u8, Option<u8>);

    fn footprints(drawn: &[Drawn]) -> Vec<Option<Footprint>> {
        let square = |(x, y, _, side): &Drawn| {
            let (x, y, half) = (f64::from(*x), f64::from(*y), f64::from((*side)?) / 2.0 + 0.5);
            let area = geo::Rect::new((x - half, y - half), (x + half, y + half)).to_polygon();
            Some(Arc::new(Rd(geo::MultiPolygon(vec![area]))))
        };
        drawn.iter().map(square).collect()
    }

    fn sightings<'a>(drawn: &[Drawn], footprints: &'a [Option<Footprint>]) -> Vec<Sighting<'a>> {
        const SOURCES: [&str; 3] = ["OSM", "gemeente", "BAG"];
        let all = drawn.iter().zip(footprints).enumerate();
        all.map(|(idx, ((x, y, source, _), footprint))| Sighting {
            id: Uuid::from_u128(idx as u128),
            kind: AmenityKind::CARE,
            name: "Huize",
            origin: SOURCES.get(usize::from(*source)).copied(),
            point: RdPoint::at(f64::from(*x), f64::from(*y)),
            footprint: footprint.as_ref(),
            status: Status::Existing,
        })
        .collect()
    }

    /// The same by looking at every place for each record.
    fn places_one_by_one(records: &[Sighting<'_>]) -> Vec<Vec<usize>> {
        let size = |idx: usize| records[idx].footprint.map_or(0.0, |area| area.0.unsigned_area());
        let mut order: Vec<usize> = (0..records.len()).collect();
        order.sort_by(|a, b| {
            let by_size = size(*b).total_cmp(&size(*a));
            let is_area = size(*a) > 0.0;
            let source = if is_area { None } else { Some((records[*a].origin, records[*b].origin)) };
            let by_source = source.map_or(std::cmp::Ordering::Equal, |(a, b)| a.cmp(&b));
            by_size.then(by_source).then(a.cmp(b))
        });
        let mut places: Vec<Vec<usize>> = Vec::new();
        for idx in order {
            let record = &records[idx];
            let fits = |place: &Vec<usize>| {
                let mut of_source = place.iter().map(|other| &records[*other]).filter(|other| {
                    other.origin == record.origin && other.footprint.is_some() == record.footprint.is_some()
                });
                meet(record, &records[place[0]]) && of_source.next().is_none_or(|other| meet(record, other))
            };
            let gap = |place: &Vec<usize>| gap_m(record, &records[place[0]]);
            let nearest = places.iter_mut().filter(|place| fits(place)).min_by(|a, b| gap(a).total_cmp(&gap(b)));
            match nearest {
                Some(place) => place.push(idx),
                None => places.push(vec![idx]),
            }
        }
        places
    }

    #[test]
    fn ten_thousand_records_of_one_name_on_one_spot_and_in_a_row_are_brought_together() {
        let on_spot: Vec<Drawn> = (0..10_000).map(|n| (0, 0, u8::from(n % 2 == 1), None)).collect();
        let none = footprints(&on_spot);
        assert_eq!(places(&sightings(&on_spot, &none)).len(), 5_000);
        let in_row: Vec<Drawn> = (0..10_000).map(|n| (20 * n, 0, u8::from(n % 2 == 1), None)).collect();
        let found = places(&sightings(&in_row, &none));
        assert!(found.len() == 5_000 && found.iter().all(|place| place.len() == 2), "a row is not one place");
    }

    proptest! {
        #[test]
        fn records_are_of_the_places_that_looking_at_every_place_gives(
            drawn in prop::collection::vec((0..90_i32, 0..90_i32, 0..4_u8, prop::option::of(0..60_u8)), 0..40),
        ) {
            let footprints = footprints(&drawn);
            let records = sightings(&drawn, &footprints);
            prop_assert_eq!(places(&records), places_one_by_one(&records));
        }

        #[test]
        fn of_two_records_it_is_the_rule_alone_that_says_whether_they_are_one(
            drawn in prop::collection::vec((0..60_i32, 0..60_i32, 0..3_u8, prop::option::of(0..60_u8)), 2),
        ) {
            let footprints = footprints(&drawn);
            let records = sightings(&drawn, &footprints);
            prop_assert_eq!(places(&records).len() == 1, meet(&records[0], &records[1]));
        }
    }
}
