//! `layer_styles`: how QGIS draws a table by default, as a small QML each.

use std::io;

use rusqlite::{Connection, params};

use super::io_error;

const STYLES_TABLE: &str = "
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
";

/// How a table is drawn, in colors as QGIS writes them: `red,green,blue,alpha`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// A dot with a rim.
    Dot {
        /// Its color.
        color: &'static str,
    },
    /// An area with a border.
    Area {
        /// Its filling.
        fill: &'static str,
        /// Its border.
        border: &'static str,
    },
}

impl Style {
    fn qml(self) -> String {
        let (kind, class, options) = match self {
            Self::Dot { color } => (
                "marker",
                "SimpleMarker",
                vec![("name", "circle"), ("color", color), ("outline_color", "255,255,255,255"), ("size", "2.6")],
            ),
            Self::Area { fill, border } => {
                ("fill", "SimpleFill", vec![("color", fill), ("outline_color", border), ("outline_width", "0.4")])
            }
        };
        let options: String = options
            .iter()
            .map(|(name, value)| format!("<Option name=\"{name}\" value=\"{value}\" type=\"QString\"/>"))
            .collect();
        format!(
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version=\"3.22.0\" \
             styleCategories=\"Symbology\"><renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" enableorderby=\"0\">\
             <symbols><symbol name=\"0\" type=\"{kind}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\
             <layer class=\"{class}\" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">{options}</Option>\
             </layer></symbol></symbols></renderer-v2></qgis>"
        )
    }
}

/// Writes the styles of tables, and the table for them.
///
/// # Errors
/// When the database does not take it.
pub(crate) fn write_styles(connection: &Connection, styles: &[(String, Style)], made: &str) -> io::Result<()> {
    let write = || -> rusqlite::Result<()> {
        connection.execute_batch(STYLES_TABLE)?;
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES (?, 'attributes', ?, ?)",
            params!["layer_styles", "layer_styles", made],
        )?;
        let sql = "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, \
                   styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) \
                   VALUES ('', '', ?, 'geom', 'zorgkring', ?, '', 1, '', '', ?)";
        let mut insert = connection.prepare(sql)?;
        for (table, style) in styles {
            insert.execute(params![table, style.qml(), made])?;
        }
        Ok(())
    };
    write().map_err(io_error)
}
