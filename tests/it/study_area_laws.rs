//! Laws of the study area: everything keeps to it, and it is the same for every figure.

use std::sync::LazyLock;

use geo::{Area, BooleanOps, BoundingRect, Contains, MultiPolygon, Polygon};
use proptest::prelude::*;
use zorgkring::analysis::outcome::Outcome;
use zorgkring::analysis::situation::Situation;
use zorgkring::crs::Rd;
use zorgkring::demo;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::demand::PeopleSum;
use zorgkring::import::normenkader;
use zorgkring::project::Project;
use zorgkring::session::outcome_now;

static DEMO: LazyLock<Baseline> = LazyLock::new(demo::baseline);
static WHOLE: LazyLock<Outcome> = LazyLock::new(|| with_area(None));

fn with_area(area: Option<MultiPolygon<f64>>) -> Outcome {
    let baseline = Baseline { study_area: area.map(Rd), ..DEMO.clone() };
    outcome_now(&Situation::from_baseline(&baseline), &Project::new(normenkader::standard())).0
}

fn enschede() -> MultiPolygon<f64> {
    let found = DEMO.municipalities.iter().find(|municipality| municipality.code == "GM0153");
    found.expect("a gemeente of Twente").outline.0.clone()
}

fn aged(people: &PeopleSum) -> f64 {
    people.aged_75_plus.value().expect("the demo region knows its people")
}

/// No zone, ring, near miss or site reaches beyond the area, and no part of people is more than the whole.
fn assert_keeps_to(outcome: &Outcome, area: &MultiPolygon<f64>) {
    let beyond_m2 = |shape: &MultiPolygon<f64>| shape.difference(area).unsigned_area();
    for zone in &outcome.zones {
        assert!(beyond_m2(&zone.outline.0.clone().into()) < 1.0, "{}", zone.name);
        assert!(zone.rings.iter().all(|ring| beyond_m2(&ring.outline.0) < 1.0), "{}", zone.name);
    }
    for near_miss in &outcome.near_misses {
        assert!(beyond_m2(&near_miss.search_area.0) < 1.0, "{}", near_miss.search_area_name);
        assert!(area.contains(&near_miss.best_place.0), "{}", near_miss.search_area_name);
    }
    assert!(outcome.sites.iter().all(|site| area.contains(&site.point.0)));
    let region = &outcome.region;
    let of_zones: f64 = outcome.zones.iter().map(|zone| aged(&zone.people)).sum();
    assert!(of_zones <= aged(&region.people) + 1e-6, "{of_zones} of {}", aged(&region.people));
    for (part, whole) in [
        (&region.in_zones, &region.people),
        (&region.in_clustered_rings, &region.in_zones),
        (&region.in_care_ready_rings, &region.in_clustered_rings),
    ] {
        assert!(aged(part) <= aged(whole) + 1e-6, "{} of {}", aged(part), aged(whole));
    }
    for municipality in &region.municipalities {
        assert!(aged(&municipality.in_zones) <= aged(&municipality.people) + 1e-6, "{}", municipality.name);
    }
    let of_municipalities: f64 = region.municipalities.iter().map(|municipality| aged(&municipality.people)).sum();
    // A square on the border counts with the gemeente in which its middle lies.
    let missing = aged(&region.people) - of_municipalities;
    let on_border = 0.02 * aged(&region.people) + 10.0;
    assert!((-1e-6..on_border).contains(&missing), "{missing} of {} live in no gemeente", aged(&region.people));
}

#[test]
fn of_enschede_alone_the_share_in_a_zone_is_that_of_its_own_people() {
    let outcome = with_area(Some(enschede()));
    assert_keeps_to(&outcome, &enschede());
    let in_region = WHOLE.region.municipalities.iter().find(|municipality| municipality.code == "GM0153");
    let in_region = in_region.expect("a gemeente of Twente");
    let share = |in_zones: &PeopleSum, people: &PeopleSum| aged(in_zones) / aged(people);
    let (alone, among) =
        (share(&outcome.region.in_zones, &outcome.region.people), share(&in_region.in_zones, &in_region.people));
    assert!((alone - among).abs() < 0.001 && (0.57..0.575).contains(&alone), "{alone} and {among}");
}

#[test]
fn places_beyond_the_edge_count_for_who_lives_within() {
    let zone = WHOLE.zones.iter().find(|zone| zone.care.len() == 1).expect("a zone of one location");
    let bounds = zone.outline.0.bounding_rect().expect("an outline");
    let care_x = zone.care[0].point.x();
    let west = geo::Rect::new((bounds.min().x - 500.0, bounds.min().y - 500.0), (care_x - 1.0, bounds.max().y + 500.0));
    let area: MultiPolygon<f64> = west.to_polygon().into();
    let outcome = with_area(Some(area.clone()));
    assert_keeps_to(&outcome, &area);
    let cut = outcome.zones.iter().find(|cut| cut.care[0].id == zone.care[0].id).expect("the half that lies within");
    assert!(cut.area_ha < zone.area_ha && !area.contains(&cut.care[0].point.0));
}

#[test]
fn an_area_without_places_or_people_has_no_zone_and_a_raster_of_nothing() {
    let far = geo::Rect::new((200_000.0, 500_000.0), (205_000.0, 505_000.0)).to_polygon();
    let baseline = Baseline { study_area: Some(Rd(far.into())), ..DEMO.clone() };
    let situation = Situation::from_baseline(&baseline);
    let outcome = outcome_now(&situation, &Project::new(normenkader::standard())).0;
    assert!(outcome.zones.is_empty() && outcome.near_misses.is_empty() && outcome.sites.is_empty());
    assert_eq!((aged(&outcome.region.people), outcome.region.municipalities.len()), (0.0, 0));
}

#[test]
fn a_raster_holds_nothing_beyond_the_area() {
    let baseline = Baseline { study_area: Some(Rd(enschede())), ..DEMO.clone() };
    let situation = Situation::from_baseline(&baseline);
    let outcome = outcome_now(&situation, &Project::new(normenkader::standard())).0;
    let (_, field) = outcome.fields.iter().find(|(kind, _)| *kind == AmenityKind::CARE).expect("a field");
    let raster = situation.within_study_area(field.raster(), f32::NAN);
    for row in (0..raster.grid().rows()).step_by(17) {
        for col in (0..raster.grid().cols()).step_by(13) {
            let middle = raster.grid().center(col, row);
            let value = raster.at(middle).expect("on the grid");
            assert_eq!(value.is_nan(), !enschede().contains(&middle.0), "{middle:?}");
        }
    }
}

fn star(x: f64, y: f64, radii: &[f64]) -> Polygon<f64> {
    let corner = |(idx, radius): (usize, &f64)| {
        let angle = idx as f64 / radii.len() as f64 * std::f64::consts::TAU;
        (x + radius * angle.cos(), y + radius * angle.sin())
    };
    Polygon::new(radii.iter().enumerate().map(corner).collect::<Vec<_>>().into(), Vec::new())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn whatever_the_study_area_everything_keeps_to_it_and_zones_are_those_of_the_region_cut_off(
        x in 228_000.0..268_000.0_f64, y in 460_000.0..500_000.0_f64,
        radii in prop::collection::vec(800.0..9_000.0_f64, 5..14),
    ) {
        let area: MultiPolygon<f64> = star(x, y, &radii).into();
        let outcome = with_area(Some(area.clone()));
        assert_keeps_to(&outcome, &area);
        let outlines = |outcome: &Outcome| MultiPolygon(outcome.zones.iter().map(|zone| zone.outline.0.clone()).collect());
        let expected = outlines(&WHOLE).intersection(&area);
        let different_m2 = outlines(&outcome).xor(&expected).unsigned_area();
        // Pieces of less than a hectare are left out.
        prop_assert!(different_m2 <= 10_000.0 * expected.0.len() as f64, "{different_m2} m²");
    }
}

#[test]
fn a_study_area_that_holds_everything_changes_nothing() {
    let mut alone = DEMO.clone();
    // Without gemeenten nothing bounds the region.
    alone.municipalities = Vec::new().into();
    let project = Project::new(normenkader::standard());
    let unbounded = outcome_now(&Situation::from_baseline(&alone), &project).0;
    alone.study_area = Some(Rd(unbounded.grid.bounds().to_polygon().into()));
    let bounded = outcome_now(&Situation::from_baseline(&alone), &project).0;
    assert!(unbounded.zones == bounded.zones, "zones");
    assert!(unbounded.near_misses == bounded.near_misses, "near misses");
    assert!(unbounded.sites == bounded.sites, "sites");
    assert_eq!(unbounded.region, bounded.region);
}
