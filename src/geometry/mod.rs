//! Plane geometry that knows no domain: boxes, polygons, coverage, validity, nearest places, and unions of disks.

pub(crate) mod bounds;
pub(crate) mod coverage;
pub(crate) mod disks;
pub(crate) mod nearest;
pub(crate) mod outlines;
pub(crate) mod overlay;
pub(crate) mod polygon;
pub(crate) mod scan;
pub(crate) mod validity;
