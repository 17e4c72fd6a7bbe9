//! The files: valid polygons, orientation, CRS, the fields of the contract, and what comes back when they are read again.

use std::fs;
use std::path::Path;

use geo::{Area, Validation};
use geojson::GeoJson;
use serde_json::Value;
use zorgkring::crs::{NETHERLANDS_WGS84, RD_BOX};
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::problem::ProblemKind;
use zorgkring::import::{LayerArgument, Unwatched, read_layers};

use crate::support::program::zorgkring;

fn run(arguments: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut all = arguments.to_vec();
    let name = folder.path().to_string_lossy();
    all.extend(["--gemaakt", "2026-01-01", "--uit", &name]);
    let output = zorgkring(&all);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    folder
}

fn read(folder: &Path, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(name)).expect("a file")).expect("JSON")
}

/// Decimals of a number as it stands in the file.
fn n_decimals(number: &Value) -> usize {
    number.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

fn assert_coordinates(coordinates: &Value, bounds: [f64; 4], max_decimals: usize) {
    let list = coordinates.as_array().expect("coordinates");
    if !list[0].is_number() {
        list.iter().for_each(|inner| assert_coordinates(inner, bounds, max_decimals));
        return;
    }
    let (x, y) = (list[0].as_f64().expect("x"), list[1].as_f64().expect("y"));
    assert!((bounds[0]..=bounds[2]).contains(&x) && (bounds[1]..=bounds[3]).contains(&y), "{coordinates}");
    assert!(list.iter().all(|number| n_decimals(number) <= max_decimals), "{coordinates}");
}

fn assert_well_formed(path: &Path, bounds: [f64; 4], max_decimals: usize) {
    let text = fs::read_to_string(path).expect("a file");
    let GeoJson::FeatureCollection(collection) = text.parse().expect("GeoJSON") else { panic!("no collection") };
    assert!(!collection.features.is_empty(), "{}", path.display());
    for feature in collection.features {
        let geometry = feature.geometry.expect("a geometry");
        let raw = serde_json::to_value(&geometry).expect("JSON");
        assert_coordinates(&raw["coordinates"], bounds, max_decimals);
        let polygons = match geo::Geometry::<f64>::try_from(geometry).expect("a geometry of geo") {
            geo::Geometry::Polygon(polygon) => vec![polygon],
            geo::Geometry::MultiPolygon(area) => {
                assert!(area.is_valid(), "{}: {:?}", path.display(), feature.id);
                area.0
            }
            _ => Vec::new(),
        };
        for polygon in polygons {
            assert!(polygon.is_valid(), "{}: {:?}", path.display(), feature.id);
            let signed = |ring: &geo::LineString<f64>| geo::Polygon::new(ring.clone(), Vec::new()).signed_area();
            assert!(signed(polygon.exterior()) > 0.0, "exterior of {:?}", feature.id);
            assert!(polygon.interiors().iter().all(|ring| signed(ring) < 0.0), "interior of {:?}", feature.id);
        }
    }
}

#[test]
fn every_exported_polygon_is_valid_and_counter_clockwise_in_both_crs() {
    for (crs, bounds, max_decimals) in [("wgs84", NETHERLANDS_WGS84, 7), ("rd", RD_BOX, 2)] {
        for command in [&["voorstel", "--demo", "--crs", crs][..], &["demo", "--crs", crs]] {
            let folder = run(command);
            for entry in fs::read_dir(folder.path()).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.extension().is_some_and(|extension| extension == "geojson") {
                    assert_well_formed(&path, bounds, max_decimals);
                }
            }
            let collection = read(folder.path(), if command[0] == "demo" { "kern.geojson" } else { "zones.geojson" });
            let crs_name = collection.get("crs").map(|member| member["properties"]["name"].clone());
            assert_eq!(crs_name, (crs == "rd").then(|| Value::from("urn:ogc:def:crs:EPSG::28992")));
            assert_eq!(collection["zorgkring"]["fictief"], true);
            assert_eq!(collection["zorgkring"]["gemaakt"], "2026-01-01T00:00:00Z");
        }
    }
}

/// The names of a feature's properties, sorted.
fn fields(collection: &Value) -> Vec<&str> {
    let mut names: Vec<_> =
        collection["features"][0]["properties"].as_object().expect("properties").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[test]
fn every_field_of_the_contract_is_there() {
    let folder = run(&["voorstel", "--demo"]);
    let contract = [
        (
            "zones.geojson",
            "id naam status gemeenten kernen zorg24 oppervlakte_ha inwoners inwoners_65plus inwoners_75plus ov_klasse \
             ov_verdeling voorzieningen score toetsing ontbreekt aandeel_zorgvragers woningen",
        ),
        ("ringen.geojson", "zone_id woonvorm"),
        ("bijna.geojson", "id soort_nodig zoekgebied_naam inwoners_75plus erbij_75plus toelichting"),
        ("kandidaten.geojson", "rang id naam zone_id gemeente score gekozen woningen bedient_75plus toetsing"),
        ("haltes.geojson", "id naam modaliteit vertrekken_werkdag interval_min categorie toegankelijk"),
    ];
    for (file, expected) in contract {
        let collection = read(folder.path(), file);
        let found = fields(&collection);
        for field in expected.split_whitespace() {
            assert!(found.contains(&field), "{field} in {file}: {found:?}");
        }
    }
    let zones = read(folder.path(), "zones.geojson");
    let rule = &zones["features"][0]["properties"]["toetsing"][0];
    for field in ["woonvorm", "soort", "verplicht", "norm_m", "waarde_m", "voldoet", "bron"] {
        assert!(rule.get(field).is_some(), "{field}");
    }
    let report = read(folder.path(), "rapport.json");
    for field in ["versie", "invoer_hash", "normenkader", "lagen", "meten", "regio", "zones_aantal", "duur_ms"] {
        assert!(report.get(field).is_some(), "{field}");
    }
}

#[test]
fn no_count_of_a_few_people_is_published() {
    let folder = run(&["voorstel", "--demo"]);
    let mut n_published = 0;
    for file in ["zones.geojson", "ringen.geojson", "bijna.geojson", "kandidaten.geojson"] {
        for feature in read(folder.path(), file)["features"].as_array().expect("features") {
            for (name, value) in feature["properties"].as_object().expect("properties") {
                let Some(count) = value.as_f64().filter(|_| name.contains("inwoners") || name.contains("75plus"))
                else {
                    continue;
                };
                n_published += 1;
                assert!(count == 0.0 || count >= 5.0, "{file}: {name} is {count}");
            }
        }
    }
    assert!(n_published > 100);
}

#[test]
fn the_ledger_gives_the_target_of_twente_and_leaves_that_of_the_gemeenten_open() {
    let folder = run(&["voorstel", "--demo", "--scenario", "trend"]);
    let ledger = fs::read_to_string(folder.path().join("opgave.csv")).expect("a ledger");
    let lines: Vec<_> = ledger.lines().collect();
    assert_eq!(lines[0], "gemeente,woonvorm,scenario,opgave,gepland,verschil");
    assert_eq!(lines.len(), 1 + 14 * 3 + 3);
    assert!(lines[1..=42].iter().all(|line| line.ends_with(",trend,,,")), "no plans were given: {ledger}");
    assert_eq!(
        lines[43..],
        ["Twente,zorggeschikt,trend,1100,,", "Twente,geclusterd,trend,5310,,", "Twente,nultreden,trend,2710,,"]
    );
}

fn read_back(folder: &Path) -> Baseline {
    let layers: Vec<LayerArgument> = Role::all()
        .into_iter()
        .map(|role| (role, folder.join(format!("{}.geojson", role.name()))))
        .filter(|(_, path)| path.exists())
        .map(|(role, path)| LayerArgument { role, path, layer: None })
        .collect();
    let imported = read_layers(&layers, Baseline::default(), &Unwatched);
    let found: Vec<_> = imported.problems.iter().map(|problem| problem.kind.clone()).collect();
    assert_eq!(found, [Role::Cluster, Role::Neighborhood].map(ProblemKind::UsedForNothing));
    imported.baseline
}

#[test]
fn the_demo_region_comes_back_with_the_same_ids_places_and_people() {
    let demo = zorgkring::demo::baseline();
    for crs in ["wgs84", "rd"] {
        let folder = run(&["demo", "--crs", crs]);
        let back = read_back(folder.path());
        let ids = |baseline: &Baseline| {
            let mut ids: Vec<_> =
                baseline.places[PlaceClass::Amenity].iter().map(|amenity| (amenity.id, amenity.kind())).collect();
            ids.sort();
            ids
        };
        assert_eq!(ids(&back), ids(&demo));
        assert_eq!(back.places[PlaceClass::Care].len(), demo.places[PlaceClass::Care].len());
        for (care, original) in back.places[PlaceClass::Care].iter().zip(&demo.places[PlaceClass::Care]) {
            assert_eq!((care.id, &care.name, care.capacity()), (original.id, &original.name, original.capacity()));
            assert!(care.point.straight_distance_m(original.point) < 0.05);
        }
        assert_eq!(back.demand.cells().len(), demo.demand.cells().len());
        for (cell, original) in back.demand.cells().iter().zip(demo.demand.cells()) {
            assert_eq!(cell, original);
        }
        let departures = |baseline: &Baseline| {
            let mut all: Vec<_> = baseline.places[PlaceClass::Stop]
                .iter()
                .map(|s| (s.id, s.stop().expect("a stop").mode, s.capacity()))
                .collect();
            all.sort();
            all
        };
        assert_eq!(departures(&back), departures(&demo));
        assert_eq!(back.municipalities.len(), 14);
        assert_eq!(back.settlements.len(), demo.settlements.len());
        assert_eq!(back.places[PlaceClass::Site].len(), demo.places[PlaceClass::Site].len());
        assert!(back.layer(Role::Municipality).is_some_and(|layer| layer.fictional));
    }
}

#[test]
fn the_geopackage_opens_with_its_tables_extents_and_spatial_indexes() {
    let folder = run(&["demo"]);
    let open = rusqlite::Connection::open(folder.path().join("demo.gpkg")).expect("SQLite opens it");
    let number = |sql: &str| open.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("one number");
    assert_eq!(number("PRAGMA application_id"), 0x4750_4B47);
    assert_eq!(number("PRAGMA user_version"), 10_300);
    let demo = zorgkring::demo::baseline();
    assert_eq!(number("SELECT count(*) FROM zorg24"), i64::try_from(demo.places[PlaceClass::Care].len()).expect("few"));
    let n_tables = number("SELECT count(*) FROM gpkg_contents WHERE data_type = 'features'");
    assert!(n_tables >= 20);
    assert_eq!(number("SELECT count(DISTINCT f_table_name) FROM layer_styles WHERE useAsDefault"), n_tables);
    assert_eq!(number("SELECT count(*) FROM gpkg_geometry_columns WHERE srs_id = 28992"), n_tables);
    assert_eq!(number("SELECT count(*) FROM gpkg_extensions"), n_tables);
    assert_eq!(number("SELECT count(*) FROM rtree_zorg24_geom"), number("SELECT count(*) FROM zorg24"));
    let integrity: String = open.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a verdict");
    assert_eq!(integrity, "ok");
    let west: f64 =
        open.query_row("SELECT min_x FROM gpkg_contents WHERE table_name = 'zorg24'", [], |row| row.get(0)).expect("x");
    let expected = demo.places[PlaceClass::Care].iter().map(|care| care.point.x()).fold(f64::INFINITY, f64::min);
    assert!((west - expected).abs() < 0.01);
}
