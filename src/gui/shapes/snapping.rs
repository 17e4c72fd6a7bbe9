//! Snapping: the corner or line of a border or a sketch that lies nearest, within reach.

use geo::{Coord, LinesIter};
use rstar::primitives::{GeomWithData, Line};
use rstar::{AABB, PointDistance, RTree};
use uuid::Uuid;

use super::size::distance_m;
use crate::domain::sketch::{Sketch, SketchShape};

/// What was snapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapTarget {
    /// A corner, or a place.
    Corner,
    /// A side of a sketch.
    Side,
    /// The border of a gemeente.
    Border,
}

/// Where a place was snapped to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snapped {
    /// The place itself.
    pub place: Coord<f64>,
    /// What it lies on.
    pub target: SnapTarget,
}

/// The lines of a snap index: whose each is, nobody's for a border.
type OwnedLine = GeomWithData<Line<[f64; 2]>, Option<Uuid>>;

/// What can be snapped to.
#[derive(Debug, Clone, Default)]
pub struct SnapIndex {
    lines: RTree<OwnedLine>,
}

impl SnapIndex {
    /// The borders of areas. Takes time in proportion to n log n of their corners.
    pub fn from_borders<'a>(areas: impl IntoIterator<Item = &'a geo::MultiPolygon<f64>>) -> Self {
        let sides = areas.into_iter().flat_map(|area| area.lines_iter());
        let lines = sides.map(|side| owned(side.start, side.end, None)).collect();
        Self { lines: RTree::bulk_load(lines) }
    }

    /// The corners and sides of sketches, and their places. Takes time in proportion to n log n of their corners.
    pub fn from_sketches<'a>(sketches: impl IntoIterator<Item = &'a Sketch>) -> Self {
        let mut lines = Vec::new();
        for sketch in sketches {
            let owner = Some(sketch.id);
            match &sketch.shape {
                SketchShape::Point(at) | SketchShape::Text(at) => lines.push(owned(at.0.0, at.0.0, owner)),
                SketchShape::Line(line) | SketchShape::Arrow(line) => {
                    lines.extend(line.0.lines().map(|side| owned(side.start, side.end, owner)));
                }
                SketchShape::Area(area) => {
                    lines.extend(area.0.lines_iter().map(|side| owned(side.start, side.end, owner)));
                }
            }
        }
        Self { lines: RTree::bulk_load(lines) }
    }

    /// The corner nearest to a place within reach; else the nearest place on a line within reach. What `without` owns does
    /// not count. Takes time in proportion to log n and to how many lines lie within reach.
    pub fn snap(&self, place: Coord<f64>, reach_m: f64, without: Option<Uuid>) -> Option<Snapped> {
        let at = [place.x, place.y];
        let reach_2 = reach_m * reach_m;
        let mut corner: Option<(f64, Snapped)> = None;
        let mut side: Option<(f64, Snapped)> = None;
        let around = AABB::from_corners([at[0] - reach_m, at[1] - reach_m], [at[0] + reach_m, at[1] + reach_m]);
        for line in self.lines.locate_in_envelope_intersecting(&around) {
            if line.data.is_some() && line.data == without {
                continue;
            }
            let consider = |best: &mut Option<(f64, Snapped)>, to: [f64; 2], target: SnapTarget| {
                let far_2 = to.distance_2(&at);
                let found = (far_2, Snapped { place: Coord { x: to[0], y: to[1] }, target });
                let nearer = best.as_ref().is_none_or(|(least, known)| {
                    let order = far_2.total_cmp(least).then(to[0].total_cmp(&known.place.x));
                    order.then(to[1].total_cmp(&known.place.y)).is_lt()
                });
                if far_2 <= reach_2 && nearer {
                    *best = Some(found);
                }
            };
            let on_line = if line.data.is_some() { SnapTarget::Side } else { SnapTarget::Border };
            consider(&mut corner, line.geom().from, SnapTarget::Corner);
            consider(&mut corner, line.geom().to, SnapTarget::Corner);
            consider(&mut side, line.geom().nearest_point(&at), on_line);
        }
        corner.or(side).map(|(_, snapped)| snapped)
    }
}

/// The better of two finds for a place: a corner before a line, then the nearer.
pub fn better(place: Coord<f64>, a: Option<Snapped>, b: Option<Snapped>) -> Option<Snapped> {
    let (Some(one), Some(other)) = (a, b) else { return a.or(b) };
    let key = |found: Snapped| (found.target != SnapTarget::Corner, distance_m(place, found.place));
    let (one_key, other_key) = (key(one), key(other));
    let first = one_key.0.cmp(&other_key.0).then(one_key.1.total_cmp(&other_key.1)).is_le();
    Some(if first { one } else { other })
}

fn owned(from: Coord<f64>, to: Coord<f64>, owner: Option<Uuid>) -> OwnedLine {
    GeomWithData::new(Line::new([from.x, from.y], [to.x, to.y]), owner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    fn borders() -> SnapIndex {
        let square = polygon![(x: 0.0, y: 0.0), (x: 100.0, y: 0.0), (x: 100.0, y: 100.0), (x: 0.0, y: 100.0)];
        SnapIndex::from_borders([&geo::MultiPolygon(vec![square])])
    }

    #[test]
    fn a_corner_within_reach_goes_before_a_nearer_side() {
        let found = borders().snap(at(95.0, 1.0), 10.0, None).expect("within reach");
        assert_eq!(found, Snapped { place: at(100.0, 0.0), target: SnapTarget::Corner });
        let found = borders().snap(at(50.0, 4.0), 10.0, None).expect("within reach");
        assert_eq!(found, Snapped { place: at(50.0, 0.0), target: SnapTarget::Border });
        assert_eq!(borders().snap(at(50.0, 50.0), 10.0, None), None);
    }

    #[test]
    fn of_two_finds_a_corner_goes_first_and_then_the_nearer() {
        let corner = Snapped { place: at(8.0, 0.0), target: SnapTarget::Corner };
        let border = Snapped { place: at(1.0, 0.0), target: SnapTarget::Border };
        let side = Snapped { place: at(2.0, 0.0), target: SnapTarget::Side };
        let origin = at(0.0, 0.0);
        assert_eq!(better(origin, Some(border), Some(corner)), Some(corner));
        assert_eq!(better(origin, Some(side), Some(border)), Some(border));
        assert_eq!(better(origin, None, Some(side)), Some(side));
    }
}
