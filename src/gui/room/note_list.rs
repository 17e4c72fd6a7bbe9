//! The plakbriefjes as a list: the parking list, and what is stuck on the map.

use egui::{ScrollArea, Ui};

use super::memory::{Pointing, Room};
use super::note::NoteCard;
use crate::domain::workshop::StickyNote;
use crate::gui::kit::fields::{self, button, main_button, remove_button};
use crate::gui::kit::theme::{self, STEP};
use crate::gui::state::{MapMove, Selection};
use crate::gui::wish::{Action, Command, View};
use crate::nl::window as nl;
use crate::project::BoardItem;

/// Shows the tab.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        action = main_button(ui, nl::room::ADD_NOTE, true).then_some(Action::Command(Command::AddNote));
        if button(ui, nl::room::NEW_PARKED, nl::room::NEW_PARKED) {
            room.show_card(NoteCard::new(None, None));
        }
    });
    let notes = &view.project.board.notes;
    if notes.is_empty() {
        ui.add_space(STEP);
        ui.label(theme::remark(nl::room::NO_NOTES));
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for (heading, parked) in [(nl::room::PARKING_LIST, true), (nl::room::ON_THE_MAP, false)] {
            let these: Vec<_> = notes.iter().filter(|note| note.point.is_none() == parked).collect();
            if these.is_empty() {
                continue;
            }
            ui.add_space(STEP);
            ui.label(theme::heading(heading));
            for note in these {
                action = row(ui, note, room).or(action.take());
            }
        }
    });
    action
}

fn row(ui: &mut Ui, note: &StickyNote, room: &mut Room) -> Option<Action> {
    let mut action = None;
    let name = |what| nl::room::of(what, &note.text);
    fields::row(ui, &note.text, &nl::room::made(&note.table, &note.made), |ui| {
        action = remove_button(ui, &note.text, note.id);
        if button(ui, nl::room::CHANGE, &name(nl::room::CHANGE)) {
            room.show_card(NoteCard::of(&[note], None));
        }
        let Some(point) = note.point else {
            if button(ui, nl::room::POINT_OUT, &name(nl::room::POINT_OUT)) {
                room.pointing = Some(Pointing::Note(note.id));
            }
            return;
        };
        if button(ui, nl::room::PARK, &name(nl::room::PARK)) {
            action = Some(Action::put(BoardItem::Note(StickyNote { point: None, ..note.clone() })));
        }
        if button(ui, nl::room::SHOW, &name(nl::room::SHOW)) {
            action = Some(Action::Show(Selection::Nothing, MapMove::FlyTo(point.0.0)));
        }
    });
    action
}
