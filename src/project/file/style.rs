//! How QGIS draws each table of a project by default.

use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::baseline::Role;
use crate::domain::sketch::SketchColor;
use crate::geopackage::{Style, Symbol, Table};

/// The styles of the layers.
pub(super) fn of_layers(tables: &[(Role, Table)]) -> Vec<(String, Style)> {
    tables.iter().map(|(role, table)| (table.name.clone(), of_role(*role, table.has_points()))).collect()
}

/// The style of a layer, which may be of points or of areas.
pub(crate) fn of_role(role: Role, has_points: bool) -> Style {
    const NO_FILL: &str = "255,255,255,0";
    let style = Style::from(match role {
        Role::Kind(kind) => Symbol::Dot { color: of_kind(kind) },
        Role::Demand | Role::Pc4 => Symbol::Dot { color: "150,150,150,180" },
        Role::Municipality => Symbol::Area { fill: NO_FILL, border: "60,60,60,255" },
        Role::District | Role::Neighborhood => Symbol::Area { fill: NO_FILL, border: "150,150,150,255" },
        Role::Settlement if has_points => Symbol::Dot { color: "120,110,95,255" },
        Role::Settlement => Symbol::Area { fill: "222,216,205,160", border: "170,160,145,255" },
        Role::CandidateSite | Role::Cluster => Symbol::Dot { color: "230,159,0,255" },
        Role::StudyArea => Symbol::Area { fill: NO_FILL, border: "0,0,0,255" },
    });
    match role {
        Role::Municipality | Role::Settlement => style.labeled("naam"),
        _ => style,
    }
}

fn of_kind(kind: AmenityKind) -> &'static str {
    match kind.group() {
        KindGroup::Zorg24 => "204,51,85,255",
        KindGroup::Boodschappen => "0,114,178,255",
        KindGroup::Zorg => "213,94,0,255",
        KindGroup::Ontmoeting => "148,79,151,255",
        KindGroup::Ov => "70,70,70,255",
        KindGroup::Buiten => "0,158,115,255",
    }
}

/// The style of a table, if it shows on a map.
pub(super) fn of_table(table: &Table) -> Option<(String, Style)> {
    let of_role = |role| (table.name.clone(), of_role(role, table.has_points()));
    Role::from_name(&table.name).map(of_role).or_else(|| of_document(&table.name))
}

/// The style of a table of the document, if it shows on a map.
pub(super) fn of_document(table: &str) -> Option<(String, Style)> {
    let style = match table {
        super::plan::ZONES => {
            Style::from(Symbol::Area { fill: "0,158,115,60", border: "0,110,80,255" }).labeled("naam")
        }
        super::plan::PLACES => Style::from(Symbol::Dot { color: "0,158,115,255" }).labeled("naam"),
        super::sketches::POINTS | super::sketches::LINES | super::sketches::AREAS => of_sketches(table),
        super::board::NOTES => Style::from(Symbol::Dot { color: "240,228,66,255" }).labeled("tekst"),
        _ => return None,
    };
    Some((table.to_owned(), style))
}

/// The style of a table of sketches, by how its name ends.
pub(crate) fn of_sketches(table: &str) -> Style {
    if table.ends_with("lijn") {
        sketches(|[color, _]| Symbol::Line { color }).wide(WIDTH).arrow_where("\"vorm\" = 'pijl'")
    } else if table.ends_with("punt") {
        sketches(|[color, _]| Symbol::Dot { color }).shown_where("coalesce(\"vorm\", '') <> 'tekst'")
    } else {
        sketches(|[border, fill]| Symbol::Area { fill, border }).wide(WIDTH)
    }
}

/// How wide a sketch is drawn.
const WIDTH: &str = "CASE WHEN \"dikte\" = 'dun' THEN 0.4 WHEN \"dikte\" = 'dik' THEN 1.4 ELSE 0.8 END";

/// Sketches in the colors of the window, with their title beside them.
fn sketches(symbol: impl Fn([&'static str; 2]) -> Symbol) -> Style {
    let by_color = SketchColor::ALL.into_iter().map(|color| (color.name(), symbol(of_sketch(color))));
    Style::from(symbol(of_sketch(SketchColor::default()))).by_value("kleur", by_color).labeled("titel")
}

/// The color of a sketch, and that of its filling.
fn of_sketch(color: SketchColor) -> [&'static str; 2] {
    match color {
        SketchColor::Blue => ["0,114,178,255", "0,114,178,40"],
        SketchColor::Orange => ["184,82,0,255", "184,82,0,40"],
        SketchColor::Purple => ["142,63,120,255", "142,63,120,40"],
        SketchColor::Green => ["0,122,88,255", "0,122,88,40"],
        SketchColor::Black => ["31,41,51,255", "31,41,51,40"],
    }
}
