//! Geometry as files write it, turned into points and polygons in RD: placed, closed, repaired or refused.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::raw_geometry::{Nested, RawGeometry};
use crate::crs::{Rd, RdPoint};
use crate::geometry::overlay::{oriented, union};
use crate::geopackage::chords;
use geo::{
    Area, BooleanOps, Centroid, Coord, InteriorPoint, LineString, MapCoordsInPlace, MultiLineString, MultiPolygon,
    Polygon,
};

/// An area smaller than this is a line to a planner, in square metres.
const MIN_AREA_M2: f64 = 1.0;

/// A polygon whose even-odd area differs from its own by more than this share crosses itself.
const CROSSING_SHARE: f64 = 1e-6;

/// What a geometry is made of, in the coordinates of the file or in RD.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Shape {
    pub(crate) points: Vec<Coord<f64>>,
    pub(crate) lines: Vec<LineString<f64>>,
    pub(crate) polygons: Vec<Polygon<f64>>,
    /// The type as the file names it.
    pub(crate) kind: &'static str,
    /// A ring did not end where it began.
    pub(crate) unclosed: bool,
}

/// Why a geometry is of no use.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ShapeFault {
    NotANumber,
    Empty,
    /// A type that exists and is not read: triangles, bodies.
    NotRead(&'static str),
    Broken(String),
}

const KINDS: [&str; 12] = [
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
    "CircularString",
    "CompoundCurve",
    "CurvePolygon",
    "MultiCurve",
    "MultiSurface",
];

/// Types that are not read, as JSON-FG and WKT call them.
pub(crate) const KINDS_NOT_READ: [&str; 7] =
    ["PolyhedralSurface", "TIN", "Triangle", "Polyhedron", "MultiPolyhedron", "Prism", "MultiPrism"];

impl Shape {
    /// A finite point.
    pub(crate) fn of_point(point: Coord<f64>) -> Self {
        Self { points: vec![point], kind: KINDS[0], ..Self::default() }
    }

    /// The parts of a raw geometry, in the coordinates of the file.
    pub(crate) fn from_raw(raw: &RawGeometry) -> Result<Self, ShapeFault> {
        let mut shape = Self::default();
        shape.add(raw)?;
        shape.kind = KINDS.into_iter().find(|kind| *kind == raw.kind).unwrap_or_default();
        if shape.coords().next().is_none() {
            return Err(ShapeFault::Empty);
        }
        if shape.coords().any(|c| !c.x.is_finite() || !c.y.is_finite()) {
            return Err(ShapeFault::NotANumber);
        }
        Ok(shape)
    }

    fn add(&mut self, raw: &RawGeometry) -> Result<(), ShapeFault> {
        if ["GeometryCollection", "MultiCurve", "MultiSurface"].contains(&raw.kind.as_str()) {
            return raw.geometries.iter().flatten().try_for_each(|part| self.add(part));
        }
        if let Some(kind) = KINDS_NOT_READ.into_iter().find(|kind| *kind == raw.kind) {
            return Err(ShapeFault::NotRead(kind));
        }
        let empty = Nested::List(Vec::new());
        let coordinates = raw.coordinates.as_ref().unwrap_or(&empty);
        let added = match raw.kind.as_str() {
            "Point" => coord(coordinates).map(|c| self.points.extend(c)),
            "MultiPoint" => coords(coordinates).map(|c| self.points.extend(c)),
            "LineString" => coords(coordinates).map(|c| self.lines.push(c.into())),
            "MultiLineString" => items(coordinates)
                .and_then(|lines| lines.iter().try_for_each(|line| coords(line).map(|c| self.lines.push(c.into())))),
            "Polygon" => self.add_polygon(coordinates),
            "MultiPolygon" => items(coordinates).and_then(|all| all.iter().try_for_each(|p| self.add_polygon(p))),
            "CircularString" | "CompoundCurve" => curve(raw).map(|line| self.lines.push(line)),
            "CurvePolygon" => self.add_curve_polygon(raw),
            _ => None,
        };
        added.ok_or_else(|| ShapeFault::Broken(raw.kind.clone()))
    }

    fn add_polygon(&mut self, nested: &Nested) -> Option<()> {
        let mut rings = Vec::new();
        for ring in items(nested)? {
            let ring = coords(ring)?;
            self.unclosed |= ring.len() > 1 && ring.first() != ring.last();
            rings.push(LineString::from(ring));
        }
        if !rings.is_empty() {
            let exterior = rings.remove(0);
            // Closes what is not closed.
            self.polygons.push(Polygon::new(exterior, rings));
        }
        Some(())
    }

    fn add_curve_polygon(&mut self, raw: &RawGeometry) -> Option<()> {
        let rings: Option<Vec<LineString<f64>>> = raw.geometries.iter().flatten().map(curve).collect();
        let mut rings = rings?.into_iter();
        if let Some(exterior) = rings.next() {
            self.polygons.push(Polygon::new(exterior, rings.collect()));
        }
        Some(())
    }

    /// Points and nothing else, more than one of them: each is a place of its own (RFC 7946, 3.1.3).
    pub(crate) fn is_several_points(&self) -> bool {
        self.points.len() > 1 && self.lines.is_empty() && self.polygons.is_empty()
    }

    /// Every coordinate.
    pub(crate) fn coords(&self) -> impl Iterator<Item = Coord<f64>> + Clone + '_ {
        let of_lines = self.lines.iter().flat_map(|line| line.0.iter());
        let of_polygons = self
            .polygons
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()).flat_map(|ring| ring.0.iter()));
        self.points.iter().chain(of_lines).chain(of_polygons).copied()
    }

    pub(crate) fn map(&mut self, change: impl Fn(Coord<f64>) -> Coord<f64> + Copy) {
        self.points.iter_mut().for_each(|point| *point = change(*point));
        self.lines.iter_mut().for_each(|line| line.map_coords_in_place(change));
        self.polygons.iter_mut().for_each(|polygon| polygon.map_coords_in_place(change));
    }
}

/// A curve with its arcs as chords.
fn curve(raw: &RawGeometry) -> Option<LineString<f64>> {
    let corners = || coords(raw.coordinates.as_ref()?);
    match raw.kind.as_str() {
        "LineString" => corners().map(LineString::new),
        "CircularString" => chords(&corners()?).map(LineString::new),
        "CompoundCurve" => {
            let mut whole: Vec<Coord<f64>> = Vec::new();
            for part in raw.geometries.iter().flatten() {
                let part = curve(part)?;
                // A part begins where the one before ended.
                let n_shared = usize::from(whole.last().is_some() && whole.last() == part.0.first());
                whole.extend_from_slice(&part.0[n_shared..]);
            }
            Some(LineString::new(whole))
        }
        _ => None,
    }
}

fn items(nested: &Nested) -> Option<&[Nested]> {
    if let Nested::List(items) = nested { Some(items) } else { None }
}

/// One position; nothing for an empty list, which is an empty point.
fn coord(nested: &Nested) -> Option<Option<Coord<f64>>> {
    match nested {
        Nested::Position([x, y]) => Some(Some(Coord { x: *x, y: *y })),
        Nested::List(items) if items.is_empty() => Some(None),
        _ => None,
    }
}

fn coords(nested: &Nested) -> Option<Vec<Coord<f64>>> {
    items(nested)?
        .iter()
        .map(|item| if let Nested::Position([x, y]) = item { Some(Coord { x: *x, y: *y }) } else { None })
        .collect()
}

impl Rd<Shape> {
    /// One place for the whole: its only point, else one inside its area, else one on its lines; true when it had to be
    /// chosen.
    pub(crate) fn point(&self) -> Option<(RdPoint, bool)> {
        self.place().map(|place| (place.point, place.is_chosen))
    }

    /// The same, with the area.
    pub(crate) fn place(&self) -> Option<ShapePlace> {
        let shape = &self.0;
        if let [point] = shape.points.as_slice() {
            return Some(ShapePlace { point: RdPoint::at(point.x, point.y), is_chosen: false, area: None });
        }
        let area = if shape.polygons.is_empty() { None } else { valid_area(&shape.polygons) };
        let area = area.map(|checked| checked.area);
        let in_area = || label_point(area.as_ref()?);
        let on_line = || guarded(|| MultiLineString::new(shape.lines.clone()).interior_point()).flatten().map(Rd);
        let first = || shape.coords().next().map(|c| RdPoint::at(c.x, c.y));
        let point = in_area().or_else(on_line).or_else(first)?;
        (point.x().is_finite() && point.y().is_finite()).then_some(ShapePlace { point, is_chosen: true, area })
    }
}

/// Where a shape is, as one place.
pub(crate) struct ShapePlace {
    pub(crate) point: RdPoint,
    /// It is a point within a line or area, or one of several.
    pub(crate) is_chosen: bool,
    /// The area, if it is one.
    pub(crate) area: Option<Rd<MultiPolygon<f64>>>,
}

/// The outcome of looking at an area.
pub(crate) struct CheckedArea {
    pub(crate) area: Rd<MultiPolygon<f64>>,
    pub(crate) repaired: bool,
}

/// A valid area of a polygon that may cross itself, or nothing if it encloses none.
pub(crate) fn repaired_area(polygon: &Polygon<f64>) -> Option<MultiPolygon<f64>> {
    valid_area(std::slice::from_ref(polygon)).map(|checked| checked.area.0)
}

/// A valid area of these polygons, or nothing if they enclose none. Costs a sort of their edges.
pub(crate) fn valid_area(polygons: &[Polygon<f64>]) -> Option<CheckedArea> {
    let mut parts = Vec::new();
    let mut repaired = false;
    for polygon in polygons {
        let polygon = oriented(&without_repeats(polygon));
        let whole = even_odd(std::slice::from_ref(&polygon))?;
        let (own, real) = (polygon.unsigned_area(), whole.unsigned_area());
        if real < MIN_AREA_M2 {
            continue;
        }
        if (own - real).abs() > CROSSING_SHARE * real + 0.01 {
            repaired = true;
            parts.extend(whole.0.into_iter().filter(|part| part.unsigned_area() >= MIN_AREA_M2));
        } else {
            parts.push(polygon);
        }
    }
    if parts.len() > 1 {
        // Parts that overlap would count twice.
        let apart: f64 = parts.iter().map(Area::unsigned_area).sum();
        let joined = guarded(|| union(&parts))?;
        if apart - joined.unsigned_area() > CROSSING_SHARE * apart + 0.01 {
            return Some(CheckedArea { area: Rd(joined), repaired: true });
        }
    }
    (!parts.is_empty()).then(|| CheckedArea { area: Rd(MultiPolygon::new(parts)), repaired })
}

fn without_repeats(polygon: &Polygon<f64>) -> Polygon<f64> {
    let clean = |ring: &LineString<f64>| {
        let mut coords = ring.0.clone();
        coords.dedup();
        LineString::new(coords)
    };
    let holes = polygon.interiors().iter().map(clean).filter(|hole| hole.0.len() >= 4).collect();
    Polygon::new(clean(polygon.exterior()), holes)
}

fn even_odd(polygons: &[Polygon<f64>]) -> Option<MultiPolygon<f64>> {
    guarded(|| MultiPolygon::new(polygons.to_vec()).union(&MultiPolygon::new(Vec::new())))
}

/// The common area of two areas, if the overlay can be made.
pub(crate) fn common_area(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> Option<MultiPolygon<f64>> {
    guarded(|| a.intersection(b))
}

/// What is left of an area without another, if the overlay can be made.
pub(crate) fn remaining_area(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> Option<MultiPolygon<f64>> {
    guarded(|| a.difference(b))
}

/// A place within an area for its name: the centroid of its largest part if that lies inside, or a point that does.
pub(crate) fn label_point(area: &Rd<MultiPolygon<f64>>) -> Option<RdPoint> {
    use geo::Contains;
    let largest = area.0.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    let centroid = largest.centroid()?;
    if largest.contains(&centroid) {
        return Some(Rd(centroid));
    }
    guarded(|| largest.interior_point()).flatten().or(Some(centroid)).map(Rd)
}

/// The one place where a panic of a geometry routine on input we did not foresee becomes "no result".
fn guarded<T>(routine: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(routine)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Result<Shape, ShapeFault> {
        Shape::from_raw(&serde_json::from_str(text).expect("a geometry object"))
    }

    fn area(coordinates: &str) -> Option<CheckedArea> {
        let text = format!(r#"{{"type":"Polygon","coordinates":{coordinates}}}"#);
        valid_area(&shape(&text).expect("a polygon").polygons)
    }

    #[test]
    fn a_bow_tie_becomes_its_two_halves() {
        let checked = area("[[[0,0],[100,100],[100,0],[0,100],[0,0]]]").expect("an area");
        assert!(checked.repaired);
        assert!((checked.area.0.unsigned_area() - 5_000.0).abs() < 0.1);
        assert_eq!(checked.area.0.0.len(), 2);
    }

    #[test]
    fn a_valid_polygon_with_a_hole_is_kept_as_it_is() {
        let ring = "[[0,0],[100,0],[100,100],[0,100],[0,0]]";
        let checked = area(&format!("[{ring},[[10,10],[10,20],[20,20],[10,10]]]")).expect("an area");
        assert!(!checked.repaired);
        assert_eq!(checked.area.0.unsigned_area(), 10_000.0 - 50.0);
    }

    #[test]
    fn a_polygon_without_area_is_none() {
        assert!(area("[[[0,0],[100,100],[200,200],[0,0]]]").is_none());
        assert!(area("[[[0,0],[0,0],[0,0],[0,0]]]").is_none());
    }

    #[test]
    fn parts_turned_either_way_count_all_and_overlaps_once() {
        let ring = |x: f64, left: bool| {
            let mut corners = vec![[x, 0.0], [x + 40.0, 0.0], [x + 40.0, 40.0], [x, 40.0], [x, 0.0]];
            if left {
                corners.reverse();
            }
            LineString::from(corners.into_iter().map(|[x, y]| Coord { x, y }).collect::<Vec<_>>())
        };
        for (apart, expected) in [(50.0, 3_200.0), (40.0, 3_200.0), (10.0, 2_000.0), (0.0, 1_600.0)] {
            for turns in [[false, false], [true, false], [false, true], [true, true]] {
                let parts = [ring(0.0, turns[0]), ring(apart, turns[1])].map(|ring| Polygon::new(ring, Vec::new()));
                let checked = valid_area(&parts).expect("an area");
                assert!((checked.area.0.unsigned_area() - expected).abs() < 1e-6, "{apart} {turns:?}");
                assert_eq!(checked.repaired, apart < 40.0);
            }
        }
    }

    #[test]
    fn a_place_lies_inside_its_area_and_on_its_line() {
        use geo::Intersects;
        let horseshoe = r#"[[0,0],[90,0],[90,90],[80,90],[80,10],[10,10],[10,90],[0,90],[0,0]]"#;
        let area = shape(&format!(r#"{{"type":"Polygon","coordinates":[{horseshoe}]}}"#)).expect("an area");
        let line = shape(r#"{"type":"LineString","coordinates":[[0,0],[90,0],[90,90]]}"#).expect("a line");
        let (in_area, chosen) = Rd(area.clone()).point().expect("a place");
        assert!(chosen && area.polygons[0].intersects(&in_area.0), "{in_area:?}");
        let (on_line, chosen) = Rd(line.clone()).point().expect("a place");
        assert!(chosen && line.lines[0].intersects(&on_line.0), "{on_line:?}");
    }

    #[test]
    fn curves_become_chords_and_bodies_are_named() {
        let circle = r#"{"type":"CircularString","coordinates":[[0,0],[2,0],[0,0]]}"#;
        let disk =
            format!(r#"{{"type":"MultiSurface","geometries":[{{"type":"CurvePolygon","geometries":[{circle}]}}]}}"#);
        let shape_of_disk = shape(&disk).expect("a disk");
        assert_eq!((shape_of_disk.kind, shape_of_disk.polygons[0].exterior().0.len()), ("MultiSurface", 91));
        assert_eq!(shape(r#"{"type":"Prism","base":1}"#), Err(ShapeFault::NotRead("Prism")));
    }

    #[test]
    fn an_unclosed_ring_is_closed_and_said() {
        let shape = shape(r#"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10]]]}"#).expect("a polygon");
        assert!(shape.unclosed);
        assert_eq!(shape.polygons[0].exterior().0.len(), 4);
    }

    #[test]
    fn coordinates_that_do_not_fit_their_type_are_refused() {
        assert_eq!(shape(r#"{"type":"Point","coordinates":[null,3]}"#), Err(ShapeFault::NotANumber));
        assert_eq!(shape(r#"{"type":"Point","coordinates":[]}"#), Err(ShapeFault::Empty));
        assert_eq!(shape(r#"{"type":"Polygon","coordinates":[1,2]}"#), Err(ShapeFault::Broken("Polygon".to_owned())));
        assert_eq!(shape(r#"{"type":"Cirkel","coordinates":[1,2]}"#), Err(ShapeFault::Broken("Cirkel".to_owned())));
    }
}
