//! Geometry and coordinate systems as files of others have them: the same place whatever the format, and each oddity told.

use std::path::{Path, PathBuf};

use geo::Area;
use rusqlite::Connection;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::PlaceClass;
use zorgkring::import::{Imported, LayerArgument, Unwatched, check_file, read_layers};
use zorgkring::nl::problems::problem;

use crate::support::layers::feature;

/// A place in Twente, in RD and in degrees.
const RD: [f64; 2] = [250_000.0, 470_000.0];
const DEGREES: [f64; 2] = [6.777_163_2, 52.209_903_4];
const MERCATOR: [f64; 2] = [754_430.356, 6_838_168.028];

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.path(name), text).expect("a written file");
        self.path(name)
    }

    /// A GeoPackage of one layer: its system as the file states it, and rows of an id and a blob.
    fn geopackage(&self, name: &str, layer: &str, srs: &str, rows: &[(&str, Vec<u8>)]) -> PathBuf {
        let path = self.path(name);
        let connection = Connection::open(&path).expect("a database");
        let schema = format!(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
               organization_coordsys_id INTEGER, definition TEXT);
             CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, srs_id INTEGER);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
               srs_id INTEGER, z INTEGER, m INTEGER);
             CREATE TABLE {layer} (fid INTEGER PRIMARY KEY, geom BLOB, id TEXT, inwoners INTEGER);
             INSERT INTO gpkg_contents VALUES ('{layer}', 'features', 1);
             INSERT INTO gpkg_geometry_columns VALUES ('{layer}', 'geom', 'GEOMETRY', 1, 0, 0);
             {srs}"
        );
        connection.execute_batch(&schema).expect("a schema");
        for (id, blob) in rows {
            let sql = format!("INSERT INTO {layer} (geom, id, inwoners) VALUES (?, ?, 10)");
            connection.execute(&sql, (blob, id)).expect("a row");
        }
        path
    }
}

const SRS_RD: &str = "INSERT INTO gpkg_spatial_ref_sys VALUES ('Amersfoort / RD New', 1, 'EPSG', 28992, '');";

/// A blob of well-known bytes: the type, then little-endian words and numbers.
fn blob(wkb: &[u8]) -> Vec<u8> {
    [b"GP\0\x01\0\0\0\0", wkb].concat()
}

fn wkb(kind: u32, count: Option<u32>, rest: &[u8]) -> Vec<u8> {
    let count = count.map(u32::to_le_bytes);
    [b"\x01".as_slice(), &kind.to_le_bytes(), count.as_ref().map_or(&[], |count| count), rest].concat()
}

fn numbers(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn point_blob(at: [f64; 2]) -> Vec<u8> {
    blob(&wkb(1, None, &numbers(&at)))
}

fn read(role: &str, path: &Path) -> Imported {
    let role = Role::from_name(role).expect("a role");
    read_layers(&[LayerArgument { role, path: path.to_path_buf(), layer: None }], Baseline::default(), &Unwatched)
}

fn sentences(imported: &Imported) -> Vec<String> {
    imported.problems.iter().map(problem).collect()
}

fn collection(crs: &str, features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection",{crs}"features":[{}]}}"#, features.join(","))
}

const CRS_RD: &str = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"#;

fn square(x: f64, clockwise: bool) -> String {
    let mut corners = vec![[x, 0.0], [x + 4.0, 0.0], [x + 4.0, 4.0], [x, 4.0], [x, 0.0]];
    if clockwise {
        corners.reverse();
    }
    let corner = |[x, y]: [f64; 2]| format!("[{},{}]", 248_000.0 + x * 1e3, 468_000.0 + y * 1e3);
    format!("[[{}]]", corners.into_iter().map(corner).collect::<Vec<_>>().join(","))
}

/// Square kilometres of a gemeente in one or two features, and of the study area that they are.
fn areas(folder: &Folder, geometries: &[String]) -> [f64; 2] {
    let of = |geometry: &String| feature(r#"{"statcode":"GM0001","statnaam":"Hier"}"#, geometry);
    let path = folder.file("g.geojson", &collection(CRS_RD, &geometries.iter().map(of).collect::<Vec<_>>()));
    let municipality = read("gemeente", &path).baseline.municipalities[0].outline.0.unsigned_area();
    let study_area = read("studiegebied", &path).baseline.study_area.expect("an area").0.unsigned_area();
    [municipality / 1e6, study_area / 1e6]
}

#[test]
fn the_way_a_ring_runs_says_nothing() {
    let folder = Folder::new();
    for (x, expected) in [(5.0, 32.0), (4.0, 32.0), (0.1, 16.4), (0.0, 16.0)] {
        for (one, other) in [(false, false), (false, true), (true, false), (true, true)] {
            let [a, b] = [square(0.0, one), square(x, other)];
            let polygon = |rings: &String| format!(r#"{{"type":"Polygon","coordinates":{rings}}}"#);
            let multi = format!(r#"{{"type":"MultiPolygon","coordinates":[{a},{b}]}}"#);
            for geometries in [vec![polygon(&a), polygon(&b)], vec![multi]] {
                let found = areas(&folder, &geometries);
                assert!(found.iter().all(|km2| (km2 - expected).abs() < 1e-6), "{x} {one} {other}: {found:?}");
            }
        }
    }
}

#[test]
fn a_hole_is_one_by_where_it_lies_and_loose_squares_cross_nothing() {
    let folder = Folder::new();
    let ring = |x: f64, side: f64, clockwise: bool| {
        let mut corners = vec![[x, x], [x + side, x], [x + side, x + side], [x, x + side], [x, x]];
        if clockwise {
            corners.reverse();
        }
        let corner = |[x, y]: [f64; 2]| format!("[{},{}]", 248_000.0 + x, 468_000.0 + y);
        format!("[{}]", corners.into_iter().map(corner).collect::<Vec<_>>().join(","))
    };
    for turns in 0..8_u8 {
        let turned = |bit: u8| turns >> bit & 1 == 1;
        let [shell, hole, island] =
            [(0.0, 4e3, 0), (1e3, 2e3, 1), (1.5e3, 5e2, 2)].map(|(x, side, bit)| ring(x, side, turned(bit)));
        let holed = format!(r#"{{"type":"Polygon","coordinates":[{shell},{hole}]}}"#);
        assert_eq!(areas(&folder, &[holed]), [12.0, 12.0], "{turns}");
        let with_island = format!(r#"{{"type":"MultiPolygon","coordinates":[[{shell},{hole}],[{island}]]}}"#);
        assert_eq!(areas(&folder, &[with_island]), [12.25, 12.25], "{turns}");
    }
    let loose = format!(r#"{{"type":"MultiPolygon","coordinates":[{},{}]}}"#, square(0.0, false), square(5.0, true));
    let path =
        folder.file("g.geojson", &collection(CRS_RD, &[feature(r#"{"statcode":"GM0001","statnaam":"Hier"}"#, &loose)]));
    assert_eq!(sentences(&read("gemeente", &path)), [] as [&str; 0]);
}

/// The same two places as every format has them, of an id and ten people.
fn two_places(folder: &Folder) -> Vec<PathBuf> {
    let [a, b] = ["[250000,470000]", "[253000,470000]"];
    let properties = r#"{"id":"S1","naam":"Keten","inwoners":10}"#;
    let multi = format!(r#"{{"type":"MultiPoint","coordinates":[{a},{b},{a}]}}"#);
    let point = |at: &str| format!(r#"{{"type":"Point","coordinates":{at}}}"#);
    let points = format!(r#"{{"type":"GeometryCollection","geometries":[{},{}]}}"#, point(a), point(b));
    let part = |at: [f64; 2]| wkb(1, None, &numbers(&at));
    let parts = [part([250_000.0, 470_000.0]), part([253_000.0, 470_000.0])].concat();
    vec![
        folder.file("multi.geojson", &collection(CRS_RD, &[feature(properties, &multi)])),
        folder.file("bundel.geojson", &collection(CRS_RD, &[feature(properties, &points)])),
        folder.file("punten.csv", "id;naam;inwoners;wkt\nS1;Keten;10;MULTIPOINT (250000 470000, 253000 470000)\n"),
        folder.geopackage("punten.gpkg", "punten", SRS_RD, &[("S1", blob(&wkb(4, Some(2), &parts)))]),
    ]
}

#[test]
fn each_point_of_several_is_a_place_and_has_its_share_of_the_people() {
    let folder = Folder::new();
    for path in two_places(&folder) {
        let shops = read("supermarkt", &path);
        let file = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(
            sentences(&shops).contains(&format!("{file}: 1 object met meer punten; elk punt telt als een eigen plek."))
        );
        let mut at: Vec<_> =
            shops.baseline.places[PlaceClass::Amenity].iter().map(|shop| (shop.point.x(), shop.point.y())).collect();
        at.sort_by(|one, other| one.0.total_cmp(&other.0));
        assert_eq!(at, [(250_000.0, 470_000.0), (253_000.0, 470_000.0)], "{file}");
        assert_ne!(shops.baseline.places[PlaceClass::Amenity][0].id, shops.baseline.places[PlaceClass::Amenity][1].id);
        assert_eq!(shops.baseline.layers[0].n_features, 2);
        let people = read("vraag", &path).baseline.demand;
        let cells: Vec<_> = people.cells().iter().map(|cell| (cell.col, cell.people.residents)).collect();
        assert_eq!(cells, [(2_500, Some(5.0)), (2_530, Some(5.0))], "{file}");
        let report = check_file(&path, &Unwatched);
        assert_eq!((report.n_features, report.n_placed), (1, 1));
    }
}

#[test]
fn the_first_of_several_points_keeps_the_id_of_the_feature() {
    let folder = Folder::new();
    let of = |geometry: &str| {
        let path = folder.file("s.geojson", &collection(CRS_RD, &[feature(r#"{"id":"S1","bron":"b"}"#, geometry)]));
        read("supermarkt", &path).baseline.places[PlaceClass::Amenity].iter().map(|shop| shop.id).collect::<Vec<_>>()
    };
    let one = of(r#"{"type":"Point","coordinates":[250000,470000]}"#);
    let two = of(r#"{"type":"MultiPoint","coordinates":[[250000,470000],[253000,470000]]}"#);
    let three = of(r#"{"type":"MultiPoint","coordinates":[[250000,470000],[253000,470000],[254000,470000]]}"#);
    assert_eq!((&one[..], two.len()), (&two[..1], 2));
    assert_eq!(two[..], three[..2]);
}

#[test]
fn what_is_wrong_with_a_feature_of_several_points_is_told_once() {
    let folder = Folder::new();
    let points = r#"{"type":"MultiPoint","coordinates":[[250000,470000],[253000,470000],[254000,470000]]}"#;
    let care =
        folder.file("z.geojson", &collection(CRS_RD, &[feature(r#"{"naam":"A","plaatsen":7,"sector":"x"}"#, points)]));
    let imported = read("zorg24", &care);
    let said = [
        "z.geojson, object 1, veld sector: \"x\" is onbekend; kies uit VVT, GHZ, GGZ, overig.",
        "z.geojson: 1 object met meer punten; elk punt telt als een eigen plek.",
    ];
    assert_eq!(sentences(&imported), said);
    assert_eq!(
        imported.baseline.places[PlaceClass::Care].iter().map(|care| care.capacity()).collect::<Vec<_>>(),
        [3, 2, 2].map(Some)
    );
    let areas = folder.file("g.geojson", &collection(CRS_RD, &[feature(r#"{"statcode":"GM1"}"#, points)]));
    let problems = sentences(&read("gemeente", &areas));
    assert_eq!(problems.iter().filter(|said| said.contains("vlakken nodig")).count(), 1);
}

#[test]
fn a_building_counts_at_a_point_inside_it_in_every_format() {
    let folder = Folder::new();
    // A horseshoe, of which the centroid lies in the yard.
    let corners = [[0, 0], [90, 0], [90, 90], [80, 90], [80, 10], [10, 10], [10, 90], [0, 90], [0, 0]];
    let at = corners.map(|[x, y]| [250_000 + x, 470_000 + y].map(f64::from));
    let list =
        |from: &str, to: &str| at.map(|[x, y]| format!("{from}{x}{to}{y}")).join(if to == "," { "]," } else { "," });
    let polygon = format!(r#"{{"type":"Polygon","coordinates":[[{}]]]}}"#, list("[", ","));
    let ring = wkb(3, Some(1), &[9_u32.to_le_bytes().to_vec(), numbers(at.as_flattened())].concat());
    let paths = [
        folder.file("a.geojson", &collection(CRS_RD, &[feature("{}", &polygon)])),
        folder.file("a.csv", &format!("naam;wkt\nA;POLYGON(({}))\n", list("", " "))),
        folder.geopackage("a.gpkg", "winkels", SRS_RD, &[("1", blob(&ring))]),
    ];
    let places = paths.map(|path| {
        let imported = read("supermarkt", &path);
        assert!(
            sentences(&imported).iter().any(|said| said.contains("een punt erin telt als de plek")),
            "{imported:?}"
        );
        let point = imported.baseline.places[PlaceClass::Amenity][0].point;
        (point.x() - 250_000.0, point.y() - 470_000.0)
    });
    let (x, y) = places[0];
    let in_yard = (10.0..80.0).contains(&x) && y > 10.0;
    assert!((0.0..90.0).contains(&x) && (0.0..90.0).contains(&y) && !in_yard, "{places:?}");
    assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
}

fn assert_in_place(imported: &Imported, what: &str) {
    assert_eq!(imported.baseline.places[PlaceClass::Amenity].len(), 1, "{what}: {:?}", sentences(imported));
    let point = imported.baseline.places[PlaceClass::Amenity][0].point;
    assert!((point.x() - RD[0]).hypot(point.y() - RD[1]) < 0.3, "{what}: {point:?}");
}

#[test]
fn a_coordinate_system_is_known_in_every_spelling_of_geojson() {
    let folder = Folder::new();
    let name = |name: &str| format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}},"#);
    let named = [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", DEGREES),
        ("OGC:CRS84", DEGREES),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", DEGREES),
        ("urn:ogc:def:crs:EPSG::4258", DEGREES),
        ("urn:ogc:def:crs:EPSG::9286", DEGREES),
        ("urn:ogc:def:crs:EPSG::9067", DEGREES),
        ("EPSG:28992", RD),
        ("urn:ogc:def:crs:EPSG::7415", RD),
        ("urn:ogc:def:crs,crs:EPSG::28992,crs:EPSG::5709", RD),
        ("Amersfoort / RD New", RD),
        ("urn:ogc:def:crs:EPSG::3857", MERCATOR),
    ];
    let others = [
        (r#""crs":{"type":"EPSG","properties":{"code":28992}},"#, RD),
        (
            r#""crs":{"type":"link","properties":{"href":"http://www.opengis.net/def/crs/EPSG/0/28992","type":"x"}},"#,
            RD,
        ),
        (r#""crs":"EPSG:28992","#, RD),
        (r#""crs":{"type":"ProjectedCRS","name":"x","id":{"authority":"EPSG","code":28992}},"#, RD),
        (r#""crs":null,"#, DEGREES),
    ];
    let named = named.into_iter().map(|(crs, at)| (name(crs), at));
    for (crs, [x, y]) in named.chain(others.map(|(crs, at)| (crs.to_owned(), at))) {
        let point = format!(r#"{{"type":"Point","coordinates":[{x},{y},23.5]}}"#);
        let path = folder.file("s.geojson", &collection(&crs, &[feature(r#"{"naam":"S"}"#, &point)]));
        let imported = read("supermarkt", &path);
        assert_in_place(&imported, &crs);
        assert_eq!(sentences(&imported), [] as [&str; 0], "{crs}");
    }
    let refused = folder.file("s.geojson", &collection(&name("urn:ogc:def:crs:EPSG::31370"), &[]));
    let said = "s.geojson: het coördinatenstelsel \"urn:ogc:def:crs:EPSG::31370\" wordt niet gelezen; sla het bestand op in RD (EPSG:28992) of WGS84.";
    assert_eq!(sentences(&read("supermarkt", &refused)), [said]);
}

#[test]
fn a_place_of_json_fg_is_read_in_its_own_system() {
    let folder = Folder::new();
    let place = r#"{"type":"Point","coordinates":[250000,470000]}"#;
    let fallback = r#"{"type":"Point","coordinates":[6.7771632,52.2099034]}"#;
    let json_fg = |crs: &str, geometry: &str, more: &str| {
        let feature = format!(
            r#"{{"type":"Feature","id":"S","place":{place},"geometry":{geometry},"properties":{{"naam":"S"}}{more}}}"#
        );
        read("supermarkt", &folder.file("s.geojson", &collection(crs, &[feature])))
    };
    let rd = "http://www.opengis.net/def/crs/EPSG/0/28992";
    for crs in
        [format!(r#""{rd}""#), r#""[EPSG:28992]""#.to_owned(), format!(r#"{{"type":"Reference","href":"{rd}"}}"#)]
    {
        let imported = json_fg(&format!(r#""coordRefSys":{crs},"#), "null", "");
        assert_in_place(&imported, &crs);
        assert_eq!(sentences(&imported), [] as [&str; 0]);
    }
    assert_in_place(&json_fg("", "null", &format!(r#","coordRefSys":"{rd}""#)), "of the feature");
    let other = r#""coordRefSys":"http://www.opengis.net/def/crs/EPSG/0/25832","#;
    assert_in_place(&json_fg(other, fallback, ""), "the geometry in WGS84");
    let said = "s.geojson: het coördinatenstelsel \"http://www.opengis.net/def/crs/EPSG/0/25832\" wordt niet gelezen; sla het bestand op in RD (EPSG:28992) of WGS84.";
    assert_eq!(sentences(&json_fg(other, "null", "")), [said]);
    let body = format!(
        r#"{{"type":"Feature","place":{{"type":"Prism","coordinates":[]}},"geometry":{fallback},"properties":{{"naam":"S"}}}}"#
    );
    assert_in_place(&read("supermarkt", &folder.file("s.geojson", &collection("", &[body]))), "beside a body");
    let words = format!(r#"{{"type":"Feature","place":"Enschede","geometry":{fallback},"properties":{{"naam":"S"}}}}"#);
    assert_in_place(&read("supermarkt", &folder.file("s.geojson", &collection("", &[words]))), "a member of that name");
}

#[test]
fn a_layer_of_a_geopackage_is_known_by_code_definition_name_or_number() {
    let folder = Folder::new();
    let crs84 =
        r#"GEOGCS["WGS 84 (CRS84)",DATUM["WGS_1984"],UNIT["degree",0.0174532925199433],AUTHORITY["OGC","CRS84"]]"#;
    let row = |values: &str| format!("INSERT INTO gpkg_spatial_ref_sys VALUES ({values});");
    let number = |number: i64| format!("UPDATE gpkg_geometry_columns SET srs_id = {number};");
    let stated = [
        (row(&format!("'x', 1, 'NONE', 100000, '{crs84}'")), DEGREES),
        (row("'x', 1, 'OGC', 84, 'undefined'"), DEGREES),
        (row("'x', 1, 'EPSG', 4258, ''"), DEGREES),
        (row("'Amersfoort / RD New', 1, 'NONE', 100001, ''"), RD),
        (row("'x', 1, 'EPSG', 3857, ''"), MERCATOR),
        (number(84), DEGREES),
        (number(28_992), RD),
    ];
    for (nth, (srs, at)) in stated.into_iter().enumerate() {
        let path = folder.geopackage(&format!("{nth}.gpkg"), "supermarkt", &srs, &[("S", point_blob(at))]);
        assert_in_place(&read("supermarkt", &path), &srs);
    }
    let refused =
        folder.geopackage("r.gpkg", "supermarkt", &row("'x', 1, 'EPSG', 31370, ''"), &[("S", point_blob(RD))]);
    let said = "r.gpkg: het coördinatenstelsel \"EPSG:31370\" wordt niet gelezen; sla het bestand op in RD (EPSG:28992) of WGS84.";
    assert_eq!(sentences(&read("supermarkt", &refused)), [said]);
}

#[test]
fn arcs_become_chords_and_a_net_of_triangles_is_told() {
    let folder = Folder::new();
    let [x, y] = RD;
    let circle = wkb(8, Some(5), &numbers(&[x - 1e3, y, x, y + 1e3, x + 1e3, y, x, y - 1e3, x - 1e3, y]));
    let surface = wkb(12, Some(1), &wkb(10, Some(1), &circle));
    let path = folder.geopackage(
        "g.gpkg",
        "gemeente",
        SRS_RD,
        &[("GM1", blob(&surface)), ("GM2", blob(&wkb(16, Some(0), &[])))],
    );
    Connection::open(&path)
        .and_then(|file| file.execute_batch("ALTER TABLE gemeente RENAME COLUMN id TO code"))
        .expect("a name");
    let imported = read("gemeente", &path);
    let area = imported.baseline.municipalities[0].outline.0.unsigned_area();
    assert!((area - 3_139_041.0).abs() < 314.0, "{area}");
    let said = "g.gpkg, object 2 (id GM2): de geometrie is van de soort TIN (driehoeken of een lichaam) en die wordt niet gelezen; het object is overgeslagen, zet de laag om naar vlakken.";
    assert!(sentences(&imported).contains(&said.to_owned()), "{:?}", sentences(&imported));
    let wkt = "code;wkt\nGM1;CURVEPOLYGON(CIRCULARSTRING(249000 470000, 251000 470000, 249000 470000))\n";
    let imported = read("gemeente", &folder.file("g.csv", wkt));
    assert!((imported.baseline.municipalities[0].outline.0.unsigned_area() - area).abs() < 1.0);
}

#[test]
fn a_view_without_end_is_told_and_the_other_layers_are_read() {
    let folder = Folder::new();
    let path = folder.geopackage("v.gpkg", "winkels", SRS_RD, &[("S", point_blob(RD))]);
    let view = "CREATE VIEW eindeloos AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
          SELECT n AS fid, geom FROM r, winkels;
        CREATE VIEW stuk AS SELECT bestaat_niet(geom) AS geom FROM winkels;
        INSERT INTO gpkg_geometry_columns VALUES ('eindeloos', 'geom', 'POINT', 1, 0, 0), ('stuk', 'geom', 'POINT', 1, 0, 0);";
    Connection::open(&path).and_then(|file| file.execute_batch(view)).expect("views");
    let report = check_file(&path, &Unwatched);
    let said: Vec<String> = report.problems.iter().map(problem).collect();
    assert_eq!(
        said,
        [
            "v.gpkg: de weergave \"eindeloos\" heeft meer dan 1.000.000 rijen; er is niets van gelezen, sla haar op als tabel.",
            "v.gpkg: de laag \"stuk\" geeft haar rijen niet, want de tabel of weergave klopt niet; er is niets van gelezen, sla de laag op als nieuwe tabel.",
        ]
    );
    assert_eq!(report.n_placed, 1);
}

#[cfg(unix)]
#[test]
fn a_pipe_or_device_is_refused_before_it_is_opened() {
    let folder = Folder::new();
    let pipe = folder.path("pijp.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    let said = "dit is geen gewoon bestand maar een pijp of apparaat; sla de gegevens eerst op als bestand.";
    for path in [pipe.as_path(), Path::new("/dev/zero"), Path::new("/dev/null")] {
        let name = path.file_name().expect("a name").to_string_lossy();
        assert_eq!(sentences(&read("supermarkt", path)), [format!("{name}: {said}")]);
    }
    let a_folder = read("supermarkt", folder.0.path());
    assert!(sentences(&a_folder)[0].ends_with("dit is een map en geen bestand; kies een bestand in de map."));
}

#[test]
fn a_project_with_views_for_tables_or_a_pipe_for_a_file_is_told() {
    use zorgkring::project::file::{ProjectFileError, open};
    let folder = Folder::new();
    let csv = folder.file("s.csv", "naam,x,y\nA,250000,470000\n");
    let path = folder.path("p.gpkg");
    let name = path.to_string_lossy();
    let made =
        crate::support::program::zorgkring(&["importeer", &name, "--laag", &format!("supermarkt={}", csv.display())]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    let view = "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('apotheek', 'features', 28992);
        INSERT INTO gpkg_geometry_columns VALUES ('apotheek', 'geom', 'POINT', 28992, 0, 0);
        CREATE VIEW apotheek AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
          SELECT n AS fid, geom FROM r, supermarkt;";
    Connection::open(&path).and_then(|file| file.execute_batch(view)).expect("a view");
    let opened = open(&path, &Unwatched).expect("the rest is read");
    assert_eq!(opened.baseline.places[PlaceClass::Amenity].len(), 1);
    let said: Vec<String> = opened.problems.iter().map(problem).collect();
    assert!(said.iter().any(|said| said.contains("de laag \"apotheek\" geeft haar rijen niet")), "{said:?}");
    let stolen = "ALTER TABLE zorgkring_laag RENAME TO weg; CREATE VIEW zorgkring_laag AS SELECT * FROM weg;";
    Connection::open(&path).and_then(|file| file.execute_batch(stolen)).expect("a view");
    let missing = ProjectFileError::MissingTable { table: "zorgkring_laag".to_owned() };
    assert_eq!(open(&path, &Unwatched).err(), Some(missing));
    #[cfg(unix)]
    {
        let pipe = folder.path("pijp.gpkg");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        let refused = ProjectFileError::NotReadable(std::io::ErrorKind::Unsupported);
        assert_eq!(open(&pipe, &Unwatched).err(), Some(refused));
    }
}

#[test]
fn a_colon_in_a_file_name_is_read_as_what_exists() {
    let folder = Folder::new();
    let path = folder.file("plan: Noord.csv", "naam,x,y\nA,250000,470000\n");
    let read = |text: String| {
        let layer: LayerArgument = text.parse().expect("an argument");
        read_layers(&[layer], Baseline::default(), &Unwatched)
    };
    assert_eq!(read(format!("zorg24={}", path.display())).baseline.places[PlaceClass::Care].len(), 1);
    let absent = folder.path("plan: Zuid.csv");
    let said = format!(
        "plan: er is geen bestand \"{}\", en ook geen bestand met \" Zuid.csv\" als laag (achter de laatste dubbele punt); controleer het pad.",
        absent.display()
    );
    assert_eq!(sentences(&read(format!("zorg24={}", absent.display()))), [said]);
}
