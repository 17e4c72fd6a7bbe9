//! Which interventions of a variant give way to a later one, and what that takes over of them.

use geo::{Area, BooleanOps, BoundingRect, Intersects, Polygon};
use uuid::Uuid;

use super::variant::Intervention;

impl Intervention {
    /// Does a later intervention undo all that this one does? Then this one can be removed.
    pub fn is_overruled_by(&self, next: &Self) -> bool {
        let same_subject = self.subject() == next.subject();
        match (self, next) {
            (Self::PutZone { zone, replaces: taken }, Self::PutZone { zone: next, replaces }) => {
                let takes = |id: &Uuid| *id == next.id || replaces.contains(id);
                let is_below = || overlap(&zone.outline.0, &next.outline.0);
                takes(&zone.id) || (taken.iter().any(takes) && is_below())
            }
            (Self::RejectZone { .. }, _) => same_subject && next.is_about_zones(),
            (Self::PutZone { .. }, Self::RejectZone { .. }) => same_subject,
            (Self::MovePlace { .. }, Self::MovePlace { .. })
            | (Self::RenamePlace { .. }, Self::RenamePlace { .. })
            | (Self::SetCapacity { .. }, Self::SetCapacity { .. })
            | (Self::AddPlace(_), Self::AddPlace(_)) => same_subject,
            (Self::MovePlace { .. } | Self::RenamePlace { .. } | Self::SetCapacity { .. }, Self::ClosePlace { .. }) => {
                same_subject
            }
            _ => false,
        }
    }
}

/// Below this size what two zones share is the line between them, in square metres.
const SHARED_LINE_M2: f64 = 1.0;

/// Do two zones share more than a border?
pub fn overlap(a: &Polygon<f64>, b: &Polygon<f64>) -> bool {
    let near = a.bounding_rect().zip(b.bounding_rect()).is_some_and(|(a, b)| a.intersects(&b));
    near && a.intersection(b).unsigned_area() >= SHARED_LINE_M2
}

/// Appends an intervention and removes the earlier ones that it overrules. A zone inherits the list of replaced zones from
/// the zones that it removes; otherwise those would be proposed again below it.
pub fn intervene(interventions: &mut Vec<Intervention>, mut next: Intervention) {
    let gone: Vec<Intervention> = interventions.extract_if(.., |earlier| earlier.is_overruled_by(&next)).collect();
    take_over(&mut next, gone);
    interventions.push(next);
}

/// Adds to a zone the zones that the removed ones replaced.
fn take_over(next: &mut Intervention, gone: Vec<Intervention>) {
    let Intervention::PutZone { zone, replaces } = next else { return };
    for earlier in gone {
        let Intervention::PutZone { zone: before, replaces: taken } = earlier else { continue };
        for id in std::iter::once(before.id).chain(taken) {
            if id != zone.id && !replaces.contains(&id) {
                replaces.push(id);
            }
        }
    }
}

/// Cleans up a list of which some interventions were redirected to another place or zone; `before` is the list as it was.
/// Removes what the redirection made a duplicate of an earlier one or lets a later one overrule; the rest stays.
pub fn anew(before: &[Intervention], now: Vec<Intervention>) -> Vec<Intervention> {
    let mut kept: Vec<(usize, Intervention)> = Vec::with_capacity(now.len());
    for (idx, mut what) in now.into_iter().enumerate() {
        if kept.iter().any(|(at, earlier)| *earlier == what && before[*at] != before[idx]) {
            continue;
        }
        let gives_way = |(at, earlier): &mut (usize, Intervention)| {
            earlier.is_overruled_by(&what) && !before[*at].is_overruled_by(&before[idx])
        };
        let gone: Vec<_> = kept.extract_if(.., gives_way).map(|(_, earlier)| earlier).collect();
        take_over(&mut what, gone);
        kept.push((idx, what));
    }
    kept.into_iter().map(|(_, what)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::{Rd, RdPoint};
    use crate::domain::variant::{PlannedZone, ZoneStatus};

    fn put(id: u128, replaces: &[u128]) -> Intervention {
        put_at(0.0, id, replaces)
    }

    fn put_at(x: f64, id: u128, replaces: &[u128]) -> Intervention {
        let outline = Rd(geo::Rect::new((x, 0.0), (x + 10.0, 10.0)).to_polygon());
        let zone = PlannedZone { id: Uuid::from_u128(id), name: String::new(), outline, status: ZoneStatus::Sketched };
        Intervention::PutZone { zone, replaces: replaces.iter().map(|id| Uuid::from_u128(*id)).collect() }
    }

    fn after(all: &[Intervention]) -> Vec<Intervention> {
        let mut interventions = Vec::new();
        all.iter().for_each(|next| intervene(&mut interventions, next.clone()));
        interventions
    }

    #[test]
    fn a_zone_that_takes_the_place_of_one_that_took_others_takes_theirs_too() {
        // Merged, and then redrawn, accepted, or merged on.
        assert_eq!(after(&[put(1, &[2]), put(9, &[1])]), [put(9, &[1, 2])]);
        assert_eq!(after(&[put(1, &[2]), put(1, &[])]), [put(1, &[2])]);
        assert_eq!(after(&[put(1, &[2]), put(3, &[4]), put(1, &[3])]), [put(1, &[3, 2, 4])]);
        // Whoever takes a place again takes it from the one that has it.
        assert_eq!(after(&[put(9, &[1, 2]), put(8, &[1])]), [put(8, &[1, 9, 2])]);
        assert_eq!(after(&[put(9, &[1, 2]), put(1, &[])]), [put(1, &[9, 2])]);
        assert_eq!(after(&[put(9, &[1]), put(8, &[2])]), [put(9, &[1]), put(8, &[2])]);
        // Two parts of one zone, side by side.
        let parts = [put_at(0.0, 9, &[1]), put_at(10.0, 8, &[1])];
        assert_eq!(after(&parts), parts);
    }

    #[test]
    fn when_some_are_about_another_place_only_what_gives_way_by_that_goes() {
        let moved =
            |id: u128, x: f64| Intervention::MovePlace { id: Uuid::from_u128(id), to: RdPoint::at(x, 470_000.0) };
        let close = |id: u128| Intervention::ClosePlace { id: Uuid::from_u128(id) };
        // Two zones of one place that overlap, as another program may leave them, are none of this.
        let zones = [put_at(0.0, 9, &[1]), put_at(5.0, 8, &[1])];
        let with = |all: &[Intervention]| [&zones[..], all].concat();
        let before = with(&[moved(5, 1.0), close(7), moved(6, 2.0), close(6)]);
        let now = with(&[moved(6, 1.0), close(6), moved(6, 2.0), close(6)]);
        assert_eq!(anew(&before, now), with(&[close(6), moved(6, 2.0)]), "closed once, moved last");
        assert_eq!(anew(&before, before.clone()), before);
        // Two zones that are about one place now: the later one, with what both had taken.
        assert_eq!(anew(&[put(1, &[3]), put(2, &[4])], vec![put(2, &[3]), put(2, &[4])]), [put(2, &[4, 3])]);
    }

    #[test]
    fn a_later_move_overrules_an_earlier_one_of_the_same_place_only() {
        let moved = |n| Intervention::MovePlace { id: Uuid::from_u128(n), to: RdPoint::at(0.0, 0.0) };
        assert!(moved(1).is_overruled_by(&moved(1)));
        assert!(!moved(1).is_overruled_by(&moved(2)));
        assert!(moved(1).is_overruled_by(&Intervention::ClosePlace { id: Uuid::from_u128(1) }));
        assert!(
            !Intervention::add(Uuid::from_u128(1), None, "", RdPoint::at(0.0, 0.0), None).is_overruled_by(&moved(1))
        );
    }
}
