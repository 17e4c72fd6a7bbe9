//! Normenkaders: per woonvorm and soort how far people may have to walk, and on what ground.

use std::sync::Arc;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::amenity::AmenityKind;
use super::housing::HousingForm;
use super::transit::TransitClass;
use crate::units::Meters;

/// Zekerheid: how sure a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Certainty {
    /// `A`: the primary text was seen.
    A,
    /// `B`: a secondary source.
    B,
    /// `D`: derived by arithmetic from a source.
    D,
    /// `aanname`: an assumption.
    #[serde(rename = "aanname")]
    Assumption,
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::B => "B",
            Self::D => "D",
            Self::Assumption => "aanname",
        })
    }
}

/// Norm: the largest walking distance to the nearest of some kinds, for one woonvorm. Inclusive.
#[derive(Debug, Clone, PartialEq)]
pub struct Norm {
    /// For which woonvorm.
    pub form: HousingForm,
    /// The nearest of any of these counts; never empty, sorted as the file has them.
    pub kinds: Arc<[AmenityKind]>,
    /// Largest walking distance.
    pub max: Meters,
    /// Required for the ring; otherwise it counts in the score only.
    pub required: bool,
    /// Weight in the score, 0 or more; visits a year where known.
    pub weight: f64,
    /// Who says so.
    pub source: Arc<str>,
    /// How sure that is.
    pub certainty: Certainty,
}

/// Uitkomst: a norm held against a place or against a ring of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// `voldoet`.
    Holds,
    /// `te_ver`: it was looked for, and what there is, if anything, is too far.
    TooFar,
    /// `geen_laag`: nobody gave a layer of any of the kinds, so nothing can be said.
    NoLayer,
    /// The zone has no ring in which to hold it, though it holds somewhere in the zone.
    NoRing,
}

impl Verdict {
    /// Does the norm hold? Nothing when that is not known.
    pub fn holds(self) -> Option<bool> {
        match self {
            Self::Holds => Some(true),
            Self::TooFar => Some(false),
            Self::NoLayer | Self::NoRing => None,
        }
    }
}

/// OV-norm: the worst OV-klasse that will do for one woonvorm.
#[derive(Debug, Clone, PartialEq)]
pub struct TransitNorm {
    /// For which woonvorm.
    pub form: HousingForm,
    /// The worst class that will do.
    pub min_class: TransitClass,
    /// Required for the ring; otherwise a remark.
    pub required: bool,
    /// Who says so.
    pub source: Arc<str>,
    /// How sure that is.
    pub certainty: Certainty,
}

/// Normenkader: all norms of a proposal, and how a straight line becomes a walk.
#[derive(Debug, Clone, PartialEq)]
pub struct NormSet {
    /// Its name.
    pub name: String,
    /// Omloopfactor: walking distance = straight distance × this; at least 1.
    pub detour_factor: f64,
    /// The norms, at most one per woonvorm and set of kinds.
    pub norms: Vec<Norm>,
    /// The OV-norms, at most one per woonvorm.
    pub transit_norms: Vec<TransitNorm>,
}

/// `bron` of a norm whose distance was chosen by the user: what is typed has no source, and says so.
pub const OWN_CHOICE: &str = "Aanname (eigen keuze)";

/// No norm is larger than this, in metres: farther is not walked. Source: the contract, "Bounds".
pub const MAX_NORM_M: f64 = 50_000.0;

/// How much a distance may exceed a norm by rounding and still be within it, in metres: norms are inclusive.
pub const INCLUSIVE_TOLERANCE_M: f64 = 0.001;

impl NormSet {
    /// The same norms with every distance multiplied: for a mobility profile, or "ruim".
    pub fn scaled(&self, factor: f64) -> Self {
        let mut scaled = self.clone();
        for norm in &mut scaled.norms {
            norm.max = Meters::new(norm.max.meters() * factor).unwrap_or(norm.max);
        }
        scaled
    }

    /// The norms of one woonvorm.
    pub fn of(&self, form: HousingForm) -> impl Iterator<Item = &Norm> {
        self.norms.iter().filter(move |norm| norm.form == form)
    }

    /// The required norms that bound a ring: those of the woonvorm and of each wider one.
    pub fn required_of(&self, form: HousingForm) -> impl Iterator<Item = &Norm> {
        self.norms.iter().filter(move |norm| norm.required && norm.form >= form)
    }

    /// The norm of a woonvorm that a kind falls under, if there is one.
    pub fn find(&self, form: HousingForm, kind: AmenityKind) -> Option<&Norm> {
        self.of(form).find(|norm| norm.kinds.contains(&kind))
    }

    /// The norm for the same woonvorm and the same kinds, in whatever order, if there is one.
    pub fn counterpart(&self, of: &Norm) -> Option<&Norm> {
        self.of(of.form)
            .find(|norm| norm.kinds.len() == of.kinds.len() && norm.kinds.iter().all(|kind| of.kinds.contains(kind)))
    }

    /// The OV-norm of a woonvorm, if there is one.
    pub fn transit_of(&self, form: HousingForm) -> Option<&TransitNorm> {
        self.transit_norms.iter().find(|norm| norm.form == form)
    }
}

impl Norm {
    /// Is all but the order of the kinds the same?
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        (self.form, self.max, self.required, self.certainty) == (other.form, other.max, other.required, other.certainty)
            && (self.weight, &self.source) == (other.weight, &other.source)
    }

    /// Does a walking distance keep to it?
    pub fn holds_at(&self, walking_m: f64) -> bool {
        walking_m <= self.max.meters() + INCLUSIVE_TOLERANCE_M
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norm(kinds: &[AmenityKind]) -> Norm {
        Norm {
            form: HousingForm::Clustered,
            kinds: kinds.into(),
            max: Meters::new(500.0).expect("a length"),
            required: true,
            weight: 1.0,
            source: "".into(),
            certainty: Certainty::Assumption,
        }
    }

    #[test]
    fn a_counterpart_has_the_same_kinds_in_whatever_order() {
        let (stop, station) = (AmenityKind::STOP, AmenityKind::STATION);
        let norms = vec![norm(&[AmenityKind::CARE]), norm(&[stop, station])];
        let set = NormSet { name: String::new(), detour_factor: 1.3, norms, transit_norms: Vec::new() };
        assert_eq!(set.counterpart(&norm(&[station, stop])), Some(&set.norms[1]));
        assert!(norm(&[station, stop]).says_the_same_as(&set.norms[1]));
        assert_eq!(set.counterpart(&norm(&[station])), None);
    }

    #[test]
    fn five_hundred_metres_within_five_hundred_holds() {
        let norm = norm(&[AmenityKind::CARE]);
        assert!(norm.holds_at(500.0));
        assert!(norm.holds_at(500.0 / 1.3 * 1.3));
        assert!(!norm.holds_at(500.1));
    }
}
