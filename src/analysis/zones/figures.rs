//! What a zone has: people, places, OV-klasse, score, and every norm held against its rings.

use std::ops::Range;
use std::sync::Arc;

use geo::{Area, BoundingRect, Contains, Coord, LineString, MultiPolygon, Polygon};

use super::memo::Alike;
use super::propose::Draft;
use super::{CaringZone, MAX_RESIDENTS, Ring, SizeRemark, TYPICAL_MIN_RESIDENTS, ZoneAmenities, ZoneCare, ZoneCheck};
use crate::analysis::outcome::Fields;
use crate::analysis::outlines::{Sides, is_within};
use crate::analysis::scan::{centers_within, place_within};
use crate::analysis::situation::{Place, Situation};
use crate::analysis::suitability::{NormFields, ScoreField, norm_fields, score_field};
use crate::analysis::transit_class::{self, TransitRaster};
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::PeopleSum;
use crate::domain::housing::HousingForm;
use crate::domain::identity::id_from_source;
use crate::domain::norm::{NormSet, Verdict};
use crate::domain::transit::{TransitCoverage, TransitShares};
use crate::domain::variant::ZoneStatus;
use crate::grid::{Grid, Raster};

/// Square metres in a hectare.
const HECTARE_M2: f64 = 10_000.0;

/// Everything that zones are worked out from.
pub(in crate::analysis) struct Scene<'a> {
    pub(in crate::analysis) situation: &'a Situation,
    pub(in crate::analysis) norms: &'a NormSet,
    pub(in crate::analysis) grid: &'a Grid,
    pub(super) fields: &'a Fields,
    pub(super) transit: &'a Arc<TransitRaster>,
    rules: [Vec<NormFields<'a>>; 3],
    score: Option<Arc<ScoreField>>,
}

/// What takes longest to work out of a zone.
#[derive(Debug)]
pub(super) struct Measured {
    squares: Arc<[(usize, f64)]>,
    rings: Vec<Ring>,
    transit_shares: TransitShares,
    score: Option<f64>,
    checks: Vec<ZoneCheck>,
}

impl<'a> Scene<'a> {
    pub(in crate::analysis) fn new(
        situation: &'a Situation,
        norms: &'a NormSet,
        grid: &'a Grid,
        fields: &'a Fields,
        transit: &'a Arc<TransitRaster>,
    ) -> Self {
        let rules = HousingForm::ALL.map(|form| norm_fields(fields, norms, form));
        let unread: Vec<AmenityKind> = AmenityKind::all().filter(|kind| !situation.is_read(*kind)).collect();
        let score = score_field(grid, fields, &unread, norms, HousingForm::Clustered).map(Arc::new);
        Self { situation, norms, grid, fields, transit, rules, score }
    }

    /// The 24-uurszorglocaties, sorted by id.
    pub(in crate::analysis) fn care(&self) -> &'a [Place] {
        self.situation.places(AmenityKind::CARE).unwrap_or_default()
    }

    /// How far 24-uurszorg may be from a core, in straight metres.
    pub(super) fn core_care_m(&self) -> f64 {
        let norm = self.norms.find(HousingForm::Clustered, AmenityKind::CARE);
        let norm = norm.or_else(|| self.norms.find(HousingForm::StepFree, AmenityKind::CARE));
        norm.map_or(f64::INFINITY, |norm| norm.max.meters() / self.norms.detour_factor)
    }

    /// People in polygons that do not overlap, by area share of the squares.
    pub(in crate::analysis) fn people(&self, polygons: &[Polygon<f64>]) -> PeopleSum {
        self.people_of(polygons.iter().flat_map(|polygon| self.situation.ground.covered(polygon)))
    }

    /// Residents of a polygon, of whom those beyond the study area count too.
    pub(super) fn residents_anywhere(&self, polygon: &Polygon<f64>) -> Option<f64> {
        let mut sum = self.situation.ground.nobody();
        for (idx, share) in self.situation.ground.covered_anywhere(polygon) {
            sum.add_share(&self.situation.demand.cells()[idx].people, share);
        }
        sum.residents.value()
    }

    /// People in shares of squares.
    fn people_of(&self, squares: impl IntoIterator<Item = (usize, f64)>) -> PeopleSum {
        let mut sum = self.situation.ground.nobody();
        for (idx, share) in squares {
            sum.add_share(&self.situation.demand.cells()[idx].people, share);
        }
        sum
    }

    /// OV-klasse over the study area.
    pub(in crate::analysis) fn transit(&self) -> &Arc<TransitRaster> {
        self.transit
    }

    /// OV-klasse of the cell in which a place lies; beyond the grid of the place itself.
    pub(in crate::analysis) fn transit_coverage(&self, place: RdPoint) -> TransitCoverage {
        self.transit.at(place).unwrap_or_else(|| transit_class::at(place, self.situation.stop_tree()))
    }

    /// OV-klasse of every cell, on a very fine grid of cells some times as large.
    pub(in crate::analysis) fn transit_values(&self) -> Raster<TransitCoverage> {
        self.transit.raster_at_once()
    }

    /// Score of *geclusterd* wonen over the study area.
    pub(in crate::analysis) fn score(&self) -> Option<&Arc<ScoreField>> {
        self.score.as_ref()
    }

    /// Score of the cell in which a place lies, for *geclusterd* wonen.
    pub(in crate::analysis) fn cell_score(&self, place: RdPoint) -> Option<f64> {
        self.score.as_ref()?.at(place).map(f64::from)
    }
}

/// The middles of the four quarters of a square of 100 m: where it is sampled.
pub(in crate::analysis) fn quarters(middle: RdPoint) -> [RdPoint; 4] {
    [(-25.0, -25.0), (25.0, -25.0), (-25.0, 25.0), (25.0, 25.0)]
        .map(|(dx, dy)| RdPoint::at(middle.x() + dx, middle.y() + dy))
}

/// Measures a zone's rings, people, OV-klasse, score and norms; `alike` is a zone with the same outline last time.
pub(super) fn measured(scene: &Scene<'_>, draft: &Draft, alike: Option<&Alike<'_>>) -> Measured {
    let covered = || scene.situation.ground.covered(&draft.outline).into();
    let squares: Arc<[(usize, f64)]> = alike.map_or_else(covered, |alike| alike.measured.squares.clone());
    let rings: Vec<Ring> = HousingForm::ALL
        .into_iter()
        .filter(|form| !draft.pieces(*form).is_empty())
        .map(|form| {
            let known = alike.filter(|alike| alike.draft.pieces(form) == draft.pieces(form));
            let known = known.and_then(|alike| alike.measured.rings.iter().find(|ring| ring.form == form));
            known.cloned().unwrap_or_else(|| ring(scene, form, draft.pieces(form), &squares))
        })
        .collect();
    let samples = samples(scene, &draft.outline, &squares);
    let same_transit = alike.filter(|alike| alike.same_transit(scene));
    Measured {
        transit_shares: same_transit
            .map_or_else(|| transit_shares(scene, &samples), |alike| alike.measured.transit_shares),
        score: mean_score(scene, &samples),
        checks: checks(scene, &rings, draft, alike),
        squares,
        rings,
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
pub(super) fn zone(scene: &Scene<'_>, draft: &Draft, measured: &Measured) -> CaringZone {
    let people = measured.rings.last().map_or_else(PeopleSum::default, |ring| ring.people);
    let care = care(scene, draft);
    // A drawn zone may have no 24-uurszorg: then what is near is near its middle.
    let middle = || place_within(&draft.outline).map_or_else(|| RdPoint::at(0.0, 0.0), Rd);
    let anchor = care.first().map_or_else(middle, |care| care.point);
    let settlements = settlements(scene, draft, anchor);
    let named = settlements.first().map(String::as_str).into_iter().chain(care.first().map(|care| &*care.name));
    let name = named.collect::<Vec<_>>().join(" · ");
    CaringZone {
        id: uuid::Uuid::nil(),
        name,
        status: ZoneStatus::default(),
        amenities: amenities(scene, &draft.outline, anchor),
        municipalities: municipalities(scene, &draft.outline),
        settlements,
        area_ha: draft.outline.unsigned_area() / HECTARE_M2,
        people,
        squares: Arc::clone(&measured.squares),
        transit_class: measured.transit_shares.median(),
        transit_shares: measured.transit_shares,
        score: measured.score,
        checks: measured.checks.clone(),
        size_remark: people.residents.value().and_then(size_remark),
        care,
        outline: Rd(draft.outline.clone()),
        core: draft.core.map(Rd),
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

/// The id of the zone that rests on an anchor; further zones of the same anchor are numbered by size, from 1.
#[must_use]
pub fn zone_id(anchor: uuid::Uuid, number: usize) -> uuid::Uuid {
    id_from_source("zone", &format!("{anchor}/{number}"))
}

/// The id of the anchor that a proposal rests on.
fn anchor_id(zone: &CaringZone) -> uuid::Uuid {
    zone.first_anchor().map_or(uuid::Uuid::nil(), |care| care.id)
}

fn care(scene: &Scene<'_>, draft: &Draft) -> Vec<ZoneCare> {
    let all = scene.care();
    let as_care =
        |idx: usize, anchor| ZoneCare { id: all[idx].id, name: all[idx].name.clone(), point: all[idx].point, anchor };
    let bounds = draft.outline.bounding_rect();
    let near = bounds.map_or_else(Vec::new, |bounds| scene.situation.idxs_in_box(AmenityKind::CARE, &bounds));
    let sides = Sides::new(&draft.outline);
    let is_anchor = |idx: &usize| draft.anchors.binary_search(idx).is_ok();
    let others = near.into_iter().filter(|idx| !is_anchor(idx) && sides.contain(all[*idx].point.0));
    draft.anchors.iter().map(|idx| as_care(*idx, true)).chain(others.map(|idx| as_care(idx, false))).collect()
}

/// The kern of the first anchor, and those whose name stands within the outline, the nearest to that anchor first.
fn settlements(scene: &Scene<'_>, draft: &Draft, anchor: RdPoint) -> Vec<String> {
    let all = &scene.situation.settlements;
    let Some(own) = scene.situation.settlement_at(anchor) else { return Vec::new() };
    let bounds = draft.outline.bounding_rect();
    let lies_in = |place: RdPoint| bounds.is_some_and(|b| is_within(&b, place.0)) && draft.outline.contains(&place.0);
    let mut others: Vec<_> = all.iter().filter(|s| s.id != own.id && lies_in(s.point)).collect();
    others.sort_by(|a, b| a.point.straight_distance_m(anchor).total_cmp(&b.point.straight_distance_m(anchor)));
    std::iter::once(own).chain(others).map(|s| s.name.clone()).collect()
}

fn municipalities(scene: &Scene<'_>, outline: &Polygon<f64>) -> Vec<String> {
    let all = &scene.situation.municipalities;
    let idxs = scene.situation.ground.municipalities_of(outline, all.len());
    idxs.into_iter().map(|idx| all[idx].name.clone()).collect()
}

fn amenities(scene: &Scene<'_>, outline: &Polygon<f64>, anchor: RdPoint) -> Vec<ZoneAmenities> {
    let Some(bounds) = outline.bounding_rect() else { return Vec::new() };
    let sides = Sides::new(outline);
    let known = AmenityKind::all().filter(|kind| scene.situation.places(*kind).is_some());
    let of_kinds = known.map(|kind| {
        let near = scene.situation.in_box(kind, &bounds);
        let nearest = scene.situation.nearest(kind, anchor);
        ZoneAmenities {
            kind,
            count: near.filter(|place| sides.contain(place.point.0)).count(),
            nearest_name: nearest.map(|(place, _)| Arc::clone(&place.name)),
            nearest_m: nearest.map(|(_, straight_m)| straight_m * scene.norms.detour_factor),
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

/// Every norm held against the ring of its woonvorm; `alike` is a zone with the same outline last time.
fn checks(scene: &Scene<'_>, rings: &[Ring], draft: &Draft, alike: Option<&Alike<'_>>) -> Vec<ZoneCheck> {
    let sampled: Vec<SampledRing> = rings.iter().map(|ring| SampledRing::new(scene, ring)).collect();
    let whole = sampled.iter().find(|ring| ring.form == HousingForm::StepFree);
    let same_ring = HousingForm::ALL.map(|form| alike.filter(|last| last.draft.pieces(form) == draft.pieces(form)));
    scene
        .norms
        .norms
        .iter()
        .enumerate()
        .map(|(norm_idx, norm)| {
            let rule = scene.rules[norm.form as usize].iter().find(|rule| std::ptr::eq(rule.norm, norm));
            if let (Some(last), Some(rule)) = (same_ring[norm.form as usize], rule)
                && last.same_rule(scene, norm_idx, rule)
            {
                return last.measured.checks[norm_idx].clone();
            }
            let ring = sampled.iter().find(|ring| ring.form == norm.form);
            let value_m = rule.zip(ring).and_then(|(rule, ring)| {
                let largest = ring.farthest_m(scene, rule)?;
                let holds_there = norm.required && !(draft.is_drawn && norm.form == HousingForm::StepFree);
                Some(if holds_there { largest.min(norm.max.meters()) } else { largest })
            });
            let verdict = match (rule, ring) {
                (None, _) => Verdict::NoLayer,
                (Some(_), Some(_)) if value_m.is_some_and(|value| norm.holds_at(value)) => Verdict::Holds,
                // What a variant adds is too far, and what else there is nobody knows.
                _ if norm.kinds.iter().all(|kind| !scene.situation.is_read(*kind)) => Verdict::NoLayer,
                (Some(_), Some(_)) => Verdict::TooFar,
                (Some(rule), None) if whole.is_some_and(|whole| whole.may_hold_somewhere(scene, rule)) => {
                    Verdict::NoRing
                }
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
        })
        .collect()
}

/// Where a ring is measured.
struct SampledRing<'a> {
    form: HousingForm,
    /// The cells whose middle lies in it, as runs in a row.
    runs: Vec<(usize, Range<usize>)>,
    /// The rims of its pieces and of their holes: distances are largest there.
    rims: Vec<&'a LineString<f64>>,
}

/// Taken off what need not be measured, in metres of walking: far above rounding.
const SLACK_M: f64 = 0.01;

impl<'a> SampledRing<'a> {
    fn new(scene: &Scene<'_>, ring: &'a Ring) -> Self {
        let mut runs = Vec::new();
        for piece in &ring.outline.0 {
            centers_within(piece, scene.grid, |row, cols| runs.push((row, cols)));
        }
        let rims = ring.outline.0.iter().flat_map(|piece| std::iter::once(piece.exterior()).chain(piece.interiors()));
        Self { form: ring.form, runs, rims: rims.collect() }
    }

    /// The largest walking distance from one of its cells or corners to the nearest of a norm's kinds, in metres; `None`
    /// when there is no place at all.
    ///
    /// From one place to another the distance changes by no more than the walk between them. So a corner cannot be farther
    /// than the middle of its cell and the walk to there, and after a corner that is near all corners are skipped that
    /// cannot be farther than the farthest so far. A required rule holds everywhere in its ring, so nothing is farther
    /// than its norm.
    fn farthest_m(&self, scene: &Scene<'_>, rule: &NormFields<'_>) -> Option<f64> {
        let at_cells = self.runs.iter().map(|(row, cols)| rule.largest_m(*row, cols.clone())).fold(0.0, f32::max);
        let factor = scene.norms.detour_factor;
        let limit = if rule.norm.required { rule.norm.max.meters() - SLACK_M } else { f64::INFINITY };
        let mut largest = f64::from(at_cells);
        for rim in &self.rims {
            let mut to_skip_m = 0.0;
            let mut last: Option<Coord<f64>> = None;
            for corner in rim.coords() {
                to_skip_m -= last.replace(*corner).map_or(0.0, |last| (corner.x - last.x).hypot(corner.y - last.y));
                if to_skip_m > 0.0 {
                    continue;
                }
                if largest >= limit {
                    break;
                }
                let corner = Rd(geo::Point(*corner));
                let mut walking_m = at_most_m(scene, rule, corner);
                if walking_m > largest {
                    let found = rule.norm.kinds.iter().filter_map(|kind| scene.situation.nearest_m(*kind, corner));
                    walking_m = found.fold(f64::INFINITY, f64::min) * factor;
                    largest = largest.max(walking_m);
                }
                to_skip_m = (largest - walking_m - SLACK_M) / factor;
            }
        }
        largest.is_finite().then_some(largest)
    }
}

impl SampledRing<'_> {
    /// May a norm hold somewhere in it? It does not when it is too far from the middle of each cell by more than half the
    /// cell's diagonal.
    fn may_hold_somewhere(&self, scene: &Scene<'_>, rule: &NormFields<'_>) -> bool {
        let half_m = scene.norms.detour_factor * scene.grid.cell_m() * std::f64::consts::FRAC_1_SQRT_2 + SLACK_M;
        let may_hold = |col: usize, row: usize| {
            let nearest_m = f64::from(rule.walking_m((col, row))) - half_m;
            rule.norm.holds_at(nearest_m)
        };
        self.runs.is_empty() || self.runs.iter().any(|(row, cols)| cols.clone().any(|col| may_hold(col, *row)))
    }
}

/// What a place's walking distance cannot exceed: that from the middle of its cell, and the walk to there.
fn at_most_m(scene: &Scene<'_>, rule: &NormFields<'_>, place: RdPoint) -> f64 {
    scene.grid.position_of(place).map_or(f64::INFINITY, |(col, row)| {
        let to_middle_m = scene.norms.detour_factor * scene.grid.center(col, row).straight_distance_m(place);
        f64::from(rule.walking_m((col, row))) + to_middle_m + SLACK_M
    })
}
