//! The bookmarks as a list, in the order of the number keys.

use egui::{Id, Key, ScrollArea, Ui};

use super::memory::Room;
use crate::domain::workshop::Bookmark;
use crate::gui::kit::fields::{button, line_field, main_button, name_field, remove_button};
use crate::gui::kit::theme::{self, STEP};
use crate::gui::state::{MapMove, ViewState, bookmarks};
use crate::gui::wish::{Action, Command, View};
use crate::nl::window as nl;
use crate::project::{BoardEdit, BoardItem, Edit};

/// Shows the tab.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, room: &mut Room) -> Option<Action> {
    let list = &view.project.board.bookmarks;
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        let name = line_field(ui, "bladwijzer", nl::room::BOOKMARK_NAME, &mut room.bookmark_name, 260.0);
        if std::mem::take(&mut room.takes_focus) {
            name.request_focus();
        }
        let entered = name.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if main_button(ui, nl::room::MAKE_BOOKMARK, true) || entered {
            action = add(view, state, room);
        }
        if button(ui, nl::room::PRESENT, nl::room::PRESENT) {
            action = Some(Action::Command(Command::Present));
        }
    });
    ui.label(theme::remark(nl::room::BOOKMARKS_REMARK));
    ui.add_space(STEP);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for (idx, bookmark) in list.iter().enumerate() {
            action = row(ui, view, state, idx, bookmark).or(action.take());
        }
    });
    action
}

/// What shows now, under the name that was typed.
fn add(view: &View<'_>, state: &ViewState, room: &mut Room) -> Option<Action> {
    let typed = std::mem::take(&mut room.bookmark_name);
    let name = match typed.trim() {
        "" => nl::room::new_bookmark(view.project.board.bookmarks.len() + 1),
        typed => typed.to_owned(),
    };
    bookmarks::of_now(state, view.project.plan.active, name).map(|bookmark| Action::put(BoardItem::Bookmark(bookmark)))
}

fn row(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, idx: usize, bookmark: &Bookmark) -> Option<Action> {
    let list = &view.project.board.bookmarks;
    let mut action = None;
    let name = |what| nl::room::of(what, &bookmark.name);
    ui.horizontal(|ui| {
        ui.set_min_height(theme::TOUCH);
        ui.label(theme::strong(format!("{}.", idx + 1)));
        let salt = Id::unique("bladwijzer").with(bookmark.id);
        if let Some(changed) = name_field(ui, salt, nl::room::BOOKMARK_NAME, &bookmark.name, 260.0) {
            action = Some(Action::put(BoardItem::Bookmark(Bookmark { name: changed, ..bookmark.clone() })));
        }
        if button(ui, nl::room::SHOW, &name(nl::room::SHOW)) {
            bookmarks::show(state, bookmark, MapMove::Exactly);
        }
        if idx > 0 && button(ui, "↑", &name(nl::room::EARLIER)) {
            action = Some(swapped(view, idx, idx - 1));
        }
        if idx + 1 < list.len() && button(ui, "↓", &name(nl::room::LATER)) {
            action = Some(swapped(view, idx, idx + 1));
        }
        action = remove_button(ui, &bookmark.name, bookmark.id).or(action.take());
    });
    action
}

/// Two of them in each other's place, as one step.
fn swapped(view: &View<'_>, a: usize, b: usize) -> Action {
    let mut list: Vec<Bookmark> = view.project.board.bookmarks.iter().map(|bookmark| (**bookmark).clone()).collect();
    list.swap(a, b);
    let remove = list.iter().map(|bookmark| bookmark.id).collect();
    Action::Edit(Edit::Board(BoardEdit { remove, put: list.into_iter().map(BoardItem::Bookmark).collect() }))
}
