//! From rings to proposed zones: which pieces hold a core, and where a large one is split.

use std::sync::Arc;

use geo::{Area, BooleanOps, BoundingRect, Contains, Coord, Line, LineString, MultiPolygon, Polygon, Rect};
use rayon::prelude::*;

use super::memo::{Split, ZoneMemo};
use super::{CaringZone, MAX_RESIDENTS, MIN_RING_M2, figures, wishes};
use crate::analysis::outcome::Cancel;
use crate::analysis::rings;
use crate::analysis::scan::{centers_within, place_within};
use crate::analysis::situation::Place;
use crate::crs::RdPoint;
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
    let drafts = splits.iter().flat_map(|split| &split.parts).filter(|draft| is_anchored_in_study_area(draft, scene));
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

/// With a studiegebied, a zone belongs to it when one of its anchors does; its outline is not cut at the border, for
/// people walk across it.
fn is_anchored_in_study_area(draft: &Draft, scene: &figures::Scene<'_>) -> bool {
    let Some(area) = &scene.situation.study_area else { return true };
    draft.anchors.iter().any(|anchor| area.0.contains(&scene.care()[*anchor].point.0))
}

/// Each piece of the outer ring that holds a core, with its inner rings and anchors.
pub(in crate::analysis) fn drafts(rings: &[Vec<Polygon<f64>>], scene: &figures::Scene<'_>) -> Vec<Draft> {
    let outer = &rings[HousingForm::StepFree as usize];
    let bounds: Vec<Option<Rect<f64>>> = outer.iter().map(BoundingRect::bounding_rect).collect();
    let mut inner: Vec<[Vec<Polygon<f64>>; 2]> = vec![[Vec::new(), Vec::new()]; outer.len()];
    for (ring_idx, pieces) in rings.iter().enumerate().take(2) {
        for piece in pieces {
            let Some(place) = place_within(piece) else { continue };
            let around = (0..outer.len())
                .find(|idx| bounds[*idx].is_some_and(|b| b.contains(&place)) && outer[*idx].contains(&place));
            if let Some(idx) = around {
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
            is_drawn: false,
        })
        .filter(|draft| !draft.anchors.is_empty())
        .collect()
}

/// The 24-uurszorglocaties that are the nearest one for some cell of the core.
fn anchors(core: &[Polygon<f64>], scene: &figures::Scene<'_>) -> Vec<usize> {
    let care = scene.care();
    let mut is_anchor = vec![false; care.len()];
    for piece in core {
        let near = near_places(care, piece, scene.core_care_m());
        let mut any = false;
        centers_within(piece, scene.grid, |row, cols| {
            for col in cols {
                let center = scene.grid.center(col, row);
                let nearest = near.iter().copied().min_by(|a, b| {
                    let distance = |idx: usize| care[idx].point.straight_distance_m(center);
                    distance(*a).total_cmp(&distance(*b))
                });
                if let Some(nearest) = nearest {
                    is_anchor[nearest] = true;
                    any = true;
                }
            }
        });
        if !any && let Some(first) = near.first() {
            is_anchor[*first] = true;
        }
    }
    (0..care.len()).filter(|idx| is_anchor[*idx]).collect()
}

/// Positions of the places within a distance of a polygon's bounding box, in metres.
fn near_places(places: &[Place], polygon: &Polygon<f64>, distance_m: f64) -> Vec<usize> {
    let Some(bounds) = polygon.bounding_rect() else { return Vec::new() };
    let (min, max) = (bounds.min(), bounds.max());
    let near = |place: &Place| {
        let (x, y) = (place.point.x(), place.point.y());
        (min.x - distance_m..=max.x + distance_m).contains(&x) && (min.y - distance_m..=max.y + distance_m).contains(&y)
    };
    (0..places.len()).filter(|idx| near(&places[*idx])).collect()
}

fn split_or_known(draft: Draft, scene: &figures::Scene<'_>, memo: &ZoneMemo) -> Split {
    let anchors: Vec<RdPoint> = draft.anchors.iter().map(|idx| scene.care()[*idx].point).collect();
    let known = memo.split(scene, &draft, &anchors);
    known.cloned().unwrap_or_else(|| {
        let residents = memo.residents(scene, &draft.outline);
        let residents =
            residents.unwrap_or_else(|| scene.people(std::slice::from_ref(&draft.outline)).residents.value());
        Split { parts: split(draft.clone(), residents, scene), draft, anchors, residents }
    })
}

/// One zone, or, when it has several anchors and more residents than a zone holds, one around each of them.
fn split(draft: Draft, residents: Option<f64>, scene: &figures::Scene<'_>) -> Vec<Draft> {
    if draft.anchors.len() < 2 || residents.is_none_or(|n| n <= MAX_RESIDENTS) {
        return vec![draft];
    }
    let Some(bounds) = draft.outline.bounding_rect() else { return vec![draft] };
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
                zones.push(Draft { outline, anchors: vec![anchor], inner, is_drawn: false });
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
