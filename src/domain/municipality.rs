//! Gemeenten, wijken and buurten: areas with a code, joined on that code and never on their name.

use geo::MultiPolygon;

use super::demand::PeopleCounts;
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
    /// Who lives in it, as its source says. They count as far as nothing more precise gives people there.
    pub people: PeopleCounts,
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
    /// Who lives in it, as its source says. They count as far as nothing more precise gives people there.
    pub people: PeopleCounts,
}
