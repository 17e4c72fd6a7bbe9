//! Sketches and notes as an export wrote them, in any of its formats.

mod rows;

use std::io::Read as _;
use std::path::Path;

use geo::{Geometry, LineString, Polygon};
use geojson::GeometryValue;
use uuid::Uuid;

use self::rows::{BoardRow, rows};
use super::bytes::open_file;
use super::problem::{Position, Problem, ProblemKind, Problems, quote};
use super::shape::{DeclaredCrs, degrees_from_mercator};
use crate::crs::{Rd, RdPoint, Wgs84, rd_from_wgs84};
use crate::domain::identity::id_in_role;
use crate::domain::sketch::{Sketch, SketchColor, SketchLook, SketchShape, SketchWidth};
use crate::domain::workshop::StickyNote;
use crate::geometry::validity::is_valid;

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
#[must_use]
pub fn read_sketches(path: &Path) -> ReadBoard {
    read(path, "schets", |row, geometry, id| {
        let text = |name| row.text(name);
        let shape = sketch_shape(geometry?, &text("vorm"))?;
        let look = SketchLook {
            color: SketchColor::from_name(&text("kleur")).unwrap_or_default(),
            width: SketchWidth::from_name(&text("dikte")).unwrap_or_default(),
        };
        let sketch = Sketch {
            id,
            shape,
            look,
            title: text("titel"),
            note: text("notitie"),
            round: Uuid::parse_str(&text("ronde")).ok(),
            table: text("tafel"),
            made: text("gemaakt"),
        };
        Some(Item::Sketch(sketch))
    })
}

/// Reads notes; one without a geometry goes to the parking list.
#[must_use]
pub fn read_notes(path: &Path) -> ReadBoard {
    read(path, "notitie", |row, geometry, id| {
        let point = match geometry {
            Some(Geometry::Point(at)) => Some(Rd(at)),
            None => None,
            Some(_) => return None,
        };
        Some(Item::Note(StickyNote {
            id,
            text: row.text("tekst"),
            point,
            round: Uuid::parse_str(&row.text("ronde")).ok(),
            table: row.text("tafel"),
            made: row.text("gemaakt"),
        }))
    })
}

/// Largest file of sketches or notes that is read, in bytes; a day in a room makes a thousandth of it.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// So much of a file tells whether it holds sketches or notes, in bytes.
const HEAD_BYTES: u64 = 2_000;

/// Reads a file that says by its name within that it holds sketches or notes, as an export writes it; nothing for any
/// other file.
#[must_use]
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

enum Item {
    Sketch(Sketch),
    Note(StickyNote),
}

fn read(path: &Path, table: &str, item: impl Fn(&BoardRow, Option<Geometry<f64>>, Uuid) -> Option<Item>) -> ReadBoard {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut problems = Problems::new(&file, None);
    let mut read = ReadBoard::default();
    match rows(path, table) {
        Err(kind) => problems.about_file(kind),
        Ok(rows) => {
            for (number, row) in (1..).zip(&rows) {
                let own = row.text("id");
                let position = Position::Feature { number, id: Some(quote(&own)) };
                let geometry = row.geometry.as_ref().map(|geometry| in_rd(geometry, row.crs)).transpose();
                let geometry = match geometry {
                    Ok(geometry) => geometry,
                    Err(kind) => {
                        problems.at(&position, kind);
                        continue;
                    }
                };
                let id = Uuid::parse_str(&own).unwrap_or_else(|_| id_in_role(table, None, &format!("{own}/{number}")));
                match item(row, geometry, id) {
                    Some(Item::Sketch(sketch)) => read.sketches.push(sketch),
                    Some(Item::Note(note)) => read.notes.push(note),
                    None => problems.at(&position, ProblemKind::NoGeometry),
                }
            }
        }
    }
    read.problems = problems.finish().list;
    read
}

/// A geometry in RD, or why it is none.
fn in_rd(geometry: &geojson::Geometry, crs: DeclaredCrs) -> Result<Geometry<f64>, ProblemKind> {
    use geo::{CoordsIter, MapCoords};
    let broken = || ProblemKind::BrokenGeometry(quote(geometry.value.type_name()));
    if !has_whole_positions(&geometry.value) {
        return Err(broken());
    }
    let plain = Geometry::<f64>::try_from(geometry.clone()).map_err(|_| broken())?;
    if plain.coords_iter().any(|c| !(c.x.is_finite() && c.y.is_finite())) {
        return Err(ProblemKind::CoordinateNotANumber);
    }
    let placed = match crs {
        DeclaredCrs::Rd => plain,
        DeclaredCrs::WebMercator => rd_from_wgs84(Wgs84(plain.map_coords(degrees_from_mercator))).0,
        _ => rd_from_wgs84(Wgs84(plain)).0,
    };
    let [west, south, east, north] = crate::crs::RD_BOX;
    let outside = |c: &geo::Coord<f64>| !((west..=east).contains(&c.x) && (south..=north).contains(&c.y));
    let first_outside = placed.coords_iter().find(outside);
    match first_outside {
        Some(c) => Err(ProblemKind::OutsideNetherlands { x: quote(&c.x.to_string()), y: quote(&c.y.to_string()) }),
        None => Ok(placed),
    }
}

/// Has every position at least two numbers? One with less makes the conversion panic.
fn has_whole_positions(value: &GeometryValue) -> bool {
    use geojson::Position;
    let whole = |position: &Position| position.as_slice().len() >= 2;
    let line = |line: &Vec<Position>| line.iter().all(whole);
    let area = |rings: &Vec<Vec<Position>>| rings.iter().all(line);
    match value {
        GeometryValue::Point { coordinates } => whole(coordinates),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => line(coordinates),
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => area(coordinates),
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().all(area),
        GeometryValue::GeometryCollection { geometries } => {
            geometries.iter().all(|geometry| has_whole_positions(&geometry.value))
        }
    }
}

fn sketch_shape(geometry: Geometry<f64>, form: &str) -> Option<SketchShape> {
    let line =
        |line: LineString<f64>| if form == "pijl" { SketchShape::Arrow(Rd(line)) } else { SketchShape::Line(Rd(line)) };
    match geometry {
        Geometry::Point(at) => {
            let at: RdPoint = Rd(at);
            Some(if form == "tekst" { SketchShape::Text(at) } else { SketchShape::Point(at) })
        }
        Geometry::LineString(points) if points.0.len() >= 2 => Some(line(points)),
        Geometry::Polygon(area) => valid(area).map(|area| SketchShape::Area(Rd(area))),
        _ => None,
    }
}

/// The largest valid part of an outline that may cross itself.
fn valid(area: Polygon<f64>) -> Option<Polygon<f64>> {
    use geo::Area;
    if is_valid(&area) {
        return Some(area);
    }
    let parts = super::repaired_area(&area)?;
    parts.0.into_iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))
}
