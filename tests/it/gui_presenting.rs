//! What goes on while presenting: what is drawn is kept, and a bookmark that is shown gives the projector its title.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use geo::Rect;
use uuid::Uuid;
use zorgkring::crs::Rd;
use zorgkring::domain::workshop::Bookmark;
use zorgkring::project::{BoardEdit, BoardItem, Edit};

use crate::support::window::{app, app_mut, click, features, key, keys, middle, opened, press, session, settle};

#[test]
fn a_sketch_that_is_finished_while_presenting_is_on_the_board_at_once() {
    let mut window = opened();
    keys(&mut window, Modifiers::COMMAND, Key::P);
    window.get_by_role_and_label(Role::Button, "Punt").click();
    settle(&mut window);
    key(&mut window, Key::F5);
    assert!(features(&mut window).presenter.is_on());
    let middle = middle(&window);
    click(&mut window, middle);
    // Another tool takes the place of the sketching tool, with whatever that still held.
    key(&mut window, Key::M);
    let board = &session(&window).project().board;
    assert_eq!(board.sketches.len(), 1);
}

#[test]
fn a_bookmark_that_is_shown_without_presenting_is_the_one_that_presenting_and_projector_know() {
    let mut window = opened();
    let bounds = Rd(Rect::new((250_000.0, 468_000.0), (260_000.0, 474_000.0)));
    let bookmark = Bookmark {
        id: Uuid::from_u128(7),
        name: "Hart van de stad".to_owned(),
        bounds,
        layers: Vec::new(),
        variant: None,
    };
    let put = vec![BoardItem::Bookmark(bookmark)];
    let edit = Edit::Board(BoardEdit { remove: Vec::new(), put });
    app_mut(&mut window).edit(edit);
    key(&mut window, Key::F9);
    press(&mut window, "Bladwijzers");
    press(&mut window, "Tonen: Hart van de stad");
    assert_eq!(app(&window).state().bookmark, Some(Uuid::from_u128(7)));
}
