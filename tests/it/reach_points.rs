//! `bereik` reads its points as any layer is read: every encoding, header and spelling, with the same sentences.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::support::program::zorgkring;

/// What `bereik` makes of a file of points, with one supermarkt at 250000, 470000.
fn reach(name: &str, bytes: &[u8]) -> (Output, Option<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let (points, shop, out) = (folder.path().join(name), folder.path().join("s.csv"), folder.path().join("b.csv"));
    fs::write(&points, bytes).expect("a file");
    fs::write(&shop, "id,naam,x,y\nS1,Super,250000,470000\n").expect("a file");
    let output = reach_from(&points, &shop, &out);
    (output, fs::read(&out).ok().map(|bytes| String::from_utf8(bytes).expect("UTF-8")))
}

fn reach_from(points: &Path, shop: &Path, out: &Path) -> Output {
    let [points, out] = [points, out].map(|path| path.to_string_lossy().into_owned());
    zorgkring(&["bereik", "--punten", &points, "--laag", &format!("supermarkt={}", shop.display()), "--uit", &out])
}

/// Ids and distances of a table.
fn rows(table: &str) -> Vec<(String, String)> {
    let mut reader = csv_rows(table);
    reader.remove(0);
    reader.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
}

/// The cells of a small table in which only ids are quoted.
fn csv_rows(table: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| match line.strip_prefix('"').and_then(|rest| rest.split_once("\",")) {
        Some((id, rest)) => {
            std::iter::once(id.replace("\"\"", "\"")).chain(rest.split(',').map(str::to_owned)).collect::<Vec<_>>()
        }
        None => line.split(',').map(str::to_owned).collect(),
    };
    table.lines().map(cells).collect()
}

fn sentences(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn of_several_points_of_one_feature_the_nearest_counts_and_it_keeps_one_row() {
    let points = "{\"type\":\"MultiPoint\",\"coordinates\":[[251000,470000],[250100,470000]]}";
    let feature = format!("{{\"type\":\"Feature\",\"id\":\"a\",\"properties\":{{}},\"geometry\":{points}}}");
    let crs = "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:28992\"}}";
    let collection = format!("{{\"type\":\"FeatureCollection\",{crs},\"features\":[{feature}]}}");
    let csv = "id;wkt\na;MULTIPOINT(251000 470000, 250100 470000)\n";
    for (name, text) in [("p.geojson", collection.as_str()), ("p.csv", csv)] {
        let (output, table) = reach(name, text.as_bytes());
        assert_eq!(rows(&table.expect("a table")), [("a".to_owned(), "130.0".to_owned())]);
        let said =
            format!("{name}: 1 object met meer punten; de afstand is die van het punt dat het dichtst bij is.\n");
        assert_eq!(sentences(&output), said);
    }
}

#[test]
fn points_from_a_spreadsheet_are_read_in_every_encoding() {
    let text = "id;adres;x;y;opmerking;;\r\nCafé 't Hoekje;\"Kerkstraat 1\r\n7551 AA Esch\";250.000,5;470.000,25;a;;\r\n\
                \"Huize \"\"De Brink\"\"; vleugel B\";\"Brink 2\";250100,0;470000,0;b;;\r\n\
                Zónder enter;Dorpsstraat 3;250200;470000;c;;\r\n";
    let windows: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("a letter of Latin-1")).collect();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let expected = [("Café 't Hoekje", "0.7"), ("Huize \"De Brink\"; vleugel B", "130.0"), ("Zónder enter", "260.0")];
    let expected = expected.map(|(id, distance)| (id.to_owned(), distance.to_owned()));
    for (bytes, said) in [
        (text.as_bytes().to_vec(), ""),
        ([&[0xFF, 0xFE], utf16.as_slice()].concat(), ""),
        (windows, "p.csv: 2 teksten zijn geen UTF-8 en als Windows-1252 gelezen; controleer letters met accenten.\n"),
    ] {
        let (output, table) = reach("p.csv", &bytes);
        assert_eq!((sentences(&output).as_str(), output.status.code()), (said, Some(0)));
        assert_eq!(rows(&table.expect("a table")), expected);
    }
}

#[test]
fn points_are_found_under_every_header_that_a_layer_may_have() {
    for (text, distance) in [
        ("id;x;y\ra;250100;470000\r", "130.0"),
        ("sep=;\nid;x;y\na;250100;470000\n", "130.0"),
        ("\"id\" ; \"x\" ; \"y\"\n\"a\" ; \"250100\" ; \"470000\"\n", "130.0"),
        ("id;x;y;id;x;y\na;250100;470000;b;0;0\n", "130.0"),
        ("id;X-coördinaat;Y-coördinaat\na;250.100;470.000\n", "130.0"),
        ("id;wkt\na;POINT(250100 470000)\n", "130.0"),
    ] {
        let (output, table) = reach("p.csv", text.as_bytes());
        let table = table.unwrap_or_else(|| panic!("no table of {text}: {output:?}"));
        assert_eq!(rows(&table), [("a".to_owned(), distance.to_owned())], "{text}");
    }
    let degrees = ["id;Longitude;Latitude", "id;lengtegraad;breedtegraad"];
    let tables = degrees.map(|header| reach("p.csv", format!("{header}\na;6,7771;52,2127\n").as_bytes()).1);
    assert!(tables[0].as_ref().is_some_and(|table| rows(table)[0].1.len() > 2), "{tables:?}");
    assert_eq!(tables[0], tables[1]);
}

#[test]
fn a_row_that_cannot_be_placed_stays_and_is_told_as_in_a_layer() {
    let (output, table) = reach("p.csv", b"id;x;y\na;250100;470000\nb;veel;470000\nc;250100\n;;\nd;250200;470000\n");
    let said = "p.csv, regel 3, veld x: \"veel\" is geen coördinaat; de afstanden blijven leeg.\n\
                p.csv, regel 4: deze regel heeft 2 velden in plaats van 3 en blijft leeg.\n";
    assert_eq!((sentences(&output).as_str(), output.status.code()), (said, Some(1)));
    let expected = [("a", "130.0"), ("b", ""), ("c", ""), ("d", "260.0")];
    assert_eq!(rows(&table.expect("a table")), expected.map(|(id, distance)| (id.to_owned(), distance.to_owned())));
}

#[test]
fn geojson_points_are_read_line_by_line_and_with_their_crs() {
    let point = |id: u32, x: f64| {
        format!(
            r#"{{"type":"Feature","id":{id},"properties":{{}},"geometry":{{"type":"Point","coordinates":[{x},470000]}}}}"#
        )
    };
    let line_by_line = format!("{}\n{}\n", point(1, 250_100.0), point(2, 250_200.0));
    let (output, table) = reach("p.geojsonl", line_by_line.as_bytes());
    let said =
        "p.geojsonl: er is geen coördinatenstelsel genoemd; de coördinaten van 2 objecten zijn als RD gelezen.\n";
    assert_eq!((sentences(&output).as_str(), output.status.code()), (said, Some(0)));
    let expected = [("1", "130.0"), ("2", "260.0")].map(|(id, distance)| (id.to_owned(), distance.to_owned()));
    assert_eq!(rows(&table.expect("a table")), expected);
    let crs = r#""crs":{"type":"name","properties":{"name":"EPSG:31370"}}"#;
    let (output, table) = reach("p.geojson", format!(r#"{{{crs},"features":[{}]}}"#, point(1, 250_100.0)).as_bytes());
    assert!(sentences(&output).contains("het coördinatenstelsel \"EPSG:31370\" wordt niet gelezen"), "{output:?}");
    assert_eq!((output.status.code(), table), (Some(2), None));
}

#[test]
fn geopackage_points_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let [demo, out] = ["demo", "b.csv"].map(|name| folder.path().join(name));
    let shop = folder.path().join("s.csv");
    fs::write(&shop, "id,naam,x,y\nS1,Super,250000,470000\n").expect("a file");
    assert_eq!(zorgkring(&["demo", "--uit", &demo.to_string_lossy()]).status.code(), Some(0));
    let output = reach_from(&demo.join("demo.gpkg"), &shop, &out);
    let table = fs::read_to_string(&out).unwrap_or_else(|_| panic!("no table: {output:?}"));
    assert!(table.lines().count() > 100);
}

#[test]
fn without_a_single_point_nothing_is_written() {
    let gz = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0];
    for (bytes, said) in [
        (
            gz.as_slice(),
            "p.csv: dit is een gzip-bestand, en dat wordt nog niet gelezen; sla de laag op als GeoJSON of CSV.",
        ),
        (b"id;x;y\n", "p.csv: er staat geen enkel object in het bestand."),
        (b"", "p.csv: het bestand is leeg; exporteer het opnieuw."),
        (
            b"id;straat\n1;Dorpsstraat\n",
            "p.csv: er zijn geen kolommen met coördinaten; nodig zijn x en y, lon en lat, of wkt, \
            en de kopregel noemt id, straat.",
        ),
    ] {
        let (output, table) = reach("p.csv", bytes);
        assert_eq!((output.status.code(), table), (Some(2), None), "{said}");
        assert!(sentences(&output).starts_with(&format!("{said}\n")), "{output:?}");
        assert!(sentences(&output).ends_with("er is geen enkel punt gelezen; er is niets geschreven.\n"), "{output:?}");
    }
}
