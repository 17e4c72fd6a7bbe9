//! The importers on real data of Twente.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use geo::{Area, BoundingRect, Contains};
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::problem::Severity;
use zorgkring::domain::transit::{Accessibility, Stop, TransitMode};
use zorgkring::import::{Imported, LayerArgument, Unwatched, read_layers};
use zorgkring::nl::problems::problem;

use crate::support::real_data;

/// How far people per gemeente may lie from the table, as a share.
const TOLERANCE: f64 = 0.02;

fn twente() -> Option<PathBuf> {
    real_data("twente")
}

fn read(folder: &Path, layers: &[(Role, &str)]) -> Imported {
    read_onto(Baseline::default(), folder, layers)
}

fn read_onto(start: Baseline, folder: &Path, layers: &[(Role, &str)]) -> Imported {
    let arguments: Vec<_> =
        layers.iter().map(|(role, file)| LayerArgument { role: *role, path: folder.join(file), layer: None }).collect();
    let started = std::time::Instant::now();
    let imported = read_layers(&arguments, start, &Unwatched);
    eprintln!("{layers:?}: {} ms", started.elapsed().as_millis());
    for found in &imported.problems {
        eprintln!("  {}", problem(found));
    }
    imported
}

fn n_severe(imported: &Imported) -> usize {
    imported.problems.iter().filter(|found| found.severity() == Severity::Problem).count()
}

#[test]
fn gemeenten_are_the_same_in_rd_and_in_degrees() {
    let Some(folder) = twente() else { return };
    let rd = read(&folder, &[(Role::Municipality, "twente_gemeenten_cbs2026_rd.geojson")]);
    let degrees = read(&folder, &[(Role::Municipality, "twente_gemeenten_cbs2026_wgs84.geojson")]);
    assert_eq!((n_severe(&rd), n_severe(&degrees)), (0, 0));
    assert_eq!(rd.baseline.municipalities.len(), 14);
    for (a, b) in rd.baseline.municipalities.iter().zip(degrees.baseline.municipalities.iter()) {
        assert_eq!((&a.code, &a.name), (&b.code, &b.name));
        let (a, b) = (a.outline.0.bounding_rect().expect("an area"), b.outline.0.bounding_rect().expect("an area"));
        assert!((a.min().x - b.min().x).hypot(a.max().y - b.max().y) < 0.5, "{}", rd.baseline.municipalities.len());
    }
}

#[test]
fn the_union_of_real_areas_is_that_of_an_independent_overlay() {
    let Some(folder) = twente() else { return };
    // Square metres that shapely 2 gives for the union of all their areas, in the same RD.
    for (file, expected_m2) in [
        ("twente_plaatsen_top10nl_wgs84.geojson", 449_838_748.4),
        ("twente_pc4_leeftijd_wgs84.geojson", 1_503_244_116.3),
    ] {
        let area = read(&folder, &[(Role::StudyArea, file)]).baseline.study_area.expect("an area").0.unsigned_area();
        assert!((area - expected_m2).abs() < 1e-4 * expected_m2, "{file}: {area} of {expected_m2}");
    }
}

#[test]
fn the_69_woonkernen_of_twente_are_kernen_and_nothing_else_is() {
    let Some(folder) = twente() else { return };
    let imported = read(&folder, &[(Role::Settlement, "twente_plaatsen_top10nl_wgs84.geojson")]);
    assert_eq!(n_severe(&imported), 0);
    let settlements = &imported.baseline.settlements;
    assert_eq!(settlements.len(), 69);
    let hengelo = settlements.iter().find(|kern| kern.name == "Hengelo").expect("Hengelo is a kern");
    assert_eq!((hengelo.municipality_code.as_deref(), hengelo.people.residents), (Some("GM0164"), Some(81_990.0)));
    for kern in settlements.iter() {
        let outline = kern.outline.as_ref().expect("a built-up area");
        assert!(outline.0.contains(&kern.point.0), "{} has its name inside", kern.name);
    }
    let table = read(&folder, &[(Role::Settlement, "twente_kernen_2021.csv")]);
    assert_eq!((table.baseline.settlements.len(), n_severe(&table)), (65, 0));
}

#[test]
fn quays_become_one_stop_per_place_and_stations_are_trains() {
    let Some(folder) = twente() else { return };
    let stop = Role::Kind(AmenityKind::STOP);
    let imported = read(&folder, &[(stop, "twente_stops_ovapi_gtfs_2015.csv")]);
    let stops: Vec<&Stop> =
        imported.baseline.places[PlaceClass::Stop].iter().filter_map(|place| place.stop()).collect();
    assert_eq!(n_severe(&imported), 0);
    assert_eq!(stops.len(), 927 + 11, "each stop area once, and the quays without one");
    assert!(stops.iter().all(|stop| !stop.has_timetable() && stop.category().is_none()));
    assert!(stops.iter().any(|stop| stop.accessibility == Accessibility::Yes));
    assert!(stops.iter().all(|stop| stop.accessibility != Accessibility::No), "0 is unknown, not no");
    let station = Role::Kind(AmenityKind::STATION);
    let trains =
        read(&folder, &[(station, "twente_treinstations_dova_2026.csv")]).baseline.places.list(PlaceClass::Stop);
    assert_eq!(trains.len(), 20);
    let is_open = |stop: &Stop| stop.mode == TransitMode::Train && stop.accessibility == Accessibility::Yes;
    assert!(trains.iter().all(|place| place.stop().is_some_and(is_open)));
}

#[test]
fn people_of_pc4_on_built_up_land_agree_with_the_table_per_gemeente() {
    let Some(folder) = twente() else { return };
    let imported = read(
        &folder,
        &[
            (Role::Pc4, "twente_pc4_leeftijd_wgs84.geojson"),
            (Role::Settlement, "twente_plaatsen_top10nl_wgs84.geojson"),
            (Role::Municipality, "twente_gemeenten_cbs2026_rd.geojson"),
        ],
    );
    assert_eq!(n_severe(&imported), 0);
    let table = std::fs::read_to_string(folder.join("twente_gemeente_leeftijd_2021.csv")).expect("the table");
    let expected: BTreeMap<&str, [f64; 3]> = table
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            (fields[0], [1, 2, 3].map(|idx| fields[idx].parse().expect("a number")))
        })
        .collect();
    let total = imported.baseline.demand.total();
    let table_total: f64 = expected.values().map(|people| people[0]).sum();
    assert!((total.residents.value().expect("people") - table_total).abs() < 0.01 * table_total);
    let mut too_far = false;
    for gemeente in imported.baseline.municipalities.iter() {
        let name = gemeente.name.split(" (").next().unwrap_or_default();
        let mut found = [0.0; 3];
        for cell in imported.baseline.demand.cells() {
            if gemeente.outline.0.contains(&cell.center().0) {
                let people = cell.people;
                for (sum, part) in found.iter_mut().zip([people.residents, people.aged_65_plus, people.aged_75_plus]) {
                    *sum += part.unwrap_or(0.0);
                }
            }
        }
        for (found, expected) in found.into_iter().zip(expected[name]) {
            let off = (found - expected) / expected;
            eprintln!("{name}: {found:.0} of {expected:.0}, {:+.2}%", off * 100.0);
            too_far |= off.abs() >= TOLERANCE;
        }
    }
    assert!(!too_far, "a gemeente differs by more than 2%");
}

#[test]
fn real_ground_under_the_demo_region_keeps_its_facilities_and_replaces_the_rest() {
    let Some(folder) = twente() else { return };
    let demo = zorgkring::demo::baseline();
    let imported = read_onto(
        demo.clone(),
        &folder,
        &[
            (Role::Municipality, "twente_gemeenten_cbs2026_rd.geojson"),
            (Role::Settlement, "twente_plaatsen_top10nl_wgs84.geojson"),
            (Role::Pc4, "twente_pc4_leeftijd_wgs84.geojson"),
            (Role::Kind(AmenityKind::STOP), "twente_stops_ovapi_gtfs_2015.csv"),
            (Role::Kind(AmenityKind::STATION), "twente_treinstations_dova_2026.csv"),
        ],
    );
    let said: Vec<String> =
        imported.problems.iter().filter(|found| found.severity() == Severity::Problem).map(problem).collect();
    assert_eq!(said, [] as [&str; 0]);
    let baseline = imported.baseline;
    assert_eq!(baseline.places[PlaceClass::Care], demo.places[PlaceClass::Care]);
    assert_eq!(baseline.places[PlaceClass::Amenity], demo.places[PlaceClass::Amenity]);
    assert_eq!((baseline.municipalities.len(), baseline.settlements.len()), (14, 69));
    assert_eq!(baseline.places[PlaceClass::Stop].len(), 938 + 20);
    let people = baseline.demand.total().residents.value().expect("people");
    assert!((people - 631_655.0).abs() < 1e-6 * 631_655.0, "{people}");
    let ground: Vec<_> = baseline.layers.iter().filter(|layer| !layer.fictional).map(|layer| layer.role).collect();
    assert!(ground.contains(&Role::Pc4) && !baseline.layers.iter().any(|layer| layer.role == Role::Demand));
}
