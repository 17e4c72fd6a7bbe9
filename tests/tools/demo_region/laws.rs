//! What the demo region promises, checked on the whole of it.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Area, BooleanOps, BoundingRect, Contains, Intersects, Validation};

use super::*;
use zorgkring::crs::{RdPoint, Wgs84, rd_from_wgs84};
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::PlaceClass;

/// Straight distances of the standard norms with an omloopfactor of 1.3: 24-uurszorg, shop and meeting place of the core.
const CORE_M: [f64; 3] = [500.0 / 1.3, 500.0 / 1.3, 400.0 / 1.3];

fn kind(role: &str) -> AmenityKind {
    AmenityKind::from_role(role).expect("a kind of the catalogue")
}

fn points_of(baseline: &Baseline, roles: &[&str]) -> Vec<RdPoint> {
    let kinds: Vec<AmenityKind> = roles.iter().map(|role| kind(role)).collect();
    kinds.into_iter().flat_map(|kind| baseline.places.of_kind(kind)).map(|place| place.point).collect()
}

fn n_of(baseline: &Baseline, role: &str) -> usize {
    points_of(baseline, &[role]).len()
}

/// Per rule of the core: is anything within its distance?
fn rules_at(place: RdPoint, given: &[Vec<RdPoint>; 3]) -> [bool; 3] {
    std::array::from_fn(|rule| given[rule].iter().any(|p| place.straight_distance_m(*p) <= CORE_M[rule]))
}

/// Per kern: hectares of its built-up land where all three rules of the core hold, and where all but one do, per rule.
fn core_areas(baseline: &Baseline) -> Vec<(f64, [f64; 3])> {
    let given = [
        baseline.places[PlaceClass::Care].iter().map(|care| care.point).collect(),
        points_of(baseline, &["supermarkt", "dagelijks"]),
        points_of(baseline, &["ontmoeting"]),
    ];
    Towns::grow(&Ground::read())
        .all
        .iter()
        .map(|town| {
            let (mut all, mut but_one) = (0.0, [0.0; 3]);
            for square in &town.squares {
                for (dx, dy) in [(-25.0, -25.0), (25.0, -25.0), (-25.0, 25.0), (25.0, 25.0)] {
                    let middle = square.center();
                    let holds = rules_at(RdPoint::at(middle.x() + dx, middle.y() + dy), &given);
                    all += if holds == [true; 3] { 0.25 } else { 0.0 };
                    for (rule, hectares) in but_one.iter_mut().enumerate() {
                        let others_hold = (0..3).all(|other| other == rule || holds[other]);
                        *hectares += if others_hold { 0.25 } else { 0.0 };
                    }
                }
            }
            (all, but_one)
        })
        .collect()
}

#[test]
fn people_agree_with_the_table_per_kern_per_gemeente_and_in_total() {
    let towns = Towns::grow(&Ground::read());
    assert_eq!(towns.all.len(), 78);
    for town in &towns.all {
        let sum = |count: fn(&towns::Square) -> u32| town.squares.iter().map(count).sum::<u32>();
        assert_eq!(sum(|s| s.residents), town.fact.residents, "{}", town.fact.name);
        assert_eq!(sum(|s| s.aged_65_plus), town.fact.aged_65_plus, "{}", town.fact.name);
        assert_eq!(sum(|s| s.aged_75_plus), town.fact.aged_75_plus, "{}", town.fact.name);
        for square in &town.squares {
            assert!(square.aged_75_plus <= square.aged_65_plus && square.aged_65_plus <= square.residents);
        }
    }
    let total = baseline().demand.total();
    assert_eq!(
        (total.residents.value(), total.aged_65_plus.value(), total.aged_75_plus.value()),
        (Some(631_655.0), Some(130_705.0), Some(57_595.0))
    );
}

#[test]
fn people_per_gemeente_are_those_of_cbs_within_its_rounding() {
    // CBS 83502NED, 1-1-2021, as in the vision's own table: residents, 65+ and 75+.
    let published = [
        ("GM0141", 73_130.0, 14_695.0, 6_385.0),
        ("GM0147", 23_670.0, 5_240.0, 2_295.0),
        ("GM0153", 159_740.0, 28_725.0, 12_490.0),
        ("GM0158", 24_200.0, 6_005.0, 2_760.0),
        ("GM0163", 35_930.0, 8_125.0, 3_475.0),
        ("GM0164", 81_045.0, 16_525.0, 7_300.0),
        ("GM0168", 22_890.0, 5_515.0, 2_305.0),
        ("GM0173", 31_700.0, 7_555.0, 3_320.0),
        ("GM0183", 21_315.0, 4_240.0, 1_825.0),
        ("GM0189", 24_545.0, 5_320.0, 2_345.0),
        ("GM1700", 33_645.0, 6_560.0, 2_755.0),
        ("GM1735", 35_035.0, 8_940.0, 4_250.0),
        ("GM1742", 38_205.0, 7_315.0, 3_380.0),
        ("GM1774", 26_605.0, 5_945.0, 2_710.0),
    ];
    let mut sums: BTreeMap<String, [f64; 3]> = BTreeMap::new();
    for fact in towns::facts() {
        let sum = sums.entry(fact.municipality_code).or_default();
        for (sum, n) in sum.iter_mut().zip([fact.residents, fact.aged_65_plus, fact.aged_75_plus]) {
            *sum += f64::from(n);
        }
    }
    assert_eq!(sums.len(), published.len());
    for (code, residents, aged_65, aged_75) in published {
        for (ours, theirs) in sums[code].iter().zip([residents, aged_65, aged_75]) {
            assert!((ours - theirs).abs() <= 5.0, "{code}: {ours} against {theirs}");
        }
    }
}

#[test]
fn the_region_on_file_is_the_one_that_is_made() {
    let (on_file, made) = (zorgkring::demo::baseline(), baseline());
    let again = "make it again: cargo run --release --example demo_region";
    for (a, b) in [(&on_file.municipalities, &made.municipalities), (&on_file.neighborhoods, &made.neighborhoods)] {
        assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(b.iter()) {
            assert!(a == b, "{}: {again}", a.name);
        }
    }
    assert!(on_file.settlements == made.settlements, "kernen: {again}");
    assert!(on_file.demand == made.demand, "people: {again}");
    assert!(on_file.places == made.places, "places: {again}");
    assert_eq!(on_file.layers, made.layers, "{again}");
    assert!(on_file == made, "{again}");
}

#[test]
fn the_table_s_metres_are_its_degrees() {
    #[derive(serde::Deserialize)]
    struct Row {
        lon: f64,
        lat: f64,
        x_rd: f64,
        y_rd: f64,
    }
    let table = include_str!("../../../assets/kernen_2021.csv");
    for row in csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes()).deserialize() {
        let row: Row = row.expect("a row of the table");
        let place = rd_from_wgs84(Wgs84(geo::Point::new(row.lon, row.lat)));
        assert!(place.straight_distance_m(RdPoint::at(row.x_rd, row.y_rd)) < 1.5, "{} {}", row.lat, row.lon);
    }
}

#[test]
fn fourteen_gemeenten_tile_twente_without_gaps_or_overlaps() {
    let municipalities = baseline().municipalities;
    assert_eq!(municipalities.len(), 14);
    let sum: f64 = municipalities.iter().map(|m| m.outline.0.unsigned_area()).sum();
    let mut union = municipalities[0].outline.0.clone();
    for next in &municipalities[1..] {
        assert!(next.outline.0.is_valid(), "{}", next.name);
        union = union.union(&next.outline.0);
    }
    assert!((sum - union.unsigned_area()).abs() < 1_000.0, "{sum} against {}", union.unsigned_area());
    assert_eq!(union.0.len(), 1);
    assert_eq!(union.0[0].interiors().len(), 0);
    assert!((1.45e9..1.55e9).contains(&sum), "{} km²", sum / 1e6);
}

#[test]
fn every_kern_lies_in_its_own_gemeente_and_its_outline_is_valid() {
    let region = baseline();
    for kern in region.settlements.iter() {
        let code = kern.municipality_code.as_deref().expect("the table gives it");
        let own = region.municipalities.iter().find(|m| m.code == code).expect("one of the fourteen");
        assert!(own.outline.0.contains(&kern.point.0), "{}", kern.name);
        let outline = &kern.outline.as_ref().expect("drawn for every kern").0;
        assert!(outline.is_valid(), "{}", kern.name);
        assert!(outline.contains(&kern.point.0), "{}", kern.name);
    }
}

#[test]
fn people_within_the_border_of_a_gemeente_are_its_own_within_three_percent() {
    let region = baseline();
    for municipality in region.municipalities.iter() {
        let own = towns::facts().into_iter().filter(|fact| fact.municipality_code == municipality.code);
        let counted: f64 = own.map(|fact| f64::from(fact.residents)).sum();
        let inside = region.demand.cells().iter().filter(|cell| municipality.outline.0.contains(&cell.center().0));
        let within: f64 = inside.filter_map(|cell| cell.people.residents).sum();
        assert!((within / counted - 1.0).abs() < 0.03, "{}: {within} against {counted}", municipality.name);
    }
}

#[test]
fn built_up_areas_of_two_kernen_do_not_overlap() {
    let kernen = baseline().settlements;
    for (idx, one) in kernen.iter().enumerate() {
        for other in &kernen[idx + 1..] {
            let (a, b) = (&one.outline.as_ref().expect("drawn").0, &other.outline.as_ref().expect("drawn").0);
            let apart = !a.bounding_rect().zip(b.bounding_rect()).is_some_and(|(a, b)| a.intersects(&b));
            assert!(apart || a.intersection(b).unsigned_area() < 200.0, "{} and {}", one.name, other.name);
        }
    }
}

#[test]
fn every_place_lies_in_twente_and_no_two_records_share_an_id() {
    let region = baseline();
    let mut places: Vec<(uuid::Uuid, RdPoint)> = Vec::new();
    places.extend(region.places.iter().map(|p| (p.id, p.point)));
    for (id, point) in &places {
        let n_around = region.municipalities.iter().filter(|m| m.outline.0.intersects(&point.0)).count();
        assert!(n_around >= 1, "{id} at {point:?}");
    }
    let ids: BTreeSet<uuid::Uuid> = places.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.len(), places.len());
}

#[test]
fn whatever_is_invented_says_so_in_its_name_and_its_source() {
    let region = baseline();
    let mut records: Vec<(&str, &Provenance)> = Vec::new();
    records.extend(region.places.iter().map(|p| (p.name.as_str(), &p.provenance)));
    for (name, provenance) in records {
        assert!(name.ends_with(" (fictief)"), "{name}");
        assert_eq!(provenance.source.as_deref(), Some("fictief (demo zorgkring)"), "{name}");
    }
    for layer in &region.layers {
        let is_fact = matches!(layer.role, Role::Demand | Role::Municipality | Role::Neighborhood | Role::Settlement);
        assert_eq!(layer.fictional, !is_fact, "{:?}", layer.role);
        assert!(layer.n_features > 0, "{:?}", layer.role);
    }
}

#[test]
fn numbers_are_those_of_a_region_like_twente() {
    let region = baseline();
    let n_trains = region.places.of_kind(AmenityKind::STATION).count();
    let n_buses = region.places[PlaceClass::Stop].len() - n_trains;
    assert_eq!(n_trains, 20);
    for (what, n, range) in [
        ("zorg24", region.places[PlaceClass::Care].len(), 55..=68),
        ("halte", n_buses, 750..=1050),
        ("supermarkt", n_of(&region, "supermarkt"), 120..=165),
        ("dagelijks", n_of(&region, "dagelijks"), 220..=290),
        ("ontmoeting", n_of(&region, "ontmoeting"), 140..=190),
        ("huisarts", n_of(&region, "huisarts"), 130..=170),
        ("apotheek", n_of(&region, "apotheek"), 50..=75),
        ("kandidaat", region.places[PlaceClass::Site].len(), 40..=40),
        ("cluster", region.places[PlaceClass::Complex].len(), 30..=30),
    ] {
        assert!(range.contains(&n), "{what}: {n}");
    }
    for site in &region.places[PlaceClass::Site] {
        assert!((12..=60).contains(&site.capacity().expect("given")), "{}", site.name);
    }
}

#[test]
fn a_village_of_eight_hundred_has_no_supermarket_and_no_24_hour_care() {
    let region = baseline();
    let towns = Towns::grow(&Ground::read());
    let small = |point: RdPoint| towns.at(point).is_some_and(|idx| towns.all[idx].fact.residents <= 800);
    assert!(!points_of(&region, &["supermarkt"]).into_iter().any(small));
    assert!(!region.places[PlaceClass::Care].iter().any(|care| small(care.point)));
    assert!(points_of(&region, &["ontmoeting"]).into_iter().any(small), "but some have a place to meet");
}

#[test]
fn there_are_kernen_with_a_zone_kernen_that_lack_one_thing_and_kernen_where_nothing_is_possible() {
    let areas = core_areas(&baseline());
    let n_zones = areas.iter().filter(|(all, _)| *all >= 1.0).count();
    let n_near_misses = areas.iter().filter(|(all, but_one)| *all < 1.0 && but_one.iter().any(|ha| *ha >= 1.0)).count();
    for (rule, what) in ["zorg24", "supermarkt or dagelijks", "ontmoeting"].into_iter().enumerate() {
        let lacks_only_this = |(all, but_one): &&(f64, [f64; 3])| *all == 0.0 && but_one[rule] >= 1.0;
        assert!(areas.iter().filter(lacks_only_this).count() >= 1, "no kern lacks only {what}");
    }
    let n_nothing = areas.iter().filter(|(_, but_one)| but_one.iter().all(|ha| *ha == 0.0)).count();
    assert!(n_zones >= 10, "{n_zones} kernen with a core");
    assert!(n_near_misses >= 10, "{n_near_misses} kernen lack one kind");
    assert!(n_nothing >= 5, "{n_nothing} kernen lack two or more");
}

#[test]
fn people_live_in_a_buurt_as_its_source_counts_them() {
    let (region, ground) = (baseline(), Ground::read());
    let mut inside = vec![0.0; ground.buurten.len()];
    for cell in region.demand.cells() {
        if let Some(buurt) = ground.buurt_at(cell.center()) {
            inside[buurt] += cell.people.residents.expect("given");
        }
    }
    // A buurt in town: the countryside lives in the built-up area of its village.
    let in_town = |buurt: &&(f64, &ground::Buurt)| buurt.1.residents > 2_000.0;
    let pairs: Vec<(f64, &ground::Buurt)> = inside.into_iter().zip(&ground.buurten).collect();
    let towns: Vec<_> = pairs.iter().filter(in_town).collect();
    let near = towns.iter().filter(|(n, buurt)| (n / buurt.residents - 1.0).abs() < 0.25).count();
    assert!(near * 10 > towns.len() * 9, "{near} of {}", towns.len());
}

#[test]
fn roads_join_all_kernen() {
    let facts = towns::facts();
    let mut group: Vec<usize> = (0..facts.len()).collect();
    for road in network::roads(&facts) {
        let (from, to) = (group[road.ends.0], group[road.ends.1]);
        for label in &mut group {
            if *label == from {
                *label = to;
            }
        }
    }
    assert!(group.iter().all(|label| *label == group[0]));
}
