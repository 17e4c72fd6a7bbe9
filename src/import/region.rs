//! Does a layer lie where the others are? One that lies elsewhere altogether is the wrong file, or in the wrong coordinates.

use std::collections::BTreeSet;

use geo::{BoundingRect, Coord, MultiPolygon, Rect};

use crate::domain::baseline::{Baseline, Role};
use crate::layers::features;

/// What lies no farther than this from the study area serves who lives at its edge, in metres (assumption).
const EDGE_M: f64 = 5_000.0;

/// Without a study area: what lies no farther than this from the other layers is of their region, in metres (assumption).
const NEAR_OTHERS_M: f64 = 10_000.0;

/// The roles among these of which everything lies outside the region, with the roles that say where that is.
pub(super) fn outside(base: &Baseline, given: &BTreeSet<Role>) -> Vec<(Role, Vec<Role>)> {
    let mut roles: Vec<Role> = Vec::new();
    for layer in &base.layers {
        if !roles.contains(&layer.role) {
            roles.push(layer.role);
        }
    }
    match study_area(base) {
        Some((role, parts)) => outside_of_area(base, given, &roles, role, &parts),
        None => outside_of_others(base, given, &roles),
    }
}

/// The parts of the study area, which is that of the gemeenten where none is given.
fn study_area(base: &Baseline) -> Option<(Role, Vec<Rect<f64>>)> {
    let grown = |area: &MultiPolygon<f64>| -> Vec<Rect<f64>> {
        area.0.iter().filter_map(BoundingRect::bounding_rect).map(|part| grown(part, EDGE_M)).collect()
    };
    let given = base.study_area.as_ref().map(|area| (Role::StudyArea, grown(&area.0)));
    let of_municipalities = || {
        let parts: Vec<Rect<f64>> = base.municipalities.iter().flat_map(|area| grown(&area.outline.0)).collect();
        (!parts.is_empty()).then_some((Role::Municipality, parts))
    };
    given.or_else(of_municipalities)
}

fn outside_of_area(
    base: &Baseline,
    given: &BTreeSet<Role>,
    roles: &[Role],
    area: Role,
    parts: &[Rect<f64>],
) -> Vec<(Role, Vec<Role>)> {
    let says_where = [Role::StudyArea, Role::Municipality];
    let others: Vec<Role> = roles.iter().copied().filter(|role| !says_where.contains(role)).collect();
    let lies_outside = |role: &Role| lie_outside(boxes(base, *role), parts);
    let far: Vec<Role> = others.iter().copied().filter(lies_outside).collect();
    if given.contains(&area) && !far.is_empty() && far.len() == others.len() {
        // It is the area that lies elsewhere.
        return vec![(area, others)];
    }
    far.into_iter().filter(|role| given.contains(role)).map(|role| (role, vec![area])).collect()
}

/// Each layer against those before it: of two that lie apart the later is told.
fn outside_of_others(base: &Baseline, given: &BTreeSet<Role>, roles: &[Role]) -> Vec<(Role, Vec<Role>)> {
    let mut region: Option<Rect<f64>> = None;
    let mut found = Vec::new();
    for (idx, role) in roles.iter().enumerate() {
        let so_far = region.filter(|_| given.contains(role)).map(|region| grown(region, NEAR_OTHERS_M));
        if so_far.is_some_and(|region| lie_outside(boxes(base, *role), &[region])) {
            found.push((*role, roles[..idx].to_vec()));
        } else {
            region = boxes(base, *role).chain(region).reduce(joined);
        }
    }
    found
}

/// Is there something, and all of it outside these parts?
fn lie_outside(features: impl Iterator<Item = Rect<f64>>, parts: &[Rect<f64>]) -> bool {
    let mut is_something = false;
    let mut features = features.inspect(|_| is_something = true);
    let is_outside = features.all(|feature| parts.iter().all(|part| !meet(&feature, part)));
    is_outside && is_something
}

/// The box of each feature of a role.
fn boxes(base: &Baseline, role: Role) -> impl Iterator<Item = Rect<f64>> {
    features(base, role.kept_in()).filter_map(|feature| feature.bounds())
}

fn grown(rect: Rect<f64>, by_m: f64) -> Rect<f64> {
    let by = Coord { x: by_m, y: by_m };
    Rect::new(rect.min() - by, rect.max() + by)
}

fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let (min, max) = ((a.min(), b.min()), (a.max(), b.max()));
    Rect::new(
        Coord { x: min.0.x.min(min.1.x), y: min.0.y.min(min.1.y) },
        Coord { x: max.0.x.max(max.1.x), y: max.0.y.max(max.1.y) },
    )
}

fn meet(a: &Rect<f64>, b: &Rect<f64>) -> bool {
    a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
}
