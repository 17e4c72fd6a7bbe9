//! Deliveries of the same places: ids that differ over roles and stay over deliveries, and what an import says it does.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;
use uuid::Uuid;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::identity::id_from_source;
use zorgkring::domain::place::{Place, PlaceClass};
use zorgkring::domain::planned::Planned;
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::import::{Existing, LayerArgument, Unwatched, normenkader, read_delivery, read_layers};
use zorgkring::nl::problems::problem;
use zorgkring::project::Project;
use zorgkring::project::file::{Over, open, save};

use crate::support::layers::{Folder, add, arguments, read, role, sentences};
use crate::support::program::zorgkring;

const MADE: &str = "2026-03-01T14:32:05Z";

/// Name and id of everything that a variant can be about, by name.
fn names_and_ids(baseline: &Baseline) -> Vec<(String, Uuid)> {
    let places = baseline.places.iter().map(|place| (place.name.clone(), place.id));
    let kernen = baseline.settlements.iter().map(|kern| (kern.name.clone(), kern.id));
    let mut all: Vec<(String, Uuid)> = places.chain(kernen).collect();
    all.sort();
    all
}

fn id_of(baseline: &Baseline, name: &str) -> Uuid {
    names_and_ids(baseline).into_iter().find(|(known, _)| known == name).expect("a place of that name").1
}

#[test]
fn the_same_number_in_two_layers_is_two_places_and_closing_one_leaves_the_other() {
    let folder = Folder::new();
    for bron in ["Gemeente Voorbeeld", ""] {
        let rows =
            |a: &str, b: &str| format!("id;naam;x;y;bron\n1;{a};250000;470000;{bron}\n2;{b};251000;469000;{bron}\n");
        let pharmacies = folder.file("apotheken.csv", &rows("Apotheek Voorbeeld", "Apotheek Zuid"));
        let doctors = folder.file("huisartsen.csv", &rows("Huisarts Jansenstraat", "Huisarts Noord"));
        let imported = read(&[("apotheek", &pharmacies), ("huisarts", &doctors)], Baseline::default());
        assert_eq!(sentences(&imported), [] as [&str; 0]);
        let closed = Intervention::ClosePlace { id: id_of(&imported.baseline, "Huisarts Jansenstraat") };
        let left = names_and_ids(&Planned::new(&imported.baseline, &[closed]).baseline);
        let names: Vec<&str> = left.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Apotheek Voorbeeld", "Apotheek Zuid", "Huisarts Noord"], "{bron}");
    }
}

#[test]
fn a_new_file_name_a_small_move_and_another_order_leave_the_ids_as_they_are() {
    let folder = Folder::new();
    let june =
        folder.file("zorglocaties_2026-06 (1).csv", "id;naam;x;y\nZ1;Esch;250000;470000\nZ2;Noord;252000;470000\n");
    let november = folder.file("zorg november.csv", "id;naam;x;y\nZ2;Noord;252005;470000\nZ1;Esch;250000;470000\n");
    let first = read(&[("zorg24", &june)], Baseline::default()).baseline;
    assert_eq!(names_and_ids(&first), names_and_ids(&read(&[("zorg24", &november)], Baseline::default()).baseline));
    let replaced = read(&[("zorg24", &november)], first.clone());
    assert_eq!(names_and_ids(&replaced.baseline), names_and_ids(&first));
    let added = add(&[("zorg24", &november)], first.clone());
    assert_eq!(names_and_ids(&added.baseline), names_and_ids(&first), "no place stands twice");
    assert_eq!(added.baseline.places[PlaceClass::Care][1].point.x(), 252_005.0, "the newer delivery says where it is");
}

#[test]
fn a_place_without_an_id_is_known_by_its_name_within_25_m() {
    let folder = Folder::new();
    let text = |x: f64, name: &str| format!("naam;x;y\n{name};{x};470000\nAndere winkel;{};470000\n", x + 400.0);
    let before = read(&[("supermarkt", &folder.file("a.csv", &text(250_000.0, "Super Esch")))], Baseline::default());
    let id = id_of(&before.baseline, "Super Esch");
    let near = folder.file("b.csv", &text(250_024.0, "super  ESCH"));
    for after in [
        read(&[("supermarkt", &near)], before.baseline.clone()),
        add(&[("supermarkt", &near)], before.baseline.clone()),
    ] {
        assert_eq!((after.baseline.places[PlaceClass::Amenity].len(), id_of(&after.baseline, "super  ESCH")), (2, id));
    }
    let far = folder.file("c.csv", &text(250_026.0, "Super Esch"));
    assert_eq!(add(&[("supermarkt", &far)], before.baseline.clone()).baseline.places[PlaceClass::Amenity].len(), 4);
    assert_ne!(id_of(&read(&[("supermarkt", &far)], before.baseline).baseline, "Super Esch"), id);
}

#[test]
fn an_id_that_an_older_version_made_of_the_file_name_stays_with_its_place() {
    let folder = Folder::new();
    let june = folder.file("zorg_juni.csv", "id;naam;x;y\n1;Esch;250000;470000\n2;Noord;252000;470000\n");
    let mut project = read(&[("zorg24", &june)], Baseline::default()).baseline;
    for (place, own) in project.places[PlaceClass::Care].iter_mut().zip(["1", "2"]) {
        Arc::make_mut(place).id = id_from_source("zorg_juni", own);
    }
    let november =
        folder.file("zorg_november.csv", "id;naam;x;y\n2;Noord;252100;470000\n1;Esch;250000;470000\n3;Zuid;1;1\n");
    for after in [read(&[("zorg24", &november)], project.clone()), add(&[("zorg24", &november)], project.clone())] {
        let kept: Vec<_> = names_and_ids(&after.baseline).into_iter().filter(|(name, _)| name != "Zuid").collect();
        assert_eq!(kept, names_and_ids(&project));
    }
}

#[test]
fn two_lists_numbered_from_one_are_added_up_and_a_list_of_its_own_register_is_not() {
    let folder = Folder::new();
    let one = folder.file("ah.csv", "id,naam,x,y\n1,AH,250000,470000\n2,AH2,250400,470000\n");
    let two = folder.file("jumbo.csv", "id,naam,x,y\n1,Jumbo,251000,470000\n");
    let both = read(&[("supermarkt", &one), ("supermarkt", &two)], Baseline::default());
    let said = "jumbo.csv: 1 object met een nummer dat in een ander bestand bij een andere plaats hoort; ze tellen apart, een \
                kolom bron houdt ze voortaan uit elkaar.";
    assert_eq!(sentences(&both), [said]);
    assert_eq!(both.baseline.places[PlaceClass::Amenity].len(), 3);
    let again = add(&[("supermarkt", &two), ("supermarkt", &one)], both.baseline.clone());
    assert_eq!(names_and_ids(&again.baseline), names_and_ids(&both.baseline));
    let of_register = |name: &str, x: u32| {
        folder.file(&format!("{name}.csv"), &format!("id,naam,x,y,bron\n1,{name},{x},470000,LRZa\n"))
    };
    let moved = read(
        &[("supermarkt", &of_register("Oud", 250_000)), ("supermarkt", &of_register("Nieuw", 251_000))],
        Baseline::default(),
    );
    assert_eq!(moved.baseline.places[PlaceClass::Amenity].len(), 1, "one publisher gives one place one number");
}

#[test]
fn a_layer_says_how_many_places_it_has_after_a_newer_file_brought_some_of_them_again() {
    let folder = Folder::new();
    let old = folder.file("oud.csv", "id,naam,x,y\n1,Een,250000,470000\n2,Twee,251000,470000\n3,Drie,252000,470000\n");
    let new = folder.file("nieuw.csv", "id,naam,x,y\n2,Twee,251001,470000\n4,Vier,253000,470000\n");
    let start = read(&[("supermarkt", &old)], Baseline::default()).baseline;
    let layers = |baseline: &Baseline| -> Vec<(String, usize)> {
        baseline.layers.iter().map(|layer| (layer.file.clone(), layer.n_features)).collect()
    };
    let added = add(&[("supermarkt", &new)], start);
    assert_eq!(layers(&added.baseline), [("oud.csv".to_owned(), 2), ("nieuw.csv".to_owned(), 2)]);
    let again = add(&[("supermarkt", &old)], added.baseline);
    assert_eq!(layers(&again.baseline), [("nieuw.csv".to_owned(), 1), ("oud.csv".to_owned(), 3)]);
}

#[test]
fn in_a_geopackage_a_key_called_id_is_an_id_and_a_fid_is_not() {
    let folder = Folder::new();
    let path = folder.0.path().join("winkels.gpkg");
    let make = |path: &Path, key: &str, x: f64| {
        let connection = rusqlite::Connection::open(path).expect("a database");
        let mut blob = b"GP\0\x01".to_vec();
        blob.extend(28_992_i32.to_le_bytes());
        blob.push(1);
        blob.extend(1_u32.to_le_bytes());
        blob.extend(x.to_le_bytes());
        blob.extend(470_000.0_f64.to_le_bytes());
        let tables = format!(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT, \
             organization_coordsys_id INTEGER, definition TEXT);
             CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, identifier TEXT, srs_id INTEGER);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, \
             srs_id INTEGER, z INTEGER, m INTEGER);
             INSERT INTO gpkg_spatial_ref_sys VALUES ('RD', 28992, 'EPSG', 28992, '');
             INSERT INTO gpkg_contents VALUES ('supermarkt', 'features', 'supermarkt', 28992);
             INSERT INTO gpkg_geometry_columns VALUES ('supermarkt', 'geom', 'POINT', 28992, 0, 0);
             CREATE TABLE supermarkt ({key} INTEGER PRIMARY KEY, geom BLOB, naam TEXT);"
        );
        connection.execute_batch(&tables).expect("tables");
        connection.execute("INSERT INTO supermarkt VALUES (7, ?, 'Super')", [blob]).expect("a row");
    };
    for (key, stays) in [("id", true), ("fid", false)] {
        let ids: Vec<Uuid> = [250_000.0, 250_100.0]
            .into_iter()
            .map(|x| {
                make(&path, key, x);
                let id = id_of(&read(&[("supermarkt", &path)], Baseline::default()).baseline, "Super");
                std::fs::remove_file(&path).expect("it was there");
                id
            })
            .collect();
        assert_eq!(ids[0] == ids[1], stays, "{key}");
    }
}

#[test]
fn two_roles_that_share_an_id_in_an_older_project_are_told_apart_and_what_was_planned_stays_where_it_fits() {
    let folder = Folder::new();
    let path = folder.0.path().join("plan.gpkg");
    let text = |name: &str| format!("id;naam;x;y\n1;{name};250000;470000\n");
    let pharmacy = folder.file("apotheken.csv", &text("Apotheek"));
    let stop = folder.file("haltes.csv", &text("Halte"));
    let mut baseline = read(&[("apotheek", &pharmacy), ("halte", &stop)], Baseline::default()).baseline;
    let shared = id_from_source("Gemeente", "1");
    Arc::make_mut(&mut baseline.places[PlaceClass::Stop][0]).id = shared;
    Arc::make_mut(&mut baseline.places[PlaceClass::Amenity][0]).id = shared;
    let mut project = Project::new(normenkader::standard());
    project.plan.variants.push(Arc::new(Variant {
        id: Uuid::from_u128(4),
        name: "proef".to_owned(),
        note: String::new(),
        interventions: vec![
            Intervention::SetCapacity { id: shared, capacity: Some(40) },
            Intervention::RenamePlace { id: shared, name: "Hernoemd".to_owned() },
        ],
    }));
    save(&path, (&Arc::new(project), &Arc::new(baseline)), MADE, Over::Anything).expect("saved");
    let opened = open(&path, &Unwatched).expect("an older project opens");
    let said: Vec<String> = opened.problems.iter().map(problem).collect();
    assert!(matches!(&said[..], [one] if one.contains("met het id van een plaats van een andere soort")), "{said:?}");
    let (stop, pharmacy) =
        (opened.baseline.places[PlaceClass::Stop][0].id, opened.baseline.places[PlaceClass::Amenity][0].id);
    assert_ne!(stop, pharmacy);
    let subjects: Vec<Uuid> = opened.project.plan.variants[0].interventions.iter().map(Intervention::subject).collect();
    assert_eq!(subjects[0], stop, "only a stop has departures");
    assert_eq!(subjects[1], shared);
    let known = opened.known();
    let project = Arc::new(opened.project.clone());
    save(&path, (&project, &opened.baseline), MADE, Over::Known(&known)).expect("saved");
    let again = open(&path, &Unwatched).expect("whole");
    assert_eq!((again.problems.len(), &again.baseline, &again.project), (0, &opened.baseline, &opened.project));
}

/// A row: its role of four, own number or none, publisher or none, one of a few names, and its place.
type DrawnRow = (usize, Option<u8>, bool, u8, u16, u16);

fn rows() -> impl Strategy<Value = Vec<DrawnRow>> {
    prop::collection::vec(
        (0..4_usize, prop::option::of(0..6_u8), any::<bool>(), 0..4_u8, 0..400_u16, 0..400_u16),
        1..24,
    )
}

const DRAWN_ROLES: [&str; 4] = ["zorg24", "supermarkt", "halte", "kandidaat"];

/// A file of each role with its rows, in the order given.
fn delivery(folder: &Folder, name: &str, rows: &[DrawnRow]) -> Vec<(&'static str, PathBuf)> {
    let file = |(idx, role): (usize, &'static str)| {
        let mut text = "id;naam;bron;x;y\n".to_owned();
        for (_, own, has_source, label, x, y) in rows.iter().filter(|row| row.0 == idx) {
            let (own, source) =
                (own.map(|own| own.to_string()).unwrap_or_default(), if *has_source { "Bron" } else { "" });
            text += &format!("{own};Plaats {label};{source};{};{}\n", 250_000 + u32::from(*x), 470_000 + u32::from(*y));
        }
        (role, folder.file(&format!("{role}_{name}.csv"), &text))
    };
    DRAWN_ROLES.into_iter().enumerate().map(file).collect()
}

/// The id of every place with all that tells places apart, sorted.
fn told_apart(baseline: &Baseline) -> Vec<(String, String)> {
    let tell = |role: &str, name: &str, at: zorgkring::crs::RdPoint, id: Uuid| {
        (format!("{role} {name} {} {}", at.x(), at.y()), id.to_string())
    };
    let role = |place: &Place| Role::of(place).name();
    let places = baseline.places.plannable();
    let mut all: Vec<_> = places.map(|place| tell(role(place), &place.name, place.point, place.id)).collect();
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn all_ids_differ_and_a_delivery_under_another_name_in_another_order_gives_the_same(
        (rows, shuffled) in rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let folder = Folder::new();
        let layers = delivery(&folder, "juni", &rows);
        let given = |layers: &[(&'static str, PathBuf)]| -> Vec<LayerArgument> {
            let argument = |(name, path): &(&str, PathBuf)| LayerArgument { role: role(name), path: path.clone(), layer: None };
            layers.iter().map(argument).collect()
        };
        let first = read_layers(&given(&layers), Baseline::default(), &Unwatched).baseline;
        let places = told_apart(&first);
        let ids: BTreeSet<&String> = places.iter().map(|(_, id)| id).collect();
        prop_assert_eq!((ids.len(), places.len()), (rows.len(), rows.len()));
        let layers = delivery(&folder, "november (1)", &shuffled);
        let fresh = read_layers(&given(&layers), Baseline::default(), &Unwatched).baseline;
        prop_assert_eq!(&told_apart(&fresh), &places);
        let replaced = read_layers(&given(&layers), first, &Unwatched).baseline;
        prop_assert_eq!(&told_apart(&replaced), &places);
    }
}

/// Runs `importeer` on the project of a folder: exit code, standard output and standard error.
pub(crate) fn import(folder: &Folder, arguments: &[&str]) -> (Option<i32>, String, String) {
    let project = folder.0.path().join("p.gpkg");
    let layers = |argument: &&str| match argument.split_once('=') {
        Some((role, file)) => vec!["--laag".to_owned(), format!("{role}={}", folder.0.path().join(file).display())],
        None => vec![(*argument).to_owned()],
    };
    let mut all = vec!["importeer".to_owned(), project.display().to_string()];
    all.extend(arguments.iter().flat_map(layers));
    let output = zorgkring(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&project.display().to_string(), "p.gpkg");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn names_in(folder: &Folder) -> Vec<String> {
    let opened = open(&folder.0.path().join("p.gpkg"), &Unwatched).expect("a project");
    names_and_ids(&opened.baseline).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn importeer_adds_and_with_vervang_replaces_and_says_what_stays_moves_comes_and_goes() {
    let folder = Folder::new();
    folder.file("ah.csv", "id,naam,x,y\n1,AH,250000,470000\n2,AH2,250100,470000\n");
    folder.file("jumbo.csv", "id,naam,x,y\n9,Jumbo,251000,470000\n");
    folder.file("ah_nieuw.csv", "id,naam,x,y\n1,AH,250000,470012\n3,AH3,250100,480000\n");
    let saved = "Bewaard in p.gpkg (";
    let (code, out, err) = import(&folder, &["supermarkt=ah.csv"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert_eq!(out, format!("supermarkt: 0 dezelfde, 0 verplaatst, 2 nieuw, 0 verdwenen.\n{saved}1 laag).\n"));
    let (code, out, err) = import(&folder, &["supermarkt=jumbo.csv"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert_eq!(
        out,
        format!(
            "supermarkt: 2 dezelfde, 0 verplaatst, 1 nieuw, 0 verdwenen.\nsupermarkt, nieuw: Jumbo.\n{saved}2 lagen).\n"
        )
    );
    assert_eq!(names_in(&folder), ["AH", "AH2", "Jumbo"]);
    let (_, out, _) = import(&folder, &["supermarkt=ah_nieuw.csv"]);
    let counts = "supermarkt: 2 dezelfde, 1 verplaatst (ten hoogste 12 m), 1 nieuw, 0 verdwenen.\n";
    assert!(out.starts_with(counts), "{out}");
    assert_eq!(names_in(&folder), ["AH", "AH2", "AH3", "Jumbo"]);
    let (code, out, _) = import(&folder, &["supermarkt=jumbo.csv", "--vervang"]);
    assert_eq!(code, Some(0));
    let mut lines = out.lines();
    assert_eq!(lines.next(), Some("supermarkt: 1 dezelfde, 0 verplaatst, 0 nieuw, 3 verdwenen."));
    let named = lines.next().and_then(|line| line.strip_prefix("supermarkt, verdwenen: ")?.strip_suffix('.'));
    assert_eq!(named.expect("names").split(", ").collect::<BTreeSet<_>>(), BTreeSet::from(["AH", "AH2", "AH3"]));
    assert_eq!(lines.next(), Some("Bewaard in p.gpkg (1 laag)."));
    assert_eq!(names_in(&folder), ["Jumbo"]);
}

#[test]
fn a_layer_given_with_a_project_comes_beside_its_own_for_that_one_proposal() {
    let folder = Folder::new();
    folder.file("ah.csv", "id,naam,x,y\n1,AH,250000,470000\n2,AH2,250100,470000\n");
    let more = folder.file("jumbo.csv", "id,naam,x,y\n9,Jumbo,251000,470000\n");
    import(&folder, &["supermarkt=ah.csv"]);
    let (project, out) = (folder.0.path().join("p.gpkg"), folder.0.path().join("uit"));
    let before = std::fs::read(&project).expect("a project");
    let (layer, uit) = (format!("supermarkt={}", more.display()), out.display().to_string());
    let given = zorgkring(&["voorstel", &project.display().to_string(), "--laag", &layer, "--uit", &uit]);
    assert_ne!(given.status.code(), Some(2), "{}", String::from_utf8_lossy(&given.stderr));
    let report = std::fs::read_to_string(out.join("rapport.json")).expect("a report");
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let layers: Vec<(&str, u64)> = (report["lagen"].as_array().expect("layers").iter())
        .filter_map(|layer| Some((layer["bestand"].as_str()?, layer["aantal"].as_u64()?)))
        .collect();
    assert_eq!(layers, [("ah.csv", 2), ("jumbo.csv", 1)]);
    assert_eq!(std::fs::read(&project).expect("a project"), before, "the project is only read");
}

#[test]
fn what_loses_its_subject_is_told_and_stays_and_a_file_of_no_use_replaces_nothing() {
    let folder = Folder::new();
    folder.file("zorg.csv", "id;naam;x;y\nZ1;Huize Esch;250000;470000\nZ2;Huize Noord;252000;470000\n");
    folder.file("zonder.csv", "id;naam;x;y\nZ1;Huize Esch;250000;470000\n");
    folder.file("kapot.csv", "id;naam;x;y\nZ1;Huize Esch;veel;470000\n");
    folder.file("winkel.csv", "id;naam;x;y\n1;Winkel;250000;470000\n");
    import(&folder, &["zorg24=zorg.csv"]);
    let path = folder.0.path().join("p.gpkg");
    let opened = open(&path, &Unwatched).expect("a project");
    let mut project = opened.project;
    let close = Intervention::ClosePlace { id: id_of(&opened.baseline, "Huize Noord") };
    project.plan.variants.push(Arc::new(Variant {
        id: Uuid::from_u128(4),
        name: "proef".to_owned(),
        note: String::new(),
        interventions: vec![close],
    }));
    save(&path, (&Arc::new(project.clone()), &opened.baseline), MADE, Over::Anything).expect("saved");
    let (code, _, err) = import(&folder, &["zorg24=kapot.csv", "supermarkt=winkel.csv", "--vervang"]);
    assert_eq!(code, Some(1));
    assert_eq!(err, "kapot.csv, regel 2, veld x: \"veel\" is geen coördinaat; het object is overgeslagen.\n");
    assert_eq!(names_in(&folder), ["Huize Esch", "Huize Noord", "Winkel"]);
    let (code, out, err) = import(&folder, &["zorg24=zonder.csv", "--vervang"]);
    assert_eq!(code, Some(1));
    assert!(out.starts_with("zorg24: 1 dezelfde, 0 verplaatst, 0 nieuw, 1 verdwenen.\n"), "{out}");
    let told = "Variant proef: 1 ingreep verwijst naar een plaats die er niet meer is (gesloten: Huize Noord).\n";
    assert!(err.starts_with(told), "{err}");
    assert_eq!(open(&path, &Unwatched).expect("whole").project.plan, project.plan);
}

#[test]
fn no_layer_is_given_up_for_a_file_of_no_use_people_of_another_kind_included() {
    let folder = Folder::new();
    let people = folder.file("inwoners.csv", "x,y,inwoners\n250050,480050,10\n");
    let shops = folder.file("winkels.csv", "id,naam,x,y\n1,Oud,250000,480000\n");
    let start = read(&[("vraag", &people), ("supermarkt", &shops)], Baseline::default()).baseline;
    let useless = folder.file("postcodes.csv", "kleur\nrood\n");
    let newer = folder.file("nieuw.csv", "id,naam,x,y\n2,Nieuw,251000,480000\n");
    let files = arguments(&[("pc4", &useless), ("supermarkt", &newer)]);
    let delivered = read_delivery(&files, |_| Existing::Replaced, start.clone(), &Unwatched);
    assert_eq!(delivered.baseline.demand, start.demand, "the people are still there");
    assert!(!delivered.is_read(role("pc4")) && !sentences(&delivered).is_empty());
    assert_eq!((names_and_ids(&delivered.baseline)[0].0.as_str(), delivered.n_features_read()), ("Nieuw", 1));
}

#[test]
fn many_rows_that_are_the_same_place_each_keep_the_id_of_their_number_and_take_no_time() {
    let folder = Folder::new();
    let row = "Speeltuin;240000;470000\n";
    let text = |n: usize| format!("naam;x;y\n{}", row.repeat(n));
    let few = read(&[("sport", &folder.file("weinig.csv", &text(4)))], Baseline::default()).baseline;
    let first = id_from_source("sport", "Speeltuin\u{1f}240000.0\u{1f}470000.0");
    let numbered =
        |n: usize| id_from_source(&first.to_string(), &format!("Speeltuin\u{1f}240000.0\u{1f}470000.0\u{1f}{n}"));
    let ids = |base: &Baseline| base.places[PlaceClass::Amenity].iter().map(|place| place.id).collect::<Vec<_>>();
    assert_eq!(ids(&few), [first, numbered(2), numbered(3), numbered(4)]);
    const MANY: usize = 30_000;
    let many = folder.file("veel.csv", &text(MANY));
    let more = add(&[("sport", &many)], few).baseline;
    assert_eq!(ids(&more)[..4], [first, numbered(2), numbered(3), numbered(4)]);
    assert_eq!(
        (more.places[PlaceClass::Amenity].len(), ids(&more).into_iter().max()),
        (MANY, (2..=MANY).map(numbered).chain([first]).max())
    );
    for again in [read(&[("sport", &many)], more.clone()), add(&[("sport", &many)], more.clone())] {
        let sorted = |base: &Baseline| ids(base).into_iter().collect::<BTreeSet<_>>();
        assert_eq!(sorted(&again.baseline), sorted(&more));
    }
}
