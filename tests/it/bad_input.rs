//! GeoJSON and CSV as nasty as they come: one clear sentence each, and the good features still read.

use std::io::{Cursor, Read};

use proptest::prelude::*;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::PlaceClass;
use zorgkring::import::{Imported, Unwatched, check_bytes, read_stream};
use zorgkring::nl::problems::problem;

use crate::support::layers::{feature, sentences};

const GOOD: &str = r#"{"type":"Feature","id":"goed","properties":{"naam":"Goed"},"geometry":{"type":"Point","coordinates":[6.8958,52.2183]}}"#;

fn supermarket() -> Role {
    Role::from_name("supermarkt").expect("a kind of the catalogue")
}

fn read_bytes(role: Role, name: &str, bytes: impl Into<Vec<u8>>) -> Imported {
    read_stream(role, name, Box::new(Cursor::new(bytes.into())), Baseline::default(), &Unwatched)
}

/// A collection of these features and then the good one.
fn collection(features: &[&str]) -> String {
    let mut all = features.to_vec();
    all.push(GOOD);
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, all.join(","))
}

fn point_feature(properties: &str) -> String {
    feature(properties, r#"{"type":"Point","coordinates":[6.9,52.2]}"#)
}

/// Reads these features and the good one as supermarkets; asserts the sentences and how many are kept.
fn assert_supermarkets(features: &[&str], expected: &[&str], n_kept: usize) {
    let imported = read_bytes(supermarket(), "a.geojson", collection(features));
    assert_eq!(sentences(&imported), expected);
    assert_eq!(imported.baseline.places[PlaceClass::Amenity].len(), n_kept);
    assert_eq!(
        imported.baseline.places[PlaceClass::Amenity].last().map(|a| a.name.as_str()),
        Some("Goed"),
        "the good one is kept"
    );
}

fn assert_file(bytes: impl Into<Vec<u8>>, expected: &[&str], n_kept: usize) {
    let imported = read_bytes(supermarket(), "a.geojson", bytes);
    assert_eq!(sentences(&imported), expected);
    assert_eq!(imported.baseline.places[PlaceClass::Amenity].len(), n_kept);
}

#[test]
fn an_empty_file_and_a_file_without_features_say_so() {
    assert_file("", &["a.geojson: het bestand is leeg; exporteer het opnieuw."], 0);
    assert_file(" \n\t\r\n", &["a.geojson: het bestand is leeg; exporteer het opnieuw."], 0);
    let none = ["a.geojson: er staat geen enkel object in het bestand."];
    assert_file(r#"{"type":"FeatureCollection","features":[]}"#, &none, 0);
    assert_file(r#"{"type":"Topology","objects":{}}"#, &none, 0);
    assert_file("x,y\n", &none, 0);
}

#[test]
fn a_missing_file_is_a_problem_and_the_other_layer_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("b.geojson");
    std::fs::write(&path, collection(&[])).expect("a written file");
    let argument =
        |role: &str, path: &std::path::Path| format!("{role}={}", path.display()).parse().expect("an argument");
    let layers = [argument("huisarts", &folder.path().join("weg.geojson")), argument("supermarkt", &path)];
    let imported = zorgkring::import::read_layers(&layers, Baseline::default(), &Unwatched);
    assert_eq!(sentences(&imported), ["weg.geojson: dit bestand bestaat niet; controleer het pad."]);
    assert_eq!(imported.baseline.places[PlaceClass::Amenity].len(), 1);
    let roles: Vec<Role> = imported.baseline.layers.iter().map(|layer| layer.role).collect();
    assert_eq!(roles, [supermarket()], "an unread layer is not an empty one");
}

#[test]
fn a_truncated_file_keeps_what_came_before() {
    let whole = collection(&[GOOD, GOOD]);
    let cut = &whole[..whole.len() - 60];
    let imported = read_bytes(supermarket(), "a.geojson", cut);
    assert_eq!(
        sentences(&imported),
        [
            "a.geojson: het bestand breekt af na object 2; wat ervoor staat is gelezen, haal of exporteer het opnieuw.",
            "a.geojson, object 2 (id goed): het id \"goed\" komt vaker voor; dit object heeft een eigen id gekregen.",
        ]
    );
    assert_eq!(imported.baseline.places[PlaceClass::Amenity].len(), 2);
    let early = "a.geojson: het bestand breekt af voor het eerste object; haal of exporteer het opnieuw.";
    assert_file(r#"{"type":"FeatureColl"#, &[early], 0);
}

#[test]
fn what_is_no_json_after_a_feature_is_said() {
    let text = format!(r#"{{"features":[{GOOD}}} rest"#);
    let said =
        "a.geojson: na object 1 is dit geen geldige GeoJSON meer; wat ervoor staat is gelezen, exporteer het opnieuw.";
    assert_file(text, &[said], 1);
    let nothing = "a.geojson: dit is geen geldige GeoJSON; er is niets uit gelezen, exporteer het opnieuw.";
    assert_file("{]", &[nothing], 0);
    assert_file("[1,2]", &[nothing], 0);
}

#[test]
fn nan_infinity_null_and_unknown_geometries_are_left_out_one_by_one() {
    let nan = feature("{}", r#"{"type":"Point","coordinates":[NaN,52.2]}"#);
    let infinity = feature("{}", r#"{"type":"Point","coordinates":[6.9,-Infinity]}"#);
    let null = feature("{}", "null");
    let unknown = feature("{}", r#"{"type":"Cirkel","coordinates":[6.9,52.2]}"#);
    let text = feature("{}", r#""Enschede""#);
    assert_supermarkets(
        &[&nan, &infinity, &null, &unknown, &text, "null", "5"],
        &[
            "a.geojson, object 1: een coördinaat is geen getal; het object is overgeslagen.",
            "a.geojson, object 2: een coördinaat is geen getal; het object is overgeslagen.",
            "a.geojson, object 3: er is geen geometrie; het object is overgeslagen.",
            "a.geojson, object 4: de geometrie \"Cirkel\" is niet te begrijpen; het object is overgeslagen.",
            "a.geojson, object 5: dit object is niet te lezen en is overgeslagen.",
            "a.geojson, object 6: dit object is niet te lezen en is overgeslagen.",
            "a.geojson, object 7: dit object is niet te lezen en is overgeslagen.",
        ],
        1,
    );
}

#[test]
fn swapped_and_rd_coordinates_are_read_with_a_notice() {
    let swapped = feature(r#"{"naam":"A"}"#, r#"{"type":"Point","coordinates":[52.2,6.9]}"#);
    let rd = feature(r#"{"naam":"B"}"#, r#"{"type":"Point","coordinates":[258088.3,471096.1]}"#);
    assert_supermarkets(
        &[&swapped, &rd],
        &[
            "a.geojson: er is geen coördinatenstelsel genoemd; de coördinaten van 1 object zijn als RD gelezen.",
            "a.geojson: bij 1 object stond de breedtegraad voorop; lengte en breedte zijn omgewisseld.",
        ],
        3,
    );
}

#[test]
fn a_crs_member_is_honored_wherever_it_stands_and_an_unknown_one_refused_by_name() {
    let rd = feature(r#"{"naam":"B"}"#, r#"{"type":"Point","coordinates":[258088.3,471096.1]}"#);
    let crs = |name: &str| format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}}"#);
    let rd_crs = crs("urn:ogc:def:crs:EPSG::28992");
    for text in [format!(r#"{{{rd_crs},"features":[{rd}]}}"#), format!(r#"{{"features":[{rd}],{rd_crs}}}"#)] {
        assert_file(text, &[], 1);
    }
    let refused = "a.geojson: het coördinatenstelsel \"EPSG:31370\" wordt niet gelezen; sla het bestand op in RD (EPSG:28992) of WGS84.";
    assert_file(format!(r#"{{{},"features":[{GOOD}]}}"#, crs("EPSG:31370")), &[refused], 0);
}

#[test]
fn places_outside_the_netherlands_are_left_out() {
    let berlin = feature(r#"{"naam":"Berlijn"}"#, r#"{"type":"Point","coordinates":[13.4,52.5]}"#);
    let said = "a.geojson, object 1: de coördinaat (13.4; 52.5) ligt buiten Nederland; het object is overgeslagen, controleer het coördinatenstelsel.";
    assert_supermarkets(&[&berlin], &[said], 1);
}

fn gemeente(code: &str, coordinates: &str) -> String {
    let geometry = format!(r#"{{"type":"Polygon","coordinates":{coordinates}}}"#);
    feature(&format!(r#"{{"statcode":"{code}","statnaam":"{code}"}}"#), &geometry)
}

#[test]
fn bow_ties_and_unclosed_rings_are_repaired_and_lines_refused() {
    let bow_tie =
        gemeente("GM1", "[[[250000,470000],[251000,471000],[251000,470000],[250000,471000],[250000,470000]]]");
    let unclosed = gemeente("GM2", "[[[252000,470000],[253000,470000],[253000,471000]]]");
    let flat = gemeente("GM3", "[[[252000,470000],[253000,470000],[254000,470000],[252000,470000]]]");
    let line =
        feature(r#"{"statcode":"GM4"}"#, r#"{"type":"LineString","coordinates":[[250000,470000],[250100,470000]]}"#);
    let no_code = feature(r#"{"statnaam":"X"}"#, r#"{"type":"Point","coordinates":[250000,470000]}"#);
    let all = [bow_tie, unclosed, flat, line, no_code].join(",");
    let crs = r#""crs":{"type":"name","properties":{"name":"EPSG:28992"}}"#;
    let imported = read_bytes(Role::Municipality, "g.geojson", format!(r#"{{{crs},"features":[{all}]}}"#));
    assert_eq!(
        sentences(&imported),
        [
            "g.geojson, object 1: het vlak kruiste of overlapte zichzelf en is hersteld.",
            "g.geojson, object 2: een ring van het vlak was niet gesloten en is gesloten.",
            "g.geojson, object 3: het vlak omsluit geen oppervlakte; het object is overgeslagen.",
            "g.geojson, object 4: hier zijn vlakken nodig en geen LineString; het object is overgeslagen.",
            "g.geojson, object 5, veld gemeentecode: dit veld is verplicht en ontbreekt; het object is overgeslagen.",
        ]
    );
    let codes: Vec<&str> = imported.baseline.municipalities.iter().map(|m| m.code.as_str()).collect();
    assert_eq!(codes, ["GM0001", "GM0002"]);
}

#[test]
fn parts_with_the_same_code_are_joined() {
    let a = gemeente("GM1", "[[[250000,470000],[251000,470000],[251000,471000],[250000,470000]]]");
    let b = gemeente("GM1", "[[[252000,470000],[253000,470000],[253000,471000],[252000,470000]]]");
    let imported = read_bytes(Role::Municipality, "g.geojson", format!(r#"{{"features":[{a},{b}]}}"#));
    assert_eq!(
        sentences(&imported)[0],
        "g.geojson, object 2: de code \"GM0001\" komt vaker voor; de vlakken zijn samengevoegd."
    );
    assert_eq!(imported.baseline.municipalities[0].outline.0.0.len(), 2);
}

#[test]
fn deep_nesting_is_refused_and_the_rest_read() {
    let deep = format!(r#"{{"type":"Feature","geometry":{}1{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
    let said = "a.geojson, object 1: de haakjes zijn dieper genest dan 48; het object is overgeslagen.";
    assert_supermarkets(&[&deep], &[said], 1);
}

#[test]
fn duplicate_ids_and_missing_names_are_told() {
    let twin = r#"{"type":"Feature","id":"goed","properties":{"naam":"Ander"},"geometry":{"type":"Point","coordinates":[6.9,52.2]}}"#;
    let nameless = point_feature("{}");
    let imported = read_bytes(supermarket(), "a.geojson", collection(&[twin, &nameless, &nameless]));
    assert_eq!(
        sentences(&imported),
        [
            "a.geojson, object 4 (id goed): het id \"goed\" komt vaker voor; dit object heeft een eigen id gekregen.",
            "a.geojson: 2 objecten zonder naam; de soort en het nummer staan in de plaats.",
            "a.geojson: 1 object met dezelfde naam op dezelfde plek als een ander; verwijder wat dubbel is.",
        ]
    );
    let names: Vec<&str> = imported.baseline.places[PlaceClass::Amenity].iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["Ander", "supermarkt 2", "supermarkt 3", "Goed"]);
    let mut ids: Vec<_> = imported.baseline.places[PlaceClass::Amenity].iter().map(|a| a.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "every feature has an id of its own");
}

#[test]
fn wrong_types_are_a_problem_with_field_and_value() {
    let care = Role::Kind(AmenityKind::CARE);
    let many = point_feature(r#"{"id":"a","naam":"A","plaatsen":"veel","sector":"ziekenhuis","status":"Gepland"}"#);
    let text_number = point_feature(r#"{"id":"b","naam":"B","plaatsen":"12","sector":"ghz"}"#);
    let half = point_feature(r#"{"id":"c","naam":"C","plaatsen":2.5}"#);
    let huge = point_feature(r#"{"id":"d","naam":"D","plaatsen":1e30}"#);
    let list = point_feature(r#"{"id":"e","naam":["E"],"plaatsen":[1]}"#);
    let text = format!(r#"{{"features":[{}]}}"#, [many, text_number, half, huge, list].join(","));
    let imported = read_bytes(care, "z.geojson", text);
    assert_eq!(
        sentences(&imported),
        [
            "z.geojson, object 1 (id a), veld sector: \"ziekenhuis\" is onbekend; kies uit VVT, GHZ, GGZ, overig.",
            "z.geojson, object 1 (id a), veld plaatsen: \"veel\" is geen getal; de waarde blijft onbekend.",
            "z.geojson, object 3 (id c), veld plaatsen: \"2.5\" is geen heel getal; de waarde blijft onbekend.",
            "z.geojson, object 4 (id d), veld plaatsen: \"1e+30\" is te groot voor een aantal; de waarde blijft onbekend.",
            "z.geojson, object 5 (id e), veld plaatsen: \"[1]\" is geen getal; de waarde blijft onbekend.",
            "z.geojson: 1 object zonder naam; de soort en het nummer staan in de plaats.",
        ]
    );
    let places: Vec<_> = imported.baseline.places[PlaceClass::Care].iter().map(|care| care.capacity()).collect();
    assert_eq!(places, [None, Some(12), None, None, None]);
}

#[test]
fn secrets_are_unknown_and_told_once_per_field() {
    let csv = "x;y;inwoners;inwoners_75plus\n250000;470000;10;-99997\n250100;470000;5;-99997\n250200;470000;-99995;2\n";
    let imported = read_bytes(Role::Demand, "v.csv", csv);
    assert_eq!(
        sentences(&imported),
        [
            "v.csv, veld inwoners: 1 waarde is negatief (geheim of onbekend) en als onbekend gelezen.",
            "v.csv, veld inwoners_75plus: 2 waarden zijn negatief (geheim of onbekend) en als onbekend gelezen.",
        ]
    );
    let total = imported.baseline.demand.total();
    assert_eq!(
        (total.residents.value(), total.aged_75_plus.value(), total.aged_65_plus.value()),
        (Some(15.0), Some(2.0), None)
    );
}

#[test]
fn utf_16_and_windows_1252_are_read() {
    let text = collection(&[&point_feature(r#"{"id":"1","naam":"Café Één"}"#)]);
    for bytes in [
        text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
    ] {
        let imported = read_bytes(supermarket(), "a.geojson", bytes);
        assert_eq!(sentences(&imported), [] as [&str; 0]);
        assert_eq!(imported.baseline.places[PlaceClass::Amenity][0].name, "Café Één");
    }
    let windows: Vec<u8> = "naam;x;y\nCafé;250000;470000\n"
        .chars()
        .map(|c| if c == 'é' { 0xE9 } else { u8::try_from(u32::from(c)).expect("ASCII") })
        .collect();
    let imported = read_bytes(supermarket(), "c.csv", windows);
    assert_eq!(
        sentences(&imported),
        ["c.csv: 1 tekst is geen UTF-8 en als Windows-1252 gelezen; controleer letters met accenten."]
    );
    assert_eq!(imported.baseline.places[PlaceClass::Amenity][0].name, "Café");
}

#[test]
fn other_formats_are_recognized_and_named() {
    let said = |what: &str| {
        format!("a.geojson: dit is {what}, en dat wordt nog niet gelezen; sla de laag op als GeoJSON of CSV.")
    };
    assert_file(*b"SQLite format 3\0....", &[&said("een GeoPackage")], 0);
    assert_file(*b"PK\x03\x04....", &[&said("een zip-bestand")], 0);
    assert_file(*b"\0\0\x27\x0a....", &[&said("een Shapefile")], 0);
    assert_file(*b"fgb\x03fgb\x01...", &[&said("FlatGeobuf")], 0);
    assert_file(*b"\0\0\0\x0d\x0a\x09OSMHeader", &[&said("OpenStreetMap-PBF")], 0);
    assert_file(
        *b"\x7fELF\0\0\0\x01",
        &["a.geojson: dit is geen GeoJSON en geen CSV; sla de gegevens op als een van beide."],
        0,
    );
}

#[test]
fn csv_rows_have_each_their_own_chance() {
    let csv = "Naam,LON,LAT\nA,6.9,52.2\nB,6.9\nC,veel,52.2\n,,\nD,,52.2\nE,\"6,91\",\"52,21\"\nF,6.92,52.2,x\n";
    let imported = read_bytes(supermarket(), "c.csv", csv);
    assert_eq!(
        sentences(&imported),
        [
            "c.csv, regel 3: deze regel heeft 2 velden in plaats van 3 en is overgeslagen.",
            "c.csv, regel 4, veld LON: \"veel\" is geen coördinaat; het object is overgeslagen.",
            "c.csv, regel 6, veld LON: hier ontbreekt de coördinaat; het object is overgeslagen.",
            "c.csv, regel 8: deze regel heeft 4 velden in plaats van 3 en is overgeslagen.",
        ]
    );
    let names: Vec<&str> = imported.baseline.places[PlaceClass::Amenity].iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["A", "E"]);
}

#[test]
fn every_way_to_write_coordinates_in_csv_gives_the_same_place() {
    let tables = [
        "naam;x;y\nA;258088,3;471096,1\n",
        "naam,x_rd,y_rd\nA,258088.3,471096.1\n",
        "naam\twkt\nA\tPOINT (258088.3 471096.1)\n",
        "naam,geom\nA,SRID=28992;POINT(258088.3 471096.1)\n",
    ];
    for table in tables {
        let imported = read_bytes(supermarket(), "c.csv", table);
        assert_eq!(sentences(&imported), [] as [&str; 0], "{table}");
        let point = imported.baseline.places[PlaceClass::Amenity][0].point;
        assert_eq!((point.x(), point.y()), (258_088.3, 471_096.1), "{table}");
    }
    let degrees = [
        "naam,lon,lat\nA,6.8958,52.2183\n",
        "naam;lengte;breedte\nA;6,8958;52,2183\n",
        "stop_name,stop_lat,stop_lon\nA,52.2183,6.8958\n",
    ];
    for table in degrees {
        let imported = read_bytes(Role::Kind(AmenityKind::STOP), "c.csv", table);
        assert_eq!(sentences(&imported), [] as [&str; 0], "{table}");
        let point = imported.baseline.places[PlaceClass::Stop][0].point;
        assert!((point.x() - 258_088.3).hypot(point.y() - 471_096.1) < 0.3, "{table}");
    }
}

#[test]
fn a_csv_without_coordinates_says_what_is_needed() {
    let imported = read_bytes(supermarket(), "c.csv", "naam;adres\nA;Straat 1\n");
    let said = "c.csv: er zijn geen kolommen met coördinaten; nodig zijn x en y, lon en lat, of wkt, en de kopregel noemt naam, adres.";
    assert_eq!(sentences(&imported), [said]);
}

#[test]
fn a_thousand_problems_are_kept_and_the_rest_counted() {
    let null = feature("{}", "null");
    let imported = read_bytes(supermarket(), "a.geojson", collection(&vec![null.as_str(); 2_500]));
    assert_eq!((imported.problems.len(), imported.n_more_problems()), (1_000, 1_500));
    assert_eq!(imported.baseline.layers[0].n_problems, 2_500);
    assert_eq!(imported.n_features_read(), 1);
}

/// Endless text of one repeated piece, up to a number of bytes.
struct Endless {
    piece: &'static [u8],
    at: usize,
    left: u64,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        for byte in &mut into[..n] {
            *byte = self.piece[self.at];
            self.at = (self.at + 1) % self.piece.len();
        }
        self.left -= n as u64;
        Ok(n)
    }
}

#[test]
fn a_feature_or_row_without_end_is_refused_within_bounded_memory() {
    let endless = |piece| Endless { piece, at: 0, left: 100 * 1024 * 1024 };
    let start = Cursor::new(r#"{"features":[{"properties":{"naam":""#);
    let end = Cursor::new(format!(r#""}}}},{GOOD}]}}"#));
    let text = Box::new(start.chain(endless(b"a")).chain(end));
    let imported = read_stream(supermarket(), "a.geojson", text, Baseline::default(), &Unwatched);
    assert_eq!(sentences(&imported), ["a.geojson, object 1: dit is groter dan 64 MB en is overgeslagen."]);
    assert_eq!(imported.baseline.places[PlaceClass::Amenity].len(), 1);
    let rows = Box::new(Cursor::new("naam,x,y\nA,250000,470000\n\"").chain(endless(b"a,b\nc")));
    let imported = read_stream(supermarket(), "c.csv", rows, Baseline::default(), &Unwatched);
    assert_eq!(
        sentences(&imported),
        ["c.csv: een regel is groter dan 16 MB; vanaf daar is niets gelezen, controleer de aanhalingstekens."]
    );
    assert_eq!(imported.baseline.places[PlaceClass::Amenity].len(), 1);
}

#[test]
fn a_file_can_be_checked_without_a_role() {
    let bow_tie =
        gemeente("GM1", "[[[250000,470000],[251000,471000],[251000,470000],[250000,471000],[250000,470000]]]");
    let secret = point_feature(r#"{"id":"goed","aantal":-99997}"#);
    let text = collection(&[&bow_tie, &secret]);
    let report = check_bytes("a.geojson", Box::new(Cursor::new(text)), &Unwatched);
    let said: Vec<String> = report.problems.iter().map(problem).collect();
    assert_eq!(
        said,
        [
            "a.geojson, object 1: het vlak kruiste of overlapte zichzelf en is hersteld.",
            "a.geojson, object 3 (id goed): het id \"goed\" komt vaker voor.",
            "a.geojson: er is geen coördinatenstelsel genoemd; de coördinaten van 1 object zijn als RD gelezen.",
            "a.geojson, veld aantal: 1 waarde is negatief (geheim of onbekend) en als onbekend gelezen.",
        ]
    );
    assert_eq!((report.n_features, report.n_placed, report.n_from_degrees), (3, 3, 2));
    let kinds: Vec<_> = report.geometry_kinds.into_iter().collect();
    assert_eq!(kinds, [("Point", 2), ("Polygon", 1)]);
}

#[test]
fn ids_do_not_depend_on_the_order_of_the_file() {
    let read = |rows: [&str; 3]| {
        let csv = format!("naam,x,y\n{}\n", rows.join("\n"));
        let mut ids: Vec<_> = read_bytes(supermarket(), "c.csv", csv).baseline.places[PlaceClass::Amenity]
            .iter()
            .map(|a| (a.name.clone(), a.id))
            .collect();
        ids.sort();
        ids
    };
    let [a, b, c] = ["A,250000,470000", "B,250000,470000", "A,251000,470000"];
    assert_eq!(read([a, b, c]), read([c, a, b]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_give_problems_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), role_idx in 0..28_usize) {
        let roles = Role::all();
        let role = roles[role_idx % roles.len()];
        let imported = read_bytes(role, "x", bytes.clone());
        prop_assert!(imported.n_features_read() > 0 || !imported.problems.is_empty());
        check_bytes("x", Box::new(Cursor::new(bytes)), &Unwatched);
    }

    #[test]
    fn damaged_geojson_never_panics(at in 0.0..1.0_f64, damage in prop::collection::vec(any::<u8>(), 0..12), role_idx in 0..28_usize) {
        let polygon = gemeente("GM1", "[[[6.1,52.1],[6.2,52.3],[6.2,52.1],[6.1,52.2],[6.1,52.1]]]");
        let mut bytes = collection(&[&polygon, &point_feature(r#"{"id":1,"inwoners":-5,"sector":null}"#)]).into_bytes();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a short text")]
        let start = (at * bytes.len() as f64) as usize;
        let end = (start + damage.len()).min(bytes.len());
        bytes.splice(start..end, damage);
        let roles = Role::all();
        read_bytes(roles[role_idx % roles.len()], "x", bytes);
    }

    #[test]
    fn damaged_csv_never_panics(rows in prop::collection::vec("[\"0-9a-z;,.\t\n -]{0,30}", 0..8), role_idx in 0..28_usize) {
        let roles = Role::all();
        let csv = format!("id;naam;x;y;inwoners\n{}", rows.join("\n"));
        read_bytes(roles[role_idx % roles.len()], "x", csv);
    }
}
