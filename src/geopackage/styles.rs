//! `layer_styles`: how QGIS draws a table by default, as a small QML each.

use std::fmt::Write as _;
use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rusqlite::{Connection, params};

use super::{has_table, io_error};
use crate::cartography::look::{DOT_SIZE, Label, Level};
use crate::cartography::{Color, Line, Look, MM_PER_POINT, Subject, Theme};

const STYLES_TABLE: &str = "
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
";

/// What the features of a table are, as to how they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawn {
    /// Points.
    Points,
    /// Lines.
    Lines,
    /// Areas.
    Areas,
}

/// How a table is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Style {
    geometry: Drawn,
    /// What fits a feature that none of the values fits.
    look: Look,
    /// A column, and what is drawn for each of its values.
    by_value: Option<(&'static str, Vec<(&'static str, Look)>)>,
    /// The width of lines and borders in millimetres, as an expression of QGIS.
    width: Option<&'static str>,
    /// For which features the dot or line itself is drawn, as an expression of QGIS.
    shown: Option<&'static str>,
    /// Which lines end in an arrow head, as an expression of QGIS.
    arrow: Option<&'static str>,
}

/// The denominator of a scale at which a point of the map is so many metres.
const SCALE_PER_METER: f64 = 1_000.0 / MM_PER_POINT;

impl Style {
    /// That of a subject in the colors of paper.
    pub(crate) fn new(subject: Subject, geometry: Drawn) -> Self {
        let look = subject.look(Theme::Light.map());
        Self { geometry, look, by_value: None, width: None, shown: None, arrow: None }
    }

    /// With another subject for each value of a column.
    pub(crate) fn by_value(
        mut self,
        column: &'static str,
        values: impl IntoIterator<Item = (&'static str, Subject)>,
    ) -> Self {
        let looks = values.into_iter().map(|(value, subject)| (value, subject.look(Theme::Light.map())));
        self.by_value = Some((column, looks.collect()));
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
        let (renderer, symbols) = match &self.by_value {
            Some((column, values)) => self.categorized(column, values),
            None if self.look.levels.iter().flatten().count() > 1 => self.by_scale(),
            None => (
                "type=\"singleSymbol\" symbollevels=\"0\" enableorderby=\"0\">".to_owned(),
                self.symbol("0", &self.look),
            ),
        };
        let labeling = self.look.label.map(|label| labeling(label, self.geometry)).unwrap_or_default();
        let has_labels = u8::from(self.look.label.is_some());
        format!(
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version=\"3.22.0\" \
             styleCategories=\"Symbology|Labeling\" labelsEnabled=\"{has_labels}\"><renderer-v2 {renderer}\
             <symbols>{symbols}</symbols></renderer-v2>{labeling}</qgis>"
        )
    }

    /// A renderer with a symbol for each value of a column.
    fn categorized(&self, column: &str, values: &[(&'static str, Look)]) -> (String, String) {
        let mut symbols = self.symbol("0", &self.look);
        let mut categories = String::new();
        for (idx, (value, look)) in values.iter().enumerate() {
            let name = (idx + 1).to_string();
            symbols += &self.symbol(&name, look);
            category(&mut categories, &name, value, value);
        }
        category(&mut categories, "0", "", "anders");
        let head = format!("type=\"categorizedSymbol\" attr=\"{column}\" symbollevels=\"0\" enableorderby=\"0\">");
        (format!("{head}<categories>{categories}</categories>"), symbols)
    }

    /// A renderer with a symbol for each range of scales. Farther away than its last level a place stays as that has it: a
    /// layer that shows nothing would look empty.
    fn by_scale(&self) -> (String, String) {
        let (mut rules, mut symbols) = (String::new(), String::new());
        let mut nearest = 0.0;
        let levels: Vec<Level> = self.look.levels.into_iter().flatten().collect();
        for (idx, level) in levels.iter().enumerate() {
            let is_last = idx + 1 == levels.len();
            let farthest = if is_last { 0.0 } else { level.below_m * SCALE_PER_METER };
            let _ = write!(
                rules,
                "<rule key=\"{{{idx}}}\" symbol=\"{idx}\" scalemindenom=\"{nearest:.0}\" scalemaxdenom=\"{farthest:.0}\"/>"
            );
            symbols += &symbol_of("marker", &idx.to_string(), &picture(*level, self.shown));
            nearest = farthest;
        }
        let head = "type=\"RuleRenderer\" symbollevels=\"0\" enableorderby=\"0\">";
        (format!("{head}<rules key=\"{{alle}}\">{rules}</rules>"), symbols)
    }

    fn symbol(&self, name: &str, look: &Look) -> String {
        let width = self.width.map(|width| ("outlineWidth", width));
        let shown = self.shown.map(|shown| ("enabled", shown));
        match self.geometry {
            Drawn::Points => match look.levels[0] {
                Some(level) => symbol_of("marker", name, &picture(level, shown.map(|(_, shown)| shown))),
                None => symbol_of("marker", name, &dot(look, shown)),
            },
            Drawn::Lines => {
                let line = look.line.unwrap_or(NO_LINE);
                let mut options = vec![("line_color", line.color.qgis()), ("line_width", mm(line.width))];
                options.extend(dash(&line));
                let head = self.arrow.map(|arrow| arrow_head(&line.color.qgis(), arrow)).unwrap_or_default();
                symbol_of("line", name, &(symbol_layer("SimpleLine", &options, width, "") + &head))
            }
            Drawn::Areas => {
                let fill = look.fill.unwrap_or(Color::WHITE.with_opacity(0));
                let line = look.line.unwrap_or(NO_LINE);
                let mut options = vec![("color", fill.qgis()), ("outline_color", line.color.qgis())];
                options.push(("outline_width", mm(line.width)));
                if line.dash.is_some() {
                    options.push(("outline_style", "dash".to_owned()));
                }
                symbol_of("fill", name, &symbol_layer("SimpleFill", &options, width, ""))
            }
        }
    }
}

const NO_LINE: Line = Line { color: Color::WHITE.with_opacity(0), width: 0.0, dash: None };

/// Points of the window as millimetres.
fn mm(points: f32) -> String {
    format!("{:.2}", f64::from(points) * MM_PER_POINT)
}

fn dash(line: &Line) -> Vec<(&'static str, String)> {
    let Some([dash, gap]) = line.dash else { return Vec::new() };
    let pattern = format!("{};{}", mm(dash), mm(gap));
    vec![("use_custom_dash", "1".to_owned()), ("customdash", pattern), ("customdash_unit", "MM".to_owned())]
}

fn symbol_of(kind: &str, name: &str, layers: &str) -> String {
    format!(
        "<symbol name=\"{name}\" type=\"{kind}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">{layers}</symbol>"
    )
}

/// The window's own picture of a place, carried along in the style.
fn picture(level: Level, shown: Option<&'static str>) -> String {
    let svg = BASE64.encode(level.symbol.svg(Theme::Light.map()));
    let options = [("name", format!("base64:{svg}")), ("size", mm(level.size)), ("size_unit", "MM".to_owned())];
    symbol_layer("SvgMarker", &options, shown.map(|shown| ("enabled", shown)), "")
}

fn dot(look: &Look, shown: Option<(&'static str, &'static str)>) -> String {
    let color = look.dot.unwrap_or(Color::BLACK).qgis();
    let white = Color::WHITE.qgis();
    let options = [("name", "circle".to_owned()), ("color", color), ("outline_color", white), ("size", mm(DOT_SIZE))];
    symbol_layer("SimpleMarker", &options, shown, "")
}

/// A layer of a symbol, with a property that follows from an expression and what stands within.
fn symbol_layer(
    class: &str,
    options: &[(&str, String)],
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
        &[
            ("name", "filled_arrowhead".to_owned()),
            ("color", color.to_owned()),
            ("outline_color", color.to_owned()),
            ("size", "4".to_owned()),
        ],
        None,
        "",
    );
    let head = symbol_of("marker", "@head", &head);
    let options =
        [("placement", "lastvertex"), ("placements", "LastVertex"), ("rotate", "1")].map(|(k, v)| (k, v.to_owned()));
    symbol_layer("MarkerLine", &options, Some(("enabled", shown)), &head)
}

fn category(text: &mut String, symbol: &str, value: &str, label: &str) {
    let _ = write!(
        text,
        "<category symbol=\"{symbol}\" value=\"{value}\" label=\"{label}\" type=\"string\" render=\"true\"/>"
    );
}

fn labeling(label: Label, of: Drawn) -> String {
    let column = label.column;
    let range = if label.below_m.is_finite() {
        let farthest = label.below_m * SCALE_PER_METER;
        format!(" scaleVisibility=\"1\" scaleMin=\"1\" scaleMax=\"{farthest:.0}\"")
    } else {
        String::new()
    };
    let ink = Theme::Light.map().ink.qgis();
    // Around a point, along a line, over an area.
    let placement = match of {
        Drawn::Points => "placement=\"0\" dist=\"1\"",
        Drawn::Lines => "placement=\"2\" placementFlags=\"10\" dist=\"1\"",
        Drawn::Areas => "placement=\"1\"",
    };
    format!(
        "<labeling type=\"simple\"><settings calloutType=\"simple\"><text-style fieldName=\"{column}\" \
         isExpression=\"0\" fontSize=\"9\" textColor=\"{ink}\" textOpacity=\"1\"><text-buffer bufferDraw=\"1\" \
         bufferSize=\"0.8\" bufferColor=\"255,255,255,255\" bufferOpacity=\"1\"/></text-style>\
         <placement {placement} distUnits=\"MM\"/><rendering obstacle=\"0\" drawLabels=\"1\"{range}/></settings></labeling>"
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::baseline::Role;

    #[test]
    fn every_layer_has_the_symbol_and_the_colors_that_the_window_draws() {
        for role in Role::all() {
            let subject = Subject::of_role(role);
            let look = subject.look(Theme::Light.map());
            let points = Style::new(subject, Drawn::Points).qml();
            for level in look.levels.iter().flatten() {
                let picture = BASE64.encode(level.symbol.svg(Theme::Light.map()));
                assert!(points.contains(&format!("base64:{picture}")), "{}", role.name());
            }
            let areas = Style::new(subject, Drawn::Areas).qml();
            let colors = look.fill.into_iter().chain(look.line.map(|line| line.color));
            for color in colors {
                assert!(areas.contains(&format!("\"{}\"", color.qgis())), "{}: {color}", role.name());
            }
            assert!(look.levels[0].is_some() || look.line.is_some() || look.fill.is_some(), "{}", role.name());
        }
    }

    #[test]
    fn no_two_layers_of_places_look_alike() {
        let pictures = Role::all().into_iter().flat_map(|role| {
            let near = Subject::of_role(role).look(Theme::Light.map()).levels[0];
            near.map(|level| (level.symbol.svg(Theme::Light.map()), role.name()))
        });
        let mut seen = std::collections::BTreeMap::new();
        for (picture, role) in pictures {
            let before = seen.insert(picture, role);
            assert_eq!(before, None, "{role} looks like it");
        }
    }
}
