//! Ids that survive a new import: kept, derived from the source's own, or from name and place; never random.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::super::problem::{Position, ProblemKind, Problems, Repeated, quote};
use crate::crs::RdPoint;
use crate::domain::identity::id_from_source;

/// Ids given out so far within one role.
#[derive(Debug, Default)]
pub(crate) struct SeenIds(BTreeSet<Uuid>);

/// What an id is made of.
pub(crate) struct IdBasis<'a> {
    /// The record's own id, if it has one.
    pub(crate) own: Option<&'a str>,
    /// The publisher or the file.
    pub(crate) source: &'a str,
    /// Role, for records without an id.
    pub(crate) role: &'a str,
    /// Name as the source gives it, empty if it does not.
    pub(crate) name: &'a str,
    pub(crate) point: RdPoint,
}

impl SeenIds {
    /// These were given out before.
    pub(crate) fn of(ids: BTreeSet<Uuid>) -> Self {
        Self(ids)
    }

    /// The id of a record. One seen before gives another id, with a problem.
    pub(crate) fn id(&mut self, basis: &IdBasis<'_>, position: &Position, problems: &mut Problems) -> Uuid {
        // Decimetres: the same place after a round through degrees with seven decimals.
        let (x, y) = (basis.point.x(), basis.point.y());
        let name_and_place = format!("{}\u{1f}{x:.1}\u{1f}{y:.1}", basis.name);
        let id = match basis.own {
            Some(own) => Uuid::parse_str(own).unwrap_or_else(|_| id_from_source(basis.source, own)),
            None => id_from_source(basis.role, &name_and_place),
        };
        if self.0.insert(id) {
            return id;
        }
        match basis.own {
            Some(own) => problems.at(position, ProblemKind::DuplicateId(quote(own))),
            None => problems.count(Repeated::SamePlace, None),
        }
        let mut n = 2;
        loop {
            let other = id_from_source(&id.to_string(), &format!("{name_and_place}\u{1f}{n}"));
            if self.0.insert(other) {
                return other;
            }
            n += 1;
        }
    }
}
