//! A zone before its figures are known.

use geo::{Point, Polygon};

use crate::domain::housing::HousingForm;

/// A zone before its figures are known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ZoneShape {
    pub(super) outline: Polygon<f64>,
    /// Positions of its anchors among the 24-uurszorglocaties, rising and so sorted by id.
    pub(super) anchors: Vec<usize>,
    /// Pieces of the *zorggeschikt* and the *geclusterd* ring.
    pub(super) inner: [Vec<Polygon<f64>>; 2],
    /// A place in its core, which may lie beyond the study area.
    pub(super) core: Option<Point<f64>>,
    /// Drawn by people: nothing says that the required norms hold in it.
    pub(super) is_drawn: bool,
}

impl ZoneShape {
    /// The pieces of one ring; the widest is the outline.
    pub(super) fn pieces(&self, form: HousingForm) -> &[Polygon<f64>] {
        self.inner.get(form as usize).map_or(std::slice::from_ref(&self.outline), Vec::as_slice)
    }
}

/// The position in [`ZoneShape::inner`] of the *geclusterd* ring: the core.
pub(super) const CORE: usize = HousingForm::Clustered as usize;
