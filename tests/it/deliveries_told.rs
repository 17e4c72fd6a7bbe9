//! What a delivery does to layers, told: what else it takes along, haltes with stations, and people before and after.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::domain::place::PlaceClass;
use zorgkring::import::{normenkader, without_layer};
use zorgkring::nl::delivery::changes;
use zorgkring::project::Project;
use zorgkring::project::delivery::Delivery;

use crate::deliveries::import;
use crate::support::layers::{Folder, read, role};

/// A square area with a code, as a row of a CSV with WKT.
pub(crate) fn area_row(code: &str, x: u32, side: u32, people: &str) -> String {
    let (e, n) = (x + side, 470_000 + side);
    format!("{code};Naam {code};\"POLYGON(({x} 470000, {e} 470000, {e} {n}, {x} {n}, {x} 470000))\";{people}\n")
}

#[test]
fn a_layer_that_is_replaced_takes_no_layer_of_another_role_along() {
    let folder = Folder::new();
    let header = "code;naam;wkt;inwoners\n";
    let area = |name: &str, code: &str| folder.file(name, &(header.to_owned() + &area_row(code, 240_000, 5_000, "")));
    let place = |name: &str| folder.file(name, &format!("id;naam;x;y\n1;{name};241000;471000\n"));
    let halves = "x;y;inwoners\n241000;471000;10\n";
    let mut layers: Vec<(&str, PathBuf)> = Vec::new();
    for role in Role::all().into_iter().map(Role::name) {
        let file = match role {
            "gemeente" => area("gemeente.csv", "GM0153"),
            "wijk" => area("wijk.csv", "WK015300"),
            "buurt" => area("buurt.csv", "BU01530000"),
            "studiegebied" => area("studiegebied.csv", "S"),
            "vraag" => folder.file("vraag.csv", halves),
            "pc4" => continue,
            other => place(&format!("{other}.csv")),
        };
        layers.push((role, file));
    }
    let given: Vec<(&str, &Path)> = layers.iter().map(|(role, file)| (*role, file.as_path())).collect();
    let start = read(&given, Baseline::default()).baseline;
    let held = |base: &Baseline| {
        let areas = [base.municipalities.len(), base.districts.len(), base.neighborhoods.len()];
        let places = [
            base.places[PlaceClass::Care].len(),
            base.places[PlaceClass::Amenity].len(),
            base.places[PlaceClass::Stop].len(),
            base.places[PlaceClass::Site].len(),
        ];
        let more =
            [base.places[PlaceClass::Complex].len(), base.settlements.len(), usize::from(base.study_area.is_some())];
        (areas, places, more, base.demand.total().residents.value(), base.layers.len())
    };
    let all = held(&start);
    assert_eq!((all.0, all.2, all.3, all.4), ([1; 3], [1; 3], Some(10.0), layers.len()));
    for (role, file) in &given {
        let replaced = read(&[(*role, *file)], start.clone()).baseline;
        assert_eq!(held(&replaced), all, "{role} replaced");
        assert_eq!(without_layer(start.clone(), self::role(role)).layers.len(), layers.len() - 1, "{role} removed");
    }
    let without = without_layer(start.clone(), role("gemeente"));
    assert_eq!((without.municipalities.len(), without.study_area), (0, start.study_area));
}

#[test]
fn haltes_and_stations_are_told_together_and_a_layer_that_goes_by_another_is_named() {
    let folder = Folder::new();
    folder.file("st.csv", "id;naam;x;y;modaliteit\n1;Noord;240000;470000;trein\n2;Zuid;241000;470000;trein\n");
    folder.file("ht.csv", "id;naam;x;y;modaliteit\n7;Plein;240500;470000;bus\n");
    folder.file("ht2.csv", "id;naam;x;y;modaliteit\n7;Plein;240500;470000;bus\n9;Oost;242000;470000;trein\n");
    folder.file("pc4.csv", &format!("pc4;naam;wkt;inwoners\n{}", area_row("7551", 240_000, 1_000, "1000")));
    folder.file("vr.csv", "x;y;inwoners\n240550;470550;700\n");
    let (_, out, _) = import(&folder, &["halte=ht.csv", "station=st.csv", "pc4=pc4.csv"]);
    let told = "halte: 0 dezelfde, 0 verplaatst, 1 nieuw, 0 verdwenen.\nstation: 0 dezelfde, 0 verplaatst, 2 nieuw, 0 verdwenen.\n\
                pc4: 0 dezelfde, 0 verplaatst, 100 nieuw, 0 verdwenen (vakken van 100 m).\ninwoners: onbekend → ≈ 1.000, in de hele laag.\n";
    assert!(out.starts_with(told), "{out}");
    let (code, out, err) = import(&folder, &["halte=ht2.csv", "--vervang"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let told = "halte: 1 dezelfde, 0 verplaatst, 0 nieuw, 0 verdwenen.\nstation: 0 dezelfde, 0 verplaatst, 1 nieuw, 2 verdwenen.\n";
    assert!(out.starts_with(told), "{out}");
    let (code, out, _) = import(&folder, &["vraag=vr.csv", "--vervang"]);
    let told = "vraag: 1 dezelfde, 0 verplaatst, 0 nieuw, 99 verdwenen (vakken van 100 m).\n\
                laag pc4 (pc4.csv) vervalt hierdoor.\ninwoners: ≈ 1.000 → ≈ 700, in de hele laag.\n";
    assert_eq!((code, out.starts_with(told)), (Some(0), true), "{out}");
}

#[test]
fn squares_of_a_buurt_are_not_told_as_those_of_vraag() {
    let folder = Folder::new();
    folder.file("bu.csv", &format!("code;naam;wkt;inwoners\n{}", area_row("BU01530001", 240_000, 1_000, "1000")));
    folder.file("vr.csv", "x;y;inwoners\n240550;470550;700\n");
    import(&folder, &["buurt=bu.csv"]);
    let (code, out, err) = import(&folder, &["vraag=vr.csv"]);
    let told = "vraag: 0 dezelfde, 0 verplaatst, 1 nieuw, 0 verdwenen (vakken van 100 m).\n\
                inwoners: ≈ 1.000 → ≈ 700, in de hele laag.\n";
    assert_eq!((code, out.starts_with(told)), (Some(1), true), "{out}");
    assert!(err.starts_with("bu.csv: 1 object geeft inwoners waar vr.csv die al geeft"), "{err}");
}

#[test]
fn what_one_layer_leaves_to_another_is_told_once() {
    let folder = Folder::new();
    let area = |code: &str, side: u32| format!("code;naam;wkt;inwoners\n{}", area_row(code, 240_000, side, "1000"));
    folder.file("bu.csv", &area("BU01530001", 1_000));
    folder.file("wk.csv", &area("WK015300", 2_000));
    folder.file("vr.csv", "x;y;inwoners\n249050;470550;70\n");
    let (code, _, err) = import(&folder, &["buurt=bu.csv", "wijk=wk.csv"]);
    let said = "wk.csv: 1 object geeft inwoners waar bu.csv die al geeft";
    assert_eq!((code, err.contains(said)), (Some(1), true), "{err}");
    let (code, _, err) = import(&folder, &["vraag=vr.csv"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    folder.file("bu2.csv", &area("BU01530001", 1_000));
    let (code, _, err) = import(&folder, &["buurt=bu2.csv", "--vervang"]);
    assert_eq!(
        (code, err.contains("wk.csv: 1 object geeft inwoners waar bu2.csv die al geeft")),
        (Some(1), true),
        "{err}"
    );
}

#[test]
fn other_people_in_the_same_squares_are_told_and_touch_what_was() {
    let folder = Folder::new();
    let rows = |people: u32, old: u32| -> String {
        let row = |n: u32| format!("{};470050;{people};{old}\n", 240_050 + 100 * n);
        "x;y;inwoners;inwoners_75plus\n".to_owned() + &(0..10).map(row).collect::<String>()
    };
    let first = folder.file("vr.csv", &rows(100, 20));
    let newer = folder.file("vr2.csv", &rows(200, 20));
    let exchanged = folder.file("vr3.csv", &rows(100, 20).replacen(";100;", ";150;", 1).replacen(";100;", ";50;", 1));
    let start = read(&[("vraag", &first)], Baseline::default()).baseline;
    let project = Project::new(normenkader::standard());
    let delivered = |file: &Path| {
        let after = read(&[("vraag", file)], start.clone()).baseline;
        Delivery::between(&start, &after, &BTreeSet::from([Role::Demand]), &project)
    };
    let counts = "vraag: 10 dezelfde, 0 verplaatst, 0 nieuw, 0 verdwenen (vakken van 100 m).";
    for (file, people, touches) in [
        (&first, "inwoners: ≈ 1.000 → ≈ 1.000, in de hele laag.", false),
        (&newer, "inwoners: ≈ 1.000 → ≈ 2.000, in de hele laag.", true),
        (&exchanged, "inwoners: ≈ 1.000 → ≈ 1.000, niet overal evenveel als eerst, in de hele laag.", true),
    ] {
        let delivery = delivered(file);
        assert_eq!(
            (changes(&delivery), delivery.touches_what_was()),
            (vec![counts.to_owned(), people.to_owned()], touches)
        );
    }
}

#[test]
fn an_import_that_is_not_saved_tells_no_change() {
    let folder = Folder::new();
    folder.file("ah.csv", "id,naam,x,y\n1,AH,250000,470000\n");
    folder.file("jumbo.csv", "id,naam,x,y\n9,Jumbo,251000,470000\n");
    folder.file("leeg.csv", "id,naam,x,y\n");
    let (code, _, _) = import(&folder, &["supermarkt=ah.csv"]);
    assert_eq!(code, Some(0));
    let (code, out, err) = import(&folder, &["supermarkt=leeg.csv"]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "nothing was read: {err}");
    let path = folder.0.path().join("p.gpkg");
    let mut rights = std::fs::metadata(&path).expect("a file").permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&path, rights).expect("our own file");
    let (code, out, err) = import(&folder, &["supermarkt=jumbo.csv", "--vervang"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("is niet bewaard"), "{err}");
}
