//! The window in a room: presenting, bookmarks, plakbriefjes, stemmingen, besluiten and rounds.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Shape, Vec2, vec2};
use egui_kittest::kittest::Queryable;
use uuid::Uuid;
use zorgkring::crs::RdPoint;
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::domain::workshop::{Ballot, BallotSubject, StickyNote};
use zorgkring::gui::map_layers::Layer;
use zorgkring::gui::room::note_card::NoteCard;
use zorgkring::gui::room::panel::RoomTab;
use zorgkring::gui::view_state::{MapMove, Selection, ViewState};
use zorgkring::project::{Board, BoardEdit, BoardItem, Edit, PlanEdit};

use super::gui::{Window, app, click, opened, picture, press, settle, window};

fn state(window: &mut Window) -> &mut ViewState {
    window.state_mut().as_mut().expect("made in the first frame").state_mut()
}

fn board(window: &Window) -> Board {
    app(window).session().expect("opened").project().board.clone()
}

fn edit(window: &mut Window, edit: Edit) {
    let ctx = window.ctx.clone();
    window.state_mut().as_mut().expect("made").edit(&ctx, edit);
    settle(window);
}

fn key(window: &mut Window, key: Key) {
    window.key_press(key);
    settle(window);
}

fn keys(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

fn type_into(window: &mut Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, label).focus();
    settle(window);
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

fn type_lines(window: &mut Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::MultilineTextInput, label).focus();
    settle(window);
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

/// A bookmark of what shows, by hand.
fn bookmark(window: &mut Window, name: &str) {
    keys(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    window.event(Event::Text(name.to_owned()));
    settle(window);
    press(window, "Bladwijzer maken");
}

fn bounds(window: &Window) -> geo::Rect<f64> {
    app(window).state().shown_bounds.expect("the map was drawn")
}

/// Does what shows hold a box, and fill it from side to side in one direction?
fn shows_exactly(window: &Window, bookmark: geo::Rect<f64>) -> bool {
    let shown = bounds(window);
    let slack = 0.002 * bookmark.width();
    let holds = shown.min().x <= bookmark.min().x + slack
        && shown.min().y <= bookmark.min().y + slack
        && shown.max().x >= bookmark.max().x - slack
        && shown.max().y >= bookmark.max().y - slack;
    let wide = (shown.width() - bookmark.width()).abs() < 2.0 * slack;
    holds && (wide || (shown.height() - bookmark.height()).abs() < 2.0 * slack)
}

/// Two bookmarks: the region without near misses, and a zone.
fn with_two_bookmarks(width: f32, height: f32) -> Window {
    let mut window = window(width, height);
    settle(&mut window);
    state(&mut window).layers.set(Layer::NearMisses, false);
    settle(&mut window);
    bookmark(&mut window, "Heel Twente");
    state(&mut window).layers.set(Layer::NearMisses, true);
    state(&mut window).layers.set(Layer::Sites, false);
    let zone = app(&window).session().and_then(|s| s.answer()).expect("an answer").outcome.zones[0].clone();
    let around = geo::BoundingRect::bounding_rect(&zone.outline.0).expect("a zone has a box");
    state(&mut window).map_move = Some(MapMove::Fit(around));
    settle(&mut window);
    bookmark(&mut window, "Een zone");
    window
}

#[test]
fn bookmarks_come_back_by_arrow_page_and_number_key_with_their_extent_and_layers() {
    let mut window = with_two_bookmarks(1440.0, 900.0);
    let kept = board(&window).bookmarks;
    assert_eq!(kept.iter().map(|b| b.name.as_str()).collect::<Vec<_>>(), ["Heel Twente", "Een zone"]);
    state(&mut window).layers.set(Layer::Rings, false);
    key(&mut window, Key::F5);
    assert!(window.query_by_label("Lagen").is_none(), "panels are away");
    key(&mut window, Key::ArrowRight);
    window.get_by_label("Heel Twente");
    assert!(shows_exactly(&window, kept[0].bounds.0), "{:?} {:?}", bounds(&window), kept[0].bounds);
    assert!(!app(&window).state().layers.shows(Layer::NearMisses));
    assert!(app(&window).state().layers.shows(Layer::Rings));
    key(&mut window, Key::PageDown);
    window.get_by_label("Een zone");
    assert!(shows_exactly(&window, kept[1].bounds.0), "{:?} {:?}", bounds(&window), kept[1].bounds);
    assert!(app(&window).state().layers.shows(Layer::NearMisses));
    assert!(!app(&window).state().layers.shows(Layer::Sites));
    key(&mut window, Key::ArrowRight);
    window.get_by_label("Een zone");
    key(&mut window, Key::ArrowLeft);
    window.get_by_label("Heel Twente");
    key(&mut window, Key::Num2);
    window.get_by_label("Een zone");
    press(&mut window, "Vorige");
    window.get_by_label("Heel Twente");
    key(&mut window, Key::Escape);
    window.get_by_label("Lagen");
    let layers = &app(&window).state().layers;
    assert!(!layers.shows(Layer::Rings) && !layers.shows(Layer::Sites), "as they were before the presentation");
}

#[test]
fn a_bookmark_shows_its_variant_without_an_edit() {
    let mut window = with_two_bookmarks(1440.0, 900.0);
    let care = app(&window).session().expect("opened").baseline().care_locations[0].id;
    let variant = Variant {
        id: Uuid::from_u128(7),
        name: "Dicht".to_owned(),
        note: String::new(),
        interventions: vec![Intervention::ClosePlace { id: care }],
    };
    edit(&mut window, Edit::Plan(PlanEdit::New(variant)));
    let worked_on = app(&window).session().expect("opened").project().clone();
    key(&mut window, Key::F5);
    window.get_by_label_contains("variant Dicht");
    key(&mut window, Key::Num1);
    window.get_by_label_contains("nulsituatie");
    let session = app(&window).session().expect("opened");
    assert_eq!(session.answer().expect("an answer").project.plan.active, None);
    assert!(std::sync::Arc::ptr_eq(session.project(), &worked_on), "nothing was edited");
    key(&mut window, Key::F5);
    let session = app(&window).session().expect("opened");
    assert_eq!(session.answer().expect("an answer").project.plan.active, Some(Uuid::from_u128(7)));
}

#[test]
fn all_text_in_a_presentation_is_at_least_28_pixels_high_at_1080_lines() {
    let mut window = with_two_bookmarks(1920.0, 1080.0);
    put_ballot(&mut window);
    note(&mut window, 0.0, "Oversteek gevaarlijk");
    key(&mut window, Key::F5);
    let mut seen = 0;
    for shows_ballot in [false, true] {
        for number in [Key::Num1, Key::Num2] {
            state(&mut window).room.presenter.shows_ballot = shows_ballot;
            key(&mut window, number);
            let scale = window.ctx.pixels_per_point();
            for clipped in &window.output().shapes {
                each_text(&clipped.shape, &mut |text, size| {
                    seen += 1;
                    assert!(size * scale >= 27.99, "{text}: {} pixels", size * scale);
                });
            }
        }
    }
    assert!(seen > 40, "{seen} texts");
}

fn each_text(shape: &Shape, check: &mut impl FnMut(&str, f32)) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| each_text(shape, check)),
        Shape::Text(text) => {
            for section in &text.galley.job.sections {
                check(&text.galley.job.text, section.format.font_id.size);
            }
        }
        _ => {}
    }
}

#[test]
fn what_is_touched_in_a_presentation_is_at_least_44_pixels() {
    let mut window = with_two_bookmarks(1920.0, 1080.0);
    put_ballot(&mut window);
    key(&mut window, Key::F5);
    state(&mut window).room.presenter.shows_ballot = true;
    settle(&mut window);
    let scale = window.ctx.pixels_per_point();
    let mut n = 0;
    for node in window.get_all_by_role(Role::Button) {
        let size = node.rect().size() * scale;
        assert!(size.min_elem() >= 44.0, "{:?} is {size:?}", node);
        n += 1;
    }
    assert!(n >= 10, "{n} buttons");
}

/// A note at some metres east of the middle of the map, without the card.
fn note(window: &mut Window, east_m: f64, text: &str) -> Uuid {
    let middle = bounds(window).center();
    let note = StickyNote {
        id: Uuid::new_v4(),
        text: text.to_owned(),
        point: Some(RdPoint::at(middle.x + east_m, middle.y)),
        round: None,
        table: "tafel 3".to_owned(),
        made: "2026-03-05T09:30:00Z".to_owned(),
    };
    let id = note.id;
    edit(window, Edit::Board(BoardEdit::put(BoardItem::Note(note))));
    id
}

fn drag(window: &mut Window, from: Pos2, by: Vec2) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let to = from + by;
    for event in [
        Event::PointerMoved(from),
        button(from, true),
        Event::PointerMoved(from + by / 2.0),
        Event::PointerMoved(to),
        button(to, false),
    ] {
        window.event(event);
        window.step();
    }
    settle(window);
}

#[test]
fn a_note_is_written_on_the_map_moved_parked_and_every_step_is_undone() {
    let mut window = opened();
    keys(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    let middle = window.get_by_label("Kaart").rect().center();
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
    state(&mut window).room.open(RoomTab::Notes);
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
    state(&mut window).room.card = Some(NoteCard::new(None, None));
    settle(&mut window);
    key(&mut window, Key::Escape);
    assert!(app(&window).state().room.card.is_none());
}

fn put_ballot(window: &mut Window) {
    let subjects = ["Winkels", "Ontmoeting", "Vervoer", "Zorg"];
    let subjects = subjects.map(|text| BallotSubject { text: text.to_owned(), of: None, n_votes: 0 });
    let ballot = Ballot {
        id: Uuid::from_u128(3),
        title: "Waar beginnen we?".to_owned(),
        n_dots: 3,
        n_kept: 2,
        subjects: subjects.to_vec(),
        workshop: None,
        made: "2026-03-05T09:30:00Z".to_owned(),
    };
    edit(window, Edit::Board(BoardEdit::put(BoardItem::Ballot(ballot))));
}

#[test]
fn the_ten_opgaven_are_put_to_the_vote_and_the_first_four_are_kept() {
    let mut window = opened();
    state(&mut window).room.open(RoomTab::Ballots);
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
    window.get_by_label("blijft over (eerste 4)").scroll_to_me();
    settle(&mut window);
    let cut = y(&window, "blijft over (eerste 4)");
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
    state(&mut window).room.open(RoomTab::Decisions);
    settle(&mut window);
    window.event(Event::Text("Halte bij het dorpshuis".to_owned()));
    settle(&mut window);
    type_into(&mut window, "Wie (rol)", "gemeente Borne");
    type_into(&mut window, "Wanneer", "voor de zomer");
    press(&mut window, "Plek aanwijzen");
    let map = window.get_by_label("Kaart").rect();
    click(&mut window, map.center() + vec2(-150.0, -60.0));
    press(&mut window, "Vastleggen");
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
    assert_eq!(app(&window).state().room.timer.round(), Some(round.id));
    let timer = app(&window).state().room.timer;
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
fn the_next_werkatelier_shows_what_came_since_the_last_began() {
    let mut window = opened();
    note(&mut window, 0.0, "van voor die tijd");
    key(&mut window, Key::F9);
    press(&mut window, "Nieuw werkatelier beginnen");
    note(&mut window, 300.0, "erna");
    press(&mut window, "Volgend werkatelier");
    press(&mut window, "Nieuw werkatelier beginnen");
    press(&mut window, "Nieuw");
    window.get_by_label("Plakbriefjes (1 nieuw)");
    window.get_by_label("Tonen: erna");
    assert!(window.query_by_label("Tonen: van voor die tijd").is_none());
}

#[test]
fn without_a_second_window_the_command_says_what_to_do() {
    let mut window = opened();
    keys(&mut window, Modifiers::COMMAND, Key::F5);
    assert!(!app(&window).state().room.second_screen);
    window.get_by_label_contains("Hier kan geen tweede venster open");
}

#[test]
fn the_window_for_the_projector_shows_the_presentation_while_the_panels_stay() {
    let mut window = with_two_bookmarks(1440.0, 900.0);
    // Without a second system window it is drawn within the first, which is enough to read it.
    window.ctx.set_embed_viewports(false);
    keys(&mut window, Modifiers::COMMAND, Key::F5);
    assert!(app(&window).state().room.second_screen);
    let scale = window.ctx.zoom_factor();
    window.get_by_label("Lagen");
    window.get_by_label("75-plussers in een zone");
    assert_eq!(window.get_all_by_label("Kaart").count(), 2);
    assert!(window.query_by_label("Stoppen").is_none(), "nothing to touch on the projector");
    window.run_steps(3);
    assert!((window.ctx.zoom_factor() - scale).abs() < f32::EPSILON, "the laptop keeps its scale");
    assert!(!zorgkring::gui::theme::presented::presenting());
    keys(&mut window, Modifiers::COMMAND, Key::F5);
    assert_eq!(window.get_all_by_label("Kaart").count(), 1);
}

#[test]
fn the_legend_for_a_room_names_only_what_shows_at_the_scale_of_the_map() {
    let mut window = with_two_bookmarks(1920.0, 1080.0);
    key(&mut window, Key::F5);
    key(&mut window, Key::Num2);
    window.get_by_label("Boodschappen");
    key(&mut window, Key::Num1);
    window.get_by_label("24-uurszorglocatie");
    assert!(window.query_by_label("Boodschappen").is_none());
}

#[test]
fn two_fingers_zoom_the_map_and_one_pans_it() {
    let mut window = opened();
    key(&mut window, Key::F5);
    let middle = window.get_by_label("Kaart").rect().center();
    let touch = |id, phase, pos| Event::Touch {
        device_id: egui::TouchDeviceId(1),
        id: egui::TouchId(id),
        phase,
        pos,
        force: None,
    };
    let before = bounds(&window);
    let apart = |far: f32| [(1, middle - vec2(far, 0.0)), (2, middle + vec2(far, 0.0))];
    window.event(Event::PointerMoved(middle));
    window.step();
    for (id, pos) in apart(40.0) {
        window.event(touch(id, egui::TouchPhase::Start, pos));
    }
    window.step();
    for far in [60.0, 80.0, 120.0] {
        for (id, pos) in apart(far) {
            window.event(touch(id, egui::TouchPhase::Move, pos));
        }
        window.step();
    }
    for (id, pos) in apart(120.0) {
        window.event(touch(id, egui::TouchPhase::End, pos));
    }
    settle(&mut window);
    let zoomed = bounds(&window);
    assert!(zoomed.width() < 0.7 * before.width(), "{} {}", zoomed.width(), before.width());
    drag(&mut window, middle + vec2(30.0, -30.0), vec2(100.0, 0.0));
    assert!(bounds(&window).center().x < zoomed.center().x - 10.0);
}

/// Pictures for people to look at, beside the drawing; see the other pictures.
#[test]
fn the_room_can_be_drawn() {
    let Some(folder) = std::env::var_os("ZORGKRING_PICTURES").map(PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&folder).expect("the folder for pictures");
    for (name, width, height) in [("1280", 1280.0, 800.0), ("1920", 1920.0, 1080.0)] {
        let mut window = with_two_bookmarks(width, height);
        put_ballot(&mut window);
        let meters = app(&window).state().meters_per_point;
        note(&mut window, -150.0 * meters, "Kulturhus hierheen?");
        note(&mut window, 120.0 * meters, "Oversteek gevaarlijk");
        note(&mut window, 122.0 * meters, "Bankje");
        note(&mut window, 10.0 * meters, "Veel te ver lopen voor wie slecht ter been is");
        for (tab, label) in [
            (RoomTab::Rounds, "rondes"),
            (RoomTab::Notes, "briefjes"),
            (RoomTab::Ballots, "stemmen"),
            (RoomTab::Decisions, "besluiten"),
            (RoomTab::Bookmarks, "bladwijzers"),
            (RoomTab::News, "nieuws"),
        ] {
            state(&mut window).room.open(tab);
            settle(&mut window);
            if tab == RoomTab::Rounds {
                press(&mut window, "Nieuw werkatelier beginnen");
                press(&mut window, "Ronde toevoegen");
                press(&mut window, "Ronde toevoegen");
                press(&mut window, "Ronde 2 starten");
            }
            if tab == RoomTab::Ballots {
                for (subject, n) in [("Winkels", 2), ("Ontmoeting", 5), ("Zorg", 3)] {
                    for _ in 0..n {
                        press(&mut window, &format!("Stip erbij: {subject}"));
                    }
                }
                press(&mut window, "Op volgorde van stippen");
            }
            picture(&mut window, &folder, &format!("zaal-{name}-paneel-{label}"));
        }
        key(&mut window, Key::F5);
        for (number, label) in [(Key::Num1, "regio"), (Key::Num2, "zone")] {
            key(&mut window, number);
            picture(&mut window, &folder, &format!("zaal-{name}-{label}"));
        }
        let zone = app(&window).session().and_then(|s| s.answer()).expect("an answer").outcome.zones[0].id;
        state(&mut window).selection = Selection::Zone { id: zone, place: None };
        state(&mut window).preferences.presents_in_high_contrast = true;
        settle(&mut window);
        picture(&mut window, &folder, &format!("zaal-{name}-contrast"));
        state(&mut window).preferences.presents_in_high_contrast = false;
        state(&mut window).room.presenter.shows_ballot = true;
        settle(&mut window);
        picture(&mut window, &folder, &format!("zaal-{name}-stemming"));
    }
}
