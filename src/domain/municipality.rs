//! Gemeenten, wijken and buurten: areas with a code, joined on that code and never on their name.

use geo::MultiPolygon;

use crate::crs::Rd;

/// Gemeente.
#[derive(Debug, Clone, PartialEq)]
pub struct Municipality {
    /// Gemeentecode, for example `GM0141`.
    pub code: String,
    /// Name as the source writes it.
    pub name: String,
    /// Its area.
    pub outline: Rd<MultiPolygon<f64>>,
}

/// Wijk.
#[derive(Debug, Clone, PartialEq)]
pub struct District {
    /// Wijkcode, for example `WK014100`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its area.
    pub outline: Rd<MultiPolygon<f64>>,
}

/// Buurt.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighborhood {
    /// Buurtcode, for example `BU01410000`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its area.
    pub outline: Rd<MultiPolygon<f64>>,
}
