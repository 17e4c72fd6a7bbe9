//! Commands that concern the document and how it is looked at, and no other part of the window.

use super::workspace::Workspace;
use crate::gui::command::Command;
use crate::gui::panels::help::HelpPage;
use crate::gui::panels::legend;
use crate::gui::panels::side_panels::{self, SidePanel};
use crate::gui::presenter::{self, SecondScreen};
use crate::gui::room::panel::RoomTab;
use crate::gui::room::{Pointing, Room};
use crate::gui::theme::TEXT_SCALES;
use crate::gui::view_state::MapMove;
use crate::gui::what_if;
use crate::nl::window as nl;
use crate::project::Edit;

impl Workspace {
    /// Does such a command; false for any other.
    pub(super) fn command(&mut self, command: Command) -> bool {
        let [smallest, largest] = TEXT_SCALES;
        let state = &mut self.state;
        let liked = &mut state.preferences;
        match command {
            Command::ResetNorms => self.put_norms_back(),
            Command::WholeRegion => state.map_move = Some(MapMove::WholeRegion),
            Command::ZoomIn => state.map_move = Some(MapMove::Zoom(0.5)),
            Command::ZoomOut => state.map_move = Some(MapMove::Zoom(-0.5)),
            Command::SwitchBasemap => state.basemap = state.basemap.next(),
            Command::Measure => state.toggle_measuring(),
            Command::Deselect => state.put_away(),
            Command::EditNorms => state.edit_norms(!state.editing_norms),
            Command::Export => {
                // What is worked on goes out, not what it is compared with.
                state.what_if.shows_before = false;
                state.export_form.open();
            }
            Command::ShowMessages => state.list_messages(!state.lists_messages),
            Command::TextLarger => liked.text_scale = (liked.text_scale + 0.25).min(largest),
            Command::TextSmaller => liked.text_scale = (liked.text_scale - 0.25).max(smallest),
            Command::TextNormal => liked.text_scale = 1.0,
            Command::NextTheme => liked.theme = liked.theme.next(),
            Command::LayersPanel => side_panels::toggle(state, SidePanel::Left),
            Command::ExplanationPanel => side_panels::toggle(state, SidePanel::Right),
            Command::Legend if state.is_narrow() => state.legend_over_map = !state.legend_over_map,
            Command::Legend => state.preferences.legend_open = Some(!legend::is_open(state)),
            Command::Help => state.help = if state.help.is_some() { None } else { Some(HelpPage::Tour) },
            Command::Search => state.search.open(&self.ctx),
            Command::Lists => state.lists.toggle(),
            Command::WhatIf => state.toggle_what_if(),
            Command::BeforeAfter => self.switch_before_after(),
            Command::NewVariant | Command::CopyVariant => self.begin_variant(command),
            Command::Sketch => state.toggle_sketching(),
            Command::Present => presenter::toggle(state),
            Command::AddBookmark => state.room.open(RoomTab::Bookmarks),
            Command::AddNote => state.room.pointing = Some(Pointing::NewNote),
            Command::SecondScreen if !SecondScreen::is_possible(&self.ctx) => state.tell(nl::room::ONE_SCREEN, false),
            Command::SecondScreen => state.room.second_screen = !state.room.second_screen,
            Command::Workshop => Room::toggle(&mut state.room),
            Command::Undo
            | Command::Redo
            | Command::SaveNorms
            | Command::LoadNorms
            | Command::OpenLayer
            | Command::SaveProject
            | Command::SaveProjectAs
            | Command::OpenProject
            | Command::NewProject
            | Command::EarlierStates
            | Command::RemoveLayer => return false,
        }
        true
    }

    /// Undoes a step; true when another program's changes were taken over in it.
    pub(super) fn undo(&mut self) -> bool {
        let undone = self.ready_mut().and_then(|ready| ready.session.undo());
        self.follow_ground();
        undone.is_some_and(|edit| edit.is_of_others())
    }

    /// Does a step again; true when another program's changes were taken over in it.
    pub(super) fn redo(&mut self) -> bool {
        let redone = self.ready_mut().and_then(|ready| ready.session.redo());
        self.follow_ground();
        redone.is_some_and(|edit| edit.is_of_others())
    }

    fn put_norms_back(&mut self) {
        let Some(ready) = self.ready() else { return };
        let (norms, standard) = (ready.session.project().norms.clone(), ready.standard.clone());
        self.state.norm_sets.keep(&norms);
        self.edit(Edit::PutAllBack { norms: standard.norms, profile: standard.profile });
    }

    /// Without a variant there is nothing to switch between.
    fn switch_before_after(&mut self) {
        let Some(active) = self.ready().map(|ready| ready.session.project().plan.active) else { return };
        let what_if = &mut self.state.what_if;
        if active == what_if.against {
            what_if.shows_before = false;
            self.state.tell(nl::plan::NOTHING_TO_SWITCH, false);
        } else {
            what_if.shows_before = !what_if.shows_before;
        }
    }

    fn begin_variant(&mut self, command: Command) {
        let Some(ready) = self.ready() else { return };
        let project = ready.session.project();
        let copied = project.plan.active().filter(|_| command == Command::CopyVariant);
        let edit = what_if::new_variant(project, copied.map(|variant| &**variant));
        self.state.what_if.shows_before = false;
        self.edit(edit);
    }
}
