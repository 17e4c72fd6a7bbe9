//! `layer_styles`: how QGIS draws a table by default, as a small QML each.

use std::fmt::Write as _;
use std::io;

use rusqlite::{Connection, params};

use super::{has_table, io_error};

const STYLES_TABLE: &str = "
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
";

/// How one feature is drawn, in colors as QGIS writes them: `red,green,blue,alpha`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Symbol {
    /// A dot with a rim.
    Dot {
        /// Its color.
        color: &'static str,
    },
    /// A line.
    Line {
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

/// How a table is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Style {
    /// What fits a feature that none of the values fits.
    symbol: Symbol,
    /// A column, and what is drawn for each of its values.
    by_value: Option<(&'static str, Vec<(&'static str, Symbol)>)>,
    /// The column that stands beside each feature.
    label: Option<&'static str>,
    /// The width of lines and borders in millimetres, as an expression of QGIS.
    width: Option<&'static str>,
    /// For which features the dot or line itself is drawn, as an expression of QGIS.
    shown: Option<&'static str>,
    /// Which lines end in an arrow head, as an expression of QGIS.
    arrow: Option<&'static str>,
}

impl From<Symbol> for Style {
    fn from(symbol: Symbol) -> Self {
        Self { symbol, by_value: None, label: None, width: None, shown: None, arrow: None }
    }
}

impl Style {
    /// With a symbol for each value of a column.
    pub(crate) fn by_value(
        mut self,
        column: &'static str,
        values: impl IntoIterator<Item = (&'static str, Symbol)>,
    ) -> Self {
        self.by_value = Some((column, values.into_iter().collect()));
        self
    }

    /// With the value of a column beside each feature.
    pub(crate) fn labeled(mut self, column: &'static str) -> Self {
        self.label = Some(column);
        self
    }

    /// With lines and borders as wide as an expression says, in millimetres.
    pub(crate) fn wide(mut self, expression: &'static str) -> Self {
        self.width = Some(expression);
        self
    }

    /// With a symbol only where an expression holds.
    pub(crate) fn shown_where(mut self, expression: &'static str) -> Self {
        self.shown = Some(expression);
        self
    }

    /// With a head at the end of lines for which an expression holds.
    pub(crate) fn arrow_where(mut self, expression: &'static str) -> Self {
        self.arrow = Some(expression);
        self
    }

    fn qml(&self) -> String {
        let mut symbols = self.symbol_qml("0", self.symbol);
        let mut categories = String::new();
        let head = match &self.by_value {
            None => "type=\"singleSymbol\"".to_owned(),
            Some((column, values)) => {
                for (idx, (value, symbol)) in values.iter().enumerate() {
                    let name = idx + 1;
                    symbols.push_str(&self.symbol_qml(&name.to_string(), *symbol));
                    category(&mut categories, &name.to_string(), value, value);
                }
                category(&mut categories, "0", "", "anders");
                format!("type=\"categorizedSymbol\" attr=\"{column}\"")
            }
        };
        let labeling = self.label.map(|column| labeling(column, self.symbol)).unwrap_or_default();
        let has_labels = u8::from(self.label.is_some());
        format!(
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version=\"3.22.0\" \
             styleCategories=\"Symbology|Labeling\" labelsEnabled=\"{has_labels}\"><renderer-v2 {head} \
             symbollevels=\"0\" enableorderby=\"0\"><categories>{categories}</categories><symbols>{symbols}</symbols>\
             </renderer-v2>{labeling}</qgis>"
        )
    }

    fn symbol_qml(&self, name: &str, symbol: Symbol) -> String {
        let white = "255,255,255,255";
        let width = self.width.map(|width| ("outlineWidth", width));
        let shown = self.shown.map(|shown| ("enabled", shown));
        let (kind, layers) = match symbol {
            Symbol::Dot { color } => {
                let options = [("name", "circle"), ("color", color), ("outline_color", white), ("size", "2.6")];
                ("marker", symbol_layer("SimpleMarker", &options, shown, ""))
            }
            Symbol::Line { color } => {
                let line = symbol_layer("SimpleLine", &[("line_color", color), ("line_width", "0.6")], width, "");
                let head = self.arrow.map(|arrow| arrow_head(color, arrow)).unwrap_or_default();
                ("line", line + &head)
            }
            Symbol::Area { fill, border } => {
                let options = [("color", fill), ("outline_color", border), ("outline_width", "0.4")];
                ("fill", symbol_layer("SimpleFill", &options, width, ""))
            }
        };
        format!(
            "<symbol name=\"{name}\" type=\"{kind}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">{layers}</symbol>"
        )
    }
}

/// A layer of a symbol, with a property that follows from an expression and what stands within.
fn symbol_layer(
    class: &str,
    options: &[(&str, &str)],
    property: Option<(&'static str, &'static str)>,
    within: &str,
) -> String {
    let mut text = format!("<layer class=\"{class}\" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">");
    for (name, value) in options {
        let _ = write!(text, "<Option name=\"{name}\" value=\"{value}\" type=\"QString\"/>");
    }
    text.push_str("</Option>");
    if let Some((name, expression)) = property {
        let expression = escaped(expression);
        let _ = write!(
            text,
            "<data_defined_properties><Option type=\"Map\"><Option name=\"name\" value=\"\" type=\"QString\"/>\
             <Option name=\"properties\" type=\"Map\"><Option name=\"{name}\" type=\"Map\">\
             <Option name=\"active\" value=\"true\" type=\"bool\"/>\
             <Option name=\"expression\" value=\"{expression}\" type=\"QString\"/>\
             <Option name=\"type\" value=\"3\" type=\"int\"/></Option></Option>\
             <Option name=\"type\" value=\"collection\" type=\"QString\"/></Option></data_defined_properties>"
        );
    }
    text + within + "</layer>"
}

fn arrow_head(color: &str, shown: &'static str) -> String {
    let head = symbol_layer(
        "SimpleMarker",
        &[("name", "filled_arrowhead"), ("color", color), ("outline_color", color), ("size", "4")],
        None,
        "",
    );
    let head = format!(
        "<symbol name=\"@head\" type=\"marker\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">{head}</symbol>"
    );
    let options = [("placement", "lastvertex"), ("placements", "LastVertex"), ("rotate", "1")];
    symbol_layer("MarkerLine", &options, Some(("enabled", shown)), &head)
}

fn category(text: &mut String, symbol: &str, value: &str, label: &str) {
    let _ = write!(
        text,
        "<category symbol=\"{symbol}\" value=\"{value}\" label=\"{label}\" type=\"string\" render=\"true\"/>"
    );
}

fn labeling(column: &str, of: Symbol) -> String {
    // Around a point, along a line, over an area.
    let placement = match of {
        Symbol::Dot { .. } => "placement=\"0\" dist=\"1\"",
        Symbol::Line { .. } => "placement=\"2\" placementFlags=\"10\" dist=\"1\"",
        Symbol::Area { .. } => "placement=\"1\"",
    };
    format!(
        "<labeling type=\"simple\"><settings calloutType=\"simple\"><text-style fieldName=\"{column}\" \
         isExpression=\"0\" fontSize=\"9\" textColor=\"31,41,51,255\" textOpacity=\"1\"><text-buffer bufferDraw=\"1\" \
         bufferSize=\"0.8\" bufferColor=\"255,255,255,255\" bufferOpacity=\"1\"/></text-style>\
         <placement {placement} distUnits=\"MM\"/><rendering obstacle=\"0\" drawLabels=\"1\"/></settings></labeling>"
    )
}

fn escaped(expression: &str) -> String {
    expression.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Adds the styles of tables that have none of ours yet. What others made of them stays, and stays what shows.
///
/// # Errors
/// When the database does not take it.
pub(crate) fn add_missing_styles(
    connection: &Connection,
    styles: &[(String, Style)],
    made: &str,
) -> rusqlite::Result<()> {
    if !has_table(connection, "layer_styles")? {
        return write_styles_into(connection, styles, made);
    }
    let mut known = connection.prepare(
        "SELECT count(*) FILTER (WHERE styleName = 'zorgkring'), count(*) FILTER (WHERE useAsDefault) \
         FROM layer_styles WHERE f_table_name = ?",
    )?;
    for (table, style) in styles {
        let (n_ours, n_default): (i64, i64) = known.query_row([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if n_ours == 0 {
            insert_style(connection, (table, style), n_default == 0, made)?;
        }
    }
    Ok(())
}

fn insert_style(
    connection: &Connection,
    (table, style): (&str, &Style),
    is_default: bool,
    made: &str,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, \
               styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) \
               VALUES ('', '', ?, 'geom', 'zorgkring', ?, '', ?, '', '', ?)";
    connection.prepare_cached(sql)?.execute(params![table, style.qml(), is_default, made])?;
    Ok(())
}

/// Writes the styles of tables, and the table for them.
///
/// # Errors
/// When the database does not take it.
pub(crate) fn write_styles(connection: &Connection, styles: &[(String, Style)], made: &str) -> io::Result<()> {
    write_styles_into(connection, styles, made).map_err(io_error)
}

fn write_styles_into(connection: &Connection, styles: &[(String, Style)], made: &str) -> rusqlite::Result<()> {
    connection.execute_batch(STYLES_TABLE)?;
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES (?, 'attributes', ?, ?)",
        params!["layer_styles", "layer_styles", made],
    )?;
    styles.iter().try_for_each(|(table, style)| insert_style(connection, (table, style), true, made))
}
