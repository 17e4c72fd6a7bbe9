//! CSV: a header, and rows of which each has its own chance.

mod header;

mod layout;

mod rows;

mod survey;

mod seen_row;

mod table;

use rayon::prelude::*;

use self::layout::Layout;
use self::seen_row::{SeenRow, plain_point};
use self::table::Table;
use super::super::intake::{Input, Intake};
use crate::domain::problem::ProblemKind;

/// Reads all rows of a CSV text into the intake, in their order.
pub(crate) fn read(input: Input<'_>, intake: &mut Intake<'_, '_>) {
    let mut table = match Table::open(input, intake) {
        Ok(table) => table,
        Err(kind) => return intake.problems.about_file(kind),
    };
    let wants = intake.wants();
    let mut batch = Vec::new();
    let mut n_before = 0;
    loop {
        let (n, end) = table.rows.fill(&mut batch);
        let layout = &table.layout;
        let seen = batch[..n].par_iter().map(|row| {
            let plain = wants.plain_points.then(|| plain_point(row, layout)).flatten();
            plain.ok_or_else(|| (!Layout::is_blank(row)).then(|| Box::new(SeenRow::of(row, layout, wants))))
        });
        let seen: Vec<_> = seen.collect();
        for ((row, seen), number) in batch.iter().zip(seen).zip(n_before + 1..) {
            match seen {
                Ok(point) => intake.give_plain(point),
                Err(Some(seen)) => table.give(row, number, *seen, intake),
                Err(None) => {}
            }
        }
        n_before += n;
        match end {
            None if intake.stops_at(table.rows.n_bytes()) => return intake.problems.about_file(ProblemKind::Cancelled),
            None => {}
            Some(Ok(())) => return,
            Some(Err(kind)) => return intake.problems.about_file(kind),
        }
    }
}
