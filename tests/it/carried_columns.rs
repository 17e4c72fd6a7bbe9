//! Columns that no field takes are carried along: through every format, through the project file and what others write in it, and
//! never out of a layer that stays at home.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::carried::{Carried, CarriedValue};
use zorgkring::import::{Existing, LayerArgument, Unwatched, read_delivery, read_layers};
use zorgkring::nl::problems::problem;
use zorgkring::project::file::{Over, open, save};

use crate::shared_file::other;
use crate::support::fixtures::three_villages;
use crate::support::program::zorgkring;

const MADE: &str = "2026-03-01T14:32:05Z";

const SHOPS: &str = "id,naam,Eigenaar,opmerking,m2,nummer\n\
    0f0e0d0c-0000-4000-8000-000000000001,Winkel A,Jansen BV,\"open, ook zondag\",850,007\n\
    0f0e0d0c-0000-4000-8000-000000000002,Winkel B,,=1+1,,\n";

fn role(name: &str) -> Role {
    Role::from_name(name).expect("a role")
}

/// A table of two supermarkets with places in it, of which the header is given first.
fn shops(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("winkels.csv");
    let places = [",x_rd,y_rd", ",250300,470300", ",250700,470700"];
    let lines: Vec<String> = text.lines().zip(places).map(|(line, place)| format!("{line}{place}\n")).collect();
    fs::write(&path, lines.concat()).expect("written");
    path
}

fn layer(role: &str, path: &Path) -> LayerArgument {
    format!("{role}={}", path.display()).parse().expect("an argument")
}

fn read(role: &str, path: &Path) -> (Baseline, Vec<String>) {
    let imported = read_layers(&[layer(role, path)], Baseline::default(), &Unwatched);
    let told = imported.problems.iter().map(problem).collect();
    (imported.baseline, told)
}

fn texts(carried: &Carried) -> Vec<(String, String)> {
    let text = |value: &CarriedValue| match value {
        CarriedValue::Text(text) => text.clone(),
        CarriedValue::Number(n) => format!("{n}"),
    };
    carried.iter().map(|(name, value)| (name.written.clone(), text(value))).collect()
}

/// What the places of a role carry along, by their name.
fn carried(baseline: &Baseline, of: &str) -> Vec<(String, Vec<(String, String)>)> {
    let places = baseline.places_of(role(of));
    places.map(|place| (place.name.clone(), texts(&place.provenance.carried))).collect()
}

fn project(folder: &Path, layers: &[String]) -> PathBuf {
    let path = folder.join("plan.gpkg");
    let mut arguments = vec!["importeer".to_owned(), path.to_string_lossy().into_owned()];
    arguments.extend(layers.iter().flat_map(|layer| ["--laag".to_owned(), layer.clone()]));
    arguments.extend(["--gemaakt".to_owned(), MADE.to_owned()]);
    let output = zorgkring(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_ne!(output.status.code(), Some(2), "{output:?}");
    path
}

fn exported(path: &Path, format: &str, to: &Path) {
    let (path, to) = (path.to_string_lossy(), to.to_string_lossy());
    let output = zorgkring(&["exporteer", &path, "--formaat", format, "--uit", &to]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

fn sql(path: &Path, sql: &str) {
    other(path, "delete").execute_batch(sql).expect("SQL");
}

#[test]
fn columns_of_others_go_through_every_format_and_come_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = shops(folder.path(), SHOPS);
    let (baseline, told) = read("supermarkt", &table);
    assert_eq!(told, Vec::<String>::new());
    let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let a =
        [own("Eigenaar", "Jansen BV"), own("m2", "850"), own("nummer", "007"), own("opmerking", "open, ook zondag")];
    let expected = vec![("Winkel A".to_owned(), a.to_vec()), ("Winkel B".to_owned(), vec![own("opmerking", "=1+1")])];
    assert_eq!(carried(&baseline, "supermarkt"), expected);
    let path = project(folder.path(), &[format!("supermarkt={}", table.display())]);
    assert_eq!(carried(&open(&path, &Unwatched).expect("opened").baseline, "supermarkt"), expected);
    for (format, file) in [("geojson", "supermarkt.geojson"), ("csv", "supermarkt.csv"), ("gpkg", "")] {
        let to = folder.path().join(format);
        exported(&path, format, &to);
        let (back, told) = read("supermarkt", &if file.is_empty() { to } else { to.join(file) });
        assert_eq!((carried(&back, "supermarkt"), told), (expected.clone(), Vec::new()), "{format}");
    }
}

#[test]
fn areas_and_kernen_carry_columns_along_and_people_do_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let square = "[[[250000,470000],[252000,470000],[252000,472000],[250000,472000],[250000,470000]]]";
    let file = |name: &str, properties: &str| {
        let path = folder.path().join(name);
        let text = format!(
            "{{\"type\":\"FeatureCollection\",\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"EPSG:28992\"}}}},\
             \"features\":[{{\"type\":\"Feature\",\"properties\":{properties},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{square}}}}}]}}"
        );
        fs::write(&path, text).expect("written");
        path
    };
    let more =
        "\"regio\":\"Twente\",\"kleur\":[1,2],\"hoogte\":12.5,\"actief\":true,\"lang\":9007199254740993,\"leeg\":null";
    let layers = [
        ("gemeente", format!("{{\"code\":\"GM0153\",\"naam\":\"Enschede\",{more}}}")),
        ("buurt", format!("{{\"code\":\"BU01530000\",\"naam\":\"Centrum\",\"inwoners\":900,{more}}}")),
        ("kern", format!("{{\"naam\":\"Enschede\",\"gemeentecode\":\"GM0153\",{more}}}")),
        ("vraag", format!("{{\"inwoners\":900,{more}}}")),
    ];
    let arguments: Vec<String> = layers
        .iter()
        .map(|(role, properties)| format!("{role}={}", file(&format!("{role}.geojson"), properties).display()))
        .collect();
    let path = project(folder.path(), &arguments);
    let opened = open(&path, &Unwatched).expect("opened");
    let expected: Vec<(String, String)> =
        [("actief", "true"), ("hoogte", "12.5"), ("kleur", "[1,2]"), ("lang", "9007199254740993"), ("regio", "Twente")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
    assert_eq!(texts(&opened.baseline.municipalities[0].carried), expected);
    assert_eq!(texts(&opened.baseline.neighborhoods[0].carried), expected);
    assert_eq!(texts(&opened.baseline.settlements[0].provenance.carried), expected);
    let n: i64 = Connection::open(&path)
        .and_then(|connection| {
            connection
                .query_row("SELECT count(*) FROM pragma_table_info('vraag') WHERE name = 'regio'", [], |row| row.get(0))
        })
        .expect("SQL");
    assert_eq!(n, 0, "squares are summed and spread");
    let to = folder.path().join("uit");
    exported(&path, "geojson", &to);
    for role in ["gemeente", "buurt", "kern"] {
        let text = fs::read_to_string(to.join(format!("{role}.geojson"))).expect("written");
        assert!(text.contains("\"actief\":\"true\",\"hoogte\":12.5,\"kleur\":\"[1,2]\""), "{text}");
    }
}

#[test]
fn what_is_written_in_such_a_column_elsewhere_comes_in_and_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = project(folder.path(), &[format!("supermarkt={}", shops(folder.path(), SHOPS).display())]);
    let before = open(&path, &Unwatched).expect("opened");
    sql(
        &path,
        "UPDATE supermarkt SET opmerking = 'gaat verhuizen' WHERE naam = 'Winkel A';
         ALTER TABLE supermarkt ADD COLUMN bezocht INTEGER; UPDATE supermarkt SET bezocht = 3 WHERE naam = 'Winkel B';",
    );
    // Who has it open saves something else.
    let mut project = before.project.clone();
    project.norms.name = "Andere normen".to_owned();
    let saved = save(&path, (&Arc::new(project), &before.baseline), MADE, Over::Known(&before.known()));
    assert_eq!(saved.expect("saved").n_others, 2);
    let now = open(&path, &Unwatched).expect("opened");
    let find = |of: &Baseline, name: &str| {
        let all = carried(of, "supermarkt").into_iter().find(|(place, _)| place == name);
        all.expect("there").1
    };
    assert!(find(&now.baseline, "Winkel A").contains(&("opmerking".to_owned(), "gaat verhuizen".to_owned())));
    assert!(find(&now.baseline, "Winkel B").contains(&("bezocht".to_owned(), "3".to_owned())));
    // A new delivery without the columns leaves them as they are, in memory and in the file.
    let again = shops(folder.path(), &SHOPS.replace(",Eigenaar,opmerking", ",adres,plaats"));
    for existing in [Existing::Replaced, Existing::AddedTo] {
        let start = Baseline::clone(&now.baseline);
        let imported = read_delivery(&[layer("supermarkt", &again)], |_| existing, start, &Unwatched);
        let shop = find(&imported.baseline, "Winkel A");
        for (name, value) in [("Eigenaar", "Jansen BV"), ("opmerking", "gaat verhuizen"), ("adres", "Jansen BV")] {
            assert!(shop.contains(&(name.to_owned(), value.to_owned())), "{name} in {shop:?}");
        }
        let baseline = Arc::new(imported.baseline);
        save(&path, (&Arc::new(now.project.clone()), &baseline), MADE, Over::Anything).expect("saved");
        let opened = open(&path, &Unwatched).expect("opened");
        assert_eq!(carried(&opened.baseline, "supermarkt"), carried(&baseline, "supermarkt"), "{existing:?}");
    }
}

#[test]
fn an_empty_table_that_takes_the_place_of_a_layer_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = project(folder.path(), &[format!("supermarkt={}", shops(folder.path(), SHOPS).display())]);
    let start = Baseline::clone(&open(&path, &Unwatched).expect("opened").baseline);
    sql(&path, "DELETE FROM supermarkt");
    let imported = read_delivery(&[layer("supermarkt", &path)], |_| Existing::Replaced, start, &Unwatched);
    assert_eq!(imported.baseline.places_of(role("supermarkt")).count(), 0);
    let told: Vec<String> = imported.problems.iter().map(problem).collect();
    let emptied = "plan.gpkg: hier staat niets in en de laag die er was is erdoor vervangen; de laag is nu leeg, lees het goede \
                   bestand in als dat niet de bedoeling is.";
    assert_eq!(told.last().map(String::as_str), Some(emptied), "{told:?}");
}

#[test]
fn what_is_kept_out_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let long = "x".repeat(4_001);
    let header: String = (0..70).map(|n| format!(",kolom{n:02}")).collect();
    let cells = ",1".repeat(70);
    let table = shops(
        folder.path(),
        &format!(
            "id,naam,fid,lon,aanvulling{header}\na1,Winkel A,7,6.8,{long}{cells}\na2,Winkel B,8,6.9,kort{cells}\n"
        ),
    );
    let (baseline, told) = read("supermarkt", &table);
    assert_eq!(
        told,
        [
            "winkels.csv: de kolommen fid, lon zijn niet meegenomen, want GeoPackage of een export gebruikt die naam zelf; \
             geef een andere naam als de kolom nodig is.",
            "winkels.csv: er gaan niet meer dan 60 eigen kolommen mee; 11 kolommen zijn niet meegenomen, te beginnen met \
             kolom59.",
            "winkels.csv, veld aanvulling: bij 1 object is de tekst te lang om mee te nemen; maak hem korter als hij nodig is.",
        ]
    );
    let shops = carried(&baseline, "supermarkt");
    assert_eq!((shops[0].1.len(), shops[1].1.len()), (59, 60));
    assert!(baseline.layers[0].n_problems == 0, "they are notices");
}

#[test]
fn a_layer_that_stays_at_home_keeps_its_columns_at_home() {
    let folder = tempfile::tempdir().expect("a folder");
    let care = folder.path().join("zorg.csv");
    fs::write(
        &care,
        "id,naam,telefoon,geheime_kolom,licentie,x_rd,y_rd\nz1,Hospice Zonneheide,053-1234567,bewaarde tekst,niet delen,251000,471000\n",
    )
    .expect("written");
    let table = shops(folder.path(), &SHOPS.replace("open, ook zondag", "levert aan Hospice Zonneheide"));
    let villages = three_villages();
    let mut layers: Vec<String> =
        villages.iter().filter(|text| *text != "--laag" && !text.starts_with("zorg24")).cloned().collect();
    layers.retain(|text| !text.starts_with("supermarkt"));
    layers.extend([format!("zorg24={}", care.display()), format!("supermarkt={}", table.display())]);
    let path = project(folder.path(), &layers);
    let opened = open(&path, &Unwatched).expect("opened");
    assert_eq!(opened.baseline.places_of(Role::Kind(AmenityKind::CARE)).count(), 1);
    for format in ["geojson", "csv", "gpkg"] {
        let to = folder.path().join(format);
        exported(&path, format, &to);
        let files: Vec<PathBuf> = match fs::read_dir(&to) {
            Ok(files) => files.map(|file| file.expect("a file").path()).collect(),
            Err(_) => vec![to],
        };
        let mut all = Vec::new();
        files.iter().for_each(|file| all.extend(fs::read(file).expect("read")));
        let holds = |text: &str| all.windows(text.len()).any(|part| part == text.as_bytes());
        for secret in ["Zonneheide", "053-1234567", "bewaarde tekst", "geheime_kolom", "telefoon"] {
            assert!(!holds(secret), "{secret} in {format}");
        }
        assert!(holds("levert aan niet gedeeld") && holds("Eigenaar"), "{format}");
    }
}

#[test]
fn what_stood_in_a_layer_that_stays_at_home_does_not_go_into_the_one_that_takes_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let care = |text: &str| {
        let path = folder.path().join("zorg.csv");
        fs::write(&path, text).expect("written");
        layer("zorg24", &path)
    };
    let secret = care("id,naam,telefoon,licentie,x_rd,y_rd\nz1,Huize Zon,053-1234567,niet delen,251000,471000\n");
    let start = read_layers(&[secret], Baseline::default(), &Unwatched).baseline;
    assert_eq!(carried(&start, "zorg24")[0].1.len(), 1);
    let public = care("id,naam,x_rd,y_rd\nz1,Huize Zon,251000,471000\n");
    let now = read_delivery(&[public], |_| Existing::Replaced, start, &Unwatched).baseline;
    assert!(now.layers[0].may_be_shared());
    assert_eq!(carried(&now, "zorg24")[0].1, []);
}

#[test]
fn columns_of_another_order_are_told_apart_by_name_on_either_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = project(folder.path(), &[format!("supermarkt={}", shops(folder.path(), SHOPS).display())]);
    let before = open(&path, &Unwatched).expect("opened");
    // A delivery brings a column that sorts before those that are there, and clears one of them.
    let text = SHOPS.replace("naam,Eigenaar", "naam,bouwjaar,Eigenaar").replace("Winkel A,Jansen BV", "Winkel A,1987,");
    let again = shops(folder.path(), &text.replace("Winkel B,", "Winkel B,,De Vries"));
    let start = Baseline::clone(&before.baseline);
    let mine = read_delivery(&[layer("supermarkt", &again)], |_| Existing::Replaced, start, &Unwatched).baseline;
    // Meanwhile another program adds one that sorts before all.
    sql(
        &path,
        "ALTER TABLE supermarkt ADD COLUMN aaa TEXT; UPDATE supermarkt SET aaa = 'nieuw' WHERE naam = 'Winkel B'",
    );
    let mine = Arc::new(mine);
    let saved = save(&path, (&Arc::new(before.project.clone()), &mine), MADE, Over::Known(&before.known()));
    assert_eq!(saved.expect("nobody changed the same").n_others, 1);
    let now = open(&path, &Unwatched).expect("opened").baseline;
    let mut expected = carried(&mine, "supermarkt");
    expected[1].1.insert(0, ("aaa".to_owned(), "nieuw".to_owned()));
    assert_eq!(carried(&now, "supermarkt"), expected);
    let first: Vec<&str> = expected[0].1.iter().map(|(name, _)| name.as_str()).collect();
    assert!(first.contains(&"bouwjaar") && !first.contains(&"Eigenaar"), "{first:?}");
}

#[test]
fn a_text_comes_into_a_column_of_numbers_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = project(folder.path(), &[format!("supermarkt={}", shops(folder.path(), SHOPS).display())]);
    let before = open(&path, &Unwatched).expect("opened");
    let again = shops(folder.path(), &SHOPS.replace(",850,", ",0850,").replace("=1+1,,", "=1+1,31612345678 (mobiel),"));
    let start = Baseline::clone(&before.baseline);
    let mine = read_delivery(&[layer("supermarkt", &again)], |_| Existing::Replaced, start, &Unwatched).baseline;
    let expected = carried(&mine, "supermarkt");
    assert!(expected[0].1.contains(&("m2".to_owned(), "0850".to_owned())), "{expected:?}");
    let project = Arc::new(before.project.clone());
    save(&path, (&project, &Arc::new(mine)), MADE, Over::Known(&before.known())).expect("saved");
    assert_eq!(carried(&open(&path, &Unwatched).expect("opened").baseline, "supermarkt"), expected);
}

#[test]
fn a_project_keeps_all_columns_that_several_files_brought() {
    let folder = tempfile::tempdir().expect("a folder");
    let with_columns = |letter: char| {
        let names: String = (0..50).map(|n| format!(",{letter}{n}")).collect();
        let values = ",1".repeat(50);
        let path = folder.path().join(format!("{letter}.csv"));
        let id = |n: u8| format!("0f0e0d0c-0000-4000-8000-00000000000{n}");
        let text = format!(
            "id,naam{names},x_rd,y_rd\n{},Winkel {letter}{values},25{}300,470300\n",
            id(letter as u8 % 10),
            letter as u8 % 10
        );
        fs::write(&path, text).expect("written");
        format!("supermarkt={}", path.display())
    };
    let path = project(folder.path(), &[with_columns('k'), with_columns('l')]);
    let opened = open(&path, &Unwatched).expect("opened");
    let shops = carried(&opened.baseline, "supermarkt");
    assert_eq!(shops.iter().map(|(_, columns)| columns.len()).collect::<Vec<_>>(), [50, 50]);
    assert_eq!(opened.problems.iter().map(problem).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn the_id_of_what_stays_at_home_goes_out_in_no_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let (care, id) = (folder.path().join("zorg.csv"), "0f0e0d0c-0000-4000-8000-000000000077");
    fs::write(&care, format!("id,naam,licentie,x_rd,y_rd\n{id},Huize Zon,niet delen,251000,471000\n"))
        .expect("written");
    let table = shops(folder.path(), &SHOPS.replace("Jansen BV", id));
    let layers = [format!("zorg24={}", care.display()), format!("supermarkt={}", table.display())];
    let path = project(folder.path(), &layers);
    let to = folder.path().join("uit");
    exported(&path, "geojson", &to);
    let text = fs::read_to_string(to.join("supermarkt.geojson")).expect("written");
    assert!(!text.contains(id) && text.contains("\"Eigenaar\":\"niet gedeeld\""), "{text}");
}

#[test]
fn controleer_tells_which_columns_go_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = format!("supermarkt={}", shops(folder.path(), &SHOPS.replace("nummer", "fid")).display());
    let output = zorgkring(&["controleer", "--laag", &table]);
    let (told, found) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("; gaat mee: Eigenaar, opmerking, m2; niet gebruikt: fid."), "{told}");
    assert!(found.contains("de kolom fid is niet meegenomen"), "{found}");
}
