//! What is saved is what is opened; what is damaged is told and stays as it is.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use geo::{Coord, LineString, MultiPolygon, Point, Polygon, Rect};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rusqlite::Connection;
use uuid::Uuid;

use super::*;
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, LayerSource, Role};
use crate::domain::carried::{Carried, CarriedName, CarriedValue};
use crate::domain::coded_area::CodedArea;
use crate::domain::demand::{Demand, DemandCell, PeopleCounts};
use crate::domain::housing::HousingForm;
use crate::domain::identity::{Provenance, Status};
use crate::domain::mobility::MobilityProfile;
use crate::domain::place::{Care, Complex, Place, Sector, Site, What};
use crate::domain::problem::{Expected, Problem, ProblemKind};
use crate::domain::settlement::Settlement;
use crate::domain::sketch::{Sketch, SketchColor, SketchLook, SketchShape, SketchWidth};
use crate::domain::target::TargetScenario;
use crate::domain::transit::{Accessibility, Stop, TransitMode};
use crate::domain::variant::{Intervention, PlannedZone, Variant, ZoneStatus};
use crate::domain::workshop::{Ballot, BallotSubject, Bookmark, Decision, Round, StickyNote, Workshop};
use crate::import::{Unwatched, normenkader};
use crate::project::lost::LostPlace;
use crate::project::{Board, Plan, Project};

const MADE: &str = "2026-03-01T14:32:05Z";

fn id() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

fn place() -> impl Strategy<Value = RdPoint> {
    (200_000.0..280_000.0_f64, 440_000.0..510_000.0_f64).prop_map(|(x, y)| RdPoint::at(x, y))
}

fn star() -> impl Strategy<Value = Polygon<f64>> {
    (place(), vec(60.0..500.0_f64, 3..12)).prop_map(|(middle, radii)| {
        let n = radii.len() as f64;
        let corner = |(idx, radius): (usize, f64)| {
            let (sin, cos) = (idx as f64 / n * std::f64::consts::TAU).sin_cos();
            Coord { x: middle.x() + radius * cos, y: middle.y() + radius * sin }
        };
        Polygon::new(LineString::new(radii.into_iter().enumerate().map(corner).collect()), Vec::new())
    })
}

fn area() -> impl Strategy<Value = Rd<MultiPolygon<f64>>> {
    star().prop_map(|star| Rd(MultiPolygon::new(vec![star])))
}

fn line() -> impl Strategy<Value = Rd<LineString<f64>>> {
    vec(place(), 2..9).prop_map(|places| Rd(places.into_iter().map(|place| place.0).collect()))
}

fn one_of<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(all.to_vec())
}

fn intervention() -> impl Strategy<Value = Intervention> {
    let kinds: Vec<Option<AmenityKind>> = AmenityKind::all().map(Some).chain([None]).collect();
    let added = (id(), one_of(&kinds), ".*", place(), option::of(any::<u32>()))
        .prop_map(|(id, kind, name, point, capacity)| Intervention::add(id, kind, name, point, capacity));
    let zone = (id(), ".*", star(), one_of(&ZoneStatus::ALL), vec(id(), 0..3)).prop_map(
        |(id, name, outline, status, replaces)| Intervention::PutZone {
            zone: PlannedZone { id, name, outline: Rd(outline), status },
            replaces,
        },
    );
    prop_oneof![
        added,
        zone,
        (id(), place()).prop_map(|(id, to)| Intervention::MovePlace { id, to }),
        id().prop_map(|id| Intervention::ClosePlace { id }),
        (id(), ".*").prop_map(|(id, name)| Intervention::RenamePlace { id, name }),
        (id(), option::of(any::<u32>())).prop_map(|(id, capacity)| Intervention::SetCapacity { id, capacity }),
        (id(), ".*").prop_map(|(id, name)| Intervention::RejectZone { id, name }),
    ]
}

fn plan() -> impl Strategy<Value = Plan> {
    let variant = (id(), ".*", ".*", vec(intervention(), 0..6)).prop_map(|(id, name, note, interventions)| Variant {
        id,
        name,
        note,
        interventions,
    });
    (vec(variant.prop_map(Arc::new), 0..4), any::<bool>()).prop_map(|(variants, shows)| {
        let active = variants.last().filter(|_| shows).map(|variant| variant.id);
        Plan { variants, active }
    })
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let shape = prop_oneof![
        place().prop_map(SketchShape::Point),
        place().prop_map(SketchShape::Text),
        line().prop_map(SketchShape::Line),
        line().prop_map(SketchShape::Arrow),
        star().prop_map(|star| SketchShape::Area(Rd(star))),
    ];
    let look = (one_of(&SketchColor::ALL), one_of(&SketchWidth::ALL));
    (id(), shape, look, ".*", ".*", option::of(id()), ".*", ".*").prop_map(
        |(id, shape, (color, width), title, note, round, table, made)| {
            let look = SketchLook { color, width };
            Sketch { id, shape, look, title, note, round, table, made }
        },
    )
}

fn ballot() -> impl Strategy<Value = Ballot> {
    let subject = (".*", option::of(id()), any::<u32>());
    let subject = subject.prop_map(|(text, of, n_votes)| BallotSubject { text, of, n_votes });
    (id(), ".*", any::<u32>(), any::<u32>(), vec(subject, 0..4), option::of(id()), ".*").prop_map(
        |(id, title, n_dots, n_kept, subjects, workshop, made)| Ballot {
            id,
            title,
            n_dots,
            n_kept,
            subjects,
            workshop,
            made,
        },
    )
}

fn board() -> impl Strategy<Value = Board> {
    let note = (id(), ".*", option::of(place()), option::of(id()), ".*", ".*");
    let note =
        note.prop_map(|(id, text, point, round, table, made)| StickyNote { id, text, point, round, table, made });
    let round = (id(), ".*", any::<u32>()).prop_map(|(id, title, minutes)| Round { id, title, minutes });
    let workshop = (id(), ".*", ".*", vec(round, 0..4), vec(id(), 0..4))
        .prop_map(|(id, title, date, rounds, known_before)| Workshop { id, title, date, rounds, known_before });
    let decision = (id(), ".*", ".*", ".*", option::of(place()), option::of(id()), ".*").prop_map(
        |(id, what, who, when, point, workshop, made)| Decision { id, what, who, when, point, workshop, made },
    );
    let bookmark = (id(), ".*", place(), place(), vec(".*", 0..3), option::of(id())).prop_map(
        |(id, name, a, b, layers, variant)| Bookmark { id, name, bounds: Rd(Rect::new(a.0, b.0)), layers, variant },
    );
    (
        vec(sketch().prop_map(Arc::new), 0..5),
        vec(note.prop_map(Arc::new), 0..4),
        vec(workshop.prop_map(Arc::new), 0..3),
        vec(ballot().prop_map(Arc::new), 0..3),
        vec(decision.prop_map(Arc::new), 0..3),
        vec(bookmark.prop_map(Arc::new), 0..3),
    )
        .prop_map(|(sketches, notes, workshops, ballots, decisions, bookmarks)| Board {
            sketches,
            notes,
            workshops,
            ballots,
            decisions,
            bookmarks,
        })
}

fn project() -> impl Strategy<Value = Project> {
    let scenarios = [TargetScenario::Basic, TargetScenario::Trend];
    let choices = (one_of(&MobilityProfile::ALL), one_of(&scenarios), one_of(&crate::project::CELL_SIZES_M));
    let kind = option::of(one_of(&AmenityKind::all().collect::<Vec<_>>()));
    let lost = (kind, ".*", place()).prop_map(|(kind, name, point)| LostPlace { kind, name, point });
    let lost = prop::collection::btree_map(id(), lost, 0..3);
    (".*", 1.0..3.0_f64, choices, plan(), board(), lost).prop_map(
        |(name, factor, (profile, scenario, cell_m), plan, board, lost)| {
            let mut project = Project::new(normenkader::standard());
            (project.norms.name, project.norms.detour_factor) = (name, factor);
            Project { profile, scenario, cell_m, plan, board, lost, ..project }
        },
    )
}

/// A name as an import leaves it: something, without white space around it.
fn name() -> impl Strategy<Value = String> {
    "[A-Za-zé'0-9]([a-zé' .-]{0,9}[a-zé0-9])?"
}

fn known() -> impl Strategy<Value = (Status, Provenance)> {
    let provenance = (option::of(name()), option::of("20[0-9]{2}-0[1-9]-1[0-9]"));
    let statuses = [Status::Existing, Status::Planned, Status::Wished];
    (one_of(&statuses), provenance, carried()).prop_map(|(status, (source, source_date), carried)| {
        (status, Provenance { source, source_date, carried, ..Provenance::default() })
    })
}

/// Columns that no field takes, each with values of one kind.
fn carried() -> impl Strategy<Value = Carried> {
    let names = ["Eigenaar", "bouwjaar", "opp. (m²)"].map(|name| Arc::new(CarriedName::new(name)));
    let text = ".{1,12}".prop_filter("blank is nothing", |text: &String| !text.trim().is_empty());
    (option::of(text), option::of(-3_000..3_000_i32), option::of(any::<f64>().prop_filter("finite", |n| n.is_finite())))
        .prop_map(move |(owner, year, size)| {
            let [of_owner, of_year, of_size] = names.clone();
            let owner = owner.map(|owner| (of_owner, CarriedValue::Text(owner)));
            let year = year.map(|year| (of_year, CarriedValue::Number(f64::from(year))));
            let size = size.map(|size| (of_size, CarriedValue::Number(size)));
            owner.into_iter().chain(year).chain(size).collect()
        })
}

/// The same of what can be drawn as an area; the file counts where no source is named.
fn drawn() -> impl Strategy<Value = (Status, Provenance)> {
    (known(), option::of(name()), option::of(area())).prop_map(|((status, known), file, area)| {
        let file = file.filter(|_| known.source.is_none());
        (status, Provenance { file, footprint: area.map(Arc::new), ..known })
    })
}

fn count() -> impl Strategy<Value = Option<u32>> {
    option::of(0..1_000_000_u32)
}

fn people() -> impl Strategy<Value = PeopleCounts> {
    let number = || option::of(0.0..9_000.0_f64);
    (0.0..9_000.0_f64, number(), number()).prop_map(|(residents, aged_65_plus, aged_75_plus)| PeopleCounts {
        residents: Some(residents),
        aged_65_plus,
        aged_75_plus,
    })
}

/// What a file of before version 4 says of a layer, and what one says of it now.
fn found() -> impl Strategy<Value = ProblemKind> {
    prop_oneof![
        ".*".prop_map(ProblemKind::Told),
        (".*", ".*").prop_map(|(found, word)| ProblemKind::WrongValue { found, expected: Expected::OneOf(vec![word]) }),
    ]
}

fn layer() -> impl Strategy<Value = LayerSource> {
    let texts = (name(), option::of(name()), option::of(name()), option::of(name()));
    (one_of(&Role::all()), texts, 0..99_usize, 0..9_usize, any::<bool>(), vec(found(), 0..3)).prop_map(
        |(role, (file, source, date, licence), n_features, n_problems, fictional, kinds)| LayerSource {
            role,
            source,
            date,
            licence,
            n_features,
            n_problems,
            fictional,
            problems: kinds.into_iter().map(|kind| Problem::about_layer(&file, role, kind)).collect(),
            file,
        },
    )
}

fn places(baseline: Baseline) -> impl Strategy<Value = Baseline> {
    let sectors = [Sector::Nursing, Sector::Disability, Sector::MentalHealth, Sector::Other];
    let care = (option::of(name()), one_of(&sectors), count())
        .prop_map(|(organization, sector, n_places)| What::Care(Care { organization, sector, n_places }));
    let special = [AmenityKind::CARE, AmenityKind::STOP, AmenityKind::STATION];
    let kinds: Vec<AmenityKind> = AmenityKind::all().filter(|kind| !special.contains(kind)).collect();
    let amenity = one_of(&kinds).prop_map(What::Amenity);
    let modes = [TransitMode::Bus, TransitMode::Train, TransitMode::Tram, TransitMode::Other];
    let access = [Accessibility::Yes, Accessibility::No, Accessibility::Unknown];
    let stop = (one_of(&modes), count(), one_of(&access)).prop_map(|(mode, departures_workday, accessibility)| {
        What::Stop(Stop { mode, departures_workday, accessibility })
    });
    let forms = prop::sample::subsequence(HousingForm::ALL.to_vec(), 0..=3);
    let site = (count(), forms).prop_map(|(n_homes, forms)| What::Site(Site { n_homes, forms }));
    let complex = count().prop_map(|n_homes| What::Complex(Complex { n_homes }));
    let all = (
        vec(of(care, drawn()), 0..5),
        vec(of(amenity, drawn()), 0..12),
        vec(of(stop, known()), 0..8),
        vec(of(site, known()), 0..4),
        vec(of(complex, known()), 0..3),
    );
    all.prop_map(move |(care, amenities, stops, sites, complexes)| Baseline {
        places: [care, amenities, stops, sites, complexes].into_iter().flatten().collect(),
        ..baseline.clone()
    })
}

/// A place that is something.
fn of(
    what: impl Strategy<Value = What>,
    known: impl Strategy<Value = (Status, Provenance)>,
) -> impl Strategy<Value = Place> {
    (id(), name(), known, place(), what).prop_map(|(id, name, (status, provenance), point, what)| Place {
        id,
        name,
        point,
        status,
        provenance,
        what,
    })
}

fn ground() -> impl Strategy<Value = Baseline> {
    let settlement = (id(), name(), option::of("GM[0-9]{4}"), people(), place(), option::of(area()), known());
    let settlement = settlement.prop_map(|(id, name, municipality_code, people, point, outline, (_, provenance))| {
        // A kern is one by its name and gemeente.
        let name = format!("{name} {id}");
        Settlement { id, name, municipality_code, people, point, outline, provenance }
    });
    let areas = || vec((name(), area(), Just(PeopleCounts::default()), carried()), 0..3);
    let peopled = || vec((name(), area(), people(), carried()), 0..3);
    let cells = || vec((place(), people()).prop_map(|(point, people)| DemandCell::at(point, people)), 0..12);
    ((cells(), cells()), vec(settlement, 0..4), areas(), peopled(), peopled(), option::of(area()), vec(layer(), 0..6))
        .prop_map(|((own, of_areas), settlements, a, b, c, study_area, layers)| {
            let coded = |areas: Vec<(String, Rd<MultiPolygon<f64>>, PeopleCounts, Carried)>| {
                let coded = areas.into_iter().enumerate().map(|(n, (name, outline, people, carried))| CodedArea {
                    code: format!("X{n:04}"),
                    name,
                    outline,
                    people,
                    carried,
                });
                Arc::new(coded.collect())
            };
            Baseline {
                demand: Arc::new(Demand::from_parts(own, of_areas)),
                settlements: Arc::new(settlements),
                municipalities: coded(a),
                districts: coded(b),
                neighborhoods: coded(c),
                study_area,
                layers,
                ..Baseline::default()
            }
        })
}

fn saved(folder: &Path, project: &Project, baseline: &Baseline) -> PathBuf {
    let path = folder.join("plan.gpkg");
    std::fs::write(&path, project_bytes(project, baseline, MADE).expect("memory")).expect("a file");
    path
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn save_then_open_is_identity(project in project(), baseline in ground().prop_flat_map(places)) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = saved(folder.path(), &project, &baseline);
        let opened = open(&path, &Unwatched).expect("it was just saved");
        prop_assert_eq!(opened.problems, Vec::new());
        prop_assert_eq!(opened.project, project.clone());
        prop_assert_eq!(&*opened.baseline, &baseline);
        prop_assert_eq!(std::fs::read(&path).expect("there"), project_bytes(&project, &baseline, MADE).expect("memory"));
    }
}

#[test]
fn the_demo_region_is_saved_and_opened_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let (project, baseline) = (Project::new(normenkader::standard()), crate::demo::baseline());
    let opened = open(&saved(folder.path(), &project, &baseline), &Unwatched).expect("it was just saved");
    assert!(opened.problems.is_empty(), "{:?}", opened.problems);
    assert!(*opened.baseline == baseline);
    assert_eq!(opened.project, project);
}

/// Saves a small project, changes its bytes or its tables, and expects an error while the file stays as it is.
#[track_caller]
fn assert_refused(damage: impl FnOnce(&Path), expected: &ProjectFileError) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut project = Project::new(normenkader::standard());
    project.board.notes.push(Arc::new(StickyNote {
        id: Uuid::from_u128(1),
        text: "bankje".to_owned(),
        point: Some(Rd(Point::new(250_000.0, 470_000.0))),
        round: None,
        table: String::new(),
        made: MADE.to_owned(),
    }));
    let path = saved(folder.path(), &project, &Baseline::default());
    damage(&path);
    let before = std::fs::read(&path).ok();
    assert_eq!(open(&path, &Unwatched).expect_err("it is damaged"), *expected);
    assert_eq!(std::fs::read(&path).ok(), before);
}

fn sql(text: &str) -> impl FnOnce(&Path) + use<'_> {
    move |path| {
        let connection = Connection::open(path).expect("a database");
        connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {text}")).expect("good SQL");
    }
}

#[test]
fn what_is_damaged_is_told_and_stays_as_it_is() {
    use ProjectFileError as E;
    let cut = |n: usize| {
        move |path: &Path| {
            let bytes = std::fs::read(path).expect("there");
            std::fs::write(path, &bytes[..n.min(bytes.len() / 2)]).expect("cut");
        }
    };
    assert_refused(|path| std::fs::remove_file(path).expect("gone"), &E::NotReadable(io::ErrorKind::NotFound));
    assert_refused(|path| std::fs::write(path, "geen database, maar tekst").expect("text"), &E::NotAGeoPackage);
    assert_refused(cut(0), &E::NotAGeoPackage);
    assert_refused(cut(60), &E::DamagedDatabase);
    assert_refused(cut(usize::MAX), &E::DamagedDatabase);
    let zeroed = |path: &Path| {
        let mut bytes = std::fs::read(path).expect("there");
        let (from, to) = (bytes.len() / 4, bytes.len() / 2);
        bytes[from..to].fill(0);
        std::fs::write(path, bytes).expect("written");
    };
    assert_refused(zeroed, &E::DamagedDatabase);
    assert_refused(sql("DROP TABLE gpkg_contents"), &E::NotAGeoPackage);
    assert_refused(sql("DROP TABLE zorgkring_project"), &E::NotAProject);
    let missing = E::MissingTable { table: "zorgkring_besluit".to_owned() };
    assert_refused(sql("DROP TABLE zorgkring_besluit"), &missing);
    let newer = E::Newer { found: 7, known: FORMAT_VERSION };
    assert_refused(sql("UPDATE zorgkring_project SET waarde = '7' WHERE sleutel = 'formaat'"), &newer);
    let bad =
        |table: &str, row: usize, column: &str| E::BadValue { table: table.to_owned(), row, column: column.to_owned() };
    let norms = bad("zorgkring_project", 0, "normenkader");
    assert_refused(sql("UPDATE zorgkring_project SET waarde = 'x' WHERE sleutel = 'normenkader'"), &norms);
    let round = bad("notitie", 1, "ronde");
    assert_refused(
        sql(
            "DROP TRIGGER rtree_notitie_geom_update3; DROP TRIGGER rtree_notitie_geom_update4; UPDATE notitie SET ronde = 'x'",
        ),
        &round,
    );
    let id = bad("zorgkring_variant", 1, "id");
    assert_refused(sql("INSERT INTO zorgkring_variant (id, naam) VALUES (NULL, 'x')"), &id);
}
