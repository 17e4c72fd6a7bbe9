//! What is not known is not told as none, and no figure counts what lies outside the study area.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::program::zorgkring;

/// A village with everything in one point, a hundred residents around it.
const CARE: (&str, &str) = ("zorg24.csv", "id,naam,x,y\nz,Huize Dorp,250000,470000\n");
const SHOP: (&str, &str) = ("supermarkt.csv", "id,naam,x,y\ns,Winkel,250000,470000\n");
const MEETING: (&str, &str) = ("ontmoeting.csv", "id,naam,x,y\no,Huiskamer,250000,470000\n");
const PEOPLE: (&str, &str) = ("vraag.csv", "x,y,inwoners,inwoners_65plus,inwoners_75plus\n250050,470050,100,40,20\n");

struct Proposal {
    _folder: TempDir,
    table: String,
    out: std::path::PathBuf,
}

impl Proposal {
    /// Of layers as text, each in a file named after its role.
    fn of(layers: &[(&str, &str)], more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("uit");
        let mut arguments: Vec<String> =
            ["voorstel", "--crs", "rd", "--gemaakt", "2026-01-01", "--uit"].map(str::to_owned).into();
        arguments.push(out.to_string_lossy().into_owned());
        for (file, text) in layers {
            fs::write(folder.path().join(file), text).expect("a file");
            let role = Path::new(file).file_stem().expect("a name").to_string_lossy();
            arguments.extend(["--laag".to_owned(), format!("{role}={}", folder.path().join(file).display())]);
        }
        arguments.extend(more.iter().map(|word| (*word).to_owned()));
        let output = zorgkring(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        Self { table: String::from_utf8(output.stdout).expect("UTF-8"), out, _folder: folder }
    }

    fn json(&self, file: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.out.join(file)).expect("a file")).expect("JSON")
    }

    fn features(&self, file: &str) -> Vec<Value> {
        self.json(file)["features"].as_array().expect("features").clone()
    }

    fn zone(&self) -> Value {
        let zones = self.features("zones.geojson");
        assert_eq!(zones.len(), 1);
        zones[0]["properties"].clone()
    }
}

#[test]
fn stops_without_a_timetable_make_the_class_unknown_and_not_none() {
    let village = [CARE, SHOP, MEETING, PEOPLE];
    let with_stops = |stops: &str| Proposal::of(&[&village[..], &[("halte.csv", stops)]].concat(), &[]);
    let unknown = with_stops("id,naam,x,y\nh,Plein,250000,470000\n");
    assert_eq!((&unknown.zone()["ov_klasse"], &unknown.zone()["ov_verdeling"]), (&Value::Null, &Value::Null));
    assert!(unknown.table.contains("onbekend"), "{}", unknown.table);
    let far = with_stops("id,naam,x,y\nh,Elders,255000,470000\n");
    assert_eq!(
        (&far.zone()["ov_klasse"], &far.zone()["ov_verdeling"]["geen"]),
        (&Value::from("geen"), &Value::from(1.0))
    );
    let known = with_stops("id,naam,x,y,vertrekken_werkdag\nh,Plein,250000,470000,140\nk,Weg,250010,470000,\n");
    assert_eq!(
        (&known.zone()["ov_klasse"], &known.zone()["ov_verdeling"]["C"]),
        (&Value::from("C"), &Value::from(1.0))
    );
    assert_eq!(known.zone()["ov_verdeling"].get("onbekend"), None);
    let far_people = ("vraag.csv", "x,y,inwoners\n250050,470050,300\n252050,470050,100\n");
    let stops = ("halte.csv", "id,naam,x,y,vertrekken_werkdag\nh,Plein,250000,470000,140\nk,Weg,252010,470000,\n");
    let report = Proposal::of(&[CARE, SHOP, MEETING, far_people, stops], &[]).json("rapport.json");
    let shares = &report["regio"]["ov_verdeling"];
    assert_eq!(
        (&shares["C"], &shares["geen"], &shares["onbekend"]),
        (&Value::from(0.75), &Value::from(0.0), &Value::from(0.25))
    );
}

#[test]
fn a_kind_without_a_layer_is_not_known_and_one_that_is_too_far_is_missing() {
    let doctor = ("huisarts.csv", "id,naam,x,y\nd,Praktijk,253000,470000\n");
    let proposal = Proposal::of(&[CARE, SHOP, MEETING, PEOPLE, doctor], &[]);
    let zone = proposal.zone();
    let missing: Vec<_> = zone["ontbreekt"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let doctors = "huisarts|gezondheidscentrum";
    assert_eq!(missing, ["zorggeschikt", "geclusterd", "nultreden"].map(|form| format!("{form}:{doctors}")));
    for rule in zone["toetsing"].as_array().expect("rules") {
        let expected = match rule["soort"].as_str().expect("kinds") {
            "zorg24" | "supermarkt|dagelijks" | "ontmoeting" => Value::from(true),
            kinds if kinds == doctors => Value::from(false),
            _ => Value::Null,
        };
        assert_eq!(rule["voldoet"], expected, "{rule}");
    }
    assert!(proposal.table.contains("Niet bekend              apotheek, fysiotherapeut"), "{}", proposal.table);
}

#[test]
fn without_a_layer_that_zones_need_zones_are_unknown_and_not_none() {
    let proposal = Proposal::of(&[SHOP, PEOPLE], &[]);
    let report = proposal.json("rapport.json");
    let region = &report["regio"];
    assert_eq!(region["geen_laag"], serde_json::json!([["zorg24"], ["ontmoeting"]]));
    for field in ["in_zones", "in_ring_geclusterd", "in_ring_zorggeschikt"] {
        assert_eq!(region[field]["inwoners_75plus"], Value::Null, "{field}");
    }
    assert_eq!((&region["inwoners_75plus"], &report["zones_aantal"]), (&Value::from(20.0), &Value::Null));
    let sentence = "Zones zijn niet bekend: geen laag gelezen van 24-uurszorg; ontmoetingsplek.";
    assert!(proposal.table.starts_with(sentence), "{}", proposal.table);
    assert!(proposal.table.contains("75-plussers in een zone  onbekend"), "{}", proposal.table);
    // All layers are there, and nothing is near anything: that is known.
    let far = ("ontmoeting.csv", "id,naam,x,y\no,Elders,255000,470000\n");
    let none = Proposal::of(&[CARE, SHOP, far, PEOPLE], &[]);
    let report = none.json("rapport.json");
    assert_eq!((&report["zones_aantal"], &report["regio"]["geen_laag"]), (&Value::from(0), &Value::Null));
    assert_eq!(report["regio"]["in_zones"]["inwoners_75plus"], Value::from(0.0));
    assert!(none.table.starts_with("Geen enkele zone is mogelijk"), "{}", none.table);
}

#[test]
fn an_unknown_count_of_people_never_sums_as_nobody() {
    let unknown = ("vraag.csv", "x,y,inwoners,inwoners_75plus\n250050,470050,653,\n253050,470050,347,40\n");
    let proposal = Proposal::of(&[CARE, SHOP, MEETING, unknown], &[]);
    let (zone, region) = (proposal.zone(), &proposal.json("rapport.json")["regio"]);
    assert_eq!((&zone["inwoners"], &zone["inwoners_75plus"]), (&Value::from(653.0), &Value::Null));
    assert_eq!((&zone["inwoners_75plus_bekend"], &zone["inwoners_bekend"]), (&Value::from(0.0), &Value::from(1.0)));
    assert_eq!(
        (&region["inwoners_75plus"], &region["inwoners_75plus_bekend"]),
        (&Value::from(40.0), &Value::from(0.347))
    );
    assert_eq!((&region["in_zones"]["inwoners_75plus"], region.get("inwoners_bekend")), (&Value::Null, None));
    assert!(proposal.table.contains("75-plussers              ≈ 40 (bekend voor 34%)"), "{}", proposal.table);
    assert!(proposal.table.contains("75-plussers in een zone  onbekend"), "{}", proposal.table);
    let partly = ("vraag.csv", "x,y,inwoners,inwoners_75plus\n250050,470050,94,20\n250150,470050,6,\n");
    let zone = Proposal::of(&[CARE, SHOP, MEETING, partly], &[]).zone();
    assert_eq!((&zone["inwoners_75plus"], &zone["inwoners_75plus_bekend"]), (&Value::from(20.0), &Value::from(0.94)));
}
