//! From rings to proposed zones: which pieces hold a core, and where a large one is split.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo::{Area, BooleanOps, BoundingRect, Contains, Coord, Line, LineString, MultiPolygon, Point, Polygon, Rect};
use rayon::prelude::*;

use super::memo::{Split, ZoneMemo};
use super::{CaringZone, MAX_RESIDENTS, MIN_RING_M2, figures, wishes};
use crate::analysis::outcome::Cancel;
use crate::analysis::outlines::{Outlines, first_of_squares};
use crate::analysis::rings;
use crate::analysis::scan::{centers_within, place_within};
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::overlay::union;

/// A zone before its figures are known.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct Draft {
    pub(super) outline: Polygon<f64>,
    /// Positions of its anchors among the 24-uurszorglocaties, rising and so sorted by id.
    pub(super) anchors: Vec<usize>,
    /// Pieces of the *zorggeschikt* and the *geclusterd* ring.
    pub(super) inner: [Vec<Polygon<f64>>; 2],
    /// A place in its core, which may lie beyond the study area.
    pub(super) core: Option<Point<f64>>,
    /// Drawn by people: nothing says that the required norms hold in it.
    pub(super) is_drawn: bool,
}

impl Draft {
    /// The pieces of one ring; the widest is the outline.
    pub(super) fn pieces(&self, form: HousingForm) -> &[Polygon<f64>] {
        self.inner.get(form as usize).map_or(std::slice::from_ref(&self.outline), Vec::as_slice)
    }
}

/// The position in [`Draft::inner`] of the *geclusterd* ring: the core.
const CORE: usize = HousingForm::Clustered as usize;

/// All zones, in a fixed order; nothing when cancelled.
pub(in crate::analysis) fn propose(
    scene: &figures::Scene<'_>,
    memo: &mut ZoneMemo,
    cancel: &Cancel,
) -> Option<Vec<CaringZone>> {
    let forms = HousingForm::ALL.par_iter().zip(&mut memo.rings);
    let rings: Vec<Vec<Polygon<f64>>> =
        forms.map(|(form, memo)| rings::ring(scene.situation, scene.norms, *form, memo)).collect();
    if cancel.is_set() {
        return None;
    }
    let splits: Vec<Split> =
        drafts(&rings, scene).into_par_iter().map(|draft| split_or_known(draft, scene, memo)).collect();
    let drafts = splits.iter().flat_map(|split| &split.parts);
    let drawn = wishes::drafts(scene, &rings);
    let drafts: Vec<&Draft> = drafts.chain(drawn.iter().map(|(_, draft)| draft)).collect();
    let measured: Vec<(Draft, Arc<figures::Measured>)> = drafts
        .into_par_iter()
        .filter(|_| !cancel.is_set())
        .map(|draft| {
            let measured = memo.measured(scene, draft).unwrap_or_else(|| {
                let alike = memo.with_outline(scene, &draft.outline);
                Arc::new(figures::measured(scene, draft, alike.as_ref()))
            });
            (draft.clone(), measured)
        })
        .collect();
    if cancel.is_set() {
        return None;
    }
    let mut zones: Vec<CaringZone> =
        measured.par_iter().map(|(draft, measured)| figures::zone(scene, draft, measured)).collect();
    memo.remember(scene, splits, measured);
    let measured_drawn = zones.split_off(zones.len() - drawn.len());
    figures::give_ids(&mut zones);
    let planned = drawn.into_iter().map(|(planned, _)| planned);
    wishes::apply(scene, &mut zones, planned.zip(measured_drawn).collect());
    let aged = |zone: &CaringZone| zone.people.aged_75_plus.value().unwrap_or(0.0);
    zones.sort_by(|a, b| aged(b).total_cmp(&aged(a)).then(b.area_ha.total_cmp(&a.area_ha)).then(a.id.cmp(&b.id)));
    Some(zones)
}

/// Each piece of the outer ring that holds a core, with its inner rings and anchors.
pub(in crate::analysis) fn drafts(rings: &[Vec<Polygon<f64>>], scene: &figures::Scene<'_>) -> Vec<Draft> {
    let outer = &rings[HousingForm::StepFree as usize];
    let outlines = Outlines::new(outer.iter());
    let mut inner: Vec<[Vec<Polygon<f64>>; 2]> = vec![[Vec::new(), Vec::new()]; outer.len()];
    for (ring_idx, pieces) in rings.iter().enumerate().take(2) {
        for piece in pieces {
            let Some(place) = place_within(piece) else { continue };
            if let Some(idx) = outlines.position(place) {
                inner[idx][ring_idx].push(piece.clone());
            }
        }
    }
    let with_core = outer.par_iter().zip(inner).filter(|(_, inner)| !inner[CORE].is_empty());
    with_core
        .map(|(outline, inner)| Draft {
            anchors: anchors(&inner[CORE], scene),
            outline: outline.clone(),
            inner,
            core: None,
            is_drawn: false,
        })
        .filter(|draft| !draft.anchors.is_empty())
        .collect()
}

/// The 24-uurszorglocaties that are the nearest one for some cell of the core.
fn anchors(core: &[Polygon<f64>], scene: &figures::Scene<'_>) -> Vec<usize> {
    let care = scene.care();
    let mut found = BTreeSet::new();
    for piece in core {
        let Some(bounds) = piece.bounding_rect() else { continue };
        let margin = Coord { x: scene.core_care_m(), y: scene.core_care_m() };
        let around = Rect::new(bounds.min() - margin, bounds.max() + margin);
        let near = scene.situation.idxs_in_box(AmenityKind::CARE, &around);
        let mut any = false;
        centers_within(piece, scene.grid, |row, cols| {
            for col in cols {
                let center = scene.grid.center(col, row);
                let distance = |idx: usize| care[idx].point.straight_distance_m(center);
                let nearest = if near.len() > FEW_NEAR {
                    scene.situation.nearest_idx(AmenityKind::CARE, center)
                } else {
                    near.iter().copied().min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
                };
                any |= nearest.is_some();
                found.extend(nearest);
            }
        });
        if !any {
            found.extend(near.first());
        }
    }
    found.into_iter().collect()
}

/// With at most so many near a core, each is looked at; with more, one is asked for by the index. Of the core of a ring that
/// asks for 24-uurszorg the nearest anywhere is near.
const FEW_NEAR: usize = 32;

fn split_or_known(draft: Draft, scene: &figures::Scene<'_>, memo: &ZoneMemo) -> Split {
    let anchors: Vec<RdPoint> = draft.anchors.iter().map(|idx| scene.care()[*idx].point).collect();
    let known = memo.split(scene, &draft, &anchors);
    known.cloned().unwrap_or_else(|| {
        let residents = memo.residents(scene, &draft.outline);
        let residents = residents.unwrap_or_else(|| scene.residents_anywhere(&draft.outline));
        let parts = split(draft.clone(), residents, scene).into_iter().flat_map(|part| cut_off(part, scene));
        Split { parts: parts.collect(), draft, anchors, residents }
    })
}

/// One zone, or, when it has several anchors and more residents than a zone holds, one around each of them.
fn split(draft: Draft, residents: Option<f64>, scene: &figures::Scene<'_>) -> Vec<Draft> {
    if draft.anchors.len() < 2 || residents.is_none_or(|n| n <= MAX_RESIDENTS) {
        return vec![draft];
    }
    let Some(bounds) = draft.outline.bounding_rect() else { return vec![draft] };
    let mut draft = draft;
    draft.anchors = spread(&draft.anchors, residents, scene);
    if draft.anchors.len() < 2 {
        return vec![draft];
    }
    let sites: Vec<Coord<f64>> = draft.anchors.iter().map(|idx| scene.care()[*idx].point.0.0).collect();
    let parts: Vec<Part> = draft
        .anchors
        .par_iter()
        .enumerate()
        .map(|(idx, anchor)| Part::new(&draft, *anchor, &nearest_area(&sites, idx, bounds)))
        .collect();
    let mut zones: Vec<Draft> = Vec::new();
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
fn cut_off(zone: Draft, scene: &figures::Scene<'_>) -> Vec<Draft> {
    let ground = &scene.situation.ground;
    let zone = Draft { core: zone.inner[CORE].first().and_then(place_within), ..zone };
    let parts = ground.cut(zone.outline.clone());
    if parts[..] == [zone.outline.clone()] {
        return vec![zone];
    }
    let is_large = |piece: &Polygon<f64>| piece.unsigned_area() >= MIN_RING_M2;
    let cut = |pieces: &[Polygon<f64>]| -> Vec<Polygon<f64>> {
        pieces.iter().flat_map(|piece| ground.cut(piece.clone())).filter(is_large).collect()
    };
    let inner = [cut(&zone.inner[0]), cut(&zone.inner[1])];
    let of_part = |outline: Polygon<f64>| {
        let within = |pieces: &[Polygon<f64>]| -> Vec<Polygon<f64>> {
            let lies_in = |piece: &&Polygon<f64>| place_within(piece).is_some_and(|place| outline.contains(&place));
            pieces.iter().filter(lies_in).cloned().collect()
        };
        let inner = [within(&inner[0]), within(&inner[1])];
        Draft { outline, inner, anchors: zone.anchors.clone(), ..zone }
    };
    parts.into_iter().filter(is_large).map(of_part).collect()
}

/// A part of a piece that is split has at least so many residents on average. Assumption: far fewer than any zone.
const MIN_RESIDENTS_OF_PART: f64 = 500.0;

/// Places nearer than this to one another are one when too many stand together to have a part each, in metres; if that is not
/// enough, twice as far, and so on.
const SPREAD_M: f64 = 60.0;

/// Of anchors that stand so close together that parts around each would be no zones, those that stand apart.
fn spread(anchors: &[usize], residents: Option<f64>, scene: &figures::Scene<'_>) -> Vec<usize> {
    let most = (residents.unwrap_or(0.0) / MIN_RESIDENTS_OF_PART).max(1.0);
    let (mut kept, mut apart_m) = (anchors.to_vec(), SPREAD_M);
    while kept.len() as f64 > most {
        kept = first_of_squares(&kept, apart_m, |idx| scene.care()[*idx].point.0.0);
        apart_m *= 2.0;
    }
    kept
}

/// What lies nearest to one anchor of a draft.
struct Part {
    anchor: usize,
    outline: MultiPolygon<f64>,
    inner: [Vec<Polygon<f64>>; 2],
}

impl Part {
    fn new(draft: &Draft, anchor: usize, area: &Polygon<f64>) -> Self {
        let cut = |pieces: &[Polygon<f64>]| -> Vec<Polygon<f64>> {
            let cut = pieces.iter().flat_map(|piece| cut_to(piece, area));
            cut.filter(|piece| piece.unsigned_area() >= MIN_RING_M2).collect()
        };
        let inner = [cut(&draft.inner[0]), cut(&draft.inner[1])];
        Self { anchor, outline: MultiPolygon(cut_to(&draft.outline, area)), inner }
    }

    /// Its pieces that hold a core, and the other ones.
    fn zones(self) -> (Vec<Draft>, Vec<Polygon<f64>>) {
        let (mut zones, mut left_over) = (Vec::new(), Vec::new());
        let Self { anchor, outline, inner } = self;
        for outline in outline.0 {
            let within = |pieces: &[Polygon<f64>]| -> Vec<Polygon<f64>> {
                let lies_in = |piece: &&Polygon<f64>| place_within(piece).is_some_and(|p| outline.contains(&p));
                pieces.iter().filter(lies_in).cloned().collect()
            };
            let inner = [within(&inner[0]), within(&inner[1])];
            if inner[CORE].is_empty() {
                left_over.push(outline);
            } else {
                zones.push(Draft { outline, anchors: vec![anchor], inner, core: None, is_drawn: false });
            }
        }
        (zones, left_over)
    }
}

/// The part of a polygon within a convex area. What lies wholly within or beyond it is not cut.
fn cut_to(piece: &Polygon<f64>, area: &Polygon<f64>) -> Vec<Polygon<f64>> {
    let Some(bounds) = piece.bounding_rect() else { return Vec::new() };
    let corners = bounds.to_polygon();
    let beyond = |side: Line<f64>, corner: Coord<f64>| {
        let (along, to) = (side.delta(), corner - side.start);
        along.x * to.y - along.y * to.x < 0.0
    };
    let is_beyond = |side: Line<f64>| corners.exterior().coords().all(|corner| beyond(side, *corner));
    if area.exterior().0.is_empty() || area.exterior().lines().any(is_beyond) {
        return Vec::new();
    }
    let is_within = |corner: &Coord<f64>| area.exterior().lines().all(|side| !beyond(side, *corner));
    if piece.exterior().coords().all(is_within) {
        return vec![piece.clone()];
    }
    piece.intersection(area).0
}

/// Adds a piece without a core to the zone it borders on, that of the nearest anchor if there are several.
fn join(zones: &mut [Draft], piece: Polygon<f64>, scene: &figures::Scene<'_>) {
    let Some(place) = place_within(&piece) else { return };
    let distance = |zone: &Draft| {
        let anchor = scene.care()[zone.anchors[0]].point;
        anchor.straight_distance_m(crate::crs::Rd(place))
    };
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

/// Where site `idx` is the nearest of all, within a box: its Voronoi cell.
fn nearest_area(sites: &[Coord<f64>], idx: usize, bounds: Rect<f64>) -> Polygon<f64> {
    let margin = Coord { x: 1_000.0, y: 1_000.0 };
    let bounds = Rect::new(bounds.min() - margin, bounds.max() + margin);
    let mut corners: Vec<Coord<f64>> = bounds.to_polygon().exterior().0[..4].to_vec();
    let own = sites[idx];
    if sites[..idx].contains(&own) {
        // Two locations at one address: everything goes to the first.
        return Polygon::new(LineString(Vec::new()), Vec::new());
    }
    for other in sites.iter().copied().filter(|other| *other != own) {
        let middle = (own + other) / 2.0;
        let towards = other - own;
        let beyond = |c: Coord<f64>| (c.x - middle.x) * towards.x + (c.y - middle.y) * towards.y;
        let mut kept = Vec::with_capacity(corners.len() + 1);
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            let (b_from, b_to) = (beyond(*from), beyond(*to));
            if b_from <= 0.0 {
                kept.push(*from);
            }
            if (b_from < 0.0 && b_to > 0.0) || (b_from > 0.0 && b_to < 0.0) {
                kept.push(*from + (*to - *from) * (b_from / (b_from - b_to)));
            }
        }
        corners = kept;
    }
    Polygon::new(LineString(corners), Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cutting_along_the_lines_between_anchors_loses_nothing_and_equals_the_intersection(
            sites in prop::collection::vec((0.0..2_000.0_f64, 0.0..2_000.0_f64), 1..6),
            radii in prop::collection::vec(60.0..700.0_f64, 5..20), east in 0.0..2_000.0_f64, north in 0.0..2_000.0_f64,
        ) {
            let corner = |(idx, radius): (usize, &f64)| {
                let angle = idx as f64 / radii.len() as f64 * std::f64::consts::TAU;
                (east + radius * angle.cos(), north + radius * angle.sin())
            };
            let star = Polygon::new(radii.iter().enumerate().map(corner).collect::<LineString<f64>>(), Vec::new());
            let sites: Vec<Coord<f64>> = sites.into_iter().map(Coord::from).collect();
            let bounds = star.bounding_rect().expect("not empty");
            let mut sum = 0.0;
            for idx in 0..sites.len() {
                let area = nearest_area(&sites, idx, bounds);
                let cut = MultiPolygon(cut_to(&star, &area)).unsigned_area();
                prop_assert!((cut - star.intersection(&area).unsigned_area()).abs() < 1.0);
                sum += cut;
            }
            prop_assert!((sum - star.unsigned_area()).abs() < 1.0, "{sum} of {}", star.unsigned_area());
        }
    }
}
