//! Versions of the format: an older one is read as it was written, a later one than this is refused.
//!
//! | version | what changed |
//! |---|---|
//! | 1 | the first |
//! | 2 | sketches stand in `schets_punt`, `schets_lijn` and `schets_vlak`, no longer all in `schets` |
//! | 3 | rows keep their `fid`; what has an order keeps it in `volgorde`, no longer by its rows |
//! | 4 | what was found in a layer is kept as facts (JSON of a `Problem`), no longer as sentences |

use rusqlite::Connection;

use super::document::{self, FORMAT_VERSION};
use super::error::ProjectFileError;
use super::names::PROJECT;
use super::rows::FileRow;
use super::sketches;

/// The version of the file, if it is one that is read.
pub(super) fn version(project_rows: &[FileRow<'_>]) -> Result<u32, ProjectFileError> {
    let text = document::value_of(project_rows, document::KEY_VERSION)?;
    let row = project_rows.first().map_or(0, |row| row.number);
    let found: u32 = text.parse().map_err(|_| ProjectFileError::BadValue {
        table: PROJECT.to_owned(),
        row,
        column: document::KEY_VERSION.to_owned(),
    })?;
    match found {
        0 => Err(ProjectFileError::NotAProject),
        1..=FORMAT_VERSION => Ok(found),
        found => Err(ProjectFileError::Newer { found, known: FORMAT_VERSION }),
    }
}

/// Says in a file that was just saved which format it has, and takes out what only an older one has. What another program
/// made of that stays.
///
/// # Errors
/// What SQLite says.
pub(super) fn finish(connection: &Connection) -> rusqlite::Result<()> {
    let sql = format!("UPDATE {} SET waarde = ?2 WHERE sleutel = ?1 AND waarde <> ?2", PROJECT);
    connection.execute(&sql, [document::KEY_VERSION, &FORMAT_VERSION.to_string()])?;
    connection.execute(&sql, [document::KEY_PROGRAM, env!("CARGO_PKG_VERSION")])?;
    sketches::retire_former_table(connection)
}
