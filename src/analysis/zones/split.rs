//! Where a large piece of a ring is split, and what of it lies in the study area.

use std::sync::Arc;

use geo::{Area, BoundingRect, Contains, MultiPolygon, Polygon};
use rayon::prelude::*;

use super::zone::MAX_RESIDENTS;
use super::zone_shape::{CORE, ZoneShape};
use crate::analysis::key::Key;
use crate::analysis::scene::Scene;
use crate::analysis::walk::{MIN_RING_M2, NearestArea};
use crate::crs::{Rd, RdPoint};
use crate::geometry::outlines::first_of_squares;
use crate::geometry::overlay::union;
use crate::geometry::scan::place_within;

/// A piece of a ring before its split, where its anchors stand, and what came of it.
#[derive(Debug)]
pub(super) struct Split {
    /// The key of its outline among the same people.
    pub(super) key: Key,
    shape: ZoneShape,
    anchors: Vec<RdPoint>,
    pub(super) parts: Vec<ZoneShape>,
    /// Residents of the piece, if people are known.
    residents: Option<f64>,
}

impl Split {
    /// Splits a piece; `last` is how one with the same outline was split last time, among the same people.
    pub(super) fn new(scene: &Scene<'_>, key: Key, shape: ZoneShape, last: Option<&Arc<Self>>) -> Arc<Self> {
        let anchors: Vec<RdPoint> = shape.anchors.iter().map(|idx| scene.care()[*idx].point).collect();
        if let Some(last) = last.filter(|last| last.shape == shape && last.anchors == anchors) {
            return last.clone();
        }
        let residents = last.map_or_else(|| residents_anywhere(scene, &shape.outline), |last| last.residents);
        let parts = split(shape.clone(), residents, scene).into_iter().flat_map(|part| cut_off(part, scene));
        Arc::new(Self { key, parts: parts.collect(), shape, anchors, residents })
    }
}

/// Residents of a polygon, of whom those beyond the study area count too.
fn residents_anywhere(scene: &Scene<'_>, polygon: &Polygon<f64>) -> Option<f64> {
    scene.people_of(scene.situation.people.covered_anywhere(polygon)).residents.value()
}

/// One zone, or, when it has several anchors and more residents than a zone holds, one around each of them.
fn split(shape: ZoneShape, residents: Option<f64>, scene: &Scene<'_>) -> Vec<ZoneShape> {
    if shape.anchors.len() < 2 || residents.is_none_or(|n| n <= MAX_RESIDENTS) {
        return vec![shape];
    }
    let Some(bounds) = shape.outline.bounding_rect() else { return vec![shape] };
    let mut shape = shape;
    shape.anchors = spread(&shape.anchors, residents, scene);
    if shape.anchors.len() < 2 {
        return vec![shape];
    }
    let sites: Vec<RdPoint> = shape.anchors.iter().map(|idx| scene.care()[*idx].point).collect();
    let parts: Vec<Part> = shape
        .anchors
        .par_iter()
        .enumerate()
        .map(|(idx, anchor)| Part::new(&shape, *anchor, &NearestArea::new(&sites, idx, &bounds)))
        .collect();
    let mut zones: Vec<ZoneShape> = Vec::new();
    let mut left_over: Vec<Polygon<f64>> = Vec::new();
    for part in parts {
        let (with_core, without) = part.zones();
        zones.extend(with_core);
        left_over.extend(without);
    }
    for piece in left_over {
        join(&mut zones, piece, scene);
    }
    zones
}

/// What of a zone lies in the study area: places beyond its edge count for who lives within. A part may be left without the
/// core, which then lies beyond.
fn cut_off(zone: ZoneShape, scene: &Scene<'_>) -> Vec<ZoneShape> {
    let people = &scene.situation.people;
    let zone = ZoneShape { core: zone.inner[CORE].first().and_then(place_within), ..zone };
    let parts = people.cut(zone.outline.clone());
    if parts[..] == [zone.outline.clone()] {
        return vec![zone];
    }
    let is_large = |piece: &Polygon<f64>| piece.unsigned_area() >= MIN_RING_M2;
    let cut = |pieces: &[Polygon<f64>]| -> Vec<Polygon<f64>> {
        pieces.iter().flat_map(|piece| people.cut(piece.clone())).filter(is_large).collect()
    };
    let inner = zone.inner.each_ref().map(|pieces| cut(pieces));
    let of_part = |outline: Polygon<f64>| {
        let inner = inner.each_ref().map(|pieces| pieces_in(&outline, pieces));
        ZoneShape { outline, inner, anchors: zone.anchors.clone(), ..zone }
    };
    parts.into_iter().filter(is_large).map(of_part).collect()
}

/// The pieces of a ring that lie within an outline, each wholly or not at all.
fn pieces_in(outline: &Polygon<f64>, pieces: &[Polygon<f64>]) -> Vec<Polygon<f64>> {
    let lies_in = |piece: &&Polygon<f64>| place_within(piece).is_some_and(|place| outline.contains(&place));
    pieces.iter().filter(lies_in).cloned().collect()
}

/// The residents that a part of a split piece has at least, on average. Assumption: far fewer than any zone.
const MIN_RESIDENTS_OF_PART: f64 = 500.0;

/// Places nearer than this to one another are one when too many stand together to have a part each, in metres; if that is not
/// enough, twice as far, and so on.
const SPREAD_M: f64 = 60.0;

/// Of anchors that stand so close together that parts around each would be no zones, those that stand apart.
fn spread(anchors: &[usize], residents: Option<f64>, scene: &Scene<'_>) -> Vec<usize> {
    let most = (residents.unwrap_or(0.0) / MIN_RESIDENTS_OF_PART).max(1.0);
    let (mut kept, mut apart_m) = (anchors.to_vec(), SPREAD_M);
    while kept.len() as f64 > most {
        kept = first_of_squares(&kept, apart_m, |idx| scene.care()[*idx].point.0.0);
        apart_m *= 2.0;
    }
    kept
}

/// What lies nearest to one anchor of a shape.
struct Part {
    anchor: usize,
    outline: MultiPolygon<f64>,
    inner: [Vec<Polygon<f64>>; 2],
}

impl Part {
    fn new(shape: &ZoneShape, anchor: usize, area: &NearestArea) -> Self {
        let cut = |pieces: &[Polygon<f64>]| -> Vec<Polygon<f64>> {
            let cut = pieces.iter().flat_map(|piece| area.cut(piece));
            cut.filter(|piece| piece.unsigned_area() >= MIN_RING_M2).collect()
        };
        let inner = shape.inner.each_ref().map(|pieces| cut(pieces));
        Self { anchor, outline: MultiPolygon(area.cut(&shape.outline)), inner }
    }

    /// Its pieces that hold a core, and the other ones.
    fn zones(self) -> (Vec<ZoneShape>, Vec<Polygon<f64>>) {
        let (mut zones, mut left_over) = (Vec::new(), Vec::new());
        let Self { anchor, outline, inner } = self;
        for outline in outline.0 {
            let inner = inner.each_ref().map(|pieces| pieces_in(&outline, pieces));
            if inner[CORE].is_empty() {
                left_over.push(outline);
            } else {
                zones.push(ZoneShape { outline, anchors: vec![anchor], inner, core: None, is_drawn: false });
            }
        }
        (zones, left_over)
    }
}

/// Adds a piece without a core to the zone it borders on, that of the nearest anchor if there are several.
fn join(zones: &mut [ZoneShape], piece: Polygon<f64>, scene: &Scene<'_>) {
    let Some(place) = place_within(&piece) else { return };
    let distance = |zone: &ZoneShape| scene.walk.between_m(scene.care()[zone.anchors[0]].point, Rd(place));
    let mut by_distance: Vec<usize> = (0..zones.len()).collect();
    by_distance.sort_by(|a, b| distance(&zones[*a]).total_cmp(&distance(&zones[*b])));
    for idx in by_distance {
        let joined = union([&zones[idx].outline, &piece]);
        if let [joined] = &joined.0[..] {
            zones[idx].outline = joined.clone();
            return;
        }
    }
}
