//! Sketches and notes as an export wrote them, in any format that a layer is read from.

use std::io::Read as _;
use std::path::Path;

use geo::{Area, Polygon};
use uuid::Uuid;

use super::bytes::{file_name, file_size, open_file};
use super::intake::{RecordSink, Wants, WhichLayers};
use super::placing::Placing;
use super::problems::Problems;
use super::reading::read_file;
use super::record::Record;
use super::shape::{Shape, repaired_area};
use super::watch::{FileWatch, Unwatched};
use crate::crs::{Rd, RdPoint};
use crate::domain::identity::id_in_role;
use crate::domain::problem::{Problem, ProblemKind, ReadFault};
use crate::domain::sketch::{Sketch, SketchColor, SketchLook, SketchShape, SketchWidth};
use crate::domain::workshop::StickyNote;
use crate::geometry::validity::is_valid;

/// Largest file of sketches or notes that is read, in bytes; a day in a room makes a thousandth of it.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// So much of a file tells whether it holds sketches or notes, in bytes.
const HEAD_BYTES: u64 = 2_000;

/// What came out of a file of sketches or notes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadBoard {
    /// Schetsen, in the order of the file.
    pub sketches: Vec<Sketch>,
    /// Plakbriefjes, in the order of the file.
    pub notes: Vec<StickyNote>,
    /// What was wrong; the rest is read.
    pub problems: Vec<Problem>,
}

/// Reads sketches: ids, titles and all else that an export writes of them, as GeoJSON, GeoPackage or CSV; in WGS84 or in RD.
pub fn read_sketches(path: &Path) -> ReadBoard {
    read(path, "schets", |record, id, read| {
        let text = |name| text(record, name);
        let look = SketchLook {
            color: SketchColor::from_name(&text("kleur")).unwrap_or_default(),
            width: SketchWidth::from_name(&text("dikte")).unwrap_or_default(),
        };
        read.sketches.push(Sketch {
            id,
            shape: sketch_shape(&record.shape.0, &text("vorm"))?,
            look,
            title: text("titel"),
            note: text("notitie"),
            round: Uuid::parse_str(&text("ronde")).ok(),
            table: text("tafel"),
            made: text("gemaakt"),
        });
        Some(())
    })
}

/// Reads notes; one without a geometry goes to the parking list.
pub fn read_notes(path: &Path) -> ReadBoard {
    read(path, "notitie", |record, id, read| {
        let shape = &record.shape.0;
        let is_nowhere = shape.coords().next().is_none();
        read.notes.push(StickyNote {
            id,
            text: text(record, "tekst"),
            point: if is_nowhere { None } else { Some(only_point(shape)?) },
            round: Uuid::parse_str(&text(record, "ronde")).ok(),
            table: text(record, "tafel"),
            made: text(record, "gemaakt"),
        });
        Some(())
    })
}

/// Reads a file that says by its name within that it holds sketches or notes, as an export writes it; nothing for any
/// other file.
pub fn read_board(path: &Path) -> Option<ReadBoard> {
    let mut head = Vec::new();
    open_file(path).ok()?.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let is_named = |name: &str| {
        let after_key = head.split_once("\"name\"").map(|(_, after)| after.trim_start());
        let value = after_key.and_then(|after| after.strip_prefix(':')).map(str::trim_start);
        value.is_some_and(|value| value.starts_with(&format!("\"{name}\"")))
    };
    if head.trim_start_matches('\u{feff}').starts_with("id,titel,notitie,vorm,") {
        Some(read_sketches(path))
    } else if head.trim_start_matches('\u{feff}').starts_with("id,tekst,ronde,") {
        Some(read_notes(path))
    } else if !head.contains("\"FeatureCollection\"") {
        None
    } else if is_named("schetsen") {
        Some(read_sketches(path))
    } else if is_named("notities") {
        Some(read_notes(path))
    } else {
        None
    }
}

/// Makes a sketch or note of a record; nothing when its geometry does not suit.
type Take = fn(&Record, Uuid, &mut ReadBoard) -> Option<()>;

fn read(path: &Path, table: &str, take: Take) -> ReadBoard {
    let mut problems = Problems::new(&file_name(path), None);
    let mut sink = BoardSink { table, take, read: ReadBoard::default() };
    if file_size(path) > MAX_BYTES {
        problems.about_file(ProblemKind::NotReadable(ReadFault::Other));
    } else {
        let watch = FileWatch::of(&Unwatched, path);
        let facts = read_file(path, WhichLayers::BeginningWith(table), &mut problems, &watch, &mut sink);
        if facts.is_other_json {
            problems.about_file(ProblemKind::NotRecognized);
        }
    }
    let mut read = sink.read;
    read.problems = problems.finish().list;
    // A room may leave nothing.
    read.problems.retain(|problem| problem.kind != ProblemKind::NoFeatures);
    read
}

struct BoardSink<'a> {
    /// What the tables of its items are called, and what their ids are made with.
    table: &'a str,
    take: Take,
    read: ReadBoard,
}

impl RecordSink for BoardSink<'_> {
    fn wants(&self) -> Wants {
        Wants {
            points_apart: false,
            numbers: false,
            unplaced: true,
            placing: Placing::Sketch,
            whole_texts: true,
            plain_points: false,
        }
    }

    fn placed(&mut self, record: Record, problems: &mut Problems) {
        let own = text(&record, "id");
        let number = record.number;
        let id = Uuid::parse_str(&own).unwrap_or_else(|_| id_in_role(self.table, None, &format!("{own}/{number}")));
        if (self.take)(&record, id, &mut self.read).is_none() {
            problems.at(&record.position, ProblemKind::NoGeometry);
        }
    }
}

/// A text; empty when there is none.
fn text(record: &Record, name: &str) -> String {
    record.fields.get(&[name]).and_then(|(_, value)| value.as_str()).unwrap_or_default().to_owned()
}

fn only_point(shape: &Shape) -> Option<RdPoint> {
    match (shape.points.as_slice(), shape.lines.as_slice(), shape.polygons.as_slice()) {
        ([at], [], []) => Some(RdPoint::at(at.x, at.y)),
        _ => None,
    }
}

fn sketch_shape(shape: &Shape, form: &str) -> Option<SketchShape> {
    if let Some(at) = only_point(shape) {
        return Some(if form == "tekst" { SketchShape::Text(at) } else { SketchShape::Point(at) });
    }
    match (shape.points.as_slice(), shape.lines.as_slice(), shape.polygons.as_slice()) {
        ([], [line], []) if line.0.len() >= 2 => {
            let line = Rd(line.clone());
            Some(if form == "pijl" { SketchShape::Arrow(line) } else { SketchShape::Line(line) })
        }
        ([], [], [area]) => valid(area).map(|area| SketchShape::Area(Rd(area))),
        _ => None,
    }
}

/// The largest valid part of an outline that may cross itself.
fn valid(area: &Polygon<f64>) -> Option<Polygon<f64>> {
    if is_valid(area) {
        return Some(area.clone());
    }
    repaired_area(area)?.0.into_iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::domain::problem::{BlobFault, Severity};

    fn read_from(read: fn(&Path) -> ReadBoard, text: &str) -> ReadBoard {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bord");
        fs::write(&path, text).expect("a file");
        read(&path)
    }

    fn feature(properties: &str, kind: &str, coordinates: &str) -> String {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{{properties}}},
            "geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}]}}"#
        )
    }

    #[test]
    fn what_lies_just_across_the_border_comes_back_from_degrees() {
        let at = feature(r#""tekst":"over de grens""#, "Point", "[7.3636,52.2081]");
        let read = read_from(read_notes, &at);
        assert_eq!(read.problems, []);
        let point = read.notes[0].point.expect("a place");
        assert!((289_000.0..291_000.0).contains(&point.x()), "{point:?}");
        let read = read_from(read_notes, &at.replace("7.3636", "8.5"));
        let kinds: Vec<ProblemKind> = read.problems.into_iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::OutsideNetherlands { x: "8.5".to_owned(), y: "52.2081".to_owned() }]);
    }

    #[test]
    fn a_row_without_its_last_cells_comes_back_without_what_stood_there() {
        let read =
            read_from(read_notes, "id,tekst,ronde,tafel,gemaakt,x_rd,y_rd\na,bankjes\nb,bomen,,,,250000,470000\n");
        assert_eq!(read.problems, []);
        let notes: Vec<_> = read.notes.iter().map(|note| (note.text.as_str(), note.point)).collect();
        assert_eq!(notes, [("bankjes", None), ("bomen", Some(RdPoint::at(250_000.0, 470_000.0)))]);
    }

    #[test]
    fn a_note_of_which_the_geometry_cannot_be_read_comes_back_without_a_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bord.gpkg");
        let sql = "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
                   INSERT INTO gpkg_geometry_columns VALUES ('notities', 'geom', 28992);
                   CREATE TABLE notities (fid INTEGER PRIMARY KEY, geom BLOB, id TEXT, tekst TEXT);
                   INSERT INTO notities VALUES (1, x'0000000000000000', 'a', 'bankjes')";
        rusqlite::Connection::open(&path).expect("a database").execute_batch(sql).expect("a table");
        let read = read_notes(&path);
        let problems: Vec<_> = read.problems.iter().map(|problem| (&problem.kind, problem.severity())).collect();
        assert_eq!(problems, [(&ProblemKind::UnreadableGeometry(BlobFault::BadHeader), Severity::Problem)]);
        assert_eq!((read.notes[0].text.as_str(), read.notes[0].point), ("bankjes", None));
    }

    #[test]
    fn an_area_keeps_the_direction_in_which_it_was_drawn() {
        let clockwise = "[[[250000,470000],[250000,470400],[250500,470400],[250500,470000],[250000,470000]]]";
        let collection = feature(r#""titel":"plein""#, "Polygon", clockwise);
        let crs = r#"{"crs":{"type":"name","properties":{"name":"EPSG:28992"}},"#;
        let read = read_from(read_sketches, &collection.replacen('{', crs, 1));
        assert_eq!(read.problems, []);
        let SketchShape::Area(area) = &read.sketches[0].shape else { panic!("{:?}", read.sketches) };
        let vertices: Vec<(f64, f64)> = area.0.exterior().coords().map(|at| at.x_y()).collect();
        let (west, south, east, north) = (250_000.0, 470_000.0, 250_500.0, 470_400.0);
        assert_eq!(vertices, [(west, south), (west, north), (east, north), (east, south), (west, south)]);
    }

    #[test]
    fn json_that_is_no_collection_is_not_recognized_and_an_empty_collection_is_fine() {
        for read in [read_sketches, read_notes] {
            for other in [r#"{"a":1}"#, r#"{"features":{}}"#, "{}"] {
                let kinds: Vec<_> = read_from(read, other).problems.into_iter().map(|problem| problem.kind).collect();
                assert_eq!(kinds, [ProblemKind::NotRecognized], "{other}");
            }
            for empty in [r#"{"type":"FeatureCollection","features":[]}"#, "id,tekst,ronde,tafel,gemaakt,x_rd,y_rd\n"] {
                assert_eq!(read_from(read, empty), ReadBoard::default(), "{empty}");
            }
        }
    }
}
