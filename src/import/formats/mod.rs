//! The formats: a file or folder each, with one function that reads a file into the intake.

pub(super) mod csv;
pub(super) mod geojson;
pub(super) mod geopackage;
