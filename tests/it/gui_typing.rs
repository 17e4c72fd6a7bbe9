//! What is being typed is in the document before anything else is done, by whatever pointer, key or screen reader.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, ViewportCommand};
use egui_kittest::kittest::Queryable;
use uuid::Uuid;
use zorgkring::domain::housing::HousingForm;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::gui::state::Selection;
use zorgkring::project::{Edit, PlanEdit, Project};

use crate::support::villages::villages;
use crate::support::window::{Window, app, edit, key, keys, press, session, settle, type_into};

fn project(window: &Window) -> Project {
    (**session(window).project()).clone()
}

/// A variant with one closed place shows, and the text is being typed as its name.
fn typing_a_name(text: &str) -> Window {
    let mut window = villages();
    let id = session(&window).baseline().places[PlaceClass::Care][0].id;
    let interventions = vec![Intervention::ClosePlace { id }];
    let variant = Variant { id: Uuid::from_u128(5), name: "Eerste".to_owned(), note: String::new(), interventions };
    edit(&mut window, Edit::Plan(PlanEdit::New(variant)));
    type_into(&mut window, "Naam van de variant", text);
    window
}

fn names(window: &Window) -> Vec<String> {
    project(window).plan.variants.iter().map(|variant| variant.name.clone()).collect()
}

#[test]
fn a_name_that_is_being_typed_is_there_before_the_button_that_is_pressed_next() {
    let mut window = typing_a_name("Twee huizen");
    press(&mut window, "Kopie");
    assert_eq!(names(&window), ["Twee huizen", "Twee huizen (kopie)"]);
}

#[test]
fn a_click_within_one_frame_finds_what_was_typed_as_well() {
    let mut window = typing_a_name("Twee huizen");
    let pos = window.get_by_label("Kopie").rect().center();
    let button = |pressed| {
        let modifiers = Modifiers::NONE;
        Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers }
    };
    window.input_mut().events.extend([Event::PointerMoved(pos), button(true), button(false)]);
    window.step();
    settle(&mut window);
    assert_eq!(names(&window), ["Twee huizen", "Twee huizen (kopie)"]);
}

#[test]
fn a_screen_reader_that_presses_a_button_finds_what_was_typed() {
    let mut window = typing_a_name("Twee huizen");
    window.get_by_label("Kopie").click_accesskit();
    settle(&mut window);
    assert_eq!(names(&window), ["Twee huizen", "Twee huizen (kopie)"]);
}

#[test]
fn the_keys_of_a_command_find_what_was_typed_and_one_types_on_in_the_same_field() {
    let mut window = typing_a_name("Twee");
    keys(&mut window, Modifiers::COMMAND, Key::T);
    assert_eq!(names(&window), ["Twee"]);
    window.event(Event::Text(" huizen".to_owned()));
    window.step();
    key(&mut window, Key::Enter);
    assert_eq!(names(&window), ["Twee huizen"]);
}

#[test]
fn taking_an_intervention_out_keeps_the_note_that_was_being_typed() {
    let mut window = typing_a_name("Twee huizen");
    key(&mut window, Key::Enter);
    type_into(&mut window, "Notitie bij de variant", "eerst vragen");
    window.get_by_label_contains("Ingreep weghalen: 1.").click();
    settle(&mut window);
    let plan = project(&window).plan;
    let variant = plan.active().expect("a variant");
    assert_eq!((variant.note.as_str(), variant.interventions.len()), ("eerst vragen", 0));
}

#[test]
fn a_title_of_a_round_stays_when_another_round_comes_goes_or_starts() {
    let mut window = villages();
    keys(&mut window, Modifiers::NONE, Key::F9);
    press(&mut window, "Nieuw werkatelier beginnen");
    press(&mut window, "Ronde toevoegen");
    let titles = |window: &Window| -> Vec<String> {
        project(window).board.workshops[0].rounds.iter().map(|round| round.title.clone()).collect()
    };
    type_into(&mut window, "Titel van ronde 1", "Kennismaken");
    press(&mut window, "Ronde toevoegen");
    assert_eq!(titles(&window), ["Kennismaken", "Ronde 2"]);
    type_into(&mut window, "Titel van ronde 2", "Schetsen");
    press(&mut window, "Ronde 1 starten");
    assert_eq!(titles(&window), ["Kennismaken", "Schetsen"]);
    type_into(&mut window, "Titel van ronde 2", "Tekenen");
    press(&mut window, "Ronde 1 verwijderen");
    assert_eq!(titles(&window), ["Tekenen"]);
    // The minutes are typed in a field of another sort.
    let minutes = window.get_by_label("Minuten van ronde 1").rect().center();
    crate::support::window::click(&mut window, minutes);
    window.event(Event::Text("40".to_owned()));
    window.step();
    press(&mut window, "Ronde toevoegen");
    let rounds = project(&window).board.workshops[0].rounds.clone();
    assert_eq!(rounds.iter().map(|round| round.minutes).collect::<Vec<_>>(), [40, 15]);
}

#[test]
fn a_norm_that_is_being_typed_stays_when_another_norm_is_made_required() {
    let mut window = villages();
    keys(&mut window, Modifiers::COMMAND, Key::M);
    let gp = "norm huisarts of gezondheidscentrum (geclusterd)";
    let required = "huisarts of gezondheidscentrum verplicht voor geclusterd wonen";
    let find = |window: &Window, role: &str| {
        let kind = zorgkring::domain::amenity::AmenityKind::from_role(role).expect("a kind");
        project(window).norms.find(HousingForm::Clustered, kind).expect("a norm").clone()
    };
    let was_required = find(&window, "huisarts").required;
    // In the rows after and before the box that is pressed.
    for (field, text) in [(format!("gewicht van {gp}"), "24,5"), ("Naam van het normenkader".to_owned(), "Borne")] {
        window.get_all_by_label(&field).last().expect("in the editor").focus();
        settle(&mut window);
        window.event(Event::Text(text.to_owned()));
        window.step();
        window.get_by_role_and_label(Role::CheckBox, required).click();
        settle(&mut window);
    }
    let gp = find(&window, "huisarts");
    assert_eq!((gp.weight, gp.required, project(&window).norms.name.as_str()), (24.5, was_required, "Borne"));
}

#[test]
fn a_title_stays_when_the_next_press_explains_something_else() {
    let mut window = typing_a_name("Twee huizen");
    let map = window.get_by_label("Kaart").rect();
    crate::support::window::click(&mut window, map.left_top() + egui::vec2(24.0, 24.0));
    assert!(matches!(app(&window).state().selection, Selection::Place(_)));
    assert_eq!(names(&window), ["Twee huizen"]);
}

#[test]
fn a_window_that_is_closed_in_the_middle_of_typing_asks_about_it_with_the_text_in_the_document() {
    let mut window = villages();
    let root = |window: &mut Window, events| {
        window.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default().events = events;
    };
    type_into(&mut window, "omloopfactor, getypt", "1,45");
    assert!(!app(&window).is_unsaved());
    root(&mut window, vec![egui::ViewportEvent::Close]);
    window.step();
    root(&mut window, Vec::new());
    let commands = window.output().viewport_output.values().flat_map(|viewport| viewport.commands.clone());
    assert!(commands.into_iter().any(|command| command == ViewportCommand::CancelClose));
    settle(&mut window);
    assert!((project(&window).norms.detour_factor - 1.45).abs() < 1e-9);
    window.get_by_label("Er zijn wijzigingen die niet zijn bewaard.");
}
