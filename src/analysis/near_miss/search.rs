//! What has no zone, and where only one kind is missing for it to have one.

use std::collections::{BTreeMap, BTreeSet};

use geo::{BoundingRect, Contains, Polygon};
use rayon::prelude::*;
use rstar::RTree;
use uuid::Uuid;

use super::miss::WithoutZone;
use crate::analysis::places::ServingPlace;
use crate::analysis::scene::Scene;
use crate::analysis::walk::{Addition, LocalRule, Solved, local_rules, missing_area, missing_around};
use crate::analysis::zones::CaringZone;
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::{DemandCell, PeopleCounts};
use crate::domain::housing::HousingForm;
use crate::domain::norm::INCLUSIVE_TOLERANCE_M;
use crate::domain::settlement::Settlement;
use crate::geometry::bounds::{envelope, is_within};
use crate::geometry::outlines::Outlines;
use crate::geometry::scan::place_within;

/// An addition that may make a zone of a subject, with the pieces where only it is missing for a core.
pub(super) type Task<'t> = (WithoutZone, &'t Addition, Vec<Polygon<f64>>);

/// The rules of the core and of the outer ring, and what is already in a zone.
pub(super) struct Search<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) zones: &'a [CaringZone],
    pub(super) core: Vec<LocalRule>,
    pub(super) outer: Vec<LocalRule>,
    outlines: Outlines<'a>,
    /// A place in the core of each zone.
    pub(super) core_places: RTree<[f64; 2]>,
    /// Per square with people the share that lies in a zone.
    pub(super) in_zone: Vec<f64>,
    /// The 24-uurszorglocaties without a zone.
    pub(super) care_without: Vec<WithoutZone>,
    /// Where these stand.
    care_without_places: RTree<[f64; 2]>,
    /// For each kern whether it has no zone.
    settlement_is_without: Vec<bool>,
}

fn shares_in_zones(scene: &Scene<'_>, zones: &[CaringZone]) -> Vec<f64> {
    let mut shares = vec![0.0; scene.situation.demand.cells().len()];
    for (idx, share) in zones.iter().flat_map(|zone| &*zone.squares) {
        shares[*idx] += share;
    }
    shares
}

fn care_without_zone(scene: &Scene<'_>, zones: &[CaringZone]) -> Vec<WithoutZone> {
    let served: BTreeSet<Uuid> = zones.iter().flat_map(|zone| zone.care.iter().map(|care| care.id)).collect();
    let is_without =
        |place: &&ServingPlace| !served.contains(&place.id) && scene.situation.people.is_inside(place.point);
    let without: Vec<&ServingPlace> = scene.care().iter().filter(is_without).collect();
    let subject =
        |place: &&ServingPlace| WithoutZone::Care { id: place.id, name: place.name.clone(), point: place.point };
    apart(without).iter().map(subject).collect()
}

/// Of more 24-uurszorglocaties than this in one square of a hectare, the first stands for all: what one lacks they all lack.
const MANY_IN_HECTARE: usize = 4;

fn apart(care: Vec<&ServingPlace>) -> Vec<&ServingPlace> {
    let mut in_hectare: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    let hectare = |place: &&ServingPlace| {
        let DemandCell { col, row, .. } = DemandCell::at(place.point, PeopleCounts::default());
        (col, row)
    };
    for place in &care {
        *in_hectare.entry(hectare(place)).or_default() += 1;
    }
    let mut told = BTreeSet::new();
    let mut stands_for_itself = |place: &&ServingPlace| {
        let at = hectare(place);
        in_hectare.get(&at).is_none_or(|n| *n <= MANY_IN_HECTARE) || told.insert(at)
    };
    care.into_iter().filter(|place| stands_for_itself(place)).collect()
}

/// Which kernen in the study area have no zone. A kern has one when its name stands in one, or when it has a 24-uurszorglocatie of one.
fn settlements_without_zone(scene: &Scene<'_>, zones: &[CaringZone], outlines: &Outlines<'_>) -> Vec<bool> {
    let settlements = scene.situation.settlements.iter();
    let is_inside = |place: RdPoint| scene.situation.people.is_inside(place);
    let mut without: Vec<bool> =
        settlements.map(|s| outlines.position(s.point.0).is_none() && is_inside(s.point)).collect();
    for care in zones.iter().flat_map(|zone| &zone.care) {
        if let Some(idx) = scene.situation.settlement_idx_at(care.point) {
            without[idx] = false;
        }
    }
    without
}

impl<'a> Search<'a> {
    /// Nothing when no required rule bounds a core or a zone: then there is nothing to miss.
    pub(super) fn new(scene: &'a Scene<'a>, zones: &'a [CaringZone]) -> Option<Self> {
        let rules = |form| local_rules(scene.situation, scene.norms, form);
        let (core, outer) = (rules(HousingForm::Clustered)?, rules(HousingForm::StepFree)?);
        let outlines = Outlines::new(zones.iter().map(|zone| &zone.outline.0));
        let care_without = care_without_zone(scene, zones);
        Some(Self {
            scene,
            zones,
            core,
            outer,
            in_zone: shares_in_zones(scene, zones),
            care_without_places: RTree::bulk_load(care_without.iter().map(|care| care.point().0.0.into()).collect()),
            care_without,
            settlement_is_without: settlements_without_zone(scene, zones, &outlines),
            outlines,
            core_places: RTree::bulk_load(
                zones.iter().filter_map(|zone| zone.core).map(|place| place.0.0.into()).collect(),
            ),
        })
    }
}

impl Search<'_> {
    /// 24-uurszorglocaties without a zone where an addition would make a core.
    pub(super) fn care_tasks<'t>(&self, additions: &'t [Addition]) -> impl ParallelIterator<Item = Task<'t>> {
        self.care_without.par_iter().flat_map_iter(|subject| {
            let others = additions.iter().filter(|addition| !addition.kinds.contains(&AmenityKind::CARE));
            let with_area = others.map(|addition| (addition, missing_around(&self.core, addition, subject.point())));
            let with_area = with_area.filter(|(_, pieces)| !pieces.is_empty());
            with_area.map(|(addition, pieces)| (subject.clone(), addition, pieces))
        })
    }

    /// Kernen without a zone where an addition would make a core, other than with a 24-uurszorglocatie without a zone:
    /// those are subjects of their own.
    pub(super) fn settlement_tasks<'t>(&self, addition: &'t Addition, last: &mut Option<Solved>) -> Vec<Task<'t>> {
        let settlements = &self.scene.situation.settlements;
        let without_zone = &self.settlement_is_without;
        let mut pieces_of: Vec<Vec<Polygon<f64>>> = vec![Vec::new(); settlements.len()];
        *last = missing_area(&self.core, addition, last.as_ref());
        for piece in last.iter().flat_map(|area| &area.polygons) {
            let Some(place) = place_within(piece) else { continue };
            let own = self.scene.situation.settlement_idx_at(Rd(place)).filter(|idx| without_zone[*idx]);
            let bounds = piece.bounding_rect();
            let holds = |s: &Settlement| {
                bounds.is_some_and(|bounds| is_within(&bounds, s.point.0.0)) && piece.contains(&s.point.0)
            };
            let idx =
                own.or_else(|| (0..settlements.len()).find(|idx| without_zone[*idx] && holds(&settlements[*idx])));
            let Some(idx) = idx.filter(|_| self.outlines.position(place).is_none()) else { continue };
            if addition.kinds.contains(&AmenityKind::CARE) || !self.has_care_without_near(piece) {
                pieces_of[idx].push(piece.clone());
            }
        }
        let with_pieces = settlements.iter().zip(pieces_of).filter(|(_, pieces)| !pieces.is_empty());
        let tasks = with_pieces.map(|(settlement, pieces)| {
            let (id, name, point) = (settlement.id, settlement.name.as_str().into(), settlement.point);
            (WithoutZone::Settlement { id, name, point }, addition, pieces)
        });
        tasks.collect()
    }

    /// Is a 24-uurszorglocatie without a zone near enough to a core to anchor it?
    fn has_care_without_near(&self, piece: &Polygon<f64>) -> bool {
        let Some(bounds) = piece.bounding_rect() else { return false };
        let walk = self.scene.walk;
        let rules = self.core.iter().filter(|rule| rule.kinds.contains(&AmenityKind::CARE));
        let care_m = rules.map(|rule| rule.walking_m).fold(f64::INFINITY, f64::min);
        let mut near = self.care_without_places.locate_in_envelope(&envelope(&walk.around(&bounds, care_m)));
        near.any(|[x, y]| walk.is_within(care_m, piece, &bounds, RdPoint::at(*x, *y)))
    }

    /// Is one of the kinds of the addition already within the norm of the subject?
    pub(super) fn has_within_norm(&self, subject: &WithoutZone, addition: &Addition) -> bool {
        let nearest_m = self.scene.walk.nearest_m(self.scene.situation, &addition.kinds, subject.point());
        nearest_m <= addition.walking_m + INCLUSIVE_TOLERANCE_M
    }
}
