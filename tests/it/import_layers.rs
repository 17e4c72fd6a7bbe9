//! Layers read together: what replaces what, what is joined, and what each schema makes of its fields.

use std::path::Path;

use geo::Area;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::demand::PeopleCounts;
use zorgkring::domain::housing::HousingForm;
use zorgkring::domain::identity::Status;
use zorgkring::domain::place::{PlaceClass, Site, What};
use zorgkring::domain::transit::{Accessibility, TransitMode};

use crate::support::layers::{Folder, read, sentences, square};

#[test]
fn a_given_role_replaces_that_layer_of_the_start_and_files_of_one_role_are_joined() {
    let folder = Folder::new();
    let old = folder.file("oud.csv", "naam,x,y\nOud,250000,470000\n");
    let one = folder.file("een.csv", "naam,x,y,bron\nEen,250000,470000,fictief\n");
    let two = folder.file("twee.csv", "naam,x,y\nTwee,250000,470000\n");
    let start = read(&[("supermarkt", &old), ("huisarts", &old)], Baseline::default()).baseline;
    let imported = read(&[("supermarkt", &one), ("supermarkt", &two)], start);
    let mut names: Vec<(&str, &str)> = imported.baseline.places[PlaceClass::Amenity]
        .iter()
        .map(|a| (a.kind().expect("a kind").role(), a.name.as_str()))
        .collect();
    names.sort_unstable();
    assert_eq!(names, [("huisarts", "Oud"), ("supermarkt", "Een"), ("supermarkt", "Twee")]);
    let layers: Vec<_> =
        imported.baseline.layers.iter().map(|l| (l.file.as_str(), l.n_features, l.fictional)).collect();
    assert_eq!(layers, [("oud.csv", 1, false), ("een.csv", 1, true), ("twee.csv", 1, false)]);
}

#[test]
fn people_of_vraag_and_pc4_are_never_added_together() {
    let folder = Folder::new();
    let demand = folder.file("v.csv", "x,y,inwoners\n250050,470050,10\n");
    let pc4 = folder.file("p.csv", &format!("pc4;wkt;inwoners\n7511;{};500\n", square(250_000.0, 470_000.0, 1_000.0)));
    let both = read(&[("pc4", &pc4), ("vraag", &demand)], Baseline::default());
    assert_eq!(both.baseline.demand.total().residents.value(), Some(10.0));
    let said = "p.csv: 1 object geeft inwoners waar v.csv die al geeft; die van v.csv zijn gehouden, zodat niemand dubbel \
                telt.";
    assert_eq!(sentences(&both), [said]);
    let replaced = read(&[("pc4", &pc4)], both.baseline);
    assert_eq!(replaced.baseline.demand.total().residents.value().map(f64::round), Some(500.0));
    let roles: Vec<Role> = replaced.baseline.layers.iter().map(|layer| layer.role).collect();
    assert_eq!(roles, [Role::Pc4]);
}

#[test]
fn people_of_a_polygon_are_shared_out_by_area_and_a_square_is_one_square() {
    let folder = Folder::new();
    let rows = [square(250_000.0, 470_000.0, 100.0), square(251_050.0, 470_000.0, 100.0)];
    let text = format!("wkt;inwoners\n{};8\n{};6\n", rows[0], rows[1]);
    let demand = read(&[("vraag", &folder.file("v.csv", &text))], Baseline::default()).baseline.demand;
    let cells: Vec<_> = demand.cells().iter().map(|c| (c.col, c.row, c.people.residents)).collect();
    assert_eq!(cells, [(2_500, 4_700, Some(8.0)), (2_510, 4_700, Some(3.0)), (2_511, 4_700, Some(3.0))]);
}

#[test]
fn parts_of_a_kern_are_one_kern_and_wijken_are_none() {
    let folder = Folder::new();
    let row =
        |kind: &str, x: f64, people: u32| format!("Hengelo;{kind};GM0164;{people};{}\n", square(x, 470_000.0, 1_000.0));
    let text = format!(
        "naamNL;typeGebied;gm_code;aantalinwoners;wkt\n{}{}{}",
        row("woonkern", 250_000.0, 100),
        row("woonkern", 252_000.0, 20),
        row("wijk", 250_000.0, 50)
    );
    let imported = read(&[("kern", &folder.file("k.csv", &text))], Baseline::default());
    let [kern] = imported.baseline.settlements.as_slice() else { panic!("one kern") };
    let people = PeopleCounts { residents: Some(120.0), ..PeopleCounts::default() };
    assert_eq!((kern.name.as_str(), kern.people), ("Hengelo", people));
    let outline = kern.outline.as_ref().expect("a built-up area");
    assert_eq!(outline.0.unsigned_area(), 2_000_000.0);
    let said = "k.csv, veld typeGebied: 1 object zonder eigen kern (zoals wijk of buurtschap); die tellen niet apart.";
    assert_eq!(sentences(&imported), [said]);
}

#[test]
fn quays_of_a_stop_area_are_one_stop_at_their_mean_place() {
    let folder = Folder::new();
    let text = "stop_id,stop_name,x_rd,y_rd,location_type,parent_station,wheelchair_boarding\n\
                1,Kade 1,250000,470000,0,A,1\n2,Kade 2,250020,470010,0,A,1\n3,Los,251000,470000,0,,2\n\
                A,Markt,250500,470500,1,,\nB,Leeg gebied,252000,470000,1,,0\n4,Ingang,250000,470000,2,A,\n";
    let imported = read(&[("halte", &folder.file("stops.txt", text))], Baseline::default());
    let stops: Vec<_> = imported.baseline.places[PlaceClass::Stop]
        .iter()
        .map(|place| {
            let stop = place.stop().expect("a stop");
            (place.name.as_str(), place.point.x(), place.point.y(), stop.accessibility, stop.departures_workday)
        })
        .collect();
    assert_eq!(
        stops,
        [
            ("Markt", 250_010.0, 470_005.0, Accessibility::Yes, None),
            ("Los", 251_000.0, 470_000.0, Accessibility::No, None),
            ("Leeg gebied", 252_000.0, 470_000.0, Accessibility::Unknown, None),
        ]
    );
}

#[test]
fn our_own_stops_bring_their_trains_and_replace_those_of_the_start() {
    let folder = Folder::new();
    let stations = folder.file("s.csv", "code,naam,lon,lat,rolstoel\nes,Enschede,6.89,52.2225,true\n");
    let start = read(&[("station", &stations)], Baseline::default()).baseline;
    assert_eq!(start.places[PlaceClass::Stop][0].kind(), Some(AmenityKind::STATION));
    let text = "id,naam,modaliteit,vertrekken_werkdag,interval_min,toegankelijk,lon,lat\n\
                a,Enschede,trein,112,15,ja,6.89,52.2225\nb,Markt,bus,,60,nee,6.90,52.22\n";
    let imported = read(&[("halte", &folder.file("h.csv", text))], start);
    let stops: Vec<_> = imported.baseline.places[PlaceClass::Stop]
        .iter()
        .map(|place| (place.name.as_str(), place.stop().expect("a stop").mode, place.capacity()))
        .collect();
    assert_eq!(stops, [("Enschede", TransitMode::Train, Some(112)), ("Markt", TransitMode::Bus, Some(28))]);
}

#[test]
fn fields_of_the_contract_are_read() {
    let folder = Folder::new();
    let care = "id,naam,organisatie,sector,plaatsen,status,bron,bron_datum,x,y\n\
                6f1a2b3c-0000-5000-8000-000000000001,De Hoven,Stichting,GHZ,24,gepland,LRZa,2025,250000,470000\n";
    let site = "naam;woningen;woonvormen;x;y\nVeld;40;geclusterd, nultreden;250000;470000\n";
    let imported = read(
        &[("zorg24", &folder.file("z.csv", care)), ("kandidaat", &folder.file("k.csv", site))],
        Baseline::default(),
    );
    assert_eq!(sentences(&imported), [] as [&str; 0]);
    let care = &imported.baseline.places[PlaceClass::Care][0];
    assert_eq!(care.id.to_string(), "6f1a2b3c-0000-5000-8000-000000000001");
    assert_eq!(
        (care.capacity(), care.status, care.care().and_then(|care| care.organization.as_deref())),
        (Some(24), Status::Planned, Some("Stichting"))
    );
    assert_eq!(care.provenance.source_date.as_deref(), Some("2025"));
    let site = &imported.baseline.places[PlaceClass::Site][0];
    let forms = vec![HousingForm::Clustered, HousingForm::StepFree];
    assert_eq!(site.what, What::Site(Site { n_homes: Some(40), forms }));
    let layer = imported.baseline.layer(Role::Kind(AmenityKind::CARE)).expect("a layer");
    assert_eq!((layer.source.as_deref(), layer.date.as_deref()), (Some("LRZa"), Some("2025")));
}

#[test]
fn the_fixtures_are_read_with_their_known_flaws() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let imported = read(&[("vraag", &fixtures.join("gemengd_epsg_28992.geojson"))], Baseline::default());
    assert_eq!(
        sentences(&imported),
        [
            "gemengd_epsg_28992.geojson, object 3: een ring van het vlak was niet gesloten en is gesloten.",
            "gemengd_epsg_28992.geojson, object 3: het vlak kruiste of overlapte zichzelf en is hersteld.",
            "gemengd_epsg_28992.geojson, object 4: een coördinaat is geen getal; het object is overgeslagen.",
            "gemengd_epsg_28992.geojson: 1 object is van een andere soort dan vraag, zoals supermarkt; die zijn overgeslagen, \
             controleer de rol.",
        ]
    );
    assert_eq!(imported.baseline.demand.total().residents.value().map(|n| (n * 1e6).round() / 1e6), Some(107.0));
}
