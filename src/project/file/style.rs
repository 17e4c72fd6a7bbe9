//! How QGIS draws each table of a project by default.

use super::names::{NOTES, PLACES, SKETCHED_AREAS, SKETCHED_LINES, SKETCHED_POINTS, ZONES};
use crate::cartography::Subject;
use crate::domain::baseline::Role;
use crate::domain::sketch::SketchColor;
use crate::geopackage::{Drawn, Style, Table};

/// The styles of the layers.
pub(super) fn of_layers(tables: &[(Role, Table)]) -> Vec<(String, Style)> {
    tables.iter().map(|(role, table)| (table.name.clone(), of_role(*role, table.has_points()))).collect()
}

/// The style of a layer, which may be of points or of areas.
pub(crate) fn of_role(role: Role, has_points: bool) -> Style {
    Style::new(Subject::of_role(role), if has_points { Drawn::Points } else { Drawn::Areas })
}

/// The style of a table, if it shows on a map.
pub(super) fn of_table(table: &Table) -> Option<(String, Style)> {
    let of_role = |role| (table.name.clone(), of_role(role, table.has_points()));
    Role::from_name(&table.name).map(of_role).or_else(|| of_document(&table.name))
}

/// The style of a table of the document, if it shows on a map.
pub(super) fn of_document(table: &str) -> Option<(String, Style)> {
    let style = match table {
        ZONES => Style::new(Subject::Zone, Drawn::Areas),
        PLACES => Style::new(Subject::Added, Drawn::Points),
        SKETCHED_POINTS | SKETCHED_LINES | SKETCHED_AREAS => of_sketches(table),
        NOTES => Style::new(Subject::Note, Drawn::Points),
        _ => return None,
    };
    Some((table.to_owned(), style))
}

/// The style of a table of sketches, by how its name ends.
pub(crate) fn of_sketches(table: &str) -> Style {
    if table.ends_with("lijn") {
        sketches(Drawn::Lines).wide(WIDTH).arrow_where("\"vorm\" = 'pijl'")
    } else if table.ends_with("punt") {
        sketches(Drawn::Points).shown_where("coalesce(\"vorm\", '') <> 'tekst'")
    } else {
        sketches(Drawn::Areas).wide(WIDTH)
    }
}

/// How wide a sketch is drawn, in millimetres.
const WIDTH: &str = "CASE WHEN \"dikte\" = 'dun' THEN 0.53 WHEN \"dikte\" = 'dik' THEN 1.59 ELSE 0.9 END";

/// Sketches in the colors of the window.
fn sketches(geometry: Drawn) -> Style {
    let by_color = SketchColor::ALL.into_iter().map(|color| (color.name(), Subject::Sketch(color)));
    Style::new(Subject::Sketch(SketchColor::default()), geometry).by_value("kleur", by_color)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::MM_PER_POINT;
    use crate::cartography::look::SKETCH_LINES;

    #[test]
    fn lines_of_sketches_are_as_wide_as_in_the_window() {
        for points in SKETCH_LINES {
            let mm = (f64::from(points) * MM_PER_POINT * 100.0).round() / 100.0;
            assert!(WIDTH.contains(&format!(" {mm}")), "{mm}");
        }
    }
}
