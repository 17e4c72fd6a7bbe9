//! Places that stand twice in the layers: told, counted once, closed together, and parted where people say so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use geo::Contains;
use serde_json::Value;
use uuid::Uuid;
use zorgkring::crs::RdPoint;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::twins::Apart;
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::import::{Existing, LayerArgument, Unwatched, normenkader, read_delivery, read_layers};
use zorgkring::project::file::{Known, Over, open, save};
use zorgkring::project::{Edit, PlanEdit, Project};
use zorgkring::session::{InputHash, PlannedGround, Session};

const MADE: &str = "2026-03-01T14:32:05Z";
pub(crate) const HALL: &str = "Markthal Esch";
const ROLES: [&str; 4] = ["zorg24", "ontmoeting", "supermarkt", "vraag"];

fn features(features: &str) -> String {
    let crs = r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}"#;
    format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":[{features}]}}"#)
}

fn point(properties: &str, x: f64, y: f64) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}"#
    )
}

/// A shop as a point and as a building, and another one.
pub(crate) fn shops() -> String {
    let building = "[[[249980,469985],[250030,469985],[250030,470025],[249980,470025],[249980,469985]]]";
    let hall = format!(r#""name":"{HALL}","shop":"supermarkt""#);
    features(&[
        point(&format!(r#""@id":"node/3001","id":"node/3001",{hall}"#), 250_000.0, 470_000.0),
        format!(
            r#"{{"type":"Feature","properties":{{"id":"way/9001",{hall}}},"geometry":{{"type":"Polygon","coordinates":{building}}}}}"#
        ),
        point(r#""id":"node/3002","name":"Buurtwinkel Zuid""#, 250_600.0, 470_000.0),
    ]
    .join(","))
}

/// A village in a folder, its file of shops as given.
pub(crate) fn village(folder: &Path, shops: &str) -> Vec<LayerArgument> {
    let write = |role: &str, text: &str| {
        let path = folder.join(format!("{role}.geojson"));
        fs::write(&path, text).expect("a written file");
        layer(role, path)
    };
    vec![
        write(ROLES[0], &features(&point(r#""id":"Z1","naam":"Huize Esch""#, 250_010.0, 470_005.0))),
        write(ROLES[1], &features(&point(r#""id":"O1","naam":"De Kamer""#, 250_020.0, 470_010.0))),
        write(ROLES[2], shops),
        write(ROLES[3], &features(&point(r#""inwoners":900,"inwoners_75plus":90"#, 250_050.0, 470_050.0))),
    ]
}

fn layer(role: &str, path: PathBuf) -> LayerArgument {
    LayerArgument { role: Role::from_name(role).expect("a role"), path, layer: None }
}

fn read(layers: &[LayerArgument]) -> Baseline {
    read_layers(layers, Baseline::default(), &Unwatched).baseline
}

fn supermarket() -> AmenityKind {
    AmenityKind::from_role("supermarkt").expect("a kind")
}

/// The names of the supermarkets that serve people.
fn open_shops(ground: &PlannedGround) -> Vec<&str> {
    let mut names: Vec<&str> =
        ground.situation.places(supermarket()).expect("given").iter().map(|place| &*place.name).collect();
    names.sort_unstable();
    names
}

fn ids_of(baseline: &Baseline, name: &str) -> Vec<Uuid> {
    baseline.places[PlaceClass::Amenity]
        .iter()
        .filter(|amenity| amenity.name == name)
        .map(|amenity| amenity.id)
        .collect()
}

fn zorgkring(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zorgkring")).current_dir(folder).args(arguments).output().expect("a run")
}

fn proposal(folder: &Path) -> Value {
    let mut arguments = vec!["voorstel".to_owned(), "--uit".to_owned(), "uit".to_owned()];
    for role in ROLES {
        arguments.extend(["--laag".to_owned(), format!("{role}={role}.geojson")]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = zorgkring(&arguments, folder);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(folder.join("uit/zones.geojson")).expect("zones");
    let zones: Value = serde_json::from_str(&text).expect("GeoJSON");
    zones["features"][0]["properties"]["voorzieningen"]["supermarkt"].clone()
}

#[test]
fn a_shop_as_point_and_as_building_is_told_and_counts_once() {
    let folder = tempfile::tempdir().expect("a folder");
    village(folder.path(), &shops());
    let said = "supermarkt.geojson: 1 plaats staat er als punt en als gebouw in (Markthal Esch); zij telt één keer.";
    for arguments in
        [&["controleer", "supermarkt.geojson"][..], &["controleer", "--laag", "supermarkt=supermarkt.geojson"]]
    {
        let output = zorgkring(arguments, folder.path());
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && stderr.contains(said), "{stderr}");
    }
    let shops = proposal(folder.path());
    assert_eq!((shops["aantal"].as_u64(), shops["dichtstbij"].as_str()), (Some(2), Some(HALL)));
    let report = fs::read_to_string(folder.path().join("uit/rapport.json")).expect("a report");
    assert!(report.contains(said), "{report}");
}

#[test]
fn whichever_of_its_records_is_closed_moved_or_renamed_it_is_the_one_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let baseline = read(&village(folder.path(), &shops()));
    let ids = ids_of(&baseline, HALL);
    assert_eq!(ids.len(), 2, "the layers stay as they were read");
    for id in ids {
        let ground = |what: Intervention| PlannedGround::once(&baseline, &Apart::new(), &[what]);
        let closed = ground(Intervention::ClosePlace { id });
        assert_eq!(open_shops(&closed), ["Buurtwinkel Zuid"]);
        assert_eq!(closed.records.layer(Role::Kind(supermarket())).map(|layer| layer.n_features), Some(1));
        let renamed = ground(Intervention::RenamePlace { id, name: "De Hal".to_owned() });
        assert_eq!(open_shops(&renamed), ["Buurtwinkel Zuid", "De Hal"]);
        assert_eq!(ids_of(&renamed.records, "De Hal").len(), 2, "both records are handed over");
        let to = RdPoint::at(251_000.0, 471_000.0);
        let moved = ground(Intervention::MovePlace { id, to });
        assert_eq!(open_shops(&moved).len(), 2);
        let hall = moved.situation.places(supermarket()).expect("given").iter().find(|place| &*place.name == HALL);
        assert_eq!(hall.expect("there").point, to);
        // The building goes along, so that nothing on the old spot is taken for it.
        let halls = moved.records.places[PlaceClass::Amenity].iter().filter(|shop| shop.name == HALL);
        let drawn: Vec<bool> =
            halls.filter_map(|hall| Some(hall.provenance.footprint.as_ref()?.0.contains(&hall.point.0))).collect();
        assert_eq!(drawn, [true]);
    }
}

#[test]
fn one_place_of_two_sources_is_told_and_counts_once_whether_they_name_themselves_or_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("a written file");
        layer("supermarkt", folder.path().join(name))
    };
    let named = [
        write("a.csv", "id,naam,x,y,bron\n1,Plus,250000,470000,OpenStreetMap\n2,Spar,250500,470000,OpenStreetMap\n"),
        write("b.csv", "id,naam,x,y,bron\n7,PLUS,250020,470010,gemeente\n8,Spar,250600,470000,gemeente\n"),
    ];
    let unnamed = [
        write("winkels.csv", "id,naam,x,y\n1,Plus,250000,470000\n2,Spar,250500,470000\n"),
        write("gemeente.csv", "id,naam,x,y\n7,PLUS,250020,470010\n8,Spar,250600,470000\n"),
    ];
    let sentences = |imported: &zorgkring::import::Imported| {
        imported.problems.iter().map(zorgkring::nl::problems::problem).collect::<Vec<_>>()
    };
    for (files, said) in [
        (
            &named,
            "b.csv: 1 plaats staat er bij meer bronnen in (Plus, bij OpenStreetMap en gemeente); zij telt één keer.",
        ),
        (
            &unnamed,
            "gemeente.csv: 1 plaats staat er bij meer bronnen in (Plus, bij gemeente.csv en winkels.csv); zij telt één \
             keer.",
        ),
    ] {
        let imported = read_layers(files, Baseline::default(), &Unwatched);
        assert_eq!(sentences(&imported), [said]);
        let ground = PlannedGround::once(&imported.baseline, &Apart::new(), &[]);
        assert_eq!(open_shops(&ground), ["Plus", "Spar", "Spar"]);
        // What was read first gives the place, whatever comes beside it later.
        let first = read_layers(&files[..1], Baseline::default(), &Unwatched).baseline;
        let both = read_delivery(&files[1..], |_| Existing::AddedTo, first, &Unwatched).baseline;
        assert_eq!(ids_of(&PlannedGround::once(&both, &Apart::new(), &[]).baseline, "Plus").len(), 1);
    }
}

#[test]
fn two_points_of_one_source_and_haltes_of_two_are_places_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |role: &str, name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("a written file");
        layer(role, folder.path().join(name))
    };
    let layers = [
        write("supermarkt", "s.csv", "id,naam,x,y,bron\n1,Plus,250000,470000,OSM\n2,Plus,250010,470000,OSM\n"),
        write("halte", "h.csv", "id,naam,x,y,bron\n1,Markt,250000,470000,OSM\n2,Markt,250010,470000,CROW\n"),
    ];
    // A column of somebody else's may be called as ours.
    let photos = "id,naam,x,y,bestand\n1,Plus,250000,470000,foto1.jpg\n2,Plus,250010,470000,foto2.jpg\n";
    let ground = PlannedGround::once(&read(&[write("supermarkt", "f.csv", photos)]), &Apart::new(), &[]);
    assert_eq!(open_shops(&ground), ["Plus", "Plus"]);
    let ground = PlannedGround::once(&read(&layers), &Apart::new(), &[]);
    assert_eq!(open_shops(&ground), ["Plus", "Plus"]);
    assert_eq!(ground.situation.places(AmenityKind::STOP).map(<[_]>::len), Some(2));
}

#[test]
fn parting_twins_is_an_edit_that_is_undone_and_another_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let baseline = Arc::new(read(&village(folder.path(), &shops())));
    let ids = ids_of(&baseline, HALL);
    let mut session = Session::new(baseline.clone(), Project::new(normenkader::standard()), || {});
    let count = |session: &mut Session| {
        let project = session.project().clone();
        let ground = session.planned(&project);
        (open_shops(&ground).len(), InputHash::of(&ground.situation, &project))
    };
    let one = count(&mut session);
    assert_eq!(one.0, 2);
    session.edit(Edit::PartTwins(ids.clone()));
    let two = count(&mut session);
    assert_eq!(two.0, 3);
    assert_ne!(two.1, one.1);
    let mut opened = Session::new(baseline.clone(), Project::clone(session.project()), || {});
    assert_eq!(count(&mut opened), two, "as when the project is opened");
    let variant =
        Variant { id: Uuid::from_u128(1), name: "proef".to_owned(), note: String::new(), interventions: vec![] };
    session.edit(Edit::Plan(PlanEdit::New(variant)));
    let close = Intervention::ClosePlace { id: ids[1] };
    session.edit(Edit::Plan(PlanEdit::Intervene { variant: Uuid::from_u128(1), intervention: close }));
    assert_eq!(count(&mut session).0, 2, "each of them closes by itself");
    session.undo();
    session.undo();
    assert_eq!(session.undo(), Some(Edit::PartTwins(ids.clone())));
    assert_eq!(count(&mut session), one);
    session.redo();
    assert_eq!(count(&mut session), two);
    session.edit(Edit::JoinTwins(ids));
    assert_eq!(count(&mut session), one);
    assert!(Arc::ptr_eq(session.baseline(), &baseline), "the layers were never touched");
}

#[test]
fn a_project_keeps_its_twins_and_what_people_say_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let baseline = Arc::new(read(&village(folder.path(), &shops())));
    let mut project = Project::new(normenkader::standard());
    let path = folder.path().join("p.gpkg");
    let save_over = |project: &Project, known: Option<&Known>| {
        let over = known.map_or(Over::Nothing, Over::Known);
        save(&path, (&Arc::new(project.clone()), &baseline), MADE, over).expect("saved").known
    };
    let known = save_over(&project, None);
    let opened = open(&path, &Unwatched).expect("a project");
    assert_eq!((&opened.project, &*opened.baseline), (&project, &*baseline));
    assert_eq!(open_shops(&PlannedGround::once(&opened.baseline, &opened.project.apart, &[])).len(), 2);
    Edit::PartTwins(ids_of(&baseline, HALL)).apply(&mut project);
    let known = save_over(&project, Some(&known));
    let opened = open(&path, &Unwatched).expect("a project");
    assert_eq!(opened.project, project);
    assert_eq!(open_shops(&PlannedGround::once(&opened.baseline, &opened.project.apart, &[])).len(), 3);
    Edit::JoinTwins(ids_of(&baseline, HALL)).apply(&mut project);
    save_over(&project, Some(&known));
    assert_eq!(open(&path, &Unwatched).expect("a project").project.apart, Apart::new());
}

#[test]
fn layers_that_are_exported_and_read_again_have_the_same_twins() {
    let folder = tempfile::tempdir().expect("a folder");
    village(folder.path(), &shops());
    let layers: Vec<String> = ROLES.iter().map(|role| format!("--laag={role}={role}.geojson")).collect();
    let mut arguments = vec!["importeer", "p.gpkg"];
    arguments.extend(layers.iter().map(String::as_str));
    assert!(zorgkring(&arguments, folder.path()).status.success());
    for (format, to) in [("geojson", "uit_geojson"), ("csv", "uit_csv"), ("gpkg", "uit.gpkg")] {
        let output = zorgkring(&["exporteer", "p.gpkg", "--formaat", format, "--uit", to], folder.path());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let file = if format == "gpkg" { to.to_owned() } else { format!("{to}/supermarkt.{format}") };
        let name = (format == "gpkg").then(|| "supermarkt".to_owned());
        let again = LayerArgument { layer: name, ..layer("supermarkt", folder.path().join(file)) };
        let baseline = read(&[again]);
        assert_eq!(baseline.places[PlaceClass::Amenity].len(), 3, "{format}");
        assert_eq!(open_shops(&PlannedGround::once(&baseline, &Apart::new(), &[])).len(), 2, "{format}");
    }
}
