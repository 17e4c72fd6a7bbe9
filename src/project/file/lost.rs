//! `zorgkring_verdwenen`: what places were that went while interventions were about them.

use rusqlite::Connection;

use super::error::ProjectFileError;
use super::names::LOST_PLACES;
use super::rows::{id, optional_real, rows, text};
use crate::domain::amenity::AmenityKind;
use crate::geopackage::{ColumnKind, Table, TableKind, has_table};
use crate::project::lost::{LostPlace, LostPlaces};

/// The role of what has no kind.
const SITE: &str = "kandidaat";

/// The table; nothing when no place is lost.
pub(super) fn table(places: &LostPlaces) -> Option<Table> {
    use ColumnKind::{Double, Text};
    let columns = [("id", Text), ("rol", Text), ("naam", Text), ("x", Double), ("y", Double)];
    let mut table = Table::new(LOST_PLACES, TableKind::Attributes, &columns).known_by(&["id"]);
    for (of, LostPlace { kind, name, point }) in places {
        let role = kind.map_or(SITE, AmenityKind::role);
        table.row([id(*of), text(role), text(name), optional_real(Some(point.x())), optional_real(Some(point.y()))]);
    }
    (!places.is_empty()).then_some(table)
}

/// The places of a file; a row that another program damaged is no reason not to open the rest.
pub(super) fn read(connection: &Connection) -> Result<LostPlaces, ProjectFileError> {
    let mut places = LostPlaces::new();
    if !has_table(connection, LOST_PLACES)? {
        return Ok(places);
    }
    for row in rows(connection, LOST_PLACES)? {
        let (Ok(role), Ok(name), Ok(point)) = (row.text("rol"), row.text("naam"), row.place("x", "y")) else {
            continue;
        };
        let kind = AmenityKind::from_role(&role);
        if let (Some(point), Ok(id)) = (point, row.id("id"))
            && (kind.is_some() || role == SITE)
        {
            places.insert(id, LostPlace { kind, name, point });
        }
    }
    Ok(places)
}
