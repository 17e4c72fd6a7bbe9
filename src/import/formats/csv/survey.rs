//! All cells of a CSV looked at once before it is read, for how the numbers of each column are written.

use csv::ByteRecord;

use super::layout::cell;
use super::rows::Rows;
use crate::import::numerals::{Evidence, Mark, Marks};
use crate::import::watch::FileWatch;

/// Rows between two looks at whether to go on.
const ROWS_PER_LOOK: usize = 4096;

/// The marks of each column, from all rows behind the header. Memory: what is known of each column.
pub(super) fn marks_of(rows: &mut Rows, n_columns: usize, watch: &FileWatch<'_>) -> Vec<Marks> {
    let mut evidence = vec![Evidence::default(); n_columns];
    let mut row = ByteRecord::new();
    let mut n_rows = 0_usize;
    // A fault in the file is told by the reading that follows.
    while rows.next(&mut row) == Ok(true) {
        for (idx, evidence) in evidence.iter_mut().enumerate().take(row.len()) {
            evidence.add(&cell(&row, idx));
        }
        n_rows += 1;
        if n_rows.is_multiple_of(ROWS_PER_LOOK) && watch.watch.cancelled() {
            break;
        }
    }
    let of_file = mark_of_file(&evidence);
    evidence.iter().map(|column| column.judged(of_file)).collect()
}

/// The mark that the columns of a file agree on.
fn mark_of_file(evidence: &[Evidence]) -> Option<Mark> {
    let mut sure = evidence.iter().filter_map(Evidence::sure_mark);
    let first = sure.next()?;
    sure.all(|mark| mark == first).then_some(first)
}
