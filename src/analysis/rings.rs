//! Rings: where every required norm of a woonvorm, and of each wider one, holds.

use std::collections::BTreeSet;

use geo::{Area, Polygon};

use super::circles::{Disk, Solved};
use super::situation::Situation;
use super::zones::MIN_RING_M2;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::NormSet;

/// A required rule as circles: near enough to one of them is enough.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    /// The kinds of the norm; empty for an OV-norm.
    pub(super) kinds: BTreeSet<AmenityKind>,
    /// Straight distance in metres; 0 for an OV-norm, whose circles differ.
    pub(super) radius_m: f64,
    /// Centre and radius of each circle, from west to east; `group` is filled in when rules are combined.
    pub(super) disks: Vec<Disk>,
}

impl Rule {
    fn new(kinds: BTreeSet<AmenityKind>, radius_m: f64, mut disks: Vec<Disk>) -> Self {
        disks.sort_by(|a, b| a.center.x.total_cmp(&b.center.x));
        Self { kinds, radius_m, disks }
    }

    /// The radius of the largest circle, in metres.
    pub(super) fn largest_radius_m(&self) -> f64 {
        self.disks.iter().map(|disk| disk.radius).fold(0.0, f64::max)
    }

    /// Does keeping to `self` follow from keeping to `other`?
    fn follows_from(&self, other: &Self) -> bool {
        !other.kinds.is_empty() && other.kinds.is_subset(&self.kinds) && self.radius_m >= other.radius_m
    }
}

/// The required rules of one woonvorm, in the order of the normenkader; `None` when it has none and so is bounded by nothing.
pub(super) fn required_rules(situation: &Situation, norms: &NormSet, form: HousingForm) -> Option<Vec<Rule>> {
    let mut rules: Vec<Rule> = norms
        .of(form)
        .filter(|norm| norm.required)
        .map(|norm| {
            let radius_m = norm.max.meters() / norms.detour_factor;
            let places = norm.kinds.iter().flat_map(|kind| situation.places(*kind).unwrap_or_default());
            let disks = places.map(|place| Disk { center: place.point.0.0, radius: radius_m, group: 0 });
            Rule::new(norm.kinds.iter().copied().collect(), radius_m, disks.collect())
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
    let (disks, n_groups) = grouped(rules);
    Solved::new(&disks, n_groups, last)
}

/// The disks of all rules, a group a rule, and the number of groups.
fn grouped<'a>(rules: impl Iterator<Item = &'a Rule>) -> (Vec<Disk>, usize) {
    let mut disks = Vec::new();
    let mut n_groups = 0;
    for rule in rules {
        disks.extend(rule.disks.iter().map(|disk| Disk { group: n_groups, ..*disk }));
        n_groups += 1;
    }
    (disks, n_groups)
}

/// The ring of a woonvorm over the whole region, in pieces. `memo` holds how it was found last time.
pub(super) fn ring(
    situation: &Situation,
    norms: &NormSet,
    form: HousingForm,
    memo: &mut Option<Solved>,
) -> Vec<Polygon<f64>> {
    let Some(rules) = ring_rules(situation, norms, form) else { return Vec::new() };
    let solved = memo.insert(pieces_again(rules.iter(), memo.as_ref()));
    solved.polygons.iter().filter(|piece| piece.unsigned_area() >= MIN_RING_M2).cloned().collect()
}
