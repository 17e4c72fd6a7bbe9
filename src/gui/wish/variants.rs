//! What is wanted of variants, and where they differ from the ground.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use uuid::Uuid;

use crate::crs::RdPoint;
use crate::domain::baseline::Baseline;
use crate::domain::variant::{Intervention, Variant};
use crate::gui::state::Adds;
use crate::nl::window::plan as nl;
use crate::project::{Edit, PlanEdit, Project};

/// The edit that puts an intervention into the variant that is worked on; without one, a new variant begins with it.
pub fn intervene(project: &Project, intervention: Intervention, new_variant: Uuid) -> Edit {
    Edit::Plan(match project.plan.active() {
        Some(variant) => PlanEdit::Intervene { variant: variant.id, intervention },
        None => PlanEdit::New(Variant {
            id: new_variant,
            name: free_name(project),
            note: String::new(),
            interventions: vec![intervention],
        }),
    })
}

/// A new variant with what another one changes, or with nothing.
pub fn new_variant(project: &Project, copied: Option<&Variant>) -> Edit {
    let name = copied.map_or_else(|| free_name(project), |variant| nl::copy_name(&variant.name));
    let (note, interventions) =
        copied.map(|variant| (variant.note.clone(), variant.interventions.clone())).unwrap_or_default();
    Edit::Plan(PlanEdit::New(Variant { id: Uuid::new_v4(), name, note, interventions }))
}

/// The first of "Variant 1", "Variant 2" … that no variant is called.
fn free_name(project: &Project) -> String {
    let mut names = (1..).map(nl::variant_name);
    names.find(|name| project.plan.variant_named(name).is_none()).unwrap_or_default()
}

/// What adding something at a place does.
pub fn addition(adds: Adds, point: RdPoint) -> Option<Intervention> {
    let id = Uuid::new_v4();
    match adds {
        Adds::Nothing => None,
        Adds::Site => Some(Intervention::add(id, None, nl::NEW_SITE, point, None)),
        Adds::Place(kind) => Some(Intervention::add(id, Some(kind), nl::new_place(kind), point, None)),
    }
}

/// Where a variant differs from the ground, to be marked on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ChangeMark {
    /// Something came.
    Added(RdPoint),
    /// Something stands elsewhere.
    Moved {
        /// Where it stood.
        from: RdPoint,
        /// Where it stands.
        to: RdPoint,
    },
    /// Something went.
    Closed(RdPoint),
}

/// Places of a ground by their ids, looked up once each: a drag asks for the same ones at every step.
#[derive(Debug, Default)]
pub struct SubjectPlaces {
    of: Weak<Baseline>,
    places: HashMap<Uuid, Option<(String, RdPoint)>>,
}

impl SubjectPlaces {
    /// Looks up what interventions are about, as far as it is not known yet.
    pub fn look_up<'i>(&mut self, ground: &Arc<Baseline>, interventions: impl Iterator<Item = &'i Intervention>) {
        if !std::ptr::eq(self.of.as_ptr(), Arc::as_ptr(ground)) {
            *self = Self { of: Arc::downgrade(ground), places: HashMap::new() };
        }
        for intervention in interventions {
            let id = intervention.subject();
            let found = || ground.place(id).map(|place| (place.name.clone(), place.point));
            self.places.entry(id).or_insert_with(found);
        }
    }

    fn get(&self, id: Uuid) -> Option<&(String, RdPoint)> {
        self.places.get(&id)?.as_ref()
    }
}

/// The name of what each intervention is about, as it is called on the ground or when it came.
pub fn subject_names(ground: &SubjectPlaces, interventions: &[Intervention]) -> Vec<String> {
    let came = |id: Uuid| {
        interventions.iter().find_map(|intervention| match intervention {
            Intervention::AddPlace(place) if place.id == id => Some(&place.name),
            Intervention::PutZone { zone, .. } if zone.id == id => Some(&zone.name),
            Intervention::RejectZone { id: zone, name } if *zone == id => Some(name),
            _ => None,
        })
    };
    let name_of = |id| match ground.get(id) {
        Some((name, _)) => name.clone(),
        None => came(id).cloned().unwrap_or_default(),
    };
    interventions.iter().map(|intervention| name_of(intervention.subject())).collect()
}

/// The marks of a variant's interventions.
pub fn change_marks(ground: &SubjectPlaces, interventions: &[Intervention]) -> Vec<ChangeMark> {
    let mut now: Vec<(Uuid, Option<RdPoint>, Option<RdPoint>)> = Vec::new();
    for intervention in interventions {
        let id = intervention.subject();
        let to = match intervention {
            Intervention::AddPlace(place) => Some(place.point),
            Intervention::MovePlace { to, .. } => Some(*to),
            Intervention::ClosePlace { .. } => None,
            _ => continue,
        };
        match now.iter_mut().find(|(known, ..)| *known == id) {
            Some((.., there)) => *there = to,
            None => now.push((id, ground.get(id).map(|(_, point)| *point), to)),
        }
    }
    let mark = |(_, from, to): (Uuid, Option<RdPoint>, Option<RdPoint>)| match (from, to) {
        (Some(from), Some(to)) => Some(ChangeMark::Moved { from, to }),
        (None, Some(to)) => Some(ChangeMark::Added(to)),
        (Some(from), None) => Some(ChangeMark::Closed(from)),
        (None, None) => None,
    };
    now.into_iter().filter_map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amenity::AmenityKind;
    use crate::domain::place::PlaceClass;
    use crate::import::normenkader;

    #[test]
    fn the_first_intervention_begins_a_variant_and_the_next_joins_it() {
        let mut project = Project::new(normenkader::standard());
        let close = |n| Intervention::ClosePlace { id: Uuid::from_u128(n) };
        intervene(&project, close(1), Uuid::from_u128(100)).apply(&mut project);
        intervene(&project, close(2), Uuid::from_u128(200)).apply(&mut project);
        assert_eq!(project.plan.variants.len(), 1);
        assert_eq!(project.plan.interventions(), [close(1), close(2)]);
        new_variant(&project, None).apply(&mut project);
        let names: Vec<&str> = project.plan.variants.iter().map(|variant| variant.name.as_str()).collect();
        assert_eq!(names, ["Variant 1", "Variant 2"]);
    }

    #[test]
    fn marks_show_where_something_came_went_and_moved_from_and_nothing_for_what_came_and_went() {
        let region = Arc::new(crate::demo::baseline());
        let (a, b) = (&region.places[PlaceClass::Care][0], &region.places[PlaceClass::Amenity][0]);
        let (to, later) = (RdPoint::at(250_000.0, 480_000.0), RdPoint::at(250_500.0, 480_000.0));
        let added = addition(Adds::Site, to).expect("a site");
        let gone = addition(Adds::Place(AmenityKind::STOP), to).expect("a stop");
        let (added_id, gone_id) = (added.subject(), gone.subject());
        let interventions = [
            Intervention::MovePlace { id: a.id, to },
            Intervention::MovePlace { id: a.id, to: later },
            Intervention::ClosePlace { id: b.id },
            added,
            Intervention::MovePlace { id: added_id, to: later },
            gone,
            Intervention::ClosePlace { id: gone_id },
        ];
        let mut known = SubjectPlaces::default();
        known.look_up(&region, interventions.iter());
        let marks = change_marks(&known, &interventions);
        let expected =
            [ChangeMark::Moved { from: a.point, to: later }, ChangeMark::Closed(b.point), ChangeMark::Added(later)];
        assert_eq!(marks, expected);
    }
}
