//! Laws of variants: what an intervention does to the outcome, and what it leaves alone.

use std::sync::{Arc, LazyLock};

use geo::{Area, BooleanOps, BoundingRect, Coord, Rect};
use proptest::prelude::*;
use uuid::Uuid;
use zorgkring::analysis::assessment::{PlaceAssessment, assess};
use zorgkring::analysis::outcome::Outcome;
use zorgkring::analysis::zones::{CaringZone, RegionRings};
use zorgkring::crs::{Rd, RdPoint};
use zorgkring::demo;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, LayerSource, Role};
use zorgkring::domain::housing::HousingForm;
use zorgkring::domain::norm::Verdict;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::twins::Apart;
use zorgkring::domain::variant::{Intervention, PlannedZone, ZoneStatus};
use zorgkring::import::normenkader;
use zorgkring::project::Project;
use zorgkring::session::{InputHash, PlannedGround, outcome_now};

static DEMO: LazyLock<Baseline> = LazyLock::new(demo::baseline);
static BEFORE: LazyLock<Outcome> = LazyLock::new(|| with(&[]));

/// What follows on the demo region with these interventions.
fn with(interventions: &[Intervention]) -> Outcome {
    let ground = PlannedGround::once(&DEMO, &Apart::new(), interventions);
    outcome_now(&ground.situation, &Project::new(normenkader::standard())).0
}

fn put(zone: &CaringZone, status: ZoneStatus) -> Intervention {
    let zone = PlannedZone { id: zone.id, name: zone.name.clone(), outline: zone.outline.clone(), status };
    Intervention::PutZone { zone, replaces: Vec::new() }
}

fn aged(people: Option<f64>) -> f64 {
    people.expect("the demo region knows its people")
}

/// Everything but the order and the floats' last bits, which hang on how a ring was cut.
fn nearly(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn an_accepted_zone_has_the_figures_of_the_proposal_it_was() {
    for idx in [0, 7, 31] {
        let proposal = &BEFORE.zones[idx];
        let after = with(&[put(proposal, ZoneStatus::Accepted)]);
        let zone = after.zones.iter().find(|zone| zone.id == proposal.id).expect("still there");
        assert_eq!(zone.status, ZoneStatus::Accepted);
        assert_eq!((&zone.name, zone.transit_class), (&proposal.name, proposal.transit_class));
        assert!(
            nearly(zone.area_ha, proposal.area_ha)
                && nearly(aged(zone.people.residents.value()), aged(proposal.people.residents.value()))
        );
        for (now, then) in zone.checks.iter().zip(&proposal.checks) {
            assert_eq!((now.verdict, &now.kinds), (then.verdict, &then.kinds), "{}", zone.name);
            let (now, then) = (now.value_m.unwrap_or(0.0), then.value_m.unwrap_or(0.0));
            // A ring cut out of the region's ring again may lose a chord of half a metre.
            assert!((now - then).abs() < 2.0, "{now} {then}");
        }
        assert_eq!(after.zones.len(), BEFORE.zones.len());
        assert!(nearly(aged(after.region.in_zones.residents.value()), aged(BEFORE.region.in_zones.residents.value())));
    }
}

/// What an area would be is what it becomes, figure by figure.
#[test]
fn a_drawn_area_that_is_tried_has_exactly_the_figures_of_the_zone_that_is_made_of_it() {
    let ground = PlannedGround::once(&DEMO, &Apart::new(), &[]);
    let norms = Project::new(normenkader::standard()).effective_norms();
    let rings = RegionRings::new(&ground.situation, &norms);
    let around = |idx: usize, by_m: f64| {
        let bounds = BEFORE.zones[idx].outline.0.bounding_rect().expect("an outline");
        let by = Coord { x: by_m, y: by_m };
        Rect::new(bounds.min() - by, bounds.max() + by).to_polygon()
    };
    let far = Rect::new((200_000.0, 400_000.0), (201_000.0, 401_000.0)).to_polygon();
    let areas = [around(0, 0.0), around(5, 400.0), around(21, -150.0), BEFORE.zones[2].outline.0.clone(), far];
    for (n, area) in areas.into_iter().enumerate() {
        let name = if n == 0 { "Getekend".to_owned() } else { String::new() };
        let drawn = PlannedZone { id: Uuid::from_u128(900), name, outline: Rd(area), status: ZoneStatus::Sketched };
        let tried = BEFORE.try_zone(&ground.situation, &norms, &rings, &drawn);
        let after = with(&[Intervention::PutZone { zone: drawn, replaces: Vec::new() }]);
        let made = after.zones.iter().find(|zone| zone.id == Uuid::from_u128(900)).expect("it was put");
        assert_eq!(tried, *made, "area {n}");
        assert_eq!(made.people.residents.value() == Some(0.0), n == 4, "people live everywhere but far away");
    }
}

#[test]
fn a_rejected_zone_takes_its_people_out_of_the_region_and_nothing_else() {
    let rejected = &BEFORE.zones[3];
    let after = with(&[Intervention::RejectZone { id: rejected.id, name: rejected.name.clone() }]);
    let lost = aged(BEFORE.region.in_zones.aged_75_plus.value()) - aged(after.region.in_zones.aged_75_plus.value());
    assert!(nearly(lost, aged(rejected.people.aged_75_plus.value())), "{lost}");
    assert_eq!(after.region.people, BEFORE.region.people);
    for (now, then) in after.zones.iter().zip(&BEFORE.zones) {
        assert_eq!(now.status == ZoneStatus::Rejected, now.id == rejected.id);
        assert_eq!(CaringZone { status: then.status, ..now.clone() }, *then);
    }
}

#[test]
fn zones_that_are_merged_are_one_with_the_people_of_both() {
    let touching = |a: &CaringZone, b: &CaringZone| {
        let joined = a.outline.0.union(&b.outline.0);
        (joined.0.len() == 1).then(|| joined.0[0].clone())
    };
    let pairs = BEFORE.zones.iter().enumerate().flat_map(|(idx, a)| BEFORE.zones[..idx].iter().map(move |b| (a, b)));
    let (a, b, outline) =
        pairs.filter_map(|(a, b)| Some((a, b, touching(a, b)?))).next().expect("a town of several zones");
    let zone = PlannedZone { id: a.id, name: "Samen".to_owned(), outline: Rd(outline), status: ZoneStatus::Sketched };
    let after = with(&[Intervention::PutZone { zone, replaces: vec![b.id] }]);
    assert_eq!(after.zones.len(), BEFORE.zones.len() - 1);
    let merged = after.zones.iter().find(|zone| zone.id == a.id).expect("the merged one");
    let both = aged(a.people.residents.value()) + aged(b.people.residents.value());
    assert!((aged(merged.people.residents.value()) - both).abs() < 0.01 * both);
    assert_eq!(merged.status, ZoneStatus::Sketched);
    assert!(after.zones.iter().all(|zone| zone.id != b.id));
}

/// People of squares by their share in the union of all standing outlines: slowly, with geo alone.
fn people_in_union(outcome: &Outcome) -> f64 {
    let standing = outcome.zones.iter().filter(|zone| zone.status != ZoneStatus::Rejected);
    let outlines: Vec<_> = standing.map(|zone| zone.outline.0.clone()).collect();
    let union = geo::unary_union(&outlines);
    let pieces: Vec<(Rect<f64>, _)> =
        union.0.iter().map(|piece| (piece.bounding_rect().expect("some"), piece)).collect();
    let mut sum = 0.0;
    for cell in DEMO.demand.cells() {
        let center = cell.center();
        let half = Coord { x: 50.0, y: 50.0 };
        let square = Rect::new(center.0.0 - half, center.0.0 + half);
        let near = pieces.iter().filter(|(bounds, _)| {
            bounds.min().x < square.max().x
                && square.min().x < bounds.max().x
                && bounds.min().y < square.max().y
                && square.min().y < bounds.max().y
        });
        let covered: f64 = near.map(|(_, piece)| piece.intersection(&square.to_polygon()).unsigned_area()).sum();
        sum += covered / 10_000.0 * cell.people.residents.unwrap_or(0.0);
    }
    sum
}

#[test]
fn nobody_is_counted_twice_where_a_drawn_zone_lies_over_proposals() {
    let bounds = BEFORE.zones[0].outline.0.bounding_rect().expect("an outline");
    let by = Coord { x: 400.0, y: 650.0 };
    let outline = Rect::new(bounds.min() + by, bounds.max() + by).to_polygon();
    let drawn = |n: u128, outline| {
        let zone = PlannedZone {
            id: Uuid::from_u128(n),
            name: String::new(),
            outline: Rd(outline),
            status: ZoneStatus::Sketched,
        };
        Intervention::PutZone { zone, replaces: Vec::new() }
    };
    let inner = Rect::new(bounds.min() + by * 1.2, bounds.max()).to_polygon();
    let after = with(&[drawn(1, outline), drawn(2, inner)]);
    assert_eq!(after.zones.len(), BEFORE.zones.len() + 2);
    let (counted, union) = (aged(after.region.in_zones.residents.value()), people_in_union(&after));
    assert!((counted - union).abs() < 1e-4 * union, "{counted} in figures, {union} in the union");
    let per_gemeente: f64 = after.region.municipalities.iter().map(|m| aged(m.in_zones.residents.value())).sum();
    assert!(per_gemeente <= counted * 1.0001);
}

#[test]
fn a_drawn_zone_says_where_a_required_norm_does_not_hold() {
    let bounds = BEFORE.zones[0].outline.0.bounding_rect().expect("an outline");
    let by = Coord { x: 3_000.0, y: 3_000.0 };
    let outline = Rect::new(bounds.min() - by, bounds.max() + by).to_polygon();
    let zone = PlannedZone {
        id: Uuid::from_u128(5),
        name: "Ruim".to_owned(),
        outline: Rd(outline),
        status: ZoneStatus::Sketched,
    };
    let after = with(&[Intervention::PutZone { zone, replaces: Vec::new() }]);
    let wide = after.zones.iter().find(|zone| zone.name == "Ruim").expect("the drawn one");
    let outer =
        |required: bool| wide.checks.iter().filter(move |c| c.required == required && c.form == HousingForm::StepFree);
    assert!(outer(true).any(|check| check.verdict.holds() == Some(false) && check.value_m > Some(check.norm_m)));
    let core = wide.ring(HousingForm::Clustered).expect("it holds cores");
    let proposals = BEFORE.zones.iter().filter_map(|zone| zone.ring(HousingForm::Clustered));
    let largest = proposals.map(|ring| ring.area_ha).fold(0.0, f64::max);
    assert!(core.area_ha > 0.0 && core.area_ha < 50.0 * largest);
    for check in wide.checks.iter().filter(|check| check.required && check.form == HousingForm::Clustered) {
        assert!(check.value_m.is_none_or(|meters| meters <= check.norm_m));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn an_added_place_never_shrinks_anybodys_reach_and_taking_it_out_gives_the_region_of_before(
        east in 0.0..1.0_f64, north in 0.0..1.0_f64, kind in 0..3_usize,
    ) {
        let bounds = BEFORE.grid.bounds();
        let at = RdPoint::at(bounds.min().x + east * bounds.width(), bounds.min().y + north * bounds.height());
        let kind = ["zorg24", "supermarkt", "ontmoeting"].map(|role| AmenityKind::from_role(role).expect("known"))[kind];
        let id = Uuid::from_u128(9);
        let added = Intervention::add(id, Some(kind), "Nieuw", at, None);
        let after = with(std::slice::from_ref(&added));
        let before = aged(BEFORE.region.in_zones.residents.value());
        prop_assert!(aged(after.region.in_zones.residents.value()) >= before - 1e-6 * before);
        let again = with(&[added, Intervention::ClosePlace { id }]);
        prop_assert_eq!(&again.zones, &BEFORE.zones);
        prop_assert_eq!(&again.region, &BEFORE.region);
        prop_assert_eq!(again.near_misses.len(), BEFORE.near_misses.len());
    }
}

#[test]
fn what_a_variant_changes_leaves_the_baseline_as_it_was() {
    let baseline = Arc::new(DEMO.clone());
    let id = baseline.places[PlaceClass::Care][0].id;
    let ground = PlannedGround::once(&baseline, &Apart::new(), &[Intervention::ClosePlace { id }]);
    assert_eq!(ground.baseline.places[PlaceClass::Care].len() + 1, baseline.places[PlaceClass::Care].len());
    assert_eq!(*baseline, *DEMO);
    assert!(Arc::ptr_eq(&ground.baseline.demand, &baseline.demand), "people are shared");
}

/// The demo region without its layers of these kinds.
fn without(kinds: &[AmenityKind]) -> Baseline {
    let mut ground = DEMO.clone();
    ground.layers.retain(|layer| !kinds.iter().any(|kind| layer.role == Role::Kind(*kind)));
    ground.places[PlaceClass::Amenity].retain(|amenity| amenity.kind().is_none_or(|kind| !kinds.contains(&kind)));
    ground.places[PlaceClass::Care].retain(|_| !kinds.contains(&AmenityKind::CARE));
    ground
}

fn added(kind: AmenityKind, point: RdPoint) -> Intervention {
    Intervention::add(Uuid::from_u128(77), Some(kind), "Nieuw", point, None)
}

#[test]
fn one_place_of_a_kind_that_nobody_gave_makes_nothing_known_of_the_rest_of_the_region() {
    let ground = without(&[AmenityKind::CARE]);
    let anchor = BEFORE.zones[0].care[0].point;
    let interventions = [added(AmenityKind::CARE, anchor)];
    let planned = PlannedGround::once(&ground, &Apart::new(), &interventions);
    let (outcome, _) = outcome_now(&planned.situation, &Project::new(normenkader::standard()));
    assert!(!outcome.zones.is_empty(), "the place that was added makes a zone");
    assert_eq!(outcome.n_zones_known(), None);
    assert_eq!(outcome.region.unread.len(), 1);
    assert_eq!(outcome.region.in_zones.residents.value(), None);
    assert!(outcome.region.municipalities.iter().all(|of| of.in_zones.residents.value().is_none()));
    let zone = &outcome.zones[0];
    let put = PlannedGround::once(&ground, &Apart::new(), &[put(zone, ZoneStatus::Accepted)]);
    let (outcome, _) = outcome_now(&put.situation, &Project::new(normenkader::standard()));
    assert_eq!(outcome.n_zones_known(), Some(1), "what people put is there");
    assert!(outcome.region.in_zones.residents.value().is_some());
}

#[test]
fn a_place_of_a_kind_that_nobody_gave_says_something_only_where_it_is_near_enough() {
    let doctor = AmenityKind::from_role("huisarts").expect("a kind");
    let norms = normenkader::standard();
    let kinds = norms.norms.iter().find(|norm| norm.kinds.contains(&doctor)).expect("a norm").kinds.clone();
    let ground = without(&kinds);
    let (zone, far) = (&BEFORE.zones[0], &BEFORE.zones[31]);
    let (here, there) = (zone.care[0].point, far.care[0].point);
    let of_doctor = |assessment: &PlaceAssessment| -> Vec<(Verdict, Option<f64>)> {
        let checks = assessment.checks.iter().filter(|check| check.kinds.contains(&doctor));
        checks.map(|check| (check.verdict, check.nearest.as_ref().map(|nearest| nearest.walking_m))).collect()
    };
    let before = PlannedGround::once(&ground, &Apart::new(), &[]);
    let after = PlannedGround::once(&ground, &Apart::new(), &[added(doctor, here)]);
    let near = of_doctor(&assess(&after.situation, &norms, here));
    assert!(!near.is_empty() && near.iter().all(|check| *check == (Verdict::Holds, Some(0.0))), "{near:?}");
    let elsewhere = assess(&after.situation, &norms, there);
    let unknown = of_doctor(&elsewhere);
    assert!(unknown.iter().all(|check| *check == (Verdict::NoLayer, None)), "{unknown:?}");
    assert!(elsewhere.nearest.iter().all(|nearest| nearest.kind != doctor));
    assert_eq!(elsewhere.scores, assess(&before.situation, &norms, there).scores);
    let (outcome, _) = outcome_now(&after.situation, &Project::new(norms.clone()));
    let zone_there = outcome.zones.iter().find(|of| of.id == far.id).expect("it needs no huisarts");
    let in_zone = zone_there.checks.iter().filter(|check| check.kinds.contains(&doctor));
    assert!(in_zone.clone().count() > 0);
    assert!(in_zone.clone().all(|check| (check.verdict, check.value_m) == (Verdict::NoLayer, None)));
    assert!(zone_there.amenities.iter().all(|of| of.kind != doctor));
    assert_ne!(InputHash::of(&after.situation, &Project::new(norms.clone())), {
        let given = PlannedGround::once(&given_empty(ground, doctor), &Apart::new(), &[added(doctor, here)]);
        InputHash::of(&given.situation, &Project::new(norms))
    });
}

/// The same ground with a layer of this kind that has nothing in it.
fn given_empty(mut ground: Baseline, kind: AmenityKind) -> Baseline {
    let like = ground.layers[0].clone();
    ground.layers.push(LayerSource { role: Role::Kind(kind), n_features: 0, ..like });
    ground
}
