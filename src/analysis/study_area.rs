//! Studiegebied: what belongs to the region, and what of an area lies in it.

use geo::{
    Area, BooleanOps, BoundingRect, Contains, Coord, Intersects, Line, LineString, MultiPolygon, Point, Polygon, Rect,
};
use rstar::RTree;

use crate::crs::RdPoint;
use crate::domain::coded_area::CodedArea;
use crate::geometry::bounds::{envelope, grown};
use crate::geometry::outlines::PointLocator;
use crate::geometry::overlay::{oriented, union};
use crate::geometry::polygon::{clipped, rings_of};
use crate::geometry::scan::centers_within;
use crate::grid::Raster;

/// Holes smaller than this between gemeenten are left by borders that do not quite meet, in square metres. Assumption: a
/// hectare, the smallest ring.
const MIN_HOLE_M2: f64 = 10_000.0;

/// How far beyond a polygon the area is still looked at when it is cut, in metres.
const MARGIN_M: f64 = 10.0;

/// The area that zones, near misses, sites, rasters and the region's figures keep to: the given studiegebied, else the
/// gemeenten together.
#[derive(Debug)]
pub(super) struct StudyArea {
    area: MultiPolygon<f64>,
    bounds: Rect<f64>,
    sides: RTree<rstar::primitives::Line<[f64; 2]>>,
    locator: PointLocator,
}

impl StudyArea {
    /// Nothing when neither was given: then everything belongs to the region.
    pub(super) fn new(given: Option<&MultiPolygon<f64>>, municipalities: &[CodedArea]) -> Option<Self> {
        let of_given = given.filter(|area| !area.0.is_empty()).cloned();
        let area = of_given.unwrap_or_else(|| match municipalities {
            [only] => only.outline.0.clone(),
            all => together(all),
        });
        let area: MultiPolygon<f64> = area.iter().map(oriented).collect();
        let bounds = area.bounding_rect()?;
        let rings = || area.iter().flat_map(rings_of);
        let sides = rings().flat_map(LineString::lines);
        let sides = sides.map(|side| rstar::primitives::Line::new(side.start.into(), side.end.into()));
        let sides = RTree::bulk_load(sides.collect());
        let locator = PointLocator::new(rings());
        Some(Self { area, bounds, sides, locator })
    }

    /// Its polygons.
    pub(super) fn polygons(&self) -> &[Polygon<f64>] {
        &self.area.0
    }

    /// The box around it.
    pub(super) fn bounds(&self) -> Rect<f64> {
        self.bounds
    }

    /// Does a place lie in it?
    pub(super) fn contains(&self, place: RdPoint) -> bool {
        self.locator.contains(place.0.0)
    }

    /// What of a polygon lies in it. A polygon that does not reach its border comes back as it is.
    ///
    /// Takes logarithmic time for such a polygon; else time in proportion to the sides in its neighbourhood.
    pub(super) fn cut(&self, polygon: &Polygon<f64>) -> Vec<Polygon<f64>> {
        let (Some(bounds), Some(corner)) = (polygon.bounding_rect(), polygon.exterior().0.first()) else {
            return Vec::new();
        };
        if self.is_cut_by_border(polygon, bounds) {
            return oriented(polygon).intersection(&self.within(bounds)).0;
        }
        if self.locator.contains(*corner) { vec![polygon.clone()] } else { Vec::new() }
    }

    fn is_cut_by_border(&self, polygon: &Polygon<f64>, bounds: Rect<f64>) -> bool {
        let Some(near) = self.sides_in(bounds).next() else { return false };
        let crosses = |side: Line<f64>| self.sides_in(side.bounding_rect()).any(|border| border.intersects(&side));
        rings_of(polygon).flat_map(LineString::lines).any(crosses)
            // Without a crossing, every ring of the border lies wholly in the polygon or wholly beyond it.
            || std::iter::once(near).chain(self.sides_in(bounds)).any(|border| polygon.contains(&Point(border.start)))
    }

    fn sides_in(&self, bounds: Rect<f64>) -> impl Iterator<Item = Line<f64>> {
        let found = self.sides.locate_in_envelope_intersecting(&envelope(&bounds));
        found.map(|side| Line::new(Coord::from(side.from), Coord::from(side.to)))
    }

    /// What lies in and around a box, cut off somewhere beyond it.
    fn within(&self, bounds: Rect<f64>) -> MultiPolygon<f64> {
        let window = grown(&bounds, MARGIN_M);
        let near = self.area.iter().filter(|p| p.bounding_rect().is_some_and(|own| own.intersects(&window)));
        let clipped = near.map(|polygon| {
            let holes = polygon.interiors().iter().map(|hole| clipped_ring(hole, &window));
            Polygon::new(clipped_ring(polygon.exterior(), &window), holes.filter(|hole| !hole.0.is_empty()).collect())
        });
        clipped.filter(|polygon| !polygon.exterior().0.is_empty()).collect()
    }

    /// The same raster with `nothing` in the cells whose middle lies beyond the area.
    pub(super) fn masked<T: Copy>(&self, raster: &Raster<T>, nothing: T) -> Raster<T> {
        let grid = *raster.grid();
        let mut values = vec![nothing; grid.n_cells()];
        for polygon in &self.area {
            centers_within(polygon, &grid, |row, cols| {
                let from = row * grid.cols();
                let cells = from + cols.start..from + cols.end;
                values[cells.clone()].copy_from_slice(&raster.values()[cells]);
            });
        }
        Raster::new(grid, values)
    }
}

/// The union of gemeenten, without the slivers between them.
fn together(municipalities: &[CodedArea]) -> MultiPolygon<f64> {
    let union = union(municipalities.iter().flat_map(|municipality| &municipality.outline.0));
    let without_slivers = union.into_iter().map(|polygon| {
        let (shell, holes) = polygon.into_inner();
        let is_area = |hole: &LineString<f64>| Polygon::new(hole.clone(), Vec::new()).unsigned_area() >= MIN_HOLE_M2;
        Polygon::new(shell, holes.into_iter().filter(is_area).collect())
    });
    without_slivers.collect()
}

/// The part of a ring within a box, along its sides where the ring leaves it; empty when nothing is left.
fn clipped_ring(ring: &LineString<f64>, window: &Rect<f64>) -> LineString<f64> {
    let (min, max) = (window.min(), window.max());
    let mut vertices: Vec<Coord<f64>> = ring.0.clone();
    if ring.is_closed() {
        vertices.pop();
    }
    vertices = clipped(&vertices, |c| min.x - c.x);
    vertices = clipped(&vertices, |c| c.x - max.x);
    vertices = clipped(&vertices, |c| min.y - c.y);
    vertices = clipped(&vertices, |c| c.y - max.y);
    if vertices.len() < 3 {
        return LineString(Vec::new());
    }
    let mut ring = LineString(vertices);
    ring.close();
    ring
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Validation;
    use proptest::prelude::*;

    fn star(radii: &[f64], at: Coord<f64>) -> Polygon<f64> {
        let corner = |(idx, radius): (usize, &f64)| {
            let angle = idx as f64 / radii.len() as f64 * std::f64::consts::TAU;
            (at.x + radius * angle.cos(), at.y + radius * angle.sin())
        };
        Polygon::new(radii.iter().enumerate().map(corner).collect::<LineString<f64>>(), Vec::new())
    }

    fn gemeente(west: f64, east: f64) -> CodedArea {
        let outline = Rect::new((west, 0.0), (east, 1_000.0)).to_polygon();
        CodedArea::new("", "", crate::crs::Rd(outline.into()))
    }

    #[test]
    fn gemeenten_are_one_area_and_a_sliver_between_them_is_no_hole() {
        let area = StudyArea::new(None, &[gemeente(0.0, 500.0), gemeente(500.0, 900.0)]).expect("two gemeenten");
        assert_eq!(area.polygons().len(), 1);
        let across = Rect::new((400.0, 100.0), (600.0, 200.0)).to_polygon();
        assert_eq!(area.cut(&across), [across], "a border between gemeenten cuts nothing");
        assert!(StudyArea::new(None, &[]).is_none());
    }

    proptest! {
        #[test]
        fn what_is_cut_off_equals_the_intersection_and_what_is_not_stays_as_it_is(
            shell in prop::collection::vec(300.0..900.0_f64, 4..24), hole in prop::collection::vec(20.0..200.0_f64, 3..8),
            radii in prop::collection::vec(20.0..500.0_f64, 4..16), east in -1_200.0..1_200.0_f64, north in -1_200.0..1_200.0_f64,
        ) {
            let hole = star(&hole, Coord { x: 0.0, y: 0.0 }).exterior().clone();
            let given = MultiPolygon(vec![Polygon::new(star(&shell, Coord { x: 0.0, y: 0.0 }).exterior().clone(), vec![hole])]);
            prop_assume!(given.is_valid());
            let area = StudyArea::new(Some(&given), &[]).expect("an area");
            let polygon = star(&radii, Coord { x: east, y: north });
            let cut = MultiPolygon(area.cut(&polygon));
            let expected = given.intersection(&polygon);
            prop_assert!(cut.xor(&expected).unsigned_area() < 0.1, "{} and {}", cut.unsigned_area(), expected.unsigned_area());
            if (expected.unsigned_area() - polygon.unsigned_area()).abs() < 1e-9 {
                prop_assert_eq!(cut.0, vec![polygon]);
            }
        }

        #[test]
        fn a_place_lies_in_the_area_as_geo_says(
            shell in prop::collection::vec(300.0..900.0_f64, 4..40), x in -1_000.0..1_000.0_f64, y in -1_000.0..1_000.0_f64,
        ) {
            let given = MultiPolygon(vec![star(&shell, Coord { x: 0.0, y: 0.0 })]);
            let area = StudyArea::new(Some(&given), &[]).expect("an area");
            prop_assert_eq!(area.contains(RdPoint::at(x, y)), given.contains(&Point::new(x, y)));
        }
    }
}
