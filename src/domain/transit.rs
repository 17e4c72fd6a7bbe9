//! Haltes and stations, their category (I–VII) and the OV-klasse (A–F) of a place.
//!
//! The tables are the Swiss ÖV-Güteklassen with the OeVGK18 extension for rural buses (Haltestellenkategorie VI and VII,
//! Güteklasse E and F), public-transport-quality-grades/oevgk18-specification, as read in 2026.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::identity::{Provenance, Status};
use crate::crs::RdPoint;

/// Modaliteit of a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransitMode {
    /// `bus`.
    #[default]
    Bus,
    /// `trein`.
    #[serde(rename = "trein")]
    Train,
    /// `tram`.
    Tram,
    /// `overig`: a ferry or anything else; counts as a bus does.
    #[serde(rename = "overig")]
    Other,
}

/// Toegankelijk: can it be used with a wheelchair?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Accessibility {
    /// `ja`.
    #[serde(rename = "ja")]
    Yes,
    /// `nee`.
    #[serde(rename = "nee")]
    No,
    /// `onbekend`: the source does not say, which is not "no".
    #[default]
    #[serde(rename = "onbekend")]
    Unknown,
}

/// Halte or station.
#[derive(Debug, Clone, PartialEq)]
pub struct TransitStop {
    /// Stable id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Modaliteit.
    pub mode: TransitMode,
    /// `vertrekken_werkdag`: departures of all lines and both directions on a working day, 06–20 h.
    pub departures_workday: Option<u32>,
    /// Accessible with a wheelchair?
    pub accessibility: Accessibility,
    /// Only an existing stop serves people.
    pub status: Status,
    /// Where the record comes from.
    pub provenance: Provenance,
    /// Where it stands.
    pub point: RdPoint,
}

/// Minutes from 06 to 20 h, over which departures are counted.
pub const COUNTED_MINUTES: f64 = 840.0;

impl TransitStop {
    /// Interval per direction, in minutes: 840 / (departures / 2). Unknown without a timetable or without a departure.
    #[must_use]
    pub fn interval_min(&self) -> Option<f64> {
        let departures = self.departures_workday.filter(|n| *n > 0)?;
        Some(COUNTED_MINUTES / (f64::from(departures) / 2.0))
    }

    /// Its category, unknown without a timetable.
    #[must_use]
    pub fn category(&self) -> Option<StopCategory> {
        self.interval_min().map(|interval| StopCategory::from_interval(self.mode, interval))
    }
}

/// Haltecategorie I (best) to VII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "Roman numerals")]
pub enum StopCategory {
    I,
    II,
    III,
    IV,
    V,
    VI,
    VII,
}

impl StopCategory {
    /// All, best first.
    pub const ALL: [Self; 7] = [Self::I, Self::II, Self::III, Self::IV, Self::V, Self::VI, Self::VII];

    /// Category from mode and interval in minutes; the upper bounds 5, 10, 20, 40 and 60 are inclusive.
    ///
    /// A train counts as a line, never as a node: which stations are nodes is not known here.
    /// Source: OeVGK18 specification, table Haltestellenkategorien.
    #[must_use]
    pub fn from_interval(mode: TransitMode, interval_min: f64) -> Self {
        let step = [5.0, 10.0, 20.0, 40.0, 60.0].iter().filter(|bound| interval_min > **bound).count();
        let train = [Self::I, Self::II, Self::III, Self::IV, Self::V, Self::VII];
        let bus = [Self::II, Self::III, Self::IV, Self::V, Self::VI, Self::VII];
        match mode {
            TransitMode::Train => train[step],
            TransitMode::Bus | TransitMode::Tram | TransitMode::Other => bus[step],
        }
    }

    /// The class at a straight distance in metres; bounds 300, 500, 750 and 1000 m are inclusive.
    ///
    /// Distances: ARE Grundlagenbericht (crow-fly); classes E and F: OeVGK18 specification.
    #[must_use]
    pub fn class_at(self, straight_m: f64) -> Option<TransitClass> {
        let ring = RING_RADII_M.iter().position(|radius| straight_m <= *radius)?;
        self.classes()[ring]
    }

    /// The class in each of the four rings.
    #[must_use]
    pub fn classes(self) -> [Option<TransitClass>; 4] {
        use TransitClass::{A, B, C, D, E, F};
        match self {
            Self::I => [Some(A), Some(A), Some(B), Some(C)],
            Self::II => [Some(A), Some(B), Some(C), Some(D)],
            Self::III => [Some(B), Some(C), Some(D), Some(E)],
            Self::IV => [Some(C), Some(D), Some(E), None],
            Self::V => [Some(D), Some(E), None, None],
            Self::VI => [Some(E), None, None, None],
            Self::VII => [Some(F), None, None, None],
        }
    }

    /// The radius within which the class is at least `class`, in straight metres.
    #[must_use]
    pub fn radius_of(self, class: TransitClass) -> Option<f64> {
        let ring = self.classes().iter().rposition(|c| c.is_some_and(|c| c <= class))?;
        Some(RING_RADII_M[ring])
    }
}

/// Outer radii of the four rings around a stop, in straight metres. Source: ARE Grundlagenbericht ÖV-Güteklassen.
pub const RING_RADII_M: [f64; 4] = [300.0, 500.0, 750.0, 1000.0];

/// OV-klasse of a place, A (very good) to F. A vangnet (regiotaxi, Automaatje) never makes it better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "letters")]
pub enum TransitClass {
    A,
    B,
    C,
    D,
    E,
    F,
}

impl TransitClass {
    /// All, best first.
    pub const ALL: [Self; 6] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F];

    /// The letter.
    #[must_use]
    pub fn letter(self) -> &'static str {
        ["A", "B", "C", "D", "E", "F"][self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn category_follows_the_published_table_with_inclusive_bounds() {
        use StopCategory::{I, II, III, IV, V, VI, VII};
        for (interval, train, bus) in [
            (5.0, I, II),
            (5.1, II, III),
            (10.0, II, III),
            (15.0, III, IV),
            (20.0, III, IV),
            (30.0, IV, V),
            (60.0, V, VI),
            (61.0, VII, VII),
        ] {
            assert_eq!(StopCategory::from_interval(TransitMode::Train, interval), train, "train {interval}");
            assert_eq!(StopCategory::from_interval(TransitMode::Bus, interval), bus, "bus {interval}");
        }
    }

    #[test]
    fn headway_counts_both_directions_once() {
        let mut stop = TransitStop {
            id: Uuid::nil(),
            name: String::new(),
            mode: TransitMode::Bus,
            departures_workday: Some(28),
            accessibility: Accessibility::Unknown,
            status: Status::Existing,
            provenance: Provenance::default(),
            point: RdPoint::at(0.0, 0.0),
        };
        assert_eq!(stop.interval_min(), Some(60.0));
        assert_eq!(stop.category(), Some(StopCategory::VI));
        stop.departures_workday = Some(0);
        assert_eq!(stop.category(), None);
        stop.departures_workday = None;
        assert_eq!(stop.category(), None);
    }

    #[test]
    fn a_class_never_improves_with_distance_or_with_a_worse_category() {
        let rank = |class: Option<TransitClass>| class.map_or(6, |c| c as usize);
        for category in StopCategory::ALL {
            let ranks: Vec<_> =
                [0.0, 300.0, 300.1, 500.0, 750.0, 1000.0, 1000.1].map(|d| rank(category.class_at(d))).to_vec();
            assert!(ranks.is_sorted(), "{category:?}: {ranks:?}");
        }
        for distance in [100.0, 400.0, 600.0, 900.0] {
            let ranks: Vec<_> = StopCategory::ALL.map(|c| rank(c.class_at(distance))).to_vec();
            assert!(ranks.is_sorted(), "{distance} m: {ranks:?}");
        }
    }
}
