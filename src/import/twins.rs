//! Tells of places that stand twice in what was read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::problems::quote;
use super::record::Record;
use super::shape::Shape;
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::identity::{Footprint, Status};
use crate::domain::problem::ProblemKind;
use crate::domain::sighting::Sighting;
use crate::domain::twins::{Apart, TwinGroup, Twins, groups};
use crate::layers::fields::NAME;

/// What of the given roles stands twice, by the file that is named for it.
pub(super) fn found(base: &Baseline, given: &BTreeSet<Role>) -> Vec<(String, Role, Vec<ProblemKind>)> {
    let twins = Twins::of(&base.places, &Apart::new());
    let mut of_role: BTreeMap<Role, Vec<&TwinGroup>> = BTreeMap::new();
    for group in twins.groups().iter().filter(|group| given.contains(&Role::Kind(group.kind))) {
        of_role.entry(Role::Kind(group.kind)).or_default().push(group);
    }
    let of_roles = of_role.into_iter().map(|(role, groups)| {
        let file = base.layers.iter().rev().find(|layer| layer.role == role).map(|layer| layer.file.clone());
        (file.unwrap_or_default(), role, kinds(&groups))
    });
    of_roles.collect()
}

/// What is told of these places: of those that one source has as a point and as an area, and of the others.
fn kinds(groups: &[&TwinGroup]) -> Vec<ProblemKind> {
    let is_of_one_source = |group: &&TwinGroup| group.is_point_and_area() && group.origins().len() < 2;
    let (one, several): (Vec<&TwinGroup>, Vec<&TwinGroup>) = groups.iter().copied().partition(is_of_one_source);
    let example = |group: &TwinGroup| quote(&group.members[0].name);
    let mut kinds = Vec::new();
    if let Some(first) = one.first() {
        kinds.push(ProblemKind::PointAndArea { n: one.len(), example: example(first) });
    }
    if let Some(first) = several.first() {
        let sources = first.origins().into_iter().map(quote).collect();
        kinds.push(ProblemKind::SeveralSources { n: several.len(), example: example(first), sources });
    }
    kinds
}

/// So many records of a file are compared when nobody said what it is for, each with no more corners than this: enough for
/// the buildings of a region, and a bound on memory.
const MOST_COMPARED: usize = 200_000;
const MOST_CORNERS: usize = 1_000;

/// Named records of a file of which nobody said what it is for.
#[derive(Debug, Default)]
pub(super) struct Unsorted(Vec<(String, Rd<Shape>)>);

impl Unsorted {
    /// Notes a record.
    pub(super) fn note(&mut self, record: &Record) {
        let is_comparable = record.shape.0.lines.is_empty() && record.shape.0.coords().count() <= MOST_CORNERS;
        let name = record.fields.named(NAME.spellings).filter(|_| is_comparable && self.0.len() < MOST_COMPARED);
        if let Some(name) = name {
            self.0.push((name, record.shape.clone()));
        }
    }

    /// Places that stand in it as a point and as an area, whatever they are.
    pub(super) fn found(self) -> Option<ProblemKind> {
        let is_point = |shape: &Rd<Shape>| shape.0.polygons.is_empty();
        if self.0.iter().all(|(_, shape)| is_point(shape)) || !self.0.iter().any(|(_, shape)| is_point(shape)) {
            return None;
        }
        let placed = |(name, shape): (String, Rd<Shape>)| {
            let place = shape.place()?;
            Some((name, place.point, place.area.map(Arc::new)))
        };
        let placed: Vec<(String, RdPoint, Option<Footprint>)> = self.0.into_iter().filter_map(placed).collect();
        let all = placed.iter().enumerate();
        let sightings: Vec<Sighting<'_>> = all
            .map(|(idx, (name, point, footprint))| Sighting {
                id: Uuid::from_u128(idx as u128),
                // Any kind that can have a twin.
                kind: AmenityKind::CARE,
                name,
                origin: None,
                point: *point,
                footprint: footprint.as_ref(),
                status: Status::Existing,
            })
            .collect();
        let groups = groups(&sightings);
        let twice: Vec<&TwinGroup> = groups.iter().filter(|group| group.is_point_and_area()).collect();
        kinds(&twice).into_iter().next()
    }
}
