//! Walking distance to the nearest of each kind, as a field over the grid.

use crate::grid::Raster;

/// Walking distance to the nearest place of a kind at each cell centre, in metres; infinite where there is none.
pub type DistanceField = Raster<f32>;
