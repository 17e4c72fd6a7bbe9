//! What went wrong with a reach table, in one Dutch sentence each.

use std::io;
use std::path::Path;

use super::{ReachError, RowProblem, RowProblemKind};
use crate::nl::cli::{not_read, not_written};
use crate::nl::numbers::decimal;

/// Why there is no reach table.
#[must_use]
pub fn reach_error(error: &ReachError, points: &Path, output: &Path) -> String {
    let file = points.display();
    match error {
        ReachError::Read(error) if error.kind() == io::ErrorKind::InvalidData => {
            format!("{file}: een regel is langer dan 16 MB; dit is geen CSV met punten.")
        }
        ReachError::Read(error) => not_read(points, error),
        ReachError::Write(error) => not_written(output, error),
        ReachError::NoHeader => format!("{file}: het bestand is leeg of begint niet met een regel met kolomnamen."),
        ReachError::NoCoordinates { header } => format!(
            "{file}: geen kolommen met coördinaten (x en y, x_rd en y_rd, lon en lat, lengte en breedte, stop_lon en \
             stop_lat, of wkt) maar: {header}."
        ),
        ReachError::GeoJson(detail) => format!("{file}: dit is geen leesbare GeoJSON ({detail})."),
    }
}

/// A row whose place cannot be used.
#[must_use]
pub fn row_problem(file: &str, problem: &RowProblem) -> String {
    let what = match &problem.kind {
        RowProblemKind::NoValue => "een coördinaat ontbreekt".to_owned(),
        RowProblemKind::NotANumber { value } => format!("'{value}' is geen getal"),
        RowProblemKind::NotAPoint { value } => format!("'{value}' is geen punt"),
        RowProblemKind::OutsideNetherlands { x, y } => {
            format!("({}; {}) ligt buiten Nederland", decimal(*x, 2), decimal(*y, 2))
        }
    };
    format!("{file}, regel {}: {what}; de afstanden blijven leeg.", problem.line)
}
