//! What belongs to a variant, a vote or a werkatelier that the other side takes away is not left behind without it.

use std::sync::Arc;

use uuid::Uuid;
use zorgkring::crs::RdPoint;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::place::What;
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::project::Project;
use zorgkring::project::file::{Known, Over, SaveError, save};

use crate::found_again::{added, import, planned, with};
use crate::shared_file::{all, is_sound, opened, other, put};
use crate::support::layers::Folder;
use crate::support::program::villages;

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
        let ids: Vec<Uuid> = there.baseline.places[PlaceClass::Amenity].iter().take(2).map(|place| place.id).collect();
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
    let closed = there.baseline.places[PlaceClass::Amenity][0].id;
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

/// One side of a merge.
type Ground = (Arc<Project>, Arc<Baseline>);

/// Saves the other side, is refused with this one, and then lets this or the other win; what is in the file then is that of the
/// winner.
fn one_wins(path: &std::path::Path, known: &Known, (here, there): (&Ground, &Ground), is_mine: bool) -> Ground {
    put(path, (&there.0, &there.1), known).expect("saved");
    let refused = put(path, (&here.0, &here.1), known);
    assert!(matches!(refused, Err(SaveError::Conflicts(_))), "{refused:?}");
    let over = if is_mine { Over::KnownMine(known) } else { Over::KnownTheirs(known) };
    save(path, (&here.0, &here.1), MADE, over).expect("one side wins");
    let now = opened(path);
    assert!(now.problems.is_empty(), "{:?}", now.problems);
    is_sound(path);
    (Arc::new(now.project), now.baseline)
}

/// Both ways round, with either side winning.
fn each_way(
    one: &Ground,
    other: &Ground,
    of: impl Fn(&Folder) -> (std::path::PathBuf, Known),
    same: impl Fn(&Ground, &Ground),
) {
    for (is_turned, is_mine) in [(false, true), (false, false), (true, true), (true, false)] {
        let folder = Folder::new();
        let (path, known) = of(&folder);
        let (here, there) = if is_turned { (other, one) } else { (one, other) };
        let now = one_wins(&path, &known, (here, there), is_mine);
        same(&now, if is_mine { here } else { there });
    }
}

#[test]
fn a_variant_that_is_renamed_on_one_side_and_removed_on_the_other_keeps_what_it_changes_or_goes() {
    let (_, known) = planned(&Folder::new());
    let (mut renamed, mut without) = (Project::clone(&known.project), Project::clone(&known.project));
    Arc::make_mut(&mut renamed.plan.variants[0]).name = "Plan B".to_owned();
    without.plan.variants.clear();
    let sides = [renamed, without].map(|project| (Arc::new(project), known.baseline.clone()));
    each_way(&sides[0], &sides[1], planned, |now, winner| assert_eq!(now.0.plan.variants, winner.0.plan.variants));
}

#[test]
fn an_intervention_that_is_changed_on_one_side_and_taken_out_on_the_other_keeps_its_place_or_goes() {
    let (_, known) = planned(&Folder::new());
    let (mut changed, mut without) = (Project::clone(&known.project), Project::clone(&known.project));
    let Intervention::AddPlace(place) = &mut Arc::make_mut(&mut changed.plan.variants[0]).interventions[0] else {
        panic!("a place is added")
    };
    Arc::make_mut(place).what = What::Amenity(AmenityKind::from_role("huisarts").expect("a kind"));
    Arc::make_mut(&mut without.plan.variants[0]).interventions.clear();
    let sides = [changed, without].map(|project| (Arc::new(project), known.baseline.clone()));
    each_way(&sides[0], &sides[1], planned, |now, winner| assert_eq!(now.0.plan.variants, winner.0.plan.variants));
}

#[test]
fn a_layer_that_one_side_removes_and_the_other_changes_in_one_row_is_there_whole_or_not_at_all() {
    let shops = "id;naam;x;y\n1;Een;250000;470000\n2;Twee;251000;470000\n3;Drie;252000;470000\n";
    let delivered = |folder: &Folder| {
        let (path, _) = import(folder, &[("supermarkt", shops)], &[]);
        let known = opened(&path).known();
        (path, known)
    };
    let (_, known) = delivered(&Folder::new());
    let (mut renamed, without) = (Baseline::clone(&known.baseline), Baseline::default());
    Arc::make_mut(&mut renamed.places[PlaceClass::Amenity][1]).name = "Anders".to_owned();
    let sides = [renamed, without].map(|ground| (known.project.clone(), Arc::new(ground)));
    let names = |ground: &Ground| -> Vec<String> {
        let mut names: Vec<String> =
            ground.1.places[PlaceClass::Amenity].iter().map(|shop| shop.name.clone()).collect();
        names.sort_unstable();
        names
    };
    each_way(&sides[0], &sides[1], delivered, |now, winner| {
        assert_eq!((names(now), now.1.layers.len()), (names(winner), winner.1.layers.len()));
    });
}

#[test]
fn rows_that_only_move_up_in_a_list_are_nobodys_work() {
    let folder = Folder::new();
    let (path, known) = planned(&folder);
    let three = with(&with(&known.project, added(3, "Tweede")), added(4, "Derde"));
    let known = put(&path, (&three, &known.baseline), &known).expect("saved").known;
    let without = |idx: usize| {
        let mut project = Project::clone(&three);
        Arc::make_mut(&mut project.plan.variants[0]).interventions.remove(idx);
        Arc::new(project)
    };
    put(&path, (&without(2), &known.baseline), &known).expect("saved");
    let saved = put(&path, (&without(0), &known.baseline), &known).expect("nothing to ask");
    assert!(saved.n_others > 0, "what the other side took out is not here yet");
    assert!(!saved.known.stamp.still_holds(&path));
    let left = &opened(&path).project.plan.variants[0].interventions;
    assert_eq!(left[..], [added(3, "Tweede")]);
    let point = |what: &Intervention| {
        if let Intervention::AddPlace(place) = what { place.point } else { RdPoint::at(0.0, 0.0) }
    };
    assert_eq!(point(&left[0]).x().to_bits(), 250_003.0_f64.to_bits(), "with its place");
}
