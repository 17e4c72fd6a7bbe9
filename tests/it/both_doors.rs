//! `bereik` reads and refuses exactly what `--laag` and `controleer` do: the same small files through every door.

use std::fs;
use std::path::Path;

use zorgkring::crs::RdPoint;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::problem::{Problem, ProblemKind, Repeated};
use zorgkring::import::{LayerArgument, MeasuringPoint, Unwatched, check_file, read_layers, read_points};

/// Headers, spellings, numbers and geometries of tables, good and bad.
const TABLES: [&str; 30] = [
    "id;x;y\na;250100;470000\nb;veel;470000\nc;250100\n;;\nd;250200;470000\n",
    "id;x;y\ra;250100;470000\r",
    "sep=;\nid;x;y\na;250100;470000\n",
    "Apotheken in Esch\n\nid;x;y\na;250100;470000\n",
    "\"id\" ; \"x\" ; \"y\"\n\"a\" ; \"250100\" ; \"470000\"\n",
    "id;x;y;id;x;y\na;250100;470000;b;0;0\n",
    "id;X-coördinaat;Y-coördinaat\na;250.100;470.000\nb;250.000,5;470.000,25\n",
    "id;wkt\na;POINT(250100 470000)\nb;POINT EMPTY\nc;\nd;SRID=31370;POINT(1 2)\ne;CIRKEL(1 2)\n",
    "id;wkt\na;MULTIPOINT(251000 470000, 250100 470000)\nb;LINESTRING(250000 470000, 250100 470000)\n",
    "id;wkt\na;\"POLYGON((250000 470000, 250100 470000, 250100 470100, 250000 470000))\"\n",
    "id;wkt\na;\"POLYGON((250000 470000, 250100 470000, 250100 470100))\"\nb;TIN Z(((0 0 0, 1 0 0, 1 1 0, 0 0 0)))\n",
    "id;geom\na;\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[250100,470000]}\"\nb;{\n",
    "id;Longitude;Latitude\na;6,7771;52,2127\nb;52,2127;6,7771\nc;2,35;48,85\n",
    "id;lon;lat\na;250100;470000\n",
    "id;lengtegraad;breedtegraad\na;6° 53' O;52°13'06\"N\nb;6,89;\n",
    "id;geo_point_2d\na;\"52.2127, 6.7771\"\nb;\nc;52.2127\n",
    "id;coordinaten\na;250000 470000\n",
    "id,naam,x_rd,y_rd\na,Winkel,250100,470000\n",
    "id\tx\ty\na\t250100\t470000\n",
    "id;naam;straat\na;Winkel;Brink\n",
    "naam;x;y\nWinkel;250100;470000\n\nPlein;250200;470000\n",
    "id;x;y\n",
    "id;x;y;;\na;250100;470000;;\nb;250100;470000;te;veel;hier\n",
    "id;x;y\n\"a\nb\";250100;470000\nc;250200;470000\n",
    "id;x;y\r\na;250100;470000\r\n\r\nb;nergens;470000\r\n",
    "id;x;y\na;1e300;470000\nb;-5;470000\nc;NaN;470000\n",
    "id;x;y\n'=1+1;250100;470000\n",
    " \n\t\n",
    "",
    "geen tabel",
];

/// Names of coordinate systems, read and refused.
const CRS_NAMES: [&str; 9] = [
    "EPSG:28992",
    "urn:ogc:def:crs:EPSG::28992",
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "EPSG:4258",
    "EPSG:3857",
    "EPSG:31370",
    "EPSG:25832",
    "Amersfoort / RD New",
    "onbekend",
];

/// Beginnings of files in formats that are not read, or of no format.
const FOREIGN: [&[u8]; 6] =
    [b"PK\x03\x04rest", &[0x1F, 0x8B, 8, 0], b"%PDF-1.7", b"<gml/>", b"\0\0\x27\x0a\0\0\0\0", b"a\0b\0\0\0"];

fn points_of(path: &Path) -> (Vec<MeasuringPoint>, Vec<Problem>) {
    let mut points = Vec::new();
    let read = read_points(path, &Unwatched, &mut |batch| {
        points.extend(batch);
        true
    });
    (points, read.problems)
}

/// What was found by reading, and not by asking more of records than an id and a place.
fn of_reading(problems: &[Problem]) -> Vec<(ProblemKind, Option<String>, String)> {
    let is_of_reading = |problem: &&Problem| {
        !matches!(
            problem.kind,
            ProblemKind::RepeatedId(_)
                | ProblemKind::RepairedPolygon
                | ProblemKind::HopelessPolygon
                | ProblemKind::UnsureNumber { .. }
                | ProblemKind::PointAndArea { .. }
                | ProblemKind::SeveralSources { .. }
                | ProblemKind::Several {
                    what: Repeated::PointsApart
                        | Repeated::NearestOfPoints
                        | Repeated::PlaceChosen
                        | Repeated::SecretValue
                        | Repeated::FractionalPeople
                        | Repeated::OtherColumnToo,
                    ..
                }
        )
    };
    let facts = |problem: &Problem| (problem.kind.clone(), problem.field.clone(), format!("{:?}", problem.position));
    problems.iter().filter(is_of_reading).map(facts).collect()
}

/// The file gives `bereik` the features and the problems that `controleer` has.
fn goes_through_both_doors(path: &Path) -> Vec<MeasuringPoint> {
    let (points, problems) = points_of(path);
    let report = check_file(path, &Unwatched);
    let name = path.display();
    assert_eq!(points.len(), report.n_features, "{name}");
    assert_eq!(of_reading(&problems), of_reading(&report.problems), "{name}");
    points
}

/// The same places as a layer has.
fn lie_where_a_layer_has_them(path: &Path, points: &[MeasuringPoint]) {
    let role = Role::Kind(AmenityKind::from_role("apotheek").expect("a kind"));
    let layer = LayerArgument { role, path: path.to_owned(), layer: None };
    let imported = read_layers(&[layer], Baseline::default(), &Unwatched);
    let of_layer: Vec<RdPoint> = imported.baseline.places_of(role).map(|amenity| amenity.point).collect();
    let of_points: Vec<RdPoint> =
        points.iter().flat_map(|point| point.at.iter().chain(&point.others)).copied().collect();
    assert_eq!(of_points, of_layer, "{}", path.display());
}

#[test]
fn a_small_table_is_read_and_refused_alike_by_every_door_in_every_encoding() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.csv");
    for table in TABLES {
        let windows: Vec<u8> = table.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        let utf16: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [table.as_bytes().to_vec(), windows, [&[0xFF, 0xFE], utf16.as_slice()].concat()] {
            fs::write(&path, &bytes).expect("a file");
            let points = goes_through_both_doors(&path);
            lie_where_a_layer_has_them(&path, &points);
        }
    }
}

#[test]
fn a_coordinate_system_is_read_or_refused_alike_by_every_door() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.geojson");
    let feature = |x: f64, y: f64| {
        format!(r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}"#)
    };
    let places = [(250_000.0, 470_000.0), (6.7771, 52.2127), (754_430.356, 6_838_168.028)].map(|(x, y)| feature(x, y));
    for name in CRS_NAMES {
        let crs = format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}}"#);
        let features = format!(r#""features":[{},null,{{"type":"Feature","geometry":null}}]"#, places.join(","));
        for members in [format!("{crs},{features}"), format!("{features},{crs}"), features.clone()] {
            fs::write(&path, format!(r#"{{"type":"FeatureCollection",{members}}}"#)).expect("a file");
            let points = goes_through_both_doors(&path);
            lie_where_a_layer_has_them(&path, &points);
        }
    }
}

#[test]
fn a_foreign_format_is_refused_alike_by_every_door() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p");
    for bytes in FOREIGN {
        fs::write(&path, bytes).expect("a file");
        assert_eq!(goes_through_both_doors(&path), []);
    }
    assert_eq!(goes_through_both_doors(folder.path()), []);
    assert_eq!(goes_through_both_doors(&folder.path().join("weg")), []);
}

#[test]
fn every_fixture_is_read_and_refused_alike_by_every_door() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut n_points = 0;
    for entry in fs::read_dir(fixtures).expect("fixtures") {
        n_points += goes_through_both_doors(&entry.expect("an entry").path()).len();
    }
    assert!(n_points > 20, "{n_points}");
}
