//! What a layer is used for: people once, kinds that fit the role, and layers that lie elsewhere or serve nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::demand::{Demand, PeopleCounts};
use zorgkring::domain::problem::Severity;
use zorgkring::import::{Imported, Unwatched, normenkader, without_layer};
use zorgkring::project::Project;
use zorgkring::project::file::{Over, open, save};

use crate::deliveries_told::area_row;
use crate::support::layers::{Folder, add, read, sentences, square};

fn residents(imported: &Imported) -> Option<f64> {
    imported.baseline.demand.total().residents.value().map(f64::round)
}

/// Layers, the people of all together, and what is said.
type Case<'a> = (&'a [(&'a str, &'a Path)], f64, &'a [&'a str]);

#[test]
fn people_of_two_files_at_the_same_place_count_once_and_both_files_are_named() {
    let folder = Folder::new();
    let demand = folder.file("vraag.csv", "id,x,y,inwoners,inwoners_75plus\n1,250050,470050,1000,150\n");
    let other = folder.file("vraag2.csv", "id,x,y,inwoners\n1,250050,470050,900\n2,260050,470050,7\n");
    let area = |name: &str, code: &str, x: f64, people: u32| {
        folder.file(name, &format!("{code};naam;wkt;inwoners\nA1;Een;{};{people}\n", square(x, 470_000.0, 2_000.0)))
    };
    let pc4 = area("pc4.csv", "pc4", 250_000.0, 1_100);
    let next = area("pc4_ernaast.csv", "pc4", 252_000.0, 300);
    let buurt = area("buurten.csv", "buurtcode", 250_000.0, 1_050);
    let wijk = area("wijken.csv", "wijkcode", 250_000.0, 1_060);
    let cases: [Case<'_>; 7] = [
        (
            &[("vraag", &demand), ("vraag", &demand)],
            1_000.0,
            &["vraag.csv: 1 object geeft inwoners waar vraag.csv die al geeft"],
        ),
        (
            &[("vraag", &demand), ("vraag", &other)],
            1_007.0,
            &["vraag2.csv: 1 object geeft inwoners waar vraag.csv die al"],
        ),
        (&[("pc4", &pc4), ("pc4", &pc4)], 1_100.0, &["pc4.csv: 1 object geeft inwoners waar pc4.csv die al geeft"]),
        (&[("pc4", &pc4), ("pc4", &next)], 1_400.0, &[]),
        (
            &[("buurt", &buurt), ("vraag", &demand)],
            1_000.0,
            &["buurten.csv: 1 object geeft inwoners waar vraag.csv die al"],
        ),
        (
            &[("wijk", &wijk), ("buurt", &buurt), ("pc4", &next)],
            1_350.0,
            &["wijken.csv: 1 object geeft inwoners waar buurten.csv"],
        ),
        (&[("wijk", &wijk)], 1_060.0, &[]),
    ];
    for (layers, people, said) in cases {
        let imported = read(layers, Baseline::default());
        let found: Vec<String> =
            sentences(&imported).into_iter().filter(|sentence| !sentence.contains("zonder bebouwing")).collect();
        assert_eq!(residents(&imported), Some(people), "{layers:?}: {found:?}");
        assert_eq!(found.len(), said.len(), "{found:?}");
        assert!(found.iter().zip(said).all(|(found, said)| found.starts_with(said)), "{found:?}");
    }
    // What a project has already comes first, whatever is added; a replacement takes its place.
    let start = read(&[("vraag", &demand)], Baseline::default()).baseline;
    assert_eq!(residents(&add(&[("vraag", &other)], start.clone())), Some(1_007.0));
    assert_eq!(residents(&add(&[("pc4", &pc4)], start.clone())), Some(1_000.0));
    assert_eq!(residents(&read(&[("buurt", &buurt)], start.clone())), Some(1_000.0));
    assert_eq!(residents(&read(&[("vraag", &other)], start)), Some(907.0));
}

#[test]
fn an_area_with_few_people_beside_a_crowded_one_of_another_file_keeps_its_people() {
    let folder = Folder::new();
    let area = |name: &str, ring: &str, people: u32| {
        folder.file(name, &format!("pc4;naam;wkt;inwoners\nA1;Een;POLYGON(({ring}));{people}\n"))
    };
    // A border aslant, so that it cuts squares, of which each side has a part.
    let town = "250000 470000, 251030 470000, 252270 472000, 250000 472000, 250000 470000";
    let fields = "251030 470000, 254000 470000, 254000 472000, 252270 472000, 251030 470000";
    let (town, fields) = (area("stad.csv", town, 20_000), area("veld.csv", fields, 60));
    for (first, second) in [(&town, &fields), (&fields, &town)] {
        let together = read(&[("pc4", first), ("pc4", second)], Baseline::default());
        assert_eq!((residents(&together), together.problems.len()), (Some(20_060.0), 2), "{:?}", sentences(&together));
        let start = read(&[("pc4", first)], Baseline::default()).baseline;
        assert_eq!(residents(&add(&[("pc4", second)], start.clone())), Some(20_060.0));
        assert_eq!(residents(&add(&[("pc4", first)], start)), residents(&read(&[("pc4", first)], Baseline::default())));
    }
}

#[test]
fn a_kind_that_is_not_that_of_the_role_is_refused_for_every_role_in_one_line() {
    let folder = Folder::new();
    let shops = folder.file("s.csv", "id,soort,naam,x,y\n1,supermarkt,A,250000,470000\n2,Supermarkt,B,250100,470000\n");
    for name in Role::all().into_iter().map(Role::name).filter(|name| *name != "supermarkt") {
        let imported = read(&[(name, &shops)], Baseline::default());
        let said = format!(
            "s.csv: 2 objecten zijn van een andere soort dan {name}, zoals supermarkt; die zijn overgeslagen, controleer de \
             rol."
        );
        assert_eq!((imported.n_features_read(), sentences(&imported)), (0, vec![said]));
    }
    let stops = "soort,naam,x,y,modaliteit\nhalte,Plein,250000,470000,bus\nstation,Station,250500,470000,trein\n";
    let stops = read(&[("halte", &folder.file("h.csv", stops))], Baseline::default());
    assert_eq!((stops.n_features_read(), sentences(&stops)), (2, Vec::new()), "haltes and stations are one timetable");
    let mixed = folder.file("m.csv", "soort,naam,x,y\nsupermarkt,A,250000,470000\napotheek,B,250100,470000\n");
    let imported = read(&[("supermarkt", &mixed), ("apotheek", &mixed)], Baseline::default());
    assert_eq!(imported.n_features_read(), 2);
    assert!(imported.problems.iter().all(|problem| problem.severity() == Severity::Notice), "a file of several kinds");
}

#[test]
fn a_layer_that_lies_elsewhere_or_is_used_for_nothing_is_told() {
    let folder = Folder::new();
    let at = |name: &str, x: u32| folder.file(name, &format!("naam,x,y\nEen,{x},470000\nTwee,{},470000\n", x + 500));
    let care = at("zorg.csv", 250_000);
    let far = at("winkels.csv", 150_000);
    let area = |name: &str, x: f64| folder.file(name, &format!("naam;wkt\nEen;{}\n", square(x, 465_000.0, 10_000.0)));
    let (here, there) = (area("hier.csv", 245_000.0), area("daar.csv", 100_000.0));
    let told = |layers: &[(&str, &Path)]| sentences(&read(layers, Baseline::default()));
    let outside = |file: &str, of: &str| {
        format!("{file}: alles in deze laag ligt buiten het gebied van {of}; controleer of dit het goede bestand is.")
    };
    assert_eq!(told(&[("zorg24", &care), ("supermarkt", &far)]), [outside("winkels.csv", "zorg24")]);
    let with_area = told(&[("zorg24", &care), ("supermarkt", &far), ("studiegebied", &here)]);
    assert_eq!(with_area, [outside("winkels.csv", "studiegebied")]);
    assert_eq!(told(&[("zorg24", &care), ("studiegebied", &there)]), [outside("daar.csv", "zorg24")]);
    assert_eq!(told(&[("zorg24", &care), ("studiegebied", &here)]), [] as [String; 0]);
    let cluster = told(&[("cluster", &care)]);
    assert_eq!(cluster, ["zorg.csv: deze laag is gelezen en wordt getoond, maar telt in geen enkel cijfer mee."]);
    let without_people =
        folder.file("b.csv", &format!("buurtcode;naam;wkt\nBU1;Een;{}\n", square(250_000.0, 470_000.0, 900.0)));
    assert_eq!(
        told(&[("buurt", &without_people)]),
        [
            "b.csv: deze laag is gelezen maar wordt nergens voor gebruikt: een buurt telt alleen mee met een kolom inwoners."
        ]
    );
}

/// Buurten or wijken with their people: code, west, side and people of each.
fn peopled(folder: &Folder, name: &str, rows: &[(&str, u32, u32, &str)]) -> PathBuf {
    let rows: String = rows.iter().map(|(code, x, side, people)| area_row(code, *x, *side, people)).collect();
    folder.file(name, &format!("code;naam;wkt;inwoners\n{rows}"))
}

/// What is said, but for people that are spread where no kern is.
fn said(imported: &Imported) -> Vec<String> {
    sentences(imported).into_iter().filter(|sentence| !sentence.contains("zonder bebouwing")).collect()
}

fn given_already(file: &str, by: &str) -> String {
    format!(
        "{file}: 1 object geeft inwoners waar {by} die al geeft; die van {by} zijn gehouden, zodat niemand dubbel telt."
    )
}

/// A project as it is after it was saved and opened.
fn reopened(folder: &Folder, baseline: &Baseline) -> Baseline {
    let path = folder.0.path().join("heropend.gpkg");
    let project = Arc::new(Project::new(normenkader::standard()));
    save(&path, (&project, &Arc::new(baseline.clone())), "2026-03-01T14:32:05Z", Over::Anything).expect("saved");
    let opened = open(&path, &Unwatched).expect("a project");
    assert_eq!((&*opened.baseline, opened.problems.len()), (baseline, 0));
    Arc::unwrap_or_clone(opened.baseline)
}

#[test]
fn people_of_a_buurt_or_wijk_come_and_go_with_its_layer() {
    let folder = Folder::new();
    let buurt =
        peopled(&folder, "bu.csv", &[("BU01530001", 240_000, 1_000, "1000"), ("BU01530002", 242_000, 1_000, "300")]);
    let newer = peopled(&folder, "bu2.csv", &[("BU01530001", 240_000, 1_000, "2000")]);
    let wijk = peopled(&folder, "wk.csv", &[("WK015300", 240_000, 1_000, "1100")]);
    let only_buurt = reopened(&folder, &read(&[("buurt", &buurt)], Baseline::default()).baseline);
    let replaced = read(&[("buurt", &newer)], only_buurt.clone());
    assert_eq!((residents(&replaced), said(&replaced)), (Some(2_000.0), vec![]));
    let added = add(&[("buurt", &newer)], only_buurt.clone());
    assert_eq!((residents(&added), said(&added)), (Some(2_300.0), vec![]), "the other buurt keeps its people");
    let again = add(&[("buurt", &buurt)], only_buurt.clone());
    assert_eq!(again.baseline.demand, only_buurt.demand);

    let both = read(&[("wijk", &wijk), ("buurt", &buurt)], Baseline::default());
    assert_eq!((residents(&both), said(&both)), (Some(1_300.0), vec![given_already("wk.csv", "bu.csv")]));
    let both = reopened(&folder, &both.baseline);
    let replaced = read(&[("buurt", &newer)], both.clone());
    assert_eq!((residents(&replaced), said(&replaced)), (Some(2_000.0), vec![given_already("wk.csv", "bu2.csv")]));
    let people = |base: &Baseline| base.demand.total().residents.value().map(f64::round);
    assert_eq!(people(&without_layer(both.clone(), Role::Neighborhood)), Some(1_100.0), "those of the wijk count now");
    assert_eq!(people(&without_layer(both.clone(), Role::District)), Some(1_300.0));
    assert_eq!(people(&without_layer(only_buurt, Role::Neighborhood)), None);
    let alone = without_layer(without_layer(both, Role::Neighborhood), Role::District);
    assert!(alone.demand.is_empty());
}

#[test]
fn people_of_squares_come_before_those_of_areas_in_whatever_order_they_are_read() {
    let folder = Folder::new();
    let buurt =
        peopled(&folder, "bu.csv", &[("BU01530001", 240_000, 1_000, "1000"), ("BU01530002", 242_000, 1_000, "300")]);
    let squares = folder.file("vr.csv", "x;y;inwoners\n240550;470550;700\n");
    let elsewhere = folder.file("vr2.csv", "x;y;inwoners\n250550;470550;40\n");
    let at_once = read(&[("buurt", &buurt), ("vraag", &squares)], Baseline::default());
    assert_eq!((residents(&at_once), said(&at_once)), (Some(1_000.0), vec![given_already("bu.csv", "vr.csv")]));
    let first = reopened(&folder, &read(&[("buurt", &buurt)], Baseline::default()).baseline);
    for later in [add(&[("vraag", &squares)], first.clone()), read(&[("vraag", &squares)], first.clone())] {
        assert_eq!((later.n_features_read(), said(&later)), (1, vec![given_already("bu.csv", "vr.csv")]));
        assert_eq!(later.baseline.demand, at_once.baseline.demand);
        let later = reopened(&folder, &later.baseline);
        let replaced = read(&[("vraag", &elsewhere)], later.clone());
        assert_eq!((residents(&replaced), said(&replaced)), (Some(1_340.0), vec![]), "the buurt counts again");
        let demand = |base: Baseline| base.demand;
        assert_eq!(demand(without_layer(later.clone(), Role::Demand)), demand(first.clone()));
        let newer = peopled(&folder, "bu2.csv", &[("BU01530002", 242_000, 1_000, "500")]);
        assert_eq!(residents(&add(&[("buurt", &newer)], later)), Some(1_200.0));
    }
}

#[test]
fn an_older_project_that_does_not_say_who_gave_its_people_names_the_files_that_can_have() {
    let folder = Folder::new();
    let buurt = peopled(&folder, "bu.csv", &[("BU01530001", 240_000, 1_000, "1000")]);
    let newer = peopled(&folder, "bu2.csv", &[("BU01530001", 240_000, 1_000, "2000")]);
    let mut older = read(&[("buurt", &buurt)], Baseline::default()).baseline;
    older.demand = Arc::new(Demand::from_cells(older.demand.cells().to_vec()));
    Arc::make_mut(&mut older.neighborhoods)[0].people = PeopleCounts::default();
    let added = add(&[("buurt", &newer)], older.clone());
    assert_eq!((residents(&added), said(&added)), (Some(1_000.0), vec![given_already("bu2.csv", "bu.csv")]));
    assert_eq!(residents(&read(&[("buurt", &newer)], older)), Some(2_000.0));
}
