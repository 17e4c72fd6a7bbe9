//! What a database of a stranger may take: time and rows for what it computes, memory for a value, and no functions.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OptionalExtension};

use crate::import::bytes::MAX_FEATURE_BYTES;

/// How much is read of what a database computes: a view can be without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// The most rows of a view.
    pub(super) max_rows: usize,
    /// How long a view may take.
    pub(super) max_time: Duration,
    /// The most layers of one file.
    pub(super) max_layers: usize,
}

impl Limits {
    /// What an import allows.
    pub(super) const OF_IMPORT: Self =
        Self { max_rows: 1_000_000, max_time: Duration::from_secs(5), max_layers: 10_000 };

    /// The longest time, in whole seconds, for a sentence.
    pub(super) fn max_seconds(&self) -> u64 {
        self.max_time.as_secs().max(1)
    }
}

/// Takes from the schema of a stranger what it might do beyond giving rows.
pub(super) fn confine(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    let max_bytes = i32::try_from(MAX_FEATURE_BYTES).unwrap_or(i32::MAX);
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, max_bytes)?;
    Ok(())
}

/// Are the rows of this table computed, as those of a view are, and not stored?
pub(super) fn is_computed(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT type = 'view' OR ifnull(rootpage, 0) = 0 FROM sqlite_master \
               WHERE type IN ('table', 'view') AND lower(name) = lower(?)";
    Ok(connection.query_row(sql, [table], |row| row.get(0)).optional()?.unwrap_or(false))
}

/// Has a table more rows than this? Reads no more of them than that.
pub(super) fn has_more_rows_than(connection: &Connection, quoted_table: &str, max: usize) -> rusqlite::Result<bool> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {quoted_table} LIMIT {})", max.saturating_add(1));
    let n: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
    Ok(usize::try_from(n).is_ok_and(|n| n > max))
}

/// While it lives, what the connection works on is interrupted when the time is over.
#[derive(Debug)]
pub(super) struct TimeLimit {
    stop: Option<Sender<()>>,
    waiting: Option<JoinHandle<()>>,
}

impl TimeLimit {
    /// Begins to count.
    pub(super) fn start(connection: &Connection, max_time: Duration) -> Self {
        let (stop, stopped) = channel();
        let interrupt = connection.get_interrupt_handle();
        let wait = move || {
            if stopped.recv_timeout(max_time) == Err(RecvTimeoutError::Timeout) {
                interrupt.interrupt();
            }
        };
        // A machine that starts no thread any more has other worries; the rows are limited all the same.
        let waiting = thread::Builder::new().name("zorgkring-leestijd".to_owned()).spawn(wait).ok();
        Self { stop: Some(stop), waiting }
    }
}

impl Drop for TimeLimit {
    fn drop(&mut self) {
        drop(self.stop.take());
        // Waited for, so that it does not interrupt what comes after.
        let _ended = self.waiting.take().map(JoinHandle::join);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ErrorCode;

    fn endless() -> Connection {
        let connection = Connection::open_in_memory().expect("memory");
        let schema = "CREATE TABLE winkel (naam TEXT); INSERT INTO winkel VALUES ('A'), ('B');
            CREATE VIEW eindeloos AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r;
            CREATE VIEW nooit AS SELECT n FROM eindeloos WHERE n < 0;";
        connection.execute_batch(schema).expect("a schema");
        connection
    }

    #[test]
    fn a_view_is_computed_and_a_table_is_not() {
        let connection = endless();
        assert_eq!(is_computed(&connection, "Winkel"), Ok(false));
        assert_eq!(is_computed(&connection, "eindeloos"), Ok(true));
        assert_eq!(is_computed(&connection, "weg"), Ok(false));
    }

    #[test]
    fn rows_are_counted_no_further_than_the_limit() {
        let connection = endless();
        assert_eq!(has_more_rows_than(&connection, "eindeloos", 1_000), Ok(true));
        assert_eq!(has_more_rows_than(&connection, "winkel", 2), Ok(false));
        assert_eq!(has_more_rows_than(&connection, "winkel", 1), Ok(true));
    }

    #[test]
    fn what_never_gives_a_row_is_interrupted_and_the_next_statement_is_not() {
        let connection = endless();
        let limit = TimeLimit::start(&connection, Duration::from_millis(10));
        let error = has_more_rows_than(&connection, "nooit", 1).expect_err("without end");
        assert_eq!(error.sqlite_error_code(), Some(ErrorCode::OperationInterrupted));
        drop(limit);
        assert_eq!(has_more_rows_than(&connection, "winkel", 2), Ok(false));
    }
}
