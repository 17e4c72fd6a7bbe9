//! Tables as people make them: numbers, headers, codes and coordinates in every spelling, and what is told of them.

use std::io::Cursor;
use std::path::Path;

use proptest::prelude::*;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::PlaceClass;
use zorgkring::import::{
    CheckReport, Imported, LayerArgument, MeasuringPoint, Unwatched, check_bytes, check_file, check_layer, read_points,
    read_stream,
};
use zorgkring::nl::problems::problem;

use crate::support::layers::sentences;

fn read(role: &str, table: &str) -> Imported {
    let role = Role::from_name(role).expect("a role");
    read_stream(role, "t.csv", Box::new(Cursor::new(table.as_bytes().to_vec())), Baseline::default(), &Unwatched)
}

fn people(imported: &Imported) -> [Option<f64>; 3] {
    let total = imported.baseline.demand.total();
    [total.residents, total.aged_65_plus, total.aged_75_plus].map(|sum| sum.value())
}

/// The one supermarkt of a table, in whole metres, with what was told.
fn supermarket(table: &str) -> (Vec<(i64, i64)>, Vec<String>) {
    let imported = read("supermarkt", table);
    #[expect(clippy::cast_possible_truncation, reason = "metres in the Netherlands")]
    let whole = |metres: f64| metres.round() as i64;
    let places = imported.baseline.places[PlaceClass::Amenity]
        .iter()
        .map(|a| (whole(a.point.x()), whole(a.point.y())))
        .collect();
    (places, sentences(&imported))
}

#[test]
fn points_between_thousands_are_told_by_the_decimal_commas_of_other_cells_and_columns() {
    let table = "buurt;inwoners;inwoners_65plus;inwoners_75plus;x;y\nNoord;1.234;310,5;142;250050;470050\n\
                 Zuid;987;201;88;250150;470050\nWest;12.500;2.750;1.105;250250;470050\n";
    let imported = read("vraag", table);
    assert_eq!(people(&imported), [Some(14_721.0), Some(3_261.5), Some(1_335.0)]);
    let half = "t.csv, veld inwoners_65plus: 310,5 is geen heel aantal mensen; gelezen zoals het er staat, controleer \
                punten en komma's.";
    assert_eq!(sentences(&imported), [half]);
    let table = "id;x;y;inwoners;inwoners_75plus\n1;250000,5;470000,5;1.250;150\n2;250100,5;470000,5;2.500;310\n";
    let imported = read("vraag", table);
    assert_eq!(people(&imported), [Some(3_750.0), None, Some(460.0)]);
    assert_eq!(sentences(&imported), [] as [&str; 0]);
}

#[test]
fn a_column_that_leaves_a_choice_is_read_as_whole_and_told_once() {
    let care = read("zorg24", "id;naam;plaatsen;x;y\nZ;a;1.250;250000;470000\nY;b;12;250100;470000\n");
    assert_eq!(care.baseline.places[PlaceClass::Care][0].capacity(), Some(1250));
    assert_eq!(sentences(&care), ["t.csv, veld plaatsen: \"1.250\" is gelezen als 1250; controleer of dat klopt."]);
    let imported = read("vraag", "inwoners,x,y\n\"1,250\",250000,470000\n\"2,100\",250100,470000\n");
    assert_eq!(people(&imported)[0], Some(3_350.0));
    let said = "t.csv, veld inwoners: \"1,250\" is gelezen als 1250, en zo 2 waarden; controleer of dat klopt.";
    assert_eq!(sentences(&imported), [said]);
    let spaced = read("vraag", "inwoners;x;y\n1 234;250000;470000\n1\u{a0}234;250000;470100\n1'234;250000;470200\n");
    assert_eq!((people(&spaced)[0], sentences(&spaced)), (Some(3_702.0), Vec::new()));
}

#[test]
fn a_column_that_contradicts_itself_leaves_the_value_unknown() {
    let imported = read("vraag", "inwoners;x;y\n1.250;250000;470000\n1500;250100;470000\n");
    assert_eq!(people(&imported)[0], Some(1_500.0));
    let said = "t.csv, regel 2, veld inwoners: \"1.250\" kan 1250 zijn of 1,25, en de kolom zegt niet welk; de waarde \
                blijft onbekend.";
    assert_eq!(sentences(&imported), [said]);
}

#[test]
fn text_in_geojson_is_read_as_a_count_and_told() {
    let text = r#"{"features":[{"type":"Feature","properties":{"inwoners":"1.250"},"geometry":{"type":"Point",
                  "coordinates":[6.9,52.2]}}]}"#;
    let imported = read("vraag", text);
    assert_eq!(people(&imported)[0], Some(1_250.0));
    let said = "t.csv, veld inwoners: \"1.250\" is gelezen als 1250; controleer of dat klopt.";
    assert_eq!(sentences(&imported), [said]);
}

#[test]
fn more_people_than_live_anywhere_on_such_an_area_are_told() {
    let wkt = "POLYGON((250000 470000, 250020 470000, 250020 470020, 250000 470020, 250000 470000))";
    let said = "t.csv: 3.520 inwoners op 0,04 ha is meer dan ergens woont; controleer het aantal en het vlak.";
    for role in ["vraag", "pc4"] {
        let imported = read(role, &format!("pc4;wkt;inwoners\n7524;{wkt};3520\n"));
        assert!(sentences(&imported).contains(&said.to_owned()), "{role}: {:?}", sentences(&imported));
    }
}

#[test]
fn coordinates_are_read_however_they_are_written() {
    let place = (vec![(245_123, 470_456)], Vec::<String>::new());
    for table in [
        "naam;X-coördinaat;Y-coördinaat\nA;245123;470456\n",
        "naam;POINT_X;POINT_Y\nA;245 123;470 456\n",
        "naam;X (RD);Y (RD)\nA;245.123,0;470.456,0\n",
        "sep=;\r\nnaam;x;y\r\nA;245123;470456\r\n",
        "\"naam\" ; \"x\" ; \"y\"\n\"A\" ; \"245123\" ; \"470456\"\n",
        "naam;x;y\rA;245123;470456\r",
    ] {
        assert_eq!(supermarket(table), place, "{table}");
    }
    let told = ["x", "y"].map(|column| {
        let (found, read) = if column == "x" { ("245.123", 245_123) } else { ("470.456", 470_456) };
        format!("t.csv, veld {column}: \"{found}\" is gelezen als {read}; controleer of dat klopt.")
    });
    assert_eq!(supermarket("naam;x;y\nA;245.123;470.456\n"), (vec![(245_123, 470_456)], told.to_vec()));
    let (degrees, _) = supermarket("naam;lon;lat\nA;6,7771;52,2127\n");
    for table in [
        "naam;lat;long\nA;52,2127;6,7771\n",
        "naam;Latitude (WGS84);Longitude (WGS84)\nA;52,2127;6,7771\n",
        "naam;geo_point_2d\nA;\"52.2127, 6.7771\"\n",
        "naam;Breedtegraad;Lengtegraad\nA;52°12'45.72\"N;6°46'37.56\"O\n",
    ] {
        assert_eq!(supermarket(table), (degrees.clone(), Vec::new()), "{table}");
    }
}

#[test]
fn a_coordinate_that_is_wrong_is_told_with_its_column_and_value() {
    let table = "naam;lengte;breedte\nA;6°53'41\"E;52°13'06\"N\nB;6,8750;noord\nC;;52,2\nD;6° 53,5' O;52° 14,1' N\n";
    let (places, said) = supermarket(table);
    assert_eq!(places.len(), 2);
    assert_eq!(
        said,
        [
            "t.csv, regel 3, veld breedte: \"noord\" is geen coördinaat; het object is overgeslagen.",
            "t.csv, regel 4, veld lengte: hier ontbreekt de coördinaat; het object is overgeslagen.",
        ]
    );
}

#[test]
fn a_header_below_a_title_is_found_and_told() {
    let table = "Kerncijfers wijken en buurten (verzonnen);;;;\nPeildatum: 1 januari 2026;;;;\n;;;;\n\
                 buurtnaam;inwoners;inwoners_75plus;x;y\nNoord;1234;142;250050;470050\nBron: verzonnen;;;;\n";
    let imported = read("vraag", table);
    assert_eq!(people(&imported), [Some(1_234.0), None, Some(142.0)]);
    assert_eq!(
        sentences(&imported),
        [
            "t.csv: de kopregel staat op regel 4; wat erboven staat is overgeslagen.",
            "t.csv, regel 6: hier ontbreekt de coördinaat; het object is overgeslagen.",
        ]
    );
}

#[test]
fn of_double_columns_the_first_is_used_and_told() {
    let imported = read("vraag", "gebied;inwoners;inwoners;x;y;x;y;;\nA;1200;1350;250000;470000;9;9;;\n");
    assert_eq!(people(&imported)[0], Some(1_200.0));
    let double = |column: &str| format!("t.csv, veld {column}: deze kolom staat er twee keer; de eerste is gebruikt.");
    assert_eq!(sentences(&imported), ["inwoners", "x", "y"].map(double));
    let imported = read("vraag", "inwoners;aantal_inwoners;x;y\n100;999;250000;470000\n100;100;250000;470000\n");
    assert_eq!(people(&imported)[0], Some(200.0));
    let said =
        "t.csv, veld inwoners: de kolom aantal_inwoners zegt iets anders, bijvoorbeeld \"999\"; die is niet gebruikt.";
    assert_eq!(sentences(&imported), [said]);
}

#[test]
fn a_file_without_a_role_is_told_of_its_numbers_too() {
    let table = "inwoners;aantal_inwoners;inwoners_75plus;x;y\n100;999;1,5;250000;470000\n";
    let report = check_bytes("t.csv", Box::new(Cursor::new(table.as_bytes().to_vec())), &Unwatched);
    let said: Vec<String> = report.problems.iter().map(problem).collect();
    assert_eq!(
        said,
        [
            "t.csv, veld inwoners_75plus: 1,5 is geen heel aantal mensen; gelezen zoals het er staat, controleer punten en \
             komma's.",
            "t.csv, veld inwoners: de kolom aantal_inwoners zegt iets anders, bijvoorbeeld \"999\"; die is niet gebruikt.",
        ]
    );
}

#[test]
fn codes_are_the_same_however_they_are_written() {
    let area = |x: u32| format!("POLYGON(({x} 470000, {} 470000, {} 471000, {x} 470000))", x + 1000, x + 1000);
    let rows = [("GM0153", 250_000), ("153", 252_000), ("0153", 254_000)];
    let table: String = rows.iter().map(|(code, x)| format!("{code};{}\n", area(*x))).collect();
    let imported = read("gemeente", &format!("gemeentecode;wkt\n{table}"));
    let [municipality] = imported.baseline.municipalities.as_slice() else { panic!("one gemeente") };
    assert_eq!((municipality.code.as_str(), municipality.outline.0.0.len()), ("GM0153", 3));
    let kern = read("kern", "naam;gemeentecode;x;y\nA;153;250000;470000\n");
    assert_eq!(kern.baseline.settlements[0].municipality_code.as_deref(), Some("GM0153"));
}

#[test]
fn a_file_is_judged_as_the_layer_it_is_given_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("v.csv");
    std::fs::write(&path, "buurt;inwoners;opmerking;x;y\nA;veel;geheim;250000;470000\n").expect("a file");
    let layer =
        |role: &str| LayerArgument { role: Role::from_name(role).expect("a role"), path: path.clone(), layer: None };
    let demand = check_layer(&layer("vraag"), &Unwatched);
    let said: Vec<String> = demand.problems.iter().map(problem).collect();
    assert_eq!(said, ["v.csv, regel 2, veld inwoners: \"veel\" is geen getal; de waarde blijft onbekend."]);
    assert_eq!(
        (demand.columns.used.join(" "), demand.columns.unknown.join(" ")),
        ("inwoners x y".to_owned(), "buurt opmerking".to_owned())
    );
    let shop = check_layer(&layer("supermarkt"), &Unwatched);
    assert_eq!(
        (shop.columns.used.join(" "), shop.columns.carried.join(" ")),
        ("x y".to_owned(), "buurt inwoners opmerking".to_owned())
    );
    assert_eq!(check_file(&path, &Unwatched).columns.unknown, ["buurt", "opmerking"]);
}

#[test]
fn the_same_in_many_columns_is_told_once_with_an_example() {
    let names: String = (0..180).map(|n| format!("kolom{n};")).collect();
    let values = "-99997;".repeat(180);
    let table = format!("{names}x;y\n{values}250000;470000\n{values}250100;470000\n");
    let report: CheckReport = check_bytes("t.csv", Box::new(Cursor::new(table.into_bytes())), &Unwatched);
    let said: Vec<String> = report.problems.iter().map(problem).collect();
    let one = "t.csv: in 180 velden, bijvoorbeeld kolom0: 360 waarden zijn negatief (geheim of onbekend) en als \
               onbekend gelezen.";
    assert_eq!(said, [one]);
}

fn points_of(path: &Path) -> (Vec<MeasuringPoint>, Vec<zorgkring::domain::problem::Problem>) {
    let mut points = Vec::new();
    let read = read_points(path, &Unwatched, &mut |batch| {
        points.extend(batch);
        true
    });
    assert_eq!(read.n_points, points.len() as u64);
    (points, read.problems)
}

fn cell() -> impl Strategy<Value = String> {
    let fixed = [
        "250000",
        "250.123",
        "470.456",
        "470000,5",
        "470.000,25",
        "6,89",
        "52.221",
        "52°13'06\"N",
        "6° 53' O",
        "veel",
        "",
        " ",
        "9",
        "\"250100\"",
        "\"a;b\"",
        "-1",
        "1 234",
    ];
    prop_oneof![prop::sample::select(fixed.to_vec()).prop_map(str::to_owned), "[0-9]{6}(,[0-9])?"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn points_are_read_as_a_layer_is(rows in prop::collection::vec(prop::collection::vec(cell(), 1..5), 0..30), windows in any::<bool>()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p.csv");
        let mut text = b"id;x;y\n".to_vec();
        for (n, row) in rows.iter().enumerate() {
            text.extend_from_slice(format!("p{n}").as_bytes());
            if windows && n % 3 == 0 {
                text.push(0xE9);
            }
            row.iter().for_each(|cell| text.extend_from_slice(format!(";{cell}").as_bytes()));
            text.push(b'\n');
        }
        std::fs::write(&path, &text).expect("a file");
        let layer = LayerArgument { role: Role::Kind(AmenityKind::from_role("apotheek").expect("a kind")), path: path.clone(), layer: None };
        let imported = zorgkring::import::read_layers(&[layer], Baseline::default(), &Unwatched);
        let (points, problems) = points_of(&path);
        let placed: Vec<_> = points.iter().filter_map(|point| point.at).collect();
        let of_layer: Vec<_> = imported.baseline.places[PlaceClass::Amenity].iter().map(|amenity| amenity.point).collect();
        prop_assert_eq!(placed, of_layer);
        prop_assert_eq!(problems, check_file(&path, &Unwatched).problems);
    }
}
