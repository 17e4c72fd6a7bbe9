//! Laws of the analysis: what must hold for every situation.

use std::sync::{Arc, LazyLock};

use geo::{Area, BooleanOps, Contains, Euclidean, Intersects, Length, Validation};
use proptest::prelude::*;
use zorgkring::analysis::assessment::assess;
use zorgkring::analysis::cancel::Cancel;
use zorgkring::analysis::outcome::{self, Cache, Outcome};
use zorgkring::analysis::places::ServingPlace;
use zorgkring::analysis::situation::Situation;
use zorgkring::crs::RdPoint;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::demand::{Demand, DemandCell, PeopleCounts};
use zorgkring::domain::housing::HousingForm;
use zorgkring::domain::identity::id_from_source;
use zorgkring::domain::norm::NormSet;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::settlement::Settlement;
use zorgkring::import::normenkader;
use zorgkring::units::Meters;

fn kind(role: &str) -> AmenityKind {
    AmenityKind::from_role(role).expect("a kind of the catalogue")
}

fn compute(situation: &Situation, norms: &NormSet) -> Outcome {
    outcome::compute(situation, norms, 50, &mut Cache::default(), &Cancel::default(), &|_| {})
        .expect("nobody cancels it")
}

/// A plain of 8 by 8 km with 10 people in every square, a fifth of them 75-plus.
fn plain() -> Situation {
    let people = PeopleCounts { residents: Some(10.0), aged_65_plus: Some(4.0), aged_75_plus: Some(2.0) };
    let cells = (0..6_400).map(|i| DemandCell { col: 2_400 + i % 80, row: 4_700 + i / 80, people }).collect();
    let settlement = Settlement {
        id: id_from_source("test", "kern"),
        name: "Dorp".to_owned(),
        municipality_code: None,
        people: PeopleCounts::default(),
        point: RdPoint::at(244_000.0, 474_000.0),
        outline: None,
        provenance: zorgkring::domain::identity::Provenance::default(),
    };
    let baseline = Baseline {
        demand: Demand::from_cells(cells).into(),
        settlements: vec![settlement].into(),
        ..Baseline::default()
    };
    Situation::from_baseline(&baseline)
}

/// Places in whole tens of metres on the plain, of the three kinds that the standard norms require.
fn with_places(places: &[(i32, i32, usize)]) -> Situation {
    let kinds = [AmenityKind::CARE, kind("supermarkt"), kind("ontmoeting")];
    // One ground for all, as it is while somebody moves places about: what rests on it alone can be taken over.
    static PLAIN: LazyLock<Situation> = LazyLock::new(plain);
    let mut situation = PLAIN.clone();
    for (kind_idx, kind) in kinds.into_iter().enumerate() {
        let of_kind = places.iter().filter(|(_, _, k)| *k == kind_idx).map(|(x, y, _)| ServingPlace {
            id: id_from_source("test", &format!("{x} {y} {kind_idx}")),
            name: format!("{kind_idx} {x} {y}").into(),
            point: RdPoint::at(242_000.0 + f64::from(*x) * 10.0, 472_000.0 + f64::from(*y) * 10.0),
        });
        situation = situation.with_places(kind, of_kind.collect());
    }
    situation
}

fn places() -> impl Strategy<Value = Vec<(i32, i32, usize)>> {
    prop::collection::vec((0..400_i32, 0..400_i32, 0..3_usize), 6..40)
}

fn zone_area(outcome: &Outcome) -> geo::MultiPolygon<f64> {
    geo::MultiPolygon(outcome.zones.iter().map(|zone| zone.outline.0.clone()).collect())
}

/// Where these hold at a place, the given ones hold in a disk of more than a hectare around it: enough for a core.
fn with_room_for_a_core(norms: &NormSet) -> NormSet {
    const DISK_M: f64 = 60.0;
    let mut with_room = norms.clone();
    for norm in &mut with_room.norms {
        norm.max = Meters::new((norm.max.meters() - DISK_M * norms.detour_factor).max(0.0)).expect("a length");
    }
    with_room
}

/// What stands of an outcome apart from its fields, to compare.
fn decisions(outcome: &Outcome) -> String {
    format!("{:?}{:?}{:?}{:?}", outcome.zones, outcome.near_misses, outcome.sites, outcome.region)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn inside_a_ring_the_rules_of_its_form_hold_and_outside_every_zone_no_core_exists(places in places()) {
        let situation = with_places(&places);
        let norms = normenkader::standard();
        let outcome = compute(&situation, &norms);
        let with_room = with_room_for_a_core(&norms);
        for row in (0..160).step_by(3) {
            for col in (0..160).step_by(3) {
                let place = RdPoint::at(240_025.0 + f64::from(col) * 50.0, 470_025.0 + f64::from(row) * 50.0);
                let innermost = assess(&situation, &norms, place).innermost;
                if assess(&situation, &with_room, place).innermost.is_some_and(|form| form <= HousingForm::Clustered) {
                    let in_zone = outcome.zones.iter().any(|zone| zone.outline.0.intersects(&place.0));
                    prop_assert!(in_zone, "{place:?} is a core and lies in no zone");
                }
                for zone in &outcome.zones {
                    for ring in &zone.rings {
                        if ring.outline.0.contains(&place.0) {
                            prop_assert!(innermost.is_some_and(|form| form <= ring.form), "{place:?} in {:?}", ring.form);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn zones_do_not_overlap_and_every_outline_is_valid(places in places()) {
        let outcome = compute(&with_places(&places), &normenkader::standard());
        for (idx, zone) in outcome.zones.iter().enumerate() {
            prop_assert!(zone.outline.0.is_valid(), "{:?}", zone.outline.0.check_validation());
            for ring in &zone.rings {
                prop_assert!(ring.outline.0.is_valid(), "{:?}", ring.outline.0.check_validation());
            }
            for other in &outcome.zones[idx + 1..] {
                let shared = zone.outline.0.intersection(&other.outline.0).unsigned_area();
                prop_assert!(shared < 1.0, "{} and {} share {shared} m²", zone.name, other.name);
            }
        }
    }

    #[test]
    fn rings_lie_within_one_another(places in places()) {
        let outcome = compute(&with_places(&places), &normenkader::standard());
        for zone in &outcome.zones {
            prop_assert_eq!(zone.rings.last().map(|ring| ring.form), Some(HousingForm::StepFree));
            prop_assert!(zone.ring(HousingForm::Clustered).is_some(), "a zone has a core");
            for pair in zone.rings.windows(2) {
                let (inner, outer) = (&pair[0].outline.0, &pair[1].outline.0);
                let outside = inner.difference(outer).unsigned_area();
                // Where both follow one arc, the chords of the outer lie within it by half a metre at most.
                let loops = inner.iter().flat_map(|piece| std::iter::once(piece.exterior()).chain(piece.interiors()));
                let border: f64 = loops.map(|ring| Euclidean.length(ring)).sum();
                prop_assert!(outside <= 0.5 * border, "{outside} m² along {border} m");
            }
        }
    }

    #[test]
    fn a_larger_norm_never_shrinks_the_zones(places in places(), factor in 1.0..1.5_f64) {
        let situation = with_places(&places);
        let norms = normenkader::standard();
        let (small, large) = (compute(&situation, &norms), compute(&situation, &norms.scaled(factor)));
        let lost = zone_area(&small).difference(&zone_area(&large)).unsigned_area();
        prop_assert!(lost < 500.0, "{lost} m²");
    }

    #[test]
    fn another_place_never_shrinks_the_zones(places in places(), x in 0..400_i32, y in 0..400_i32, k in 0..3_usize) {
        let norms = normenkader::standard();
        let fewer = compute(&with_places(&places), &norms);
        let mut more = places;
        more.push((x, y, k));
        let more = compute(&with_places(&more), &norms);
        let lost = zone_area(&fewer).difference(&zone_area(&more)).unsigned_area();
        prop_assert!(lost < 500.0, "{lost} m²");
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(places in places()) {
        let norms = normenkader::standard();
        let forward = compute(&with_places(&places), &norms);
        let mut reversed = places;
        reversed.reverse();
        prop_assert_eq!(decisions(&forward), decisions(&compute(&with_places(&reversed), &norms)));
    }

    #[test]
    fn one_thread_and_three_give_the_same(places in places()) {
        let (situation, norms) = (with_places(&places), normenkader::standard());
        let with_threads = |n| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("a pool");
            pool.install(|| compute(&situation, &norms))
        };
        let (one, three) = (with_threads(1), with_threads(3));
        prop_assert_eq!(decisions(&one), decisions(&three));
        prop_assert!(one.fields.iter().zip(&three.fields).all(|(a, b)| a.1.raster() == b.1.raster()));
    }

    #[test]
    fn what_is_taken_over_from_last_time_gives_what_a_fresh_computation_gives(
        places in places(), x in 0..400_i32, y in 0..400_i32, k in 0..3_usize,
    ) {
        let norms = normenkader::standard();
        let mut moved = places.clone();
        moved[0] = (x, y, k);
        let mut cache = Cache::default();
        for places in [&places, &moved, &places] {
            let situation = with_places(places);
            let again = outcome::compute(&situation, &norms, 50, &mut cache, &Cancel::default(), &|_| {});
            prop_assert_eq!(decisions(&again.expect("nobody cancels it")), decisions(&compute(&situation, &norms)));
        }
    }

    #[test]
    fn a_near_miss_never_asks_for_what_stands_within_its_norm_and_brings_what_it_says(places in places()) {
        let norms = normenkader::standard();
        let situation = with_places(&places);
        let outcome = compute(&situation, &norms);
        for near_miss in &outcome.near_misses {
            let wider = [HousingForm::Clustered, HousingForm::StepFree];
            let asked = norms.norms.iter().filter(|norm| norm.required && wider.contains(&norm.form));
            let asked = asked.filter(|norm| norm.kinds.contains(&near_miss.kinds_needed[0]));
            let smallest_m = asked.map(|norm| norm.max.meters()).fold(f64::INFINITY, f64::min);
            for kind in &near_miss.kinds_needed {
                for place in situation.places(*kind).unwrap_or_default() {
                    let walking_m = place.point.straight_distance_m(near_miss.subject.point()) * norms.detour_factor;
                    prop_assert!(walking_m > smallest_m, "{kind:?} stands at {walking_m} m");
                }
            }
            let added = near_miss.added.aged_75_plus.value().expect("people are known");
            prop_assert!(added >= 1.0, "{added}");
        }
        for near_miss in outcome.near_misses.iter().take(2) {
            let kind = near_miss.kinds_needed[0];
            let mut more = situation.places(kind).unwrap_or_default().to_vec();
            more.push(ServingPlace { id: id_from_source("test", "added"), name: "added".into(), point: near_miss.best_place });
            let after = compute(&situation.with_places(kind, more), &norms);
            let in_zones = |outcome: &Outcome| outcome.region.in_zones.aged_75_plus.value().expect("people are known");
            let (gained, told) = (in_zones(&after) - in_zones(&outcome), near_miss.added.aged_75_plus.value());
            prop_assert!(gained >= 0.99 * told.expect("people are known") - 1.0, "{gained} instead of {told:?}");
        }
    }

    #[test]
    fn an_addition_anywhere_in_a_search_area_makes_a_core(places in places(), pick in 0.0..1.0_f64) {
        let norms = normenkader::standard();
        let situation = with_places(&places);
        let outcome = compute(&situation, &norms);
        for near_miss in outcome.near_misses.iter().take(3) {
            // A corner of the search area, drawn inward by a metre, is the hardest place to put it.
            let outline = near_miss.search_area.0.0[0].exterior();
            let n = outline.0.len() - 1;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in the outline")]
            let corner = outline.0[(pick * n as f64) as usize % n];
            let middle = near_miss.best_place.0.0;
            let away = (corner.x - middle.x).hypot(corner.y - middle.y).max(1.0);
            let place = corner + (middle - corner) / away;
            if !near_miss.search_area.0.contains(&geo::Point(place)) {
                continue;
            }
            let kind = near_miss.kinds_needed[0];
            let mut more = situation.places(kind).unwrap_or_default().to_vec();
            more.push(ServingPlace { id: id_from_source("test", "added"), name: "added".into(), point: zorgkring::crs::Rd(geo::Point(place)) });
            let after = compute(&situation.with_places(kind, more), &norms);
            let gained = zone_area(&after).difference(&zone_area(&outcome)).unsigned_area();
            prop_assert!(gained > 9_000.0, "{kind:?} at {place:?} for {} gains {gained} m²", near_miss.subject.name());
        }
    }
}

#[test]
fn people_in_zones_and_outside_add_up_and_agree_with_clipping() {
    let situation = with_places(&[(200, 200, 0), (210, 200, 1), (200, 210, 2)]);
    let outcome = compute(&situation, &normenkader::standard());
    assert_eq!(outcome.zones.len(), 1);
    let zone = &outcome.zones[0];
    // Ten people per hectare everywhere: people are ten times the area.
    let residents = zone.people.residents.value().expect("people are known");
    assert!((residents - 10.0 * zone.area_ha).abs() < 1e-6 * residents, "{residents} on {} ha", zone.area_ha);
    assert_eq!(outcome.region.people.residents.value(), Some(64_000.0));
    let in_zones = outcome.region.in_zones.residents.value().expect("people are known");
    assert!((in_zones - residents).abs() < 1e-6 * residents, "{in_zones} in the only zone of {residents}");
}

#[test]
fn the_id_of_a_zone_survives_a_change_of_norms() {
    let situation = with_places(&[(200, 200, 0), (210, 200, 1), (200, 210, 2)]);
    let norms = normenkader::standard();
    let (before, after) = (compute(&situation, &norms), compute(&situation, &norms.scaled(1.1)));
    assert_eq!(before.zones[0].id, after.zones[0].id);
    assert_ne!(before.zones[0].area_ha, after.zones[0].area_ha);
}

#[test]
fn a_closed_location_serves_nobody() {
    let mut baseline = zorgkring::demo::baseline();
    let all = compute(&Situation::from_baseline(&baseline), &normenkader::standard());
    for care in &mut baseline.places[PlaceClass::Care] {
        Arc::make_mut(care).status = zorgkring::domain::identity::Status::Planned;
    }
    let none = compute(&Situation::from_baseline(&baseline), &normenkader::standard());
    assert!(all.zones.len() >= 10, "{}", all.zones.len());
    assert!(none.zones.is_empty());
}

#[test]
fn the_demo_region_has_zones_near_misses_and_kernen_where_nothing_is_possible() {
    let baseline = zorgkring::demo::baseline();
    let situation = Situation::from_baseline(&baseline);
    let outcome = compute(&situation, &normenkader::standard());
    assert!(outcome.zones.len() >= 10, "{} zones", outcome.zones.len());
    assert!(outcome.near_misses.len() >= 10, "{} near misses", outcome.near_misses.len());
    let nothing = baseline.settlements.iter().filter(|settlement| {
        let in_zone = outcome.zones.iter().any(|zone| zone.settlements.contains(&settlement.name));
        let near = outcome.near_misses.iter().any(|near_miss| near_miss.search_area_name == settlement.name);
        !in_zone && !near
    });
    assert!(nothing.count() >= 5);
    let unknown = Arc::new(situation.with_places(kind("bank"), Vec::new()));
    assert_eq!(
        compute(&unknown, &normenkader::standard()).zones.len(),
        outcome.zones.len(),
        "benches are not required"
    );
}

/// On one ground, so that everything that may be taken over is: places that move, come and go, and norms that change.
#[test]
fn what_a_drag_takes_over_changes_no_figure() {
    let situation = Situation::from_baseline(&zorgkring::demo::baseline());
    let norms = normenkader::standard();
    let with_norm = |form: HousingForm, max_m: f64| {
        let mut changed = norms.clone();
        let norm = changed.norms.iter_mut().find(|norm| norm.form == form && norm.required).expect("a required norm");
        norm.max = Meters::new(max_m).expect("a length");
        changed
    };
    let with_moved = |kind: AmenityKind, by_m: f64| {
        let mut places = situation.places(kind).expect("the demo region has them").to_vec();
        for place in places.iter_mut().step_by(7) {
            place.point = RdPoint::at(place.point.x() + by_m, place.point.y());
        }
        places.truncate(places.len() - 2);
        situation.with_places(kind, places)
    };
    let mut detour = norms.clone();
    detour.detour_factor = 1.4;
    let mut weighed = norms.clone();
    weighed.norms[0].weight += 10.0;
    let steps = [
        (situation.clone(), norms.clone()),
        (with_moved(kind("supermarkt"), 150.0), norms.clone()),
        (with_moved(kind("huisarts"), 400.0), norms.clone()),
        (with_moved(AmenityKind::CARE, 250.0), with_norm(HousingForm::Clustered, 430.0)),
        (situation.clone(), with_norm(HousingForm::Clustered, 690.0)),
        (situation.clone(), with_norm(HousingForm::StepFree, 900.0)),
        (situation.clone(), with_norm(HousingForm::CareReady, 150.0)),
        (situation.clone(), weighed),
        (situation.clone(), detour),
        (situation.clone(), norms.clone()),
    ];
    let mut cache = Cache::default();
    for (idx, (situation, norms)) in steps.iter().enumerate() {
        let again = outcome::compute(situation, norms, 50, &mut cache, &Cancel::default(), &|_| {});
        let (again, fresh) = (again.expect("nobody cancels it"), compute(situation, norms));
        assert!(again.zones == fresh.zones, "zones, step {idx}");
        assert!(again.near_misses == fresh.near_misses, "near misses, step {idx}");
        assert!(again.sites == fresh.sites, "sites, step {idx}");
        assert_eq!(again.region, fresh.region, "region, step {idx}");
        let form = HousingForm::Clustered;
        assert!(again.score_raster(norms, form) == fresh.score_raster(norms, form), "score, step {idx}");
    }
}

#[test]
fn an_addition_that_only_enlarges_a_zone_whose_core_lies_kilometres_away_is_no_near_miss() {
    let places = [(156, 162, 2), (223, 145, 0), (1, 311, 0), (127, 253, 2), (134, 257, 0), (61, 295, 1), (322, 214, 1)];
    let farther = [(42, 341, 2), (367, 125, 0), (129, 185, 1), (247, 291, 1), (290, 220, 2), (387, 175, 2)];
    let situation = with_places(&[&places[..], &farther].concat());
    let outcome = compute(&situation, &normenkader::standard());
    assert_eq!(outcome.zones.len(), 1);
    assert_eq!(outcome.near_misses, [], "a supermarkt in the east joins what it serves to the zone in the west");
}
