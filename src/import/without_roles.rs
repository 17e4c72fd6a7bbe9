//! A baseline without the layers of some roles.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::baseline::{Baseline, Role};
use crate::domain::demand::Demand;

/// A baseline without the layers of these roles, and without what was derived from them.
pub fn without_roles(mut start: Baseline, roles: &BTreeSet<Role>) -> Baseline {
    for role in roles {
        match role {
            Role::Demand | Role::Pc4 => {
                start.demand = Arc::new(Demand::from_parts(Vec::new(), start.demand.of_areas().to_vec()));
            }
            Role::Municipality => start.municipalities = Arc::default(),
            Role::District | Role::Neighborhood => {
                start.coded_areas_mut(*role).into_iter().for_each(Vec::clear);
                if !start.demand.of_areas().is_empty() {
                    start.demand = Arc::new(Demand::from_cells(start.demand.own().to_vec()));
                }
            }
            Role::Settlement => start.settlements = Arc::default(),
            Role::StudyArea => start.study_area = None,
            Role::Kind(_) | Role::CandidateSite | Role::Cluster => start.remove_places_of(*role),
        }
    }
    let people = [Role::Demand, Role::Pc4];
    let people_replaced = people.iter().any(|role| roles.contains(role));
    let replaced = |role: Role| roles.contains(&role) || (people_replaced && people.contains(&role));
    let gave_people = |role: Role| people.contains(&role) || [Role::District, Role::Neighborhood].contains(&role);
    let had_people = start.layers.iter().any(|layer| gave_people(layer.role));
    start.layers.retain(|layer| !replaced(layer.role));
    // Whose people go is not known of a project of an older version: they go with the last layer that gave any.
    if had_people && start.layers.iter().all(|layer| !gave_people(layer.role)) {
        start.demand = Arc::default();
    }
    start
}
