//! What is known of places that went while interventions were about them: their names stay.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::Project;
use super::passing::Passing;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Baseline;
use crate::domain::variant::Intervention;

/// A place that went, as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct LostPlace {
    /// Its kind; a site has none.
    pub kind: Option<AmenityKind>,
    /// Its name.
    pub name: String,
    /// Where it stood.
    pub point: RdPoint,
}

/// Places that went, by their ids.
pub type LostPlaces = BTreeMap<Uuid, LostPlace>;

impl Project {
    /// Follows a change of layers: what was about a record that went is about the record of the same place that stays, and of
    /// a place that went altogether it is remembered what it was, for as long as an intervention is about it. Takes time in
    /// proportion to the places.
    pub fn follow_layers(&mut self, before: &Baseline, after: &Baseline, passing: &Passing) {
        self.pass_on(passing);
        let of_variants = self.plan.variants.iter().flat_map(|variant| &variant.interventions);
        let mut lost: BTreeSet<Uuid> =
            of_variants.filter(|what| what.needs_a_place()).map(Intervention::subject).collect();
        if lost.is_empty() {
            self.lost.clear();
            return;
        }
        for place in after.places.plannable() {
            lost.remove(&place.id);
        }
        for place in before.places.plannable().filter(|place| lost.contains(&place.id)) {
            let (kind, name, point) = (place.kind(), place.name.clone(), place.point);
            self.lost.insert(place.id, LostPlace { kind, name, point });
        }
        self.lost.retain(|id, _| lost.contains(id));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::place::{Place, Site, What};
    use crate::domain::variant::Variant;
    use crate::import::normenkader;

    fn ground(ids: &[u128]) -> Baseline {
        let site = |n: &u128| {
            let point = RdPoint::at(250_000.0, 470_000.0);
            Place::new(Uuid::from_u128(*n), format!("Veld {n}"), point, What::Site(Site::default()))
        };
        Baseline { places: ids.iter().map(site).collect(), ..Baseline::default() }
    }

    #[test]
    fn a_place_that_goes_is_remembered_as_long_as_an_intervention_is_about_it_and_it_is_gone() {
        let mut project = Project::new(normenkader::standard());
        let interventions = vec![Intervention::ClosePlace { id: Uuid::from_u128(1) }];
        let (name, note) = ("proef".to_owned(), String::new());
        project.plan.variants.push(Arc::new(Variant { id: Uuid::from_u128(9), name, note, interventions }));
        let nothing = Passing::default();
        project.follow_layers(&ground(&[1, 2]), &ground(&[3]), &nothing);
        let names: Vec<&str> = project.lost.values().map(|place| place.name.as_str()).collect();
        assert_eq!(names, ["Veld 1"]);
        let mut later = project.clone();
        later.follow_layers(&ground(&[3]), &ground(&[4]), &nothing);
        assert_eq!(later.lost, project.lost, "a second delivery forgets nothing");
        later.follow_layers(&ground(&[4]), &ground(&[1]), &nothing);
        assert!(later.lost.is_empty(), "it is there again");
        project.plan.variants.clear();
        project.follow_layers(&ground(&[3]), &ground(&[4]), &nothing);
        assert!(project.lost.is_empty());
    }
}
