//! What a row says of its place, which is found on all cores.

use csv::ByteRecord;

use super::layout::{Layout, RowFault, Written};
use super::rows::line_of;
use crate::domain::problem::ProblemKind;
use crate::import::intake::{PlainPoint, Wants};
use crate::import::placing::{CrsReading, Placed, place_point};
use crate::import::shape::Shape;

/// A row of which the place is found.
pub(super) struct SeenRow {
    /// Nothing where its cells are empty.
    pub(super) place: Result<Option<Placed>, RowFault>,
    /// Cells in which a mark was taken to stand between thousands: column, text and number.
    pub(super) thousands: Vec<(usize, String, f64)>,
}

impl SeenRow {
    pub(super) fn of(row: &ByteRecord, layout: &Layout, wants: Wants) -> Self {
        let geometry = match layout.fits(row, wants.unplaced).and_then(|()| layout.geometry(row)) {
            Ok(Some(geometry)) => geometry,
            Ok(None) => return Self { place: Ok(None), thousands: Vec::new() },
            Err(fault) => return Self { place: Err(fault), thousands: Vec::new() },
        };
        let placed = match &geometry.written {
            Written::Point(at) => Placed::of_shape(Shape::of_point(*at), geometry.crs, wants.placing),
            Written::Other(raw) => {
                let placed = Placed::of(raw, geometry.crs, wants.placing);
                placed.and_then(|placed| placed.ok_or(ProblemKind::NoGeometry))
            }
        };
        Self { place: placed.map(Some).map_err(|kind| (None, kind)), thousands: geometry.thousands }
    }
}

/// A row as a point with its id, when there is nothing to tell of it.
pub(super) fn plain_point(row: &ByteRecord, layout: &Layout) -> Option<PlainPoint> {
    std::str::from_utf8(row.as_slice()).ok()?;
    layout.fits(row, false).ok()?;
    let geometry = layout.geometry(row).ok()?.filter(|geometry| geometry.thousands.is_empty())?;
    let Written::Point(at) = geometry.written else { return None };
    let (at, crs_reading) = place_point(at, geometry.crs).ok()?;
    let id = layout.id(row).unwrap_or_else(|| line_of(row).to_string());
    (crs_reading == CrsReading::AsDeclared).then_some(PlainPoint { id, at })
}
