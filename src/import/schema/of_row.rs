//! The place, the area and the name of a row; what is missing is told.

use std::sync::Arc;

use super::super::record::Row;
use super::super::shape::{CheckedArea, ShapePlace, valid_area};
use crate::crs::{Rd, RdPoint};
use crate::domain::identity::{Footprint, numbered_name};
use crate::domain::problem::{ExpectedGeometry, ProblemKind, Repeated};

/// The place of a record; one chosen within a line or area is counted as a notice.
pub(super) fn point_of(row: &mut Row<'_>) -> Option<RdPoint> {
    Some(place_of(row)?.0)
}

/// The same, with the area within which it was chosen.
pub(super) fn place_of(row: &mut Row<'_>) -> Option<(RdPoint, Option<Footprint>)> {
    let Some(ShapePlace { point, is_chosen, area }) = row.record.shape.place() else {
        row.problems.at(&row.record.position, ProblemKind::NoGeometry);
        return None;
    };
    if is_chosen {
        row.problems.count(Repeated::PlaceChosen, None);
    }
    Some((point, area.map(Arc::new)))
}

/// The area of a record, repaired if need be; a problem when it has none.
pub(super) fn area_of(row: &mut Row<'_>) -> Option<Rd<geo::MultiPolygon<f64>>> {
    let shape = &row.record.shape.0;
    let position = &row.record.position;
    if shape.polygons.is_empty() {
        let kind = ProblemKind::WrongGeometry { found: shape.kind.to_owned(), expected: ExpectedGeometry::Areas };
        row.problems.at(position, kind);
        return None;
    }
    match valid_area(&shape.polygons) {
        Some(CheckedArea { area, repaired }) => {
            if repaired {
                row.problems.at(position, ProblemKind::RepairedPolygon);
            }
            Some(area)
        }
        None => {
            row.problems.at(position, ProblemKind::HopelessPolygon);
            None
        }
    }
}

/// The name of a record, or its label and number when it has none, which is counted as a notice.
pub(super) fn name_of(row: &mut Row<'_>, names: &[&str], label: &str) -> String {
    row.text(names).unwrap_or_else(|| {
        row.problems.count(Repeated::NoName, None);
        numbered_name(label, row.record.number)
    })
}
