//! Gemeenten, wijken and buurten: areas with a code, joined on that code and never on their name.

use geo::MultiPolygon;

use super::carried::Carried;
use super::demand::PeopleCounts;
use crate::crs::Rd;

/// Gemeente, wijk or buurt.
#[derive(Debug, Clone, PartialEq)]
pub struct CodedArea {
    /// Its code, for example `GM0141`, `WK014100` or `BU01410000`.
    pub code: String,
    /// Name as the source writes it.
    pub name: String,
    /// Its area.
    pub outline: Rd<MultiPolygon<f64>>,
    /// Who lives in a wijk or buurt, as its source says. They count as far as nothing more precise gives people there.
    pub people: PeopleCounts,
    /// What else its file says of it.
    pub carried: Carried,
}

impl CodedArea {
    /// One of which no more is known.
    pub fn new(code: impl Into<String>, name: impl Into<String>, outline: Rd<MultiPolygon<f64>>) -> Self {
        let (people, carried) = (PeopleCounts::default(), Carried::default());
        Self { code: code.into(), name: name.into(), outline, people, carried }
    }
}
