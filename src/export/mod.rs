//! Files for others: GeoJSON, GeoPackage, CSV and the report.

pub mod reach_table;
mod staged;
