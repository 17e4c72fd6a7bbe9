//! Opening a database that others may have open: to read without a trace, and to write in the file itself.
//!
//! Facts from sqlite.org: "How To Corrupt An SQLite Database File" and "Write-Ahead Logging".

use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};
use tempfile::TempDir;

use super::blob::{bounds, geometry_from_blob};
use crate::files::{JOURNALS, beside};

/// How a database begins.
const SQLITE_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// Where the header says whether the database keeps a write-ahead log: 2 if it does.
const READ_VERSION_IDX: usize = 19;

/// How long is waited for another program that has the file locked.
const PATIENCE: Duration = Duration::from_secs(2);

/// A connection that only reads. The database, what stands beside it and its folder stay as they are.
#[derive(Debug)]
pub(crate) struct ReadOnly {
    connection: Connection,
    /// A private copy with its log, where reading in place would leave a trace; it goes with the connection.
    _copy: Option<TempDir>,
}

impl Deref for ReadOnly {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

/// The first hundred bytes of a database, or as many as there are; nothing when the file is none.
pub(crate) fn database_header(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    File::open(path)?.take(100).read_to_end(&mut head)?;
    Ok(head.starts_with(SQLITE_HEADER).then_some(head))
}

fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| meta.len() > 0)
}

/// Opens a file to read; nothing of it changes, also not beside it. Waits up to two seconds for a lock.
///
/// A log that nobody has open is read from a private copy: SQLite would make an index for it beside the file.
pub(crate) fn open_read_only(path: &Path) -> rusqlite::Result<ReadOnly> {
    let keeps_log = matches!(database_header(path), Ok(Some(head)) if head.get(READ_VERSION_IDX) == Some(&2));
    let is_open_elsewhere = beside(path, "-shm").exists();
    if keeps_log && !is_open_elsewhere {
        return if has_content(&beside(path, "-wal")) { private_copy(path) } else { in_place(path, "immutable=1") };
    }
    match in_place(path, "mode=ro") {
        // A journal that must be rolled back first, or an index of a log that may not be written.
        Err(error) if is_unreadable_in_place(&error) && has_leftovers(path) => match private_copy(path) {
            Err(busy) if busy.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Err(busy),
            copied => copied.or(Err(error)),
        },
        Err(error) if is_unreadable_in_place(&error) && keeps_log => in_place(path, "immutable=1").or(Err(error)),
        opened => opened,
    }
}

fn has_leftovers(path: &Path) -> bool {
    JOURNALS.into_iter().any(|ending| has_content(&beside(path, ending)))
}

fn is_unreadable_in_place(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode as E;
    matches!(error.sqlite_error_code(), Some(E::CannotOpen | E::ReadOnly | E::PermissionDenied | E::SystemIoFailure))
}

fn in_place(path: &Path, how: &str) -> rusqlite::Result<ReadOnly> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = match as_uri(path) {
        Some(uri) => Connection::open_with_flags(format!("{uri}?{how}"), flags)?,
        None => Connection::open_with_flags(path, flags)?,
    };
    prepared(connection, None)
}

/// A path as SQLite takes it with parameters; nothing for one that is no text.
fn as_uri(path: &Path) -> Option<String> {
    let path = path.to_str()?;
    let mut uri = "file:".to_owned();
    for part in path.chars() {
        match part {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            '\\' if cfg!(windows) => uri.push('/'),
            other => uri.push(other),
        }
    }
    Some(uri)
}

/// Copies a database with its log or journal, and opens the copy.
///
/// # Errors
/// When it cannot be copied; as one that is in use when it does not stay the same for as long as copying takes.
fn private_copy(path: &Path) -> rusqlite::Result<ReadOnly> {
    let failed = |_| rusqlite::Error::InvalidPath(path.to_owned());
    let folder = TempDir::new().map_err(failed)?;
    let copy = folder.path().join("kopie.gpkg");
    let parts = ["", "-wal", "-journal"].map(|ending| (beside(path, ending), beside(&copy, ending)));
    if !copied_as_a_whole(&parts, look_of).map_err(failed)? {
        return Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None));
    }
    let connection = Connection::open(&copy)?;
    prepared(connection, Some(folder))
}

/// A length and a time, as far as there is a file.
fn look_of(path: &Path) -> Option<(u64, impl PartialEq + use<>)> {
    let meta = fs::metadata(path).ok()?;
    Some((meta.len(), meta.modified().ok()?))
}

/// Copies files that belong together, again when one of them changes meanwhile; false when they keep changing.
fn copied_as_a_whole<L: PartialEq>(
    parts: &[(PathBuf, PathBuf)],
    mut look_of: impl FnMut(&Path) -> L,
) -> io::Result<bool> {
    const TRIES: usize = 5;
    for _ in 0..TRIES {
        let before: Vec<L> = parts.iter().map(|(from, _)| look_of(from)).collect();
        for (from, to) in parts {
            let copied = match fs::copy(from, to) {
                // What went meanwhile is not to be left from the try before.
                Err(error) if error.kind() == io::ErrorKind::NotFound => fs::remove_file(to)
                    .or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }),
                copied => copied.map(drop),
            };
            copied?;
        }
        if parts.iter().map(|(from, _)| look_of(from)).eq(before) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn prepared(connection: Connection, copy: Option<TempDir>) -> rusqlite::Result<ReadOnly> {
    connection.busy_timeout(PATIENCE)?;
    // A schema of a stranger calls no functions.
    connection.pragma_update(None, "trusted_schema", false)?;
    // The first look shows whether it can be read here.
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    Ok(ReadOnly { connection, _copy: copy })
}

/// Opens a database to write in the file itself, whoever else has it open: what is committed is on the disk, references
/// are kept, and the triggers of spatial indexes find their functions.
pub(crate) fn open_to_write(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    add_spatial_functions(&connection)?;
    Ok(connection)
}

/// The functions that the triggers of a spatial index call (GeoPackage, annex F.3).
fn add_spatial_functions(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("ST_IsEmpty", 1, flags, |context| Ok(edges(context)?.is_none()))?;
    for (idx, name) in ["ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"].into_iter().enumerate() {
        connection.create_scalar_function(
            name,
            1,
            flags,
            move |context| Ok(edges(context)?.map(|edges| edges[idx])),
        )?;
    }
    Ok(())
}

/// The edges of the geometry that a function is called with: west, east, south, north.
fn edges(context: &Context<'_>) -> rusqlite::Result<Option<[f64; 4]>> {
    let Some(blob) = context.get_raw(0).as_blob_or_null()? else { return Ok(None) };
    // What is no geometry that is read has no place in the index.
    let geometry = geometry_from_blob(blob).ok().flatten();
    Ok(geometry.as_ref().and_then(bounds).map(|b| [b.min().x, b.max().x, b.min().y, b.max().y]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(folder: &Path, journal: &str) -> (PathBuf, Connection) {
        let path = folder.join("proef.gpkg");
        let connection = Connection::open(&path).expect("a database");
        connection.pragma_update_and_check(None, "journal_mode", journal, |_| Ok(())).expect("a journal");
        connection.execute_batch("CREATE TABLE t (n); INSERT INTO t VALUES (1)").expect("a table");
        (path, connection)
    }

    fn count(path: &Path) -> i64 {
        let connection = open_read_only(path).expect("it can be read");
        connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).expect("a table")
    }

    /// Every file of a folder with its bytes, but for the index that running programs share.
    fn content(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .map(|path| {
                let is_index = path.to_string_lossy().ends_with("-shm");
                (path.clone(), if is_index { Vec::new() } else { fs::read(&path).expect("a file") })
            })
            .collect();
        files.sort();
        files
    }

    #[test]
    fn reading_leaves_everything_as_it_was_whatever_another_program_does() {
        for journal in ["delete", "wal"] {
            let folder = tempfile::tempdir().expect("a folder");
            let (path, other) = database(folder.path(), journal);
            let before = content(folder.path());
            assert_eq!(count(&path), 1, "{journal}, open elsewhere");
            assert_eq!(content(folder.path()), before, "{journal}, open elsewhere");
            other.execute_batch("BEGIN IMMEDIATE; INSERT INTO t VALUES (2)").expect("written");
            let before = content(folder.path());
            assert_eq!(count(&path), 1, "{journal}, amid a transaction");
            assert_eq!(content(folder.path()), before, "{journal}, amid a transaction");
            other.execute_batch("COMMIT").expect("committed");
            assert_eq!(count(&path), 2, "{journal}, committed");
            drop(other);
            let before = content(folder.path());
            assert_eq!(count(&path), 2, "{journal}, closed");
            assert_eq!(content(folder.path()), before, "{journal}, closed");
        }
    }

    #[test]
    fn a_log_that_a_dead_program_left_is_read_and_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, other) = database(folder.path(), "wal");
        // As a crash leaves it: the database and its log, without an index.
        let crashed = folder.path().join("na de klap");
        fs::create_dir(&crashed).expect("a folder");
        let left = crashed.join("proef.gpkg");
        fs::copy(&path, &left).expect("copied");
        fs::copy(beside(&path, "-wal"), beside(&left, "-wal")).expect("copied");
        drop(other);
        let before = content(&crashed);
        assert_eq!(before.len(), 2);
        assert_eq!(count(&left), 1);
        assert_eq!(content(&crashed), before);
    }

    #[test]
    fn a_database_that_never_stays_the_same_while_it_is_copied_is_not_taken_for_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, _other) = database(folder.path(), "delete");
        let parts = [(path, folder.path().join("kopie.gpkg"))];
        let mut n_looks = 0;
        let mut looks = |_: &Path| {
            n_looks += 1;
            // It settles after a while.
            n_looks.min(6)
        };
        assert!(copied_as_a_whole(&parts, &mut looks).expect("copied"));
        let mut n_looks = 0;
        let mut looks = |_: &Path| {
            n_looks += 1;
            n_looks
        };
        assert!(!copied_as_a_whole(&parts, &mut looks).expect("copied"));
    }

    #[test]
    fn a_path_with_signs_that_mean_something_elsewhere_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let odd = folder.path().join("50% plan? #2 é");
        fs::create_dir(&odd).expect("a folder");
        let (path, other) = database(&odd, "wal");
        drop(other);
        assert_eq!(count(&path), 1);
        assert_eq!(content(&odd).len(), 1);
    }
}
