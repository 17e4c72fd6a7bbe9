//! The demo region many times over, beside one another, to measure how the work grows.

use std::sync::Arc;

use geo::{BoundingRect, Coord, Translate};
use uuid::Uuid;

use zorgkring::crs::{Rd, RdPoint};
use zorgkring::demo;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::demand::{DEMAND_CELL_M, Demand, DemandCell};
use zorgkring::domain::place::Place;

/// Copies in a row.
const N_PER_ROW: usize = 4;
/// Empty land between copies, in metres.
const GAP_M: f64 = 5_000.0;

/// The demo region `n` times, beside one another in RD and with ids of their own: a larger region to measure with.
///
/// Copies lie in rows of four, each its extent and 5 km from the next. Names and codes repeat.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a country is some thousands of squares wide")]
pub(crate) fn tiled(n: usize) -> Baseline {
    let region = demo::baseline();
    let (width, height) = extent_of(&region);
    let mut tiled = Baseline::default();
    let mut cells: Vec<DemandCell> = Vec::with_capacity(region.demand.cells().len() * n);
    for k in 0..n {
        let by = Coord { x: width * (k % N_PER_ROW) as f64, y: height * (k / N_PER_ROW) as f64 };
        let id = |id: Uuid| if k == 0 { id } else { Uuid::new_v5(&id, k.to_string().as_bytes()) };
        let mut copy = region.clone();
        tiled.places.extend(region.places.iter().map(|place| Place {
            id: id(place.id),
            point: RdPoint::at(place.point.x() + by.x, place.point.y() + by.y),
            ..Place::clone(place)
        }));
        for kern in Arc::make_mut(&mut copy.settlements) {
            kern.id = id(kern.id);
            kern.point = RdPoint::at(kern.point.x() + by.x, kern.point.y() + by.y);
            kern.outline = kern.outline.take().map(|outline| Rd(outline.0.translate(by.x, by.y)));
        }
        for municipality in Arc::make_mut(&mut copy.municipalities) {
            municipality.outline = Rd(municipality.outline.0.translate(by.x, by.y));
        }
        let [cols, rows] = [by.x, by.y].map(|by| (by / DEMAND_CELL_M).round() as i32);
        cells.extend(region.demand.cells().iter().map(|cell| DemandCell {
            col: cell.col + cols,
            row: cell.row + rows,
            ..*cell
        }));
        Arc::make_mut(&mut tiled.settlements).extend(copy.settlements.iter().cloned());
        Arc::make_mut(&mut tiled.municipalities).extend(copy.municipalities.iter().cloned());
    }
    tiled.demand = Arc::new(Demand::from_cells(cells));
    tiled.layers = region.layers.clone();
    for layer in &mut tiled.layers {
        layer.n_features *= n;
    }
    tiled
}

/// Step from copy to copy: the extent of the gemeenten with a gap, in whole squares of people.
fn extent_of(region: &Baseline) -> (f64, f64) {
    let boxes = region.municipalities.iter().filter_map(|m| m.outline.0.bounding_rect());
    let (mut min, mut max) = (Coord { x: f64::INFINITY, y: f64::INFINITY }, Coord { x: 0.0_f64, y: 0.0_f64 });
    for rect in boxes {
        min = Coord { x: min.x.min(rect.min().x), y: min.y.min(rect.min().y) };
        max = Coord { x: max.x.max(rect.max().x), y: max.y.max(rect.max().y) };
    }
    let squares = |length: f64| ((length + GAP_M) / DEMAND_CELL_M).floor() * DEMAND_CELL_M;
    (squares(max.x - min.x), squares(max.y - min.y))
}
