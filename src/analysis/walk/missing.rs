//! One more place of a kind: which rules it helps, and where all others hold, so that only it is missing.

use geo::Polygon;

use super::local::{LocalRule, thinned};
use super::measure::Walk;
use super::rules::{Rule, Solved, pieces_again};
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::geometry::disks::Disk;

/// Radius of a disk of a little over one hectare, in metres: the smallest core a zone may have.
pub(in crate::analysis) const CORE_DISK_M: f64 = 57.0;

/// Kinds whose addition has the same effect: which rules one more place of them helps.
#[derive(Debug)]
pub(in crate::analysis) struct Addition {
    pub(in crate::analysis) kinds: Vec<AmenityKind>,
    /// The smallest norm of the rules it helps, *geclusterd* and wider, in metres of walking.
    pub(in crate::analysis) walking_m: f64,
    /// Its radius: that of the addition's own disk of the core.
    pub(super) radius_m: f64,
}

impl Addition {
    pub(in crate::analysis) fn helps(&self, rule: &Rule) -> bool {
        rule.kinds.contains(&self.kinds[0])
    }
}

/// The kinds that rules of the core ask for, with space for a core within their norm; kinds that help the same rules together.
pub(in crate::analysis) fn additions(core: &[LocalRule], walk: Walk) -> Vec<Addition> {
    let mut additions: Vec<(Vec<usize>, Addition)> = Vec::new();
    for kind in AmenityKind::all() {
        let helped: Vec<usize> = (0..core.len()).filter(|idx| core[*idx].kinds.contains(&kind)).collect();
        if helped.is_empty() {
            continue;
        }
        match additions.iter_mut().find(|(known, _)| *known == helped) {
            Some((_, addition)) => addition.kinds.push(kind),
            None => {
                let walking_m = helped.iter().map(|idx| core[*idx].walking_m).fold(f64::INFINITY, f64::min);
                let radius_m = walk.radius_m(walking_m);
                additions.push((helped, Addition { kinds: vec![kind], walking_m, radius_m }));
            }
        }
    }
    additions.into_iter().map(|(_, addition)| addition).filter(|a| a.radius_m > CORE_DISK_M).collect()
}

/// Where all rules but those an addition helps hold with [`CORE_DISK_M`] to spare; nothing when it helps them all.
///
/// `last` is how it was found last time.
pub(in crate::analysis) fn missing_area(
    core: &[LocalRule],
    addition: &Addition,
    last: Option<&Solved>,
) -> Option<Solved> {
    shrunk_to_cores(core.iter().filter(|rule| !addition.helps(rule)).map(|rule| &**rule), last)
}

/// The same in pieces as far as one 24-uurszorglocatie alone gives it, and no other.
pub(in crate::analysis) fn missing_around(core: &[LocalRule], addition: &Addition, care: RdPoint) -> Vec<Polygon<f64>> {
    let is_care = |rule: &&LocalRule| rule.kinds.contains(&AmenityKind::CARE);
    let care_reach_m = core.iter().filter(is_care).map(|rule| rule.radius_m).fold(f64::INFINITY, f64::min);
    let others = core.iter().filter(|rule| !addition.helps(rule));
    let rules: Vec<Rule> = others
        .map(|rule| {
            let within_m = if is_care(&rule) { 0.0 } else { rule.largest_radius_m + care_reach_m };
            rule.with_disks(thinned(rule.near(care.0.0, within_m)))
        })
        .collect();
    shrunk_to_cores(rules.iter(), None).map_or_else(Vec::new, |area| area.polygons)
}

fn shrunk_to_cores<'r>(rules: impl Iterator<Item = &'r Rule>, last: Option<&Solved>) -> Option<Solved> {
    let shrunk: Vec<Rule> = rules
        .map(|rule| {
            let disks = rule.disks.iter().map(|disk| Disk { radius: disk.radius - CORE_DISK_M, ..*disk });
            Rule { disks: disks.filter(|disk| disk.radius > 0.0).collect(), ..rule.clone() }
        })
        .collect();
    (!shrunk.is_empty()).then(|| pieces_again(shrunk.iter(), last))
}
