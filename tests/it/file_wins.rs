//! Where this program and another one changed the same, and what stands in the file is to stay.

use std::sync::Arc;

use uuid::Uuid;
use zorgkring::crs::RdPoint;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::variant::Intervention;
use zorgkring::nl;
use zorgkring::project::Project;
use zorgkring::project::file::{Over, SaveError, save};

use crate::found_again::{added, import, planned, with};
use crate::shared_file::{is_sound, opened, put};
use crate::support::layers::Folder;

const MADE: &str = "2026-03-01T14:32:05Z";

#[test]
fn where_both_changed_the_same_the_file_stays_when_it_is_to_win_and_the_rest_of_both_stays_too() {
    let folder = Folder::new();
    let shops = "id;naam;x;y\n1;Een;250000;470000\n2;Twee;251000;470000\n3;Drie;252000;470000\n";
    let (path, _) = import(&folder, &[("supermarkt", shops)], &[]);
    let before = opened(&path);
    let side = |named: &str, gone: usize, renamed: &[usize], factor: f64| {
        let (mut project, mut ground) = (before.project.clone(), Baseline::clone(&before.baseline));
        project.norms.detour_factor = factor;
        for idx in renamed {
            Arc::make_mut(&mut ground.places[PlaceClass::Amenity][*idx]).name = format!("{named} {idx}");
        }
        ground.places[PlaceClass::Amenity].remove(gone);
        (Arc::new(project), Arc::new(ground))
    };
    let (their_project, their_ground) = side("Daar", 1, &[0], 1.5);
    put(&path, (&their_project, &their_ground), &before.known()).expect("saved");
    let (project, ground) = side("Hier", 0, &[1, 2], 1.7);
    let Err(SaveError::Conflicts(conflicts)) = put(&path, (&project, &ground), &before.known()) else {
        panic!("both changed three things")
    };
    let told = nl::conflicts::conflicting(&conflicts);
    assert!(told.contains("supermarkt \"Daar 0\": hier weggehaald, daar veranderd"), "{told}");
    assert!(told.contains("supermarkt \"Hier 1\": hier veranderd, daar weggehaald"), "{told}");
    let saved = save(&path, (&project, &ground), MADE, Over::KnownTheirs(&before.known())).expect("the file wins");
    let now = opened(&path);
    let mut names: Vec<&str> = now.baseline.places[PlaceClass::Amenity].iter().map(|shop| shop.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Daar 0", "Hier 2"]);
    assert!((now.project.norms.detour_factor - 1.5).abs() < 1e-9);
    assert_eq!((saved.n_others, saved.others.len()), (3, 2), "what is gone has no name");
    is_sound(&path);
}

#[test]
fn an_intervention_that_was_taken_out_here_and_moved_there_comes_back_whole_and_the_other_way_round_goes_whole() {
    let moved = |project: &Project, to: f64| {
        let mut project = project.clone();
        for variant in &mut project.plan.variants {
            for intervention in &mut Arc::make_mut(variant).interventions {
                if let Intervention::AddPlace(place) = intervention {
                    Arc::make_mut(place).point = RdPoint::at(to, 470_000.0);
                }
            }
        }
        Arc::new(project)
    };
    let without = |project: &Project| {
        let mut project = project.clone();
        project.plan.variants.iter_mut().for_each(|variant| Arc::make_mut(variant).interventions.clear());
        Arc::new(project)
    };
    for is_removed_here in [true, false] {
        let folder = Folder::new();
        let (path, known) = planned(&folder);
        let sides = [without(&known.project), moved(&known.project, 260_000.0)];
        let [here, there] = if is_removed_here {
            sides
        } else {
            let [a, b] = sides;
            [b, a]
        };
        put(&path, (&there, &known.baseline), &known).expect("saved");
        let conflicts = put(&path, (&here, &known.baseline), &known);
        assert!(matches!(conflicts, Err(SaveError::Conflicts(_))), "{conflicts:?}");
        save(&path, (&here, &known.baseline), MADE, Over::KnownTheirs(&known)).expect("the file wins");
        let now = opened(&path);
        assert_eq!(now.problems, [], "nothing is left of half an intervention");
        assert_eq!(now.project.plan, there.plan);
        assert_eq!(now.project.plan.variants[0].id, Uuid::from_u128(1));
        is_sound(&path);
    }
}

#[test]
fn a_variant_that_one_side_removes_while_the_other_works_on_it_is_as_the_file_has_it_whole() {
    for is_removed_there in [true, false] {
        let folder = Folder::new();
        let (path, known) = planned(&folder);
        let mut without = Project::clone(&known.project);
        without.plan.variants.clear();
        let (without, more) = (Arc::new(without), with(&known.project, added(3, "Tweede")));
        let (there, here) = if is_removed_there { (&without, &more) } else { (&more, &without) };
        put(&path, (there, &known.baseline), &known).expect("saved");
        let refused = put(&path, (here, &known.baseline), &known);
        assert!(matches!(refused, Err(SaveError::Conflicts(_))), "{refused:?}");
        save(&path, (here, &known.baseline), MADE, Over::KnownTheirs(&known)).expect("the file wins");
        let now = opened(&path);
        assert_eq!((&now.project.plan.variants, now.problems.len()), (&there.plan.variants, 0));
        is_sound(&path);
    }
}
