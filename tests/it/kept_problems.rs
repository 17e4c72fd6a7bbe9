//! What was found in a layer is kept with it as facts: read back they are the same, whatever they are about.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, LayerSource, Role};
use zorgkring::domain::problem::{
    BlobFault, Example, Expected, ExpectedGeometry, ForeignFormat, Position, Problem, ProblemKind, ReadFault, Repeated,
};
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::nl::problems::problem;
use zorgkring::project::Project;
use zorgkring::project::file::{Over, open, save};

const MADE: &str = "2026-03-01T14:32:05Z";

/// One of each kind of problem; a new one does not compile until it stands here.
fn one_of_each() -> Vec<ProblemKind> {
    use ProblemKind as K;
    let text = || "tekst \"met\" 'tekens' é\n".to_owned();
    let texts = || vec![text(), String::new()];
    let mut all = vec![K::Empty];
    let after = |kind: &K| -> Option<K> {
        Some(match kind {
            K::Empty => K::NotReadable(ReadFault::NotAllowed),
            K::NotReadable(_) => K::FormatNotRead(ForeignFormat::OsmPbf),
            K::FormatNotRead(_) => K::InUse,
            K::InUse => K::DamagedDatabase { n_whole: 3 },
            K::DamagedDatabase { .. } => K::NoFeatureTables,
            K::NoFeatureTables => K::NoSuchFile { whole: text(), layer: text() },
            K::NoSuchFile { .. } => K::LayerNotGiven { layer: text(), n_whole: 0 },
            K::LayerNotGiven { .. } => K::TooManyRows { layer: text(), max: 9 },
            K::TooManyRows { .. } => K::TooSlow { layer: text(), max_seconds: 30, n_whole: 1 },
            K::TooSlow { .. } => K::ValueTooLarge { layer: text(), n_whole: 2 },
            K::ValueTooLarge { .. } => K::OutOfMemory,
            K::OutOfMemory => K::NoSuchLayer { name: text(), names: texts() },
            K::NoSuchLayer { .. } => K::WhichLayer { names: texts() },
            K::WhichLayer { .. } => K::NotRecognized,
            K::NotRecognized => K::NoFeatures,
            K::NoFeatures => K::NoLayersInFormat(text()),
            K::NoLayersInFormat(_) => K::Truncated { n_whole: 4 },
            K::Truncated { .. } => K::Malformed { n_whole: 5 },
            K::Malformed { .. } => K::UnreadableFeature,
            K::UnreadableFeature => K::TooLarge { max_bytes: 64 },
            K::TooLarge { .. } => K::RowTooLarge { max_bytes: 64 },
            K::RowTooLarge { .. } => K::NestedTooDeep { max: 48 },
            K::NestedTooDeep { .. } => K::RefusedCrs(text()),
            K::RefusedCrs(_) => K::NoGeometry,
            K::NoGeometry => K::CoordinateNotANumber,
            K::CoordinateNotANumber => K::BrokenGeometry(text()),
            K::BrokenGeometry(_) => K::GeometryNotRead("TIN".to_owned()),
            K::GeometryNotRead(_) => K::UnreadableGeometry(BlobFault::UnknownType(99)),
            K::UnreadableGeometry(_) => {
                K::WrongGeometry { found: "Point".to_owned(), expected: ExpectedGeometry::PointsOrAreas }
            }
            K::WrongGeometry { .. } => K::OutsideNetherlands { x: text(), y: text() },
            K::OutsideNetherlands { .. } => K::UnclosedRing,
            K::UnclosedRing => K::RepairedPolygon,
            K::RepairedPolygon => K::HopelessPolygon,
            K::HopelessPolygon => K::DuplicateId(text()),
            K::DuplicateId(_) => K::RepeatedId(text()),
            K::RepeatedId(_) => K::DuplicateCode(text()),
            K::DuplicateCode(_) => K::NotInOwnMunicipality(text()),
            K::NotInOwnMunicipality(_) => K::OfNoIntervention,
            K::OfNoIntervention => K::LayerGone(text()),
            K::LayerGone(_) => K::WrongValue { found: text(), expected: Expected::OneOf(texts()) },
            K::WrongValue { .. } => K::MissingValue,
            K::MissingValue => K::NoCoordinateColumns { names: texts(), n_more: 7 },
            K::NoCoordinateColumns { .. } => K::HeaderBelow(u64::MAX),
            K::HeaderBelow(_) => K::NoCoordinate,
            K::NoCoordinate => K::WrongCoordinate(text()),
            K::WrongCoordinate(_) => K::UnsureNumber { found: text(), as_decimals: text(), as_thousands: text() },
            K::UnsureNumber { .. } => K::RaggedRow { found: 1, expected: 2 },
            K::RaggedRow { .. } => K::PeopleAlreadyGiven { n: 8, by: text() },
            K::PeopleAlreadyGiven { .. } => K::OtherKind { n: 1, stated: text(), role: Role::Kind(AmenityKind::CARE) },
            K::OtherKind { .. } => K::PointAndArea { n: 2, example: text() },
            K::PointAndArea { .. } => K::SeveralSources { n: 2, example: text(), sources: texts() },
            K::SeveralSources { .. } => K::UsedForNothing(Role::Cluster),
            K::UsedForNothing(_) => K::OutsideRegion { region: Role::all() },
            K::OutsideRegion { .. } => K::LayerEmptied,
            K::LayerEmptied => K::ReservedColumns(texts()),
            K::ReservedColumns(_) => K::TooManyColumns { max: 60, n: 3, first: text() },
            K::TooManyColumns { .. } => K::Cancelled,
            K::Cancelled => {
                let example = Some(Example { found: text(), read: text() });
                K::Several { what: Repeated::ReadAsThousands, n: 6, example }
            }
            K::Several { .. } => K::InManyFields { what: Repeated::SecretValue, n: 9, n_fields: 7, field: text() },
            K::InManyFields { .. } => K::NotListed(12),
            K::NotListed(_) => K::Told(text()),
            K::Told(_) => return None,
        })
    };
    while let Some(next) = all.last().and_then(&after) {
        all.push(next);
    }
    all
}

fn supermarkets(problems: Vec<Problem>) -> Baseline {
    let role = Role::from_name("supermarkt").expect("a role");
    let layer = LayerSource { n_problems: problems.len(), problems, ..LayerSource::new(role, "winkels.csv") };
    Baseline { layers: vec![layer], ..Baseline::default() }
}

fn saved(path: &Path, baseline: Baseline) {
    let project = Arc::new(Project::new(normenkader::standard()));
    save(path, (&project, &Arc::new(baseline)), MADE, Over::Anything).expect("saved");
}

#[test]
fn each_problem_that_is_written_and_read_back_is_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let feature = |number: usize| Position::Feature { number, id: (number == 3).then(|| "a1".to_owned()) };
    let positions = [None, Some(Position::Line(7)), Some(feature(1)), Some(feature(3))];
    let mut problems = Vec::new();
    for (idx, kind) in one_of_each().into_iter().enumerate() {
        let (position, field) = (positions[idx % 4].clone(), (idx % 3 == 0).then(|| "inwoners".to_owned()));
        let role = Role::from_name("supermarkt");
        // Of a sentence no more is kept than that.
        let (position, field) = if matches!(kind, ProblemKind::Told(_)) { (None, None) } else { (position, field) };
        problems.push(Problem { file: "winkels.csv".to_owned(), role, position, field, kind });
    }
    let baseline = supermarkets(problems);
    saved(&path, baseline.clone());
    let opened = open(&path, &Unwatched).expect("opened");
    assert_eq!((&*opened.baseline, opened.problems), (&baseline, Vec::new()));
}

#[test]
fn a_file_of_before_shows_its_sentences_and_keeps_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    saved(&path, supermarkets(Vec::new()));
    let former = "winkels.csv, object 2: er is geen geometrie; het object is overgeslagen.";
    let later = r#"{"kind":{"IetsNieuws":4}}"#;
    {
        let connection = Connection::open(&path).expect("a database");
        let kept = serde_json::json!([former, serde_json::from_str::<serde_json::Value>(later).expect("JSON")]);
        connection.execute("UPDATE zorgkring_laag SET problemen = ?", [kept.to_string()]).expect("SQL");
        connection.execute("UPDATE zorgkring_project SET waarde = '3' WHERE sleutel = 'formaat'", []).expect("SQL");
    }
    let opened = open(&path, &Unwatched).expect("a file of before");
    let told: Vec<String> = opened.baseline.layers[0].problems.iter().map(problem).collect();
    assert_eq!(told, [former, later]);
    let known = opened.known();
    save(&path, (&Arc::new(opened.project), &opened.baseline), MADE, Over::Known(&known)).expect("saved again");
    assert_eq!(open(&path, &Unwatched).expect("opened").baseline, opened.baseline);
    let text: String = Connection::open(&path)
        .and_then(|connection| connection.query_row("SELECT problemen FROM zorgkring_laag", [], |row| row.get(0)))
        .expect("SQL");
    assert!(text.contains(former), "{text}");
}
