//! The way of someone who opens zorgkring for the first time, at the usual size of text and at twice that.

use crate::support::newcomer::walk;
use crate::support::window::{settle, state, window};

#[test]
fn a_newcomer_finds_the_way_from_the_tour_to_files() {
    let folder = tempfile::tempdir().expect("a folder");
    walk(&mut window(1280.0, 800.0), folder.path(), |_, _| {});
}

#[test]
fn a_newcomer_finds_the_way_at_twice_the_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = window(1280.0, 800.0);
    settle(&mut window);
    state(&mut window).preferences.text_scale = 2.0;
    walk(&mut window, folder.path(), |_, _| {});
}
