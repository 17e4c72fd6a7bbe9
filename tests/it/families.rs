//! What belongs to a variant, a vote or a werkatelier that the other side takes away is not left behind without it.

use std::sync::Arc;

use uuid::Uuid;
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::project::Project;
use zorgkring::project::file::{Over, SaveError, save};

use crate::deliveries::Folder;
use crate::shared_file::{all, is_sound, opened, other, put, villages};

const MADE: &str = "2026-03-01T14:32:05Z";

/// A project with a variant that closes these places.
fn closing(project: &Project, closed: &[Uuid]) -> Arc<Project> {
    let mut project = project.clone();
    let interventions = closed.iter().map(|id| Intervention::ClosePlace { id: *id }).collect();
    let (name, note) = ("proef".to_owned(), String::new());
    project.plan.variants = vec![Arc::new(Variant { id: Uuid::from_u128(7), name, note, interventions })];
    Arc::new(project)
}

#[test]
fn a_variant_that_one_side_removes_while_the_other_works_on_it_is_asked_about_and_never_half_there() {
    for is_here in [true, false] {
        let folder = Folder::new();
        let path = villages(folder.0.path());
        let there = opened(&path);
        let ids: Vec<Uuid> = there.baseline.amenities.iter().take(2).map(|place| place.id).collect();
        let both = (closing(&there.project, &ids[..1]), there.baseline.clone());
        let known = put(&path, (&both.0, &both.1), &there.known()).expect("saved").known;
        let mut without = Project::clone(&both.0);
        without.plan.variants.clear();
        let (without, more) = (Arc::new(without), closing(&there.project, &ids));
        // The side that works on it, here or there.
        let (first, second) = if is_here { (&without, &more) } else { (&more, &without) };
        put(&path, (first, &both.1), &known).expect("saved");
        let refused = put(&path, (second, &both.1), &known);
        assert!(matches!(refused, Err(SaveError::Conflicts(_))), "{refused:?}");
        assert_eq!(opened(&path).project.plan.variants, first.plan.variants, "nothing was written");
        save(&path, (second, &both.1), MADE, Over::KnownMine(&known)).expect("this side wins");
        let now = opened(&path);
        assert_eq!(now.project.plan.variants, second.plan.variants);
        assert!(now.problems.is_empty(), "{:?}", now.problems);
        let rows = all(&other(&path, "delete"), "SELECT 1 FROM zorgkring_ingreep").len();
        assert_eq!(rows, second.plan.variants.iter().map(|variant| variant.interventions.len()).sum::<usize>());
        is_sound(&path);
    }
}

#[test]
fn a_variant_that_one_side_removes_and_the_other_leaves_alone_goes() {
    let folder = Folder::new();
    let path = villages(folder.0.path());
    let there = opened(&path);
    let closed = there.baseline.amenities[0].id;
    let known =
        put(&path, (&closing(&there.project, &[closed]), &there.baseline), &there.known()).expect("saved").known;
    put(&path, (&Arc::new(there.project.clone()), &there.baseline), &known).expect("removed");
    let mut other = Project::clone(&known.project);
    other.norms.name = "eigen".to_owned();
    put(&path, (&Arc::new(other), &there.baseline), &known).expect("saved");
    let now = opened(&path);
    assert!(now.project.plan.variants.is_empty() && now.problems.is_empty());
    assert_eq!(now.project.norms.name, "eigen");
}
