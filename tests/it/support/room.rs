//! A room in the window: bookmarks, notes and a stemming, put there as a facilitator does.

use egui::{Event, Key, Modifiers};
use geo::BoundingRect;
use uuid::Uuid;
use zorgkring::crs::RdPoint;
use zorgkring::domain::workshop::{Ballot, BallotSubject, StickyNote};
use zorgkring::gui::state::{Layer, MapMove};
use zorgkring::gui::wish::RoomTab;
use zorgkring::project::{BoardEdit, BoardItem, Edit};

use super::window::{Window, board, bounds, edit, features, keys, outcome, press, settle, state, window};

/// A bookmark of what shows, by hand.
fn bookmark(window: &mut Window, name: &str) {
    keys(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    window.event(Event::Text(name.to_owned()));
    settle(window);
    press(window, "Bladwijzer maken");
}

/// Two bookmarks: the region without near misses, and a zone.
pub(crate) fn with_two_bookmarks(width: f32, height: f32) -> Window {
    let mut window = window(width, height);
    settle(&mut window);
    state(&mut window).layers.set(Layer::NearMisses, false);
    settle(&mut window);
    bookmark(&mut window, "Heel Twente");
    state(&mut window).layers.set(Layer::NearMisses, true);
    state(&mut window).layers.set(Layer::Sites, false);
    let around = outcome(&window).zones[0].outline.0.bounding_rect().expect("a zone has a box");
    state(&mut window).map_move = Some(MapMove::Fit(around));
    settle(&mut window);
    bookmark(&mut window, "Een zone");
    window
}

/// A note at some metres east of the middle of the map, without the card.
pub(crate) fn note(window: &mut Window, east_m: f64, text: &str) -> Uuid {
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

/// A stemming on four subjects, without the form.
pub(crate) fn put_ballot(window: &mut Window) {
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

/// The ten opgaven put to the vote by hand, in an open panel; their texts.
pub(crate) fn put_ten_to_the_vote(window: &mut Window) -> Vec<String> {
    features(window).room.open(RoomTab::Ballots);
    settle(window);
    press(window, "Nieuwe stemming");
    press(window, "De tien opgaven uit de woonzorgvisie");
    press(window, "Stemming openen");
    board(window).ballots.last().expect("a stemming").subjects.iter().map(|subject| subject.text.clone()).collect()
}
