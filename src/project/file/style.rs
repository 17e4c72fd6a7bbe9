//! How QGIS draws each table of a project by default.

use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::baseline::Role;
use crate::geopackage::{Style, Table};

/// The styles of the layers.
pub(super) fn of_layers(tables: &[(Role, Table)]) -> Vec<(String, Style)> {
    tables.iter().map(|(role, table)| (table.name.clone(), of_role(*role))).collect()
}

fn of_role(role: Role) -> Style {
    const NO_FILL: &str = "255,255,255,0";
    match role {
        Role::Kind(kind) => Style::Dot { color: of_kind(kind) },
        Role::Demand | Role::Pc4 => Style::Dot { color: "150,150,150,180" },
        Role::Municipality => Style::Area { fill: NO_FILL, border: "60,60,60,255" },
        Role::District | Role::Neighborhood => Style::Area { fill: NO_FILL, border: "150,150,150,255" },
        Role::Settlement => Style::Area { fill: "222,216,205,160", border: "170,160,145,255" },
        Role::CandidateSite | Role::Cluster => Style::Dot { color: "230,159,0,255" },
        Role::StudyArea => Style::Area { fill: NO_FILL, border: "0,0,0,255" },
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

/// The style of a table of the document, if it shows on a map.
pub(super) fn of_document(table: &str) -> Option<(String, Style)> {
    let style = match table {
        super::plan::ZONES => Style::Area { fill: "0,158,115,60", border: "0,110,80,255" },
        super::plan::PLACES => Style::Dot { color: "0,158,115,255" },
        // Sketches are points, lines and areas in one table: no one symbol fits them.
        super::board::NOTES => Style::Dot { color: "240,228,66,255" },
        _ => return None,
    };
    Some((table.to_owned(), style))
}
