//! Haltes and stations, their category (I–VII) and the OV-klasse (A–F) of a place.
//!
//! The tables are the Swiss ÖV-Güteklassen with the OeVGK18 extension for rural buses (Haltestellenkategorie VI and VII,
//! Güteklasse E and F), public-transport-quality-grades/oevgk18-specification, as read in 2026.

use serde::{Deserialize, Serialize};

use super::amenity::AmenityKind;

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

/// What only a halte or station has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stop {
    /// Modaliteit.
    pub mode: TransitMode,
    /// `vertrekken_werkdag`: departures of all lines and both directions on a working day, 06–20 h.
    pub departures_workday: Option<u32>,
    /// Accessible with a wheelchair?
    pub accessibility: Accessibility,
}

/// Minutes from 06 to 20 h, over which departures are counted.
pub const COUNTED_MINUTES: f64 = 840.0;

impl Stop {
    /// A station is where trains stop, all else a halte.
    pub fn kind(&self) -> AmenityKind {
        if self.mode == TransitMode::Train { AmenityKind::STATION } else { AmenityKind::STOP }
    }

    /// Interval per direction, in minutes: 840 / (departures / 2). Unknown without a timetable or without a departure.
    pub fn interval_min(&self) -> Option<f64> {
        let departures = self.departures_workday.filter(|n| *n > 0)?;
        Some(COUNTED_MINUTES / (f64::from(departures) / 2.0))
    }

    /// Is it known how often something departs? Without a timetable its OV-klasse is unknown, which is not "none".
    pub fn has_timetable(&self) -> bool {
        self.departures_workday.is_some()
    }

    /// Its category, unknown without a timetable.
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
    pub fn class_at(self, straight_m: f64) -> Option<TransitClass> {
        let ring = RING_RADII_M.iter().position(|radius| straight_m <= *radius)?;
        self.classes()[ring]
    }

    /// The class in each of the four rings.
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
    pub fn letter(self) -> &'static str {
        ["A", "B", "C", "D", "E", "F"][self as usize]
    }
}

/// What can be said of the OV-klasse of a place. Sorts as the nearest stops are weighed: what is known goes before what is
/// not, and `geen` is said only when nothing else can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TransitCoverage {
    /// A to F: the best class that any stop with a timetable gives.
    Class(TransitClass),
    /// `onbekend`: only stops without a timetable are near, or nobody gave the stops.
    Unknown,
    /// `geen`: outside every class.
    Outside,
}

impl TransitCoverage {
    /// All, in their order.
    pub const ALL: [Self; 8] = {
        use TransitClass::{A, B, C, D, E, F};
        [
            Self::Class(A),
            Self::Class(B),
            Self::Class(C),
            Self::Class(D),
            Self::Class(E),
            Self::Class(F),
            Self::Unknown,
            Self::Outside,
        ]
    };

    /// The class, if there is one.
    pub fn class(self) -> Option<TransitClass> {
        match self {
            Self::Class(class) => Some(class),
            Self::Unknown | Self::Outside => None,
        }
    }

    /// Is it at least as good as a class? Nothing when that is not known.
    pub fn is_at_least(self, min_class: TransitClass) -> Option<bool> {
        match self {
            Self::Class(class) => Some(class <= min_class),
            Self::Unknown => None,
            Self::Outside => Some(false),
        }
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Class(class) => class.letter(),
            Self::Unknown => "onbekend",
            Self::Outside => "geen",
        }
    }
}

/// Share of people, or of area where people are unknown, per OV-klasse, without one, and of whom it is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TransitShares {
    shares: [f64; TransitCoverage::ALL.len()],
}

impl TransitShares {
    /// Of weights that need not sum to anything; of no weight at all every share is 0.
    pub fn from_weights(weights: impl Iterator<Item = (TransitCoverage, f64)>) -> Self {
        let mut shares = [0.0; TransitCoverage::ALL.len()];
        for (coverage, weight) in weights {
            shares[position(coverage)] += weight;
        }
        // In the order of the files, A to F, none, unknown, so that the last bit does not depend on what is unknown.
        let [classes @ .., unknown, outside] = shares;
        let total = classes.iter().sum::<f64>() + outside + unknown;
        if total > 0.0 {
            for share in &mut shares {
                *share /= total;
            }
        }
        Self { shares }
    }

    /// One of the shares, 0–1.
    pub fn of(&self, coverage: TransitCoverage) -> f64 {
        self.shares[position(coverage)]
    }

    /// Of what share is the class, or that there is none, known?
    pub fn known(&self) -> f64 {
        let known = TransitCoverage::ALL.into_iter().filter(|coverage| *coverage != TransitCoverage::Unknown);
        known.map(|coverage| self.of(coverage)).sum()
    }

    /// The best class that at least half have; unknown when those of whom it is unknown could make it another.
    pub fn median(&self) -> TransitCoverage {
        let first_to_half = |mut sum: f64| {
            TransitClass::ALL.into_iter().find(|class| {
                sum += self.of(TransitCoverage::Class(*class));
                sum >= 0.5
            })
        };
        let worst = first_to_half(0.0);
        if worst != first_to_half(self.of(TransitCoverage::Unknown)) {
            return TransitCoverage::Unknown;
        }
        worst.map_or(TransitCoverage::Outside, TransitCoverage::Class)
    }
}

fn position(coverage: TransitCoverage) -> usize {
    match coverage {
        TransitCoverage::Class(class) => class as usize,
        TransitCoverage::Unknown => TransitClass::ALL.len(),
        TransitCoverage::Outside => TransitClass::ALL.len() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_class_is_unknown_only_when_the_unknown_could_change_it() {
        use TransitCoverage::{Class, Outside, Unknown};
        let median = |weights: &[(TransitCoverage, f64)]| TransitShares::from_weights(weights.iter().copied()).median();
        assert_eq!(median(&[(Class(TransitClass::B), 6.0), (Outside, 4.0)]), Class(TransitClass::B));
        assert_eq!(median(&[(Class(TransitClass::A), 6.0), (Unknown, 4.0)]), Class(TransitClass::A));
        assert_eq!(median(&[(Class(TransitClass::D), 4.0), (Outside, 3.0), (Unknown, 3.0)]), Unknown);
        assert_eq!(median(&[(Outside, 6.0), (Unknown, 4.0)]), Outside);
        assert_eq!(median(&[(Unknown, 1.0)]), Unknown);
    }

    #[test]
    fn shares_count_what_is_unknown_apart_from_none() {
        use TransitCoverage::{Outside, Unknown};
        let shares = TransitShares::from_weights([(Unknown, 3.0), (Outside, 1.0)].into_iter());
        assert_eq!((shares.of(Unknown), shares.of(Outside), shares.known()), (0.75, 0.25, 0.25));
        assert_eq!(TransitShares::from_weights(std::iter::empty()).known(), 0.0);
        assert!(TransitCoverage::ALL.is_sorted());
    }

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
        let mut stop = Stop { departures_workday: Some(28), ..Stop::default() };
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
