//! Work that a crash left, saved into a file that another program changed meanwhile: both stay.

use std::sync::Arc;

use egui_kittest::kittest::Queryable;
use uuid::Uuid;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::variant::Variant;
use zorgkring::gui::wish::Command;
use zorgkring::import::Unwatched;
use zorgkring::project::file::{Over, open, save};
use zorgkring::project::{Edit, PlanEdit};

use crate::gui_projects::{asks, keeping, save_in_place};
use crate::support::window::{app, document, edit, file, press};

const MADE: &str = "2026-03-01T14:32:05Z";

fn variant(n: u128) -> Variant {
    Variant { id: Uuid::from_u128(n), name: format!("Plan {n}"), note: String::new(), interventions: Vec::new() }
}

#[test]
fn work_that_was_brought_back_is_put_together_with_what_another_program_did_meanwhile() {
    for is_same_field in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.gpkg");
        let mut window = keeping(folder.path());
        file(&mut window, Command::SaveProjectAs, &path);
        edit(&mut window, Edit::Plan(PlanEdit::New(variant(1))));
        edit(&mut window, Edit::SetDetourFactor(1.7));
        app(&window).wait_until_kept().expect("kept");
        // Without a good end.
        drop(window);
        let opened = open(&path, &Unwatched).expect("saved");
        let (mut theirs, mut ground) = (opened.project.clone(), Baseline::clone(&opened.baseline));
        theirs.plan.variants.push(Arc::new(variant(2)));
        Arc::make_mut(ground.places[PlaceClass::Amenity].last_mut().expect("a place")).name = "Anders".to_owned();
        if is_same_field {
            theirs.norms.detour_factor = 1.5;
        }
        save(&path, (&Arc::new(theirs), &Arc::new(ground)), MADE, Over::Known(&opened.known())).expect("saved");
        let mut window = keeping(folder.path());
        press(&mut window, "Terughalen");
        save_in_place(&mut window);
        assert!(asks(&window, "Een ander programma heeft dit bestand veranderd"));
        press(&mut window, "Samenvoegen");
        // A name that both have is one that both changed, for all that is known.
        assert!(asks(&window, "een ander programma heeft hetzelfde veranderd"));
        let told = window.get_all_by_label_contains("hier").count();
        assert!(told > 0);
        press(&mut window, "Neem wat daar staat");
        let now = open(&path, &Unwatched).expect("saved");
        let names: Vec<&str> = now.project.plan.variants.iter().map(|variant| variant.name.as_str()).collect();
        assert_eq!((names.len(), names.contains(&"Plan 1"), names.contains(&"Plan 2")), (2, true, true));
        assert!(now.baseline.places[PlaceClass::Amenity].iter().any(|place| place.name == "Anders"));
        let factor = if is_same_field { 1.5 } else { 1.7 };
        assert!((now.project.norms.detour_factor - factor).abs() < 1e-9);
        assert_eq!(now.project, *document(&window), "and both are here");
        assert!(!app(&window).is_unsaved());
    }
}
