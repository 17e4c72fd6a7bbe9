//! A whole project as the bytes of a new file.

use std::io;

use super::{board, document, layers, lost, plan, sources, style};
use crate::domain::baseline::Baseline;
use crate::geopackage::{Table, feature_tables, in_memory, in_milliseconds, io_error, write_styles};
use crate::project::Project;

/// A project as the bytes of its file; `made` is when, `JJJJ-MM-DDTUU:MM:SSZ`.
///
/// # Errors
/// When memory runs out.
pub fn project_bytes(project: &Project, baseline: &Baseline, made: &str) -> io::Result<Vec<u8>> {
    let made = in_milliseconds(made);
    in_memory(|transaction| {
        let tables = layers::tables(baseline);
        let mut styles = style::of_layers(&tables);
        for (_, table) in &tables {
            table.write(transaction, &made)?;
        }
        let feature_tables = feature_tables(transaction).map_err(io_error)?;
        let hashes = layers::hashes(transaction, &feature_tables).map_err(io_error)?;
        sources::table(&feature_tables, &hashes, &baseline.layers).write(transaction, &made)?;
        for table in document_tables(project) {
            styles.extend(style::of_document(&table.name));
            table.write(transaction, &made)?;
        }
        write_styles(transaction, &styles, &made)
    })
}

/// The document alone as the bytes of a file, for a state that is kept between two saves.
///
/// # Errors
/// When memory runs out.
pub fn document_bytes(project: &Project, made: &str) -> io::Result<Vec<u8>> {
    project_bytes(project, &Baseline::default(), made)
}

/// The tables of the document.
pub(super) fn document_tables(project: &Project) -> Vec<Table> {
    let mut tables = vec![document::table(project)];
    tables.extend(plan::tables(&project.plan));
    tables.extend(lost::table(&project.lost));
    tables.extend(board::tables(&project.board));
    tables
}
