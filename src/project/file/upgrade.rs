//! Versions of the format: each is brought to the next by a step of its own, and a later one than this is refused.

use super::ProjectFileError;
use super::document;
use super::rows::FileRow;

/// The version that is written, and the latest that is read.
pub const FORMAT_VERSION: u32 = 1;

/// Is the file of a version that is read?
///
/// There is one version so far. The next one adds a step here that turns the rows of version 1 into its own, and all
/// that read rows keep to the latest version.
pub(super) fn check(project_rows: &[FileRow<'_>]) -> Result<(), ProjectFileError> {
    let text = document::value_of(project_rows, document::KEY_VERSION)?;
    let row = project_rows.first().map_or(0, |row| row.number);
    let found: u32 = text.parse().map_err(|_| ProjectFileError::BadValue {
        table: document::TABLE.to_owned(),
        row,
        column: document::KEY_VERSION.to_owned(),
    })?;
    match found {
        0 => Err(ProjectFileError::NotAProject),
        FORMAT_VERSION => Ok(()),
        found => Err(ProjectFileError::Newer { found, known: FORMAT_VERSION }),
    }
}
