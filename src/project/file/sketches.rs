//! Sketches as features: a table for points, one for lines and one for areas, since a map layer elsewhere has one kind
//! of geometry and one style.

use std::sync::Arc;

use geo::Geometry;
use rusqlite::Connection;

use super::error::ProjectFileError;
use super::names::{SKETCHED_AREAS, SKETCHED_LINES, SKETCHED_POINTS, SKETCHES};
use super::rows::{FileRow, count, id, optional_id, rows, text};
use super::shapes::{line, point, polygon};
use crate::crs::Rd;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::sketch::{Sketch, SketchColor, SketchLook, SketchShape, SketchWidth};
use crate::geopackage::{ColumnKind, ORDER, Row, Table, TableKind, has_table, is_only_ours, remove_table};
use crate::import::blob_problem;

/// The one table that version 1 kept them in.
const ALL_IN_ONE: &str = "schets";

/// The tables of the sketches; `volgorde` keeps which lies over which.
pub(super) fn tables(sketches: &[Arc<Sketch>]) -> Vec<Table> {
    use ColumnKind::{Integer, Text};
    let columns = [
        ("id", Text),
        (ORDER, Integer),
        ("titel", Text),
        ("notitie", Text),
        ("vorm", Text),
        ("kleur", Text),
        ("dikte", Text),
        ("ronde", Text),
        ("tafel", Text),
        ("gemaakt", Text),
    ];
    let [mut points, mut lines, mut areas] =
        [(SKETCHED_POINTS, "POINT"), (SKETCHED_LINES, "LINESTRING"), (SKETCHED_AREAS, "POLYGON")]
            .map(|(name, of)| Table::new(name, TableKind::Features(of), &columns).known_by(&["id"]));
    for (idx, sketch) in sketches.iter().enumerate() {
        let (table, geometry): (_, Geometry<f64>) = match &sketch.shape {
            SketchShape::Point(at) | SketchShape::Text(at) => (&mut points, at.0.into()),
            SketchShape::Line(line) | SketchShape::Arrow(line) => (&mut lines, line.0.clone().into()),
            SketchShape::Area(area) => (&mut areas, area.0.clone().into()),
        };
        let values = vec![
            id(sketch.id),
            count(idx),
            text(&sketch.title),
            text(&sketch.note),
            text(sketch.shape.name()),
            text(sketch.look.color.name()),
            text(sketch.look.width.name()),
            optional_id(sketch.round),
            text(&sketch.table),
            text(&sketch.made),
        ];
        table.rows.push(Row { fid: None, geometry: Some(geometry), values });
    }
    vec![points, lines, areas]
}

/// Takes the one table of version 1 out, unless another program made more of it.
pub(super) fn retire_former_table(connection: &Connection) -> rusqlite::Result<()> {
    const COLUMNS: [&str; 10] =
        ["id", "titel", "notitie", "vorm", "kleur", "dikte", "ronde", "tafel", "gemaakt", "volgorde"];
    if has_table(connection, ALL_IN_ONE)? {
        let columns = COLUMNS.map(|name| (name, ColumnKind::Text));
        let table = Table::new(ALL_IN_ONE, TableKind::Features("GEOMETRY"), &columns);
        if is_only_ours(connection, &table)? {
            connection.execute(&format!("DELETE FROM {ALL_IN_ONE}"), [])?;
            remove_table(connection, &table)?;
        }
    }
    Ok(())
}

/// Reads the sketches of a file of a version. One that another program drew gets an id and lies over the others; one
/// without a usable geometry is told.
pub(super) fn read(
    connection: &Connection,
    file: &str,
    version: u32,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Arc<Sketch>>, ProjectFileError> {
    let tables: &[&str] = if version == 1 { &[ALL_IN_ONE] } else { &SKETCHES };
    let mut sketches = Vec::new();
    for &table in tables {
        for row in rows(connection, table)? {
            let order = match version {
                1 => row.number,
                _ => row.integer(ORDER).unwrap_or(usize::MAX),
            };
            match sketch(&row)? {
                Ok(sketch) => {
                    problems.extend(row.problem_of_id(file));
                    sketches.push((order, Arc::new(sketch)));
                }
                Err(kind) => problems.push(Problem::in_row(file, table, row.number, kind)),
            }
        }
    }
    sketches.sort_by_key(|(order, _)| *order);
    Ok(sketches.into_iter().map(|(_, sketch)| sketch).collect())
}

fn sketch(row: &FileRow<'_>) -> Result<Result<Sketch, ProblemKind>, ProjectFileError> {
    let geometry = match row.geometry() {
        Ok(Some(geometry)) => geometry,
        Ok(None) => return Ok(Err(ProblemKind::NoGeometry)),
        Err(fault) => return Ok(Err(blob_problem(fault))),
    };
    let form = row.text("vorm")?;
    let shape = match &geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => {
            let of = if form == "tekst" { SketchShape::Text } else { SketchShape::Point };
            point(&geometry).map(of)
        }
        Geometry::LineString(_) | Geometry::MultiLineString(_) => {
            let of = if form == "pijl" { SketchShape::Arrow } else { SketchShape::Line };
            line(geometry).map(|line| of(Rd(line)))
        }
        _ => polygon(geometry).map(|area| SketchShape::Area(Rd(area))),
    };
    let Some(shape) = shape else {
        return Ok(Err(ProblemKind::NoGeometry));
    };
    let color = SketchColor::from_name(&row.text("kleur")?).unwrap_or_default();
    let width = SketchWidth::from_name(&row.text("dikte")?).unwrap_or_default();
    Ok(Ok(Sketch {
        id: row.own_id,
        shape,
        look: SketchLook { color, width },
        title: row.text("titel")?,
        note: row.text("notitie")?,
        round: row.optional_id("ronde")?,
        table: row.text("tafel")?,
        made: row.text("gemaakt")?,
    }))
}
