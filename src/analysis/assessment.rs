//! "Waarom hier (niet)?": every rule at one place, with its distance, the nearest place by name, and the score.

use std::sync::Arc;

use uuid::Uuid;

use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::Certainty;
use crate::domain::transit::TransitClass;

/// The nearest place of some kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: AmenityKind,
    /// Its name.
    pub name: Arc<str>,
    /// Where it stands.
    pub point: RdPoint,
    /// Walking distance, in metres.
    pub walking_m: f64,
}

/// One norm held against one place.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleCheck {
    /// The norm's woonvorm.
    pub form: HousingForm,
    /// The norm's kinds.
    pub kinds: Vec<AmenityKind>,
    /// Required for the ring?
    pub required: bool,
    /// The norm: largest walking distance, in metres.
    pub norm_m: f64,
    /// The nearest; `None` when there is none or the kind is not known at all.
    pub nearest: Option<Nearest>,
    /// Is any of the kinds known? If not, nothing can be said of this rule.
    pub known: bool,
    /// Does it hold? A rule that nothing is known of does not.
    pub holds: bool,
    /// Weight in the score.
    pub weight: f64,
    /// Who says so.
    pub source: String,
    /// How sure that is.
    pub certainty: Certainty,
}

/// One OV-norm held against one place.
#[derive(Debug, Clone, PartialEq)]
pub struct TransitCheck {
    /// The norm's woonvorm.
    pub form: HousingForm,
    /// The worst class that will do.
    pub min_class: TransitClass,
    /// Required for the ring?
    pub required: bool,
    /// Does it hold?
    pub holds: bool,
    /// Who says so.
    pub source: String,
    /// How sure that is.
    pub certainty: Certainty,
}

/// Everything that can be said of one place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceAssessment {
    /// The place.
    pub place: RdPoint,
    /// Every norm, in the order of the normenkader.
    pub checks: Vec<RuleCheck>,
    /// Every OV-norm, in the order of the normenkader.
    pub transit_checks: Vec<TransitCheck>,
    /// OV-klasse; `None` is outside every class.
    pub transit_class: Option<TransitClass>,
    /// The innermost woonvorm whose required rules, and those of all wider forms, hold.
    pub innermost: Option<HousingForm>,
    /// Score per woonvorm, 0–100, in the order of [`HousingForm::ALL`]; `None` when nothing weighted is known.
    pub scores: [Option<f64>; 3],
    /// The nearest of every kind that is known, in the order of the catalogue.
    pub nearest: Vec<Nearest>,
}
