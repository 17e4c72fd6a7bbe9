//! Versions of the format: an older one is read as it was written, a later one than this is refused.
//!
//! | version | what changed |
//! |---|---|
//! | 1 | the first |
//! | 2 | sketches stand in `schets_punt`, `schets_lijn` and `schets_vlak`, no longer all in `schets` |

use super::ProjectFileError;
use super::document;
use super::rows::FileRow;

/// The version that is written, and the latest that is read.
pub const FORMAT_VERSION: u32 = 2;

/// The version of the file, if it is one that is read.
pub(super) fn version(project_rows: &[FileRow<'_>]) -> Result<u32, ProjectFileError> {
    let text = document::value_of(project_rows, document::KEY_VERSION)?;
    let row = project_rows.first().map_or(0, |row| row.number);
    let found: u32 = text.parse().map_err(|_| ProjectFileError::BadValue {
        table: document::TABLE.to_owned(),
        row,
        column: document::KEY_VERSION.to_owned(),
    })?;
    match found {
        0 => Err(ProjectFileError::NotAProject),
        1..=FORMAT_VERSION => Ok(found),
        found => Err(ProjectFileError::Newer { found, known: FORMAT_VERSION }),
    }
}
