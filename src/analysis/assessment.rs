//! "Waarom hier (niet)?": every rule at one place, with its distance, the nearest place by name, and the score.

use std::sync::Arc;

use uuid::Uuid;

use super::places::ServingPlace;
use super::situation::Situation;
use super::suitability::score;
use super::transit_class;
use super::walk::{Reached, Walk};
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::{Certainty, Norm, NormSet, Verdict};
use crate::domain::transit::{TransitClass, TransitCoverage};

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
    pub kinds: Arc<[AmenityKind]>,
    /// Required for the ring?
    pub required: bool,
    /// The norm: largest walking distance, in metres.
    pub norm_m: f64,
    /// The nearest; `None` when there is none or the kind is not known at all.
    pub nearest: Option<Nearest>,
    /// Does it hold?
    pub verdict: Verdict,
    /// Weight in the score.
    pub weight: f64,
    /// Who says so.
    pub source: Arc<str>,
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
    /// Does it hold? Nothing when the OV-klasse is unknown.
    pub holds: Option<bool>,
    /// Who says so.
    pub source: Arc<str>,
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
    /// OV-klasse.
    pub transit_class: TransitCoverage,
    /// The innermost woonvorm whose required rules, and those of all wider forms, hold.
    pub innermost: Option<HousingForm>,
    /// Score per woonvorm, 0–100, in the order of [`HousingForm::ALL`]; `None` when nothing weighted is known.
    pub scores: [Option<f64>; 3],
    /// The nearest of every kind that is known, in the order of the catalogue.
    pub nearest: Vec<Nearest>,
}

/// Holds every rule against one place.
///
/// Takes one nearest query per kind. `norms` are those the analysis uses: scaled by a mobility profile.
pub fn assess(situation: &Situation, norms: &NormSet, place: RdPoint) -> PlaceAssessment {
    let walk = Walk::of(norms);
    let nearest: Vec<Nearest> = AmenityKind::all()
        .filter_map(|kind| {
            let Reached { place: ServingPlace { id, name, point }, walking_m, .. } =
                walk.nearest(situation, kind, place)?;
            Some(Nearest { id: *id, kind, name: name.clone(), point: *point, walking_m })
        })
        .collect();
    let checks: Vec<RuleCheck> = norms.norms.iter().map(|norm| check(situation, &nearest, norm)).collect();
    // Of a kind that nobody gave, one that a variant adds is the nearest only where it is near enough.
    let is_near_enough = |of: &Nearest| checks.iter().any(|check| check.nearest.as_ref() == Some(of));
    let is_nearest = |of: &Nearest| situation.is_read(of.kind) || is_near_enough(of);
    let nearest: Vec<Nearest> = nearest.into_iter().filter(is_nearest).collect();
    let transit_class = transit_class::at(place, situation.stop_tree());
    let transit_checks: Vec<TransitCheck> = norms
        .transit_norms
        .iter()
        .map(|norm| TransitCheck {
            form: norm.form,
            min_class: norm.min_class,
            required: norm.required,
            holds: transit_class.is_at_least(norm.min_class),
            source: norm.source.clone(),
            certainty: norm.certainty,
        })
        .collect();
    let scores = HousingForm::ALL.map(|form| {
        let is_read = |check: &&RuleCheck| check.kinds.iter().any(|kind| situation.is_read(*kind));
        let known = checks.iter().filter(|check| check.form == form).filter(is_read);
        score(known.map(|check| (check.weight, check.norm_m, check.walking_m())))
    });
    let innermost = innermost(&checks, &transit_checks);
    PlaceAssessment { place, checks, transit_checks, transit_class, innermost, scores, nearest }
}

impl RuleCheck {
    /// Is any of the kinds known? If not, nothing can be said of this rule.
    pub fn is_known(&self) -> bool {
        self.verdict != Verdict::NoLayer
    }

    /// Walking distance to the nearest, in metres; infinite without one.
    pub fn walking_m(&self) -> f64 {
        self.nearest.as_ref().map_or(f64::INFINITY, |nearest| nearest.walking_m)
    }
}

fn check(situation: &Situation, nearest: &[Nearest], norm: &Norm) -> RuleCheck {
    let of_norm = nearest.iter().filter(|nearest| norm.kinds.contains(&nearest.kind));
    let nearest = of_norm.min_by(|a, b| a.walking_m.total_cmp(&b.walking_m)).cloned();
    let is_read = norm.kinds.iter().any(|kind| situation.is_read(*kind));
    let holds = nearest.as_ref().is_some_and(|nearest| norm.holds_at(nearest.walking_m));
    RuleCheck {
        form: norm.form,
        kinds: norm.kinds.clone(),
        required: norm.required,
        norm_m: norm.max.meters(),
        verdict: match (is_read, holds) {
            (_, true) => Verdict::Holds,
            (true, false) => Verdict::TooFar,
            (false, false) => Verdict::NoLayer,
        },
        nearest: nearest.filter(|_| is_read || holds),
        weight: norm.weight,
        source: norm.source.clone(),
        certainty: norm.certainty,
    }
}

/// The innermost woonvorm whose required rules hold, and those of every wider one.
///
/// A woonvorm without any required rule holds nowhere: nothing would bound it.
fn innermost(checks: &[RuleCheck], transit_checks: &[TransitCheck]) -> Option<HousingForm> {
    let holds = |form: HousingForm| {
        let rules = checks.iter().filter(|check| check.form == form && check.required);
        let mut rules = rules.map(|check| check.verdict == Verdict::Holds);
        let mut transit = transit_checks.iter().filter(|check| check.form == form && check.required);
        let bounded = rules.next();
        bounded == Some(true) && rules.all(|holds| holds) && transit.all(|check| check.holds == Some(true))
    };
    HousingForm::ALL.into_iter().rev().take_while(|form| holds(*form)).last()
}
