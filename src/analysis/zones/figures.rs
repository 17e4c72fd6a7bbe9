//! What a zone has: people, places, OV-klasse, score, and every norm held against its rings.

use std::sync::Arc;

use geo::{Area, BoundingRect, Contains, MultiPolygon, Polygon};
use uuid::Uuid;

use super::zone::{
    CaringZone, MAX_RESIDENTS, Ring, SizeRemark, TYPICAL_MIN_RESIDENTS, ZoneAmenities, ZoneCare, ZoneCheck, zone_id,
};
use super::zone_shape::ZoneShape;
use crate::analysis::key::Key;
use crate::analysis::scene::{Scene, quarters};
use crate::analysis::walk::{NormFields, SampledRing};
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::PeopleSum;
use crate::domain::housing::HousingForm;
use crate::domain::norm::{Norm, Verdict};
use crate::domain::settlement::Settlement;
use crate::domain::transit::TransitShares;
use crate::domain::variant::ZoneStatus;
use crate::geometry::bounds::is_within;
use crate::geometry::outlines::Sides;
use crate::geometry::scan::{centers_within, place_within};

/// Square metres in a hectare.
const HECTARE_M2: f64 = 10_000.0;

/// What takes longest to work out of a zone.
#[derive(Debug)]
pub(super) struct Measured {
    /// The key of its outline among the same people.
    pub(super) key: Key,
    pub(super) shape: ZoneShape,
    squares: Arc<[(usize, f64)]>,
    rings: Vec<Ring>,
    /// With the key of the raster that they follow from.
    transit_shares: (Key, TransitShares),
    score: Option<f64>,
    /// Every norm, each with the key of what it asks of which places.
    checks: Vec<(Option<Key>, ZoneCheck)>,
}

impl Measured {
    /// Measures a zone's rings, people, OV-klasse, score and norms; `alike` is what was measured last time of a zone with the same
    /// outline, among the same people.
    pub(super) fn new(scene: &Scene<'_>, key: Key, shape: &ZoneShape, alike: Option<&Self>) -> Self {
        let covered = || scene.situation.people.covered(&shape.outline).into();
        let squares: Arc<[(usize, f64)]> = alike.map_or_else(covered, |alike| alike.squares.clone());
        let of_same_ring = |form: HousingForm| {
            let is_same = |alike: &&Self| alike.shape.pieces(form) == shape.pieces(form);
            alike.filter(|alike| alike.shape.is_drawn == shape.is_drawn).filter(is_same)
        };
        let rings: Vec<Ring> = HousingForm::ALL
            .into_iter()
            .filter(|form| !shape.pieces(*form).is_empty())
            .map(|form| {
                let known = of_same_ring(form).and_then(|alike| alike.rings.iter().find(|ring| ring.form == form));
                known.cloned().unwrap_or_else(|| ring(scene, form, shape.pieces(form), &squares))
            })
            .collect();
        let samples = samples(scene, &shape.outline, &squares);
        let known_shares = alike.map(|alike| alike.transit_shares).filter(|(key, _)| *key == scene.transit_key);
        Self {
            key,
            shape: shape.clone(),
            transit_shares: known_shares.unwrap_or_else(|| (scene.transit_key, transit_shares(scene, &samples))),
            score: mean_score(scene, &samples),
            checks: checks(scene, &rings, shape.is_drawn, of_same_ring),
            squares,
            rings,
        }
    }
}

/// One ring of a zone; `squares` are those that the zone's outline covers.
fn ring(scene: &Scene<'_>, form: HousingForm, pieces: &[Polygon<f64>], squares: &[(usize, f64)]) -> Ring {
    Ring {
        form,
        area_ha: pieces.iter().map(Area::unsigned_area).sum::<f64>() / HECTARE_M2,
        people: match form {
            HousingForm::StepFree => scene.people_of(squares.iter().copied()),
            _ => scene.people(pieces),
        },
        outline: Rd(MultiPolygon(pieces.to_vec())),
    }
}

/// A zone with all its figures; its id still has to be given.
pub(super) fn zone(scene: &Scene<'_>, measured: &Measured) -> CaringZone {
    let shape = &measured.shape;
    let (_, transit_shares) = measured.transit_shares;
    let people = measured.rings.last().map_or_else(PeopleSum::default, |ring| ring.people);
    let care = care(scene, shape);
    // A drawn zone may have no 24-uurszorg: then what is near is near its middle.
    let middle = || place_within(&shape.outline).map_or_else(|| RdPoint::at(0.0, 0.0), Rd);
    let anchor = care.first().map_or_else(middle, |care| care.point);
    let settlements = settlements(scene, shape, anchor);
    let named = settlements.first().map(String::as_str).into_iter().chain(care.first().map(|care| &*care.name));
    let name = named.collect::<Vec<_>>().join(" · ");
    CaringZone {
        id: Uuid::nil(),
        name,
        status: ZoneStatus::default(),
        amenities: amenities(scene, &shape.outline, anchor),
        municipalities: municipalities(scene, &shape.outline),
        settlements,
        area_ha: shape.outline.unsigned_area() / HECTARE_M2,
        people,
        squares: Arc::clone(&measured.squares),
        transit_class: transit_shares.median(),
        transit_shares,
        score: measured.score,
        checks: measured.checks.iter().map(|(_, check)| check.clone()).collect(),
        size_remark: people.residents.value().and_then(size_remark),
        care,
        outline: Rd(shape.outline.clone()),
        core: shape.core.map(Rd),
        rings: measured.rings.clone(),
    }
}

fn size_remark(residents: f64) -> Option<SizeRemark> {
    if residents < TYPICAL_MIN_RESIDENTS {
        Some(SizeRemark::Small)
    } else if residents > MAX_RESIDENTS {
        Some(SizeRemark::Large)
    } else {
        None
    }
}

/// Gives each zone the id of its first anchor; further zones of the same anchor are numbered by size.
pub(super) fn give_ids(zones: &mut [CaringZone]) {
    let mut by_anchor: Vec<usize> = (0..zones.len()).collect();
    by_anchor.sort_by(|a, b| {
        let (a, b) = (&zones[*a], &zones[*b]);
        anchor_id(a).cmp(&anchor_id(b)).then(b.area_ha.total_cmp(&a.area_ha))
    });
    let mut previous = None;
    let mut number = 0;
    for idx in by_anchor {
        let anchor = anchor_id(&zones[idx]);
        number = if previous == Some(anchor) { number + 1 } else { 0 };
        previous = Some(anchor);
        zones[idx].id = zone_id(anchor, number);
    }
}

/// The id of the anchor that a proposal rests on.
fn anchor_id(zone: &CaringZone) -> Uuid {
    zone.first_anchor().map_or(Uuid::nil(), |care| care.id)
}

fn care(scene: &Scene<'_>, shape: &ZoneShape) -> Vec<ZoneCare> {
    let all = scene.care();
    let as_care =
        |idx: usize, anchor| ZoneCare { id: all[idx].id, name: all[idx].name.clone(), point: all[idx].point, anchor };
    let bounds = shape.outline.bounding_rect();
    let near = bounds.map_or_else(Vec::new, |bounds| scene.situation.idxs_in_box(AmenityKind::CARE, &bounds));
    let sides = Sides::new(&shape.outline);
    let is_anchor = |idx: &usize| shape.anchors.binary_search(idx).is_ok();
    let others = near.into_iter().filter(|idx| !is_anchor(idx) && sides.contain(all[*idx].point.0));
    shape.anchors.iter().map(|idx| as_care(*idx, true)).chain(others.map(|idx| as_care(idx, false))).collect()
}

/// The kern of the first anchor, and those whose name stands within the outline, the nearest to that anchor first.
fn settlements(scene: &Scene<'_>, shape: &ZoneShape, anchor: RdPoint) -> Vec<String> {
    let all = &scene.situation.settlements;
    let Some(own) = scene.situation.settlement_at(anchor) else { return Vec::new() };
    let bounds = shape.outline.bounding_rect();
    let lies_in = |place: RdPoint| bounds.is_some_and(|b| is_within(&b, place.0.0)) && shape.outline.contains(&place.0);
    let mut others: Vec<&Settlement> = all.iter().filter(|s| s.id != own.id && lies_in(s.point)).collect();
    let walk_m = |settlement: &Settlement| scene.walk.between_m(settlement.point, anchor);
    others.sort_by(|a, b| walk_m(a).total_cmp(&walk_m(b)));
    std::iter::once(own).chain(others).map(|s| s.name.clone()).collect()
}

fn municipalities(scene: &Scene<'_>, outline: &Polygon<f64>) -> Vec<String> {
    let all = &scene.situation.municipalities;
    let idxs = scene.situation.people.municipalities_of(outline, all.len());
    idxs.into_iter().map(|idx| all[idx].name.clone()).collect()
}

fn amenities(scene: &Scene<'_>, outline: &Polygon<f64>, anchor: RdPoint) -> Vec<ZoneAmenities> {
    let Some(bounds) = outline.bounding_rect() else { return Vec::new() };
    let sides = Sides::new(outline);
    let known = AmenityKind::all().filter(|kind| scene.situation.places(*kind).is_some());
    let of_kinds = known.map(|kind| {
        let places = scene.situation.places(kind).unwrap_or_default();
        let near = scene.situation.idxs_in_box(kind, &bounds).into_iter().map(|idx| &places[idx]);
        let nearest = scene.walk.nearest(scene.situation, kind, anchor);
        ZoneAmenities {
            kind,
            count: near.filter(|place| sides.contain(place.point.0)).count(),
            nearest_name: nearest.as_ref().map(|nearest| Arc::clone(&nearest.place.name)),
            nearest_m: nearest.map(|nearest| nearest.walking_m),
        }
    });
    of_kinds.filter(|of_kind| scene.situation.is_read(of_kind.kind) || of_kind.count > 0).collect()
}

/// Places that stand for a zone, each with its weight: people, or area where people are unknown.
fn samples(scene: &Scene<'_>, outline: &Polygon<f64>, squares: &[(usize, f64)]) -> Vec<(RdPoint, f64)> {
    let mut samples = Vec::with_capacity(4 * squares.len());
    for (idx, share) in squares {
        let cell = &scene.situation.demand.cells()[*idx];
        let weight = cell.people.residents.unwrap_or(0.0) * share / 4.0;
        if weight > 0.0 {
            samples.extend(quarters(cell.center()).map(|place| (place, weight)));
        }
    }
    if samples.is_empty() {
        centers_within(outline, scene.grid, |row, cols| {
            samples.extend(cols.map(|col| (scene.grid.center(col, row), 1.0)));
        });
    }
    samples
}

fn transit_shares(scene: &Scene<'_>, samples: &[(RdPoint, f64)]) -> TransitShares {
    TransitShares::from_weights(samples.iter().map(|(place, weight)| (scene.transit_coverage(*place), *weight)))
}

fn mean_score(scene: &Scene<'_>, samples: &[(RdPoint, f64)]) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (place, weight) in samples {
        if let Some(score) = scene.cell_score(*place) {
            sum += score * weight;
            weights += weight;
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

/// Every norm held against the ring of its woonvorm; `of_same_ring` is what was measured last time of the same ring.
fn checks<'m>(
    scene: &Scene<'_>,
    rings: &[Ring],
    is_drawn: bool,
    of_same_ring: impl Fn(HousingForm) -> Option<&'m Measured>,
) -> Vec<(Option<Key>, ZoneCheck)> {
    let sampled: Vec<(HousingForm, SampledRing<'_>)> =
        rings.iter().map(|ring| (ring.form, SampledRing::new(scene.grid, &ring.outline.0))).collect();
    let ring_of = |form: HousingForm| sampled.iter().find(|(of, _)| *of == form).map(|(_, ring)| ring);
    let norms = scene.norms.norms.iter().enumerate();
    norms
        .map(|(norm_idx, norm)| {
            let rule = scene.rules[norm.form as usize].iter().find(|rule| std::ptr::eq(rule.norm, norm));
            let key = rule.map(|rule| rule.key);
            let known = of_same_ring(norm.form).and_then(|last| last.checks.get(norm_idx));
            if let Some(known) = known.filter(|(of, _)| of.is_some() && *of == key) {
                return known.clone();
            }
            let holds_in_ring = norm.required && !(is_drawn && norm.form == HousingForm::StepFree);
            (key, check(scene, norm, rule, ring_of(norm.form), ring_of(HousingForm::StepFree), holds_in_ring))
        })
        .collect()
}

/// One norm held against the ring of its woonvorm, in which it `holds_in_ring` by how the ring was made; `whole` is the outermost.
fn check(
    scene: &Scene<'_>,
    norm: &Norm,
    rule: Option<&NormFields<'_>>,
    ring: Option<&SampledRing<'_>>,
    whole: Option<&SampledRing<'_>>,
    holds_in_ring: bool,
) -> ZoneCheck {
    let value_m = rule.zip(ring).and_then(|(rule, ring)| {
        let largest = ring.farthest_m(scene.situation, scene.walk, rule)?;
        Some(if holds_in_ring { largest.min(norm.max.meters()) } else { largest })
    });
    let verdict = match (rule, ring) {
        (None, _) => Verdict::NoLayer,
        (Some(_), Some(_)) if value_m.is_some_and(|value| norm.holds_at(value)) => Verdict::Holds,
        // What a variant adds is too far, and what else there is nobody knows.
        _ if norm.kinds.iter().all(|kind| !scene.situation.is_read(*kind)) => Verdict::NoLayer,
        (Some(_), Some(_)) => Verdict::TooFar,
        (Some(rule), None) if whole.is_some_and(|whole| whole.may_hold_somewhere(scene.walk, rule)) => Verdict::NoRing,
        (Some(_), None) => Verdict::TooFar,
    };
    ZoneCheck {
        form: norm.form,
        kinds: norm.kinds.clone(),
        required: norm.required,
        norm_m: norm.max.meters(),
        value_m: value_m.filter(|_| verdict != Verdict::NoLayer),
        verdict,
        source: norm.source.clone(),
        certainty: norm.certainty,
    }
}
