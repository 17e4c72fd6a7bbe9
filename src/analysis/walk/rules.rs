//! Rings: where every required norm of a woonvorm, and of each wider one, holds.

use std::collections::BTreeSet;

use geo::{Area, Polygon};

use super::measure::Walk;
use crate::analysis::situation::Situation;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;
use crate::geometry::disks::Disk;
pub(in crate::analysis) use crate::geometry::disks::Solved;

/// Rings smaller than this are left out, in square metres.
pub const MIN_RING_M2: f64 = 10_000.0;

/// A required rule as circles: near enough to one of them is enough.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct Rule {
    /// The kinds of the norm; empty for an OV-norm.
    pub(in crate::analysis) kinds: BTreeSet<AmenityKind>,
    /// The norm, in metres of walking; 0 for an OV-norm, whose circles differ.
    pub(in crate::analysis) walking_m: f64,
    /// Centre and radius of each circle, from west to east; `group` is filled in when rules are combined.
    pub(super) disks: Vec<Disk>,
}

impl Rule {
    fn new(kinds: BTreeSet<AmenityKind>, walking_m: f64, mut disks: Vec<Disk>) -> Self {
        disks.sort_by(|a, b| a.center.x.total_cmp(&b.center.x));
        Self { kinds, walking_m, disks }
    }

    /// Does keeping to `self` follow from keeping to `other`?
    fn follows_from(&self, other: &Self) -> bool {
        !other.kinds.is_empty() && other.kinds.is_subset(&self.kinds) && self.walking_m >= other.walking_m
    }
}

/// The required rules of one woonvorm, in the order of the normenkader; `None` when it has none and so is bounded by nothing.
fn required_rules(situation: &Situation, norms: &NormSet, form: HousingForm) -> Option<Vec<Rule>> {
    let mut rules: Vec<Rule> = norms
        .of(form)
        .filter(|norm| norm.required)
        .map(|norm| {
            let walking_m = norm.max.meters();
            let radius = Walk::of(norms).radius_m(walking_m);
            let places = norm.kinds.iter().flat_map(|kind| situation.places(*kind).unwrap_or_default());
            let disks = places.map(|place| Disk { center: place.point.0.0, radius, group: 0 });
            Rule::new(norm.kinds.iter().copied().collect(), walking_m, disks.collect())
        })
        .collect();
    if rules.is_empty() {
        return None;
    }
    for norm in norms.transit_norms.iter().filter(|norm| norm.form == form && norm.required) {
        let stops = situation.stops().iter().filter_map(|place| {
            let radius = place.stop()?.category()?.radius_of(norm.min_class)?;
            Some(Disk { center: place.point.0.0, radius, group: 0 })
        });
        rules.push(Rule::new(BTreeSet::new(), 0.0, stops.collect()));
    }
    Some(rules)
}

/// The rules that bound a ring: those of the woonvorm and of each wider one, without those that follow from another.
///
/// `None` when one of these forms has no required rule: nothing bounds it.
pub(super) fn ring_rules(situation: &Situation, norms: &NormSet, form: HousingForm) -> Option<Vec<Rule>> {
    let mut rules: Vec<Rule> = Vec::new();
    for form in HousingForm::ALL.into_iter().filter(|wider| *wider >= form) {
        for rule in required_rules(situation, norms, form)? {
            if !rules.iter().any(|known| rule.follows_from(known)) {
                rules.push(rule);
            }
        }
    }
    Some(rules)
}

/// Where all rules hold, in pieces; a fixed order. Found sooner when `last` was of nearly the same circles.
pub(super) fn pieces_again<'a>(rules: impl Iterator<Item = &'a Rule>, last: Option<&Solved>) -> Solved {
    let mut disks = Vec::new();
    let mut n_groups = 0;
    for rule in rules {
        disks.extend(rule.disks.iter().map(|disk| Disk { group: n_groups, ..*disk }));
        n_groups += 1;
    }
    Solved::new(&disks, n_groups, last)
}

/// The ring of a woonvorm over the whole region, in pieces. `last` is how it was found last time.
pub(in crate::analysis) fn ring(
    situation: &Situation,
    norms: &NormSet,
    form: HousingForm,
    last: &mut Option<Solved>,
) -> Vec<Polygon<f64>> {
    let Some(rules) = ring_rules(situation, norms, form) else { return Vec::new() };
    let solved = last.insert(pieces_again(rules.iter(), last.as_ref()));
    solved.polygons.iter().filter(|piece| piece.unsigned_area() >= MIN_RING_M2).cloned().collect()
}
