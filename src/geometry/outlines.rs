//! Which of many polygons a place lies in, and whether it lies in one with very many sides.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use geo::{BoundingRect, Contains, Coord, Line, LineString, Point, Polygon};
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

use super::polygon::rings_of;
use crate::grid::whole_up;

/// Polygons with an index of their bounding boxes, which rules most of them out.
pub(crate) struct Outlines<'a> {
    polygons: Vec<Sides<'a>>,
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl<'a> Outlines<'a> {
    /// Over polygons that are not empty: an empty one takes a position but contains nothing.
    pub(crate) fn new(polygons: impl Iterator<Item = &'a Polygon<f64>>) -> Self {
        let polygons: Vec<Sides<'a>> = polygons.map(Sides::new).collect();
        let boxed = |(idx, sides): (usize, &Sides<'a>)| {
            let bounds = sides.polygon.bounding_rect()?;
            Some(GeomWithData::new(Rectangle::from_corners(bounds.min().into(), bounds.max().into()), idx))
        };
        let boxes = RTree::bulk_load(polygons.iter().enumerate().filter_map(boxed).collect());
        Self { polygons, boxes }
    }

    /// Position of the first polygon that contains the place.
    ///
    /// Takes logarithmic time for polygons that lie apart.
    pub(crate) fn position(&self, place: Point<f64>) -> Option<usize> {
        let mut around: Vec<usize> =
            self.boxes.locate_all_at_point(&[place.x(), place.y()]).map(|found| found.data).collect();
        around.sort_unstable();
        around.into_iter().find(|idx| self.polygons[*idx].contain(place))
    }
}

/// A polygon of which may be asked very often whether a place lies in it.
#[derive(Debug)]
pub(crate) struct Sides<'a> {
    polygon: &'a Polygon<f64>,
    locator: OnceLock<PointLocator>,
}

/// With this few sides, each of them is looked at.
const FEW_SIDES: usize = 2_048;

impl<'a> Sides<'a> {
    /// Of a polygon; sorted only when there are many and a place is asked for.
    pub(crate) fn new(polygon: &'a Polygon<f64>) -> Self {
        Self { polygon, locator: OnceLock::new() }
    }

    /// Does the polygon contain the place?
    pub(crate) fn contain(&self, place: Point<f64>) -> bool {
        let rings = || rings_of(self.polygon);
        if rings().map(|ring| ring.0.len()).sum::<usize>() <= FEW_SIDES {
            return self.polygon.contains(&place);
        }
        self.locator.get_or_init(|| PointLocator::new(rings())).contains(place.0)
    }
}

/// Rings, with their sides in strips from south to north.
#[derive(Debug)]
pub(crate) struct PointLocator {
    south: f64,
    strip_m: f64,
    strips: Vec<Vec<Line<f64>>>,
}

/// No more strips than this, however many sides there are.
const MAX_STRIPS: usize = 1 << 14;

impl PointLocator {
    /// Over rings of which each lies within, around or beside every other, as those of valid polygons do.
    ///
    /// Takes time in proportion to the sides, once for every strip that each of them crosses.
    pub(crate) fn new<'r>(rings: impl Iterator<Item = &'r LineString<f64>>) -> Self {
        let sides: Vec<Line<f64>> = rings.flat_map(LineString::lines).collect();
        let low = |side: &Line<f64>| side.start.y.min(side.end.y);
        let high = |side: &Line<f64>| side.start.y.max(side.end.y);
        let south = sides.iter().map(low).fold(f64::INFINITY, f64::min);
        let north = sides.iter().map(high).fold(f64::NEG_INFINITY, f64::max);
        let n_strips = (sides.len() / 2).clamp(1, MAX_STRIPS);
        let strip_m = ((north - south) / n_strips as f64).max(f64::MIN_POSITIVE);
        let mut locator = Self { south, strip_m, strips: vec![Vec::new(); n_strips + 1] };
        for side in &sides {
            let strips = locator.strip_of(low(side))..=locator.strip_of(high(side));
            for strip in &mut locator.strips[strips] {
                strip.push(*side);
            }
        }
        locator
    }

    fn strip_of(&self, y: f64) -> usize {
        whole_up((y - self.south) / self.strip_m, self.strips.len() - 1)
    }

    /// Does a place lie within an odd number of the rings? On a side it may fall either way.
    ///
    /// Takes constant time for sides that are spread from south to north.
    pub(crate) fn contains(&self, place: Coord<f64>) -> bool {
        let crosses = |side: &&Line<f64>| {
            (side.start.y <= place.y) != (side.end.y <= place.y) && {
                let part = (place.y - side.start.y) / (side.end.y - side.start.y);
                place.x < side.start.x + part * (side.end.x - side.start.x)
            }
        };
        self.strips[self.strip_of(place.y)].iter().filter(crosses).count() % 2 == 1
    }
}

/// The first of the things in each square of a size in metres.
pub(crate) fn first_of_squares<T: Copy>(all: &[T], square_m: f64, place: impl Fn(&T) -> Coord<f64>) -> Vec<T> {
    let mut taken = BTreeSet::new();
    let square = |of: &T| {
        let at = place(of) / square_m;
        // Adding zero makes one square of the two zeros.
        ((at.x.floor() + 0.0).to_bits(), (at.y.floor() + 0.0).to_bits())
    };
    all.iter().filter(|of| taken.insert(square(of))).copied().collect()
}
