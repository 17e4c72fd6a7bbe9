//! What a room leaves behind: plakbriefjes, stemmingen, besluiten and rounds, driven by label and key.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::Queryable;
use uuid::Uuid;
use zorgkring::demo;
use zorgkring::domain::variant::Variant;
use zorgkring::gui::room::NoteCard;
use zorgkring::gui::state::Selection;
use zorgkring::gui::wish::RoomTab;
use zorgkring::gui::{Loaded, Start};
use zorgkring::project::{Edit, PlanEdit};

use crate::gui_whole_workshop::{cards, is_calm};
use crate::support::room::{note, put_ten_to_the_vote};
use crate::support::window::{
    Window, app, board, bounds, click, drag, edit, features, key, keys, middle, opened, press, session, settle, start,
    type_into, type_lines, window, window_of,
};

#[test]
fn a_note_is_written_on_the_map_moved_parked_and_every_step_is_undone() {
    let mut window = opened();
    keys(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    let middle = middle(&window);
    click(&mut window, middle);
    assert!(app(&window).state().selection == Selection::Nothing, "the click was for the note");
    type_lines(&mut window, "Tekst van het briefje", "Kulturhus hierheen?");
    press(&mut window, "Plakken");
    let first = board(&window).notes[0].clone();
    assert_eq!(first.text, "Kulturhus hierheen?");
    assert!(first.made.len() == 20 && first.made.ends_with('Z'), "{}", first.made);
    let before = bounds(&window);
    let at = window.get_by_label("Plakbriefje: Kulturhus hierheen?").rect().center();
    drag(&mut window, at, vec2(120.0, -40.0));
    assert_eq!(bounds(&window), before, "the map stays");
    let moved = board(&window).notes[0].clone();
    let meters = app(&window).state().meters_per_point;
    let (from, to) = (first.point.expect("on the map"), moved.point.expect("on the map"));
    assert!((to.x() - from.x() - 120.0 * meters).abs() < 2.0 * meters, "{from:?} {to:?}");
    assert!((to.y() - from.y() - 40.0 * meters).abs() < 2.0 * meters, "{from:?} {to:?}");
    features(&mut window).room.open(RoomTab::Notes);
    settle(&mut window);
    press(&mut window, "Naar de parkeerlijst: Kulturhus hierheen?");
    assert_eq!(board(&window).notes[0].point, None);
    window.get_by_label("Parkeerlijst");
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(board(&window).notes[0].point, moved.point);
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(board(&window).notes[0].point, first.point);
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(board(&window).notes.is_empty());
}

#[test]
fn notes_that_crowd_show_as_a_number_and_open_one_by_one() {
    let mut window = opened();
    for (east, text) in [(0.0, "een"), (1.0, "twee"), (2.0, "drie")] {
        note(&mut window, east, text);
    }
    let at = window.get_by_label("Plakbriefje: 3 briefjes").rect().center();
    click(&mut window, at);
    press(&mut window, "twee");
    press(&mut window, "Verwijderen: Plakbriefje");
    assert_eq!(board(&window).notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["een", "drie"]);
    features(&mut window).room.card = Some(NoteCard::new(None, None));
    settle(&mut window);
    key(&mut window, Key::Escape);
    assert!(app(&window).features().room.card.is_none());
}

#[test]
fn what_is_typed_in_a_note_is_kept_when_another_note_is_opened() {
    let mut window = opened();
    for (east, text) in [(0.0, "een"), (6_000.0, "twee")] {
        note(&mut window, east, text);
    }
    let texts = |window: &Window| board(window).notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    let open = |window: &mut Window, text: &str| {
        let at = window.get_by_label(&format!("Plakbriefje: {text}")).rect().center();
        click(window, at);
    };
    open(&mut window, "een");
    type_lines(&mut window, "Tekst van het briefje", " en een half");
    open(&mut window, "twee");
    assert_eq!(texts(&window), ["een en een half", "twee"]);
    assert!(app(&window).features().room.card.is_some(), "the other is open");
    press(&mut window, "Annuleren");
    assert_eq!(texts(&window), ["een en een half", "twee"], "what is called off stays as it was");
}

#[test]
fn the_ten_opgaven_are_put_to_the_vote_and_the_first_four_are_kept() {
    let mut window = opened();
    features(&mut window).room.open(RoomTab::Ballots);
    settle(&mut window);
    press(&mut window, "Nieuwe stemming");
    type_into(&mut window, "Vraag van de stemming", "Welke opgaven eerst?");
    press(&mut window, "De tien opgaven uit de woonzorgvisie");
    press(&mut window, "Stemming openen");
    let ballot = board(&window).ballots[0].clone();
    assert_eq!((ballot.subjects.len(), ballot.n_dots, ballot.n_kept), (10, 3, 4));
    press(&mut window, "Op volgorde van stippen");
    for (nth, n) in [(3, 3), (0, 2), (9, 2), (5, 1), (7, 1)] {
        for _ in 0..n {
            press(&mut window, &format!("Stip erbij: {}", ballot.subjects[nth].text));
        }
    }
    press(&mut window, &format!("Stip eraf: {}", ballot.subjects[9].text));
    let voted = board(&window).ballots[0].clone();
    assert_eq!(voted.n_votes(), 8);
    assert_eq!(voted.ranking()[..2], [3, 0]);
    let kept: Vec<usize> = (0..10).filter(|idx| voted.keeps(*idx)).collect();
    assert_eq!(kept, [0, 3, 5, 7, 9], "three are alike at the edge");
    // As on the screen: the cut lies below the last that is kept.
    let y = |window: &Window, label: &str| window.get_by_label(label).rect().center().y;
    let label = "5 blijven over (gelijke stand)";
    window.get_by_label(label).scroll_to_me();
    settle(&mut window);
    let cut = y(&window, label);
    for (idx, subject) in voted.subjects.iter().enumerate() {
        let row = y(&window, &format!("{}: {}", subject.text, subject.n_votes));
        assert_eq!(row < cut, voted.keeps(idx), "{}", subject.text);
    }
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(board(&window).ballots[0].n_votes(), 9);
}

#[test]
fn a_decision_has_what_who_when_and_a_place_to_fly_to() {
    let mut window = opened();
    features(&mut window).room.open(RoomTab::Decisions);
    settle(&mut window);
    window.event(Event::Text("Halte bij het dorpshuis".to_owned()));
    settle(&mut window);
    type_into(&mut window, "Wie (rol)", "gemeente Borne");
    type_into(&mut window, "Wanneer", "voor de zomer");
    press(&mut window, "Plek aanwijzen");
    let map = window.get_by_label("Kaart").rect();
    click(&mut window, map.center() + vec2(-150.0, -60.0));
    let chosen = window.get_by_label("Gekozen plek van het besluit").rect();
    assert!(chosen.distance_to_pos(map.center() + vec2(-150.0, -60.0)) < 3.0, "{chosen:?}");
    press(&mut window, "Vastleggen");
    assert!(window.query_by_label("Gekozen plek van het besluit").is_none());
    let decision = board(&window).decisions[0].clone();
    assert_eq!((decision.what.as_str(), decision.who.as_str()), ("Halte bij het dorpshuis", "gemeente Borne"));
    assert_eq!(decision.when, "voor de zomer");
    let place = decision.point.expect("pointed out");
    press(&mut window, "Tonen: Halte bij het dorpshuis");
    let middle = bounds(&window).center();
    assert!((middle.x - place.x()).abs() < 20.0 && (middle.y - place.y()).abs() < 20.0, "{middle:?} {place:?}");
}

#[test]
fn a_round_runs_on_the_clock_of_the_window_and_shows_on_the_map_and_to_the_room() {
    let mut window = opened();
    key(&mut window, Key::F9);
    type_into(&mut window, "Titel van het werkatelier", "Borne");
    press(&mut window, "Nieuw werkatelier beginnen");
    press(&mut window, "Ronde toevoegen");
    press(&mut window, "Ronde 1 starten");
    let round = board(&window).workshops[0].rounds[0].clone();
    assert_eq!(app(&window).state().timer.round(), Some(round.id));
    let timer = app(&window).state().timer;
    let now = window.ctx.input(|input| input.time);
    assert!(timer.left(now) > 14.5 * 60.0);
    assert!((timer.left(now + 600.0) - (timer.left(now) - 600.0)).abs() < 1e-6);
    assert_eq!(window.get_all_by_label_contains("Klok van de ronde: 14:").count(), 1);
    window.run_steps(8);
    let delays = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay);
    let soonest = delays.min().expect("one window");
    assert!(soonest.as_millis() > 0, "drawn again at once");
    key(&mut window, Key::F5);
    window.get_by_label_contains("Klok van de ronde: 14:");
    window.get_by_label_contains("ronde 1 van 1");
}

#[test]
fn who_opens_the_panel_types_the_title_and_gives_no_commands() {
    let mut window = opened();
    key(&mut window, Key::F9);
    for (letter, text) in [(Key::B, "B"), (Key::W, "w")] {
        window.event(Event::Text(text.to_owned()));
        key(&mut window, letter);
    }
    let state = app(&window).state();
    assert!(state.tool.what_if().is_none() && !state.comparison.shows_before);
    press(&mut window, "Nieuw werkatelier beginnen");
    assert_eq!(board(&window).workshops[0].title, "Bw");
    press(&mut window, "Volgend werkatelier");
    window.event(Event::Text("Later".to_owned()));
    settle(&mut window);
    press(&mut window, "Nieuw werkatelier beginnen");
    assert_eq!(board(&window).workshops[1].title, "Later");
    // With nothing to fill in the letters are commands again.
    for key_of_panel in [Key::F9, Key::F9, Key::W] {
        key(&mut window, key_of_panel);
    }
    assert!(app(&window).state().tool.what_if().is_some());
}

#[test]
fn every_round_has_the_same_buttons_at_the_same_place_and_they_fit_a_small_screen() {
    let mut window = window(1280.0, 800.0);
    settle(&mut window);
    key(&mut window, Key::F9);
    press(&mut window, "Nieuw werkatelier beginnen");
    for _ in 0..3 {
        press(&mut window, "Ronde toevoegen");
    }
    let places = |window: &Window| {
        let map = window.get_by_label("Kaart").rect();
        (1..=3)
            .map(|nth| {
                let rect = window.get_by_label(&format!("Ronde {nth} verwijderen")).rect();
                assert!(rect.right() <= map.right() - 4.0, "{rect:?} beside {map:?}");
                rect
            })
            .collect::<Vec<_>>()
    };
    let before = places(&window);
    press(&mut window, "Ronde 1 starten");
    assert_eq!(places(&window), before);
    let pause = window.get_by_label("Pauze").rect();
    press(&mut window, "Ronde 2 starten");
    assert_eq!(places(&window), before);
    let start = window.get_by_label("Ronde 1 starten").rect();
    assert!(start.left() == pause.left() && start.intersects(pause), "{start:?} where {pause:?} was");
    let away = window.get_by_label("Klok weg").rect();
    assert!(away.right() < before[1].left() && away.left() > pause.right());
}

fn plus(window: &Window, subject: &str) -> Rect {
    window.get_by_label(&format!("Stip erbij: {subject}")).rect()
}

#[test]
fn a_stemming_is_opened_without_scrolling_begins_at_its_top_and_no_button_moves_while_voting() {
    let mut window = window(1280.0, 800.0);
    settle(&mut window);
    features(&mut window).room.open(RoomTab::Ballots);
    settle(&mut window);
    press(&mut window, "Nieuwe stemming");
    press(&mut window, "De tien opgaven uit de woonzorgvisie");
    let bar_below = window.get_by_label_contains("ondergrond schematisch").rect().top();
    let open = window.get_by_label("Stemming openen").rect();
    for label in ["Stemming openen", "De tien opgaven uit de woonzorgvisie", "Waarover", "Vraag van de stemming"] {
        let rect = window.get_by_label(label).rect();
        assert!(rect.bottom() < bar_below, "{label}: {rect:?}");
    }
    let at = window.get_by_role_and_label(Role::MultilineTextInput, "Uitspraken, een per regel").rect().left_top()
        + vec2(20.0, 20.0);
    window.event(Event::PointerMoved(at));
    window.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -300.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    settle(&mut window);
    click(&mut window, open.center());
    let subjects: Vec<String> = board(&window).ballots[0].subjects.iter().map(|subject| subject.text.clone()).collect();
    let tabs = window.get_by_label("Stemmen").rect().bottom();
    let first = plus(&window, &subjects[0]);
    assert!(first.top() > tabs && first.bottom() < bar_below, "{first:?}");
    assert!(subjects.iter().all(|subject| !plus(&window, subject).contains(open.center())));
    let before: Vec<Rect> = subjects.iter().map(|subject| plus(&window, subject)).collect();
    for subject in &subjects[..4] {
        let at = plus(&window, subject).center();
        click(&mut window, at);
    }
    let after: Vec<Rect> = subjects.iter().map(|subject| plus(&window, subject)).collect();
    assert_eq!(after, before);
}

#[test]
fn the_room_sees_all_ten_opgaven_at_once_and_the_title_and_the_clock_beside_them() {
    for (width, height) in [(1280.0, 800.0), (1920.0, 1080.0)] {
        let mut window = window(width, height);
        settle(&mut window);
        key(&mut window, Key::F9);
        press(&mut window, "Nieuw werkatelier beginnen");
        press(&mut window, "Ronde toevoegen");
        press(&mut window, "Ronde 1 starten");
        let (name, note) = ("Variant 1".to_owned(), String::new());
        let variant = Variant { id: Uuid::from_u128(7), name, note, interventions: Vec::new() };
        edit(&mut window, Edit::Plan(PlanEdit::New(variant)));
        let subjects = put_ten_to_the_vote(&mut window);
        key(&mut window, Key::F5);
        press(&mut window, "Stemming");
        for by_votes in [false, true] {
            features(&mut window).room.by_votes = by_votes;
            let at = plus(&window, &subjects[2]).center();
            click(&mut window, at);
            let of = format!("{width} points, by votes: {by_votes}");
            is_calm(&window, &of);
            let cards = cards(&window);
            let (_, card) = cards.iter().find(|(name, _)| *name == "zaal-cijfer").expect("the stemming");
            for subject in &subjects {
                let button = plus(&window, subject);
                assert!(card.shrink(4.0).contains_rect(button), "{of}: {subject} {button:?} in {card:?}");
                let text = window.get_by_label(subject).rect();
                assert!(text.height() < 40.0, "{of}: {subject} on one line, {text:?}");
            }
            window.get_by_label("ronde 1 van 1 · Variant 1 · fictieve locaties");
        }
    }
}

#[test]
fn a_round_goes_on_when_the_program_was_closed_in_its_middle() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("venster.toml");
    let mut first = opened();
    key(&mut first, Key::F9);
    press(&mut first, "Nieuw werkatelier beginnen");
    press(&mut first, "Ronde toevoegen");
    press(&mut first, "Ronde 1 starten");
    let round = board(&first).workshops[0].rounds[0].id;
    let liked = toml::to_string(&app(&first).state().preferences).expect("plain values");
    std::fs::write(&file, liked).expect("a file");
    let project = (**session(&first).project()).clone();
    drop(first);
    let load =
        move || Ok(Loaded { baseline: demo::baseline(), project, problems: Vec::new(), known: None, is_saved: true });
    let mut again = window_of(Start { load: Box::new(load), preferences: Some(file), ..start() }, 1440.0, 900.0);
    settle(&mut again);
    assert_eq!(app(&again).state().timer.round(), Some(round));
    window_shows_clock(&again);
    keys(&mut again, Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    let middle = again.get_by_label("Kaart").rect().center();
    click(&mut again, middle);
    type_lines(&mut again, "Tekst van het briefje", "Bankje");
    press(&mut again, "Plakken");
    assert_eq!(board(&again).notes[0].round, Some(round));
    key(&mut again, Key::F9);
    press(&mut again, "Klok weg");
    assert_eq!(app(&again).state().preferences.clock, None);
}

fn window_shows_clock(window: &Window) {
    assert_eq!(window.get_all_by_label_contains("Klok van de ronde: 1").count(), 1);
}

#[test]
fn the_next_werkatelier_shows_what_came_since_the_last_began() {
    let mut window = opened();
    note(&mut window, 0.0, "van voor die tijd");
    key(&mut window, Key::F9);
    press(&mut window, "Nieuw werkatelier beginnen");
    note(&mut window, 300.0, "erna");
    press(&mut window, "Volgend werkatelier");
    press(&mut window, "Nieuw werkatelier beginnen");
    press(&mut window, "Wat is nieuw");
    window.get_by_label("Plakbriefjes (1 nieuw)");
    window.get_by_label("Tonen: erna");
    assert!(window.query_by_label("Tonen: van voor die tijd").is_none());
}
