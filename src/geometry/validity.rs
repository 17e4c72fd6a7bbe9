//! Is an area valid? The answer of `geo`, found without holding every side against every other.

use std::collections::BTreeSet;

use geo::coordinate_position::CoordPos;
use geo::dimensions::Dimensions;
use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::relate::IntersectionMatrix;
use geo::{BoundingRect, Coord, Intersects, Line, LineString, MultiPolygon, Polygon, Relate, RemoveRepeatedPoints};
use rayon::prelude::*;
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

/// Is the polygon valid, as `geo::Validation` has it?
///
/// Takes logarithmic time per side, where sides lie apart.
pub(crate) fn is_valid(polygon: &Polygon<f64>) -> bool {
    are_valid(std::slice::from_ref(polygon))
}

/// Are the polygons, together as one area, valid as `geo::Validation` has it?
///
/// Takes logarithmic time per side, where sides lie apart.
pub(crate) fn is_valid_area(area: &MultiPolygon<f64>) -> bool {
    are_valid(&area.0)
}

fn are_valid(polygons: &[Polygon<f64>]) -> bool {
    let rings: Vec<RingOf<'_>> =
        polygons.iter().enumerate().flat_map(|(idx, polygon)| rings_of(idx, polygon)).collect();
    let is_whole = |ring: &RingOf<'_>| {
        let corners = &ring.line.0;
        corners.iter().all(|c| c.x.is_finite() && c.y.is_finite()) && ring.line.remove_repeated_points().0.len() >= 4
    };
    if !rings.iter().all(is_whole) {
        return false;
    }
    let sides = Sides::new(&rings);
    let Some(meeting) = sides.meeting_rings() else { return false };
    let within_one = |(a, b): &&Pair| rings[*a].polygon == rings[*b].polygon;
    meeting.iter().filter(within_one).all(|(a, b)| touch_in_places(&rings[*a], &rings[*b]))
        && are_nested(&rings, &sides, &meeting)
        && polygons_meeting(&rings, &meeting).into_iter().all(|(a, b)| are_apart(&polygons[a], &polygons[b]))
}

/// A ring of one of the polygons, not empty.
struct RingOf<'a> {
    polygon: usize,
    is_shell: bool,
    line: &'a LineString<f64>,
}

/// Positions of two rings, the lower first.
type Pair = (usize, usize);

fn rings_of(polygon_idx: usize, polygon: &Polygon<f64>) -> impl Iterator<Item = RingOf<'_>> {
    // A polygon without a shell is empty, whatever its holes.
    let holes = if polygon.exterior().0.is_empty() { &[] } else { polygon.interiors() };
    let shell = RingOf { polygon: polygon_idx, is_shell: true, line: polygon.exterior() };
    let holes = holes.iter().map(move |line| RingOf { polygon: polygon_idx, is_shell: false, line });
    std::iter::once(shell).chain(holes).filter(|ring| !ring.line.0.is_empty())
}

/// The sides of all rings, each with its ring, by where they are.
struct Sides {
    sides: Vec<(Line<f64>, usize)>,
    tree: RTree<GeomWithData<rstar::primitives::Line<[f64; 2]>, usize>>,
}

impl Sides {
    fn new(rings: &[RingOf<'_>]) -> Self {
        let of_ring =
            |(idx, ring): (usize, &RingOf<'_>)| ring.line.lines().map(move |side| (side, idx)).collect::<Vec<_>>();
        let sides: Vec<(Line<f64>, usize)> = rings.iter().enumerate().flat_map(of_ring).collect();
        let at = |(idx, (side, _)): (usize, &(Line<f64>, usize))| {
            GeomWithData::new(rstar::primitives::Line::new(side.start.into(), side.end.into()), idx)
        };
        let tree = RTree::bulk_load(sides.iter().enumerate().map(at).collect());
        Self { sides, tree }
    }

    fn in_box(&self, low: Coord<f64>, high: Coord<f64>) -> impl Iterator<Item = usize> {
        let around = AABB::from_corners(low.into(), high.into());
        self.tree.locate_in_envelope_intersecting(&around).map(|side| side.data)
    }

    /// The pairs of rings of which some sides meet; nothing when a ring meets itself other than in the corners of neighbours.
    fn meeting_rings(&self) -> Option<BTreeSet<Pair>> {
        let all = (0..self.sides.len()).into_par_iter().with_min_len(256);
        let met: Option<Vec<Vec<Pair>>> = all.map(|idx| self.rings_met_by(idx)).collect();
        Some(met?.into_iter().flatten().collect())
    }

    /// The same for one side, against those after it.
    fn rings_met_by(&self, idx: usize) -> Option<Vec<Pair>> {
        let (side, ring) = self.sides[idx];
        let bounds = side.bounding_rect();
        let mut met = Vec::new();
        for other_idx in self.in_box(bounds.min(), bounds.max()).filter(|other_idx| *other_idx > idx) {
            let (other, other_ring) = self.sides[other_idx];
            if !side.intersects(&other) {
                continue;
            }
            if ring != other_ring {
                met.push((ring, other_ring));
            } else if side.start != other.end && side.end != other.start {
                return None;
            }
        }
        Some(met)
    }

    /// The rings around a place that lies on none of them: those that a line from it to the east crosses an odd number of
    /// times. Of a ring on which it does lie it may say either.
    fn rings_around(&self, place: Coord<f64>) -> BTreeSet<usize> {
        let mut around = BTreeSet::new();
        for idx in self.in_box(place, Coord { x: f64::MAX, y: place.y }) {
            let (side, ring) = self.sides[idx];
            let (low, high) = if side.start.y <= side.end.y { (side.start, side.end) } else { (side.end, side.start) };
            let crosses = low.y <= place.y
                && place.y < high.y
                && RobustKernel::orient2d(low, high, place) == Orientation::CounterClockwise;
            if crosses && !around.remove(&ring) {
                around.insert(ring);
            }
        }
        around
    }
}

/// Do two rings of one polygon that meet do so in places only, and lie as rings of a polygon should?
fn touch_in_places(a: &RingOf<'_>, b: &RingOf<'_>) -> bool {
    let alone = |ring: &RingOf<'_>| Polygon::new(ring.line.clone(), Vec::new());
    let (first, second) = (alone(a), alone(b));
    are_apart_but_for(a.is_shell, &first.relate(&second))
}

/// Do two polygons that meet do so in places only?
fn are_apart(a: &Polygon<f64>, b: &Polygon<f64>) -> bool {
    are_apart_but_for(false, &a.relate(b))
}

/// No side is shared; the second is within the first, or beside it.
fn are_apart_but_for(is_within: bool, relation: &IntersectionMatrix) -> bool {
    let overlap = relation.get(CoordPos::Inside, CoordPos::Inside) == Dimensions::TwoDimensional;
    let share_a_line = relation.get(CoordPos::OnBoundary, CoordPos::OnBoundary) == Dimensions::OneDimensional;
    !share_a_line && if is_within { relation.is_contains() } else { !overlap }
}

/// The pairs of different polygons of which some rings meet.
fn polygons_meeting(rings: &[RingOf<'_>], meeting: &BTreeSet<Pair>) -> BTreeSet<Pair> {
    let of_rings = meeting.iter().map(|(a, b)| (rings[*a].polygon, rings[*b].polygon));
    of_rings.filter(|(a, b)| a != b).collect()
}

/// Of rings that meet nowhere one place tells all: is each hole in its shell, no hole in another, no polygon in another?
fn are_nested(rings: &[RingOf<'_>], sides: &Sides, meeting: &BTreeSet<Pair>) -> bool {
    let polygons_meeting = polygons_meeting(rings, meeting);
    let meet = |pairs: &BTreeSet<Pair>, a: usize, b: usize| pairs.contains(&(a.min(b), a.max(b)));
    rings.par_iter().enumerate().all(|(idx, ring)| {
        let around = sides.rings_around(ring.line.0[0]);
        let around = || around.iter().copied().filter(|other| *other != idx);
        let own = || around().filter(|other| rings[*other].polygon == ring.polygon && !meet(meeting, idx, *other));
        if !ring.is_shell {
            let shell = (0..idx).rev().find(|other| rings[*other].is_shell);
            let in_shell = shell.is_some_and(|shell| meet(meeting, idx, shell) || own().any(|other| other == shell));
            return in_shell && own().all(|other| rings[other].is_shell);
        }
        let mut others = BTreeSet::new();
        for polygon in around().map(|other| rings[other].polygon).filter(|other| *other != ring.polygon) {
            if !meet(&polygons_meeting, ring.polygon, polygon) && !others.remove(&polygon) {
                others.insert(polygon);
            }
        }
        others.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Validation;
    use proptest::prelude::*;

    fn ring() -> impl Strategy<Value = LineString<f64>> {
        let corner = (0..7_i32, 0..7_i32).prop_map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) });
        let any_ring = prop::collection::vec(corner, 0..7).prop_map(|corners| {
            let mut ring = LineString(corners);
            ring.close();
            ring
        });
        let square = (0..6_i32, 0..6_i32, 1..7_i32).prop_map(|(x, y, side)| {
            let low = Coord { x: f64::from(x), y: f64::from(y) };
            geo::Rect::new(low, low + Coord { x: 1.0, y: 1.0 } * f64::from(side)).to_polygon().exterior().clone()
        });
        let diamond = (1..6_i32, 1..6_i32, 1..4_i32).prop_map(|(x, y, reach)| {
            let at = |dx: i32, dy: i32| Coord { x: f64::from(x + dx * reach), y: f64::from(y + dy * reach) };
            LineString(vec![at(1, 0), at(0, 1), at(-1, 0), at(0, -1), at(1, 0)])
        });
        prop_oneof![1 => any_ring, 3 => square, 3 => diamond]
    }

    fn polygon() -> impl Strategy<Value = Polygon<f64>> {
        let holes = prop_oneof![3 => prop::collection::vec(ring(), 0..1), 2 => prop::collection::vec(ring(), 1..4)];
        (ring(), holes, any::<bool>()).prop_map(|(shell, holes, is_large)| {
            let large = geo::Rect::new((-1.0, -1.0), (13.0, 13.0)).to_polygon().exterior().clone();
            Polygon::new(if is_large { large } else { shell }, holes)
        })
    }

    #[test]
    fn an_empty_area_is_valid_and_one_without_end_is_not() {
        assert!(is_valid_area(&MultiPolygon(Vec::new())));
        let endless = Polygon::new(vec![(0.0, 0.0), (1.0, f64::INFINITY), (f64::NAN, 1.0)].into(), Vec::new());
        assert!(!is_valid(&endless));
    }

    #[test]
    fn of_a_very_long_border_each_side_is_held_against_few_others() {
        let n = 200_000;
        let corner = |idx: i32| {
            let (sine, cosine) = (f64::from(idx) / f64::from(n) * std::f64::consts::TAU).sin_cos();
            let reach = 1_000.0 + f64::from(idx % 2);
            (reach * cosine, reach * sine)
        };
        let polygon = Polygon::new((0..n).map(corner).collect::<LineString<f64>>(), Vec::new());
        let rings: Vec<RingOf<'_>> = rings_of(0, &polygon).collect();
        let sides = Sides::new(&rings);
        let n_compared: usize = sides
            .sides
            .iter()
            .map(|(side, _)| sides.in_box(side.bounding_rect().min(), side.bounding_rect().max()).count())
            .sum();
        assert!(n_compared < 40 * sides.sides.len(), "{n_compared}");
        assert!(is_valid(&polygon));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn it_is_what_geo_says(polygons in prop::collection::vec(polygon(), 0..4)) {
            for polygon in &polygons {
                prop_assert_eq!(is_valid(polygon), polygon.is_valid(), "{:?}", polygon.check_validation());
            }
            // Of areas of which a polygon is not valid `geo` need not be asked: it may panic.
            let expected = polygons.iter().all(Validation::is_valid).then(|| MultiPolygon(polygons.clone()).is_valid());
            prop_assert_eq!(is_valid_area(&MultiPolygon(polygons)), expected == Some(true));
        }
    }
}
