//! A table in the making: features with a geometry, or rows without one.

use std::io;

use geo::{Coord, Geometry, Rect};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, params, params_from_iter};

use super::blob::{blob_from_geometry, bounds};
use super::read::quoted;
use super::{RD_NEW_ID, io_error};

/// The triggers that keep a spatial index right when others edit the table (annex F.3), `{t}` being the table.
const INDEX_TRIGGERS: &str = r#"
CREATE TRIGGER "rtree_{t}_geom_insert" AFTER INSERT ON "{t}" WHEN (new."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),
  ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update1" AFTER UPDATE OF "geom" ON "{t}"
WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),
  ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update2" AFTER UPDATE OF "geom" ON "{t}"
WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_{t}_geom_update3" AFTER UPDATE ON "{t}"
WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),
  ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update4" AFTER UPDATE ON "{t}"
WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_{t}_geom_delete" AFTER DELETE ON "{t}" WHEN old."geom" NOT NULL
BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid"; END;
"#;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    Integer,
    Double,
    Boolean,
}

impl ColumnKind {
    /// The kind that holds what two kinds hold.
    fn wider(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Integer, Self::Double) | (Self::Double, Self::Integer) => Self::Double,
            _ => Self::Text,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Integer => "INTEGER",
            Self::Double => "DOUBLE",
            Self::Boolean => "BOOLEAN",
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: ColumnKind,
}

impl Column {
    pub(crate) fn new(name: &str, kind: ColumnKind) -> Self {
        Self { name: name.to_owned(), kind }
    }
}

/// What a table is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableKind {
    /// Features of a geometry type, such as `POINT`.
    Features(&'static str),
    /// Features of the one type that they have, or of any.
    FeaturesAsTheyAre,
    /// Rows without a place.
    Attributes,
}

/// By what a row is known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KnownBy {
    /// The values of these columns.
    Columns(&'static [&'static str]),
    /// Where it is.
    Geometry,
    /// Where it is, and whether this column is filled in.
    GeometryAnd(&'static str),
    /// Nothing: there is one.
    BeingAlone,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// Its `fid`; the next when it is none.
    pub(crate) fid: Option<i64>,
    pub(crate) geometry: Option<Geometry<f64>>,
    /// A value per column.
    pub(crate) values: Vec<SqlValue>,
}

/// A table in the making.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    pub(crate) name: String,
    /// What it is, in words.
    pub(crate) note: String,
    pub(crate) kind: TableKind,
    pub(crate) known_by: KnownBy,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
}

impl Table {
    /// An empty table; `columns` as name and kind.
    pub(crate) fn new(name: &str, kind: TableKind, columns: &[(&str, ColumnKind)]) -> Self {
        let columns = columns.iter().map(|(name, kind)| Column::new(name, *kind)).collect();
        Self {
            name: name.to_owned(),
            note: String::new(),
            kind,
            known_by: KnownBy::Geometry,
            columns,
            rows: Vec::new(),
        }
    }

    /// The same, whose rows are known again by these columns.
    pub(crate) fn known_by(self, columns: &'static [&'static str]) -> Self {
        Self { known_by: KnownBy::Columns(columns), ..self }
    }

    /// Adds a row without a place.
    pub(crate) fn row(&mut self, values: impl IntoIterator<Item = SqlValue>) {
        self.rows.push(Row { fid: None, geometry: None, values: values.into_iter().collect() });
    }

    /// Writes it, with its entries in the tables of the format.
    ///
    /// # Errors
    /// When the database does not take it.
    pub(crate) fn write(&self, connection: &Connection, made: &str) -> io::Result<()> {
        self.write_into(connection, made).map_err(io_error)
    }

    pub(super) fn write_into(&self, connection: &Connection, made: &str) -> rusqlite::Result<()> {
        let name = &self.name;
        let geometry_type = self.geometry_type();
        let mut columns = vec!["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL".to_owned()];
        columns.extend(geometry_type.map(|kind| format!("geom {kind}")));
        columns.extend(self.columns.iter().map(|column| format!("{} {}", quoted(&column.name), column.kind.name())));
        connection.execute_batch(&format!("CREATE TABLE \"{name}\" ({})", columns.join(", ")))?;
        let extent = self.rows.iter().filter_map(|row| bounds(row.geometry.as_ref()?)).reduce(joined_bounds);
        let edges = extent.map(|e| [e.min().x, e.min().y, e.max().x, e.max().y]);
        let edge = |idx: usize| edges.map(|edges| edges[idx]);
        let data_type = if geometry_type.is_some() { "features" } else { "attributes" };
        let srs = geometry_type.map(|_| RD_NEW_ID);
        connection.execute(
            "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![name, data_type, name, self.note, made, edge(0), edge(1), edge(2), edge(3), srs],
        )?;
        let Some(geometry_type) = geometry_type else { return self.write_rows(connection, false) };
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
            params![name, geometry_type, RD_NEW_ID],
        )?;
        connection.execute_batch(&format!(
            "CREATE VIRTUAL TABLE \"rtree_{name}_geom\" USING rtree(id, minx, maxx, miny, maxy)"
        ))?;
        self.write_rows(connection, true)?;
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', \
             'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
            params![name],
        )?;
        // Last of all: the triggers call functions that only a spatial reader brings along.
        connection.execute_batch(&INDEX_TRIGGERS.replace("{t}", name))
    }

    fn write_rows(&self, connection: &Connection, has_geometry: bool) -> rusqlite::Result<()> {
        let name = &self.name;
        let marks = vec!["?"; self.columns.len() + 1 + usize::from(has_geometry)].join(", ");
        let mut insert = connection.prepare(&format!("INSERT INTO \"{name}\" VALUES ({marks})"))?;
        let mut index = match has_geometry {
            true => Some(connection.prepare(&format!("INSERT INTO \"rtree_{name}_geom\" VALUES (?, ?, ?, ?, ?)"))?),
            false => None,
        };
        for row in &self.rows {
            let fid = row.fid.map_or(SqlValue::Null, SqlValue::Integer);
            let geometry = row.geometry.as_ref().map_or(SqlValue::Null, |g| SqlValue::Blob(blob_from_geometry(g)));
            let geometry = has_geometry.then_some(geometry);
            let values = std::iter::once(fid).chain(geometry).chain(row.values.iter().cloned());
            let fid = insert.insert(params_from_iter(values))?;
            let bounds = row.geometry.as_ref().and_then(bounds);
            if let Some((index, bounds)) = index.as_mut().zip(bounds) {
                index.execute(params![fid, bounds.min().x, bounds.max().x, bounds.min().y, bounds.max().y])?;
            }
        }
        Ok(())
    }

    /// Gives states of one table the same columns: one that a state has not is empty in it.
    pub(crate) fn align(states: &mut [&mut Self]) {
        let mut columns: Vec<Column> = Vec::new();
        for column in states.iter().flat_map(|state| &state.columns) {
            match columns.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&column.name)) {
                Some(known) => known.kind = known.kind.wider(column.kind),
                None => columns.push(column.clone()),
            }
        }
        for state in states {
            let position =
                |column: &Column| state.columns.iter().position(|own| own.name.eq_ignore_ascii_case(&column.name));
            let positions: Vec<Option<usize>> = columns.iter().map(position).collect();
            for row in &mut state.rows {
                let mut value = |idx: Option<usize>| idx.map_or(SqlValue::Null, |idx| row.values[idx].clone());
                row.values = positions.iter().copied().map(&mut value).collect();
            }
            state.columns.clone_from(&columns);
        }
    }

    /// Are its features points?
    pub(crate) fn has_points(&self) -> bool {
        self.geometry_type().is_some_and(|name| name.ends_with("POINT"))
    }

    /// Are its rows features?
    pub(super) fn has_geometry(&self) -> bool {
        self.kind != TableKind::Attributes
    }

    fn geometry_type(&self) -> Option<&'static str> {
        match self.kind {
            TableKind::Attributes => None,
            TableKind::Features(name) => Some(name),
            TableKind::FeaturesAsTheyAre => {
                let mut types = self.rows.iter().filter_map(|row| row.geometry.as_ref()).map(type_name);
                let first = types.next().unwrap_or("GEOMETRY");
                Some(if types.all(|name| name == first) { first } else { "GEOMETRY" })
            }
        }
    }
}

fn type_name(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "POINT",
        Geometry::LineString(_) => "LINESTRING",
        Geometry::Polygon(_) => "POLYGON",
        Geometry::MultiPoint(_) => "MULTIPOINT",
        Geometry::MultiLineString(_) => "MULTILINESTRING",
        Geometry::MultiPolygon(_) => "MULTIPOLYGON",
        _ => "GEOMETRY",
    }
}

pub(super) fn joined_bounds(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let min = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    let max = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
    Rect::new(min, max)
}
