//! `zorgkring_verdwenen`: what places were that went while interventions were about them.

use rusqlite::Connection;

use super::ProjectFileError;
use super::rows::{id, optional_real, rows, text};
use crate::domain::amenity::AmenityKind;
use crate::geopackage::{ColumnKind, Table, TableKind, has_table};
use crate::project::lost::{LostPlace, LostPlaces};

const LOST: &str = "zorgkring_verdwenen";

/// The table; nothing when no place is lost.
pub(super) fn table(places: &LostPlaces) -> Option<Table> {
    use ColumnKind::{Double, Text};
    let columns = [("id", Text), ("rol", Text), ("naam", Text), ("x", Double), ("y", Double)];
    let mut table = Table::new(LOST, TableKind::Attributes, &columns).known_by(&["id"]);
    for (of, LostPlace { kind, name, point }) in places {
        let role = kind.map_or("kandidaat", AmenityKind::role);
        table.row([id(*of), text(role), text(name), optional_real(Some(point.x())), optional_real(Some(point.y()))]);
    }
    (!places.is_empty()).then_some(table)
}

/// The places of a file; those without a place, as another program may leave them, are none.
pub(super) fn read(connection: &Connection) -> Result<LostPlaces, ProjectFileError> {
    let mut places = LostPlaces::new();
    if !has_table(connection, LOST)? {
        return Ok(places);
    }
    for row in rows(connection, LOST)? {
        let (kind, name) = (AmenityKind::from_role(&row.text("rol")?), row.text("naam")?);
        if let Some(point) = row.place("x", "y")? {
            places.insert(row.id("id")?, LostPlace { kind, name, point });
        }
    }
    Ok(places)
}
