//! Three villages whose outcome is worked out by hand in `tests/fixtures/README.md`.

use std::fs;

use serde_json::Value;

use crate::support::fixtures::three_villages;
use crate::support::program::zorgkring;

struct Proposal {
    table: String,
    zones: Value,
    rings: Value,
    near_misses: Value,
    sites: Value,
    report: Value,
}

fn proposal() -> Proposal {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("uit");
    let out_name = out.to_string_lossy();
    let layers = three_villages();
    let mut arguments = vec!["voorstel", "--crs", "rd", "--gemaakt", "2026-01-01", "--uit", &out_name];
    arguments.extend(layers.iter().map(String::as_str));
    let output = zorgkring(&arguments);
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
    let read = |name: &str| {
        let text = fs::read_to_string(out.join(name)).expect("a file of the contract");
        serde_json::from_str::<Value>(&text).expect("JSON")
    };
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    Proposal {
        table: table.split("\nGeschreven in").next().expect("a table").to_owned(),
        zones: read("zones.geojson"),
        rings: read("ringen.geojson"),
        near_misses: read("bijna.geojson"),
        sites: read("kandidaten.geojson"),
        report: read("rapport.json"),
    }
}

fn only(collection: &Value) -> &Value {
    let features = collection["features"].as_array().expect("features");
    assert_eq!(features.len(), 1);
    &features[0]
}

#[track_caller]
fn assert_close(value: &Value, expected: f64, share: f64) {
    let value = value.as_f64().expect("a number");
    assert!((value / expected - 1.0).abs() <= share, "{value} instead of {expected}");
}

#[test]
fn the_summary_is_the_one_worked_out_by_hand() {
    insta::assert_snapshot!(proposal().table, @r"
    Zone                     Gemeente  Hectare  Inwoners  75-plussers        OV  Score  Ontbreekt
    Aalbeek · Huize Aalbeek              200,9     ≈ 100         ≈ 20  onbekend    100          0

    Inwoners                 ≈ 290
    75-plussers              ≈ 60
    75-plussers in een zone  ≈ 20 (34,5%)
    Zones                    1
    Bijna-zones              1
    Kandidaatlocaties        1
    Niet bekend              huisarts of gezondheidscentrum, apotheek, fysiotherapeut, dagbesteding, bibliotheek, sportplek, park of groen, geldautomaat of postpunt, halte, rustbank (geen laag gelezen)
    ");
}

#[test]
fn aalbeek_is_a_zone_with_three_rings_around_its_middle() {
    let proposal = proposal();
    let zone = &only(&proposal.zones)["properties"];
    assert_eq!(zone["naam"], "Aalbeek · Huize Aalbeek");
    assert_eq!(zone["kernen"], serde_json::json!(["Aalbeek"]));
    assert_eq!((&zone["inwoners"], &zone["inwoners_75plus"]), (&Value::from(100.0), &Value::from(20.0)));
    assert_eq!((&zone["ov_klasse"], &zone["ov_verdeling"]), (&Value::Null, &Value::Null));
    let rings: Vec<_> =
        proposal.rings["features"].as_array().expect("rings").iter().map(|f| &f["properties"]).collect();
    let expected = [("nultreden", 800.0), ("geclusterd", 400.0 / 1.3), ("zorggeschikt", 250.0 / 1.3)];
    assert_eq!(rings.len(), expected.len());
    for (ring, (form, radius_m)) in rings.iter().zip(expected) {
        assert_eq!(ring["woonvorm"], form);
        assert_eq!(ring["zone_id"], zone["id"]);
        assert_close(&ring["oppervlakte_ha"], std::f64::consts::PI * radius_m * radius_m / 1e4, 0.005);
    }
    for rule in zone["toetsing"].as_array().expect("rules").iter().filter(|rule| rule["verplicht"] == true) {
        assert_eq!(rule["voldoet"], true, "{rule}");
        let within = rule["waarde_m"].as_f64().expect("known") <= rule["norm_m"].as_f64().expect("known") + 0.1;
        assert!(within, "{rule}");
    }
}

#[test]
fn every_vertex_of_the_zone_lies_on_its_circle() {
    let proposal = proposal();
    let ring = &only(&proposal.zones)["geometry"]["coordinates"][0];
    for vertex in ring.as_array().expect("vertices") {
        let (x, y) = (vertex[0].as_f64().expect("x"), vertex[1].as_f64().expect("y"));
        let radius_m = (x - 250_000.0).hypot(y - 470_000.0);
        assert!((radius_m - 800.0).abs() < 5.0, "{x} {y} at {radius_m} m");
    }
}

#[test]
fn beekdorp_lacks_one_supermarkt_and_ceeveld_is_not_possible() {
    let proposal = proposal();
    let miss = only(&proposal.near_misses);
    assert_eq!(miss["properties"]["soort_nodig"], "supermarkt|dagelijks");
    assert_eq!(miss["properties"]["voor"], "Huize Beekdorp");
    assert_eq!(miss["properties"]["inwoners_75plus"], 16.0);
    assert_eq!(miss["properties"]["erbij_75plus"], 16.0);
    assert_eq!(
        miss["properties"]["toelichting"],
        "Nog nodig: supermarkt of dagelijkse winkel (geen laag gelezen), ergens in het zoekgebied bij Beekdorp. Dan ontstaat een zone rond \
         Huize Beekdorp. Op de gunstigste plek wonen dan ≈ 20 75-plussers meer in een zone."
    );
    for vertex in miss["geometry"]["coordinates"][0][0].as_array().expect("vertices") {
        let (x, y) = (vertex[0].as_f64().expect("x"), vertex[1].as_f64().expect("y"));
        let radius_m = (x - 256_000.0).hypot(y - 470_000.0);
        assert!((565.0..=579.6).contains(&radius_m), "{x} {y} at {radius_m} m");
    }
}

#[test]
fn the_inhabited_square_is_the_one_proposed_place() {
    let proposal = proposal();
    let site = only(&proposal.sites);
    assert_eq!(site["geometry"]["coordinates"], serde_json::json!([250_050.0, 470_050.0]));
    assert_eq!(site["properties"]["naam"], "Voorgestelde plek Aalbeek 1");
    assert_eq!(site["properties"]["zone_id"], only(&proposal.zones)["properties"]["id"]);
    assert_eq!(site["properties"]["bedient_75plus"], 20.0);
    // √(50² + 50²) × 1.3.
    assert_eq!(site["properties"]["toetsing"][0]["waarde_m"], 91.9);
}

#[test]
fn the_report_names_norms_layers_and_the_region() {
    let report = proposal().report;
    assert_eq!(report["normenkader"]["naam"], "zorgkring standaard");
    assert_eq!(report["normenkader"]["omloopfactor"], 1.3);
    assert_eq!(report["normenkader"]["normen"][1]["soort"], serde_json::json!(["supermarkt", "dagelijks"]));
    assert_eq!(report["meten"], serde_json::json!({"wijze": "cirkel", "omloopfactor": 1.3, "cel_m": 50}));
    assert_eq!(report["regio"]["inwoners"], 290.0);
    assert_eq!(report["regio"]["in_zones"]["inwoners_75plus"], 20.0);
    assert_eq!(report["zones_aantal"], 1);
    let roles: Vec<_> = report["lagen"].as_array().expect("layers").iter().map(|layer| &layer["rol"]).collect();
    assert_eq!(roles, ["zorg24", "supermarkt", "ontmoeting", "kern", "vraag"]);
    assert_eq!(report["duur_ms"]["bereik"], Value::Null);
}
